"""All claims in one picture: the argument, the video from first to last word, how firm, how the verdicts moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from brink.argument.inventory import Claim
from brink.argument.ledger import Finding, Ledger
from brink.argument.verdict import VERDICTS
from brink.report.exports import card_link
from brink.report.firmness import firmness, other_readings
from brink.report.templates import render
from brink.video import load_sentences
from brink.words import day, listed, number

#: Height of a row of the argument's map, and of the gutter that holds its arrows, in pixels.
_ROW, _GUTTER = 66, 30


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings have each verdict, in the order of the verdicts, none left at zero."""
    found = Counter(finding.verdict for finding in findings)
    return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}


def tally(ledger: Ledger, root: str) -> str:
    """Return the counts by verdict as one stacked bar with its numbers, each a link to those claims in the ledger."""
    counted = counts(ledger)
    return render("tally.html", counts=counted, total=sum(counted.values()), root=root, settings=ledger.settings.values)


#: What became of one claim, and of several, by verdict.
_BECAME = {
    "holds": ("holds as said", "hold as said"),
    "in part": ("holds in part", "hold in part"),
    "mislabelled": ("is right about something else than was said", "are right about something else than was said"),
    "revised away": ("held until later data undid it", "held until later data undid them"),
    "fails": ("fails", "fail"),
    "came true": ("came true", "came true"),
    "did not happen": ("did not happen", "did not happen"),
    "open": ("is still open", "are still open"),
    "unchecked": ("could not be checked", "could not be checked"),
}


def shares(ledger: Ledger, *kinds: str) -> tuple[int, int]:
    """Return how many claims of some kinds are true as said, and how many of them were judged at all."""
    judged = [f for f in ledger if f.claim.kind in kinds and f.verdict not in ("open", "unchecked")]
    return sum(f.verdict in ("holds", "came true") for f in judged), len(judged)


def became(verdicts: Iterable[str]) -> str:
    """Say how many claims have each verdict: "23 hold as said, 1 held until later data undid it and 8 fail"."""
    found = Counter(verdicts)
    return listed([f"{number(found[word])} {said[found[word] > 1]}" for word, said in _BECAME.items() if found[word]])


# --- the argument --------------------------------------------------------------------------------


def depth(claims: Sequence[Claim]) -> dict[str, int]:
    """Return, for each claim, how many steps of the argument lead to it: the longest path from a start."""
    before: dict[str, set[str]] = {claim.id: set() for claim in claims}
    for claim in claims:
        for target in claim.therefore:
            before[target].add(claim.id)
    levels: dict[str, int] = {}
    while ready := [node for node, sources in before.items() if node not in levels and sources <= levels.keys()]:
        for node in ready:
            levels[node] = 1 + max((levels[source] for source in before[node]), default=-1)
    # What is left goes round in a circle: behind everything else.
    return levels | {node: len(before) for node in before if node not in levels}


def argument_map(ledger: Ledger, root: str) -> str:
    """Return the argument: a list of claims for each theme, and arrows for "therefore".

    Within a theme an arrow leads from row to row; one into another theme is named at its row. Rows are equally high, so
    that the arrows meet them on every screen.
    """
    levels = depth(ledger.claims)
    groups = []
    for theme in ledger.video.themes.values():
        claims = sorted((c for c in ledger.claims if c.theme == theme.key), key=lambda claim: levels[claim.id])
        rows = {claim.id: place for place, claim in enumerate(claims)}
        arrows = [
            _arrow(rows[claim.id], rows[target]) for claim in claims for target in claim.therefore if target in rows
        ]
        items = [_item(ledger, claim, root) for claim in claims]
        if items:
            address = f"{root}{theme.chapter}.html"
            groups.append({"title": theme.title, "href": address, "items": items, "arrows": arrows})
    return render("map.html", groups=groups, row=_ROW, gutter=_GUTTER)


def _item(ledger: Ledger, claim: Claim, root: str) -> dict[str, Any]:
    abroad = [ledger[target].claim for target in claim.therefore if not target.startswith(f"{claim.theme}-")]
    return {
        "title": claim.title,
        "href": card_link(ledger, claim, root),
        "verdict": ledger[claim.id].verdict,
        "abroad": [
            {"theme": ledger.video.themes[c.theme].title, "title": c.title, "href": card_link(ledger, c, root)}
            for c in abroad
        ],
    }


def _arrow(start: int, end: int) -> str:
    """Return the path of one arrow in the gutter, from row to row: the further, the wider its bow."""
    y0, y1 = (start + 0.5) * _ROW, (end + 0.5) * _ROW
    bow = _GUTTER - min(_GUTTER - 3, 8 + 5 * abs(end - start))
    return f"M{_GUTTER - 1},{y0:g} C{bow:g},{y0:g} {bow:g},{y1:g} {_GUTTER - 2},{y1:g}"


# --- the video -----------------------------------------------------------------------------------


def video_strip(ledger: Ledger, root: str) -> str:
    """Return the video from its first to its last word: each sentence in the lane of its claim's verdict, or of none."""
    lanes: dict[str, list[dict[str, Any]]] = {verdict: [] for verdict in counts(ledger)}
    beside: list[dict[str, Any]] = []
    known = {claim.id for claim in ledger.claims}
    share = 100 / ledger.video.words
    spoken = 0
    for sentence in load_sentences(ledger.folder).itertuples():
        mark = {
            "left": round((sentence.first - 1) * share, 3),
            "width": round((sentence.last - sentence.first + 1) * share, 3),
        }
        claims = [claim for claim in sentence.claims if claim in known]
        for claim_id in claims:
            found = ledger[claim_id]
            href = card_link(ledger, found.claim, root)
            lanes[found.verdict].append(mark | {"href": href, "title": found.claim.title})
        spoken += sentence.last - sentence.first + 1 if claims else 0
        if not claims:
            beside.append(mark)
    return render(
        "video.html",
        settings=ledger.settings.values,
        lanes=lanes,
        beside=beside,
        words=ledger.video.words,
        share=100 * spoken / ledger.video.words,
    )


# --- how firm ------------------------------------------------------------------------------------


def firm(ledger: Ledger, root: str) -> str:
    """Return, for each claim, the verdicts of all its ways as one bar: the shakiest first."""
    rows: list[dict[str, Any]] = []
    for found in ledger:
        if found.verdict in ("open", "unchecked"):
            continue
        shares = found.distinct_ways["verdict"].value_counts(normalize=True)
        rows.append(
            {
                "title": found.claim.title,
                "href": card_link(ledger, found.claim, root),
                "verdict": found.verdict,
                "firmness": firmness(found),
                "ways": found.firmness.run,
                "readings": other_readings(found),
                "same": 100 * found.firmness.same,
                "shares": {word: 100 * shares[word] for word in VERDICTS if word in shares},
            }
        )
    rows.sort(key=lambda row: (row["same"], -row["ways"]))
    return render("firm.html", rows=rows)


# --- how the verdicts moved ------------------------------------------------------------------------


def moves(ledger: Ledger, moved: pd.DataFrame, root: str) -> str:
    """Return one strip a claim from the video's day to the newest day, in the colours of the verdicts.

    ``moved`` is what :func:`brink.argument.history.history` gives. Claims whose verdict moved come first.
    """
    start, end = pd.Timestamp(ledger.asked), pd.Timestamp(ledger.day)
    days = max(1, (end - start).days)

    def place(when: pd.Timestamp) -> float:
        return float(round(100 * (when - start).days / days, 2))

    strips = []
    for claim_id, rows in moved.groupby("claim", sort=False):
        claim = ledger[str(claim_id)].claim
        rows = rows.reset_index(drop=True)
        turned = rows[rows["verdict"] != rows["verdict"].shift()].reset_index(drop=True)
        ends = [*turned["day"].iloc[1:], end]
        parts = [
            {
                "verdict": row.verdict,
                "left": place(row.day),
                "width": round(place(until) - place(row.day), 2),
                "says": f"{row.verdict} from {day(row.day)}",
            }
            for row, until in zip(turned.itertuples(), ends, strict=True)
        ]
        turns = [
            {
                "day": row.day,
                "from": turned["verdict"].iloc[row.Index - 1],
                "to": row.verdict,
                "value": row.value is not None and row.value == row.value,
                "written": row.written,
                "tables": [ledger.now.describe(table)["title"] for table in row.tables.split()],
            }
            for row in turned.iloc[1:].itertuples()
        ]
        strips.append(
            {
                "title": claim.title,
                "href": card_link(ledger, claim, root),
                "parts": parts,
                "turns": turns,
                "figures": [{"left": place(when), "says": day(when)} for when in rows["day"].iloc[1:]],
                "says": "; ".join(part["says"] for part in parts),
            }
        )
    quarters = [when for when in pd.date_range(start, end, freq="QS") if 25 < place(when) < 75]
    return render(
        "moves.html",
        moved=[strip for strip in strips if strip["turns"]],
        still=[strip for strip in strips if not strip["turns"]],
        first=day(start),
        last=day(end),
        marks=[{"left": place(when), "text": f"{when:%b %Y}"} for when in quarters[::2]],
    )
