"""European Central Bank: euro reference rates, one zipped CSV, newest day first."""

from __future__ import annotations

from brink.refresh.feed import Ask, Feed
from brink.refresh.parse import cells_of, column, day, even, expect, lines_of, number, unzipped
from brink.refresh.rows import Row

RATES = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
CURRENCIES = ("usd", "jpy", "gbp", "cad", "sek", "chf")


def _rates(ask: Ask) -> list[Row]:
    whole = ask.get(RATES)
    pages = unzipped(ask, whole, lambda name, first: name.endswith(".csv"))
    if len(pages) != 1:
        raise whole.fault(f"the zip holds {len(pages)} CSV files instead of one")
    (page,) = pages
    table = cells_of(page, lines_of(page))
    header = table[0]
    expect(page, header[0], "Date", "the first column")
    places = {currency: column(page, header, currency.upper()) for currency in CURRENCIES}
    return [
        {"date": day(page, row[0])} | {name: number(page, row[n], f"{row[0]} {name}") for name, n in places.items()}
        for row in even(page, table[1:], len(header))
        if row[0] >= ask.since
    ]


FEEDS = (
    Feed(
        "ecb_fx_rates",
        "ECB",
        "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html",
        _rates,
    ),
)
