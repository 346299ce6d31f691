"""What a panel holds once a chapter has drawn on it: marks, names, levels, and points that can be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from brink.report.axes import Floats


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
