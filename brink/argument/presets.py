"""Presets, as ``video/presets.yml`` holds them: settings with a name and a reason, as a certain reader would have them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brink.argument.ledger import Finding, Ledger
from brink.argument.settings import BAR, LITERAL, Settings, bars
from brink.argument.verdict import VERDICTS
from brink.argument.ways import run
from brink.errors import SettingError
from brink.video import FOLDER, read_yaml

#: Which of a claim's ways a preset may pick: the sign with which the rating of its verdict counts.
PICKS = {"kindest": 1, "sternest": -1}


@dataclass(frozen=True)
class Preset:
    """A reader with a name and a reason, from ``presets.yml``.

    ``pick``, if any, takes from each claim's ways the ``kindest`` or the ``sternest``; with ``readings`` also the reading that
    is taken literally is picked so, and else held as published. ``values`` are settings by name, and win.
    """

    name: str
    title: str
    why: str
    values: Mapping[str, Any] = field(default_factory=dict)
    pick: str | None = None
    readings: bool = False

    def of(self, ledger: Ledger) -> dict[str, Any]:
        """Return the settings by name; ways are picked by what ``ledger``, as published, shows."""
        moved = self._picked(ledger).items()
        return {
            f"{claim}.{name}": value for claim, (otherwise, _) in moved for name, value in otherwise.items()
        } | dict(self.values)

    def verdicts(self, ledger: Ledger) -> dict[str, str]:
        """Return the verdict on each claim by these settings."""
        if self.values:
            ledger = Ledger(ledger.now.as_of, ledger.now, ledger.folder, self.of(ledger))
            return {found.claim.id: found.verdict for found in ledger}
        return {claim: word for claim, (_, word) in self._picked(ledger).items()}

    def _picked(self, ledger: Ledger) -> dict[str, tuple[dict[str, Any], str]]:
        if self.pick is None:
            return {}
        return {found.claim.id: _picked(ledger, found, PICKS[self.pick], readings=self.readings) for found in ledger}


def _picked(ledger: Ledger, found: Finding, sign: int, *, readings: bool) -> tuple[dict[str, Any], str]:
    """Return what leads from the way taken to that with the highest (``sign`` 1) or lowest verdict, and that verdict: as
    little as will do.
    """
    if VERDICTS[found.verdict].rating is None:  # nothing was judged, so that no way is kinder or sterner
        return {}, found.verdict
    options = [
        (sign * rating, moved, word)
        for key in (found.claim.readings if readings else [found.claim.literal.key])
        for moved, word in _ways(ledger, found, key)
        if (rating := VERDICTS[word].rating) is not None
    ]
    _, moved, word = max(options, key=lambda option: (option[0], -len(option[1])))
    return moved, word


def _ways(ledger: Ledger, found: Finding, key: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield what is set otherwise than published in each way with one reading taken literally, and the verdict there."""
    published = found.claim
    claim = Settings({f"{published.id}.{LITERAL}": key}).of(published)
    setting = next((name for name, reading in bars(published).items() if reading.bar == claim.literal.bar), BAR)
    taken = {LITERAL: published.literal.key} | published.defaults | {setting: claim.literal.bar.bound}
    ways = run(claim, ledger.answers(published), over=lambda passed: ledger.over(published, passed))
    steps = [(choices, bound) for choices in claim.combinations() for bound in claim.literal.bar.tried]
    for (choices, bound), word in zip(steps, ways["verdict"], strict=True):
        there = {LITERAL: key} | choices | {setting: bound}
        yield {name: value for name, value in there.items() if value != taken[name]}, word


def load_presets(folder: Path = FOLDER) -> dict[str, Preset]:
    """Return the presets of a speech by name; none where it has no ``presets.yml``.

    Raises :class:`~brink.errors.SettingError` where the file is malformed.
    """
    path = Path(folder) / "presets.yml"
    if not path.exists():
        return {}
    try:
        found = {
            name: Preset(
                name,
                entry["title"],
                entry["why"],
                entry.get("set", {}),
                entry.get("pick"),
                entry.get("readings", False),
            )
            for name, entry in (read_yaml(path) or {}).items()
        }
    except (TypeError, KeyError, AttributeError) as error:
        raise SettingError(f"{path}: {error}. A preset needs title, why, and set or pick.") from None
    if odd := {preset.pick for preset in found.values()} - {None, *PICKS}:
        raise SettingError(f"{path}: pick may be {' or '.join(PICKS)}, not {', '.join(map(str, odd))}.")
    return found
