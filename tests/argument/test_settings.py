"""What if: settings are read strictly, and move what they name and nothing else."""

import pytest
from holding import LEDGER, NOW, answering_once
from hypothesis import given
from hypothesis import strategies as st

from brink import Ledger
from brink.__main__ import main
from brink.argument.inventory import load_claims
from brink.argument.presets import load_presets
from brink.argument.settings import Settings, example, knobs
from brink.argument.verdict import VERDICTS
from brink.errors import SettingError
from brink.report import cards, map

CLAIMS = load_claims()
KNOBS = knobs(CLAIMS)


@pytest.fixture(autouse=True, scope="module")
def quick():
    with answering_once():
        yield


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
        ("taper-2.level", 7, "a number from 1.0 to 2.1"),
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
        value = data.draw(st.integers(low, high) if knob.whole else st.floats(low, high, allow_nan=False))
    ledger = Ledger(record=NOW, settings={knob.name: value})
    for claim in knob.claims:
        assert ledger[claim].verdict and ledger[claim].ruling


def test_presets_can_be_set_and_move_what_they_say():
    order = {"video": 1, "sternest": -1}
    assert {"video", "sternest", "imf", "cbo"} == load_presets().keys()
    for name, preset in load_presets().items():
        settings = preset.of(LEDGER)
        moved = Ledger(record=NOW, settings=settings)
        assert moved.settings
        for claim in {setting.split(".")[0] for setting in settings} if name in order else ():
            was, now = (VERDICTS[ledger[claim].verdict].rating for ledger in (LEDGER, moved))
            assert order[name] * now > order[name] * was, claim


def test_what_is_set_for_a_claim_wins_over_its_theme_in_any_order():
    pairs = {"trap.netting": "net", "trap-11.netting": "content"}
    for order in (list(pairs), list(pairs)[::-1]):
        moved = Ledger(record=NOW, settings={name: pairs[name] for name in order})
        assert moved["trap-11"].claim.choices["netting"].default == "content"
        assert moved["trap-13"].claim.choices["netting"].default == "net"


def test_a_bar_is_that_of_the_published_reading_whatever_is_literal():
    moved = Ledger(record=NOW, settings={"auctions-6.literal": "purchases", "auctions-6.purchases.bar": 5000})
    assert moved["auctions-6"].claim.literal.bar.bound == 5000 and moved["auctions-6"].verdict == "came true"
    moved = Ledger(record=NOW, settings={"auctions-6.literal": "purchases", "auctions-6.bar": 5000})
    assert moved["auctions-6"].claim.literal.bar.bound == 0


def test_a_moved_bar_keeps_no_old_reason():
    moved = Ledger(record=NOW, settings={"auctions-4.bar": 20})["auctions-4"].claim.literal.bar
    assert "published" in moved.why and "33" in moved.why and moved.in_words() == "at most 20"


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


def test_what_is_printed_under_other_settings_says_so(tmp_path, monkeypatch):
    file = tmp_path / "mine.yml"
    file.write_text("taper-2.level: 2.1\n")
    assert "Not the published report" not in cards.strip(LEDGER, "taper")
    monkeypatch.setenv("BRINK_ASSUMPTIONS", str(file))
    ledger = Ledger.open()
    for markup in (cards.strip(ledger, "taper"), map.tally(ledger, ""), map.video_strip(ledger, "")):
        assert "Not the published report" in markup and "taper-2.level: 2.1" in markup


def test_the_example_in_messages_can_be_set():
    name, value = example(CLAIMS).split("=")
    assert Settings.read({name: value}, CLAIMS)
    assert example(CLAIMS, ": ") == f"{name}: {value}"
    assert example([]) == "CLAIM.bar=VALUE"
