"""How the site shows a figure: from files, where a notebook's output carries the drawing in itself."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from brink.report.charts.drawing import PIXELS, POINTS, UNITS
from brink.report.templates import render

#: A drawing in the output of a cell, as ``figure.html`` writes it.
_CARRIED = re.compile(
    r'<img class="brink-drawing" data-figure="(?P<figure>[^"]*)" src="data:[^"]*" alt="(?P<alt>[^"]*)" '
    r'width="(?P<width>\d+)" height="(?P<height>\d+)">'
)
#: The size of a drawing, as ``drawing.svg`` writes it.
_SIZE = re.compile(r'viewBox="0 0 (?P<width>\d+) (?P<height>\d+)"')


def with_files(html: str, saved: Path) -> str:
    """Return the HTML of a page with its drawings as files, for desk and phone, in light and dark.

    ``saved`` is the folder where :func:`brink.report.charts.show` left them; the points of each figure come into the
    page, since a page opened from disk can load no data.
    """

    def files(found: re.Match[str]) -> str:
        given = {name: unescape(text) for name, text in found.groupdict().items()}
        name = PurePosixPath(given["figure"]).name
        points = (saved / f"{name}.json").read_text(encoding="utf-8")
        # A page keeps the room of a drawing that is not there yet, at either width.
        size = _SIZE.search((saved / f"{name}-narrow.svg").read_text(encoding="utf-8"))
        assert size is not None
        narrow = {side: round(int(units) / UNITS * PIXELS / POINTS) for side, units in size.groupdict().items()}
        return render("plot.html", **given, narrow=narrow, points=Markup(points))

    return _CARRIED.sub(files, html)
