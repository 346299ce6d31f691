// A term of the glossary is explained where it is met: under the pointer and the keyboard. Its definition stands in the page.
document.addEventListener("DOMContentLoaded", () => {
  const data = document.querySelector("script[data-terms]");
  if (!data) return;
  const terms = JSON.parse(data.textContent);
  const tip = document.createElement("div");
  Object.assign(tip, { id: "brink-term-tip", className: "brink-term-tip", hidden: true });
  tip.setAttribute("role", "tooltip");
  document.querySelector("main").append(tip);
  let shown, leaving;

  function show(link) {
    clearTimeout(leaving);
    hide();
    shown = link;
    tip.textContent = terms[link.hash.slice(1)];
    tip.hidden = false;
    link.setAttribute("aria-describedby", tip.id);
    // Below the word, above it where there is no room; never beyond the edges.
    const word = link.getClientRects()[0], wide = document.documentElement.clientWidth;
    tip.style.left = `${Math.max(8, Math.min(word.left, wide - tip.offsetWidth - 8))}px`;
    const below = word.bottom + 4;
    tip.style.top = `${below + tip.offsetHeight > innerHeight ? word.top - tip.offsetHeight - 4 : below}px`;
  }

  function hide() {
    shown?.removeAttribute("aria-describedby");
    shown = undefined;
    tip.hidden = true;
  }

  // The pointer may go over to the explanation.
  const leave = () => { leaving = setTimeout(hide, 200); };
  const open = new Set();
  for (const link of document.querySelectorAll('article a[href*="#term-"]')) {
    if (!(link.hash.slice(1) in terms)) continue;
    open.add(link);
    link.addEventListener("mouseenter", () => show(link));
    link.addEventListener("focus", () => show(link));
    link.addEventListener("mouseleave", leave);
    link.addEventListener("blur", hide);
  }
  tip.addEventListener("mouseenter", () => clearTimeout(leaving));
  tip.addEventListener("mouseleave", leave);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("scroll", hide, { passive: true, capture: true });
});
