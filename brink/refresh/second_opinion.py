"""A second opinion on FRED's figures: pandas-datareader reads the same series, and every figure must agree.

Its reader makes numbers of the file (the last printed digit may be lost) and knows no vintages, so the record is not
taken from it; a parser of ours that took a wrong column or shifted a day would differ from it at once.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from brink.errors import SourceError
from brink.refresh.feed import Ask
from brink.refresh.rows import Row

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

#: Relative distance below which two numbers are one: their last binary digits depend on who parsed the text.
EQUAL = 1e-12


def read(ask: Ask, codes: list[str], since: str) -> pd.DataFrame:
    """Return series as pandas-datareader reads them, one column a code, from ``since`` on.

    Raises :class:`~brink.errors.SourceError` where the publisher's answer cannot be had or read.
    """
    from pandas_datareader.fred import FredReader

    try:
        frame: pd.DataFrame = FredReader(codes, start=since, end=ask.today, retry_count=0, session=_session(ask)).read()
    except SourceError:
        raise
    except Exception as error:  # the reader passes on whatever its parser stumbles over
        raise ask.fault(
            f"pandas-datareader can't read the series ({type(error).__name__}: {error})",
            "Its release may not fit the publisher's answer any more: compare with README, and update it.",
        ) from None
    if not isinstance(frame.index, pd.DatetimeIndex):
        raise ask.fault("pandas-datareader found no dates in the series", "The publisher may have changed its format.")
    return frame


def agrees(columns: Mapping[str, str], period: str, day_of: Callable[[str], str]) -> Callable[[Ask, list[Row]], None]:
    """Return the check that every figure of a feed is read alike.

    ``columns`` maps columns of the table to codes, ``day_of`` a cell of the column ``period`` to its day.
    """

    def check(ask: Ask, rows: list[Row]) -> None:
        since = day_of(ask.since)
        frame = read(ask, list(columns.values()), since)
        for column, code in columns.items():
            figures = {day_of(row[period]): row[column] for row in rows if row[column]}
            ours = pd.Series({pd.Timestamp(day): float(cell) for day, cell in figures.items() if day >= since})
            _refuse_difference(ask, column, ours, frame[code].dropna())

    return check


def _refuse_difference(ask: Ask, column: str, ours: pd.Series, theirs: pd.Series) -> None:
    both = pd.DataFrame({"ours": ours, "theirs": theirs})
    apart = ~((both["ours"] - both["theirs"]).abs() <= EQUAL * both["theirs"].abs())
    if apart.any():
        day, first = both.index[apart][0], both[apart].iloc[0]
        raise ask.fault(
            f"pandas-datareader reads {apart.sum()} of {len(both)} figures of {column} otherwise, "
            f"the first on {day:%Y-%m-%d}: {_said(first['theirs'])} there, {_said(first['ours'])} here",
            "One of the two readers misreads the answer: open the series in a browser and correct it.",
        )


def _said(value: float) -> str:
    return "none" if pd.isna(value) else f"{value:g}"


def _session(ask: Ask) -> Session:
    """Return a session that fetches as a feed does: with the same retries, limits, pauses and mirror."""
    import requests
    from requests.adapters import BaseAdapter

    class ThroughFetcher(BaseAdapter):
        def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
            page = ask.get(str(request.url), own_agent=False)
            response = requests.Response()
            response.status_code, response.url, response.request = 200, page.url, request
            response.raw = io.BytesIO(page.body)
            return response

        def close(self) -> None:
            """Nothing is held open."""

    session = requests.Session()
    session.mount("https://", ThroughFetcher())
    return session
