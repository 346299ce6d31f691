"""What an edition judged by, written down a second time: no bar, choice or number said moves without a word.

``video/judgements.csv`` holds the judgements of the published edition, one a row, and since which edition each stands.
``brink seal --judgements`` writes it, and refuses where one has moved and ``video/errata/`` says nothing of it;
``brink verify`` names each that moved since. A copy made by a program shows that something changed. Whether a judgement
is right it can't show: the words said, and what others printed, stand in the tests.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from brink import __version__
from brink.argument.inventory import Claim, load_claims
from brink.record.table import Problem
from brink.record.verify import write_atomically
from brink.video import FOLDER, load_notes

RECORD = "judgements.csv"
COLUMNS = ("claim", "what", "of", "value", "since")

#: Claim, what is judged, and of which reading or choice.
Key: TypeAlias = tuple[str, str, str]


def judgements(claims: Iterable[Claim]) -> dict[Key, str]:
    """Return every judgement of the claims as text: what kind of claim it is, the number said, bars, choices.

    ``kind``, ``said``, ``horizon`` and ``literal`` (the key of the literal reading) are of the claim, ``differs``,
    ``bar`` and ``between`` of a reading, ``choice`` (the value taken) and ``also`` (the others tried) of a choice.
    """
    found: dict[Key, str] = {}
    for claim in claims:
        of_claim = {"kind": claim.kind, "said": claim.claimed, "horizon": claim.horizon, "literal": claim.literal.key}
        found |= {(claim.id, what, ""): _text(value) for what, value in of_claim.items() if value is not None}
        for key, reading in claim.readings.items():
            found[claim.id, "bar", key] = f"{reading.bar.operator} {_text(reading.bar.bound)}"
            if reading.bar.between is not None:
                found[claim.id, "between", key] = _text(reading.bar.between)
            if reading.differs:
                found[claim.id, "differs", key] = _text(reading.differs)
        for name, choice in claim.choices.items():
            found[claim.id, "choice", name] = _text(choice.default)
            found[claim.id, "also", name] = _text(choice.also)
    return found


def _text(value: Any) -> str:
    return " | ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def read(folder: Path = FOLDER) -> dict[Key, tuple[str, str]]:
    """Return the judgements on record, each with the edition since which it stands; empty where none was recorded."""
    path = Path(folder) / RECORD
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as handle:
        return {(row["claim"], row["what"], row["of"]): (row["value"], row["since"]) for row in csv.DictReader(handle)}


def moved(folder: Path = FOLDER) -> dict[Key, tuple[str | None, str | None]]:
    """Return what differs from the record: the value there and the one now, ``None`` where there is none."""
    before = {key: value for key, (value, _) in read(folder).items()}
    now = judgements(load_claims(folder))
    keys = [*now, *(key for key in before if key not in now)]
    return {key: (before.get(key), now.get(key)) for key in keys if before.get(key) != now.get(key)}


def problems(folder: Path = FOLDER) -> list[Problem]:
    """Return each judgement that moved since it was recorded, and each on record whose erratum is missing.

    A folder without a record has no judgements published yet, and a claim that is not on record was not published: nothing
    of them can have moved.
    """
    before = read(folder)
    if not before:
        return []
    remedy = (
        "If it is meant: a row in video/errata/ that says why, under the new edition, then brink seal --judgements."
    )
    published = {claim for claim, _, _ in before}
    found = [
        Problem("video/claims/", _named(key), f"{was or 'nothing'} was published, now it is {now or 'gone'}", remedy)
        for key, (was, now) in moved(folder).items()
        if key[0] in published
    ]
    told = _told(folder)
    first = min({since for _, since in before.values()}, key=_order)
    began = {claim: {since for key, (_, since) in before.items() if key[0] == claim} for claim, _, _ in before}
    found += [
        Problem(f"video/{RECORD}", _named(key), f"since edition {since}, of which video/errata/ says nothing", remedy)
        for key, (_, since) in before.items()
        if since != first and len(began[key[0]]) > 1 and (key[0], since) not in told
    ]
    return found


def _order(edition: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", edition)]


def seal(folder: Path = FOLDER, edition: str = __version__) -> list[Problem]:
    """Record the judgements of an edition; return what stands against it, and then record nothing.

    A judgement of a claim on record may move only in an edition that says so in ``video/errata/``. A record of the same
    edition stands: who has not published it yet removes the file first.
    """
    before, told = read(folder), _told(folder)
    editions, known = {since for _, since in before.values()}, {key[0] for key in before}
    found = []
    for key, (was, now) in moved(folder).items() if before else ():
        if edition in editions:
            said = f"{was or 'nothing'} is on record for edition {edition}, now it is {now or 'gone'}"
            remedy = f"Raise the edition; or, while it is unpublished, remove video/{RECORD} and seal once more."
        elif key[0] in known and (key[0], edition) not in told:
            said = f"{was or 'nothing'} → {now or 'gone'}: video/errata/ says nothing of it for edition {edition}"
            remedy = "Add a row: from what to what, and why."
        else:
            continue
        found.append(Problem("video/claims/", _named(key), said, remedy))
    if not found:
        rows = [
            (*key, value, before[key][1] if key in before and before[key][0] == value else edition)
            for key, value in judgements(load_claims(folder)).items()
        ]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
        write_atomically(Path(folder) / RECORD, text.getvalue())
    return found


def _told(folder: Path) -> set[tuple[str, str]]:
    """Return which claims have an erratum in which edition."""
    noted = load_notes("errata", folder)
    return set(zip(noted["claim"], noted["edition"], strict=True)) if len(noted) else set()


def _named(key: Key) -> str:
    claim, what, of = key
    return f"{claim}, {what} {of}".rstrip()
