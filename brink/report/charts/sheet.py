"""One sheet with all panels of a figure: how they share it, their margins in line, drawn one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from brink.report.charts.chart import EDGE, Chart, Margins
from brink.report.charts.drawing import Drawing
from brink.report.charts.labels import Labels
from brink.report.charts.layout import Box
from brink.report.charts.marks import Content

#: Room between panels that stand side by side, and between those that stand one under the other, in points.
_GUTTER, _BETWEEN = 16.0, 6.0


def draw_panels(
    panels: Sequence[Content], shape: tuple[int, int], size: tuple[float, float], *, share_y: bool = False
) -> tuple[Drawing, list[Chart]]:
    """Draw panels that stand in ``shape`` rows and columns on a sheet of ``size`` points, or taller where rows need it."""
    rows, columns = shape
    across = (size[0] - 2 * EDGE - _GUTTER * (columns - 1)) / columns
    needs = [Chart(panel, Box(0, 0, across, size[1]), Drawing(*size)).least for panel in panels]
    wanted = [max(needs[row * columns : (row + 1) * columns]) + _BETWEEN * (row < rows - 1) for row in range(rows)]
    of_rows = all(needs)
    # Rows that would touch make a sheet taller.
    drawing = Drawing(size[0], max(size[1], sum(wanted) + 2 * EDGE if of_rows else 0.0))
    if share_y:
        low, high = min(panel.y_ends.low for panel in panels), max(panel.y_ends.high for panel in panels)
        for panel in panels:
            panel.y_ends.hold([low, high])
    height = drawing.height - 2 * EDGE
    # Panels of rows share the height by what they need.
    shares = [height * each / sum(wanted) if of_rows else height / rows for each in wanted]
    charts = []
    for position, panel in enumerate(panels):
        row, column = divmod(position, columns)
        top, left = EDGE + height - sum(shares[:row]), EDGE + column * (across + _GUTTER)
        bottom = top - shares[row] + _BETWEEN * (row < rows - 1)
        charts.append(Chart(panel, Box(left, bottom, left + across, top), drawing))
    for position, chart in enumerate(charts):
        beside = [other.margins for n, other in enumerate(charts) if n // columns == position // columns]
        under = [other.margins for n, other in enumerate(charts) if n % columns == position % columns]
        chart.place(
            Margins(
                left=max(margins.left for margins in under),
                bottom=max(margins.bottom for margins in beside),
                right=max(margins.right for margins in under),
                top=max(margins.top for margins in beside),
            )
        )
    # The day is named once in a figure, where it is met first.
    for chart in [chart for chart in charts if chart.marks_day][1:]:
        chart.names_day = False
    for chart in charts:
        chart.draw()
        Labels(chart).write()
    return drawing, charts
