"""Where the words of a figure go: how large a text is, where it is wrapped, and which place keeps it free of lines.

Everything is in points on the canvas, from its lower left corner. Nothing here draws.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from brink.report.charts.glyphs import EM, spelled
from brink.report.style import TEXT

#: Distance between base lines, in sizes of the font.
LEADING = 1.12
Floats = NDArray[np.float64]

#: Distance between two points that stand for a line, in points.
_STEP = 3.0
#: How near to a text, in points, what it should keep clear of may come.
_CLEAR = 1.5
#: From what distance a line leads from a point to the words about it, in points.
LEADER = 12.0


class Box(NamedTuple):
    """A rectangle on the canvas."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> Box:
        """Return the box with a margin around it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def within(self, frame: Box) -> Box:
        """Return the part inside ``frame``; without width or height where there is none."""
        left, bottom = max(self.left, frame.left), max(self.bottom, frame.bottom)
        return Box(left, bottom, max(left, min(self.right, frame.right)), max(bottom, min(self.top, frame.top)))

    def overlap(self, other: Box) -> float:
        """Return the area two boxes share."""
        shared = self.within(other)
        return (shared.right - shared.left) * (shared.top - shared.bottom)

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the box nearest to (x, y)."""
        return min(max(x, self.left), self.right), min(max(y, self.bottom), self.top)

    def outside(self, frame: Box) -> float:
        """Return by how much the box leaves ``frame``, over all sides."""
        gaps = (frame.left - self.left, frame.bottom - self.bottom, self.right - frame.right, self.top - frame.top)
        return sum(max(gap, 0.0) for gap in gaps)


def _line_width(line: str, size: float, weight: str) -> float:
    return spelled(line, weight)[1] * size / EM


def extent(text: str, size: float = TEXT, weight: str = "normal") -> tuple[float, float]:
    """Return width and height of a text of one or more lines."""
    lines = text.split("\n")
    return max(_line_width(line, size, weight) for line in lines), (1 + LEADING * (len(lines) - 1)) * size


def wrap(text: str, width: float, size: float = TEXT, weight: str = "normal") -> str:
    """Break a text into lines no wider than ``width``, as far as its words allow, and of about one length.

    Its own line breaks stay.
    """
    return "\n".join(_balanced(paragraph, width, size, weight) for paragraph in text.split("\n"))


def _balanced(text: str, width: float, size: float, weight: str) -> str:
    lines = narrower = _filled(text, width, size, weight)
    while len(narrower) == len(lines) > 1:
        lines, widest = narrower, max(_line_width(line, size, weight) for line in narrower)
        narrower = _filled(text, widest - 1, size, weight)
        if narrower == lines:
            break
    return "\n".join(lines)


def _filled(text: str, width: float, size: float, weight: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and _line_width(longer, size, weight) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def separate(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return middles for labels of given heights that don't touch, each as near as can be to where it wants to be.

    The sum of squared moves is least (neighbours that would touch move as one block). All stay between ``low`` and
    ``high`` where they fit at all.
    """
    blocks: list[_Block] = []
    for i in sorted(range(len(wanted)), key=lambda i: (wanted[i], i)):
        block = _Block(wanted[i] - heights[i] / 2, heights[i], [i])
        while blocks and blocks[-1].start + blocks[-1].height > block.start:
            block = blocks.pop().joined(block)
        blocks.append(block)
    # Back inside: up from the lower end, then down from the upper one.
    floor, ceiling = low, high
    for block in blocks:
        block.start = max(block.start, floor)
        floor = block.start + block.height
    for block in reversed(blocks):
        block.start = min(block.start, ceiling - block.height)
        ceiling = block.start
    middles = [0.0] * len(wanted)
    for block in blocks:
        start = block.start
        for i in block.labels:
            middles[i] = start + heights[i] / 2
            start += heights[i]
    return middles


@dataclass
class _Block:
    """Labels that touch, from the lowest up."""

    start: float
    height: float
    labels: list[int]

    def joined(self, above: _Block) -> _Block:
        """Return both as one, where the mean of all moves is nought."""
        count, more = len(self.labels), len(above.labels)
        start = (self.start * count + (above.start - self.height) * more) / (count + more)
        return _Block(start, self.height + above.height, self.labels + above.labels)


class Ground:
    """What is drawn already, so that words can keep clear of it.

    Parameters
    ----------
    frame : Box
        No text may leave it.
    """

    def __init__(self, frame: Box):
        self.frame = frame
        self._spots: list[Floats] = []
        self._discs: list[Floats] = []
        self._boxes: list[tuple[Box, float]] = []

    def line(self, x: ArrayLike, y: ArrayLike, weight: float = 1.0, width: float = 1.0) -> None:
        """Add a line through points, ``width`` points wide; it breaks where one is missing."""
        points = np.column_stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)])
        ahead = np.diff(points, axis=0)
        whole = np.isfinite(ahead).all(axis=1)
        starts, ahead = points[:-1][whole], ahead[whole]
        if not len(starts):
            self._add(points, weight, width)
            return
        counts = np.minimum(np.maximum(1, np.hypot(ahead[:, 0], ahead[:, 1]) // _STEP).astype(int), 500)
        index = np.repeat(np.arange(len(starts)), counts)
        share = (np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)) / counts[index]
        self._add(starts[index] + ahead[index] * share[:, None], weight, width)

    def discs(self, x: ArrayLike, y: ArrayLike, weight: float = 4.0, width: float = 5.0) -> None:
        """Add single marks, ``width`` points across."""
        points = np.column_stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)])
        self._discs.append(points)
        self._add(points, weight, width)

    def _add(self, points: Floats, weight: float, width: float) -> None:
        seen = points[np.isfinite(points).all(axis=1)]
        self._spots.append(np.column_stack([seen, np.full((len(seen), 2), (weight, width / 2))]))

    def box(self, box: Box, weight: float = 1.0) -> None:
        """Add a filled area; ``weight`` counts for each 10 square points covered."""
        self._boxes.append((box, weight))

    def costs(self, boxes: Sequence[Box]) -> Floats:
        """Return for each box how much a text in it would cover; leaving the frame is worse than covering anything."""
        room = np.array([box.grown(_CLEAR) for box in boxes])
        if self._spots:
            points = np.concatenate(self._spots)
            half = points[:, 3:]
            low, high = room[:, :2].min(axis=0) - half, room[:, 2:].max(axis=0) + half
            x, y, weight, half = points[((points[:, :2] > low) & (points[:, :2] < high)).all(axis=1)].T
            across = (x + half > room[:, :1]) & (x - half < room[:, 2:3])
            found = (across & (y + half > room[:, 1:2]) & (y - half < room[:, 3:])) @ weight
        else:
            found = np.zeros(len(room))
        if self._boxes:
            left, bottom, right, top = np.array([box for box, _ in self._boxes]).T
            wide = np.minimum(room[:, 2:3], right) - np.maximum(room[:, :1], left)
            high = np.minimum(room[:, 3:], top) - np.maximum(room[:, 1:2], bottom)
            found += (
                np.clip(wide, 0, None) * np.clip(high, 0, None) @ np.array([weight for _, weight in self._boxes]) / 10
            )
        costs: Floats = found + np.array([1000 * box.outside(self.frame) for box in boxes])
        return costs

    def best(self, candidates: Sequence[tuple[Box, float]]) -> Box:
        """Return the cheapest of the candidate boxes, each given with what it costs by itself."""
        costs = self.costs([box for box, _ in candidates]) + np.array([cost for _, cost in candidates])
        return candidates[int(costs.argmin())][0]

    def around(self, x: float, y: float, width: float, height: float, *, clear: float = 6.0) -> Box:
        """Return the best place for a text that speaks of the point (x, y), at least ``clear`` away from it."""
        boxes, away = [], []
        for distance in (clear, clear + 6, clear + 14, clear + 26, clear + 40, clear + 60):
            for across, up in _DIRECTIONS:
                left = x + across * distance + (across - 1) / 2 * width
                bottom = y + up * distance + (up - 1) / 2 * height
                # Above and below, the text may also begin or end at the point.
                for begin in (left, x - clear / 2, x + clear / 2 - width) if across == 0 else (left,):
                    boxes.append(Box(begin, bottom, begin + width, bottom + height))
                    away.append((distance - clear) * 0.25)
        covers = self.costs(boxes) + np.array(away)
        best, least = boxes[0], math.inf
        for place in covers.argsort(kind="stable"):
            if covers[place] >= least:
                break
            box = boxes[place]
            cost = covers[place] + self._between(x, y, box) + self._nearer(x, y, box)
            if cost < least:
                best, least = box, cost
        return best

    def _nearer(self, x: float, y: float, box: Box) -> float:
        """Return what it costs that a text about a point stands nearer to another disc, as if it spoke of that one."""
        own = math.dist(box.nearest(x, y), (x, y))
        if not self._discs or own > LEADER:
            return 0.0
        discs = np.concatenate(self._discs)
        discs = discs[abs(discs - (x, y)).max(axis=1) > 0.5]
        away = discs - np.clip(discs, (box.left, box.bottom), (box.right, box.top))
        nearest = float(np.nanmin(np.hypot(away[:, 0], away[:, 1]), initial=math.inf))
        return 6.0 if nearest < own + _STEP else 0.0

    def _between(self, x: float, y: float, box: Box) -> float:
        """Return how much lies between a point and a text about it, where an eye, or a line, would go from one to the other."""
        end = box.nearest(x, y)
        length = math.dist(end, (x, y))
        if not self._spots or length < 2 * _STEP:
            return 0.0
        spots = np.concatenate(self._spots)
        along = ((spots[:, 0] - x) * (end[0] - x) + (spots[:, 1] - y) * (end[1] - y)) / length
        aside = abs((spots[:, 0] - x) * (end[1] - y) - (spots[:, 1] - y) * (end[0] - x)) / length
        # What touches the point itself is its own line.
        return float(spots[(along > 2 * _STEP) & (along < length) & (aside < _STEP / 2), 2].sum())


#: Right, left, above, below, then the corners and what lies between: the order in which equal places are taken.
_DIRECTIONS = [
    (0.0, 1.0),
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (1.0, 1.0),
    (-1.0, 1.0),
    (1.0, -1.0),
    (-1.0, -1.0),
    (0.5, 1.0),
    (-0.5, 1.0),
    (0.5, -1.0),
    (-0.5, -1.0),
    (1.0, 0.5),
    (-1.0, 0.5),
    (1.0, -0.5),
    (-1.0, -0.5),
]
