"""Look at every source without touching the record, and say in one screen what would have to be mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from brink.errors import SourceError
from brink.record.package import load_package
from brink.refresh.command import Desk, ask_all_of
from brink.refresh.feed import Ask
from brink.refresh.gather import Answer, asks
from brink.refresh.merge import TableChange, merge
from brink.refresh.rows import Row, period_start
from brink.words import day

#: Periods of the table that are asked for again: enough to compare figures, few enough for a small answer.
LAST_PERIODS = 6
#: Characters shown of an answer that was not taken.
BEGINNING = 70
#: ... and of its address.
ADDRESS = 110


def doctor(names: Iterable[str], desk: Desk) -> int:
    """Ask every source for its smallest answer and say what came, how old it is, and whether the adapter takes it.

    Writes nothing. Returns 0 where every adapter took its answer, 1 where some did, 2 where none did.
    """
    feeds, _ = desk.wanted(names)
    package = load_package(desk.root)
    asked = [_smallest(ask) for ask in asks(feeds, package, desk.root, desk.fetcher, desk.today)]
    outcome = ask_all_of(asked, replace(desk, out=lambda _: None))
    lines, taken, out_of_reach = [], 0, set()
    for ask in asked:
        result = _tried(outcome[ask.feed])
        taken += isinstance(result, Answer)
        lines.append(_in_one_line(ask, result))
        if ask.feed.source not in out_of_reach:  # why it can't be reached is said once a source
            lines += _what_is_wrong(ask, result)
        if isinstance(result, SourceError) and result.unreachable:
            out_of_reach.add(ask.feed.source)
    for line in lines:
        desk.out(line)
    desk.out(
        f"{taken} of {len(asked)} adapters take what their source sends on {day(desk.today)}. Nothing was changed."
    )
    return 0 if taken == len(asked) else 1 if taken else 2


def _smallest(ask: Ask) -> Ask:
    """Return a question that speaks of the last periods alone."""
    periods = sorted({row[ask.feed.period] for row in ask.stored}, key=period_start)
    if ask.feed.ahead:  # an edition is one answer; its first years are those of the newest
        return ask
    first = periods[-LAST_PERIODS:][0]
    return replace(
        ask, received=[], stored=[r for r in ask.stored if period_start(r[ask.feed.period]) >= period_start(first)]
    )


def _tried(result: Answer | SourceError) -> Answer | SourceError:
    """Return the answer, or why it could not be merged into the rows asked for."""
    if isinstance(result, Answer):
        stored = result.ask.stored
        try:
            merge(TableChange(result.ask.resource, stored, [dict(row) for row in stored]), result.ask, result.rows)
        except SourceError as error:
            return error
    return result


def _in_one_line(ask: Ask, result: Answer | SourceError) -> str:
    pages = ask.received
    size = sum(len(page.body) for page in pages) / 1000
    kinds = ", ".join(dict.fromkeys(page.kind or "no type named" for page in pages))
    parts = [f"{len(pages)} × {kinds}, {size:,.0f} kB" if pages else "nothing came"]
    if isinstance(result, Answer):
        newest = _last(ask, result.rows)
        age = (ask.today - date.fromisoformat(period_start(newest))).days
        parts.append(f"there to {newest}" + (f" ({age:,} days old)" if age > 0 else ""))
    parts.append(f"here to {_last(ask, ask.stored)}")
    verdict = "taken" if isinstance(result, Answer) else "NOT TAKEN"
    return f"{verdict:9}  {ask.feed.source}: {ask.feed.label}: {', '.join(parts)}"


def _last(ask: Ask, rows: list[Row]) -> str:
    return max((row[ask.feed.period] for row in rows), key=period_start)


def _what_is_wrong(ask: Ask, result: Answer | SourceError) -> list[str]:
    if isinstance(result, Answer):
        return []
    lines = [f"           {result.what}. {result.remedy}"]
    if ask.received:
        page = ask.received[-1]
        address = page.url if len(page.url) <= ADDRESS else f"{page.url[:ADDRESS]}..."
        lines.append(f"           {address} begins: {_beginning(page.body)}")
    return lines


def _beginning(body: bytes) -> str:
    """Return how an answer begins, in one line; Japanese files are not in UTF-8."""
    start = body[: 4 * BEGINNING]
    for encoding in ("utf-8", "cp932"):
        text = start.decode(encoding, "ignore")
        if len(text.encode(encoding)) >= len(start) - 4:
            break
    return " ".join(text.split())[:BEGINNING]
