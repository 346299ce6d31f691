"""What the fact tests share: the record at both dates, one figure of it, and how a printed figure is held against it.

A fact is something we did not compute: a number somebody printed, a claim's own words. Each names who printed it.
"""

from collections.abc import Callable
from decimal import Decimal

import pandas as pd
import pytest

from brink import VIDEO_DAY
from brink.claims import Claim, Finding, find_claim, load_claims
from brink.ledger import assess, finding
from brink.snapshot import Snapshot

THEN, NOW = Snapshot(VIDEO_DAY), Snapshot()


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


def printed(table: str, column: str, keys: str, *facts: tuple, per: float = 1) -> Callable:
    """Return a test that holds figures of one column to what others printed.

    Parameters
    ----------
    table, column : str
        Where our figure stands.
    keys : str
        The columns that name a figure, separated by blanks.
    facts : tuples
        A value for each key, then the figure as printed (text, to keep its digits), then who printed it and when.
    per : float
        How many units of the column make one of the printed unit: 1000 for trillions printed and billions held.
    """
    cases = [pytest.param(dict(zip(keys.split(), fact, strict=False)), fact[-2], id=fact[-1]) for fact in facts]

    @pytest.mark.parametrize(("where", "figure"), cases)
    def test(where, figure):
        value = only(table, column, **where)
        assert rounds_to(value / per, figure), f"{table}.{column} {where} holds {value}, {figure} was printed"

    return test


def found(claim_id: str, then: Snapshot | None = None, now: Snapshot | None = None) -> Finding:
    """Return the finding on one claim; on the records of other days, where they are given."""
    return assess(find_claim(claim_id), then or THEN, now or NOW) if then or now else finding(claim_id)


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
    """Return a test that holds each claim's number and its test to the video's own words.

    A fact is a claim, the number said (``None`` where none was), figures the words cover, figures they don't, and the
    words with how they are taken. The figures stand as close to the line as the words allow, on either side of it.
    """
    cases = [pytest.param(*fact[:-1], id=f"{fact[0]}: {fact[-1]}") for fact in facts]

    @pytest.mark.parametrize(("claim_id", "said", "covered", "beyond"), cases)
    def test(claim_id, said, covered, beyond):
        spoken = find_claim(claim_id)
        assert spoken.claimed == said
        assert [figure for figure in covered if not spoken.passes(figure)] == []
        assert [figure for figure in beyond if spoken.passes(figure)] == []

    return test
