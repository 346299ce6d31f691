"""What measures and answers of any theme ask: the record as it stood on a day, its newest period, Japan's outlook."""

from __future__ import annotations

import pandas as pd

from brink.record.snapshot import Snapshot, once

#: Sales of one round at one auction of Japanese government bonds; together the face value that came into the market.
SOLD = ["accepted_100m_yen", "noncompetitive_100m_yen", "noncompetitive_1_100m_yen", "noncompetitive_2_100m_yen"]


def known_on(record: Snapshot, asked: pd.Timestamp) -> Snapshot:
    """Return the record as it stood on the day ``asked``, also where ``record`` is of a later day."""
    return record.on(asked.date() if record.as_of is None else min(asked.date(), record.as_of))


@once
def newest_known(record: Snapshot, asked: pd.Timestamp, table: str, column: str) -> pd.Timestamp | str | None:
    """Return the newest period a table held on the day ``asked``, also where ``record`` is of a later day.

    ``None`` where it held none.
    """
    periods = known_on(record, asked).table(table)[column]
    return None if periods.empty else periods.max()


def so_far(record: Snapshot, end: pd.Timestamp) -> str:
    """Return what is said after a period that was not over when the record ends; nothing after one that was."""
    return ", so far" if end.date() > (record.as_of or record.newest_day) else ""


@once
def outlook_for_japan(snapshot: Snapshot) -> pd.DataFrame:
    """Return Japan's figures by year from the newest World Economic Outlook."""
    weo = snapshot.table("weo_g7")
    return weo[weo["country"] == "JPN"].set_index("year")
