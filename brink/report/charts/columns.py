"""How the columns of a frame are read: which one says when, where its values stand, what a column is called."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from brink.report.charts import axes
from brink.report.charts.axes import Floats

#: Names of columns that say when, in the order in which they are looked for.
_PERIODS = ("quarter", "period", "month", "year", "fiscal_year")
#: Parts of a column's name that say its unit.
_UNITS = {"pct", "pp", "bp", "bn", "tn", "mn", "usd", "jpy", "yen", "gdp", "lp"}


class Along(NamedTuple):
    """Where the values of a column stand along an axis, and what kind of axis that is."""

    places: Floats
    kind: Literal["time", "years", "number"]
    #: What a point in time stands for.
    step: axes.Step = "day"


def along(column: pd.Series) -> Along:
    """Return where the values of a column stand: days and quarters on a time axis, all else as numbers."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return Along(axes.places_of(column), "time", axes.step_of(pd.DatetimeIndex(column.dropna())))
    if column.dtype == object or pd.api.types.is_string_dtype(column.dtype):
        periods = pd.PeriodIndex(column, freq="Q")
        # A quarter's figure stands in its middle.
        return Along(axes.places_of(pd.Series(periods.start_time + pd.Timedelta(days=45))), "time", "quarter")
    return Along(floats(column), "years" if column.name in ("year", "fiscal_year") else "number")


def floats(column: pd.Series) -> Floats:
    """Return the values of a column as numbers; what is missing is NaN."""
    numbers: Floats = pd.to_numeric(column).to_numpy(dtype=float, na_value=np.nan)
    return numbers


def plain(column: str) -> str:
    """Return the name of a column without its unit, for points nobody named."""
    return " ".join(part for part in column.split("_") if part not in _UNITS)


def time_column(data: pd.DataFrame) -> str:
    """Return the column that says when: the first of days (other than a release), else one named as a period."""
    for column in data.columns:
        if column != "released" and pd.api.types.is_datetime64_any_dtype(data[column].dtype):
            return str(column)
    for column in _PERIODS:
        if column in data.columns:
            return column
    raise ValueError(f"no column of {list(data.columns)} says when; name it: x=...")
