"""The ledger on any day: every claim answers, and nothing that became public later reaches a word or a figure of it."""

import os
import random
import re
import time
from datetime import date, timedelta

import pandas as pd
import pytest
from holding import NOW

import brink.record.snapshot
from brink import VIDEO_DAY, Ledger
from brink.argument.ledger import Finding
from brink.argument.verdict import VERDICTS
from brink.record.snapshot import Snapshot
from brink.record.table import public_from

FIRST, LAST = VIDEO_DAY - timedelta(days=365), NOW.newest_day
#: What no reader may meet in a sentence.
UNFILLED = re.compile(r"[{}]|\bno figure (?:%|\w*illion|points|basis)|\b(?:nan|NaT|NaN|None)\b(?! of)|  ")
#: A ruling that tells a figure nobody has, in the middle of its sentence; after a colon it is an answer.
NOTHING = re.compile(r"(?<!: )\bno figure\b")
#: Tables that change on nearly every working day: their days are left to chance.
DAILY = 100


def chance() -> random.Random:
    """Return a generator whose seed is printed; ``BRINK_SEED`` repeats a run."""
    seed = int(os.environ.get("BRINK_SEED") or random.SystemRandom().randrange(10**6))
    print(f"BRINK_SEED={seed}")
    return random.Random(seed)


def some_days(number: int) -> list[date]:
    """Return days between a year before the video and the newest of the record, in their order."""
    return sorted(FIRST + timedelta(days=day) for day in chance().sample(range((LAST - FIRST).days + 1), number))


def days_of_change() -> list[date]:
    """Return the days on which any table changed, but for those on which only daily tables did."""
    changes = {name: NOW.changes(name, FIRST) for name in NOW.tables}
    return sorted({day for days in changes.values() if len(days) <= DAILY for day in days})


# --- every claim answers -----------------------------------------------------------------------


def faults(finding: Finding, day: date) -> list[str]:
    """Return what is wrong with a finding: no figure and no reason, words without their figures, a history that knows more."""
    found = [] if finding.verdict in VERDICTS else [f"verdict {finding.verdict!r}"]
    for name in ("then", "revised", "today"):
        for reading in getattr(finding, name).values():
            told = f"{reading.note} {reading.title} {reading.written} {reading.period}"
            history = reading.figure.history
            last = None if history is None or history.empty else history.index[-1]
            if isinstance(last, pd.Timestamp) and last.date() > day:
                found.append(f"{name}, {reading.key}: its history reaches to {last}")
            if reading.value is None and not reading.note:
                found.append(f"{name}, {reading.key}: no figure, and no reason")
            if UNFILLED.search(told):
                found.append(f"{name}, {reading.key}: {told}")
    if not finding.ruling.endswith(".") or UNFILLED.search(finding.ruling):
        found.append(f"ruling: {finding.ruling!r}")
    if day >= VIDEO_DAY and NOTHING.search(finding.ruling):
        found.append(f"a ruling without its figure: {finding.ruling}")
    return found


def answers_of(day: date) -> list[str]:
    """Return the faults of a whole ledger of one day, errors among them."""
    found = []
    for claim in (ledger := Ledger(day, NOW)).claims:
        try:
            found += [f"{day}, {claim.id}, {fault}" for fault in faults(ledger[claim.id], day)]
        except Exception as error:
            found.append(f"{day}, {claim.id}: {error!r}")
    return found


def test_every_claim_answers_on_any_day():
    assert [fault for day in some_days(4) for fault in answers_of(day)] == []


@pytest.mark.long
def test_every_claim_answers_on_sixty_days_and_whenever_a_table_changed():
    assert [fault for day in sorted({*some_days(60), *days_of_change()}) for fault in answers_of(day)] == []


# --- nothing later reaches it ------------------------------------------------------------------


def told(ledger: Ledger) -> dict[str, str]:
    """Return all that a ledger says of each claim: words, figures, ranges, histories, the tables beneath."""
    return {finding.claim.id: _told(finding) for finding in ledger}


def _told(finding: Finding) -> str:
    figures = [
        (name, key, reading.value, reading.range, reading.period, reading.note, reading.title, sorted(map(str, facts)))
        for name in ("then", "revised", "today")
        for key, reading in getattr(finding, name).items()
        for facts in [reading.figure.facts.items()]
    ]
    history = finding.literal.figure.history
    past = None if history is None else (len(history), repr(history.to_list()), str(list(history.index)))
    words = finding.verdict, finding.ruling, finding.as_of, finding.revised_on_record
    return repr((words, figures, past))


def without(frame: pd.DataFrame, later: pd.Series, _: dict) -> pd.DataFrame:
    """Return the table as it was before any of the later rows."""
    return frame[~later].reset_index(drop=True)


def poisoned(frame: pd.DataFrame, later: pd.Series, resource: dict) -> pd.DataFrame:
    """Return the table with every later row made absurd in all that is no key and no day."""
    frame, keys = frame.copy(), resource["schema"].get("primaryKey", [])
    for field in resource["schema"]["fields"]:
        name = field["name"]
        if name in keys or field["type"] not in ("number", "integer", "string"):
            continue
        if field["type"] == "string":
            frame.loc[later, name] = "poison"
        else:
            frame.loc[later, name] = (-7 * frame.loc[later, name] - 13).astype(frame[name].dtype)
    return frame


@pytest.fixture
def spoil(monkeypatch):
    """``spoil(day, way)``: from now on whoever opens the tables gets each with what came after the day spoilt."""

    def spoil(day, way):
        def parse(resource, _):
            frame = NOW.vintages(resource["name"])
            later = public_from(resource, frame) > pd.Timestamp(day)
            return way(frame, later, resource), []

        monkeypatch.setattr(brink.record.snapshot, "parse", parse)
        return Snapshot()

    return spoil


def differences(day: date, spoilt: Snapshot) -> list[str]:
    """Return the claims of which the ledger of one day says something else on a spoilt record."""
    before, after = told(Ledger(day, NOW)), told(Ledger(day, spoilt))
    return [
        f"{day}, {claim_id}:\n{before[claim_id]}\n{after[claim_id]}"
        for claim_id in before
        if before[claim_id] != after[claim_id]
    ]


def test_nothing_later_reaches_a_figure(spoil):
    (day,) = some_days(1)
    assert differences(day, spoil(day, poisoned)) == []


def test_nothing_after_the_video_reaches_the_day_it_is_judged_by(spoil):
    assert differences(VIDEO_DAY, spoil(VIDEO_DAY, without)) == []


@pytest.mark.long
@pytest.mark.parametrize("way", [without, poisoned])
def test_nothing_later_reaches_a_figure_on_sixty_days(spoil, way):
    days = [VIDEO_DAY, *some_days(60)]
    assert [fault for day in days for fault in differences(day, spoil(day, way))] == []


def test_the_poison_works(spoil):
    """Asked of everything, the spoilt record answers otherwise: most claims rest on something that came later."""
    spoilt = spoil(VIDEO_DAY, poisoned)
    later = [name for name in NOW.tables if NOW.changes(name, VIDEO_DAY)]
    same = [name for name in later if spoilt.vintages(name).equals(NOW.vintages(name))]
    assert len(later) > 50 and same == []


# --- the day costs nothing -----------------------------------------------------------------------


def seconds(as_of: date | None) -> float:
    """Return the processor time of a whole ledger on a record just opened, its files read."""
    record = Snapshot()
    for name in record.tables:
        record.vintages(name)
    start = time.process_time()
    for finding in Ledger(as_of, record):
        assert finding.ruling
    return time.process_time() - start


def test_a_day_takes_no_longer_than_today(spoil):
    spoil(LAST, without)  # nothing is spoilt; the files are not read anew
    # Both once more where a busy machine made the first look dear.
    assert seconds(day := date(2026, 3, 31)) <= 1.2 * seconds(None) or seconds(day) <= 1.2 * seconds(None)
