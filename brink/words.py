"""How a number, a day, a condition is written, wherever a reader meets one."""

from __future__ import annotations

import math
import string
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from brink.errors import ClaimError


def day(when: date | str) -> str:
    """Write a date, or one in ISO form, as the book does: "10 June 2025"."""
    when = date.fromisoformat(when) if isinstance(when, str) else when
    return f"{when.day} {when:%B %Y}"


def moment(when: Any) -> str:
    """Write a moment of a history: a date in words, a month by its name, any other period as it is named."""
    if hasattr(when, "freqstr"):  # a period of pandas
        return f"{when:%B %Y}" if when.freqstr == "M" else str(when)
    return day(when) if isinstance(when, date) else str(when)


def number(value: float | Sequence[float] | None, digits: int | None = None) -> str:
    """Write a figure as the book prints it.

    ``None`` -> "no figure"; booleans -> "yes", "no"; several numbers are joined by " / ". Without
    ``digits``: whole numbers as they are, thousands with separators, else two decimals (one from 100).
    """
    if isinstance(value, Sequence):
        return " / ".join(number(part, digits) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value != value:
        return "no figure"
    if digits is None:
        digits = 0 if float(value).is_integer() or abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
    return signed(f"{value:,.{digits}f}")


def signed(text: str) -> str:
    """Write a formatted number with a true minus sign, and none before a zero."""
    return "0" + text[2:] if text.startswith("-0") and not text.strip("-0.,") else text.replace("-", "−")


def said(value: float | Sequence[float] | None) -> str:
    """Write a number with the digits it was given with: a claim's number, a bar's bound."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " / ".join(said(part) for part in value)
    if value is None or isinstance(value, bool):
        return number(value)
    plain = getattr(value, "item", lambda: value)()  # a NumPy number would show its type
    return number(plain, len(repr(plain).partition(".")[2].rstrip("0")))


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does: "a", "a and b", "a, b and c"."""
    return f" {last} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def counted(count: int, noun: str) -> str:
    """Write how many there are of something: "1 claim", "2 claims"."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def portion(part: int, whole: int) -> str:
    """Say how large a part is, in a word before "of them": "none", "few", "some", "about half", "most", "all"."""
    share = part / whole if whole else 0.0
    if share in (0.0, 1.0):
        return "all" if share else "none"
    bounds = ((0.2, "few"), (0.45, "some"), (0.55, "about half"), (0.9, "most"), (1.0, "nearly all"))
    return next(word for bound, word in bounds if share <= bound)


def is_missing(value: object) -> bool:
    """Return whether a figure is absent: ``None`` or not a number."""
    return value is None or (isinstance(value, float) and math.isnan(value))


class _Words(string.Formatter):
    """Fill a sentence: numbers as the book prints them, days in words, nothing left over."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        try:
            return super().get_value(key, args, kwargs)
        except (KeyError, IndexError):
            known = ", ".join(sorted(kwargs)) or "none"
            raise ClaimError(f"the placeholder {{{key}}} has nothing to stand for; known: {known}") from None

    def format_field(self, value: Any, format_spec: str) -> str:
        value = value.item() if callable(getattr(value, "item", None)) else value
        if isinstance(value, bool) and not format_spec:
            return number(value)
        if isinstance(value, date):  # a pandas Timestamp is one, too
            return format(value, format_spec) if format_spec else day(value)
        if isinstance(value, int | float):
            if is_missing(value):
                return number(None)
            return signed(format(value, format_spec)) if format_spec else number(value)
        return number(None) if value is None else str(format(value, format_spec))


def fill(text: str, *args: Any, **facts: Any) -> str:
    """Fill the placeholders of a sentence; raises :class:`~brink.errors.ClaimError` where one has nothing to stand for.

    A number without a format is printed as :func:`number` does; a date as :func:`day` does; ``None`` is "no figure".
    """
    return _Words().vformat(text, args, facts)
