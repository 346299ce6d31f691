"""Japan's public debt: how large, beside whom, at what price, and whether it can land softly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from brink.measures.common import SOLD, outlook_for_japan
from brink.models import Array, bonds, debt_path
from brink.record.snapshot import Snapshot, once
from brink.video import DAY, VIDEO_DAY

#: A day as pandas reads it: a date, a timestamp, or its ISO form.
Day: TypeAlias = date | str
#: The last yields public on the video's day are those of the day before.
CURVE_DAY = DAY - pd.Timedelta(days=1)
#: The year the video speaks in, and the last one that was complete.
YEAR, START = VIDEO_DAY.year, VIDEO_DAY.year - 1
#: Where the debt-ratio question is put: ten full years on.
END = 2035
PATHS, SEED = 100_000, 20250610
#: Tenors of fixed-rate bonds sold today, in years, and the column of each in the yield table.
TENORS = {2: "y2_pct", 5: "y5_pct", 10: "y10_pct", 20: "y20_pct", 30: "y30_pct", 40: "y40_pct"}
SUPER_LONG = ("20Y", "30Y", "40Y")
COUNTRIES = {
    "CAN": "Canada", "DEU": "Germany", "FRA": "France", "GBR": "United Kingdom", "ITA": "Italy", "JPN": "Japan",
    "USA": "United States",
}  # fmt: skip
#: Measures on which the G7 are ranked: what a higher rank means.
WORSE_HIGH = ("gross_debt_pct", "net_debt_pct", "interest_pct")
WORSE_LOW = ("primary_balance_pct", "real_growth_pct")


# --- how large -------------------------------------------------------------------------------


def debt_by_edition(snapshot: Snapshot) -> pd.DataFrame:
    """Return Japan's gross and net debt by WEO edition and year; ``projected`` after the last actual year."""
    weo = snapshot.vintages("weo_g7")
    japan = weo[weo["country"] == "JPN"]
    frame = japan[["vintage", "released", "year", "gross_debt_pct_gdp", "net_debt_pct_gdp"]].copy()
    last = japan["debt_last_actual_year"].astype("float64").fillna(japan["released"].dt.year - 1)
    frame["projected"] = japan["year"] > last
    return frame.reset_index(drop=True)


def public_assets(snapshot: Snapshot) -> pd.DataFrame:
    """Return what Japan's general government owns and owes by item, trillion yen, from the flow of funds."""
    sheet = snapshot.table("japan_general_government_balance_sheet")
    sheet = sheet[(sheet["sector"] == "General government") & ~sheet["item_code"].isin(["Y", "Z"])]
    sides = sheet.pivot(index="item", columns="side", values="value_100m_yen").fillna(0) / 1e4
    sides = sides.rename(columns={"assets": "assets_tn_yen", "liabilities": "liabilities_tn_yen"})
    return sides.sort_values("assets_tn_yen", ascending=False).reset_index()


# --- beside whom -----------------------------------------------------------------------------


def g7_comparison(snapshot: Snapshot, year: int = YEAR) -> pd.DataFrame:
    """Return the G7 side by side in one year of the newest edition, with ranks (1 = worst).

    ``interest_pct`` is net interest, the primary less the overall balance. All in percent of GDP
    but real growth, in percent.
    """
    weo = snapshot.table("weo_g7")
    rows = weo[(weo["year"] == year) & (weo["country"] != "G7")]
    frame = pd.DataFrame(
        {
            "country": rows["country"].map(COUNTRIES),
            "gross_debt_pct": rows["gross_debt_pct_gdp"],
            "net_debt_pct": rows["net_debt_pct_gdp"],
            "interest_pct": rows["primary_balance_pct_gdp"] - rows["overall_balance_pct_gdp"],
            "primary_balance_pct": rows["primary_balance_pct_gdp"],
            "real_growth_pct": rows["real_growth_pct"],
        }
    )
    for measure in WORSE_HIGH + WORSE_LOW:
        frame[f"{measure}_rank"] = frame[measure].rank(ascending=measure in WORSE_LOW, method="min").astype(int)
    return frame.sort_values("gross_debt_pct", ascending=False, ignore_index=True)


# --- at what price ---------------------------------------------------------------------------


@once
def yields(snapshot: Snapshot) -> pd.DataFrame:
    """Return JGB yields by day, percent, one column a tenor in years."""
    table = snapshot.table("jgb_yields").set_index("date")
    return table.rename(columns=lambda name: int(name[1:].removesuffix("_pct")))


def curves(snapshot: Snapshot, *days: Day) -> pd.DataFrame:
    """Return the whole yield curve on given days (or the last day before each), one column a day."""
    table = yields(snapshot)
    found = dict.fromkeys(table.index[table.index <= pd.Timestamp(when)].max() for when in days)
    return pd.DataFrame({when: table.loc[when] for when in found}).rename_axis("years").reset_index()


def year_rises(levels: pd.Series) -> pd.Series:
    """Return the change of a yield over the twelve months to each day, percentage points.

    ``levels`` is one column of :func:`yields`; a day without one a year before is compared with the
    trading day before it.
    """
    levels = levels.dropna()
    before = levels.reindex(levels.index - pd.DateOffset(years=1), method="ffill").to_numpy()
    return pd.Series(levels.to_numpy() - before, levels.index, name=levels.name).dropna()


def rise_table(snapshot: Snapshot) -> pd.DataFrame:
    """Put the twelve-month rise known on the video's day in its own history, tenor by tenor.

    ``percentile`` is the share of all days up to then whose twelve-month change was no larger.
    """
    levels, rows = yields(snapshot), []
    for tenor in (10, 20, 30, 40):
        rises = year_rises(levels[tenor]).loc[:CURVE_DAY]
        level = levels[tenor].dropna().loc[:CURVE_DAY]
        if rises.empty or rises.index[-1] < CURVE_DAY - pd.Timedelta(days=7):
            continue
        rises_to, here = rises.iloc[-1], level.iloc[-1]
        rows.append(
            (tenor, level.index[0], here, rises_to, 100 * (rises <= rises_to).mean(), 100 * (level <= here).mean(),
             rises.max(), rises.idxmax())
        )  # fmt: skip
    return pd.DataFrame(
        rows,
        columns=[
            "tenor",
            "since",
            "yield_pct",
            "rise_pp",
            "percentile",
            "level_percentile",
            "largest_pp",
            "largest_on",
        ],
    )


# --- the interest bill, from the bonds themselves ---------------------------------------------


@once
def fixed_rate_bonds(snapshot: Snapshot) -> pd.DataFrame:
    """Return every auction of a fixed-coupon bond with its face value in trillion yen.

    Left out: discount, floating-rate and inflation-linked bonds. ``tenor`` is in years.
    """
    sales = snapshot.table("jgb_auctions")
    sales = sales[sales["coupon_pct"].notna() & ~sales["tenor"].str.contains("inflation")]
    return pd.DataFrame(
        {
            "auction_date": sales["auction_date"],
            "issued": sales["issue_date"],
            "matures": sales["maturity_date"],
            "tenor": sales["tenor"].str.extract(r"(\d+)Y")[0].astype(int),
            "coupon_pct": sales["coupon_pct"],
            "face_tn_yen": sales[SOLD].fillna(0).sum(axis=1) / 1e4,
        }
    ).reset_index(drop=True)


def portfolio(snapshot: Snapshot, days: ArrayLike) -> pd.DataFrame:
    """Return face value, average coupon and average remaining life of the auctioned bonds, by day."""
    held = bonds.outstanding(days, *_bond_columns(fixed_rate_bonds(snapshot)))
    return pd.DataFrame(
        {"date": pd.DatetimeIndex(days), "face_tn_yen": held.face, "coupon_pct": held.coupon, "life_years": held.life}
    )


def _bond_columns(book: pd.DataFrame) -> tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]:
    columns = (book[column].to_numpy() for column in ("issued", "matures", "face_tn_yen", "coupon_pct"))
    issued, matures, face, coupon = columns
    return issued, matures, face, coupon


def rate_check(snapshot: Snapshot) -> pd.DataFrame:
    """Set the average coupon rebuilt from the auctions beside the average rate the ministry publishes.

    One row is a fiscal year (to 31 March) from 2010 for which a published rate was found.
    """
    facts = snapshot.table("mof_debt_facts")
    facts = facts[(facts["item"] == "average interest rate of general bonds") & (facts["basis"] == "actual")]
    year = facts["period"].str[2:].astype(int)
    facts = facts[year >= 2010]
    ends = pd.to_datetime((year[year >= 2010] + 1).astype(str) + "-03-31")
    rebuilt = portfolio(snapshot, ends)
    return pd.DataFrame(
        {
            "fiscal_year": facts["period"].to_numpy(),
            "published_pct": facts["value_pct"].to_numpy(),
            "rebuilt_pct": rebuilt["coupon_pct"].to_numpy(),
            "life_years": rebuilt["life_years"].to_numpy(),
            "source": facts["source_publisher"].to_numpy(),
        }
    ).sort_values("fiscal_year", ignore_index=True)


@dataclass(frozen=True)
class Outlook:
    """The bonds of one day rolled forward at one day's yield curve."""

    day: pd.Timestamp
    curve_day: pd.Timestamp
    curve_pct: Array
    mix: Array
    borrowing_tn_yen: float
    roll: bonds.RollForward

    def rates(self, shift_pp: ArrayLike = 0.0) -> Array:
        """Return the effective rate by year, percent, with all yields ``shift_pp`` higher.

        ``shift_pp`` is one number, one a tenor, or one a year and tenor, shape (Y, K).
        """
        shape = self.roll.issued.shape
        return self.roll.effective_rate(np.broadcast_to(self.curve_pct + np.asarray(shift_pp, float), shape))


def outlook(snapshot: Snapshot, start: Day, curve_day: Day, years: int) -> Outlook:
    """Roll the auctioned bonds of ``start`` forward for ``years`` years at the yields of ``curve_day``.

    New bonds are sold in the mix of tenors of the twelve months before ``start``; net borrowing stays
    at that of those months. Both are read off the auctions; nothing else is assumed.
    """
    first = pd.Timestamp(start)
    book = fixed_rate_bonds(snapshot)
    book = book[book["issued"] <= first]
    legacy = bonds.run_off(first, *_bond_columns(book), years)
    year_before = bonds.outstanding([first - pd.DateOffset(years=1)], *_bond_columns(book)).face[0]
    recent = book[book["issued"] > first - pd.DateOffset(years=1)]
    mix = recent.groupby("tenor")["face_tn_yen"].sum().reindex(list(TENORS), fill_value=0.0)
    mix = (mix / mix.sum()).to_numpy()
    curve = yields(snapshot).loc[: pd.Timestamp(curve_day)].iloc[-1]
    borrowing = legacy.face - float(year_before)
    roll = bonds.roll_forward(legacy, borrowing, mix, list(TENORS))
    return Outlook(first, curve.name, curve[list(TENORS)].to_numpy(dtype=float), mix, borrowing, roll)


def interest_scenarios(
    snapshot: Snapshot, start: Day, curve_day: Day, shifts: Sequence[float] = (0, 1, 2, 3), years: int = 12
) -> pd.DataFrame:
    """Return effective rate and share repriced by year for parallel shifts of the yield curve."""
    ahead = outlook(snapshot, start, curve_day, years)
    return pd.concat(
        pd.DataFrame(
            {
                "shift_pp": shift,
                "year": np.arange(1, years + 1),
                "effective_rate_pct": ahead.rates(shift),
                "repriced_pct": 100 * ahead.roll.repriced,
                "reached_pct": 100 * ahead.roll.pass_through().sum(axis=1),
            }
        )
        for shift in shifts
    ).reset_index(drop=True)


def ministry_check(snapshot: Snapshot) -> pd.DataFrame:
    """Hold the roll-forward against three published projections, each on its own assumed yields.

    The ministry's projections give an assumed 10-year yield for a first and a last year; the curve of
    the projection's month is shifted to it, in equal steps between. The Nikkei's names no path: the
    curve of the day before is kept. Interest is the effective rate times the general bonds
    outstanding in the middle of the year. Fiscal years start in April.
    """
    facts = snapshot.vintages("mof_debt_facts")

    def fact(period: str, item: str, basis: str, column: str) -> float | None:
        row = facts[(facts["period"] == period) & (facts["item"] == item) & (facts["basis"] == basis)]
        row = row[column].dropna()
        return float(row.iloc[0]) if len(row) else None

    rows = []
    # basis, first and last fiscal year, start of the roll, curve, stock of general bonds near the start
    for basis, first, last, start, curve_day, stock_day in (
        ("projection of January 2024", 2024, 2027, "2024-03-31", "2024-01-29", "2024-12-31"),
        ("projection of February 2026", 2026, 2029, "2026-03-31", "2026-02-16", "2025-12-31"),
    ):
        said = fact(f"FY{last}", "interest payments", basis, "value_jpy_tn")
        low = fact(f"FY{first}", "assumed 10-year yield", basis, "value_pct")
        low = fact(f"FY{first}", "assumed interest rate", "initial budget", "value_pct") if low is None else low
        high = fact(f"FY{last}", "assumed 10-year yield", basis, "value_pct")
        stock = fact(stock_day, "general bonds", "outstanding", "value_jpy_bn")
        if said is None or low is None or high is None or stock is None:
            continue
        years = last - first + 1
        ahead = outlook(snapshot, start, curve_day, years)
        shift = np.linspace(low, high, years) - ahead.curve_pct[list(TENORS).index(10)]
        rate = ahead.rates(shift[:, None])[-1]
        elapsed = (pd.Timestamp(f"{last}-10-01") - pd.Timestamp(stock_day)).days / 365.25
        owed = stock / 1000 + elapsed * ahead.borrowing_tn_yen
        rows.append((f"interest in fiscal {last}", f"Ministry of Finance, {basis.removeprefix('projection of ')}",
                     said, rate / 100 * owed, "trillion yen"))  # fmt: skip
    estimate = facts[facts["basis"] == "estimate of January 2026"]
    if len(estimate):
        ahead = outlook(snapshot, "2026-03-31", estimate["released"].iloc[0] - pd.Timedelta(days=1), 10)
        for row in estimate.sort_values("period").itertuples():
            year = int(row.period[2:])
            rate = ahead.rates()[year - 2026]
            rows.append((f"average rate in fiscal {year}", "Nikkei, January 2026", row.value_pct, rate, "percent"))
    return pd.DataFrame(rows, columns=["figure", "published_by", "published", "rebuilt", "unit"])


def past_alarms(snapshot: Snapshot) -> pd.DataFrame:
    """Set the interest the ministry projected beside the interest it paid, trillion yen by fiscal year."""
    seen = snapshot.table("mof_interest_projections")
    seen = seen.assign(interest_tn_yen=seen["interest_100m_yen"] / 1e4)[["edition", "fiscal_year", "interest_tn_yen"]]
    facts = snapshot.table("mof_debt_facts")
    paid = facts[(facts["item"] == "interest payments") & (facts["basis"] == "actual")]
    paid = pd.DataFrame(
        {"edition": "paid", "fiscal_year": paid["period"].str[2:].astype(int), "interest_tn_yen": paid["value_jpy_tn"]}
    )
    return pd.concat([seen, paid[paid["fiscal_year"] >= 2000]]).sort_values(
        ["edition", "fiscal_year"], ignore_index=True
    )


# --- whether it can land ---------------------------------------------------------------------


@dataclass(frozen=True)
class Projection:
    """The parts of a debt path, by calendar year after ``start``; ratios and flows in percent of GDP."""

    start: int
    opening: float
    years: NDArray[np.int_]
    growth: Array
    real_growth: Array
    balance: Array
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


def projection(snapshot: Snapshot, start: int = START, curve_day: Day = CURVE_DAY, end: int = END) -> Projection | None:
    """Gather the parts of Japan's debt path after ``start``; ``None`` where the record does not reach.

    - growth of nominal GDP and primary balance: the newest WEO, its last year held on;
    - interest: the auctioned bonds at the end of ``start`` rolled forward at the yields of ``curve_day``;
    - asset income: gross interest on those terms less the IMF's net interest in ``start``, held
      constant (the IMF's primary balance leaves interest and dividends received out);
    - other flows: what the IMF's own projection adds beside deficits, on average;
    - shocks: residuals of first-order autoregressions of growth and balance and of yearly changes in
      the 10-year yield, over all years of the table to ``start``.
    """
    japan = outlook_for_japan(snapshot)
    levels = yields(snapshot)
    known = levels.loc[: pd.Timestamp(curve_day)]
    if start + 1 not in japan.index or known.empty or known.index[-1] < pd.Timestamp(curve_day) - pd.Timedelta(days=10):
        return None
    ratio, growth = japan["gross_debt_pct_gdp"], 100 * japan["gdp_lcu_bn"].pct_change()
    primary, overall = japan["primary_balance_pct_gdp"], japan["overall_balance_pct_gdp"]
    years = np.arange(start + 1, end + 1)
    held = np.minimum(years, japan.index.max())
    ahead = outlook(snapshot, f"{start}-12-31", curve_day, len(years))

    coupon = portfolio(snapshot, [f"{start - 1}-12-31", f"{start}-06-30", f"{start}-12-31"])["coupon_pct"].mean()
    gross_interest = coupon / 100 * ratio[start - 1] / (1 + growth[start] / 100)
    net_interest = primary[start] - overall[start]
    other = debt_path.residual(ratio.loc[start:], 0.0, growth.loc[start + 1 :], overall.loc[start + 1 :]).mean()

    past = pd.DataFrame({"growth": growth, "balance": primary}).dropna().loc[:start]
    ten = levels[10]
    past["yield_change"] = ten.groupby(ten.index.year).mean().diff().reindex(past.index)
    fade_g, _, shock_g = debt_path.autoregression(past["growth"])
    fade_b, _, shock_b = debt_path.autoregression(past["balance"])
    shock_y = (past["yield_change"] - past["yield_change"].mean()).to_numpy()[1:]
    shocks = np.column_stack([shock_g, shock_y, shock_b])
    return Projection(
        start=start,
        opening=float(ratio[start]),
        years=years,
        growth=growth[held].to_numpy(),
        real_growth=japan["real_growth_pct"][held].to_numpy(),
        balance=primary[held].to_numpy(),
        asset_income=float(gross_interest - net_interest),
        other_flows=float(other),
        outlook=ahead,
        imf=ratio.loc[start:],
        covariance=shocks.T @ shocks / (len(shocks) - 1),
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


SCENARIOS = (
    Scenario("as projected"),
    Scenario("yields 1 point higher", 1.0),
    Scenario("yields 2 points higher", 2.0),
    Scenario("yields 3 points higher", 3.0),
    Scenario("no real growth", real_growth_zero=True),
    Scenario("yields 3 points higher and no real growth", 3.0, real_growth_zero=True),
    Scenario("no growth even in money terms", nominal_growth_zero=True),
    Scenario("primary balance stays as in the first year", balance_held=True),
)


def _terms(case: Projection, scenario: Scenario) -> tuple[Array, Array, Array]:
    """Return rate, growth and balance of a scenario by year."""
    growth, balance = case.growth, case.balance
    if scenario.real_growth_zero:
        growth = 100 * ((1 + growth / 100) / (1 + case.real_growth / 100) - 1)
    if scenario.nominal_growth_zero:
        growth = np.zeros_like(growth)
    if scenario.balance_held:
        balance = np.full_like(balance, balance[0])
    return case.outlook.rates(scenario.yields_pp), growth, balance


def central_path(case: Projection, scenario: Scenario = SCENARIOS[0]) -> pd.DataFrame:
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


def draws(case: Projection, paths: int = PATHS) -> NDArray[np.float32]:
    """Return the shocks every scenario of a case shares, from one fixed seed."""
    return debt_path.draw(case.covariance, case.persistence, len(case.years), paths, SEED)


def fan(case: Projection, shocks: NDArray[np.float32], scenario: Scenario = SCENARIOS[0]) -> Array:
    """Return simulated ratios of a scenario, shape (years, paths)."""
    rate, growth, balance = _terms(case, scenario)
    return debt_path.fan(case.opening, rate, growth, balance, case.flows, case.outlook.roll.pass_through(), shocks)


def probabilities(
    case: Projection, shocks: NDArray[np.float32], scenarios: Sequence[Scenario] = SCENARIOS
) -> pd.DataFrame:
    """Return, by scenario, how likely debt/GDP ends higher than it began, with the range of the fan."""
    rows = []
    for scenario in scenarios:
        last = fan(case, shocks, scenario)[-1]
        low, mid, high = np.quantile(last, [0.1, 0.5, 0.9])
        rows.append((scenario.name, 100 * (last > case.opening).mean(), low, mid, high))
    return pd.DataFrame(rows, columns=["scenario", "higher_pct", "low_pct", "median_pct", "high_pct"])


def fan_bands(case: Projection, paths: Array) -> pd.DataFrame:
    """Return the bands of a fan by year: quantiles of the simulated ratios, opening year included."""
    levels = {"p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9}
    bands = np.quantile(paths, list(levels.values()), axis=1).T
    frame = pd.DataFrame(np.vstack([np.full(len(levels), case.opening), bands]), columns=list(levels))
    frame.insert(0, "year", np.r_[case.start, case.years])
    return frame


def by_horizon(case: Projection, paths: Array, years: tuple[int, ...]) -> pd.DataFrame:
    """Return how likely the ratio is to be above its opening level in each of ``years``, percent."""
    rows = [(year, 100 * (paths[year - case.start - 1] > case.opening).mean()) for year in years]
    return pd.DataFrame(rows, columns=["year", "higher_pct"])


# --- what the market did ---------------------------------------------------------------------


def auction_cover(snapshot: Snapshot) -> pd.DataFrame:
    """Return every JGB auction with its bid-to-cover ratios and, where prices were bid, its tail in yen.

    ``cover`` is bids over accepted bids, as the press reports it, and never below 1: where a sale
    fails, every bid is accepted. ``covered`` is bids over the amount offered, which falls below 1;
    before the spring of 2006 a part of each 10-year issue went to a syndicate and the ratio is not
    comparable. The tail is average minus lowest accepted price.
    """
    sales = snapshot.table("jgb_auctions")
    frame = sales[["auction_date", "tenor", "cutoff_yield_pct", "coupon_pct", "lowest_price"]].copy()
    frame["cover"] = sales["bids_100m_yen"] / sales["accepted_100m_yen"]
    frame["covered"] = sales["bids_100m_yen"] / sales["offered_100m_yen"]
    frame["tail_yen"] = sales["average_price"] - sales["lowest_price"]
    return frame


def auctions_after(snapshot: Snapshot) -> pd.DataFrame:
    """Return the auctions after the video's day within the period the prediction is scored on."""
    sales = auction_cover(snapshot)
    return sales[(sales["auction_date"] > DAY) & (sales["auction_date"] <= horizon("debt-6"))]


def bond_losses(snapshot: Snapshot) -> pd.DataFrame:
    """Return what the newest 10-, 20-, 30- and 40-year bonds of the video's day are worth at the last yields.

    Each bond's price is computed from its coupon and remaining life at the yield of its tenor's
    point on the curve (see :func:`brink.models.bonds.price`), on the video's day and on the last day.
    """
    book = fixed_rate_bonds(snapshot)
    book = book[book["issued"] <= DAY].sort_values("issued")
    levels = yields(snapshot)
    rows = []
    for tenor in (10, 20, 30, 40):
        bond = book[book["tenor"] == tenor].iloc[-1]
        values = []
        for when in (levels.index[levels.index <= CURVE_DAY][-1], levels.index[-1]):
            left = (bond["matures"] - when).days / 365.25
            curve = levels.loc[when].dropna()
            level = float(np.interp(left, curve.index.to_numpy(float), curve.to_numpy(float)))
            values += [level, float(bonds.price(level, bond["coupon_pct"], left))]
        rows.append((tenor, bond["coupon_pct"], bond["matures"], *values, 100 * (values[3] / values[1] - 1)))
    return pd.DataFrame(
        rows,
        columns=["tenor", "coupon_pct", "matures", "yield_then_pct", "price_then", "yield_now_pct", "price_now",
                 "change_pct"],
    )  # fmt: skip
