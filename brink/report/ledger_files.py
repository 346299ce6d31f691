"""The ledger for programs: JSON, CSV and schema.org ClaimReview, as the built site and ``brink ledger --json`` hand it out."""

from __future__ import annotations

import csv
import io
import json
import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from brink.argument import judgements
from brink.argument.inventory import Claim
from brink.argument.ledger import Finding, Ledger, Reading
from brink.argument.verdict import VERDICTS
from brink.video import load_notes
from brink.words import moment

#: What a finding's three figures are called, in the JSON and in the CSV.
FIGURES = ("then", "revised", "today")
#: Digits of an exported number: more would be noise of the last place, which differs between machines.
DIGITS = 12


def card_link(ledger: Ledger, claim: Claim, root: str = "") -> str:
    """Return the address of a claim's card, seen from a page that finds the chapters under ``root``."""
    return f"{root}{ledger.video.themes[claim.theme].chapter}.html#{claim.id}"


def plain(value: Any) -> Any:
    """Return a value as JSON has it: numbers to twelve significant digits, days in ISO form, no figure as ``None``."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    value = value.item() if hasattr(value, "item") else value
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value if isinstance(value, str | bool | int) else str(value)


def as_dict(found: Finding) -> dict[str, Any]:
    """Return a finding as the public interface has it; README lists the keys."""
    claim, bar, firm, rate = found.claim, found.claim.literal.bar, found.firmness, found.base_rate
    judged = found.verdict not in ("open", "unchecked")
    return plain(  # type: ignore[no-any-return]
        {
            "id": claim.id,
            "theme": claim.theme,
            "kind": claim.kind,
            "title": claim.title,
            "quote": claim.quote,
            "said_at": claim.said_at,
            "claimed": claim.claimed,
            "horizon": claim.horizon,
            "settles": claim.settles or None,
            "bar": {
                "operator": bar.operator,
                "bound": bar.bound,
                "between": bar.between,
                "why": bar.why,
                "source": bar.source,
                "in_words": bar.in_words(claim.literal.form),
            },
            "verdict": found.verdict,
            "firmness": firm.word if judged else None,
            "depends_on": firm.decider if judged and firm.word == "depends" else None,
            "by_reading": found.by_reading,
            "ruling": found.ruling,
            "saved_by": found.saving.key if found.saving else None,
            "revised_on_record": found.revised_on_record,
            **{when: [_reading(reading) for reading in getattr(found, when).values()] for when in FIGURES},
            "tables": found.tables,
            "as_of": found.as_of,
            "ways": {"run": firm.run, "passing": firm.passing, "same": firm.same},
            "base_rate": None
            if rate is None
            else {
                "passing": rate.passing,
                "moments": rate.moments,
                "first": moment(rate.first),
                "last": moment(rate.last),
                "other_side": None if rate.other_side is None else moment(rate.other_side),
            },
            "therefore": claim.therefore,
            "needs": claim.needs,
        }
    )


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "key": reading.key,
        "title": reading.title,
        "differs": reading.words.differs,
        "value": reading.value,
        "unit": reading.words.unit,
        "written": reading.written,
        "period": reading.period,
        "passes": reading.passes,
        "range": reading.range,
        "note": reading.note,
    }


def claims_json(findings: Iterable[Finding]) -> str:
    """Return findings as JSON, a list of objects in their order."""
    return json.dumps([as_dict(found) for found in findings], indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(plain(value)) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return " / ".join(str(_cell(part)) for part in value)
    return str(value).lower() if isinstance(value, bool) else "" if value is None else value


def claims_csv(findings: Iterable[Finding]) -> str:
    """Return findings as CSV: one row a reading and figure, the literal reading first (``position`` 0)."""
    of_claim = (
        "id",
        "theme",
        "kind",
        "title",
        "quote",
        "said_at",
        "claimed",
        "verdict",
        "firmness",
        "depends_on",
        "ruling",
    )
    of_reading = ("key", "title", "differs", "value", "unit", "written", "period", "passes")

    def rows() -> Iterable[Sequence[Any]]:
        for found in findings:
            entry = as_dict(found)
            for when in FIGURES:
                for position, reading in enumerate(entry[when]):
                    values = [entry[key] for key in of_claim], [reading[key] for key in of_reading]
                    yield *values[0], when, position, *values[1], *(reading["range"] or (None, None))

    names = ("reading", "reading_title", *of_reading[2:])
    return _csv((*of_claim, "figure", "position", *names, "low", "high"), rows())


def ways_csv(findings: Iterable[Finding]) -> str:
    """Return every distinct way of every claim as CSV, that of the defaults first (``way`` 0)."""
    columns = ("id", "way", "choices", "bar", "value", "passes", "verdict")

    def rows() -> Iterable[Sequence[Any]]:
        for found in findings:
            for way, row in enumerate(found.distinct_ways.to_dict("records")):
                chosen = "; ".join(f"{name}={plain(row[name])}" for name in found.claim.choices)
                passes = None if pd.isna(row["passes"]) else bool(row["passes"])
                yield found.claim.id, way, chosen, row["bar"], row["value"], passes, row["verdict"]

    return _csv(columns, rows())


def errata_csv(folder: Path) -> str:
    """Return the changelog of verdicts, labels and sentences as CSV: edition, day, claim, from what to what, and why."""
    columns = ("edition", "date", "claim", "what", "from", "to", "why")
    noted = load_notes("errata", folder)
    return _csv(columns, noted[list(columns)].itertuples(index=False) if len(noted) else ())


def claim_reviews(ledger: Ledger, base: str = "") -> list[dict[str, Any]]:
    """Return a schema.org ClaimReview for each claim.

    ``base`` is the address of the built site, ``https://host/path``. Without one addresses are relative to its front page.
    """
    root = f"{base.rstrip('/')}/" if base else ""
    reviews = []
    for found in ledger:
        claim, verdict = found.claim, VERDICTS[found.verdict]
        rating = {"@type": "Rating", "alternateName": found.verdict, "ratingExplanation": found.ruling}
        if verdict.rating is not None:
            rating |= {"ratingValue": verdict.rating, "bestRating": 5, "worstRating": 1}  # type: ignore[dict-item]
        reviews.append(
            {
                "@context": "https://schema.org",
                "@type": "ClaimReview",
                "url": f"{root}claims/{claim.id}.html",
                "claimReviewed": claim.title,
                "datePublished": (found.as_of or ledger.day).isoformat(),
                "author": {"@type": "Organization", "name": ledger.video.book} | ({"url": base} if base else {}),
                "itemReviewed": {
                    "@type": "Claim",
                    "text": claim.quote,
                    "datePublished": ledger.video.day.isoformat(),
                    "appearance": {"@type": "CreativeWork", "name": ledger.video.title},
                },
                "reviewRating": rating,
            }
        )
    return reviews


def save(ledger: Ledger, folder: Path, base: str = "") -> None:
    """Save the ledger into the folder of the built site.

    ``claims.json`` and ``claims.csv`` (every reading), ``ways.csv`` (every way), ``errata.csv`` (what earlier editions
    got wrong), ``claim-reviews.json``, and ``judgements.csv`` (what this edition judged by) where it is on record.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {
        "claims.json": claims_json(ledger),
        "claims.csv": claims_csv(ledger),
        "ways.csv": ways_csv(ledger),
        "errata.csv": errata_csv(ledger.folder),
        "claim-reviews.json": json.dumps(claim_reviews(ledger, base), indent=1, ensure_ascii=False, allow_nan=False)
        + "\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    if (ledger.folder / judgements.RECORD).is_file():
        shutil.copyfile(ledger.folder / judgements.RECORD, folder / judgements.RECORD)
