"""The ways: a claim judged in every combination of the choices that a reasonable checker could make otherwise.

A multiverse analysis (Steegen, Tuerlinckx, Gelman & Vanpaemel 2016, doi:10.1177/1745691616658637), read as a
specification curve (Simonsohn, Simmons & Nelson 2020, doi:10.1038/s41562-020-0912-z). Combinations that lead to the same
figures, to the last digit, are one way. The reading that is taken literally is held; :func:`by_reading` says what another one would do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from brink.argument.inventory import Claim, Figure
from brink.argument.verdict import Bar, Value, verdict

#: The share of ways that must give the same verdict for it to be called firm.
FIRM = 0.9
#: How a verdict can stand among the ways.
WORDS = ("firm", "depends", "one way only")

#: For each combination of choices the figures by reading: on the record of the day, and on the newest.
Answers = Sequence[tuple[Mapping[str, Figure], Mapping[str, Figure]]]


@dataclass(frozen=True)
class Firmness:
    """How firmly a verdict stands among the ways, with the reading held that is taken literally.

    ``run`` distinct ways were run; in ``passing`` the literal reading passes; ``same`` (a share) give the verdict of the
    default way; ``decider`` is the choice that decides most, ``None`` where nothing moves the verdict.
    """

    run: int
    passing: int
    same: float
    decider: str | None

    @property
    def word(self) -> str:
        """One of :data:`WORDS`: a verdict that was worked out in one way only was not tried, and is not called firm."""
        return "one way only" if self.run == 1 else "firm" if self.same >= FIRM else "depends"

    @property
    def firm(self) -> bool:
        """Whether there is more than one way, and at least nine in ten give the same verdict."""
        return self.word == "firm"


def passes(claim: Claim, figures: Mapping[str, Figure], bound: Any = None) -> list[bool | None]:
    """Return for each reading whether its figure passes; ``bound``, if given, moves the bar of the literal one."""
    literal = claim.literal.bar
    moved = literal if bound is None else literal.moved(bound)

    def held(value: Value | None, bar: Bar) -> bool | None:
        return None if value is None else (moved if bar == literal else bar).passes(value)

    return [held(figures[key].value, reading.bar) for key, reading in claim.readings.items()]


def run(claim: Claim, figures: Answers, *, over: Callable[[bool | None], bool]) -> pd.DataFrame:
    """Judge ``claim`` in every combination of its choices and of the bounds to try; the default way is the first row.

    ``over`` tells whether a prediction can be judged whose literal reading fares so. Returns a frame with one row a
    combination: a column for each choice, ``bar`` (the bound), ``value`` of the literal reading, ``passes`` (of the
    literal reading; missing where it has no figure), ``verdict``, and ``repeats``: whether a row before has the same bound
    and the same figures of all readings to the last digit, and so is the same way. Short numbers, yes and no can agree by
    chance: where the literal reading gives no more, a row is a way of its own.
    """
    prediction = claim.kind == "prediction"
    rows, seen = [], set()
    for choices, (then, revised) in zip(claim.combinations(), figures, strict=True):
        judged = revised if prediction else then
        telling = _telling(judged[claim.literal.key].value)
        figures_held = [figure.value for known in (then, revised) for figure in known.values()]
        for bound in claim.literal.bar.tried:
            way = repr((bound, figures_held if telling else choices))
            held, later = passes(claim, then, bound), passes(claim, revised, bound)
            rows.append(
                {
                    **choices,
                    "bar": bound,
                    "value": judged[claim.literal.key].value,
                    "passes": (later if prediction else held)[0],
                    "verdict": verdict(claim.kind, held, later, over=over(later[0])),
                    "repeats": way in seen,
                }
            )
            seen.add(way)
    return pd.DataFrame(rows)


def _telling(value: Value | None) -> bool:
    """Whether a figure has digits enough that one which agrees with it to the last is the same."""
    if isinstance(value, tuple):
        return any(map(_telling, value))
    return value is not None and value != round(value, 2)


def firmness(claim: Claim, ways: pd.DataFrame) -> Firmness:
    """Return how firmly the verdict of the default way stands among ``ways``.

    ``ways`` are what :func:`run` gives; repeats are not counted. The decider is the choice whose values differ most in the
    share of combinations that give the default's verdict.
    """
    same, new = ways["verdict"] == ways["verdict"].iloc[0], ~ways["repeats"].astype(bool)
    spread = {}
    for name in [*claim.choices, "bar"]:
        shares = same.groupby(ways[name].map(str)).mean()
        spread[name] = shares.max() - shares.min()
    decider = max(spread, key=spread.__getitem__)
    return Firmness(
        run=int(new.sum()),
        passing=int(ways["passes"][new].map(bool).sum()),
        same=float(same[new].mean()),
        decider=decider if spread[decider] > 0 else None,
    )


def by_reading(
    kind: str,
    then: Mapping[str, bool | None],
    revised: Mapping[str, bool | None],
    *,
    over: Callable[[bool | None], bool],
) -> dict[str, str]:
    """Return the verdict that would follow if each reading were the literal one, by its key, the published one first."""

    def first(key: str, held: Mapping[str, bool | None]) -> list[bool | None]:
        return [held[key], *(passed for other, passed in held.items() if other != key)]

    return {key: verdict(kind, first(key, then), first(key, revised), over=over(revised[key])) for key in then}
