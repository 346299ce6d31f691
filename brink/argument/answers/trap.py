"""The answers to the claims of the theme trap: which figure of the record is which reading."""

from __future__ import annotations

import pandas as pd

from brink.argument.inventory import answers
from brink.measures.trap import (
    FIRST,
    HAC_FEW,
    HAC_YEARS,
    LAST_FISCAL_YEAR,
    LAST_MONTH,
    MARCH,
    PARTING,
    RISE,
    SECOND,
    SPAN,
    THIRD,
    _years,
    documents,
    exports_in_growth,
    g7_month,
    growth_estimates,
    household_spending,
    japans_rank,
    monthly_wages_and_prices,
    yen_effects,
    yen_path,
)
from brink.models.prices import stronger
from brink.models.statistics import correlation
from brink.record.snapshot import Snapshot
from brink.video import DAY
from brink.words import day


def _growth(estimates: pd.DataFrame, quarter: str, measure: str = "on the quarter") -> pd.Series:
    """Return a quarter's estimates in order of release, indexed by which estimate it was."""
    rows = estimates[(estimates["quarter"] == quarter) & (estimates["measure"] == measure)]
    return rows.set_index("estimate")["value_pct"]


def _at(series: pd.Series, key: pd.Timestamp | str) -> float | None:
    """Return one value, ``None`` where the record lacks it."""
    return float(series[key]) if key in series.index and pd.notna(series[key]) else None


def _last(series: pd.Series) -> float | None:
    return float(series.iloc[-1]) if len(series) else None


def _signed(value: float) -> str:
    """Write a number for a note: one decimal, a true minus sign."""
    return f"{value:.1f}".replace("-", "−")


@answers("trap-1")
def first_quarter_growth(snapshot: Snapshot) -> list[Reading]:
    """ "Contracted by 0.2 %": the change of real GDP on the quarter before, newest estimate."""
    table = ("japan_gdp_estimates", "japan_gdp_levels")
    estimates = growth_estimates(snapshot)
    quarter, year = _growth(estimates, FIRST), _growth(estimates, FIRST, "annualised")
    return [
        Reading(
            "change on the quarter, newest estimate", _last(quarter), "percent", FIRST, table,
            "GDP was unchanged on the quarter in the estimate of 9 June 2025; later ones turned it into growth.",
        ),
        Reading(
            "the same change at an annual rate", _last(year), "percent", FIRST, table,
            "The rate if the quarter's change went on for a year.",
        ),
        Reading(
            "change on the quarter, first estimate", _at(quarter, "first preliminary"), "percent", FIRST, table,
            "The estimate of 16 May 2025, replaced on 9 June.",
        ),
    ]  # fmt: skip


@answers("trap-2")
def first_quarter_revision(snapshot: Snapshot) -> list[Reading]:
    """ "Revised downward": the second estimate of the quarter's growth minus the first."""
    table = ("japan_gdp_estimates",)
    estimates = growth_estimates(snapshot)
    revision: dict[str, float] = {}
    falls = None
    for measure in ("annualised", "on the quarter"):
        growth = _growth(estimates, FIRST, measure)
        first, second = _at(growth, "first preliminary"), _at(growth, "second preliminary")
        if first is None or second is None:
            continue
        revision[measure] = round(second - first, 2)
        if measure == "annualised" and max(first, second) < 0:
            falls = round(abs(second) - abs(first), 2)
    unit = "percentage points"
    return [
        Reading(
            "second estimate minus first, annual rate", revision.get("annualised"), unit, FIRST, table,
            "The revision was upward: the contraction of the first estimate almost went.",
        ),
        Reading(
            "second estimate minus first, on the quarter", revision.get("on the quarter"), unit, FIRST, table,
            "Upward here as well.",
        ),
        Reading(
            "the size of the fall, annual rate: second estimate minus first", falls, unit, FIRST, table,
            "Only the size of the contraction was revised down, which is the opposite of what the argument needs.",
        ),
    ]  # fmt: skip


@answers("trap-3")
def second_quarter_growth(snapshot: Snapshot) -> list[Reading]:
    """ "Likely to fall again": the change of real GDP in the second quarter, on the first."""
    table, unit = ("japan_gdp_estimates", "japan_gdp_levels"), "percent, quarter on quarter"
    estimates = growth_estimates(snapshot)
    second, third = _growth(estimates, SECOND), _growth(estimates, THIRD)
    if second.empty:
        return []
    return [
        Reading(
            "second quarter, newest estimate", _last(second), unit, SECOND, table,
            "GDP rose in the second quarter on every estimate made, and the first quarter no longer counts as a fall.",
        ),
        Reading("second quarter, first estimate", _at(second, "first preliminary"), unit, SECOND, table, "As first published."),
        Reading(
            "second quarter, lowest of all estimates", float(second.min()), unit, SECOND, table,
            "No estimate was below zero.",
        ),
        Reading(
            "a fall one quarter later", _last(third), unit, THIRD, table,
            "GDP did fall in the third quarter, alone: the quarters before and after it grew.",
        ),
    ]  # fmt: skip


@answers("trap-4")
def inflation_rank(snapshot: Snapshot) -> list[Reading]:
    """ "Worse than any other G7 country": Japan's rank by consumer-price inflation in April 2025."""
    tables, unit, when = ("japan_cpi", "g7_cpi", "cpi_index"), "rank in the G7, 1 = highest inflation", "April 2025"
    rates = g7_month(snapshot, LAST_MONTH)
    national = rates["national"]
    housing = national.mask(rates.index == "GBR", rates["with owners' housing"])
    harmonised = rates["harmonised"].fillna(national)
    rentless = harmonised.mask(rates.index == "JPN", rates["without imputed rent"])
    second = national.drop("JPN").max()
    return [
        Reading(
            "headline index of each country", japans_rank(national), unit, when, tables,
            f"Japan {national['JPN']:.1f} %, next highest {second:.1f} %, in the last month all seven had "
            f"published. On Britain's wider index Japan was number {japans_rank(housing)}."
            if japans_rank(housing) else "The seven rates are not all in the record.",
        ),
        Reading(
            "harmonised index where there is one", japans_rank(harmonised), unit, when, tables,
            "Germany, France and Italy on the European index.",
        ),
        Reading(
            "harmonised, Japan without imputed rent", japans_rank(rentless), unit, when, tables,
            "The European index leaves out what owners would pay themselves; so does this Japanese one.",
        ),
        Reading(
            "United Kingdom with owners' housing costs", japans_rank(housing), unit, when, tables,
            f"On the index the British office put first then (CPIH, {housing['GBR']:.1f} %) Britain was above Japan."
            if pd.notna(housing["GBR"]) else "The British rate is not in the record.",
        ),
    ]  # fmt: skip


@answers("trap-5")
def spending_in_march(snapshot: Snapshot) -> list[Reading]:
    """ "In March still down by 0.1 %": real spending of households of two or more, on the year before."""
    table, unit = ("japan_household_spending",), "percent on the year, real"
    spending = household_spending(snapshot).set_index("month")
    return [
        Reading(
            "March 2025, headline", _at(spending["published_pct"], MARCH), unit, "March 2025", table,
            "Spending rose in March, the most since December.",
        ),
        Reading(
            "April 2025, headline", _at(spending["published_pct"], LAST_MONTH), unit, "April 2025", table,
            "The number is April's, out on 6 June 2025, four days before the video.",
        ),
        Reading(
            "March 2025, without housing, cars and remittances", _at(spending["core_pct"], MARCH), unit, "March 2025",
            table, "The core measure rose more.",
        ),
    ]  # fmt: skip


@answers("trap-6")
def yen_since_july(snapshot: Snapshot) -> list[Reading]:
    """ "Stronger since July 2024": what a yen buys on the last day known against the mean of July 2024."""
    unit = "percent change since July 2024, plus = stronger yen"
    daily = snapshot.table("usdjpy_daily").set_index("date")["jpy_per_usd"][:DAY]
    july = daily["2024-07"].mean()
    path = yen_path(snapshot).set_index("month")
    since = path.loc["2024-08-01":"2025-05-01", "dollar"].dropna()
    may = pd.Timestamp("2025-05-01")
    ecb = snapshot.table("ecb_fx_rates").set_index("date")["jpy"][:DAY]
    euro_july = ecb["2024-07"].mean()
    return [
        Reading(
            "against the dollar, last day known by the video", float((july / daily.iloc[-1] - 1) * 100), unit,
            f"July 2024 to {day(daily.index[-1])}", ("usdjpy_daily",),
            f"{july:.1f} yen to the dollar on average in July 2024, {daily.iloc[-1]:.1f} on the last day.",
        ),
        Reading(
            "against the dollar, weakest month since", float(since.min()), unit,
            f"{since.idxmin():%B %Y}", ("usdjpy_monthly",),
            "On monthly means the yen came within a percent of its July level in January 2025 and stayed above it.",
        ),
        Reading(
            "against the euro", float((euro_july / ecb.iloc[-1] - 1) * 100), unit,
            f"July 2024 to {day(ecb.index[-1])}", ("ecb_fx_rates",), "Less, but stronger too.",
        ),
        Reading(
            "against all trading partners, real", _at(path["real"], may), unit, "July 2024 to May 2025", ("bis_reer",),
            "Trade-weighted and adjusted for prices (BIS).",
        ),
        Reading(
            "against all trading partners, nominal", _at(path["nominal"], may), unit, "July 2024 to May 2025",
            ("yen_effective_rates",), "Trade-weighted.",
        ),
    ]  # fmt: skip


@answers("trap-7")
def wages_against_prices(snapshot: Snapshot) -> list[Reading]:
    """ "No link between higher wages and inflation": their correlation, year by year, with its band."""
    tables, unit = ("japan_wages", "japan_cpi", "japan_services_prices"), "correlation"

    def reading(label: str, pay: pd.Series, prices: pd.Series, lags: int, period: str, note: str) -> Reading:
        try:
            r = correlation(pay, prices, lags)
        except ValueError:  # too few months in the record of that day
            return Reading(label, None, unit, period, tables, note)
        return Reading(label, r.value, unit, period, tables, note, range=(r.low, r.high))

    every, since = _years(snapshot), _years(snapshot, PARTING)
    months = monthly_wages_and_prices(snapshot)
    months = months[months["month"] <= LAST_MONTH]
    span = f"{every['year'].min()} to {every['year'].max()}"
    later = f"{since['year'].min()} to {since['year'].max()}"
    return [
        reading(
            "pay and consumer prices by year", every["pay_pct"], every["prices_pct"], HAC_YEARS, span,
            "Years of higher pay were years of higher inflation. Which drives which, a correlation can't say.",
        ),
        reading(
            f"pay and consumer prices by year, since {PARTING}", since["pay_pct"], since["prices_pct"], HAC_YEARS, later,
            "A Bank of Japan study finds the two decoupled around 1998 and partly recoupled since the pandemic.",
        ),
        reading(
            f"pay and the prices of services by year, since {PARTING}", since["pay_pct"], since["services_pct"], HAC_YEARS, later,
            "In services, where wages weigh most, the tie is loose: less than a tenth of the movement is shared.",
        ),
        reading(
            "pay and consumer prices by month", months["pay_pct"], months["prices_pct"], HAC_FEW,
            "November 2023 to April 2025", "Months before November 2023 are not in the record.",
        ),
    ]  # fmt: skip


def _on_record(snapshot: Snapshot, topic: str) -> bool | None:
    return True if len(documents(snapshot, topic)) else None


@answers("trap-8")
def treasury_on_tightening(snapshot: Snapshot) -> list[Reading]:
    """ "The Treasury pushes Japan to tighten": does its currency report ask the Bank of Japan to go on tightening?"""
    return [
        Reading(
            "the Treasury's currency report of June 2025", _on_record(snapshot, "tightening urged"), "on record",
            "5 June 2025", ("trap_documents",),
            "The report says tightening \"should continue to proceed\". In January 2026 the Treasury dropped the point.",
        )
    ]  # fmt: skip


@answers("trap-10")
def norinchukin_on_demand(snapshot: Snapshot) -> list[Reading]:
    """Norinchukin on consumers and external demand: the remark, or the view, on record before the video."""
    table, period = ("trap_documents",), "21 May to 2 June 2025"
    return [
        Reading(
            "the remark in the video's words", None, "on record", "June 2025", table,
            "The remark itself was not found. What its economist said on 2 June is milder: spending may stay weak, tariffs "
            "weigh on exports.",
        ),
        Reading(
            "the view in milder words: weak consumption and tariff-hit exports together",
            _on_record(snapshot, "weak consumption and exports"), "on record", period, table,
            "On record from the institute's economist and from its outlook; neither speaks of a collapse.",
        ),
    ]  # fmt: skip


@answers("trap-9")
def stronger_yen(snapshot: Snapshot) -> list[Reading]:
    """ "Makes imports cheaper and eases inflation, but kills exports": what followed a 10 % stronger yen.

    Three effects on the real trade-weighted yen, the longest series. "Kills" is held to mean that
    exports lose at least half as much as the yen gains.
    """
    tables = ("japan_gdp_levels", "japan_cpi", "bis_reer", "japan_price_studies")
    unit = f"percent after a {RISE} % stronger yen: import prices / consumer prices / exports"
    effects = yen_effects(snapshot, "real").set_index("effect")
    change = effects["change_pct"].round(2)
    volume, earnings = effects.loc["export volume"], effects.loc["export earnings in yen"]
    period = f"{volume['first']} to {volume['last']}"
    studies = snapshot.table("japan_price_studies")
    elasticity = studies.loc[(studies["about"] == "export volume") & (studies["unit"] == "elasticity"), "value"]
    published = stronger(RISE, -elasticity)
    prices = (change["import prices"], change["consumer prices"])
    return [
        Reading(
            "exports as goods and services shipped", (*prices, change["export volume"]), unit, period, tables,
            "Imports do get cheaper and inflation does ease, by less in published estimates. "
            f"Shipments fall by little: the band runs from "
            f"{_signed(volume['low_pct'])} to {_signed(volume['high_pct'])} %, published estimates from "
            f"{_signed(published.min())} to {_signed(published.max())} %. An elasticity above one half would turn it.",
            range=(volume["low_pct"], volume["high_pct"]),
        ),
        Reading(
            "exports as earnings in yen", (*prices, change["export earnings in yen"]), unit, period, tables,
            "What a stronger yen surely cuts is what exporters earn in yen: they hold prices abroad and take less at home.",
            range=(earnings["low_pct"], earnings["high_pct"]),
        ),
    ]  # fmt: skip


@answers("trap-11")
def exports_and_growth(snapshot: Snapshot) -> list[Reading]:
    """ "Thrives on exports": do exports make more than half of ten years' growth of real GDP?"""
    table, unit = ("japan_gdp_levels",), "percent of ten years' growth of real GDP"
    spans = exports_in_growth(snapshot)
    ten = spans[spans["years"] == SPAN].iloc[0]
    gross, net = spans["exports_of_growth_pct"], spans["net_of_growth_pct"]
    period = f"fiscal {LAST_FISCAL_YEAR - SPAN + 1} to {LAST_FISCAL_YEAR}"
    return [
        Reading(
            "exports of goods and services", float(ten["exports_of_growth_pct"]), unit, period, table,
            f"Other spans give {gross.min():.0f} to {gross.max():.0f} %. It would fail if more than "
            f"{ten['break_even_pct']:.0f} % of an export's value were imported parts and fuel.",
            range=(float(gross.min()), float(gross.max())),
        ),
        Reading(
            "exports less all imports", float(ten["net_of_growth_pct"]), unit, period, table,
            "Imports grew nearly as much: net of all of them, trade added a fifth.",
            range=(float(net.min()), float(net.max())),
        ),
    ]  # fmt: skip
