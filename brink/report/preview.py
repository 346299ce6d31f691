"""The pictures that link previews show. They take bitmaps only: drawn with Pillow, a few milliseconds each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from brink.argument.verdict import VERDICTS
from brink.report.style import FACES, INK, NOW, PAPER, QUIET_TEXT, THEN
from brink.video import Video

#: Width and height in units, the shape that previews show whole, and the pixels of a unit.
SIZE, SCALE = (1000, 525), 0.8
MARGIN = 60
#: Colours of a picture: few enough for small files, enough for smooth letters.
COLOURS = 24
#: The colours of a claim's figures, as on its card.
_FIGURES = {"then": THEN, "revised": NOW, "today": NOW}


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a font of the figures; ``signs`` is Matplotlib's own, which has the signs of the verdicts."""
    if weight != "signs":
        return ImageFont.truetype(str(FACES[weight]), size)
    found = find_spec("matplotlib")
    assert found is not None and found.submodule_search_locations
    return ImageFont.truetype(str(Path(found.submodule_search_locations[0], "mpl-data/fonts/ttf/DejaVuSans.ttf")), size)


@cache
def _length(text: str, size: int, weight: str) -> float:
    return _font(weight, round(size * SCALE)).getlength(text) / SCALE


@dataclass
class Sheet:
    """A white sheet; places and sizes are in units from its upper left corner, those of words at their base line."""

    image: Image.Image = field(
        default_factory=lambda: Image.new("RGB", (round(SIZE[0] * SCALE), round(SIZE[1] * SCALE)), PAPER)
    )

    def __post_init__(self) -> None:
        self.pen = ImageDraw.Draw(self.image)

    def words(self, text: str, left: float, down: float, size: int, colour: str = INK, weight: str = "normal") -> float:
        """Write a line; returns where it ends."""
        self.pen.text(
            (left * SCALE, down * SCALE), text, fill=colour, font=_font(weight, round(size * SCALE)), anchor="ls"
        )
        return left + _length(text, size, weight)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill a rectangle."""
        self.pen.rectangle([round(place * SCALE) for place in (left, top, right, bottom)], fill=colour)

    def save(self, path: Path, colours: int = COLOURS) -> None:
        """Save the sheet as PNG."""
        few = self.image.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(path, "PNG", compress_level=6)


def broken(text: str, width: float, size: int, weight: str = "normal", most: int = 99) -> list[str]:
    """Break a text into at most ``most`` lines no wider than ``width``; what is left over becomes an ellipsis."""
    lines, blank = [""], _length(" ", size, weight)
    length = 0.0
    for word in text.split():
        more = _length(word, size, weight)
        if lines[-1] and length + blank + more > width:
            lines.append(word)
            length = more
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
            length += blank + more
    if len(lines) > most:
        lines = lines[:most]
        while _length(f"{lines[-1]} …", size, weight) > width:
            lines[-1] = lines[-1].rpartition(" ")[0]
        lines[-1] += " …"
    return lines


def social_card(path: Path, tally: Mapping[str, int], video: Video) -> None:
    """Save the picture of the book: the title and the verdicts as one bar."""
    sheet, total = Sheet(), sum(tally.values())
    sheet.words(video.book, MARGIN, 130, 86, weight="semibold")
    sheet.words(f"{total} claims of a viral video on {video.about},", MARGIN, 196, 33, QUIET_TEXT)
    sheet.words("recomputed from public data", MARGIN, 238, 33, QUIET_TEXT)
    left, end = float(MARGIN), SIZE[0] - MARGIN
    for verdict, count in tally.items():
        right = left + (end - MARGIN) * count / total
        sheet.box(left, 290, right - 3, 360, VERDICTS[verdict].colour)
        left = right
    x, y = float(MARGIN), 410
    for verdict, count in tally.items():
        words = f"{verdict} {count}"
        if x + 32 + _length(words, 28, "normal") > end:
            x, y = MARGIN, y + 46
        after = sheet.words(VERDICTS[verdict].sign, x, y, 24, VERDICTS[verdict].colour, "signs")
        x = sheet.words(words, after + 8, y, 28) + 34
    sheet.save(path, colours=64)


def claim_card(path: Path, card: Mapping[str, Any], theme: str, book: str) -> None:
    """Save the picture of a claim: what was said, what became of it and why, its figures; ``card`` is a gist of it."""
    sheet, verdict = Sheet(), VERDICTS[card["verdict"]]
    wide = SIZE[0] - 2 * MARGIN
    sheet.box(0, 0, 16, SIZE[1], verdict.colour)
    sheet.words(book, MARGIN, 60, 26, weight="semibold")
    sheet.words(theme, SIZE[0] - MARGIN - _length(theme, 26, "normal"), 60, 26, QUIET_TEXT)
    size = next((size for size in (46, 40) if len(broken(card["title"], wide, size, "semibold")) <= 2), 34)
    title = broken(card["title"], wide, size, "semibold", most=3)
    y = 122.0
    for line in title:
        sheet.words(line, MARGIN, y, size, weight="semibold")
        y += 1.14 * size
    y += 22
    end = sheet.words(verdict.sign, MARGIN, y, 38, verdict.colour, "signs")
    sheet.words(verdict.word, end + 12, y, 42, verdict.colour, "semibold")
    y += 12
    for line in broken(card["ruling"], wide, 26, most=3 if len(title) > 2 else 4):
        y += 34
        sheet.words(line, MARGIN, y, 26)
    sheet.box(MARGIN, 424, SIZE[0] - MARGIN, 424, QUIET_TEXT)
    across = wide / len(card["figures"])
    for place, figure in enumerate(card["figures"]):
        left, room = MARGIN + across * place, across - 16
        sheet.words(figure["label"], left, 454, 22, QUIET_TEXT)
        colour = QUIET_TEXT if figure["absent"] else _FIGURES[figure["when"]]
        if len(broken(figure["written"], room, 32, "semibold")) == 1:
            sheet.words(figure["written"], left, 490, 32, colour, "semibold")
            continue
        for row, words in enumerate(broken(figure["written"], room, 22, "semibold", most=2)):
            sheet.words(words, left, 480 + 24 * row, 22, colour, "semibold")
    sheet.save(path)
