"""Demand at an auction, measured against the auctions that went before it."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
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
    x = np.asarray(values, dtype=float)
    if x.ndim != 1:
        raise ValueError(f"one figure an auction is needed, not an array of shape {x.shape}")
    if window < 1:
        raise ValueError(f"window must be at least 1, not {window}")
    mean = np.full(x.shape, np.nan)
    if x.size > window:
        mean[window:] = np.lib.stride_tricks.sliding_window_view(x, window)[:-1].mean(axis=1)
    return mean


def demand_rank(signals: ArrayLike, lookback: int = 36, minimum: int = 12) -> Array:
    r"""Return the share of earlier auctions that met weaker demand, in percent.

    Each auction t is put on a common scale with up to ``lookback`` auctions before it,

    .. math:: c_i = \frac1k \sum_j \frac{x_{ij}}{s_j}, \qquad
        \text{rank}_t = \frac{100}{m} \sum_i ([c_i < c_t] + \tfrac12 [c_i = c_t])

    with :math:`s_j` the standard deviation of signal j over those m auctions. An ordinary auction ranks at 50, the
    weakest of all at 0, the strongest at 100; an average auction can't look weak. No later auction enters.

    Parameters
    ----------
    signals : array of shape (n, k) or (n,)
        In time order, one tenor; each signal signed so that more is stronger demand.
    lookback, minimum : int
        Earlier auctions compared with, at most and at least.

    Returns
    -------
    array of shape (n,)
        NaN while there are fewer than ``minimum`` auctions before, or where a signal does not vary among them.

    Raises
    ------
    ValueError
        When ``minimum`` is below 2 or above ``lookback``, or a signal is missing.
    """
    x = np.asarray(signals, dtype=float)
    x = x[:, None] if x.ndim == 1 else x
    if not 2 <= minimum <= lookback:
        raise ValueError(f"minimum must lie between 2 and lookback ({lookback}), not {minimum}")
    if not np.isfinite(x).all():
        raise ValueError("a signal is missing: leave that auction out first")
    padded = np.vstack([np.full((lookback, x.shape[1]), np.nan), x])
    past = np.lib.stride_tricks.sliding_window_view(padded, lookback, axis=0)[:-1]  # (n, k, lookback)
    known = ~np.isnan(past[:, 0])
    compared = known.sum(axis=1)
    mean = np.nansum(past, axis=2) / np.maximum(compared, 1)[:, None]
    gaps = np.where(known[:, None], past - mean[:, :, None], 0)
    spread = np.sqrt((gaps**2).sum(axis=2) / np.maximum(compared, 1)[:, None])
    told = (compared >= minimum) & (spread > 0).all(axis=1)
    ranks = np.full(len(x), np.nan)
    before = (past[told] / spread[told][:, :, None]).mean(axis=1)
    now = (x[told] / spread[told]).mean(axis=1)[:, None]
    tied = np.isclose(before, now, rtol=1e-12, atol=1e-12)
    ranks[told] = (100 * ((before < now) & ~tied).sum(axis=1) + 50 * tied.sum(axis=1)) / compared[told]
    return ranks


def chance_band(window: int, level: float = 0.95) -> tuple[float, float]:
    r"""Return between which two values the mean of ``window`` ranks falls by chance, in percent.

    Were each auction as likely to rank anywhere among the earlier ones, a rank would be uniform on 0 to 100, with
    variance :math:`100^2/12`, and the mean of ``window`` of them near normal around 50:
    :math:`50 \pm z \cdot 100 / \sqrt{12\,\text{window}}`.
    """
    reach = NormalDist().inv_cdf((1 + level) / 2) * 100 / np.sqrt(12 * window)
    return float(50 - reach), float(50 + reach)
