// A link opens what it points to: a card, or what is folded around a place.
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const own = target.querySelector(target.matches("article.brink-card") ? "details" : ":scope > details.brink-step");
  if (own) own.open = true;
  target.scrollIntoView();
}
window.addEventListener("hashchange", openTarget);
document.addEventListener("DOMContentLoaded", openTarget);

// Lists that can be filtered, searched and ordered: the ledger, and the index of the tables. What is asked for stands in
// the address, so that it can be shared and survives Back and reload.
document.addEventListener("DOMContentLoaded", () => {
  for (const list of document.querySelectorAll("[data-list]")) start(list);

  function start(list) {
    const form = list.querySelector("form");
    const fields = [...form.elements].filter((field) => field.name);
    const body = list.querySelector("tbody");
    const rows = [...body.rows];
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const output = form.querySelector("output");

    function fits(row) {
      return fields.every(({ name, value }) => {
        if (!value || name === "order") return true;
        if (name === "q") return value.toLowerCase().split(/\s+/).every((word) => texts.get(row).includes(word));
        return row.dataset[name].split(" ").includes(value);
      });
    }

    function show() {
      const order = form.elements.order?.value;
      const key = order && `order${order[0].toUpperCase()}${order.slice(1)}`;
      const sorted = key ? [...rows].sort((a, b) => a.dataset[key] - b.dataset[key]) : rows;
      let shown = 0;
      for (const row of sorted) {
        row.hidden = !fits(row);
        shown += !row.hidden;
        body.append(row);
      }
      output.value = shown === rows.length ? `${shown} rows` : `${shown} of ${rows.length} rows`;
    }

    function read() {
      const asked = new URLSearchParams(location.search);
      for (const field of fields) {
        field.value = asked.get(field.name) ?? "";
        if (field.selectedIndex === -1) field.value = "";
      }
      show();
    }

    function write(remember) {
      const asked = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
      const address = location.pathname + (asked.size ? `?${asked}` : "") + location.hash;
      // A page on disk has no origin of its own; some browsers then refuse to change its address.
      try {
        history[remember ? "pushState" : "replaceState"](null, "", address);
      } catch {}
      show();
    }

    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => write(event.target.type !== "search"));
    window.addEventListener("popstate", read);
    read();
    list.dataset.ready = "true";
  }
});
