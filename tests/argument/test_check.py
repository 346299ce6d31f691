"""What must never slip into video/ unnoticed: `brink verify` looks at it as it looks at data/."""

import re
import shutil
from pathlib import Path

import pytest

from brink.argument.check import check
from brink.argument.inventory import load_claims
from brink.record.package import DATA
from brink.video import FOLDER


@pytest.fixture
def speech(tmp_path) -> Path:
    """A copy of ``video/`` that a test may damage."""
    return Path(shutil.copytree(FOLDER, tmp_path / "video"))


def said_of(folder: Path) -> str:
    return "\n".join(map(str, check(folder)))


def test_the_speech_as_committed_is_clean():
    assert said_of(FOLDER) == ""


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        pytest.param(
            lambda text: text.replace("\n  kind:", "\n\tkind:", 1), "taper.yml, line 4: found a tab character", id="tab"
        ),
        pytest.param(
            lambda text: text.replace("\n  kind:", "\n  kind", 1), "taper.yml, line 5: could not find", id="colon"
        ),
        pytest.param(
            lambda text: text.replace("id:", "id: \x07", 1), "taper.yml, line 3: control", id="control character"
        ),
        pytest.param(lambda text: "", "must hold a list of claims", id="empty"),
        pytest.param(lambda text: "a: 1", "must hold a list of claims", id="no list"),
        pytest.param(lambda text: text.replace("id: taper-1", "id: taper-99", 1), "taper-1", id="unknown id"),
        pytest.param(lambda text: text.replace("kind:", "sort:", 1), "sort", id="unknown key"),
    ],
)
def test_a_slip_is_said_so_that_a_person_can_act_and_loses_no_work(speech, damage, message):
    path = speech / "claims" / "taper.yml"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    said = said_of(speech)
    assert message in said
    assert all(line.startswith("video/") and line.endswith(".") for line in said.splitlines()), "one line a problem"
    assert said.count("nothing else was changed") <= 1
    assert "git checkout" not in said, "that would throw the work away"


def test_wrong_bytes_and_a_missing_file_are_named(speech):
    path = speech / "claims" / "taper.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-16")
    assert "taper.yml, line 1: not UTF-8" in said_of(speech)
    path.write_bytes(text.replace("title: ", "title: \xe9", 1).encode("cp1252", "replace"))
    assert re.search(r"taper.yml, line \d: not UTF-8", said_of(speech))
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert said_of(speech) == "", "as an editor on Windows leaves it"
    path.unlink()
    assert "taper.yml is missing" in said_of(speech)


def test_a_claim_without_answer_and_an_answer_without_claim_are_named(monkeypatch):
    known = {claim.id for claim in load_claims()}
    monkeypatch.setattr("brink.argument.check.answered", lambda: known - {"taper-1"} | {"taper-77"})
    said = said_of(FOLDER)
    assert "claim 'taper-77': has an answer, but is not in the inventory" in said
    assert "claim 'taper-1': has no answer" in said


def test_a_table_of_no_theme_is_named(monkeypatch):
    monkeypatch.setattr(
        "brink.argument.check.load_package", lambda _: {"resources": [{"name": "x", "theme": "weather"}]}
    )
    assert "table 'x': theme 'weather' is none of the speech's" in "\n".join(map(str, check(FOLDER, DATA)))
