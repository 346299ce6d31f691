"""Where figures come from: one module a publisher. The only code that touches the network.

A module declares its :class:`~brink.refresh.feed.Feed` entries in ``FEEDS``; :data:`FEEDS` here is the
registry of them all. Nothing in a chapter may import this package.
"""

from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Fetcher, Page
from brink.refresh.sources import boj, cbo, ecb, fed, fred, international, japan, mof, treasury

FEEDS: tuple[Feed, ...] = (
    *fred.FEEDS, *treasury.FEEDS, *fed.FEEDS, *cbo.FEEDS, *mof.FEEDS, *ecb.FEEDS, *boj.FEEDS, *japan.FEEDS,
    *international.FEEDS,
)  # fmt: skip

__all__ = ["FEEDS", "Ask", "Feed", "Fetcher", "Page"]
