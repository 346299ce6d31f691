"""Where figures come from: one module a publisher, each listed here.

A module declares its :class:`~brink.refresh.feed.Feed` entries in ``FEEDS``; :data:`FEEDS` here is the
registry of them all. No chapter may import this package.
"""

from brink.refresh.feed import Feed
from brink.refresh.sources import bis, boj, cbo, census, ecb, fed, fred, imf, japan, mof, oecd, statcan, tic, treasury

_PUBLISHERS = (fred, treasury, tic, census, fed, cbo, mof, ecb, boj, japan, imf, bis, oecd, statcan)

#: Every feed of every publisher.
FEEDS: tuple[Feed, ...] = tuple(feed for publisher in _PUBLISHERS for feed in publisher.FEEDS)

__all__ = ["FEEDS"]
