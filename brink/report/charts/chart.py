"""One panel on its sheet: the ends and ticks of its axes, the margins its words need, and its marks drawn, over grid and axis lines.

A mark is drawn where the scales say. The words come afterwards, in :mod:`brink.report.charts.labels`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from brink.report.charts import axes
from brink.report.charts.axes import VIDEO_AT, VIDEO_IN_YEARS, Axis, Scale, axis_of, scale_of
from brink.report.charts.drawing import Drawing
from brink.report.charts.layout import Box, extent, wrap
from brink.report.charts.marks import NAMES_OF_ROWS, Content, Mark
from brink.report.style import DASHES, GRID, HAIR, INK, SMALL, TEXT, THIN

#: Room around words, and around the whole drawing, in points.
GAP, EDGE = 5.0, 4.0
#: The share of the width that names at the ends of lines may take.
_NAMES = 0.27


@dataclass
class Margins:
    """The room a panel's words need around its drawing, in points."""

    left: float
    bottom: float
    right: float
    top: float


class Chart:
    """One panel while it is drawn, in a cell of a sheet."""

    def __init__(self, panel: Content, cell: Box, drawing: Drawing):
        self.panel, self.cell, self.drawing = panel, cell, drawing
        self.rows = panel.x_kind == "rows"
        self.across, self.up = self._scales()
        timed = panel.x_kind in ("time", "years")
        self.day_at = VIDEO_AT if panel.x_kind == "time" else VIDEO_IN_YEARS
        self.marks_day = self.names_day = timed and self.across.holds(self.day_at)
        self.top_words = wrap(panel.words, cell.right - cell.left - EDGE, TEXT) if panel.words else ""
        self.ends = [name for name in panel.names if name.end]
        self.end_words = self._end_words()
        self.x, self.y = self._ticks()
        self.margins = self._margins()

    @property
    def cut(self) -> bool:
        """Whether the axis of values begins above zero, so that heights can't be compared by eye."""
        scale = self.across if self.rows else self.up
        return not scale.log and scale.low > 0

    @property
    def least(self) -> float:
        """The least height at which the names of rows stand apart, in points; nought for other charts."""
        rows = (self.up.low - self.up.high) * self.panel.row_height if self.rows else 0.0
        return rows and self.margins.bottom + rows + self.margins.top

    @property
    def zero(self) -> Literal["x", "y"] | None:
        """The axis whose zero is marked by a line through the chart."""
        scale = self.across if self.rows else self.up
        return ("x" if self.rows else "y") if scale.holds(0) and not scale.log else None

    # --- ends and ticks ---------------------------------------------------------------------------

    def _scales(self) -> tuple[Scale, Scale]:
        panel = self.panel
        if self.rows:
            spare = 0.95 if any(level.axis == "x" and level.text for level in panel.levels) else 0.0
            above = (0.95 if panel.names_above else 0.6) + spare
            return scale_of(panel.x_ends, 0.0 if panel.values else 0.04), Scale(len(panel.row_labels) - 0.4, -above)
        timed = panel.x_kind in ("time", "years")
        return scale_of(panel.x_ends, (0.0 if panel.has_bars else 0.012) if timed else 0.05), scale_of(
            panel.y_ends, 0.07
        )

    def _ticks(self) -> tuple[Axis, Axis]:
        panel = self.panel
        width, height = self.cell.right - self.cell.left, self.cell.top - self.cell.bottom
        if self.rows:
            names = [wrap(name, NAMES_OF_ROWS * width, SMALL) for name in panel.row_labels]
            up = Axis(panel.row_places, [""] * len(names) if panel.names_above else names)
        else:
            up = axis_of(self.up, max(3, min(6, int(height / 34))))
        weights = [panel.row_weights.get(label, "normal") for label in panel.row_labels] or ["normal"] * len(up.names)
        widest = max(
            (extent(name, SMALL, weight)[0] for name, weight in zip(up.names, weights, strict=True)), default=0.0
        )
        self.left = widest + GAP if widest else EDGE
        self.right = max((extent(text, SMALL)[0] + 2 * GAP for text in self.end_words), default=EDGE)
        if panel.values:  # written at the ends of the bars
            return Axis([], []), up
        most = max(2, min(8, int(width / 58)))
        across = self._ticks_along(most)
        while most > 2 and self._crowded(across):
            most -= 1
            across = self._ticks_along(most)
        return across, up

    def _ticks_along(self, most: int) -> Axis:
        low, high = self.across.low, self.across.high
        if self.panel.x_kind == "time":
            return Axis(*axes.times(low, high, most))
        if self.panel.x_kind == "years":
            years = [year for year in axes.numbers(low, high, most) if year == int(year)]
            return Axis(years, [f"{year:.0f}" for year in years])
        return axis_of(self.across, most)

    def _crowded(self, axis: Axis) -> bool:
        """Return whether names of ticks would stand less than a letter apart."""
        middles = self.across.share(axis.places) * (self.cell.right - self.cell.left - self.left - self.right)
        widths = np.array([extent(name, SMALL)[0] for name in axis.names])
        return bool((np.diff(middles) < (widths[:-1] + widths[1:]) / 2 + GAP).any())

    # --- margins ----------------------------------------------------------------------------------

    def _end_words(self) -> list[str]:
        limit = _NAMES * (self.cell.right - self.cell.left)
        return [wrap(name.text, max(limit, 62), SMALL) for name in self.ends]

    def _margins(self) -> Margins:
        panel = self.panel
        left, right = self.left, self.right
        if self.x.names:
            # A name stands under its tick, half of it on each side.
            room = self.cell.right - self.cell.left - left - right
            first, last = (extent(self.x.names[end], SMALL)[0] / 2 + 1 for end in (0, -1))
            left = max(left, first - float(self.across.share(self.x.places[0])) * room)
            right = max(right, last - (1 - float(self.across.share(self.x.places[-1]))) * room)
        below = (SMALL + 1.6 * GAP) if self.x.names else EDGE
        self.x_words = ""
        if panel.x_words:
            room = self.cell.right - self.cell.left - left - right
            self.x_words = wrap(panel.x_words, room, TEXT)
            below += extent(self.x_words, TEXT)[1] + GAP
        above = extent(self.top_words, TEXT)[1] + 2.2 * GAP if self.top_words else 1.6 * GAP
        return Margins(left, below, right, above)

    def place(self, margins: Margins) -> None:
        """Give the drawing its place within the cell, and lying bars the room for the values at their ends."""
        box = self.box = Box(
            self.cell.left + margins.left,
            self.cell.bottom + margins.bottom,
            self.cell.right - margins.right,
            self.cell.top - margins.top,
        )
        self.across.start, self.across.end = box.left, box.right
        self.up.start, self.up.end = box.bottom, box.top
        if self.panel.values:
            low, high = self.across.low, self.across.high
            after = max((room_beside(value.text) for value in self.panel.values if value.at >= 0), default=0)
            before = max((room_beside(value.text) for value in self.panel.values if value.at < 0), default=0)
            unit = (high - low) / max(box.right - box.left - after - before, 20)
            self.across.low, self.across.high = low - before * unit, high + after * unit

    # --- marks ------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw grid and marks."""
        panel, box = self.panel, self.box
        if self.rows:
            self._rules("x", self.x.places, GRID, HAIR, order=0.5)
            if self.zero:
                self._rules("x", [0], INK, HAIR, order=3.5)
        else:
            self._rules("y", self.y.places, GRID, HAIR, order=0.5)
            if self.zero:
                self._rules("y", [0], INK, HAIR, order=2.2)
            if panel.x_kind == "number" and self.across.holds(0):
                self._rules("x", [0], GRID, HAIR, order=0.5)
            self.drawing.line([box.left, box.right], [box.bottom] * 2, INK, 1.2, blunt=True, order=2.1)
        for mark in panel.drawn:
            self._draw(mark)
        for level in panel.levels:
            dash = DASHES["said"] if level.dashed else None
            if level.to != level.value:
                self._fill(level.axis, level.value, level.to, level.colour)
            elif level.axis == "y":
                self._rules("y", [level.value], level.colour, THIN, dash=dash, order=3.0)
            else:
                self._rules("x", [level.value], level.colour, THIN if dash else HAIR, dash=dash, order=3.0)
        if self.marks_day:
            self._rules("x", [self.day_at], INK, 1.1, dash=DASHES["day"], order=1.7)

    def _draw(self, mark: Mark) -> None:
        edges = [mark.y] if mark.low is None or mark.lying else [mark.y, mark.low]
        inside = self.across.covers(mark.x) and all(self.up.covers(edge) for edge in edges)
        clip = None if inside else self.box
        x, y = self.across(mark.x), self.up(mark.y)
        pen = self.drawing
        if mark.kind == "line":
            pen.line(
                x,
                y,
                mark.colour,
                mark.width,
                dash=mark.dash,
                blunt=mark.blunt,
                alpha=mark.alpha,
                order=mark.order,
                clip=clip,
            )
        elif mark.kind == "dots":
            pen.dots(x, y, mark.colour, mark.width, hollow=mark.hollow, order=mark.order, clip=clip)
        elif mark.kind == "boxes":
            pen.boxes(self.boxes(mark), mark.colour, hollow=mark.hollow, order=mark.order, clip=clip)
        elif mark.kind == "strokes":
            half = abs(self.up.at(0.32) - self.up.at(0))
            for here, middle in zip(x, y, strict=True):
                pen.line(
                    [here, here], [middle - half, middle + half], mark.colour, mark.width, blunt=True, order=mark.order
                )
        elif mark.low is not None:
            for run in _runs(np.isfinite(x) & np.isfinite(y) & np.isfinite(mark.low)):
                lower = self.up(mark.low[run])
                pen.area(
                    np.concatenate([x[run], x[run][::-1]]),
                    np.concatenate([y[run], lower[::-1]]),
                    mark.colour,
                    alpha=mark.alpha,
                    order=mark.order,
                    clip=clip,
                )

    def boxes(self, mark: Mark) -> list[Box]:
        """Return where the boxes of a mark stand on the sheet."""
        half, boxes = mark.width / 2, []
        for x, y in zip(mark.x, mark.y, strict=True):
            if np.isfinite(x) and np.isfinite(y):
                if mark.lying:
                    corners = self.across.at(0), self.up.at(y - half), self.across.at(x), self.up.at(y + half)
                else:
                    corners = self.across.at(x - half), self.up.at(0), self.across.at(x + half), self.up.at(y)
                left, bottom, right, top = corners
                boxes.append(Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top)))
        return boxes

    def _rules(
        self,
        axis: str,
        values: Sequence[float],
        colour: str,
        width: float,
        *,
        dash: tuple[float, float] | None = None,
        order: float,
    ) -> None:
        """Draw lines through the whole chart at values of an axis, as one: upright ones for ``"x"``, level ones for ``"y"``."""
        upright = axis == "x"
        ends = (self.box.bottom, self.box.top) if upright else (self.box.left, self.box.right)
        along = np.tile([*ends, np.nan], len(values))
        at = np.repeat((self.across if upright else self.up)(values), 3)
        x, y = (at, along) if upright else (along, at)
        self.drawing.line(x, y, colour, width, dash=dash, blunt=True, order=order)

    def _fill(self, axis: str, low: float, high: float, colour: str) -> None:
        box = self.box
        left, right = (box.left, box.right) if axis == "y" else (self.across.at(low), self.across.at(high))
        bottom, top = (self.up.at(low), self.up.at(high)) if axis == "y" else (box.bottom, box.top)
        self.drawing.area([left, right, right, left], [bottom, bottom, top, top], colour, alpha=0.13, order=1.0)


def _runs(seen: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Return the stretches without a gap."""
    runs = np.split(np.arange(len(seen)), np.flatnonzero(np.diff(seen)) + 1)
    return [run for run in runs if len(run) and seen[run[0]]]


def room_beside(text: str) -> float:
    """Return how wide a text at the end of a bar is, with its gap."""
    return extent(text, SMALL)[0] + GAP
