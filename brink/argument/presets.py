"""Settings with a name and a reason: how a certain reader would have it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brink.argument.ledger import Finding, Ledger
from brink.argument.settings import BAR
from brink.argument.verdict import VERDICTS
from brink.errors import SettingError
from brink.video import FOLDER, read_yaml

#: Which of a claim's ways a preset may pick: the sign with which the rating of its verdict counts.
PICKS = {"kindest": 1, "sternest": -1}


@dataclass(frozen=True)
class Preset:
    """A set of settings with a name and a reason, from ``presets.yml``.

    ``values`` are settings by name; ``pick``, if any, takes from each claim's ways the ``kindest`` or the ``sternest``.
    """

    name: str
    title: str
    why: str
    values: Mapping[str, Any] = field(default_factory=dict)
    pick: str | None = None

    def of(self, ledger: Ledger) -> dict[str, Any]:
        """Return the settings by name; ways are picked by what ``ledger``, as published, shows."""
        picked: dict[str, Any] = {}
        if self.pick is not None:
            for found in ledger:
                picked |= _picked(found, PICKS[self.pick])
        return picked | dict(self.values)


def _picked(found: Finding, sign: int) -> dict[str, Any]:
    """Return what leads from the way taken to that with the highest (``sign`` 1) or lowest verdict: as little as will do."""
    claim, tried = found.claim, found.claim.literal.bar.tried
    if VERDICTS[found.verdict].rating is None:  # nothing was judged, so that no way is kinder or sterner
        return {}
    taken = claim.defaults | {BAR: tried[0]}
    options = []
    for way, word in enumerate(found.ways["verdict"]):
        rating = VERDICTS[word].rating
        if rating is not None:
            there = claim.combinations()[way // len(tried)] | {BAR: tried[way % len(tried)]}
            options.append((sign * rating, {name: value for name, value in there.items() if value != taken[name]}))
    if not options:
        return {}
    _, moved = max(options, key=lambda option: (option[0], -len(option[1])))
    return {f"{claim.id}.{name}": value for name, value in moved.items()}


def load_presets(folder: Path = FOLDER) -> dict[str, Preset]:
    """Return the presets of a speech by name; none where it has no ``presets.yml``.

    Raises :class:`~brink.errors.SettingError` where the file is malformed.
    """
    path = Path(folder) / "presets.yml"
    if not path.exists():
        return {}
    try:
        found = {
            name: Preset(name, entry["title"], entry["why"], entry.get("set", {}), entry.get("pick"))
            for name, entry in (read_yaml(path) or {}).items()
        }
    except (TypeError, KeyError, AttributeError) as error:
        raise SettingError(f"{path}: {error}. A preset needs title, why, and set or pick.") from None
    if odd := {preset.pick for preset in found.values()} - {None, *PICKS}:
        raise SettingError(f"{path}: pick may be {' or '.join(PICKS)}, not {', '.join(map(str, odd))}.")
    return found
