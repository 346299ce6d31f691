"""What a panel holds once a chapter has drawn on it: marks, names, levels, and points that can be asked for.

All of it is in the units of the data: where it stands on the sheet is worked out in :mod:`brink.report.charts.chart`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from brink.report.charts import axes
from brink.report.charts.axes import Ends, Floats
from brink.report.charts.layout import extent, wrap
from brink.report.style import DASHES, NOW, QUIET, SMALL, THEN

#: The share of a panel's width that the names of rows may take beside them.
NAMES_OF_ROWS = 0.4


@dataclass
class Series:
    """Points that a reader can ask for: what they are, where they stand, what they say."""

    name: str
    x: Floats
    y: Floats
    colour: str
    #: What the points are called where no axis says it: the rows of a chart of rows.
    names: Sequence[str] = ()


@dataclass
class Name:
    """A name to be written beside a point: at the end of a line, or wherever there is room around it."""

    x: float
    y: float
    text: str
    colour: str
    end: bool = False
    dot: bool = False


@dataclass
class Level:
    """A line across the drawing, named where there is room along it."""

    axis: Literal["x", "y"]
    value: float
    #: The other end of a range; the value itself where there is none.
    to: float
    text: str
    colour: str
    dashed: bool = True


@dataclass
class Mark:
    """Something drawn, in the units of the data.

    ``line`` goes through points, ``area`` lies between ``y`` and ``low``, ``boxes`` stand on zero (or lie, from ``x``
    to ``low``), ``dots`` are discs, ``strokes`` short upright lines.
    """

    kind: Literal["line", "area", "boxes", "dots", "strokes"]
    x: Floats
    y: Floats
    colour: str
    #: Of a line or a disc in points, of a box in units of the data.
    width: float = 1.0
    low: Floats | None = None
    dash: tuple[float, float] | None = None
    hollow: bool = False
    lying: bool = False
    blunt: bool = False
    alpha: float = 1.0
    order: float = 2.0
    #: How much words should keep clear of it.
    weight: float = 1.0


@dataclass
class Value:
    """A value written at the end of a lying bar: where it ends, the place of its row, and the weight of the font."""

    at: float
    place: float
    text: str
    weight: str


class Content:
    """What one panel holds, and how something is added to it.

    Attributes
    ----------
    narrow : bool
        Whether this is the drawing for a phone.
    """

    def __init__(self, width: float, *, narrow: bool):
        self.narrow = narrow
        self._width = width
        self.drawn: list[Mark] = []
        self.series: list[Series] = []
        self.roles: set[str] = set()
        self.words, self.x_words = "", ""
        self.x_kind: Literal["time", "years", "number", "rows"] = "number"
        self.x_by: axes.Step = "day"
        self.x_ends, self.y_ends = Ends(), Ends()
        self.names: list[Name] = []
        self.levels: list[Level] = []
        self.remarks: list[tuple[str, str]] = []
        #: The rows of a chart of rows, from the top: labels, places (downwards from 0), weights of the font.
        self.row_labels: list[str] = []
        self.row_places: list[float] = []
        self.row_weights: dict[str, str] = {}
        #: Whether labels stand above their rows, not beside them.
        self.names_above = False
        #: Values written at the ends of lying bars.
        self.values: list[Value] = []
        self.has_bars = False

    # --- marks ------------------------------------------------------------------------------------

    def _pen(self, width: float, points: int) -> float:
        """Return how wide a line is drawn: finer on a phone, and finer where its points crowd."""
        crowded = points > 0.8 * self._width
        return width * (0.85 if self.narrow else 1.0) * (0.7 if crowded else 1.0)

    def _line(
        self, at: Floats, values: Floats, colour: str, width: float, *, bold: bool, dashed: bool, step: bool, dots: bool
    ) -> None:
        if not np.isfinite(values).any():
            return
        along, up = at, values
        if step:
            # The last value holds for a while, too.
            last = at[-1] + min(float(np.median(np.diff(at))), 0.04 * (at[-1] - at[0])) if len(at) > 1 else at[-1]
            along, up = np.append(np.repeat(at, 2)[1:], last), np.repeat(values, 2)
            self.x_ends.hold([last])
        self.drawn.append(
            Mark(
                "line",
                along,
                up,
                colour,
                width,
                dash=DASHES["scenario"] if dashed else None,
                order=4.0 if bold else 2.5,
                weight=1.6 if bold else 1.0,
            )
        )
        if dots:
            self._dots(at, values, colour, size=width + 2)
        # A point between two gaps has no line to stand on.
        seen = np.isfinite(values)
        alone = seen & ~np.roll(seen, 1) & ~np.roll(seen, -1)
        if alone.any() and len(values) > 2 and not dots:
            self._dots(at[alone], values[alone], colour, size=width + 1)

    def _dots(self, at: Floats, values: Floats, colour: str, *, hollow: bool = False, size: float = 5) -> None:
        # A crowd of dots is ground one may write on; a single one is not.
        weight = max(0.8, 6 / math.sqrt(len(at)))
        # Dots of context lie beneath every line, as lines of context do; on a line they would look like holes in it.
        order = 2.3 if colour == QUIET else 5.0
        self.drawn.append(Mark("dots", at, values, colour, size, hollow=hollow, order=order, weight=weight))

    # --- names and points -------------------------------------------------------------------------

    def _end(self, at: Floats, values: Floats, label: str, colour: str) -> None:
        seen = np.flatnonzero(np.isfinite(values))
        if label and len(seen):
            self.names.append(Name(at[seen[-1]], values[seen[-1]], label, colour, end=True))

    def _tell(self, name: str, x: Floats, y: Floats, colour: str, names: Sequence[str] = ()) -> None:
        """Keep points for the reader who asks, and the role of their colour for the key."""
        if not len(x):
            return
        if colour in (THEN, NOW):
            self.roles.add({THEN: "then", NOW: "now"}[colour])
        self.series.append(Series(" ".join(name.split()), x, y, colour, names))

    def _tell_rows(self, name: str, values: Floats, places: Sequence[float], tones: Sequence[str]) -> None:
        called = {place: label for label, place in zip(self.row_labels, self.row_places, strict=True)}
        for tone in dict.fromkeys(tones):
            chosen = [i for i, other in enumerate(tones) if other == tone and np.isfinite(values[i])]
            self.series.append(
                Series(
                    " ".join(name.split()),
                    values[chosen],
                    np.array([places[i] for i in chosen], dtype=float),
                    tone,
                    [" ".join(called[places[i]].split()) for i in chosen],
                )
            )

    # --- rows -------------------------------------------------------------------------------------

    def _row_places(self, labels: Iterable[str]) -> list[float]:
        asked = [str(label) for label in labels]
        if not self.row_labels:
            self.x_kind = "rows"
            self.row_labels = asked
            self.row_places = [float(place) for place in range(len(asked))]
            # Names that would need more than two lines beside their rows stand above them.
            beside = (wrap(label, NAMES_OF_ROWS * self._width, SMALL) for label in asked)
            self.names_above = any(text.count("\n") > 1 for text in beside)
        places = dict(zip(self.row_labels, self.row_places, strict=True))
        return [places[label] for label in asked]

    @property
    def row_height(self) -> float:
        """The least height of a row in points, its name and a gap."""
        if self.names_above:
            return 2.6 * SMALL
        names = (wrap(label, NAMES_OF_ROWS * self._width, SMALL) for label in self.row_labels)
        return max((extent(name, SMALL)[1] + 0.7 * SMALL for name in names), default=0.0)
