"""The examples of CONTRIBUTING, put where it says they go, in a copy of the project."""

import json
import re
import shutil
import textwrap
from functools import partial
from pathlib import Path

import pytest
from holding import python_in

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^( *)```(yaml|python)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


def example(holding: str) -> str:
    """Return the one block of code of CONTRIBUTING that holds these words."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (found,) = [textwrap.dedent(block) for _, _, block in BLOCK.findall(text) if holding in block]
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with the claim, the answer, the measure and the preset that CONTRIBUTING shows."""
    root = tmp_path_factory.mktemp("project")
    for room in ("brink", "data", "video"):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    additions = {
        "video/claims/auctions.yml": "- id: auctions-99",
        "brink/argument/answers/auctions.py": '@answers("auctions-99")',
        "brink/measures/auctions.py": "def covers",
        "video/presets.yml": "patient:",
    }
    for path, holding in additions.items():
        with (root / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{example(holding)}")
    return root


@pytest.fixture
def brink(project):
    """Run the command in the copy; what it prints."""

    return partial(python_in, project, "-m", "brink")


def test_all_is_as_described(brink):
    assert "as described" in brink("verify")


def test_the_claim_is_judged(brink):
    entry = json.loads(brink("ledger", "--theme", "auctions", "--json"))[-1]
    assert entry["id"] == "auctions-99" and entry["verdict"] == "fails" and entry["ways"]["run"] > 1
    assert "dollars were bid for each dollar sold" in entry["ruling"]


def test_the_preset_is_known(brink):
    assert "taper-3.bar: 25" in brink("ledger", "--theme", "taper", "--preset", "patient")
