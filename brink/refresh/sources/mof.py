"""Ministry of Finance, Japan: bond yields (history and current month), bond auctions and trade statistics."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from brink.refresh.feed import Ask, Collect, Feed
from brink.refresh.fetch import Page
from brink.refresh.parse import cell_text, cells_of, day, day_of, expect, lines_of, number, workbook
from brink.refresh.rows import Row

YIELDS = "https://www.mof.go.jp/english/policy/jgbs/reference/interest_rate/"
AUCTIONS = "https://www.mof.go.jp/jgbs/reference/appendix/jgb_historical_data.xls"
TRADE = "https://www.customs.go.jp/toukei/suii/html/data/"
MATURITIES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40)


def _yields(ask: Ask) -> list[Row]:
    """Read the history, which ends with a past month, and the current month.

    At a month's turn both have the same days: that is no fault as long as they say the same of them.
    """
    found: dict[str, Row] = {}
    for name in ("historical/jgbcme_all.csv", "jgbcme.csv"):
        page = ask.get(YIELDS + name)
        table = cells_of(page, lines_of(page, "utf-8-sig", "cp932"))
        if len(table) < 2 or not table[0][0].startswith("Interest Rate") or "(Unit : %)" not in table[0]:
            raise page.fault(f"the first line is not the title with its unit: {table[0][:3] if table else ''}")
        expect(page, table[1], ["Date", *(f"{years}Y" for years in MATURITIES)], "the header")
        seen = set()
        for row in table[2:]:
            if not any(row[1:]):
                break  # a blank row, then a footnote
            expect(page, len(row), len(MATURITIES) + 1, f"the number of cells in the row of {row[0]}")
            when = day(page, row[0], "/")
            if when in seen:
                raise page.fault(f"{when} comes twice in one file")
            seen.add(when)
            if when >= ask.since:
                figures = ("" if cell == "-" else number(page, cell, when) for cell in row[1:])
                yields = {"date": when} | {f"y{years}_pct": f for years, f in zip(MATURITIES, figures, strict=True)}
                if found.setdefault(when, yields) != yields:
                    raise page.fault(
                        f"{when} comes twice with different yields",
                        "The ministry may have corrected one of its two files: compare them, and ask again tomorrow.",
                    )
    return list(found.values())


#: Sheet of the workbook -> kind of bond. Its sheet of treasury bills is not ours.
_SHEETS = {
    "2年債": "2Y",
    "割3年": "3Y discount",
    "4年債": "4Y",
    "5年債": "5Y",
    "6年債": "6Y",
    "10年債": "10Y",
    "20年債": "20Y",
    "30年債": "30Y",
    "40年債": "40Y",
    "10年物価連動": "10Y inflation-linked",
    "15変動": "15Y floating",
    "GX5年債": "GX 5Y",
    "GX10年債": "GX 10Y",
}
#: Sheet -> columns whose heading does not say what stands under it: they are left out.
_MISLABELLED = {"割3年": ("noncompetitive_100m_yen",)}
_WHEN = ("auction_date", "issue_date", "maturity_date")


def _auction_column(heading: str) -> str | None:
    """Return the column of our table that an English heading of the workbook stands for.

    Sheets have the columns in different order and some lack: bonds sold by yield have a price at the
    highest yield instead of a lowest price, and no average.
    """
    text = " ".join(unicodedata.normalize("NFKC", heading).lower().split())
    rules = {
        "issue": "issue number" in text,
        "auction_date": "auction date" in text,
        "issue_date": "issue date" in text,
        "maturity_date": "maturity date" in text,
        "coupon_pct": "nominal coupon" in text,
        "offered_100m_yen": text.startswith("offering"),
        "noncompetitive_2_100m_yen": bool(re.search(r"non[- ]price.*\bii\b", text)),
        "noncompetitive_1_100m_yen": bool(re.search(r"non[- ]price.*\bi\b", text)),
        "noncompetitive_100m_yen": "non-competitive" in text,
        "bids_100m_yen": "competitive bids" in text,
        "accepted_100m_yen": "bids accepted" in text,
        "average_yield_pct": "yield at the average" in text,
        "average_price": "average price" in text,
        "cutoff_yield_pct": "yield at the lowest" in text or ("highest accepted yield" in text and "price" not in text),
        "lowest_price": "lowest accepted price" in text or "price at the highest" in text,
    }
    return next((name for name, fits in rules.items() if fits), None)


def _auctions(ask: Ask) -> list[Row]:
    """Read the history of auctions, a sheet a kind of bond, an auction a row, amounts in 100 million yen."""
    page = ask.get(AUCTIONS)
    book = workbook(page)
    sheets = {sheet.name.strip(): sheet for sheet in book.sheets()}
    if missing := [name for name in _SHEETS if name not in sheets]:
        raise page.fault(f"no sheet {', '.join(missing)}")
    rows = [
        {"tenor": tenor} | row
        for name, tenor in _SHEETS.items()
        for row in _auctions_of(page, sheets[name], name, book.datemode)
    ]
    if lost := {field["name"] for field in ask.resource["schema"]["fields"]}.difference(*rows):
        raise page.fault(f"no sheet has a column for {', '.join(sorted(lost))}")
    return rows


def _auctions_of(page: Page, sheet: Any, name: str, datemode: int) -> list[Row]:
    table = [sheet.row_values(n) for n in range(sheet.nrows)]
    head = next((n for n, row in enumerate(table) if row and _auction_column(str(row[0])) == "issue"), None)
    if head is None:
        raise page.fault(f"sheet {name} has no line that begins with 'Issue Number'")
    named = [_auction_column(str(cell)) for cell in table[head]]
    places = {column: named.index(column) for column in named if column}
    if twice := [column for column in places if named.count(column) > 1]:
        raise page.fault(f"sheet {name} has two columns for {', '.join(twice)}")
    if lost := {"issue", *_WHEN, "offered_100m_yen", "bids_100m_yen", "accepted_100m_yen"} - places.keys():
        raise page.fault(f"sheet {name} has no column for {', '.join(sorted(lost))}")
    for column in _MISLABELLED.get(name, ()):
        places.pop(column, None)
    rows = []
    for cells in table[head + 1 :]:
        if not isinstance(cells[places["issue"]], float):
            continue  # units, blank lines and notes
        where = f"sheet {name}, issue {cells[places['issue']]:g}"
        row = {}
        for column, place in places.items():
            cell = cells[place]
            if column in _WHEN:
                if not isinstance(cell, float):
                    raise page.fault(f"{where}: {cell!r} is not a date")
                row[column] = day_of(cell, datemode)
            elif isinstance(cell, float):
                row[column] = cell_text(cell)
            else:  # a long dash, or nothing
                row[column] = "" if cell.strip() in ("", "―", "-", "－") else number(page, cell.strip(), where)
        rows.append(row)
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


FEEDS = (
    Feed("jgb_yields", "MoF Japan", YIELDS, _yields),
    Feed("jgb_auctions", "MoF Japan, auctions", AUCTIONS, _auctions, "auction_date"),
    *(
        Feed(
            "japan_exports",
            "MoF Japan, trade statistics",
            f"{TRADE}{file}.csv",
            exports(file, destination),
            "month",
            {"destination": destination},
        )
        for file, destination in (("d52ma001", "United States"), ("d51ma", "World"))
    ),
)
