"""Instruments: sums a reader turns by hand, each a grid of answers worked out by the measures the claims rest on.

Between the points of a grid one interpolates linearly along each axis; :attr:`Instrument.off` says how far that can lead astray.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from brink.argument.inventory import answered
from brink.argument.ledger import Ledger

#: Of this many middles of cells it is tried how far interpolation leads astray.
TRIED = 60


@dataclass(frozen=True)
class Dial:
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
class Instrument:
    """One sum to turn: its dials, its answers at all their places (the last dial moving fastest), and how they are written.

    ``claim`` is the claim beside which it stands; ``held`` says whether an answer is held against its bar. ``off`` is the
    largest error of interpolation found in the middle of cells, in the unit of the answer; answers are not numbers where
    the model has no solution.
    """

    name: str
    claim: str
    held: bool
    title: str
    answer: str
    form: str
    dials: tuple[Dial, ...]
    answers: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    off: float = 0.0


#: The instruments of the speech, filled by :func:`turnable`.
INSTRUMENTS: dict[str, Callable[[Ledger], Instrument | None]] = {}


def turnable(function: Callable[[Ledger], Instrument | None]) -> Callable[[Ledger], Instrument | None]:
    """Register the decorated function as one that works out a sum; it returns ``None`` where the record does not allow it."""
    INSTRUMENTS[function.__qualname__] = function
    return function


def instruments_of(ledger: Ledger) -> list[Instrument]:
    """Return the instruments of the speech, as the record of its day allows."""
    answered()
    return [found for function in INSTRUMENTS.values() if (found := function(ledger)) is not None]


def worked_out(unturned: Instrument, work: Callable[..., float]) -> Instrument:
    """Work out an instrument's sum at all places of its dials, and in the middle of some cells."""
    dials = unturned.dials
    places = [dial.places for dial in dials]
    answers = np.array([work(*at) for at in product(*places)], dtype=float).reshape([len(along) for along in places])
    from scipy.interpolate import RegularGridInterpolator  # half a second that a ledger can do without

    between = RegularGridInterpolator(places, answers)
    middles = [
        along if dial.labels else tuple(np.convolve(along, [0.5, 0.5], "valid"))
        for dial, along in zip(dials, places, strict=True)
    ]
    cells = list(product(*middles))
    cells = cells[:: max(1, len(cells) // TRIED)]
    errors = [abs(between([at]).item() - work(*at)) for at in cells]
    return replace(unturned, answers=answers, off=float(np.nanmax(errors)))
