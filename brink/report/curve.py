"""The ways of a claim as a small specification curve: where each mark stands."""

from __future__ import annotations

from typing import Any

import pandas as pd

from brink.argument.ledger import Finding, write
from brink.argument.verdict import VERDICTS
from brink.words import listed, number

#: Height of the drawing, and of the part that holds the marks, in pixels.
_HEIGHT, _TOP, _BOTTOM = 134, 10, 110


def curve(found: Finding) -> dict[str, Any]:
    """Return the marks and the bar of a claim's ways and the words about them, for ``curve.html``.

    Where the literal reading gives one number, a mark's height is that number; else the marks stand in rows: passes,
    does not pass, no figure. Across they stand in the order of their heights, so that the lowest value is told under
    the left end and the highest under the right one. No words stand among the marks but the names of the rows.
    """
    ways, claim = found.distinct_ways, found.claim
    plain = ways["value"].map(
        lambda value: isinstance(value, int | float) and not isinstance(value, bool) and value == value
    )
    drawn = _scaled(found) if plain.all() and claim.literal.bar.operator != "is" else _in_rows(found)
    heights: pd.Series = drawn.pop("heights")
    order = heights.sort_values(kind="stable", ascending=False).index
    step = 100 / len(ways)
    marks = [
        {
            "x": round((place + 0.5) * step, 2),
            "y": round(float(heights[way]), 1),
            "verdict": ways.at[way, "verdict"],
            "passes": ways.at[way, "passes"] is True or ways.at[way, "passes"] == 1,
            "default": way == 0,
            "says": _says(found, way),
        }
        for place, way in enumerate(order)
    ]
    marks.sort(key=lambda mark: mark["default"])  # drawn last, so on top
    default = marks[-1]
    taken = {"x": default["x"], "anchor": "start" if default["x"] < 25 else "end" if default["x"] > 75 else "middle"}
    counts = ways["verdict"].value_counts()
    tally = listed([f"{counts[word]} {word}" for word in VERDICTS if word in counts])
    caption = f"{number(len(ways))} ways to work it out: {tally}. A filled mark passes the bar taken literally, an open one does not."
    return (
        {"marks": marks, "height": _HEIGHT, "bottom": _BOTTOM, "taken": taken, "caption": caption}
        | drawn
        | {"says": f"{number(len(ways))} ways to work out {claim.id}, in the order of their values: {tally}."}
    )


def _scaled(found: Finding) -> dict[str, Any]:
    """Place marks by their value, with the bar as a line and the range of bars as a band."""
    ways, literal = found.distinct_ways, found.claim.literal
    bar = literal.bar
    values = ways["value"].astype(float)
    bound = float(bar.bound) if not isinstance(bar.bound, bool) else None
    ends = [float(end) for end in bar.tried] if bound is not None else []
    low, high = min([values.min(), *ends]), max([values.max(), *ends])
    room = (high - low) or 1

    def height(value: float) -> float:
        return float(round(_BOTTOM - (value - low) / room * (_BOTTOM - _TOP), 1))

    band = None
    if bar.between:
        low_end, high_end = sorted(float(end) for end in bar.between)
        band = {"top": height(high_end), "height": max(1.0, height(low_end) - height(high_end))}
    return {
        "heights": values.map(height),
        "bar": None if bound is None else height(bound),
        "said": "" if bound is None else bar.in_words(literal.form),
        "band": band,
        "ends": list(dict.fromkeys(write(literal, end) for end in (values.min(), values.max()))),
        "rows": [],
    }


def _in_rows(found: Finding) -> dict[str, Any]:
    """Place marks in rows, where a value is no single number."""
    rows = {True: _TOP + 14, False: (_TOP + _BOTTOM) / 2 + 14, None: _BOTTOM}
    names = {True: "passes", False: "does not pass", None: "no figure"}
    held = [None if pd.isna(passed) else bool(passed) for passed in found.distinct_ways["passes"]]
    return {
        "heights": pd.Series([rows[passed] for passed in held], index=found.distinct_ways.index),
        "bar": None,
        "said": "",
        "band": None,
        "ends": [],
        "rows": [{"y": rows[row] - 11, "text": names[row]} for row in rows if row in held],
    }


def _says(found: Finding, way: int) -> str:
    """Name one way: its value, its choices, its verdict."""
    row, claim = found.distinct_ways.loc[way], found.claim
    value = row["value"]
    parts = [write(claim.literal, None if _none(value) else value)]
    parts += [f"{choice.title}: {choice.labels.get(row[name], row[name])}" for name, choice in claim.choices.items()]
    if len(claim.literal.bar.tried) > 1:
        parts.append(f"bar: {claim.literal.bar.moved(row['bar']).in_words(claim.literal.form)}")
    return "; ".join([*parts, str(row["verdict"])])


def _none(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)
