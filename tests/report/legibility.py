"""What keeps the words of a drawing from being read: found in its file alone, as a reader's browser would draw it.

Every line of text is taken as the box of its letters' ink, so that nothing the placing of words believes of itself is
believed here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import ascii_letters, digits, punctuation
from xml.etree import ElementTree as ET

from brink.report.charts.drawing import UNITS
from brink.report.charts.glyphs import outline
from brink.report.charts.layout import Box
from brink.report.style import DARK, FACES, GRID, PAPER, QUIET

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+")
_STEP = re.compile(r"([MlhHVZ])([^MlhHVZ]*)")
#: What lies behind words by its nature: the grid and the paper.
BEHIND = {GRID, PAPER, DARK[GRID], DARK[PAPER]}
#: Context, pale enough to be written over where it is a crowd: the share of a line of text it may cover.
PALE, PALE_SHARE = {QUIET, DARK[QUIET]}, 0.25
#: How near to a letter, in points, ink may come, and how much a word may leave the canvas.
_NEAR = 1.0


@dataclass
class Line:
    """One line of text: its letters, its box of ink in points from the upper left corner (downwards)."""

    text: str
    box: Box


@dataclass
class Stroke:
    """The runs of one path that is drawn with a pen: its points, the pen's width, its colour."""

    runs: list[list[tuple[float, float]]]
    width: float
    colour: str
    clip: Box | None


def faults(svg: str) -> list[str]:
    """Return, in words, what can't be read in a drawing."""
    root = ET.fromstring(svg)
    wide, high = (float(side) / UNITS for side in root.attrib["viewBox"].split()[2:])
    lines, strokes, fills = list(_lines(root)), list(_strokes(root)), list(_fills(root))
    canvas, found = Box(0, 0, wide, high), []
    for line in lines:
        if line.box.outside(canvas) > _NEAR:
            found.append(f"“{line.text}” leaves the canvas")
        found += [f"“{line.text}” lies on a bar" for fill in fills if line.box.overlap(fill) > 1]
        pale = 0.0
        for stroke in strokes:
            covered = _covered(line.box, stroke)
            if stroke.colour in PALE:
                pale += covered
            elif covered:
                found.append(f"“{line.text}” is crossed by {stroke.colour} over {covered:.0%} of its width")
        if pale > PALE_SHARE:
            found.append(f"“{line.text}” is covered by context over {pale:.0%} of its width")
    for one, other in itertools.combinations(lines, 2):
        if one.box.grown(_NEAR).overlap(other.box) > 0:
            found.append(f"“{one.text}” and “{other.text}” touch")
    return found


def colours(svg: str) -> set[str]:
    """Return the colours of a drawing."""
    return set(re.findall(r'(?:fill|stroke)="(?!none)([^"]+)"', svg))


# --- what a file holds ---------------------------------------------------------------------------


@cache
def _letters() -> dict[str, str]:
    known = ascii_letters + digits + punctuation + "“”‘’−–—·×…"
    return {outline(letter, weight): letter for weight in FACES for letter in known}


def _lines(root: ET.Element) -> Iterator[Line]:
    shapes = {path.attrib["id"]: path.attrib["d"] for path in root.findall(f"{_SVG}defs/{_SVG}path")}
    for group in root.iter(f"{_SVG}g"):
        if "transform" not in group.attrib:
            continue
        x, y, scale = (float(number) for number in re.findall(r"-?[\d.]+", group.attrib["transform"])[:3])
        edges, text = [], ""
        for letter in group:
            path, start = shapes[letter.attrib[_LINK][1:]], float(letter.attrib.get("x", 0))
            text += _letters().get(path, "?")
            places = [float(number) for number in _NUMBER.findall(path)]
            across, up = places[::2], places[1::2]
            edges.append((x + scale * (start + min(across)), y - scale * max(up)))
            edges.append((x + scale * (start + max(across)), y - scale * min(up)))
        if edges:
            left, top = (min(side) / UNITS for side in zip(*edges, strict=True))
            right, bottom = (max(side) / UNITS for side in zip(*edges, strict=True))
            yield Line(text, Box(left, top, right, bottom))


def _shapes(root: ET.Element) -> Iterator[tuple[ET.Element, Box | None]]:
    """Return paths outside ``defs``, each with the box it is clipped to."""
    clips = {}
    for clip in root.findall(f"{_SVG}defs/{_SVG}clipPath"):
        x, y, width, height = (float(clip[0].attrib[name]) / UNITS for name in ("x", "y", "width", "height"))
        clips[f"url(#{clip.attrib['id']})"] = Box(x, y, x + width, y + height)
    for group in root.findall(f"{_SVG}g"):
        for shape in group:
            if shape.tag == f"{_SVG}path":
                yield shape, None
            elif "clip-path" in shape.attrib:
                yield from ((path, clips[shape.attrib["clip-path"]]) for path in shape.findall(f"{_SVG}path"))


def _strokes(root: ET.Element) -> Iterator[Stroke]:
    for path, clip in _shapes(root):
        colour = path.attrib.get("stroke", "")
        if colour and colour not in BEHIND and "opacity" not in path.attrib:
            yield Stroke(_runs(path.attrib["d"]), float(path.attrib["stroke-width"]) / UNITS, colour, clip)


def _fills(root: ET.Element) -> Iterator[Box]:
    """Return the boxes that are filled: bars."""
    for path, clip in _shapes(root):
        if path.attrib.get("fill", "none") in {"none", *BEHIND} or "opacity" in path.attrib:
            continue
        for run in _runs(path.attrib["d"]):
            across, down = zip(*run, strict=True)
            box = Box(min(across), min(down), max(across), max(down))
            yield box if clip is None else box.within(clip)


def _runs(path: str) -> list[list[tuple[float, float]]]:
    """Return the points of each run of a path, in points."""
    runs: list[list[tuple[float, float]]] = []
    for command, text in _STEP.findall(path):
        numbers = [int(number) for number in _NUMBER.findall(text)]
        x, y = runs[-1][-1] if runs and runs[-1] else (0.0, 0.0)
        if command == "M":
            runs.append([(numbers[0], numbers[1])])
        elif command == "l":
            for across, down in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + across, y + down
                runs[-1].append((x, y))
        elif command == "h":
            runs[-1].append((x + numbers[0], y))
        elif command in "HV":
            runs[-1].append((numbers[0], y) if command == "H" else (x, numbers[0]))
    return [[(x / UNITS, y / UNITS) for x, y in run] for run in runs]


def _covered(box: Box, stroke: Stroke) -> float:
    """Return over what share of a box's width a stroke runs through it."""
    half = stroke.width / 2
    room = box.grown(half + _NEAR)
    if stroke.clip is not None:
        if not box.overlap(stroke.clip):
            return 0.0
        room = room.within(stroke.clip)
    parts = []
    for run in stroke.runs:
        for (x0, y0), (x1, y1) in itertools.pairwise(run):
            inside = _inside(x0, y0, x1, y1, room)
            if inside:
                parts.append((min(inside) - half, max(inside) + half))
    covered, end = 0.0, box.left
    for low, high in sorted(parts):
        covered += max(0.0, min(high, box.right) - max(low, end))
        end = max(end, high)
    return covered / (box.right - box.left) if parts else 0.0


def _inside(x0: float, y0: float, x1: float, y1: float, room: Box) -> tuple[float, float] | None:
    """Return from where to where across a straight line runs within a box."""
    first, last = 0.0, 1.0
    for start, step, low, high in ((x0, x1 - x0, room.left, room.right), (y0, y1 - y0, room.bottom, room.top)):
        if step == 0:
            if not low < start < high:
                return None
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, near), min(last, far)
    return (x0 + first * (x1 - x0), x0 + last * (x1 - x0)) if first < last else None
