"""Bank for International Settlements: effective exchange rates (SDMX service, CSV)."""

from __future__ import annotations

from brink.refresh.feed import Ask, Collect, Feed
from brink.refresh.parse import cells_of, column, day, even, expect, lines_of, number
from brink.refresh.rows import Row

EXCHANGE = "https://stats.bis.org/api/v2/data/dataflow/BIS/WS_EER/1.0/"
_KEY = ("FREQ", "EER_TYPE", "EER_BASKET", "REF_AREA")


def effective(economy: str) -> Collect:
    """Read one economy's real broad effective exchange rate."""

    def collect(ask: Ask) -> list[Row]:
        page = ask.get(f"{EXCHANGE}M.R.B.{economy}?startPeriod={ask.since[:7]}&format=csvdata")
        table = cells_of(page, lines_of(page))
        header = table[0]
        places = {name: column(page, header, name) for name in (*_KEY, "TIME_PERIOD", "OBS_VALUE")}
        rows = []
        for row in even(page, table[1:], len(header)):
            cell = {name: row[n] for name, n in places.items()}
            expect(page, [cell[name] for name in _KEY], ["M", "R", "B", economy], "the series")
            month = day(page, f"{cell['TIME_PERIOD']}-01")
            if cell["OBS_VALUE"] not in ("", "NaN"):
                figure = number(page, cell["OBS_VALUE"], month)
                rows.append({"economy": economy, "month": month, "released": ask.today.isoformat(), "index": figure})
        return rows

    return collect


FEEDS = tuple(
    Feed(
        "bis_reer",
        "BIS",
        "https://data.bis.org/topics/EER",
        effective(economy),
        "month",
        {"economy": economy},
    )
    for economy in ("JP", "US")
)
