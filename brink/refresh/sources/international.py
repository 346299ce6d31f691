"""International Monetary Fund (WEO, DataMapper), Bank for International Settlements, OECD, Statistics Canada."""

from __future__ import annotations

import re
from decimal import Decimal

from brink.refresh.feed import Ask, Collect, Feed
from brink.refresh.parse import cells_of, column, day, even, expect, json_of, lines_of, number
from brink.refresh.rows import Row

OUTLOOK = "https://api.imf.org/external/sdmx/3.0/"
DATAMAPPER = "https://www.imf.org/external/datamapper/api/v1/GGXWDG_NGDP/"
COUNTRIES = ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")
EXCHANGE = "https://stats.bis.org/api/v2/data/dataflow/BIS/WS_EER/1.0/"
BALANCES = "https://sdmx.oecd.org/public/rest/data/OECD.SDD.TPS,DSD_BOP@DF_BOP,1.0/"
CANADA = "https://www150.statcan.gc.ca/t1/wds/rest/getDataFromVectorByReferencePeriodRange"
CANADA_VECTOR = "41690973"


def _debt(ask: Ask) -> list[Row]:
    """Read gross debt as the DataMapper serves it today: always the current edition, no other."""
    rows = []
    for country in COUNTRIES:
        page = ask.get(DATAMAPPER + country)
        answer = json_of(page)
        try:
            values = answer["values"]["GGXWDG_NGDP"][country]
        except (KeyError, TypeError):
            raise page.fault(f"no values for GGXWDG_NGDP, {country}") from None
        if not isinstance(values, dict):
            raise page.fault(f"the values of {country} are no years")
        for year, figure in sorted(values.items()):
            if not (year.isdigit() and len(year) == 4):
                raise page.fault(f"{year!r} is not a year")
            if year >= ask.since and figure is not None:
                rows.append(
                    {
                        "fetched": ask.today.isoformat(),
                        "country": country,
                        "year": year,
                        "gross_debt_pct_gdp": number(page, str(figure), f"{country} {year}"),
                    }
                )
    return rows


#: Column of our table -> (code in the WEO, what to divide by: the service answers in units).
_OUTLOOK = {
    "gross_debt_pct_gdp": ("GGXWDG_NGDP", 1), "net_debt_pct_gdp": ("GGXWDN_NGDP", 1),
    "primary_balance_pct_gdp": ("GGXONLB_NGDP", 1), "overall_balance_pct_gdp": ("GGXCNL_NGDP", 1),
    "gross_debt_lcu_bn": ("GGXWDG", 10**9), "net_debt_lcu_bn": ("GGXWDN", 10**9), "gdp_lcu_bn": ("NGDP", 10**9),
    "gdp_usd_bn": ("NGDPD", 10**9), "real_growth_pct": ("NGDP_RPCH", 1), "gdp_deflator_index": ("NGDP_D", 1),
    "cpi_inflation_pct": ("PCPIPCH", 1), "current_account_pct_gdp": ("BCA_NGDPD", 1),
}  # fmt: skip
#: An edition projects five years beyond its own.
HORIZON = 5


def _edition(ask: Ask) -> tuple[str, str, str]:
    """Return version, name and day of the newest edition: that of April, or that of October."""
    page = ask.get(f"{OUTLOOK}structure/dataflow/IMF.RES/WEO/*?detail=full")
    found = []
    for flow in json_of(page)["data"]["dataflows"]:
        for note in flow.get("annotations", []):
            if note.get("id") == "lastUpdatedAt":
                found.append((day(page, note["value"][:10]), flow["version"]))
    if not found:
        raise page.fault("no edition says when it was last updated")
    released, version = max(found)
    return version, f"{released[:4]}-{'04' if released[5:7] < '07' else '10'}", released


def _outlook(ask: Ask) -> list[Row]:
    """Read the newest edition of the World Economic Outlook (SDMX-JSON, one message for all series)."""
    version, edition, released = _edition(ask)
    codes = "+".join(code for code, _ in _OUTLOOK.values())
    url = f"{OUTLOOK}data/dataflow/IMF.RES/WEO/{version}/{'+'.join(COUNTRIES)}.{codes}.A"
    page = ask.get(url + "?dimensionAtObservation=TIME_PERIOD&attributes=dsd&measures=all")
    answer = json_of(page)["data"]
    dimensions = answer["structures"][0]["dimensions"]
    expect(page, [d["id"] for d in dimensions["series"]], ["COUNTRY", "INDICATOR", "FREQUENCY"], "the key")
    countries, indicators, _ = ([value["id"] for value in d["values"]] for d in dimensions["series"])
    years = [value["value"] for value in dimensions["observation"][0]["values"]]
    expect(page, sorted(countries), sorted(COUNTRIES), "the countries")
    expect(page, sorted(indicators), sorted(code for code, _ in _OUTLOOK.values()), "the indicators")
    expect(page, len(set(years)), len(years), "the number of different years")
    expect(page, max(years), str(int(edition[:4]) + HORIZON), f"the last year of the edition {edition}")
    columns = {code: (name, divisor) for name, (code, divisor) in _OUTLOOK.items()}
    blank = dict.fromkeys(_OUTLOOK, "")
    rows: dict[tuple[str, str], Row] = {}
    for key, series in answer["dataSets"][0]["series"].items():
        country, indicator = (names[int(n)] for names, n in zip((countries, indicators), key.split(":"), strict=False))
        name, divisor = columns[indicator]
        for place, observation in series["observations"].items():
            year = years[int(place)]
            if year >= ask.since and observation[0] is not None:
                figure = number(page, str(observation[0]), f"{country} {indicator} {year}")
                head = {"vintage": edition, "country": country, "year": year, "released": released}
                row = rows.setdefault((country, year), head | blank)
                row[name] = figure if divisor == 1 else f"{Decimal(figure) / divisor:f}"
    return list(rows.values())


def effective(economy: str) -> Collect:
    """Read one economy's real broad effective exchange rate."""

    def collect(ask: Ask) -> list[Row]:
        page = ask.get(f"{EXCHANGE}M.R.B.{economy}?startPeriod={ask.since[:7]}&format=csvdata")
        table = cells_of(page, lines_of(page))
        header = table[0]
        names = ("FREQ", "EER_TYPE", "EER_BASKET", "REF_AREA", "TIME_PERIOD", "OBS_VALUE")
        places = {name: column(page, header, name) for name in names}
        rows = []
        for row in even(page, table[1:], len(header)):
            cell = {name: row[n] for name, n in places.items()}
            key = [cell[name] for name in names[:4]]
            expect(page, key, ["M", "R", "B", economy], "the series")
            month = day(page, f"{cell['TIME_PERIOD']}-01")
            if cell["OBS_VALUE"] not in ("", "NaN"):
                figure = number(page, cell["OBS_VALUE"], month)
                rows.append({"economy": economy, "month": month, "released": ask.today.isoformat(), "index": figure})
        return rows

    return collect


#: What every row of the US current account says of itself: all partners, balance, quarters, percent of GDP, adjusted.
_BALANCE = {
    "REF_AREA": "USA", "COUNTERPART_AREA": "WXD", "MEASURE": "CA", "ACCOUNTING_ENTRY": "B", "FREQ": "Q",
    "UNIT_MEASURE": "PT_B1GQ", "ADJUSTMENT": "Y",
}  # fmt: skip


def _current_account(ask: Ask) -> list[Row]:
    """Read the US current account in percent of each quarter's GDP."""
    since = ask.since.replace("Q", "-Q")
    page = ask.get(f"{BALANCES}USA.WXD.CA.B.T.Q.PT_B1GQ.Y?startPeriod={since}&format=csvfile")
    table = cells_of(page, lines_of(page))
    header = table[0]
    places = {name: column(page, header, name) for name in (*_BALANCE, "TIME_PERIOD", "OBS_VALUE")}
    rows = []
    for row in even(page, table[1:], len(header)):
        cell = {name: row[place] for name, place in places.items()}
        expect(page, {name: cell[name] for name in _BALANCE}, _BALANCE, "the series")
        if not re.fullmatch(r"\d{4}-Q[1-4]", cell["TIME_PERIOD"]):
            raise page.fault(f"{cell['TIME_PERIOD']!r} is not a quarter")
        if cell["OBS_VALUE"]:
            figure = number(page, cell["OBS_VALUE"], cell["TIME_PERIOD"])
            quarter = cell["TIME_PERIOD"].replace("-", "")
            rows.append({"quarter": quarter, "released": ask.today.isoformat(), "share_pct": figure})
    return rows


def _canada(ask: Ask) -> list[Row]:
    """Read Canada's consumer price index; each figure comes with the time of its release."""
    query = f'?vectorIds="{CANADA_VECTOR}"&startRefPeriod={ask.since}&endReferencePeriod={ask.today}'
    page = ask.get(CANADA + query)
    answer = json_of(page)
    try:
        (result,) = answer
        expect(page, result["status"], "SUCCESS", "the status")
        points = result["object"]["vectorDataPoint"]
        expect(page, result["object"]["vectorId"], CANADA_VECTOR, "the vector")
        rows = []
        for point in points:
            expect(page, point["scalarFactorCode"], "0", "the scale factor")
            if point["value"] is not None:
                month = day(page, point["refPer"])
                rows.append(
                    {
                        "month": month,
                        "country": "CAN",
                        "released": day(page, point["releaseTime"][:10]),
                        "index": number(page, point["value"], month),
                    }
                )
    except (KeyError, TypeError, ValueError) as error:
        raise page.fault(f"the answer is built differently ({type(error).__name__}: {error})") from None
    return rows


FEEDS = (
    Feed(
        "weo_g7", "IMF WEO", "https://www.imf.org/en/Publications/WEO/weo-database", _outlook,
        "form of an authentic message of another data set, August 2026; codes and units as other programs read them in 2026",
        "year", tolerance=dict.fromkeys(_OUTLOOK, "0.0005"), ahead=True, covers=lambda row: row["country"] != "G7",
    ),
    Feed(
        "imf_datamapper", "IMF DataMapper", "https://www.imf.org/external/datamapper/GGXWDG_NGDP", _debt,
        "shape of an authentic answer of 2026", "year", ahead=True,
    ),
    *(
        Feed(
            "bis_reer", "BIS", "https://data.bis.org/topics/EER", effective(economy),
            "authentic header and one row, May 2026", "month", {"economy": economy},
        )
        for economy in ("JP", "US")
    ),
    Feed(
        "us_current_account_oecd", "OECD", "https://data-explorer.oecd.org/", _current_account,
        "address, key and columns as other programs read them in 2026; no authentic file was at hand", "quarter",
        tolerance={"share_pct": "0.000001"},
    ),
    Feed(
        "cpi_index", "Statistics Canada", "https://www150.statcan.gc.ca/t1/tbl1/en/tv.action?pid=1810000401", _canada,
        "one authentic point, August 2026", "month", {"country": "CAN"},
    ),
)  # fmt: skip
