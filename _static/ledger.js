// The ledger: sorting, searching and filtering by the DataTables library, which datatables.js hands over as text.
document.addEventListener("DOMContentLoaded", async () => {
  const table = document.querySelector("#ledger");
  if (!table) return;
  const address = URL.createObjectURL(new Blob([window.BRINK_DATATABLES], { type: "text/javascript" }));
  const { default: DataTable } = await import(address);
  const ledger = new DataTable(table, {
    paging: false,
    order: [],
    layout: { topStart: "search", topEnd: "info", bottomStart: null, bottomEnd: null },
    language: { search: "Search", info: "_TOTAL_ claims", infoFiltered: "of _MAX_", infoEmpty: "no claim", zeroRecords: "No claim fits." },
  });
  for (const select of document.querySelectorAll(".brink-filters select")) {
    select.addEventListener("change", () => {
      ledger.column(Number(select.dataset.column)).search(select.value, { regex: false, smart: false }).draw();
    });
  }
  table.dataset.ready = "true";
});
