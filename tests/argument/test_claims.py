"""The verdict rule as a truth table, bars, the inventory, firmness, history, and the ledger in a terminal."""

import io
import json
import subprocess
import sys
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import yaml
from holding import LEDGER, NOW

from brink import VIDEO_DAY, Ledger, __version__, day, number
from brink.__main__ import main
from brink.argument.history import history
from brink.argument.inventory import ANSWERS, Claim, Figure, ReadingWords, answer, find_claim, load_claims
from brink.argument.ledger import Finding, Reading, write
from brink.argument.verdict import KINDS, VERDICTS, Bar, is_over, verdict
from brink.argument.ways import firmness
from brink.errors import ClaimError
from brink.record.periods import earliest, periods
from brink.video import FOLDER
from brink.words import fill, listed, moment, portion, said

Y, N, NONE = True, False, None


# --- the verdict's word ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "revised", "expected", "of_a_mechanism"),
    [
        ([Y], [Y], "holds", "holds"),
        ([Y], [N], "revised away", "revised away"),
        ([Y], [NONE], "holds", "holds"),
        ([Y], [], "holds", "holds"),
        ([Y, N], [Y, N], "holds", "holds"),
        ([Y, Y], [N, Y], "revised away", "revised away"),
        ([N, Y], [N, Y], "mislabelled", "in part"),
        ([N, Y], [Y, Y], "mislabelled", "in part"),
        ([NONE, Y], [Y, Y], "mislabelled", "in part"),
        ([N, N, Y], [N, N, N], "mislabelled", "in part"),
        ([N], [Y], "fails", "fails"),
        ([N, N], [N, Y], "fails", "fails"),
        ([N, NONE], [N], "fails", "fails"),
        ([], [], "unchecked", "unchecked"),
        ([NONE], [Y], "unchecked", "unchecked"),
        ([NONE, N], [N], "unchecked", "unchecked"),
    ],
)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "prediction"])
def test_verdict_of_a_statement(kind, then, revised, expected, of_a_mechanism):
    wanted = of_a_mechanism if kind == "mechanism" else expected
    assert verdict(kind, then, revised) == verdict(kind, then, revised, over=True) == wanted


@pytest.mark.parametrize(
    ("came", "over", "expected"),
    [
        ([Y], True, "came true"),
        ([N], True, "did not happen"),
        ([N, Y], True, "did not happen"),
        ([Y, N], True, "came true"),
        ([NONE], True, "unchecked"),
        ([], True, "unchecked"),
        ([Y], False, "open"),
        ([], False, "open"),
    ],
)
@pytest.mark.parametrize("then", [[], [NONE], [Y], [N]])
def test_verdict_of_a_prediction(then, came, over, expected):
    assert verdict("prediction", then, came, over=over) == expected


@pytest.mark.parametrize(
    ("settles", "passes", "settled"),
    [
        ("", True, False),
        ("passing", True, True),
        ("passing", False, False),
        ("failing", False, True),
        ("failing", True, False),
        ("either", False, True),
        ("either", NONE, False),
    ],
)
def test_an_event_may_settle_a_prediction_before_its_period_is_over(settles, passes, settled):
    horizon = date(2026, 6, 10)
    assert is_over(horizon, settles, passes, date(2025, 12, 19)) is settled
    assert is_over(horizon, settles, passes, date(2026, 6, 11))
    assert not is_over(None, settles, passes, date(2026, 6, 11))


def test_each_word_has_a_sign_and_a_colour_of_its_own():
    assert len({word.sign for word in VERDICTS.values()}) == len({word.colour for word in VERDICTS.values()}) == 9


# --- bars ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bar", "said", "inside", "outside"),
    [
        ({"said": True}, "22", [21.5, 22, 22.5], [21.49, 22.51]),
        ({"said": True}, "2.4", [2.35, 2.45], [2.34, 2.451]),
        ({"said": True}, ["14", "17"], [(14.07, 17.05)], [(14.07, 18), (27, 17)]),
        ({"at_least": 90}, None, [90, 99], [89.9]),
        ({"more_than": 260}, None, [260.1], [260, 0]),
        ({"at_most": 25}, None, [25, 0], [25.1]),
        ({"less_than": 0}, None, [-0.1], [0, 1]),
        ({"is": 1}, "1", [1, 1.0], [2]),
        ({"is": True}, None, [True], [False]),
    ],
)
def test_bars(bar, said, inside, outside):
    tested = Bar.of(bar, said)
    assert all(tested.passes(value) for value in inside)
    assert not any(tested.passes(value) for value in outside)


@pytest.mark.parametrize(
    ("bar", "value", "passes"),
    [
        (Bar("at_least", 3), 100 * (2.34 - 2.31), True),
        (Bar("more_than", 3), 100 * (2.36 - 2.33), False),
        (Bar("at_most", 0.3), 0.1 + 0.2, True),
        (Bar("less_than", 0.3), 0.3 - 1e-16, False),
        (Bar("said", "0.1"), 0.3 - 0.15, True),
        (Bar("at_least", 3), 3 - 1e-6, False),
    ],
)
def test_no_bar_hangs_on_the_last_bit_of_a_figure(bar, value, passes):
    """2.34 less 2.31 is three hundredths, and comes out a little below."""
    assert bar.passes(value) is passes


@pytest.mark.parametrize(
    "bar", [{}, {"near": 1}, {"at_least": 1, "is": 1}, {"said": True}, {"at_least": 1, "because": "x"}]
)
def test_a_malformed_bar_is_refused(bar):
    with pytest.raises(ClaimError):
        Bar.of(bar, None)


@pytest.mark.parametrize(("said", "value"), [(["14", "17"], 3.0), ("22", "22 or so"), ("22", None)])
def test_a_value_a_bar_cannot_take_is_an_error_not_a_verdict(said, value):
    with pytest.raises(ClaimError, match="can't be held against"):
        Bar.of({"said": True}, said).passes(value)


@pytest.mark.parametrize(
    ("bar", "form", "words"),
    [
        (Bar("at_most", 25), "{:.1f} % of GDP", "at most 25 % of GDP"),
        (Bar("less_than", -0.25), "{:+.2f} points", "less than −0.25 points"),
        (Bar("said", ["14", "17"]), "{:.1f} % against {:.1f} %", "rounds to 14 % against 17 %"),
        (Bar("at_least", 2), "{:.1f} % against {:.1f} %", "at least 2"),
        (Bar("is", True), "{}", "on record"),
    ],
)
def test_a_bar_in_words_has_its_unit_and_the_digits_it_was_given(bar, form, words):
    assert bar.in_words(form) == words


def test_the_bounds_to_try():
    assert Bar("at_least", 90, (75, 95)).tried == (90, 75, 95)
    assert Bar("at_least", 90, (90, 95)).tried == (90, 95)
    assert Bar("at_least", 90).tried == (90,)
    assert Bar("at_least", 90, (75, 95)).moved(80).bound == 80


# --- the inventory ---------------------------------------------------------------------------------


@pytest.fixture
def speech(tmp_path):
    """A folder of a toy speech, which a test may damage: ``speech(claims)`` writes it."""

    def write_it(*claims):
        (tmp_path / "claims").mkdir(exist_ok=True)
        (tmp_path / "video.yml").write_text(
            "{book: Toys, about: toys, title: Toy, day: 2025-06-10, day_why: x, words: 10, themes: {debt: {title: Debt, chapter: jgb-debt}}}"
        )
        (tmp_path / "claims" / "debt.yml").write_text(yaml.safe_dump(list(claims)))
        return tmp_path

    yield write_it
    load_claims.cache_clear()


def entry(**changes):
    base = {
        "id": "debt-1",
        "kind": "level",
        "quote": "over a hundred",
        "said_at": 3,
        "title": "It is over a hundred.",
        "claimed": "100",
        "bar": {"said": True},
        "readings": {"first": {"title": "t", "unit": "u", "form": "{:.0f} u"}},
    }
    return base | changes


def test_a_toy_speech_is_read(speech):
    (claim,) = load_claims(
        speech(entry(choices={"start": {"title": "start", "default": 1, "also": [2, 3], "why": "w"}}))
    )
    assert claim.numbers == (100.0,) and claim.literal.key == "first" and claim.theme == "debt"
    assert claim.combinations() == [{"start": 1}, {"start": 2}, {"start": 3}] and claim.defaults == {"start": 1}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "guess"}, "kind 'guess'"),
        ({"id": "trap-9"}, "does not start with its theme"),
        ({"bar": {}}, "a bar needs exactly one"),
        ({"bar": {"near": 1}}, "a bar needs exactly one"),
        ({"claimed": None}, "needs a claimed number"),
        ({"claimed": 100}, "quoted text"),
        ({"quote": ""}, "must be filled"),
        ({"horizon": date(2026, 1, 1)}, "predictions, and only they"),
        ({"kind": "prediction"}, "predictions, and only they"),
        ({"settles": "passing"}, "settles is for predictions"),
        ({"kind": "prediction", "horizon": date(2026, 1, 1), "settles": "soon"}, "one of passing, failing, either"),
        ({"therefore": ["moon-1"]}, "unknown claims: moon-1"),
        ({"colour": "red"}, "colour"),
        ({"readings": []}, "mapping of keys"),
        (
            {"readings": {"a": {"title": "t", "unit": "u", "form": "{}", "differs": ["period"]}}},
            "the first reading is the literal",
        ),
        (
            {
                "readings": {
                    "a": {"title": "t", "unit": "u", "form": "{}"},
                    "b": {"title": "t", "unit": "u", "form": "{}"},
                }
            },
            "says how it differs",
        ),
    ],
)
def test_a_malformed_claim_is_refused_by_its_place(speech, changes, message):
    with pytest.raises(ClaimError, match=r"debt\.yml|/claims") as caught:
        load_claims(speech(entry(**changes)))
    assert message in str(caught.value)


def test_an_id_is_used_once(speech):
    with pytest.raises(ClaimError, match="ids used twice: debt-1"):
        load_claims(speech(entry(), entry()))


def test_the_argument_has_no_circle_within_a_theme():
    """Across themes the speech may come back to where it was; within one an arrow leads onwards."""
    graph = {c.id: {t for t in c.therefore if t.startswith(f"{c.theme}-")} for c in load_claims()}
    while leaves := [node for node, targets in graph.items() if not targets]:
        for leaf in leaves:
            del graph[leaf]
        for targets in graph.values():
            targets.difference_update(leaves)
    assert graph == {}


def test_a_claim_is_found_or_named_as_missing():
    assert find_claim("auctions-3").numbers == (14, 17)
    with pytest.raises(ClaimError, match="no claim 'auctions-99'"):
        find_claim("auctions-99")


def test_answer_and_inventory_must_agree_on_the_readings(monkeypatch):
    claim = LEDGER["debt-1"].claim
    monkeypatch.setitem(ANSWERS, "debt-1", lambda record, asked, **choices: {"other": Figure(1)})
    with pytest.raises(ClaimError, match="answers other;"):
        answer(claim, NOW, VIDEO_DAY)


def test_every_claim_has_an_answer_and_every_unchecked_one_says_what_it_would_take():
    for found in LEDGER:
        assert found.claim.id in ANSWERS
        if found.verdict == "unchecked":
            assert found.claim.needs, found.claim.id


# --- a finding -------------------------------------------------------------------------------------


def words(key="literal", bar=None, **changes):
    return ReadingWords(key, title=key, unit="u", form="{:.1f} u", bar=bar or Bar("at_least", 10), **changes)


def claim(*readings, **changes):
    base = {
        "id": "debt-9",
        "theme": "debt",
        "kind": "level",
        "quote": "q",
        "said_at": 1,
        "title": "T.",
        "claimed": None,
        "bar": Bar("at_least", 10),
        "readings": {reading.key: reading for reading in readings or (words(),)},
    }
    return Claim(**base | changes)


def finding(of: Claim, *values, revised=None, over=False, ranges=()):
    def readings(given):
        ranged = [*ranges, *[None] * len(given)]
        return {
            key: Reading(
                reading, Figure(value, "then", range=reach), None if value is None else reading.bar.passes(value)
            )
            for (key, reading), value, reach in zip(of.readings.items(), given, ranged, strict=False)
        }

    then, later = readings(values), readings(revised or values)
    figures = {k: r.figure for k, r in then.items()}, {k: r.figure for k, r in later.items()}
    ledger = SimpleNamespace(answers=lambda claim: [figures] * len(claim.combinations()), over=lambda *_: over)
    return Finding(of, then, later, over, _ledger=ledger, _read=frozenset())


def test_the_reading_that_saves_a_claim():
    two = claim(words(), words("kinder", differs=("period",)))
    assert finding(two, 5.0, 12.0).saving.key == "kinder"
    assert finding(two, 12.0, 13.0).saving is None
    assert finding(two, 5.0, 6.0).saving is None
    late = claim(words(), words("kinder", differs=("period",)), kind="prediction", horizon=date(2025, 7, 1))
    assert finding(late, None, None, revised=(5.0, 12.0), over=True).saving.key == "kinder"


@pytest.mark.parametrize(
    ("value", "reach", "close"),
    [(12.0, None, False), (12.0, (11.0, 13.0), False), (12.0, (9.0, 13.0), True), (None, None, False)],
)
def test_a_call_is_close_where_its_range_crosses_the_bar(value, reach, close):
    assert finding(claim(), value, ranges=(reach,)).close is close


def test_a_call_is_close_where_the_bar_could_reasonably_stand_elsewhere():
    bar = Bar("at_least", 10, (5, 15))
    shaky = finding(claim(words(bar=bar), bar=bar), 12.0)
    assert shaky.close and shaky.firmness.decider == "bar" and shaky.firmness.run == 3 and shaky.firmness.passing == 2
    assert not finding(claim(words(bar=bar), bar=bar), 20.0).close


def test_the_choice_that_decides():
    choices = {
        name: type("C", (), {"values": values, "default": values[0]})()
        for name, values in {"a": (1, 2), "b": (1, 2, 3)}.items()
    }
    ways = pd.DataFrame(
        [
            {
                "a": a,
                "b": b,
                "bar": 10,
                "value": 0.0,
                "passes": a == 1,
                "verdict": "holds" if a == 1 else "fails",
                "repeats": False,
            }
            for a in (1, 2)
            for b in (1, 2, 3)
        ]
    )
    firm = firmness(claim(choices=choices), ways)
    assert (firm.decider, firm.same, firm.firm, firm.passing) == ("a", 0.5, False, 3)


def test_ways_with_the_same_figures_are_one():
    choices = {"a": type("C", (), {"values": (1, 2), "default": 1})()}
    assert not finding(claim(choices=choices), 12.0).ways["repeats"].any(), "short numbers may agree by chance"
    once = finding(claim(choices=choices), 12.2513)
    assert list(once.ways["repeats"]) == [False, True] and len(once.distinct_ways) == 1
    assert (once.firmness.run, once.firmness.word, once.firmness.firm) == (1, "one way only", False)
    assert not once.close


def test_another_reading_can_move_a_firm_verdict():
    two = claim(words(), words("kinder", differs=("period",)))
    assert finding(two, 12.0, 5.0).by_reading == {"literal": "holds", "kinder": "mislabelled"}
    assert finding(two, 12.0, 5.0).moved_by_reading == ["kinder"]
    assert finding(two, 12.0, 13.0).moved_by_reading == []


def test_later_data_may_redeem_and_the_verdict_stays():
    late = finding(claim(), 5.0, revised=(12.0,))
    assert late.verdict == "fails" and late.redeemed
    assert not finding(claim(), 5.0, revised=(6.0,)).redeemed
    assert not finding(claim(), 12.0, revised=(5.0,)).redeemed


def test_a_base_rate_counts_the_past_and_names_the_other_side():
    history = pd.Series([5.0, 12.0, 8.0, 11.0], index=pd.period_range("2024Q1", periods=4, freq="Q"))
    of = claim()
    reading = Reading(of.literal, Figure(14.0, "2025Q1", history=history), True)
    held = Finding(of, {"literal": reading}, {"literal": reading}, False, _ledger=SimpleNamespace(), _read=frozenset())
    rate = held.base_rate
    assert (rate.passing, rate.moments, str(rate.other_side)) == (2, 4, "2024Q3")
    assert finding(of, 12.0).base_rate is None


def test_a_figure_is_plain_and_never_not_a_number():
    figure = Figure(np.float64(1.5), range=(np.float64(1), np.float64(2)))
    assert type(figure.value) is float and type(figure.range[0]) is float
    assert Figure(float("nan")).value is None and Figure((1.0, np.nan)).value is None and Figure(pd.NaT).value is None


def test_a_figure_is_written_in_the_form_of_its_reading():
    assert write(words(), 12.34) == "12.3 u" and write(words(), 12.34, unit=False) == "12.3"
    assert write(words(), None) == "no figure" and write(words(), True) == "on record"


# --- history ---------------------------------------------------------------------------------------


def test_the_history_ends_at_the_verdict_of_the_ledger_and_begins_on_the_videos_day():
    moved = history(LEDGER, ["taper-4", "taper-1", "trap-3"])
    assert (moved.groupby("claim")["day"].first() == pd.Timestamp(VIDEO_DAY)).all()
    for claim_id, last in moved.groupby("claim")["verdict"].last().items():
        assert last == LEDGER[claim_id].verdict


@pytest.mark.parametrize("when", [date(2025, 8, 14), date(2025, 8, 15), date(2026, 6, 10), date(2026, 6, 11)])
def test_the_history_says_what_the_ledger_of_that_day_says(when):
    ids = ["taper-4", "taper-6", "trap-3", "auctions-5"]
    moved = history(LEDGER, ids)
    until = moved[moved["day"] <= pd.Timestamp(when)].groupby("claim")["verdict"].last()
    assert {i: until[i] for i in ids} == {i: Ledger(when, NOW)[i].verdict for i in ids}


def test_a_day_with_rows_about_a_later_time_only_moves_no_statement():
    """Yields of August 2025 say nothing about the days before the video."""
    days = NOW.changes("jgb_yields", date(2025, 8, 5))
    assert earliest(NOW, "jgb_yields")[pd.Timestamp(days[0])].date() >= date(2025, 8, 1)


def test_a_later_record_takes_over_what_did_not_change():
    first = NOW.on(date(2025, 6, 10))
    first.table("weo_g7"), first.table("jgb_yields")
    later = first.later(date(2025, 6, 20))
    assert later._known_tables.keys() == {
        name for name in first._known_tables if not later.changes(name, date(2025, 6, 10))
    }
    fresh = NOW.on(date(2025, 6, 20))
    for name in ("weo_g7", "jgb_yields"):
        pd.testing.assert_frame_equal(later.table(name), fresh.table(name))


@pytest.mark.parametrize("table", ["weo_g7", "japan_gdp_levels", "boj_accounts", "jgb_yields", "boj_taper_statements"])
def test_periods_are_read_off_a_key(table):
    spans = periods(NOW, table)
    assert len(spans) == len(NOW.vintages(table)) and (spans["first"] <= spans["last"]).all()


# --- how it is written -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (22, "22"),
        (22.0, "22"),
        (-0.2, "−0.20"),
        (1130.8, "1,131"),
        (260.26, "260.3"),
        (True, "yes"),
        (None, "no figure"),
        ((14.07, 17.05), "14.07 / 17.05"),
        (float("nan"), "no figure"),
        (-0.001, "0.00"),
    ],
)
def test_how_numbers_are_written(value, text):
    assert number(value) == text


def test_what_was_said_keeps_its_digits():
    assert [said(v) for v in (2.4, 22, -0.2, (2.6, 0.8, 1.0))] == ["2.4", "22", "−0.2", "2.6 / 0.8 / 1"]


@pytest.mark.parametrize("when", [VIDEO_DAY, pd.Timestamp(VIDEO_DAY), "2025-06-10"])
def test_how_days_are_written(when):
    assert day(when) == "10 June 2025"


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (pd.Period("2025-06", "M"), "June 2025"),
        (pd.Period("2025Q2"), "2025Q2"),
        (pd.Timestamp("2025-06-10"), "10 June 2025"),
        (2024, "2024"),
    ],
)
def test_how_moments_are_written(when, text):
    assert moment(when) == text


@pytest.mark.parametrize(
    ("part", "whole", "word"),
    [
        (0, 9, "none"),
        (1, 9, "few"),
        (4, 10, "some"),
        (5, 10, "about half"),
        (7, 10, "most"),
        (19, 20, "nearly all"),
        (3, 3, "all"),
        (0, 0, "none"),
    ],
)
def test_how_a_part_is_called(part, whole, word):
    assert portion(part, whole) == word


def test_sentences_are_filled():
    assert fill("{a} % on {b}", a=1.5, b=VIDEO_DAY) == "1.50 % on 10 June 2025"
    assert listed(["a"]) == "a" and listed(["a", "b", "c"]) == "a, b and c"
    with pytest.raises(ClaimError, match="nothing to stand for"):
        fill("{missing}")


# --- in a terminal -----------------------------------------------------------------------------------


def test_ledger_as_a_table(capsys):
    assert main(["ledger", "--theme", "taper"]) == 0
    out = capsys.readouterr().out
    assert "taper-4" in out and "did not happen" in out and "debt-1" not in out


def test_the_ledger_of_another_day(capsys):
    assert main(["ledger", "--theme", "taper", "--as-of", "2025-12-31", "--json"]) == 0
    entries = {entry["id"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert (entries["taper-4"]["verdict"], entries["taper-4"]["settles"]) == (
        "did not happen",
        "failing",
    )  # by one rise
    assert main(["ledger", "--theme", "bonds"]) == 2
    assert "no theme 'bonds'" in capsys.readouterr().err
    with pytest.raises(SystemExit) as caught:
        main(["ledger", "--as-of", "soon"])
    assert caught.value.code == 2 and "write it as 2025-12-31" in capsys.readouterr().err


def test_a_day_the_record_does_not_reach_is_answered_with_a_word(capsys):
    assert main(["history", "taper-4", "--as-of", "2031-01-01"]) == 0
    told = capsys.readouterr()
    assert told.err.count("\n") == 1 and day(NOW.newest_day) in told.err and "taper" not in told.err
    assert main(["history", "taper-4", "--as-of", f"{NOW.newest_day}"]) == 0
    assert capsys.readouterr().err == ""


def test_a_day_too_early_is_refused_in_one_line(capsys):
    assert main(["history", "taper-4", "--as-of", "2020-01-01"]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1 and "10 June 2024" in told.err


@pytest.mark.parametrize("asked", ["2025-06-09", "2031-01-01", "soon"])
def test_a_chapter_of_a_day_no_book_can_be_of_is_refused(monkeypatch, asked):
    monkeypatch.setenv("BRINK_AS_OF", asked)
    with pytest.raises(ClaimError, match="BRINK_AS_OF is"):
        Ledger.open()


def test_a_day_more_than_a_year_before_the_video_is_refused(capsys):
    Ledger(date(2024, 6, 10))
    with pytest.raises(ClaimError, match=r"There is no ledger of 9 June 2024: .* from 10 June 2024 on"):
        Ledger(date(2024, 6, 9))
    assert main(["ledger", "--as-of", "1990-01-01"]) == 2
    assert "no ledger of 1 January 1990" in capsys.readouterr().err


def test_history_of_a_claim(capsys):
    assert main(["history", "taper-4"]) == 0
    out = capsys.readouterr().out
    assert "19 December 2025" in out and "did not happen" in out
    assert main(["history", "taper-99"]) == 2


def test_the_version(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.split() == ["brink", __version__]


@pytest.mark.parametrize("arguments", [["ledger", "--theme", "taper"], ["ledger", "--theme", "taper", "--json"]])
def test_a_terminal_of_any_encoding_gets_its_ledger(monkeypatch, arguments):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert main(arguments) == 0
    sys.stdout.flush()
    text = raw.getvalue()
    if "--json" in arguments:
        assert json.loads(text.decode("utf-8"))
    else:
        assert b"taper-1" in text and text.isascii()


def test_the_ledger_needs_no_heavy_library():
    """Each of these takes a good part of the ledger's time to import."""
    heavy = {"statsmodels", "matplotlib", "IPython", "requests", "jinja2"}
    code = (
        "import sys; from brink import Ledger; ledger = Ledger(); [found.verdict for found in ledger.of_theme('taper')]; "
        "from brink.report import ledger_files; ledger_files.claims_json(ledger.of_theme('taper')); "
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(done.stdout.split())


def test_the_folder_of_the_speech_holds_no_verdict():
    for path in (FOLDER / "claims").glob("*.yml"):
        for claim_entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            assert not {"verdict", "passes", "value"} & claim_entry.keys(), "no verdict is ever typed"
