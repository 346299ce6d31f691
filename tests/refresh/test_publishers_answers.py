"""What publishers really sent, in forms that others recorded, and what the adapters make of it."""

import json
from datetime import date

import pytest

from brink.errors import SourceError
from brink.refresh.examine import examine
from brink.refresh.feed import Ask
from brink.refresh.fetch import Page
from brink.refresh.parse import json_of
from brink.refresh.sources import FEEDS, boj, imf, japan, mof, tic, treasury

TODAY = date(2026, 12, 1)


class Answers:
    """A fetcher that knows some addresses by heart: the first one that is part of the address asked for."""

    limit = 2**20

    def __init__(self, pages: dict[str, bytes | int]):
        self.pages, self.asked, self.wanted = pages, [], []

    def get(self, url, source, **how):
        self.asked.append(url)
        self.wanted.append(how)
        body = next((body for part, body in self.pages.items() if part in url), 404)
        if isinstance(body, int):
            raise SourceError(source, url, f"the server answered {body}", "Look.", status=body)
        return Page(source, url, body, measured=True)


def feed_of(table, source):
    return next(feed for feed in FEEDS if (feed.table, feed.source) == (table, source))


def ask(table, source, pages, *stored, resource=None):
    return Ask(Answers(pages), feed_of(table, source), TODAY, resource or {}, list(stored))


# --- World Economic Outlook ----------------------------------------------------------------


def outlook(edition_year: int, years=("2024",)) -> bytes:
    """A data message with one figure a series, up to the edition's horizon."""
    years = [*years, str(edition_year + imf.HORIZON)]
    codes = [code for code, _ in imf._OUTLOOK.values()]
    series = {
        f"{n}:{m}:0": {"attributes": [0], "observations": {str(k): ["1000000000", None, 0] for k in range(len(years))}}
        for n in range(len(imf.COUNTRIES))
        for m in range(len(codes))
    }
    dimensions = {
        "series": [
            {"id": "COUNTRY", "values": [{"id": c} for c in imf.COUNTRIES]},
            {"id": "INDICATOR", "values": [{"id": c} for c in codes]},
            {"id": "FREQUENCY", "values": [{"id": "A"}]},
        ],
        "observation": [{"id": "TIME_PERIOD", "values": [{"value": y} for y in years]}],
    }
    message = {"dataSets": [{"series": series}], "structures": [{"dimensions": dimensions}]}
    return json.dumps({"meta": {}, "data": message}).encode()


def published(day: str, updated: str = "2025-11-19") -> bytes:
    head = "DATAFLOW,COUNTRY,INDICATOR,FREQUENCY,TIME_PERIOD,OBS_VALUE,UPDATE_DATE,PUBLICATION_DATE"
    row = f"IMF.RES:WEO(9.0.0),USA,NGDP_RPCH,A,2030,1.8,{updated}T21:00:00Z,{day}T13:00:00Z"
    return f"{head}\n{row}\n".encode()


def editions(pages, *held):
    """Vintage and day of the rows an answer gives to a table that holds editions of some days."""
    stored = [{"vintage": v, "released": d, "year": "2024"} for v, d in held]
    asking = ask("weo_g7", "IMF WEO", pages, *stored)
    rows = asking.feed.collect(asking)
    return sorted({(row["vintage"], row["released"]) for row in rows}), asking.fetcher


def test_an_edition_is_dated_by_its_publication_and_not_by_its_structure_or_update():
    """October 2025: published on the 14th; the structure said the 8th, the last update 19 November."""
    pages = {"WEO/+/USA.NGDP_RPCH.A": published("2025-10-14"), "WEO/+/": outlook(2025)}
    found, fetcher = editions(pages, ("2025-04", "2025-04-22"))
    assert found == [("2025-10", "2025-10-14")]
    assert [how["accept"] for how in fetcher.wanted] == ["text/csv", "application/json"]
    assert not any("structure" in url for url in fetcher.asked)
    assert all("/WEO/+/" in url for url in fetcher.asked), "the latest version"


def test_an_edition_that_is_held_keeps_its_day():
    pages = {"WEO/+/USA.NGDP_RPCH.A": published("2025-10-14"), "WEO/+/": outlook(2025)}
    assert editions(pages, ("2025-10", "2025-10-16"))[0] == [("2025-10", "2025-10-16")]


def test_an_edition_that_was_missed_is_fetched_from_its_own_data_set():
    pages = {
        "WEO_2025_OCT_VINTAGE/+/USA.NGDP_RPCH.A": published("2025-10-14"),
        "WEO_2025_OCT_VINTAGE/+/": outlook(2025),
        "/WEO/+/USA.NGDP_RPCH.A": published("2026-04-14"),
        "/WEO/+/": outlook(2026),
    }
    found, _ = editions(pages, ("2025-04", "2025-04-22"))
    assert found == [("2025-10", "2025-10-14"), ("2026-04", "2026-04-14")]
    found, fetcher = editions(pages, ("2025-10", "2025-10-14"))
    assert found == [("2026-04", "2026-04-14")]
    assert not any("VINTAGE" in url for url in fetcher.asked)


def test_an_edition_that_is_not_kept_is_passed_over():
    pages = {"/WEO/+/USA.NGDP_RPCH.A": published("2026-04-14"), "/WEO/+/": outlook(2026)}
    assert editions(pages, ("2025-04", "2025-04-22"))[0] == [("2026-04", "2026-04-14")]


def test_units_are_turned_into_billions():
    pages = {"USA.NGDP_RPCH.A": published("2025-10-14"), "WEO/+/": outlook(2025)}
    asking = ask("weo_g7", "IMF WEO", pages, {"vintage": "2025-04", "released": "2025-04-22", "year": "2024"})
    assert {row["gdp_lcu_bn"] for row in asking.feed.collect(asking)} == {"1"}


def test_the_datamapper_is_asked_once_for_all_countries():
    values = {country: {"2025": 100.1, "2026": None, "2027": 101} for country in imf.COUNTRIES}
    body = {"values": {"GGXWDG_NGDP": values}, "api": {"version": "1", "output-method": "json"}}
    asking = ask("imf_datamapper", "IMF DataMapper", {"GGXWDG_NGDP": json.dumps(body).encode()}, {"year": "2025"})
    rows = asking.feed.collect(asking)
    assert len(asking.fetcher.asked) == 1 and len(rows) == 2 * len(imf.COUNTRIES)
    assert rows[0]["gross_debt_pct_gdp"] == "100.1"


def test_a_country_the_datamapper_does_not_know_leaves_the_answer_without_values():
    asking = ask("imf_datamapper", "IMF DataMapper", {"GGX": b'{"api":{"version":"1"}}'}, {"year": "2025"})
    with pytest.raises(SourceError, match="no values for GGXWDG_NGDP"):
        asking.feed.collect(asking)


# --- Cabinet Office ------------------------------------------------------------------------

NOMINAL = """名目季節調整系列,,,<参考>,,(単位:10億円)
"Nominal, Seasonally Adjusted Series",,,<cf>,,(Billion Yen)
,国内総生産(支出側),財貨・サービス,,,
,GDP(Expenditure Approach),Goods & Services,,,
,,Net Exports,Exports,Imports,
2024/ 4- 6.,"609,664.3 ","-6,325.9 ","139,915.6 ","146,241.4 ",
7- 9.,"612,874.0 ","-7,644.6 ","139,590.6 ","147,235.2 ",
10-12.,"619,805.8 ","-2,531.3 ","142,928.5 ","145,459.9 ",
2025/ 1- 3.,"625,321.2 ","-8,171.2 ","142,887.4 ","151,058.7 ",
＊年率で表示している。,,,,,
"""


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_nominal_gdp_in_billion_yen_is_taken(encoding):
    asking = ask("japan_gdp_levels", "Cabinet Office of Japan", {}, {"period": "2024Q2"})
    page = Page("Cabinet Office of Japan", "https://x.example", NOMINAL.encode(encoding), measured=True)
    rows = japan._levels(asking, page, *japan._GDP["gaku-mk"])
    assert {(row["period"], row["series"]): row["value_jpy_bn"] for row in rows}[
        ("2025Q1", "nominal_gdp")
    ] == "625321.2"
    assert len(rows) == 12


@pytest.mark.parametrize("unit", ["(Million Yen)", "(Billions of Chained (2015) Yen)", "(Billion US Dollars)", ""])
def test_other_units_of_nominal_gdp_are_refused(unit):
    asking = ask("japan_gdp_levels", "Cabinet Office of Japan", {}, {"period": "2024Q2"})
    body = NOMINAL.replace("(Billion Yen)", unit).encode("cp932")
    with pytest.raises(SourceError, match="the unit in the first lines"):
        japan._levels(asking, Page("C", "https://x.example", body, measured=True), *japan._GDP["gaku-mk"])


# --- auctions ------------------------------------------------------------------------------

#: Two reopenings of July 2022, as the service gave them.
REOPENED = [
    {
        "cusip": "912810TH1",
        "auctionDate": "2022-07-20T00:00:00",
        "issueDate": "2022-08-01T00:00:00",
        "securityType": "Bond",
        "securityTerm": "19-Year 10-Month",
        "term": "20-Year",
        "originalSecurityTerm": "20-Year",
        "type": "Bond",
        "tips": "No",
        "floatingRate": "No",
        "reopening": "Yes",
        "highYield": "3.4200",
        "averageMedianYield": "3.330000",
        "bidToCoverRatio": "2.650000",
        "primaryDealerAccepted": "1110241400",
        "directBidderAccepted": "1970000000",
        "indirectBidderAccepted": "10900420300",
    },
    {
        "cusip": "912810TG3",
        "auctionDate": "2022-07-13T00:00:00",
        "issueDate": "2022-07-15T00:00:00",
        "securityType": "Bond",
        "securityTerm": "29-Year 10-Month",
        "term": "30-Year",
        "originalSecurityTerm": "30-Year",
        "type": "Bond",
        "tips": "No",
        "floatingRate": "No",
        "reopening": "Yes",
        "highYield": "3.1150",
        "averageMedianYield": "3.050000",
        "bidToCoverRatio": "2.440000",
        "primaryDealerAccepted": "1988000000",
        "directBidderAccepted": "3103450000",
        "indirectBidderAccepted": "13906415100",
    },
]


def test_a_reopened_bond_has_its_remaining_term():
    pages = {f"auctionDate=2022-{m:02d}": b"[]" for m in (6, 8)} | {"auctionDate=": json.dumps(REOPENED).encode()}
    asking = ask("us_auctions", "TreasuryDirect", pages, {"auction_date": "2022-07-13", "cusip": "912810TG3"})
    asking.today = date(2022, 8, 1)
    rows = {row["tenor_years"]: row for row in asking.feed.collect(asking)}
    assert {tenor: row["security_term"] for tenor, row in rows.items()} == {
        "20": "19-Year 10-Month",
        "30": "29-Year 10-Month",
    }
    assert rows["30"]["high_yield_pct"] == "3.1150" and rows["30"]["reopening"] == "true"


def test_words_and_days_beside_a_figure_are_compared_too():
    from brink.record.package import load_package
    from brink.refresh.merge import TableChange, merge

    resource = next(r for r in load_package()["resources"] if r["name"] == "us_auctions")
    known = {
        "auction_date": "2022-07-13",
        "tenor_years": "30",
        "cusip": "912810TG3",
        "security_term": "29-Year 10-Month",
        "reopening": "true",
        "issue_date": "2022-07-15",
        "high_yield_pct": "3.115",
        "route": "press",
    }
    known = {f["name"]: known.get(f["name"], "1") for f in resource["schema"]["fields"]}
    asking = ask("us_auctions", "TreasuryDirect", {}, known, resource=resource)
    came = known | {"security_term": "30-Year", "high_yield_pct": "3.1150", "route": "results service"}
    change = TableChange(resource, [known], [dict(known)])
    merge(change, asking, [came])
    assert [(c.column, c.old, c.new) for c in change.conflicts] == [("security_term", "29-Year 10-Month", "30-Year")]


def test_all_auctions_are_asked_for_in_pages_of_ten_thousand_in_an_order_without_ties():
    body = {"data": [], "meta": {"count": 0, "total-count": 0, "total-pages": 1}, "links": {"next": None}}
    asking = ask(
        "us_auctions", "Fiscal Data", {"auctions_query": json.dumps(body).encode()}, {"auction_date": "2020-01-01"}
    )
    assert treasury._records(asking) == []
    (url,) = asking.fetcher.asked
    assert "sort=auction_date,cusip" in url and "page%5Bsize%5D=10000" in url


def test_the_workbook_of_allotments_is_found_by_its_ending_alone():
    page = b'<a href="/system/files/276/Website-IC-allotments-Bills.xls"><a href="/system/files/276/March-9-2026-IC-Coupons.xls">'
    asking = ask(
        "us_auction_allotments",
        "US Treasury, allotments",
        {"allotments": page},
        {"issue_date": "2024-04-01", "tenor_years": "30"},
    )
    with pytest.raises(SourceError) as caught:
        asking.feed.collect(asking)
    assert caught.value.status == 404
    assert asking.fetcher.asked[-1] == "https://home.treasury.gov/system/files/276/March-9-2026-IC-Coupons.xls"


# --- TIC -----------------------------------------------------------------------------------


def test_all_other_of_the_short_table_has_a_name_of_its_own():
    assert tic._NAMES["All Other"] != "All Other"


def flows(*rows: str) -> bytes:
    head = "TIC\n\n\t" + "\t".join(str(n) for n in range(1, 33))
    return "\n".join([head, *rows, ""]).encode()


def month(name: str, **lines: int) -> str:
    values = [str(lines.get(f"line{n}", 0)) for n in range(1, 33)]
    return "\t".join([name, *values])


def test_net_flows_are_read_by_the_numbers_of_their_columns():
    body = flows(month("2026-Jul", line3=5, line4=3, line9=2, line30=-1500, line31=-1000, line32=-500), "Notes")
    asking = ask("tic_net_flows", "TIC", {"npr_history.txt": body}, {"month": "2023-01-01"})
    rows = {row["measure"]: row["value_usd_bn"] for row in asking.feed.collect(asking)}
    assert rows["net_tic_flow"] == "-1.5" and rows["us_long_term_securities_net"] == "0.005" and len(rows) == 11


@pytest.mark.parametrize(
    "body, says",
    [
        (flows(month("2026-Jul", line3=5, line4=3, line9=9)), "line 3 is not the sum of lines 4 and 9"),
        (b"TIC\n\t1\t2\t3\n2026-Jul\t1\t2\t3\n", "no line numbers the columns"),
        (flows("2026-Jul\t1\t2"), "3 cells instead of 33"),
    ],
)
def test_net_flows_in_other_columns_are_refused(body, says):
    asking = ask("tic_net_flows", "TIC", {"npr_history.txt": body}, {"month": "2023-01-01"})
    with pytest.raises(SourceError, match=says):
        asking.feed.collect(asking)


# --- bond yields, Bank of Japan, repeated keys ----------------------------------------------

YIELDS = "Interest Rate,,,,,,,,,,,,,,,(Unit : %)\nDate,1Y,2Y,3Y,4Y,5Y,6Y,7Y,8Y,9Y,10Y,15Y,20Y,25Y,30Y,40Y\n"


def yields_of(history: str, current: str):
    line = "{}" + ",1.1" * 15 + "\n"
    pages = {"jgbcme_all": YIELDS + line.format("2026/6/29") + history, "jgbcme.csv": YIELDS + current}
    asking = ask("jgb_yields", "MoF Japan", {k: v.encode() for k, v in pages.items()}, {"date": "2026-06-01"})
    return asking, line


def test_the_same_day_in_both_files_is_no_fault():
    line = "2026/6/30" + ",1.2" * 15 + "\n"
    asking, _ = yields_of(line, line + "2026/7/1" + ",1.3" * 15 + "\n")
    assert [row["date"] for row in mof._yields(asking)] == ["2026-06-29", "2026-06-30", "2026-07-01"]


def test_a_day_with_two_different_yields_is_one():
    asking, _ = yields_of("2026/6/30" + ",1.2" * 15 + "\n", "2026/6/30" + ",1.3" * 15 + "\n")
    with pytest.raises(SourceError, match=r"2026-06-30 comes twice with different yields.*compare them"):
        mof._yields(asking)


def test_a_refusal_of_the_bank_is_told_in_its_own_words():
    said = {"STATUS": 400, "MESSAGEID": "M181013E", "MESSAGE": "Series code does not exist", "DATE": "2026-12-01"}
    asking = ask(
        "jgb_outstanding", "Bank of Japan", {"getDataCode": json.dumps(said).encode()}, {"month": "2024-01-01"}
    )
    with pytest.raises(SourceError, match="M181013E: Series code does not exist"):
        boj._outstanding(asking)


def test_months_to_come_have_no_figure_at_the_bank():
    values = {"SURVEY_DATES": [202606, 202607, 202608], "VALUES": [279.5, 286.6, None]}
    result = {"SERIES_CODE": "X", "UNIT": "CY2020=100", "FREQUENCY": "MONTHLY", "VALUES": values}
    body = {"STATUS": 200, "MESSAGEID": "M181000I", "MESSAGE": "", "NEXTPOSITION": None, "RESULTSET": [result]}
    asking = ask(
        "japan_import_prices", "Bank of Japan", {"getDataCode": json.dumps(body).encode()}, {"month": "2024-01-01"}
    )
    assert boj.series(asking, "PR01", ("X",), "") == {"X": {"2026-06-01": "279.5", "2026-07-01": "286.6"}}


def test_a_repeated_key_is_named_and_no_second_try_is_advised():
    with pytest.raises(SourceError, match="the key '2026' comes twice") as caught:
        json_of(Page("S", "u", b'{"2026": 1, "2027": 2, "2026": 3}'))
    assert "again" not in caught.value.remedy


def test_rows_that_share_their_key_are_told_apart_by_what_they_say():
    resource = {
        "as_of": {"column": "day"},
        "schema": {
            "primaryKey": ["day"],
            "fields": [{"name": "day", "type": "date"}, {"name": "value", "type": "number"}],
        },
    }
    asking = ask("us_cmt_yields", "FRED", {}, resource=resource)
    row = {"day": "2026-01-01", "date": "2026-01-01", "value": "1"}
    with pytest.raises(SourceError, match="came twice, word for word") as caught:
        examine(asking, [row, dict(row)])
    assert "damaged" in caught.value.remedy
    with pytest.raises(SourceError, match="came twice with different figures") as caught:
        examine(asking, [row, row | {"value": "2"}])
    assert "breakdown" in caught.value.remedy
