"""Tables of a page: a frame with its caption, and the list of the tables a chapter rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from brink.record.snapshot import Snapshot
from brink.report.templates import render
from brink.words import day, number

#: A longer table is folded away.
LONG = 10


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    digits: Mapping[str, int] | int | None = None,
    mark: Sequence[bool] | None = None,
    fold: bool = False,
) -> str:
    """Return a frame as a table: see :func:`brink.report.book.table`."""

    def cell(column: str, value: Any) -> Any:
        if isinstance(value, str | bool):
            return value if isinstance(value, str) else number(value)
        if pd.isna(value):
            return "–"
        if isinstance(value, pd.Timestamp):
            # The blanks of a date keep it together.
            return day(value).replace(" ", "\N{NO-BREAK SPACE}")
        if isinstance(value, pd.Period):
            return str(value)
        return number(value, digits.get(column) if isinstance(digits, Mapping) else digits)

    marked = [False] * len(frame) if mark is None else list(mark)
    rows = [
        {"marked": set_off, "cells": [cell(column, value) for column, value in zip(frame, row, strict=True)]}
        for set_off, row in zip(marked, frame.itertuples(index=False), strict=True)
    ]
    columns = [
        {"name": column, "numeric": pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)}
        for column, dtype in frame.dtypes.items()
    ]
    return render("table.html", caption=caption, columns=columns, rows=rows, folded=fold or len(frame) > LONG)


def sources(record: Snapshot, *names: str) -> str:
    """Return the list of tables a chapter rests on: see :func:`brink.report.book.sources`."""
    return render("sources.html", tables=[record.describe(name) | {"last": record.last_public(name)} for name in names])
