"""How the site shows a figure: from files, where a notebook's output carries the drawing in itself."""

from __future__ import annotations

import re
from html import unescape

from brink.report.templates import render

#: A drawing in the output of a cell, as ``figure.html`` writes it.
_CARRIED = re.compile(
    r'<img class="brink-drawing" data-figure="(?P<figure>[^"]*)" src="data:[^"]*" alt="(?P<alt>[^"]*)" '
    r'width="(?P<width>\d+)" height="(?P<height>\d+)">'
)


def with_files(html: str) -> str:
    """Return the HTML of a page with its drawings as files, for desk and phone, in light and dark."""

    def files(found: re.Match[str]) -> str:
        return render("plot.html", **{name: unescape(text) for name, text in found.groupdict().items()})

    return _CARRIED.sub(files, html)
