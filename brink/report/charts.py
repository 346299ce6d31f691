"""The house style of the figures, and the one way a chapter shows one.

A chapter gives :func:`show` a tidy frame and a function that draws from it. The figure is drawn
at two widths, both saved as SVG; the frame is saved beside them as CSV, so a figure's CSV is
exactly what it draws. Colour has one meaning on every page: see the constants.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import font_source_sans_pro as font
import matplotlib as mpl
import matplotlib.dates as mdates
import pandas as pd
from IPython.display import HTML
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from brink import VIDEO_DAY, day

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

INK = "#1f2a37"
#: Context: other vintages, other countries, history.
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
#: Verdict -> colour; the word and a shape always stand beside it.
VERDICTS = {
    "holds": NOW, "came true": NOW, "misquoted": CHARITABLE, "revised away": "#6b4fa0", "fails": SAID,
    "did not happen": SAID, "open": QUIET_TEXT, "unchecked": QUIET_TEXT,
}  # fmt: skip
#: Width of the line that carries the finding, and of a line of context, in points.
BOLD, THIN = 2.6, 1.2

FIGURES = Path(__file__).resolve().parent.parent / "_static" / "figures"
#: Width and height in inches; the narrow one is for screens under 600 pixels.
WIDE, NARROW = (7.4, 4.4), (3.9, 4.4)

for face in (font.SourceSansPro, font.SourceSansProIt, font.SourceSansProSemibold, font.SourceSansProBold):
    font_manager.fontManager.addfont(face)

STYLE: dict[RcKeyType, Any] = {
    "font.family": "Source Sans Pro",
    "font.size": 10.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "lines.solid_capstyle": "round",
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.06,
    "figure.constrained_layout.h_pad": 0.06,
    "svg.hashsalt": "brink",
    "svg.fonttype": "path",
    "path.simplify_threshold": 0.5,
}


def is_narrow(ax: Axes) -> bool:
    """Return whether ``ax`` belongs to the narrow variant of a figure."""
    figure = ax.get_figure(root=True)
    return figure is not None and figure.get_figwidth() < 5


def say_y(ax: Axes, text: str) -> None:
    """Write what the y axis measures, with its unit, above its upper end."""
    ax.annotate(
        text, (0, 1), xycoords="axes fraction", xytext=(0, 9), textcoords="offset points",
        ha="left", va="bottom", color=QUIET_TEXT, annotation_clip=False,
    )  # fmt: skip


def mark_video_day(ax: Axes, *, label: bool = True, at: float = 1.0, side: str = "left") -> None:
    """Draw the dotted line of 10 June 2025; ``at`` is the label's height as a share of the axes."""
    ax.axvline(pd.Timestamp(VIDEO_DAY), color=INK, linewidth=1.1, linestyle=(0, (1, 2)), zorder=1.5)
    if label:
        ax.annotate(
            day(VIDEO_DAY), (pd.Timestamp(VIDEO_DAY), at),
            xycoords=("data", "axes fraction"), xytext=(-4 if side == "left" else 4, -2), textcoords="offset points",
            ha="right" if side == "left" else "left", va="top", fontsize=9.5, color=INK,
        )  # fmt: skip


def mark_claim(ax: Axes, value: float, text: str, *, x: float = 0.0, above: bool = True, ha: str = "left") -> None:
    """Draw what the video says as a dashed red level, labelled in its words."""
    ax.axhline(value, color=SAID, linewidth=1.2, linestyle=(0, (5, 3)), zorder=3)
    ax.annotate(
        text, (x, value), xycoords=("axes fraction", "data"), xytext=(0, 3 if above else -3),
        textcoords="offset points", ha=ha, va="bottom" if above else "top", color=SAID, fontsize=10,
    )  # fmt: skip


def label_ends(
    ax: Axes, labels: Sequence[tuple[float, float, str, str]], *, gap: float = 1.15, fontsize: float = 10
) -> None:
    """Name lines at their right end, moved apart where they would touch.

    Parameters
    ----------
    labels : sequence of (x, y, text, colour)
        The last point of each line. Draw everything else first: the axes must have its limits.
    gap : float
        Least distance between two labels, in text heights.
    """
    ax.figure.canvas.draw()
    height = ax.get_window_extent().height
    low, high = ax.transData.transform([(0, y) for y in ax.get_ylim()])[:, 1]
    step = gap * fontsize * ax.figure.dpi / 72
    wanted = sorted((float(ax.transData.transform((0, y))[1]), i) for i, (_, y, *_) in enumerate(labels))
    placed: list[float] = []
    for pixel, _ in wanted:
        placed.append(max(pixel, placed[-1] + step) if placed else pixel)
    # Moving apart only pushes up: bring the stack down again by half of what it rose.
    if placed:
        lift = sum(p - w for p, (w, _) in zip(placed, wanted, strict=True)) / len(placed)
        placed = [p - lift for p in placed]
    for pixel, (_, i) in zip(placed, wanted, strict=True):
        x, y, text, colour = labels[i]
        ax.annotate(
            text, (x, y), xycoords="data", xytext=(1.015, (pixel - min(low, high)) / height),
            textcoords="axes fraction", ha="left", va="center", color=colour, fontsize=fontsize,
            annotation_clip=False,
        )  # fmt: skip


def year_axis(ax: Axes, *, ticks: int | None = None) -> None:
    """Label a time axis by years, or by months where it is short."""
    locator = mdates.AutoDateLocator(minticks=2, maxticks=ticks or (4 if is_narrow(ax) else 8))
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))


def show(
    name: str,
    data: pd.DataFrame,
    draw: Callable[[Figure, pd.DataFrame], None],
    *,
    caption: str,
    alt: str,
    source: str,
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
        ``draw(figure, data)`` puts axes on the empty figure and draws ``data``, nothing else.
        :func:`is_narrow` tells which width it is drawing.
    caption : str
        The finding, in a sentence. May hold HTML made by :mod:`brink.report.cards`.
    alt : str
        What is seen, for a reader who does not see it.
    source : str
        Publisher and the last date of the data.
    height, narrow_height : float, optional
        Inches, where the house size does not fit.
    """
    FIGURES.mkdir(parents=True, exist_ok=True)
    table = data.to_csv(index=False, float_format="%.10g", date_format="%Y-%m-%d", lineterminator="\n")
    (FIGURES / f"{name}.csv").write_text(table, encoding="utf-8")
    sizes = {"": (WIDE[0], height or WIDE[1]), "-narrow": (NARROW[0], narrow_height or height or NARROW[1])}
    with mpl.rc_context(STYLE):
        for suffix, size in sizes.items():
            figure = Figure(figsize=size)
            draw(figure, data)
            figure.savefig(FIGURES / f"{name}{suffix}.svg", metadata={"Date": None, "Creator": None})
    folder = Path(os.path.relpath(FIGURES, Path.cwd())).as_posix()
    wide, narrow = (tuple(round(side * 96) for side in size) for size in sizes.values())
    return HTML(
        f'<figure class="brink-figure" id="fig-{name}">\n<picture>'
        f'<source media="(max-width: 600px)" srcset="{folder}/{name}-narrow.svg" width="{narrow[0]}" height="{narrow[1]}">'
        f'<img src="{folder}/{name}.svg" alt="{escape(alt, quote=True)}" width="{wide[0]}" height="{wide[1]}" '
        f'loading="lazy"></picture>\n<figcaption>{caption}</figcaption>\n'
        f'<p class="brink-source">Source: {source} '
        f'<span class="brink-downloads">Download: <a href="{folder}/{name}.csv" download>data (CSV)</a>, '
        f'<a href="{folder}/{name}.svg" download>figure (SVG)</a></span></p>\n</figure>'
    )


def social_card(path: Path, tally: Mapping[str, int]) -> None:
    """Save the picture that link previews show: the title and the verdicts as one bar, 1200 by 630 pixels."""
    with mpl.rc_context(STYLE | {"figure.constrained_layout.use": False}):
        figure = Figure(figsize=(12, 6.3), dpi=100)
        ax = figure.add_axes((0.07, 0.3, 0.86, 0.14))
        ax.set_axis_off()
        start = 0
        for verdict, count in tally.items():
            ax.barh(0, count, left=start, color=VERDICTS[verdict], edgecolor="white", linewidth=3)
            ax.text(
                start + count / 2, -0.75, f"{count}\n{verdict}".replace(" ", "\n"), ha="center", va="top", fontsize=15
            )
            start += count
        ax.set_xlim(0, start)
        ax.set_ylim(-0.4, 0.4)
        figure.text(0.07, 0.76, "On the Brink?", fontsize=58, weight="semibold")
        figure.text(0.07, 0.58, f"{start} claims of a viral video on Japan, the dollar and US debt,\nrecomputed from public data", fontsize=25,
                    color=QUIET_TEXT)  # fmt: skip
        figure.savefig(path, metadata={"Software": None})
