"""What if: settings are read strictly, and move what they name and nothing else."""

import pytest
from holding import LEDGER, NOW
from hypothesis import given
from hypothesis import strategies as st

from brink import Ledger
from brink.__main__ import main
from brink.argument.inventory import load_claims
from brink.argument.settings import Settings, knobs, load_presets
from brink.errors import SettingError

CLAIMS = load_claims()
KNOBS = knobs(CLAIMS)


def judged(**settings):
    return {found.claim.id: found.verdict for found in Ledger(record=NOW, settings=settings)}


def test_without_settings_nothing_moves():
    assert not Settings.read({}, CLAIMS)
    assert [Settings().of(claim) for claim in CLAIMS] == list(CLAIMS)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("auctions-4.bor", 10, "auctions-4.bar"),
        ("auctions-4.bar", "many", "any number"),
        ("auctions-4.bar", float("nan"), "any number"),
        ("taper-2.level", 7, "2.0, 2.1, 1.5, 1.0"),
        ("taper-2.literal", "sold", "shrinkage"),
        ("nowhere.x", 1, "brink whatif"),
    ],
)
def test_what_can_not_be_set_is_refused_with_what_can(name, value, told):
    with pytest.raises(SettingError, match=told):
        Ledger(record=NOW, settings={name: value})


def test_a_bar_moves_only_its_claim():
    moved = Ledger(record=NOW, settings={"auctions-4.bar": 45})
    assert moved["auctions-4"].verdict != LEDGER["auctions-4"].verdict
    assert "45" in moved["auctions-4"].claim.literal.bar.in_words()
    assert moved["auctions-3"].claim == LEDGER["auctions-3"].claim


def test_a_choice_moves_the_default_and_keeps_the_ways():
    moved = Ledger(record=NOW, settings={"taper-2.level": "2.1"})
    assert moved["taper-2"].then["asked_for"].value == pytest.approx(200) and moved["taper-2"].verdict == "mislabelled"
    assert sorted(moved["taper-2"].ways["level"]) == sorted(LEDGER["taper-2"].ways["level"])


def test_a_reading_taken_literally_is_judged_as_such():
    moved = Ledger(record=NOW, settings={"taper-3.literal": "stock"})
    assert moved["taper-3"].verdict == "holds" and moved["taper-3"].claim.literal.key == "stock"


@given(st.data())
def test_every_knob_takes_every_value_it_allows(data):
    """No exception in any claim, whatever is set within what is allowed."""
    knob = KNOBS[data.draw(st.sampled_from(sorted(KNOBS)))]
    if knob.allowed and knob.range is None:
        value = data.draw(st.sampled_from(knob.allowed))
    else:
        low, high = knob.range or (-1e6, 1e6)
        value = data.draw(st.floats(low, high, allow_nan=False))
    ledger = Ledger(record=NOW, settings={knob.name: value})
    for claim in knob.claims:
        assert ledger[claim].verdict and ledger[claim].ruling


def test_presets_can_be_set():
    for preset in load_presets().values():
        assert Ledger(record=NOW, settings=dict(preset.values)).settings


def test_the_command_says_what_moves(capsys):
    assert main(["ledger", "--theme", "taper", "--set", "taper-2.level=2.1"]) == 0
    told = capsys.readouterr().out
    assert "Not the published ledger" in told and "Verdicts that move: 1" in told
    assert main(["ledger", "--set", "taper-2.level"]) == 2
    assert main(["whatif", "taper"]) == 0
    assert "taper-2.level" in capsys.readouterr().out


def test_the_command_reads_a_file(tmp_path, capsys):
    file = tmp_path / "mine.yml"
    file.write_text("taper-2.level: 2.1\n")
    assert main(["ledger", "--theme", "taper", "--assumptions", str(file)]) == 0
    assert "Verdicts that move: 1" in capsys.readouterr().out
