"""The ways of a claim as a small specification curve: where each mark stands."""

from __future__ import annotations

from typing import Any

import pandas as pd

from brink.argument.ledger import Finding, write
from brink.argument.verdict import VERDICTS
from brink.words import listed, number

#: Height of the drawing, and of the part that holds the marks, in pixels.
_HEIGHT, _TOP, _BOTTOM = 150, 26, 126


def curve(found: Finding) -> dict[str, Any]:
    """Return the marks, the bar and the labels of a claim's ways, for ``curve.html``.

    Where the literal reading gives one number, a mark's height is that number; else the marks stand in rows: passes,
    does not pass, no figure. Across they stand in the order of their heights.
    """
    ways, claim = found.ways, found.claim
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
    anchor = "start" if default["x"] < 25 else "end" if default["x"] > 75 else "middle"
    drawn["labels"].append(
        {"kind": "taken", "x": default["x"], "y": _HEIGHT - 6, "anchor": anchor, "text": "the way taken"}
    )
    for label in drawn["labels"]:
        if label["kind"] == "least" and default["x"] < 50:  # out of the way of the label before
            label |= {"x": 100, "anchor": "end"}
    counts = ways["verdict"].value_counts()
    tally = listed([f"{counts[word]} {word}" for word in VERDICTS if word in counts])
    caption = f"{number(len(ways))} ways to work it out: {tally}. A filled mark passes the bar taken literally, an open one does not."
    return (
        {"marks": marks, "height": _HEIGHT, "top": _TOP, "bottom": _BOTTOM, "caption": caption}
        | drawn
        | {"says": f"{number(len(ways))} ways to work out {claim.id}, in the order of their values: {tally}."}
    )


def _scaled(found: Finding) -> dict[str, Any]:
    """Place marks by their value, with the bar as a line and the range of bars as a band."""
    ways, literal = found.ways, found.claim.literal
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
    labels = []
    if bound is not None:
        # The marks cross the line on their way up: the words stand at the longer free side, away from them and from the
        # label of the highest value.
        y = height(bound)
        left = (values < bound).mean() > 0.5 and abs(y - 5 - (height(values.max()) - 9)) > 14
        below = not left and y + 14 < _BOTTOM
        anchor, words = ("start" if left else "end"), bar.in_words(literal.form)
        labels.append(
            {"kind": "bar", "x": 0 if left else 100, "y": y + (14 if below else -5), "anchor": anchor, "text": words}
        )
    ends_of = [("most", values.max(), -9), ("least", values.min(), 17)]
    for kind, value, off in ends_of[: 1 + (values.max() > values.min())]:
        labels.append(
            {"kind": kind, "x": 0, "y": height(value) + off, "anchor": "start", "text": write(literal, value)}
        )
    return {
        "heights": values.map(height),
        "bar": None if bound is None else height(bound),
        "band": band,
        "labels": labels,
    }


def _in_rows(found: Finding) -> dict[str, Any]:
    """Place marks in rows, where a value is no single number."""
    rows = {True: _TOP + 14, False: (_TOP + _BOTTOM) / 2 + 14, None: _BOTTOM}
    names = {True: "passes", False: "does not pass", None: "no figure"}
    held = [None if pd.isna(passed) else bool(passed) for passed in found.ways["passes"]]
    labels = [
        {"kind": "row", "x": 0, "y": rows[row] - 9, "anchor": "start", "text": names[row]}
        for row in rows
        if row in held
    ]
    return {
        "heights": pd.Series([rows[passed] for passed in held], index=found.ways.index),
        "bar": None,
        "band": None,
        "labels": labels,
    }


def _says(found: Finding, way: int) -> str:
    """Name one way: its value, its choices, its verdict."""
    row, claim = found.ways.loc[way], found.claim
    value = row["value"]
    parts = [write(claim.literal, None if _none(value) else value)]
    parts += [f"{choice.title}: {choice.labels.get(row[name], row[name])}" for name, choice in claim.choices.items()]
    if len(claim.literal.bar.tried) > 1:
        parts.append(f"bar: {claim.literal.bar.moved(row['bar']).in_words(claim.literal.form)}")
    return "; ".join([*parts, str(row["verdict"])])


def _none(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)
