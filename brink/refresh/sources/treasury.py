"""US Treasury: auction results (Fiscal Data and TreasuryDirect, JSON) and who was allotted what (a workbook).

Fiscal Data is asked for all auctions the table speaks of; TreasuryDirect, a second and independent way
to the same results, for those of the last months. Where the two disagree the refresh says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import quote, urljoin

from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Page
from brink.refresh.parse import cell_text, column, day, day_of, expect, json_of, number, text_of, workbook
from brink.refresh.rows import Row

AUCTIONS = "https://api.fiscaldata.treasury.gov/services/api/fiscal_service/v1/accounting/od/auctions_query"
DIRECT = "https://www.treasurydirect.gov/TA_WS/securities/search"
ALLOTMENTS = "https://home.treasury.gov/data/investor-class-auction-allotments"
PAGE_SIZE = 10_000
MOST_PAGES = 20
TENORS = (2, 3, 5, 7, 10, 20, 30)

_BIDDERS = ("primary_dealer_accepted", "direct_bidder_accepted", "indirect_bidder_accepted")
_FIELDS = (
    "cusip",
    "security_type",
    "security_term",
    "auction_date",
    "issue_date",
    "announcemt_date",
    "reopening",
    "inflation_index_security",
    "floating_rate",
    "high_yield",
    "avg_med_yield",
    "bid_to_cover_ratio",
    "offering_amt",
    *_BIDDERS,
)


def _records(ask: Ask) -> list[tuple[Row, Page]]:
    """Return every record of a nominal note or bond since the table begins, page by page.

    Every value is text, a missing one the word ``null``. The service's own count says whether all came.
    """
    kept, number_of_page, pages, seen = [], 1, 1, 0
    while number_of_page <= pages:
        query = {
            "fields": ",".join(_FIELDS),
            "filter": f"auction_date:gte:{ask.since},security_type:in:(Note,Bond)",
            "sort": "auction_date,cusip",  # nothing ties, so that no record falls between two pages
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
    "cusip": "cusip",
    "securityTerm": "security_term",  # what is left of the bond's life; "term" is its life when it was first sold
    "auctionDate": "auction_date",
    "issueDate": "issue_date",
    "reopening": "reopening",
    "tips": "inflation_index_security",
    "floatingRate": "floating_rate",
    "highYield": "high_yield",
    "averageMedianYield": "avg_med_yield",
    "bidToCoverRatio": "bid_to_cover_ratio",
    "primaryDealerAccepted": _BIDDERS[0],
    "directBidderAccepted": _BIDDERS[1],
    "indirectBidderAccepted": _BIDDERS[2],
}


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


#: Heading of the workbook -> column of our table, in the order of the workbook.
_CLASSES = {
    "Depository institutions": "banks_pct",
    "Individuals": "individuals_pct",
    "Dealers and brokers": "dealers_brokers_pct",
    "Pension and Retirement funds and Ins. Co.": "pensions_insurers_pct",
    "Investment funds": "investment_funds_pct",
    "Foreign and international": "foreign_pct",
    "Other": "other_pct",
}
#: What classes may differ from the whole in a row of the workbook, as a share of it.
_ROUNDING = Decimal("0.0001")


def _allotments(ask: Ask) -> list[Row]:
    """Read who was allotted what, shares of what the public bought: of the issue less the Federal Reserve's part.

    The workbook is named anew with every release; its name stands on a web page.
    """
    page = ask.get(ALLOTMENTS, web_page=True)
    links = re.findall(r'href="([^"]*IC-Coupons\.xls)"', text_of(page), re.IGNORECASE)
    if not links:
        raise page.fault("a web page came without a link to a workbook of coupon auctions (IC-Coupons.xls)")
    page = ask.get(urljoin(ALLOTMENTS, links[0]))
    book = workbook(page)
    sheet = book.sheet_by_index(0)
    table = [sheet.row_values(n) for n in range(sheet.nrows)]
    head = next((n for n, row in enumerate(table) if row and cell_text(row[0]).lower() == "issue date"), None)
    if head is None:
        raise page.fault("no line begins with 'Issue date'")
    above = " ".join(cell_text(cell) for row in table[:head] for cell in row).lower()
    expect(page, "billions of dollars" in above or above, True, "the unit above the table")
    names = [cell_text(cell).lower() for cell in table[head]]
    wanted = ("Issue date", "Security type", "Cusip", "Maturity date", "Total issue", *_CLASSES)
    places = {name: column(page, names, name.lower()) for name in wanted}
    reserve = [n for n, name in enumerate(names) if "federal reserve banks" in name]
    expect(page, len(reserve), 1, "the number of columns headed 'Federal Reserve banks'")
    tenors, rows = {row["tenor_years"] for row in ask.stored}, []
    for cells in table[head + 1 :]:
        row = {name: cells[place] for name, place in places.items()}
        if not (isinstance(row["Issue date"], float) and isinstance(row["Maturity date"], float)):
            continue  # blank lines and notes
        issued = day_of(row["Issue date"], book.datemode)
        tenor = min(TENORS, key=lambda years: abs(years - (row["Maturity date"] - row["Issue date"]) / 365.25))
        kind = cell_text(row["Security type"]).lower()
        nominal = ("note" in kind or "bond" in kind) and not any(word in kind for word in ("tip", "frn", "float"))
        if nominal and str(tenor) in tenors and issued >= ask.since:
            rows.append(_allotted(page, row, cells[reserve[0]], issued, str(tenor)))
    return rows


def _allotted(page: Page, row: dict[str, str | float], reserve: str | float, issued: str, tenor: str) -> Row:
    where = f"issue of {issued}, {row['Cusip']}"

    def amount(cell: str | float) -> Decimal:
        return Decimal(number(page, cell_text(cell) or "0", where))

    public = amount(row["Total issue"]) - amount(reserve)
    parts = {name: amount(row[heading]) for heading, name in _CLASSES.items()}
    if abs(sum(parts.values()) - public) > _ROUNDING * public or not public:
        raise page.fault(f"{where}: the classes add up to {sum(parts.values())}, the public part is {public}")
    shares = {
        name: str((100 * part / public).quantize(Decimal("0.0001"), ROUND_HALF_UP)) for name, part in parts.items()
    }
    return {
        "issue_date": issued,
        "tenor_years": tenor,
        "cusip": cell_text(row["Cusip"]),
        "public_size_usd_bn": f"{public:f}",
    } | shares


_SHARES = {f"{who}_share_pct": "0.0001" for who in ("dealer", "direct", "indirect")}
_SITE = "https://fiscaldata.treasury.gov/datasets/treasury-securities-auctions-data/"

FEEDS = (
    Feed("us_auctions", "Fiscal Data", _SITE, _results, "auction_date", tolerance=_SHARES),
    Feed(
        "us_auctions",
        "TreasuryDirect",
        "https://www.treasurydirect.gov/auctions/announcements-data-results/",
        lambda ask: _results(ask, _recent),
        "auction_date",
        complete_history=False,
        tolerance=_SHARES,
    ),
    Feed("us_auction_offerings", "Fiscal Data", _SITE, _offerings, "auction_date"),
    Feed(
        "us_auction_allotments",
        "US Treasury, allotments",
        ALLOTMENTS,
        _allotments,
        "issue_date",
        # the stored shares were cut, not rounded, and the amounts are to seven digits
        tolerance=dict.fromkeys(_CLASSES.values(), "0.0002") | {"public_size_usd_bn": "0.0000001"},
    ),
)
