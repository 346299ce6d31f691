"""The whole record as one file (zip, xlsx, sqlite, parquet), as ``brink export`` writes it for work in other programs.

``zip``: the data package as it lies in ``data/``, with its descriptor. ``xlsx``: a workbook with a sheet for each table and
two that say what they are. ``sqlite``: a database with the same, ready for Datasette. ``parquet``: a zip with one Parquet file
for each table and a descriptor that names them. The same record gives the same bytes in the first two.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from brink.errors import ExportError
from brink.record.package import DATA, DESCRIPTOR, Resource, load_package
from brink.record.table import parse

#: The name of the file without its ending.
NAME = "brink-record"
#: What is said of each table, and of each field.
OF_TABLE = (
    "name",
    "title",
    "theme",
    "class",
    "publisher",
    "rows",
    "coverage",
    "gaps",
    "description",
    "sources",
    "licenses",
)
OF_FIELD = ("table", "field", "type", "unit", "description")
#: Longest name of a sheet that spreadsheets take.
SHEET = 31


def frames(root: Path) -> Iterator[tuple[Resource, pd.DataFrame]]:
    """Yield each table's description with its typed frame: every row, all vintages."""
    for resource in load_package(root)["resources"]:
        yield resource, parse(resource, root)[0]


def cells(frame: pd.DataFrame) -> Iterator[list[Any]]:
    """Yield the rows as Python has them: numbers, whole numbers, days, truth values, text; ``None`` where a cell is empty."""
    columns = [[_cell(value) for value in frame[name].tolist()] for name in frame]
    yield from map(list, zip(*columns, strict=True))


def _cell(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def index(root: Path) -> list[tuple[Any, ...]]:
    """Return a row for each table: what it holds, who published it, where it was read, what is missing."""

    def said(resource: Resource, key: str) -> Any:
        value = resource.get(key, "")
        if not isinstance(value, list):
            return value
        return "; ".join(" ".join(filter(None, (part["title"], part.get("path")))) for part in value)

    return [tuple(said(resource, key) for key in OF_TABLE) for resource in load_package(root)["resources"]]


def fields(root: Path) -> list[tuple[str, ...]]:
    """Return a row for each field of each table: its type, its unit, what it holds."""
    return [
        (resource["name"], field["name"], field["type"], field.get("unit", ""), field["description"])
        for resource in load_package(root)["resources"]
        for field in resource["schema"]["fields"]
    ]


# --- the forms -----------------------------------------------------------------------------------


def _pack(out: Path, files: dict[str, bytes]) -> None:
    """Write a zip that is the same for the same content, whenever it is made."""
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)


def _as_zip(out: Path, root: Path) -> None:
    paths = [DESCRIPTOR, *(resource["path"] for resource in load_package(root)["resources"])]
    _pack(out, {path: (root / path).read_bytes() for path in paths})


def _as_xlsx(out: Path, root: Path) -> None:
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
    except ImportError:
        raise ExportError("A workbook needs openpyxl: pip install openpyxl") from None
    book = Workbook(write_only=True)
    names = sheet_names([resource["name"] for resource in load_package(root)["resources"]])

    def sheet(name: str, header: tuple[str, ...], rows: Iterator[list[Any]] | list[list[Any]]) -> None:
        page = book.create_sheet(name)
        page.freeze_panes = "A2"
        titles = [WriteOnlyCell(page, title) for title in header]
        for title in titles:
            title.font = Font(bold=True)
        page.append(titles)
        for row in rows:
            page.append([_plain_text(page, value) for value in row])

    def _plain_text(page: Any, value: Any) -> Any:
        if not (isinstance(value, str) and value.startswith("=")):
            return value
        cell = WriteOnlyCell(page, value)
        cell.data_type = "s"  # text that begins so is no formula
        return cell

    sheet("index", ("sheet", *OF_TABLE), [[names[row[0]], *row] for row in index(root)])
    sheet("fields", OF_FIELD, [list(row) for row in fields(root)])
    for resource, frame in frames(root):
        sheet(names[resource["name"]], tuple(frame.columns), cells(frame))
    made = io.BytesIO()
    book.save(made)
    # The library notes when it was saved, in the properties and on every part.
    with ZipFile(made) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(
        rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", core
    )
    _pack(out, parts)


def sheet_names(tables: list[str]) -> dict[str, str]:
    """Return the name of each table's sheet: its own, cut where spreadsheets take no more, and still its own."""
    names: dict[str, str] = {}
    for table in tables:
        name, place = table[:SHEET], 1
        while name in names.values():
            place += 1
            name = f"{table[: SHEET - 1 - len(str(place))]}~{place}"
        names[table] = name
    return names


#: What a type of the descriptor is called in a database. SQLite keeps days as text in ISO form.
_SQL = {"string": "TEXT", "number": "REAL", "integer": "INTEGER", "date": "DATE", "boolean": "BOOLEAN"}


def _as_sqlite(out: Path, root: Path) -> None:
    out.unlink(missing_ok=True)
    with closing(sqlite3.connect(out)) as database, database:

        def table(name: str, columns: list[str], rows: Iterator[list[Any]] | list[tuple[Any, ...]]) -> None:
            database.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
            marks = ", ".join("?" * len([column for column in columns if not column.startswith("PRIMARY")]))
            database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)

        table("index", [f'"{key}" {"INTEGER" if key == "rows" else "TEXT"}' for key in OF_TABLE], index(root))
        table("fields", [f'"{key}" TEXT' for key in OF_FIELD], fields(root))
        for resource, frame in frames(root):
            schema = resource["schema"]
            columns = [f'"{field["name"]}" {_SQL[field["type"]]}' for field in schema["fields"]]
            if key := schema.get("primaryKey"):
                named = ", ".join(f'"{name}"' for name in key)
                columns.append(f"PRIMARY KEY ({named})")
            days = ([value.isoformat() if isinstance(value, date) else value for value in row] for row in cells(frame))
            table(resource["name"], columns, days)


#: The same in a Parquet file.
_PARQUET = {"string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "date": "DATE", "boolean": "BOOLEAN"}


def _as_parquet(out: Path, root: Path) -> None:
    try:
        import duckdb
    except ImportError:
        raise ExportError("Parquet files need duckdb: pip install duckdb") from None
    package = load_package(root)
    files = {}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        for resource in package["resources"]:
            path = Path(folder) / f"{resource['name']}.parquet"
            types = {field["name"]: _PARQUET[field["type"]] for field in resource["schema"]["fields"]}
            table = database.read_csv(str(root / resource["path"]), header=True, columns=types, strict_mode=True)
            table.write_parquet(str(path), compression="zstd")
            files[path.name] = path.read_bytes()
            for key in ("bytes", "hash", "encoding"):
                resource.pop(key, None)
            resource |= {"path": path.name, "format": "parquet", "mediatype": "application/vnd.apache.parquet"}
    _pack(out, {DESCRIPTOR: json.dumps(package, indent=1, ensure_ascii=False).encode(), **files})


#: How each form is made, and the ending of its file.
FORMS: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "zip": (_as_zip, ".zip"),
    "sqlite": (_as_sqlite, ".sqlite"),
    "xlsx": (_as_xlsx, ".xlsx"),
    "parquet": (_as_parquet, "-parquet.zip"),
}


def bundle(form: str, out: Path | None = None, root: Path = DATA) -> Path:
    """Write the whole record as one file and return its path.

    Parameters
    ----------
    form : str
        One of :data:`FORMS`.
    out : path, optional
        Where, a file or a folder; by default :data:`NAME` with the form's ending, in the folder one stands in.
    root : path
        The folder of the data package.

    Raises :class:`~brink.errors.ExportError` where a library for the form is missing, the file can't be written, or its name
    says that it is of another form.
    """
    make, ending = FORMS[form]
    out = Path(f"{NAME}{ending}") if out is None else out / f"{NAME}{ending}" if out.is_dir() else out
    kind, named = Path(f"x{ending}").suffix, out.suffix.lower()
    if named != kind and named in {f".{other}" for other in FORMS}:
        raise ExportError(
            f"What --format {form} writes is a {kind} file, not what {out.name} says: name it {out.stem}{kind}."
        )
    try:
        make(out, root)
    except (OSError, sqlite3.Error) as error:
        raise ExportError(f"{out} can't be written: {error}. Name another place with --out.") from None
    return out
