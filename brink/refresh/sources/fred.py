"""FRED and ALFRED, Federal Reserve Bank of St. Louis: one CSV a series, no key.

FRED holds the newest figures; ALFRED holds what was published by a given day. Series that are revised
come from ALFRED, once as known on the video's day and once as known now, so that each revision is a
row of its own. The files are read here, for the reader of pandas-datareader turns figures into floats, which
loses printed digits, and knows no vintages; it gives the second opinion on the series that are not revised.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from brink import VIDEO_DAY
from brink.refresh.feed import Ask, Collect, Feed
from brink.refresh.parse import cells_of, day, expect, first_public, lines_of, number, quarter
from brink.refresh.rows import Row
from brink.refresh.second_opinion import agrees

GRAPH = "https://fred.stlouisfed.org/graph/fredgraph.csv"
VINTAGE = "https://alfred.stlouisfed.org/graph/alfredgraph.csv"
SERIES = "https://fred.stlouisfed.org/series/"


def observations(ask: Ask, series: str, since: str, vintage: date | None = None) -> dict[str, str]:
    """Return date -> figure for one series, missing observations left out.

    A vintage's file names its day in the header; another day there would be another vintage.
    """
    url, name = f"{GRAPH}?id={series}&cosd={since}", series
    if vintage:
        url = f"{VINTAGE}?id={series}&cosd={since}&vintage_date={vintage}"
        name = f"{series}_{vintage:%Y%m%d}"
    page = ask.get(url, own_agent=False)
    rows = cells_of(page, lines_of(page))
    head = rows[0] if rows else []
    expect(page, (head[:1] in (["observation_date"], ["DATE"]) and head[1:] == [name]) or head, True, "the header")
    found: dict[str, str] = {}
    for row in rows[1:]:
        expect(page, len(row), 2, f"the number of cells in the row of {row[:1]}")
        when = day(page, row[0])
        if when in found:
            raise page.fault(f"{when} occurs twice", "Run refresh again; if it lasts, the file is damaged.")
        found[when] = "" if row[1] in ("", ".") else number(page, row[1], when)
    if not any(found.values()):
        raise page.fault("no observation in it")
    return {when: value for when, value in found.items() if value}


def _first_day(period: str) -> str:
    """Return the first day of a period as tables write it: a date, or ``2025Q1``."""
    return f"{period[:4]}-{3 * int(period[5]) - 2:02d}-01" if period[4:5] == "Q" else period


def _last_of_quarter(first: str) -> str:
    month = int(first[5:7]) + 2
    return f"{first[:5]}{month:02d}-{31 if month in (3, 12) else 30}"


def latest(columns: dict[str, str], period: str, extra: Callable[[str], Row] = lambda _: {}) -> Collect:
    """Read series that are not revised, one a column."""

    def collect(ask: Ask) -> list[Row]:
        since = _first_day(ask.since)
        series = {name: observations(ask, code, since) for name, code in columns.items()}
        days = sorted(set().union(*series.values()))
        write = quarter if period == "quarter" else str
        return [{period: write(d)} | {n: v.get(d, "") for n, v in series.items()} | extra(d) for d in days]

    return collect


def vintages(codes: dict[str, str], value: str, period: str, label: str = "") -> Collect:
    """Read revised series as known on the video's day and yesterday (a day begun everywhere on earth).

    ``codes`` maps what the column ``label`` says of a series to its code.
    """

    def collect(ask: Ask) -> list[Row]:
        since = _first_day(ask.since)
        write = quarter if period == "quarter" else str
        return [
            {period: write(d), "released": known.isoformat(), value: figure} | ({label: name} if label else {})
            for name, code in codes.items()
            for known in (VIDEO_DAY, ask.today - timedelta(1))
            for d, figure in observations(ask, code, since, known).items()
        ]

    return collect


def _unrevised(table: str, columns: dict[str, str], period: str, extra: Callable[[str], Row] = lambda _: {}) -> Feed:
    series = next(iter(columns.values()))
    check = agrees(columns, period, _first_day)
    return Feed(table, "FRED", SERIES + series, latest(columns, period, extra), period, second_opinion=check)


def _index(country: str, code: str, *, revised: bool) -> Feed:
    def collect(ask: Ask) -> list[Row]:
        rows = latest({"index": code}, "month")(ask)
        seen = ask.today.isoformat()
        return [
            row | {"country": country, "released": seen if revised else first_public(row["month"], ask.today)}
            for row in rows
        ]

    check = None if revised else agrees({"index": code}, "month", _first_day)
    return Feed("cpi_index", "FRED", SERIES + code, collect, "month", {"country": country}, second_opinion=check)


def _revised(table: str, codes: dict[str, str], value: str, period: str, label: str = "") -> Feed:
    series = next(iter(codes.values()))
    return Feed(table, "ALFRED", SERIES + series, vintages(codes, value, period, label), period)


FEEDS = (
    _unrevised(
        "us_cmt_yields",
        {"yield_2y_pct": "DGS2", "yield_10y_pct": "DGS10", "yield_20y_pct": "DGS20", "yield_30y_pct": "DGS30"},
        "date",
    ),
    _unrevised(
        "us_real_yields",
        {
            "real_yield_10y_pct": "DFII10",
            "real_yield_20y_pct": "DFII20",
            "real_yield_30y_pct": "DFII30",
            "breakeven_10y_pct": "T10YIE",
        },
        "date",
    ),
    _unrevised("fed_funds_rate", {"rate_pct": "FEDFUNDS"}, "month"),
    _unrevised("fed_treasury_holdings_weekly", {"holdings_usd_mn": "TREAST"}, "date"),
    _unrevised(
        "us_federal_debt",
        {"gross_usd_mn": "GFDEBTN", "public_usd_mn": "FYGFDPUN"},
        "quarter",
        extra=lambda first: {"quarter_end": _last_of_quarter(first)},
    ),
    _unrevised("usdjpy_daily", {"jpy_per_usd": "DEXJPUS"}, "date"),
    _unrevised("usdjpy_monthly", {"jpy_per_usd": "EXJPUS"}, "month"),
    _index("USA", "CPIAUCNS", revised=False),
    _index("DEU", "CP0000DEM086NEST", revised=True),
    _revised("fed_dollar_index", {"": "DTWEXBGS"}, "index", "date"),
    _revised("fed_real_dollar_index", {"": "RTWEXBGS"}, "index", "month"),
    _revised("us_federal_debt_foreign_holdings", {"": "FDHBFIN"}, "value_usd_bn", "quarter"),
    _revised("us_federal_interest_payments", {"": "A091RC1Q027SBEA"}, "payments_usd_bn", "quarter"),
    _revised(
        "us_gdp_net_exports",
        {"gdp": "GDP", "net_exports": "NETEXP", "exports": "EXPGS"},
        "value_usd_bn",
        "quarter",
        "series",
    ),
    _revised("us_trade_balance_monthly", {"": "BOPGSTB"}, "value_usd_mn", "month"),
    _revised("us_manufacturing_jobs", {"": "MANEMP"}, "jobs_thousand", "month"),
)
