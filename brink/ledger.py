"""Where claims, themes and the record meet: the findings, and the ledger of them all."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from datetime import date
from functools import cache

import pandas as pd

from brink import VIDEO_DAY, themes
from brink.claims import ANSWERS, Claim, Finding, find_claim, load_claims
from brink.snapshot import Snapshot


def _load_themes() -> None:
    for module in pkgutil.iter_modules(themes.__path__):
        importlib.import_module(f"{themes.__name__}.{module.name}")


def today(snapshot: Snapshot, tables: set[str]) -> date | None:
    """Return the last day any of ``tables`` reaches in ``snapshot``, or ``None`` without tables."""
    return max((snapshot.last_public(table) for table in tables), default=None)


@cache
def _record() -> tuple[Snapshot, Snapshot]:
    """Return the record of the video's day and of today: one pair, on which all findings rest."""
    return Snapshot(VIDEO_DAY), Snapshot()


@cache
def finding(claim_id: str) -> Finding:
    """Return the finding on one claim at both dates; raises :class:`~brink.errors.ClaimError`."""
    return assess(find_claim(claim_id), *_record())


def assess(claim: Claim, then: Snapshot, now: Snapshot) -> Finding:
    """Read one claim from two snapshots. Without a function for it, the finding is empty."""
    _load_themes()
    read = ANSWERS.get(claim.id)
    if read is None:
        return Finding(claim, (), ())
    video = tuple(claim.judge(reading) for reading in read(then))
    later = tuple(claim.judge(reading) for reading in read(now))
    used = {table for reading in later for table in reading.tables}
    return Finding(claim, video, later, as_of=today(now, used))


def ledger() -> list[Finding]:
    """Return the findings on all claims, in the order of the inventory."""
    return [finding(claim.id) for claim in load_claims()]


def number(value: float | Sequence[float] | None, digits: int | None = None) -> str:
    """Write a figure as the book prints it.

    ``None`` -> "no figure"; booleans -> "yes", "no"; several numbers are joined by " / ". Without
    ``digits``: whole numbers as they are, thousands with separators, else two decimals (one from 100).
    """
    if isinstance(value, Sequence):
        return " / ".join(number(part, digits) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or pd.isna(value):
        return "no figure"
    if digits is None:
        digits = 0 if float(value).is_integer() or abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
    text = f"{value:,.{digits}f}"
    return "0" + text[2:] if text.startswith("-0") and not text.strip("-0.,") else text.replace("-", "−")


def said(value: float | Sequence[float] | None) -> str:
    """Write a number with the digits it was given with: a claim's number, a test's bound."""
    if isinstance(value, Sequence):
        return " / ".join(said(part) for part in value)
    if value is None or isinstance(value, bool):
        return number(value)
    return number(value, len(repr(value).partition(".")[2].rstrip("0")))
