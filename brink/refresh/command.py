"""Bring the record up to date from its publishers, and say what moved before anything is written.

Fetch side by side, parse, hold each answer against what the table holds, add what is new, hold the whole
against the descriptor, show the difference and the verdicts that would change, ask, write. A source that
fails leaves its table as it is and stops no other.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from brink.errors import RefreshError
from brink.record.package import DATA, DESCRIPTOR, Resource, load_package
from brink.record.snapshot import Snapshot
from brink.record.store import commit, settle
from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Fetcher
from brink.refresh.gather import Outcome, Report, asks, gather
from brink.refresh.sources import FEEDS
from brink.refresh.stage import Stage, plan, staged, verdicts
from brink.refresh.summary import count, failures, summary, without_feed

#: Whether to write: after asking, at once, or not at all.
Writing = Literal["ask", "yes", "no"]
#: Seconds to wait for another refresh to end.
PATIENCE = 60.0


def _today() -> date:
    return datetime.now(UTC).date()


def _terminal() -> Callable[[str], str] | None:
    return input if sys.stdin.isatty() else None


@dataclass(frozen=True)
class Desk:
    """What a refresh works on and with; the defaults are those of the command line.

    ``judge`` gives the verdicts of a record, ``question`` asks the person (``None``: there is nobody to ask), ``out``
    tells.
    """

    root: Path = DATA
    fetcher: Fetcher = field(default_factory=Fetcher)
    feeds: tuple[Feed, ...] = FEEDS
    today: date = field(default_factory=_today)
    judge: Callable[[Path], dict[str, str]] = verdicts
    question: Callable[[str], str] | None = field(default_factory=_terminal)
    out: Callable[[str], None] = print

    def wanted(self, names: Iterable[str]) -> tuple[list[Feed], list[str]]:
        """Return the feeds of the named tables (of all tables without a name), and where to look for the others.

        Raises :class:`~brink.errors.UnknownTable`.
        """
        names, package = list(names), load_package(self.root)
        record = Snapshot(root=self.root)
        for name in names:
            record.describe(name)
        tables = {resource["name"] for resource in package["resources"]}
        chosen = tables.intersection(names) if names else tables
        fed = {feed.table for feed in self.feeds}
        return [f for f in self.feeds if f.table in chosen], without_feed(package, chosen, fed)


def refresh(names: Iterable[str] = (), *, desk: Desk | None = None, writing: Writing = "ask") -> int:
    """Bring tables up to date; returns the exit code.

    0: every source asked for was read. 1: some source failed, the others are in. 2: nothing could be
    done: no source answered as it should, another refresh holds the record, or nobody could be asked.
    """
    desk = desk or Desk()
    with _alone(desk) as alone:
        if not alone:
            desk.out("The other refresh is still at work: nothing was done. Run this again when it has ended.")
            return 2
        if settle(desk.root):
            desk.out("An interrupted refresh was completed first.")
        return _refresh(names, desk, writing)


@contextmanager
def _alone(desk: Desk) -> Iterator[bool]:
    """Hold the record's lock, after waiting for another refresh; yields whether it could be had."""
    from filelock import FileLock, Timeout

    lock = FileLock(desk.root.parent / f".{desk.root.name}.lock")
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            desk.out(f"Another refresh is at work on {desk.root}; waiting up to {PATIENCE:g} s for it.")
            lock.acquire(timeout=PATIENCE)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _refresh(names: Iterable[str], desk: Desk, writing: Writing) -> int:
    feeds, by_hand = desk.wanted(names)
    if not feeds:
        desk.out("No adapter reads these figures. Look here:")
        _indented(desk, by_hand)
        return 2
    package, descriptor = load_package(desk.root), (desk.root / DESCRIPTOR).read_bytes()
    found = plan(ask_all(feeds, package, desk), package, desk.root)
    if len(found.failed) == len(feeds) and all(error.unreachable for error in found.failed.values()):
        desk.out("No source could be reached. Nothing was changed; check the network.")
        _indented(desk, failures(found.failed))
        return 2
    with staged(found, package, desk.root, desk.today) as stage:
        flips = _flips(desk, stage)
        told = summary(found, flips)
    desk.out(told)
    if by_hand:
        desk.out(f"{count(len(by_hand), 'table')} without an adapter; where to look by hand:")
        _indented(desk, by_hand)
    code = 0 if not found.failed else 1 if len(found.failed) < len(feeds) else 2
    if refusal := _keeps_from_writing(desk, stage, writing):
        desk.out(refusal)
        return 2 if writing == "ask" and stage.texts and desk.question is None else code
    if (desk.root / DESCRIPTOR).read_bytes() != descriptor:
        raise RefreshError("data/datapackage.json was changed meanwhile: nothing was written. Run refresh again.")
    stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    commit(desk.root, stage.package, stage.texts, f"## {stamp}\n\n{told}")
    desk.out(f"Written: {', '.join(sorted(found.writing))}.")
    return code


def ask_all(feeds: Iterable[Feed], package: Resource, desk: Desk) -> Outcome:
    """Ask every feed for all its table holds and more, telling of each as it ends."""
    return ask_all_of(asks(feeds, package, desk.root, desk.fetcher, desk.today), desk)


def ask_all_of(asked: list[Ask], desk: Desk) -> Outcome:
    """Put these questions, telling of each as it ends."""
    with _progress(len(asked), desk.out) as report:
        return gather(asked, report)


def _flips(desk: Desk, stage: Stage) -> dict[str, tuple[str, str]]:
    """Return the claims whose verdict would be another, with the old one and the new."""
    if not stage.texts:
        return {}
    before, after = desk.judge(desk.root), desk.judge(stage.root)
    return {claim: (old, after[claim]) for claim, old in before.items() if after.get(claim) != old}


def _keeps_from_writing(desk: Desk, stage: Stage, writing: Writing) -> str:
    """Return why nothing is written; ``""`` where it may be."""
    if writing == "no":
        return "Nothing was written (dry run)."
    if not stage.texts:
        return "Nothing was written."
    if writing == "ask":
        if desk.question is None:
            return "Nothing was written: there is no terminal to ask at. Add --yes to write."
        answer = desk.question(f"Write {count(len(stage.texts), 'table')}? [y/N] ")
        if answer.strip().lower() not in ("y", "yes"):
            return "Nothing was written."
    return ""


def _indented(desk: Desk, lines: Iterable[str]) -> None:
    for line in lines:
        desk.out(f"  {line}")


@contextmanager
def _progress(total: int, out: Callable[[str], None]) -> Iterator[Report]:
    """Show a bar on a terminal; elsewhere a line for each feed that answered."""
    if not sys.stderr.isatty():
        turn = threading.Lock()

        def line(feed: Feed, what: str) -> None:
            if what:
                with turn:
                    out(f"{feed.source}: {feed.label}: {what}")

        yield line
        return
    from rich.progress import Progress

    with Progress(transient=True) as bar:
        task = bar.add_task("Fetching", total=total)
        yield lambda feed, what: bar.update(task, advance=1, description=f"{feed.source}: {feed.label}")
