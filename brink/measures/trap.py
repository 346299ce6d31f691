"""Growth, prices and the yen: is Japan trapped?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.models.prices import annualised, contributions, real_change, stronger
from brink.models.statistics import Estimate, distributed_lag, lead_lag
from brink.record.snapshot import Snapshot, once
from brink.video import VIDEO_DAY

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


@once
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


# --- wages and prices ------------------------------------------------------------------------


@once
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


# --- documents -------------------------------------------------------------------------------


def documents(snapshot: Snapshot, *topics: str) -> pd.DataFrame:
    """Return who said what, when and where, on the given topics, oldest first."""
    frame = snapshot.table("trap_documents")
    return frame[frame["topic"].isin(topics)].reset_index(drop=True)


# --- what a stronger yen does ----------------------------------------------------------------


@once
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
    responses over five quarters to a change of the yen (:func:`brink.models.statistics.distributed_lag` on
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
