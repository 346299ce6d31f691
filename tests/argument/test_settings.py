"""What if: settings are read strictly, and move what they name and nothing else."""

import re
from pathlib import Path

import pytest
from holding import LEDGER, NOW, answering_once
from hypothesis import given
from hypothesis import strategies as st

from brink import Ledger
from brink.__main__ import main
from brink.argument.inventory import load_claims
from brink.argument.presets import load_presets
from brink.argument.settings import _PLACES, _SHARES, Settings, bars, example, knobs, limits
from brink.argument.verdict import VERDICTS
from brink.errors import SettingError
from brink.report import cards, map
from brink.words import said

CLAIMS = load_claims()
KNOBS = knobs(CLAIMS)


@pytest.fixture(autouse=True, scope="module")
def quick():
    with answering_once():
        yield


def judged_one(claim, settings):
    return Ledger(record=NOW, settings=settings)[claim].verdict


def test_without_settings_nothing_moves():
    assert not Settings.read({}, CLAIMS)
    assert [Settings().of(claim) for claim in CLAIMS] == list(CLAIMS)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("auctions-4.bor", 10, "auctions-4.bar"),
        ("auctions-4.bar", "many", "a number from 0 to 100"),
        ("autos-11.bar", float("nan"), "any number"),
        ("taper-2.level", 7, "a number from 1 to 2.1"),
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


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("debt-7.bar", 9, "a whole number from 1 to 7"),
        ("debt-7.bar", 1.5, "a whole number from 1 to 7"),
        ("debt-3.bar", 120, "a number from 0 to 100"),
        ("auctions-4.bar", -3, "a number from 0 to 100"),
        ("trap-7.bar", 1.2, "a number from -1 to 1"),
    ],
)
def test_no_bar_stands_where_no_figure_can(name, value, allowed):
    with pytest.raises(SettingError, match=allowed):
        Settings.read({name: value}, CLAIMS)


def test_bounds_are_those_of_units_in_use_and_hold_what_was_published():
    units = {knob.unit for name, knob in KNOBS.items() if name.endswith(".bar")}
    assert {f"percent of {whole}" for whole in _SHARES} == {
        f"percent of {whole}" for whole in _SHARES for unit in units if unit.startswith(f"percent of {whole}")
    }
    assert {unit.partition(",")[0] for unit in units} >= _PLACES.keys()
    for unit in units:
        if "rank" in unit:
            assert limits(unit), unit
    for knob in KNOBS.values():
        assert knob.range is None or knob.range[0] <= knob.value <= knob.range[1], knob.name


def test_the_example_of_the_readme_moves_a_verdict(capsys):
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"^brink ledger (--set \S+)", readme, re.MULTILINE)
    assert examples
    for words in examples:
        assert main(["ledger", *words.split()]) == 0
        assert "Verdicts that move: 1 of" in capsys.readouterr().out


def test_the_command_shows_the_figure_that_saves_a_claim_where_the_literal_has_none(capsys):
    assert main(["ledger"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for found in LEDGER:
        if found.verdict == "mislabelled" and found.literal.value is None:
            (line,) = [line for line in lines if line.split()[:1] == [found.claim.id]]
            assert "no figure" not in line and "*" in line
    assert lines[-1].startswith("* of the reading")


def test_presets_can_be_set_and_move_what_they_say():
    order = {"video": 1, "kind": 1, "stern": -1, "sternest": -1}
    assert order.keys() == load_presets().keys()
    found = {}
    for name, preset in load_presets().items():
        settings = preset.of(LEDGER)
        moved = Ledger(record=NOW, settings=settings)
        assert moved.settings and any(".literal" in setting for setting in settings) == preset.readings
        found[name] = {claim.id: moved[claim.id].verdict for claim in CLAIMS}
        assert preset.verdicts(LEDGER) == found[name]
        for claim in {setting.split(".")[0] for setting in settings}:
            was, now = (VERDICTS[ledger[claim].verdict].rating for ledger in (LEDGER, moved))
            assert order[name] * now > order[name] * was, claim
    for claim in CLAIMS:
        ratings = [VERDICTS[found[name][claim.id]].rating or 3 for name in ("sternest", "stern", "kind", "video")]
        assert ratings == sorted(ratings), claim.id


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_the_verdict_by_another_reading_is_that_of_the_setting(claim):
    if len(claim.readings) > 1:
        asked = {key: judged_one(claim.id, {f"{claim.id}.literal": key}) for key in claim.readings}
        assert LEDGER[claim.id].by_reading == asked
        assert LEDGER[claim.id].moved_by_reading == [key for key in asked if asked[key] != LEDGER[claim.id].verdict]


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


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if bars(claim)], ids=lambda claim: claim.id)
def test_where_a_bar_is_moved_no_text_tells_the_published_one(claim):
    """Reasons, notes and rulings; the title and numbers said are the video's own."""
    for name, reading in bars(claim).items():
        old = reading.bar.bound
        if old in (0, 1) or str(old) in (claim.claimed or ()):  # a zero or a one may mean anything
            continue
        knob = KNOBS[f"{claim.id}.{name}"]
        moved = Settings.read({knob.name: old - 1 if knob.whole else 0.63 * old + 0.0113}, CLAIMS).of(claim)
        changed = [new for key, new in moved.readings.items() if claim.readings[key].bar == reading.bar]
        assert changed and all(new.bar.why.startswith("Set otherwise here; published is") for new in changed)
        texts = [text for r in moved.readings.values() for text in (r.note, r.bar.other_side, r.bar.source)]
        texts += [r.bar.why for r in moved.readings.values() if r not in changed]
        texts += list(claim.ruling.values()) if isinstance(claim.ruling, dict) else [claim.ruling]
        told = re.compile(
            rf"(?<![\d.,{{:]){re.escape(said(old))}(?![\d}}]|[.,]\d| (?:year|month|quarter)|-year| [A-Z][a-z]+ [12])"
        )
        assert [text for text in texts if told.search(str(text))] == [], name


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
