"""A table as text: rows with every cell as the file has it, and what the table's description says of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from brink.record.package import Resource

#: A row of a table, every cell as text with the publisher's digits.
Row = dict[str, str]

#: Columns that say where a row came from. Two ways to the same figure differ in them and in nothing else.
PROVENANCE = frozenset({"route", "origin", "source_url"})


def stored_rows(resource: Resource, root: Path) -> list[Row]:
    """Return a table's rows as its file has them."""
    with (root / resource["path"]).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def written(names: Iterable[str], rows: Iterable[Row]) -> str:
    """Return rows as the text of a table's file."""
    names, out = list(names), io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in rows)
    return out.getvalue()


def columns_of(resource: Resource) -> dict[str, str]:
    """Return column -> type, in the order of the file."""
    return {field["name"]: field["type"] for field in resource["schema"]["fields"]}


def figure_key(resource: Resource) -> list[str]:
    """Return the columns that name a figure, whatever its vintage."""
    return list(resource.get("vintage_of") or resource["schema"]["primaryKey"])


def full_key(resource: Resource) -> list[str]:
    """Return the columns that name a row: those of the figure, and its vintage."""
    return [*dict.fromkeys([*figure_key(resource), *resource["schema"]["primaryKey"]])]


def released_column(resource: Resource) -> str:
    """Return the column that says, or begins to say, from when a row was public."""
    return str(resource["as_of"]["column"])


def value_columns(resource: Resource) -> list[str]:
    """Return the columns that hold figures."""
    key = full_key(resource)
    return [name for name, kind in columns_of(resource).items() if kind in ("number", "integer") and name not in key]


def said_columns(resource: Resource) -> list[str]:
    """Return every column in which a publisher says something of a figure: its value, and words and days beside it."""
    aside = {*full_key(resource), *PROVENANCE}
    rule = resource["as_of"]
    while rule:  # days of release differ between two ways to one figure
        if not rule.get("plus_days"):
            aside.add(rule["column"])
        rule = rule.get("otherwise")
    return [name for name in columns_of(resource) if name not in aside]


def identity(row: Row, resource: Resource) -> tuple[str, ...]:
    """Return which figure a row is a vintage of."""
    return tuple(row[column] for column in figure_key(resource))


def named(row: Row, columns: Iterable[str]) -> str:
    """Name a row by some of its cells."""
    return " ".join(row[column] for column in columns)


def newest_by_figure(resource: Resource, rows: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    """Return the newest vintage of each figure (rows of tables without vintages: as they are)."""
    if resource.get("vintage_of"):
        released = released_column(resource)
        rows = sorted(rows, key=lambda row: row[released])
    return {identity(row, resource): row for row in rows}


def same(old: str, new: str, tolerance: str | None = None) -> bool:
    """Return whether two cells say the same: equal as numbers within ``tolerance``, else letter by letter."""
    if old == new or not old or not new:
        return old == new
    try:
        return abs(Decimal(old) - Decimal(new)) <= Decimal(tolerance or 0)
    except ArithmeticError:  # words or days
        return False


def period_start(cell: str) -> str:
    """Return the first day of a period written as a date, ``2025Q1``, ``FY2024`` or a year."""
    if cell.startswith("FY"):
        return f"{cell[2:]}-04-01"
    if len(cell) == 6 and cell[4] == "Q":
        return f"{cell[:4]}-{3 * int(cell[5]) - 2:02d}-01"
    return cell if len(cell) == 10 else f"{cell}-01-01"


def public_from(resource: Resource, row: Row) -> str:
    """Return from which day the table's rule takes a row as public."""
    rule = resource["as_of"]
    while rule:
        if cell := row[rule["column"]]:
            return (date.fromisoformat(cell) + timedelta(rule.get("plus_days", 0))).isoformat()
        rule = rule.get("otherwise")
    return "9999-12-31"
