"""The answers to the claims of the theme autos: which figure of the record is which reading."""

from __future__ import annotations

from brink.argument.inventory import answers
from brink.measures.autos import (
    YEAR,
    dependence,
    dollar_rate,
    duty_won_back,
    gdp_effect,
    makers,
    makers_count,
    tariff_steps,
    teams,
    toyota,
    treasury_holders,
    worst_year,
)
from brink.record.snapshot import Snapshot
from brink.video import DAY, VIDEO_DAY
from brink.words import day

# --- the claims ------------------------------------------------------------------------------


@answers("autos-1")
def toyotas_two_months(snapshot: Snapshot) -> list[Reading]:
    """Toyota's own estimate for April and May 2025, in dollars of that day; then what the quarter came to."""
    said = toyota(snapshot)
    two = said[(said["kind"] == "guidance") & (said["months"] == 2)].iloc[0]
    rate = dollar_rate(snapshot)[two["period_start"] : DAY]
    tables = ("carmaker_tariff_hits", "ecb_fx_rates")
    readings = [
        Reading(
            "Toyota's estimate for the two months, at the rate of the day it was given",
            two["hit_bn_usd"],
            "billion dollars",
            "April and May 2025",
            tables,
            "A forecast of lost operating profit, not yet a loss. The range takes the dearest and the cheapest dollar "
            "between April and the video.",
            range=(two["hit_bn_jpy"] / rate.max(), two["hit_bn_jpy"] / rate.min()),
        )
    ]
    label = "two thirds of what Toyota reported for April to June"
    quarter = said[(said["kind"] == "actual") & (said["months"] == 3) & (said["period_start"] == two["period_start"])]
    value = float(2 / 3 * quarter["hit_bn_usd"].iloc[0]) if len(quarter) else None
    readings.append(
        Reading(
            label,
            value,
            "billion dollars",
            "April and May 2025",
            tables,
            "Toyota never reported the two months alone. If the quarter's hit fell evenly, the video said too little.",
        )
    )
    return readings


@answers("autos-2")
def dependence_on_america(snapshot: Snapshot) -> list[Reading]:
    """The US share of Japan's motor-vehicle exports in the last full year, by value; a quarter is called dependence."""
    year = dependence(snapshot).set_index("year").loc[YEAR]
    unit, tables = "percent of Japan's vehicle exports", ("japan_exports",)
    share, new = year["us_share_value_pct"], makers_count(snapshot)
    return [
        Reading(
            "motor vehicles, by value",
            share,
            unit,
            str(YEAR),
            tables,
            "A third of what Japan earns from vehicles abroad; the test calls a quarter dependence.",
        ),
        Reading(
            "passenger cars, by value",
            year["us_share_passenger_pct"],
            unit,
            str(YEAR),
            tables,
            "Without buses and trucks.",
        ),
        Reading(
            "motor vehicles, by number",
            year["us_share_number_pct"],
            unit,
            str(YEAR),
            tables,
            "Customs count used vehicles too; few of them go to the US.",
        ),
        Reading(
            "new vehicles, by number, as their makers count",
            new,
            unit,
            "2023",
            ("carmaker_facts",),
            "The newest year found.",
        ),
    ]


@answers("autos-3")
def existential(snapshot: Snapshot) -> list[Reading]:
    """Losses against what could be called a threat to existence: for the country a fall of GDP as in its worst year
    on record, for its carmakers the whole operating profit of the year before."""
    unit = "times a loss that would threaten existence"
    worst, fall = worst_year(snapshot)
    effect = gdp_effect(snapshot, (tariff_steps(snapshot)["car_duty_pct"].max(),)).iloc[0]
    year = dependence(snapshot).set_index("year").loc[YEAR]
    estimates = snapshot.table("tariff_gdp_estimates")
    gloomiest = estimates.sort_values("loss_pct_gdp").iloc[-1]
    told = makers(snapshot).set_index("maker")
    together, alone = told.loc["Seven makers"], told.drop("Seven makers").dropna()
    hardest = alone["hit_pct_of_profit"].idxmax()
    country = ("japan_exports", "weo_g7", "tariff_timeline", "boj_export_prices_cars")
    firms = ("carmaker_tariff_hits", "carmaker_facts", "ecb_fx_rates")
    return [
        Reading(
            "the country: first-round loss at the highest car duty",
            effect["central_pct"] / fall,
            unit,
            f"a year, on {YEAR}'s exports",
            country,
            f"{effect['central_pct']:.2f} % of GDP ({effect['low_pct']:.2f} to {effect['high_pct']:.2f}) against "
            f"the fall of {worst}, {fall:.1f} %.",
            range=(effect["low_pct"] / fall, effect["high_pct"] / fall),
        ),
        Reading(
            "the country: every car and part for the US lost",
            year["cars_and_parts_pct_gdp"] / fall,
            unit,
            str(YEAR),
            country[:2],
            f"All of it, parts and imported content included, is {year['cars_and_parts_pct_gdp']:.2f} % of GDP.",
        ),
        Reading(
            "the country: the gloomiest published estimate, all tariffs and spill-overs",
            gloomiest["loss_pct_gdp"] / fall,
            unit,
            "as published",
            ("tariff_gdp_estimates", "weo_g7"),
            f"{gloomiest['loss_pct_gdp']:g} % of GDP, {gloomiest['estimator']}, {gloomiest['scope']}.",
        ),
        Reading(
            "the makers: the seven together",
            together["hit_pct_of_profit"] / 100,
            unit,
            "year to March 2026",
            firms,
            f"Guidance of {together['hit_bn_jpy']:,.0f} billion yen against {together['profit_bn_jpy']:,.0f} "
            "of profit the year before.",
        ),
        Reading(
            "the makers: the hardest hit alone",
            alone.loc[hardest, "hit_pct_of_profit"] / 100,
            unit,
            "year to March 2026",
            firms,
            f"{hardest}: {alone.loc[hardest, 'hit_bn_jpy']:,.0f} billion yen against "
            f"{alone.loc[hardest, 'profit_bn_jpy']:,.1f}; "
            "its profit had collapsed before the tariffs came.",
        ),
    ]


@answers("autos-4")
def leverage(snapshot: Snapshot) -> list[Reading]:
    """What Japan could bring to the table: its part of the Treasuries held abroad; and what the talks had moved,
    as a part of the duty's rise. Under five percent is called none."""
    unit = "percent of foreign-held US Treasuries, or of the duty's rise taken back"
    japan = treasury_holders(snapshot).set_index("holder").loc["Japan"]
    steps = tariff_steps(snapshot)
    last = steps["date"].iloc[-1]
    later = duty_won_back(snapshot, last) if last > DAY else None
    return [
        Reading(
            "Japan's part of all US Treasuries held abroad",
            japan["share_pct"],
            unit,
            f"{japan['month']:%B %Y}",
            ("tic_holders",),
            f"{japan['value_usd_bn']:,.1f} billion dollars, number {japan['rank']} among the holders on record.",
        ),
        Reading(
            "the duty's rise taken back after five rounds of talks",
            duty_won_back(snapshot, DAY),
            unit,
            "to 10 June 2025",
            ("tariff_timeline", "trade_talks"),
            "Measured by results: the talks had moved nothing yet.",
        ),
        Reading(
            "the duty's rise taken back by the deal",
            later,
            unit,
            "to September 2025",
            ("tariff_timeline", "trade_deals"),
            "In return for a pledge of investment, loans and guarantees.",
        ),
    ]


@answers("autos-5")
def halted_talks(snapshot: Snapshot) -> list[Reading]:
    """Whether a report says that the US negotiators argued among themselves and put talks with Japan on hold."""
    talks = snapshot.table("trade_talks")
    reports = talks[talks["talks_put_on_hold"].fillna(False).astype(bool)]
    if reports.empty:
        return []
    first = reports.sort_values("released").iloc[0]
    return [
        Reading(
            "a report of US negotiators arguing in front of Japan's, the talks on hold",
            True,
            "on record",
            f"reported {day(first['released'])}",
            ("trade_talks",),
            "One newspaper's unnamed source, and a pause in a sitting: a sixth round followed on 13 June.",
        )
    ]


@answers("autos-6")
def same_team(snapshot: Snapshot) -> list[Reading]:
    """Whether the US cabinet members who had met Japan are those announced for London, office by office."""
    met, london = teams(snapshot)
    if not london:
        return []
    return [
        Reading(
            "the offices that met Japan in five rounds are those sent to London",
            met == london,
            "on record",
            "16 April to 10 June 2025",
            ("trade_talks",),
            f"Both times: {', '.join(sorted(met))}." if met == london else "The two teams differ.",
        )
    ]


@answers("autos-7")
def pacific_pact(snapshot: Snapshot) -> list[Reading]:
    """Whether a report of 2025 says that Tokyo weighs admitting China or Taiwan to the Trans-Pacific pact."""
    pact = snapshot.table("trade_deals")
    pact = pact[(pact["subject"] == "CPTPP") & (pact["date"].dt.year == VIDEO_DAY.year) & (pact["date"] <= DAY)]
    named = pact[pact["event"].str.contains("China|Taiwan")]
    return [
        Reading(
            "a report that Tokyo weighs China's or Taiwan's entry",
            True,
            "on record",
            f"{row.date:%B %Y}",
            ("trade_deals",),
            row.event,
        )
        for row in named.itertuples()
    ][:1]
