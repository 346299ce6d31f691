"""What the fact tests share: the record at both dates, one figure of it, and how a printed figure is held against it.

A fact is something we did not compute: a number somebody printed, a claim's own words. Each names who printed it.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from brink.argument import ledger
from brink.argument.inventory import Claim, Figure, answer, find_claim, load_claims
from brink.argument.ledger import Finding, Ledger
from brink.record.snapshot import Snapshot

LEDGER = Ledger()
THEN, NOW = LEDGER.then, LEDGER.now


def python_in(folder: Path, *arguments: str) -> str:
    """Run Python with the package of another folder; what it prints."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def answering_once():
    """Have each answer worked out once, whatever else is set: many settings ask for the same few."""
    known: dict[tuple[object, ...], dict[str, Figure]] = {}

    def remembered(claim: Claim, record: Snapshot, asked: date, **choices) -> dict[str, Figure]:
        chosen = claim.defaults | choices
        key = claim.id, record.as_of, asked, tuple((type(value), value) for value in chosen.values())
        if key not in known:
            known[key] = answer(claim, record, asked, **choices)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "answer", remembered)
        yield


def rows(table: str, **where) -> pd.DataFrame:
    """Return the rows of a table, in all vintages, whose columns hold the values named."""
    frame = NOW.vintages(table)
    for column, wanted in where.items():
        frame = frame[frame[column] == wanted]
    return frame


def only(table: str, column: str, **where):
    """Return the one figure that ``where`` names; where several vintages hold it, the newest."""
    found = rows(table, **where)
    if len(found) > 1:
        found = found.merge(NOW.table(table))
    assert len(found) == 1, f"{table} {where}: {len(found)} rows"
    return found[column].iloc[0]


def rounds_to(value: float, printed: str) -> bool:
    """Whether a figure rounds to the one printed: at most half a unit of its last digit away."""
    return abs(Decimal(str(value)) - Decimal(printed)) <= Decimal(5).scaleb(Decimal(printed).as_tuple().exponent - 1)


def found(claim_id: str, ledger: Ledger | None = None) -> Finding:
    """Return the finding on one claim; of another ledger, where one is given."""
    return (ledger or LEDGER)[claim_id]


def of_theme(theme: str) -> tuple[Claim, ...]:
    """Return the claims of one theme."""
    return tuple(claim for claim in load_claims() if claim.theme == theme)


def verdicts(*facts: tuple[str, str, str]) -> Callable:
    """Return a test that holds each claim's verdict to a fact: claim, verdict, and who printed what makes it so."""

    @pytest.mark.parametrize(("claim_id", "verdict"), [pytest.param(*fact[:2], id=fact[2]) for fact in facts])
    def test(claim_id, verdict):
        assert found(claim_id).verdict == verdict

    return test


def words(*facts: tuple) -> Callable:
    """Return a test that holds each claim's number and its bar to the video's own words.

    A fact is a claim, the number said (text, to keep its digits; ``None`` where none was), figures the words cover,
    figures they don't, and the words with how they are taken. The figures stand as close to the bar as the words allow,
    on either side of it.
    """
    cases = [pytest.param(*fact[:-1], id=f"{fact[0]}: {fact[-1]}") for fact in facts]

    @pytest.mark.parametrize(("claim_id", "said", "covered", "beyond"), cases)
    def test(claim_id, said, covered, beyond):
        spoken = find_claim(claim_id)
        assert spoken.claimed == said
        assert [figure for figure in covered if not spoken.passes(figure)] == []
        assert [figure for figure in beyond if spoken.passes(figure)] == []

    return test
