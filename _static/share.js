// What to paste to show a claim on another page: a frame of its own page, with a link. It needs an address: the one the book
// was published under, else that of the copy at hand; a copy on disk has none.
document.addEventListener("DOMContentLoaded", () => {
  const published = document.querySelector('link[rel="canonical"]')?.href;
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt()};`);

  for (const box of document.querySelectorAll("details.brink-share")) box.addEventListener("toggle", () => fill(box), { once: true });

  function fill(box) {
    const link = box.querySelector("a[data-share]");
    const address = new URL(link.getAttribute("href"), published ?? location.href);
    const note = document.createElement("p");
    box.append(note);
    if (!address.protocol.startsWith("http")) {
      note.className = "brink-quiet";
      note.textContent = "This copy is read from disk. Where the book is served, the lines to paste stand here.";
      return;
    }
    const title = escaped(link.dataset.share), label = document.createElement("label"), lines = document.createElement("textarea"), button = document.createElement("button");
    lines.value = `<iframe src="${address}" title="${title}" width="100%" height="480" style="border:1px solid #d5dbe2" loading="lazy"></iframe>\n<p><a href="${address}">${title} On the Brink?</a></p>`;
    Object.assign(lines, { readOnly: true, rows: 4, spellcheck: false });
    lines.addEventListener("focus", () => lines.select());
    label.append("To set it into a page, paste: ", lines);
    button.type = "button";
    button.textContent = "Copy";
    const said = document.createElement("output");
    said.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(lines.value);
        said.value = " Copied.";
      } catch {
        lines.focus();
        said.value = " Selected: copy it with the keyboard.";
      }
    });
    note.append(label, button, said);
  }
});
