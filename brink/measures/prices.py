"""Prices and pay: inflation in the G7, and whether Japan's pay moves with it."""

from __future__ import annotations

import pandas as pd

from brink.record.snapshot import Snapshot, once

#: Years over which errors may be correlated: pay and prices move slowly.
HAC_YEARS = 3
SEVEN = {
    "JPN": "Japan",
    "GBR": "United Kingdom",
    "USA": "United States",
    "DEU": "Germany",
    "ITA": "Italy",
    "CAN": "Canada",
    "FRA": "France",
}
#: Names of the measures of inflation, by country's own name in the tables.
_JAPAN = {
    "all items": "national",
    "less imputed rent": "without imputed rent",
    "less food and energy": "without food and energy",
}
_ELSEWHERE = {
    "CPI": "national",
    "HICP": "harmonised",
    "CPIH": "with owners' housing",
    "CPI less tax error": "without the tax error",
    "core CPI": "without food and energy",
}


@once
def japanese_inflation(snapshot: Snapshot, item: str = "all items") -> pd.Series:
    """Return Japan's consumer-price inflation by month, percent on the year, for one item of its index."""
    prices = snapshot.table("japan_cpi")
    return prices[prices["item"] == item].set_index("month")["yoy_pct"]


@once
def g7_inflation(snapshot: Snapshot) -> pd.DataFrame:
    """Return consumer-price inflation of the seven countries by month and measure.

    ``measure``: "national" (headline index), "harmonised" (HICP in Germany, France and Italy, the
    British CPI, which is one), "with owners' housing" (British CPIH), "without imputed rent" (Japan),
    "without the tax error" (British CPI, April 2025), "without food and energy" (each office's own core). Rates of the United States and Canada, and
    German HICP where no rate was printed, are computed from the index.
    """
    japan = snapshot.table("japan_cpi")
    japan = japan[japan["item"].isin(_JAPAN) & (japan["month"] >= "2021")]
    elsewhere = snapshot.table("g7_cpi")
    elsewhere = elsewhere[elsewhere["country"].isin(SEVEN)]
    index = snapshot.table("cpi_index").pivot(index="month", columns="country", values="index")
    # A month the office never published leaves a hole: compare by date, not by position.
    index = index.reindex(pd.date_range(index.index.min(), index.index.max(), freq="MS"))
    rates = ((index / index.shift(12) - 1) * 100).rename_axis(index="month", columns="country").stack().dropna()
    computed = rates.rename("yoy_pct").reset_index()
    parts = [
        japan.assign(country="JPN", measure=japan["item"].map(_JAPAN)),
        elsewhere.assign(measure=elsewhere["measure"].map(_ELSEWHERE)),
        computed.assign(measure=computed["country"].map({"DEU": "harmonised"}).fillna("national")),
    ]
    frame = pd.concat([part[["month", "country", "measure", "yoy_pct"]] for part in parts])
    key = ["month", "country", "measure"]
    return frame.drop_duplicates(key).sort_values(key, ignore_index=True)


@once
def g7_by_measure(snapshot: Snapshot) -> dict[tuple[pd.Timestamp, str, str], float]:
    """Return the same by month, country and measure."""
    frame = g7_inflation(snapshot)
    return dict(
        zip(zip(frame["month"], frame["country"], frame["measure"], strict=True), frame["yoy_pct"], strict=True)
    )


@once
def g7_month(snapshot: Snapshot, month: pd.Timestamp) -> pd.DataFrame:
    """Return one month's rates, countries as rows, measures as columns."""
    frame = g7_inflation(snapshot)
    wide = frame[frame["month"] == month].pivot(index="country", columns="measure", values="yoy_pct")
    return wide.reindex(index=list(SEVEN), columns=[*_ELSEWHERE.values(), "without imputed rent"])


def japans_rank(rates: pd.Series) -> int | None:
    """Return Japan's place among the seven, 1 = highest rate; ``None`` unless all seven are known."""
    rates = rates.reindex(list(SEVEN))
    return None if rates.isna().any() else int((rates > rates["JPN"]).sum() + 1)


@once
def g7_rates(snapshot: Snapshot) -> pd.DataFrame:
    """Return inflation since 2024 by month, countries as columns: the national index, else the harmonised one."""
    frame = g7_inflation(snapshot)
    frame = frame[(frame["month"] >= "2024") & frame["measure"].isin(["national", "harmonised"])]
    wide = frame.sort_values("measure").drop_duplicates(["month", "country"], keep="last")
    return wide.pivot(index="month", columns="country", values="yoy_pct").reindex(columns=list(SEVEN))


@once
def g7_ranks(snapshot: Snapshot) -> pd.DataFrame:
    """Return Japan's rank by month since 2024 among the countries whose rate the record holds.

    ``known`` counts the countries, ``higher`` those with a rate above Japan's.
    """
    wide = g7_rates(snapshot).dropna(subset="JPN")
    ranks = pd.DataFrame({"known": wide.notna().sum(axis=1), "higher": wide.gt(wide["JPN"], axis=0).sum(axis=1)})
    return ranks.assign(rank=ranks["higher"] + 1).reset_index()


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

    frame = pd.DataFrame(
        {
            "pay_pct": pay,
            "prices_pct": whole_years(japanese_inflation(snapshot)),
            "services_pct": whole_years(services).pct_change() * 100,
        }
    )
    return frame.dropna().rename_axis("year").reset_index()


@once
def rolling_ties(snapshot: Snapshot, years: int = 15) -> pd.DataFrame:
    """Return the correlation of pay with consumer prices and with prices of services over the ``years`` to each year."""
    frame = wages_and_prices(snapshot).set_index("year")
    pay = frame["pay_pct"].rolling(years)
    ties = {column: pay.corr(frame[column]) for column in ("prices_pct", "services_pct")}
    return pd.DataFrame(ties).dropna().reset_index()


@once
def real_pay(snapshot: Snapshot) -> pd.Series:
    """Return real pay per worker by month, percent on the year, the newest figure of each month."""
    wages = snapshot.table("japan_wages")
    wages = wages[(wages["measure"] == "real") & (wages["period"].str.len() == 7)]
    return pd.Series(wages["yoy_pct"].to_numpy(), pd.to_datetime(wages["period"] + "-01")).sort_index()
