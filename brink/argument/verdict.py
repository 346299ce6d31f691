"""Bars, and the one rule that turns what passes into a verdict. No verdict is ever typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from brink import words
from brink.errors import ClaimError

#: One number, several said together, or whether something is on record.
Value: TypeAlias = float | bool | tuple[float, ...]

#: The kinds of claims.
KINDS = ("level", "event", "mechanism", "prediction", "documentary")
#: Which outcomes of a prediction's literal reading are final before its period is over, and what they are.
SETTLES: dict[str, tuple[bool, ...]] = {"": (), "passing": (True,), "failing": (False,), "either": (True, False)}


@dataclass(frozen=True)
class Verdict:
    """What goes with a verdict's word wherever it stands.

    ``sign`` and ``colour`` are each its own, so that colour never speaks alone; ``rating`` (1 to 5) orders the words
    for ClaimReview, ``None`` where nothing was judged; ``means`` says in a sentence when it is given.
    """

    word: str
    sign: str
    colour: str
    rating: int | None
    means: str


#: The words, in the order in which a list of them stands.
VERDICTS = {
    verdict.word: verdict
    for verdict in (
        Verdict("holds", "✓", "#00756a", 5, "Taken literally, it was true on the record of the day."),
        Verdict("in part", "◐", "#6f6000", 3, "A mechanism that works within the limit the card names."),
        Verdict("mislabelled", "≈", "#9a5200", 3, "A real figure under the wrong name; the card says which."),
        Verdict(
            "revised away",
            "↺",
            "#6b4fa0",
            3,
            "True on the record of the day; later figures for the same period undo it.",
        ),
        Verdict("fails", "✕", "#b80f28", 1, "No reading of it passes."),
        Verdict("came true", "★", "#2a6f2d", 5, "A prediction: it happened."),
        Verdict("did not happen", "⊘", "#8f2a6a", 1, "A prediction: it did not happen."),
        Verdict("open", "○", "#56606c", None, "A prediction whose period is not over."),
        Verdict("unchecked", "?", "#3f4a57", None, "The record here holds no figure for it."),
    )
}


def is_over(horizon: date | None, settles: str, passes: bool | None, day: date) -> bool:
    """Return whether a prediction can be judged on ``day``: its horizon is behind it, or it is settled for good.

    ``settles`` names the outcome that no later day can undo (one of :data:`SETTLES`): "can't raise rates" is broken for
    good by one rise, "won't be the last" fulfilled by one more; what is measured at a first event is settled by it either
    way. ``passes`` says how the literal reading fares by then.
    """
    if horizon is None:
        return False
    return day > horizon or passes in SETTLES[settles]


def verdict(kind: str, then: Sequence[bool | None], revised: Sequence[bool | None] = (), *, over: bool = False) -> str:
    """Return the verdict on a claim.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    then : sequence of bool or None
        Whether each reading passes its bar on the record of the video's day, the literal reading first; ``None`` where
        that record holds no figure.
    revised : sequence of bool or None
        The same statement about the same period on the newest record; for a prediction, what came after.
    over : bool
        For a prediction: whether it can be judged (:func:`is_over`).

    Notes
    -----
    =========================== ========== ============== ============== ===========
    kind                        literal    a charitable   none           no record
    =========================== ========== ============== ============== ===========
    level, event, documentary   holds      mislabelled    fails          unchecked
    mechanism                   holds      in part        fails          unchecked
    prediction                  came true  did not happen did not happen unchecked
    =========================== ========== ============== ============== ===========

    In place of *holds* stands *revised away* where later figures for the same period undo it. A prediction is *open*
    until its period is over or an event has settled it for good.
    """
    if kind == "prediction":
        if not over:
            return "open"
        if not revised or revised[0] is None:
            return "unchecked"
        return "came true" if revised[0] else "did not happen"
    literal = then[0] if then else None
    if literal:
        return "revised away" if revised and revised[0] is False else "holds"
    if any(then[1:]):
        return "in part" if kind == "mechanism" else "mislabelled"
    return "unchecked" if literal is None else "fails"


# --- bars ------------------------------------------------------------------------------------

#: A value against a bound. A bound comes from ``video/`` and may be anything: a misfit is a ``TypeError``.
Check: TypeAlias = Callable[[Any, Any], bool]


#: Digits after the point that a figure is held against a bound with: 4.98 less 4.95 leaves a tail in binary arithmetic,
#: and a bar of three hundredths must not hang on it.
DIGITS = 9


def _each(check: Callable[[float, float], bool]) -> Check:
    """Apply a two-number check to every number said together."""

    def checked(value: Value, bound: Any) -> bool:
        values = value if isinstance(value, tuple) else (value,)
        values = tuple(round(v, DIGITS) if isinstance(v, float) else v for v in values)
        bounds = bound if isinstance(bound, list | tuple) else (bound,) * len(values)
        if len(bounds) != len(values):
            raise ClaimError(f"{len(values)} numbers to be held against {len(bounds)}")
        return all(check(v, b) for v, b in zip(values, bounds, strict=True))

    return checked


def _rounds(value: float, said: str) -> bool:
    """Whether a figure rounds to a number said: at most half a unit of its last digit away."""
    number = Decimal(said)
    return abs(Decimal(repr(float(value))) - number) <= Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)


@dataclass(frozen=True)
class Operator:
    """One way to hold a value against a bound, and how a sentence says it."""

    check: Check
    words: str


#: How a figure may be held against a bound, by name.
OPERATORS = {
    "said": Operator(_each(_rounds), "rounds to {}"),  # type: ignore[arg-type]  # the bound is text, to keep its digits
    "at_least": Operator(_each(lambda value, bound: value >= bound), "at least {}"),
    "more_than": Operator(_each(lambda value, bound: value > bound), "more than {}"),
    "at_most": Operator(_each(lambda value, bound: value <= bound), "at most {}"),
    "less_than": Operator(_each(lambda value, bound: value < bound), "less than {}"),
    "is": Operator(_each(lambda value, bound: value == bound), "exactly {}"),
}


@dataclass(frozen=True)
class Bar:
    """What a figure must reach for a claim to be true.

    Attributes
    ----------
    operator : str
        One of :data:`OPERATORS`. With ``said`` the number said is its own bar: a figure passes when it rounds to it.
    bound : float, bool, text (with ``said``) or a list of them
        In the unit of the reading.
    between : (low, high) or None
        The range of bounds a reasonable person could choose, where the words carry no number.
    why, source : str
        Why there, and where that comes from (an address or a document).
    other_side : str
        The recorded moment, or the neighbouring case, in which it would have come out the other way; needed only where
        no history of the literal reading tells.
    """

    operator: str
    bound: Any
    between: tuple[Any, Any] | None = None
    why: str = ""
    source: str = ""
    other_side: str = ""

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS:
            raise ClaimError(f"unknown bar {self.operator!r}; known: {', '.join(OPERATORS)}")

    @classmethod
    def of(cls, entry: dict[str, Any], said: str | list[str] | None) -> Bar:
        """Return the bar an entry of ``video/`` describes: one operator with its bound, and what goes with it.

        ``said: true`` stands for all numbers said; one of several is written out: ``said: "0.8"``.
        """
        entry = dict(entry)
        operators = [name for name in entry if name in OPERATORS]
        if len(operators) != 1:
            raise ClaimError(f"a bar needs exactly one of {', '.join(OPERATORS)}; this one has {operators or 'none'}")
        (operator,) = operators
        bound = entry.pop(operator)
        if operator == "said" and bound is True:
            if said is None:
                raise ClaimError("a bar 'said' needs a claimed number")
            bound = said
        between = entry.pop("between", None)
        try:
            return cls(operator, bound, None if between is None else (between[0], between[1]), **entry)
        except TypeError as error:
            raise ClaimError(f"bar: {error}") from None

    def passes(self, value: Value) -> bool:
        """Return whether ``value`` passes; raises :class:`~brink.errors.ClaimError` where it can't be held against the bound."""
        try:
            return bool(OPERATORS[self.operator].check(value, self.bound))
        except (TypeError, ValueError, ArithmeticError, ClaimError) as error:
            raise ClaimError(f"{value!r} can't be held against the bar {self.in_words()!r}: {error}") from None

    def moved(self, bound: Any) -> Bar:
        """Return the same bar with another bound."""
        return Bar(self.operator, bound, self.between, self.why, self.source, self.other_side)

    @property
    def tried(self) -> tuple[Any, ...]:
        """The bounds to try, the default, then both ends of ``between``."""
        ends = [end for end in self.between or () if end != self.bound]
        return (self.bound, *ends)

    def in_words(self, form: str = "{}") -> str:
        """Say when a figure passes; ``form`` is how the reading writes a figure ("{:.1f} %"), the bound keeps its digits."""
        if isinstance(self.bound, bool):
            return "on record" if self.bound else "not on record"
        bounds = self.bound if isinstance(self.bound, list | tuple) else [self.bound]
        return OPERATORS[self.operator].words.format(_written(bounds, form))

    @property
    def range_in_words(self) -> tuple[str, str] | None:
        """Both ends of ``between``, with their digits."""
        return None if self.between is None else (_written([self.between[0]]), _written([self.between[1]]))


def _written(bounds: Sequence[Any], form: str = "{}") -> str:
    """Write bounds with the digits they were given with, and with the unit of ``form`` where it has a place for each."""
    texts = [words.signed(text) if isinstance(text, str) else words.said(text) for text in bounds]
    plain = re.sub(r"\{[^}]*\}", "{}", form)
    return plain.format(*texts) if plain.count("{}") == len(texts) else " / ".join(texts)
