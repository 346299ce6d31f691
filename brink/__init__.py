"""Recompute the argument of one viral economics video from public data.

Data flows one way: ``data/`` -> :class:`brink.snapshot.Snapshot` -> ``brink.themes``
(helped by the pure functions of ``brink.models``) -> ``brink.ledger`` -> the book.
"""

from datetime import date

__version__ = "0.1.0"

#: The day the video is judged by. It cites Japan's GDP estimate of 9 June 2025 as out
#: and speaks of the auction of 12 June 2025 as still to come.
VIDEO_DAY = date(2025, 6, 10)


def day(when: date | str) -> str:
    """Write a date, or one in ISO form, as the book does: "10 June 2025"."""
    when = date.fromisoformat(when) if isinstance(when, str) else when
    return f"{when.day} {when:%B %Y}"
