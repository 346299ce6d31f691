"""The points of a figure, for a reader who asks for one: saved when it is drawn, told by ``_static/figures.js``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from brink.report.charts.chart import Chart
from brink.report.style import CHARITABLE, NOW, SAID, THEN

_TONES = {THEN: "then", NOW: "now", SAID: "said", CHARITABLE: "scenario"}


def points_of(wide: Sequence[Chart], narrow: Sequence[Chart]) -> list[dict[str, Any]]:
    """Return, for each panel, what its points are and where they stand in the drawings of both widths.

    A point is told by its values; where it stands follows from the ends of the axes and from ``box``, the sides of the
    chart (left, top, right, bottom) in ten-thousandths of the drawing's width and height.
    """
    return [_panel(one, other) for one, other in zip(wide, narrow, strict=True)]


def _panel(wide: Chart, narrow: Chart) -> dict[str, Any]:
    panel = wide.panel
    return {
        "says": " ".join(panel.words.split()),
        "along": " ".join(panel.x_words.split()),
        "kind": panel.x_kind,
        "by": panel.x_by,
        "wide": _place(wide),
        "narrow": _place(narrow),
        "series": _series(wide),
        "levels": [[_rounded(end, 7), level.text] for level in panel.levels for end in sorted({level.value, level.to})],
    }


def _place(chart: Chart) -> dict[str, Any]:
    box, drawing = chart.box, chart.drawing
    left, right = (round(10000 * side / drawing.width) for side in (box.left, box.right))
    top, bottom = (round(10000 * (1 - side / drawing.height)) for side in (box.top, box.bottom))
    ends = {
        name: [_rounded(scale.low, 7), _rounded(scale.high, 7), int(scale.log)]
        for name, scale in (("x", chart.across), ("y", chart.up))
    }
    return {"box": [left, top, right, bottom]} | ends


def _series(chart: Chart) -> list[dict[str, Any]]:
    """Return the points by their names: those of one name are one series, whatever their colours."""
    timed = chart.panel.x_kind == "time"
    told: dict[str, list[tuple[float, float, str, str]]] = {}
    for series in chart.panel.series:
        names = list(series.names) or [""] * len(series.x)
        tone = _TONES.get(series.colour, "context")
        told.setdefault(series.name, []).extend(
            (float(x), float(y), tone, name) for x, y, name in zip(series.x, series.y, names, strict=True)
        )
    out = []
    for name, points in told.items():
        if chart.panel.x_kind != "rows":
            points.sort(key=lambda point: point[0])
        x, y, tones, called = zip(*points, strict=True)
        # Days come as steps from one to the next, which are short.
        places = (
            np.diff(np.array(x), prepend=0).round().astype(int).tolist() if timed else [_rounded(at, 5) for at in x]
        )
        entry: dict[str, Any] = {
            "name": name,
            "x": places,
            "y": [_rounded(value, 4) for value in y],
            "tones": _runs(tones),
        }
        out.append(entry | ({"names": list(called)} if any(called) else {}))
    return out


def _runs(tones: Sequence[str]) -> list[tuple[str, int]]:
    runs: list[tuple[str, int]] = []
    for tone in tones:
        if runs and runs[-1][0] == tone:
            runs[-1] = (tone, runs[-1][1] + 1)
        else:
            runs.append((tone, 1))
    return runs


def _rounded(value: float, digits: int) -> float | int:
    """Return a number with so many significant digits, thousands whole, without a needless fraction."""
    if not math.isfinite(value) or value == 0:
        return 0
    places = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    rounded = round(value, places)
    return int(rounded) if rounded == int(rounded) else rounded
