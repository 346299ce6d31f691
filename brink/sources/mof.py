"""Ministry of Finance, Japan: bond yields (history and current month) and trade statistics."""

from __future__ import annotations

from brink.sources.feed import Ask, Collect, Feed, Row, cells_of, day, expect, lines_of, number

YIELDS = "https://www.mof.go.jp/english/policy/jgbs/reference/interest_rate/"
TRADE = "https://www.customs.go.jp/toukei/suii/html/data/"
MATURITIES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40)


def _yields(ask: Ask) -> list[Row]:
    """Read the history, which ends with a past month, and the current month."""
    rows = []
    for name in ("historical/jgbcme_all.csv", "jgbcme.csv"):
        page = ask.get(YIELDS + name)
        table = cells_of(page, lines_of(page, "utf-8-sig", "cp932"))
        if len(table) < 2 or not table[0][0].startswith("Interest Rate") or "(Unit : %)" not in table[0]:
            raise page.fault(f"the first line is not the title with its unit: {table[0][:3] if table else ''}")
        expect(page, table[1], ["Date", *(f"{years}Y" for years in MATURITIES)], "the header")
        for row in table[2:]:
            if not any(row[1:]):
                break  # a blank row, then a footnote
            expect(page, len(row), len(MATURITIES) + 1, f"the number of cells in the row of {row[0]}")
            when = day(page, row[0], "/")
            if when >= ask.since:
                figures = ("" if cell == "-" else number(page, cell, when) for cell in row[1:])
                rows.append({"date": when} | {f"y{years}_pct": f for years, f in zip(MATURITIES, figures, strict=True)})
    return rows


#: Column of our table -> (commodity code, 数量 number or 金額 value, unit line).
_EXPORTS = {
    "total_kjpy": ("'0'〜'9'", "金額", "(千円)"),
    "motor_vehicles_units": ("'70503'", "数量", "(単位：NO)"),
    "motor_vehicles_kjpy": ("'70503'", "金額", "(千円)"),
    "passenger_cars_units": ("'7050301'", "数量", "(単位：NO)"),
    "passenger_cars_kjpy": ("'7050301'", "金額", "(千円)"),
    "parts_kjpy": ("'70505'", "金額", "(千円)"),
}


def exports(file: str, destination: str) -> Collect:
    """Read one destination's monthly exports by commodity."""

    def collect(ask: Ask) -> list[Row]:
        page = ask.get(f"{TRADE}{file}.csv")
        table = cells_of(page, lines_of(page, "utf-8-sig", "cp932"))
        if len(table) < 8 or "Monthly Data" not in table[1][0] or "Export" not in table[1][0]:
            raise page.fault("the second line does not say that these are monthly exports")
        codes, kinds, units = table[4:7]
        expect(page, units[0], "Years/Months", "the first cell of the seventh line")
        last = ""
        wide = [last := code or last for code in (code.replace("～", "〜") for code in codes)]
        places = {}
        for name, wanted in _EXPORTS.items():
            found = [n for n, have in enumerate(zip(wide, kinds, units, strict=True)) if have == wanted]
            if len(found) != 1:
                raise page.fault(f"{len(found)} columns with code {wanted[0]}, {wanted[1]}, unit {wanted[2]}")
            places[name] = found[0]
        rows = []
        for row in table[7:]:
            if not any(row):
                continue
            expect(page, len(row), len(codes), f"the number of cells in the row of {row[0]}")
            month = day(page, f"{row[0]}/1", "/")
            cells = {name: row[place] for name, place in places.items()}
            if month < ask.since or set(cells.values()) <= {"-", "0", ""}:
                continue  # months to come are "-" or 0
            figures = {name: number(page, cell, f"{month} {name}") for name, cell in cells.items()}
            rows.append({"month": month, "destination": destination, "released": ask.today.isoformat()} | figures)
        return rows

    return collect


_PROVISIONAL = "authentic header and rows of the file for the United States, 2025-05 to 2025-08"

FEEDS = (
    Feed("jgb_yields", "MoF Japan", YIELDS, _yields, "authentic head and tail of the history, to 30 June 2026"),
    Feed(
        "japan_exports", "MoF Japan, trade statistics", f"{TRADE}d52ma001.csv", exports("d52ma001", "United States"),
        _PROVISIONAL, "month", {"destination": "United States"},
    ),
    Feed(
        "japan_exports", "MoF Japan, trade statistics", f"{TRADE}d51ma.csv", exports("d51ma", "World"),
        "authentic header and first rows, stored copy of August 2025", "month", {"destination": "World"},
    ),
)  # fmt: skip
