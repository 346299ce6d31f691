"""The answers to the claims on the Bank of Japan's taper."""

from __future__ import annotations

import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import taper
from brink.record.snapshot import Snapshot
from brink.words import day


def step_said() -> float:
    """Return the step of the video's own words, billion yen a quarter."""
    return find_claim("taper-2").numbers[0]


@answers("taper-1")
def net_change_since_december(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Take "net" at its word: holdings, bought less fallen due, from the end of December 2024 to the last month known."""
    held = taper.monthly(record).set_index("month")["holdings"]
    last, december = taper.LAST_MONTH, taper.SINCE

    def change(since: pd.Timestamp, **facts: object) -> Figure:
        return Figure(held[last] - held[since], f"end of {since:%B %Y} to end of {last:%B %Y}", **facts)

    return {
        "december": change(december, peak=f"{held[:last].idxmax():%B %Y}"),
        "november": change(december - pd.DateOffset(months=1)),
        "year": change(last - pd.DateOffset(years=1)),
    }


@answers("taper-2")
def two_hundred_billion(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """What is 200 billion yen a quarter? Literally: the amount by which the Bank's bonds shrink.

    The charitable readings take the sales for the step by which monthly purchases shrink each
    quarter: as in force, as asked for in public by then, and as decided a week later.
    """
    means = taper.meanings(record)
    new_plan = "April 2026 to March 2027"
    return {
        "shrinkage": Figure(means.loc["shrinkage", "value"], "January to March 2025"),
        "in_force": Figure(means.loc["in_force", "value"], "August 2024 to March 2026"),
        "asked_for": Figure(
            means.loc["asked_for", "value"], new_plan, range=tuple(means.loc["asked_for", ["low", "high"]])
        ),
        "decided": Figure(means.loc["decided", "value"], new_plan),
    }


@answers("taper-3")
def worth_of_the_slowdown(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """What the slower pace holds back from the market by March 2027, as an effect on the 10-year yield.

    In units of the average daily move of that yield: a support smaller than an ordinary day's move
    is not what a market needs to stand. Steps of 200 instead of 400 billion, valued with published
    estimates of the effect of the Bank's stock. Charitably: the support of the whole stock.
    """
    move, table = taper.average_move(record), taper.support(record, step_said())
    dated = table[table["scaling"] == "whole"].iloc[-1]  # the one estimate for a named month

    def effect(kind: str, period: str, **facts: object) -> Figure:
        low, high = f"{kind}_low_bp", f"{kind}_high_bp"
        ends = table[low].min() / move, table[high].max() / move
        return Figure((dated[low] + dated[high]) / 2 / move, period, range=ends, **facts)

    return {
        "slower": effect(
            "slowdown",
            "fiscal year to March 2027",
            extra=taper.slowdown(record, step_said())["extra"].iloc[-1],
            worth=dated[["slowdown_low_bp", "slowdown_high_bp"]].mean(),
            move=move,
        ),
        "stock": effect(
            "stock",
            f"{taper.MARKET_MONTH:%B %Y}",
            least=table["stock_low_bp"].min(),
            most=table["stock_high_bp"].max(),
        ),
    }


@answers("taper-4")
def rate_increases(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Policy-rate increases in the year after the video; charitably, in the half-year after it."""
    decisions = taper.rate_decisions(record)
    later = decisions[decisions["date"] > asked]
    raised = later[later["action"] == "raise"]
    year, half = pd.Timestamp(find_claim("taper-4").horizon), asked + pd.DateOffset(months=6)

    def increases(end: pd.Timestamp, **facts: object) -> Figure:
        value = None if later.empty else float((raised["date"] <= end).sum())
        return Figure(
            value, f"{day(asked)} to {day(end)}", why="No decision of the Bank is on record after that day.", **facts
        )

    first = raised[raised["date"] <= year]
    told = "None in that year."
    if len(first):
        told = f"The first came on {day(first['date'].iloc[0])}, to {first['high_pct'].iloc[0]:g} %."
    return {"year": increases(year, first=told), "half": increases(half)}
