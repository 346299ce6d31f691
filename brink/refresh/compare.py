"""Set a table beside its live source: what differs, and how far either reaches. Changes nothing."""

from __future__ import annotations

from brink.errors import SourceError
from brink.record.package import load_package
from brink.refresh.command import Desk, ask_all
from brink.refresh.gather import Answer
from brink.refresh.merge import TableChange, merge
from brink.refresh.rows import period_start, stored_rows
from brink.refresh.summary import count

#: Differing figures shown of each kind.
SHOWN = 20


def compare(name: str, desk: Desk) -> int:
    """Say what a table and its sources have different.

    Returns 0 where they agree as far as both reach, 1 where some figure differs, 2 where no source could be read.
    Raises :class:`~brink.errors.UnknownTable`.
    """
    feeds, by_hand = desk.wanted([name])
    if not feeds:
        desk.out(f"No adapter reads {by_hand[0]}")
        return 2
    package = load_package(desk.root)
    outcome = ask_all(feeds, package, desk).values()
    codes = [_said(desk, result) if isinstance(result, Answer) else _failed(desk, result) for result in outcome]
    return 2 if min(codes) == 2 else max(code for code in codes if code < 2)


def _failed(desk: Desk, error: SourceError) -> int:
    desk.out(str(error))
    return 2


def _said(desk: Desk, answer: Answer) -> int:
    ask, feed = answer.ask, answer.ask.feed
    rows = stored_rows(ask.resource, desk.root)
    change = TableChange(ask.resource, rows, [dict(row) for row in rows])
    try:
        merge(change, ask, answer.rows)
    except SourceError as error:
        return _failed(desk, error)
    newest = (max((row[feed.period] for row in part), key=period_start) for part in (ask.stored, answer.rows))
    read = " Read twice, once by pandas-datareader: both agree." if feed.second_opinion else ""
    desk.out(f"{feed.label} and {feed.source}: here to {next(newest)}, there to {next(newest)}.{read}")
    if change.added:
        desk.out(f"{count(len(change.added) - len(change.revised), 'row')} there and not here.")
    if change.filled:
        desk.out(f"{count(len(change.filled), 'figure')} there where a cell is empty here.")
    moves = change.conflicts + change.revised
    for move in moves[:SHOWN]:
        desk.out(f"  {move.figure}: {move.column} is {move.old} here, {move.new} there")
    if len(moves) > SHOWN:
        desk.out(f"  and {len(moves) - SHOWN:,} more")
    desk.out(f"{count(len(moves), 'figure')} differ." if moves else "No figure differs.")
    return 1 if moves else 0
