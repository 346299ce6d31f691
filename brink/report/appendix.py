"""The data appendix: what each table holds, from where, which time it covers, and which claims rest on it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from brink.argument.ledger import Ledger
from brink.record.package import Resource
from brink.record.periods import periods
from brink.record.snapshot import Snapshot
from brink.report.cards import sentence
from brink.report.citation import publisher
from brink.report.ledger_files import card_link
from brink.report.templates import render
from brink.video import load_video


def tables_of(record: Snapshot, theme: str) -> list[str]:
    """Return the names of a theme's tables, in the order of the descriptor."""
    return [name for name in record.tables if record.describe(name)["theme"] == theme]


def table_index(ledger: Ledger) -> str:
    """Return one list of all tables: title, publisher, rows, class, and the claims that use each; filterable."""
    users: dict[str, list[dict[str, str]]] = defaultdict(list)
    for found in ledger:
        for name in found.tables:
            users[name].append(
                {"id": found.claim.id, "href": card_link(ledger, found.claim), "title": found.claim.title}
            )
    themes = ledger.video.themes
    rows = [
        ledger.now.describe(name) | {"last": ledger.now.last_public(name), "claims": users[name]}
        for name in sorted(ledger.now.tables, key=lambda name: list(themes).index(ledger.now.describe(name)["theme"]))
    ]
    return render(
        "tables.html",
        rows=rows,
        themes=[(theme.key, theme.title) for theme in themes.values()],
        classes=sorted({row["class"] for row in rows}),
    )


def table_entries(record: Snapshot, theme: str) -> str:
    """Return what the descriptor says of a theme's tables: one entry a table, its fields folded."""
    return render("entries.html", tables=[_entry(record, record.describe(name)) for name in tables_of(record, theme)])


def _entry(record: Snapshot, entry: Resource) -> dict[str, Any]:
    return {"refresh": [], "as_of_note": ""} | entry | {"last": record.last_public(entry["name"])}


def standing(ledger: Ledger) -> dict[str, Any]:
    """Return on which data the book stands: the ``day`` of its record, and the ``oldest`` series beneath a verdict.

    Of each chapter with claims, and under no name of the whole book. A series is a table that its publisher keeps adding to;
    a document of one day grows no older.
    """
    record = ledger.now

    def oldest(names: set[str]) -> dict[str, str] | None:
        known = [
            (day, name) for name in names if record.describe(name).get("refresh") and (day := record.last_public(name))
        ]
        if not known:
            return None
        day, name = min(known)
        return {"name": name, "title": record.describe(name)["title"], "day": day.isoformat()}

    beneath = {
        theme.chapter: {name for found in ledger.of_theme(theme.key) for name in found.tables}
        for theme in ledger.video.themes.values()
    }
    beneath[""] = set().union(*beneath.values())
    return {"day": ledger.day.isoformat(), "oldest": {chapter: oldest(names) for chapter, names in beneath.items()}}


def coverage(record: Snapshot, name: str) -> pd.DataFrame:
    """Return the stretches of time a table covers: columns ``table``, ``start``, ``end``.

    Months are joined where no more than a row's usual step lies between them; what is missing stays open.
    """
    spans = periods(record, name).dropna().drop_duplicates().sort_values("first", ignore_index=True)
    numbers = spans["first"].map(lambda month: month.ordinal)
    step = max(1, int(numbers.diff().median())) if len(spans) > 2 else 1
    new = (numbers.diff() > min(step, 12)) & (
        numbers > spans["last"].map(lambda month: month.ordinal).cummax().shift() + 1
    )
    spans = spans.groupby(new.cumsum()).agg(start=("first", "min"), end=("last", "max"))
    starts, ends = spans["start"].dt.start_time, spans["end"].dt.end_time.dt.normalize()
    return pd.DataFrame({"table": name, "start": starts, "end": ends}).reset_index(drop=True)


def coverage_strips(ledger: Ledger, theme: str) -> str:
    """Return which time each table of a theme covers, as bars on one scale; what lies before 2000 is cut."""
    record, start = ledger.now, pd.Timestamp(2000, 1, 1)
    spans = {name: coverage(record, name) for name in tables_of(record, theme)}
    end = max([pd.Timestamp(ledger.day), *(span["end"].max() for span in spans.values() if len(span))])

    def place(when: pd.Timestamp) -> float:
        return float(round(100 * (max(when, start) - start).days / (end - start).days, 2))

    rows = []
    for name, span in spans.items():
        stretches = [
            {"left": place(a), "width": max(0.3, round(place(b) - place(a), 2)), "says": f"{a:%B %Y} to {b:%B %Y}"}
            for a, b in zip(span["start"], span["end"], strict=True)
            if b > start
        ]
        covered = [f"{a:%B %Y} to {b:%B %Y}" for a, b in zip(span["start"], span["end"], strict=True)]
        says = ", ".join(covered) or "nothing was public yet"
        rows.append({"name": name, "title": record.describe(name)["title"], "stretches": stretches, "says": says})
    years = [pd.Timestamp(year, 1, 1) for year in range(2000, end.year, 5)]
    marks = [{"left": place(year), "text": str(year.year)} for year in years if place(year) < 95]
    return render("coverage.html", rows=rows, marks=marks, then=place(pd.Timestamp(ledger.asked)))


def datasets(record: Snapshot, base: str = "") -> dict[str, Any]:
    """Return the tables as a schema.org DataCatalog of Datasets, as search engines for data read it.

    ``base`` is the address of the built site. Without one addresses are relative to the data appendix.
    """
    root = f"{base.rstrip('/')}/" if base else "../"
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": f"{load_video().book}: the record",
        "dataset": [_dataset(record, name, root) for name in record.tables],
    }


def _dataset(record: Snapshot, name: str, root: str) -> dict[str, Any]:
    entry, public = record.describe(name), record.last_public(name)
    told: dict[str, Any] = {
        "@type": "Dataset",
        "name": entry["title"],
        "alternateName": name,
        "description": " ".join(
            sentence(text) for text in (entry["description"], f"Covers {entry['coverage']}", f"Gaps: {entry['gaps']}")
        ),
        "url": f"{root}chapters/data-appendix.html#table-{name}",
        "creator": {"@type": "Organization", "name": publisher(record, name)},
        "isAccessibleForFree": True,
        "isBasedOn": [source["path"] for source in entry["sources"] if "path" in source],
        "license": [terms["path"] for terms in entry["licenses"] if "path" in terms],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": field["name"]} | ({"unitText": field["unit"]} if "unit" in field else {})
            for field in entry["schema"]["fields"]
        ],
        "distribution": {
            "@type": "DataDownload",
            "contentUrl": f"{root}data/{entry['path']}",
            "encodingFormat": "text/csv",
        },
    }
    if public:
        told["dateModified"] = public.isoformat()
    return {key: value for key, value in told.items() if value != []}


def studies(record: Snapshot) -> str:
    """Return every study whose estimate a table holds, with the page it was read on."""
    listed = []
    for table in record.tables:
        frame = record.vintages(table)
        if {"study", "published", "source_url"} <= set(frame):
            for study, rows in frame.groupby("study"):
                pages = sorted(set(rows["source_url"].dropna()))
                years = sorted({day.year for day in rows["published"]})
                listed.append({"study": study, "year": str(years[0]), "pages": pages, "table": table})
    return render("studies.html", studies=sorted(listed, key=lambda study: study["study"].casefold()))
