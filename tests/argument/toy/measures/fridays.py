"""Fridays the 13th, counted."""

import pandas as pd

from brink.record.snapshot import Snapshot


def between(record: Snapshot, first: pd.Timestamp, last: pd.Timestamp) -> pd.Series:
    """Return the Fridays the 13th from ``first`` to ``last``, both included."""
    days = record.table("fridays")["date"]
    return days[days.between(first, last)]


def per_year(record: Snapshot, year: int) -> int:
    """Return how many Fridays the 13th a calendar year had."""
    return len(between(record, pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)))
