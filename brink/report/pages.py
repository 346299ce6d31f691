"""What the front page, the verdicts chapter and the data appendix show of all claims and all tables."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import HTML

from brink import VIDEO_DAY
from brink.argument.claims import THEMES, VERDICTS, Claim, Finding, Value, load_claims
from brink.argument.ledger import ledger, number, said
from brink.record.snapshot import Resource, Snapshot, describe, load_package, public_from
from brink.report.cards import CHAPTERS, SHAPES, badge

#: Theme -> its name for the reader.
NAMES = {
    "debt": "JGB debt", "taper": "BoJ bond taper", "trap": "Growth, prices and the yen", "autos": "Auto tariffs",
    "dollar": "The dollar adjustment", "budget": "US budget arithmetic", "auctions": "Auction participation",
}  # fmt: skip

#: ClaimReview wants a rating on a scale; the words are ours, the numbers only order them.
RATINGS = {"holds": 5, "came true": 5, "misquoted": 3, "revised away": 3, "fails": 1, "did not happen": 1}


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """Return how many claims have each verdict, in the order of the verdicts, none left at zero."""
    found = Counter(finding.verdict for finding in findings)
    return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}


def _class(verdict: str) -> str:
    return f"verdict-{verdict.replace(' ', '-')}"


def card_link(claim: Claim, root: str = "chapters/") -> str:
    """Return the address of a claim's card, relative to a page beside ``root``."""
    return f"{root}{CHAPTERS[claim.theme]}.html#{claim.id}"


def verdict_bar() -> HTML:
    """Return the counts by verdict as one stacked bar with its numbers."""
    tally = counts(ledger())
    total = sum(tally.values())
    parts = "".join(
        f'<span class="{_class(verdict)}" style="flex-grow:{count}" title="{verdict}: {count}"></span>'
        for verdict, count in tally.items()
    )
    items = "".join(f"<li>{badge(verdict)} <strong>{count}</strong></li>" for verdict, count in tally.items())
    words = ", ".join(f"{count} {verdict}" for verdict, count in tally.items())
    return HTML(
        f'<div class="brink-tally"><div class="brink-bar" role="img" aria-label="{total} claims: {words}">{parts}</div>'
        f"<ul>{items}</ul></div>"
    )


# --- the map -----------------------------------------------------------------------------------

_BOX, _GAP, _HEAD = (118, 54), (20, 14), 40


def depth(claims: Sequence[Claim]) -> dict[str, int]:
    """Return, for each claim, how many steps of the argument lead to it: the longest path from a start."""
    before: dict[str, set[str]] = {claim.id: set() for claim in claims}
    for claim in claims:
        for target in claim.therefore:
            before[target].add(claim.id)
    levels: dict[str, int] = {}
    while len(levels) < len(before):
        for node, sources in before.items():
            if node not in levels and sources <= levels.keys():
                levels[node] = 1 + max((levels[source] for source in sources), default=-1)
    return levels


def argument_map() -> HTML:
    """Return the argument: claims as boxes coloured by verdict, arrows for "therefore".

    On a wide screen a drawing with one column a theme, each read downwards; on a narrow one the
    same as a list. Every claim links to its card.
    """
    findings = {found.claim.id: found for found in ledger()}
    levels = depth(load_claims())
    columns = [
        sorted((c for c in load_claims() if c.theme == theme), key=lambda claim: levels[claim.id]) for theme in THEMES
    ]
    step_x, step_y = _BOX[0] + _GAP[0], _BOX[1] + _GAP[1]
    place = {
        claim.id: (x * step_x, _HEAD + y * step_y) for x, column in enumerate(columns) for y, claim in enumerate(column)
    }
    width, height = len(columns) * step_x - _GAP[0], _HEAD + max(map(len, columns)) * step_y - _GAP[1]
    titles = "".join(
        f'<text class="lane" x="{x * step_x}" y="{13 + 15 * line}">{escape(text)}</text>'
        for x, theme in enumerate(THEMES)
        for line, text in enumerate(textwrap.wrap(NAMES[theme], 17))
    )
    arrows = "".join(_arrow(place[c.id], place[target]) for c in load_claims() for target in c.therefore)
    boxes = "".join(_box(findings[claim.id], *place[claim.id]) for column in columns for claim in column)
    lists = "".join(
        f"<h3>{NAMES[theme]}</h3><ul>{''.join(_item(findings[claim.id], findings) for claim in column)}</ul>"
        for theme, column in zip(THEMES, columns, strict=True)
    )
    return HTML(
        f'<div class="brink-map"><svg class="brink-map-wide" viewBox="-12 0 {width + 24} {height + 4}" role="group" '
        'aria-label="The argument as a map, one column a theme; arrows mean therefore">'
        '<defs><marker id="brink-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6.5" markerHeight="6.5" '
        'orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>'
        f'<g class="arrows">{arrows}</g>{titles}{boxes}</svg><div class="brink-map-narrow">{lists}</div></div>'
    )


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Draw one "therefore": down a column, around the boxes between, or across to another column."""
    (x0, y0), (x1, y1), (width, height) = start, end, _BOX
    if x0 == x1 and y1 - y0 == height + _GAP[1]:
        middle = x0 + width / 2
        path = f"M{middle},{y0 + height} L{middle},{y1 - 1}"
    elif x0 == x1:
        a, b = y0 + height / 2, y1 + height / 2
        path = f"M{x0},{a} C{x0 - 16},{a} {x0 - 16},{b} {x0 - 1},{b}"
    else:
        right = x1 > x0
        a, b = x0 + width * right, x1 + width * (not right) + (-1 if right else 1)
        bend = (b - a) / 2
        path = (
            f"M{a},{y0 + height / 2} C{a + bend},{y0 + height / 2} {b - bend},{y1 + height / 2} {b},{y1 + height / 2}"
        )
    return f'<path d="{path}"/>'


def _box(found: Finding, x: int, y: int) -> str:
    claim, (width, height) = found.claim, _BOX
    lines = textwrap.wrap(f"“{claim.quote}”", 18)
    if len(lines) > 3:
        lines = [*lines[:2], lines[2][:15].rstrip() + "…”"]
    top = y + height / 2 + 4 - 6.5 * (len(lines) - 1)
    text = "".join(
        f'<text x="{x + 8}" y="{top + 13 * line:g}">{escape(words)}</text>' for line, words in enumerate(lines)
    )
    return (
        f'<a href="{card_link(claim)}" class="{_class(found.verdict)}"><title>{claim.id}: {escape(claim.says)} '
        f'Verdict: {found.verdict}.</title><rect x="{x}" y="{y}" width="{width}" height="{height}" rx="5"/>{text}'
        f'<text class="shape" x="{x + width - 6}" y="{y + height - 6}" text-anchor="end">{SHAPES[found.verdict]}</text></a>'
    )


def _item(found: Finding, findings: dict[str, Finding]) -> str:
    claim = found.claim
    targets = ", ".join(f'<a href="{card_link(findings[t].claim)}">{t}</a>' for t in claim.therefore)
    return (
        f'<li><a href="{card_link(claim)}"><q>{escape(claim.quote)}</q></a> {badge(found.verdict)}'
        + (f'<span class="brink-period">therefore {targets}</span>' if targets else "")
        + "</li>"
    )


# --- the ledger --------------------------------------------------------------------------------


def ledger_table() -> HTML:
    """Return all findings as a table to sort, filter and search (``_static/ledger.js`` brings it to life)."""
    rows = []
    for finding in ledger():
        claim = finding.claim
        then, now = (number(r[0].value) if r and r[0].value is not None else "–" for r in (finding.video, finding.now))
        claimed = "–" if claim.claimed is None else said(claim.claimed)
        saving = f'<span class="brink-period">But: {escape(finding.saving.label)}</span>' if finding.saving else ""
        rows.append(
            f'<tr><td><a href="{card_link(claim, "")}">{claim.id}</a></td><td class="brink-hidden">{NAMES[claim.theme]}</td>'
            f'<td class="brink-hidden">{claim.kind}</td><td><q>{escape(claim.quote)}</q><span class="brink-period">'
            f'{escape(claim.says)} Unit: {escape(claim.unit)}.</span></td><td class="brink-number">{claimed}</td>'
            f'<td class="brink-number">{then}</td><td class="brink-number">{now}</td>'
            f"<td>{badge(finding.verdict)}{saving}</td></tr>"
        )
    heads = {"Claim": "", "Theme": "brink-hidden", "Kind": "brink-hidden", "What was said": "", "Claimed": "brink-number",
             "10 June 2025": "brink-number", "Now": "brink-number", "Verdict": ""}  # fmt: skip
    head = "".join(f'<th scope="col" class="{style}">{name}</th>' for name, style in heads.items())
    kinds = dict.fromkeys(finding.claim.kind for finding in ledger())

    def choice(label: str, column: int, options: Iterable[str]) -> str:
        choices = "".join(f"<option>{option}</option>" for option in options)
        return f'<label>{label} <select data-column="{column}"><option value="">all</option>{choices}</select></label>'

    return HTML(
        f'<div class="brink-ledger"><div class="brink-filters">{choice("Theme", 1, [NAMES[t] for t in THEMES])}'
        f"{choice('Kind', 2, kinds)}{choice('Verdict', 7, counts(ledger()))}</div>"
        '<div class="brink-scroll" tabindex="0" role="region" aria-label="The ledger of all claims">'
        f'<table id="ledger"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
        '</div></div><script src="../_static/datatables.js"></script>'
    )


def claims_json() -> str:
    """Return the ledger as JSON: what ``python -m brink ledger --json`` prints."""
    return json.dumps([finding.as_dict() for finding in ledger()], indent=1, ensure_ascii=False) + "\n"


def claims_csv() -> str:
    """Return the ledger as CSV, one row a reading, the literal one first (``position`` 0)."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(
        ["id", "theme", "kind", "quote", "claimed", "unit", "verdict", "date", "position", "label", "value", "period", "passes"]
    )  # fmt: skip

    def plain(value: Value | None) -> str:
        if isinstance(value, tuple):
            return " / ".join(map(plain, value))
        return "" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)

    for finding in ledger():
        claim = finding.claim
        for when, readings in (("video", finding.video), ("now", finding.now)):
            for position, reading in enumerate(readings):
                rows.writerow(
                    [claim.id, claim.theme, claim.kind, claim.quote, plain(claim.claimed), claim.unit, finding.verdict, when,
                     position, reading.label, plain(reading.value), reading.period, plain(reading.passes)]
                )  # fmt: skip
    return text.getvalue()


def claim_reviews() -> str:
    """Return schema.org ClaimReview entries of all claims, as JSON-LD; addresses are relative to the chapters."""
    reviews = []
    for finding in ledger():
        claim = finding.claim
        review: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": card_link(claim, ""),
            "claimReviewed": claim.says,
            "datePublished": max((r.as_of for r in [finding] if r.as_of), default=VIDEO_DAY).isoformat(),
            "author": {"@type": "Organization", "name": "On the Brink?"},
            "itemReviewed": {
                "@type": "Claim",
                "datePublished": VIDEO_DAY.isoformat(),
                "appearance": {
                    "@type": "CreativeWork",
                    "name": "Japan Rejects US Orders as $22B Buyer Withdrawal from U.S. Debt Auction",
                },
            },
            "reviewRating": {"@type": "Rating", "alternateName": finding.verdict},
        }
        if finding.verdict in RATINGS:
            review["reviewRating"] |= {"ratingValue": RATINGS[finding.verdict], "bestRating": 5, "worstRating": 1}
        reviews.append(review)
    return json.dumps(reviews, ensure_ascii=False, indent=1)


def save_ledger(folder: Path) -> None:
    """Save the ledger for the built site: ``claims.json``, ``claims.csv`` and ``claim-reviews.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {
        "claims.json": claims_json(), "claims.csv": claims_csv(), "claim-reviews.json": claim_reviews(),
    }.items():  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")


# --- the record --------------------------------------------------------------------------------

_PERIOD = re.compile(r"(?:FY ?|CY ?)?((?:18|19|20)\d{2})(?:-?Q([1-4])|-(0[1-9]|1[0-2])(?!\d))?")


def _months_of_days(days: pd.Series) -> pd.DataFrame:
    months = days.dropna().dt.to_period("M")
    return pd.DataFrame({"first": months, "last": months})


def _months(column: pd.Series) -> pd.DataFrame | None:
    """Read a column as periods: first and last month of each, or ``None`` where it is none."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _months_of_days(column)
    found = column.dropna().astype(str).str.extract(_PERIOD)
    if found.empty or found[0].isna().mean() > 0.5:
        return None
    found = found.dropna(subset=0)
    quarter, month = found[1].notna(), pd.to_numeric(found[2])
    start = ((pd.to_numeric(found[1]) - 1) * 3 + 1).fillna(month).fillna(1).astype(int)
    length = np.select([quarter, found[2].notna()], [3, 1], 12)
    first = pd.PeriodIndex.from_fields(year=found[0].astype(int), month=start, freq="M")
    return pd.DataFrame({"first": first, "last": first + (length - 1)})


def coverage(name: str) -> pd.DataFrame:
    """Return the stretches of time a table covers: columns ``table``, ``start``, ``end``.

    A row's period is the first column of the key that holds one, else the day it was public.
    Months are joined where no more than a row's usual step lies between them; what is missing
    stays open.
    """
    entry, frame = describe(name), Snapshot().vintages(name)
    key = [column for column in entry["schema"]["primaryKey"] if column not in ("released", "published", "fetched")]
    periods = (_months(frame[column]) for column in key)
    spans = next((found for found in periods if found is not None), None)
    if spans is None:
        spans = _months_of_days(public_from(entry, frame))
    spans = spans.drop_duplicates().sort_values("first", ignore_index=True)
    numbers = spans["first"].map(lambda month: month.ordinal)
    step = max(1, int(numbers.diff().median())) if len(spans) > 2 else 1
    new = (numbers.diff() > min(step, 12)) & (
        numbers > spans["last"].map(lambda month: month.ordinal).cummax().shift() + 1
    )
    spans = spans.groupby(new.cumsum()).agg(start=("first", "min"), end=("last", "max"))
    starts, ends = spans["start"].dt.start_time, spans["end"].dt.end_time.dt.normalize()
    return pd.DataFrame({"table": name, "start": starts, "end": ends}).reset_index(drop=True)


def tables_of(theme: str) -> list[str]:
    """Return the names of a theme's tables, in the order of the descriptor."""
    return [entry["name"] for entry in load_package()["resources"] if entry["theme"] == theme]


def table_entries(theme: str) -> HTML:
    """Return what the descriptor says of a theme's tables: one entry a table, its fields folded."""
    return HTML("\n".join(_table_entry(describe(name)) for name in tables_of(theme)))


def _table_entry(entry: Resource) -> str:
    def links(items: Iterable[dict[str, str]], text: str = "title") -> str:
        return "; ".join(
            f'<a href="{escape(item["path"], quote=True)}">{escape(item[text])}</a>'
            if "path" in item
            else escape(item[text])
            for item in items
        )

    def listed(facts: dict[str, str]) -> str:
        return f"<dl>{''.join(f'<dt>{term}</dt><dd>{fact}</dd>' for term, fact in facts.items())}</dl>"

    first = {
        "Published by": escape(entry["publisher"]),
        "Source": links(entry["sources"]),
        "Covers": escape(entry["coverage"]),
        "Gaps": escape(entry["gaps"]),
    }
    folded = {
        "How it reached us": f"{escape(entry['route'])} Retrieved {entry['retrieved']}.",
        "Public from": escape(entry["as_of_note"]),
        "Cross-checks": f"<ul>{''.join(f'<li>{escape(check)}</li>' for check in entry['cross_checks'])}</ul>",
        "Refreshed from": "; ".join(
            f'<a href="{escape(feed["path"], quote=True)}">{escape(" ".join([feed["source"], feed.get("part", "")]).strip())}</a>'
            f" (adapter never run live; held against: {escape(feed['sample'])})"
            for feed in entry.get("refresh", [])
        )
        or "No adapter: kept by hand.",
        "Terms": links(entry["licenses"]),
    }

    fields = "".join(
        f'<tr><th scope="row"><code>{field["name"]}</code></th><td>{field["type"]}</td>'
        f"<td>{escape(field.get('unit', ''))}</td><td>{escape(field['description'])}</td></tr>"
        for field in entry["schema"]["fields"]
    )
    return (
        f'<section class="brink-entry" id="table-{entry["name"]}"><h4>{escape(entry["title"])}</h4>'
        f'<p><a href="../data/{entry["path"]}" download>{entry["path"]}</a> · {entry["rows"]:,} rows · '
        f'<span class="brink-class">{entry["class"]}</span></p><p>{escape(entry["description"])}</p>{listed(first)}'
        f"<details><summary>How {entry['name']} came here, what it was checked against, its fields</summary>"
        f'{listed(folded)}<div class="brink-scroll" tabindex="0" role="region" '
        f'aria-label="Fields of {entry["name"]}"><table><thead><tr><th scope="col">Field</th><th scope="col">Type</th>'
        f'<th scope="col">Unit</th><th scope="col">Holds</th></tr></thead><tbody>{fields}</tbody></table></div></details></section>'
    )
