"""What the front page, the verdicts chapter and the data appendix show of all claims and all tables."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from datetime import date
from html import escape

import numpy as np
import pandas as pd
from IPython.display import HTML

from brink import VIDEO_DAY
from brink.book import CHAPTERS, SHAPES, badge
from brink.claims import THEMES, VERDICTS, Claim, Finding, load_claims
from brink.ledger import ledger, number, said
from brink.snapshot import Snapshot, describe, load_package, public_from

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

_BOX, _GAP_X, _GAP_Y, _LANE = (136, 46), 34, 9, 30


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

    On a wide screen a drawing with one lane a theme, read from left to right; on a narrow one the
    same as a list. Every claim links to its card.
    """
    claims, findings = load_claims(), {finding.claim.id: finding.verdict for finding in ledger()}
    levels = depth(claims)
    width, height = _BOX
    places, lanes, y = {}, [], 0
    for theme in THEMES:
        y += _LANE
        lanes.append((theme, y))
        stacked = Counter()
        for claim in claims:
            if claim.theme == theme:
                level = levels[claim.id]
                places[claim.id] = (level * (width + _GAP_X), y + stacked[level] * (height + _GAP_Y))
                stacked[level] += 1
        y += max(stacked.values()) * (height + _GAP_Y)
    total = (max(levels.values()) + 1) * (width + _GAP_X) - _GAP_X, y
    arrows, boxes, listed = [], [], []
    for claim in claims:
        x0, y0 = places[claim.id]
        for target in claim.therefore:
            x1, y1 = places[target]
            start, end = (x0 + width, y0 + height / 2), (x1 - 4, y1 + height / 2)
            bend = max(24, (end[0] - start[0]) / 2)
            arrows.append(
                f'<path d="M{start[0]},{start[1]} C{start[0] + bend},{start[1]} {end[0] - bend},{end[1]} {end[0]},{end[1]}"/>'
            )
        lines = textwrap.wrap(f"“{claim.quote}”", 22)[:2]
        if len(" ".join(lines)) < len(claim.quote):
            lines[-1] = lines[-1][:19].rstrip(" ”") + "…”"
        text = "".join(
            f'<text x="{x0 + 9}" y="{y0 + 17 + 15 * i + (7 if len(lines) == 1 else 0)}">{escape(line)}</text>'
            for i, line in enumerate(lines)
        )
        verdict = findings[claim.id]
        boxes.append(
            f'<a href="{card_link(claim)}" class="{_class(verdict)}"><title>{claim.id}: {escape(claim.says)} '
            f'Verdict: {verdict}.</title><rect x="{x0}" y="{y0}" width="{width}" height="{height}" rx="5"/>{text}'
            f'<text class="shape" x="{x0 + width - 8}" y="{y0 + height - 7}" text-anchor="end">{SHAPES[verdict]}</text></a>'
        )
    for theme in THEMES:
        rows = []
        for claim in claims:
            if claim.theme != theme:
                continue
            names = {c.id: c for c in claims}
            then = ", ".join(f'<a href="{card_link(names[t])}">{t}</a>' for t in claim.therefore)
            rows.append(
                f'<li><a href="{card_link(claim)}"><q>{escape(claim.quote)}</q></a> {badge(findings[claim.id])}'
                + (f'<span class="brink-period">therefore {then}</span>' if then else "")
                + "</li>"
            )
        listed.append(f"<h3>{NAMES[theme]}</h3><ul>{''.join(rows)}</ul>")
    titles = "".join(f'<text class="lane" x="0" y="{top - 9}">{NAMES[theme]}</text>' for theme, top in lanes)
    return HTML(
        '<div class="brink-map"><div class="brink-scroll brink-map-wide" tabindex="0" role="region" '
        f'aria-label="Map of the argument"><svg viewBox="-2 0 {total[0] + 4} {total[1]}" width="{total[0] + 4}" '
        f'height="{total[1]}" role="group" aria-label="The argument as a map, from left to right, one lane a theme">'
        '<defs><marker id="brink-arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6" '
        'orient="auto"><path d="M0,0 L8,4 L0,8 z"/></marker></defs>'
        f'<g class="arrows">{"".join(arrows)}</g>{titles}{"".join(boxes)}</svg></div>'
        f'<div class="brink-map-narrow">{"".join(listed)}</div></div>'
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
            f'<tr><td><a href="{card_link(claim, "")}">{claim.id}</a></td><td>{NAMES[claim.theme]}</td>'
            f"<td>{claim.kind}</td><td><q>{escape(claim.quote)}</q>"
            f'<span class="brink-period">{escape(claim.says)}</span></td>'
            f'<td class="brink-number">{claimed}</td><td class="brink-number">{then}</td><td class="brink-number">{now}</td>'
            f'<td><span class="brink-period">{escape(claim.unit)}</span></td><td>{badge(finding.verdict)}{saving}</td></tr>'
        )
    heads = ("Claim", "Theme", "Kind", "What was said", "Claimed", "10 June 2025", "Now", "Unit", "Verdict")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    kinds = dict.fromkeys(finding.claim.kind for finding in ledger())

    def choice(label: str, column: int, options) -> str:
        choices = "".join(f"<option>{option}</option>" for option in options)
        return f'<label>{label} <select data-column="{column}"><option value="">all</option>{choices}</select></label>'

    return HTML(
        f'<div class="brink-ledger"><div class="brink-filters">{choice("Theme", 1, [NAMES[t] for t in THEMES])}'
        f"{choice('Kind', 2, kinds)}{choice('Verdict', 8, counts(ledger()))}</div>"
        '<div class="brink-scroll" tabindex="0" role="region" aria-label="The ledger of all claims">'
        f'<table id="ledger"><caption>All claims</caption><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
        '</div></div><script src="../_static/datatables.js"></script><script src="../_static/ledger.js"></script>'
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

    def plain(value) -> str:
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


def claim_reviews(base: str = "") -> str:
    """Return schema.org ClaimReview entries of all claims with a verdict, as JSON-LD.

    ``base`` is the address the book is published under; without one the addresses stay relative.
    """
    reviews = []
    for finding in ledger():
        claim = finding.claim
        review = {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": f"{base}{card_link(claim)}",
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


# --- the record --------------------------------------------------------------------------------

_PERIOD = re.compile(r"(?:FY ?|CY ?)?((?:18|19|20)\d{2})(?:-?Q([1-4])|-(0[1-9]|1[0-2])(?!\d))?")


def _months(column: pd.Series) -> pd.DataFrame | None:
    """Read a column as periods: first and last month of each, or ``None`` where it is none."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        first = column.dropna().dt.to_period("M")
        return pd.DataFrame({"first": first, "last": first})
    found = column.dropna().astype(str).str.extract(_PERIOD)
    if found.empty or found[0].isna().mean() > 0.5:
        return None
    found = found.dropna(subset=0)
    quarter = found[1].notna()
    start = found[2].where(~quarter, (found[1].astype("Int64") - 1) * 3 + 1).fillna(1).astype(int)
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
    spans = None
    for column in entry["schema"]["primaryKey"]:
        if column not in ("released", "published", "fetched"):
            spans = _months(frame[column])
        if spans is not None:
            break
    if spans is None:
        spans = _months(public_from(entry, frame))
    spans = spans.drop_duplicates().sort_values("first", ignore_index=True)
    numbers = spans["first"].map(lambda month: month.ordinal)
    step = max(1, int(numbers.diff().median())) if len(spans) > 2 else 1
    new = (numbers.diff() > min(step, 12)) & (
        numbers > spans["last"].map(lambda month: month.ordinal).cummax().shift() + 1
    )
    spans = spans.groupby(new.cumsum()).agg(start=("first", "min"), end=("last", "max"))
    starts, ends = spans["start"].dt.start_time, spans["end"].dt.end_time.dt.normalize()
    return pd.DataFrame({"table": name, "start": starts, "end": ends}).reset_index(drop=True)


def newest() -> date:
    """Return the day the newest row of the whole record became public."""
    snapshot = Snapshot()
    return max(snapshot.last_public(entry["name"]) for entry in load_package()["resources"])


def tables_of(theme: str) -> list[str]:
    """Return the names of a theme's tables, in the order of the descriptor."""
    return [entry["name"] for entry in load_package()["resources"] if entry["theme"] == theme]


def table_entries(theme: str) -> HTML:
    """Return what the descriptor says of a theme's tables: one entry a table, its fields folded."""
    return HTML("\n".join(_table_entry(describe(name)) for name in tables_of(theme)))


def _table_entry(entry: dict) -> str:
    def links(items, text="title") -> str:
        return "; ".join(
            f'<a href="{escape(item["path"], quote=True)}">{escape(item[text])}</a>'
            if "path" in item
            else escape(item[text])
            for item in items
        )

    facts = {
        "Published by": escape(entry["publisher"]),
        "Source": links(entry["sources"]),
        "How it reached us": f"{escape(entry['route'])} Retrieved {entry['retrieved']}.",
        "Covers": escape(entry["coverage"]),
        "Gaps": escape(entry["gaps"]),
        "Public from": escape(entry["as_of_note"]),
        "Cross-checks": f"<ul>{''.join(f'<li>{escape(check)}</li>' for check in entry['cross_checks'])}</ul>",
        "Terms": links(entry["licenses"]),
    }
    terms = "".join(f"<dt>{term}</dt><dd>{fact}</dd>" for term, fact in facts.items())
    fields = "".join(
        f'<tr><th scope="row"><code>{field["name"]}</code></th><td>{field["type"]}</td>'
        f"<td>{escape(field.get('unit', ''))}</td><td>{escape(field['description'])}</td></tr>"
        for field in entry["schema"]["fields"]
    )
    return (
        f'<section class="brink-entry" id="table-{entry["name"]}"><h4>{escape(entry["title"])}</h4>'
        f'<p><a href="../data/{entry["path"]}" download>{entry["path"]}</a> · {entry["rows"]:,} rows · '
        f'<span class="brink-class">{entry["class"]}</span></p><p>{escape(entry["description"])}</p><dl>{terms}</dl>'
        f'<details><summary>Fields of {entry["name"]}</summary><div class="brink-scroll" tabindex="0" role="region" '
        f'aria-label="Fields of {entry["name"]}"><table><thead><tr><th scope="col">Field</th><th scope="col">Type</th>'
        f'<th scope="col">Unit</th><th scope="col">Holds</th></tr></thead><tbody>{fields}</tbody></table></div></details></section>'
    )
