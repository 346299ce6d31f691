"""Whether Japan's debt can land: the path of the ratio, a fan of possible paths, and what must be borrowed each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brink.measures.common import outlook_for_japan
from brink.measures.debt import Day, Outlook, outlook, portfolio
from brink.measures.jgb_market import TENORS, rises, yield_of, yields
from brink.models import Array, debt_path
from brink.record.snapshot import Snapshot, once

#: Where the question is put: ten full years after the year of asking.
AHEAD = 10
PATHS, SEED = 40_000, 20250610
#: The first year of which the IMF's table gives growth and balance; shocks are taken from there on.
FIRST_YEAR = 2006
#: Years after which the IMF asks whether debt has stopped rising.
STABILISING = 5


@dataclass(frozen=True)
class Projection:
    """The parts of a debt path, by calendar year after ``start``; ratios and flows in percent of GDP.

    ``slip`` is by how much the primary balance would be lower after the outlook's last year, were it to go on changing as
    over the outlook's last three.
    """

    start: int
    opening: float
    gdp_tn_yen: float
    years: NDArray[np.int_]
    growth: Array
    real_growth: Array
    balance: Array
    slip: Array
    asset_income: float
    other_flows: float
    outlook: Outlook
    imf: pd.Series
    covariance: Array
    persistence: Array
    history: pd.DataFrame

    @property
    def flows(self) -> float:
        """What is added to the ratio each year beside interest and the primary balance."""
        return self.other_flows - self.asset_income

    def spreads(self) -> dict[str, float]:
        """Return the standard deviation of a year's shock to growth, yields and balance, percentage points."""
        return dict(zip(debt_path.SHOCKS, np.sqrt(np.diag(self.covariance)), strict=True))


@once
def yield_spread(record: Snapshot, since: int, until: int) -> float:
    """Return the standard deviation of the yearly change of the average 10-year yield, percentage points.

    ``since`` is the first year of which a whole average exists; the changes run from the year after to ``until``.
    """
    ten = yield_of(record, 10)
    by_year = ten.groupby(ten.index.year).mean().loc[since:until]
    return float(by_year.diff().std())


@once
def projection(
    record: Snapshot, start: int, end: int, curve_day: Day | None = None, shocks_since: int | None = None
) -> Projection | None:
    """Gather the parts of Japan's debt path after ``start``; ``None`` where the record does not reach.

    - growth of nominal GDP and primary balance: the newest WEO, its last year held on;
    - interest: the auctioned bonds at the end of ``start`` rolled forward at the yields of ``curve_day`` (default: the
      newest on record);
    - asset income: gross interest on those terms less the IMF's net interest in ``start``, held
      constant (the IMF's primary balance leaves interest and dividends received out);
    - other flows: what the IMF's own projection adds beside deficits, on average;
    - shocks: residuals of first-order autoregressions of growth and balance and of yearly changes in
      the 10-year yield, over all years of the table to ``start``; with ``shocks_since`` the size of the yield's shock is
      that of its changes since that year (see :func:`yield_spread`), correlations kept.
    """
    if shocks_since is not None:
        case = projection(record, start, end, curve_day)
        spread = yield_spread(record, shocks_since, start)
        return case and replace(case, covariance=debt_path.rescaled(case.covariance, "yield", spread))
    japan, levels = outlook_for_japan(record), yields(record)
    known = levels.index if curve_day is None else levels.index[levels.index <= pd.Timestamp(curve_day)]
    if start + 1 not in japan.index or start - 1 not in japan.index or known.empty:
        return None
    ahead = outlook(record, f"{start}-12-31", known[-1], end - start)
    ratio, growth = japan["gross_debt_pct_gdp"], 100 * japan["gdp_lcu_bn"].pct_change()
    primary, overall = japan["primary_balance_pct_gdp"], japan["overall_balance_pct_gdp"]
    if ahead is None or pd.isna(ratio[start]):
        return None
    years = np.arange(start + 1, end + 1)
    held = np.minimum(years, japan.index.max())

    coupon = portfolio(record, [f"{start - 1}-12-31", f"{start}-06-30", f"{start}-12-31"])["coupon_pct"].mean()
    gross_interest = coupon / 100 * ratio[start - 1] / (1 + growth[start] / 100)
    net_interest = primary[start] - overall[start]
    other = debt_path.residual(ratio.loc[start:], 0.0, growth.loc[start + 1 :], overall.loc[start + 1 :]).mean()

    past = pd.DataFrame({"growth": growth, "balance": primary}).dropna().loc[:start]
    ten = yield_of(record, 10)
    past["yield_change"] = ten.groupby(ten.index.year).mean().diff().reindex(past.index)
    fade_g, _, shock_g = debt_path.autoregression(past["growth"])
    fade_b, _, shock_b = debt_path.autoregression(past["balance"])
    shock_y = (past["yield_change"] - past["yield_change"].mean()).to_numpy()[1:]
    shocks = np.column_stack([shock_g, shock_y, shock_b])
    covariance = shocks.T @ shocks / (len(shocks) - 1)
    return Projection(
        start=start,
        opening=float(ratio[start]),
        gdp_tn_yen=float(japan.at[start, "gdp_lcu_bn"]) / 1000,
        years=years,
        growth=growth[held].to_numpy(),
        real_growth=japan["real_growth_pct"][held].to_numpy(),
        balance=primary[held].to_numpy(),
        slip=(years - held) * float(primary.loc[: japan.index.max()].diff().tail(3).mean()),
        asset_income=float(gross_interest - net_interest),
        other_flows=float(other),
        outlook=ahead,
        imf=ratio.loc[start:],
        covariance=covariance,
        persistence=np.array([fade_g, 1.0, fade_b]),
        history=past.reset_index(),
    )


@dataclass(frozen=True)
class Scenario:
    """One change to the central case; all in percentage points unless said."""

    name: str
    yields_pp: float | tuple[float, ...] = 0.0
    real_growth_zero: bool = False
    nominal_growth_zero: bool = False
    balance_held: bool = False
    balance_slips: bool = False


CENTRAL = Scenario("as projected")
SLIPPING = Scenario("primary deficit goes on widening", balance_slips=True)
SCENARIOS = (
    CENTRAL,
    Scenario("yields 1 point higher", 1.0),
    Scenario("yields 2 points higher", 2.0),
    Scenario("yields 3 points higher", 3.0),
    Scenario("no real growth", real_growth_zero=True),
    Scenario("yields 3 points higher and no real growth", 3.0, real_growth_zero=True),
    Scenario("no growth even in money terms", nominal_growth_zero=True),
    Scenario("primary balance stays as in the first year", balance_held=True),
    SLIPPING,
)


@once
def same_rise_again(record: Snapshot, until: pd.Timestamp) -> Scenario:
    """Return the case in which each tenor's yield rises once more by as much as in the twelve months to ``until``."""
    again = tuple(float(rises(record, tenor).loc[:until].iloc[-1]) for tenor in TENORS)
    return Scenario("the rise of the year before once more", again)


def _terms(case: Projection, scenario: Scenario) -> tuple[Array, Array, Array]:
    """Return rate, growth and balance of a scenario by year."""
    growth, balance = case.growth, case.balance
    if scenario.real_growth_zero:
        growth = 100 * ((1 + growth / 100) / (1 + case.real_growth / 100) - 1)
    if scenario.nominal_growth_zero:
        growth = np.zeros_like(growth)
    if scenario.balance_held:
        balance = np.full_like(balance, balance[0])
    if scenario.balance_slips:
        balance = balance + case.slip
    return case.outlook.rates(scenario.yields_pp), growth, balance


def central_path(case: Projection, scenario: Scenario = CENTRAL) -> pd.DataFrame:
    """Return the sum year by year: ratio, rate, growth, balance, and the balance that would hold the ratio."""
    rate, growth, balance = _terms(case, scenario)
    ratio = debt_path.path(case.opening, rate, growth, balance, case.flows)
    before = np.r_[case.opening, ratio[:-1]]
    return pd.DataFrame(
        {
            "year": case.years,
            "debt_before_pct": before,
            "rate_pct": rate,
            "growth_pct": growth,
            "balance_pct": balance,
            "debt_pct": ratio,
            "stabilising_pct": debt_path.stabilising_balance(before, rate, growth, case.flows),
            "imf_pct": case.imf.reindex(case.years).to_numpy(),
        }
    )


@cache
def _normals(years: int) -> NDArray[np.float32]:
    """Return the draws that every projection of so many years shares, whatever its record."""
    normals: NDArray[np.float32] = np.random.default_rng(SEED).standard_normal((years, 3, PATHS), dtype=np.float32)
    return normals


def draws(case: Projection, paths: int = PATHS) -> NDArray[np.float32]:
    """Return the shocks every scenario of a case shares, from one fixed seed; fewer ``paths`` are the first of them."""
    return debt_path.draw(case.covariance, case.persistence, _normals(len(case.years))[:, :, :paths])


def fan(case: Projection, shocks: NDArray[np.float32], scenario: Scenario = CENTRAL) -> Array:
    """Return simulated ratios of a scenario, shape (years, paths)."""
    rate, growth, balance = _terms(case, scenario)
    return debt_path.fan(case.opening, rate, growth, balance, case.flows, case.outlook.roll.pass_through(), shocks)


@dataclass(frozen=True)
class Odds:
    """What a fan says: ``higher`` is the percentage of paths that end above where they began; ``low``, ``median``,
    ``high`` bound eight paths in ten at the end; ``rising`` is the percentage of paths still rising in the fifth year, and
    ``width`` the distance of the 5th from the 95th percentile there, percent of GDP; ``rising_last`` is the percentage of
    paths that rise in the last year.
    """

    higher: float
    low: float
    median: float
    high: float
    rising: float
    width: float
    rising_last: float


def odds_of(case: Projection, shocks: NDArray[np.float32], scenario: Scenario = CENTRAL) -> Odds:
    """Return the odds of one scenario."""
    paths = fan(case, shocks, scenario)
    low, median, high = np.quantile(paths[-1], [0.1, 0.5, 0.9])
    fifth = min(STABILISING, len(paths))
    bottom, top = np.quantile(paths[fifth - 1], [0.05, 0.95])
    rising = 100 * debt_path.not_stabilising(case.opening, paths, fifth)
    before = paths[-2] if len(paths) > 1 else case.opening
    return Odds(
        higher=100 * float((paths[-1] > case.opening).mean()),
        low=low,
        median=median,
        high=high,
        rising=rising,
        width=float(top - bottom),
        rising_last=100 * float((paths[-1] > before).mean()),
    )


@once
def odds(
    record: Snapshot,
    start: int,
    end: int,
    scenarios: tuple[Scenario, ...] = (CENTRAL,),
    curve_day: pd.Timestamp | None = None,
    shocks_since: int | None = None,
    paths: int = PATHS,
) -> tuple[Odds, ...]:
    """Return the odds of some scenarios of one projection, all with the same shocks; empty where the record does not reach."""
    case = projection(record, start, end, curve_day, shocks_since)
    if case is None:
        return ()
    shocks = draws(case, paths)
    return tuple(odds_of(case, shocks, scenario) for scenario in scenarios)


@once
def cases(record: Snapshot, start: int, end: int, shocks_since: int | None = None) -> pd.DataFrame:
    """Return the odds of a higher ratio in every scenario but the central one, percent; empty without a record.

    Worked out from a tenth of the paths: they are bounds, not findings.
    """
    others = SCENARIOS[1:]
    found = odds(record, start, end, others, shocks_since=shocks_since, paths=PATHS // 10)
    rows = [(scenario.name, asked.higher) for scenario, asked in zip(others, found, strict=False)]
    return pd.DataFrame(rows, columns=["scenario", "higher_pct"])


@once
def odds_by_edition(record: Snapshot, paths: int = PATHS // 10) -> pd.Series:
    """Return the odds of a higher ratio ten full years on as they stood when each edition of the outlook came out.

    Day -> percent. The ratio at the end is compared with that of the last full year; yields are those of the days of
    publication.
    """
    found = {}
    for released in sorted(record.vintages("weo_g7")["released"].unique()):
        day = pd.Timestamp(released)
        if asked := odds(record.on(day.date()), day.year - 1, day.year + AHEAD, paths=paths):
            found[day] = asked[0].higher
    return pd.Series(found, dtype=float)


def probabilities(
    case: Projection, shocks: NDArray[np.float32], scenarios: Sequence[Scenario] = SCENARIOS
) -> pd.DataFrame:
    """Return, by scenario, how likely debt/GDP ends higher than it began, with the range of the fan."""
    rows = []
    for scenario in scenarios:
        asked = odds_of(case, shocks, scenario)
        rows.append((scenario.name, asked.higher, asked.low, asked.median, asked.high))
    return pd.DataFrame(rows, columns=["scenario", "higher_pct", "low_pct", "median_pct", "high_pct"])


def bridge(before: Snapshot, after: Snapshot, start: int) -> pd.DataFrame:
    """Lead the odds from one record to a later one, one change at a time: percent of paths that end higher.

    First everything as on the day of ``before``; then the newest outlook of the IMF; then the newest yields; then the
    path begun a year later, as far as the later outlook has that year. Rows whose step the record does not allow are left out.
    """
    end, old = start + AHEAD + 1, yields(before).index[-1]
    steps = (
        ("as on the day", odds(before, start, end)),
        ("newest outlook", odds(after, start, end, curve_day=old)),
        ("newest yields", odds(after, start, end)),
        ("begun a year later", odds(after, start + 1, end) if after.newest_day.year > start + 1 else ()),
    )
    rows = [(name, asked[0].higher, asked[0].median) for name, asked in steps if asked]
    return pd.DataFrame(rows, columns=["step", "higher_pct", "median_pct"])


def by_yield_shock(record: Snapshot, start: int, end: int, times: float, since: int) -> pd.DataFrame:
    """Return the odds for yield shocks of different size: as since the table of the IMF begins, as since ``since``, and
    the first ``times`` over.

    ``spread_pp`` is the standard deviation of a year's shock.
    """
    columns = ["shock", "spread_pp", "higher_pct", "low_pct", "high_pct"]
    if (case := projection(record, start, end)) is None:
        return pd.DataFrame(columns=columns)
    small = case.spreads()["yield"]
    rows = []
    for name, spread in (
        ("short", small),
        ("whole", yield_spread(record, since, start)),
        ("many times", times * small),
    ):
        covariance = debt_path.rescaled(case.covariance, "yield", spread)
        shocks = debt_path.draw(covariance, case.persistence, _normals(len(case.years)))
        asked = odds_of(case, shocks)
        rows.append((name, spread, asked.higher, asked.low, asked.high))
    return pd.DataFrame(rows, columns=columns)


def fan_bands(case: Projection, paths: Array) -> pd.DataFrame:
    """Return the bands of a fan by year: quantiles of the simulated ratios, opening year included."""
    levels = {"p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9}
    bands = np.quantile(paths, list(levels.values()), axis=1).T
    frame = pd.DataFrame(np.vstack([np.full(len(levels), case.opening), bands]), columns=list(levels))
    frame.insert(0, "year", np.r_[case.start, case.years])
    return frame


def financing_needs(case: Projection) -> pd.DataFrame:
    """Return what the state must borrow each year, percent of GDP: primary deficit, interest, and bonds that fall due.

    Gross financing needs as the IMF defines them, on the terms of the projection. Interest and redemptions are those
    of the auctioned bonds, so that treasury bills, retail bonds and local governments are left out: a lower bound.
    """
    due = case.outlook.roll.issued.sum(axis=1) - case.outlook.borrowing_tn_yen
    gdp = case.gdp_tn_yen * np.cumprod(1 + case.growth / 100)
    return pd.DataFrame(
        {
            "year": case.years,
            "deficit_pct": -case.balance,
            "interest_pct": 100 * case.outlook.interest() / gdp,
            "redemptions_pct": 100 * due / gdp,
        }
    )
