"""Government of Japan: consumer prices (Statistics Bureau, e-Stat) and GDP (Cabinet Office, ESRI)."""

from __future__ import annotations

import re
from datetime import date

from brink.errors import SourceError
from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Page
from brink.refresh.parse import cells_of, expect, first_public, lines_of, number
from brink.refresh.rows import Row

PRICES = "https://www.e-stat.go.jp/stat-search/file-download?statInfId=000032103932&fileKind=1"
ITEMS = {"0001": "all items", "0161": "less fresh food", "0163": "less imputed rent", "0168": "less food and energy"}
ACCOUNTS = "https://www.esri.cao.go.jp/jp/sna/data/data_list/sokuhou/files/"


def _prices(ask: Ask) -> list[Row]:
    """Read changes on the year by item: six header rows, then one row a month (YYYYMM).

    Rates are not revised, so a month counts by the table's rule, or from today if that is earlier.
    """
    page = ask.get(PRICES)
    table = cells_of(page, lines_of(page, "utf-8-sig", "cp932"))
    label = "類・品目符号(Group/Item code)"
    codes = next((row for row in table[:8] if row and row[0] == label), None)
    if codes is None:
        raise page.fault(f"none of the first lines begins with {label!r}")
    places = {}
    for code, item in ITEMS.items():
        if codes.count(code) != 1:
            raise page.fault(f"item code {code} ({item}) occurs {codes.count(code)} times")
        places[item] = codes.index(code)
    rows = []
    for row in table[6:]:
        if not any(row):
            continue
        expect(page, len(row), len(codes), f"the number of cells in the row of {row[0]}")
        if not re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])", row[0]):
            raise page.fault(f"{row[0]!r} is not a month")
        month = f"{row[0][:4]}-{row[0][4:]}-01"
        for item, place in places.items():
            if row[place] not in ("", "-", "..."):
                rows.append(
                    {
                        "month": month,
                        "item": item,
                        "released": first_public(month, ask.today),
                        "yoy_pct": number(page, row[place], f"{month} {item}"),
                    }
                )
    return rows


#: Series of our table -> (file, label of the column).
_GDP = {
    "gaku-jk": (
        "Real",
        {
            "real_gdp": "GDP(Expenditure Approach)",
            "real_private_consumption": "PrivateConsumption",
            "real_exports": "Exports",
            "real_imports": "Imports",
        },
    ),
    "gaku-mk": (
        "Nominal",
        {"nominal_gdp": "GDP(Expenditure Approach)", "nominal_exports": "Exports", "nominal_imports": "Imports"},
    ),
}


#: How files of either kind write their unit; the nominal ones write it in the singular.
_UNITS = {
    "Nominal": re.compile(r"\(Billions?(?: of)? Yen\)"),
    "Real": re.compile(r"\(Billions? of Chained \(\d{4}\) Yen\)"),
}
#: Year and quarter of the figures, and which estimate of them it is.
Release = tuple[int, int, int]


def releases(today: date) -> list[Release]:
    """Return the newest releases that can be out, newest first.

    First estimates appear in the middle of the second month after a quarter, second ones early in
    the third.
    """
    out = []
    for year in (today.year - 1, today.year):
        for q in (1, 2, 3, 4):
            months = year * 12 + 3 * q
            for estimate, month, first_day in ((1, months + 1, 10), (2, months + 2, 5)):
                due = date(month // 12, month % 12 + 1, first_day)
                if due <= today:
                    out.append((due, (year, q, estimate)))
    return [release for _, release in sorted(out, reverse=True)][:3]


def _accounts(ask: Ask) -> list[Row]:
    rows: list[Row] = []
    stem: Release | None = None
    for file, (kind, wanted) in _GDP.items():
        page, stem = _newest(ask, file, stem)
        rows += _levels(ask, page, kind, wanted)
    return rows


def _newest(ask: Ask, file: str, stem: Release | None) -> tuple[Page, Release]:
    """Return the newest release's file: the one that is due may not be out yet."""
    candidates = [stem] if stem else releases(ask.today)
    for year, q, estimate in candidates:
        folder = f"{ACCOUNTS}{year}/qe{year % 100:02d}{q}{'_2' if estimate == 2 else ''}/tables/"
        try:
            return ask.get(f"{folder}{file}{year % 100:02d}{q}{estimate}.csv"), (year, q, estimate)
        except SourceError as error:
            if error.status != 404 or (year, q, estimate) == candidates[-1]:
                raise
    raise AssertionError("unreachable")


def _levels(ask: Ask, page: Page, kind: str, wanted: dict[str, str]) -> list[Row]:
    """Read levels by quarter; the year stands only in its first row (``2025/ 1- 3.``, then ``4- 6.``)."""
    table = cells_of(page, lines_of(page, "utf-8-sig", "cp932"))
    title = next((row[0] for row in table[:4] if row and "Series" in row[0]), "")
    expect(page, title, f"{kind}, Seasonally Adjusted Series", "the title")
    unit = next((cell for row in table[:4] for cell in row if "Yen" in cell), "")
    expect(page, bool(_UNITS[kind].fullmatch(unit)) or unit, True, "the unit in the first lines")
    start = next((n for n, row in enumerate(table) if row and re.match(r"\d{4}/", row[0])), None)
    if start is None:
        raise page.fault("no row of figures")
    labels = [{row[n] for row in table[:start] if n < len(row)} for n in range(len(table[start]))]
    places = {}
    for series, label in wanted.items():
        found = [n for n, names in enumerate(labels) if label in names]
        if len(found) != 1:
            raise page.fault(f"{len(found)} columns are headed {label!r}")
        places[series] = found[0]
    rows: list[Row] = []
    year, previous = 0, 0
    for row in table[start:]:
        match = re.fullmatch(r"(?:(\d{4})/)?\s*(\d+)\s*-\s*(\d+)\.?", row[0]) if row else None
        if not match:
            if rows and not any(cell.replace(".", "").replace(",", "").isdigit() for cell in row[1:]):
                break  # notes below the figures
            raise page.fault(f"{row[:1]} is not a quarter")
        first = int(match[2])
        year = int(match[1]) if match[1] else year
        q = {1: 1, 4: 2, 7: 3, 10: 4}.get(first)
        if q is None or not year or (rows and (year, q) != ((previous + 1) // 4, (previous + 1) % 4 + 1)):
            raise page.fault(f"the row {row[0]!r} does not follow the one before")
        previous = 4 * year + q - 1
        expect(page, len(row), len(table[start]), f"the number of cells in the row of {year}Q{q}")
        rows += [
            {
                "period": f"{year}Q{q}",
                "series": series,
                "released": ask.today.isoformat(),
                "value_jpy_bn": number(page, row[place], f"{year}Q{q} {series}"),
            }
            for series, place in places.items()
        ]
    return rows


FEEDS = (
    Feed("japan_cpi", "e-Stat", "https://www.e-stat.go.jp/en/stat-search/files?toukei=00200573", _prices, "month"),
    Feed(
        "japan_gdp_levels",
        "Cabinet Office of Japan",
        "https://www.esri.cao.go.jp/en/sna/sokuhou/sokuhou_top.html",
        _accounts,
        "period",
        covers=lambda row: not row["period"].startswith("FY"),
    ),
)
