"""The colours, sizes and fonts of every figure. Colour has one meaning on every page."""

from __future__ import annotations

from pathlib import Path

import font_source_sans_pro as font

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
    PAPER: "#121212",
}

#: Width of the line that carries the finding, of a second one, of a line of context and of the grid, in points.
BOLD, MEDIUM, THIN, HAIR = 2.6, 1.7, 1.2, 0.8
#: Lengths of ink and gap: a scenario, what the video says, the video's day.
DASHES = {"scenario": (6.0, 3.5), "said": (6.0, 3.6), "day": (1.1, 2.2)}
#: Size of a name in a figure, and the least size of any text, in points.
TEXT, SMALL = 10.5, 10.0
#: Width and height in inches; the narrow one is for pages under 720 pixels.
WIDE, NARROW = (7.4, 4.2), (3.3, 4.0)

#: Weight of the font -> its file.
FACES = {"normal": Path(font.SourceSansPro), "semibold": Path(font.SourceSansProSemibold)}
