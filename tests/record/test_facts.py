"""Every figure in ``tests/facts/``: what somebody else printed, held against ours.

One file a table (``<table>.csv``, or ``<table>.by_<keys>.csv`` where its figures are named by other columns): ``column``
is ours, then the columns that name a figure, then the figure as ``printed`` (its digits count), ``per``: how many units
of our column make one of the printed unit, and ``by``: who printed it, when.

``tests/copies/totals.csv`` holds a column to the last digit to another project's stored copy of the same series, which came to it by
another way: from ``first`` to ``last`` so many figures that add up to ``total``. ``where`` names the rows of a table that
holds several series, or of an older vintage (``series=gdp; released=2026-06-25``). Ours is the record of the day the
copies were compared: a later revision is a new row, and moves none of these totals.
"""

import csv
from datetime import date
from pathlib import Path

import pytest
from holding import NOW, only, rounds_to

FACTS = Path(__file__).resolve().parent.parent / "facts"
TOTALS = FACTS.parent / "copies" / "totals.csv"
COMPARED = NOW.on(date(2026, 11, 26))
TYPES = {"number": float, "integer": int}


def facts():
    for file in sorted(FACTS.glob("*.csv")):
        table = file.name.split(".")[0]
        kinds = {field["name"]: TYPES.get(field["type"], str) for field in NOW.describe(table)["schema"]["fields"]}
        with file.open(encoding="utf-8", newline="") as handle:
            for fact in csv.DictReader(handle):
                column, printed, per, by = (fact.pop(name) for name in ("column", "printed", "per", "by"))
                where = {key: kinds[key](value) for key, value in fact.items() if value}
                yield pytest.param(table, column, where, printed, float(per), id=f"{table}: {by}")


@pytest.mark.parametrize(("table", "column", "where", "printed", "per"), list(facts()))
def test_our_figure_rounds_to_the_printed_one(table, column, where, printed, per):
    value = only(table, column, **where)
    assert rounds_to(value / per, printed), f"{table}.{column} {where} holds {value}, {printed} was printed"


def test_every_file_of_facts_names_a_table_and_a_source():
    for file in FACTS.glob("*.csv"):
        assert file.name.split(".")[0] in NOW.tables, file.name
        with file.open(encoding="utf-8", newline="") as handle:
            assert all(fact["by"] and fact["printed"] for fact in csv.DictReader(handle)), file.name


def totals():
    with TOTALS.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield pytest.param(*row.values(), id=f"{row['table']}.{row['column']} from {row['first']}: {row['by']}")


@pytest.mark.parametrize(("table", "where", "column", "first", "last", "count", "total", "by"), list(totals()))
def test_our_column_adds_up_to_that_of_a_second_copy(table, where, column, first, last, count, total, by):
    """One figure moved by one unit of its last digit shows."""
    period = NOW.describe(table)["schema"]["primaryKey"][0]
    frame = NOW.vintages(table) if "released=" in where else COMPARED.table(table)
    for condition in filter(None, where.split("; ")):
        name, _, value = condition.partition("=")
        frame = frame[frame[name].astype(str) == value]
    ours = frame.set_index(period).loc[first:last, column].dropna()
    digits = len(total.partition(".")[2])
    assert (len(ours), f"{ours.sum():.{digits}f}") == (int(count), total)
