"""A central bank's bonds when it buys less than falls due: holdings, redemptions, and what a slower taper is worth.

Time runs in equal steps (months here) along the last axis; leading axes are scenarios. Amounts are
in any one money unit. Nothing here rounds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from brink.models import Array


def purchase_path(start: float, steps: ArrayLike, months_per_step: int = 3) -> Array:
    """Return monthly purchases when the monthly amount shrinks by one step a quarter.

    ``level_q = max(0, start - (step_1 + ... + step_q))``, held for ``months_per_step`` months: the
    rule of the Bank of Japan's plans of July 2024 and June 2025.

    Parameters
    ----------
    start : float
        Purchases a month before the first step.
    steps : (..., Q) array
        By how much the monthly amount shrinks at the start of each quarter; negative grows it.
    months_per_step : int
        At least 1.

    Returns
    -------
    (..., Q * months_per_step) array

    Raises
    ------
    ValueError
        For a negative start, no step, or a step that is not a number.
    """
    steps = np.atleast_1d(_finite(steps, "steps"))
    if not start >= 0:
        raise ValueError(f"purchases start at {start}; they can't be negative.")
    if steps.shape[-1] == 0 or months_per_step < 1:
        raise ValueError("at least one step of at least one month is needed.")
    return np.repeat(np.maximum(0.0, start - steps.cumsum(axis=-1)), months_per_step, axis=-1)


def holdings_path(start: ArrayLike, purchases: ArrayLike, redemptions: ArrayLike) -> Array:
    """Return holdings at the end of each month: ``H_t = H_{t-1} + purchases_t - redemptions_t``.

    Parameters
    ----------
    start : float or (...) array
        Holdings before the first month.
    purchases, redemptions : (..., M) arrays, broadcast against each other

    Raises
    ------
    ValueError
        When shapes do not broadcast, or more is redeemed than is held.
    """
    bought, redeemed = _finite(purchases, "purchases"), _finite(redemptions, "redemptions")
    held: Array = np.asarray(start, float)[..., None] + (bought - redeemed).cumsum(axis=-1)
    if (held < -1e-9).any():
        raise ValueError("more is redeemed than is held: check that all amounts are in one unit.")
    return held


def implied_redemptions(holdings: ArrayLike, purchases: ArrayLike) -> Array:
    """Return what left the books in each month: ``purchases_t - (H_t - H_{t-1})``.

    With holdings at amortised cost this includes the write-down of premiums and, were there any,
    sales; it is an accounting residual, not a count of matured bonds.

    Parameters
    ----------
    holdings : (..., M + 1) array
        At month ends, the first being the end of the month before the first purchase.
    purchases : (..., M) array

    Raises
    ------
    ValueError
        When ``holdings`` is not one month longer than ``purchases``.
    """
    held, bought = _finite(holdings, "holdings"), _finite(purchases, "purchases")
    if held.shape[-1] != bought.shape[-1] + 1:
        raise ValueError(
            f"holdings have {held.shape[-1]} month ends and purchases {bought.shape[-1]} months; one more is needed."
        )
    return bought - np.diff(held, axis=-1)


def redeemed_share(redemptions: ArrayLike, maturing: ArrayLike, window: int | None = None) -> Array:
    """Return the holder's share of all bonds that fell due: ``sum redemptions / sum maturing``.

    Parameters
    ----------
    redemptions, maturing : (M,) arrays
        The holder's redemptions and the whole market's, by month.
    window : int, optional
        Months summed over; with it the result has one entry a window, shape ``(M - window + 1,)``,
        without it the whole stretch gives one number.

    Raises
    ------
    ValueError
        For windows that do not fit, or in which nothing matures.
    """
    own, all_due = _finite(redemptions, "redemptions"), _finite(maturing, "maturing")
    if own.shape != all_due.shape or own.ndim != 1:
        raise ValueError("redemptions and maturing need one entry a month each.")
    window = own.size if window is None else window
    if not 1 <= window <= own.size:
        raise ValueError(f"a window of {window} months does not fit into {own.size}.")
    due = np.lib.stride_tricks.sliding_window_view(all_due, window).sum(axis=-1)
    if (due <= 0).any():
        raise ValueError("nothing falls due in some window: lengthen it.")
    share: Array = np.lib.stride_tricks.sliding_window_view(own, window).sum(axis=-1) / due
    return share if window < own.size else share.squeeze()[()]


def holdings_bounds(start: float, purchases: ArrayLike, maturing: ArrayLike) -> tuple[Array, Array]:
    """Return the lowest and the highest path holdings can take, whatever the holder owns.

    Of what falls due in the market, the holder has at least nothing and at most all:
    ``H_0 + sum(purchases - maturing) <= H_t <= H_0 + sum(purchases)``, and never less than zero.

    Parameters
    ----------
    start : float
    purchases, maturing : (..., M) arrays

    Returns
    -------
    low, high : (..., M) arrays
    """
    bought, due = _finite(purchases, "purchases"), _finite(maturing, "maturing")
    if (bought < 0).any() or (due < 0).any():
        raise ValueError("purchases and maturing amounts can't be negative.")
    high = start + bought.cumsum(axis=-1)
    return np.maximum(0.0, high - due.cumsum(axis=-1)), high


def extra_holdings(purchases: ArrayLike, alternative: ArrayLike, runoff: ArrayLike = 0.0) -> Array:
    """Return how much more is held, month by month, with one path of purchases than with another.

    ``D_t = D_{t-1} (1 - runoff) + purchases_t - alternative_t``: what was bought before drops out by
    the constant share ``runoff`` a month, because some of it falls due.

    Parameters
    ----------
    purchases, alternative : (M,) arrays
    runoff : float or (...) array
        Between 0 (everything bought outlives the horizon) and 1.

    Returns
    -------
    (..., M) array
    """
    gap = _finite(purchases, "purchases") - _finite(alternative, "alternative")
    runoff = _finite(runoff, "runoff")
    if ((runoff < 0) | (runoff > 1)).any():
        raise ValueError("runoff is a share of the stock a month and lies between 0 and 1.")
    age = np.arange(gap.size)[:, None] - np.arange(gap.size)
    kept = np.where(age >= 0, (1 - runoff[..., None, None]) ** np.maximum(age, 0), 0.0)
    return kept @ gap


def stock_effect(extra: ArrayLike, market: float, effect: ArrayLike, share: ArrayLike) -> Array:
    """Return the yield effect of holding ``extra`` more, read off an estimate for a whole stock.

    ``effect x (extra / market) / share``: an estimate that holdings of ``share`` of the market press
    the yield down by ``effect`` is scaled in proportion.

    Parameters
    ----------
    extra, market : money, one unit
    effect : basis points
        Estimated effect of the whole stock.
    share : between 0 and 1
        Share of the market the estimate is for.

    Raises
    ------
    ValueError
        For a market that is not positive or a share outside (0, 1].
    """
    share = _finite(share, "share")
    if not market > 0:
        raise ValueError(f"the market is {market}; it must be positive.")
    if ((share <= 0) | (share > 1)).any():
        raise ValueError("share lies above 0 and at most at 1; give 0.43 for 43 %.")
    return _finite(effect, "effect") * (_finite(extra, "extra") / market) / share


def _finite(values: ArrayLike, name: str) -> Array:
    array = np.asarray(values, float)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a missing or infinite value: leave that month out first.")
    return array
