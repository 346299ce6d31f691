"""What officials and institutes are on record for, and the duties that Washington put on Japan's goods beside its words."""

from __future__ import annotations

import pandas as pd

from brink.record.snapshot import Snapshot

#: How the measures begin that set the duty on Japanese goods other than cars and metals.
OTHER_GOODS = ("IEEPA", "Section 122 surcharge")


def documents(snapshot: Snapshot, *topics: str) -> pd.DataFrame:
    """Return who said what, when and where, on the given topics, oldest first."""
    frame = snapshot.table("trap_documents")
    return frame[frame["topic"].isin(topics)].reset_index(drop=True)


def other_goods_duty(snapshot: Snapshot) -> pd.Series:
    """Return the duty in force on Japanese goods other than cars and metals, percent, by the day from which it was."""
    steps = snapshot.table("tariff_timeline").sort_values("date")
    steps = steps[steps["measure"].str.startswith(OTHER_GOODS) & (steps["status"] == "effective")]
    return steps.set_index("date")["other_duty_pct"]


def rise(duty: pd.Series, since: pd.Timestamp, until: pd.Timestamp) -> float | None:
    """Return by how many points the highest duty from one day to another stood above the one in force on the first.

    ``None`` where no duty is on record before that day, or no step from it on.
    """
    before, after = duty[:since], duty[since:until]
    return float(after.max() - before.iloc[-1]) if len(before) and len(after) else None
