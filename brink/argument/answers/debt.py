"""The answers to the claims of the theme debt: which figure of the record is which reading."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.argument.inventory import answers, find_claim
from brink.measures.common import outlook_for_japan
from brink.measures.debt import (
    CURVE_DAY,
    END,
    PATHS,
    SCENARIOS,
    START,
    SUPER_LONG,
    TENORS,
    WORSE_LOW,
    YEAR,
    Scenario,
    auctions_after,
    debt_by_edition,
    draws,
    g7_comparison,
    probabilities,
    projection,
    rise_table,
    year_rises,
    yields,
)
from brink.record.snapshot import Snapshot
from brink.video import DAY
from brink.words import day


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
