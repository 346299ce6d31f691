"""What the video said, and what it is held against: the claims as ``video/claims/`` holds them, and who answers them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from brink.argument.verdict import KINDS, SETTLES, Bar, Value
from brink.errors import ClaimError
from brink.record.snapshot import Snapshot
from brink.video import FOLDER, load_video, read_yaml

#: In what a charitable reading may differ from the literal one.
DIFFERENCES = ("period", "instrument", "basis", "measure", "source", "scope")


@dataclass(frozen=True)
class ReadingWords:
    """One way to take a claim's words, before any figure: the literal one, or one that ``differs`` in named ways.

    ``unit`` is the unit of its figure in words, ``form`` how a figure is written with it ("{:.1f} % of GDP"), ``bar``
    what it is held against, ``note`` a sentence with placeholders for the facts its figure brings along.
    """

    key: str
    title: str
    unit: str
    form: str
    bar: Bar
    differs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Choice:
    """A choice that whoever checks the claim must make: the value taken by ``default``, and what else is reasonable.

    ``labels`` names values whose own writing says too little; ``range`` bounds what a reader may set it to, where any
    number between would do.
    """

    name: str
    title: str
    default: Any
    also: tuple[Any, ...]
    why: str
    labels: Mapping[Any, str] = field(default_factory=dict)
    range: tuple[float, float] | None = None

    @property
    def values(self) -> tuple[Any, ...]:
        """All values to try, the default first."""
        return (self.default, *self.also)


@dataclass(frozen=True)
class Claim:
    """One checkable assertion of the video.

    Attributes
    ----------
    id, theme, kind : str
        ``theme`` is a key of ``video.yml``; ``kind`` one of :data:`~brink.argument.verdict.KINDS`.
    quote : str
        The video's own words.
    said_at : int
        The number of the quote's first word in the spoken text, from 1.
    title : str
        The claim as one plain sentence, at the strength it was said.
    claimed : text, list of texts or None
        The number said, with the digits it was said with.
    readings : mapping
        The ways to take the words by key, the literal one first.
    choices : mapping
        What a reasonable checker could choose otherwise, by name: keyword arguments of the claim's answer.
    ruling : text, or mapping of verdict to text
        Two sentences with placeholders: what is true, and why the verdict.
    therefore : tuple of str
        The claims that the video rests on this one.
    horizon : date or None
        The last day of the period a prediction speaks of.
    settles : str
        Which outcome of a prediction no later day can undo, ``passing``, ``failing`` or ``either``: from the day
        of that event on it is judged, before the horizon is reached. Empty where the whole period must be waited for.
    needs : str
        What record it would take to check it.
    """

    id: str
    theme: str
    kind: str
    quote: str
    said_at: int
    title: str
    claimed: str | list[str] | None
    bar: Bar
    readings: Mapping[str, ReadingWords]
    choices: Mapping[str, Choice] = field(default_factory=dict)
    ruling: str | Mapping[str, str] = ""
    therefore: tuple[str, ...] = ()
    horizon: date | None = None
    horizon_why: str = ""
    settles: str = ""
    needs: str = ""

    @property
    def numbers(self) -> tuple[float, ...]:
        """The numbers said, in their order; empty where none was."""
        if self.claimed is None:
            return ()
        return tuple(map(float, self.claimed)) if isinstance(self.claimed, list) else (float(self.claimed),)

    @property
    def literal(self) -> ReadingWords:
        """The literal reading, what the speaker's audience understood."""
        return next(iter(self.readings.values()))

    @property
    def defaults(self) -> dict[str, Any]:
        """The default of each choice."""
        return {name: choice.default for name, choice in self.choices.items()}

    def combinations(self) -> list[dict[str, Any]]:
        """Return every combination of the choices, that of the defaults first."""
        names = list(self.choices)
        return [dict(zip(names, values, strict=True)) for values in product(*(c.values for c in self.choices.values()))]

    def passes(self, value: Value, reading: str | None = None) -> bool:
        """Return whether ``value`` passes the bar of a reading, the literal one by default."""
        return (self.readings[reading] if reading else self.literal).bar.passes(value)


def _claim(theme: str, entry: Any, where: Path) -> Claim:
    """Return one entry of a file as a claim; raises :class:`~brink.errors.ClaimError` that names file and claim."""
    if not isinstance(entry, dict) or "id" not in entry:
        raise ClaimError(f"{where}: an entry without id: {entry!r}")
    try:
        return _read(theme, entry)
    except (TypeError, KeyError, ValueError, ClaimError) as error:
        raise ClaimError(f"{where}, claim {entry['id']!r}: {error}") from None


def _demand(fine: bool, what: str) -> None:
    if not fine:
        raise ClaimError(what)


def _read(theme: str, entry: Mapping[str, Any]) -> Claim:
    entry = dict(entry)
    claimed, readings = entry.get("claimed"), entry.pop("readings")
    _demand(isinstance(readings, dict) and bool(readings), "readings must be a mapping of keys to readings")
    _demand(claimed is None or isinstance(claimed, str | list), "claimed must be quoted text, to keep its digits")
    bar = Bar.of(entry.pop("bar"), claimed)
    claim = Claim(
        **entry
        | {
            "theme": theme,
            "bar": bar,
            "readings": {
                key: _reading(key, words, bar, claimed, literal=not position)
                for position, (key, words) in enumerate(readings.items())
            },
            "choices": {name: _choice(name, choice) for name, choice in entry.pop("choices", {}).items()},
            "therefore": tuple(entry.get("therefore", ())),
        }
    )
    _demand(claim.kind in KINDS, f"kind {claim.kind!r} is none of {', '.join(KINDS)}")
    _demand(claim.id.startswith(f"{theme}-"), "the id does not start with its theme")
    _demand((claim.kind == "prediction") == (claim.horizon is not None), "predictions, and only they, have a horizon")
    _demand(
        claim.settles in SETTLES and (claim.kind == "prediction" or not claim.settles),
        f"settles is for predictions, and one of {', '.join(filter(None, SETTLES))}",
    )
    _demand(bool(claim.quote and claim.title), "quote and title must be filled")
    return claim


def _reading(key: str, words: Any, bar: Bar, claimed: Any, *, literal: bool) -> ReadingWords:
    _demand(isinstance(words, dict), f"reading {key!r} is no mapping")
    words = dict(words)
    differs = tuple(words.pop("differs", ()))
    _demand(set(differs) <= set(DIFFERENCES), f"reading {key!r}: differs must name some of {', '.join(DIFFERENCES)}")
    _demand(
        bool(differs) != literal,
        f"reading {key!r}: the first reading is the literal one, every other says how it differs",
    )
    _demand(len(differs) <= 2, f"reading {key!r} differs in more than two ways")
    own = words.pop("bar", None)
    return ReadingWords(key, differs=differs, bar=Bar.of(own, claimed) if own else bar, **words)


def _choice(name: str, entry: Mapping[str, Any]) -> Choice:
    span = tuple(entry["range"]) if "range" in entry else None
    choice = Choice(name, **dict(entry) | {"also": tuple(entry["also"]), "range": span})
    _demand(
        set(choice.labels) <= set(choice.values) and all(isinstance(text, str) for text in choice.labels.values()),
        f"choice {choice.name!r}: a label must be text and belong to one of its values",
    )
    return choice


def _theme_claims(theme: str, folder: Path = FOLDER) -> list[Claim]:
    path = Path(folder) / "claims" / f"{theme}.yml"
    entries = read_yaml(path)
    if not isinstance(entries, list) or not entries:
        raise ClaimError(f"{path} must hold a list of claims; it holds {type(entries).__name__}.")
    return [_claim(theme, entry, path) for entry in entries]


@cache
def load_claims(folder: Path = FOLDER) -> tuple[Claim, ...]:
    """Return the inventory of ``folder``: theme by theme, in the order of its files.

    Raises :class:`~brink.errors.ClaimError` when an entry is malformed, an id occurs twice, or a
    claim is said to carry one that does not exist.
    """
    claims = [claim for theme in load_video(folder).themes for claim in _theme_claims(theme, folder)]
    ids = [claim.id for claim in claims]
    if repeated := {i for i in ids if ids.count(i) > 1}:
        raise ClaimError(f"{folder}/claims: ids used twice: {', '.join(sorted(repeated))}")
    if unknown := {target for claim in claims for target in claim.therefore} - set(ids):
        raise ClaimError(f"{folder}/claims: 'therefore' names unknown claims: {', '.join(sorted(unknown))}")
    return tuple(claims)


def find_claim(claim_id: str, folder: Path = FOLDER) -> Claim:
    """Return one claim of the inventory; raises :class:`~brink.errors.ClaimError` when there is none of that id."""
    for claim in load_claims(folder):
        if claim.id == claim_id:
            return claim
    raise ClaimError(f"no claim {claim_id!r} in video/claims; known: {', '.join(c.id for c in load_claims(folder))}")


# --- answers ---------------------------------------------------------------------------------


class Figure:
    """What the record gives for one reading: a value with its period, and the facts its note tells.

    Parameters
    ----------
    value : float, bool, tuple of floats or None
        In the unit of its reading; ``None`` (or not a number) where the record holds none.
    period : str
        The period the figure is for, as a reader writes it: ``"21 May 2025"``, ``"2025Q1"``.
    range : (low, high) or None
        Uncertainty or sensitivity of ``value``; of the last number where several go together.
    history : Series, or a function that returns it, or None
        The same figure at each earlier moment, indexed by day or period: gives the bar its base rate. A function is
        asked only when the base rate is: the ways of a claim don't need it.
    why : str
        Where there is no value: why.
    vintage : day or None
        The release the value rests on, where only the answer can tell: in a table of which some figures were published
        again and this one was not. Where the day's figure and the newest rest on one release, there is no later figure.
    **facts
        What the placeholders of the reading's note stand for.
    """

    __slots__ = ("_history", "facts", "period", "range", "value", "vintage", "why")

    def __init__(
        self,
        value: Any,
        period: str = "",
        *,
        range: tuple[Any, Any] | None = None,
        history: pd.Series | Callable[[], pd.Series] | None = None,
        why: str = "",
        vintage: date | None = None,
        **facts: Any,
    ):
        self.value: Value | None = _plain(value)
        self.period, self.why, self.vintage, self._history, self.facts = period, why, vintage, history, facts
        self.range: tuple[float, float] | None = None if range is None else (_plain(range[0]), _plain(range[1]))

    @property
    def history(self) -> pd.Series | None:
        """The same figure at each earlier moment, worked out when first asked for."""
        if callable(self._history):
            self._history = self._history()
        return self._history


def _plain(figure: Any) -> Any:
    """Turn NumPy's numbers into plain ones, and what is not a number into ``None``."""
    if isinstance(figure, tuple | list):
        parts = tuple(map(_plain, figure))
        return None if any(part is None for part in parts) else parts
    figure = figure.item() if hasattr(figure, "item") else figure
    return None if figure is None or figure is pd.NaT or figure != figure else figure


#: Answers one claim from a record, as asked on a day: a figure for each reading's key. Choices are keyword arguments.
Answer: TypeAlias = Callable[..., dict[str, Figure]]
#: The answer of each claim, filled by :func:`answers`.
ANSWERS: dict[str, Answer] = {}


def answers(claim_id: str) -> Callable[[Answer], Answer]:
    """Register the decorated function as the one that answers ``claim_id``.

    It is called as ``answer(record, asked, **choices)``: what does ``record`` show, asked on the day ``asked``? It
    returns one :class:`Figure` for each key of the claim's readings.
    """

    def register(function: Answer) -> Answer:
        if claim_id in ANSWERS and ANSWERS[claim_id].__qualname__ != function.__qualname__:
            raise ClaimError(f"claim {claim_id!r} is answered twice")
        ANSWERS[claim_id] = function
        return function

    return register


@cache
def _load_answers() -> None:
    package = importlib.import_module("brink.argument.answers")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")


def answered() -> set[str]:
    """Return the ids of the claims that have an answer."""
    _load_answers()
    return set(ANSWERS)


def answer(claim: Claim, record: Snapshot, asked: date, **choices: Any) -> dict[str, Figure]:
    """Return the figures that answer ``claim``, in the order of its readings; to the facts of each come the choices, by their labels.

    Raises :class:`~brink.errors.ClaimError` when nobody answers the claim, or when answer and inventory disagree on
    which readings there are.
    """
    _load_answers()
    if claim.id not in ANSWERS:
        raise ClaimError(
            f"claim {claim.id!r} has no answer: add a function @answers({claim.id!r}) to brink/argument/answers/{claim.theme}.py"
        )
    taken = claim.defaults | choices
    figures = ANSWERS[claim.id](record, pd.Timestamp(asked), **taken)
    if not isinstance(figures, dict) or figures.keys() != claim.readings.keys():
        given = ", ".join(figures) if isinstance(figures, dict) else type(figures).__name__
        raise ClaimError(
            f"claim {claim.id!r}: brink/argument/answers/{claim.theme}.py answers {given}; "
            f"video/claims/{claim.theme}.yml has the readings {', '.join(claim.readings)}"
        )
    said = {name: claim.choices[name].labels.get(value, value) for name, value in taken.items()}
    for figure in figures.values():
        figure.facts = said | figure.facts
    return {key: figures[key] for key in claim.readings}
