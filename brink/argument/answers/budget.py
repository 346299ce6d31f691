"""The answers to the claims on US budget arithmetic."""

from __future__ import annotations

from typing import Any

import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import budget
from brink.measures.common import known_on, newest_known
from brink.record.snapshot import Snapshot
from brink.words import day, listed

TEN_YEARS = "fiscal years 2025-34"
NOT_COUNTED = "Nobody had counted it in public by that day."


def _trillions(billions: float | None, **facts: Any) -> Figure:
    return Figure(None if billions is None else billions / 1000, TEN_YEARS, why=NOT_COUNTED, **facts)


@answers("budget-1")
def added_debt(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """What CBO counts the bill as the House passed it to add over ten years: to deficits, and with interest to the debt."""
    known = budget.figures(record)
    return {
        "deficits": _trillions(
            known.get("cbo_house_deficit"),
            revenue=-known.get("cbo_house_revenue", float("nan")),
            outlays=-known.get("cbo_house_outlays", float("nan")),
        ),
        "debt": _trillions(known.get("cbo_house_debt")),
    }


@answers("budget-2")
def savings_said(record: Snapshot, asked: pd.Timestamp, *, speaker: str, which: str) -> dict[str, Figure]:
    """What the bill's defenders said it cuts; beside it CBO's net count, and Penn Wharton's of the cuts alone.

    ``speaker`` is whose words, ``which`` the ``newest`` or the ``first`` of them.
    """
    said = budget.statements(known_on(record, asked), "savings")
    mine = said[said["speaker"] == speaker]
    words = mine.iloc[-1 if which == "newest" else 0] if len(mine) else None
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
def debt_growth_and_jobs(record: Snapshot, asked: pd.Timestamp, *, jobs: str) -> dict[str, Figure]:
    """Whether one estimate has all three numbers; beside it each of them by itself.

    ``jobs`` is the version of the bill whose job count is taken. The debt is the Tax Foundation's cost before growth,
    whose growth figure the video says.
    """
    estimates = budget.packages(record)
    wanted = find_claim("budget-3").readings
    complete = estimates.dropna(subset=["debt", "gdp", "jobs"])
    together = any(
        all(wanted[part].bar.passes(float(getattr(row, part))) for part in ("debt", "gdp", "jobs"))
        for row in complete.itertuples()
    )
    cost, gain = budget.tax_foundation_cost(record), budget.figure(record, "tf_house_gdp")
    counts = {name: budget.figure(record, f"tf_{name}_jobs") for name in ("committee", "permanent")}
    chosen = counts[jobs]
    return {
        "together": Figure(
            None if complete.empty else together,
            f"{len(estimates)} estimates",
            why="No estimate with all three was public on that day.",
            complete=len(complete),
            back=budget.figure(record, "house_feedback"),
        ),
        "debt": Figure(
            None if cost is None else cost / 1000, TEN_YEARS, why="Its cost before growth was not found in print."
        ),
        "gdp": Figure(gain, "long run", why=NOT_COUNTED),
        "jobs": Figure(chosen, "long run", why=NOT_COUNTED, most=counts["permanent"]),
    }


@answers("budget-4")
def room_for_yields(
    record: Snapshot, asked: pd.Timestamp, *, growth: str, tariffs: str, interest: str, start: str
) -> dict[str, Figure]:
    """How far all yields may rise before the plan no longer pays for itself: (growth + tariffs - bill) / basis point.

    ``growth`` is whose growth brings money back; ``tariffs`` are ``counted`` or ``left out``; with ``interest`` on the
    bill's debt ``counted``, that on the tariffs and the economy's response to them is, too; ``start`` is where a rise
    is counted from, the ``baseline``'s yields or the ``market``'s.
    """
    record = known_on(record, asked)
    known = budget.figures(record)
    brought = {
        "scorer": known.get("jct_committee_feedback"),
        "said": budget.worth_of_a_gain(record, find_claim("budget-3").numbers[1]),
        "majority": known.get("house_feedback"),
        "white_house": budget.worth_of_a_gain(record, known.get("cea_gdp_low")),
    }
    counted, market = interest == "counted", start == "market"

    def bears(whose: str, with_tariffs: bool = tariffs == "counted", from_market: bool = market) -> float | None:
        left = budget.left_over(record, brought[whose], tariffs=with_tariffs, interest=counted)
        return budget.room(record, left, market=from_market)

    def figure(value: float | None, **facts: Any) -> Figure:
        return Figure(value, TEN_YEARS, why=NOT_COUNTED, **facts)

    value, price = bears(growth), budget.cost_of_a_basis_point(record)
    rounding = None if value is None or price is None else (value - 50 / price, value + 50 / price)
    gap = budget.yield_gap(record)
    return {
        "official": Figure(
            value,
            TEN_YEARS,
            range=rounding,
            why=NOT_COUNTED,
            tariffs=(budget.tariff_savings(record, interest=counted) or float("nan")) / 1000,
            cost=(budget.cost_of_the_bill(record, interest=counted) or float("nan")) / 1000,
            feedback=brought[growth],
        ),
        "without_tariffs": figure(bears(growth, with_tariffs=False)),
        "majority": figure(bears("majority")),
        "market": figure(bears(growth, from_market=True), gap=None if gap is None else gap["gap_bp"]),
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
        else Figure(recent["deficit_pct"], f"twelve months to {recent['end']:%B %Y}", spent=recent["deficit_usd_bn"]),
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

    Beside it: debt held by the public in percent of GDP, this fiscal year on the last; and what the bill adds to it.
    """
    last = newest_known(record, asked, "us_federal_debt", "quarter")
    growth = budget.debt_growth(record, held, quarters)
    growth = growth[growth.index <= last] if last is not None else growth.iloc[:0]
    debt = record.table("us_federal_debt").set_index("quarter")["gross_usd_mn"] / 1e6
    ratio = budget.baseline(known_on(record, asked), newest=True)["debt_pct_gdp"]
    year = asked.year + (asked.month >= 10)
    bill = budget.figures_of(record, "cbo_house_debt_gdp", "cbo_baseline_debt_gdp")
    none = "No such figure was public on that day."
    return {
        "debt": Figure(None, why=none)
        if growth.empty
        else Figure(growth.iloc[-1], f"to the end of {last}", history=growth.iloc[:-1], level=debt[last]),
        "ratio": Figure(
            ratio.get(year, float("nan")) - ratio.get(year - 1, float("nan")), f"fiscal year {year}", why=none
        ),
        "bill": Figure(None if bill is None else bill[0] - bill[1], "end of 2034", why=none),
    }


@answers("budget-8")
def masked_pain(record: Snapshot, asked: pd.Timestamp, *, gain: str, loss: str) -> dict[str, Figure]:
    """What the bill adds to GDP less what the tariffs take (``gain`` and ``loss``: whose estimates).

    Beside it: the bill's tax cuts in percent of what the tariffs bring, both by CBO over ten years.
    """
    record = known_on(record, asked)
    net = budget.net_growth(record, gain, loss)
    money = budget.figures_of(record, "cbo_house_revenue", "cbo_tariffs_primary")
    return {
        "growth": Figure(net, "level of GDP, after ten years or more", why=NOT_COUNTED),
        "money": Figure(None, why=NOT_COUNTED, cuts=None, tariffs=None)
        if money is None
        else Figure(-100 * money[0] / money[1], TEN_YEARS, cuts=-money[0] / 1000, tariffs=money[1] / 1000),
    }


@answers("budget-9")
def missing_sum(record: Snapshot, asked: pd.Timestamp, *, growth: str, interest: str) -> dict[str, Figure]:
    """What is left of bill and tariffs over ten years without any industry that comes back.

    ``growth``: with what the scorer expects the bill to bring back from work and capital, or with ``none``; with
    ``interest`` ``counted``, that on both and the economy's response to the tariffs is, too.
    """
    now = known_on(record, asked)
    brought = budget.figure(now, "jct_committee_feedback") if growth == "scorer" else 0.0
    counted = interest == "counted"
    factory = budget.figure(now, "factory_jobs") or float("nan")
    return {
        "with_tariffs": _trillions(budget.left_over(now, brought, interest=counted), factory=1000 * factory),
        "without_tariffs": _trillions(budget.left_over(now, brought, tariffs=False, interest=counted)),
    }
