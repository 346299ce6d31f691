"""Which time the rows of a table speak of, read off their key: "2025-06-10", "2025-06", "2025Q2", "FY2025", "2025"."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from brink.record.snapshot import Snapshot
from brink.record.table import public_from

_PERIOD = re.compile(r"(?:FY ?|CY ?)?((?:18|19|20)\d{2})(?:-?Q([1-4])|-(0[1-9]|1[0-2])(?!\d))?")
#: Columns of a key that say when a row was published, not what it is about.
_PUBLICATION = ("released", "published", "fetched")


def periods(record: Snapshot, name: str) -> pd.DataFrame:
    """Return the first and the last month each row of a table speaks of, in the order of ``record.vintages(name)``.

    Columns ``first`` and ``last`` (monthly periods). A row's period is the first column of the key that holds one, else
    the day it was public; a row that names none where its neighbours do is missing.
    """
    entry, frame = record.describe(name), record.vintages(name)
    key = [column for column in entry["schema"]["primaryKey"] if column not in _PUBLICATION]
    found = (_months(frame[column]) for column in key)
    spans = next((spans for spans in found if spans is not None), None)
    return _months_of_days(public_from(entry, frame)) if spans is None else spans


def _months_of_days(days: pd.Series) -> pd.DataFrame:
    months = days.dt.to_period("M")
    return pd.DataFrame({"first": months, "last": months})


def _months(column: pd.Series) -> pd.DataFrame | None:
    """Read a column as periods, or return ``None`` where it holds none."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _months_of_days(column)
    found = column.astype(str).str.extract(_PERIOD)
    if found.empty or found[0].isna().mean() > 0.5:
        return None
    known = found.dropna(subset=0)
    quarter, month = known[1].notna(), pd.to_numeric(known[2])
    start = ((pd.to_numeric(known[1]) - 1) * 3 + 1).fillna(month).fillna(1).astype(int)
    length = np.select([quarter, known[2].notna()], [3, 1], 12)
    first = pd.Series(pd.PeriodIndex.from_fields(year=known[0].astype(int), month=start, freq="M"), index=known.index)
    return pd.DataFrame({"first": first, "last": first + (length - 1)}).reindex(column.index)


def earliest(record: Snapshot, name: str) -> pd.Series:
    """Return, for each day on which rows of a table became public, the first day of the earliest period they speak of.

    Not a time where a row of that day names no period.
    """
    entry, frame = record.describe(name), record.vintages(name)
    starts = periods(record, name)["first"].dt.start_time
    return starts.groupby(public_from(entry, frame).to_numpy()).agg(lambda days: days.min(skipna=False))
