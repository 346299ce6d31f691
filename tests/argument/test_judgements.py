"""The record of what an edition judged by: nothing moves in it without an erratum, and nobody writes it by hand."""

import csv
import shutil
from pathlib import Path

import pytest

from brink import __version__
from brink.__main__ import main
from brink.argument import judgements
from brink.argument.check import check
from brink.argument.inventory import load_claims
from brink.video import FOLDER

NEXT = "9.0.0"


@pytest.fixture
def speech(tmp_path) -> Path:
    """A copy of ``video/`` with the judgements of this edition on record."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "video"))
    (folder / judgements.RECORD).unlink(missing_ok=True)
    assert judgements.seal(folder) == []
    yield folder
    load_claims.cache_clear()


def change(folder: Path, was: str, now: str) -> None:
    """Change the first place of a text in the claims of the taper."""
    path = folder / "claims" / "taper.yml"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    load_claims.cache_clear()


def tell(folder: Path, claim: str, edition: str = NEXT) -> None:
    """Add an erratum on a claim."""
    path = folder / "errata" / "taper.csv"
    with path.open("a", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerow([edition, "2027-01-01", claim, "bar", "from", "to", "why"])


def a_bar(folder: Path) -> tuple[str, str]:
    """Return a claim of the taper with a bar of its own bound, and that bar as the file writes it."""
    for claim in load_claims(folder):
        bar = claim.bar
        if claim.theme == "taper" and bar.operator != "said" and type(bar.bound) is int and bar.between:
            return claim.id, f"{bar.operator}: {bar.bound}"
    raise AssertionError("no claim of the taper has a bar that could move")


def said(problems) -> str:
    return "\n".join(map(str, problems))


def test_the_judgements_on_record_are_those_of_this_edition():
    """Written once, at the end: ``brink seal --judgements``."""
    assert judgements.read(), "brink seal --judgements"
    assert judgements.moved() == {} and judgements.problems() == []


def test_everything_that_could_be_judged_otherwise_is_on_record(speech):
    recorded = judgements.read(speech)
    for claim in load_claims(speech):
        assert recorded[claim.id, "kind", ""] == (claim.kind, __version__)
        assert ((claim.id, "said", "") in recorded) == (claim.claimed is not None)
        assert {of for key, what, of in recorded if (key, what) == (claim.id, "bar")} == set(claim.readings)
        assert {of for key, what, of in recorded if (key, what) == (claim.id, "choice")} == set(claim.choices)
    kinds = "kind said horizon literal bar between differs choice also"
    assert {what for _, what, _ in recorded} == set(kinds.split())


def test_a_bar_that_moves_is_named_until_it_is_told_and_sealed(speech):
    claim, bar = a_bar(speech)
    assert said(check(speech)) == ""
    change(speech, bar, f"{bar}00")
    assert f"{claim}, bar" in said(check(speech)) and "was published" in said(check(speech))
    assert "errata/ says nothing of it for edition 9.0.0" in said(judgements.seal(speech, NEXT))
    assert "on record for edition" in said(judgements.seal(speech)), "an edition is published once"
    assert judgements.moved(speech), "nothing was recorded"
    tell(speech, claim)
    assert judgements.seal(speech, NEXT) == []
    assert said(check(speech)) == ""
    since = {since for key, (_, since) in judgements.read(speech).items() if key[0] == claim}
    assert since == {__version__, NEXT}, "what did not move stands since it stood"


def test_a_record_changed_by_hand_is_named(speech):
    claim, bar = a_bar(speech)
    change(speech, bar, f"{bar}00")
    path = speech / judgements.RECORD
    was, now = bar.replace(": ", " "), bar.replace(": ", " ") + "00"
    path.write_text(path.read_text(encoding="utf-8").replace(f"{was},{__version__}", f"{now},{NEXT}"), encoding="utf-8")
    assert f"{claim}, bar" in said(check(speech)) and "of which video/errata/ says nothing" in said(check(speech))


@pytest.mark.parametrize("what", ["kind", "choice", "also", "between", "said", "literal"])
def test_each_kind_of_judgement_is_held(speech, what):
    path = speech / judgements.RECORD
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    row = next(row for row in rows if row[1] == what)
    row[3] += " or so"
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    assert f"{row[0]}, {what}" in said(check(speech))


def test_a_claim_that_goes_is_told_and_a_new_one_needs_no_erratum(speech):
    path = speech / judgements.RECORD
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if not row.startswith("taper-1,")), encoding="utf-8")
    assert said(check(speech)).count("taper-1, ") == said(check(speech)).count("nothing was published")
    assert judgements.seal(speech, NEXT) == [] and said(check(speech)) == ""
    path.write_text(path.read_text(encoding="utf-8") + f"taper-99,kind,,level,{__version__}\n", encoding="utf-8")
    assert "taper-99, kind: level was published, now it is gone" in said(check(speech))
    assert "taper-99" in said(judgements.seal(speech, "9.1.0"))


def test_a_speech_without_a_record_has_published_nothing(speech):
    (speech / judgements.RECORD).unlink()
    change(speech, *(2 * (a_bar(speech)[1],)))
    assert judgements.problems(speech) == []


def test_the_command(speech, monkeypatch, capsys):
    monkeypatch.setattr(judgements.seal, "__defaults__", (speech, NEXT))
    claim, bar = a_bar(speech)
    change(speech, bar, f"{bar}00")
    assert main(["seal", "--judgements"]) == 1 and claim in capsys.readouterr().err
    tell(speech, claim)
    assert main(["seal", "--judgements"]) == 0 and "judgements of edition" in capsys.readouterr().out
