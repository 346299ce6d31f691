"""Sums to turn by hand: a grid of answers for each, worked out by the measures the claims rest on.

Between the points of a grid one interpolates linearly along each axis; :attr:`Sum.off` says how far that can lead astray.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from brink.argument.inventory import answered
from brink.argument.ledger import Ledger

#: Of this many middles of cells it is tried how far interpolation leads astray.
TRIED = 60


@dataclass(frozen=True)
class Axis:
    """What can be turned: its places in ascending order, and where it stands at first.

    With ``labels`` only the places themselves can be chosen, each by its name.
    """

    name: str
    title: str
    unit: str
    places: tuple[float, ...]
    start: float
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sum:
    """One sum: its axes, its answers at all their places (the last axis moving fastest), and how they are written.

    ``claim`` is the claim beside which it stands; ``held`` says whether an answer is held against its bar. ``off`` is the largest error of interpolation found in the
    middle of cells, in the unit of the answer; answers are not numbers where the model has no solution.
    """

    name: str
    claim: str
    held: bool
    title: str
    answer: str
    form: str
    axes: tuple[Axis, ...]
    answers: NDArray[np.float64]
    off: float


#: The sums of the speech, filled by :func:`turnable`.
SUMS: dict[str, Callable[[Ledger], Sum | None]] = {}


def turnable(function: Callable[[Ledger], Sum | None]) -> Callable[[Ledger], Sum | None]:
    """Register the decorated function as one that works out a sum; it returns ``None`` where the record does not allow it."""
    SUMS[function.__qualname__] = function
    return function


def sums(ledger: Ledger) -> list[Sum]:
    """Return the sums of the speech, as the record of its day allows."""
    answered()
    return [found for function in SUMS.values() if (found := function(ledger)) is not None]


def worked_out(
    name: str,
    claim: str,
    held: bool,
    title: str,
    answer: str,
    form: str,
    axes: tuple[Axis, ...],
    work: Callable[..., float],
) -> Sum:
    """Work out a sum at all places of its axes, and in the middle of some cells."""
    places = [axis.places for axis in axes]
    answers = np.array([work(*at) for at in product(*places)], dtype=float).reshape([len(along) for along in places])
    from scipy.interpolate import RegularGridInterpolator  # half a second that a ledger can do without

    between = RegularGridInterpolator(places, answers)
    middles = [
        along if axis.labels else tuple(np.convolve(along, [0.5, 0.5], "valid"))
        for axis, along in zip(axes, places, strict=True)
    ]
    cells = list(product(*middles))
    cells = cells[:: max(1, len(cells) // TRIED)]
    errors = [abs(between([at]).item() - work(*at)) for at in cells]
    return Sum(name, claim, held, title, answer, form, axes, answers, float(np.nanmax(errors)))
