"""Claims, readings, findings, and the one rule that turns a finding into a verdict."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from brink.errors import ClaimError
from brink.snapshot import DATA, Snapshot

THEMES = ("debt", "taper", "trap", "autos", "dollar", "budget", "auctions")
KINDS = ("level", "event", "mechanism", "prediction", "documentary")
VERDICTS = (
    "holds", "misquoted", "revised away", "fails", "came true", "did not happen", "open", "unchecked",
)  # fmt: skip

#: One number, several said together, or whether something is on record.
Value: TypeAlias = float | bool | tuple[float, ...]
#: A reading against a bound. The bound comes from ``claims.yml`` and may be anything: a misfit is a ``TypeError``.
Check: TypeAlias = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Reading:
    """One way to take a claim's words, and the number the record gives for it.

    Attributes
    ----------
    label : str
        What is measured, in a few words; the literal reading comes first in a list.
    value : float, bool, tuple of floats or None
        The recomputed figure, in ``unit``; ``None`` where the record holds none.
    unit : str
        Unit of ``value``.
    period : str
        The period the figure is for, as a reader writes it: ``"21 May 2025"``, ``"2025Q1"``.
    tables : tuple of str
        The tables the figure rests on.
    note : str
        One sentence.
    range : (low, high) or None
        Uncertainty or sensitivity of ``value``, in ``unit``; of the last number where several go together.
    passes : bool or None
        Whether the claim's test holds for ``value``; set by :meth:`Claim.judge`.
    """

    label: str
    value: Value | None
    unit: str
    period: str
    tables: tuple[str, ...]
    note: str
    range: tuple[float, float] | None = None
    passes: bool | None = None

    def __post_init__(self) -> None:
        """Turn numpy's numbers into plain ones, so that every reading prints and serialises alike."""
        for name in ("value", "range"):
            figure = getattr(self, name)
            plain = tuple(map(_plain, figure)) if isinstance(figure, tuple) else _plain(figure)
            object.__setattr__(self, name, plain)

    def as_dict(self) -> dict[str, Any]:
        """Return the reading as it stands in the ledger's JSON."""
        row = dataclasses.asdict(self)
        for key in ("value", "range"):
            if isinstance(row[key], tuple):
                row[key] = list(row[key])
        return row | {"tables": list(self.tables)}


def _plain(figure: object) -> object:
    return figure.item() if hasattr(figure, "item") else figure


def _each(check: Callable[[float, float], bool]) -> Check:
    """Apply a two-number check to every number said together."""

    def checked(value: Value, bound: Any) -> bool:
        values = value if isinstance(value, tuple) else (value,)
        bounds = bound if isinstance(bound, list | tuple) else (bound,) * len(values)
        if len(bounds) != len(values):
            raise ClaimError(f"{len(values)} numbers to be held against {len(bounds)}")
        return all(check(v, b) for v, b in zip(values, bounds, strict=True))

    return checked


#: What a test in ``claims.yml`` may say. ``within`` is measured from the claimed number.
TESTS: dict[str, Check] = {
    "at_least": _each(lambda value, bound: value >= bound),
    "more_than": _each(lambda value, bound: value > bound),
    "at_most": _each(lambda value, bound: value <= bound),
    "less_than": _each(lambda value, bound: value < bound),
    "is": _each(lambda value, bound: value == bound),
    "between": lambda value, bounds: bounds[0] <= value <= bounds[1],
}


@dataclass(frozen=True)
class Claim:
    """One checkable assertion of the video, as ``data/claims.yml`` holds it.

    ``test`` is a mapping with one entry: ``within``, ``at_least``, ``more_than``, ``at_most``,
    ``less_than``, ``is`` or ``between``. ``horizon`` is the last day of the period a prediction
    speaks of. ``therefore`` lists the claims that the video rests on this one. ``needs`` says
    what record would be needed to check it.
    """

    id: str
    theme: str
    kind: str
    quote: str
    says: str
    claimed: float | bool | tuple[float, ...] | None
    unit: str
    test: dict[str, Any]
    needs: str = ""
    therefore: tuple[str, ...] = ()
    horizon: date | None = None

    def __post_init__(self) -> None:
        def demand(fine: bool, what: str) -> None:
            if not fine:
                raise ClaimError(f"data/claims.yml, claim {self.id!r}: {what}")

        demand(self.theme in THEMES, f"theme {self.theme!r} is none of {', '.join(THEMES)}")
        demand(self.kind in KINDS, f"kind {self.kind!r} is none of {', '.join(KINDS)}")
        demand(self.id.startswith(f"{self.theme}-"), "the id does not start with its theme")
        demand(len(self.test) == 1, "test must hold exactly one entry")
        (operator,) = self.test
        demand(operator in TESTS or operator == "within", f"unknown test {operator!r}")
        demand(operator != "within" or self.claimed is not None, "'within' needs a claimed number")
        demand((self.kind == "prediction") == (self.horizon is not None), "predictions, and only they, have a horizon")
        demand(bool(self.quote and self.says and self.unit), "quote, says and unit must be filled")

    @property
    def numbers(self) -> tuple[float, ...]:
        """The numbers said, in their order; empty where none was."""
        if self.claimed is None:
            return ()
        return self.claimed if isinstance(self.claimed, tuple) else (self.claimed,)

    def passes(self, value: Value) -> bool:
        """Return whether ``value`` passes the claim's test."""
        ((operator, bound),) = self.test.items()
        try:
            if operator == "within":
                return bool(_each(lambda v, said: abs(v - said) <= bound)(value, self.claimed))
            return bool(TESTS[operator](value, bound))
        except (TypeError, ClaimError) as error:
            raise ClaimError(f"claim {self.id!r}: {value!r} can't be held against test {self.test}: {error}") from None

    def judge(self, reading: Reading) -> Reading:
        """Return the reading with ``passes`` filled in (``None`` where it has no value)."""
        if reading.value is None:
            return dataclasses.replace(reading, passes=None)
        return dataclasses.replace(reading, passes=self.passes(reading.value))


@dataclass(frozen=True)
class Finding:
    """A claim's readings as the record stood on the video's day, and with everything since."""

    claim: Claim
    video: tuple[Reading, ...]
    now: tuple[Reading, ...]
    as_of: date | None = None

    @property
    def verdict(self) -> str:
        """The verdict that follows from the readings."""
        over = self.claim.horizon is not None and self.as_of is not None and self.as_of > self.claim.horizon
        return verdict(self.claim.kind, [r.passes for r in self.video], [r.passes for r in self.now], horizon_over=over)

    @property
    def saving(self) -> Reading | None:
        """The charitable reading that passes where the literal one does not, if there is one."""
        readings = self.now if self.claim.kind == "prediction" else self.video
        if not readings or readings[0].passes:
            return None
        return next((reading for reading in readings[1:] if reading.passes), None)

    @property
    def fragile(self) -> bool:
        """Whether the literal reading's range reaches across the line of the test, or it passes on one date only."""
        literal = next(iter(self.video or self.now), None)
        if literal is None or literal.value is None:
            return False
        if literal.range:
            rest = literal.value[:-1] if isinstance(literal.value, tuple) else None
            ends = [end if rest is None else (*rest, end) for end in literal.range]
            if any(self.claim.passes(end) != literal.passes for end in ends):
                return True
        return bool(self.video and self.now) and self.video[0].passes != self.now[0].passes

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as one entry of the ledger's JSON."""
        claim = self.claim
        return {
            "id": claim.id,
            "theme": claim.theme,
            "kind": claim.kind,
            "quote": claim.quote,
            "claimed": list(claim.claimed) if isinstance(claim.claimed, tuple) else claim.claimed,
            "unit": claim.unit,
            "verdict": self.verdict,
            "video": [reading.as_dict() for reading in self.video],
            "now": [reading.as_dict() for reading in self.now],
        }


def verdict(kind: str, video: Sequence[bool | None], now: Sequence[bool | None], *, horizon_over: bool = False) -> str:
    """Return the verdict on a claim.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    video, now : sequences of bool or None
        Whether each reading passes the claim's test, on the record of the video's day and on
        today's; the literal reading first; ``None`` where the record holds no figure.
    horizon_over : bool
        For a prediction: whether the period it speaks of has ended.

    Notes
    -----
    A **prediction** is scored on the literal reading of what came after: ``open`` until its period
    is over, then ``came true`` or ``did not happen``. Every other claim is judged on the video's day:

    - ``holds``: the literal reading passes, and still does;
    - ``revised away``: it passed; later figures for the same period undo it;
    - ``misquoted``: the literal reading fails, a charitable one passes;
    - ``fails``: no reading passes.

    ``unchecked``: the record holds no figure for the literal reading and no other reading passes.
    A literal reading whose figure is missing from today's record keeps the verdict of its day.
    """
    if kind == "prediction":
        if not horizon_over:
            return "open"
        if not now or now[0] is None:
            return "unchecked"
        return "came true" if now[0] else "did not happen"
    literal = video[0] if video else None
    if literal:
        undone = bool(now) and now[0] is False
        return "revised away" if undone else "holds"
    if any(video):
        return "misquoted"
    return "unchecked" if literal is None else "fails"


@cache
def load_claims(root: Path = DATA) -> tuple[Claim, ...]:
    """Return the inventory in ``claims.yml``, in its order.

    Raises :class:`~brink.errors.ClaimError` when an entry is malformed, an id occurs twice, or a
    claim is said to carry one that does not exist.
    """
    path = Path(root) / "claims.yml"
    try:
        # The C parser, where PyYAML was built with it, takes a tenth of the time.
        entries = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise ClaimError(f"{path} can't be read ({error}). Restore it: git checkout -- data/claims.yml") from error
    claims = []
    for entry in entries:
        claimed = entry.get("claimed")
        try:
            claim = Claim(
                **entry
                | {
                    "claimed": tuple(claimed) if isinstance(claimed, list) else claimed,
                    "therefore": tuple(entry.get("therefore", ())),
                }
            )
        except TypeError as error:
            raise ClaimError(f"data/claims.yml, claim {entry.get('id')!r}: {error}") from None
        claims.append(claim)
    ids = [claim.id for claim in claims]
    if repeated := {i for i in ids if ids.count(i) > 1}:
        raise ClaimError(f"data/claims.yml: ids used twice: {', '.join(sorted(repeated))}")
    if unknown := {target for claim in claims for target in claim.therefore} - set(ids):
        raise ClaimError(f"data/claims.yml: 'therefore' names unknown claims: {', '.join(sorted(unknown))}")
    return tuple(claims)


def find_claim(claim_id: str) -> Claim:
    """Return one claim of the inventory; raises :class:`~brink.errors.ClaimError` when there is none of that id."""
    for claim in load_claims():
        if claim.id == claim_id:
            return claim
    raise ClaimError(f"no claim {claim_id!r} in data/claims.yml")


#: A function that reads one claim from a snapshot: the literal reading first, then each charitable one.
Answer: TypeAlias = Callable[[Snapshot], list[Reading]]
#: The function of each claim, filled by :func:`answers`.
ANSWERS: dict[str, Answer] = {}


def answers(claim_id: str) -> Callable[[Answer], Answer]:
    """Register the decorated function as the one that reads ``claim_id`` from a snapshot."""

    def register(function: Answer) -> Answer:
        if claim_id in ANSWERS and ANSWERS[claim_id].__qualname__ != function.__qualname__:
            raise ClaimError(f"claim {claim_id!r} is answered twice")
        ANSWERS[claim_id] = function
        return function

    return register
