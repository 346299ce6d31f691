"""The one door to ``data/``: tables as they stood on a given day.

``data/datapackage.json`` (a Frictionless Data Package) describes every table: fields, types,
units, primary key, and the rule that says from when a row was public. :class:`Snapshot` hands
out typed frames that hold only what was public on its day.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

import pandas as pd

from brink.errors import DescriptorError, TableError, UnknownColumn, UnknownTable

DATA = Path(__file__).resolve().parent.parent / "data"
DESCRIPTOR = "datapackage.json"


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


class Frame(pd.DataFrame):
    """A DataFrame that names the table and the columns it has when asked for one it lacks."""

    _metadata: ClassVar = ["table"]

    @property
    def _constructor(self):
        return pd.DataFrame

    def __getitem__(self, key):
        try:
            return super().__getitem__(key)
        except KeyError:
            raise UnknownColumn(
                f"table {self.table!r} has no column {key!r}. Its columns: {', '.join(self.columns)}"
            ) from None


def load_package(root: Path = DATA) -> dict:
    """Return the data package descriptor of ``root`` as a dictionary.

    Raises :class:`~brink.errors.DescriptorError` when it is missing or not valid JSON.
    """
    path = Path(root) / DESCRIPTOR
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DescriptorError(f"{path} is missing. Restore it: git checkout -- data/{DESCRIPTOR}") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DescriptorError(f"{path} can't be read ({error}). Restore it or mend the JSON.") from error
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        raise DescriptorError(f"{path} has no list of resources. Restore it: git checkout -- data/{DESCRIPTOR}")
    return package


def _stamp(path: Path) -> tuple[int, int] | None:
    """Tell one state of a file from another; ``None`` where there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


@cache
def _resources(root: Path, _: tuple | None) -> dict[str, dict]:
    return {resource.get("name"): resource for resource in load_package(root)["resources"]}


def describe(name: str, root: Path = DATA) -> dict:
    """Return the descriptor of one table; raises :class:`~brink.errors.UnknownTable`."""
    resources = _resources(Path(root), _stamp(Path(root) / DESCRIPTOR))
    if name not in resources:
        raise UnknownTable(
            f"no table {name!r} is described in data/{DESCRIPTOR}. Tables: {', '.join(sorted(map(str, resources)))}"
        )
    return resources[name]


# --- reading -------------------------------------------------------------------------------

_KINDS = {"string", "number", "integer", "date", "boolean"}


def parse(resource: dict, root: Path = DATA) -> tuple[pd.DataFrame, list[Problem]]:
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

    try:
        with open(Path(root) / resource["path"], newline="", encoding="utf-8") as handle:
            rows = list(csv.reader(handle, strict=True))
    except FileNotFoundError:
        return fatal("", "the file is missing", f"Restore it: git checkout -- {file}")
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        return fatal("", f"not readable as UTF-8 CSV ({error})", f"Restore it: git checkout -- {file}")
    header = rows[0] if rows else []
    if header != names:
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
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(names):
            return fatal(
                f"row {number}",
                f"{len(row)} cells where the header has {len(names)}",
                "The row is damaged: restore it from its source.",
            )
    cells = list(zip(*rows[1:], strict=True)) or [()] * len(names)
    columns, problems = {}, []
    for field, column in zip(fields, cells, strict=True):
        text = pd.Series(column, dtype="str")
        columns[field["name"]], bad = _typed(field, text)
        problems.extend(Problem(file, where, what, remedy) for where, what, remedy in bad)
    frame = pd.DataFrame(columns)
    problems.extend(_key_problems(resource, frame, file))
    return frame, problems


def _typed(field: dict, text: pd.Series) -> tuple[pd.Series, list[tuple[str, str, str]]]:
    """Turn a column of text into its type; list what does not fit."""
    name, kind, limits = field["name"], field["type"], field.get("constraints", {})
    if kind not in _KINDS:
        raise DescriptorError(
            f"data/{DESCRIPTOR}: field {name!r} has type {kind!r}; known: {', '.join(sorted(_KINDS))}"
        )
    empty = text == ""
    source = text.mask(empty)
    if kind == "string":
        values, wrong = source, pd.Series(False, index=text.index)
    elif kind == "date":
        values = pd.to_datetime(source, format="%Y-%m-%d", errors="coerce")
        wrong = ~empty & (values.isna() | (text.str.len() != 10))
    elif kind == "boolean":
        values = source.map({"true": True, "false": False}).astype("boolean")
        wrong = ~empty & values.isna()
    else:
        values = pd.to_numeric(source, errors="coerce").astype("float64")
        wrong = ~empty & ~values.between(float("-inf"), float("inf"), inclusive="neither")
        if kind == "integer":
            wrong |= ~empty & (values % 1 != 0)
            values = values.mask(wrong).astype("Int64")

    found = [(mask, what) for mask, what in _limit_breaks(limits, text, values, empty, kind)]
    found.insert(0, (wrong, f"is not a {kind}"))
    bad = []
    for mask, what in found:
        for position in text.index[mask.fillna(False).astype(bool)]:
            bad.append(
                (
                    f"row {position + 2}, column {name}",
                    f"{text[position]!r} {what}" if text[position] else what,
                    "Compare the cell with the table's source and correct it.",
                )
            )
    return values, bad


def _limit_breaks(limits: dict, text, values, empty, kind: str) -> Iterator[tuple[pd.Series, str]]:
    if limits.get("required"):
        yield empty, "a required value is missing"
    bound = pd.Timestamp if kind == "date" else float
    if "minimum" in limits:
        yield ~empty & (values < bound(limits["minimum"])), f"is below the lowest credible value {limits['minimum']}"
    if "maximum" in limits:
        yield ~empty & (values > bound(limits["maximum"])), f"is above the highest credible value {limits['maximum']}"
    if "enum" in limits:
        yield ~empty & ~text.isin(limits["enum"]), f"is none of {', '.join(limits['enum'])}"
    if "pattern" in limits:
        pattern = re.compile(limits["pattern"])
        fits = [pattern.fullmatch(cell) is not None for cell in text]
        yield ~empty & ~pd.Series(fits, index=text.index, dtype=bool), f"does not match {limits['pattern']}"


def _key_problems(resource: dict, frame: pd.DataFrame, file: str) -> list[Problem]:
    """Rows must be unique and sorted by the primary key, so that a diff shows one change as one line."""
    key = resource["schema"].get("primaryKey", [])
    if not key or frame.empty:
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


def _plain(value) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def public_from(resource: dict, frame: pd.DataFrame) -> pd.Series:
    """Return, for each row, the day from which it was public, by the table's as-of rule.

    The rule is ``{"column": name, "plus_days": n, "otherwise": rule}``: the day in ``column`` plus
    ``n`` days; where that cell is empty, the rule under ``otherwise``.
    """
    rule = resource.get("as_of")
    if not rule:
        raise DescriptorError(f"data/{DESCRIPTOR}: table {resource['name']!r} has no as_of rule. Add one.")
    public = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    while rule:
        day = frame[rule["column"]].astype("datetime64[us]") + pd.Timedelta(days=rule.get("plus_days", 0))
        public = public.fillna(day)
        rule = rule.get("otherwise")
    if public.isna().any():
        row = int(public.isna().argmax()) + 2
        raise TableError(
            f"data/{resource['path']}, row {row}: no day from which the row was public. "
            "Fill the as-of column or add an 'otherwise' rule to the descriptor."
        )
    return public


@cache
def _read(name: str, root: Path, stamp: tuple) -> tuple[dict, pd.DataFrame, pd.Series]:
    resource = describe(name, root)
    frame, problems = parse(resource, root)
    if problems:
        more = f" ({len(problems) - 1} more: python -m brink verify)" if len(problems) > 1 else ""
        raise TableError(f"{problems[0]}{more}")
    return resource, frame, public_from(resource, frame)


class Snapshot:
    """The public record as it stood at the end of one day.

    Parameters
    ----------
    as_of : datetime.date or None
        The day; ``None`` means everything the tables hold.
    root : path
        The folder of the data package.

    Examples
    --------
    >>> Snapshot(date(2025, 6, 10)).table("us_auctions")["auction_date"].max()
    Timestamp('2025-06-10 00:00:00')
    """

    def __init__(self, as_of: date | None = None, root: Path = DATA):
        self.as_of = as_of
        self.root = Path(root)

    def __repr__(self) -> str:
        return f"Snapshot({self.as_of or 'everything'})"

    def _public(self, name: str) -> tuple[dict, pd.DataFrame, pd.Series]:
        resource = describe(name, self.root)
        stamps = _stamp(self.root / DESCRIPTOR), _stamp(self.root / resource["path"])
        resource, frame, public = _read(name, self.root, stamps)
        if self.as_of is not None:
            known = public <= pd.Timestamp(self.as_of)
            frame, public = frame[known], public[known]
        return resource, frame, public

    def _frame(self, name: str, frame: pd.DataFrame) -> Frame:
        result = Frame(frame.reset_index(drop=True))
        result.table = name
        return result

    def vintages(self, name: str) -> Frame:
        """Return every row that was public on the day, all vintages of a period included."""
        _, frame, _ = self._public(name)
        return self._frame(name, frame)

    def table(self, name: str) -> Frame:
        """Return the table as a reader would have found it on the day.

        Where the descriptor declares vintages (``vintage_of``: the columns that name a figure),
        only the newest public value of each figure is kept.

        Raises :class:`~brink.errors.UnknownTable`, :class:`~brink.errors.TableError`.
        """
        resource, frame, public = self._public(name)
        if figure := resource.get("vintage_of"):
            newest = public.sort_values(kind="stable").index
            frame = frame.loc[newest].drop_duplicates(figure, keep="last").sort_index()
        return self._frame(name, frame)

    def last_public(self, name: str) -> date:
        """Return the day the newest row in this snapshot became public."""
        _, frame, public = self._public(name)
        if frame.empty:
            raise TableError(f"table {name!r} holds no row that was public on {self.as_of}.")
        return public.max().date()
