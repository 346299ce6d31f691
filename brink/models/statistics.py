"""Least squares with standard errors for observations that follow one another in time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from brink.models import Array


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
    pulls = inverse.T * residuals[:, None]
    covariance = pulls.T @ pulls
    for lag in range(1, min(hac_lags, len(y) - 1) + 1):
        together = pulls[lag:].T @ pulls[:-lag]
        covariance += (1 - lag / (hac_lags + 1)) * (together + together.T)
    gap = y - y.mean()
    return Fit(coefficients, covariance, float(1 - residuals @ residuals / (gap @ gap)))
