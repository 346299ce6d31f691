"""Hold ``video/`` against its schema and against the answers, as :mod:`brink.record.verify` holds ``data/``."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from brink.argument import judgements
from brink.argument.inventory import answered, load_claims
from brink.errors import ClaimError
from brink.record.package import DATA, load_package
from brink.record.table import Problem
from brink.video import FOLDER, load_video, read_yaml

#: The form of a file of claims, for editors and for :func:`check`.
SCHEMA = "claims.schema.json"


def check(folder: Path = FOLDER, data: Path = DATA) -> list[Problem]:
    """Return everything that is wrong with the speech's folder, an empty list when all is well.

    Files are held against the schema, the inventory is loaded, each claim must have an answer and each answer a claim,
    each judgement must stand as it was published, and each table of ``data`` must have a theme of the speech.
    """
    folder = Path(folder)
    try:
        themes = load_video(folder).themes
        problems = [problem for theme in themes for problem in _form_problems(folder, theme)]
        known = {claim.id for claim in load_claims(folder)}
        strong = load_video(folder).strong_words
        asked_for = answered()
        moved = judgements.problems(folder)
    except ClaimError as error:
        return [Problem("video/", "", str(error).rstrip("."), "Mend that place; nothing else was changed.")]
    problems += moved
    problems += [
        Problem(
            "brink/argument/answers/", f"claim {claim!r}", "has an answer, but is not in the inventory", "Mend the id."
        )
        for claim in sorted(asked_for - known)
    ]
    problems += [
        Problem("video/claims/", f"claim {claim!r}", "has no answer", "Add one to brink/argument/answers/.")
        for claim in sorted(known - asked_for)
    ]
    problems += [
        Problem("video/video.yml", f"strong_words, {claim!r}", "is no claim of the inventory", "Mend or drop the line.")
        for claim in sorted(strong.keys() - known)
    ]
    problems += [
        Problem(
            "data/datapackage.json",
            f"table {table['name']!r}",
            f"theme {table['theme']!r} is none of the speech's",
            f"Use one of: {', '.join(themes)}.",
        )
        for table in load_package(data)["resources"]
        if table["theme"] not in themes
    ]
    return problems


def _form_problems(folder: Path, theme: str) -> list[Problem]:
    """Hold one file of claims against the schema."""
    path = folder / SCHEMA
    if not path.exists():
        return []
    # Dates are text to the schema's language.
    entries = json.loads(json.dumps(read_yaml(folder / "claims" / f"{theme}.yml"), default=str))
    found = []
    for error in Draft202012Validator(json.loads(path.read_text(encoding="utf-8"))).iter_errors(entries):
        place = list(error.absolute_path)
        entry = entries[place[0]] if place and isinstance(entries, list) else None
        name = entry.get("id", f"entry {place[0]}") if isinstance(entry, dict) else ""
        where = " ".join(filter(None, [name, ", ".join(map(str, place[1:]))]))
        found.append(Problem(f"video/claims/{theme}.yml", where, error.message, f"The form is in video/{SCHEMA}."))
    return found
