"""Axes: how far they reach, where a value stands, where ticks are and what they say; ``chart`` draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from brink.video import DAY
from brink.words import signed

Floats = NDArray[np.float64]

#: What a point in time stands for.
Step = Literal["day", "month", "quarter", "year"]

_STEPS = (1, 2, 2.5, 5, 10)
_EPOCH, _DAY = pd.Timestamp(1970, 1, 1), pd.Timedelta(days=1)


def place_of(at: Any) -> float:
    """Return where a day stands on a time axis (in days since 1970), or a number on its own."""
    if isinstance(at, date | str | np.datetime64):
        return float((pd.Timestamp(at) - _EPOCH) / _DAY)
    return float(at)


#: Where the video's day stands on a time axis, and on one of years.
VIDEO_AT = place_of(DAY)
VIDEO_IN_YEARS = DAY.year + (DAY.day_of_year - 1) / 365


def places_of(days: pd.Series) -> NDArray[np.float64]:
    """Return where days stand on a time axis."""
    places: NDArray[np.float64] = ((days - _EPOCH) / _DAY).to_numpy(dtype=float, na_value=np.nan)
    return places


def step_of(days: pd.DatetimeIndex) -> Step:
    """Return what days stand for: first or last days of months are told as months, first days of years as years."""
    if not len(days):
        return "day"
    if (days.day_of_year == 1).all() and len(days.unique()) > 2:
        return "year"
    firsts, lasts = (days.day == 1).all(), days.is_month_end.all()
    return "month" if len(days) > 2 and (firsts or lasts) else "day"


def numbers(low: float, high: float, most: int) -> list[float]:
    """Return at most ``most`` round numbers between two ends, as evenly spread as can be."""
    if not high > low:
        return [low]
    size = 10.0 ** math.floor(math.log10((high - low) / most))
    for step in (size * step for step in (*_STEPS, 20, 25, 50)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            return [round(step * n, 12) for n in range(first, last + 1)]
    return [low, high]


def powers(low: float, high: float, most: int) -> list[float]:
    """Return round numbers for a logarithmic axis: 1, 2, 5, 10 ..., or powers of ten, or each second one."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for parts, each in (((1, 2, 5), 1), ((1, 3), 1), ((1,), 1), ((1,), 2), ((1,), 3), ((1,), 4)):
        found = [part * 10.0**decade for decade in decades if decade % each == 0 for part in parts]
        found = [value for value in found if low * (1 - 1e-9) <= value <= high * (1 + 1e-9)]
        if len(found) <= most:
            return found
    return [low, high]


def written(values: list[float]) -> list[str]:
    """Write the numbers of an axis, all with the digits the finest of them needs."""
    digits = max((len(f"{value:.10f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    return [signed(f"{value:,.{digits}f}") if value else "0" for value in values]


def written_log(values: list[float]) -> list[str]:
    """Write the numbers of a logarithmic axis, large ones in words."""
    names = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
    out = []
    for value in values:
        size, name = next(((size, name) for size, name in names if value >= size), (1, ""))
        out.append(f"{value / size:,.10g} {name}".strip())
    return out


def times(low: float, high: float, most: int) -> tuple[list[float], list[str]]:
    """Return ticks of a time axis and their names: years, or months where it is short."""
    first, last = (_EPOCH + end * _DAY for end in (low, high))
    # Months counted from the year nought, the first that begins inside and the last.
    begin, end = first.year * 12 + first.month - 1 + (first.day > 1), last.year * 12 + last.month - 1
    for step in (1, 2, 3, 6, 12, 24, 60, 120, 240, 480, 600, 1200):
        # Ticks stand where a year divides them: January, or every tenth year.
        months = range(begin + -begin % step, end + 1, step)
        if len(months) <= most:
            break
    days = [pd.Timestamp(month // 12, month % 12 + 1, 1) for month in months]
    named = [f"{when.year}" if when.month == 1 else f"{when:%b}" for when in days]
    if named and not any(name.isdigit() for name in named):
        named[0] = f"{days[0]:%b %Y}"
    return [place_of(when) for when in days], named


@dataclass
class Ends:
    """How far an axis reaches: what was drawn, and what was asked for."""

    low: float = math.inf
    high: float = -math.inf
    asked: tuple[float | None, float | None] = (None, None)
    log: bool = False

    def hold(self, values: Any) -> None:
        """Reach as far as these values."""
        values = np.asarray(values, dtype=float)
        values = values[np.isfinite(values)]
        if values.size:
            self.low, self.high = min(self.low, float(values.min())), max(self.high, float(values.max()))


@dataclass
class Axis:
    """The ticks of one axis: where, and what they are called."""

    places: Sequence[float]
    names: Sequence[str]


@dataclass
class Scale:
    """Where values stand: ``low`` at ``start`` and ``high`` at ``end``, in points on the canvas."""

    low: float
    high: float
    log: bool = False
    start: float = 0.0
    end: float = 1.0

    def share(self, values: ArrayLike) -> Floats:
        """Return how far values are on the way from ``low`` to ``high``."""
        values = np.asarray(values, dtype=float)
        if self.log:
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(np.log(values / self.low) / math.log(self.high / self.low))
        return np.asarray((values - self.low) / (self.high - self.low))

    def __call__(self, values: ArrayLike) -> Floats:
        """Return where values stand."""
        return self.start + self.share(values) * (self.end - self.start)

    def at(self, value: float) -> float:
        """Return where one value stands."""
        return float(self(value))

    def holds(self, value: float) -> bool:
        """Return whether a value lies inside, not at an end."""
        return min(self.low, self.high) < value < max(self.low, self.high)

    def covers(self, values: ArrayLike) -> bool:
        """Return whether all values lie inside or at an end, as far as they are there at all."""
        shares = self.share(values)
        return bool(((shares > -1e-6) & (shares < 1 + 1e-6) | np.isnan(shares)).all())


def scale_of(ends: Ends, pad: float) -> Scale:
    """Let an axis reach as far as its data and a little further; zero stays zero."""
    low, high = (ends.low, ends.high) if ends.low <= ends.high else (0.0, 1.0)
    if low == high:
        low, high = low - 1, high + 1
    if ends.log:
        spread = (high / low) ** pad
        low, high = low / spread, high * spread
    else:
        room = (high - low) * pad
        low, high = low - room * (low != 0), high + room * (high != 0)
    low, high = (found if asked is None else asked for asked, found in zip(ends.asked, (low, high), strict=True))
    return Scale(low, high, ends.log)


def axis_of(scale: Scale, most: int) -> Axis:
    """Return at most about ``most`` round numbers along a scale."""
    low, high = scale.low, scale.high
    places = powers(low, high, most) if scale.log else numbers(low, high, most)
    return Axis(places, written_log(places) if scale.log else written(places))
