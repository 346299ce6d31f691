"""Ask every feed for its rows: publishers side by side, one publisher's feeds one after another."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from brink.errors import SourceError
from brink.record.package import Resource
from brink.refresh.examine import examine
from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Fetcher
from brink.refresh.rows import Row, stored_rows

#: Seconds beyond the fetcher's own limit after which a source that gives no sign of life is left behind. Looking up a
#: host's name can hang, and no limit reaches into that.
GRACE = 8


@dataclass(frozen=True)
class Answer:
    """What a feed brought, and what it was given."""

    ask: Ask
    rows: list[Row]


#: What each feed brought, or why it failed.
Outcome = dict[Feed, Answer | SourceError]
#: Is told of each feed as it ends, in a few words; in none where no answer came.
Report = Callable[[Feed, str], None]


def asks(feeds: Iterable[Feed], package: Resource, root: Path, fetcher: Fetcher, today: date) -> list[Ask]:
    """Return what each feed is given: all rows of the table that it speaks of."""
    resources = {resource["name"]: resource for resource in package["resources"]}
    return [
        Ask(
            fetcher,
            feed,
            today,
            resources[feed.table],
            [row for row in stored_rows(resources[feed.table], root) if feed.speaks_of(row)],
        )
        for feed in feeds
    ]


def gather(asked: list[Ask], report: Report = lambda feed, what: None) -> Outcome:
    """Return what came of each question. One source's delay or failure holds up no other."""
    by_source: dict[str, list[Ask]] = defaultdict(list)
    for ask in asked:
        by_source[ask.feed.source].append(ask)
    ended: queue.SimpleQueue[tuple[Ask, Answer | SourceError]] = queue.SimpleQueue()
    for group in by_source.values():
        # a daemon does not keep the command from ending when its source never does
        threading.Thread(target=_work, args=(group, ended), daemon=True).start()
    outcome: Outcome = {}
    while any(by_source.values()):
        try:
            ask, result = ended.get(timeout=0.25)
            if ask not in by_source[ask.feed.source]:
                continue  # it was left behind
            by_source[ask.feed.source].remove(ask)
            outcome[ask.feed] = result
            report(ask.feed, _in_words(result))
        except queue.Empty:
            for ask in _left_behind(by_source):
                outcome[ask.feed] = ask.fault("it gives no sign of life", "Run refresh again later.", unreachable=True)
                report(ask.feed, "")
    return {ask.feed: outcome[ask.feed] for ask in asked}


def _work(group: list[Ask], ended: queue.SimpleQueue[tuple[Ask, Answer | SourceError]]) -> None:
    for ask in group.copy():
        ended.put((ask, answer(ask)))


def answer(ask: Ask) -> Answer | SourceError:
    """Return what came of one question: rows that stood up to every check, or the fault."""
    try:
        rows = ask.feed.collect(ask)
        examine(ask, rows)
        if ask.feed.second_opinion:
            ask.feed.second_opinion(ask, rows)
        return Answer(ask, rows)
    except SourceError as error:
        return error
    except Exception as error:  # whatever an answer does to a parser, the other sources go on
        return ask.fault(
            f"the answer is built differently ({type(error).__name__}: {error})",
            "The publisher may have changed its format: compare the adapter.",
        )


def _in_words(result: Answer | SourceError) -> str:
    if isinstance(result, Answer):
        return f"{len(result.rows):,} rows"
    return "" if result.unreachable else "failed"


def _left_behind(by_source: dict[str, list[Ask]]) -> list[Ask]:
    """Return, and forget, the questions of sources that have been silent for too long."""
    late = []
    for source, group in by_source.items():
        if group and group[0].fetcher.waiting(source) > group[0].fetcher.silence + GRACE:
            late += group
            group.clear()
    return late
