"""New data, new book: every table that has a feed grows by one to three made-up periods, and what the ledger says follows.

The periods continue each series by a percent or so. The last of them is a surprise: a new extreme, or a changed sign. Where a
table keeps vintages, its last period is revised, too. All of it happens in a copy of the project.
"""

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from argument.test_any_day import faults, told

from brink import VIDEO_DAY, Ledger, day
from brink.record.package import DESCRIPTOR, load_package
from brink.record.snapshot import Snapshot
from brink.record.verify import seal, verify
from brink.refresh.feed import Feed
from brink.refresh.sources import FEEDS
from tests.books import build, copy_project
from tests.books import faults as book_faults

pytestmark = pytest.mark.long

#: What a series grows by from one made-up period to the next.
GROWTH = Decimal("1.008")
#: The day on which the made-up periods are said to have been fetched: later than any of them.
RETRIEVED = "2028-12-31"
#: Columns of a key that say when a row was published.
RELEASED = ("released", "fetched")


def following(period: str, step: pd.Timedelta) -> str:
    """Return the period after one, as its table writes periods; a day moves by the table's own step."""
    if "Q" in period:
        return str(pd.Period(period, "Q") + 1)
    if len(period) == 4:
        return str(int(period) + 1)
    if len(period) == 7:
        return str(pd.Period(period, "M") + 1)
    start = pd.Timestamp(period)
    if step >= pd.Timedelta(days=27) and start.day == 1:
        return f"{start + pd.DateOffset(months=1):%Y-%m-%d}"
    return f"{start + max(step, pd.Timedelta(days=1)) + pd.offsets.BDay(0):%Y-%m-%d}"


def grown(cell: str, field: dict, times: int, *, surprise: bool) -> str:
    """Return a figure after so many periods, within what its table may hold and with the digits it was printed with."""
    value, limits = Decimal(cell), field.get("constraints", {})
    low, high = Decimal(str(limits.get("minimum", "-1e9"))), Decimal(str(limits.get("maximum", "1e9")))
    new = value * GROWTH**times
    if surprise:
        new = -value / 2 if low < 0 < value else value + (high - value) / 3
    unit = Decimal(1).scaleb(value.as_tuple().exponent)
    return format(min(max(new, low), high).quantize(unit), "f")


def extend(feed: Feed, root: Path, periods: int) -> None:
    """Add made-up periods of one feed to its table, and a revision of the last where the table keeps vintages."""
    (resource,) = [entry for entry in load_package(root)["resources"] if entry["name"] == feed.table]
    path, fields = root / resource["path"], {field["name"]: field for field in resource["schema"]["fields"]}
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    key, kinds = resource["schema"]["primaryKey"], {name: field["type"] for name, field in fields.items()}
    rules = resource.get("rules", [])
    fixed = {column for rule in rules for column in [*rule.get("sum", []), rule.get("equals")]}
    ordered = {column for rule in rules for column in rule.get("ascending", [])[:-1]}  # these stay below the last
    stated = next((name for name in RELEASED if name in key), None)
    own = [row for row in rows if feed.speaks_of(row)]
    known = sorted({row[feed.period] for row in own})
    last = [row for row in own if row[feed.period] == known[-1]]
    if stated:
        last = [row for row in last if row[stated] == max(row[stated] for row in last)]
    days = kinds[feed.period] == "date"
    step = pd.Timestamp(known[-1]) - pd.Timestamp(known[-2]) if days else pd.Timedelta(days=30)

    def changed(row: dict, times: int, *, to: str, later: pd.Timedelta, surprise: bool) -> dict:
        new = dict(row)
        for name, cell in row.items():
            if not cell or name in fixed:
                continue
            if kinds[name] in ("number", "integer") and name not in key:
                new[name] = grown(cell, fields[name], times, surprise=surprise and name not in ordered)
            elif kinds[name] == "date" and name != feed.period:
                new[name] = f"{pd.Timestamp(cell) + later:%Y-%m-%d}"
        return new | {feed.period: to}

    added, period, moved = [], known[-1], pd.Timedelta(0)
    release = pd.Timedelta(days=31 * periods)  # one release brings all its periods, and the last known one revised
    for times in range(1, periods + 1):
        before, period = period, following(period, step)
        moved += (pd.Timestamp(period) - pd.Timestamp(before)) if days else pd.Timedelta(days=31)
        later = release if stated else moved
        added += [changed(row, times, to=period, later=later, surprise=times == periods) for row in last]
    if stated:
        added += [changed(row, 1, to=row[feed.period], later=release, surprise=False) for row in last]

    def place(row: dict) -> list:
        return [Decimal(row[name]) if kinds[name] in ("number", "integer") else row[name] for name in key]

    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted([*rows, *added], key=place))


def grow(copy: Path) -> None:
    """Let the tables of a copy of the project grow, and seal them."""
    fed = [feed for feed in FEEDS if not feed.ahead]
    for number, feed in enumerate(fed):
        extend(feed, copy / "data", 1 + number % 3)
    package = load_package(copy / "data")
    for resource in package["resources"]:
        if resource["name"] in {feed.table for feed in fed}:
            resource["retrieved"] = RETRIEVED
    (copy / "data" / DESCRIPTOR).write_text(json.dumps(package), encoding="utf-8")
    assert seal({feed.table for feed in fed}, copy / "data") == []
    assert verify(copy / "data") == []


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project whose tables have grown and are sealed."""
    copy = copy_project(tmp_path_factory.mktemp("grown"))
    grow(copy)
    return copy


@pytest.fixture(scope="module")
def after(project):
    """The record of the grown tables."""
    return Snapshot(root=project / "data")


def test_every_claim_answers_on_the_new_record(after):
    ledger = Ledger(record=after)
    assert [f"{finding.claim.id}, {fault}" for finding in ledger for fault in faults(finding, ledger.day)] == []


def test_the_day_of_the_video_is_what_it_was(after):
    """New periods are new; a revision changes what is told of it, not what was known then."""
    assert told(Ledger(VIDEO_DAY, after)) == told(Ledger(VIDEO_DAY))


def test_the_ledger_stands_on_the_newest_day_of_the_new_record(after):
    before = Snapshot()
    assert Ledger(record=after).day == after.newest_day > before.newest_day
    moved = [
        finding.claim.id
        for finding in Ledger(record=after)
        if finding.as_of > Ledger(record=before)[finding.claim.id].as_of
    ]
    assert len(moved) > 30


def test_today_follows_the_tables(after):
    """Sums of our own, on the new rows, beside what the ledger says of today."""
    today = {finding.claim.id: finding.today for finding in Ledger(record=after)}
    held = after.table("boj_accounts").set_index("month")["government_securities_jpy_tn"]
    assert today["taper-1"]["december"].value == pytest.approx(held.iloc[-1] - held["2024-12-01"])
    for claim_id, reading, table in (("dollar-2", "peak", "ecb_fx_rates"), ("auctions-9", "market", "us_real_yields")):
        newest = after.table(table)["date"].max()
        assert newest > Snapshot().table(table)["date"].max()
        assert today[claim_id][reading].period.endswith(day(newest)), claim_id


def test_facts_are_pinned_to_their_day(project):
    """What others printed is still held to the figures it was printed of."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/record/test_facts.py"]
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, env={"PYTHONPATH": str(project), "PATH": ""}
    )
    assert done.returncode == 0, done.stdout[-6000:]


def test_the_book_of_the_new_record_is_true(project):
    """Built without a warning; no caption, alt text or sentence tells what the new figures do not bear out."""
    assert book_faults(build(project)) == []


def test_a_period_is_followed_by_the_next():
    one, month = pd.Timedelta(days=1), pd.Timedelta(days=31)
    assert [following(p, month) for p in ("2026Q4", "2026", "2026-12", "2026-12-01")] == [
        "2027Q1",
        "2027",
        "2027-01",
        "2027-01-01",
    ]
    assert following("2026-10-30", one) == "2026-11-02"
