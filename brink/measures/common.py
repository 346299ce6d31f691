"""What several themes share."""

from __future__ import annotations

import pandas as pd

from brink.record.snapshot import Snapshot

#: Sales of one round at one auction of Japanese government bonds; together the face value that came into the market.
SOLD = ["accepted_100m_yen", "noncompetitive_100m_yen", "noncompetitive_1_100m_yen", "noncompetitive_2_100m_yen"]


def outlook_for_japan(snapshot: Snapshot) -> pd.DataFrame:
    """Return Japan's figures by year from the newest World Economic Outlook."""
    weo = snapshot.table("weo_g7")
    return weo[weo["country"] == "JPN"].set_index("year")
