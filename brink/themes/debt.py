"""Japan's public debt: how large, beside whom, at what price, and whether it can land softly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from brink import VIDEO_DAY, day
from brink.claims import Reading, answers, find_claim
from brink.models import Array, bonds, debt
from brink.snapshot import Snapshot
from brink.themes import DAY, SOLD, horizon, kept, outlook_for_japan

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


@answers("debt-1")
def gross_debt(snapshot: Snapshot) -> list[Reading]:
    """Gross debt of general government in 2025, newest WEO; then the year before, the peak, and older editions.

    The ratio is the IMF's own. An older edition is a fair reading: the IMF printed such figures until 2023.
    """
    japan = outlook_for_japan(snapshot)
    if YEAR not in japan.index:
        return []
    unit, used = "percent of GDP", ("weo_g7",)
    editions = debt_by_edition(snapshot)
    editions = editions[editions["released"] <= DAY]
    peak = japan["gross_debt_pct_gdp"].loc[:START].idxmax()
    this_year = editions[editions["year"] == YEAR]
    oldest = this_year.loc[this_year["gross_debt_pct_gdp"].idxmax()]
    above = editions[editions["gross_debt_pct_gdp"] > 260]
    last = above[above["vintage"] == above["vintage"].max()].nlargest(1, "gross_debt_pct_gdp").iloc[0]
    after = editions[(editions["year"] == last["year"]) & (editions["vintage"] > last["vintage"])]
    next_one = after["gross_debt_pct_gdp"].iloc[0] if len(after) else float("nan")
    return [
        Reading(
            f"gross debt in {YEAR}, newest edition", float(japan.at[YEAR, "gross_debt_pct_gdp"]), unit, str(YEAR), used,
            "General government: central and local government and social security.",
        ),
        Reading(
            f"gross debt in {START}, newest edition", float(japan.at[START, "gross_debt_pct_gdp"]), unit, str(START),
            used, "The last complete year.",
        ),
        Reading(
            "the peak of the series, newest edition", float(japan.at[peak, "gross_debt_pct_gdp"]), unit, str(peak),
            used, "The year of the pandemic, when GDP fell.",
        ),
        Reading(
            "the last figure above 260 in any edition", float(last["gross_debt_pct_gdp"]), unit,
            f"{last['year']}, edition of {_edition(last['vintage'])}", used,
            f"The next edition put the same year at {next_one:.1f}.",
        ),
        Reading(
            f"the highest figure any edition printed for {YEAR}", float(oldest["gross_debt_pct_gdp"]), unit,
            f"{YEAR}, as projected in {_edition(oldest['vintage'])}", used,
            "A projection made in the pandemic and long since replaced.",
        ),
        Reading(
            f"net debt in {YEAR}, newest edition", float(japan.at[YEAR, "net_debt_pct_gdp"]), unit, str(YEAR), used,
            "After the financial assets the state holds against it.",
        ),
    ]  # fmt: skip


def _edition(vintage: str) -> str:
    return f"{pd.Timestamp(vintage + '-01'):%B %Y}"


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


@answers("debt-2")
def worst_of_the_g7(snapshot: Snapshot) -> list[Reading]:
    """Japan's rank by gross debt in 2025, newest WEO; then by net debt, interest, primary balance and growth.

    The video says it of debt, so gross debt is the literal measure. One edition, one year for all seven.
    """
    frame = g7_comparison(snapshot)
    if frame.empty:
        return []
    japan = frame.set_index("country").loc["Japan"]
    measures = {
        "gross_debt_pct": "gross debt", "net_debt_pct": "net debt", "interest_pct": "net interest bill",
        "primary_balance_pct": "primary balance", "real_growth_pct": "real growth",
    }  # fmt: skip
    unit = "rank in the G7, 1 = worst"

    cost = f" By the net interest it pays it is number {int(japan['interest_pct_rank'])} of {len(frame)}."

    def reading(measure: str, name: str) -> Reading:
        order = frame.sort_values(measure, ascending=measure in WORSE_LOW)
        said = ", ".join(f"{row['country']} {row[measure]:.1f}" for _, row in order.head(2).iterrows())
        return Reading(
            f"rank by {name}", float(japan[f"{measure}_rank"]), unit, str(YEAR), ("weo_g7",),
            f"Japan {japan[measure]:.1f} %. The two worst: {said}.{cost if measure == 'gross_debt_pct' else ''}",
        )  # fmt: skip

    return [reading(measure, name) for measure, name in measures.items()]


# --- at what price ---------------------------------------------------------------------------


@kept
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


@answers("debt-4")
def yields_spiral(snapshot: Snapshot) -> list[Reading]:
    """How unusual the twelve-month rise in yields was, as a percentile of all such rises since 2000.

    The 10-year bond is the benchmark and the literal reading. A rise in the top tenth passes.
    """
    return [
        Reading(
            f"{row.tenor}-year yield, rise of twelve months", float(row.percentile),
            "percentile of the 12-month rise in its own history", f"to {day(CURVE_DAY)}",
            ("jgb_yields",),
            f"It rose by {row.rise_pp:.2f} points to {row.yield_pct:.2f} %; the largest such rise was "
            f"{row.largest_pp:.2f}, in {row.largest_on:%B %Y}.",
        )
        for row in rise_table(snapshot).itertuples()
    ]  # fmt: skip


@answers("debt-5")
def decade_of_yield_control(snapshot: Snapshot) -> list[Reading]:
    """How long yield-curve control lasted; then how long the Bank held yields down by buying bonds at all.

    Large-scale buying to press down longer yields began before the target and ended as a policy with it;
    the last reading counts on to the video's day, since the Bank never stopped buying.
    """
    events = snapshot.table("boj_policy_events").sort_values("date")

    def when(measure: str, action: str) -> pd.Timestamp | None:
        found = events[(events["measure"] == measure) & (events["action"] == action)]["date"]
        return found.iloc[0] if len(found) else None

    target, end, buying = when("10-year yield", "start"), when("10-year yield", "end"), when("purchases", "start")
    if target is None or end is None or buying is None:
        return []
    spans = (
        ("yield-curve control, by name", target, end, "A target for the 10-year yield, with a band."),
        ("large-scale bond buying, to the end of the target", buying, end, "The policy that began before the target."),
        ("bond buying, to the video's day", buying, DAY, "The Bank bought less from 2024 on, but never stopped."),
    )
    return [
        Reading(label, float((to - since).days / 365.25), "years", f"{day(since)} to {day(to)}",
                ("boj_policy_events",), note)
        for label, since, to, note in spans
    ]  # fmt: skip


# --- the interest bill, from the bonds themselves ---------------------------------------------


@kept
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
    other = debt.residual(ratio.loc[start:], 0.0, growth.loc[start + 1 :], overall.loc[start + 1 :]).mean()

    past = pd.DataFrame({"growth": growth, "balance": primary}).dropna().loc[:start]
    ten = levels[10]
    past["yield_change"] = ten.groupby(ten.index.year).mean().diff().reindex(past.index)
    fade_g, _, shock_g = debt.autoregression(past["growth"])
    fade_b, _, shock_b = debt.autoregression(past["balance"])
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
    ratio = debt.path(case.opening, rate, growth, balance, case.flows)
    before = np.r_[case.opening, ratio[:-1]]
    return pd.DataFrame(
        {
            "year": case.years,
            "debt_before_pct": before,
            "rate_pct": rate,
            "growth_pct": growth,
            "balance_pct": balance,
            "debt_pct": ratio,
            "stabilising_pct": debt.stabilising_balance(before, rate, growth, case.flows),
            "imf_pct": case.imf.reindex(case.years).to_numpy(),
        }
    )


def draws(case: Projection, paths: int = PATHS) -> NDArray[np.float32]:
    """Return the shocks every scenario of a case shares, from one fixed seed."""
    return debt.draw(case.covariance, case.persistence, len(case.years), paths, SEED)


def fan(case: Projection, shocks: NDArray[np.float32], scenario: Scenario = SCENARIOS[0]) -> Array:
    """Return simulated ratios of a scenario, shape (years, paths)."""
    rate, growth, balance = _terms(case, scenario)
    return debt.fan(case.opening, rate, growth, balance, case.flows, case.outlook.roll.pass_through(), shocks)


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


@answers("debt-3")
def no_soft_landing(snapshot: Snapshot) -> list[Reading]:
    """How likely debt/GDP is to be higher in 2035 than in 2024, from 100,000 simulated paths.

    "No soft landing" says that hardly any path lands: the bar is nine paths in ten. The range is that
    of the scenarios: yields up to three points higher, no growth, or a balance that holds.
    """
    case = projection(snapshot)
    if case is None:
        return []
    unit, used = (
        "probability that debt/GDP is higher in 2035 than in 2024, percent",
        ("weo_g7", "jgb_auctions", "jgb_yields"),
    )
    period = f"{case.start} to {END}"
    shocks = draws(case)
    levels = yields(snapshot).loc[CURVE_DAY - pd.DateOffset(years=2) : CURVE_DAY]
    rises = [year_rises(levels[tenor]).iloc[-1] for tenor in TENORS]
    again = Scenario("the rise of the year before once more", tuple(rises))
    main = probabilities(case, shocks, (SCENARIOS[0], again))
    table, median = main["higher_pct"], main["median_pct"].iloc[0]
    others = probabilities(case, shocks[:, :, : PATHS // 10], SCENARIOS[1:])
    ends = np.append(others["higher_pct"], table.iloc[0])
    bar = find_claim("debt-3").test["at_least"]
    reaching = others.loc[others["higher_pct"] >= bar, "scenario"]
    flip = f"Of the scenarios tried, these reach {bar} %: {', '.join(reaching)}." if len(reaching) else (
        f"None of the scenarios tried reaches {bar} %.")  # fmt: skip
    return [
        Reading(
            "growth and budget as the IMF projects, yields as on the day", float(table.iloc[0]), unit, period, used,
            f"Half of all simulated paths end below {median:.0f} % of GDP, having begun at "
            f"{case.opening:.0f} %. {flip}",
            range=(float(ends.min()), float(ends.max())),
        ),
        Reading(
            "yields rise once more by as much as in the year before", float(table.iloc[1]), unit, period, used,
            "The same sum if every tenor's yield goes up again by its rise of the last twelve months.",
        ),
    ]  # fmt: skip


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


@answers("debt-6")
def collapse(snapshot: Snapshot) -> list[Reading]:
    """The weakest JGB auction in the year after the video: bids over the amount offered.

    A market that collapses does not cover its auctions: a ratio below 1. The ratio of the press, bids
    over accepted bids, can't fall below 1 and stands beside it.
    """
    after = auctions_after(snapshot)
    if after.empty:
        return []
    period, used, unit = f"{day(DAY)} to {day(horizon('debt-6'))}", ("jgb_auctions",), "bid-to-cover ratio"

    def weakest(frame: pd.DataFrame, column: str, label: str, note: str) -> Reading:
        sale = frame.loc[frame[column].idxmin()]
        tenor = sale["tenor"].replace("Y", "-year")
        text = f"The {tenor} sale of {day(sale['auction_date'])}. {note}"
        return Reading(label, float(sale[column]), unit, period, used, text)

    long = after[after["tenor"].isin(SUPER_LONG)]
    return [
        weakest(
            after, "covered", "weakest auction, bids over the amount offered", f"The lowest of {len(after)} sales."
        ),
        weakest(long, "covered", "weakest 20-, 30- or 40-year auction", f"The lowest of {len(long)} sales."),
        weakest(after, "cover", "weakest auction, bids over accepted bids", "The ratio the press reports."),
    ]


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
