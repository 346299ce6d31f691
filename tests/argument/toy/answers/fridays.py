"""The answers to the claims on Fridays the 13th."""

import pandas as pd

from brink.argument.inventory import Figure, answers
from brink.measures import fridays
from brink.record.snapshot import Snapshot
from brink.video import DAY
from brink.words import day


@answers("fridays-1")
def counted_two(record: Snapshot, asked: pd.Timestamp, *, shift: int) -> dict[str, Figure]:
    """Fridays the 13th in the twelve months up to the day asked, or ``shift`` months earlier."""
    end = asked.replace(day=1) - pd.DateOffset(months=shift - 1, days=1) if shift else asked
    days = fridays.between(record, end - pd.DateOffset(years=1) + pd.DateOffset(days=1), end)
    before = asked.year - 1
    return {
        "twelve": Figure(len(days), f"twelve months to {day(end)}", last=days.max()),
        "calendar": Figure(fridays.per_year(record, before), str(before)),
    }


@answers("fridays-2")
def three_next_year(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Fridays the 13th of the year after the speech, as far as the record reaches."""
    year = DAY.year + 1
    return {"next": Figure(fridays.per_year(record, year), str(year))}
