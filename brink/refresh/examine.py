"""Hold an answer against what its table holds: rows that no publisher would send of this table are refused."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from brink.refresh.feed import Ask
from brink.refresh.rows import (
    Row,
    figure_key,
    full_key,
    identity,
    named,
    newest_by_figure,
    period_start,
    value_columns,
)

#: From how many figures on, and within what relative distance, one factor for all of them is another base.
REBASED = 8
ONE_FACTOR = 0.003
#: Stored figures that an answer with the whole history may lack, as a share: copies differ at the edges.
MAY_LACK = 0.005
_AGAIN_LATER = "The answer is shortened: run refresh again later."


def examine(ask: Ask, rows: list[Row]) -> None:
    """Refuse an answer that is damaged, or of something else.

    Raises :class:`~brink.errors.SourceError` for rows that come twice, lie in the future, leave out what was there,
    or differ from the stored figures by a factor: a changed unit or base.
    """
    if not rows:
        raise ask.fault("no rows came", "Compare the publisher's page with the adapter.")
    _refuse_repeated(ask, rows)
    _refuse_future(ask, rows)
    _refuse_early_end(ask, rows)
    columns = [column for column in value_columns(ask.resource) if any(column in row for row in rows)]
    overlap = _Overlap(ask, rows)
    for column in columns:  # columns that no row has are not this publisher's to say
        _refuse_other_unit(ask, rows, column, overlap)
    _refuse_gaps(ask, columns, overlap)


def _refuse_repeated(ask: Ask, rows: list[Row]) -> None:
    key = full_key(ask.resource)
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        first = seen.setdefault(tuple(row[column] for column in key), row)
        if first is not row:
            if first == row:
                how, remedy = (
                    ", word for word",
                    "The answer is damaged: run refresh again, and tell the publisher if it lasts.",
                )
            else:
                how = " with different figures"
                remedy = "The publisher may have added a breakdown: the adapter has to say which of its rows is meant."
            raise ask.fault(f"{named(row, key)} came twice{how}", remedy)


def _refuse_future(ask: Ask, rows: list[Row]) -> None:
    late = max((row[ask.feed.period] for row in rows), key=period_start)
    if not ask.feed.ahead and period_start(late) > ask.today.isoformat():
        raise ask.fault(
            f"{late} lies in the future (today is {ask.today})",
            "Check this machine's clock; if it is right, the answer is wrong.",
        )


def _refuse_early_end(ask: Ask, rows: list[Row]) -> None:
    last = _last(ask, rows)
    if ask.stored and last < (reached := _last(ask, ask.stored)):
        raise ask.fault(f"it ends with {last}, but the table reaches {reached}", _AGAIN_LATER)


def _last(ask: Ask, rows: Iterable[Row]) -> str:
    return max(row[ask.feed.period] for row in rows)


class _Overlap:
    """The stored figures an answer should repeat, and the same figures as it has them."""

    def __init__(self, ask: Ask, rows: list[Row]):
        self.period, self.key = ask.feed.period, figure_key(ask.resource)
        stored = newest_by_figure(ask.resource, ask.stored)
        fetched = newest_by_figure(ask.resource, rows)
        first = min(row[self.period] for row in rows)
        self.pairs = [
            (row, fetched.get(identity(row, ask.resource), {}))
            for row in stored.values()
            if ask.feed.complete_history or row[self.period] >= first
        ]

    def figures(self, column: str) -> list[tuple[float, float]]:
        """Return (stored, fetched) of one column, where both have it."""
        return [
            (abs(float(stored[column])), abs(float(fetched[column])))
            for stored, fetched in self.pairs
            if stored[column] and fetched.get(column)
        ]

    def lacking(self, column: str) -> list[str]:
        """Return the figures of one column that are stored and did not come."""
        return [
            f"{column} of {named(stored, self.key)}"
            for stored, fetched in self.pairs
            if stored[column] and not fetched.get(column)
        ]


def _refuse_other_unit(ask: Ask, rows: list[Row], column: str, overlap: _Overlap) -> None:
    figures = overlap.figures(column)
    if not figures and any(row.get(column) for row in rows):
        raise ask.fault(
            f"no {column} to compare with the table",
            "Without an overlap a changed unit would pass: check the adapter.",
        )
    ratios = [fetched / stored for stored, fetched in figures if stored and fetched]
    if ratios and not 0.5 < median(ratios) < 2:
        raise ask.fault(
            f"{column} is {median(ratios):.4g} times what the table holds for the same periods",
            "The unit has changed: correct the adapter, or the table's description.",
        )
    factor = median(ratios) if ratios else 1.0
    if (
        len(ratios) >= REBASED
        and abs(factor - 1) > 2 * ONE_FACTOR
        and all(abs(ratio / factor - 1) < ONE_FACTOR for ratio in ratios)
    ):
        raise ask.fault(
            f"all {len(ratios)} figures of {column} are {factor:.4g} times what the table holds",
            "The index has got another base: take the new series as a table of its own, or restate the old one.",
        )


def _refuse_gaps(ask: Ask, columns: list[str], overlap: _Overlap) -> None:
    lacking = [name for column in columns for name in overlap.lacking(column)]
    held = len(lacking) + sum(len(overlap.figures(column)) for column in columns)
    if ask.feed.complete_history and len(lacking) > MAY_LACK * held:
        raise ask.fault(
            f"{len(lacking)} of {held} figures the table holds are missing, the first {lacking[0]}", _AGAIN_LATER
        )
