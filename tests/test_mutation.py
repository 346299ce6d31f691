"""``mutate.py`` itself held to what it promises, and a few of the mutants it found caught, judged again."""

import ast
import json
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import pytest

from brink.record import snapshot
from tests import mutate
from tests.mutate import (
    GROUPS,
    PAGE,
    TESTS,
    Outcome,
    Record,
    cell_mutant,
    interval,
    kept,
    nudge,
    nudged_numbers,
    share,
    short,
    sites,
    summary,
)

#: How many mutants of each kind are judged once more.
AGAIN = 2


def test_mutants_that_were_caught_are_caught_still():
    """A few of each kind from the run that was kept, each by the test that caught it: it shows when one loses its grip."""
    command = [sys.executable, "-m", "tests.mutate", "--again", str(AGAIN), "--json"]
    done = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, timeout=600)
    assert done.returncode in (0, 1), done.stderr
    outcomes = [Outcome(**entry) for entry in json.loads(done.stdout)]
    assert Counter(outcome.kind for outcome in outcomes) == dict.fromkeys(GROUPS, AGAIN)
    assert [outcome for outcome in outcomes if outcome.caught_by is None] == []


def test_the_page_tells_what_was_kept():
    assert summary(kept()) in PAGE.read_text(encoding="utf-8")


def test_nothing_that_was_measured_speaks_against_the_share_asked_for():
    assert short(kept()) == []


@pytest.mark.parametrize(
    ("text", "up", "down"),
    [
        ("5.047", "5.097", "4.997"),
        ("1130.8", "1142.1", "1119.5"),
        ("0.1", "0.2", "0.2"),  # not to zero: the sign is kept
        ("-0.2", "-0.1", "-0.3"),
        ("0", "1", "-1"),
        ("22", "23", "21"),
    ],
)
def test_a_figure_moves_in_its_own_digits(text, up, down):
    assert (nudge(text, True), nudge(text, False)) == (up, down)


def test_every_number_of_a_claim_is_moved_both_ways():
    """A number said is text, to keep its digits, and stays text."""
    assert [moved for moved, _ in nudged_numbers("2.4")] == ["2.5", "2.3"]
    assert [moved for moved, _ in nudged_numbers("-0.2")] == ["-0.1", "-0.3"]
    assert [moved for moved, _ in nudged_numbers(["14", "17"])] == [
        ["15", "17"],
        ["13", "17"],
        ["14", "18"],
        ["14", "16"],
    ]
    assert [moved for moved, _ in nudged_numbers(250)] == [262, 238]
    assert [moved for moved, _ in nudged_numbers(0.05)] == pytest.approx([0.06, 0.04])
    assert [moved for moved, _ in nudged_numbers(True)] == [False]
    assert list(nudged_numbers(None)) == []


def test_operators_that_can_be_turned():
    tree = ast.parse("def f(x, y=1 + 1):\n    return -x + y < 2 or 'a' + 'b' or 0 <= y <= 1")
    assert len(sites(tree)) == 5, "no default, no text"


def outcome(kind, caught_by=None, on_record=False, shows=("debt-1",)):
    return Outcome(kind, "table.column", "1 → 2", shows, True, caught_by, on_record)


def test_only_what_was_caught_counts():
    assert share([outcome("data", "test"), outcome("data")]) == 50
    assert share([]) is None


def test_too_few_are_named_by_their_kind():
    """A number said, a choice and a figure need a test; a bar may be held by the record of judgements."""
    assert interval(78, 93) == pytest.approx((75.1, 90.0), abs=0.1)
    ninety = [outcome("data", "test")] * 90
    assert short(ninety + [outcome("data")] * 8) == [], "92 percent: the sample doesn't speak against 95"
    assert short(ninety + [outcome("data")] * 15) == ["data"]
    assert short(ninety + [outcome("data", shows=())] * 15) == [], "what no claim shows does not count"
    assert short([outcome("bars", on_record=True)]) == []
    unheld = [outcome("numbers said", on_record=True), outcome("bars"), outcome("choices", on_record=True)]
    assert short(unheld) == ["numbers said", "bars", "choices"]


@pytest.mark.parametrize(
    ("kind", "caught_by", "rests_on"),
    [
        ("data", "tests/record/test_facts.py::test_our_figure_rounds_to_the_printed_one[x]", "by a fact"),
        ("choices", "tests/argument/test_debt.py::test_gross_debt_is_235_and_not_260", "by a fact"),
        ("choices", "tests/argument/test_ways.py::test_the_published_way_is_the_one_reckoned_first[debt-1]", "by hand"),
        ("bars", "tests/argument/test_debt.py::test_the_videos_words[debt-4: spiraling]", "by our reading"),
        ("numbers said", "tests/argument/test_debt.py::test_the_videos_words[debt-1: over 260%]", "by a fact"),
        ("bars", None, None),
    ],
)
def test_what_a_catch_rests_on(kind, caught_by, rests_on):
    """A number said is in the video; a bar of ours is a reading of its words, and writing it down twice is no fact."""
    assert outcome(kind, caught_by).rests_on == rests_on


def test_a_draw_rests_on_names(monkeypatch):
    """What is added to the project moves no other mutant into the sample or out of it, but for its own place."""

    def drawn(columns):
        record = SimpleNamespace(readers={table: ["debt-1"] for table in "abcdefgh"})
        monkeypatch.setattr(mutate, "numeric_columns", lambda _: columns)
        options = SimpleNamespace(sample=3, seed=1, only="data", table=None)
        return [job.args[2] for job in mutate.mutants(record, None, options)]

    monkeypatch.setattr(mutate, "claim_mutants", lambda _: [])
    few = drawn([(table, "x") for table in "abcdefg"])
    more = drawn([(table, "x") for table in "habcdefg"])
    assert [table for table in more if table != "h"] == few[: 3 - ("h" in more)]
    assert drawn([(table, "x") for table in "gfedcba"]) == few


def test_a_kept_mutant_is_found_by_its_names_only_while_its_place_holds_what_it_held(monkeypatch):
    for name in ("parse", "public_from"):  # given back afterwards: a record serves its own frames
        monkeypatch.setattr(snapshot, name, getattr(snapshot, name))
    record = Record()
    assert cell_mutant(record, "us_auctions.high_yield_pct (2025-05-21, 20)", "5.047 → 5.097")
    assert cell_mutant(record, "us_auctions.high_yield_pct (2025-05-21, 20)", "5.048 → 5.098") is None
    assert cell_mutant(record, "us_auctions.high_yield_pct (2025-05-22, 20)", "5.047 → 5.097") is None
    assert cell_mutant(record, "us_auctions.low_yield_pct (2025-05-21, 20)", "5.047 → 5.097") is None
    assert cell_mutant(record, "no_table.x (1)", "1 → 2") is None
