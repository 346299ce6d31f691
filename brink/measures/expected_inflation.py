"""Expected inflation: what bond buyers are paid for it, what households expect, and what it was over the life of a bond."""

from __future__ import annotations

import pandas as pd

from brink.measures import auctions
from brink.record.snapshot import Snapshot, once


@once
def breakevens(record: Snapshot) -> pd.DataFrame:
    """Return 10-, 20- and 30-year break-even inflation and the yields behind the last two, by day, in percent a year.

    Those of 20 and 30 years are computed here, nominal minus real constant-maturity yield: none is published.
    """
    real = record.table("us_real_yields").set_index("date")
    nominal = record.table("us_cmt_yields").set_index("date")
    columns = {"breakeven_10y_pct": real["breakeven_10y_pct"]}
    for years in auctions.LONG:
        columns[f"yield_{years}y_pct"] = nominal[f"yield_{years}y_pct"]
        columns[f"real_yield_{years}y_pct"] = real[f"real_yield_{years}y_pct"]
        columns[f"breakeven_{years}y_pct"] = nominal[f"yield_{years}y_pct"] - real[f"real_yield_{years}y_pct"]
    return pd.DataFrame(columns)


@once
def expected_by_households(record: Snapshot, survey: str, asked: pd.Timestamp) -> pd.Series | None:
    """Return the newest answer of a survey at its longest horizon that was public on a day; ``None`` without one."""
    table = record.table("us_inflation_expectations")
    longest = ["five years", "five to ten years"]
    table = table[(table["survey"] == survey) & table["horizon"].isin(longest) & (table["released"] <= asked)]
    return None if table.empty else table.sort_values("month").iloc[-1]


@once
def inflation_over(record: Snapshot, years: int = 30) -> pd.Series:
    """Return US inflation over spans of years, compound, in percent a year, by the last year of each span."""
    index = record.table("us_cpi_annual").set_index("year")["index"]
    return (100 * ((index / index.shift(years)) ** (1 / years) - 1)).dropna()


@once
def change_around_sales(record: Snapshot, column: str, days: int, asked: pd.Timestamp) -> pd.Series:
    """Return how a column of :func:`breakevens` changed over the trading days that end on a long-bond sale.

    In basis points, by the day of the sale, sales up to a day.
    """
    level = breakevens(record)[column].dropna()
    change = 100 * (level - level.shift(days))
    return change.reindex(auctions.sales(record)["auction_date"].unique()).loc[:asked].dropna()
