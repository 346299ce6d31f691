"""The record as one file: whole, valid by the standard, and with its types."""

import datetime
import importlib
import json
import shutil
import sqlite3
import time
from itertools import islice
from types import SimpleNamespace
from zipfile import ZipFile

import pandas as pd
import pytest

from brink.__main__ import main
from brink.errors import ExportError
from brink.record.bundle import FORMS, bundle, sheet_names
from brink.record.package import DATA, DESCRIPTOR, load_package
from brink.record.table import parse
from brink.record.verify import sha256

TABLES = load_package()["resources"]
#: Types of the descriptor, as Python has them.
PYTHON = {"string": str, "number": (int, float), "integer": int, "date": datetime.date, "boolean": bool}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    return {form: bundle(form, folder / f"record{FORMS[form][1]}") for form in ("zip", "sqlite", "parquet")}


#: Rows of each table that slow programs look at in every run, a workbook and the standard's own: both look at all of them in
#: the long one, and brink verify at each row every time.
FIRST = 1000


@pytest.fixture(scope="module", params=[FIRST, pytest.param(None, marks=pytest.mark.long)], ids=["first", "all"])
def short(request, tmp_path_factory):
    """The record with the first rows of each table, or all of it."""
    if request.param is None:
        return DATA
    root, package = tmp_path_factory.mktemp("short"), load_package()
    for table in package["resources"]:
        path = root / table["path"]
        with (DATA / table["path"]).open(encoding="utf-8", newline="") as file:
            path.write_text("".join(islice(file, request.param + 1)), encoding="utf-8", newline="")
        table |= {"rows": min(table["rows"], request.param), "hash": sha256(path), "bytes": path.stat().st_size}
    (root / DESCRIPTOR).write_text(json.dumps(package), encoding="utf-8")
    return root


def same(given: pd.DataFrame, resource, root=DATA) -> None:
    """Hold a frame read elsewhere against the table: every row, every value."""
    held = parse(resource, root)[0]
    assert list(given.columns) == list(held.columns) and len(given) == len(held)
    for field in resource["schema"]["fields"]:
        name = field["name"]
        left, right = given[name], held[name]
        assert (left.isna() == right.isna()).all(), name
        if field["type"] == "date":
            left = pd.to_datetime(left)
        there = right.notna()
        assert left[there].astype(right.dtype).tolist() == right[there].tolist(), name


def test_the_zip_holds_the_package_as_it_lies(made):
    with ZipFile(made["zip"]) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {name: (DATA / name).read_bytes() for name in (DESCRIPTOR, *(table["path"] for table in TABLES))}


def test_the_package_is_valid_by_the_standard(short):
    from frictionless import Package, system

    with system.use_context(trusted=True):
        report = Package(str(short / DESCRIPTOR)).validate()
    assert report.flatten(["name", "type", "message"]) == []
    assert len(report.tasks) == len(TABLES) and report.valid
    assert sum(task.stats["rows"] for task in report.tasks) == sum(t["rows"] for t in load_package(short)["resources"])


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """The record cut down to its five shortest tables."""
    root = tmp_path_factory.mktemp("few")
    tables = sorted(TABLES, key=lambda table: table["rows"])[:5]
    for table in tables:
        shutil.copy(DATA / table["path"], root)
    (root / DESCRIPTOR).write_text(json.dumps(load_package() | {"resources": tables}), encoding="utf-8")
    return root


class Later(datetime.datetime):
    """A clock of another year."""

    @classmethod
    def now(cls, tz=None):
        return cls(2033, 5, 18, tzinfo=tz)


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_the_same_record_gives_the_same_bytes_whenever_it_is_written(few, form, tmp_path, monkeypatch):
    first = bundle(form, tmp_path / "first", few).read_bytes()
    monkeypatch.setattr(time, "time", lambda: 2e9)
    for module in ("openpyxl.packaging.core", "openpyxl.writer.excel"):
        clock = SimpleNamespace(datetime=Later, timezone=datetime.timezone)
        monkeypatch.setattr(importlib.import_module(module), "datetime", clock)
    assert bundle(form, tmp_path / "again", few).read_bytes() == first


def test_the_workbook_has_numbers_as_numbers_and_days_as_days(short, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(bundle("xlsx", tmp_path / "record.xlsx", short), read_only=True)
    index = list(book["index"].iter_rows(values_only=True))
    assert [row[1] for row in index[1:]] == [table["name"] for table in TABLES]
    sheets = {row[1]: row[0] for row in index[1:]}
    assert book.sheetnames == ["index", "fields", *sheets.values()]
    for table in TABLES:
        rows = book[sheets[table["name"]]].iter_rows(values_only=True)
        names = [field["name"] for field in table["schema"]["fields"]]
        padded = [(*row, *[None] * (len(names) - len(row))) for row in rows][
            1:
        ]  # cells at the end that are empty are left out
        given = pd.DataFrame(padded, columns=names, dtype=object)
        for field in table["schema"]["fields"]:
            assert all(isinstance(value, PYTHON[field["type"]]) for value in given[field["name"]].dropna()), field
        same(given, table, short)


def test_the_database_keeps_types_and_keys(made):
    database = sqlite3.connect(made["sqlite"])
    assert database.execute('SELECT count(*) FROM "index"').fetchone() == (len(TABLES),)
    kinds = {"string": "TEXT", "number": "REAL", "integer": "INTEGER", "date": "DATE", "boolean": "BOOLEAN"}
    stored = {"number": {"real"}, "integer": {"integer"}, "date": {"text"}, "boolean": {"integer"}, "string": {"text"}}
    for table in TABLES:
        columns = database.execute(f'PRAGMA table_info("{table["name"]}")').fetchall()
        fields = table["schema"]["fields"]
        assert [(name, kind) for _, name, kind, *_ in columns] == [(f["name"], kinds[f["type"]]) for f in fields]
        key = [name for *_, name, place in sorted((c[5], c[1], c[5]) for c in columns) if place]
        assert key == table["schema"].get("primaryKey", [])
        for field in fields:
            found = database.execute(f'SELECT DISTINCT typeof("{field["name"]}") FROM "{table["name"]}"')
            assert {kind for (kind,) in found} - {"null"} <= stored[field["type"]]
        same(pd.read_sql(f'SELECT * FROM "{table["name"]}" ORDER BY rowid', database), table)


def test_parquet_keeps_types(made, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    kinds = {"string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "date": "DATE", "boolean": "BOOLEAN"}
    with ZipFile(made["parquet"]) as archive:
        archive.extractall(tmp_path)
    described = json.loads((tmp_path / "datapackage.json").read_text())["resources"]
    for table, entry in zip(TABLES, described, strict=True):
        read = duckdb.read_parquet(str(tmp_path / entry["path"]))
        assert [str(kind) for kind in read.types] == [kinds[field["type"]] for field in table["schema"]["fields"]]
        same(read.df(), table)


def test_sheets_have_names_of_their_own():
    long = "a_table_with_quite_a_long_name_of_its_own"
    names = sheet_names([long, f"{long}_too", "short"])
    assert len(set(names.values())) == 3 and max(map(len, names.values())) <= 31 and names["short"] == "short"


def test_the_command_writes_and_says_what(tmp_path, capsys):
    assert main(["export", "--out", str(tmp_path / "record.zip")]) == 0
    assert "Written" in capsys.readouterr().out and (tmp_path / "record.zip").stat().st_size > 100_000
    assert main(["export", "--out", str(tmp_path / "no" / "where.zip")]) == 2
    with pytest.raises(ExportError, match="--out"):
        bundle("sqlite", tmp_path / "no" / "where.sqlite")


@pytest.mark.parametrize(("form", "name", "right"), [("parquet", "r.parquet", "r.zip"), ("xlsx", "r.zip", "r.xlsx")])
def test_a_file_is_of_the_kind_its_name_says(form, name, right, tmp_path):
    with pytest.raises(ExportError, match=f"name it {right}"):
        bundle(form, tmp_path / name)
    assert not any(tmp_path.iterdir())
