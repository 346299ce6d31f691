"""Budget arithmetic: does growth pay for a bill, and what does a rise in yields cost?

Money is in billions of dollars, time in fiscal years, interest rates and growth are plain
fractions (0.01 is one percent) unless a name ends in ``_bp`` (basis points) or ``_pct``.
Every function takes scalars or numpy arrays; nothing here reads data.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from brink.models import Array

BP = 1e-4


def _positive(**values: ArrayLike) -> None:
    for name, value in values.items():
        if not np.all(np.asarray(value, dtype=float) > 0):
            raise ValueError(f"{name} must be above zero, got {value!r}.")


# --- does growth pay? ----------------------------------------------------------------------


def extra_gdp(growth: ArrayLike, gdp: ArrayLike) -> Array:
    r"""Return the GDP that faster growth adds in each year.

    .. math:: \Delta Y_t = Y_t\,((1+g)^t - 1), \qquad t = 1, \ldots, T

    Parameters
    ----------
    growth : float or array, shape (...)
        Growth added in every year, as a fraction.
    gdp : array, shape (T,)
        GDP without it.

    Returns
    -------
    array, shape (..., T)

    Raises
    ------
    ValueError
        If ``gdp`` is not positive or growth falls below -100 percent.
    """
    _positive(gdp=gdp)
    growth = np.asarray(growth, dtype=float)
    if np.any(growth <= -1):
        raise ValueError(f"growth must be above -1 (-100 percent), got {growth}.")
    gdp = np.asarray(gdp, dtype=float)
    years = np.arange(1, gdp.shape[-1] + 1)
    added: Array = gdp * ((1 + growth[..., None]) ** years - 1)
    return added


def budget_share(feedback: ArrayLike, growth: ArrayLike, gdp: ArrayLike) -> Array:
    """Return what each added dollar of GDP brings the budget, implied by a published estimate.

    ``feedback`` is the published change of the budget over the years of ``gdp`` when growth is
    higher by ``growth`` a year: feedback divided by the sum of :func:`extra_gdp`.
    """
    added = extra_gdp(growth, gdp).sum(axis=-1)
    if np.any(added == 0):
        raise ValueError("growth is zero: no GDP is added, so no share can be implied.")
    share: Array = np.asarray(feedback, dtype=float) / added
    return share


def break_even_growth(cost: float, share: float, gdp: ArrayLike) -> float:
    r"""Return the growth that must be added each year for a bill to pay for itself.

    Solves :math:`s \sum_t Y_t ((1+g)^t - 1) = C` for :math:`g`, with cost :math:`C` and the
    budget's share :math:`s` of each added dollar of GDP.

    Parameters
    ----------
    cost : float
        Cost over the years of ``gdp``, positive or zero.
    share : float
        Between 0 (excluded) and 1.
    gdp : array, shape (T,)

    Returns
    -------
    float
        Growth as a fraction: 0.008 is 0.8 percentage points a year.

    Raises
    ------
    ValueError
        If ``cost`` is negative, ``share`` is not in (0, 1], or no growth below 100 percent pays.
    """
    from scipy.optimize import brentq

    if cost < 0:
        raise ValueError(f"cost must not be negative, got {cost}. A saving needs no growth.")
    if not 0 < share <= 1:
        raise ValueError(f"share must lie in (0, 1], got {share}.")
    _positive(gdp=gdp)

    def gap(growth: float) -> float:
        return share * float(extra_gdp(growth, gdp).sum()) - cost

    if gap(1.0) < 0:
        raise ValueError(f"no growth below 100 percent a year pays for {cost:g} at a share of {share:g}.")
    return float(brentq(gap, 0.0, 1.0, xtol=1e-12))


def cost_per_job(cost: ArrayLike, jobs_mn: ArrayLike) -> Array:
    """Return the cost of one job in millions of dollars; ``cost`` in billions, ``jobs_mn`` in millions."""
    _positive(jobs_mn=jobs_mn)
    each: Array = np.asarray(cost, dtype=float) / np.asarray(jobs_mn, dtype=float) / 1e3
    return each


def cost_per_point(cost: ArrayLike, gdp_gain_pct: ArrayLike) -> Array:
    """Return the cost of one percent of GDP, in the unit of ``cost``."""
    _positive(gdp_gain_pct=gdp_gain_pct)
    each: Array = np.asarray(cost, dtype=float) / np.asarray(gdp_gain_pct, dtype=float)
    return each


def dividend_rate(gdp_gain: ArrayLike, share: ArrayLike, gdp: ArrayLike, debt: ArrayLike) -> Array:
    r"""Return the interest rate at which the growth dividend is gone.

    A lasting gain of GDP brings the budget :math:`s\,\gamma\,Y` a year; the debt that bought it
    costs :math:`r B` a year. They cancel at

    .. math:: r^* = \frac{s\,\gamma\,Y}{B}

    Parameters
    ----------
    gdp_gain : float or array
        Lasting gain in the level of GDP, a fraction.
    share : float or array
        What each added dollar of GDP brings the budget.
    gdp, debt : float or array
        GDP of a year, and the debt added.

    Returns
    -------
    float or array
        Rate as a fraction. Above it the bill costs more interest each year than growth returns.
    """
    _positive(gdp=gdp, debt=debt)
    gain, cut, level, owed = (np.asarray(x, dtype=float) for x in (gdp_gain, share, gdp, debt))
    rate: Array = gain * cut * level / owed
    return rate


def cushion_bp(feedback: ArrayLike, cost: ArrayLike, cost_per_bp: ArrayLike) -> Array:
    """Return how far yields may rise before a bill stops paying for itself, in basis points.

    What growth brings back less what the bill costs, over the same years, divided by what one
    basis point on all federal borrowing costs. Negative: the bill does not pay even if yields
    stay; they would have to fall by so much.
    """
    _positive(cost_per_bp=cost_per_bp)
    brought, spent, price = (np.asarray(x, dtype=float) for x in (feedback, cost, cost_per_bp))
    cushion: Array = (brought - spent) / price
    return cushion


# --- what does a rise in yields cost? --------------------------------------------------------


def refinancing_speed(first_year_share: float, bill_share: float) -> float:
    r"""Return the hazard at which notes and bonds fall due, from two published shares.

    The stock is split in two: bills, a share :math:`b`, all fall due within the year; of the
    rest a share :math:`1 - e^{-\lambda}` does. Together that is the published share due within
    twelve months, :math:`m`:

    .. math:: m = b + (1-b)(1 - e^{-\lambda}) \quad\Rightarrow\quad \lambda = -\ln\frac{1-m}{1-b}

    Raises
    ------
    ValueError
        Unless ``0 <= bill_share <= first_year_share < 1``.
    """
    if not 0 <= bill_share <= first_year_share < 1:
        raise ValueError(
            f"need 0 <= bill_share <= first_year_share < 1, got {bill_share:g} and {first_year_share:g}: "
            "bills are part of what falls due within a year."
        )
    return float(-np.log((1 - first_year_share) / (1 - bill_share)))


def mean_maturity(first_year_share: float, bill_share: float) -> float:
    r"""Return the average remaining life in years that the two shares imply.

    Bills live half a year on average, the rest :math:`1/\lambda`. Not used to fit anything: a
    check of :func:`refinancing_speed` against the published average maturity.
    """
    speed = refinancing_speed(first_year_share, bill_share)
    if speed == 0:
        return float("inf")
    return bill_share / 2 + (1 - bill_share) / speed


def old_rate_share(years: int, first_year_share: float, bill_share: float) -> Array:
    r"""Return the share of the opening stock that still pays its old rate, average of each year.

    Bills run down evenly over the first year; the rest at the hazard :math:`\lambda` of
    :func:`refinancing_speed`:

    .. math:: K_t = \tfrac{b}{2}\,[t = 1] + (1-b)\,\frac{e^{-\lambda (t-1)} - e^{-\lambda t}}{\lambda}

    Returns
    -------
    array, shape (years,)
        Between 0 and 1, falling.
    """
    if years < 1:
        raise ValueError(f"years must be at least 1, got {years}.")
    speed = refinancing_speed(first_year_share, bill_share)
    start = np.arange(years)
    rest = np.ones(years) if speed == 0 else (np.exp(-speed * start) - np.exp(-speed * (start + 1))) / speed
    bills = np.where(start == 0, 0.5, 0.0)
    return bill_share * bills + (1 - bill_share) * rest


def added_debt(
    debt: ArrayLike,
    rate: ArrayLike,
    old_share: ArrayLike | None = None,
    shock_bp: ArrayLike = 0.0,
    deficit: ArrayLike = 0.0,
) -> tuple[Array, Array]:
    r"""Return the interest and the debt that dearer borrowing and larger deficits add to a baseline.

    With :math:`A_t` the baseline's debt and :math:`F_t` the added debt, both as averages of the year,
    :math:`i_t` the baseline's rate and :math:`s_t` the rise in yields, only what is borrowed or
    borrowed anew after the rise pays it:

    .. math::
        X_t &= i_t F_t + s_t\,(A_t + F_t - K_t D_0) \\
        F_t &= E_{t-1} + \tfrac12 (p_t + X_t) \\
        E_t &= E_{t-1} + p_t + X_t

    where :math:`X_t` is the added interest, :math:`E_t` the added debt at the end of the year, :math:`p_t`
    the added deficit before interest and :math:`K_t` the share of the opening stock :math:`D_0` still at its
    old rate. The first two lines are linear in :math:`X_t` and solved together. Where
    ``shock_bp`` changes from year to year, debt refinanced earlier is taken to pay the current
    year's rise: exact for a lasting step, an approximation for a moving one.

    Parameters
    ----------
    debt : array, shape (T + 1,)
        Baseline's debt at the end of each year, the opening stock first.
    rate : array, shape (T,)
        Baseline's average interest rate, net interest over average debt.
    old_share : array, shape (T,) or None
        From :func:`old_rate_share`; ``None`` where there is no shock to pass on.
    shock_bp : float or array, shape (..., T) or (...)
        Rise in yields; a scalar or one number a scenario is a lasting step.
    deficit : float or array, shape (T,)
        Deficit added, before interest.

    Returns
    -------
    interest, debt : arrays, shape (..., T)
        What is added in each year, and the added debt at its end.

    Raises
    ------
    ValueError
        If the shapes do not fit, debt is not positive, or a shock comes without ``old_share``.
    """
    debt, rate = np.asarray(debt, dtype=float), np.asarray(rate, dtype=float)
    _positive(debt=debt)
    years = rate.shape[-1]
    if debt.shape != (years + 1,):
        raise ValueError(f"debt must hold one value more than rate: {debt.shape[-1]} against {years}.")
    shock = np.asarray(shock_bp, dtype=float) * BP
    if shock.ndim == 0 or shock.shape[-1] != years:
        shock = shock[..., None] * np.ones(years)
    if old_share is None:
        if np.any(shock != 0):
            raise ValueError("a rise in yields needs old_share, the part of the old debt it does not touch.")
        old_share = np.zeros(years)
    kept = np.asarray(old_share, dtype=float)
    if kept.shape != (years,):
        raise ValueError(f"old_share must hold {years} values, got {kept.shape}.")
    extra = np.broadcast_to(np.asarray(deficit, dtype=float), (years,))
    average = (debt[1:] + debt[:-1]) / 2

    interest = np.zeros(shock.shape)
    stock = np.zeros(shock.shape)
    opening = np.zeros(shock.shape[:-1])
    for t in range(years):
        dear = rate[t] + shock[..., t]
        own = dear * (opening + extra[t] / 2) + shock[..., t] * (average[t] - kept[t] * debt[0])
        interest[..., t] = own / (1 - dear / 2)
        opening = opening + extra[t] + interest[..., t]
        stock[..., t] = opening
    return interest, stock
