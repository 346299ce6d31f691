"""The one door to the tables: what was public on a given day, and what was worked out from it.

A :class:`Snapshot` never changes. What it has read, and every frame a measure has made from it, stays with it; who
wants files that have changed since opens a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from brink.errors import TableError, UnknownTable
from brink.record.package import DATA, DESCRIPTOR, Resource, load_package
from brink.record.table import parse, public_from

P = ParamSpec("P")
T = TypeVar("T")


class _Files:
    """The tables of one folder, each read at most once, shared by the snapshots of all days."""

    def __init__(self, root: Path):
        self.root = root
        self.snapshots: dict[date | None, Snapshot] = {}
        self._tables: dict[str, tuple[pd.DataFrame, pd.Series]] = {}
        self._days: dict[str, pd.DatetimeIndex] = {}

    @cached_property
    def resources(self) -> dict[str, Resource]:
        return {resource.get("name"): resource for resource in load_package(self.root)["resources"]}

    def describe(self, name: str) -> Resource:
        try:
            return self.resources[name]
        except KeyError:
            known = ", ".join(sorted(map(str, self.resources)))
            raise UnknownTable(f"no table {name!r} is described in data/{DESCRIPTOR}. Tables: {known}") from None

    def read(self, name: str) -> tuple[pd.DataFrame, pd.Series]:
        """Return a whole table and, for each row, the day it was public from."""
        if name not in self._tables:
            resource = self.describe(name)
            frame, problems = parse(resource, self.root)
            if problems:
                more = f" ({len(problems) - 1} more: brink verify)" if len(problems) > 1 else ""
                raise TableError(f"{problems[0]}{more}")
            self._tables[name] = frame, public_from(resource, frame)
        return self._tables[name]

    def days(self, name: str) -> pd.DatetimeIndex:
        """Return the days on which rows of a table became public, in their order."""
        if name not in self._days:
            self._days[name] = pd.DatetimeIndex(self.read(name)[1].dropna().unique()).sort_values()
        return self._days[name]


class Snapshot:
    """The public record as it stood at the end of one day.

    Parameters
    ----------
    as_of : datetime.date or None
        The day; ``None`` means everything the tables hold.
    root : path
        The folder of the data package.

    Examples
    --------
    >>> Snapshot(date(2025, 6, 10)).table("us_auctions")["auction_date"].max()
    Timestamp('2025-06-10 00:00:00')
    """

    def __init__(self, as_of: date | None = None, root: Path = DATA):
        self.as_of = as_of
        self._files = _Files(Path(root))
        self._files.snapshots[as_of] = self
        self._start()

    def _start(self) -> None:
        self._known_tables: dict[str, tuple[pd.DataFrame, pd.DataFrame, date | None]] = {}
        self._made: dict[Hashable, tuple[Any, frozenset[str]]] = {}
        self._watchers: list[set[str]] = []

    def __repr__(self) -> str:
        return f"Snapshot({self.as_of or 'everything'})"

    @property
    def root(self) -> Path:
        """The folder of the data package."""
        return self._files.root

    def on(self, as_of: date | None) -> Snapshot:
        """Return the record of another day, from the files this one has read: the same snapshot each time."""
        if as_of == self.as_of:
            return self
        if as_of not in self._files.snapshots:
            other = object.__new__(Snapshot)
            other.as_of, other._files = as_of, self._files
            other._start()
            self._files.snapshots[as_of] = other
        return self._files.snapshots[as_of]

    def later(self, as_of: date) -> Snapshot:
        """Return the record of a later day, with all that this one has read and worked out from tables unchanged since.

        It is not kept: for whoever walks through many days, one after another, and asks on each of one and the same day.
        """
        other = object.__new__(Snapshot)
        other.as_of, other._files = as_of, self._files
        other._start()
        changed = {name for name in self._known_tables if self.as_of is not None and other.changes(name, self.as_of)}
        other._known_tables = {name: known for name, known in self._known_tables.items() if name not in changed}
        other._made = {key: made for key, made in self._made.items() if not made[1] & changed}
        return other

    def changes(self, name: str, since: date) -> list[date]:
        """Return the days after ``since`` on which rows of a table became public, in their order."""
        days = self._files.days(name)
        until = pd.Timestamp(self.as_of) if self.as_of else days[-1:].max()
        return [day.date() for day in days[(days > pd.Timestamp(since)) & (days <= until)]]

    def describe(self, name: str) -> Resource:
        """Return the description of one table; raises :class:`~brink.errors.UnknownTable`."""
        return self._files.describe(name)

    @property
    def tables(self) -> list[str]:
        """The names of all tables, in the order of the descriptor."""
        return list(self._files.resources)

    def _known(self, name: str) -> tuple[pd.DataFrame, pd.DataFrame, date | None]:
        """Return what was public of a table: every vintage, the newest of each figure, and the day of the newest row."""
        for seen in self._watchers:
            seen.add(name)
        if name not in self._known_tables:
            frame, public = self._files.read(name)
            if self.as_of is not None:
                known = public <= pd.Timestamp(self.as_of)
                frame, public = frame[known], public[known]
            frame = newest = frame.reset_index(drop=True)
            if figure := self.describe(name).get("vintage_of"):
                order = np.argsort(public.to_numpy(), kind="stable")
                last = order[~frame[figure].take(order).duplicated(keep="last").to_numpy()]
                newest = frame.take(np.sort(last)).reset_index(drop=True)
            self._known_tables[name] = frame, newest, None if public.empty else public.max().date()
        return self._known_tables[name]

    def vintages(self, name: str) -> pd.DataFrame:
        """Return every row that was public on the day, all vintages of a period included."""
        return self._known(name)[0].copy(deep=False)  # pandas copies on write

    def table(self, name: str) -> pd.DataFrame:
        """Return the table as a reader would have found it on the day.

        Where the descriptor declares vintages (``vintage_of``: the columns that name a figure),
        only the newest public value of each figure is kept.

        Raises :class:`~brink.errors.UnknownTable`, :class:`~brink.errors.TableError`.
        """
        return self._known(name)[1].copy(deep=False)

    def last_public(self, name: str) -> date | None:
        """Return the day the newest row in this snapshot became public; ``None`` where none was."""
        return self._known(name)[2]

    def revises(self, name: str, since: date) -> bool:
        """Return whether this snapshot holds a later vintage of a figure of the table that was public on ``since``."""
        figure = self.describe(name).get("vintage_of")
        if not figure:
            return False
        known = self.on(since).vintages(name)
        return len(known) > 0 and len(self.vintages(name).merge(known[figure].drop_duplicates(), on=figure)) > len(
            known
        )

    @cached_property
    def newest_day(self) -> date:
        """The newest day on which a row of any table became public; raises :class:`~brink.errors.TableError` without one."""
        limit = pd.Timestamp.max if self.as_of is None else pd.Timestamp(self.as_of)
        days = (public[public <= limit].max() for public in (self._files.read(name)[1] for name in self.tables))
        known = [day for day in days if pd.notna(day)]
        if not known:
            raise TableError(f"no table of {self.root} holds a row that was public on {self.as_of}.")
        newest: date = max(known).date()
        return newest

    def once(self, make: Callable[Concatenate[Snapshot, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``make(self, *args, **kwargs)``, worked out the first time only; arguments must be hashable.

        A frame is handed out as a copy of the caller's own.
        """
        key = (make, args, tuple(sorted(kwargs.items())))
        if key not in self._made:
            with self.watching() as seen:
                made = make(self, *args, **kwargs)
            self._made[key] = made, frozenset(seen)
        result, tables = self._made[key]
        for seen in self._watchers:
            seen.update(tables)
        return result.copy(deep=False) if isinstance(result, pd.DataFrame | pd.Series) else result  # type: ignore[no-any-return]

    @contextmanager
    def watching(self) -> Iterator[set[str]]:
        """Collect the names of the tables that are read inside the block, also through frames made before."""
        seen: set[str] = set()
        self._watchers.append(seen)
        try:
            yield seen
        finally:
            self._watchers = [watcher for watcher in self._watchers if watcher is not seen]


def once(make: Callable[Concatenate[Snapshot, P], T]) -> Callable[Concatenate[Snapshot, P], T]:
    """Let a function of a snapshot do its work once for all who ask: see :meth:`Snapshot.once`."""

    @wraps(make)
    def remembered(record: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return record.once(make, *args, **kwargs)

    return remembered
