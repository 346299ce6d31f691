"""How the verdicts moved: each claim judged on every day on which a table it rests on changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pandas as pd

from brink.argument.ledger import Finding, Ledger
from brink.argument.verdict import verdict
from brink.record.periods import earliest

#: The columns of :func:`history`.
COLUMNS = ("claim", "day", "verdict", "value", "written", "period", "tables")


def history(ledger: Ledger, claims: Sequence[str] | None = None) -> pd.DataFrame:
    """Return each claim's verdict and literal figure from the video's day to the ledger's, one row a day that moved either.

    Parameters
    ----------
    ledger : Ledger
        What is judged, and up to which day.
    claims : sequence of str, optional
        Ids; all claims by default.

    Returns
    -------
    DataFrame
        ``claim``, ``day``, ``verdict``, ``value`` and ``written`` (the literal reading on the newest record of that day,
        for the period the claim speaks of), ``period``, ``tables`` (those that changed on that day, separated by
        blanks; none where a prediction's time was over). The first row of a claim is the video's day. Days without a
        row moved nothing.
    """
    found = [ledger[claim.id] for claim in ledger.claims if claims is None or claim.id in claims]
    frame = pd.DataFrame(_rows(ledger, found), columns=list(COLUMNS)).assign(
        day=lambda rows: pd.to_datetime(rows["day"])
    )
    order = {finding.claim.id: place for place, finding in enumerate(found)}
    return frame.sort_values("claim", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)


def _rows(ledger: Ledger, findings: Sequence[Finding]) -> Iterator[tuple[object, ...]]:
    """Walk through the days in their order, and judge on each the claims whose tables changed."""
    moved: dict[date, dict[str, list[str]]] = {ledger.asked: {finding.claim.id: [] for finding in findings}}
    for finding in findings:
        for day, table in _changes(ledger, finding):
            moved.setdefault(day, {}).setdefault(finding.claim.id, []).append(table)
        over = finding.claim.horizon + timedelta(days=1) if finding.claim.horizon else None
        if over and ledger.asked < over <= ledger.day:
            moved.setdefault(over, {}).setdefault(finding.claim.id, [])
    by_id = {finding.claim.id: finding for finding in findings}
    last: dict[str, tuple[object, ...]] = {}
    record = ledger.then
    for day in sorted(moved):
        record = record.later(day)
        for claim_id, tables in moved[day].items():
            finding = by_id[claim_id]
            claim = finding.claim
            revised = ledger.readings(claim, record, ledger.asked)
            literal = (finding.then if day == ledger.asked and claim.kind != "prediction" else revised)[
                claim.literal.key
            ]
            word = verdict(
                claim.kind,
                [reading.passes for reading in finding.then.values()],
                [reading.passes for reading in revised.values()],
                over=ledger.over(claim, revised[claim.literal.key].passes, day),
            )
            state = word, literal.value, literal.written, literal.period
            if last.get(claim_id) != state:
                last[claim_id] = state
                yield claim_id, day, *state, " ".join(sorted(tables))


def _changes(ledger: Ledger, finding: Finding) -> Iterator[tuple[date, str]]:
    """Yield the days on which a table beneath a claim changed in what the claim speaks of.

    A statement of the video's day speaks of nothing later, a prediction of nothing after its horizon: rows about a later
    time change neither.
    """
    until = finding.claim.horizon or ledger.asked
    if finding.claim.kind != "prediction" and finding.then[finding.claim.literal.key].value is None:
        until = ledger.day  # it speaks of something that was still to come
    for table in finding.tables:
        about = ledger.now.once(earliest, table)
        for day in ledger.now.changes(table, ledger.asked):
            first = about[pd.Timestamp(day)]
            if pd.isna(first) or first.date() <= until:
                yield day, table
