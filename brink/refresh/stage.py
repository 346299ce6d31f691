"""What the answers together would change, tried out on a copy of the record and held against its description."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from brink.errors import BrinkError, RefreshError, SourceError
from brink.record.package import DESCRIPTOR, Resource
from brink.record.table import Problem
from brink.record.verify import sha256, verify
from brink.refresh.feed import Feed
from brink.refresh.gather import Outcome
from brink.refresh.merge import TableChange, merge
from brink.refresh.rows import stored_rows


@dataclass
class Plan:
    """The changes by table, and the feeds that brought none because they failed."""

    changes: dict[str, TableChange] = field(default_factory=dict)
    failed: dict[Feed, SourceError] = field(default_factory=dict)

    @property
    def writing(self) -> dict[str, TableChange]:
        """The changes that alter a file."""
        return {name: change for name, change in self.changes.items() if change.writes}


@dataclass(frozen=True)
class Stage:
    """The record as it would stand: where it lies, its package, and the text of each file that differs."""

    root: Path
    package: Resource
    texts: dict[str, str]


def plan(outcome: Outcome, package: Resource, root: Path) -> Plan:
    """Turn answers into changes by table; a feed that contradicts the record joins the failures."""
    resources = {resource["name"]: resource for resource in package["resources"]}
    found = Plan()
    for feed, result in outcome.items():
        if isinstance(result, SourceError):
            found.failed[feed] = result
            continue
        if feed.table not in found.changes:
            resource = resources[feed.table]
            found.changes[feed.table] = TableChange.none(resource, stored_rows(resource, root))
        trial = found.changes[feed.table].trial(feed)
        try:
            merge(trial, result.ask, result.rows)
            found.changes[feed.table] = trial
        except SourceError as error:
            found.failed[feed] = error
    return found


@contextmanager
def staged(found: Plan, package: Resource, root: Path, today: date) -> Iterator[Stage]:
    """Yield the record with the changes in it.

    A table that would not fit its description is left as it was, and its feeds join the failures. Where nothing would
    change, nothing is copied: the record stands for itself. Raises :class:`~brink.errors.RefreshError` where the
    record was out of order before.
    """
    if not found.writing:
        yield Stage(root, package, {})
        return
    with tempfile.TemporaryDirectory(prefix="brink-") as folder:
        stage = Path(folder) / "data"
        shutil.copytree(root, stage)
        while True:
            new, texts = _put(found.writing, package, stage, today)
            problems = verify(stage)
            if not problems:
                break
            _take_back(found, problems, root, stage)
        yield Stage(stage, new, texts)


def _put(
    changes: dict[str, TableChange], package: Resource, stage: Path, today: date
) -> tuple[Resource, dict[str, str]]:
    """Write the changed tables and their descriptor into ``stage``."""
    new, texts = json.loads(json.dumps(package)), {}
    for n, resource in enumerate(new["resources"]):
        if change := changes.get(resource["name"]):
            texts[resource["path"]] = change.text
            new["resources"][n] = _described(change, texts[resource["path"]], stage, today)
    (stage / DESCRIPTOR).write_text(json.dumps(new, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return new, texts


def _take_back(found: Plan, problems: list[Problem], root: Path, stage: Path) -> None:
    """Drop the changes that do not fit their description."""
    by_file = {problem.file: problem for problem in reversed(problems)}
    unfit = [change for change in found.writing.values() if f"data/{change.resource['path']}" in by_file]
    if not unfit:
        raise RefreshError(f"The record is not in order: {problems[0]}. Run: python -m brink verify")
    for change in unfit:
        path = change.resource["path"]
        problem = by_file[f"data/{path}"]
        for feed in change.feeds:
            found.failed[feed] = SourceError(
                feed.source,
                feed.address,
                f"{feed.label} does not fit its description ({problem.where}: {problem.what})",
                "If the figure is right, widen the limits in data/datapackage.json.",
            )
        shutil.copy(root / path, stage / path)
        del found.changes[change.name]


def _described(change: TableChange, text: str, stage: Path, today: date) -> Resource:
    """Write a table into ``stage``; return its entry as it stands once the change is in."""
    resource: Resource = json.loads(json.dumps(change.resource))
    path = stage / resource["path"]
    path.write_text(text, encoding="utf-8", newline="")
    rows = len(change.rows)
    resource |= {"hash": sha256(path), "bytes": path.stat().st_size, "rows": rows, "row_floor": rows}
    resource["retrieved"] = today.isoformat()
    resource["coverage"] = _moved_along(resource["coverage"], change)
    resource["refreshed"] = {
        "on": today.isoformat(),
        "from": {feed.source: feed.address for feed in change.feeds},
    }
    return resource


def _moved_along(coverage: str, change: TableChange) -> str:
    """Return the text on coverage with its last date moved to the newest period."""
    periods = {feed.period for feed in change.feeds}
    old, new = (max((row[p] for row in rows for p in periods), default="") for rows in (change.before, change.rows))
    for before, after in ((old, new), (old[:7], new[:7])):
        head, found, tail = coverage.rpartition(before)
        if before and found and before != after:
            return head + after + tail
    return coverage


def verdicts(root: Path) -> dict[str, str]:
    """Return every claim's verdict as the record under ``root`` gives it."""
    from brink.argument.ledger import Ledger
    from brink.record.snapshot import Snapshot

    ledger, found = Ledger(record=Snapshot(root=root)), {}
    for claim in ledger.claims:
        try:
            found[claim.id] = ledger[claim.id].verdict
        except (BrinkError, LookupError, TypeError, ValueError, ArithmeticError) as error:
            found[claim.id] = f"can't be computed ({type(error).__name__}: {error})"
    return found
