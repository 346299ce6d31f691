"""The answers to the claims on the Bank of Japan's taper."""

from __future__ import annotations

from typing import Any

import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import taper
from brink.measures.common import newest_known
from brink.record.snapshot import Snapshot
from brink.words import day

NOTHING_YET = "Nothing of it was public on that day."


def step_said() -> float:
    """Return the step of the video's own words, billion yen a quarter."""
    return find_claim("taper-2").numbers[0]


@answers("taper-1")
def net_change_since_december(record: Snapshot, asked: pd.Timestamp, *, start: str, lag: int) -> dict[str, Figure]:
    """Take "net" at its word: holdings, bought less fallen due, from the end of December 2024 to the last month known.

    ``start`` is the month from whose end is counted, ``lag`` how many months before the last known one it ends.
    """
    held = taper.monthly(record).set_index("month")["holdings"]
    last = taper.last_month(record, asked) - pd.DateOffset(months=lag)

    def change(since: pd.Timestamp, history: pd.Series | None = None) -> Figure:
        period = f"end of {since:%B %Y} to end of {last:%B %Y}"
        if not held.index[0] <= since < last:
            return Figure(None, why=f"The accounts did not reach beyond {since:%B %Y} on that day.")
        return Figure(held[last] - held[since], period, history=history, peak=f"{held[:last].idxmax():%B %Y}")

    since = pd.Timestamp(start)
    months = (last.to_period("M") - since.to_period("M")).n
    earlier = held.diff(months)[: last - pd.DateOffset(months=1)].dropna() if months > 0 else None
    return {
        "december": change(since, earlier),
        "november": change(taper.SINCE - pd.DateOffset(months=1)),
        "year": change(last - pd.DateOffset(years=1)),
    }


@answers("taper-2")
def two_hundred_billion(record: Snapshot, asked: pd.Timestamp, *, level: float) -> dict[str, Figure]:
    """What is 200 billion yen a quarter? Literally: the amount by which the Bank's bonds shrink.

    The charitable readings take the sales for the step by which monthly purchases shrink each
    quarter: as in force, as asked for in public by then (to a monthly ``level`` in trillion yen), and as decided later.
    """
    means = taper.meanings(record, asked)
    new_plan = f"{taper.SLOWER[0]:%B %Y} to {taper.SLOWER[-1]:%B %Y}"
    requests = taper.said(record, "level asked for")
    reports = taper.steps(record)
    reports = reports[reports["topic"].str.startswith("step") & (reports["low"] == step_said())]["released"]
    later = (
        f"a step of {step_said():.0f} billion was first reported on {day(reports.iloc[0])}"
        if len(reports)
        else "a slower one had not been reported"
    )
    ends = None
    if len(requests):
        gentle, steep = requests[["high", "low"]].iloc[0]
        ends = taper.step_asked_for(record, gentle), taper.step_asked_for(record, steep)
    return {
        "shrinkage": Figure(means["shrinkage"], str(means.name), why=NOTHING_YET, later=later),
        "in_force": Figure(
            means["in_force"], f"to {taper.SLOWER[0] - pd.DateOffset(months=1):%B %Y}", why=NOTHING_YET, later=later
        ),
        "asked_for": Figure(
            taper.step_asked_for(record, level) if ends else None,
            new_plan,
            range=ends,
            why=NOTHING_YET,
        ),
        "decided": Figure(
            means["decided"], new_plan, why="No slower step had been decided on that day.", begins=taper.SLOWER[0]
        ),
    }


@answers("taper-3")
def worth_of_the_slowdown(
    record: Snapshot, asked: pd.Timestamp, *, study: str, scaling: str, end: str
) -> dict[str, Figure]:
    """What the slower pace takes off the 10-year yield by March 2027, in basis points.

    Steps as the video says instead of those in force, valued with published estimates of the effect of the Bank's stock
    (``study``; ``scaling`` on the whole stock or on its rise; the low, middle or high ``end`` of the estimate).
    Charitably: the whole stock, and a slower pace that lasts.
    """
    table = taper.support(record, step_said(), asked)
    if table.empty:
        return dict.fromkeys(
            ("slower", "stock", "lasting"), Figure(None, why="No plan of purchases was public on that day.")
        )
    chosen = table[table["study"].str.startswith(study) & (table["scaling"] == scaling)].iloc[-1]
    weight = {"low": 0.0, "middle": 0.5, "high": 1.0}[end]

    def effect(kind: str, period: str, **facts: Any) -> Figure:
        low, high = f"{kind}_low_bp", f"{kind}_high_bp"
        value = (1 - weight) * chosen[low] + weight * chosen[high]
        return Figure(value, period, range=(table[low].min(), table[high].max()), **facts)

    extra = taper.slowdown(record, step_said(), asked)["extra"].iloc[-1]
    beyond = taper.slowdown_beyond(record, step_said(), asked).iloc[-1]
    lowest, highest = table["slowdown_low_bp"].min(), table["slowdown_high_bp"].max()
    slower_bp = (1 - weight) * chosen["slowdown_low_bp"] + weight * chosen["slowdown_high_bp"]
    slower = effect("slowdown", f"{taper.SLOWER[-1]:%B %Y}", extra=extra)
    scale = beyond["extra"] / extra
    return {
        "slower": slower,
        "stock": effect("stock", f"{taper.market_month(record, asked):%B %Y}"),
        "lasting": Figure(
            slower_bp * scale,
            f"{beyond['month']:%B %Y}",
            range=(lowest * scale, highest * scale),
            extra=beyond["extra"],
        ),
    }


@answers("taper-4")
def rate_increases(record: Snapshot, asked: pd.Timestamp, *, months: int) -> dict[str, Figure]:
    """Policy-rate increases in the ``months`` after the day asked; charitably, in the half-year after it."""
    decisions = taper.rate_decisions(record)
    later = decisions[decisions["date"] > asked]
    rises = decisions[decisions["action"] == "raise"]["date"]

    def increases(length: int, history: pd.Series | None = None, **facts: Any) -> Figure:
        end = asked + pd.DateOffset(months=length)
        value = None if later.empty else float(rises.between(asked, end, inclusive="right").sum())
        why = "No decision of the Bank after that day is on record."
        return Figure(value, f"{day(asked)} to {day(end)}", history=history, why=why, **facts)

    starts = pd.date_range(decisions["date"].min(), asked - pd.DateOffset(months=months), freq="MS")
    earlier = pd.Series(
        [
            float(rises.between(start, start + pd.DateOffset(months=months), inclusive="right").sum())
            for start in starts
        ],
        index=starts,
    )
    raised = decisions[(decisions["date"] > asked) & (decisions["action"] == "raise")]
    first = (
        "no rise is on record"
        if raised.empty
        else f"the first rise came on {day(raised['date'].iloc[0])}, to {raised['high_pct'].iloc[0]:g} %"
    )
    return {"year": increases(months, earlier, first=first), "half": increases(6)}


@answers("taper-5")
def teetering(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """How firms judged business in the newest Tankan: large manufacturers; charitably, small ones."""
    tankan = record.table("japan_tankan")
    last = newest_known(record, asked, "japan_tankan", "survey")

    def conditions(firms: str, **facts: Any) -> Figure:
        found = tankan[(tankan["firms"] == firms) & (tankan["survey"] <= last)] if last is not None else tankan.iloc[:0]
        if found.empty or found["survey"].iloc[-1] < asked - pd.DateOffset(years=1):
            return Figure(None, why="No survey of the year before that day is on record.", **facts)
        newest = found.iloc[-1]
        return Figure(newest["di"], f"{newest['survey']:%B %Y}", **facts)

    failed = record.table("japan_bankruptcies").sort_values(["fiscal_year", "counted_by"])
    failed = failed[failed["released"] <= asked]
    told = (
        ""
        if failed.empty
        else f" {failed['counted_by'].iloc[-1]} counted {failed['bankruptcies'].iloc[-1]:,} bankruptcies in fiscal {failed['fiscal_year'].iloc[-1]}, the most since fiscal {failed['fiscal_year'].iloc[0]}."
    )
    others = conditions("large non-manufacturers").value
    return {
        "large": conditions("large manufacturers", failures=told, others=others),
        "small": conditions("small manufacturers"),
    }


@answers("taper-6")
def final_push(record: Snapshot, asked: pd.Timestamp, *, quarters: int) -> dict[str, Figure]:
    """The worst that real GDP did in the ``quarters`` after a rise of the policy rate; charitably, after the latest."""
    after = taper.after_rate_increases(record, asked, quarters)
    if after.empty:
        return dict.fromkeys(
            ("worst", "latest"), Figure(None, why="The quarters after a rise were not public on that day.")
        )
    history = taper.gdp_changes(record, quarters)
    known = newest_known(record, asked, "japan_gdp_levels", "period")
    worst, latest = after.loc[after["gdp_change_pct"].idxmin()], after.iloc[-1]
    return {
        "worst": Figure(
            worst["gdp_change_pct"],
            f"after the rise of {day(worst['date'])}",
            history=history[history.index <= known],
            rises=len(after),
        ),
        "latest": Figure(latest["gdp_change_pct"], f"after the rise of {day(latest['date'])}"),
    }


@answers("taper-7")
def reason_for_waiting(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Whether the Bank gave household spending as its reason for keeping the rate, in the reports of its meetings."""
    reasons = record.table("boj_rate_reasons")
    reasons = reasons[(reasons["date"] <= asked)]
    given = reasons[reasons["role"] == "reason given"]
    if given.empty:
        return {"reason": Figure(None, why="No reason of that spring was on record on that day.")}
    meetings = f"{day(given['date'].min())} to {day(given['date'].max())}"
    return {"reason": Figure(bool((given["subject"] == "household spending").any()), meetings, reports=len(given))}


@answers("taper-8")
def exports_first(record: Snapshot, asked: pd.Timestamp, *, months: int) -> dict[str, Figure]:
    """Exports on the year before, in the newest ``months`` printed before the first rise after the day asked."""
    decisions = taper.rate_decisions(record)
    rises = decisions[(decisions["action"] == "raise") & (decisions["date"] > asked)]["date"]

    def growth(partner: str) -> Figure:
        if rises.empty:
            return Figure(None, why="No rise after that day is on record.")
        printed = taper.exports_before(record, rises.iloc[0], partner, months)
        if printed.empty:
            return Figure(None, why="No figure for exports is on record before that rise.")
        last = printed["period_start"].iloc[-1]
        return Figure(
            printed["yoy_pct"].mean(), f"{last:%B %Y}, known at the rise of {day(rises.iloc[0])}", rise=rises.iloc[0]
        )

    return {"world": growth("World"), "us": growth("United States")}
