"""The answers to the claims on the Bank of Japan's taper."""

from __future__ import annotations

from typing import Any

import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import carmakers, taper
from brink.measures.common import newest_known, so_far
from brink.record.snapshot import Snapshot
from brink.words import day, fill, listed

NOTHING_YET = "Nothing of it was public on that day."


#: When a step of the size said became known, by the topic of the report.
_WHEN_KNOWN = {
    "step forecast": "a poll published on {day} has {low} to {high} billion",
    "step weighed": "a report of {day} has the Bank weigh {low} billion",
    "step decided": "it was decided on {day}",
}
#: The share of chance above which rises without a fall in output say nothing.
CHANCE = 0.1


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
    first = reports[reports["low"] == step_said()].drop_duplicates("topic").set_index("topic")
    told = [
        words.format(
            day=day(first.at[topic, "released"]),
            low=f"{first.at[topic, 'low']:.0f}",
            high=f"{first.at[topic, 'high']:.0f}",
        )
        for topic, words in _WHEN_KNOWN.items()
        if topic in first.index
    ]
    later = "; ".join(told) if told else "a slower one of that size was in no report found"
    ends = reported = None
    if len(requests):
        gentle, steep = requests[["high", "low"]].iloc[0]
        ends = taper.step_asked_for(record, gentle), taper.step_asked_for(record, steep)
    if len(asked_in_words := taper.said(record, "step asked for")):
        reported = asked_in_words.iloc[0]
    return {
        "shrinkage": Figure(means["shrinkage"], str(means.name), why=NOTHING_YET, later=later),
        "in_force": Figure(
            means["in_force"], f"to {taper.SLOWER[0] - pd.DateOffset(months=1):%B %Y}", why=NOTHING_YET, later=later
        ),
        "asked_for": Figure(
            reported["low"] if reported is not None else taper.step_asked_for(record, level) if ends else None,
            new_plan,
            range=None if reported is not None else ends,
            why=NOTHING_YET,
            reported=""
            if reported is None
            else f" A report of {day(reported['released'])} gives what many had asked for as a step, and that is the figure here.",
        ),
        "decided": Figure(
            means["decided"], new_plan, why="No slower step had been decided on that day.", begins=taper.SLOWER[0]
        ),
    }


@answers("taper-3")
def worth_of_the_slowdown(
    record: Snapshot, asked: pd.Timestamp, *, study: str, scaling: str, end: str, until: int
) -> dict[str, Figure]:
    """What the slower pace takes off the 10-year yield by the March of ``until``, in basis points.

    Steps as the video says instead of those in force, valued with published estimates of the effect of the Bank's stock
    (``study``; ``scaling`` on the whole stock or on its rise; the low, middle or high ``end`` of the estimate).
    ``until`` is the fiscal year's end looked at, purchases staying where the plan leaves them. Charitably: the whole stock, and
    a slower pace that lasts to 2030.
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

    by_year = taper.slowdown_beyond(record, step_said(), asked)
    by_year = by_year.set_index(by_year["month"].dt.year)
    first = by_year["extra"].iloc[0]
    lowest, highest = table["slowdown_low_bp"].min(), table["slowdown_high_bp"].max()
    slower_bp = (1 - weight) * chosen["slowdown_low_bp"] + weight * chosen["slowdown_high_bp"]

    def slowdown(year: int, **facts: Any) -> Figure:
        extra = by_year.at[year, "extra"]
        scale = extra / first
        ends = lowest * scale, highest * scale
        return Figure(slower_bp * scale, f"March {year}", range=ends, extra=extra, **facts)

    motive = taper.market_stability(record)
    reason = f" A report of {day(motive)} gave the calm of the market as the reason." if motive is not None else ""
    return {
        "slower": slowdown(until, reason=reason),
        "stock": effect("stock", f"{taper.market_month(record, asked):%B %Y}"),
        "lasting": slowdown(int(by_year.index[-1])),
    }


@answers("taper-4")
def rate_increases(record: Snapshot, asked: pd.Timestamp, *, months: int) -> dict[str, Figure]:
    """Policy-rate increases in the ``months`` after the day asked; then in the half-year after it, and in the fifteen months
    before it.
    """
    decisions = taper.rate_decisions(record)
    later = decisions[decisions["date"] > asked]
    rises = decisions[decisions["action"] == "raise"]["date"]

    def increases(length: int, history: pd.Series | None = None, **facts: Any) -> Figure:
        end = asked + pd.DateOffset(months=length)
        value = None if later.empty else float(rises.between(asked, end, inclusive="right").sum())
        why = "No decision of the Bank after that day is on record."
        return Figure(value, f"{day(asked)} to {day(end)}{so_far(record, end)}", history=history, why=why, **facts)

    starts = pd.date_range(decisions["date"].min(), asked - pd.DateOffset(months=months), freq="MS")
    days = rises.sort_values()
    risen_by, risen_before = (
        days.searchsorted(ends, side="right") for ends in (starts + pd.DateOffset(months=months), starts)
    )
    earlier = pd.Series(risen_by - risen_before, starts, dtype=float)
    raised = decisions[(decisions["date"] > asked) & (decisions["action"] == "raise")]
    first = (
        "no rise is on record"
        if raised.empty
        else f"the first rise came on {day(raised['date'].iloc[0])}, to {raised['high_pct'].iloc[0]:g} %"
    )
    before = rises[(rises > asked - pd.DateOffset(months=15)) & (rises <= asked)]
    since = asked - pd.DateOffset(months=15)
    return {
        "year": increases(months, earlier, first=first),
        "half": increases(6),
        "before": Figure(
            float(len(before)) if len(decisions[decisions["date"] <= asked]) else None,
            f"{day(since)} to {day(asked)}",
            why="No decision of the Bank before that day is on record.",
            last=f"the last on {day(before.iloc[-1])}" if len(before) else "none",
        ),
    }


@answers("taper-5")
def teetering(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """How firms judged business in the newest Tankan: large manufacturers; charitably, small ones."""
    tankan = record.table("japan_tankan")
    last = newest_known(record, asked, "japan_tankan", "survey")

    def conditions(firms: str, **facts: Any) -> Figure:
        found = tankan[(tankan["firms"] == firms) & (tankan["survey"] <= last)] if last is not None else tankan.iloc[:0]
        if found.empty or found["survey"].iloc[-1] < asked - pd.DateOffset(years=1):
            return Figure(None, why="No survey of the year before that day is on record.", **facts)
        newest, later = found.iloc[-1], tankan[(tankan["firms"] == firms) & (tankan["released"] > asked)]
        next_one = (
            f" In the next survey, of {later['survey'].iloc[0]:%B %Y}, they stood at {later['di'].iloc[0]:+d}."
            if len(later)
            else ""
        )
        return Figure(newest["di"], f"{newest['survey']:%B %Y}", released=newest["released"], later=next_one, **facts)

    failed = record.table("japan_bankruptcies").sort_values(["fiscal_year", "counted_by"])
    failed = failed[failed["released"] <= asked]
    told = (
        ""
        if failed.empty
        else f" {failed['counted_by'].iloc[-1]} counted {failed['bankruptcies'].iloc[-1]:,} bankruptcies in fiscal {failed['fiscal_year'].iloc[-1]}, the most since fiscal {failed['fiscal_year'].iloc[0]}."
    )
    foreseen = record.table("carmaker_tariff_hits")
    foreseen = foreseen[
        (foreseen["company"] == carmakers.TOGETHER) & (foreseen["kind"] == "guidance") & (foreseen["released"] <= asked)
    ]
    foreseen = foreseen.dropna(subset="hit_tn_jpy")
    losses = (
        ""
        if foreseen.empty
        else f" By {day(foreseen['released'].iloc[-1])} seven carmakers foresaw {foreseen['qualifier'].iloc[-1]} {foreseen['hit_tn_jpy'].iloc[-1]:g} trillion yen of losses to them."
    )
    others = conditions("large non-manufacturers").value
    return {
        "large": conditions("large manufacturers", others=others, losses=losses),
        "small": conditions("small manufacturers", failures=told),
    }


@answers("taper-6")
def final_push(record: Snapshot, asked: pd.Timestamp, *, quarters: int) -> dict[str, Figure]:
    """The worst that real GDP did in the ``quarters`` after a rise of the policy rate; charitably, after the latest.

    Output falls now and then without any rise. A few rises without a fall say something only where that would be rare by
    chance: no more than :data:`CHANCE`, at the rate at which output fell over such stretches before. Else there is no figure.
    """
    after = taper.after_rate_increases(record, asked, quarters)
    none = Figure(None, why="The quarters after a rise were not public on that day.", told="not yet known")
    if after.empty:
        return dict.fromkeys(("worst", "latest"), none)
    history = taper.gdp_changes(record, quarters)
    history = history[history.index <= newest_known(record, asked, "japan_gdp_levels", "period")]
    falls = float((history < 0).mean())
    chance = (1 - falls) ** len(after)
    worst, latest = after.loc[after["gdp_change_pct"].idxmin()], after.iloc[-1]
    told = fill("{:+.1f} % after the rise of {}", worst["gdp_change_pct"], worst["date"])
    return {
        "worst": Figure(
            worst["gdp_change_pct"] if chance <= CHANCE else None,
            f"after the rise of {day(worst['date'])}",
            history=history,
            rises=len(after),
            told=told,
            why=(
                f"{len(after)} rises are too few to tell: output fell over {100 * falls:.0f} % of such stretches before, so that "
                f"as many without a fall come about by chance {100 * chance:.0f} times in a hundred. Lowest of them: {told}."
            ),
        ),
        "latest": Figure(latest["gdp_change_pct"], f"after the rise of {day(latest['date'])}", told=told),
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
    past = taper.exports_before(record, asked, "World", 1)["yoy_pct"]
    known = fill("{:+.1f} %", past.iloc[-1]) if len(past) else "no figure"

    def growth(partner: str) -> Figure:
        if rises.empty:
            return Figure(None, why="No rise after that day is on record.")
        printed = taper.exports_before(record, rises.iloc[0], partner, months)
        if printed.empty:
            return Figure(None, why="No figure for exports is on record before that rise.")
        last = printed["period_start"].iloc[-1]
        between = taper.exports_before(record, rises.iloc[0], partner, 12)
        between = between[(between["period_start"] < last) & (between["yoy_pct"] < 0)]["period_start"]
        between = between[between > asked - pd.DateOffset(months=2)]
        reason = record.table("boj_rate_reasons")
        reason = reason[(reason["role"] == "reason for the rise") & (reason["date"] == rises.iloc[0])]["subject"]
        return Figure(
            printed["yoy_pct"].mean(),
            f"{last:%B %Y}, known at the rise of {day(rises.iloc[0])}",
            history=lambda: taper.export_growth(record, partner)[: asked - pd.DateOffset(months=1)],
            rise=rises.iloc[0],
            month=f"{last:%B %Y}",
            known=known,
            fell=f"from {between.iloc[0]:%B} to {between.iloc[-1]:%B %Y}" if len(between) else "in no month",
            reason=f" The reason it gave was another: {listed(list(reason))}." if len(reason) else "",
        )

    return {"world": growth("World"), "us": growth("United States")}
