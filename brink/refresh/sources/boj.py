"""Bank of Japan: Time-Series Data Search, a JSON service without a key."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from brink.refresh.feed import Ask, Collect, Feed
from brink.refresh.parse import expect, json_of, number
from brink.refresh.rows import Row

SERVICE = "https://www.stat-search.boj.or.jp/api/v1/getDataCode"
MOST_PARTS = 20
SITE = "https://www.stat-search.boj.or.jp/"


def series(
    ask: Ask, database: str, codes: tuple[str, ...], unit: str, frequency: str = "MONTHLY"
) -> dict[str, dict[str, str]]:
    """Return code -> period -> figure: a month as its first day, or with ``QUARTERLY`` a quarter as ``2025Q1``.

    The service writes both as six digits; of a quarter, the last two are its number. A long answer comes in
    parts: ``NEXTPOSITION`` names the next.
    """
    quarterly = frequency == "QUARTERLY"
    start = ask.since.replace("Q", "0") if quarterly else ask.since[:7].replace("-", "")
    end = f"{ask.today:%Y}{(ask.today.month + 2) // 3:02d}" if quarterly else f"{ask.today:%Y%m}"
    found: dict[str, dict[str, str]] = {code: {} for code in codes}
    position = ""
    for _ in range(MOST_PARTS):
        url = f"{SERVICE}?db={database}&code={','.join(codes)}&startDate={start}&endDate={end}&lang=en&format=json"
        page = ask.get(url + (f"&startPosition={position}" if position else ""))
        answer = json_of(page)
        if not isinstance(answer, dict):
            raise page.fault("the answer is no object")
        said = f"the status ({answer.get('MESSAGEID')}: {answer.get('MESSAGE')})"  # it refuses with 200, too
        expect(page, str(answer.get("STATUS")), "200", said)
        if "RESULTSET" not in answer:
            raise page.fault("the answer has no RESULTSET")
        for result in answer["RESULTSET"]:
            code = result.get("SERIES_CODE")
            if code not in found:
                raise page.fault(f"a series came that was not asked for: {code!r}")
            expect(page, result.get("FREQUENCY"), frequency, f"the frequency of {code}")
            expect(
                page,
                (result.get("UNIT") or "").lower().startswith(unit) or result.get("UNIT"),
                True,
                f"the unit of {code}",
            )
            values = result.get("VALUES") or {}
            if not {"SURVEY_DATES", "VALUES"} <= values.keys():
                raise page.fault(f"{code} has no SURVEY_DATES or no VALUES")
            dates = list(map(str, values["SURVEY_DATES"]))
            expect(page, len(dates), len(values["VALUES"]), f"the number of dates of {code}")
            expect(page, len(set(dates)), len(dates), f"the number of different dates of {code}")
            for when, figure in zip(dates, values["VALUES"], strict=True):
                year, part = when[:4], when[4:]
                if len(when) != 6 or not "01" <= part <= ("04" if quarterly else "12"):
                    raise page.fault(f"{when!r} is not a {'quarter' if quarterly else 'month'}")
                period = f"{year}Q{int(part)}" if quarterly else f"{year}-{part}-01"
                if period in found[code]:
                    raise page.fault(f"{code} has {period} twice")
                if figure is not None:
                    found[code][period] = number(page, str(figure), f"{code}, {period}")
        following = answer.get("NEXTPOSITION")
        if following in (None, "", "null"):
            break
        position = str(following)
    else:
        raise page.fault(f"the answer did not end after {MOST_PARTS} parts")
    if empty := [code for code in codes if not found[code]]:
        raise page.fault(f"no figures for {', '.join(empty)}")
    return found


def _trillion(figure: str) -> str:
    """100 million yen -> trillion yen, digits kept."""
    return f"{Decimal(figure) / 10**4:f}"


def _accounts(ask: Ask) -> list[Row]:
    stock = series(ask, "BS01", ("MABJMTA", "MABJMA5"), "100 million yen")
    flow = series(ask, "MD06", ("MASDM58", "MASDM5A@"), "100 million yen")
    columns = {
        "total_assets_jpy_tn": stock["MABJMTA"],
        "government_securities_jpy_tn": stock["MABJMA5"],
        "jgb_purchases_jpy_tn": flow["MASDM58"],
        "tbill_purchases_jpy_tn": flow["MASDM5A@"],
    }
    months = sorted(set.intersection(*map(set, columns.values())))  # a month counts once all four are out
    return [{"month": m} | {name: _trillion(values[m]) for name, values in columns.items()} for m in months]


def _outstanding(ask: Ask) -> list[Row]:
    parts = series(ask, "FM05", ("SMBIT1OG", "SMBIT1TF1"), "100 million yen")
    bonds, bills = parts.values()
    return [
        {"month": m, "outstanding_jpy_tn": _trillion(str(Decimal(bonds[m]) + Decimal(bills[m])))}
        for m in sorted(bonds.keys() & bills.keys())
    ]


#: Flow of funds: stock of central government bonds and bonds of the fiscal loan programme (item 311), assets side.
_HOLDERS = {
    "Bank of Japan": "FOF_FFAS110A311",
    "Banks": "FOF_FFAS120A311",
    "Insurance companies": "FOF_FFAS131A311",
    "Other pension funds": "FOF_FFAS140A311",
    "Investment trusts": "FOF_FFAS160A311",
    "Public pensions": "FOF_FFAS424A311",
    "Households": "FOF_FFAS430A311",
    "Overseas": "FOF_FFAS500A311",
    "Total": "FOF_FFAS700A311",
}


def _holders(ask: Ask) -> list[Row]:
    """Read who holds the bonds, hundredths of a trillion yen as the table has them.

    What the named sectors leave of the total is the row ``Other``, so that the rounded rows add up.
    """
    found = series(ask, "FF", tuple(_HOLDERS.values()), "100 million yen", "QUARTERLY")
    rows = []
    for quarter in sorted(set.intersection(*map(set, found.values()))):
        held = {
            sector: Decimal(_trillion(found[code][quarter])).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
            for sector, code in _HOLDERS.items()
        }
        held["Other"] = held["Total"] - sum(amount for sector, amount in held.items() if sector != "Total")
        rows += [
            {"quarter": quarter, "sector": sector, "holdings_jpy_tn": str(amount), "released": ask.today.isoformat()}
            for sector, amount in held.items()
        ]
    return rows


def index(database: str, code: str) -> Collect:
    """Read one index series."""

    def collect(ask: Ask) -> list[Row]:
        (values,) = series(ask, database, (code,), "").values()
        return [{"month": m, "released": ask.today.isoformat(), "index": v} for m, v in sorted(values.items())]

    return collect


_ACCOUNTS = ("total_assets_jpy_tn", "government_securities_jpy_tn", "jgb_purchases_jpy_tn", "tbill_purchases_jpy_tn")

FEEDS = (
    Feed(
        "boj_accounts",
        "Bank of Japan",
        SITE,
        _accounts,
        "month",
        tolerance=dict.fromkeys(_ACCOUNTS, "0.001"),
    ),
    Feed("jgb_outstanding", "Bank of Japan", SITE, _outstanding, "month", tolerance={"outstanding_jpy_tn": "0.001"}),
    # a hundredth: the stored copy was rounded from binary fractions, which tips a half now and then
    Feed("jgb_holders", "Bank of Japan", SITE, _holders, "quarter", tolerance={"holdings_jpy_tn": "0.01"}),
    Feed("japan_import_prices", "Bank of Japan", SITE, index("PR01", "PRCG20_2600000000"), "month"),
    Feed("yen_effective_rates", "Bank of Japan", SITE, index("FM09", "FX180110001"), "month"),
)
