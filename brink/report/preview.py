"""The picture that link previews show. They take bitmaps only, so this one is drawn with Matplotlib."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matplotlib import font_manager, rc_context, rcdefaults
from matplotlib.figure import Figure

from brink.argument.verdict import VERDICTS
from brink.report.style import FACES, INK, QUIET_TEXT


def social_card(path: Path, tally: Mapping[str, int]) -> None:
    """Save the picture that link previews show: the title and the verdicts as one bar, 1200 by 630 pixels."""
    with rc_context():
        rcdefaults()
        figure = Figure(figsize=(12, 6.3), dpi=100)
        faces = {weight: font_manager.FontProperties(fname=str(face)) for weight, face in FACES.items()}
        ax = figure.add_axes((0.07, 0.3, 0.86, 0.14))
        ax.set_axis_off()
        start = 0
        for verdict, count in tally.items():
            ax.barh(0, count, left=start, color=VERDICTS[verdict].colour, edgecolor="white", linewidth=3)
            words = f"{count}\n{verdict}".replace(" ", "\n")
            ax.text(
                start + count / 2, -0.75, words, ha="center", va="top", fontsize=15, color=INK, font=faces["normal"]
            )
            start += count
        ax.set_xlim(0, start)
        ax.set_ylim(-0.4, 0.4)
        figure.text(0.07, 0.76, "On the Brink?", fontsize=58, color=INK, font=faces["semibold"])
        words = f"{start} claims of a viral video on Japan, the dollar and US debt,\nrecomputed from public data"
        figure.text(0.07, 0.58, words, fontsize=25, color=QUIET_TEXT, font=faces["normal"])
        figure.savefig(path, metadata={"Software": None})
