"""The answers to the claims on the car tariffs."""

from __future__ import annotations

import pandas as pd

from brink.argument.inventory import Figure, answers
from brink.measures import autos
from brink.record.snapshot import Snapshot
from brink.words import day


@answers("autos-1")
def toyotas_two_months(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Toyota's own estimate for April and May 2025, in dollars of that day; then what the quarter came to."""
    said = autos.toyota(record)
    guess = said[(said["kind"] == "guidance") & (said["months"] == 2)]
    if guess.empty:
        nothing = Figure(None, why="Toyota had given no figure by that day.")
        return {"estimate": nothing, "quarter": nothing}
    two = guess.iloc[0]
    rate = autos.dollar_rate(record)[two["period_start"] : asked]
    quarter = said[(said["kind"] == "actual") & (said["months"] == 3) & (said["period_start"] == two["period_start"])]
    months = "April and May 2025"
    return {
        "estimate": Figure(
            two["hit_bn_usd"], months, range=(two["hit_bn_jpy"] / rate.max(), two["hit_bn_jpy"] / rate.min())
        ),
        "quarter": Figure(
            2 / 3 * quarter["hit_bn_usd"].iloc[0] if len(quarter) else None,
            months,
            why="Toyota had not reported the quarter by that day.",
        ),
    }


@answers("autos-2")
def dependence_on_america(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """The US share of Japan's motor-vehicle exports in the last full year, by value, and otherwise counted."""
    years = autos.dependence(record)
    year = years.iloc[-1]
    period = str(int(year["year"]))
    return {
        "value": Figure(year["us_share_value_pct"], period),
        "passenger": Figure(year["us_share_passenger_pct"], period),
        "number": Figure(year["us_share_number_pct"], period),
        "new": Figure(autos.makers_count(record), "2023"),
    }


@answers("autos-3")
def existential(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """The hit that the seven makers foresaw, against their operating profit of the year before."""
    together = autos.makers(record).set_index("maker").loc["Seven makers"]
    return {
        "makers": Figure(
            together["hit_pct_of_profit"] / 100,
            "year to March 2026",
            why="The makers had not said.",
            hit=together["hit_bn_jpy"],
            profit=together["profit_bn_jpy"],
        )
    }


@answers("autos-4")
def leverage(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """What Japan could bring to the table: its part of the Treasuries held abroad."""
    holders = autos.treasury_holders(record, asked).set_index("holder")
    if "Japan" not in holders.index:
        return {"treasuries": Figure(None, why="No figure was public on that day.")}
    japan = holders.loc["Japan"]
    return {
        "treasuries": Figure(
            japan["share_pct"], f"{japan['month']:%B %Y}", held=japan["value_usd_bn"], rank=japan["rank"]
        )
    }


@answers("autos-5")
def halted_talks(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Whether a report says that the US negotiators argued among themselves and put talks with Japan on hold."""
    talks = record.table("trade_talks")
    reports = talks[talks["talks_put_on_hold"].fillna(False).astype(bool)].sort_values("released")
    if reports.empty:
        return {"report": Figure(None, why="No report of it is on record on that day.")}
    return {"report": Figure(True, f"reported {day(reports['released'].iloc[0])}")}


@answers("autos-6")
def same_team(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Whether the US cabinet members who had met Japan are those announced for London, office by office."""
    met, london = autos.teams(record, asked)
    if not london:
        return {"offices": Figure(None, why="Nobody had been announced for London by that day.")}
    return {"offices": Figure(met == london, "16 April to 10 June 2025", offices=", ".join(sorted(met)))}


@answers("autos-7")
def pacific_pact(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Whether a report of 2025 says that China's or Taiwan's entry to the Trans-Pacific pact is weighed."""
    pact = record.table("trade_deals")
    pact = pact[(pact["subject"] == "CPTPP") & (pact["date"].dt.year == asked.year) & (pact["date"] <= asked)]
    named = pact[pact["event"].str.contains("China|Taiwan")]
    if named.empty:
        return {"report": Figure(None, why="No report that names an applicant is on record.")}
    return {"report": Figure(True, f"{named['date'].iloc[0]:%B %Y}")}
