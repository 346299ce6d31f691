"""European Central Bank: euro reference rates, one zipped CSV, newest day first."""

from __future__ import annotations

import io
import zipfile

from brink.sources.feed import Ask, Feed, Page, Row, cells_of, column, day, even, expect, lines_of, number

RATES = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
CURRENCIES = ("usd", "jpy", "gbp", "cad", "sek", "chf")


def _unzip(ask: Ask, page: Page) -> Page:
    """Return the one file in a zip; one that unpacks past the size limit is refused."""
    limit = ask.fetcher.limit
    try:
        with zipfile.ZipFile(io.BytesIO(page.body)) as archive:
            expect(page, archive.namelist(), ["eurofxref-hist.csv"], "the content of the zip")
            with archive.open("eurofxref-hist.csv") as member:
                body = member.read(limit + 1)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise page.fault(f"not a readable zip ({error}): cut off, or not data", "Run refresh again.") from None
    if len(body) > limit:
        raise page.fault(f"the unpacked file is larger than {limit / 2**20:g} MB", "Do not trust the answer.")
    return Page(page.source, page.url, body)


def _rates(ask: Ask) -> list[Row]:
    page = _unzip(ask, ask.get(RATES))
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
        "authentic rows of October 2026",
    ),
)
