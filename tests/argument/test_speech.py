"""Another speech: a toy of two claims, answered by the same house with another video/, data/, measures/ and answers/."""

import importlib.util
import json
import shutil
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from holding import python_in

from brink import Ledger, Snapshot
from brink.argument.inventory import ANSWERS, answered
from brink.video import FOLDER, load_video

TOY = Path(__file__).resolve().parent / "toy"
PACKAGE = Path(__file__).resolve().parents[2] / "brink"
#: What a fork replaces: folders of the toy, and where they belong in a checkout.
ROOMS = {"video": "video", "data": "data", "measures": "brink/measures", "answers": "brink/argument/answers"}


def ours_alone(folder: str, names: list[str]) -> list[str]:
    """Name what belongs to this speech, and is therefore left out of a fork."""
    of_the_speech = folder in {str(PACKAGE / "measures"), str(PACKAGE / "argument" / "answers")}
    kept = {"__init__.py", "common.py"}
    return [name for name in names if name == "__pycache__" or (of_the_speech and name not in kept)]


@pytest.fixture(scope="module")
def fork(tmp_path_factory):
    """A checkout of the toy speech: the package, with the four rooms a fork changes."""
    root = tmp_path_factory.mktemp("fork")
    shutil.copytree(PACKAGE, root / "brink", ignore=ours_alone)
    for room, place in ROOMS.items():
        shutil.copytree(TOY / room, root / place, dirs_exist_ok=True)
    shutil.copy(FOLDER / "claims.schema.json", root / "video")
    return root


@pytest.fixture
def ask(fork):
    """Run Python in the fork; what it prints."""

    return partial(python_in, fork)


def test_a_fork_is_as_described(ask):
    assert "2 claims" in ask("-m", "brink", "verify")


def test_a_fork_has_its_own_ledger(ask):
    twelve, three = json.loads(ask("-m", "brink", "ledger", "--json", "--as-of", "2027-01-01"))
    assert (twelve["verdict"], twelve["saved_by"], twelve["firmness"]) == ("mislabelled", "calendar", "firm")
    assert twelve["ruling"] == "There were 3 of them, the last on 13 June 2025. Two is the count of 2024."
    assert (three["verdict"], three["ruling"]) == ("came true", "The calendar had 3 of them in 2026.")


def test_a_prediction_of_the_fork_is_open_until_its_year_is_over(ask):
    (line,) = [line for line in ask("-m", "brink", "ledger").splitlines() if line.startswith("fridays-2")]
    assert line.split()[1] == "open"
    assert "13 March 2026" in ask("-m", "brink", "history", "fridays-2")


def test_the_fork_can_be_asked_what_if(ask):
    said = ask("-m", "brink", "ledger", "--set", "fridays-1.literal=calendar")
    assert "Verdicts that move: 1 of 2." in said


def test_the_pages_of_the_fork_speak_of_its_claims(ask, fork):
    code = """
from pathlib import Path
from brink import Ledger
from brink.report import book, charts, ledger_files
ledger = Ledger.open()
shown = [book.strip(ledger, "fridays"), book.cards(ledger, "fridays"), book.tally(ledger), book.argument_map(ledger),
         book.video_strip(ledger), book.ledger_table(ledger), book.table_index(ledger), book.sources(ledger, "fridays")]
print(*(part.data for part in shown))
ledger_files.save(ledger, Path("out"))
"""
    html = ask("-c", code)
    assert "In the last twelve months there were two Fridays the 13th." in html
    assert "Japan" not in html
    assert (fork / "out" / "claims.json").is_file()


@pytest.fixture
def beside(monkeypatch):
    """The toy's measures and answers, loaded beside those of this speech."""
    answered()
    monkeypatch.setattr("brink.argument.inventory.ANSWERS", dict(ANSWERS))
    for name in ("brink.measures.fridays", "brink.argument.answers.fridays"):
        spec = importlib.util.spec_from_file_location(name, TOY / name.split(".")[-2] / "fridays.py")
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)


@pytest.mark.usefixtures("beside")
def test_two_speeches_in_one_program():
    """A folder is all that tells them apart, as long as no id is used twice."""
    toy = Ledger(date(2026, 6, 30), Snapshot(root=TOY / "data"), TOY / "video")
    assert [found.verdict for found in toy] == ["mislabelled", "open"]
    assert toy.asked == date(2025, 7, 1) and toy["fridays-2"].today["next"].value == 2
    assert toy["fridays-1"].tables == ("fridays",)
    assert Ledger(date(2026, 6, 30))["taper-1"].verdict == "holds"


def test_words_beside_the_speech_are_not_called_spoken():
    """The headline stands above it, the description below."""
    video = load_video()
    assert video.place(1).startswith("Written above the video, word 1 of ")
    assert video.place(video.spoken[0]).startswith("Spoken") and video.place(video.spoken[1]).startswith("Spoken")
    assert video.place(video.spoken[1] + 1).startswith("Written below the video")
