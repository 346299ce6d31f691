"""The words of one chart, each in its place: ticks, rows, ends of lines, levels, the video's day, remarks.

Names of ticks, rows and values stand where they belong; all other words go where they cover least of what is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from brink.report.charts.chart import EDGE, GAP, Chart, room_beside
from brink.report.charts.layout import LEADER, Box, Ground, extent, separate, wrap
from brink.report.charts.marks import Level, Name
from brink.report.style import HAIR, INK, PAPER, QUIET, QUIET_TEXT, SMALL
from brink.video import VIDEO_DAY
from brink.words import day

#: By how much a word keeps clear of what carries meaning more than of context: no distance outweighs a crossing.
_HARD = 12.0
#: What a word on another word costs: more than any number of lines through it.
_WORDS = 5000.0


class Labels:
    """The words of a chart whose marks are drawn."""

    def __init__(self, chart: Chart):
        self.chart, self.panel, self.drawing = chart, chart.panel, chart.drawing
        self.box, self.across, self.up = chart.box, chart.across, chart.up
        self.ground = self._ground()

    def write(self) -> None:
        """Write all words: those that have no choice first, then those that must find a place."""
        chart, box, pen = self.chart, self.box, self.drawing
        if chart.rows:
            self._row_names()
        else:
            for at, name in zip(self.up(chart.y.places), chart.y.names, strict=True):
                pen.text(name, box.left - GAP, at, across=1, size=SMALL)
        for at, name in zip(self.across(chart.x.places), chart.x.names, strict=True):
            pen.text(name, at, box.bottom - 1.1 * GAP, across=0.5, up=1, size=SMALL)
        if chart.x_words:
            under = box.bottom - (SMALL + 1.6 * GAP if chart.x.names else 0) - 0.3 * GAP
            pen.text(chart.x_words, box.left, under, up=1, colour=QUIET_TEXT)
        if chart.top_words:
            room = pen.text(chart.top_words, chart.cell.left, box.top + 1.2 * GAP, up=0, colour=QUIET_TEXT)
            self.ground.box(room.grown(3), _WORDS)
        self._write_values()
        self._write_ends()
        self._write_levels()
        self._write_day()
        for named in self.panel.names:
            if not named.end:
                self._write_beside(self.across.at(named.x), self.up.at(named.y), named.text, named.colour)
        self._write_notes()

    def _ground(self) -> Ground:
        """Return what words should keep clear of."""
        box = self.box
        cell = self.chart.cell
        # Over the gap between two names of rows a word may stand, but not over an axis of values.
        left = cell.left if self.chart.rows else box.left
        ground = Ground(Box(left, box.bottom + 1, max(box.right, cell.right - EDGE), cell.top))
        for mark in self.panel.drawn:
            weight = mark.weight * (1 if mark.colour == QUIET else _HARD)
            if mark.kind == "boxes":
                for corner in self.chart.boxes(mark):
                    ground.box(corner, weight)
            elif mark.kind in ("dots", "strokes"):
                ground.discs(self.across(mark.x), self.up(mark.y), weight, mark.width)
            else:
                edges = [mark.y] if mark.low is None else [mark.y, (mark.y + mark.low) / 2, mark.low]
                for edge in edges:
                    ground.line(self.across(mark.x), self.up(edge), weight, mark.width)
        through = [(level.axis, level.value) for level in self.panel.levels]
        through += [(self.chart.zero, 0.0)] if self.chart.zero else []
        through += [("x", self.chart.day_at)] if self.chart.marks_day else []
        for axis, value in through:
            if axis == "y":
                ground.line([box.left, box.right], [self.up.at(value)] * 2, _HARD)
            else:
                ground.line([self.across.at(value)] * 2, [box.bottom, box.top], _HARD)
        return ground

    def _row_names(self) -> None:
        panel, box = self.panel, self.box
        # A row without a value heads those below it.
        filled = {
            place for mark in panel.drawn for place, value in zip(mark.y, mark.x, strict=True) if np.isfinite(value)
        }
        for label, at, name in zip(panel.row_labels, panel.row_places, self.chart.y.names, strict=True):
            weight = panel.row_weights.get(label, "normal" if at in filled else "semibold")
            if panel.names_above:
                text = wrap(label, self.chart.cell.right - box.left - EDGE, SMALL)
                width, height = extent(text, SMALL, weight)
                bottom = self.up.at(at - (0.25 if panel.has_bars else 0)) + (1 if panel.has_bars else 4.5)
                room = Box(box.left, bottom, box.left + width, bottom + height)
                # Upright lines must not strike it through.
                self.drawing.boxes([room], PAPER, order=7.0)
                self.drawing.text(text, box.left, bottom, up=0, size=SMALL, weight=weight)
                self.ground.box(room, _WORDS)
            else:
                room = self.drawing.text(name, box.left - GAP, self.up.at(at), across=1, size=SMALL, weight=weight)
                self.ground.box(room, _WORDS)

    def _write_values(self) -> None:
        for value in self.panel.values:
            right = value.at >= 0
            x, y = self.across.at(value.at) + (4 if right else -4), self.up.at(value.place)
            self.drawing.text(value.text, x, y, across=0 if right else 1, size=SMALL, weight=value.weight)
            wide = room_beside(value.text)
            left = x if right else x - wide
            self.ground.box(Box(left, y - SMALL / 2, left + wide, y + SMALL / 2), _WORDS)

    def _write_ends(self) -> None:
        """Name lines at their ends: to the right of the drawing, moved apart; a line that ends early, where there is room."""
        box = self.box
        outer: list[tuple[Name, str, float]] = []
        inner: list[tuple[Name, str, float]] = []
        for name, text in zip(self.chart.ends, self.chart.end_words, strict=True):
            here = self.across.at(name.x)
            (outer if here > box.right - 0.12 * (box.right - box.left) else inner).append((name, text, here))
        # Labels in the margin: as near to their lines as they can be without touching.
        heights = [extent(text, SMALL)[1] + 2 for _, text, _ in outer]
        middles = separate(
            [self.up.at(name.y) for name, _, _ in outer], heights, self.chart.cell.bottom, self.chart.cell.top
        )
        for (name, text, here), middle, height in zip(outer, middles, heights, strict=True):
            x = max(box.right, here) + GAP
            self.drawing.text(text, x, middle, size=SMALL, colour=name.colour)
            self.ground.box(Box(x, middle - height / 2, x + extent(text, SMALL)[0], middle + height / 2), _WORDS)
        for name, text, here in inner:
            self._write_beside(here, self.up.at(name.y), text, name.colour)

    def _write_levels(self) -> None:
        for level in self.panel.levels:
            if not level.text:
                continue
            self._put_best(list(self._along(level) if level.axis == "y" else self._beside(level)), level.colour)

    def _along(self, level: Level) -> Iterator[tuple[str, Box, float]]:
        """Return where the words of a level line may stand: above it, below it, or in the margin at its end."""
        box, y = self.box, self.up.at(level.value)
        for text, cost in self._wrapped(level.text, 0.9):
            width, height = extent(text, SMALL)
            for step in range(41):
                left = box.left + 2 + (box.right - box.left - width - 4) * step / 40
                for away in (2.5, 8.5, 14.5, 20.5):
                    for bottom, under in ((y + away, 0.0), (y - height - away, 0.3)):
                        far = under + (away - 2.5) * 0.5 + step * 0.01
                        yield text, Box(left, bottom, left + width, bottom + height), cost + far
        text = wrap(level.text, self.chart.cell.right - EDGE - box.right - GAP, SMALL)
        width, height = extent(text, SMALL)
        left, bottom = box.right + GAP, y - height / 2
        for off in (0, -4, 4, -8, 8, -12, 12):
            yield text, Box(left, bottom + off, left + width, bottom + off + height), 1.5 + abs(off) * 0.1

    def _beside(self, level: Level) -> Iterator[tuple[str, Box, float]]:
        """Return where the words of an upright line may stand: on either side of it, from the top down."""
        box, x = self.box, self.across.at(level.value)
        for text, cost in self._wrapped(level.text, 0.4):
            width, height = extent(text, SMALL)
            for step in range(29):
                bottom = box.top - height - (box.top - box.bottom - height - 4) * step / 28
                for left, before in ((x + 4, 0.0), (x - width - 4, 0.1)):
                    yield text, Box(left, bottom, left + width, bottom + height), cost + before + step * 0.05

    def _wrapped(self, text: str, most: float) -> Iterator[tuple[str, float]]:
        """Return a text in lines of at most a share of the chart's width, and in more and shorter ones, with their costs."""
        room = most * (self.box.right - self.box.left)
        ways = dict.fromkeys(wrap(text, share * room, SMALL) for share in (1.0, 0.66, 0.4))
        return ((way, 1.0 * way.count("\n")) for way in ways)

    def _write_day(self) -> None:
        if self.chart.names_day:
            box, x = self.box, self.across.at(self.chart.day_at)
            candidates = []
            for text in (day(VIDEO_DAY), "\n".join(day(VIDEO_DAY).rsplit(" ", 1))):
                width, height = extent(text, SMALL)
                # Above the chart, where the words about the axis leave room; better beside its line.
                above = min(x - width / 2, self.chart.cell.right - EDGE - width)
                candidates.append((text, Box(above, box.top + 2, above + width, box.top + 2 + height), 2.0))
                for step in range(15):
                    down = (box.top - box.bottom - height - 2) * step / 14
                    bottom = box.top - height - down
                    # At the top or at the foot it is found at once; in one line it is read at once.
                    cost = min(step, 14 - step + 0.5) * 0.4 + 8.0 * text.count("\n")
                    for left, after in ((x - width - 4, 0.0), (x + 4, 0.05)):
                        candidates.append((text, Box(left, bottom, left + width, bottom + height), cost + after))
            self._put_best(candidates, INK)

    def _write_beside(self, x: float, y: float, text: str, colour: str) -> None:
        """Write a text beside a point, with a line to it where it stands away."""
        limit = 0.45 * (self.box.right - self.box.left)
        text = wrap(text, limit, SMALL)
        width, height = extent(text, SMALL)
        box = self.ground.around(x, y, width, height)
        nearest = box.nearest(x, y)
        length = math.dist(nearest, (x, y))
        if length > LEADER:
            share = 4 / length
            start = (x + (nearest[0] - x) * share, y + (nearest[1] - y) * share)
            end = (x + (nearest[0] - x) * (1 - share / 3), y + (nearest[1] - y) * (1 - share / 3))
            self.drawing.line([start[0], end[0]], [start[1], end[1]], colour, HAIR, blunt=True, order=3.0)
            self.ground.line([start[0], end[0]], [start[1], end[1]], 1.5)
        self._put(text, box, colour)

    def _write_notes(self) -> None:
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
            self._put(text, self.ground.best(candidates), colour)

    def _put_best(self, candidates: Sequence[tuple[str, Box, float]], colour: str) -> None:
        """Write the text that covers least: each with its place and what that costs by itself."""
        costs = self.ground.costs([box for _, box, _ in candidates]) + np.array([cost for *_, cost in candidates])
        text, box, _ = candidates[int(costs.argmin())]
        self._put(text, box, colour)

    def _put(self, text: str, box: Box, colour: str) -> None:
        self.drawing.text(text, box.left, box.bottom, up=0, size=SMALL, colour=colour)
        self.ground.box(Box(box.left - 3, box.bottom, box.right + 3, box.top), _WORDS)
