"""Board of Governors of the Federal Reserve System: the Financial Accounts (Z.1), one zip with a CSV a table.

Table S2.t (F.133 until March 2026) is the account of the rest of the world, quarters at annual rates. Files are
renamed now and then: the series are found by the header that names them. The table's years are left as they are.
"""

from __future__ import annotations

import re
from decimal import Decimal

from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Page
from brink.refresh.parse import cells_of, even, lines_of, number, unzipped
from brink.refresh.rows import Row

ARCHIVE = "https://www.federalreserve.gov/releases/z1/current/z1_csv_files.zip"
TABLE = "https://www.federalreserve.gov/RELEASES/z1/current/html/S2_t.htm"
#: Column of our table -> series of the accounts.
_SERIES = {
    "us_imports_usd_bn": "FA266903001.Q",
    "us_exports_usd_bn": "FA266903011.Q",
    "foreign_saving_usd_bn": "FA266000105.Q",
    "net_lending_usd_bn": "FA265000005.Q",
    "assets_bought_usd_bn": "FA264090005.Q",
}


def _series(page: Page) -> dict[str, dict[str, str]]:
    """Return series -> quarter -> millions of dollars, of those we keep, from one file.

    A series may stand in several columns of a file; they must say the same.
    """
    table = cells_of(page, lines_of(page))
    found: dict[str, dict[str, str]] = {}
    seen: set[str] = set()
    for row in even(page, table[1:], len(table[0])):
        if not re.fullmatch(r"\d{4}:Q[1-4]", row[0]) or row[0] in seen:
            raise page.fault(f"{row[0]!r} is not a quarter, or comes twice")
        seen.add(row[0])
        for code, cell in zip(table[0], row, strict=True):
            if code in _SERIES.values():
                values = found.setdefault(code, {})
                if values.setdefault(row[0], cell) != cell:
                    raise page.fault(f"{code} is both {values[row[0]]} and {cell} in {row[0]}")
    return found


def _rest_of_world(ask: Ask) -> list[Row]:
    """Read the five lines we keep; the files are in millions of dollars, ``ND`` where there is no figure."""
    whole = ask.get(ARCHIVE)
    codes = set(_SERIES.values())
    series: dict[str, dict[str, str]] = {}
    for page in unzipped(
        ask, whole, lambda _, first: first.startswith("date,") and bool(codes & set(first.split(",")))
    ):
        for code, values in _series(page).items():
            if series.setdefault(code, values) != values:
                raise whole.fault(f"two files of the zip have different figures for {code}")
    if lost := sorted(codes - series.keys()):
        raise whole.fault(f"no file of the zip has a column {', '.join(lost)}")
    rows = []
    for period in sorted(set.intersection(*(set(values) for values in series.values()))):
        quarter = period.replace(":", "")
        cells = {name: series[code][period] for name, code in _SERIES.items()}
        if quarter >= ask.since and "ND" not in cells.values():
            figures = {name: number(whole, cell, f"{quarter} {name}") for name, cell in cells.items()}
            billions = {name: f"{Decimal(figure) / 1000:f}" for name, figure in figures.items()}
            rows.append({"period": quarter, "released": ask.today.isoformat(), "source_url": TABLE} | billions)
    return rows


FEEDS = (
    Feed(
        "us_rest_of_world_flows",
        "Federal Reserve, Z.1",
        TABLE,
        _rest_of_world,
        "period",
        tolerance=dict.fromkeys(_SERIES, "0.05"),
        covers=lambda row: "Q" in row["period"],
    ),
)
