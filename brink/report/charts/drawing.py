"""Paper and pen: shapes and words in points, written as an SVG file.

Charts need lines, areas, boxes, dots and words, nothing else. Written here they take a twentieth of the time that
Matplotlib's canvas takes and a third of its bytes, and no setting of a reader's machine reaches them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from brink.report.charts.glyphs import EM, outline, spelled
from brink.report.charts.layout import LEADING, Box, extent
from brink.report.style import DARK, INK, MEDIUM, PAPER, TEXT, THIN
from brink.report.templates import render

#: Units of the file in a point: places are whole numbers, which keeps files small.
UNITS = 20
#: Pixels of a page and points of a drawing in an inch.
PIXELS, POINTS = 96, 72


@dataclass
class Shape:
    """One shape as ``drawing.svg`` writes it, in units: a path, or the letters of a line of text."""

    kind: Literal["line", "fill", "words"]
    d: str = ""
    fill: str = ""
    stroke: str = ""
    width: int = 0
    alpha: float = 1.0
    dash: str = ""
    blunt: bool = False
    clip: tuple[int, int, int, int] | None = None
    at: tuple[int, int] = (0, 0)
    scale: str = ""
    letters: Sequence[tuple[str, int]] = ()


@dataclass
class Drawing:
    """A sheet of ``width`` by ``height`` points, from its lower left corner.

    ``words`` are all texts written on it, each with its box.
    """

    width: float
    height: float
    words: list[tuple[str, Box]] = field(default_factory=list)
    _shapes: list[tuple[float, Shape]] = field(default_factory=list)
    _letters: dict[tuple[str, str], str] = field(default_factory=dict)

    def line(
        self,
        x: ArrayLike,
        y: ArrayLike,
        colour: str,
        width: float,
        *,
        dash: tuple[float, float] | None = None,
        blunt: bool = False,
        order: float = 2.0,
        alpha: float = 1.0,
        clip: Box | None = None,
    ) -> None:
        """Draw a line through points; it breaks where one is missing. ``blunt`` ends it at its last point."""
        dashes = " ".join(str(_units(part)) for part in dash or ())
        path = self._path(x, y)
        self._add(
            order,
            clip,
            Shape(
                "line", path, stroke=colour, width=_units(width), alpha=alpha, dash=dashes, blunt=blunt or bool(dash)
            ),
        )

    def area(
        self,
        x: ArrayLike,
        y: ArrayLike,
        colour: str,
        *,
        alpha: float = 1.0,
        order: float = 1.0,
        clip: Box | None = None,
    ) -> None:
        """Fill an outline."""
        self._add(order, clip, Shape("fill", f"{self._path(x, y)}Z", fill=colour, alpha=alpha))

    def boxes(
        self, boxes: list[Box], colour: str, *, hollow: bool = False, order: float = 2.0, clip: Box | None = None
    ) -> None:
        """Fill rectangles; hollow ones have an edge of the colour and paper inside."""
        path = ""
        for box in boxes:
            left, right = sorted((_units(box.left), _units(box.right)))
            top, bottom = sorted((self._down(box.top), self._down(box.bottom)))
            path += f"M{left} {top}H{right}V{bottom}H{left}Z"
        if hollow:
            self._add(order, clip, Shape("fill", path, fill=PAPER, stroke=colour, width=_units(THIN)))
        else:
            self._add(order, clip, Shape("fill", path, fill=colour))

    def dots(
        self,
        x: ArrayLike,
        y: ArrayLike,
        colour: str,
        size: float,
        *,
        hollow: bool = False,
        order: float = 5.0,
        clip: Box | None = None,
    ) -> None:
        """Draw discs of ``size`` points across; hollow ones are rings."""
        across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        seen = np.isfinite(across) & np.isfinite(up)
        # A disc is a line without length and with round ends: all of them are one path.
        path = "".join(f"M{_units(a)} {self._down(b)}h0" for a, b in zip(across[seen], up[seen], strict=True))
        self._add(order, clip, Shape("line", path, stroke=colour, width=_units(size)))
        if hollow:
            self._add(order, clip, Shape("line", path, stroke=PAPER, width=_units(size - 2 * MEDIUM)))

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        across: float = 0.0,
        up: float = 0.5,
        size: float = TEXT,
        colour: str = INK,
        weight: str = "normal",
        order: float = 8.0,
    ) -> Box:
        """Write lines of text and return their box.

        The point (x, y) lies within the box at the shares ``across`` and ``up``: 0 and 0 is its lower left corner.
        """
        width, height = extent(text, size, weight)
        box = Box(x - across * width, y - up * height, x + (1 - across) * width, y + (1 - up) * height)
        self.words.append((text, box))
        base = box.top - 0.79 * size
        for line in text.split("\n"):
            places, wide = spelled(line, weight)
            start = box.left + across * (width - wide * size / EM)
            letters = [
                (self._letter(letter, weight), place)
                for letter, place in zip(line, places, strict=True)
                if outline(letter, weight)
            ]
            at, scale = (_units(start), self._down(base)), f"{size * UNITS / EM:g}"
            self._add(order, None, Shape("words", fill=colour, at=at, scale=scale, letters=letters))
            base -= LEADING * size
        return box

    def svg(self) -> str:
        """Return the drawing as the text of an SVG file."""
        return render(
            "drawing.svg",
            width=self.width,
            height=self.height,
            units=(_units(self.width), _units(self.height)),
            letters=[(name, outline(*key)) for key, name in self._letters.items()],
            shapes=[shape for _, shape in sorted(self._shapes, key=lambda shape: shape[0])],
            paper=PAPER,
        )

    def _add(self, order: float, clip: Box | None, shape: Shape) -> None:
        if clip is not None:
            size = (_units(clip.right - clip.left), _units(clip.top - clip.bottom))
            shape.clip = (_units(clip.left), self._down(clip.top), *size)
        self._shapes.append((order, shape))

    def _letter(self, letter: str, weight: str) -> str:
        return self._letters.setdefault((letter, weight), f"{len(self._letters):x}")

    def _down(self, y: float) -> int:
        return round((self.height - y) * UNITS)

    def _path(self, x: ArrayLike, y: ArrayLike) -> str:
        """Return points as a path: whole units, each told from the one before."""
        both = np.column_stack([np.asarray(x, dtype=float), self.height - np.asarray(y, dtype=float)]) * UNITS
        seen = np.isfinite(both).all(axis=1)
        parts = []
        for run in np.split(np.arange(len(both)), np.flatnonzero(np.diff(seen)) + 1):
            if not len(run) or not seen[run[0]]:
                continue
            points: NDArray[np.int64] = both[run].round().astype(np.int64)
            steps = np.diff(points, axis=0)
            steps = steps[(steps != 0).any(axis=1)]
            parts.append(
                f"M{points[0, 0]} {points[0, 1]}"
                + ("l" + " ".join(f"{a} {b}" for a, b in steps) if len(steps) else "h0")
            )
        return "".join(parts).replace(" -", "-")


def _units(points: float) -> int:
    return round(float(points) * UNITS)


def in_the_dark(svg: str) -> str:
    """Return a drawing in the colours of a dark page."""
    return re.sub(r"#[0-9a-f]{6}\b", lambda found: DARK.get(found[0], found[0]), svg)
