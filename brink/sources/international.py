"""International Monetary Fund (DataMapper), Bank for International Settlements, Statistics Canada."""

from __future__ import annotations

from brink.sources.feed import Ask, Feed, Row, cells_of, column, day, even, expect, json_of, lines_of, number

DATAMAPPER = "https://www.imf.org/external/datamapper/api/v1/GGXWDG_NGDP/"
COUNTRIES = ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")
EXCHANGE = "https://stats.bis.org/api/v2/data/dataflow/BIS/WS_EER/1.0/"
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


def effective(economy: str):
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
        "cpi_index", "Statistics Canada", "https://www150.statcan.gc.ca/t1/tbl1/en/tv.action?pid=1810000401", _canada,
        "one authentic point, August 2026", "month", {"country": "CAN"},
    ),
)  # fmt: skip
