"""US Treasury: auction results (Fiscal Data and TreasuryDirect, JSON) and foreign holders (TIC, text).

Fiscal Data is asked for all auctions the table speaks of; TreasuryDirect, a second and independent way
to the same results, for those of the last months. Where the two disagree the refresh says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import quote

from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Page
from brink.refresh.parse import cells_of, day, even, expect, json_of, lines_of, number
from brink.refresh.rows import Row

AUCTIONS = "https://api.fiscaldata.treasury.gov/services/api/fiscal_service/v1/accounting/od/auctions_query"
DIRECT = "https://www.treasurydirect.gov/TA_WS/securities/search"
HOLDERS = "https://ticdata.treasury.gov/resource-center/data-chart-center/tic/Documents/slt_table5.txt"
PAGE_SIZE = 1000
MOST_PAGES = 50
TENORS = (2, 3, 5, 7, 10, 20, 30)

_BIDDERS = ("primary_dealer_accepted", "direct_bidder_accepted", "indirect_bidder_accepted")
_FIELDS = (
    "cusip", "security_type", "security_term", "auction_date", "issue_date", "announcemt_date", "reopening",
    "inflation_index_security", "floating_rate", "high_yield", "avg_med_yield", "bid_to_cover_ratio", "offering_amt",
    *_BIDDERS,
)  # fmt: skip


def _records(ask: Ask) -> list[tuple[Row, Page]]:
    """Return every record of a nominal note or bond since the table begins, page by page.

    Every value is text, a missing one the word ``null``. The service's own count says whether all came.
    """
    kept, number_of_page, pages, seen = [], 1, 1, 0
    while number_of_page <= pages:
        query = {
            "fields": ",".join(_FIELDS),
            "filter": f"auction_date:gte:{ask.since},security_type:in:(Note,Bond)",
            "sort": "auction_date",
            "page[number]": str(number_of_page),
            "page[size]": str(PAGE_SIZE),
        }
        url = AUCTIONS + "?" + "&".join(f"{quote(k, safe='')}={quote(v, safe=':,()')}" for k, v in query.items())
        page = ask.get(url)
        answer = json_of(page)
        if not isinstance(answer, dict) or not isinstance(answer.get("data"), list) or "meta" not in answer:
            what = f"{answer.get('error')}: {answer.get('message')}" if isinstance(answer, dict) else "no object"
            raise page.fault(f"no auction data in the answer ({what})")
        try:
            pages, total = int(answer["meta"]["total-pages"]), int(answer["meta"]["total-count"])
        except (KeyError, TypeError, ValueError):
            raise page.fault("the answer does not say how many records there are") from None
        if pages > MOST_PAGES:
            raise page.fault(f"{pages} pages of records where at most {MOST_PAGES} are credible")
        for record in answer["data"]:
            if missing := [name for name in _FIELDS if name not in record]:
                raise page.fault(f"a record lacks {', '.join(missing)}")
            seen += 1
            if "Yes" not in (record["inflation_index_security"], record["floating_rate"]):
                kept.append(({k: "" if v in ("null", None) else v for k, v in record.items()}, page))
        number_of_page += 1
    if seen != total:
        raise page.fault(f"{seen} records came where the service counts {total}", "Run refresh again.")
    return kept


def _tenor(term: str, page: Page) -> str:
    """Return the tenor sold from the remaining term: ``29-Year 11-Month`` is the 30-year."""
    years = Decimal(0)
    for part in term.split():
        size, _, unit = part.partition("-")
        if not size.isdigit() or unit not in ("Year", "Month", "Day", "Week"):
            raise page.fault(f"{term!r} is not a term")
        years += Decimal(size) / {"Year": 1, "Month": 12, "Week": 52, "Day": 365}[unit]
    nearest = min(TENORS, key=lambda tenor: abs(tenor - years))
    if abs(nearest - years) > Decimal("0.5"):
        raise page.fault(f"the term {term!r} belongs to no known tenor")
    return str(nearest)


#: Field of TreasuryDirect -> field of Fiscal Data.
_DIRECT = {
    "cusip": "cusip", "term": "security_term", "auctionDate": "auction_date", "issueDate": "issue_date",
    "reopening": "reopening", "tips": "inflation_index_security", "floatingRate": "floating_rate",
    "highYield": "high_yield", "averageMedianYield": "avg_med_yield", "bidToCoverRatio": "bid_to_cover_ratio",
    "primaryDealerAccepted": _BIDDERS[0], "directBidderAccepted": _BIDDERS[1], "indirectBidderAccepted": _BIDDERS[2],
}  # fmt: skip


def _recent(ask: Ask) -> list[tuple[Row, Page]]:
    """Return the nominal notes and bonds since a month before the table ends, one month a request.

    A missing value is an empty text, a day comes with a time. Answers for long spans have holes.
    """
    held = max(row["auction_date"] for row in ask.stored)
    month = (date.fromisoformat(held) - timedelta(31)).replace(day=1)
    start, found = month.isoformat(), []
    while month <= ask.today:
        following = (month + timedelta(31)).replace(day=1)
        page = ask.get(f"{DIRECT}?auctionDate={month},{following - timedelta(1)}&format=json")
        answer = json_of(page)
        if not isinstance(answer, list):
            raise page.fault("the answer is no list of auctions")
        for record in answer:
            if record.get("type") not in ("Note", "Bond", "Bill", "TIPS", "FRN", "CMB"):
                raise page.fault(f"an auction of unknown type {record.get('type')!r}")
            if record["type"] in ("Note", "Bond"):
                if missing := [name for name in _DIRECT if name not in record]:
                    raise page.fault(f"a record lacks {', '.join(missing)}")
                plain = {ours: record[theirs] for theirs, ours in _DIRECT.items()}
                for name in ("auction_date", "issue_date"):
                    plain[name] = plain[name].partition("T")[0]
                if "Yes" not in (plain["inflation_index_security"], plain["floating_rate"]):
                    found.append((plain, page))
        month = following
    came = {(record["auction_date"], record["cusip"]) for record, _ in found}
    expected = {(row["auction_date"], row["cusip"]) for row in ask.stored if row["auction_date"] >= start}
    if lost := sorted(expected - came):
        raise page.fault(
            f"{len(lost)} auctions the table holds are missing, the first {' '.join(lost[0])}",
            "Run refresh again later.",
        )
    return found


def _results(ask: Ask, read: Callable[[Ask], list[tuple[Row, Page]]] = _records) -> list[Row]:
    rows = []
    for record, page in read(ask):
        if not record["high_yield"]:
            continue  # announced, not yet held
        where = f"auction of {record['auction_date']}, {record['cusip']}"
        taken = [Decimal(number(page, record[name], where)) for name in _BIDDERS]
        if not sum(taken):
            continue  # bidder classes are published from April 2008 on
        shares = [(100 * part / sum(taken)).quantize(Decimal("0.0001"), ROUND_HALF_UP) for part in taken]
        rows.append(
            {
                "auction_date": day(page, record["auction_date"]),
                "tenor_years": _tenor(record["security_term"], page),
                "cusip": record["cusip"],
                "security_term": record["security_term"],
                "reopening": _yes(page, record["reopening"]),
                "issue_date": day(page, record["issue_date"]) if record["issue_date"] else "",
                "high_yield_pct": number(page, record["high_yield"], where),
                "median_yield_pct": number(page, record["avg_med_yield"], where),
                "bid_to_cover": number(page, record["bid_to_cover_ratio"], where),
                "dealer_share_pct": str(shares[0]),
                "direct_share_pct": str(shares[1]),
                "indirect_share_pct": str(shares[2]),
                "route": "results service",
            }
        )
    return rows


def _yes(page: Page, cell: str) -> str:
    if cell not in ("Yes", "No"):
        raise page.fault(f"{cell!r} is neither Yes nor No")
    return "true" if cell == "Yes" else "false"


def _offerings(ask: Ask) -> list[Row]:
    rows = []
    for record, page in _records(ask):
        if not record["offering_amt"] or not record["high_yield"]:
            continue
        amount = Decimal(number(page, record["offering_amt"], f"auction of {record['auction_date']}"))
        rows.append(
            {
                "auction_date": day(page, record["auction_date"]),
                "tenor_years": _tenor(record["security_term"], page),
                "cusip": record["cusip"],
                "announced": day(page, record["announcemt_date"]) if record["announcemt_date"] else "",
                "offering_usd_bn": f"{amount / 10**9:f}",
            }
        )
    return rows


def _holders(ask: Ask) -> list[Row]:
    """Read the last thirteen months of the holders the table keeps."""
    page = ask.get(HOLDERS)
    rows = cells_of(page, [line.replace('"', "") for line in lines_of(page, "utf-8-sig", "cp1252")], "\t")
    expect(page, rows[0][0], "Table 5: Major Foreign Holders of Treasury Securities", "the title")
    expect(page, rows[2][0], "Billions of dollars", "the unit")
    start = next((n for n, row in enumerate(rows) if row[0] == "Country"), None)
    if start is None:
        raise page.fault("no line begins with 'Country'")
    months = [f"{month}-01" for month in rows[start][1:] if month]
    expect(page, len(months), 13, "the number of months")
    end = next((n for n, row in enumerate(rows) if row[0] == "Of Which: Foreign Official"), None)
    if end is None:
        raise page.fault("the line of foreign official holders is missing: the table was cut off, or has changed")
    kept = {row["holder"] for row in ask.stored}
    found = []
    for row in even(page, [row[: len(months) + 1] for row in rows[start + 1 : end + 1]], len(months) + 1):
        holder = {"Of Which: Foreign Official": "Foreign official"}.get(row[0], row[0])
        if holder not in kept:
            continue
        found += [
            {
                "month": day(page, month),
                "holder": holder,
                "released": ask.today.isoformat(),
                "value_usd_bn": number(page, value, f"{holder}, {month}"),
                "origin": "slt_table5.txt",
                "source_url": "",
            }
            for month, value in zip(months, row[1:], strict=True)
        ]
    return found


_SHARES = {f"{who}_share_pct": "0.0001" for who in ("dealer", "direct", "indirect")}
_SITE = "https://fiscaldata.treasury.gov/datasets/treasury-securities-auctions-data/"
_AUCTION_SAMPLE = "first bytes of an authentic answer of July 2026; envelope as documented by third parties"

FEEDS = (
    Feed("us_auctions", "Fiscal Data", _SITE, _results, _AUCTION_SAMPLE, "auction_date", tolerance=_SHARES),
    Feed(
        "us_auctions",
        "TreasuryDirect",
        "https://www.treasurydirect.gov/auctions/announcements-data-results/",
        lambda ask: _results(ask, _recent),
        "one authentic record, the 30-year of 12 May 2022",
        "auction_date",
        complete_history=False,
        tolerance=_SHARES,
    ),
    Feed("us_auction_offerings", "Fiscal Data", _SITE, _offerings, _AUCTION_SAMPLE, "auction_date"),
    Feed(
        "tic_holders",
        "TIC",
        HOLDERS,
        _holders,
        "authentic file with months to July 2026",
        "month",
        complete_history=False,
    ),
)
