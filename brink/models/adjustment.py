"""How far a currency must fall to close an external gap, and what the fall does to prices.

Conventions: changes are in percent (``-28.6`` is a fall of 28.6 %); a *fall* given as such is a
positive number of percent; balances and gaps are in percent of GDP; a log point is a hundredth of a
natural logarithm. Every function takes numbers or arrays that broadcast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from brink.models import Array
from brink.models.statistics import critical_value, least_squares

#: The ICE US dollar index: scale and exponents (ICE Futures U.S., "U.S. Dollar Index Contracts").
ICE_SCALE = 50.14348112
ICE_WEIGHTS = {"eur": 0.576, "jpy": 0.136, "gbp": 0.119, "cad": 0.091, "sek": 0.042, "chf": 0.036}


def _positive(**values: ArrayLike) -> None:
    for name, value in values.items():
        if not np.all(np.asarray(value, dtype=float) > 0):
            raise ValueError(f"{name} must be greater than 0, not {value!r}")


def _fall(fall_pct: ArrayLike) -> Array:
    fall = np.asarray(fall_pct, dtype=float)
    if not np.all((fall >= 0) & (fall < 100)):
        raise ValueError(f"a fall must be at least 0 and less than 100 percent, not {fall_pct!r}")
    return fall


def ice_index(usd: ArrayLike, jpy: ArrayLike, gbp: ArrayLike, cad: ArrayLike, sek: ArrayLike, chf: ArrayLike) -> Array:
    """Return the ICE US dollar index from rates quoted as units of each currency per euro.

    With EURUSD = usd, USDJPY = jpy/usd, GBPUSD = usd/gbp and so on,

        index = 50.14348112 EURUSD^-0.576 USDJPY^0.136 GBPUSD^-0.119 USDCAD^0.091 USDSEK^0.042 USDCHF^0.036

    (ICE Futures U.S.; March 1973 = 100). The six weights add to one, so a dollar that falls by x %
    against every currency lowers the index by x %.

    Raises ValueError on a rate that is not greater than 0.
    """
    foreign = {"jpy": jpy, "gbp": gbp, "cad": cad, "sek": sek, "chf": chf}
    _positive(usd=usd, **foreign)
    usd = np.asarray(usd, dtype=float)
    index = ICE_SCALE * usd ** -ICE_WEIGHTS["eur"]
    for currency, rate in foreign.items():
        index = index * (np.asarray(rate, dtype=float) / usd) ** ICE_WEIGHTS[currency]
    return index


def log_points(change_pct: ArrayLike) -> Array:
    """Return a percentage change in log points: ``100 ln(1 + change / 100)``.

    A rise and the fall that undoes it have the same size in log points, which they have not in percent.
    Raises ValueError for a change of -100 % or less.
    """
    change = np.asarray(change_pct, dtype=float)
    if np.any(change <= -100):
        raise ValueError(f"a change must be more than -100 percent, not {change_pct!r}")
    return 100 * np.log1p(change / 100)


def percent(points: ArrayLike) -> Array:
    """Return a change in log points as a percentage change, the inverse of :func:`log_points`."""
    return 100 * np.expm1(np.asarray(points, dtype=float) / 100)


def fall_undoing(rise_pct: ArrayLike) -> Array:
    """Return the fall, in percent, that undoes a rise: ``100 (1 - 1 / (1 + rise / 100))``.

    The base effect: a rise of 40 % is undone by a fall of 28.6 %, for the fall is measured from the
    higher level. Raises ValueError for a negative rise.
    """
    rise = np.asarray(rise_pct, dtype=float)
    if not np.all(rise >= 0):
        raise ValueError(f"a rise must be at least 0 percent, not {rise_pct!r}")
    return 100 * (1 - 1 / (1 + rise / 100))


def rise_of_foreign_currency(fall_pct: ArrayLike) -> Array:
    """Return by how many percent foreign currency becomes dearer when a currency falls by ``fall_pct``."""
    return 100 * (1 / (1 - _fall(fall_pct) / 100) - 1)


def required_fall(gap_pct_gdp: ArrayLike, rule_fall_pct: ArrayLike, rule_balance_pct_gdp: ArrayLike) -> Array:
    """Return the fall that closes a gap, by a published rule "a fall of x % improves the balance by y % of GDP".

    The rule is compounded, so that it is met exactly at its own point and no gap asks for 100 %:

        fall = 100 (1 - (1 - x / 100)^(gap / y))

    Raises ValueError when gap is negative, y is not positive, or x is not between 0 and 100.
    """
    gap = np.asarray(gap_pct_gdp, dtype=float)
    if not np.all(gap >= 0):
        raise ValueError(f"a gap must be at least 0 percent of GDP, not {gap_pct_gdp!r}")
    _positive(rule_fall_pct=rule_fall_pct, rule_balance_pct_gdp=rule_balance_pct_gdp)
    step = np.log1p(-_fall(rule_fall_pct) / 100)
    fall: Array = -100 * np.expm1(step * gap / np.asarray(rule_balance_pct_gdp, dtype=float))
    return fall


def trade_slope(
    exports_pct_gdp: ArrayLike,
    imports_pct_gdp: ArrayLike,
    elasticity_exports: ArrayLike,
    elasticity_imports: ArrayLike,
    pass_through: ArrayLike = 0.0,
) -> Array:
    r"""Return the improvement of net exports in dollars, in percent of GDP, for a fall of one log point.

    .. math:: \frac{e_x X + (e_m - \tau) M}{100}

    with exports X and imports M in percent of GDP, long-run price elasticities e (positive: a cheaper dollar raises
    exports and lowers imports), and the part :math:`\tau` of the fall that reaches the dollar price of imports: what is
    still bought costs more, which widens the gap (the Marshall-Lerner condition for trade that is priced in dollars at
    home). With no pass-through these are volumes at constant prices. Raises ValueError unless X and M are greater than 0.
    """
    _positive(exports_pct_gdp=exports_pct_gdp, imports_pct_gdp=imports_pct_gdp)
    parts = (elasticity_exports, exports_pct_gdp, elasticity_imports, imports_pct_gdp, pass_through)
    e_x, x, e_m, m, through = (np.asarray(part, dtype=float) for part in parts)
    slope: Array = (e_x * x + (e_m - through) * m) / 100
    return slope


def fall_at_slope(gap_pct_gdp: ArrayLike, slope: ArrayLike) -> Array:
    """Return the fall that closes a gap when a fall of one log point improves the balance by ``slope``.

    ``100 (1 - exp(-gap / slope / 100))``; not a number where the slope is not positive, because then no
    fall closes the gap. Units: gap in percent of GDP, slope in percent of GDP for a log point.
    """
    gap, slope = np.broadcast_arrays(np.asarray(gap_pct_gdp, dtype=float), np.asarray(slope, dtype=float))
    if not np.all(gap >= 0):
        raise ValueError(f"a gap must be at least 0 percent of GDP, not {gap_pct_gdp!r}")
    return np.where(slope > 0, -100 * np.expm1(-gap / np.where(slope > 0, slope, np.nan) / 100), np.nan)[()]


def lagged_mean(values: ArrayLike, first: int, last: int) -> Array:
    """Return, for each period, the mean of the values ``first`` to ``last`` periods before it.

    Shape and order are those of ``values`` (1-D, oldest first); the first ``last`` results are not numbers.
    Raises ValueError unless ``0 <= first <= last``.
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or not 0 <= first <= last:
        raise ValueError("lagged_mean needs a 1-D array and 0 <= first <= last")
    result = np.full(values.shape, np.nan)
    for period in range(last, len(values)):
        result[period] = values[period - last : period - first + 1].mean()
    return result


@dataclass(frozen=True)
class Regression:
    """A fitted line: coefficients with their standard errors, in the order of ``names``.

    ``reach`` is how many standard errors its 95 % bands extend (:func:`brink.models.statistics.critical_value`).
    """

    names: tuple[str, ...]
    coefficients: tuple[float, ...]
    standard_errors: tuple[float, ...]
    observations: int
    r_squared: float
    reach: float

    def __getitem__(self, name: str) -> tuple[float, float]:
        """Return coefficient and standard error of one regressor."""
        position = self.names.index(name)
        return self.coefficients[position], self.standard_errors[position]

    def interval(self, name: str) -> tuple[float, float]:
        """Return the coefficient's 95 % band."""
        centre, error = self[name]
        return centre - self.reach * error, centre + self.reach * error


def balance_regression(balance: ArrayLike, regressors: dict[str, ArrayLike], *, hac_lags: int) -> Regression:
    """Regress an external balance on a constant and the regressors by least squares.

    balance_t = a + b1 x1_t + ... + u_t, with Newey-West standard errors over ``hac_lags`` lags, because the
    errors of a slow-moving balance are far from independent. Rows with a missing value are dropped.

    Parameters
    ----------
    balance : array, shape (n,)
        Percent of GDP, oldest first.
    regressors : dict of arrays, each shape (n,)
        For instance the mean of the log real exchange rate some quarters earlier, times 100.
    hac_lags : int
        Lags of the error correlation that is allowed for.

    Raises
    ------
    ValueError
        With fewer than ten complete rows, or than three for each column, or than the lags need; or lengths that differ.
    """
    columns = [np.asarray(values, dtype=float) for values in (balance, *regressors.values())]
    if len({column.shape for column in columns}) != 1 or columns[0].ndim != 1:
        raise ValueError("balance and regressors must be 1-D arrays of one length")
    table = np.column_stack(columns)
    table = table[np.isfinite(table).all(axis=1)]
    if len(table) < max(10, 3 * table.shape[1]):
        raise ValueError(f"{len(table)} complete rows are too few for {table.shape[1]} coefficients")
    fit = least_squares(table[:, 0], np.column_stack([np.ones(len(table)), table[:, 1:]]), hac_lags=hac_lags)
    names = ("constant", *regressors)
    reach = critical_value(len(table), hac_lags)
    return Regression(names, tuple(fit.coefficients), tuple(fit.standard_errors), len(table), fit.r_squared, reach)


def price_effect(fall_pct: ArrayLike, move_pct: ArrayLike, effect_pp: ArrayLike) -> Array:
    """Return what a fall adds to consumer prices, in percentage points, by a published estimate.

    ``effect_pp`` is the published effect of a move of ``move_pct``. It is scaled by the rise of foreign
    currency's price, ``1 / (1 - fall) - 1``, the larger of the two ways to measure a fall.
    """
    _positive(move_pct=move_pct)
    effect: Array = (
        rise_of_foreign_currency(fall_pct) / np.asarray(move_pct, dtype=float) * np.asarray(effect_pp, dtype=float)
    )
    return effect


def import_price_effect(fall_pct: ArrayLike, pass_through: ArrayLike, import_share_pct: ArrayLike) -> Array:
    """Return what a fall adds to prices through imports: pass-through x import share x rise of foreign currency.

    ``pass_through`` from 0 to 1; ``import_share_pct`` in percent of what is bought. One and 100 give the
    most the arithmetic allows: every price rising as much as foreign currency does.
    Raises ValueError outside these ranges.
    """
    through, share = np.asarray(pass_through, dtype=float), np.asarray(import_share_pct, dtype=float)
    if not (np.all((through >= 0) & (through <= 1)) and np.all((share >= 0) & (share <= 100))):
        raise ValueError("pass_through must be between 0 and 1, import_share_pct between 0 and 100")
    added: Array = rise_of_foreign_currency(fall_pct) * through * share / 100
    return added
