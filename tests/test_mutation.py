"""The harness that changes one thing at a time, and a sample of what it finds. ``make mutate`` runs it in full."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutate import Outcome, nudge, nudged_numbers, share, sites

ROOT = Path(__file__).resolve().parent.parent
#: How many mutants the sample draws, and which. All of this draw is caught: it shows when a test loses its grip. The share
#: over everything is measured by ``make mutate``; see docs/mutation.md.
SAMPLE, SEED = 12, 4
#: The share of displayed data and claim mutants of this sample that the fact tests must catch, in percent.
REQUIRED = 95


def test_a_sample_of_mutants_is_caught():
    command = [sys.executable, "-m", "tests.mutate", "--sample", str(SAMPLE), "--seed", str(SEED), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode in (0, 1), done.stderr
    outcomes = [Outcome(**entry) for entry in json.loads(done.stdout)]
    displayed = [outcome for outcome in outcomes if outcome.shows]
    assert {outcome.kind for outcome in displayed} >= {"data", "claims"}
    survivors = [outcome for outcome in displayed if outcome.kind != "models" and outcome.caught_by is None]
    assert share(outcome for outcome in displayed if outcome.kind != "models") >= REQUIRED, survivors
    assert done.returncode == 0


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


def test_only_what_was_caught_counts():
    def outcome(caught_by):
        return Outcome("data", "table.column", "1 → 2", ("debt-1",), True, caught_by)

    assert share([outcome("test"), outcome(None)]) == 50
    assert share([]) is None
