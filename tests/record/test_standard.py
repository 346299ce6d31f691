"""The descriptor says it is a Frictionless Data Package: hold it to that standard with its own library."""

import csv

import pytest
from frictionless import Package, Resource, system

from brink.record.snapshot import DATA, load_package


def test_the_descriptor_is_valid():
    with system.use_context(trusted=True):
        report = Package.validate_descriptor(load_package())
    assert report.valid, report.flatten(["message"])


@pytest.mark.parametrize("entry", load_package()["resources"], ids=lambda entry: entry["name"])
def test_tables_are_valid_by_the_standard(entry):
    """Types, constraints, keys and digest as the standard's own library reads them."""
    with system.use_context(trusted=True):
        resource = Resource.from_descriptor(entry, basepath=str(DATA))
        report = resource.validate(limit_rows=400)
    errors = [
        error for error in report.flatten(["rowNumber", "fieldName", "type", "message"]) if error[2] != "hash-count"
    ]
    assert errors == []


@pytest.mark.parametrize("entry", load_package()["resources"], ids=lambda entry: entry["name"])
def test_tables_are_plain_text_with_a_source_on_every_transcribed_row(entry):
    raw = (DATA / entry["path"]).read_bytes()
    assert b"\r" not in raw and raw.endswith(b"\n") and not raw.startswith(b"\xef\xbb\xbf")
    raw.decode("utf-8")
    assert all(entry[key] for key in ("title", "description", "publisher", "sources", "licenses", "as_of_note"))
    if entry["class"] == "transcribed":
        rows = list(csv.DictReader(raw.decode().splitlines()))
        column = next(name for name in ("source_url", "page_url") if name in rows[0])
        assert all(row[column] for row in rows)
