"""How the site shows a figure: from files, where a notebook's output carries the drawing in itself."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from brink.report.templates import render

#: A drawing in the output of a cell, as ``figure.html`` writes it.
_CARRIED = re.compile(
    r'<img class="brink-drawing" data-figure="(?P<figure>[^"]*)" src="data:[^"]*" alt="(?P<alt>[^"]*)" '
    r'width="(?P<width>\d+)" height="(?P<height>\d+)">'
)


def with_files(html: str, saved: Path) -> str:
    """Return the HTML of a page with its drawings as files, for desk and phone, in light and dark.

    ``saved`` is the folder where :func:`brink.report.charts.show` left them; the points of each figure come into the
    page, since a page opened from disk can load no data.
    """

    def files(found: re.Match[str]) -> str:
        given = {name: unescape(text) for name, text in found.groupdict().items()}
        points = (saved / f"{PurePosixPath(given['figure']).name}.json").read_text(encoding="utf-8")
        return render("plot.html", **given, points=Markup(points))

    return _CARRIED.sub(files, html)
