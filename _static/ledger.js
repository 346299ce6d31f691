// The ledger: sorting, searching and filtering by the DataTables library, which datatables.js hands over as text.
import(window.BRINK_DATATABLES).then(({ default: DataTable }) => {
  const table = new DataTable("#ledger", {
    paging: false,
    info: true,
    order: [],
    layout: { topStart: "search", topEnd: "info", bottomStart: null, bottomEnd: null },
    language: { search: "Search", info: "_TOTAL_ claims", infoFiltered: "of _MAX_", infoEmpty: "no claim", zeroRecords: "No claim fits." },
  });
  for (const select of document.querySelectorAll(".brink-filters select")) {
    select.addEventListener("change", () => {
      const text = select.value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      table.column(Number(select.dataset.column)).search(text, { regex: false, smart: false, exact: false }).draw();
    });
  }
  document.querySelector("#ledger").dataset.ready = "true";
});
