// The search page: the claims found, and an excerpt for every result. The texts come as a script, which works from disk, too.
document.addEventListener("DOMContentLoaded", () => {
  const results = document.querySelector("#search-results");
  const query = new URLSearchParams(location.search).get("q")?.trim();
  if (!results || !query) return;
  const words = query.toLowerCase().split(/[\s"]+/).filter(Boolean).map((word) => (word.length > 3 ? word.replace(/(es|s)$/, "") : word));
  const script = document.createElement("script");
  script.src = `${document.documentElement.dataset.content_root}searchtext.js`;
  script.addEventListener("load", () => start(window.brinkTexts));
  document.head.append(script);

  function start({ pages, claims }) {
    showClaims(claims);
    const explain = () => results.querySelectorAll("li").forEach((item) => excerpt(item, pages));
    new MutationObserver(explain).observe(results, { childList: true, subtree: true });
    explain();
    results.dataset.ready = "true";
  }

  const add = (parent, tag, text = "", className = "") => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) made.className = className;
    parent.append(made);
    return made;
  };

  /** Write a text with the words asked for set off. */
  function marked(parent, text) {
    const low = text.toLowerCase();
    let at = 0;
    while (at < text.length) {
      const next = words.map((word) => [low.indexOf(word, at), word.length]).filter(([place]) => place >= 0).sort(([a], [b]) => a - b)[0];
      if (!next) break;
      parent.append(text.slice(at, next[0]));
      add(parent, "mark", text.slice(next[0], next[0] + next[1]));
      at = next[0] + next[1];
    }
    parent.append(text.slice(at));
  }

  /** Cut the stretch of a text around the first word that is found in it. */
  function cut(text, length = 220) {
    const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((place) => place >= 0);
    const first = Math.max(0, Math.min(...(places.length ? places : [0])) - 70);
    const start = first && text.indexOf(" ", first) + 1, end = text.length > start + length ? text.lastIndexOf(" ", start + length) : text.length;
    return `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
  }

  function showClaims(claims) {
    const found = claims.filter((claim) => {
      const text = Object.values(claim).join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const part = document.createElement("section");
    part.className = "brink-found";
    part.setAttribute("aria-labelledby", "brink-found");
    add(part, "h2", found.length ? `${found.length} ${found.length === 1 ? "claim" : "claims"} of the video` : "No claim of the video").id = "brink-found";
    const list = found.length && add(part, "ul");
    for (const claim of found.slice(0, 8)) {
      const item = add(list, "li"), link = add(item, "a", claim.title);
      link.href = claim.href;
      add(item, "span", ` ${claim.sign} ${claim.verdict}. `, `brink-found-verdict verdict-${claim.verdict.replaceAll(" ", "-")}`);
      marked(add(item, "span"), cut(claim.ruling));
    }
    if (found.length > 8) add(add(part, "p"), "a", `All ${found.length} in the ledger`).href = `chapters/verdicts.html?${new URLSearchParams({ q: query })}`;
    results.before(part);
  }

  function excerpt(item, pages) {
    const link = item.querySelector("a");
    if (!link || item.querySelector(".context")) return;
    const [page, anchor] = link.getAttribute("href").split("#");
    const sections = pages[page.replace(/\.html.*$/, "")] ?? [];
    const count = ([, title, text]) => words.filter((word) => `${title} ${text}`.toLowerCase().includes(word)).length;
    const best = sections.find(([id]) => id === anchor) ?? [...sections].sort((a, b) => count(b) - count(a))[0];
    if (!best) return;
    const said = add(item, "p", "", "context");
    if (count(best)) marked(said, cut(best[2]));
    else said.textContent = "In a card or a table of this page.";
  }
});
