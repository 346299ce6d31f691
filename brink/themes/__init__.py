"""One module a theme, one function a claim: the only place where data and models meet. Here is what several share."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias
from weakref import WeakKeyDictionary

import pandas as pd

from brink import VIDEO_DAY
from brink.claims import find_claim
from brink.snapshot import Snapshot

#: The video's day, as tables write days.
DAY = pd.Timestamp(VIDEO_DAY)
#: Sales of one round at one auction of Japanese government bonds; together the face value that came into the market.
SOLD = ["accepted_100m_yen", "noncompetitive_100m_yen", "noncompetitive_1_100m_yen", "noncompetitive_2_100m_yen"]

P = ParamSpec("P")
Frames: TypeAlias = Callable[Concatenate[Snapshot, P], pd.DataFrame]


def kept(frames: Frames[P]) -> Frames[P]:
    """Let a function of a snapshot work once for all the claims that rest on its frame.

    Every caller gets a copy of its own. The work is done anew for another snapshot and after any file of its folder
    changed. Arguments must be hashable.
    """
    found: WeakKeyDictionary[Snapshot, dict[Hashable, pd.DataFrame]] = WeakKeyDictionary()

    @wraps(frames)
    def once(snapshot: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        key = (snapshot.state, args, tuple(kwargs.items()))
        known = found.setdefault(snapshot, {})
        if key not in known:
            known[key] = frames(snapshot, *args, **kwargs)
        return known[key].copy(deep=False)  # pandas copies on write

    return once


def horizon(claim_id: str) -> pd.Timestamp:
    """Return the last day of the period a prediction speaks of."""
    return pd.Timestamp(find_claim(claim_id).horizon)


def outlook_for_japan(snapshot: Snapshot) -> pd.DataFrame:
    """Return Japan's figures by year from the newest World Economic Outlook."""
    weo = snapshot.table("weo_g7")
    return weo[weo["country"] == "JPN"].set_index("year")
