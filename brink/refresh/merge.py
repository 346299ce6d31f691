"""What an answer would change in its table. Nothing that is there is overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from brink.record.package import Resource
from brink.refresh.feed import Ask, Feed
from brink.refresh.rows import (
    Row,
    columns_of,
    figure_key,
    identity,
    named,
    public_from,
    released_column,
    said_columns,
    same,
    value_columns,
    written,
)

#: Unrevised figures that may differ before the answer counts as another series, as a share.
MAY_DIFFER = 0.2
#: ... and how many, where few are compared.
A_FEW = 3


@dataclass(frozen=True)
class FigureChange:
    """One cell that a feed adds or changes."""

    table: str
    figure: str
    column: str
    old: str
    new: str

    @property
    def size(self) -> float:
        """The change relative to the old figure; without bound where the old one was zero or is no number."""
        try:
            old, new = float(self.old), float(self.new)
        except ValueError:
            return float("inf")
        return abs(new - old) / abs(old) if old else float("inf") if new else 0.0

    def __str__(self) -> str:
        return f"{self.table}, {self.figure}: {self.column} {self.old} -> {self.new}"


@dataclass
class TableChange:
    """What the feeds of one table would do to it."""

    resource: Resource
    before: list[Row]
    rows: list[Row]
    feeds: list[Feed] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    filled: list[FigureChange] = field(default_factory=list)
    revised: list[FigureChange] = field(default_factory=list)
    conflicts: list[FigureChange] = field(default_factory=list)
    held_back: int = 0

    @classmethod
    def none(cls, resource: Resource, stored: list[Row]) -> TableChange:
        """Return a change that changes nothing yet."""
        return cls(resource, stored, stored)

    @property
    def name(self) -> str:
        """The table."""
        return str(self.resource["name"])

    @property
    def writes(self) -> bool:
        """Whether the table's file would differ."""
        return bool(self.added or self.filled)

    def trial(self, feed: Feed) -> TableChange:
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
        kinds = columns_of(self.resource)

        def place(row: Row) -> tuple[tuple[bool, float | str], ...]:
            cells = ((kinds[column], row[column]) for column in self.resource["schema"]["primaryKey"])
            return tuple(
                (bool(cell), float(cell or 0) if kind in ("number", "integer") else cell) for kind, cell in cells
            )

        return written(kinds, sorted(self.rows, key=place))


def merge(change: TableChange, ask: Ask, rows: list[Row]) -> None:
    """Add what ``rows`` know and the table does not.

    In a table with vintages a figure that differs from the one known on its day is a new row. In a table without, it
    is a conflict, reported and left alone; an empty cell is filled. A row that is not public yet by the table's rule,
    or not complete, waits for a later refresh.

    Raises :class:`~brink.errors.SourceError` where so much differs that it must be another series.
    """
    resource = change.resource
    released = released_column(resource)
    known: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in change.rows:
        known[identity(row, resource)].append(row)
    revisable = bool(resource.get("vintage_of"))
    take = _take_vintage if revisable else _take_unrevised
    compared, differing = 0, []
    for row in _due(change, ask, sorted(rows, key=lambda row: row.get(released) or "")):
        others = known[identity(row, resource)]
        compared += bool(others) and not revisable
        conflicts, is_new = take(change, ask.feed, row, others)
        differing += conflicts
        if is_new:
            change.rows.append(row)
            change.added.append(row)
            others.append(row)
    if len({c.figure for c in differing if c.column in value_columns(resource)}) > max(A_FEW, MAY_DIFFER * compared):
        raise ask.fault(
            f"{len(differing)} figures that are never revised differ from the table, such as {differing[0]}",
            "The series may have been rebased or replaced: compare by hand before taking it.",
        )
    change.conflicts += differing


def _due(change: TableChange, ask: Ask, rows: list[Row]) -> Iterator[Row]:
    """Yield rows with all columns of the table, those left out that are not complete or not public yet."""
    fields = change.resource["schema"]["fields"]
    required = [f["name"] for f in fields if f.get("constraints", {}).get("required")]
    for row in rows:
        whole = {name: row.get(name, "") for name in columns_of(change.resource)}
        if public_from(change.resource, whole) > ask.today.isoformat() or not all(whole[name] for name in required):
            change.held_back += 1
        else:
            yield whole


def _take_vintage(change: TableChange, feed: Feed, row: Row, others: list[Row]) -> tuple[list[FigureChange], bool]:
    """Return what contradicts the table, and whether the row is a vintage the table has not."""
    released = released_column(change.resource)
    before = [other for other in others if other[released] <= row[released]]
    if not before:
        return [], True
    last = max(before, key=lambda other: other[released])
    moved = _moves(change, feed, last, row, value_columns(change.resource))
    if not moved:
        return [], False
    revised = [move for move in moved if move.old]
    if last[released] == row[released]:
        return revised, False
    change.revised += revised
    return [], True


def _take_unrevised(change: TableChange, feed: Feed, row: Row, others: list[Row]) -> tuple[list[FigureChange], bool]:
    """Return what contradicts the table, and whether the row is new; fill cells that are empty."""
    if not others:
        return [], True
    (known,) = others
    conflicts = []
    for move in _moves(change, feed, known, row, said_columns(change.resource)):
        if move.old:
            conflicts.append(move)
        else:
            known[move.column] = move.new
            change.filled.append(move)
    return conflicts, False


def _moves(change: TableChange, feed: Feed, old: Row, new: Row, columns: list[str]) -> list[FigureChange]:
    figure = named(new, figure_key(change.resource))
    return [
        FigureChange(change.name, figure, column, old[column], new[column])
        for column in columns
        if new[column] and not same(old[column], new[column], feed.tolerance.get(column))
    ]
