"""The last step of a chart: ends and ticks of the axes, margins, every mark and every word in its place.

What a panel holds is drawn here. Margins follow from the sizes of the words, and words inside a chart go where they
cover least.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brink.report import axes
from brink.report.axes import Axis, Scale, axis_of, scale_of
from brink.report.drawing import Drawing
from brink.report.layout import Box, Ground, extent, separate, wrap
from brink.report.marks import Mark, Name
from brink.report.panel import NAMES_OF_ROWS, VIDEO_AT, VIDEO_IN_YEARS, Panel
from brink.report.style import DASHES, GRID, HAIR, INK, PAPER, QUIET_TEXT, SMALL, TEXT, THIN
from brink.video import VIDEO_DAY
from brink.words import day

#: Room around words, and around the whole drawing, in points.
GAP, EDGE = 5.0, 4.0
#: The share of the width that names at the ends of lines may take.
_NAMES = 0.27
#: Room between panels that stand side by side, and what words above and below a panel of rows take.
_GUTTER, _WORDS = 16.0, 46.0


@dataclass
class Margins:
    """The room a panel's words need around its drawing, in points."""

    left: float
    bottom: float
    right: float
    top: float


class Setting:
    """One panel while it is drawn."""

    def __init__(self, panel: Panel, cell: Box, drawing: Drawing):
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
        self.row_boxes: list[Box] = []
        self.margins = self._margins()

    @property
    def cut(self) -> bool:
        """Whether the axis of values begins above zero, so that heights can't be compared by eye."""
        scale = self.across if self.rows else self.up
        return not scale.log and scale.low > 0

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
            after = max((_width(text) for value, _, text, _ in self.panel.values if value >= 0), default=0)
            before = max((_width(text) for value, _, text, _ in self.panel.values if value < 0), default=0)
            unit = (high - low) / max(box.right - box.left - after - before, 20)
            self.across.low, self.across.high = low - before * unit, high + after * unit

    # --- marks ------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw grid, marks and words."""
        panel, box = self.panel, self.box
        if self.rows:
            self._upright(self.x.places, GRID, HAIR, order=0.5)
            if self.across.holds(0) and not self.across.log:
                self._upright([0], INK, HAIR, order=3.5)
        else:
            self._level(self.y.places, GRID, HAIR, order=0.5)
            if self.up.holds(0) and not self.up.log:
                self._level([0], INK, HAIR, order=2.2)
            if panel.x_kind == "number" and self.across.holds(0):
                self._upright([0], GRID, HAIR, order=0.5)
            self.drawing.line([box.left, box.right], [box.bottom] * 2, INK, 1.2, blunt=True, order=2.1)
        for mark in panel.drawn:
            self._draw(mark)
        for level in panel.levels:
            dash = DASHES["said"] if level.dashed else None
            if level.to != level.value:
                self._fill(level.axis, level.value, level.to, level.colour)
            elif level.axis == "y":
                self._level([level.value], level.colour, THIN, dash=dash, order=3.0)
            else:
                self._upright([level.value], level.colour, THIN if dash else HAIR, dash=dash, order=3.0)
        if self.marks_day:
            self._upright([self.day_at], INK, 1.1, dash=DASHES["day"], order=1.7)
        self._write()

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
            pen.boxes(self._boxes(mark), mark.colour, hollow=mark.hollow, order=mark.order, clip=clip)
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

    def _boxes(self, mark: Mark) -> list[Box]:
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

    def _level(
        self,
        values: Sequence[float],
        colour: str,
        width: float,
        *,
        dash: tuple[float, float] | None = None,
        order: float,
    ) -> None:
        """Draw level lines across the chart, as one."""
        x = np.tile([self.box.left, self.box.right, np.nan], len(values))
        self.drawing.line(x, np.repeat(self.up(values), 3), colour, width, dash=dash, blunt=True, order=order)

    def _upright(
        self,
        values: Sequence[float],
        colour: str,
        width: float,
        *,
        dash: tuple[float, float] | None = None,
        order: float,
    ) -> None:
        """Draw upright lines through the chart, as one."""
        y = np.tile([self.box.bottom, self.box.top, np.nan], len(values))
        self.drawing.line(np.repeat(self.across(values), 3), y, colour, width, dash=dash, blunt=True, order=order)

    def _fill(self, axis: str, low: float, high: float, colour: str) -> None:
        box = self.box
        left, right = (box.left, box.right) if axis == "y" else (self.across.at(low), self.across.at(high))
        bottom, top = (self.up.at(low), self.up.at(high)) if axis == "y" else (box.bottom, box.top)
        self.drawing.area([left, right, right, left], [bottom, bottom, top, top], colour, alpha=0.13, order=1.0)

    # --- words ------------------------------------------------------------------------------------

    def _write(self) -> None:
        panel, box, pen = self.panel, self.box, self.drawing
        if self.rows:
            self._row_names()
        else:
            for at, name in zip(self.up(self.y.places), self.y.names, strict=True):
                pen.text(name, box.left - GAP, at, across=1, size=SMALL)
        for at, name in zip(self.across(self.x.places), self.x.names, strict=True):
            pen.text(name, at, box.bottom - 1.1 * GAP, across=0.5, up=1, size=SMALL)
        if self.x_words:
            under = box.bottom - (SMALL + 1.6 * GAP if self.x.names else 0) - 0.3 * GAP
            pen.text(self.x_words, box.left, under, up=1, colour=QUIET_TEXT)
        ground = self._ground()
        if self.top_words:
            room = pen.text(self.top_words, self.cell.left, box.top + 1.2 * GAP, up=0, colour=QUIET_TEXT)
            ground.box(room.grown(3), 20)
        self._write_values(ground)
        self._write_ends(ground)
        self._write_levels(ground)
        self._write_day(ground)
        for named in panel.names:
            if not named.end:
                self._write_beside(ground, self.across.at(named.x), self.up.at(named.y), named.text, named.colour)
        self._write_notes(ground)

    def _ground(self) -> Ground:
        """Return what words should keep clear of."""
        box = self.box
        ground = Ground(Box(box.left, box.bottom + 1, max(box.right, self.cell.right - EDGE), self.cell.top))
        for mark in self.panel.drawn:
            if mark.kind == "boxes":
                for corner in self._boxes(mark):
                    ground.box(corner, mark.weight)
            elif mark.kind in ("dots", "strokes"):
                ground.spots(self.across(mark.x), self.up(mark.y), mark.weight)
            else:
                edges = [mark.y] if mark.low is None else [mark.y, (mark.y + mark.low) / 2, mark.low]
                for edge in edges:
                    ground.line(self.across(mark.x), self.up(edge), mark.weight)
        for level in self.panel.levels:
            if level.axis == "y":
                ground.line([box.left, box.right], [self.up.at(level.value)] * 2, 0.8)
            else:
                ground.line([self.across.at(level.value)] * 2, [box.bottom, box.top], 0.8)
        if self.marks_day:
            ground.line([self.across.at(self.day_at)] * 2, [box.bottom, box.top], 2.0)
        for room in self.row_boxes:
            ground.box(room, 8)
        return ground

    def _row_names(self) -> None:
        panel, box = self.panel, self.box
        # A row without a value heads those below it.
        filled = {
            place for mark in panel.drawn for place, value in zip(mark.y, mark.x, strict=True) if np.isfinite(value)
        }
        for label, at, name in zip(panel.row_labels, panel.row_places, self.y.names, strict=True):
            weight = panel.row_weights.get(label, "normal" if at in filled else "semibold")
            if panel.names_above:
                text = wrap(label, self.cell.right - box.left - EDGE, SMALL)
                width, height = extent(text, SMALL, weight)
                bottom = self.up.at(at - (0.25 if panel.has_bars else 0)) + (1 if panel.has_bars else 4.5)
                room = Box(box.left, bottom, box.left + width, bottom + height)
                # Upright lines must not strike it through.
                self.drawing.boxes([room], PAPER, order=7.0)
                self.drawing.text(text, box.left, bottom, up=0, size=SMALL, weight=weight)
                self.row_boxes.append(room)
            else:
                self.drawing.text(name, box.left - GAP, self.up.at(at), across=1, size=SMALL, weight=weight)

    def _write_values(self, ground: Ground) -> None:
        for value, place, text, weight in self.panel.values:
            right = value >= 0
            x, y = self.across.at(value) + (4 if right else -4), self.up.at(place)
            self.drawing.text(text, x, y, across=0 if right else 1, size=SMALL, weight=weight)
            wide = _width(text)
            left = x if right else x - wide
            ground.box(Box(left, y - SMALL / 2, left + wide, y + SMALL / 2), 8)

    def _write_ends(self, ground: Ground) -> None:
        """Name lines at their ends: to the right of the drawing, moved apart; a line that ends early, where there is room."""
        box = self.box
        outer: list[tuple[Name, str, float]] = []
        inner: list[tuple[Name, str, float]] = []
        for name, text in zip(self.ends, self.end_words, strict=True):
            here = self.across.at(name.x)
            (outer if here > box.right - 0.12 * (box.right - box.left) else inner).append((name, text, here))
        # Labels in the margin: as near to their lines as they can be without touching.
        heights = [extent(text, SMALL)[1] + 2 for _, text, _ in outer]
        middles = separate([self.up.at(name.y) for name, _, _ in outer], heights, self.cell.bottom, self.cell.top)
        for (name, text, here), middle, height in zip(outer, middles, heights, strict=True):
            x = max(box.right, here) + GAP
            self.drawing.text(text, x, middle, size=SMALL, colour=name.colour)
            ground.box(Box(x, middle - height / 2, x + extent(text, SMALL)[0], middle + height / 2), 20)
        for name, text, here in inner:
            self._write_beside(ground, here, self.up.at(name.y), text, name.colour)

    def _write_levels(self, ground: Ground) -> None:
        box = self.box
        for level in self.panel.levels:
            if not level.text:
                continue
            candidates = []
            if level.axis == "y":
                text = wrap(level.text, 0.9 * (box.right - box.left), SMALL)
                width, height = extent(text, SMALL)
                y = self.up.at(level.value)
                for step in range(21):
                    left = box.left + 2 + (box.right - box.left - width - 4) * step / 20
                    for bottom, cost in ((y + 2.5, 0.0), (y - height - 2.5, 0.3)):
                        candidates.append((Box(left, bottom, left + width, bottom + height), cost + step * 0.02))
            else:
                text = wrap(level.text, 0.4 * (box.right - box.left), SMALL)
                width, height = extent(text, SMALL)
                x = self.across.at(level.value)
                for step in range(15):
                    bottom = box.top - height - (box.top - box.bottom - height - 4) * step / 14
                    for left, cost in ((x + 4, 0.0), (x - width - 4, 0.1)):
                        candidates.append((Box(left, bottom, left + width, bottom + height), cost + step * 0.1))
            self._put(ground, text, ground.best(candidates), level.colour)

    def _write_day(self, ground: Ground) -> None:
        if self.names_day:
            box, x = self.box, self.across.at(self.day_at)
            text = day(VIDEO_DAY)
            width, height = extent(text, SMALL)
            # Above the chart, where the words about the axis leave room; better beside its line.
            above = min(x - width / 2, self.cell.right - EDGE - width)
            candidates = [(Box(above, box.top + 2, above + width, box.top + 2 + height), 2.0)]
            for step in range(15):
                down = (box.top - box.bottom - height - 2) * step / 14
                bottom = box.top - height - down
                for left, cost in ((x - width - 4, 0.0), (x + 4, 0.05)):
                    # At the top or at the foot it is found at once.
                    candidates.append(
                        (Box(left, bottom, left + width, bottom + height), cost + min(step, 14 - step + 0.5) * 0.4)
                    )
            self._put(ground, text, ground.best(candidates), INK)

    def _write_beside(self, ground: Ground, x: float, y: float, text: str, colour: str) -> None:
        """Write a text beside a point, with a line to it where it stands away."""
        limit = 0.45 * (self.box.right - self.box.left)
        text = wrap(text, limit, SMALL)
        width, height = extent(text, SMALL)
        box = ground.around(x, y, width, height)
        nearest = (min(max(x, box.left), box.right), min(max(y, box.bottom), box.top))
        length = math.dist(nearest, (x, y))
        if length > 12:
            share = 4 / length
            start = (x + (nearest[0] - x) * share, y + (nearest[1] - y) * share)
            end = (x + (nearest[0] - x) * (1 - share / 3), y + (nearest[1] - y) * (1 - share / 3))
            self.drawing.line([start[0], end[0]], [start[1], end[1]], colour, HAIR, blunt=True, order=3.0)
            ground.line([start[0], end[0]], [start[1], end[1]], 1.5)
        self._put(ground, text, box, colour)

    def _write_notes(self, ground: Ground) -> None:
        box = self.box
        for text, colour in self.panel.remarks:
            text = wrap(text, 0.6 * (box.right - box.left), SMALL)
            width, height = extent(text, SMALL)
            candidates = [
                (Box(left, bottom, left + width, bottom + height), cost)
                for cost, (left, bottom) in enumerate(
                    (left, bottom)
                    for bottom in (box.top - height - 1, box.bottom + 3)
                    for left in (box.left + 3, box.right - width - 2)
                )
            ]
            self._put(ground, text, ground.best(candidates), colour)

    def _put(self, ground: Ground, text: str, box: Box, colour: str) -> None:
        self.drawing.text(text, box.left, box.bottom, up=0, size=SMALL, colour=colour)
        ground.box(Box(box.left - 3, box.bottom, box.right + 3, box.top), 20)


def _runs(seen: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Return the stretches without a gap."""
    runs = np.split(np.arange(len(seen)), np.flatnonzero(np.diff(seen)) + 1)
    return [run for run in runs if len(run) and seen[run[0]]]


def _width(text: str) -> float:
    return extent(text, SMALL)[0] + GAP


def typeset(
    panels: Sequence[Panel], shape: tuple[int, int], size: tuple[float, float], *, share_y: bool = False
) -> tuple[Drawing, list[Setting]]:
    """Draw panels that stand in ``shape`` rows and columns on a sheet of ``size`` points, or taller where rows need it."""
    rows, columns = shape
    wanted = [max(panel.rows_height for panel in panels[row * columns : (row + 1) * columns]) for row in range(rows)]
    # Rows that would touch make a sheet taller.
    least = sum(wanted) + _WORDS * rows + 2 * EDGE if all(wanted) else 0.0
    drawing = Drawing(size[0], max(size[1], least))
    if share_y:
        low, high = min(panel.y_ends.low for panel in panels), max(panel.y_ends.high for panel in panels)
        for panel in panels:
            panel.y_ends.hold([low, high])
    height = drawing.height - 2 * EDGE
    shares = [height / rows] * rows
    if all(wanted):
        # Panels of rows share the height by their rows, beside what words above and below them take.
        shares = [_WORDS + each / sum(wanted) * (height - _WORDS * rows) for each in wanted]
    across = (drawing.width - 2 * EDGE - _GUTTER * (columns - 1)) / columns
    settings = []
    for position, panel in enumerate(panels):
        row, column = divmod(position, columns)
        top, left = EDGE + height - sum(shares[:row]), EDGE + column * (across + _GUTTER)
        bottom = top - shares[row] + (6 if row < rows - 1 else 0)
        settings.append(Setting(panel, Box(left, bottom, left + across, top), drawing))
    for position, setting in enumerate(settings):
        beside = [other.margins for n, other in enumerate(settings) if n // columns == position // columns]
        under = [other.margins for n, other in enumerate(settings) if n % columns == position % columns]
        setting.place(
            Margins(
                left=max(margins.left for margins in under),
                bottom=max(margins.bottom for margins in beside),
                right=max(margins.right for margins in under),
                top=max(margins.top for margins in beside),
            )
        )
    # The day is named once in a figure, where it is met first.
    for setting in [setting for setting in settings if setting.marks_day][1:]:
        setting.names_day = False
    for setting in settings:
        setting.draw()
    return drawing, settings
