"""What if: another bar, another literal reading, another choice, instead of those that were published.

A setting is a name and a value: ``auctions-4.bar`` moves the bar of a claim, ``auctions-4.literal`` names the reading to be
taken literally, ``auctions-4.window`` makes a choice otherwise, and ``dollar.eta`` makes it otherwise in every claim of the
theme that has it. Nothing else can be set; what may stand in each place comes from the claims themselves.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from brink.argument.inventory import Choice, Claim, ReadingWords
from brink.errors import SettingError
from brink.video import FOLDER, read_yaml

#: The names that every claim has, beside those of its choices.
BAR, LITERAL = "bar", "literal"


@dataclass(frozen=True)
class Knob:
    """One thing that can be set: its name, what it is, the published value, what else may stand there, whom it touches.

    ``allowed`` lists values, ``range`` bounds a number; with neither, any number does.
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
        numeric = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if numeric and isinstance(value, int | float) and not isinstance(value, bool) and value == value:
            inside = self.range is None or self.range[0] <= value <= self.range[1]
            if inside and (self.range is not None or not self.allowed):
                return value
        raise SettingError(f"{self.name} can't be {text!r}; allowed: {self.in_words()}.")

    def in_words(self) -> str:
        """Say what may stand there."""
        if self.range is not None:
            return f"a number from {self.range[0]} to {self.range[1]}"
        return ", ".join(map(str, self.allowed)) if self.allowed else "any number"


def knobs(claims: Sequence[Claim]) -> dict[str, Knob]:
    """Return everything that can be set, by name: each claim's bar, literal reading and choices, then shared choices."""
    found: dict[str, Knob] = {}
    shared: dict[str, list[tuple[Claim, Choice]]] = {}
    for claim in claims:
        bar = claim.literal.bar
        if isinstance(bar.bound, int | float) and not isinstance(bar.bound, bool):
            name = f"{claim.id}.{BAR}"
            found[name] = Knob(
                name, "the bar of the literal reading", bar.bound, claim.literal.unit, bar.why, (claim.id,)
            )
        if len(claim.readings) > 1:
            name = f"{claim.id}.{LITERAL}"
            why = "Which way to take the words is the first choice of all."
            found[name] = Knob(
                name, "the reading taken literally", claim.literal.key, "", why, (claim.id,), tuple(claim.readings)
            )
        for choice in claim.choices.values():
            name = f"{claim.id}.{choice.name}"
            found[name] = Knob(
                name, choice.title, choice.default, "", choice.why, (claim.id,), choice.values, choice.range
            )
            shared.setdefault(f"{claim.theme}.{choice.name}", []).append((claim, choice))
    for name, users in shared.items():
        first = users[0][1]
        if len(users) > 1 and all((c.values, c.range) == (first.values, first.range) for _, c in users):
            found[name] = Knob(
                name, first.title, first.default, "", first.why, tuple(claim.id for claim, _ in users), first.values, first.range
            )  # fmt: skip
    return found


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
                    else "A name begins with a claim or a theme, such as auctions-4.bar."
                )
                raise SettingError(f"nothing is called {name!r}. {there} All of them: brink whatif.")
            values[name] = known[name].read(text)
        return cls(values)

    def of(self, claim: Claim) -> Claim:
        """Return ``claim`` as these settings have it."""
        for name, value in self.values.items():
            owner, what = name.split(".", 1)
            if owner not in (claim.id, claim.theme):
                continue
            if owner == claim.id and what == LITERAL:
                claim = _taken_literally(claim, value)
            elif owner == claim.id and what == BAR:
                claim = _with_bar(claim, value)
            elif what in claim.choices:
                choice = claim.choices[what]
                others = tuple(other for other in choice.values if other != value)
                moved = dataclasses.replace(choice, default=value, also=others)
                claim = dataclasses.replace(claim, choices=dict(claim.choices) | {what: moved})
        return claim


def _with_bar(claim: Claim, bound: Any) -> Claim:
    """Move the bar of the literal reading, and of all that share it."""
    old = claim.literal.bar
    new = old.moved(bound)
    readings = {key: dataclasses.replace(r, bar=new) if r.bar == old else r for key, r in claim.readings.items()}
    return dataclasses.replace(claim, bar=new if claim.bar == old else claim.bar, readings=readings)


def _taken_literally(claim: Claim, key: str) -> Claim:
    """Put a reading first; what was literal becomes a charitable one."""
    chosen: dict[str, ReadingWords] = {key: claim.readings[key]}
    return dataclasses.replace(claim, readings=chosen | {k: r for k, r in claim.readings.items() if k != key})


@dataclass(frozen=True)
class Preset:
    """A set of settings with a name and a reason, from ``presets.yml``."""

    name: str
    title: str
    why: str
    values: Mapping[str, Any]


def load_presets(folder: Path = FOLDER) -> dict[str, Preset]:
    """Return the presets of a speech by name; none where it has no ``presets.yml``."""
    path = Path(folder) / "presets.yml"
    if not path.exists():
        return {}
    try:
        return {
            name: Preset(name, entry["title"], entry["why"], entry["set"])
            for name, entry in (read_yaml(path) or {}).items()
        }
    except (TypeError, KeyError, AttributeError) as error:
        raise SettingError(f"{path}: {error}. A preset needs title, why and set.") from None


def read_file(path: Path) -> dict[str, Any]:
    """Return the settings a file holds, one ``name: value`` a line; raises :class:`~brink.errors.SettingError`."""
    held = read_yaml(path)
    if not isinstance(held, dict):
        raise SettingError(f"{path} must hold lines such as 'auctions-4.bar: 10'; it holds {type(held).__name__}.")
    return held
