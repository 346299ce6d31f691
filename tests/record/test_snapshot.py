"""The door to the data: nothing public later than the day gets through, and damage is never a number."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brink import VIDEO_DAY
from brink.errors import BrinkError, DescriptorError, TableError, UnknownTable
from brink.record.package import DATA
from brink.record.snapshot import Snapshot
from brink.record.table import parse, public_from

RECORD = Snapshot()
TABLES = RECORD.tables


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=6, deadline=None)
@given(as_of=st.dates(date(2005, 1, 1), date(2027, 1, 1)))
def test_no_row_is_seen_before_it_was_public(table, as_of):
    resource, known = RECORD.describe(table), RECORD.on(as_of)
    for rows in (known.vintages(table), known.table(table)):
        assert (public_from(resource, rows) <= pd.Timestamp(as_of)).all()


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=3, deadline=None)
@given(earlier=st.dates(date(2005, 1, 1), date(2027, 1, 1)), days=st.integers(0, 900))
def test_the_record_only_grows(table, earlier, days):
    before = RECORD.on(earlier).vintages(table)
    after = RECORD.on(earlier + timedelta(days=days)).vintages(table)
    key = RECORD.describe(table)["schema"]["primaryKey"]
    assert before[key].merge(after[key]).shape[0] == len(before)


@pytest.mark.parametrize("table", [name for name in TABLES if RECORD.describe(name).get("vintage_of")])
def test_a_table_with_vintages_gives_the_newest_of_each_figure(table):
    resource, known = RECORD.describe(table), RECORD.on(VIDEO_DAY)
    rows, figures = known.vintages(table), known.table(table)
    assert not figures.duplicated(resource["vintage_of"]).any()
    rows["public"], figures["public"] = public_from(resource, rows), public_from(resource, figures)
    newest = rows.groupby(resource["vintage_of"], dropna=False)["public"].max().rename("newest").reset_index()
    assert (figures.merge(newest, on=resource["vintage_of"]).eval("public == newest")).all()


def test_japan_holdings_of_march_2025_as_then_published_and_as_revised():
    """1,130.8 in the press of 16 May 2025 and on the Treasury's page; 1,135.1 in its copy of September 2026."""

    def japan(snapshot):
        rows = snapshot.table("tic_holders")
        return rows[rows["holder"].eq("Japan") & rows["month"].eq("2025-03-01")]["value_usd_bn"].tolist()

    assert japan(RECORD.on(date(2025, 5, 15))) == []
    assert japan(RECORD.on(date(2025, 5, 16))) == [1130.8]
    assert japan(RECORD) == [1135.1]


def test_an_unknown_table_is_named():
    with pytest.raises(UnknownTable, match="us_auctions"):
        RECORD.table("us_auction")


def damage(root: Path, table: str, change) -> None:
    path = root / f"{table}.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda s: s.replace("2025-05-21,20,", "2025-05-32,20,"),
            r"row \d+, column auction_date: '2025-05-32' is not a date",
        ),
        (lambda s: s.replace(",5.047,", ",5;047,"), r"column high_yield_pct: '5;047' is not a number"),
        (lambda s: s.replace(",5.047,", ",nan,"), r"column high_yield_pct: 'nan' is not a number"),
        (lambda s: s.replace(",5.047,", ",,"), r"column high_yield_pct: a required value is missing"),
        (lambda s: s.replace(",5.047,", ",5047,"), r"'5047' is above the highest credible value 17"),
        (lambda s: s.replace("2025-05-21,20,", "20,2025-05-21,"), r"is not a"),
        (lambda s: s.replace("high_yield_pct", "yield", 1), r"row 1: the header differs.*missing: high_yield_pct"),
        (lambda s: s.replace(",5.047,4.974", ",5.047", 1), r"row \d+: 12 cells where the header has 13"),
        (lambda s: s[: len(s) // 2], r"cells where the header has 13|is not a"),
        (lambda s: "\n".join([s.splitlines()[0], *reversed(s.splitlines()[1:])]) + "\n", r"rows are not sorted by"),
        (
            lambda s: s + s.splitlines()[-1] + "\n",
            r"the key \(auction_date \d{4}-\d\d-\d\d, tenor_years \d+\) occurs twice",
        ),
        (lambda s: "\0" + s, r"header differs|not readable"),
        (lambda s: "", r"the header differs"),
    ],
)
def test_a_damaged_table_is_an_error_with_file_row_and_remedy(copy, change, message):
    damage(copy, "us_auctions", change)
    with pytest.raises(TableError, match=message) as caught:
        Snapshot(root=copy).table("us_auctions")
    assert "data/us_auctions.csv" in str(caught.value)


def test_a_missing_file_says_how_to_get_it_back(copy):
    (copy / "us_auctions.csv").unlink()
    with pytest.raises(TableError, match=r"missing. To throw your change away: git checkout -- data/us_auctions.csv"):
        Snapshot(root=copy).table("us_auctions")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"resources": 3}', None])
def test_a_broken_descriptor_is_an_error_of_ours(copy, text):
    path = copy / "datapackage.json"
    path.unlink() if text is None else path.write_text(text)
    with pytest.raises(DescriptorError, match=r"datapackage\.json"):
        Snapshot(root=copy).table("us_auctions")


def test_an_open_record_never_changes_and_a_new_one_reads_the_files_anew(copy):
    def cleared(record):
        sales = record.table("us_auctions")
        return sales[sales["cusip"].eq("912810UL0") & sales["auction_date"].eq("2025-05-21")]["high_yield_pct"].item()

    open_record = Snapshot(root=copy)
    assert cleared(open_record) == 5.047
    damage(copy, "us_auctions", lambda s: s.replace(",5.047,4.974,", ",5.147,4.974,"))
    assert cleared(open_record) == cleared(open_record.on(VIDEO_DAY)) == 5.047
    assert cleared(Snapshot(root=copy)) == 5.147


def test_a_row_without_a_public_day_is_an_error(copy):
    package = json.loads((copy / "datapackage.json").read_text())
    (entry,) = [r for r in package["resources"] if r["name"] == "us_auction_offerings"]
    entry["as_of"].pop("otherwise")
    frame, _ = parse(entry, copy)
    with pytest.raises(TableError, match="no day from which the row was public"):
        public_from(entry, frame)


def test_tables_are_copies():
    mine = RECORD.table("us_auctions")
    mine["bid_to_cover"] = 0
    assert (RECORD.table("us_auctions")["bid_to_cover"] > 1).all()


def test_loading_stays_light():
    """Importing the door and reading a table costs at most a third more than pandas alone."""
    probe = "import sys; before = set(sys.modules); {}; print(len(set(sys.modules) - before))"
    count = [
        int(
            subprocess.run(
                [sys.executable, "-c", probe.format(code)], capture_output=True, text=True, check=True
            ).stdout
        )
        for code in (
            "import pandas",
            "from brink.record.snapshot import Snapshot; Snapshot().table('us_auctions')",
        )
    ]
    # Modules rather than seconds: a shared machine's clock is no judge.
    assert count[1] <= count[0] * 4 / 3


def test_every_error_of_ours_is_a_brink_error():
    assert all(issubclass(error, BrinkError) for error in (UnknownTable, TableError, DescriptorError))
    assert DATA.name == "data"
