"""US Treasury, Treasury International Capital: foreign holders of Treasury securities, and net foreign purchases."""

from __future__ import annotations

from decimal import Decimal

from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Page
from brink.refresh.parse import cells_of, day, even, expect, lines_of, number
from brink.refresh.rows import Row

FILES = "https://ticdata.treasury.gov/resource-center/data-chart-center/tic/Documents/"
HOLDERS = f"{FILES}slt_table5.txt"
FLOWS = f"{FILES}npr_history.txt"
#: What the table of the last months calls otherwise than ours. Its "All Other" are those outside the twenty largest
#: holders; in the table of the history, which lists about forty, they are others.
_NAMES = {"Of Which: Foreign Official": "Foreign official", "All Other": "All Other (outside the top 20)"}


def _holders(ask: Ask) -> list[Row]:
    """Read the last thirteen months of the holders the table keeps."""
    page = ask.get(HOLDERS)
    rows = cells_of(page, [line.replace('"', "") for line in lines_of(page, "utf-8-sig", "cp1252")], "\t")
    expect(page, rows[0][0], "Table 5: Major Foreign Holders of Treasury Securities", "the title")
    expect(page, rows[2][0], "Billions of dollars", "the unit")
    start = next((n for n, row in enumerate(rows) if row and row[0] == "Country"), None)
    if start is None:
        raise page.fault("no line begins with 'Country'")
    months = [f"{month}-01" for month in rows[start][1:] if month]
    expect(page, len(months), 13, "the number of months")
    end = next((n for n, row in enumerate(rows) if row and row[0] == "Of Which: Foreign Official"), None)
    if end is None:
        raise page.fault("the line of foreign official holders is missing: the table was cut off, or has changed")
    kept = {row["holder"] for row in ask.stored}
    found = []
    for row in even(page, [row[: len(months) + 1] for row in rows[start + 1 : end + 1]], len(months) + 1):
        holder = _NAMES.get(row[0], row[0])
        if holder not in kept:
            continue
        found += [
            {
                "month": day(page, month),
                "holder": holder,
                "released": ask.today.isoformat(),
                "value_usd_bn": number(page, value, f"{holder}, {month}"),
                "origin": "slt_table5.txt",
                "source_url": "",
            }
            for month, value in zip(months, row[1:], strict=True)
        ]
    return found


#: Lines of the press release, which are columns of the history -> measure of our table.
_LINES = {
    3: "us_long_term_securities_net",
    4: "us_long_term_securities_net_private",
    5: "treasury_bonds_notes_net_private",
    9: "us_long_term_securities_net_official",
    10: "treasury_bonds_notes_net_official",
    23: "treasury_bills_change",
    24: "treasury_bills_change_private",
    25: "treasury_bills_change_official",
    30: "net_tic_flow",
    31: "net_tic_flow_private",
    32: "net_tic_flow_official",
}
#: A line, and the lines that add up to it: what shows that the columns are where they should be.
_SUMS = ((3, 4, 9), (23, 24, 25), (30, 31, 32))
_COLUMNS = 32
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _flows(ask: Ask) -> list[Row]:
    """Read net foreign purchases, a month a row, a line of the press release a column, millions of dollars."""
    page = ask.get(FLOWS)
    table = cells_of(page, lines_of(page, "utf-8-sig", "cp1252"), "\t")
    numbers = [str(n) for n in range(1, _COLUMNS + 1)]
    head = next((n for n, row in enumerate(table) if row[1 : _COLUMNS + 1] == numbers), None)
    if head is None:
        raise page.fault(f"no line numbers the columns 1 to {_COLUMNS}")
    rows: list[Row] = []
    for cells in table[head + 1 :]:
        month = _month(cells[0]) if cells else ""
        if month and month >= ask.since:
            amounts = _amounts(page, month, cells)
            rows += [
                {
                    "month": month,
                    "measure": measure,
                    "released": ask.today.isoformat(),
                    "value_usd_bn": f"{amounts[line] / 1000:f}",
                    "release": "npr_history.txt",
                    "source_url": FLOWS,
                }
                for line, measure in _LINES.items()
            ]
    return rows


def _month(cell: str) -> str:
    """Return ``2026-Jul`` as the first day of the month; ``""`` where a cell is none."""
    year, _, month = cell.partition("-")
    if not (year.isdigit() and len(year) == 4 and month in _MONTHS):
        return ""
    return f"{year}-{_MONTHS.index(month) + 1:02d}-01"


def _amounts(page: Page, month: str, cells: list[str]) -> dict[int, Decimal]:
    """Return the lines of one month; they must add up as the release says."""
    if len(cells) <= _COLUMNS:
        raise page.fault(f"the row of {month} has {len(cells)} cells instead of {_COLUMNS + 1}")
    amounts = {line: Decimal(number(page, cells[line], f"{month}, line {line}")) for line in _LINES}
    for whole, *parts in _SUMS:
        if abs(amounts[whole] - sum(amounts[part] for part in parts)) > len(parts):
            raise page.fault(f"{month}: line {whole} is not the sum of lines {' and '.join(map(str, parts))}")
    return amounts


FEEDS = (
    Feed("tic_holders", "TIC", HOLDERS, _holders, "month", complete_history=False),
    Feed(
        "tic_net_flows",
        "TIC",
        FLOWS,
        _flows,
        "month",
        tolerance={"value_usd_bn": "0.05"},  # releases print one decimal
    ),
)
