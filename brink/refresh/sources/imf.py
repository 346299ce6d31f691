"""International Monetary Fund: the World Economic Outlook by edition (SDMX service), and the DataMapper."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from brink.errors import SourceError
from brink.refresh.feed import Ask, Collect, Feed
from brink.refresh.fetch import Page
from brink.refresh.parse import cells_of, column, day, expect, json_of, lines_of, number
from brink.refresh.rows import Row

OUTLOOK = "https://api.imf.org/external/sdmx/3.0/data/dataflow/IMF.RES/"
DATAMAPPER = "https://www.imf.org/external/datamapper/api/v1/GGXWDG_NGDP/"
COUNTRIES = ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")
#: Column of our table -> (code in the WEO, what to divide by: the service answers in units).
_OUTLOOK = {
    "gross_debt_pct_gdp": ("GGXWDG_NGDP", 1),
    "net_debt_pct_gdp": ("GGXWDN_NGDP", 1),
    "primary_balance_pct_gdp": ("GGXONLB_NGDP", 1),
    "overall_balance_pct_gdp": ("GGXCNL_NGDP", 1),
    "gross_debt_lcu_bn": ("GGXWDG", 10**9),
    "net_debt_lcu_bn": ("GGXWDN", 10**9),
    "gdp_lcu_bn": ("NGDP", 10**9),
    "gdp_usd_bn": ("NGDPD", 10**9),
    "real_growth_pct": ("NGDP_RPCH", 1),
    "gdp_deflator_index": ("NGDP_D", 1),
    "cpi_inflation_pct": ("PCPIPCH", 1),
    "current_account_pct_gdp": ("BCA_NGDPD", 1),
}
#: The seven as a whole: code in the WEO -> name in our table. It has no figures in national currencies.
_GROUP = {"G119": "G7"}
_NO_CURRENCY = {name: entry for name, entry in _OUTLOOK.items() if not name.endswith("lcu_bn")}
#: An edition projects five years beyond its own.
HORIZON = 5
#: Months of the editions, as the data sets of former editions are named.
_MONTHS = {"04": "APR", "10": "OCT"}


def _published(ask: Ask, flow: str) -> tuple[str, str]:
    """Return the edition a data set holds (``2026-04``), and the day it was published.

    The data say so themselves. (An annotation of the structure, ``lastUpdatedAt``, dates the structure alone.)
    """
    page = ask.get(f"{OUTLOOK}{flow}/+/USA.NGDP_RPCH.A?attributes=dataset&lastNObservations=1", accept="text/csv")
    table = cells_of(page, lines_of(page))
    place = column(page, table[0], "PUBLICATION_DATE")
    if len(table) < 2 or len(table[1]) != len(table[0]):
        raise page.fault("no observation that says when the edition was published")
    published = day(page, table[1][place][:10])
    return f"{published[:4]}-{'04' if published[5:7] < '07' else '10'}", published


def _editions(ask: Ask) -> dict[str, tuple[str, str]]:
    """Return data set -> (edition, day it counts as public): the newest, and the one before where it was missed.

    The current data set is always the newest edition; one that has been superseded moves to a data set of its own.
    An edition that is held keeps its day.
    """
    held = {row["vintage"]: row["released"] for row in ask.stored}
    edition, published = _published(ask, "WEO")
    found = {"WEO": (edition, held.get(edition, published))}
    year, month = edition.split("-")
    before = f"{year}-04" if month == "10" else f"{int(year) - 1}-10"
    if max(held) < before:
        flow = f"WEO_{before[:4]}_{_MONTHS[before[5:]]}_VINTAGE"
        try:
            found[flow] = _published(ask, flow)
        except SourceError as error:
            if error.status != 404:  # not every edition is kept
                raise
    return found


def outlook(areas: Mapping[str, str], columns: Mapping[str, tuple[str, int]]) -> Collect:
    """Return how the editions that are due are read for some areas, code -> name (SDMX-JSON, one message for all series)."""

    def collect(ask: Ask) -> list[Row]:
        rows: list[Row] = []
        for flow, (edition, released) in _editions(ask).items():
            codes = "+".join(code for code, _ in columns.values())
            page = ask.get(
                f"{OUTLOOK}{flow}/+/{'+'.join(areas)}.{codes}.A"
                "?dimensionAtObservation=TIME_PERIOD&attributes=dsd&measures=all",
                accept="application/json",
            )
            head = {"vintage": edition, "released": released} | dict.fromkeys(_OUTLOOK, "")
            figures = _figures(page, json_of(page)["data"], edition, areas, columns)
            rows += [head | row for row in figures if row["year"] >= ask.since]
        return rows

    return collect


def _figures(
    page: Page, answer: Any, edition: str, areas: Mapping[str, str], columns: Mapping[str, tuple[str, int]]
) -> list[Row]:
    """Return one row an area and year of one message."""
    by_code = {code: (name, divisor) for name, (code, divisor) in columns.items()}
    dimensions = answer["structures"][0]["dimensions"]
    expect(page, [d["id"] for d in dimensions["series"]], ["COUNTRY", "INDICATOR", "FREQUENCY"], "the key")
    places, indicators, _ = ([value["id"] for value in d["values"]] for d in dimensions["series"])
    years = [value["value"] for value in dimensions["observation"][0]["values"]]
    expect(page, sorted(places), sorted(areas), "the countries")
    expect(page, sorted(indicators), sorted(by_code), "the indicators")
    expect(page, len(set(years)), len(years), "the number of different years")
    expect(page, max(years), str(int(edition[:4]) + HORIZON), f"the last year of the edition {edition}")
    rows: dict[tuple[str, str], Row] = {}
    for key, series in answer["dataSets"][0]["series"].items():
        place, indicator = (names[int(n)] for names, n in zip((places, indicators), key.split(":"), strict=False))
        name, divisor = by_code[indicator]
        for when, observation in series["observations"].items():
            year = years[int(when)]
            if observation[0] is not None:
                figure = number(page, str(observation[0]), f"{place} {indicator} {year}")
                row = rows.setdefault((place, year), {"country": areas[place], "year": year})
                row[name] = figure if divisor == 1 else f"{Decimal(figure) / divisor:f}"
    return list(rows.values())


def _debt(ask: Ask) -> list[Row]:
    """Read gross debt as the DataMapper serves it today: always the current edition, no other."""
    page = ask.get(DATAMAPPER + "/".join(COUNTRIES), own_agent=False, accept="application/json")
    answer = json_of(page)
    try:
        debt = answer["values"]["GGXWDG_NGDP"]
    except (KeyError, TypeError):
        raise page.fault("no values for GGXWDG_NGDP") from None
    rows = []
    for country in COUNTRIES:
        values = debt.get(country)
        if not isinstance(values, dict):
            raise page.fault(f"no years for {country}")
        for year, figure in sorted(values.items()):
            if not (year.isdigit() and len(year) == 4):
                raise page.fault(f"{year!r} is not a year")
            if year >= ask.since and figure is not None:
                debt_pct = number(page, str(figure), f"{country} {year}")
                head = {"fetched": ask.today.isoformat(), "country": country, "year": year}
                rows.append(head | {"gross_debt_pct_gdp": debt_pct})
    return rows


_DATABASE = "https://www.imf.org/en/Publications/WEO/weo-database"
_TO_THREE_DECIMALS = dict.fromkeys(_OUTLOOK, "0.0005")

FEEDS = (
    Feed(
        "weo_g7",
        "IMF WEO",
        _DATABASE,
        outlook({code: code for code in COUNTRIES}, _OUTLOOK),
        "year",
        tolerance=_TO_THREE_DECIMALS,
        ahead=True,
        covers=lambda row: row["country"] not in _GROUP.values(),
    ),
    Feed(
        "weo_g7",
        "IMF WEO",
        _DATABASE,
        outlook(_GROUP, _NO_CURRENCY),
        "year",
        {"country": "G7"},
        tolerance=_TO_THREE_DECIMALS,
        ahead=True,
    ),
    Feed(
        "imf_datamapper",
        "IMF DataMapper",
        "https://www.imf.org/external/datamapper/GGXWDG_NGDP",
        _debt,
        "year",
        ahead=True,
    ),
)
