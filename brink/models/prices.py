"""Growth, prices and the exchange rate: rates of change, contributions, pass-through, lead and lag."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from brink.models import Array
from brink.models.statistics import least_squares

#: Share of the sampling distribution inside a band.
LEVEL = 0.95


class Estimate(NamedTuple):
    """An estimated number with the band around it.

    ``low`` and ``high`` bound the 95 % band; ``n`` is the number of observations behind it.
    """

    value: float
    low: float
    high: float
    n: int

    @property
    def nearest_to_zero(self) -> float:
        """The end of the band nearer zero, or 0.0 where zero lies inside: the least effect the data allow."""
        return 0.0 if self.low <= 0 <= self.high else min(self.low, self.high, key=abs)

    def times(self, factor: float) -> Estimate:
        """Return the estimate and its band multiplied by ``factor``."""
        low, high = sorted((self.low * factor, self.high * factor))
        return Estimate(self.value * factor, low, high, self.n)


def annualised(change_pct: ArrayLike) -> Array:
    """Return a quarter's change at an annual rate: ``(1 + q)^4 - 1``, in percent.

    Raises ``ValueError`` for a fall of 100 % or more.
    """
    change = np.asarray(change_pct, dtype=float)
    if np.any(change <= -100):
        raise ValueError("a change of -100 % or below leaves nothing to grow: give percent, such as -0.2")
    return ((1 + change / 100) ** 4 - 1) * 100


def real_change(nominal_pct: ArrayLike, prices_pct: ArrayLike) -> Array:
    """Return the real change, ``(1 + nominal) / (1 + prices) - 1``, in percent.

    Raises ``ValueError`` where prices fall by 100 % or more.
    """
    nominal, prices = np.asarray(nominal_pct, dtype=float), np.asarray(prices_pct, dtype=float)
    if np.any(prices <= -100):
        raise ValueError("prices can't fall by 100 % or more: give percent, such as 3.6")
    return ((1 + nominal / 100) / (1 + prices / 100) - 1) * 100


def contributions(part_nominal: ArrayLike, whole_nominal: ArrayLike, part_real: ArrayLike) -> Array:
    """Return what a component added to the growth of the whole, period by period.

    ``c_t = (P_{t-1} Q_{t-1} / Y_{t-1}) (Q_t / Q_{t-1} - 1)``: the component's share of nominal output
    in the period before, times its real growth. With chained volumes the contributions of all
    components add up to growth but for a small residual.

    Parameters
    ----------
    part_nominal, whole_nominal : arrays of shape (n,)
        The component and total output at current prices, in time order.
    part_real : array of shape (n,)
        The component in chained prices.

    Returns
    -------
    array of shape (n,)
        Percentage points; NaN in the first period.

    Raises ``ValueError`` when the lengths differ or a level is not positive.
    """
    part, whole, volume = (np.asarray(a, dtype=float) for a in (part_nominal, whole_nominal, part_real))
    if not part.shape == whole.shape == volume.shape or part.ndim != 1:
        raise ValueError(f"need three series of one length, not {part.shape}, {whole.shape}, {volume.shape}")
    if any(np.any(a <= 0) for a in (part, whole, volume)):
        raise ValueError("levels must be positive")
    added = np.full(part.shape, np.nan)
    added[1:] = part[:-1] / whole[:-1] * (volume[1:] / volume[:-1] - 1) * 100
    return added


def stronger(yen_pct: float, elasticity: ArrayLike) -> Array:
    """Return the percent change that follows a currency's rise of ``yen_pct`` percent.

    ``(1 + yen_pct / 100)^elasticity - 1``: constant elasticity, exact for large moves.
    Raises ``ValueError`` for a fall of 100 % or more.
    """
    if yen_pct <= -100:
        raise ValueError("a currency can't lose 100 % or more: give percent, such as 10")
    return ((1 + yen_pct / 100) ** np.asarray(elasticity, dtype=float) - 1) * 100


def distributed_lag(response: ArrayLike, driver: ArrayLike, lags: Sequence[int], hac_lags: int) -> Estimate:
    """Estimate how much of a move in ``driver`` has reached ``response`` once all ``lags`` are over.

    Ordinary least squares of ``response_t`` on a constant and ``driver_{t-k}`` for each ``k`` in
    ``lags``; the estimate is the sum of the slopes. Its band rests on Newey-West standard errors
    with ``hac_lags`` lags, which allow for errors that are correlated over time, as overlapping
    changes make them.

    Parameters
    ----------
    response, driver : arrays of shape (n,)
        Rates of change in time order, one unit; NaN where missing.
    lags : sequence of int
        Lags of the driver, 0 or more.
    hac_lags : int
        At least the number of periods that two changes overlap.

    Raises ``ValueError`` when fewer than ten observations are left for each slope.
    """
    y, x = np.asarray(response, dtype=float), np.asarray(driver, dtype=float)
    if y.shape != x.shape or y.ndim != 1:
        raise ValueError(f"response and driver must be series of one length, not {y.shape} and {x.shape}")
    if not lags or min(lags) < 0:
        raise ValueError("give at least one lag, none of them negative")
    columns = [np.concatenate([np.full(k, np.nan), x[: len(x) - k]]) for k in lags]
    design = np.column_stack([np.ones_like(x), *columns])
    whole = ~np.isnan(y) & ~np.isnan(design).any(axis=1)
    if whole.sum() < 10 * len(lags):
        raise ValueError(f"{whole.sum()} observations are too few for {len(lags)} lags: need ten for each")
    fit = least_squares(y[whole], design[whole], hac_lags=hac_lags)
    total = float(fit.coefficients[1:].sum())
    reach = NormalDist().inv_cdf((1 + LEVEL) / 2) * float(np.sqrt(fit.covariance[1:, 1:].sum()))
    return Estimate(total, total - reach, total + reach, int(whole.sum()))


def correlation(first: ArrayLike, second: ArrayLike, hac_lags: int) -> Estimate:
    """Return the correlation of two series with a band that allows for persistence in both.

    The slope between the two series, each brought to mean 0 and variance 1, is their correlation
    r; its band rests on Newey-West standard errors with ``hac_lags`` lags, and is cut at -1 and 1.
    Pairs with a NaN are left out. Raises ``ValueError`` with fewer than twelve pairs or no variation.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError(f"need two series of one length, not {a.shape} and {b.shape}")
    whole = ~np.isnan(a) & ~np.isnan(b)
    a, b = a[whole], b[whole]
    if len(a) < 12:
        raise ValueError(f"{len(a)} pairs are too few for a correlation with a band: need twelve")
    if a.std() == 0 or b.std() == 0:
        raise ValueError("a series that never changes has no correlation")
    slope = distributed_lag(b / b.std(), a / a.std(), (0,), hac_lags)  # the constant takes the means
    return Estimate(slope.value, max(slope.low, -1.0), min(slope.high, 1.0), slope.n)


def lead_lag(first: ArrayLike, second: ArrayLike, shifts: Sequence[int], hac_lags: int) -> list[Estimate]:
    """Return the correlation of ``first_{t-k}`` with ``second_t`` for each ``k`` in ``shifts``.

    A high value at a positive shift says that ``first`` moves before ``second``. Not a test of cause.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)

    def pair(k: int) -> Estimate:
        return correlation(a[: len(a) - k], b[k:], hac_lags) if k >= 0 else correlation(a[-k:], b[:k], hac_lags)

    return [pair(k) for k in shifts]
