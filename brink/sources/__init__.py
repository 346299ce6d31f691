"""Where figures come from: one module a publisher. The only code that touches the network.

A module declares its :class:`~brink.sources.feed.Feed` entries in ``FEEDS``; :data:`FEEDS` here is the
registry of them all. Nothing in a chapter may import this package.
"""

from brink.sources import boj, cbo, ecb, fed, fred, international, japan, mof, treasury
from brink.sources.feed import Ask, Feed
from brink.sources.fetch import Fetcher, Page

FEEDS: tuple[Feed, ...] = (
    *fred.FEEDS, *treasury.FEEDS, *fed.FEEDS, *cbo.FEEDS, *mof.FEEDS, *ecb.FEEDS, *boj.FEEDS, *japan.FEEDS,
    *international.FEEDS,
)  # fmt: skip

__all__ = ["FEEDS", "Ask", "Feed", "Fetcher", "Page"]
