"""Board of Governors of the Federal Reserve System: the Financial Accounts (Z.1), one zip with a CSV a table.

Table S2.t (F.133 until March 2026) is the account of the rest of the world, quarters at annual rates. The
file of quarters only: the table's years are left as they are.
"""

from __future__ import annotations

import re
from decimal import Decimal

from brink.refresh.feed import Ask, Feed
from brink.refresh.parse import cells_of, column, even, expect, lines_of, number, unzipped
from brink.refresh.rows import Row

ARCHIVE = "https://www.federalreserve.gov/releases/z1/current/z1_csv_files.zip"
TABLE = "https://www.federalreserve.gov/RELEASES/z1/current/html/S2_t.htm"
#: Column of our table -> series of the accounts.
_SERIES = {
    "us_imports_usd_bn": "FA266903001.Q", "us_exports_usd_bn": "FA266903011.Q", "foreign_saving_usd_bn": "FA266000105.Q",
    "net_lending_usd_bn": "FA265000005.Q", "assets_bought_usd_bn": "FA264090005.Q",
}  # fmt: skip


def _rest_of_world(ask: Ask) -> list[Row]:
    """Read the five lines we keep; the files are in millions of dollars, ``ND`` where there is no figure."""
    page = unzipped(ask, ask.get(ARCHIVE), "csv/S2_t.csv")
    table = cells_of(page, lines_of(page))
    header = table[0]
    expect(page, header[0], "date", "the first column")
    places = {name: column(page, header, code) for name, code in _SERIES.items()}
    rows = []
    for row in even(page, table[1:], len(header)):
        if not re.fullmatch(r"\d{4}:Q[1-4]", row[0]):
            raise page.fault(f"{row[0]!r} is not a quarter")
        quarter = row[0].replace(":", "")
        figures = {name: row[place] for name, place in places.items()}
        if quarter >= ask.since and "ND" not in figures.values():
            billions = {
                name: f"{Decimal(number(page, cell, f'{quarter} {name}')) / 1000:f}" for name, cell in figures.items()
            }
            rows.append({"period": quarter, "released": ask.today.isoformat(), "source_url": TABLE} | billions)
    return rows


FEEDS = (
    Feed(
        "us_rest_of_world_flows", "Federal Reserve, Z.1", TABLE, _rest_of_world,
        "series as on the release's pages of June 2026; form of the zip and its files as other programs read them in 2026",
        "period", tolerance=dict.fromkeys(_SERIES, "0.05"), covers=lambda row: "Q" in row["period"],
    ),
)  # fmt: skip
