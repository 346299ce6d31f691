"""What an adapter is: a feed from one publisher into one table, and what it is given to work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from brink.errors import SourceError
from brink.record.package import Resource
from brink.refresh.fetch import Fetcher, Page
from brink.refresh.rows import Row


@dataclass(eq=False)
class Ask:
    """What a feed is given: how to fetch, the day, and the rows the table holds already.

    ``received`` are the answers that came, for whoever wants to say what they looked like.
    """

    fetcher: Fetcher
    feed: Feed
    today: date
    resource: Resource
    stored: list[Row]
    received: list[Page] = field(default_factory=list)

    def get(
        self, url: str, *, own_agent: bool = True, accept: str = "", token: str = "", web_page: bool = False
    ) -> Page:
        """Fetch one address for this feed; the arguments are those of :meth:`~brink.refresh.fetch.Fetcher.get`."""
        page = self.fetcher.get(
            url, self.feed.source, own_agent=own_agent, accept=accept, token=token, web_page=web_page
        )
        self.received.append(page)
        return page

    @property
    def since(self) -> str:
        """The earliest period the table holds, as it writes it."""
        return min(row[self.feed.period] for row in self.stored)

    def fault(self, what: str, remedy: str, *, unreachable: bool = False) -> SourceError:
        """Return the error that says what is wrong with this feed's answer as a whole."""
        feed = self.feed
        return SourceError(feed.source, feed.address, f"{feed.label}: {what}", remedy, unreachable=unreachable)


#: How a feed reads its rows; raises :class:`~brink.errors.SourceError`.
Collect = Callable[[Ask], list[Row]]


@dataclass(frozen=True, eq=False)
class Feed:
    """How one table, or one part of it, is brought up to date from one publisher.

    Where the form that it reads was seen stands in the descriptor, under ``refresh``.

    Attributes
    ----------
    table : str
        The table fed.
    source : str
        The publisher's service, as messages name it.
    address : str
        Where a person finds the same figures.
    collect : callable
        ``(Ask) -> rows``; raises :class:`~brink.errors.SourceError`.
    period : str
        The column that orders the rows in time.
    scope : dict
        Cells that mark the rows of the table this feed speaks for.
    complete_history : bool
        Whether each answer holds the whole history asked for. If not, it holds its last stretch.
    tolerance : dict
        By how much a figure may differ from the stored one and still be the same, where the stored
        copy had fewer digits. Everywhere else figures must be equal.
    ahead : bool
        Whether the periods may lie in the future (projections).
    covers : callable
        Whether a row within ``scope`` is one the publisher's file speaks of.
    second_opinion : callable, optional
        ``(Ask, rows) -> None``: reads the same figures another way and raises
        :class:`~brink.errors.SourceError` where they differ.
    """

    table: str
    source: str
    address: str
    collect: Collect
    period: str = "date"
    scope: Row = field(default_factory=dict)
    complete_history: bool = True
    tolerance: dict[str, str] = field(default_factory=dict)
    ahead: bool = False
    covers: Callable[[Row], bool] = lambda row: True
    second_opinion: Callable[[Ask, list[Row]], None] | None = None

    def speaks_of(self, row: Row) -> bool:
        """Return whether a row of the table is this feed's to bring up to date."""
        return all(row[name] == cell for name, cell in self.scope.items()) and self.covers(row)

    @property
    def label(self) -> str:
        """Table and part, as progress lines print it."""
        part = " ".join(self.scope.values())
        return f"{self.table} ({part})" if part else self.table
