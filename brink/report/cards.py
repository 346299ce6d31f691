"""What a chapter calls to speak to its reader: cards, badges, tables, computed prose, sources."""

from __future__ import annotations

import inspect
import os
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown

from brink import day
from brink.argument.claims import ANSWERS, Claim, Finding, Reading, load_claims
from brink.argument.ledger import finding, number, said
from brink.record.snapshot import DATA, describe

#: Verdict -> the shape that goes with its word, so that colour never speaks alone.
SHAPES = {
    "holds": "✓", "came true": "✓", "misquoted": "≈", "revised away": "↺", "fails": "✕",
    "did not happen": "✕", "open": "○", "unchecked": "?",
}  # fmt: skip

#: Theme -> the chapter that treats it.
CHAPTERS = {
    "debt": "jgb-debt", "taper": "boj-taper", "trap": "growth-prices-yen", "autos": "auto-tariffs",
    "dollar": "dollar-adjustment", "budget": "us-budget", "auctions": "auction-participation",
}  # fmt: skip

_CONDITIONS = {
    "within": "within {} of the number said", "at_least": "at least {}", "more_than": "more than {}",
    "at_most": "at most {}", "less_than": "less than {}", "is": "exactly {}", "between": "between {}",
}  # fmt: skip


def condition(claim: Claim) -> str:
    """Say in words when a reading of ``claim`` passes."""
    ((operator, bound),) = claim.test.items()
    if isinstance(bound, bool):
        return "on record" if bound else "not on record"
    bound = " and ".join(map(said, bound)) if isinstance(bound, list) else said(bound)
    return _CONDITIONS[operator].format(bound)


def badge(verdict: str) -> str:
    """Return the verdict as a small coloured label: word and shape."""
    return (
        f'<span class="brink-badge verdict-{verdict.replace(" ", "-")}">'
        f'<span aria-hidden="true">{SHAPES[verdict]}</span> {verdict}</span>'
    )


def prose(text: str) -> Markdown:
    """Return text of a chapter with its computed numbers: MyST Markdown, usually from an f-string."""
    return Markdown(inspect.cleandoc(text))


def strip(theme: str) -> HTML:
    """Return the strip of a chapter's claims: quote and verdict, each a link to its card."""
    items = (
        f'<li><a href="#{claim.id}"><q>{escape(claim.quote)}</q> {badge(finding(claim.id).verdict)}</a></li>'
        for claim in load_claims()
        if claim.theme == theme
    )
    return HTML(f'<nav class="brink-strip" aria-label="The claims of this chapter"><ul>{"".join(items)}</ul></nav>')


def cards(theme: str) -> HTML:
    """Return the cards of all claims of a theme, in the order of the inventory."""
    return HTML("\n".join(_card(finding(claim.id)) for claim in load_claims() if claim.theme == theme))


def _card(found: Finding) -> str:
    claim = found.claim
    claimed = said(claim.claimed) if claim.claimed is not None else "no number"
    unknown = "not yet known" if claim.kind == "prediction" else "no figure"
    parts = [
        f'<article class="brink-card verdict-{found.verdict.replace(" ", "-")}" id="{claim.id}" '
        f'aria-labelledby="{claim.id}-quote">',
        f'<header><h3 id="{claim.id}-quote"><q>{escape(claim.quote)}</q> '
        f'<a class="brink-anchor" href="#{claim.id}" title="Link to this claim">{claim.id}</a></h3>'
        f"{badge(found.verdict)}</header>",
        f"<p>{escape(claim.says)}</p>",
        '<dl class="brink-figures">',
        f"<div><dt>claimed</dt><dd>{claimed}</dd></div>",
        f"<div><dt>on 10 June 2025</dt><dd>{_first(found.video, unknown)}</dd></div>",
        f"<div><dt>now</dt><dd>{_first(found.now, unknown)}</dd></div>",
        "</dl>",
        f'<p class="brink-unit">Unit: {escape(claim.unit)}. A reading passes when it is {condition(claim)}.</p>',
        f'<p class="brink-why">{_why(found)}</p>',
    ]
    if found.video or found.now:
        parts.append(_readings(found))
    if claim.id in ANSWERS:
        parts.append(_source_code(claim.id))
    return "\n".join([*parts, "</article>"])


def _first(readings: Sequence[Reading], unknown: str) -> str:
    return number(readings[0].value) if readings and readings[0].value is not None else unknown


def _why(found: Finding) -> str:
    literal = next(iter(found.video or found.now), None)
    note = f" {escape(literal.note)}" if literal else ""
    saving = ""
    if found.saving:
        near = found.saving
        saving = (
            f"<strong>{escape(near.label)}: {number(near.value)}</strong> ({escape(near.period)}). {escape(near.note)}"
        )
    failed = (
        "The record does not hold it as said." if literal and literal.value is None else "Read literally, it fails."
    )
    reasons = {
        "holds": "Read literally, it was true on the day and still is.",
        "revised away": "It was true on the day; later figures for the same period undo it.",
        "misquoted": f"{failed}{note} It is true of another figure. {saving}",
        "fails": "No reading of it was true on the day.",
        "came true": "It came true.",
        "did not happen": "It did not happen." + note + (f" What came nearest: {saving}" if saving else ""),
        "open": f"The period it speaks of ends on {day(found.claim.horizon)}." if found.claim.horizon else "",
        "unchecked": f"The record here holds no figure for it. {escape(found.claim.needs)}",
    }
    told = found.verdict in ("misquoted", "did not happen")
    return reasons[found.verdict] + ("" if told else note)


def _readings(found: Finding) -> str:
    later = {reading.label: reading for reading in found.now}
    labels = list(dict.fromkeys([r.label for r in found.video] + [r.label for r in found.now]))
    then = {reading.label: reading for reading in found.video}
    rows = []
    for position, label in enumerate(labels):
        reading = then.get(label) or later[label]
        rows.append(
            f'<tr><th scope="row">{escape(label)}'
            f'<span class="brink-period">{escape(reading.period)}{"; the literal reading" if not position else ""}</span>'
            f"</th><td>{_cell(then.get(label))}</td><td>{_cell(later.get(label))}</td>"
            f"<td>{escape(reading.note)}</td></tr>"
        )
    tables = dict.fromkeys(table for reading in (*found.video, *found.now) for table in reading.tables)
    links = ", ".join(f'<a href="#table-{table}">{table}</a>' for table in tables)
    return (
        '<details class="brink-readings"><summary>All readings and their tables</summary>'
        f'<div class="brink-scroll" tabindex="0" role="region" aria-label="Readings of {found.claim.id}">'
        '<table><thead><tr><th scope="col">Reading</th><th scope="col">10 June 2025</th>'
        '<th scope="col">Now</th><th scope="col">Note</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div><p>Tables: {links}.</p></details>"
    )


def _cell(reading: Reading | None) -> str:
    if reading is None or reading.value is None:
        return "no figure"
    text = number(reading.value)
    if reading.range:
        text += f'<span class="brink-period">{number(reading.range[0])} to {number(reading.range[1])}</span>'
    return f'{text} <span class="brink-mark">{"passes" if reading.passes else "fails"}</span>'


def _source_code(claim_id: str) -> str:
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    code = highlight(inspect.getsource(ANSWERS[claim_id]), PythonLexer(), HtmlFormatter(nowrap=True))
    return (
        '<details class="brink-code"><summary>The function that computes it</summary>'
        f'<div class="highlight"><pre tabindex="0">{code}</pre></div></details>'
    )


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    digits: Mapping[str, int] | int | None = None,
    mark: Sequence[bool] | None = None,
) -> HTML:
    """Return a frame as a table of the page: numbers right-aligned with the same decimals.

    Parameters
    ----------
    frame : DataFrame
        Columns already named for the reader, units included. The index is not shown.
    caption : str
        What the table holds.
    digits : int or mapping of column to int, optional
        Decimals of the numeric columns.
    mark : sequence of bool, optional
        Rows to set off, such as the auction a claim speaks of.
    """

    def cell(column: str, value: Any) -> str:
        if isinstance(value, str | bool):
            return escape(value) if isinstance(value, str) else number(value)
        if pd.isna(value):
            return "–"
        if isinstance(value, pd.Timestamp):
            return f'<span class="brink-day">{day(value)}</span>'
        return number(value, digits.get(column) if isinstance(digits, Mapping) else digits)

    numeric = {column: pd.api.types.is_numeric_dtype(frame[column].dtype) for column in frame}
    head = "".join(f'<th scope="col"{_right(numeric[c])}>{escape(str(c))}</th>' for c in frame)
    body = []
    for position, row in enumerate(frame.itertuples(index=False)):
        marked = ' class="brink-marked"' if mark is not None and list(mark)[position] else ""
        cells = "".join(f"<td{_right(numeric[c])}>{cell(c, v)}</td>" for c, v in zip(frame, row, strict=True))
        body.append(f"<tr{marked}>{cells}</tr>")
    return HTML(
        f'<p class="brink-caption">{escape(caption)}</p>'
        f'<div class="brink-scroll" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}">'
        f'<table class="brink-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _right(numeric: bool) -> str:
    return ' class="brink-number"' if numeric else ""


def sources(*names: str) -> HTML:
    """Return the list of the tables a chapter rests on, from their descriptions, with downloads."""
    folder = Path(os.path.relpath(DATA, Path.cwd())).as_posix()
    items = []
    for name in names:
        entry = describe(name)
        links = ", ".join(
            f'<a href="{escape(source["path"], quote=True)}">{escape(source["title"])}</a>'
            if "path" in source
            else escape(source["title"])
            for source in entry["sources"]
        )
        items.append(
            f'<li id="table-{name}"><strong>{escape(entry["title"])}</strong> '
            f'(<a href="{folder}/{entry["path"]}" download>{escape(entry["path"])}</a>, {entry["rows"]:,} rows; '
            f"{escape(entry['class'])}). {links}. Covers {escape(entry['coverage'])} "
            f"<em>Gaps:</em> {escape(entry['gaps'])}</li>"
        )
    return HTML(f'<ul class="brink-sources">{"".join(items)}</ul>')
