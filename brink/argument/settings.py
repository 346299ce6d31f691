"""What if: another bar, another literal reading, another choice, instead of those that were published.

A setting is a name and a value: ``auctions-4.bar`` moves the bar of a claim's literal reading and of all that share it,
``auctions-6.purchases.bar`` the own bar of another reading, ``auctions-4.literal`` names the reading to be taken literally,
``auctions-4.window`` makes a choice otherwise, and ``trap.since`` makes it otherwise in every claim of the theme that has it;
what is set for a claim wins over what is set for its theme. Nothing else can be set; what may stand in each place comes from
the claims themselves.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from brink.argument.inventory import Choice, Claim, ReadingWords, load_claims
from brink.argument.verdict import Bar
from brink.errors import SettingError
from brink.video import read_yaml

#: The names that every claim has, beside those of its choices.
BAR, LITERAL = "bar", "literal"

#: Of what a figure in percent can only be a share, and what it can only be a place or a number among.
_SHARES = ("days", "earlier sales", "paths", "the falls", "the spans", "the years", "their years")
_PLACES = {
    "rank in the G7": (1, 7),
    "place": (1, 7),
    "countries": (0, 6),
    "correlation": (-1.0, 1.0),
    "of the two": (0, 2),
}


def limits(unit: str) -> tuple[float, float] | None:
    """Return what no figure of this unit can lie beyond: a share 0 and 100 percent, a rank its first and last place."""
    if unit.startswith(tuple(f"percent of {whole}" for whole in _SHARES)):
        return (0.0, 100.0)
    return _PLACES.get(unit.partition(",")[0])


@dataclass(frozen=True)
class Knob:
    """One thing that can be set: its name, what it is, the published value, what else may stand there, whom it touches.

    ``allowed`` lists values, ``range`` bounds a number (a whole one where the published value is whole); with neither, any
    number does.
    """

    name: str
    title: str
    value: Any
    unit: str
    why: str
    claims: tuple[str, ...]
    allowed: tuple[Any, ...] = ()
    range: tuple[Any, Any] | None = None

    def read(self, text: Any) -> Any:
        """Return ``text`` as a value of this knob; raises :class:`~brink.errors.SettingError` that says what is allowed."""
        try:
            value = yaml.safe_load(text) if isinstance(text, str) else text
        except yaml.YAMLError:
            value = text
        for known in self.allowed:
            if str(value) == str(known) or str(text) == str(known):
                return known
        if _numeric(self.value) and _numeric(value) and math.isfinite(value):
            if self.range is not None and self.range[0] <= value <= self.range[1]:
                if not self.whole or value == int(value):
                    return int(value) if self.whole else value
            elif self.range is None and not self.allowed:
                return value
        unit = f", in {self.unit}, without the unit" if self.unit and not self.allowed else ""
        raise SettingError(f"{self.name} can't be {text!r}; allowed: {self.in_words()}{unit}.")

    @property
    def whole(self) -> bool:
        """Whether only whole numbers do: years, months, sales, places."""
        return self.range is not None and all(isinstance(part, int) for part in (self.value, *self.range))

    def in_words(self) -> str:
        """Say what may stand there."""
        listed = ", ".join(map(str, self.allowed))
        if self.range is not None:
            texts = [text for text in map(str, self.allowed) if not _numeric(yaml.safe_load(text))]
            span = f"a {'whole ' if self.whole else ''}number from {self.range[0]:g} to {self.range[1]:g}"
            return ", ".join([span, *texts])
        return listed or "any number"


def _numeric(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def knobs(claims: Sequence[Claim]) -> dict[str, Knob]:
    """Return everything that can be set, by name: each claim's bar, literal reading and choices, then shared choices."""
    found: dict[str, Knob] = {}
    shared: dict[str, list[tuple[Claim, Choice]]] = {}
    for claim in claims:
        for what, reading in bars(claim).items():
            title = "the bar of the literal reading" if what == BAR else f"the bar of: {reading.title}"
            name = f"{claim.id}.{what}"
            found[name] = Knob(
                name, title, reading.bar.bound, reading.unit, reading.bar.why, (claim.id,), range=limits(reading.unit)
            )
        if len(claim.readings) > 1:
            name = f"{claim.id}.{LITERAL}"
            why = "Which way to take the words is the first choice of all."
            title, allowed = "the reading taken literally", tuple(claim.readings)
            found[name] = Knob(name, title, claim.literal.key, "", why, (claim.id,), allowed)
        for choice in claim.choices.values():
            found[f"{claim.id}.{choice.name}"] = _of_choice(choice, claim.id, (claim.id,))
            shared.setdefault(f"{claim.theme}.{choice.name}", []).append((claim, choice))
    for name, users in shared.items():
        first = users[0][1]
        if len(users) > 1 and all((c.values, c.range) == (first.values, first.range) for _, c in users):
            found[name] = _of_choice(first, name.split(".")[0], tuple(claim.id for claim, _ in users))
    return found


def example(claims: Sequence[Claim], mark: str = "=") -> str:
    """Return a setting that can be made of these claims, as it is written: the first bar that can be moved, a tenth higher."""
    knob = next((knob for name, knob in knobs(claims).items() if name.endswith(f".{BAR}")), None)
    return f"CLAIM.bar{mark}VALUE" if knob is None else f"{knob.name}{mark}{knob.value * 1.1:.4g}"


def bars(claim: Claim) -> dict[str, ReadingWords]:
    """Return the readings whose bars can be moved, by the name of the setting; readings that share a bar are named once.

    A number said is its own bar, and whether something is on record is a matter of fact: neither can be moved.
    """
    found: dict[str, ReadingWords] = {}
    for key, reading in claim.readings.items():
        if _numeric(reading.bar.bound) and all(reading.bar != other.bar for other in found.values()):
            found[BAR if reading.bar == claim.literal.bar else f"{key}.{BAR}"] = reading
    return found


def _of_choice(choice: Choice, owner: str, claims: tuple[str, ...]) -> Knob:
    name = f"{owner}.{choice.name}"
    return Knob(name, choice.title, choice.default, "", choice.why, claims, choice.values, choice.range)


@dataclass(frozen=True)
class Settings:
    """What a reader sets otherwise, by the name of the knob; empty for the published ledger."""

    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values)

    @classmethod
    def read(cls, pairs: Mapping[str, Any], claims: Sequence[Claim]) -> Settings:
        """Return checked settings; raises :class:`~brink.errors.SettingError` for an unknown name or an impossible value."""
        known = knobs(claims)
        values = {}
        for name, text in pairs.items():
            if name not in known:
                near = [other for other in known if other.split(".")[0] == name.split(".")[0]]
                there = (
                    f"Known there: {', '.join(near)}."
                    if near
                    else f"A name begins with a claim or a theme, as in {example(claims)}."
                )
                raise SettingError(f"nothing is called {name!r}. {there} All of them: brink whatif.")
            values[name] = known[name].read(text)
        return cls(values)

    def of(self, claim: Claim) -> Claim:
        """Return ``claim`` as these settings have it."""
        movable = {what: reading.bar for what, reading in bars(claim).items()}
        for owner in (claim.theme, claim.id):
            for what, value in self._of(owner):
                if what in claim.choices:
                    claim = _with_choice(claim, what, value)
                elif what in movable:
                    claim = _with_bar(claim, movable[what], value)
        # Last: it changes which bar is that of the literal reading, and a setting is named after the published one.
        for what, value in self._of(claim.id):
            if what == LITERAL:
                claim = _taken_literally(claim, value)
        return claim

    def by_claim(self, claims: Sequence[Claim]) -> dict[str, Any]:
        """Return the same settings with nothing set for a theme: for each of its claims instead."""
        return {
            f"{claim.id}.{what}": value
            for claim in claims
            for owner in (claim.theme, claim.id)
            for what, value in self._of(owner)
            if owner == claim.id or what in claim.choices
        }

    def _of(self, owner: str) -> Iterator[tuple[str, Any]]:
        for name, value in self.values.items():
            whose, what = name.split(".", 1)
            if whose == owner:
                yield what, value


def _with_choice(claim: Claim, name: str, value: Any) -> Claim:
    """Make a choice otherwise; what was chosen is among the others."""
    choice = claim.choices[name]
    others = tuple(other for other in choice.values if other != value)
    moved = dataclasses.replace(choice, default=value, also=others)
    return dataclasses.replace(claim, choices=dict(claim.choices) | {name: moved})


def _with_bar(claim: Claim, old: Bar, bound: Any) -> Claim:
    """Move a bar, in all readings that have it. What was written of the published one goes: its reason, its other side."""
    why = f"Set otherwise here; published is {old.in_words()}."
    new = Bar(old.operator, bound, old.between, why) if bound != old.bound else old
    readings = {key: dataclasses.replace(r, bar=new) if r.bar == old else r for key, r in claim.readings.items()}
    return dataclasses.replace(claim, bar=new if claim.bar == old else claim.bar, readings=readings)


def _taken_literally(claim: Claim, key: str) -> Claim:
    """Put a reading first; what was literal becomes a charitable one. The ruling was written for that and no longer holds."""
    if key == claim.literal.key:
        return claim
    readings = {key: claim.readings[key]} | dict(claim.readings)
    ruling = f"Another reading is taken literally here than in the published report. It gives {{{key}}}."
    return dataclasses.replace(claim, readings=readings, ruling=ruling)


def read_file(path: Path) -> dict[str, Any]:
    """Return the settings a file holds, one ``name: value`` a line; raises :class:`~brink.errors.SettingError`."""
    like = example(load_claims(), ": ")
    if not path.is_file():
        raise SettingError(f"there is no file {path}; it is to hold lines such as '{like}'.")
    held = read_yaml(path)
    if not isinstance(held, dict):
        raise SettingError(f"{path} must hold a name, a colon, a blank and a value on each line, as in '{like}'.")
    return held
