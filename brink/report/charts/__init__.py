"""Figures of chapters: the one way to show one, and from there on how it is drawn.

The sum stands in an open cell, the drawing in a folded one below it:

>>> with ledger.watching() as tables:
...     yields = debt.weekly_yields(now)
>>> def draw(panel, data):
...     panel.then_now(data, "y10_pct", label="10-year")
...     panel.context(data, "y20_pct", "y30_pct", labels=["20", "30"])
...     panel.says("Yield, percent a year")
>>> charts.show(
...     "jgb-yields", yields, draw, tables=tables, record=now,
...     caption=f"The 10-year yield rose to {number(last)} %.", alt="Three lines of weekly yields ...",
... )

What a panel can draw:

- lines: ``then_now`` (splits at the video's day), ``line``, ``context``, ``scenario``, ``band``
- marks: ``points``, ``bars``; rows: ``ranked_bars``, ``rows`` (a dot a row, with ranges)
- levels: ``claimed`` (what the video says), ``level``, ``marks`` (an upright line)
- words: ``says`` (the axes), ``tells`` (one point), ``notes`` (a remark)
- axes: ``zero``, ``spans``, ``log``

With ``panels=2``, or ``panels=(2, 3)`` rows and columns, ``draw`` gets a list of panels; on a phone they stand under
one another. Words find their places by themselves. See :mod:`brink.report.charts.panel`.

From what a chapter says to the file, each module one step: ``panel`` (what can be said; it reads ``columns``) puts
``marks`` on a panel; ``sheet`` gives each panel its cell; ``chart`` works out its ``axes`` and draws the marks;
``labels`` writes the words where ``layout`` finds room; all with ``drawing``, paper and pen, in letters of ``glyphs``.
``points`` keeps what a reader can ask for.

A figure is drawn at two widths and saved as SVG, each with a dark twin, beside its data as CSV and the places of its
points as JSON, which a reader asks for by hovering, tapping or the arrow keys. The output of the cell
carries the wide, light drawing in itself, so that the notebook shows it wherever it is opened; the site takes the
files in its place (:mod:`brink.report.figure_files`), which keeps pages light.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from IPython.display import HTML

from brink.record.snapshot import Snapshot
from brink.report.charts.chart import Chart
from brink.report.charts.drawing import PIXELS, POINTS, Drawing, in_the_dark
from brink.report.charts.panel import Panel
from brink.report.charts.points import points_of
from brink.report.charts.sheet import draw_panels
from brink.report.citation import source_line
from brink.report.style import CHARITABLE, INK, NARROW, NOW, QUIET, QUIET_TEXT, SAID, THEN, WIDE
from brink.report.templates import render
from brink.video import VIDEO_DAY
from brink.words import day

__all__ = ["CHARITABLE", "INK", "NOW", "QUIET", "QUIET_TEXT", "SAID", "THEN", "draw_figure", "show"]

#: Where the site serves drawings and their data; they are saved there too, but by a build, which collects them.
SERVED = Path(__file__).resolve().parents[3] / "_static" / "figures"

#: What may not stand as it is in an address that holds a drawing.
_ESCAPES = str.maketrans({letter: quote(letter) for letter in '%#<>"{}|\\^`\n'})

Draw = Callable[[Any, pd.DataFrame], None]


def saved() -> Path:
    """Return the folder in which drawings and their data are saved: where a build says, else where the site serves them."""
    return Path(os.environ.get("BRINK_FIGURES", SERVED))


def show(
    name: str,
    data: pd.DataFrame,
    draw: Draw,
    *,
    caption: str,
    alt: str,
    tables: Iterable[str],
    record: Snapshot,
    note: str = "",
    panels: int | tuple[int, int] = 1,
    share_y: bool = False,
    height: float | None = None,
    narrow_height: float | None = None,
) -> HTML:
    """Draw a figure at both widths, save it with its data, and return it for the page.

    Parameters
    ----------
    name : str
        File name without ending, unique in the book; also the anchor ``#fig-<name>``.
    data : DataFrame
        Everything the figure draws, tidy. Saved as ``<name>.csv``.
    draw : callable
        ``draw(panel, data)`` draws ``data``, nothing else; with several panels ``draw(panels, data)``.
    caption : str
        The finding, in a sentence.
    alt : str
        What is seen, for a reader who does not see it.
    tables, record
        The tables the data were worked out from, and the snapshot: the source line is made of them.
    note : str
        What else belongs to the source line, without a full stop: "our computation".
    panels : int or (rows, columns)
        How many charts stand side by side.
    share_y : bool
        Whether all have the same ends of the axis of values.
    height, narrow_height : float, optional
        Inches, where the house size does not fit.
    """
    folder = saved()
    folder.mkdir(parents=True, exist_ok=True)
    table = data.to_csv(index=False, float_format="%.10g", date_format="%Y-%m-%d", lineterminator="\n")
    (folder / f"{name}.csv").write_text(table, encoding="utf-8")
    shape = (1, panels) if isinstance(panels, int) else panels
    wide = (WIDE[0], height or WIDE[1])
    tall = narrow_height or NARROW[1] * (0.75 * shape[0] * shape[1] if shape != (1, 1) else 1)
    drawings, charts = [], []
    for suffix, size in (("", wide), ("-narrow", (NARROW[0], tall))):
        drawing, drawn = draw_figure(data, draw, size, shape=shape, narrow=bool(suffix), share_y=share_y)
        svg = drawing.svg()
        (folder / f"{name}{suffix}.svg").write_text(svg, encoding="utf-8")
        (folder / f"{name}{suffix}-dark.svg").write_text(in_the_dark(svg), encoding="utf-8")
        drawings.append((drawing, svg))
        charts.append(drawn)
    # "<" can't close the script element that holds it in a page: in JSON it may be written as an escape.
    points = json.dumps(points_of(*charts), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    points = points.replace("<", "\\u003c")
    (folder / f"{name}.json").write_text(points, encoding="utf-8")
    drawing, svg = drawings[0]
    both = {"then", "now"} <= {role for chart in drawn for role in chart.panel.roles}
    cut = "the axis does not start at zero" if any(chart.cut for chart in drawn) else ""
    return HTML(
        render(
            "figure.html",
            name=name,
            folder=Path(os.path.relpath(SERVED, Path.cwd())).as_posix(),
            src="data:image/svg+xml," + svg.translate(_ESCAPES),
            alt=alt,
            caption=caption,
            width=round(drawing.width * PIXELS / POINTS),
            height=round(drawing.height * PIXELS / POINTS),
            source=source_line(tables, record, note="; ".join(filter(None, [note, cut]))),
            key=day(VIDEO_DAY) if both else "",
        )
    )


def draw_figure(
    data: pd.DataFrame,
    draw: Draw,
    size: tuple[float, float],
    *,
    shape: tuple[int, int] = (1, 1),
    narrow: bool = False,
    share_y: bool = False,
) -> tuple[Drawing, list[Chart]]:
    """Return a figure of ``size`` inches, drawn, and its panels as they were set."""
    count = shape[0] * shape[1]
    shape = (count, 1) if narrow else shape
    width, height = (side * POINTS for side in size)
    panels = [Panel(width / shape[1], narrow=narrow) for _ in range(count)]
    draw(panels if count > 1 else panels[0], data)
    return draw_panels(panels, shape, (width, height), share_y=share_y)
