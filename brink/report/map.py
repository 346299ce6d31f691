"""All claims in one picture: the argument, the video from first to last word, how firm, how the verdicts moved."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from brink.argument.inventory import Claim
from brink.argument.ledger import Finding, Ledger
from brink.argument.verdict import VERDICTS
from brink.report.firmness import firmness, other_readings
from brink.report.ledger_files import card_link
from brink.report.templates import render
from brink.video import load_sentences
from brink.words import day, listed, number

#: Height of a row of the argument's map, distance between lanes of arrows and room for their heads, in pixels.
_ROW, _LANE, _HEAD = 66, 5, 12
#: How many columns the map has on a wide screen.
_COLUMNS = 3


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
    that the arrows meet them on every screen, and themes stand in columns of about one height.
    """
    levels = depth(ledger.claims)
    groups = []
    for theme in ledger.video.themes.values():
        claims = sorted((c for c in ledger.claims if c.theme == theme.key), key=lambda claim: levels[claim.id])
        rows = {claim.id: place for place, claim in enumerate(claims)}
        links = [(rows[claim.id], rows[target]) for claim in claims for target in claim.therefore if target in rows]
        if claims:
            groups.append(
                {
                    "title": theme.title,
                    "href": f"{root}{theme.chapter}.html",
                    "claims": [_item(ledger, claim, root) for claim in claims],
                }
                | _arrows(links)
            )
    # A row of the grid is half a claim high: the heading takes one, and so does the gap below.
    spans = [2 * len(group["claims"]) + 2 for group in groups]
    for group, span, column in zip(groups, spans, columns(spans, _COLUMNS), strict=True):
        group |= {"span": span, "column": column}
    return render("map.html", groups=groups, row=_ROW)


def columns(heights: Sequence[int], count: int) -> list[int]:
    """Return in which column, from 1, each of some blocks stands, so that the columns are about equally high.

    The tallest is placed first, each where least stands yet; the column of the first block is the first.
    """
    filled = [0] * count
    places = [0] * len(heights)
    for block in sorted(range(len(heights)), key=lambda block: -heights[block]):
        places[block] = min(range(count), key=lambda column: filled[column])
        filled[places[block]] += heights[block]
    order = list(dict.fromkeys(places))
    return [order.index(place) + 1 for place in places]


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


def _arrows(links: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Return the paths of arrows from row to row, and how wide a gutter they take.

    Arrows to one row run together; those to others never do: each row that is led to has a lane of its own where another
    would run beside it, the shorter the nearer to the rows. An arrow leaves below a row's middle and comes in above it.
    """
    ends: dict[int, tuple[int, int]] = {}
    for start, end in links:
        low, high = ends.get(end, (end, end))
        ends[end] = min(low, start), max(high, start)
    lanes: list[list[tuple[int, int]]] = []
    lane_of = {}
    for end, (low, high) in sorted(ends.items(), key=lambda item: item[1][1] - item[1][0]):
        free = (n for n, lane in enumerate(lanes) if all(high < other[0] or low > other[1] for other in lane))
        lane_of[end] = next(free, len(lanes))
        lanes += [[]] * (lane_of[end] == len(lanes))
        lanes[lane_of[end]] = [*lanes[lane_of[end]], (low, high)]
    gutter = _LANE * len(lanes) + _HEAD
    paths = []
    for start, end in links:
        x = gutter - _HEAD - _LANE * (lane_of[end] + 0.5)
        y0, y1 = (start + 0.6) * _ROW, (end + 0.4) * _ROW
        bend = math.copysign(_LANE, y1 - y0)
        paths.append(
            f"M{gutter - 1},{y0:g} H{x + _LANE:g} Q{x:g},{y0:g} {x:g},{y0 + bend:g} "
            f"V{y1 - bend:g} Q{x:g},{y1:g} {x + _LANE:g},{y1:g} H{gutter - 2}"
        )
    return {"arrows": paths, "gutter": gutter}


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
                "measures": claim.literal.title,
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
