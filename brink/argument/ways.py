"""The ways: a claim judged in every combination of the choices that a reasonable checker could make otherwise.

A multiverse analysis (Steegen, Tuerlinckx, Gelman & Vanpaemel 2016, doi:10.1177/1745691616658637), read as a
specification curve (Simonsohn, Simmons & Nelson 2020, doi:10.1038/s41562-020-0912-z).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from brink.argument.inventory import Claim, Figure
from brink.argument.verdict import Bar, verdict

#: The share of ways that must give the same verdict for it to be called firm.
FIRM = 0.9

#: For each combination of choices the figures by reading: on the record of the day, and on the newest.
Answers = Sequence[tuple[Mapping[str, Figure], Mapping[str, Figure]]]


@dataclass(frozen=True)
class Firmness:
    """How firmly a verdict stands among the ways.

    ``run`` ways were run; in ``passing`` the literal reading passes; ``same`` (a share) give the verdict of the
    default way; ``decider`` is the choice that decides most, ``None`` where nothing moves the verdict.
    """

    run: int
    passing: int
    same: float
    decider: str | None

    @property
    def firm(self) -> bool:
        """Whether at least nine in ten ways give the same verdict."""
        return self.same >= FIRM


def passes(claim: Claim, figures: Mapping[str, Figure], bound: Any = None) -> list[bool | None]:
    """Return for each reading whether its figure passes; ``bound``, if given, moves the bar of the literal one."""

    def held(key: str, bar: Bar) -> bool | None:
        value = figures[key].value
        moved = bound is not None and bar == claim.literal.bar
        return None if value is None else (bar.moved(bound) if moved else bar).passes(value)

    return [held(key, reading.bar) for key, reading in claim.readings.items()]


def run(claim: Claim, figures: Answers, *, over: Callable[[bool | None], bool]) -> pd.DataFrame:
    """Judge ``claim`` in every combination of its choices and of the bounds to try; the default way is the first row.

    ``over`` tells whether a prediction can be judged whose literal reading fares so. Returns a frame with one row a way: a column for each choice, ``bar`` (the bound), ``value`` of the literal reading,
    ``passes`` (of the literal reading; missing where it has no figure) and ``verdict``.
    """
    prediction = claim.kind == "prediction"
    rows = []
    for choices, (then, revised) in zip(claim.combinations(), figures, strict=True):
        for bound in claim.literal.bar.tried:
            held, later = passes(claim, then, bound), passes(claim, revised, bound)
            judged = revised if prediction else then
            rows.append(
                {
                    **choices,
                    "bar": bound,
                    "value": judged[claim.literal.key].value,
                    "passes": (later if prediction else held)[0],
                    "verdict": verdict(claim.kind, held, later, over=over(later[0])),
                }
            )
    return pd.DataFrame(rows)


def firmness(claim: Claim, ways: pd.DataFrame) -> Firmness:
    """Return how firmly the verdict of the default way stands among ``ways``.

    The decider is the choice whose values differ most in the share of ways that give the default's verdict.
    """
    same = ways["verdict"] == ways["verdict"].iloc[0]
    spread = {}
    for name in [*claim.choices, "bar"]:
        shares = same.groupby(ways[name].map(str)).mean()
        spread[name] = shares.max() - shares.min()
    decider = max(spread, key=spread.__getitem__)
    return Firmness(
        run=len(ways),
        passing=int(ways["passes"].map(bool).sum()),
        same=float(same.mean()),
        decider=decider if spread[decider] > 0 else None,
    )
