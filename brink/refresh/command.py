"""Bring the record up to date from its publishers, and say what moved before anything is written.

Fetch side by side, parse, hold each answer against what the table holds, add what is new, hold the whole
against the descriptor, show the difference and the verdicts that would change, ask, write. A source that
fails leaves its table as it is and stops no other.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from brink.errors import BrinkError, RefreshError, SourceError
from brink.record.snapshot import DATA, DESCRIPTOR, describe, load_package
from brink.record.store import commit, settle
from brink.record.verify import sha256, verify
from brink.refresh.feed import Row
from brink.refresh.sources import FEEDS, Ask, Feed, Fetcher

#: Rows shown in the summary and in the change log, of each kind.
SHOWN = 12
#: Stored figures that an answer with the whole history may lack, as a share: copies differ at the edges.
MAY_LACK = 0.005
#: Unrevised figures that may differ before the answer counts as another series, as a share.
MAY_DIFFER = 0.2


@dataclass(frozen=True)
class Moved:
    """One figure that a feed adds or changes."""

    table: str
    figure: str
    column: str
    old: str
    new: str

    @property
    def size(self) -> float:
        """The change relative to the old figure."""
        old, new = float(self.old), float(self.new)
        return abs(new - old) / abs(old) if old else float("inf") if new else 0.0

    def __str__(self) -> str:
        return f"{self.table}, {self.figure}: {self.column} {self.old} -> {self.new}"


@dataclass
class Change:
    """What the feeds of one table would do to it."""

    resource: dict[str, Any]
    before: list[Row]
    rows: list[Row]
    feeds: list[Feed] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    filled: list[Moved] = field(default_factory=list)
    revised: list[Moved] = field(default_factory=list)
    conflicts: list[Moved] = field(default_factory=list)
    held_back: int = 0

    @property
    def name(self) -> str:
        """The table."""
        return str(self.resource["name"])

    def trial(self, feed: Feed) -> Change:
        """Return a copy to merge one more feed into."""
        return replace(
            self,
            rows=[dict(row) for row in self.rows],
            feeds=[*self.feeds, feed],
            added=list(self.added),
            filled=list(self.filled),
            revised=list(self.revised),
            conflicts=list(self.conflicts),
        )

    @property
    def text(self) -> str:
        """The table's file, sorted by its key."""
        kinds = {f["name"]: f["type"] for f in self.resource["schema"]["fields"]}

        def place(row: Row) -> tuple[tuple[bool, float | str], ...]:
            cells = ((kinds[c], row[c]) for c in self.resource["schema"]["primaryKey"])
            return tuple(
                (bool(cell), float(cell or 0) if kind in ("number", "integer") else cell) for kind, cell in cells
            )

        return _write(list(kinds), sorted(self.rows, key=place))


# --- tables as text ------------------------------------------------------------------------


def _write(names: list[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in rows)
    return out.getvalue()


def stored_rows(resource: dict[str, Any], root: Path) -> list[Row]:
    """Return a table's rows with every cell as the file has it."""
    with (root / resource["path"]).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _figure_key(resource: dict[str, Any]) -> list[str]:
    return list(resource.get("vintage_of") or resource["schema"]["primaryKey"])


def _value_columns(resource: dict[str, Any]) -> list[str]:
    fields = resource["schema"]["fields"]
    key = {*resource["schema"]["primaryKey"], *_figure_key(resource)}
    return [f["name"] for f in fields if f["type"] in ("number", "integer") and f["name"] not in key]


def _named(row: Row, columns: Iterable[str]) -> str:
    return " ".join(row[column] for column in columns)


def _period_start(cell: str) -> str:
    """Return the first day of a period written as a date, ``2025Q1``, ``FY2024`` or a year."""
    if cell.startswith("FY"):
        return f"{cell[2:]}-04-01"
    if len(cell) == 6 and cell[4] == "Q":
        return f"{cell[:4]}-{3 * int(cell[5]) - 2:02d}-01"
    return cell if len(cell) == 10 else f"{cell}-01-01"


# --- holding an answer against the table ---------------------------------------------------


def examine(ask: Ask, rows: list[Row]) -> None:
    """Refuse rows that no publisher would send of this table.

    Raises :class:`~brink.errors.SourceError` for rows that come twice, lie in the future, leave out
    what was there, or differ from the stored figures by a factor: a changed unit or base.
    """
    feed, resource = ask.feed, ask.resource
    key = [*dict.fromkeys([*_figure_key(resource), *resource["schema"]["primaryKey"]])]

    def fault(what: str, remedy: str) -> SourceError:
        return SourceError(feed.source, feed.address, f"{feed.label}: {what}", remedy)

    if not rows:
        raise fault("no rows came", "Compare the publisher's page with the adapter.")
    seen = set()
    for row in rows:
        identity = tuple(row[c] for c in key)
        if identity in seen:
            raise fault(f"{_named(row, key)} came twice", "Nothing was taken: run refresh again later.")
        seen.add(identity)
    if not feed.ahead:
        late = max(rows, key=lambda row: _period_start(row[feed.period]))
        if _period_start(late[feed.period]) > ask.today.isoformat():
            what = f"{late[feed.period]} lies in the future (today is {ask.today})"
            raise fault(what, "Check this machine's clock; if it is right, the answer is wrong.")

    newest = _newest_by_figure(ask.resource, ask.stored)
    fetched = _newest_by_figure(ask.resource, rows)
    first, last = min(row[feed.period] for row in rows), max(row[feed.period] for row in rows)
    if ask.stored and last < (reached := max(row[feed.period] for row in ask.stored)):
        raise fault(
            f"it ends with {last}, but the table reaches {reached}", "The answer is shortened: run refresh again later."
        )
    span = [row for row in newest.values() if feed.whole or row[feed.period] >= first]
    held, lacking = 0, []
    for column in _value_columns(resource):
        if not any(column in row for row in rows):
            continue  # not this publisher's to say
        pairs = []
        for row in span:
            if row[column]:
                held += 1
                figure = fetched.get(_id(row, resource), {}).get(column)
                if figure:
                    pairs.append((abs(float(row[column])), abs(float(figure))))
                else:
                    lacking.append(f"{column} of {row[feed.period]}")
        ratios = [new / old for old, new in pairs if old and new]
        if not pairs and any(row.get(column) for row in rows):
            raise fault(
                f"no {column} to compare with the table",
                "Without an overlap a changed unit would pass: check the adapter.",
            )
        if ratios and not 0.5 < median(ratios) < 2:
            raise fault(
                f"{column} is {median(ratios):.4g} times what the table holds for the same periods",
                "The unit or the base has changed: correct the adapter, or the table's description.",
            )
    if feed.whole and len(lacking) > MAY_LACK * held:
        raise fault(
            f"{len(lacking)} of {held} figures the table holds are missing, the first {lacking[0]}",
            "The answer is shortened: run refresh again later.",
        )


def _id(row: Row, resource: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row[c] for c in _figure_key(resource))


def _as_of_column(resource: dict[str, Any]) -> str:
    return str(resource["as_of"]["column"])


def _newest_by_figure(resource: dict[str, Any], rows: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    """Return the newest vintage of each figure (rows of tables without vintages: as they are)."""
    released = _as_of_column(resource)
    if not resource.get("vintage_of"):
        return {_id(row, resource): row for row in rows}
    return {_id(row, resource): row for row in sorted(rows, key=lambda row: row[released])}


def _same(old: str, new: str, slack: str | None = None) -> bool:
    if not old or not new:
        return old == new
    return abs(Decimal(old) - Decimal(new)) <= Decimal(slack or 0)


def merge(change: Change, ask: Ask, rows: list[Row]) -> None:
    """Add what ``rows`` know and the table does not. Nothing that is there is overwritten.

    In a table with vintages a figure that differs from the one known on its day is a new row. In a
    table without, it is a conflict, reported and left alone; an empty cell is filled. A row that is
    not public yet by the table's rule, or not complete, waits for a later refresh.
    """
    resource, today = change.resource, ask.today.isoformat()
    columns, names = _value_columns(resource), [f["name"] for f in resource["schema"]["fields"]]
    released = _as_of_column(resource)
    required = [f["name"] for f in resource["schema"]["fields"] if f.get("constraints", {}).get("required")]
    known: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in change.rows:
        known[_id(row, resource)].append(row)
    compared = 0
    differing: list[Moved] = []
    for row in sorted(rows, key=lambda r: r.get(released) or ""):
        row = {name: row.get(name, "") for name in names}
        if _public_from(resource, row) > today or any(not row[name] for name in required):
            change.held_back += 1
            continue
        others = known[_id(row, resource)]
        if resource.get("vintage_of"):
            before = [other for other in others if other[released] <= row[released]]
            last = max(before, key=lambda other: other[released], default=None)
            moved = _moves(change, last, row, columns, ask.feed.slack) if last is not None else []
            if last is not None and not moved:
                continue
            if last is not None and last[released] == row[released]:
                differing += [m for m in moved if m.old]
                continue
            change.revised += [m for m in moved if m.old]
        elif others:
            (last,) = others
            for move in _moves(change, last, row, columns, ask.feed.slack):
                if move.old:
                    differing.append(move)
                elif move.new:
                    last[move.column] = move.new
                    change.filled.append(move)
            compared += 1
            continue
        change.rows.append(row)
        change.added.append(row)
        others.append(row)
    if len({m.figure for m in differing}) > max(3, MAY_DIFFER * compared):
        raise SourceError(
            ask.feed.source,
            ask.feed.address,
            f"{ask.feed.label}: {len(differing)} figures that are never revised differ from the table, "
            f"such as {differing[0]}",
            "The series may have been rebased or replaced: compare by hand before taking it.",
        )
    change.conflicts += differing


def _moves(change: Change, old: Row, new: Row, columns: list[str], slack: dict[str, str]) -> list[Moved]:
    figure = _named(new, _figure_key(change.resource))
    return [
        Moved(change.name, figure, c, old[c], new[c])
        for c in columns
        if new[c] and not _same(old[c], new[c], slack.get(c))
    ]


def _public_from(resource: dict[str, Any], row: Row) -> str:
    """Return from which day the table's rule takes a row as public."""
    rule = resource["as_of"]
    while rule:
        if cell := row[rule["column"]]:
            return (date.fromisoformat(cell) + timedelta(rule.get("plus_days", 0))).isoformat()
        rule = rule.get("otherwise")
    return "9999-12-31"


# --- fetching ------------------------------------------------------------------------------

#: What each feed brought, with what it was given; or why it failed.
Outcome = dict[Feed, tuple[Ask, list[Row]] | SourceError]


def gather(
    feeds: Iterable[Feed],
    package: dict[str, Any],
    root: Path,
    fetcher: Fetcher,
    today: date,
    report: Callable[[Feed, str], None] = lambda feed, what: None,
) -> Outcome:
    """Ask every feed for its rows, publishers side by side, one publisher's feeds one after another.

    ``report`` is told of each feed as it ends, in a few words; in none where no host was reached.
    """
    resources = {resource["name"]: resource for resource in package["resources"]}
    queues: dict[str, list[Feed]] = defaultdict(list)
    for feed in feeds:
        queues[feed.source].append(feed)
    outcome: Outcome = {}

    def work(queue: list[Feed]) -> None:
        for feed in queue:
            resource = resources[feed.table]
            stored = [row for row in stored_rows(resource, root) if feed.speaks_of(row)]
            ask = Ask(fetcher, feed, today, resource, stored)
            try:
                rows = feed.collect(ask)
                examine(ask, rows)
                outcome[feed] = (ask, rows)
                report(feed, f"{len(rows):,} rows")
            except SourceError as error:
                outcome[feed] = error
                report(feed, "" if error.unreachable else "failed")
            except Exception as error:  # whatever an answer does to a parser, the other sources go on
                what = f"{feed.label}: the answer is built differently ({type(error).__name__}: {error})"
                outcome[feed] = SourceError(
                    feed.source, feed.address, what, "The publisher may have changed its format: compare the adapter."
                )
                report(feed, "failed")

    with ThreadPoolExecutor(max_workers=max(1, len(queues))) as pool:
        for done in [pool.submit(work, queue) for queue in queues.values()]:
            done.result()
    return {feed: outcome[feed] for queue in queues.values() for feed in queue}


# --- planning ------------------------------------------------------------------------------


def plan(outcome: Outcome, package: dict[str, Any], root: Path) -> tuple[dict[str, Change], dict[Feed, SourceError]]:
    """Turn answers into changes by table; a feed that contradicts the record joins the failures."""
    resources = {resource["name"]: resource for resource in package["resources"]}
    changes: dict[str, Change] = {}
    failed = {feed: result for feed, result in outcome.items() if isinstance(result, SourceError)}
    for feed, result in outcome.items():
        if isinstance(result, SourceError):
            continue
        ask, rows = result
        change = changes.get(feed.table)
        if change is None:
            stored = stored_rows(resources[feed.table], root)
            change = Change(resources[feed.table], stored, stored)
        trial = change.trial(feed)
        try:
            merge(trial, ask, rows)
            changes[feed.table] = trial
        except SourceError as error:
            failed[feed] = error
    return changes, failed


def _describe(change: Change, text: str, stage: Path, today: date) -> dict[str, Any]:
    """Return the table's entry as it stands once the change is in."""
    resource: dict[str, Any] = json.loads(json.dumps(change.resource))
    path = stage / resource["path"]
    path.write_text(text, encoding="utf-8", newline="")
    resource |= {"hash": sha256(path), "bytes": path.stat().st_size, "rows": len(change.rows)}
    resource["retrieved"] = today.isoformat()
    periods = {feed.period for feed in change.feeds}
    old, new = (max((row[p] for row in rows for p in periods), default="") for rows in (change.before, change.rows))
    for before, after in ((old, new), (old[:7], new[:7])):
        head, found, tail = resource["coverage"].rpartition(before)
        if before and found and before != after:
            resource["coverage"] = head + after + tail
            break
    sources = {feed.source: feed.address for feed in change.feeds}
    resource["refreshed"] = {"on": today.isoformat(), "from": sources}
    return resource


@contextmanager
def staged(
    changes: dict[str, Change], package: dict[str, Any], root: Path, today: date
) -> Iterator[tuple[Path, dict[str, Any], dict[str, str], dict[Feed, SourceError]]]:
    """Yield a copy of the record with the changes in it, the new package, its tables, and what failed.

    A table that does not fit its description is left as it was; its feeds are the failures. Where nothing
    would change, nothing is copied: the record stands for itself.
    """
    failed: dict[Feed, SourceError] = {}
    wanted = {n: c for n, c in changes.items() if c.added or c.filled}
    if not wanted:
        yield root, package, {}, failed
        return
    with tempfile.TemporaryDirectory(prefix="brink-") as folder:
        stage = Path(folder) / "data"
        shutil.copytree(root, stage)
        while True:
            new, tables = json.loads(json.dumps(package)), {}
            for n, resource in enumerate(new["resources"]):
                if change := wanted.get(resource["name"]):
                    tables[resource["path"]] = change.text
                    new["resources"][n] = _describe(change, tables[resource["path"]], stage, today)
            (stage / DESCRIPTOR).write_text(json.dumps(new, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            problems = verify(stage)
            if not problems:
                break
            bad = [c for c in wanted.values() if any(p.file == f"data/{c.resource['path']}" for p in problems)]
            if not bad:
                raise RefreshError(f"The record is not in order: {problems[0]}. Run: python -m brink verify")
            for change in bad:
                problem = next(p for p in problems if p.file == f"data/{change.resource['path']}")
                for feed in change.feeds:
                    failed[feed] = SourceError(
                        feed.source,
                        feed.address,
                        f"{feed.label} does not fit its description ({problem.where}: {problem.what})",
                        "If the figure is right, widen the limits in data/datapackage.json.",
                    )
                shutil.copy(root / change.resource["path"], stage / change.resource["path"])
                del wanted[change.name], changes[change.name]
        yield stage, new, tables, failed


def verdicts(root: Path) -> dict[str, str]:
    """Return every claim's verdict as the record under ``root`` gives it."""
    from brink import VIDEO_DAY
    from brink.argument.claims import load_claims
    from brink.argument.ledger import assess
    from brink.record.snapshot import Snapshot

    found = {}
    for claim in load_claims(root):
        try:
            found[claim.id] = assess(claim, Snapshot(VIDEO_DAY, root), Snapshot(None, root)).verdict
        except (BrinkError, LookupError, TypeError, ValueError, ArithmeticError) as error:
            found[claim.id] = f"can't be computed ({type(error).__name__}: {error})"
    return found


# --- saying what moved ---------------------------------------------------------------------


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def summary(changes: dict[str, Change], failed: dict[Feed, SourceError], flips: dict[str, tuple[str, str]]) -> str:
    """Return what a refresh would do, as Markdown that also reads well in a terminal."""
    lines = []
    for name, change in sorted(changes.items()):
        parts = [_count(len(change.added), "row") + " new"] if change.added else []
        parts += [f"{_count(len(change.revised), 'figure')} of them revised"] if change.revised else []
        parts += [_count(len(change.filled), "gap") + " filled"] if change.filled else []
        if parts:
            sources = ", ".join(dict.fromkeys(feed.source for feed in change.feeds))
            lines.append(f"- {name}: {', '.join(parts)} ({sources})")
    if not lines:
        lines.append("No new figures.")
    revised = sorted((m for c in changes.values() for m in c.revised), key=lambda m: m.size, reverse=True)
    lines += _listed("Revised, largest first", [f"{m} ({m.size:+.2%} of the old)".replace("+", "") for m in revised])
    conflicts = [m for c in changes.values() for m in c.conflicts]
    lines += _listed(
        "Differ from figures that are never revised; left as they are, compare by hand",
        [f"{m.table}, {m.figure}: {m.column} is {m.old} here, {m.new} at the source" for m in conflicts],
    )
    lines += _listed("Verdicts that change", [f"{claim}: {old} -> {new}" for claim, (old, new) in flips.items()], 99)
    lines += _listed("Sources that failed", [str(error) for error in failed.values()], 99)
    return "\n".join(lines) + "\n"


def _listed(title: str, items: list[str], shown: int = SHOWN) -> list[str]:
    if not items:
        return []
    more = [f"- and {len(items) - shown:,} more"] if len(items) > shown else []
    return ["", f"{title}:", "", *(f"- {item}" for item in items[:shown]), *more]


def without_feed(package: dict[str, Any], names: Iterable[str]) -> list[str]:
    """Return, for tables no adapter feeds, where to look for newer figures."""
    fed = {feed.table for feed in FEEDS}
    lines = []
    for resource in package["resources"]:
        if resource["name"] in names and resource["name"] not in fed:
            places = [s.get("path") or s["title"] for s in resource["sources"]]
            lines.append(f"{resource['name']}: {', '.join(places[:2])}")
    return lines


# --- the command ---------------------------------------------------------------------------


def refresh(
    names: Iterable[str] = (),
    *,
    root: Path = DATA,
    mirror: str | None = None,
    dry_run: bool = False,
    yes: bool = False,
    today: date | None = None,
    fetcher: Fetcher | None = None,
    feeds: Iterable[Feed] = FEEDS,
    judge: Callable[[Path], dict[str, str]] = verdicts,
    question: Callable[[str], str] | None = None,
    out: Callable[[str], None] = print,
    patience: float = 60,
) -> int:
    """Bring tables up to date; returns the exit code.

    0: every source asked for was read. 1: some source failed, the others are in. 2: nothing could be
    done: no source answered as it should, another refresh holds the record, or nobody could be asked.
    """
    from filelock import FileLock, Timeout

    root, names = Path(root), list(names)
    lock = FileLock(root.parent / f".{root.name}.lock")
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            out(f"Another refresh is at work on {root}; waiting up to {patience:g} s for it.")
            lock.acquire(timeout=patience)
    except Timeout:
        out("The other refresh is still at work: nothing was done. Run this again when it has ended.")
        return 2
    with lock:
        if settle(root):
            out("An interrupted refresh was completed first.")
        package, descriptor = load_package(root), (root / DESCRIPTOR).read_bytes()
        tables = {resource["name"] for resource in package["resources"]}
        for name in names:
            describe(name, root)
        wanted = [f for f in feeds if f.table in tables and (not names or f.table in names)]
        by_hand = without_feed(package, names or tables)
        if not wanted:
            out("No adapter reads these figures. Look here:")
            for line in by_hand:
                out(f"  {line}")
            return 2
        today = today or datetime.now(UTC).date()
        with _progress(len(wanted), out) as report:
            outcome = gather(wanted, package, root, fetcher or Fetcher(mirror), today, report)
        changes, failed = plan(outcome, package, root)
        if len(failed) == len(wanted) and all(error.unreachable for error in failed.values()):
            first = next(iter(failed.values()))
            out(f"No source could be reached ({first.source}: {first.what}). Nothing was changed; check the network.")
            return 2
        with staged(changes, package, root, today) as (stage, new, texts, unfit):
            failed |= unfit
            before, after = (judge(root), judge(stage)) if texts else ({}, {})
            flips = {claim: (old, after[claim]) for claim, old in before.items() if after.get(claim) != old}
            told = summary(changes, failed, flips)
        out(told)
        if by_hand:
            out(f"{_count(len(by_hand), 'table')} without an adapter; where to look by hand:")
            for line in by_hand:
                out(f"  {line}")
        code = 0 if not failed else 1 if len(failed) < len(wanted) else 2
        if not texts or dry_run:
            out("Nothing was written." if not dry_run else "Nothing was written (dry run).")
            return code
        if not yes:
            question = question or (input if sys.stdin.isatty() else None)
            if question is None:
                out("Nothing was written: there is no terminal to ask at. Add --yes to write.")
                return 2
            if question(f"Write {_count(len(texts), 'table')}? [y/N] ").strip().lower() not in ("y", "yes"):
                out("Nothing was written.")
                return code
        if (root / DESCRIPTOR).read_bytes() != descriptor:
            raise RefreshError("data/datapackage.json was changed meanwhile: nothing was written. Run refresh again.")
        stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        commit(root, new, texts, f"## {stamp}\n\n{told}")
        out(
            f"Written: {', '.join(sorted(changes.keys() & {r['name'] for r in new['resources'] if r['path'] in texts}))}."
        )
        return code


@contextmanager
def _progress(total: int, out: Callable[[str], None]) -> Iterator[Callable[[Feed, str], None]]:
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
