"""One sheet with all panels of a figure: how they share it, their margins in line, drawn one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from brink.report.charts.chart import EDGE, Chart, Margins
from brink.report.charts.drawing import Drawing
from brink.report.charts.labels import Labels
from brink.report.charts.layout import Box
from brink.report.charts.marks import Content

#: Room between panels that stand side by side, and what words above and below a panel of rows take.
_GUTTER, _WORDS = 16.0, 46.0


def draw_panels(
    panels: Sequence[Content], shape: tuple[int, int], size: tuple[float, float], *, share_y: bool = False
) -> tuple[Drawing, list[Chart]]:
    """Draw panels that stand in ``shape`` rows and columns on a sheet of ``size`` points, or taller where rows need it."""
    rows, columns = shape
    wanted = [max(panel.rows_height for panel in panels[row * columns : (row + 1) * columns]) for row in range(rows)]
    # Rows that would touch make a sheet taller.
    least = sum(wanted) + _WORDS * rows + 2 * EDGE if all(wanted) else 0.0
    drawing = Drawing(size[0], max(size[1], least))
    if share_y:
        low, high = min(panel.y_ends.low for panel in panels), max(panel.y_ends.high for panel in panels)
        for panel in panels:
            panel.y_ends.hold([low, high])
    height = drawing.height - 2 * EDGE
    shares = [height / rows] * rows
    if all(wanted):
        # Panels of rows share the height by their rows, beside what words above and below them take.
        shares = [_WORDS + each / sum(wanted) * (height - _WORDS * rows) for each in wanted]
    across = (drawing.width - 2 * EDGE - _GUTTER * (columns - 1)) / columns
    charts = []
    for position, panel in enumerate(panels):
        row, column = divmod(position, columns)
        top, left = EDGE + height - sum(shares[:row]), EDGE + column * (across + _GUTTER)
        bottom = top - shares[row] + (6 if row < rows - 1 else 0)
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
