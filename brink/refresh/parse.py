"""From an answer's bytes to lines, cells, numbers and days; whatever does not fit is a fault of that answer."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from brink.refresh.feed import Ask
from brink.refresh.fetch import Page


def unzipped(ask: Ask, page: Page, wanted: Callable[[str, str], bool]) -> list[Page]:
    """Return the files of a zip that are wanted by their name and first line, in the order of the zip.

    One that unpacks past the size limit is refused. A checksum in the zip vouches for each file.
    """
    limit, found = ask.fetcher.limit, []
    try:
        with zipfile.ZipFile(io.BytesIO(page.body)) as archive:
            for name in archive.namelist():
                with archive.open(name) as file:
                    first = file.readline(limit).decode("utf-8-sig", "replace").strip()
                    if not wanted(name, first):
                        continue
                with archive.open(name) as file:
                    body = file.read(limit + 1)
                if len(body) > limit:
                    raise page.fault(
                        f"{name} in the zip is larger than {limit / 2**20:g} MB", "Do not trust the answer."
                    )
                found.append(Page(page.source, page.url, body, measured=True))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise page.fault(f"not a readable zip ({error}): cut off, or not data", "Run refresh again.") from None
    return found


def workbook(page: Page) -> Any:
    """Return an Excel workbook of the old kind (``xlrd.Book``)."""
    import xlrd

    try:
        return xlrd.open_workbook(file_contents=page.body)
    except Exception as error:  # the library has no error of its own for every kind of damage
        raise page.fault(f"not readable as a workbook ({error}): cut off, or not data", "Run refresh again.") from None


def cell_text(cell: str | float) -> str:
    """Return a cell of a workbook as text: a whole number without its point, words without blanks around them."""
    return repr(cell).removesuffix(".0") if isinstance(cell, float) else " ".join(str(cell).split())


def day_of(cell: float, datemode: int) -> str:
    """Return a workbook's date, which is a number, as ISO text."""
    from xlrd.xldate import xldate_as_datetime

    return str(xldate_as_datetime(cell, datemode).date().isoformat())


def text_of(page: Page, *encodings: str) -> str:
    """Decode a page with the first encoding that fits, UTF-8 by default."""
    for encoding in encodings or ("utf-8-sig",):
        try:
            return page.body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise page.fault(f"the text is not in {' or '.join(encodings or ('UTF-8',))}")


def lines_of(page: Page, *encodings: str) -> list[str]:
    """Return the lines of a text. One that ends inside a line was cut off, unless its server says that this is all."""
    text = text_of(page, *encodings)
    if not page.measured and not text.endswith(("\n", "\r")):
        raise page.fault("the text ends in the middle of a line: it was cut off", "Run refresh again.")
    return text.splitlines()


def cells_of(page: Page, lines: Iterable[str], delimiter: str = ",") -> list[list[str]]:
    """Split lines into cells, each stripped of blanks around it."""
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise page.fault(f"not readable as a table ({error})") from None
    return [[cell.strip() for cell in row] for row in rows]


def json_of(page: Page) -> Any:
    """Parse a JSON answer; numbers stay text, so that no digit is lost. A key that comes twice is a fault."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice = next(key for n, (key, _) in enumerate(pairs) if key in dict(pairs[:n]))
            raise page.fault(
                f"the key {twice!r} comes twice in one JSON object",
                "One of its two values is lost to every reader: see in a browser which is meant, and tell the publisher.",
            )
        return found

    try:
        return json.loads(page.body, parse_float=str, parse_int=str, object_pairs_hook=once)
    except ValueError as error:
        raise page.fault(f"not readable as JSON ({error}): cut off, or not data", "Run refresh again.") from None


def expect(page: Page, found: object, wanted: object, where: str) -> None:
    """Hold a header, label or unit against what the adapter was written for."""
    if found != wanted:
        raise page.fault(f"{where} is {found!r}, not {wanted!r}")


def column(page: Page, header: list[str], name: str) -> int:
    """Return where a column is; its absence is a changed format."""
    if header.count(name) != 1:
        raise page.fault(f"the header has {header.count(name)} columns named {name!r}: {', '.join(header[:12])}")
    return header.index(name)


def even(page: Page, rows: list[list[str]], width: int) -> list[list[str]]:
    """Return the rows that are not blank, each of which must have ``width`` cells."""
    kept = [row for row in rows if any(row)]
    for row in kept:
        if len(row) != width:
            raise page.fault(f"a row has {len(row)} cells instead of {width}: {row[:4]}")
    return kept


_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?([eE][-+]?\d+)?", re.ASCII)


def number(page: Page, cell: str, where: str) -> str:
    """Return a number as printed, without thousands separators; anything else is a fault."""
    if not _NUMBER.fullmatch(cell):
        raise page.fault(f"{where}: {cell!r} is not a number")
    return cell.replace(",", "")


def day(page: Page, cell: str, separator: str = "-") -> str:
    """Return a date as ISO text, from year-month-day with or without leading zeros."""
    try:
        return date(*map(int, cell.split(separator))).isoformat()
    except (ValueError, TypeError):
        raise page.fault(f"{cell!r} is not a date") from None


def first_public(month: str, today: date, after_days: int = 60) -> str:
    """Return the ``released`` cell of a monthly figure whose table has a rule for an empty one.

    Empty where the rule (the month's first day plus ``after_days``) has run out; else today, the day
    the figure is seen to be public.
    """
    return "" if date.fromisoformat(month) + timedelta(after_days) <= today else today.isoformat()


def quarter(iso: str) -> str:
    """Return the quarter of an ISO date as ``2025Q1``."""
    return f"{iso[:4]}Q{(int(iso[5:7]) + 2) // 3}"
