"""Letters as outlines: how wide a text is, and the shapes it is written with.

A drawing stands in a page as an image, where no font of the page reaches: it carries the outlines of its letters.
They come straight from the font's file, so that they are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from matplotlib.ft2font import FT2Font, GlyphIndexType, LoadFlags

from brink.report.style import FACES

#: Units of an outline in the size of the font.
EM = 1000
#: What the codes of an outline say: move, line, curves of second and third degree, close.
_COMMANDS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}


@cache
def _face(weight: str) -> FT2Font:
    face = FT2Font(str(FACES[weight]))
    face.set_size(EM, 72)
    return face


@cache
def _index(letter: str, weight: str) -> GlyphIndexType:
    index = _face(weight).get_char_index(ord(letter))
    if not index:
        raise ValueError(f"the font of the figures has no {letter!r} (U+{ord(letter):04X}): write it otherwise")
    return index


@lru_cache(maxsize=8192)
def spelled(text: str, weight: str = "normal") -> tuple[tuple[int, ...], int]:
    """Return where each letter of a line of text begins, and where the line ends, in thousandths of the font's size.

    Pairs are kerned. No letters are joined, so that each has a place of its own.
    """
    for letter in text:
        _index(letter, weight)
    # A blank at the end tells where the letter before it ends.
    places = _face(weight).set_text(f"{text} ", 0.0, flags=LoadFlags.NO_HINTING, features=("-liga",))
    starts = [round(float(place) / 64) for place in places[:, 0]]
    if len(starts) != len(text) + 1:
        raise ValueError(f"the font joins letters of {text!r}: name the feature that does so in glyphs.spelled")
    return tuple(starts[:-1]), starts[-1]


@cache
def outline(letter: str, weight: str = "normal") -> str:
    """Return the outline of a letter as the path of an SVG file, upwards from its base line; empty for a blank."""
    face = _face(weight)
    face.load_glyph(_index(letter, weight), flags=LoadFlags.NO_HINTING)
    points, codes = face.get_path()
    return _path(points.round().astype(int).tolist(), codes.tolist())


def _path(points: Sequence[Sequence[int]], codes: Sequence[int]) -> str:
    parts, at = [], 0
    while at < len(codes):
        command = _COMMANDS[codes[at]]
        count = _POINTS[command]
        parts.append(command + " ".join(f"{x} {y}" for x, y in points[at : at + count]))
        at += max(count, 1)
    return "".join(parts)
