"""A world of three regions in which one closes its external deficit: an endowment model of the Obstfeld-Rogoff type.

The model class is that of M. Obstfeld and K. Rogoff, "Global Current Account Imbalances and Exchange Rate
Adjustments", Brookings Papers on Economic Activity 2005:1. The equations are written out here from the standard
structure of constant elasticities; the paper's parameters and tables were not in reach, so nothing here is a
replication of it. Every parameter is an assumption of its user.

Regions: the United States (U), Europe (E), Asia (A), in this order in every array. Each is endowed with a fixed
amount of its own tradable good, Y_i, and of a nontradable, N_i. Preferences of region i:

    consumption C_i   : CES of tradables and nontradables, elasticity theta, weight of tradables gamma
    tradables   C_T,i : CES of the three tradable goods, elasticity eta, weights w_ij (row i of ``weights``)

    weights U: [alpha, beta - alpha, 1 - beta]     E: [beta - alpha, alpha, 1 - beta]
    weights A: [(1 - delta)/2, (1 - delta)/2, delta]

Prices, in one currency, with p_j the price of region j's tradable and p_U = 1:

    P_T,i = (sum_j w_ij p_j^(1-eta))^(1/(1-eta))
    X_i   = p_i Y_i + income_i - balance_i                    spending on tradables
    p_j Y_j = sum_i w_ij (p_j / P_T,i)^(1-eta) X_i            each tradable's market clears (two of three suffice)
    P_N,i / P_T,i = [((1-gamma)/gamma) (X_i / P_T,i) / N_i]^(1/theta)     the nontradable's market clears
    P_i   = CES index of P_T,i and P_N,i
    q_i   = P_i / P_U      real exchange rates: a rise is a real depreciation of the dollar

A region that stops spending more than it earns (balance to zero) demands fewer nontradables at home, so their
price must fall against tradables, and fewer of its own favourite tradables, so its terms of trade worsen: both
are a real depreciation. Output does not react, which makes the fall larger than where it does. The gain that a falling
dollar brings on assets in foreign currency, the point of the paper of 2005, enters through the income they yield
(:func:`dollar_fall`); the stock itself is not spent.

Units: balances and incomes in units of US tradable output, p_U Y_U = 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from brink.models import Array

REGIONS = ("US", "Europe", "Asia")


class NoEquilibriumError(ValueError):
    """No prices were found that clear the markets; the message says for which parameters."""


@dataclass(frozen=True)
class World:
    """The parameters of the three-region world; see the module for their meaning.

    ``sizes`` are the endowments of tradables (Y_U, Y_E, Y_A). Nontradables are endowed in the proportion
    (1 - gamma)/gamma to them, so that they cost as much as tradables where trade is balanced and all prices
    are one. ``partners`` weighs Europe and Asia in the dollar's effective rate.

    Raises ValueError on parameters outside their range.
    """

    theta: float
    eta: float
    gamma: float
    alpha: float
    beta: float
    delta: float
    sizes: tuple[float, float, float] = (1.0, 1.0, 1.0)
    partners: tuple[float, float] = (0.5, 0.5)

    def __post_init__(self) -> None:
        """Refuse parameters outside their range."""

        def demand(fine: bool, what: str) -> None:
            if not fine:
                raise ValueError(f"{what}; got {self}")

        demand(self.theta > 0, "theta must be greater than 0")
        demand(self.eta >= 1, "eta must be at least 1: below it goods are no gross substitutes and prices not unique")
        demand(0 < self.gamma < 1, "gamma must lie between 0 and 1")
        demand(0 <= self.alpha <= self.beta <= 1, "0 <= alpha <= beta <= 1 is needed")
        demand(0 <= self.delta <= 1, "delta must lie between 0 and 1")
        demand(len(self.sizes) == 3 and min(self.sizes) > 0, "three sizes greater than 0 are needed")
        demand(
            len(self.partners) == 2 and min(self.partners) >= 0 and abs(sum(self.partners) - 1) < 1e-9,
            "two partner weights that add to one are needed",
        )

    @property
    def weights(self) -> Array:
        """The share of each region's tradable (column) in each region's basket of tradables (row) at equal prices."""
        a, b, d = self.alpha, self.beta, self.delta
        return np.array([[a, b - a, 1 - b], [b - a, a, 1 - b], [(1 - d) / 2, (1 - d) / 2, d]])


@dataclass(frozen=True)
class Equilibrium:
    """Prices that clear every market. Arrays are in the order of :data:`REGIONS`.

    ``log_p``: tradables' prices; ``log_q``: real exchange rates against the United States; ``spending``: on
    tradables; ``excess``: what is left of excess demand for each tradable, as a share of its supply;
    ``log_dollar``: the dollar's real effective rate, a fall is a depreciation.
    """

    log_p: Array
    log_q: Array
    spending: Array
    excess: Array
    log_dollar: float


def _ces(weights: Array, log_prices: Array, elasticity: float) -> Array:
    """Return the log of CES price indices, one for each row of weights; elasticity one is Cobb-Douglas."""
    power = 1 - elasticity
    if abs(power) < 1e-9:
        return np.asarray(weights @ log_prices)
    scaled = power * log_prices
    top = scaled.max()
    return np.asarray((np.log(weights @ np.exp(scaled - top)) + top) / power)


def _clearing(world: World, log_p: Array, balances: Array, incomes: Array) -> tuple[Array, Array, Array]:
    """Return spending, excess demand by good as a share of supply, and the log prices of tradables' baskets."""
    worth = np.exp(log_p) * np.array(world.sizes)
    unit = worth[0]  # p_U Y_U: the unit of balances and incomes
    spending = worth + unit * (incomes - balances)
    weights = world.weights
    log_basket = _ces(weights, log_p, world.eta)
    shares = weights * np.exp((1 - world.eta) * (log_p[None, :] - log_basket[:, None]))
    return spending, spending @ shares / worth - 1, log_basket


def _root(gap: Callable[[Array], Array]) -> Array:
    """Return the log prices, the first of them zero, at which ``gap`` is zero, or the nearest found.

    Newton's method from equal prices, derivatives by differences; a step is halved until it brings the gap
    down. Two unknowns and a smooth gap need no more, and a solver's library takes longer to import
    than every solution of the book.
    """
    log_p, moves = np.zeros(3), 1e-7 * np.eye(3)[1:]
    miss = gap(log_p)
    for _ in range(50):
        if np.abs(miss).max() < 1e-13:
            break
        slopes = np.array([(gap(log_p + move) - miss) / 1e-7 for move in moves]).T
        if not np.isfinite(slopes).all():
            break
        step = np.append(0.0, np.linalg.lstsq(slopes, -miss)[0])
        trials = ((log_p + step / 2**half, gap(log_p + step / 2**half)) for half in range(30))
        better = next((trial for trial in trials if np.abs(trial[1]).max() < np.abs(miss).max()), None)
        if better is None:
            break
        log_p, miss = better
    return log_p


def solve(world: World, balances: ArrayLike, incomes: ArrayLike = (0.0, 0.0, 0.0)) -> Equilibrium:
    """Return the prices at which the three tradables' and the three nontradables' markets clear.

    Parameters
    ----------
    world : World
        Parameters.
    balances : three floats
        Current-account balances of the US, Europe and Asia, in units of US tradable output; they add to zero.
        With ``incomes`` left at zero they are trade balances.
    incomes : three floats
        Net income from abroad, same units; they add to zero.

    Raises
    ------
    ValueError
        When balances or incomes do not add to zero, or leave a region nothing to spend.
    NoEquilibriumError
        When the solver finds no prices.
    """
    balances, incomes = np.asarray(balances, dtype=float), np.asarray(incomes, dtype=float)
    for name, values in (("balances", balances), ("incomes", incomes)):
        if values.shape != (3,) or not np.isfinite(values).all() or abs(values.sum()) > 1e-9:
            raise ValueError(f"{name} must be three numbers that add to zero, not {values.tolist()}")

    def gap(log_p: Array) -> Array:
        return _clearing(world, log_p, balances, incomes)[1][:2]  # the third market clears with these two

    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        log_p = _root(gap)
        spending, excess, log_basket = _clearing(world, log_p, balances, incomes)
    if not (np.isfinite(log_p).all() and np.abs(excess).max() <= 1e-8):
        raise NoEquilibriumError(
            f"no prices clear the markets for {world} with balances {balances.tolist()}: excess demand stays at "
            f"{np.abs(excess).max():.1e} of supply. Smaller balances or a larger eta solve."
        )
    if (spending <= 0).any():
        region = REGIONS[int(np.argmin(spending))]
        raise ValueError(f"{region} is left with nothing to spend on tradables: its balance or income is too large")
    # Nontradables are so many that equal prices clear their market in balance, N_i = Y_i (1 - gamma) / gamma: the weights cancel.
    ratio = np.log(spending / np.exp(log_basket) / np.array(world.sizes)) / world.theta
    share = np.array([world.gamma, 1 - world.gamma])
    log_level = np.array(
        [basket + _ces(share, np.array([0.0, x]), world.theta) for basket, x in zip(log_basket, ratio, strict=True)]
    )
    log_q = log_level - log_level[0]
    return Equilibrium(log_p, log_q, spending, excess, float(-(np.array(world.partners) @ log_q[1:])))


def spread(balance: float, europe: float) -> Array:
    """Return the three balances when Europe takes the share ``europe`` of the counterpart and Asia the rest."""
    return np.array([balance, -europe * balance, -(1 - europe) * balance])


def dollar_fall(
    world: World,
    gap_pct_gdp: float,
    *,
    tradable_share: float,
    europe: float = 0.5,
    income_pct_gdp: float = 0.0,
    foreign_assets_pct_gdp: float = 0.0,
    yield_pct: float = 0.0,
) -> float:
    """Return the real effective fall of the dollar, in percent, that goes with closing a US deficit.

    Parameters
    ----------
    world : World
        Parameters.
    gap_pct_gdp : float
        The deficit to be closed, in percent of US GDP (3.1 for a deficit of 3.1 %).
    tradable_share : float
        Tradable output as a share of US GDP, which turns percent of GDP into the model's unit.
    europe : float
        Share of the counterpart surplus that is Europe's before, and that Europe gives up.
    income_pct_gdp : float
        US net income from abroad that is part of the balance and stays as it is: zero when the trade deficit
        is closed, negative when a current account worse than the trade balance is.
    foreign_assets_pct_gdp, yield_pct : float
        US assets in foreign currency, and what they yield a year. With both above zero the fall itself raises what
        they earn in dollars: the valuation channel, by which a current account closes with a smaller fall. Leave both at
        zero where trade is to be balanced: there income does not count.

    Notes
    -----
    ``fall = 100 (1 - exp(log_dollar after - log_dollar before))``. With valuation the income after the fall is
    ``income + yield/100 * assets * (1/(1 - fall/100) - 1)``, and the fall is the one that agrees with its own income,
    found by repeated substitution. Raises what :func:`solve` raises, and NoEquilibriumError where no such fall is found.
    """
    if not 0 < tradable_share <= 1:
        raise ValueError(f"tradable_share must lie between 0 and 1, not {tradable_share!r}")
    unit = 100 * tradable_share
    before = solve(world, spread(-gap_pct_gdp / unit, europe), spread(income_pct_gdp / unit, europe))
    earned = foreign_assets_pct_gdp * yield_pct / 100
    fall = 0.0
    for _ in range(100):
        income = income_pct_gdp + earned * (1 / (1 - fall / 100) - 1)
        after = solve(world, (0.0, 0.0, 0.0), spread(income / unit, europe))
        last, fall = fall, float(-100 * np.expm1(after.log_dollar - before.log_dollar))
        if not earned or abs(fall - last) < 1e-9:
            return fall
    raise NoEquilibriumError(f"no fall agrees with the income it brings, for {world}")
