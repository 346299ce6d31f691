"""Statistics of short and persistent series: ranks, least squares, lags, correlations, and the bands around them.

One theory of a band throughout. Observations that follow one another are correlated, so the variance is the long-run
one (Newey & West 1987, Bartlett weights); and because it is itself estimated from few observations, the band reaches
as many standard errors as fixed-b theory asks for (:func:`critical_value`), not the normal 1.96. Where the lags would
take too much of the sample, no band is given at all: :class:`ValueError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from brink.models import Array

#: Share of the sampling distribution inside a band.
LEVEL = 0.95
#: The largest share of a sample that correlated errors may span: beyond it a band says more about the method than the data.
WIDEST = 0.2


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
        """The end of the band nearer zero, or 0.0 where zero lies inside; the least effect the data allow."""
        return 0.0 if self.low <= 0 <= self.high else min(self.low, self.high, key=abs)

    def times(self, factor: float) -> Estimate:
        """Return the estimate and its band multiplied by ``factor``."""
        low, high = sorted((self.low * factor, self.high * factor))
        return Estimate(self.value * factor, low, high, self.n)


def percentile(value: float, history: ArrayLike) -> float:
    """Return the percentage of ``history`` below ``value``, ties counted half (the mid-rank).

    NaN in ``history`` is left out. Raises ``ValueError`` when nothing is left.
    """
    past = np.asarray(history, dtype=float)
    past = past[~np.isnan(past)]
    if past.size == 0:
        raise ValueError("no history to rank the value in")
    return float(100 * (np.sum(past < value) + 0.5 * np.sum(past == value)) / past.size)


# --- bands -----------------------------------------------------------------------------------


def critical_value(n: int, hac_lags: int) -> float:
    r"""Return how many standard errors a 95 % band reaches when errors are correlated over ``hac_lags`` of ``n`` periods.

    .. math:: c(b) = 1.9600 + 2.9694\,b + 0.4160\,b^2 - 0.5324\,b^3, \qquad b = (L + 1)/n

    the 97.5 % quantile of the t-ratio under fixed-b asymptotics for Bartlett weights: 1.96 in a long series, 2.6 where
    the lags span a fifth of it. Source: N. M. Kiefer and T. J. Vogelsang, "A New Asymptotic Theory for
    Heteroskedasticity-Autocorrelation Robust Tests", Econometric Theory 21(6), 2005, table 1.

    Raises :class:`ValueError` where the lags span more than :data:`WIDEST` of the sample.
    """
    b = (hac_lags + 1) / n
    if b > WIDEST:
        raise ValueError(f"{n} observations are too few for {hac_lags} lags: need {round((hac_lags + 1) / WIDEST)}")
    return 1.96 + 2.9694 * b + 0.4160 * b**2 - 0.5324 * b**3


def _long_run(pulls: Array, hac_lags: int) -> Array:
    """Return the Bartlett-weighted sum of the autocovariances of ``pulls``, shape (n, k), not divided by n: (k, k)."""
    total: Array = pulls.T @ pulls
    for lag in range(1, min(hac_lags, len(pulls) - 1) + 1):
        together = pulls[lag:].T @ pulls[:-lag]
        total += (1 - lag / (hac_lags + 1)) * (together + together.T)
    return total


@dataclass(frozen=True)
class Fit:
    """A fitted line: ``coefficients`` of shape (k,), their ``covariance`` of shape (k, k), and ``r_squared``."""

    coefficients: Array
    covariance: Array
    r_squared: float

    @property
    def standard_errors(self) -> Array:
        """Return the standard error of each coefficient, shape (k,)."""
        return np.sqrt(np.diag(self.covariance))


def least_squares(response: ArrayLike, design: ArrayLike, *, hac_lags: int) -> Fit:
    r"""Fit ``response`` on the columns of ``design`` by ordinary least squares, errors correlated over time.

    .. math::
        \hat\beta = X^+ y, \qquad
        \hat V = \hat\Gamma_0 + \sum_{l=1}^{L} \Bigl(1 - \frac{l}{L+1}\Bigr) (\hat\Gamma_l + \hat\Gamma_l'), \qquad
        \hat\Gamma_l = \sum_{t>l} \psi_t \psi_{t-l}'

    with :math:`\psi_t` the pull of observation t on the coefficients, its column of the pseudoinverse
    :math:`X^+` times its residual, and :math:`L` = ``hac_lags``; no small-sample correction. Source: W. K. Newey
    and K. D. West, "A Simple, Positive Semi-Definite, Heteroskedasticity and Autocorrelation Consistent
    Covariance Matrix", Econometrica 55(3), 1987.

    Parameters
    ----------
    response : array of shape (n,)
        In time order, nothing missing.
    design : array of shape (n, k)
        The regressors; a column of ones among them makes ``r_squared`` the share of variance explained.
    hac_lags : int
        Lags over which errors may be correlated, 0 or more.

    Raises
    ------
    ValueError
        When the shapes do not fit, a value is missing, or ``hac_lags`` is negative.
    """
    y, x = np.asarray(response, dtype=float), np.asarray(design, dtype=float)
    if y.ndim != 1 or x.ndim != 2 or len(y) != len(x):
        raise ValueError(f"need n responses and n rows of regressors, not shapes {y.shape} and {x.shape}")
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        raise ValueError("a value is missing or infinite: leave that observation out first")
    if hac_lags < 0:
        raise ValueError(f"hac_lags must be at least 0, not {hac_lags}")
    inverse = np.linalg.pinv(x)
    coefficients = inverse @ y
    residuals = y - x @ coefficients
    gap = y - y.mean()
    covariance = _long_run(inverse.T * residuals[:, None], hac_lags)
    return Fit(coefficients, covariance, float(1 - residuals @ residuals / (gap @ gap)))


# --- lags and correlations -------------------------------------------------------------------


def distributed_lag(response: ArrayLike, driver: ArrayLike, lags: Sequence[int], hac_lags: int) -> Estimate:
    """Estimate how much of a move in ``driver`` has reached ``response`` once all ``lags`` are over.

    Ordinary least squares of ``response_t`` on a constant and ``driver_{t-k}`` for each ``k`` in ``lags``; the estimate
    is the sum of the slopes. Its band allows for errors correlated over ``hac_lags`` periods, as overlapping changes
    make them.

    Parameters
    ----------
    response, driver : arrays of shape (n,)
        Rates of change in time order, one unit; NaN where missing.
    lags : sequence of int
        Lags of the driver, 0 or more.
    hac_lags : int
        At least the number of periods that two changes overlap.

    Raises
    ------
    ValueError
        When fewer than ten observations are left for each slope, or too few for ``hac_lags``.
    """
    y, x = np.asarray(response, dtype=float), np.asarray(driver, dtype=float)
    if y.shape != x.shape or y.ndim != 1:
        raise ValueError(f"response and driver must be series of one length, not {y.shape} and {x.shape}")
    if not lags or min(lags) < 0:
        raise ValueError("give at least one lag, none of them negative")
    columns = [np.concatenate([np.full(k, np.nan), x[: len(x) - k]]) for k in lags]
    design = np.column_stack([np.ones_like(x), *columns])
    whole = ~np.isnan(y) & ~np.isnan(design).any(axis=1)
    n = int(whole.sum())
    if n < 10 * len(lags):
        raise ValueError(f"{n} observations are too few for {len(lags)} lags: need ten for each")
    fit = least_squares(y[whole], design[whole], hac_lags=hac_lags)
    total = float(fit.coefficients[1:].sum())
    reach = critical_value(n, hac_lags) * float(np.sqrt(fit.covariance[1:, 1:].sum()))
    return Estimate(total, total - reach, total + reach, n)


def correlation(first: ArrayLike, second: ArrayLike, hac_lags: int = 0) -> Estimate:
    r"""Return Pearson's correlation of two series with its 95 % band.

    The band is made for :math:`z = \operatorname{artanh} r`, which is nearer normal (Fisher 1921), and turned back, so
    it never leaves -1 to 1. With both series brought to mean 0 and variance 1, observation t pulls r by

    .. math:: \psi_t = a_t b_t - r\,\frac{a_t^2 + b_t^2}{2}, \qquad
        \widehat{\operatorname{var}} z = \frac{\hat\Omega_L(\psi)}{(1 - r^2)^2\,(n - 3)}

    with :math:`\hat\Omega_L` the long-run variance over :math:`L` = ``hac_lags`` lags, and Fisher's n - 3. Without
    lags, and for normal data, this is Fisher's interval.

    Parameters
    ----------
    first, second : arrays of shape (n,)
        In time order where ``hac_lags`` is not 0; pairs with a NaN are left out.
    hac_lags : int
        Periods over which the series are correlated with themselves; 0 for independent pairs.

    Raises
    ------
    ValueError
        With fewer than twelve pairs, too few for ``hac_lags``, or a series that does not vary.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError(f"need two series of one length, not {a.shape} and {b.shape}")
    whole = ~np.isnan(a) & ~np.isnan(b)
    a, b = a[whole], b[whole]
    n = len(a)
    if n < 12:
        raise ValueError(f"{n} pairs are too few for a correlation with a band: need twelve")
    if a.std() == 0 or b.std() == 0:
        raise ValueError("a series that never changes has no correlation")
    reach = critical_value(n, hac_lags)
    a, b = (a - a.mean()) / a.std(), (b - b.mean()) / b.std()
    r = float(np.clip(np.mean(a * b), -1, 1))
    if 1 - r**2 < 1e-12:
        return Estimate(r, r, r, n)
    pulls = a * b - r * (a**2 + b**2) / 2
    spread = float(np.sqrt(_long_run(pulls[:, None], hac_lags).item() / n / (n - 3))) / (1 - r**2)
    centre = np.arctanh(r)
    return Estimate(r, float(np.tanh(centre - reach * spread)), float(np.tanh(centre + reach * spread)), n)
