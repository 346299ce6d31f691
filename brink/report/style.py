"""The colours, sizes and fonts of every figure. Colour has one meaning on every page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import font_source_sans_pro as font
import matplotlib as mpl
from matplotlib import font_manager

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

INK = "#1f2a37"
#: Context: other vintages, other countries, history; as a line or a bar, and as text.
QUIET = "#c9d0d8"
QUIET_TEXT = "#5b6673"
#: What was known on the video's day.
THEN = "#0b5cad"
#: What is known now.
NOW = "#008577"
#: What the video says.
SAID = "#c8102e"
#: A charitable reading, an older vintage, a scenario.
CHARITABLE = "#b45f06"
GRID = "#e3e7ec"
#: The page itself: inside of hollow marks, behind a figure.
PAPER = "#ffffff"
#: Each colour of a drawing -> the colour that takes its place on a dark page.
DARK = {
    INK: "#e6eaf0",
    QUIET: "#566173",
    QUIET_TEXT: "#aab4c0",
    THEN: "#7db7f5",
    NOW: "#4fd0bf",
    SAID: "#ff8a97",
    CHARITABLE: "#f0a95c",
    GRID: "#313a47",
    PAPER: "#14181e",
}

#: Width of the line that carries the finding, and of a line of context, in points.
BOLD, THIN = 2.6, 1.4
#: Size of a name in a figure, and the least size of any text, in points.
TEXT, SMALL = 10.5, 10.0
#: Width and height in inches; the narrow one is for pages under 720 pixels.
WIDE, NARROW = (7.4, 4.2), (3.5, 4.0)
FONT = "Source Sans Pro"

for _face in (font.SourceSansPro, font.SourceSansProIt, font.SourceSansProSemibold, font.SourceSansProBold):
    font_manager.fontManager.addfont(_face)

_STYLE: dict[RcKeyType, Any] = {
    "font.family": FONT,
    "font.size": TEXT,
    "text.color": INK,
    "lines.solid_capstyle": "round",
    "figure.dpi": 72,  # so that a pixel of the drawing is a point
    "svg.hashsalt": "brink",
    "svg.fonttype": "path",
    "path.simplify_threshold": 0.5,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the style of the book, whatever the reader's own settings of Matplotlib are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield
