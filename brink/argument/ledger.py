"""Where claims and record meet: the finding on each claim, and the ledger of them all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from brink import words
from brink.argument.inventory import Claim, Figure, ReadingWords, answer, find_claim, load_claims
from brink.argument.settings import Settings, read_file
from brink.argument.verdict import Value, is_over, verdict
from brink.argument.ways import FIRM, Firmness, by_reading, firmness, passes, run
from brink.errors import ClaimError
from brink.record.snapshot import Snapshot
from brink.video import FOLDER, load_video

#: How long before the video the earliest day lies that a ledger can be asked of: what claims look back on was public then.
REACH = timedelta(days=365)


@dataclass(frozen=True)
class Reading:
    """One way to take a claim's words, with the figure a record gives for it and whether it passes its bar."""

    words: ReadingWords
    figure: Figure
    passes: bool | None

    @property
    def key(self) -> str:
        """The reading's key in the inventory."""
        return self.words.key

    @property
    def title(self) -> str:
        """What is measured."""
        return words.fill(self.words.title, **self.figure.facts)

    @property
    def value(self) -> Value | None:
        """The figure, in the unit of the reading; ``None`` where the record holds none."""
        return self.figure.value

    @property
    def period(self) -> str:
        """The period the figure is for."""
        return self.figure.period

    @property
    def range(self) -> tuple[float, float] | None:
        """Uncertainty or sensitivity of the figure."""
        return self.figure.range

    @property
    def note(self) -> str:
        """One sentence on the figure; why there is none, where there is none."""
        if self.value is None:
            return self.figure.why
        return words.fill(self.words.note, **{"bar": self.words.bar.in_words(self.words.form)} | self.figure.facts)

    @property
    def written(self) -> str:
        """The figure as a reader meets it, with its unit."""
        return write(self.words, self.value)

    def __format__(self, spec: str) -> str:
        return format(self.value, spec) if spec else self.written

    def __getattr__(self, name: str) -> Any:
        """Return a fact of the figure, so that a ruling may say ``{then.cover}``."""
        if name.startswith("_") or name not in self.figure.facts:
            raise AttributeError(
                f"reading {self.words.key!r} has no {name!r}; its facts: {', '.join(self.figure.facts) or 'none'}"
            )
        return self.figure.facts[name]


def write(reading: ReadingWords, value: Value | None, *, unit: bool = True) -> str:
    """Write a figure in the form of its reading; without its ``unit``, only the number."""
    if value is None:
        return "no figure"
    if isinstance(value, bool):
        return "on record" if value else "not on record"
    form = reading.form if unit else (re.search(r"\{[^}]*\}", reading.form) or ["{}"])[0]
    return words.fill(form, *(value if isinstance(value, tuple) else (value,)))


@dataclass(frozen=True)
class BaseRate:
    """How often the same words would have passed by the same bar: in ``passing`` of ``moments`` from ``first`` to ``last``.

    ``other_side`` is the latest moment on the other side of the bar, ``None`` where there is none.
    """

    passing: int
    moments: int
    first: Any
    last: Any
    other_side: Any


@dataclass(frozen=True)
class Finding:
    """A claim with its figures: on the record of the video's day (``then``), the same statement about the same period on
    the newest record (``revised``), and the same question asked of the newest period (``today``, never part of the verdict).

    Each is a mapping of the readings' keys, the literal one first. ``revised_on_record`` says whether any table beneath
    holds a later vintage of what was known on the day, or the literal figure itself where it names its own; ``tables`` are those that were read; ``as_of`` is their newest day.
    What no verdict needs is worked out when first asked for: ``today``, what goes with the tables, the ``ways``.
    """

    claim: Claim
    then: Mapping[str, Reading]
    revised: Mapping[str, Reading]
    over: bool
    _ledger: Ledger = field(repr=False, compare=False)
    _read: frozenset[str] = field(repr=False, compare=False)

    @cached_property
    def _today(self) -> tuple[Mapping[str, Reading], frozenset[str]]:
        """The readings of the newest period, and the tables read for them."""
        with self._ledger.now.watching() as seen:
            readings = self._ledger.readings(self.claim, self._ledger.now, self._ledger.day)
        return readings, frozenset(seen)

    @property
    def today(self) -> Mapping[str, Reading]:
        """The readings of the same question, asked of the newest period."""
        return self._today[0]

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that were read, in the order of the descriptor."""
        read = self._read | self._today[1]
        return tuple(name for name in self._ledger.now.tables if name in read)

    @property
    def as_of(self) -> date | None:
        """The newest day on which a row of those tables became public."""
        days = [day for name in self.tables if (day := self._ledger.now.last_public(name))]
        return max(days, default=None)

    @cached_property
    def revised_on_record(self) -> bool:
        """Whether a later vintage of what was known on the day is on record."""
        day_s, newest = (held[self.claim.literal.key].figure.vintage for held in (self.then, self.revised))
        if day_s and newest:
            return day_s != newest
        return any(self._ledger.now.revises(name, self._ledger.asked) for name in self.tables)

    @property
    def judged(self) -> Mapping[str, Reading]:
        """The readings the verdict rests on, what came after for a prediction, else the record of the day."""
        return self.revised if self.claim.kind == "prediction" else self.then

    @property
    def verdict(self) -> str:
        """The verdict that follows from the readings."""
        then, revised = ([r.passes for r in readings.values()] for readings in (self.then, self.revised))
        return verdict(self.claim.kind, then, revised, over=self.over)

    @property
    def by_reading(self) -> dict[str, str]:
        """The verdict that would follow if each reading were the literal one, by its key."""
        then, revised = ({key: r.passes for key, r in readings.items()} for readings in (self.then, self.revised))
        return by_reading(self.claim.kind, then, revised, over=lambda passed: self._ledger.over(self.claim, passed))

    @property
    def moved_by_reading(self) -> list[str]:
        """The keys of the readings that would change the verdict if they were the literal one."""
        return [key for key, word in self.by_reading.items() if word != self.verdict]

    @property
    def redeemed(self) -> bool:
        """Whether the literal reading did not pass on the record of the day, and does on newer data for the same period."""
        key = self.claim.literal.key
        return self.claim.kind != "prediction" and self.then[key].passes is False and self.revised[key].passes is True

    @property
    def literal(self) -> Reading:
        """The literal reading, as judged."""
        return self.judged[self.claim.literal.key]

    @property
    def saving(self) -> Reading | None:
        """The charitable reading that passes where the literal one does not, if there is one."""
        if self.literal.passes:
            return None
        return next((reading for reading in self.judged.values() if reading.passes), None)

    @property
    def base_rate(self) -> BaseRate | None:
        """How often the literal reading would have passed before, where its figure has a history."""
        history = self.literal.figure.history
        if history is None or history.empty:
            return None
        bar = self.claim.literal.bar
        passing = history.map(bar.passes)
        other = history.index[passing != bool(self.literal.passes)]
        return BaseRate(
            int(passing.sum()), len(history), history.index[0], history.index[-1], other[-1] if len(other) else None
        )

    @cached_property
    def ways(self) -> pd.DataFrame:
        """The claim judged in every combination of its choices; see :func:`brink.argument.ways.run`."""
        return run(
            self.claim,
            self._ledger.answers(self.claim),
            over=lambda passed: self._ledger.over(self.claim, passed),
        )

    @property
    def distinct_ways(self) -> pd.DataFrame:
        """The ways without those that repeat the figures and the bar of one before."""
        return self.ways[~self.ways["repeats"].astype(bool)].drop(columns="repeats")

    @cached_property
    def firmness(self) -> Firmness:
        """How firmly the verdict stands among the ways."""
        return firmness(self.claim, self.ways)

    @cached_property
    def close(self) -> bool:
        """Whether the verdict is a close call, not firm, or within the range of the figure it rests on."""
        if self.verdict in ("open", "unchecked"):
            return False
        if self.firmness.same < FIRM:
            return True
        deciding = self.saving or self.literal
        if deciding.range is None or deciding.value is None or isinstance(deciding.value, tuple):
            return False
        return any(deciding.words.bar.passes(end) is not deciding.passes for end in deciding.range)

    @property
    def ruling(self) -> str:
        """The ruling of the claim with its figures; where none is written for this verdict, the note of the literal reading."""
        text = self.claim.ruling
        if isinstance(text, Mapping):
            text = text.get(self.verdict, "")
        if not text:
            return self.literal.note or self.claim.needs
        return words.fill(
            text,
            **dict(self.judged)
            | {
                "then": self.then[self.claim.literal.key],
                "revised": self.revised[self.claim.literal.key],
                "today": self.today[self.claim.literal.key],
                "saving": self.saving,
                "bar": self.claim.literal.bar.in_words(self.claim.literal.form),
                "claimed": words.said(self.claim.numbers),
                "horizon": self.claim.horizon,
            },
        )


class Ledger:
    """All findings on one pair of records: that of the video's day, and that of a later one.

    Parameters
    ----------
    as_of : date or None
        The later day; ``None`` means everything the tables hold. Before the video's day both records are of ``as_of``, which
        lies at most a year before it.
    record : Snapshot or None
        An open record to rest on; by default the tables that come with the project are opened.
    folder : path
        The folder of the speech.
    settings : mapping or None
        What to set otherwise than published, by name (:mod:`brink.argument.settings`).

    Examples
    --------
    >>> Ledger()["debt-1"].verdict
    'fails'
    """

    def __init__(
        self,
        as_of: date | None = None,
        record: Snapshot | None = None,
        folder: Path = FOLDER,
        settings: Mapping[str, Any] | None = None,
    ):
        record = record or Snapshot()
        self.folder = folder
        self.video = load_video(folder)
        if as_of is not None and as_of < self.video.day - REACH:
            first = words.day(self.video.day - REACH)
            raise ClaimError(f"There is no ledger of {words.day(as_of)}: the tables serve days from {first} on.")
        self.now = record.on(as_of)
        day = self.video.day if as_of is None else min(self.video.day, as_of)
        self.then = record.on(day)
        self.asked = day
        self.settings = Settings.read(settings or {}, load_claims(folder))
        self._claims = {claim.id: self.settings.of(claim) for claim in load_claims(folder)}
        self._found: dict[str, Finding] = {}
        self._answered: dict[str, list[tuple[dict[str, Figure], dict[str, Figure]]]] = {}

    @classmethod
    def open(cls) -> Ledger:
        """Return the ledger a chapter rests on: of the day in ``BRINK_AS_OF`` (``2025-12-31``), else of everything.

        With the settings of the file in ``BRINK_ASSUMPTIONS``, if there is one. Raises
        :class:`~brink.errors.ClaimError` where the day is none, lies before the video or beyond the record,
        :class:`~brink.errors.SettingError` for a bad setting.
        """
        day, file = os.environ.get("BRINK_AS_OF"), os.environ.get("BRINK_ASSUMPTIONS")
        try:
            as_of = date.fromisoformat(day) if day else None
        except ValueError:
            raise ClaimError(f"BRINK_AS_OF is {day!r}; write the day as 2025-12-31, or unset it.") from None
        settings = read_file(Path(file)) if file else None
        everything = cls(settings=settings)
        if as_of is None:
            return everything
        first, last = everything.video.day, everything.day
        if not first <= as_of <= last:
            raise ClaimError(
                f"BRINK_AS_OF is {day}; the book can be built as of any day from {first} (the video's) to {last} (the record's "
                "newest)."
            )
        return cls(as_of, everything.now, settings=settings)

    @contextmanager
    def watching(self) -> Iterator[set[str]]:
        """Collect the names of the tables read from either record inside the block."""
        seen: set[str] = set()
        with self.then.watching() as before, self.now.watching() as after:
            yield seen
        seen.update(before, after)

    @property
    def day(self) -> date:
        """The day of the later record, the one asked for or else the newest day the tables hold."""
        return self.now.as_of or self.now.newest_day

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in the order of the inventory."""
        return tuple(self._claims.values())

    def __iter__(self) -> Iterator[Finding]:
        return (self[claim.id] for claim in self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def claim(self, claim_id: str) -> Claim:
        """Return one claim as this ledger has it; raises :class:`~brink.errors.ClaimError` when there is none of that id."""
        return self._claims[claim_id] if claim_id in self._claims else find_claim(claim_id, self.folder)

    def __getitem__(self, claim_id: str) -> Finding:
        """Return the finding on one claim; raises :class:`~brink.errors.ClaimError`."""
        if claim_id not in self._found:
            self._found[claim_id] = self._find(self.claim(claim_id))
        return self._found[claim_id]

    def of_theme(self, theme: str) -> list[Finding]:
        """Return the findings on the claims of one theme."""
        return [self[claim.id] for claim in self.claims if claim.theme == theme]

    def readings(self, claim: Claim, record: Snapshot, asked: date, **choices: Any) -> dict[str, Reading]:
        """Return the readings of a claim as a record gives them, asked on a day; choices left out take their default."""
        return self.held(claim, answer(claim, record, asked, **choices))

    @staticmethod
    def held(claim: Claim, figures: Mapping[str, Figure]) -> dict[str, Reading]:
        """Return the readings of a claim with its figures, each held against its bar."""
        held = passes(claim, figures)
        return {
            key: Reading(claim.readings[key], figures[key], passed)
            for key, passed in zip(claim.readings, held, strict=True)
        }

    def over(self, claim: Claim, passes: bool | None, day: date | None = None) -> bool:
        """Return whether a prediction can be judged on ``day`` (the ledger's), its literal reading faring so by then."""
        return is_over(claim.horizon, claim.settles, passes, day or self.day)

    def _find(self, claim: Claim) -> Finding:
        with self.then.watching() as before, self.now.watching() as after:
            then = self.readings(claim, self.then, self.asked)
            revised = self.readings(claim, self.now, self.asked)
        return Finding(
            claim=claim,
            then=then,
            revised=revised,
            over=self.over(claim, revised[claim.literal.key].passes),
            _ledger=self,
            _read=frozenset(before | after),
        )

    def answers(self, claim: Claim) -> list[tuple[dict[str, Figure], dict[str, Figure]]]:
        """Return a claim's figures by reading in each combination of its choices: on the record of the day, on the newest."""
        if claim.id not in self._answered:
            found = self[claim.id]
            default = [{key: reading.figure for key, reading in held.items()} for held in (found.then, found.revised)]
            self._answered[claim.id] = [(default[0], default[1])] + [
                (answer(claim, self.then, self.asked, **choices), answer(claim, self.now, self.asked, **choices))
                for choices in claim.combinations()[1:]
            ]
        return self._answered[claim.id]

    def ways(self, claim_id: str) -> pd.DataFrame:
        """Return the ways of one claim."""
        return self[claim_id].ways
