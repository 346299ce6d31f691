"""One table: how its file is parsed, typed, and held against its description; from when a row was public."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from operator import lt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from brink.errors import DescriptorError, TableError
from brink.record.package import DATA, DESCRIPTOR, Resource, restore


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one table: where it is and what to do about it."""

    file: str
    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, {self.where}" if self.where else self.file
        return f"{place}: {self.what}. {self.remedy}"


_KINDS = {"string", "number", "integer", "date", "boolean"}
#: What no text of a table may hold: chapters set such text among their own Markdown, where a tag or a new line would act.
_ACTIVE = re.compile(r"<[A-Za-z/!?]|[\x00-\x1f\x7f]")


#: What a table's file must be.
SAVE_AS = "Save it as UTF-8 without a byte-order mark, cells parted by commas, lines ended by LF."


def form_slip(content: bytes) -> str:
    """Return what an editor or a spreadsheet did to a file of comma-separated UTF-8, an empty text when nothing."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "the file is UTF-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return "the file begins with a byte-order mark"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return (
            f"row {line} is not UTF-8 (byte 0x{content[error.start]:02x}): an encoding of one language, such as cp1252"
        )
    header = content.partition(b"\n")[0]
    for mark, name in ((b"\t", "tabs"), (b";", "semicolons")):
        if mark in header and b"," not in header:
            return f"cells are parted by {name}"
    return "lines end in CR LF" if b"\r" in content else ""


def parse(resource: Resource, root: Path = DATA) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one table and hold every cell against its description.

    Returns the typed frame and the problems found; the frame is empty when the file could not
    be read as a table at all. Types: ``string`` -> str, ``number`` -> float64, ``integer`` ->
    Int64, ``date`` -> datetime64, ``boolean`` -> boolean. An empty cell is a missing value.
    """
    file = f"data/{resource['path']}"
    fields = resource["schema"]["fields"]
    names = [field["name"] for field in fields]

    def fatal(where: str, what: str, remedy: str) -> tuple[pd.DataFrame, list[Problem]]:
        return pd.DataFrame({name: [] for name in names}), [Problem(file, where, what, remedy)]

    path = Path(root) / resource["path"]
    try:
        with open(path, newline="", encoding="utf-8") as handle:
            rows = list(csv.reader(handle, strict=True))
    except FileNotFoundError:
        return fatal("", "the file is missing", restore(file))
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        what = form_slip(path.read_bytes()) if path.is_file() else ""
        return fatal("", what or f"not readable as CSV ({error})", f"{SAVE_AS} {restore(file)}")
    header = rows[0] if rows else []
    if header != names:
        if slip := form_slip(path.read_bytes()):
            return fatal("", slip, f"{SAVE_AS} {restore(file)}")
        missing, extra = [n for n in names if n not in header], [h for h in header if h not in names]
        detail = "; ".join(
            part
            for part in (
                f"missing: {', '.join(missing)}" if missing else "",
                f"not described: {', '.join(extra)}" if extra else "",
                "" if missing or extra else "the columns are in another order",
            )
            if part
        )
        return fatal("row 1", f"the header differs from the description ({detail})", "Mend the header or the schema.")
    widths = list(map(len, rows))
    if set(widths) != {len(names)}:
        place = next(place for place, width in enumerate(widths) if width != len(names))
        return fatal(
            f"row {place + 1}",
            f"{widths[place]} cells where the header has {len(names)}",
            "The row is damaged: restore it from its source.",
        )
    cells = list(zip(*rows[1:], strict=True)) or [()] * len(names)
    columns: dict[str, ArrayLike] = {}
    problems: list[Problem] = []
    for field, column in zip(fields, cells, strict=True):
        columns[field["name"]], bad = _typed(field, column)
        problems.extend(Problem(file, where, what, remedy) for where, what, remedy in bad)
    frame = pd.DataFrame(columns)
    problems.extend(_key_problems(resource, frame, file))
    return frame, problems


# Columns are typed and checked as plain arrays: a table is small, and a Series for each step costs more than the step.
# Most columns repeat few different cells, and nearly all are clean: what can be asked of the set of cells is asked of it.


def _typed(field: Resource, column: tuple[str, ...]) -> tuple[ArrayLike, list[tuple[str, str, str]]]:
    """Turn a column of text into its type; list what does not fit."""
    name, kind, limits = field["name"], field["type"], field.get("constraints", {})
    if kind not in _KINDS:
        raise DescriptorError(
            f"data/{DESCRIPTOR}: field {name!r} has type {kind!r}; known: {', '.join(sorted(_KINDS))}"
        )
    cells = set(column)
    empty = _among(column, {""} & cells)
    values: Any
    if kind == "string":
        values = pd.array([cell or None for cell in column], dtype="str")
        wrong = _among(column, set(filter(_ACTIVE.search, cells)))
    elif kind == "date":
        values = _days(column)
        wrong = ~empty & (np.isnat(values) | _among(column, {cell for cell in cells if len(cell) != 10}))
    elif kind == "boolean":
        wrong = _among(column, cells - {"true", "false", ""})
        values = pd.arrays.BooleanArray(_among(column, {"true"}), empty | wrong)
    else:
        values = _numbers(column)
        wrong = ~empty & ~np.isfinite(values)
        if kind == "integer":
            wrong |= ~empty & (values != np.floor(values))
            values = np.where(wrong, np.nan, values)

    bad = []
    not_kind = "is not plain text: it holds markup or a control character" if kind == "string" else f"is not a {kind}"
    for mask, what in ((wrong, not_kind), *_limit_breaks(limits, column, values, empty, kind)):
        for position in np.flatnonzero(mask):
            bad.append(
                (
                    f"row {position + 2}, column {name}",
                    f"{column[position]!r} {what}" if column[position] else what,
                    "Compare the cell with the table's source and correct it.",
                )
            )
    return pd.array(values, dtype="Int64") if kind == "integer" else values, bad


# NumPy reads a clean column several times faster than pandas does, but stops at the first cell it can't read, and reads
# a few things that are slips of the keyboard. Such a column goes to pandas, which gives a missing value for each bad cell.


def _numbers(column: tuple[str, ...]) -> NDArray[np.float64]:
    text = "".join(column)
    if text.isascii() and "_" not in text:
        with suppress(ValueError):
            return np.array([cell or "nan" for cell in column], dtype="float64")
    numbers: NDArray[np.float64] = pd.to_numeric(np.array(column, dtype=object), errors="coerce").astype("float64")
    return numbers


def _days(column: tuple[str, ...]) -> NDArray[np.datetime64]:
    if set(map(len, column)) <= {0, 10}:
        with suppress(ValueError):
            return np.array(column, dtype="datetime64[D]").astype("datetime64[us]")
    days: NDArray[np.datetime64] = pd.to_datetime(column, format="%Y-%m-%d", errors="coerce").to_numpy()
    return days


def _limit_breaks(
    limits: Resource, column: tuple[str, ...], values: Any, empty: NDArray[np.bool_], kind: str
) -> Iterator[tuple[NDArray[np.bool_], str]]:
    """Yield, for each limit, which cells break it and what is then wrong with them."""
    if limits.get("required"):
        yield empty, "a required value is missing"
    bound = np.datetime64 if kind == "date" else float
    if "minimum" in limits:
        yield ~empty & (values < bound(limits["minimum"])), f"is below the lowest credible value {limits['minimum']}"
    if "maximum" in limits:
        yield ~empty & (values > bound(limits["maximum"])), f"is above the highest credible value {limits['maximum']}"
    if "enum" in limits:
        yield _among(column, set(column) - {"", *limits["enum"]}), f"is none of {', '.join(limits['enum'])}"
    if "pattern" in limits:
        fits = re.compile(limits["pattern"]).fullmatch
        yield (
            _among(column, {cell for cell in set(column) if cell and not fits(cell)}),
            f"does not match {limits['pattern']}",
        )


def _among(column: tuple[str, ...], wanted: set[str]) -> NDArray[np.bool_]:
    """Return which cells are among those wanted."""
    return np.array([cell in wanted for cell in column], dtype=bool) if wanted else np.zeros(len(column), dtype=bool)


def _key_problems(resource: Resource, frame: pd.DataFrame, file: str) -> list[Problem]:
    """Rows must be unique and sorted by the primary key, so that a diff shows one change as one line."""
    key = resource["schema"].get("primaryKey", [])
    if not key or frame.empty:
        return []
    parts = [frame[column].to_numpy() for column in key]
    rows = list(zip(*(part.tolist() for part in parts), strict=True))
    if not any(pd.isna(part).any() for part in parts) and all(map(lt, rows, rows[1:])):
        return []
    keys = frame[key]
    if (repeated := keys.duplicated()).any():
        row = repeated.idxmax()
        named = ", ".join(f"{column} {_plain(value)}" for column, value in keys.loc[row].items())
        return [Problem(file, f"row {row + 2}", f"the key ({named}) occurs twice", "Remove the repeated row.")]
    order = keys.sort_values(key, kind="stable", na_position="first").index
    if (moved := order != frame.index).any():
        row = int(moved.argmax())
        return [
            Problem(file, f"row {row + 2}", f"rows are not sorted by {', '.join(key)}", "Sort the file by its key.")
        ]
    return []


def _plain(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def public_from(resource: Resource, frame: pd.DataFrame) -> pd.Series:
    """Return, for each row, the day from which it was public, by the table's as-of rule.

    The rule is ``{"column": name, "plus_days": n, "otherwise": rule}``: the day in ``column`` plus
    ``n`` days; where that cell is empty, the rule under ``otherwise``.
    """
    rule = resource.get("as_of")
    if not rule:
        raise DescriptorError(f"data/{DESCRIPTOR}: table {resource['name']!r} has no as_of rule. Add one.")
    public = _day_by(rule, frame)
    while (rule := rule.get("otherwise")) and public.hasnans:
        public = public.fillna(_day_by(rule, frame))
    if public.hasnans:
        row = int(public.isna().argmax()) + 2
        raise TableError(
            f"data/{resource['path']}, row {row}: no day from which the row was public. "
            "Fill the as-of column or add an 'otherwise' rule to the descriptor."
        )
    return public


def _day_by(rule: Resource, frame: pd.DataFrame) -> pd.Series:
    return frame[rule["column"]].astype("datetime64[us]") + pd.Timedelta(days=rule.get("plus_days", 0))
