"""Demand at an auction, measured against the auctions that went before it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from brink.models import Array


def past_mean(values: ArrayLike, window: int) -> Array:
    """Return, for each auction, the mean of the ``window`` auctions before it.

    ``mean_t = (x_{t-1} + ... + x_{t-window}) / window``: the "six-auction average" of market
    reports for ``window=6``. The auction itself is never part of its own average.

    Parameters
    ----------
    values : array of shape (n,)
        One figure an auction, in time order, one tenor.
    window : int
        Number of earlier auctions; at least 1.

    Returns
    -------
    array of shape (n,)
        NaN for the first ``window`` auctions.
    """
    x = _series(values, window)
    mean = np.full(x.shape, np.nan)
    if x.size > window:
        mean[window:] = np.lib.stride_tricks.sliding_window_view(x, window)[:-1].mean(axis=1)
    return mean


def past_zscore(values: ArrayLike, window: int = 36, minimum: int = 12) -> Array:
    """Standardise each auction on the auctions before it.

    ``z_t = (x_t - mean) / sd`` with mean and (sample) standard deviation of up to ``window``
    earlier auctions; NaN while there are fewer than ``minimum``, or where they do not vary.
    No later auction enters, so a score of the time is never changed by what came after.

    Raises ``ValueError`` when ``minimum`` is below 2 or above ``window``.
    """
    x = _series(values, window)
    if not 2 <= minimum <= window:
        raise ValueError(f"minimum must lie between 2 and window ({window}), not {minimum}")
    past = pd.Series(x).shift().rolling(window, min_periods=minimum)
    spread = past.std().to_numpy()
    score: Array = np.divide(x - past.mean().to_numpy(), spread, out=np.full(x.shape, np.nan), where=spread > 0)
    return score


def demand_score(
    bid_to_cover: ArrayLike, dealer_share: ArrayLike, yield_spread: ArrayLike, window: int = 36, minimum: int = 12
) -> Array:
    """Return one score of demand for each auction of a tenor.

    ``score = (z(bid_to_cover) - z(dealer_share) - z(yield_spread)) / 3``, each standardised by
    :func:`past_zscore`. Primary dealers must bid, so what they are left with is what others did not
    want; a clearing yield far above the median bid says the last bonds had to be sold cheaply.

    Parameters
    ----------
    bid_to_cover, dealer_share, yield_spread : arrays of shape (n,)
        In time order, one tenor. ``yield_spread`` is high yield minus median yield, or the tail.

    Returns
    -------
    array of shape (n,)
        Standard deviations from the average of the auctions before; positive is stronger demand.
    """
    parts = [past_zscore(values, window, minimum) for values in (bid_to_cover, dealer_share, yield_spread)]
    return (parts[0] - parts[1] - parts[2]) / 3


def _series(values: ArrayLike, window: int) -> Array:
    x = np.asarray(values, dtype=float)
    if x.ndim != 1:
        raise ValueError(f"one figure an auction is needed, not an array of shape {x.shape}")
    if window < 1:
        raise ValueError(f"window must be at least 1, not {window}")
    return x
