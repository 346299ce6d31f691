"""US Census Bureau: trade in goods with Japan, a web page with one table a year."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from brink.refresh.feed import Ask, Feed
from brink.refresh.parse import number, text_of
from brink.refresh.rows import Row

PAGE = "https://www.census.gov/foreign-trade/balance/c5880.html"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FIGURE = r"(-?[\d,]+\.\d)"
_ROW = re.compile(rf"({'|'.join(_MONTHS)}) (\d{{4}}) {_FIGURE} {_FIGURE} {_FIGURE}")


class _Words(HTMLParser):
    """The words of a page, its markup left out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def _trade(ask: Ask) -> list[Row]:
    """Read exports, imports and balance by month, millions of dollars, not adjusted for the season.

    The balance, which is not kept, shows that the two others are where they should be.
    """
    page = ask.get(PAGE, web_page=True)
    reader = _Words()
    reader.feed(text_of(page, "utf-8-sig", "cp1252"))
    text = " ".join(reader.words)
    if "millions of U.S. dollars" not in text or "Japan" not in text:
        raise page.fault("a web page came that does not say it is of Japan, in millions of U.S. dollars")
    rows = []
    for month, year, *cells in _ROW.findall(text):
        first = f"{year}-{_MONTHS.index(month) + 1:02d}-01"
        exports, imports, balance = (number(page, cell, first) for cell in cells)
        if abs(float(exports) - float(imports) - float(balance)) > 0.15:
            raise page.fault(f"{first}: exports less imports are not the balance")
        if first >= ask.since:
            figures = {"exports_usd_mn": exports, "imports_usd_mn": imports}
            rows.append({"month": first, "released": ask.today.isoformat()} | figures)
    return rows


FEEDS = (Feed("us_trade_with_japan", "US Census Bureau", PAGE, _trade, "month"),)
