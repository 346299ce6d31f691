"""The answers to the claims on US budget arithmetic."""

from __future__ import annotations

from typing import Any

import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import budget, budget_sum
from brink.measures.common import known_on, newest_known
from brink.record.snapshot import Snapshot
from brink.words import day, listed, number

TEN_YEARS = "fiscal years 2025-34"
#: What the counts of bill and tariffs take in, by the name a choice gives it.
COUNTS = {
    "before interest": {"interest": False, "drag": True},
    "with interest": {"interest": True, "drag": True},
    "conventional": {"interest": False, "drag": False},
}
#: The tariffs' saving and its interest part are each printed in tenths of a trillion: half of two such tenths, in billions.
ROUNDING = 100
NOT_COUNTED = "Nobody had counted it in public by that day."


def _trillions(billions: float | None, **facts: Any) -> Figure:
    return Figure(None if billions is None else billions / 1000, TEN_YEARS, why=NOT_COUNTED, **facts)


def _counted_is(record: Snapshot) -> str:
    """Say over which years, and of what: of the law, once it was one."""
    return f"{TEN_YEARS}, {'the law' if budget.figure(record, 'cbo_law_deficit') is not None else 'the House bill'}"


def _brought_by_growth(record: Snapshot) -> dict[str, float | None]:
    """Return what growth brings the budget over ten years, in billions, by whose growth."""
    known = budget.figures(record)
    return {
        "scorer": known.get("jct_committee_feedback"),
        "said": budget_sum.worth_of_a_gain(record, find_claim("budget-3").numbers[1]),
        "white_house": budget_sum.worth_of_a_gain(record, known.get("cea_gdp_low")),
        "majority": known.get("house_feedback"),
    }


@answers("budget-1")
def added_debt(record: Snapshot, asked: pd.Timestamp, *, source: str) -> dict[str, Figure]:
    """What a forecast (``source``) says that the bill adds to the debt, and what CBO counts with interest."""
    known = budget.figures(record)
    named = {"press": "cnbc_house_debt", "yale": "yale_house_debt", "cbo": "cbo_house_deficit"}
    return {
        "forecast": _trillions(
            known.get(named[source]),
            revenue=-known.get("cbo_house_revenue", float("nan")),
            outlays=-known.get("cbo_house_outlays", float("nan")),
        ),
        "debt": _trillions(known.get("cbo_house_debt")),
    }


@answers("budget-2")
def savings_said(record: Snapshot, asked: pd.Timestamp, *, speaker: str) -> dict[str, Figure]:
    """What a defender of the bill (``speaker``) last said it cuts; beside it CBO's net count, and Penn Wharton's of the cuts."""
    said = budget.statements(known_on(record, asked), "savings")
    mine = said[said["speaker"] == speaker]
    words = mine.iloc[-1] if len(mine) else None
    net, gross = budget.figure(record, "cbo_house_outlays"), budget.figure(record, "pw_may_cuts")
    return {
        "words": Figure(None, why="No such statement is on record for that day.", by="nobody", office="", others=0)
        if words is None
        else Figure(
            words["amount_usd_tn"],
            day(words["said"]),
            by=f"{words['office']} {words['speaker']}",
            says=words["says"],
            others=said["speaker"].nunique() - 1,
        ),
        "net": _trillions(None if net is None else -net),
        "gross": _trillions(None if gross is None else -gross),
    }


@answers("budget-3")
def debt_growth_and_jobs(record: Snapshot, asked: pd.Timestamp, *, unread: str) -> dict[str, Figure]:
    """Whether one estimate has all three numbers; beside it each of them by itself.

    ``unread`` is what becomes of the page that was not found: ``left out``, or ``taken to say so``. The debt is the Tax
    Foundation's cost before growth, whose growth figure the video says.
    """
    estimates = budget.packages(record)
    wanted = find_claim("budget-3").readings
    complete = estimates.dropna(subset=["debt", "gdp", "jobs"])
    together = not complete.empty and (
        unread == "taken to say so"
        or any(
            all(wanted[part].bar.passes(float(getattr(row, part))) for part in ("debt", "gdp", "jobs"))
            for row in complete.itertuples()
        )
    )
    cost, gain = budget.tax_foundation_cost(record), budget.figure(record, "tf_house_gdp")
    counts = {name: budget.figure(record, f"tf_{name}_jobs") for name in ("committee", "permanent")}
    return {
        "together": Figure(
            True if together else None,
            f"{len(estimates)} estimates",
            why="No estimate with all three was public on that day."
            if complete.empty
            else f"Of the estimates read only {number(len(complete))} give all three, and not these. The Tax Foundation's page on the "
            "House bill, the likely source, was seen without its table: so this is what was found, not what there was.",
            back=budget.figure(record, "house_feedback"),
        ),
        "debt": Figure(
            None if cost is None else cost / 1000, TEN_YEARS, why="Its cost before growth was not found in print."
        ),
        "gdp": Figure(gain, "long run", why=NOT_COUNTED),
        "jobs": Figure(counts["committee"], "long run", why=NOT_COUNTED, most=counts["permanent"]),
    }


@answers("budget-4")
def room_for_yields(
    record: Snapshot, asked: pd.Timestamp, *, growth: str, tariffs: str, counts: str, charged: str
) -> dict[str, Figure]:
    """How far all yields may rise before the plan no longer pays for itself: (growth + tariffs - bill) / basis point.

    ``growth`` is whose growth brings money back; ``tariffs`` are ``counted`` or ``left out``; ``counts`` is one of
    :data:`COUNTS`; a rise is ``charged`` on ``all`` federal debt, or on what the ``bill`` borrows.
    """
    record = known_on(record, asked)
    brought, taken, own = _brought_by_growth(record), COUNTS[counts], charged == "bill"

    def bears(
        whose: str, with_tariffs: bool = tariffs == "counted", *, market: bool = False, permanent: bool = False
    ) -> float | None:
        how = COUNTS["before interest"] if permanent else taken
        left = budget_sum.left_over(record, brought[whose], tariffs=with_tariffs, permanent=permanent, **how)
        return budget_sum.room(record, left, market=market, own=own)

    def figure(value: float | None, **facts: Any) -> Figure:
        return Figure(value, _counted_is(record), why=NOT_COUNTED, **facts)

    value, price = bears(growth), budget_sum.cost_of_a_basis_point(record, own=own)
    rounding = None if value is None or price is None else (value - ROUNDING / price, value + ROUNDING / price)
    gap = budget_sum.yield_gap(record)
    return {
        "official": Figure(
            value,
            _counted_is(record),
            range=rounding,
            why=NOT_COUNTED,
            tariffs=(budget_sum.tariff_savings(record, **taken) or float("nan")) / 1000,
            cost=(budget_sum.cost_of_the_bill(record, interest=taken["interest"]) or float("nan")) / 1000,
            feedback=brought[growth],
        ),
        "without_tariffs": figure(bears(growth, with_tariffs=False)),
        "permanent": figure(bears(growth, permanent=True)),
        "majority": figure(bears("majority")),
        "market": figure(
            bears(growth, market=True),
            gap=None if gap is None else gap["gap_bp"],
            this_year=None if gap is None else gap["gap_this_year_bp"],
        ),
    }


@answers("budget-5")
def spending(record: Snapshot, asked: pd.Timestamp, *, years: int) -> dict[str, Figure]:
    """What the government spends beyond what comes in, in percent of GDP, mean of the last fiscal ``years``.

    Beside it: in the twelve months to the newest monthly count, and without interest.
    """
    record = known_on(record, asked)
    past = budget.history(record)
    means = past[["deficit", "primary", "outlays"]].rolling(years).mean().dropna(subset="deficit")
    if means.empty:
        return dict.fromkeys(
            ("deficit", "so_far", "primary"), Figure(None, why="No fiscal year is on record for that day.")
        )
    last, recent = means.index[-1], budget.twelve_months(record)
    period = f"fiscal year {last}" if years == 1 else f"fiscal years {last - years + 1} to {last}"
    return {
        "deficit": Figure(
            means["deficit"].iloc[-1],
            period,
            history=means["deficit"].iloc[:-1],
            mean=past["deficit"].mean(),
            first=past.index[0],
            outlays=past["outlays"].iloc[-1],
        ),
        "so_far": Figure(None, why="No monthly count is on record for that day.")
        if recent is None
        else Figure(
            recent["deficit_pct"],
            f"twelve months to {recent['end']:%B %Y}",
            spent=recent["deficit_usd_bn"],
            adjusted=recent["adjusted_pct"],
            put_right="it is not on record"
            if recent["adjusted_pct"] is None or pd.isna(recent["adjusted_pct"])
            else f"it is {recent['adjusted_pct']:.1f} %",
        ),
        "primary": Figure(means["primary"].iloc[-1], period),
    }


@answers("budget-6")
def denied_and_counted(record: Snapshot, asked: pd.Timestamp, *, speaker: str) -> dict[str, Figure]:
    """Whether a defender of the bill (``speaker``, or any) denied that it adds to the deficit, and CBO says that it does."""
    record = known_on(record, asked)
    said, counted = budget.statements(record, "deficit"), budget.figure(record, "cbo_house_deficit")
    mine = said if speaker == "any" else said[said["speaker"] == speaker]
    if mine.empty or counted is None:
        why = "No denial is on record for that day." if mine.empty else "CBO had not counted the bill by that day."
        return {"both": Figure(None, why=why)}
    offices = listed(
        [f"the {office} on {day(rows['said'].iloc[0])}" for office, rows in mine.groupby("office", sort=False)]
    )
    return {"both": Figure(counted > 0, day(mine["said"].iloc[-1]), denials=offices, counted=counted)}


@answers("budget-7")
def debt_rising(record: Snapshot, asked: pd.Timestamp, *, held: str, quarters: int) -> dict[str, Figure]:
    """By how much the federal debt (``held``: ``gross``, or by the ``public``) exceeds that of some ``quarters`` before.

    Beside it: by how much the Treasury's newest daily count on record exceeds that of a year before; debt held by the
    public in percent of GDP, this fiscal year on the last; and what the bill adds to it.
    """
    last = newest_known(record, asked, "us_federal_debt", "quarter")
    growth = budget.debt_growth(record, held, quarters)
    growth = growth[growth.index <= last] if last is not None else growth.iloc[:0]
    debt = record.table("us_federal_debt").set_index("quarter")["gross_usd_mn"] / 1e6
    ratio = budget.baseline(known_on(record, asked), newest=True)["debt_pct_gdp"]
    year = asked.year + (asked.month >= 10)
    bill = budget.figures_of(record, "cbo_house_debt_gdp", "cbo_baseline_debt_gdp")
    daily = budget.figures_of(known_on(record, asked), "jec_debt", "jec_debt_change")
    none = "No such figure was public on that day."
    return {
        "debt": Figure(None, why=none)
        if growth.empty
        else Figure(growth.iloc[-1], f"to the end of {last}", history=growth.iloc[:-1], level=debt[last]),
        "daily": Figure(
            None if daily is None else 100 * daily[1] / (daily[0] - daily[1]), "a year to 4 June 2025", why=none
        ),
        "ratio": Figure(
            ratio.get(year, float("nan")) - ratio.get(year - 1, float("nan")), f"fiscal year {year}", why=none
        ),
        "bill": Figure(None if bill is None else bill[0] - bill[1], "end of 2034", why=none),
    }


@answers("budget-8")
def masked_pain(record: Snapshot, asked: pd.Timestamp, *, pair: str) -> dict[str, Figure]:
    """What the bill adds to GDP less what the tariffs take, both for one horizon (``pair``: whose estimates).

    Beside it: the same on average over ten years by the official estimates, and the bill's tax cuts in percent of what
    the tariffs bring, against current law and against the rates in force.
    """
    newest = budget.tax_cuts_against_tariffs(record)  # the footing of the budget director was given two days later
    record = known_on(record, asked)
    net, average = budget.net_growth(record, pair), budget.net_growth(record, "official, on average")
    money = budget.tax_cuts_against_tariffs(record)
    horizon = "after ten years" if pair in ("official", "penn_wharton") else "long run"

    def growth(known: tuple[float, float, float] | None, period: str) -> Figure:
        if known is None:
            return Figure(None, why=NOT_COUNTED)
        return Figure(known[2], period, adds=known[0], takes=known[1])

    return {
        "growth": growth(net, horizon),
        "average": growth(average, "average over 2025-34"),
        "money": Figure(None, why=NOT_COUNTED)
        if money is None
        else Figure(100 * money["cuts"] / money["tariffs"], TEN_YEARS, cuts=money["cuts"], tariffs=money["tariffs"]),
        "in_force": Figure(
            None if money is None or newest is None else 100 * newest["new"] / money["tariffs"],
            TEN_YEARS,
            why="The bill had not been counted in public on that footing by that day.",
        ),
    }


@answers("budget-9")
def missing_sum(record: Snapshot, asked: pd.Timestamp, *, growth: str, tariffs: str, counts: str) -> dict[str, Figure]:
    """What is left of bill, tariffs and growth over ten years without any industry that comes back.

    The sum of :func:`room_for_yields`, in trillions, with its choices.
    """
    now = known_on(record, asked)
    brought, taken = _brought_by_growth(now), COUNTS[counts]
    factory = budget.figure(now, "factory_jobs") or float("nan")

    def left(whose: str = growth, **how: bool) -> float | None:
        found = budget_sum.left_over(now, brought[whose], **({"tariffs": tariffs == "counted"} | taken | how))
        return None if found is None else found / 1000

    value = left()
    return {
        "sum": Figure(
            value,
            _counted_is(now),
            range=None if value is None else (value - ROUNDING / 1000, value + ROUNDING / 1000),
            why=NOT_COUNTED,
            factory=1000 * factory,
            gap=": then growth that no scorer expects would have to fill the gap"
            if value is not None and value < -ROUNDING / 1000
            else "",
        ),
        "without_tariffs": Figure(left(tariffs=False), _counted_is(now), why=NOT_COUNTED),
        "permanent": Figure(left(interest=False, drag=True, permanent=True), _counted_is(now), why=NOT_COUNTED),
    }
