"""Cars for America: what the tariff did to their price and number, who paid it, and how much hangs on them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from brink.measures.common import outlook_for_japan
from brink.models import Array
from brink.models.tariffs import (
    absorbed_share,
    bennet_decomposition,
    duty_wedge,
    first_round_loss,
    log_decomposition,
)
from brink.record.snapshot import Snapshot, once

US = "United States"
#: What the first-round loss assumes, the central value first: the share of the duty that exporters absorb (half, none,
#: all), by how many percent US sales fall when the price there rises one percent (the ends are half and twice the
#: centre), and the domestic value added in an exported car. None is measured here but the first, and that only afterwards.
ASSUMED = {"absorbed": (0.5, 0.0, 1.0), "elasticity": (2.0, 1.0, 4.0), "value_added": (0.8, 0.7, 1.0)}


def car_exports(record: Snapshot) -> pd.DataFrame:
    """Return motor vehicles exported to the US by month: billion yen, thousand vehicles, million yen a vehicle."""
    table = record.table("japan_exports")
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


# --- the duty --------------------------------------------------------------------------------


@once
def tariff_steps(record: Snapshot) -> pd.DataFrame:
    """Return the whole duty on a passenger car from Japan: from which day, what rate.

    The first row is the old rate; it had been in force for decades, its day is one of its last.
    """
    table = record.table("tariff_timeline")[["date", "car_duty_pct", "measure"]]
    return table[table["car_duty_pct"].notna()].sort_values("date", ignore_index=True)


def duty_on(record: Snapshot, days: pd.DatetimeIndex) -> pd.Series:
    """Return the duty in force on each day, percent; before the first row on record, that row's rate."""
    steps = tariff_steps(record).set_index("date")["car_duty_pct"]
    if steps.empty:
        return pd.Series(np.nan, days)
    return steps.reindex(days, method="ffill").fillna(steps.iloc[0])


def duty_between(record: Snapshot, first: pd.Timestamp, last: pd.Timestamp) -> float:
    """Return the duty from one day to another, the mean of the days, percent."""
    return float(duty_on(record, pd.date_range(first, last)).mean())


def monthly_duty(record: Snapshot, months: pd.DatetimeIndex) -> pd.Series:
    """Return the duty on a car in each month, the mean of its days, percent."""
    return pd.Series([duty_between(record, month, month + pd.offsets.MonthEnd()) for month in months], months)


@once
def days_in_force(record: Snapshot, asked: pd.Timestamp) -> int | None:
    """Return on how many days, up to and with the one asked, the duty on a car had been above the old rate.

    ``None`` where no rate is on record.
    """
    steps = tariff_steps(record)
    if steps.empty:
        return None
    days = pd.date_range(steps["date"].iloc[0], max(asked, steps["date"].iloc[0]))
    return int((duty_on(record, days) > steps["car_duty_pct"].iloc[0]).sum())


def april_tariffs(record: Snapshot) -> pd.Series:
    """Return the first day of each of the tariffs on Japan that the US put in force in April 2025, by name."""
    table = record.table("tariff_timeline")
    begun = table[(table["status"] == "effective") & (table["date"].dt.to_period("M") == "2025-04")]
    return begun.set_index("measure")["date"]


# --- price and number ------------------------------------------------------------------------


@once
def changes_on_year(record: Snapshot) -> pd.DataFrame:
    """Return the monthly change on the year of cars to the US: value, number, price, percent and log points.

    From the customs file where it reaches; after it, and before it was public, from press reports of
    the release. A missing number stays missing; a price is printed or follows from value and number.
    """
    levels = car_exports(record).set_index("month")
    before = levels.set_axis(levels.index + pd.DateOffset(years=1))
    filed = (100 * (levels / before - 1)).reindex(levels.index[12:])
    columns = ["value_bn_jpy", "thousand_vehicles", "mn_jpy_each"]
    rows = [(month, "customs file", *change) for month, *change in filed[columns].itertuples()]
    press = _press(record, ("cars", "car numbers", "car unit value"))
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


@once
def value_known(record: Snapshot, asked: pd.Timestamp) -> pd.Series:
    """Return the change on the year of the value of cars to the US, percent, of months printed by the day asked."""
    table = record.vintages("japan_trade_releases")
    printed = table[(table["item"] == "cars") & (table["partner"] == US) & (table["released"] <= asked)]
    file = record.vintages("japan_exports")
    known = {*file[file["released"] <= asked]["month"], *printed["period_start"]}
    changes = changes_on_year(record).set_index("month")["value_pct"]
    return changes[changes.index.isin(list(known))].dropna()


def _press(record: Snapshot, items: tuple[str, ...]) -> pd.DataFrame:
    table = record.table("japan_trade_releases").dropna(subset="yoy_pct")
    return table[(table["partner"] == US) & table["item"].isin(items)].sort_values("released", kind="stable")


def _stretches(record: Snapshot) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the stretches that can be split, by first and last day: of the year in which the duty rose the months
    before it, in whole quarters, and the three after it; and every period for which both changes were printed."""
    steps = tariff_steps(record)
    stretches = set()
    if len(steps) > 1:
        rise = steps["date"].iloc[1].to_period("Q")
        stretches = {(quarter.start_time, quarter.end_time.normalize()) for quarter in (rise - 1, rise)}
    said = _press(record, ("cars", "car numbers"))
    for (start, end), items in said.groupby(["period_start", "period_end"])["item"]:
        if items.nunique() == 2:
            stretches.add((start, end))
    return sorted(stretches)


def decomposition(record: Snapshot) -> pd.DataFrame:
    """Split the change on the year of cars exported to the US into price and number, stretch by stretch.

    One row is a stretch: its mean duty, changes in percent, in log points (they add up) and in billion yen (Bennet).
    Levels come from the customs file; beyond it from the printed changes on the year.
    """
    levels = car_exports(record).set_index("month")[["value_bn_jpy", "thousand_vehicles"]]
    press = _press(record, ("cars", "car numbers"))
    rows = []
    for start, end in _stretches(record):
        months = pd.date_range(start, end, freq="MS")
        before = months - pd.DateOffset(years=1)
        said = press[(press["period_start"] == start) & (press["period_end"] == end)]
        said = said.drop_duplicates("item").set_index("item")["yoy_pct"]
        filed = months.isin(levels.index).all()
        if not before.isin(levels.index).all() or not (filed or len(said) == 2):
            continue
        value_0, number_0 = levels.loc[before].sum()
        if filed:
            value_1, number_1 = levels.loc[months].sum()
        else:
            value_1, number_1 = value_0 * (1 + said["cars"] / 100), number_0 * (1 + said["car numbers"] / 100)
        price_lp, number_lp = log_decomposition(value_0, number_0, value_1, number_1)
        price_bn, number_bn = bennet_decomposition(value_0, number_0, value_1, number_1)
        rows.append(
            {
                "start": start,
                "end": end,
                "duty_pct": duty_between(record, start, end),
                "source": "customs file" if filed else "press",
                "value_pct": 100 * (value_1 / value_0 - 1),
                "number_pct": 100 * (number_1 / number_0 - 1),
                "price_lp": float(price_lp),
                "number_lp": float(number_lp),
                "price_bn_jpy": price_bn,
                "number_bn_jpy": number_bn,
            }
        )
    columns = ["start", "end", "duty_pct", "source", "value_pct", "number_pct"]
    return pd.DataFrame(rows, columns=[*columns, "price_lp", "number_lp", "price_bn_jpy", "number_bn_jpy"])


@once
def who_paid(record: Snapshot) -> pd.DataFrame:
    """Hold the Bank of Japan's export price of cars against the duty, month by month.

    ``absorbed`` is the share of the rise of the duty over the year that the price cut, in the buyer's
    currency, took on itself; missing where the duty had not risen. ``full_pct`` is the price change
    that would have absorbed all of it.
    """
    table = record.table("boj_export_prices_cars")
    index = table[(table["basis"] == "contract currency") & (table["item"] == "cars to North America")]
    months = pd.DatetimeIndex(index["month"])
    duty, earlier = monthly_duty(record, months), monthly_duty(record, months - pd.DateOffset(years=1))
    rows = []
    for month, price, before, after in zip(months, index["yoy_pct"], earlier, duty, strict=True):
        full = 100 * np.expm1(duty_wedge(after, before) / 100)
        share = float(absorbed_share(price, before, after)) if after > before else np.nan
        rows.append((month, price, after, full, share))
    paid = pd.DataFrame(rows, columns=["month", "price_pct", "duty_pct", "full_pct", "absorbed"])
    return paid.astype({"month": table["month"].dtype})


def measured_absorption(record: Snapshot) -> tuple[float, float, float] | None:
    """Return median, least and greatest share absorbed in the months that ran wholly under the highest duty.

    ``None`` where no such month is on record. Shares above one are kept: prices fell by more than the
    duty rose, for whatever reason.
    """
    paid = who_paid(record)
    whole = paid[paid["duty_pct"] == tariff_steps(record)["car_duty_pct"].max()]["absorbed"].dropna()
    return (whole.median(), whole.min(), whole.max()) if len(whole) else None


# --- the American market ---------------------------------------------------------------------


def us_sales(record: Snapshot) -> pd.DataFrame:
    """Return all motor vehicles sold in the US by month, million at an annual rate, with the change on the year, percent."""
    table = record.table("us_vehicle_sales")
    sold = table[table["vehicles"] == "all"].set_index("month")["sales_mn"].sort_index()
    return pd.DataFrame({"sales_mn": sold, "yoy_pct": 100 * (sold / sold.shift(12) - 1)}).reset_index()


def us_sales_printed(record: Snapshot, asked: pd.Timestamp) -> pd.Series | None:
    """Return the newest month of light-vehicle sales with both printed changes, public on the day asked."""
    table = record.table("us_vehicle_sales").dropna(subset=["yoy_pct", "mom_pct"])
    printed = table[table["released"] <= asked].sort_values("month")
    return None if printed.empty else printed.iloc[-1]


# --- how much hangs on it --------------------------------------------------------------------


@once
def dependence(record: Snapshot) -> pd.DataFrame:
    """Return, for each whole year, how much of Japan's car exports goes to the US and what it weighs.

    Percent: the US share of motor vehicles by value and by number and of passenger cars; cars in all
    exports to the US; the US in all exports; cars, cars with parts, and all exports to the US, in GDP.
    """
    table = record.table("japan_exports")
    years = table["month"].dt.year.rename("year")
    whole = table[years.map(years.value_counts()) == 24]  # twelve months, two destinations
    sums = whole.groupby(["destination", years]).sum(numeric_only=True)
    us, world = sums.loc[US].astype(float), sums.loc["World"].astype(float)
    gdp = outlook_for_japan(record)["gdp_lcu_bn"].reindex(us.index) * 1e6
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


@once
def last_year(record: Snapshot, asked: pd.Timestamp) -> pd.Series | None:
    """Return the newest whole year of :func:`dependence` that had ended by the day asked; ``None`` where there is none."""
    years = dependence(record)
    over = years[years["year"] < asked.year]
    return None if over.empty else over.iloc[-1]


def makers_count(record: Snapshot) -> float | None:
    """Return the US share of new vehicles exported in 2023, by number, as the makers' association counts, percent."""
    facts = record.table("carmaker_facts").set_index("metric")["value_mn_vehicles"]
    us, world = (facts.get(f"vehicles exported{to}, makers' count") for to in (" to the US", ""))
    return None if us is None or world is None else float(100 * us / world)


def worst_year(record: Snapshot, asked: pd.Timestamp) -> tuple[int, float]:
    """Return the year before the one asked in which Japan's real GDP fell most, and by how many percent."""
    growth = outlook_for_japan(record)["real_growth_pct"].loc[: asked.year - 1]
    return int(growth.idxmin()), -float(growth.min())


def estimates(record: Snapshot, asked: pd.Timestamp, within: str = "ever") -> pd.DataFrame:
    """Return the published estimates of the tariffs' loss that were public on a day, with ``when`` the loss comes, in words.

    ``within`` a ``"year"`` leaves out what builds up over years: a horizon that names a later year, or only the peak.
    """
    table = record.table("tariff_gdp_estimates")
    table = table[table["released"] <= asked]
    this = table["horizon"] == table["released"].dt.year.astype(str)
    named = table["horizon"].str.fullmatch(r"20\d\d")
    when = table["horizon"].mask(named, "by " + table["horizon"]).mask(this, "in " + table["horizon"])
    when = when.replace({"peak": "at most"})
    far = (named & ~this) | (table["horizon"] == "peak")
    return table.assign(when=when)[~far if within == "year" else slice(None)]


def first_round(
    record: Snapshot,
    asked: pd.Timestamp,
    duty: float,
    *,
    absorbed: ArrayLike,
    elasticity: ArrayLike,
    value_added: ArrayLike,
) -> Array | None:
    """Return the income that a duty on cars takes from Japan in a year at first, percent of GDP.

    On the exports of the last whole year before the day asked; the three assumptions, which broadcast, are those of
    :func:`brink.models.tariffs.first_round_loss`. ``None`` where exports or the old duty are not on record.
    """
    year, steps = last_year(record, asked), tariff_steps(record)["car_duty_pct"]
    if year is None or steps.empty:
        return None
    return first_round_loss(year["cars_pct_gdp"], steps.iloc[0], duty, absorbed, elasticity, value_added)


@once
def gdp_effect(record: Snapshot, asked: pd.Timestamp, duties: tuple[float, ...]) -> pd.DataFrame:
    """Return the first-round loss of income a year at each duty on cars, percent of GDP, by :data:`ASSUMED`.

    ``central_pct`` rests on the first value of each assumption, but on the absorption measured so far where a price is
    on record; ``low_pct`` and ``high_pct`` span every absorption from none to all and all values of the others.
    """
    measured = measured_absorption(record)
    centre = {name: values[0] for name, values in ASSUMED.items()}
    if measured:
        centre["absorbed"] = min(measured[0], 1.0)
    values = np.meshgrid(np.linspace(0, 1, 11), ASSUMED["elasticity"], ASSUMED["value_added"])
    spread = dict(zip(ASSUMED, values, strict=True))
    rows = []
    for duty in duties:
        grid = first_round(record, asked, duty, **spread)
        if grid is not None:
            rows.append((duty, first_round(record, asked, duty, **centre), grid.min(), grid.max()))
    return pd.DataFrame(rows, columns=["duty_pct", "central_pct", "low_pct", "high_pct"])


def sensitivity(record: Snapshot, asked: pd.Timestamp) -> pd.DataFrame:
    """Return the first-round loss at the highest duty for each set of assumptions, percent of GDP: a column for each
    value added, sorted."""
    peak = tariff_steps(record)["car_duty_pct"].max()
    absorbed, elasticities, shares = (sorted(values) for values in ASSUMED.values())
    rows: list[dict[str, Any]] = [
        {"absorbed": part, "elasticity": elasticity}
        | {
            f"{share:g}": first_round(record, asked, peak, absorbed=part, elasticity=elasticity, value_added=share)
            for share in shares
        }
        for part in absorbed
        for elasticity in elasticities
    ]
    return pd.DataFrame(rows)
