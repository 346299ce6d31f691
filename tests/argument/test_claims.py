"""The verdict rule as a truth table, the inventory, and the ledger's public JSON."""

import dataclasses
import json
import subprocess
import sys
from datetime import date

import pandas as pd
import pytest
import yaml
from brink.argument.claims import Claim, Finding, Reading, find_claim, load_claims, verdict

from brink import VIDEO_DAY, claims, day
from brink.__main__ import main
from brink.argument.ledger import ledger, number, said
from brink.errors import ClaimError
from brink.measures.common import kept
from brink.record.snapshot import DATA, Snapshot, load_package

Y, N, NONE = True, False, None


@pytest.mark.parametrize(
    ("video", "now", "expected"),
    [
        ([Y], [Y], "holds"),
        ([Y], [N], "revised away"),
        ([Y], [NONE], "holds"),
        ([Y], [], "holds"),
        ([Y, N], [Y, N], "holds"),
        ([Y, Y], [N, Y], "revised away"),
        ([N, Y], [N, Y], "misquoted"),
        ([N, Y], [Y, Y], "misquoted"),
        ([NONE, Y], [Y, Y], "misquoted"),
        ([N, N, Y], [N, N, N], "misquoted"),
        ([N], [Y], "fails"),
        ([N, N], [N, Y], "fails"),
        ([N, NONE], [N], "fails"),
        ([], [], "unchecked"),
        ([], [Y], "unchecked"),
        ([NONE], [Y], "unchecked"),
        ([NONE, N], [N], "unchecked"),
    ],
)
@pytest.mark.parametrize("kind", ["level", "event", "mechanism", "documentary"])
def test_verdict_of_a_statement(kind, video, now, expected):
    assert verdict(kind, video, now) == expected
    assert verdict(kind, video, now, horizon_over=True) == expected


@pytest.mark.parametrize(
    ("now", "over", "expected"),
    [
        ([Y], True, "came true"),
        ([N], True, "did not happen"),
        ([N, Y], True, "did not happen"),
        ([Y, N], True, "came true"),
        ([NONE], True, "unchecked"),
        ([], True, "unchecked"),
        ([Y], False, "open"),
        ([], False, "open"),
    ],
)
@pytest.mark.parametrize("video", [[], [NONE], [Y], [N]])
def test_verdict_of_a_prediction(video, now, over, expected):
    assert verdict("prediction", video, now, horizon_over=over) == expected


def claim(**changes):
    base = {
        "id": "debt-9", "theme": "debt", "kind": "level", "quote": "q", "says": "s", "claimed": 22, "unit": "u",
        "test": {"within": 0.5},
    }  # fmt: skip
    return Claim(**base | changes)


@pytest.mark.parametrize(
    ("test", "claimed", "inside", "outside"),
    [
        ({"within": 0.5}, 22, [21.5, 22, 22.5], [21.49, 22.51]),
        ({"within": 0.5}, (14, 17), [(14.07, 17.05)], [(14.07, 18), (27, 17)]),
        ({"at_least": 90}, None, [90, 99], [89.9]),
        ({"more_than": 260}, None, [260.1], [260, 0]),
        ({"at_most": 25}, None, [25, 0], [25.1]),
        ({"less_than": 0}, None, [-0.1], [0, 1]),
        ({"is": 1}, 1, [1, 1.0], [2]),
        ({"is": True}, None, [True], [False]),
        ({"between": [-0.3, 0.3]}, None, [-0.3, 0, 0.3], [0.31, -1]),
    ],
)
def test_tests_of_claims(test, claimed, inside, outside):
    tested = claim(test=test, claimed=claimed)
    assert all(tested.passes(value) for value in inside)
    assert not any(tested.passes(value) for value in outside)


@pytest.mark.parametrize(
    "changes",
    [
        {"theme": "bonds"}, {"kind": "guess"}, {"id": "trap-9"}, {"test": {}}, {"test": {"near": 1}},
        {"test": {"within": 1, "is": 1}}, {"claimed": None}, {"quote": ""}, {"horizon": date(2026, 1, 1)},
        {"kind": "prediction"},
    ],
)  # fmt: skip
def test_a_malformed_claim_is_refused(changes):
    with pytest.raises(ClaimError, match=r"data/claims.yml, claim"):
        claim(**changes)


def test_a_value_the_test_cannot_take_is_an_error_not_a_verdict():
    with pytest.raises(ClaimError, match="can't be held against"):
        claim(claimed=(14, 17)).passes(3.0)
    with pytest.raises(ClaimError, match="can't be held against"):
        claim().passes("22")


def test_inventory(tmp_path):
    inventory = load_claims()
    assert len(inventory) == 47
    assert {c.theme for c in inventory} == set(claims.THEMES)
    assert all(len(c.quote.split()) <= 14 for c in inventory), "quotes are a few words"
    entries = yaml.safe_load((DATA / "claims.yml").read_text())
    assert not any({"verdict", "passes"} & entry.keys() for entry in entries), "no verdict is ever typed"
    for broken, message in (
        ([*entries, entries[0]], "ids used twice: debt-1"),
        ([entries[0] | {"therefore": ["moon-1"]}], "unknown claims: moon-1"),
        ([entries[0] | {"colour": "red"}], "colour"),
    ):
        (tmp_path / "claims.yml").write_text(yaml.safe_dump(broken))
        load_claims.cache_clear()
        with pytest.raises(ClaimError, match=message):
            load_claims(tmp_path)
    load_claims.cache_clear()


def test_the_argument_has_no_circle():
    graph = {c.id: set(c.therefore) for c in load_claims()}
    while leaves := [node for node, targets in graph.items() if not targets]:
        for leaf in leaves:
            del graph[leaf]
        for targets in graph.values():
            targets.difference_update(leaves)
    assert graph == {}


def test_the_reading_that_saves_a_claim():
    def reading(label, passes):
        return Reading(label, 1.0, "u", "p", (), "n", passes=passes)

    literal, charitable = reading("literal", False), reading("charitable", True)
    assert Finding(claim(), (literal, charitable), ()).saving == charitable
    assert Finding(claim(), (reading("literal", True), charitable), ()).saving is None
    assert Finding(claim(), (), ()).saving is None
    late = claim(kind="prediction", horizon=date(2025, 7, 1))
    assert Finding(late, (), (literal, charitable), as_of=date(2026, 1, 1)).saving == charitable


def test_ledger_json_is_the_documented_interface(capsys):
    assert main(["ledger", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in entries] == [c.id for c in load_claims()]
    tables = {resource["name"] for resource in load_package()["resources"]}
    for entry in entries:
        assert list(entry) == ["id", "theme", "kind", "quote", "claimed", "unit", "verdict", "video", "now"]
        assert entry["verdict"] in claims.VERDICTS
        for reading in entry["video"] + entry["now"]:
            assert set(reading) == {"label", "value", "unit", "period", "passes", "tables", "note", "range"}
            assert reading["unit"] == entry["unit"], f"{entry['id']}: one test, one unit"
            assert set(reading["tables"]) <= tables
            assert (reading["value"] is None) == (reading["passes"] is None)
            assert reading["label"] and reading["period"] and reading["note"]
        labels = [reading["label"] for reading in entry["video"]]
        assert len(labels) == len(set(labels)), f"{entry['id']}: readings need names of their own"


def test_ledger_as_a_table(capsys):
    assert main(["ledger", "--theme", "auctions"]) == 0
    out = capsys.readouterr().out
    assert "auctions-3" in out and "misquoted" in out and "debt-1" not in out


def test_every_claim_with_readings_gets_a_real_verdict():
    for finding in ledger():
        if finding.claim.kind == "prediction":
            assert all(reading.passes is None for reading in finding.video[:1]), (
                f"{finding.claim.id}: a prediction has no outcome on the video's day"
            )
        if finding.verdict == "unchecked":
            assert finding.claim.needs, f"{finding.claim.id}: an unchecked claim says what record it would take"


@pytest.mark.parametrize(
    ("value", "text"),
    [(22, "22"), (22.0, "22"), (-0.2, "−0.20"), (1130.8, "1,131"), (260.26, "260.3"), (True, "yes"), (None, "no figure"),
     ((14.07, 17.05), "14.07 / 17.05"), (float("nan"), "no figure"), (-0.001, "0.00")],
)  # fmt: skip
def test_how_numbers_are_written(value, text):
    assert number(value) == text


def test_what_was_said_keeps_its_digits():
    assert [said(v) for v in (2.4, 22, -0.2, (2.6, 0.8, 1.0))] == ["2.4", "22", "−0.2", "2.6 / 0.8 / 1"]


def test_readings_are_plain_numbers():
    import numpy as np

    reading = Reading("l", np.float64(1.5), "u", "p", ("t",), "n", range=(np.float64(1), np.float64(2)))
    assert type(reading.value) is float and type(reading.range[0]) is float
    assert json.dumps(dataclasses.asdict(reading))


@pytest.mark.parametrize(
    ("value", "reach", "fragile"),
    [
        (22.0, None, False),
        (22.0, (21.8, 22.4), False),
        (22.0, (21.0, 22.4), True),
        (25.0, (22.2, 26.0), True),
        (None, None, False),
    ],
)
def test_a_verdict_is_fragile_when_its_range_crosses_the_line(value, reach, fragile):
    tested = claim()
    reading = tested.judge(Reading("literal", value, "u", "p", (), "n", range=reach))
    assert Finding(tested, (reading,), (reading,)).fragile is fragile


def test_a_verdict_is_fragile_when_a_revision_turned_it():
    tested = claim()
    then, now = (tested.judge(Reading("literal", value, "u", "p", (), "n")) for value in (22.0, 30.0))
    assert Finding(tested, (then,), (now,)).fragile
    several = claim(claimed=None, test={"less_than": [0, -5]})
    reading = several.judge(Reading("literal", (-1.0, -3.0), "u", "p", (), "n", range=(-8.0, 2.0)))
    assert Finding(several, (reading,), (reading,)).fragile


@pytest.mark.parametrize("when", [VIDEO_DAY, pd.Timestamp(VIDEO_DAY), "2025-06-10"])
def test_how_days_are_written(when):
    assert day(when) == "10 June 2025"


def test_a_claim_is_found_with_its_numbers_or_named_as_missing():
    assert find_claim("auctions-3").numbers == (14, 17)
    assert find_claim("auctions-1").numbers == (22,)
    assert claim(claimed=None, test={"less_than": 2}).numbers == ()
    with pytest.raises(ClaimError, match="no claim 'auctions-99'"):
        find_claim("auctions-99")


def test_a_frame_is_worked_out_once_and_handed_out_in_copies(copy):
    asked = []

    @kept
    def sales(snapshot, tenor):
        asked.append((snapshot.as_of, tenor))
        table = snapshot.table("us_auctions")
        return table[table["tenor_years"] == tenor].reset_index(drop=True)

    then, now = Snapshot(date(2025, 6, 10), copy), Snapshot(root=copy)
    first = sales(then, 30)
    first["bid_to_cover"] = 0.0
    first.loc[0, "cusip"] = "spoilt"
    assert (sales(then, 30)["bid_to_cover"] > 1).all() and sales(then, 30).loc[0, "cusip"] != "spoilt"
    assert len(sales(now, 30)) > len(first)
    assert sales(then, 20)["tenor_years"].eq(20).all()
    assert asked == [(date(2025, 6, 10), 30), (None, 30), (date(2025, 6, 10), 20)]


def test_a_frame_is_worked_out_anew_after_a_file_changed(copy):
    @kept
    def highest(snapshot):
        return snapshot.table("us_auctions")[["high_yield_pct"]].max().to_frame()

    snapshot = Snapshot(root=copy)
    before = highest(snapshot).loc["high_yield_pct", 0]
    path = copy / "us_auctions.csv"
    path.write_text(path.read_text().replace(",5.047,4.974,", ",15.047,4.974,"))
    assert before < 15 and highest(snapshot).loc["high_yield_pct", 0] == 15.047


def test_the_ledger_needs_no_heavy_library():
    """Each of these takes a good part of the ledger's time to import."""
    heavy = {"statsmodels", "scipy", "matplotlib", "IPython", "requests"}
    code = "import sys; from brink.argument.ledger import ledger; ledger(); print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(done.stdout.split())
