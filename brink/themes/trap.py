"""Growth, prices and the yen: is Japan trapped?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink import VIDEO_DAY, day
from brink.claims import Reading, answers
from brink.models.prices import (
    Estimate,
    annualised,
    contributions,
    correlation,
    distributed_lag,
    lead_lag,
    real_change,
    stronger,
)
from brink.snapshot import Snapshot
from brink.themes import DAY, kept

#: The quarter the video says contracted, the one it says will, and the one after.
FIRST, SECOND, THIRD = "2025Q1", "2025Q2", "2025Q3"
#: The last month that all seven countries had published by the video's day.
LAST_MONTH = pd.Timestamp("2025-04-01")
MARCH = pd.Timestamp("2025-03-01")
JULY_2024 = pd.Timestamp("2024-07-01")
#: A Bank of Japan study dates the parting of wages and prices to about this year (japan_price_studies).
PARTING = 1998
#: The rise of the yen that the effects are given for, in percent.
RISE = 10
#: Fiscal years over which exports are held against growth, and other spans tried.
SPAN, SPANS = 10, (5, 10, 15, 20, 30)
LAST_FISCAL_YEAR = 2024
#: Newey-West lags: years, quarters, months of overlapping yearly changes, and the few months of pay on record.
HAC_YEARS, HAC_QUARTERS, HAC_MONTHS, HAC_FEW = 3, 6, 18, 6
SEVEN = {
    "JPN": "Japan", "GBR": "United Kingdom", "USA": "United States", "DEU": "Germany", "ITA": "Italy",
    "CAN": "Canada", "FRA": "France",
}  # fmt: skip


# --- growth ----------------------------------------------------------------------------------


@kept
def growth_estimates(snapshot: Snapshot) -> pd.DataFrame:
    """Return every estimate of every quarter's growth since 2023, by release.

    Printed figures, and, where a release is held only as a series of levels, the growth that the
    levels give (``source`` tells which). ``measure`` is the change on the quarter or annualised.
    """
    printed = snapshot.vintages("japan_gdp_estimates")[["quarter", "measure", "released", "estimate", "value_pct"]]
    levels = snapshot.vintages("japan_gdp_levels")
    levels = levels[(levels["series"] == "real_gdp") & levels["period"].str.contains("Q")]
    growth = levels.groupby("released")["value_jpy_bn"].pct_change() * 100
    computed = pd.DataFrame(
        {"quarter": levels["period"], "released": levels["released"], "estimate": "revision", "value_pct": growth}
    )[levels["period"] >= "2023Q1"]
    yearly = computed.assign(measure="annualised", value_pct=annualised(computed["value_pct"]))
    parts = (printed.assign(source="printed"), computed.assign(measure="on the quarter", source="levels"),
             yearly.assign(source="levels"))  # fmt: skip
    key = ["quarter", "measure", "released"]
    return pd.concat(parts).drop_duplicates(key).sort_values(key, ignore_index=True)


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


# --- prices ----------------------------------------------------------------------------------


def _japanese_inflation(snapshot: Snapshot, item: str) -> pd.Series:
    """Return Japan's consumer-price inflation by month, percent on the year: ``"all items"``, ``"less imputed rent"``."""
    prices = snapshot.table("japan_cpi")
    return prices[prices["item"] == item].set_index("month")["yoy_pct"]


def g7_inflation(snapshot: Snapshot) -> pd.DataFrame:
    """Return consumer-price inflation of the seven countries by month and measure.

    ``measure``: "national" (headline index), "harmonised" (HICP in Germany, France and Italy, the
    British CPI, which is one), "with owners' housing" (British CPIH), "without imputed rent" (Japan),
    "without the tax error" (British CPI, April 2025). Rates of the United States and Canada, and
    German HICP where no rate was printed, are computed from the index.
    """
    japan = snapshot.table("japan_cpi")
    names = {"all items": "national", "less imputed rent": "without imputed rent"}
    parts = [
        japan[japan["item"].isin(names) & (japan["month"] >= "2021")]
        .assign(country="JPN", measure=lambda f: f["item"].map(names))
    ]  # fmt: skip
    elsewhere = snapshot.table("g7_cpi")
    names = {
        "CPI": "national", "HICP": "harmonised", "CPIH": "with owners' housing", "CPI less tax error": "without the tax error",
    }  # fmt: skip
    elsewhere = elsewhere[elsewhere["country"].isin(SEVEN)].assign(measure=lambda f: f["measure"].map(names))
    parts.append(elsewhere)
    index = snapshot.table("cpi_index").pivot(index="month", columns="country", values="index")
    # A month the office never published leaves a hole: compare by date, not by position.
    index = index.reindex(pd.date_range(index.index.min(), index.index.max(), freq="MS"))
    rates = (
        ((index / index.shift(12) - 1) * 100)
        .rename_axis(index="month", columns="country")
        .stack()
        .dropna()
        .rename("yoy_pct")
    )
    parts.append(
        rates.reset_index().assign(measure=lambda f: f["country"].map({"DEU": "harmonised"}).fillna("national"))
    )
    frame = pd.concat([part[["month", "country", "measure", "yoy_pct"]] for part in parts])
    return (
        frame.drop_duplicates(["month", "country", "measure"])
        .sort_values(["month", "country", "measure"], ignore_index=True)
    )  # fmt: skip


def g7_month(snapshot: Snapshot, month: pd.Timestamp) -> pd.DataFrame:
    """Return one month's rates, countries as rows, measures as columns."""
    frame = g7_inflation(snapshot)
    wide = frame[frame["month"] == month].pivot(index="country", columns="measure", values="yoy_pct")
    columns = ["national", "harmonised", "with owners' housing", "without imputed rent", "without the tax error"]
    return wide.reindex(index=list(SEVEN), columns=columns)


def japans_rank(rates: pd.Series) -> int | None:
    """Return Japan's place among the seven, 1 = highest rate; ``None`` unless all seven are known."""
    rates = rates.reindex(list(SEVEN))
    return None if rates.isna().any() else int((rates > rates["JPN"]).sum() + 1)


def g7_ranks(snapshot: Snapshot) -> pd.DataFrame:
    """Return Japan's rank by month since 2024 among the countries whose rate the record holds.

    The national index, else the harmonised one. ``known`` counts the countries, ``higher`` those
    with a rate above Japan's.
    """
    frame = g7_inflation(snapshot)
    frame = frame[(frame["month"] >= "2024") & frame["measure"].isin(["national", "harmonised"])]
    wide = frame.sort_values("measure").drop_duplicates(["month", "country"], keep="last")
    wide = wide.pivot(index="month", columns="country", values="yoy_pct").reindex(columns=list(SEVEN))
    wide = wide.dropna(subset="JPN")
    ranks = pd.DataFrame({"known": wide.notna().sum(axis=1), "higher": wide.gt(wide["JPN"], axis=0).sum(axis=1)})
    return ranks.assign(rank=ranks["higher"] + 1).reset_index()


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


# --- households ------------------------------------------------------------------------------


def household_spending(snapshot: Snapshot) -> pd.DataFrame:
    """Return household spending by month: real change on the year, published or recomputed.

    Recomputed means ``(1 + nominal) / (1 + prices) - 1`` with consumer prices without imputed rent,
    the survey's own deflator; a month with neither stays missing.
    """
    wide = snapshot.table("japan_household_spending").pivot(index="month", columns="measure", values="value_pct")
    wide = wide.reindex(
        columns=["real, on the year", "real, on the month", "core, real, on the year", "nominal, on the year"]
    )
    prices = _japanese_inflation(snapshot, "less imputed rent").reindex(wide.index)
    recomputed = pd.Series(real_change(wide["nominal, on the year"], prices), wide.index)
    frame = pd.DataFrame({
        "published_pct": wide["real, on the year"],
        "recomputed_pct": recomputed.where(wide["real, on the year"].isna()),
        "month_on_month_pct": wide["real, on the month"],
        "core_pct": wide["core, real, on the year"],
    })  # fmt: skip
    return (
        frame.reindex(pd.date_range(frame.index.min(), frame.index.max(), freq="MS")).rename_axis("month").reset_index()
    )


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


# --- the yen ---------------------------------------------------------------------------------


def yen_path(snapshot: Snapshot) -> pd.DataFrame:
    """Return the yen by month since 2024, each measure as percent above (+) or below July 2024.

    ``dollar`` and ``euro`` are what one yen buys; ``nominal`` and ``real`` the trade-weighted rates.
    The real rate is one vintage throughout: the newest that holds July 2024.
    """
    months = pd.date_range("2024-01-01", snapshot.table("usdjpy_monthly")["month"].max(), freq="MS")
    ecb = snapshot.table("ecb_fx_rates").set_index("date")["jpy"]["2024":]
    euro = ecb.groupby(ecb.index.to_period("M").to_timestamp()).mean()
    real = snapshot.vintages("bis_reer")
    real = real[real["economy"] == "JP"]
    real = real[real["released"] == real.loc[real["month"] == JULY_2024, "released"].max()]
    weighted = snapshot.table("yen_effective_rates").set_index("month")["index"]
    frame = pd.DataFrame({
        "dollar": 1 / snapshot.table("usdjpy_monthly").set_index("month")["jpy_per_usd"],
        "euro": 1 / euro,
        "nominal": weighted,
        "real": real.set_index("month")["index"],
    }).reindex(months)  # fmt: skip
    return ((frame / frame.loc[JULY_2024] - 1) * 100).rename_axis("month").reset_index()


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


# --- wages and prices ------------------------------------------------------------------------


@kept
def wages_and_prices(snapshot: Snapshot) -> pd.DataFrame:
    """Return, by calendar year, the change of nominal pay, consumer prices and prices of services.

    Consumer prices are the mean of the twelve monthly rates; a year that lacks a month is left out.
    """
    wages = snapshot.table("japan_wages")
    wages = wages[(wages["measure"] == "nominal") & (wages["period"].str.len() == 4)]
    pay = wages.set_index(wages["period"].astype(int))["yoy_pct"]
    services = snapshot.table("japan_services_prices").set_index("month")["index"]

    def whole_years(by_month: pd.Series) -> pd.Series:
        grouped = by_month.groupby(by_month.index.year)
        return grouped.mean()[grouped.size() == 12]

    frame = pd.DataFrame({
        "pay_pct": pay,
        "prices_pct": whole_years(_japanese_inflation(snapshot, "all items")),
        "services_pct": whole_years(services).pct_change() * 100,
    })  # fmt: skip
    return frame.dropna().rename_axis("year").reset_index()


def monthly_wages_and_prices(snapshot: Snapshot) -> pd.DataFrame:
    """Return the change of nominal pay and of consumer prices by month, as far as pay is in the record."""
    wages = snapshot.table("japan_wages")
    wages = wages[(wages["measure"] == "nominal") & (wages["period"].str.len() == 7)]
    pay = pd.Series(wages["yoy_pct"].to_numpy(), pd.to_datetime(wages["period"] + "-01"))
    prices = _japanese_inflation(snapshot, "all items").reindex(pay.index)
    frame = pd.DataFrame({"pay_pct": pay, "prices_pct": prices})
    return frame.rename_axis("month").reset_index()


def wage_price_lags(snapshot: Snapshot) -> pd.DataFrame:
    """Return the correlation of pay with prices up to three years later or earlier, with its band.

    ``lead`` is the number of years by which pay comes first.
    """
    years = _years(snapshot)
    shifts = range(-3, 4)
    found = lead_lag(years["pay_pct"], years["prices_pct"], shifts, HAC_YEARS)
    return pd.DataFrame({"lead": shifts} | {c: [getattr(e, c) for e in found] for c in ("value", "low", "high", "n")})


def _years(snapshot: Snapshot, first: int = 1991) -> pd.DataFrame:
    """Years that were over on the video's day: later ones are no revision of the statement."""
    years = wages_and_prices(snapshot)
    return years[years["year"].between(first, VIDEO_DAY.year - 1)]


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


# --- documents -------------------------------------------------------------------------------


def documents(snapshot: Snapshot, *topics: str) -> pd.DataFrame:
    """Return who said what, when and where, on the given topics, oldest first."""
    frame = snapshot.table("trap_documents")
    return frame[frame["topic"].isin(topics)].reset_index(drop=True)


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


# --- what a stronger yen does ----------------------------------------------------------------


@kept
def national_accounts(snapshot: Snapshot) -> pd.DataFrame:
    """Return GDP, consumption, exports and imports by quarter and fiscal year, all of one vintage.

    The newest vintage that holds exports and imports: parts and whole must be of one release.
    """
    levels = snapshot.vintages("japan_gdp_levels")
    newest = levels.loc[levels["series"] == "real_exports", "released"].max()
    return levels[levels["released"] == newest].pivot(index="period", columns="series", values="value_jpy_bn")


def yen_measures(snapshot: Snapshot) -> dict[str, pd.Series]:
    """Return the value of the yen by month on each measure the record holds, a rise being a stronger yen.

    "real" is the longest single vintage of the BIS real broad index, "nominal" the trade-weighted
    nominal rate, "dollar" the dollars a yen buys.
    """
    real = snapshot.vintages("bis_reer")
    real = real[real["economy"] == "JP"]
    longest = real.groupby("released").size().idxmax()
    found = {
        "real": real[real["released"] == longest].set_index("month")["index"],
        "nominal": snapshot.table("yen_effective_rates").set_index("month")["index"],
        "dollar": 1 / snapshot.table("usdjpy_monthly").set_index("month")["jpy_per_usd"],
    }
    return {name: series.astype(float) for name, series in found.items() if len(series)}


def yen_effects(snapshot: Snapshot, *measures: str) -> pd.DataFrame:
    """Return what followed a 10 % stronger yen: prices, volumes and earnings, with 95 % bands.

    One row is one effect on one measure of the yen, by default on all of :func:`yen_measures`. Import and export prices are the deflators of the
    national accounts, in yen; volumes and yen values of exports likewise. Each is the sum of the
    responses over five quarters to a change of the yen (:func:`brink.models.prices.distributed_lag` on
    log changes). Consumer prices: yearly change on the yearly change of the yen now, six and twelve
    months before. The record is cut at the video's day; nothing but the yen enters.
    """
    accounts = national_accounts(snapshot)
    accounts = accounts[accounts.index.str.contains("Q")]
    accounts.index = pd.PeriodIndex(accounts.index, freq="Q")
    effects = {
        "import prices": accounts["nominal_imports"] / accounts["real_imports"],
        "export prices in yen": accounts["nominal_exports"] / accounts["real_exports"],
        "export volume": accounts["real_exports"],
        "export earnings in yen": accounts["nominal_exports"],
        "import volume": accounts["real_imports"],
    }
    prices = _japanese_inflation(snapshot, "all items")[:LAST_MONTH]
    rows = []

    def add(measure: str, effect: str, found: Estimate, first: object, last: object) -> None:
        rows.append((measure, effect, found.value, found.low, found.high, found.n, str(first), str(last)))

    for measure, whole in yen_measures(snapshot).items():
        if measures and measure not in measures:
            continue
        rate = whole[:LAST_MONTH]
        by_quarter = rate.groupby(rate.index.to_period("Q"))
        quarters = by_quarter.mean()[by_quarter.size() == 3]
        for effect, level in effects.items():
            both = np.log(pd.DataFrame({"level": level, "rate": quarters}).dropna()).diff()
            found = distributed_lag(both["level"], both["rate"], range(5), HAC_QUARTERS)
            value, low, high = (float(stronger(RISE, elasticity)) for elasticity in found[:3])
            add(measure, effect, Estimate(value, low, high, found.n), both.index[5], both.index[-1])
        change = (rate / rate.shift(12) - 1) * 100
        both = pd.DataFrame({"prices": prices, "rate": change}).dropna()
        found = distributed_lag(both["prices"], both["rate"], (0, 6, 12), HAC_MONTHS).times(RISE)
        add(measure, "consumer prices", found, f"{both.index[12]:%Y-%m}", f"{both.index[-1]:%Y-%m}")
    columns = ["measure", "effect", "change_pct", "low_pct", "high_pct", "n", "first", "last"]
    return pd.DataFrame(rows, columns=columns)


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


# --- exports and growth ----------------------------------------------------------------------


def growth_contributions(snapshot: Snapshot, *, fiscal: bool) -> pd.DataFrame:
    """Return what exports, imports and private consumption added to real growth, in percentage points.

    By fiscal year or by quarter (not annualised), all of one vintage of the national accounts.
    ``exports_share_pct`` and ``net_share_pct`` are shares of nominal GDP. Consumption uses the share
    in real GDP, for want of its nominal series.
    """
    accounts = national_accounts(snapshot)
    accounts = accounts[accounts.index.str.startswith("FY") == fiscal]
    whole = accounts["nominal_gdp"]
    exports = contributions(accounts["nominal_exports"], whole, accounts["real_exports"])
    imports = -contributions(accounts["nominal_imports"], whole, accounts["real_imports"])
    consumption = contributions(
        accounts["real_private_consumption"], accounts["real_gdp"], accounts["real_private_consumption"]
    )
    return pd.DataFrame({
        "period": accounts.index,
        "growth_pct": accounts["real_gdp"].pct_change().to_numpy() * 100,
        "exports_pp": exports,
        "imports_pp": imports,
        "net_exports_pp": exports + imports,
        "consumption_pp": consumption,
        "exports_share_pct": (accounts["nominal_exports"] / whole * 100).to_numpy(),
        "net_share_pct": ((accounts["nominal_exports"] - accounts["nominal_imports"]) / whole * 100).to_numpy(),
    })  # fmt: skip


def exports_in_growth(snapshot: Snapshot) -> pd.DataFrame:
    """Return exports' part in growth over the last 5 to 30 fiscal years to 2024, gross and net of imports.

    ``break_even_pct``: the share of imported parts and fuel in an export above which exports, net of
    those, would have made less than half of growth.
    """
    years = growth_contributions(snapshot, fiscal=True).set_index("period")[: f"FY{LAST_FISCAL_YEAR}"]
    rows = []
    for span in SPANS:
        total = years.tail(span)[["growth_pct", "exports_pp", "net_exports_pp"]].sum()
        rows.append((
            span, years.index[-span], total["growth_pct"], total["exports_pp"], total["net_exports_pp"],
            100 * total["exports_pp"] / total["growth_pct"], 100 * total["net_exports_pp"] / total["growth_pct"],
            100 * (1 - 0.5 * total["growth_pct"] / total["exports_pp"]),
        ))  # fmt: skip
    columns = [
        "years", "first", "growth_pp", "exports_pp", "net_exports_pp", "exports_of_growth_pct", "net_of_growth_pct",
        "break_even_pct",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


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
