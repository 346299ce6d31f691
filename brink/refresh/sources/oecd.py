"""OECD: the current account in percent of GDP (SDMX service, CSV)."""

from __future__ import annotations

import re

from brink.refresh.feed import Ask, Feed
from brink.refresh.parse import cells_of, column, even, lines_of, number
from brink.refresh.rows import Row

BALANCES = "https://sdmx.oecd.org/public/rest/data/OECD.SDD.TPS,DSD_BOP@DF_BOP,1.0/"
_CSV = "application/vnd.sdmx.data+csv; version=2.0.0; labels=both"
#: What every row of the US current account says of itself: all partners, balance, quarters, percent of GDP, adjusted.
_BALANCE = {
    "REF_AREA": "USA",
    "COUNTERPART_AREA": "WXD",
    "MEASURE": "CA",
    "ACCOUNTING_ENTRY": "B",
    "FREQ": "Q",
    "UNIT_MEASURE": "PT_B1GQ",
    "ADJUSTMENT": "Y",
}


def _current_account(ask: Ask) -> list[Row]:
    """Read the US current account in percent of each quarter's GDP.

    Headings and cells are a code and a label (``CA: Current account``); rows stand in no order, and the service
    has been seen to send units that were not asked for.
    """
    since = ask.since.replace("Q", "-Q")
    page = ask.get(f"{BALANCES}USA.WXD.CA.B.T.Q.PT_B1GQ.Y?startPeriod={since}", accept=_CSV)
    table = [[cell.partition(": ")[0] for cell in row] for row in cells_of(page, lines_of(page))]
    header = table[0]
    places = {name: column(page, header, name) for name in (*_BALANCE, "TIME_PERIOD", "OBS_VALUE")}
    rows = []
    for row in even(page, table[1:], len(header)):
        cell = {name: row[place] for name, place in places.items()}
        if {name: cell[name] for name in _BALANCE} != _BALANCE:
            continue
        if not re.fullmatch(r"\d{4}-Q[1-4]", cell["TIME_PERIOD"]):
            raise page.fault(f"{cell['TIME_PERIOD']!r} is not a quarter")
        if cell["OBS_VALUE"]:
            figure = number(page, cell["OBS_VALUE"], cell["TIME_PERIOD"])
            quarter = cell["TIME_PERIOD"].replace("-", "")
            rows.append({"quarter": quarter, "released": ask.today.isoformat(), "share_pct": figure})
    if not rows:
        raise page.fault(f"none of its {len(table) - 1} rows is of the series asked for")
    return rows


FEEDS = (
    Feed(
        "us_current_account_oecd",
        "OECD",
        "https://data-explorer.oecd.org/",
        _current_account,
        "quarter",
        tolerance={"share_pct": "0.000001"},
    ),
)
