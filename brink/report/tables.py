"""Tables of a page: a frame with its caption, and the list of the tables a chapter rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from brink.argument.ledger import Finding, Ledger
from brink.argument.verdict import KINDS, VERDICTS
from brink.record.snapshot import Snapshot
from brink.report.cards import gist
from brink.report.firmness import firmness
from brink.report.ledger_files import card_link
from brink.report.templates import render, slug
from brink.video import BOOK, load_notes
from brink.words import day, number

#: A longer table is folded away.
LONG = 10


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    digits: Mapping[str, int] | int | None = None,
    mark: Sequence[bool] | None = None,
    fold: bool = False,
) -> str:
    """Return a frame as a table: see :func:`brink.report.book.table`."""

    def cell(column: str, value: Any) -> Any:
        if isinstance(value, str | bool):
            return value if isinstance(value, str) else number(value)
        if pd.isna(value):
            return "–"
        if isinstance(value, pd.Timestamp):
            # The blanks of a date keep it together.
            return day(value).replace(" ", "\N{NO-BREAK SPACE}")
        if isinstance(value, pd.Period):
            return str(value)
        return number(value, digits.get(column) if isinstance(digits, Mapping) else digits)

    if frame.empty:
        return render("table.html", caption=caption, rows=[])
    marked = [False] * len(frame) if mark is None else list(mark)
    rows = [
        {"marked": set_off, "cells": [cell(column, value) for column, value in zip(frame, row, strict=True)]}
        for set_off, row in zip(marked, frame.itertuples(index=False), strict=True)
    ]
    columns = [
        {"name": column, "numeric": pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)}
        for column, dtype in frame.dtypes.items()
    ]
    return render("table.html", caption=caption, columns=columns, rows=rows, folded=fold or len(frame) > LONG)


def sources(record: Snapshot, *names: str) -> str:
    """Return the list of tables a chapter rests on: see :func:`brink.report.book.sources`."""
    return render("sources.html", tables=[record.describe(name) | {"last": record.last_public(name)} for name in names])


# --- the ledger ----------------------------------------------------------------------------------

#: What the ledger can be asked to show: the key in its address, and how it is called.
SHOWS = {
    "right": "what the video gets right",
    "wrong": "what fails",
    "near": "right figure, wrong name",
    "predictions": "the predictions",
    "close": "close calls",
    "unchecked": "what could not be checked",
}
#: The orders it can stand in, besides that of the book.
ORDERS = {"said": "as the video says it", "verdict": "by verdict", "firm": "the shakiest first"}


def shows(found: Finding) -> list[str]:
    """Return under which of :data:`SHOWS` a finding stands."""
    fits = {
        "right": found.verdict in ("holds", "came true"),
        "wrong": found.verdict in ("fails", "did not happen"),
        "near": found.verdict in ("mislabelled", "in part"),
        "predictions": found.claim.kind == "prediction",
        "close": found.close,
        "unchecked": found.verdict == "unchecked",
    }
    return [name for name, fit in fits.items() if fit]


def ledger_table(ledger: Ledger) -> str:
    """Return all findings as a table to filter, search and order (``_static/ledger.js`` brings it to life)."""
    present = [verdict for verdict in VERDICTS if any(found.verdict == verdict for found in ledger)]
    return render(
        "ledger.html",
        rows=[_ledger_row(ledger, found) for found in ledger],
        shows=list(SHOWS.items()),
        verdicts=[(slug(verdict), verdict) for verdict in present],
        themes=[(theme.key, theme.title) for theme in ledger.video.themes.values()],
        kinds=[(kind, kind) for kind in KINDS],
        orders=list(ORDERS.items()),
        then_label=day(ledger.asked),
    )


def _ledger_row(ledger: Ledger, found: Finding) -> dict[str, Any]:
    row = gist(ledger, found)
    by_when = {figure["when"]: figure for figure in row["figures"]}
    nothing = {"label": "", "written": "", "period": ""}
    return row | {
        "figures": [by_when.get(when, nothing) for when in ("then", "revised", "today")],
        "href": card_link(ledger, found.claim),
        "theme": found.claim.theme,
        "kind": found.claim.kind,
        "firmness": firmness(found),
        "shows": shows(found),
        "said_at": found.claim.said_at,
        "rank": list(VERDICTS).index(found.verdict),
        "same": round(found.firmness.same, 4),
    }


# --- what was noted on claims ----------------------------------------------------------------------

#: The columns of what was noted, by kind, as a reader meets them.
NOTES = {
    "errata": {"what": "What", "from": "First edition", "to": "Now", "why": "Why", "edition": "Since edition"},
    "objections": {"from": "Raised by", "raised": "What was raised", "became": "What became of it"},
}


#: Words of earlier editions, by the rating they had.
FORMER = {"misquoted": 3}


def directions(errata: pd.DataFrame) -> dict[str, int]:
    """Return where the verdicts that changed went: ``better`` or ``worse`` for the video, ``same`` (a new word of the same
    rank), ``first`` (judged where it was not before) and ``dropped`` (judged no longer).

    ``errata`` are rows of :func:`brink.video.load_notes` on verdicts.
    """
    ratings = FORMER | {word: verdict.rating for word, verdict in VERDICTS.items()}
    found = dict.fromkeys(("better", "worse", "same", "first", "dropped"), 0)
    for old, new in zip(errata["from"].map(ratings), errata["to"].map(ratings), strict=True):
        if pd.isna(old) or pd.isna(new):
            found["first" if pd.isna(old) else "dropped"] += 1
        else:
            found["better" if new > old else "worse" if new < old else "same"] += 1
    return found


def notes(ledger: Ledger, kind: str, caption: str) -> str:
    """Return what was noted on the claims (:func:`brink.video.load_notes`), a folded table for each theme
    and one for the book's pages.

    Of errata, the verdicts that changed come first and open.
    """
    frame, columns, known = load_notes(kind, ledger.folder), NOTES[kind], {claim.id: claim for claim in ledger.claims}

    def row(noted: dict[str, str]) -> dict[str, Any]:
        claim = known.get(noted["claim"])
        page = (
            {"index": "../index.html"}.get(noted["claim"], f"{noted['claim']}.html") if noted["theme"] == BOOK else ""
        )
        cells = [noted[column] for column in columns]
        return {"claim": noted["claim"], "href": card_link(ledger, claim) if claim else page, "cells": cells}

    noted = frame.to_dict("records")
    first = [row(entry) for entry in noted if entry.get("what") == "verdict"]
    groups = [{"title": "Verdicts", "rows": first, "open": True}] if first else []
    titles = {theme.key: theme.title for theme in ledger.video.themes.values()} | {BOOK: "The book as a whole"}
    for theme, title in titles.items():
        rows = [row(entry) for entry in noted if entry["theme"] == theme and entry.get("what") != "verdict"]
        if rows:
            groups.append({"title": title, "rows": rows, "open": False})
    return render("notes.html", groups=groups, columns=list(columns.values()), caption=caption)
