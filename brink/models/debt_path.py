"""How a debt ratio moves: the law of motion, the balance that holds it, and a fan of possible paths.

Ratios and balances are in percent of GDP, rates in percent a year, years run along the last axis.

The law, for debt d, interest rate r, nominal growth g, primary balance pb and other flows f
(asset income counts as negative, purchases of assets as positive)::

    d[t] = d[t-1] (1 + r[t]/100) / (1 + g[t]/100) - pb[t] + f[t]

Source: O. Blanchard, "Public Debt and Low Interest Rates", American Economic Review 109(4), 2019,
and the IMF's debt-sustainability framework; the sums are accounting, not theory.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from brink.models import Array

#: Order of the variables in a shock array's last axis.
SHOCKS = ("growth", "yield", "balance")


#: Why a path can't go on.
NO_GDP = "nominal growth of -100 % or less leaves no GDP to measure debt against."


def _growth_factor(growth: ArrayLike) -> Array:
    factor = 1 + np.asarray(growth, float) / 100
    if (factor <= 0).any():
        raise ValueError(NO_GDP)
    return factor


def next_ratio(
    debt: ArrayLike, rate: ArrayLike, growth: ArrayLike, balance: ArrayLike, flows: ArrayLike = 0.0
) -> Array:
    """Return next year's ratio by the law above. Arrays broadcast."""
    level, rate, balance, flows = (np.asarray(x, float) for x in (debt, rate, balance, flows))
    ratio: Array = level * (1 + rate / 100) / _growth_factor(growth) - balance + flows
    return ratio


def stabilising_balance(debt: ArrayLike, rate: ArrayLike, growth: ArrayLike, flows: ArrayLike = 0.0) -> Array:
    """Return the primary balance that leaves the ratio where it is: d (r - g) / (100 + g) + f.

    Negative where growth exceeds the rate: a deficit of that size keeps debt/GDP constant.
    """
    level, rate, growth, flows = (np.asarray(x, float) for x in (debt, rate, growth, flows))
    balance: Array = level * (rate - growth) / 100 / _growth_factor(growth) + flows
    return balance


def path(debt: ArrayLike, rate: ArrayLike, growth: ArrayLike, balance: ArrayLike, flows: ArrayLike = 0.0) -> Array:
    """Return the ratio year by year, shape (..., Y), from the opening ratio ``debt``, shape (...).

    ``rate``, ``growth``, ``balance`` and ``flows`` broadcast to (..., Y).
    """
    rate, growth, balance, flows = np.broadcast_arrays(
        *(np.atleast_1d(np.asarray(x, float)) for x in (rate, growth, balance, flows))
    )
    factor = (1 + rate / 100) / _growth_factor(growth)
    add = flows - balance
    level = np.broadcast_to(np.asarray(debt, float), factor.shape[:-1])
    years = factor.shape[-1]
    result = np.empty(factor.shape)
    for t in range(years):
        level = level * factor[..., t] + add[..., t]
        result[..., t] = level
    return result


def residual(debt: ArrayLike, rate: ArrayLike, growth: ArrayLike, balance: ArrayLike) -> Array:
    """Return the flows f that a known path implies: what the law leaves unexplained in each year.

    ``debt`` has shape (Y + 1,), the others (Y,), for the years after the first.
    """
    debt = np.asarray(debt, float)
    return debt[1:] - next_ratio(debt[:-1], rate, growth, balance)


def autoregression(series: ArrayLike) -> tuple[float, float, Array]:
    """Fit x[t] - m = rho (x[t-1] - m) + e[t] by least squares; return rho, m and e.

    ``m`` is the mean of the series, rho is held between 0 and 0.95 so that shocks fade.
    """
    x = np.asarray(series, float)
    if x.size < 8:
        raise ValueError(f"{x.size} years are too few to estimate how shocks fade; at least 8 are needed.")
    mean = x.mean()
    gap = x - mean
    rho = float(np.clip(gap[1:] @ gap[:-1] / (gap[:-1] @ gap[:-1]), 0.0, 0.95))
    return rho, float(mean), gap[1:] - rho * gap[:-1]


def draw(covariance: ArrayLike, persistence: ArrayLike, normals: ArrayLike) -> NDArray[np.float32]:
    """Return simulated deviations from a central case, shape (years, 3, paths), in the order of :data:`SHOCKS`.

    Innovations are jointly normal with the given (3, 3) covariance and independent between years;
    each variable's deviation follows x[t] = persistence x[t-1] + e[t] (persistence 1: a random
    walk). ``normals`` are independent standard normal draws of the shape returned, such as
    ``default_rng(seed).standard_normal((years, 3, paths), dtype="float32")``: cases that share them differ
    by what they assume, not by chance.
    """
    covariance, persistence = np.asarray(covariance, float), np.asarray(persistence, float)
    # Single precision: a debt ratio needs no more, and it is twice as fast.
    normals = np.asarray(normals, np.float32)
    if covariance.shape != (3, 3) or persistence.shape != (3,):
        raise ValueError("covariance must be 3 x 3 and persistence hold 3 numbers: growth, yield, balance.")
    if not np.allclose(covariance, covariance.T) or np.linalg.eigvalsh(covariance).min() < -1e-9:
        raise ValueError("the covariance is not symmetric with non-negative eigenvalues.")
    if normals.ndim != 3 or normals.shape[1] != 3 or not normals.size:
        raise ValueError(f"normals must have the shape (years, 3, paths), not {normals.shape}.")
    values, vectors = np.linalg.eigh(covariance)
    # The symmetric root is unique, so that every machine draws the same paths.
    root = (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T
    deviation: NDArray[np.float32] = root.astype(np.float32) @ normals
    for t in range(1, len(deviation)):
        deviation[t] += persistence[:, None].astype(np.float32) * deviation[t - 1]
    return deviation


def rescaled(covariance: ArrayLike, variable: str, spread: float) -> Array:
    """Return a covariance in which one of :data:`SHOCKS` has another standard deviation, correlations kept."""
    covariance = np.array(covariance, float)
    place = SHOCKS.index(variable)
    factor = spread / np.sqrt(covariance[place, place])
    covariance[place] *= factor
    covariance[:, place] *= factor
    return covariance


def not_stabilising(opening: float, paths: ArrayLike, year: int) -> float:
    """Return the share of paths whose ratio is still rising in the ``year``-th year (1 is the first).

    ``paths`` has shape (Y, paths). The International Monetary Fund reads its fans so: as the chance that
    debt does not stabilise by the end of a five-year projection, beside the width of the fan there. Source:
    IMF, "Staff Guidance Note on the Sovereign Risk and Debt Sustainability Framework for Market Access
    Countries", 2022.
    """
    levels = np.asarray(paths)
    before = opening if year == 1 else levels[year - 2]
    return float((levels[year - 1] > before).mean())


def fan(
    debt: float,
    rate: ArrayLike,
    growth: ArrayLike,
    balance: ArrayLike,
    flows: ArrayLike,
    pass_through: ArrayLike,
    deviations: NDArray[np.float32],
) -> Array:
    """Return simulated ratios, shape (Y, paths): the law with shocks to growth, yields and balance.

    Parameters
    ----------
    debt : opening ratio
    rate, growth, balance, flows : (Y,) the central case
    pass_through : (Y, Y) from :meth:`brink.models.bonds.RollForward.pass_through`
        Effective rate in year t for a yield higher by one point in year s, so that a shock to
        yields reaches the debt only as bonds are sold at them.
    deviations : (Y, 3, paths) from :func:`draw`
    """
    single = deviations.dtype
    rate, growth, balance, flows = (
        np.broadcast_to(np.asarray(x, single), len(deviations)) for x in (rate, growth, balance, flows)
    )
    result = (
        rate[:, None] + np.asarray(pass_through, single) @ deviations[:, 1]
    )  # rates; each year's gives way to its ratio
    add = flows - balance
    level: Any = single.type(debt)
    for t, (faster, _, better) in enumerate(deviations):
        growth_factor = 1 + (growth[t] + faster) / 100
        if growth_factor.min() <= 0:
            raise ValueError(NO_GDP)
        level = level * ((1 + result[t] / 100) / growth_factor) + (add[t] - better)
        result[t] = level
    return result
