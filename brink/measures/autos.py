"""Auto tariffs: what they cost, who paid, how much hangs on them, and what the talks gave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from brink.measures.common import outlook_for_japan
from brink.models.tariffs import (
    absorbed_share,
    bennet_decomposition,
    duty_wedge,
    first_round_loss,
    log_decomposition,
)
from brink.record.snapshot import Snapshot, once
from brink.video import VIDEO_DAY

#: The last full year before the video.
YEAR = VIDEO_DAY.year - 1
#: The year before the tariffs, as Japanese companies count it (April to March).
FISCAL_YEAR = "FY2024"
MAKERS = ("Toyota", "Honda", "Nissan", "Suzuki", "Subaru", "Mazda", "Mitsubishi Motors")
US = "United States"
OFFICES = {
    "treasury_secretary": "Treasury Secretary",
    "commerce_secretary": "Commerce Secretary",
    "trade_representative": "Trade Representative",
}

# Assumptions of the first-round loss. None is measured here; the chapter shows what they do.
#: By how many percent US sales of cars from Japan fall when their price there rises one percent.
ELASTICITY, ELASTICITIES = 2.0, (1.0, 4.0)
#: Domestic value added in an exported car.
VALUE_ADDED, VALUES_ADDED = 0.8, (0.7, 1.0)
#: Share of the duty absorbed by exporters where no price is on record yet: half.
ABSORBED = 0.5


# --- frames the chapter shows and the claims rest on -----------------------------------------


def car_exports(snapshot: Snapshot) -> pd.DataFrame:
    """Return motor vehicles exported to the US by month: billion yen, thousand vehicles, million yen a vehicle."""
    table = snapshot.table("japan_exports")
    cars = table[table["destination"] == US]
    value, number = cars["motor_vehicles_kjpy"].astype(float), cars["motor_vehicles_units"].astype(float)
    return pd.DataFrame(
        {
            "month": cars["month"],
            "value_bn_jpy": value / 1e6,
            "thousand_vehicles": number / 1e3,
            "mn_jpy_each": value / number / 1e3,
        }
    ).reset_index(drop=True)


@once
def tariff_steps(snapshot: Snapshot) -> pd.DataFrame:
    """Return the whole duty on a passenger car from Japan: from which day, what rate."""
    table = snapshot.table("tariff_timeline")[["date", "car_duty_pct", "measure"]]
    steps = table[table["car_duty_pct"].notna()].sort_values("date", ignore_index=True)
    # The first row dates the old rate by its last day; it had been in force for decades.
    steps.loc[0, "date"] = pd.Timestamp("2015-01-01")
    return steps


def monthly_duty(snapshot: Snapshot) -> pd.Series:
    """Return the duty on a car by month, averaged over the month's days, in percent."""
    steps = tariff_steps(snapshot).set_index("date")["car_duty_pct"]
    days = pd.date_range("2023-01-01", "2026-12-31")
    return steps.reindex(days, method="ffill").groupby(days.to_period("M").to_timestamp()).mean()


def changes_on_year(snapshot: Snapshot) -> pd.DataFrame:
    """Return the monthly change on the year of cars to the US: value, number, price, percent and log points.

    From the customs file where it reaches; after it, and before it was public, from press reports of
    the release. A missing number stays missing; a price is printed or follows from value and number.
    """
    rows = []
    levels = car_exports(snapshot).set_index("month")
    for month in levels.index[12:]:
        now, before = levels.loc[month], levels.loc[month - pd.DateOffset(years=1)]
        change = 100 * (now / before - 1)
        rows.append((month, "customs file", change["value_bn_jpy"], change["thousand_vehicles"], change["mn_jpy_each"]))
    press = _press(snapshot, ("cars", "car numbers", "car unit value"))
    press = press[(press["period_start"].dt.to_period("M") == press["period_end"].dt.to_period("M"))]
    for month, of_month in press.groupby("period_start"):
        if month in levels.index:
            continue
        said = of_month.drop_duplicates("item").set_index("item")["yoy_pct"]
        value, number, price = (said.get(item, np.nan) for item in ("cars", "car numbers", "car unit value"))
        if np.isnan(price):
            price = 100 * ((1 + value / 100) / (1 + number / 100) - 1)
        rows.append((month, "press", value, number, price))
    frame = pd.DataFrame(rows, columns=["month", "source", "value_pct", "number_pct", "price_pct"])
    for what in ("value", "number", "price"):
        frame[f"{what}_lp"] = 100 * np.log1p(frame[f"{what}_pct"] / 100)
    return frame.sort_values("month", ignore_index=True)


def _press(snapshot: Snapshot, items: tuple[str, ...]) -> pd.DataFrame:
    table = snapshot.table("japan_trade_releases").dropna(subset="yoy_pct")
    return table[(table["partner"] == US) & table["item"].isin(items)].sort_values("released", kind="stable")


#: Stretches of the story: label, first month, last month, duty. None overlaps the step it follows.
STRETCHES = (
    ("January to March 2025, before the duty", "2025-01-01", "2025-03-31", 2.5),
    ("April to June 2025", "2025-04-01", "2025-06-30", 27.5),
    ("April to September 2025", "2025-04-01", "2025-09-30", 27.5),
    ("November 2025, after the cut", "2025-11-01", "2025-11-30", 15.0),
    ("Year 2025", "2025-01-01", "2025-12-31", np.nan),
)


def decomposition(snapshot: Snapshot) -> pd.DataFrame:
    """Split the change on the year of cars exported to the US into price and number, stretch by stretch.

    One row is a stretch: changes in percent, in log points (they add up) and in billion yen (Bennet).
    Levels come from the customs file; beyond it from the printed changes on the year.
    """
    levels = car_exports(snapshot).set_index("month")[["value_bn_jpy", "thousand_vehicles"]]
    rows = []
    for label, start, end, duty in STRETCHES:
        months = pd.date_range(start, end, freq="MS")
        before = months - pd.DateOffset(years=1)
        if not before.isin(levels.index).all():
            continue
        value_0, number_0 = levels.loc[before].sum()
        if months.isin(levels.index).all():
            source = "customs file"
            value_1, number_1 = levels.loc[months].sum()
        else:
            source = "press"
            said = _press(snapshot, ("cars", "car numbers"))
            said = said[(said["period_start"] == start) & (said["period_end"] == end)]
            said = said.drop_duplicates("item").set_index("item")["yoy_pct"]
            if len(said) < 2:
                continue
            value_1, number_1 = value_0 * (1 + said["cars"] / 100), number_0 * (1 + said["car numbers"] / 100)
        price_lp, number_lp = log_decomposition(value_0, number_0, value_1, number_1)
        price_bn, number_bn = bennet_decomposition(value_0, number_0, value_1, number_1)
        rows.append(
            {
                "stretch": label, "duty_pct": duty, "source": source, "value_pct": 100 * (value_1 / value_0 - 1),
                "number_pct": 100 * (number_1 / number_0 - 1), "price_lp": float(price_lp),
                "number_lp": float(number_lp), "price_bn_jpy": price_bn, "number_bn_jpy": number_bn,
            }
        )  # fmt: skip
    columns = [
        "stretch", "duty_pct", "source", "value_pct", "number_pct", "price_lp", "number_lp", "price_bn_jpy",
        "number_bn_jpy",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def who_paid(snapshot: Snapshot) -> pd.DataFrame:
    """Hold the Bank of Japan's export price of cars against the duty, month by month.

    ``absorbed`` is the share of the rise of the duty over the year that the price cut, in the buyer's
    currency, took on itself; missing where the duty had not risen. ``full_pct`` is the price change
    that would have absorbed all of it.
    """
    table = snapshot.table("boj_export_prices_cars")
    index = table[(table["basis"] == "contract currency") & (table["item"] == "cars to North America")]
    duty = monthly_duty(snapshot)
    rows = []
    for month, price in zip(index["month"], index["yoy_pct"], strict=True):
        before, after = duty[month - pd.DateOffset(years=1)], duty[month]
        full = 100 * np.expm1(duty_wedge(after, before) / 100)
        share = float(absorbed_share(price, before, after)) if after > before else np.nan
        rows.append((month, price, after, full, share))
    return pd.DataFrame(rows, columns=["month", "price_pct", "duty_pct", "full_pct", "absorbed"])


def measured_absorption(snapshot: Snapshot) -> tuple[float, float, float] | None:
    """Return median, least and greatest share absorbed in the months that ran wholly under the highest duty.

    ``None`` where no such month is on record. Shares above one are kept: prices fell by more than the
    duty rose, for whatever reason.
    """
    paid = who_paid(snapshot)
    whole = paid[paid["duty_pct"] == tariff_steps(snapshot)["car_duty_pct"].max()]["absorbed"].dropna()
    return (whole.median(), whole.min(), whole.max()) if len(whole) else None


@once
def dependence(snapshot: Snapshot) -> pd.DataFrame:
    """Return, for each whole year, how much of Japan's car exports goes to the US and what it weighs.

    Percent: the US share of motor vehicles by value and by number and of passenger cars; cars in all
    exports to the US; the US in all exports; cars, cars with parts, and all exports to the US, in GDP.
    """
    table = snapshot.table("japan_exports")
    years = table["month"].dt.year.rename("year")
    whole = table[years.map(years.value_counts()) == 24]  # twelve months, two destinations
    sums = whole.groupby(["destination", years]).sum(numeric_only=True)
    us, world = sums.loc[US].astype(float), sums.loc["World"].astype(float)
    gdp = outlook_for_japan(snapshot)["gdp_lcu_bn"].reindex(us.index) * 1e6
    cars, total = us["motor_vehicles_kjpy"], us["total_kjpy"]
    return pd.DataFrame(
        {
            "us_share_value_pct": 100 * cars / world["motor_vehicles_kjpy"],
            "us_share_number_pct": 100 * us["motor_vehicles_units"] / world["motor_vehicles_units"],
            "us_share_passenger_pct": 100 * us["passenger_cars_kjpy"] / world["passenger_cars_kjpy"],
            "cars_in_us_exports_pct": 100 * cars / total,
            "us_in_exports_pct": 100 * total / world["total_kjpy"],
            "cars_pct_gdp": 100 * cars / gdp,
            "cars_and_parts_pct_gdp": 100 * (cars + us["parts_kjpy"]) / gdp,
            "us_exports_pct_gdp": 100 * total / gdp,
        }
    ).reset_index()


def makers_count(snapshot: Snapshot) -> float:
    """Return the US share of new vehicles exported in 2023, by number, as the makers' association counts, percent."""
    facts = snapshot.table("carmaker_facts").set_index("metric")["value_mn_vehicles"]
    return float(100 * facts["vehicles exported to the US, makers' count"] / facts["vehicles exported, makers' count"])


def worst_year(snapshot: Snapshot) -> tuple[int, float]:
    """Return the year in which Japan's real GDP fell most, and by how many percent."""
    growth = outlook_for_japan(snapshot)["real_growth_pct"].loc[:YEAR]
    return int(growth.idxmin()), -float(growth.min())


def gdp_effect(snapshot: Snapshot, duties: Sequence[float] = (2.5, 10.0, 15.0, 20.0, 27.5, 35.0, 50.0)) -> pd.DataFrame:
    """Return the first-round loss a year at each duty on cars, percent of GDP.

    ``central_pct`` uses the absorption measured so far, or half where none is on record; ``low_pct``
    and ``high_pct`` span every absorption from none to all and both ends of the two assumptions.
    """
    exports = dependence(snapshot).set_index("year").loc[YEAR, "cars_pct_gdp"]
    measured = measured_absorption(snapshot)
    absorbed = min(measured[0], 1.0) if measured else ABSORBED
    base = tariff_steps(snapshot)["car_duty_pct"].iloc[0]
    duty = np.asarray(duties, dtype=float)
    grid = first_round_loss(
        exports, base, duty[:, None, None, None], np.linspace(0, 1, 11)[:, None, None],
        np.asarray(ELASTICITIES)[:, None], np.asarray(VALUES_ADDED),
    ).reshape(len(duty), -1)  # fmt: skip
    central = first_round_loss(exports, base, duty, absorbed, ELASTICITY, VALUE_ADDED)
    return pd.DataFrame(
        {"duty_pct": duty, "central_pct": central, "low_pct": grid.min(axis=1), "high_pct": grid.max(axis=1)}
    )


def sensitivity(snapshot: Snapshot) -> pd.DataFrame:
    """Return the first-round loss at the highest duty for each set of assumptions, percent of GDP."""
    steps = tariff_steps(snapshot)["car_duty_pct"]
    exports = dependence(snapshot).set_index("year").loc[YEAR, "cars_pct_gdp"]
    rows = []
    for absorbed in (0.0, ABSORBED, 1.0):
        for elasticity in (ELASTICITIES[0], ELASTICITY, ELASTICITIES[1]):
            loss = first_round_loss(
                exports, steps.iloc[0], steps.max(), absorbed, elasticity,
                np.array([VALUES_ADDED[0], VALUE_ADDED, VALUES_ADDED[1]]),
            )  # fmt: skip
            rows.append((absorbed, elasticity, *loss))
    return pd.DataFrame(rows, columns=["absorbed", "elasticity", "low_value_added", "value_added", "all_value_added"])


def dollar_rate(snapshot: Snapshot) -> pd.Series:
    """Return yen per dollar by day, from the European Central Bank's two rates against the euro."""
    rates = snapshot.table("ecb_fx_rates").set_index("date")
    return (rates["jpy"] / rates["usd"]).dropna()


def in_bn_jpy(snapshot: Snapshot, hits: pd.DataFrame) -> pd.Series:
    """Return tariff hits in billion yen, dollars turned at the rate of the day they were said."""
    rate = dollar_rate(snapshot)
    at_rate = hits["hit_bn_usd"] * rate.reindex(hits["released"], method="ffill").to_numpy()
    return hits["hit_bn_jpy"].fillna(1000 * hits["hit_tn_jpy"]).fillna(at_rate)


def makers(snapshot: Snapshot) -> pd.DataFrame:
    """Return each maker's newest guidance of the hit in the year to March 2026 beside its profit of the year before.

    Billion yen and percent. The last row is the seven together, as the press added them up. A maker
    without guidance for the whole year has none here: Toyota at first spoke of two months only.
    """
    facts = snapshot.table("carmaker_facts")
    profit = facts[(facts["metric"] == "operating profit") & (facts["period"] == FISCAL_YEAR)]
    profit = profit.set_index("subject")["value_bn_jpy"].reindex(MAKERS)
    profit["Seven makers"] = profit.sum(skipna=False)
    hits = snapshot.table("carmaker_tariff_hits")
    year = hits[
        (hits["kind"] == "guidance") & (hits["period_start"] == "2025-04-01") & (hits["period_end"] == "2026-03-31")
    ]
    year = year.assign(hit=in_bn_jpy(snapshot, year)).sort_values("released").drop_duplicates("company", keep="last")
    year = year.set_index("company").reindex(profit.index)
    return pd.DataFrame(
        {
            "maker": profit.index,
            "profit_bn_jpy": profit.to_numpy(),
            "said": year["released"].to_numpy(),
            "hit_bn_jpy": year["hit"].to_numpy(),
            "hit_pct_of_profit": (100 * year["hit"] / profit).to_numpy(),
        }
    )


def toyota(snapshot: Snapshot) -> pd.DataFrame:
    """Return what Toyota said of the tariffs, in yen and in dollars at the rate of the day.

    Guidance ahead is turned at the rate of the day it was given, an actual at the mean of its period.
    """
    hits = snapshot.table("carmaker_tariff_hits")
    hits = hits[(hits["company"] == "Toyota") & (hits["kind"] != "press conversion")].sort_values("released")
    rate = dollar_rate(snapshot)
    rates = [
        rate[row.period_start : row.period_end].mean() if row.kind == "actual" else rate[: row.released].iloc[-1]
        for row in hits.itertuples()
    ]
    months = (
        hits["period_end"].dt.to_period("M").astype("int64") - hits["period_start"].dt.to_period("M").astype("int64")
    ) + 1
    frame = pd.DataFrame(
        {
            "released": hits["released"], "kind": hits["kind"], "period_start": hits["period_start"],
            "period_end": hits["period_end"], "months": months, "hit_bn_jpy": in_bn_jpy(snapshot, hits), "rate": rates,
        }
    )  # fmt: skip
    frame["hit_bn_usd"] = frame["hit_bn_jpy"] / frame["rate"]
    return frame.reset_index(drop=True)


def treasury_holders(snapshot: Snapshot, asked: pd.Timestamp) -> pd.DataFrame:
    """Return foreign holders of US Treasuries in the newest month known on the day asked, largest first."""
    known = snapshot.vintages("tic_holders")
    months = known[(known["released"] <= asked) & (known["holder"] == "Japan")]["month"]
    table = snapshot.table("tic_holders").pivot(index="month", columns="holder", values="value_usd_bn")
    table = table[table.index.isin(months)].reindex(columns=table.columns.union(["Japan", "Grand Total"]))
    table = table.dropna(subset=["Japan", "Grand Total"])
    if table.empty:
        return pd.DataFrame(columns=["month", "holder", "value_usd_bn", "share_pct", "rank"])
    month, table = table.index[-1], table.iloc[-1].dropna()
    sums = table.index.str.startswith(("Grand Total", "All Other", "Foreign official"))
    countries = table[~sums].sort_values(ascending=False)
    return pd.DataFrame(
        {
            "month": month, "holder": countries.index, "value_usd_bn": countries.to_numpy(),
            "share_pct": (100 * countries / table["Grand Total"]).to_numpy(),
            "rank": np.arange(1, len(countries) + 1),
        }
    )  # fmt: skip


def duty_won_back(snapshot: Snapshot, by: pd.Timestamp) -> float:
    """Return how much of the rise of the car duty had been taken back by a day, in percent of the rise."""
    steps = tariff_steps(snapshot)
    in_force = steps[steps["date"] <= by]["car_duty_pct"]
    base, peak, last = in_force.iloc[0], in_force.max(), in_force.iloc[-1]
    return float(100 * (peak - last) / (peak - base))


def rounds(snapshot: Snapshot) -> pd.DataFrame:
    """Return who sat on the US side: one row a report, one column an office."""
    talks = snapshot.table("trade_talks")
    kept = talks["topic"].str.startswith("round") | (talks["topic"] == "London")
    return talks[kept][["date", "topic", *OFFICES, "says", "released", "publisher"]].reset_index(drop=True)


def teams(snapshot: Snapshot, asked: pd.Timestamp) -> tuple[set[str], set[str]]:
    """Return the US offices that met Japan up to the day asked, and those sent to London."""
    table = rounds(snapshot)
    met = table[table["topic"].str.startswith("round") & (table["date"] <= asked)]
    london = table[table["topic"] == "London"]

    def offices(part: pd.DataFrame) -> set[str]:
        return {name for column, name in OFFICES.items() if part[column].fillna(False).any()}

    return offices(met), offices(london)
