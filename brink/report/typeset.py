"""The last step of a drawing: ends and ticks of the axes, margins, and every word in its place.

The panels have drawn their data; their words are known. Margins follow from the sizes of the words, the words inside
a chart go where they cover least.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from brink.report import ticks
from brink.report.layout import LEADING, Box, Ground, extent, separate, wrap
from brink.report.panel import DASHES, NAMES_OF_ROWS, VIDEO_AT, VIDEO_IN_YEARS, Ends, Floats, Name, Panel
from brink.report.style import GRID, INK, PAPER, QUIET_TEXT, SMALL, TEXT
from brink.video import VIDEO_DAY
from brink.words import day

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


@dataclass
class Axis:
    """The ticks of one axis: where, and what they are called."""

    places: Sequence[float]
    names: Sequence[str]

    @property
    def width(self) -> float:
        """The width of the widest name."""
        return max((extent(name, SMALL)[0] for name in self.names), default=0.0)


class Setting:
    """One panel while its words are set."""

    def __init__(self, panel: Panel, cell: Box):
        self.panel, self.ax, self.cell = panel, panel.ax, cell
        self.figure: Figure = panel.ax.figure  # type: ignore[assignment]
        self.rows = panel.x_kind == "rows"
        self.top_words = wrap(panel.words, cell.right - cell.left - EDGE, TEXT) if panel.words else ""
        self.ends = [name for name in panel.names if name.end]
        self.marks_day = self._limits()
        self.x, self.y = self._ticks()
        self.end_words = self._end_words()
        self.row_boxes: list[Box] = []
        self.names_day = self.marks_day
        self.margins = self._margins()

    # --- ends and ticks ---------------------------------------------------------------------------

    def _limits(self) -> bool:
        """Set the ends of both axes; return whether the video's day lies within them."""
        panel, at = self.panel, VIDEO_AT if self.panel.x_kind == "time" else VIDEO_IN_YEARS
        if self.rows:
            spare = 0.95 if any(level.axis == "x" and level.text for level in panel.levels) else 0.0
            up = (0.95 if panel.names_above else 0.6) + spare
            self.ax.set_ylim(len(panel.row_labels) - 0.4, -up)
            _set(self.ax, "x", panel.x_ends, 0.0 if panel.values else 0.04)
            return False
        _set(self.ax, "y", panel.y_ends, 0.07)
        timed = panel.x_kind in ("time", "years")
        _set(self.ax, "x", panel.x_ends, (0.0 if panel.has_bars else 0.012) if timed else 0.05)
        low, high = self.ax.get_xlim()
        return timed and low < at < high

    def _ticks(self) -> tuple[Axis, Axis]:
        panel = self.panel
        width, height = self.cell.right - self.cell.left, self.cell.top - self.cell.bottom
        low, high = sorted(self.ax.get_xlim())
        most = max(2, min(8, int(width / 58)))
        if panel.x_kind == "time":
            across = Axis(*ticks.times(low, high, most))
        elif panel.x_kind == "years":
            years = [year for year in ticks.numbers(low, high, most) if year == int(year)]
            across = Axis(years, [f"{year:.0f}" for year in years])
        elif panel.values:
            across = Axis([], [])
        else:
            across = _numbered(low, high, panel.x_ends.log, most)
        if self.rows:
            limit = NAMES_OF_ROWS * width
            names = (
                [""] * len(panel.row_labels) if panel.names_above else [wrap(n, limit, SMALL) for n in panel.row_labels]
            )
            return across, Axis(panel.row_places, names)
        low, high = self.ax.get_ylim()
        return across, _numbered(low, high, panel.y_ends.log, max(3, min(6, int(height / 34))))

    # --- margins ----------------------------------------------------------------------------------

    def _end_words(self) -> list[str]:
        limit = _NAMES * (self.cell.right - self.cell.left)
        return [wrap(name.text, max(limit, 62), SMALL) for name in self.ends]

    def _margins(self) -> Margins:
        panel = self.panel
        words = max((extent(text, SMALL)[0] for text in self.end_words), default=0.0)
        right = words + 2 * GAP if words else EDGE
        if self.x.names:
            # The last name stands under its tick, half of it to the right.
            low, high = self.ax.get_xlim()
            reach = (self.x.places[-1] - low) / (high - low) if not panel.x_ends.log else 1.0
            if reach > 0.97:
                right = max(right, extent(self.x.names[-1], SMALL)[0] / 2 + 1)
        left = self.y.width + GAP if self.y.width else EDGE
        below = (SMALL + 1.3 * GAP) if self.x.names else EDGE
        self.x_words = ""
        if panel.x_words:
            room = self.cell.right - self.cell.left - left - right
            self.x_words = wrap(panel.x_words, room, TEXT)
            below += extent(self.x_words, TEXT)[1] + GAP
        above = extent(self.top_words, TEXT)[1] + 2.2 * GAP if self.top_words else 1.6 * GAP
        return Margins(left, below, right, above)

    def place(self, margins: Margins) -> None:
        """Give the drawing its place within the cell, and lying bars the room for the values at their ends."""
        width, height = self.figure.get_size_inches() * 72
        box = Box(
            self.cell.left + margins.left,
            self.cell.bottom + margins.bottom,
            self.cell.right - margins.right,
            self.cell.top - margins.top,
        )
        self.box = box
        self.ax.set_position(
            (box.left / width, box.bottom / height, (box.right - box.left) / width, (box.top - box.bottom) / height)
        )
        if self.panel.values:
            low, high = self.ax.get_xlim()
            room = box.right - box.left
            after = max((_width(text) for value, _, text, _ in self.panel.values if value >= 0), default=0)
            before = max((_width(text) for value, _, text, _ in self.panel.values if value < 0), default=0)
            scale = (high - low) / max(room - after - before, 20)
            self.ax.set_xlim(low - before * scale, high + after * scale)

    # --- drawing the words ------------------------------------------------------------------------

    def write(self) -> None:
        """Draw grid, ticks and words."""
        panel, ax, box = self.panel, self.ax, self.box
        panel.words_at = []
        low, high = ax.get_ylim()
        if self.rows:
            self._lines("x", self.x.places, GRID, 0.8)
            if ax.get_xlim()[0] < 0 < ax.get_xlim()[1] and not panel.x_ends.log:
                self._lines("x", [0], INK, 0.8, 2)
            self._row_names()
        else:
            self._lines("y", self.y.places, GRID, 0.8)
            if min(low, high) < 0 < max(low, high) and not panel.y_ends.log:
                self._lines("y", [0], INK, 0.8, 2)
            elif panel.x_kind == "number" and ax.get_xlim()[0] < 0 < ax.get_xlim()[1]:
                self._lines("x", [0], GRID, 0.8)
            for at, name in zip(self.y.places, self.y.names, strict=True):
                self._text(name, box.left - GAP, self._up(at), ha="right", va="center", size=SMALL)
            self._lines("base", [], INK, 0.8)
        for at, name in zip(self.x.places, self.x.names, strict=True):
            self._text(name, self._across(at), box.bottom - 0.8 * GAP, ha="center", va="top", size=SMALL)
        if self.x_words:
            under = box.bottom - (SMALL + 1.3 * GAP if self.x.names else 0) - 0.3 * GAP
            self._text(self.x_words, box.left, under, ha="left", va="top", colour=QUIET_TEXT)
        if self.top_words:
            self._text(self.top_words, self.cell.left, box.top + 1.2 * GAP, ha="left", va="bottom", colour=QUIET_TEXT)
        ground = self._ground()
        self._write_values(ground)
        self._write_ends(ground)
        self._write_levels(ground)
        self._write_day(ground)
        self._write_names(ground)
        self._write_notes(ground)

    def _ground(self) -> Ground:
        box = self.box
        ground = Ground(Box(box.left, box.bottom + 1, max(box.right, self.cell.right - EDGE), box.top + 0.8 * GAP))
        for drawn in self.panel.drawn:
            if drawn.kind == "bars":
                for place, value in zip(drawn.x, drawn.y, strict=True):
                    if np.isfinite(value):
                        (left, right), (low, high) = self._points(
                            [place - drawn.width / 2, place + drawn.width / 2], [0, value]
                        )
                        ground.box(Box(left, min(low, high), right, max(low, high)), drawn.weight)
            elif drawn.kind == "line":
                ground.line(*self._points(drawn.x, drawn.y), drawn.weight)
            else:
                ground.spots(*self._points(drawn.x, drawn.y), drawn.weight)
        for level in self.panel.levels:
            if level.axis == "y":
                ground.line([box.left, box.right], [self._up(level.value)] * 2, 0.8)
            else:
                ground.line([self._across(level.value)] * 2, [box.bottom, box.top], 0.8)
        if self.marks_day:
            ground.line([self._day_at()] * 2, [box.bottom, box.top], 0.8)
        for room in self.row_boxes:
            ground.box(room, 8)
        return ground

    def _day_at(self) -> float:
        return self._across(VIDEO_AT if self.panel.x_kind == "time" else VIDEO_IN_YEARS)

    def _row_names(self) -> None:
        panel, box = self.panel, self.box
        for label, at, name in zip(panel.row_labels, panel.row_places, self.y.names, strict=True):
            weight = panel.row_weights.get(label, "normal")
            if panel.names_above:
                text = wrap(label, self.cell.right - box.left - EDGE, SMALL)
                width, height = extent(text, SMALL, weight)
                bottom = self._up(at - (0.25 if panel.has_bars else 0)) + (1 if panel.has_bars else 4.5)
                room = Box(box.left, bottom, box.left + width, bottom + height)
                self._paper(room)
                self._text(text, box.left, bottom, ha="left", va="bottom", size=SMALL, weight=weight)
                self.row_boxes.append(room)
            else:
                self._text(name, box.left - GAP, self._up(at), ha="right", va="center", size=SMALL, weight=weight)

    def _write_values(self, ground: Ground) -> None:
        for value, place, text, weight in self.panel.values:
            right = value >= 0
            x, y = self._across(value) + (4 if right else -4), self._up(place)
            self._text(text, x, y, ha="left" if right else "right", va="center", size=SMALL, weight=weight)
            wide = _width(text)
            left = x if right else x - wide
            ground.box(Box(left, y - SMALL / 2, left + wide, y + SMALL / 2), 8)

    def _write_ends(self, ground: Ground) -> None:
        """Name lines at their ends: to the right of the drawing, moved apart; a line that ends early, where there is room."""
        box = self.box
        outer: list[tuple[Name, str, float]] = []
        inner: list[tuple[Name, str, float]] = []
        for name, text in zip(self.ends, self.end_words, strict=True):
            here = self._across(name.x)
            (outer if here > box.right - 0.12 * (box.right - box.left) else inner).append((name, text, here))
        # Labels in the margin: as near to their lines as they can be without touching.
        heights = [extent(text, SMALL)[1] + 2 for _, text, _ in outer]
        middles = separate([self._up(name.y) for name, _, _ in outer], heights, self.cell.bottom, self.cell.top)
        for (name, text, here), middle, height in zip(outer, middles, heights, strict=True):
            x = max(box.right, here) + GAP
            self._text(text, x, middle, ha="left", va="center", size=SMALL, colour=name.colour)
            ground.box(Box(x, middle - height / 2, x + extent(text, SMALL)[0], middle + height / 2), 20)
        for name, text, here in inner:
            self._around(ground, here, self._up(name.y), text, name.colour)

    def _write_levels(self, ground: Ground) -> None:
        box = self.box
        for level in self.panel.levels:
            if not level.text:
                continue
            candidates = []
            if level.axis == "y":
                text = wrap(level.text, 0.9 * (box.right - box.left), SMALL)
                width, height = extent(text, SMALL)
                y = self._up(level.value)
                for step in range(21):
                    left = box.left + 2 + (box.right - box.left - width - 4) * step / 20
                    for bottom, cost in ((y + 2.5, 0.0), (y - height - 2.5, 0.3)):
                        candidates.append((Box(left, bottom, left + width, bottom + height), cost + step * 0.02))
            else:
                text = wrap(level.text, 0.4 * (box.right - box.left), SMALL)
                width, height = extent(text, SMALL)
                x = self._across(level.value)
                for step in range(15):
                    bottom = box.top - height - (box.top - box.bottom - height - 4) * step / 14
                    for left, cost in ((x + 4, 0.0), (x - width - 4, 0.1)):
                        candidates.append((Box(left, bottom, left + width, bottom + height), cost + step * 0.1))
            self._put(ground, text, ground.best(candidates).box, level.colour)

    def _write_day(self, ground: Ground) -> None:
        if not self.marks_day:
            return
        box, x = self.box, self._day_at()
        self.ax.axvline(
            VIDEO_AT if self.panel.x_kind == "time" else VIDEO_IN_YEARS,
            color=INK,
            linewidth=1.1,
            linestyle=DASHES["day"],
            zorder=1.5,
        )
        if self.names_day:
            text = day(VIDEO_DAY)
            width, height = extent(text, SMALL)
            candidates = []
            for step in range(15):
                down = (box.top - box.bottom - height - 2) * step / 14
                bottom = box.top - height - down
                for left, cost in ((x - width - 4, 0.0), (x + 4, 0.05)):
                    # At the top or at the foot it is found at once.
                    candidates.append(
                        (Box(left, bottom, left + width, bottom + height), cost + min(step, 14 - step + 0.5) * 0.4)
                    )
            self._put(ground, text, ground.best(candidates).box, INK)

    def _write_names(self, ground: Ground) -> None:
        for name in self.panel.names:
            if not name.end:
                self._around(ground, self._across(name.x), self._up(name.y), name.text, name.colour)

    def _around(self, ground: Ground, x: float, y: float, text: str, colour: str) -> None:
        """Write a text beside a point, with a line to it where it stands away."""
        limit = 0.45 * (self.box.right - self.box.left)
        text = wrap(text, limit, SMALL)
        width, height = extent(text, SMALL)
        place = ground.around(x, y, width, height)
        box = place.box
        nearest = (min(max(x, box.left), box.right), min(max(y, box.bottom), box.top))
        length = math.dist(nearest, (x, y))
        if length > 12:
            share = 4 / length
            start = (x + (nearest[0] - x) * share, y + (nearest[1] - y) * share)
            end = (x + (nearest[0] - x) * (1 - share / 3), y + (nearest[1] - y) * (1 - share / 3))
            self._draw_line([start[0], end[0]], [start[1], end[1]], colour, 0.9)
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
            self._put(ground, text, ground.best(candidates).box, colour)

    # --- the pen ----------------------------------------------------------------------------------

    def _put(self, ground: Ground, text: str, box: Box, colour: str) -> None:
        self._text(text, box.left, (box.bottom + box.top) / 2, ha="left", va="center", size=SMALL, colour=colour)
        ground.box(Box(box.left - 3, box.bottom, box.right + 3, box.top), 20)

    def _text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        ha: str,
        va: str,
        size: float = TEXT,
        colour: str = INK,
        weight: str = "normal",
    ) -> None:
        """Write lines of text with their box at (x, y), in points."""
        width, height = extent(text, size, weight)
        left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[ha] * width
        bottom = y - {"bottom": 0.0, "center": 0.5, "top": 1.0}[va] * height
        self.panel.words_at.append((text, Box(left, bottom, left + width, bottom + height)))
        base = bottom + height - 0.79 * size
        wide, high = self.figure.get_size_inches() * 72
        for line in text.split("\n"):
            self.figure.text(
                x / wide,
                base / high,
                line,
                ha=ha,
                va="baseline",
                fontsize=size,
                color=colour,
                fontweight=weight,
                zorder=6,
            )
            base -= LEADING * size

    def _paper(self, box: Box) -> None:
        """Lay a piece of paper under words that stand on a line."""
        wide, high = self.figure.get_size_inches() * 72
        corner, size = (
            (box.left / wide, box.bottom / high),
            ((box.right - box.left) / wide, (box.top - box.bottom) / high),
        )
        self.figure.add_artist(Rectangle(corner, *size, color=PAPER, linewidth=0, zorder=5.5))

    def _draw_line(self, x: Sequence[float], y: Sequence[float], colour: str, width: float, order: float = 3) -> None:
        wide, high = self.figure.get_size_inches() * 72
        self.figure.add_artist(
            Line2D(
                np.divide(x, wide),
                np.divide(y, high),
                color=colour,
                linewidth=width,
                zorder=order,
                solid_capstyle="butt",
            )
        )

    def _lines(self, axis: str, places: Iterable[float], colour: str, width: float, order: float = 0.5) -> None:
        if axis == "base":
            self.ax.axhline(self.ax.get_ylim()[0], color=colour, linewidth=2 * width, zorder=order)
        for at in places:
            (self.ax.axhline if axis == "y" else self.ax.axvline)(at, color=colour, linewidth=width, zorder=order)

    def _points(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Return data as points on the canvas."""
        across, up = self.ax.transData.transform(np.column_stack([x, y])).T
        return across, up

    def _across(self, x: float) -> float:
        return float(self.ax.transData.transform((x, self.ax.get_ylim()[0]))[0])

    def _up(self, y: float) -> float:
        return float(self.ax.transData.transform((self.ax.get_xlim()[0], y))[1])


def _width(text: str) -> float:
    return extent(text, SMALL)[0] + GAP


def _numbered(low: float, high: float, log: bool, most: int) -> Axis:
    places = ticks.powers(low, high, most) if log else ticks.numbers(low, high, most)
    return Axis(places, ticks.written_log(places) if log else ticks.written(places))


def _set(ax: Axes, axis: str, ends: Ends, pad: float) -> None:
    """Let an axis reach as far as its data and a little further; zero stays zero."""
    low, high = ends.low, ends.high
    if not low <= high:
        low, high = 0.0, 1.0
    if low == high:
        low, high = low - 1, high + 1
    if ends.log:
        (ax.set_xscale if axis == "x" else ax.set_yscale)("log")
        spread = (high / low) ** pad
        low, high = low / spread, high * spread
    else:
        room = (high - low) * pad
        low, high = low - room * (low != 0), high + room * (high != 0)
    low, high = (asked if asked is not None else found for asked, found in zip(ends.asked, (low, high), strict=True))
    (ax.set_xlim if axis == "x" else ax.set_ylim)(low, high)


def set_words(figure: Figure, panels: Sequence[Panel], shape: tuple[int, int], *, share_y: bool) -> None:
    """Finish a figure of panels that stand in ``shape`` rows and columns."""
    rows, columns = shape
    wide, high = figure.get_size_inches() * 72
    if share_y:
        for ends in (panel.y_ends for panel in panels):
            for panel in panels:
                ends.hold([panel.y_ends.low, panel.y_ends.high])
    weights = [max(panel.weight for panel in panels[row * columns : (row + 1) * columns]) for row in range(rows)]
    total = sum(weights)
    # Panels of rows share the height by the number of rows; words above and below take the same everywhere.
    fixed = 46.0 if all(weights) and rows > 1 else 0.0
    shares = [
        weight / total * (high - 2 * EDGE - fixed * rows) + fixed if fixed else (high - 2 * EDGE) / rows
        for weight in weights
    ]
    gutter = 16.0
    across = (wide - 2 * EDGE - gutter * (columns - 1)) / columns
    settings = []
    for position, panel in enumerate(panels):
        row, column = divmod(position, columns)
        top = high - EDGE - sum(shares[:row])
        left = EDGE + column * (across + gutter)
        cell = Box(left, top - shares[row] + (6 if row < rows - 1 else 0), left + across, top)
        settings.append(Setting(panel, cell))
    for position, setting in enumerate(settings):
        row, column = divmod(position, columns)
        beside = [other.margins for n, other in enumerate(settings) if n // columns == row]
        under = [other.margins for n, other in enumerate(settings) if n % columns == column]
        setting.place(
            Margins(
                left=max(m.left for m in under),
                bottom=max(m.bottom for m in beside),
                right=max(m.right for m in under),
                top=max(m.top for m in beside),
            )
        )
    # The day is named once in a figure, where it is met first.
    for setting in [setting for setting in settings if setting.marks_day][1:]:
        setting.names_day = False
    for setting in settings:
        setting.write()
