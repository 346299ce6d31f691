"""The US budget: what the tax and spending bill costs and adds by whose count, who said what, spending and debt.

What bill, tariffs and growth come to together is in :mod:`brink.measures.budget_sum`. Where a record holds too little
for a figure there is none: ``None``, or a frame without rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.record.snapshot import Snapshot, once
from brink.video import DAY

FISCAL = "us_fiscal_estimates"
_VALUES = ["value_usd_bn", "value_usd_tn", "value_pct", "value_mn"]


# --- lookups ----------------------------------------------------------------------------------


@once
def figures(record: Snapshot) -> dict[str, float]:
    """Return every published figure that was public, by name: money in billions of dollars, percent, or millions."""
    table = record.table(FISCAL)
    values = table[_VALUES].to_numpy() * [1, 1000, 1, 1]
    first = np.isfinite(values).argmax(axis=1)  # each row fills one of the four
    return dict(zip(table["figure"], values[np.arange(len(values)), first].tolist(), strict=True))


def figure(record: Snapshot, name: str) -> float | None:
    """Return one published figure, or ``None`` if none was public."""
    return figures(record).get(name)


def figures_of(record: Snapshot, *names: str) -> list[float] | None:
    """Return several figures, or ``None`` unless all were public."""
    known = figures(record)
    return [known[name] for name in names] if known.keys() >= set(names) else None


@once
def baseline(record: Snapshot, newest: bool = False) -> pd.DataFrame:
    """Return one edition of CBO's baseline by fiscal year: the one current on the video's day, or the newest.

    The bill was scored against the former. Adds ``debt_pct_gdp``, ``average_debt_usd_bn`` (mean of the year's two ends)
    and ``implied_rate`` (net interest over average debt, a fraction).
    """
    rows = record.vintages("us_cbo_baseline")
    if not newest:
        rows = rows[rows["released"] <= DAY]
    rows = rows[rows["released"] == rows["released"].max()].set_index("fiscal_year").copy()
    rows["debt_pct_gdp"] = rows["debt_usd_bn"] / rows["gdp_usd_bn"] * 100
    rows["average_debt_usd_bn"] = rows["debt_usd_bn"].rolling(2).mean()
    rows["implied_rate"] = rows["net_interest_usd_bn"] / rows["average_debt_usd_bn"]
    return rows


@once
def ten_year_yield(record: Snapshot) -> tuple[pd.Timestamp, float] | None:
    """Return the last ten-year Treasury yield at hand, in percent, with its date."""
    yields = record.table("us_cmt_yields").set_index("date")["yield_10y_pct"].dropna()
    return None if yields.empty else (yields.index[-1], float(yields.iloc[-1]))


# --- who said what when -------------------------------------------------------------------------


@once
def statements(record: Snapshot, topic: str) -> pd.DataFrame:
    """Return what officials said of one matter (``savings``, ``deficit``, ``growth``, ``tariffs``), in its order."""
    rows = record.table("us_bill_statements")
    return rows[rows["topic"] == topic].sort_values(["said", "speaker"]).reset_index(drop=True)


_SCORES = {
    "cbo_house_deficit": "conventional",
    "cbo_house_debt": "with interest",
    "cbo_house_dynamic": "with the economy's response",
    "cbo_senate_deficit": "conventional",
    "cbo_law_deficit": "conventional",
    "cbo_law_debt": "with interest",
    "cbo_law_update": "with interest and response",
}


def scores(record: Snapshot) -> pd.DataFrame:
    """Return CBO's counts of the bill in time: what it adds to deficits over 2025-34, in trillions."""
    rows = record.vintages(FISCAL)
    rows = rows[rows["figure"].isin(_SCORES)].copy()
    rows["counted"] = rows["figure"].map(_SCORES)
    rows["trillions"] = rows["value_usd_tn"].fillna(rows["value_usd_bn"] / 1000)
    columns = ["released", "version", "counted", "trillions", "publisher", "source_url"]
    rows = rows.sort_values(["released", "figure"])[columns]
    return rows.drop_duplicates(["version", "counted"]).reset_index(drop=True)


@once
def packages(record: Snapshot) -> pd.DataFrame:
    """Return, for each author and version of the bill, what it costs, adds to GDP and adds in jobs, side by side.

    ``debt`` in trillions of dollars over ten years, ``gdp`` in percent, ``jobs`` in millions; missing where the author
    gives none. ``public`` is the day from which all of them were.
    """
    rows = record.table(FISCAL)
    parts = rows["figure"].str.extract(r"^(?P<package>[a-z]+_[a-z]+)_(?P<part>deficit|gdp|jobs)$")
    rows = rows.join(parts).dropna(subset="package")
    rows["value"] = (
        rows["value_usd_tn"].fillna(rows["value_usd_bn"] / 1000).fillna(rows["value_pct"]).fillna(rows["value_mn"])
    )
    wide = rows.pivot(index="package", columns="part", values="value").reindex(columns=["deficit", "gdp", "jobs"])
    about = rows.groupby("package").agg(
        publisher=("publisher", "first"), version=("version", "first"), public=("released", "max")
    )
    frame = about.join(wide.rename(columns={"deficit": "debt"}))
    frame = frame[frame[["debt", "gdp", "jobs"]].notna().sum(axis=1) > 1]
    return frame.sort_values(["public", "version"]).reset_index(drop=True)


def tax_foundation_cost(record: Snapshot) -> float | None:
    """Return the Tax Foundation's cost before growth, rebuilt in billions: its cost after growth and what growth brings."""
    known = figures_of(record, "tf_house_dynamic", "tf_house_feedback")
    return None if known is None else sum(known)


# --- spending and debt -------------------------------------------------------------------------


@once
def history(record: Snapshot) -> pd.DataFrame:
    """Return the federal budget by fiscal year, in percent of GDP.

    ``deficit`` is what is spent beyond what comes in, ``primary`` the same without interest. GDP is as CBO's newest
    baseline on record has it, and where that begins later as in the table.
    """
    rows = record.table("us_budget_history").set_index("fiscal_year")
    edition = baseline(record, newest=True)["gdp_usd_bn"]
    gdp = edition.reindex(rows.index).fillna(rows["gdp_usd_bn"]) / 100
    return pd.DataFrame(
        {
            "year_end": rows["year_end"],
            "deficit": -rows["balance_usd_bn"] / gdp,
            "primary": -(rows["balance_usd_bn"] + rows["net_interest_usd_bn"]) / gdp,
            "outlays": rows["outlays_usd_bn"] / gdp,
            "revenues": rows["revenues_usd_bn"] / gdp,
            "debt": rows["debt_usd_bn"] / gdp,
        }
    )


def twelve_months(record: Snapshot) -> pd.Series | None:
    """Return the deficit of the twelve months to CBO's newest monthly count, in percent of the fiscal year's GDP.

    The deficit of the year before and what the months counted add to it; GDP is the newest baseline's. Beside it
    ``adjusted_pct``, as if no payment day had moved. ``None`` unless all three were public.
    """
    reviews = record.table("us_budget_reviews").sort_values("released")
    years, ahead = record.table("us_budget_history").set_index("fiscal_year"), baseline(record, newest=True)
    if reviews.empty:
        return None
    last = reviews.iloc[-1]
    if last["fiscal_year"] - 1 not in years.index or last["fiscal_year"] not in ahead.index:
        return None
    spent = -years.loc[last["fiscal_year"] - 1, "balance_usd_bn"] + last["deficit_change_usd_bn"]
    return pd.Series(
        {
            "deficit_pct": 100 * spent / ahead.loc[last["fiscal_year"], "gdp_usd_bn"],
            "deficit_usd_bn": spent,
            "adjusted_pct": 100
            * (spent - last["deficit_change_usd_bn"] + last["deficit_change_adjusted_usd_bn"])
            / ahead.loc[last["fiscal_year"], "gdp_usd_bn"],
            "end": pd.Timestamp(int(last["fiscal_year"]) - 1, 9, 30) + pd.offsets.MonthEnd(int(last["months"])),
        }
    )


def debt_growth(record: Snapshot, held: str, quarters: int) -> pd.Series:
    """Return by how many percent a year the federal debt grew over some quarters, by their last.

    ``held``: ``gross``, or by the ``public``.
    """
    debt = record.table("us_federal_debt").set_index("quarter")[f"{held}_usd_mn"]
    return 100 * ((debt / debt.shift(quarters)) ** (4 / quarters) - 1).dropna()


# --- what growth is to mask ------------------------------------------------------------------------

#: Years of an estimate of growth a year, and so the factor that turns it into a level at their end.
SCORE_YEARS = 10
#: Pairs of estimates for one horizon, with what turns each into percent of GDP: what the bill adds, what tariffs take.
#: A loss that builds up evenly is on average half as large as at its end.
PAIRS: dict[str, tuple[tuple[str, float], tuple[str, float]]] = {
    "official": (("jct_committee_growth", SCORE_YEARS), ("cbo_tariffs_gdp", 1)),
    "official, on average": (("jct_committee_gdp", 1), ("cbo_tariffs_gdp", 1 / 2)),
    "penn_wharton": (("pw_may_gdp", 1), ("cbo_tariffs_gdp", 1)),
    "yale": (("tf_house_gdp", 1), ("yale_tariffs_gdp", 1)),
    "tax_foundation": (("tf_house_gdp", 1), ("tf_tariffs_gdp", 1)),
    "april": (("tf_house_gdp", 1), ("pw_tariffs_gdp", 1)),
}


def net_growth(record: Snapshot, pair: str) -> tuple[float, float, float] | None:
    """Return what the bill adds to GDP, what the tariffs take (below zero), and both together, in percent of GDP.

    ``pair`` is one of :data:`PAIRS`. ``None`` unless both estimates were public.
    """
    (gain, times), (loss, part) = PAIRS[pair]
    known = figures_of(record, gain, loss)
    if known is None:
        return None
    adds, takes = known[0] * times, known[1] * part
    return adds, takes, round(adds + takes, 6)  # so that 0.8 less 0.7 is a tenth


@once
def tax_cuts_against_tariffs(record: Snapshot) -> dict[str, float] | None:
    """Return the bill's tax cuts, the cuts against the rates in force, and what the tariffs bring, in trillions.

    All by CBO, against current law. The cuts against the rates in force (``new``) are what is left where the tax cuts of
    2017 count as going on: the budget director's count of the deficit on that footing says how much of the cuts that is.
    Missing (not a number) before he gave it; ``None`` unless the others were public.
    """
    known = figures_of(record, "cbo_house_revenue", "cbo_tariffs_primary", "cbo_house_deficit")
    if known is None:
        return None
    cuts, tariffs, deficit = -known[0] / 1000, known[1] / 1000, known[2] / 1000
    footing = statements(record, "deficit")["amount_usd_tn"].dropna()
    kept = np.nan if footing.empty else deficit - float(footing.iloc[-1])
    return {"cuts": cuts, "new": cuts - kept, "tariffs": tariffs}
