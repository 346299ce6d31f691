"""The chart contract: what a chapter can draw, and that it comes out legible at every width.

A chapter says *what* stands in a chart; where words go is worked out from what is drawn. So no chapter types a
coordinate, an offset, a colour, a size or the video's day.

>>> def draw(panel, data):
...     panel.then_now(data, "y10_pct", label="10-year")  # splits at the video's day, names the line's end
...     panel.context(data, "y20_pct", "y30_pct")
...     panel.claimed(2.5, "“over 2.5%”")
...     panel.says("Yield, percent a year")

``x`` is the first column of days, else a column ``quarter``, ``period``, ``month``, ``year`` or ``fiscal_year``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brink.report.charts.axes import VIDEO_AT, VIDEO_IN_YEARS, Floats, place_of
from brink.report.charts.columns import along, floats, plain, time_column
from brink.report.charts.marks import Content, Level, Mark, Name, Value
from brink.report.style import BOLD, CHARITABLE, INK, MEDIUM, NOW, QUIET, QUIET_TEXT, SAID, THEN
from brink.video import DAY
from brink.words import number

Axis = Literal["x", "y"]


class Panel(Content):
    """One chart. See the module for an example."""

    # --- lines ------------------------------------------------------------------------------------

    def then_now(
        self,
        data: pd.DataFrame,
        column: str,
        *,
        label: str = "",
        x: str | None = None,
        known: str | date | None = None,
        step: bool = False,
        dots: bool = False,
        thin: bool = False,
        dashed: bool = False,
    ) -> None:
        """Draw the line that carries the finding: what was known on the video's day in blue, what came since in teal.

        Parameters
        ----------
        known : column name or day, optional
            A column that says of each row whether it was public then, or when it became so; or the last day whose
            figure was public. By default every day up to the video's.
        step : bool
            The value holds until the next one, as a rate does.
        dots : bool
            Mark each point.
        thin, dashed : bool
            For a second line of the same rank.
        """
        at, values = self._xy(data, column, x)
        public = self._known(data, at, known)
        seen = np.isfinite(values)
        first_new = int(np.argmax(seen & ~public)) if (seen & ~public).any() else len(at)
        before = np.flatnonzero(seen & public)
        joint = before[-1] if len(before) else first_new
        width = self._pen(MEDIUM if thin else BOLD, int(seen.sum()))
        self._line(at[joint:], values[joint:], NOW, width, bold=not thin, dashed=dashed, step=step, dots=dots)
        self._line(
            at[: joint + 1], values[: joint + 1], THEN, width, bold=not thin, dashed=dashed, step=step, dots=dots
        )
        self._tell(label or plain(column), at[seen & public], values[seen & public], THEN)
        self._tell(label or plain(column), at[seen & ~public], values[seen & ~public], NOW)
        self._end(at, values, label, NOW if (seen & ~public).any() else THEN)

    def line(
        self,
        data: pd.DataFrame,
        column: str,
        *,
        label: str = "",
        colour: str = QUIET_TEXT,
        x: str | None = None,
        step: bool = False,
        dots: bool = False,
        bold: bool = False,
        dashed: bool = False,
    ) -> None:
        """Draw a line in one colour: of what was known (``THEN``), of today (``NOW``), or of neither."""
        at, values = self._xy(data, column, x)
        seen = np.isfinite(values)
        width = self._pen(BOLD if bold else MEDIUM, int(seen.sum()))
        self._line(at, values, colour, width, bold=bold, dashed=dashed, step=step, dots=dots)
        if label or colour != QUIET:
            self._tell(label or plain(column), at[seen], values[seen], colour)
        self._end(at, values, label, QUIET_TEXT if colour == QUIET else colour)

    def context(
        self, data: pd.DataFrame, *columns: str, labels: Sequence[str] = (), x: str | None = None, step: bool = False
    ) -> None:
        """Draw quiet lines behind the finding; name them only where a reader needs to tell them apart."""
        for position, column in enumerate(columns):
            label = labels[position] if position < len(labels) else ""
            self.line(data, column, label=label, colour=QUIET_TEXT if label else QUIET, x=x, step=step)

    def scenario(
        self,
        data: pd.DataFrame,
        column: str,
        *,
        label: str = "",
        x: str | None = None,
        step: bool = False,
        dashed: bool = True,
    ) -> None:
        """Draw an amber line: a scenario, a charitable reading, an older vintage."""
        self.line(data, column, label=label, colour=CHARITABLE, x=x, step=step, dashed=dashed)

    def band(
        self,
        data: pd.DataFrame,
        low: str,
        high: str,
        *,
        label: str = "",
        colour: str = CHARITABLE,
        x: str | None = None,
    ) -> None:
        """Fill what lies between two columns: a range, an uncertainty."""
        at, lower = self._xy(data, low, x)
        _, upper = self._xy(data, high, x)
        self.drawn.append(Mark("area", at, upper, colour, low=lower, alpha=0.17, order=1, weight=0.15))
        middle = (lower + upper) / 2
        seen = np.flatnonzero(np.isfinite(middle))
        if label and len(seen):
            spot = seen[int(len(seen) * 0.8)]
            self.names.append(Name(at[spot], middle[spot], label, colour))

    # --- marks ------------------------------------------------------------------------------------

    def points(
        self,
        data: pd.DataFrame,
        column: str,
        *,
        x: str | None = None,
        label: str = "",
        colour: str | None = None,
        hollow: bool = False,
        size: float = 5,
        names: str | None = None,
        name: Iterable[Any] = (),
    ) -> None:
        """Draw dots; on a time axis blue up to the video's day and teal after it, unless ``colour`` is given.

        ``names`` is the column of what each dot is called; those listed in ``name`` are written beside their dots.
        """
        at, values = self._xy(data, column, x)
        seen = np.isfinite(values) & np.isfinite(at)
        called = data[names].to_numpy() if names else None
        for part, tone in self._parts(data, at, colour):
            part = part & seen
            if not part.any():
                continue
            self._dots(at[part], values[part], tone, hollow=hollow, size=size)
            told = [str(one) for one in called[part]] if called is not None else ()
            self._tell(label or plain(column), at[part], values[part], tone, told)
            for wanted in name:
                for here in np.flatnonzero(part & (called == wanted)) if called is not None else ():
                    self.names.append(Name(at[here], values[here], str(wanted), _legible(tone)))
        if label and seen.any():
            last = np.flatnonzero(seen)[-1]
            self.names.append(Name(at[last], values[last], label, _legible(colour or self._tone(at[last]))))

    def bars(
        self,
        data: pd.DataFrame,
        *columns: str,
        x: str | None = None,
        labels: Sequence[str] = (),
        colours: Sequence[str | None] = (),
        hollow: bool = False,
        beside: bool = True,
    ) -> None:
        """Draw upright bars from zero: blue up to the video's day and teal after it, unless colours are given.

        Several columns stand side by side, or with ``beside=False`` one over the other (one above and one below zero).
        """
        self.has_bars = True
        self.y_ends.hold([0])
        count = len(columns) if beside else 1
        for position, column in enumerate(columns):
            at, values = self._xy(data, column, x)
            gaps = np.diff(np.unique(at[np.isfinite(at)]))
            room = (float(np.median(gaps)) if len(gaps) else 1.0) * 0.78
            wide = room / count
            places = at + (position % count - (count - 1) / 2) * wide
            colour = colours[position] if position < len(colours) else None
            for part, tone in self._parts(data, at, colour):
                self.drawn.append(
                    Mark(
                        "boxes",
                        places[part],
                        values[part],
                        tone,
                        width=wide * 0.94,
                        hollow=hollow,
                        order=1.5,
                        weight=2.0,
                    )
                )
                seen = part & np.isfinite(values)
                self._tell(labels[position] if labels else plain(column), at[seen], values[seen], tone)
            self.x_ends.hold([at - room / 2, at + room / 2])
            if position < len(labels) and np.isfinite(values).any():
                last = np.flatnonzero(np.isfinite(values))[-1]
                tone = _legible(colour or self._tone(at[last]))
                self.names.append(Name(float(self.x_ends.high), values[last] / 2, labels[position], tone, end=True))

    # --- rows -------------------------------------------------------------------------------------

    def ranked_bars(
        self,
        labels: Iterable[str],
        values: Iterable[float],
        *,
        colours: Sequence[str] | str = QUIET,
        strong: str | None = None,
        digits: int = 1,
        signed: bool = False,
        form: Callable[[float], str] | None = None,
    ) -> None:
        """Draw lying bars with their values, the first on top, each named.

        ``colours`` is one for all or one a bar; ``strong`` is the label of the bar that matters, in teal if ``colours``
        is one for all. ``form`` writes a value otherwise than with ``digits`` and, if ``signed``, its plus sign.
        """
        places = self._row_places(labels)
        heights = np.asarray(list(values), dtype=float)
        tones = [colours] * len(heights) if isinstance(colours, str) else list(colours)
        if strong is not None and isinstance(colours, str):
            tones = [NOW if label == strong else colours for label in self.row_labels]
        self.has_bars = True
        self.x_ends.hold([0, *heights])
        for tone in dict.fromkeys(tones):
            chosen = np.array([other == tone for other in tones])
            self.drawn.append(
                Mark(
                    "boxes",
                    heights[chosen],
                    np.array(places)[chosen],
                    tone,
                    width=0.5 if self.names_above else 0.64,
                    low=np.zeros(chosen.sum()),
                    lying=True,
                    order=1.5,
                    weight=2.0,
                )
            )
        write = form or (lambda value: ("+" if signed and value > 0 else "") + number(float(value), digits))
        if strong is not None:
            self.row_weights[strong] = "semibold"
        for label, place, value in zip(self.row_labels, places, heights, strict=True):
            if np.isfinite(value):
                self.values.append(Value(value, place, write(value), self.row_weights.get(label, "normal")))
        self.roles.update({THEN: "then", NOW: "now"}[tone] for tone in tones if tone in (THEN, NOW) and strong is None)
        self._tell_rows("", heights, places, tones)

    def rows(
        self,
        labels: Iterable[str],
        values: Iterable[float],
        *,
        low: Iterable[float] | None = None,
        high: Iterable[float] | None = None,
        label: str = "",
        colour: str = NOW,
        hollow: bool = False,
        tick: bool = False,
        values_as: Callable[[float], str] | None = None,
    ) -> None:
        """Draw a dot a row, with its range where ``low`` and ``high`` are given; call again for a second dot.

        Rows are found by their labels: the first call sets their order, from the top. ``label`` names the dots (beside
        that of the first row), ``tick`` draws a short upright line in place of a dot, ``values_as`` writes each value.
        """
        places = self._row_places(labels)
        dots = np.asarray(list(values), dtype=float)
        self.x_ends.hold(dots)
        if low is not None and high is not None:
            lower, upper = (np.asarray(list(side), dtype=float) for side in (low, high))
            self.x_ends.hold([lower, upper])
            for place, start, stop in zip(places, lower, upper, strict=True):
                ends = np.array([start, stop])
                self.drawn.append(
                    Mark(
                        "line", ends, np.full(2, place), colour, width=5, alpha=0.28, blunt=True, order=1.5, weight=0.6
                    )
                )
        if tick:
            self.drawn.append(Mark("strokes", dots, np.array(places), colour, width=2.2, order=5.5, weight=4.0))
        else:
            self._dots(dots, np.array(places), colour, hollow=hollow, size=6.5)
        if colour in (THEN, NOW):
            self.roles.add({THEN: "then", NOW: "now"}[colour])
        if label and np.isfinite(dots).any():
            first = int(np.flatnonzero(np.isfinite(dots))[0])
            self.names.append(Name(dots[first], places[first], label, _legible(colour)))
        if values_as:
            for place, value in zip(places, dots, strict=True):
                if np.isfinite(value):
                    self.names.append(Name(value, place, values_as(value), _legible(colour)))
        self._tell_rows(label, dots, places, [colour] * len(dots))

    # --- words ------------------------------------------------------------------------------------

    def says(self, y: str = "", x: str = "") -> None:
        """Say what the axes measure, with the unit: ``"Yield, percent a year"``."""
        self.words, self.x_words = y or self.words, x or self.x_words

    def claimed(self, value: float, words: str, *, to: float | None = None, axis: Axis = "y") -> None:
        """Draw the level the video names (or the range up to ``to``) as a dashed red line, named in its words."""
        self.level(value, words, colour=SAID, to=to, axis=axis)

    def level(
        self, value: float, words: str, *, colour: str = CHARITABLE, to: float | None = None, axis: Axis = "y"
    ) -> None:
        """Draw a level that has a meaning of its own: a bar, a whole year's profit, where a path began."""
        ends = self.y_ends if axis == "y" else self.x_ends
        ends.hold([value, value if to is None else to])
        self.levels.append(Level(axis, value, value if to is None else to, words, colour))

    def marks(self, when: Any, words: str) -> None:
        """Draw a quiet upright line at a day (or a value of x), named; the axis reaches it."""
        self.x_ends.hold([place_of(when)])
        self.levels.append(Level("x", place_of(when), place_of(when), words, QUIET_TEXT, dashed=False))

    def tells(self, x: Any, y: float, text: str, colour: str = INK, *, dot: bool = True) -> None:
        """Write a word about one point, wherever there is room around it, with a line to it where it must stand away."""
        at = place_of(x)
        if dot:
            self._dots(np.array([at]), np.array([float(y)]), colour, size=6)
        self.names.append(Name(at, float(y), text, colour, dot=dot))

    def notes(self, text: str, colour: str = QUIET_TEXT) -> None:
        """Write a remark in the emptiest corner."""
        self.remarks.append((text, colour))

    # --- axes -------------------------------------------------------------------------------------

    def zero(self, axis: Axis = "y") -> None:
        """Let an axis begin at zero, or reach it."""
        (self.y_ends if axis == "y" else self.x_ends).hold([0])

    def spans(self, *, y: tuple[float | None, float | None] | None = None, x: tuple[Any, Any] | None = None) -> None:
        """Fix ends of the axes where the data should not set them; ``None`` leaves an end to the data."""
        if y is not None:
            self.y_ends.asked = y
        if x is not None:
            ends = [None if end is None else place_of(end) for end in x]
            self.x_ends.asked = (ends[0], ends[1])

    def log(self, axis: Axis = "x") -> None:
        """Let an axis be logarithmic. Say so in its words."""
        (self.y_ends if axis == "y" else self.x_ends).log = True

    # --- how points are read ----------------------------------------------------------------------

    def _xy(self, data: pd.DataFrame, column: str, x: str | None) -> tuple[Floats, Floats]:
        """Return the places along x and the values of a column, as numbers."""
        values = floats(data[column])
        at = self._places(data[time_column(data) if x is None else x])
        self.x_ends.hold(at[np.isfinite(values)])
        self.y_ends.hold(values)
        return at, values

    def _places(self, column: pd.Series) -> Floats:
        found = along(column)
        if found.kind == "time":
            self.x_kind, self.x_by = found.kind, found.step
        elif self.x_kind == "number":
            self.x_kind = found.kind
        return found.places

    def _known(self, data: pd.DataFrame, at: Floats, known: str | date | None) -> NDArray[np.bool_]:
        if isinstance(known, str):
            column = data[known]
            dated = pd.api.types.is_datetime64_any_dtype(column.dtype)
            public: NDArray[np.bool_] = (column <= DAY if dated else column).to_numpy(dtype=bool)
            return public
        if known is not None:
            return at <= place_of(known)
        return at <= (VIDEO_AT if self.x_kind == "time" else VIDEO_IN_YEARS)

    def _parts(self, data: pd.DataFrame, at: Floats, colour: str | None) -> list[tuple[NDArray[np.bool_], str]]:
        """Split points by colour: one for all, or blue and teal at the video's day."""
        if colour is not None:
            return [(np.ones(len(at), dtype=bool), colour)]
        if self.x_kind != "time":
            return [(np.ones(len(at), dtype=bool), NOW)]
        public = self._known(data, at, None)
        return [(public, THEN), (~public, NOW)]

    def _tone(self, at: float) -> str:
        return THEN if self.x_kind == "time" and at <= VIDEO_AT else NOW


def _legible(colour: str) -> str:
    """Return the colour for words about marks of ``colour``."""
    return QUIET_TEXT if colour == QUIET else colour
