"""Growth, prices and the exchange rate: rates of change, contributions, constant elasticities."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from brink.models import Array


def annualised(change_pct: ArrayLike) -> Array:
    """Return a quarter's change at an annual rate: ``(1 + q)^4 - 1``, in percent.

    Raises ``ValueError`` for a fall of 100 % or more.
    """
    change = np.asarray(change_pct, dtype=float)
    if np.any(change <= -100):
        raise ValueError("a change of -100 % or below leaves nothing to grow: give percent, such as -0.2")
    return ((1 + change / 100) ** 4 - 1) * 100


def quarterly(annual_pct: ArrayLike) -> Array:
    """Return the change on the quarter behind an annual rate: ``(1 + a)^(1/4) - 1``, in percent.

    Raises ``ValueError`` for a fall of 100 % or more.
    """
    annual = np.asarray(annual_pct, dtype=float)
    if np.any(annual <= -100):
        raise ValueError("an annual rate of -100 % or below leaves nothing to grow: give percent, such as -0.7")
    return ((1 + annual / 100) ** 0.25 - 1) * 100


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
