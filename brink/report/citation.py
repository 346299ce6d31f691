"""Where a figure comes from, in a line: the publishers of its tables, and how far their figures reach."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import pandas as pd

from brink.record.snapshot import Snapshot
from brink.words import day

#: Columns of a key that say when a row was published, not what time it speaks of.
_PUBLISHED = {"released", "published", "fetched", "decided", "vintage", "edition"}


#: Periods as tables write them: quarters, months, years.
_PERIODS = (
    (re.compile(r"\d{4}Q[1-4]"), "Q", "%FQ%q"),
    (re.compile(r"\d{4}-\d{2}"), "M", "%B %Y"),
    (re.compile(r"(?:19|20)\d{2}"), "Y", "%Y"),
)
#: How the descriptor says that each row has a publisher of its own.
_IN_ROWS = re.compile(r"[;,]? ?(?:see (?:the )?column publisher|as each row says|see each row)$", re.IGNORECASE)


def source_line(tables: Iterable[str], record: Snapshot, *, note: str = "") -> str:
    """Return the sources of a figure: "Bank of Japan, to July 2026; Ministry of Finance Japan, to 8 October 2026".

    Tables of one publisher are told together, by the one that reaches furthest. Where a table has no time in its key,
    or reaches into the future, the day its newest row was published is told in place of its last period. A table
    without a row in the snapshot is left out: nothing of it can have been drawn.

    Parameters
    ----------
    tables : names of tables
        Those a figure was worked out from: gather them with ``record.watching()``.
    record : Snapshot
        Its day bounds what is told: nothing that came later.
    note : str
        What else belongs to the line, as "our computation".
    """
    reach: dict[str, tuple[pd.Timestamp, str]] = {}
    for name in sorted(tables):
        if (public := record.last_public(name)) is not None:
            whose, last = publisher(record, name), _reach(record, name, public)
            reach[whose] = max(reach.get(whose, last), last)
    told = [f"{whose}, {words}" for whose, (_, words) in sorted(reach.items())]
    return "; ".join([*told, *([note] if note else [])])


def publisher(record: Snapshot, name: str) -> str:
    """Return whose figures a table holds; where only the rows say, those they name most often."""
    whose = _IN_ROWS.sub("", str(record.describe(name)["publisher"]))
    if whose:
        return whose
    named = list(record.table(name)["publisher"].value_counts().index)
    return ", ".join(sorted(map(str, named[:3]))) + (" and others" if len(named) > 3 else "")


def _reach(record: Snapshot, name: str, public: date) -> tuple[pd.Timestamp, str]:
    """Return the last day a table speaks of, and the same in words; of a table of projections, its publication."""
    rows, published = record.table(name), pd.Timestamp(public)
    for column in record.describe(name)["schema"].get("primaryKey", []):
        if column not in _PUBLISHED and (last := _last(rows[column])) is not None and last[0] <= published:
            return last[0], f"to {last[1]}"
    return published, f"as of {day(public)}"


def _last(column: pd.Series) -> tuple[pd.Timestamp, str] | None:
    """Return the last day a column of days or periods speaks of and its name; ``None`` where it holds no time."""
    column = column.dropna()
    if column.empty:
        return None
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        last = column.max()
        monthly = (column.dt.day == 1).all() and ("month" in str(column.name) or column.nunique() > 2)
        return last, f"{last:%B %Y}" if monthly else day(last.date())
    text = pd.unique(column.astype(str))
    for pattern, freq, form in _PERIODS:
        if all(pattern.fullmatch(period) for period in text):
            # Written so, the last in the alphabet is the last in time.
            period = pd.Period(max(text), freq=freq)
            return period.start_time, period.strftime(form)
    return None
