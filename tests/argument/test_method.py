"""What every claim must obey: the words, the readings, the bars, the ways and the rulings (the methods chapter says why)."""

import calendar
import csv
import re
from datetime import date

import pytest
from holding import LEDGER, NOW

from brink import Ledger
from brink.argument.inventory import load_claims
from brink.argument.ways import firmness
from brink.video import FOLDER, VIDEO_DAY, load_video

CLAIMS = load_claims()
EVERY_CLAIM = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
#: Days on which a ruling is filled: the video's, the days after, a year later, the newest.
DAYS = (VIDEO_DAY, date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30), NOW.newest_day)
UP, DOWN = {"at_least", "more_than"}, {"at_most", "less_than"}


# --- the words ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sentences():
    with (FOLDER / "sentences.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_word_of_the_video_is_in_one_sentence(sentences):
    spans = [(int(row["first"]), int(row["last"])) for row in sentences]
    assert [word for first, last in spans for word in range(first, last + 1)] == list(range(1, load_video().words + 1))


def test_a_sentence_has_a_kind_and_its_claims(sentences):
    known = {claim.id for claim in CLAIMS}
    for row in sentences:
        assert row["kind"] in {"claim", "opinion", "question", "connective", "future"}
        assert (row["kind"] == "claim") == bool(row["claims"]), row
        assert set(row["claims"].split()) <= known, row
    assert known == {claim for row in sentences for claim in row["claims"].split()}


@EVERY_CLAIM
def test_a_quote_stands_in_a_sentence_of_its_claim(claim, sentences):
    rows = [row for row in sentences if int(row["first"]) <= claim.said_at <= int(row["last"])]
    assert [row for row in rows if claim.id in row["claims"].split()], (
        f"{claim.id} is said at word {claim.said_at}: {rows}"
    )
    assert len(claim.quote.split()) <= 13


@EVERY_CLAIM
def test_a_title_is_one_plain_sentence(claim):
    assert (
        claim.title[0].isupper()
        and claim.title.endswith(".")
        and claim.title.count(".") - len(re.findall(r"\d\.\d|U\.S\.", claim.title)) == 1
    )
    assert len(claim.title.split()) <= 18


def test_a_strong_word_is_in_the_claim_and_has_no_number():
    known = {claim.id: claim for claim in CLAIMS}
    for claim_id, word in load_video().strong_words.items():
        claim = known[claim_id]
        assert word in f"{claim.quote} {claim.title}" and claim.claimed is None and claim.literal.bar.operator != "said"


# --- readings and bars -------------------------------------------------------------------------


@EVERY_CLAIM
def test_no_charitable_reading_turns_the_claim_round(claim):
    ways = {reading.bar.operator for reading in claim.readings.values()}
    assert not (ways & UP and ways & DOWN), f"{claim.id} has bars {ways}: one of them points the other way"


@EVERY_CLAIM
def test_a_reading_has_one_unit_and_a_form(claim):
    for reading in claim.readings.values():
        assert reading.title and reading.unit and "{" in reading.form, f"{claim.id}, {reading.key}"


@EVERY_CLAIM
def test_a_bar_of_ours_says_why_and_could_have_come_out_the_other_way(claim):
    """A number said is its own bar. All others have a reason, and a recorded case on either side."""
    bar = claim.literal.bar
    if bar.operator == "said":
        return
    assert bar.why, f"{claim.id}: why is the bar there?"
    rate = LEDGER[claim.id].base_rate
    both_sides = rate is not None and 0 < rate.passing < rate.moments
    documented = isinstance(bar.bound, bool)
    said = bool(claim.numbers)
    assert both_sides or documented or said or bar.other_side, (
        f"{claim.id}: nothing on record comes out on the other side of the bar"
    )


BARS_OF_OURS = [
    pytest.param(reading, id=f"{claim.id}, {reading.key}")
    for claim in CLAIMS
    for reading in claim.readings.values()
    if reading.bar.between is not None
]
#: Parts of a whole, as a sentence says them, in percent.
PARTS = {
    "hundredth": 1,
    "twentieth": 5,
    "tenth": 10,
    "fifth": 20,
    "quarter": 25,
    "third": 33,
    "half": 50,
    "two thirds": 67,
    "three quarters": 75,
    r"nine (\w+ )?in ten": 90,
    "all of them": 100,
}
COUNTS = {
    "any": 0,
    "nothing": 0,
    "zero": 0,
    "one": 1,
    "whole": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "half": 0.5,
    "tenth": 0.1,
    "two tenths": 0.2,
}


def told(why: str) -> set[float]:
    """Return the numbers that a reason says, in figures, as parts of a hundred (and what is left of it) and in words."""
    found = {float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", why)}
    for part, percent in PARTS.items():
        if re.search(rf"\b{part}", why, re.IGNORECASE):
            found |= {percent, 100 - percent}
    found |= {number for word, number in COUNTS.items() if re.search(rf"\b{word}\b", why, re.IGNORECASE)}
    return found


@pytest.mark.parametrize("reading", BARS_OF_OURS)
def test_a_bar_of_ours_says_why_it_lies_between_what_it_lies_between(reading):
    """Who moves a bar or an end of its range has to say so on the card."""
    bar = reading.bar
    low, high = bar.between
    assert low < high and low <= bar.bound <= high
    for end in (low, bar.bound, high):
        assert abs(end) in told(bar.why), f"{end} is not in: {bar.why}"


@EVERY_CLAIM
def test_a_range_leaves_a_past_on_either_side(claim):
    """Where there is a history: some moment fails by the kindest bar a reasonable person could choose, or some passes by
    the strictest, so that the range does not settle the claim by itself."""
    bar, history = claim.literal.bar, LEDGER[claim.id].literal.figure.history
    if bar.between is None or history is None or history.empty:
        return
    passing = [history.map(bar.moved(end).passes) for end in bar.between]
    assert any(passed.any() for passed in passing) and not all(passed.all() for passed in passing)


# --- the ways ------------------------------------------------------------------------------------


@EVERY_CLAIM
def test_a_choice_names_its_default_first_and_nothing_twice(claim):
    for choice in claim.choices.values():
        assert len(set(choice.values)) == len(choice.values), f"{claim.id}, {choice.name}"
        if choice.default in choice.labels:
            assert next(iter(choice.labels)) == choice.default, f"{claim.id}, {choice.name}: the default stands first"
        if choice.range is not None:
            low, high = choice.range
            assert all(low <= value <= high for value in choice.values), f"{claim.id}, {choice.name}"


@EVERY_CLAIM
def test_the_default_is_on_the_majoritys_side(claim):
    firm = firmness(claim, LEDGER.ways(claim.id))
    assert firm.same >= 0.5, (
        f"{claim.id}: only {firm.same:.0%} of {firm.run} ways give its verdict; {firm.decider} decides"
    )


@EVERY_CLAIM
def test_the_ways_are_few_enough_to_look_at(claim):
    assert len(LEDGER.ways(claim.id)) <= 130


@EVERY_CLAIM
def test_the_first_way_is_the_finding(claim):
    way, found = LEDGER.ways(claim.id).iloc[0], LEDGER[claim.id]
    assert way["verdict"] == found.verdict and {name: way[name] for name in claim.choices} == claim.defaults


# --- rulings -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ledgers():
    return {day: Ledger(day, NOW) for day in DAYS}


@EVERY_CLAIM
def test_a_ruling_fills_on_any_day(claim, ledgers):
    for day, ledger in ledgers.items():
        found = ledger[claim.id]
        text = found.ruling
        assert text, f"{claim.id} has no ruling for {found.verdict!r} on {day}"
        assert text[0].isupper() or text[0].isdigit(), f"{claim.id} on {day}: {text}"
        assert text.endswith(".") and "{" not in text and "  " not in text, f"{claim.id} on {day}: {text}"
        assert "nan" not in text.lower().split() and "None" not in text, f"{claim.id} on {day}: {text}"
        sentences = re.split(r"(?<=[.;:]) (?=[A-Z0-9“])", text)
        assert all(sentence[0].isupper() or not sentence[0].isalpha() for sentence in sentences), (
            f"{claim.id} on {day}: {text}"
        )


@EVERY_CLAIM
def test_no_note_and_no_ruling_types_a_bar(claim):
    """It would be false once the bar moves; ``{bar}`` is written by what it is. Days, maturities and ids are no bars."""
    rulings = [claim.ruling] if isinstance(claim.ruling, str) else claim.ruling.values()
    for reading in claim.readings.values():
        bound = reading.bar.bound
        if isinstance(bound, bool) or not isinstance(bound, int | float) or bound in (0, 1):
            continue
        typed = re.compile(rf"(?<![\d.,-]){bound:g}(?!\d|[.,]\d|-year| (?:{'|'.join(calendar.month_name[1:])}))")
        texts = [re.sub(r"\{[^}]*\}", "", text) for text in (reading.note, *rulings)]
        assert [text for text in texts if typed.search(text)] == []


@EVERY_CLAIM
def test_still_is_said_only_where_a_later_vintage_exists(claim):
    found = LEDGER[claim.id]
    if not found.revised_on_record:
        assert not re.search(r"\b(and still is|later data agree|still holds)\b", found.ruling), found.ruling
