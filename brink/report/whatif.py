"""What if, in the page: everything a reader can set otherwise, worked out beforehand.

The figures of every reading are worked out in every combination of the choices. The rule travels as data, too: what each
operator says of a figure below, at and above a bound, and the verdict's word for every pattern of what passes. What is left
for the script is to compare and to look up. All pages share one file of it (:data:`FILE`), fetched when first needed; it is a
script, since a page on disk may fetch nothing else.
"""

from __future__ import annotations

import json
import math
import re
from itertools import product
from typing import Any

import pandas as pd
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from brink import words
from brink.argument.instruments import Instrument, instruments_of
from brink.argument.inventory import Claim, ReadingWords
from brink.argument.ledger import Finding, Ledger, Reading
from brink.argument.presets import load_presets
from brink.argument.settings import Settings, bars
from brink.argument.verdict import DIGITS, KINDS, OPERATORS, SETTLES, VERDICTS, Bar, verdict
from brink.errors import ClaimError
from brink.report.firmness import firmness
from brink.report.ledger_files import card_link, plain
from brink.report.templates import render, set_type, slug
from brink.words import day

#: What the pages share, beside the chapters' folder.
FILE = "whatif-data.js"
#: How a reading fares, in the keys of the table of words.
_MARKS = {True: "+", False: "-", None: "?"}
#: How data are written: without blanks, letters as they are, nothing that is no JSON.
_JSON: dict[str, Any] = {"separators": (",", ":"), "ensure_ascii": False, "allow_nan": False}


def rule() -> dict[str, Any]:
    """Return the rule of :mod:`brink.argument.verdict` as data.

    ``operators``: whether a figure below, at, above a bound passes. ``words``: the verdicts in their order. ``verdicts``:
    for each kind the place of the word, by whether a prediction can be judged (``0``, ``1``), whether the literal reading passes
    (``+``, ``-``, ``?`` without a figure), whether any other passes, and whether the literal one passes on newest data.
    """
    order = list(VERDICTS)
    patterns = list(product((False, True), _MARKS, (True, False), _MARKS))
    return {
        "operators": {
            name: [operator.check(figure, 0) for figure in (-1, 0, 1)]
            for name, operator in OPERATORS.items()
            if name != "said"
        },
        "words": [{"word": word, "sign": VERDICTS[word].sign, "slug": slug(word)} for word in order],
        "verdicts": {
            kind: {
                f"{over:d}{_MARKS[first]}{_MARKS[other]}{_MARKS[later]}": order.index(
                    verdict(kind, [first, other], [later], over=over)
                )
                for over, first, other, later in patterns
            }
            for kind in KINDS
        },
    }


class Kept(list[Any]):
    """A list that holds each entry once: :meth:`place` returns where."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[str, int] = {}

    def place(self, entry: Any) -> int:
        """Return the place of ``entry``, which is added when it is new."""
        known = repr(entry)
        if known not in self._places:
            self._places[known] = len(self)
            self.append(entry)
        return self._places[known]


def figures(ledger: Ledger, found: Finding) -> dict[str, Any]:
    """Return the figures of one claim for the script.

    ``figures`` are ``[value, as written, whether it passes the published bar, place of its title]``; ``then`` and
    ``revised`` hold places in it, for each reading in each combination of the choices, the last choice moving fastest;
    ``revised`` is left out where it is the same.
    ``readings`` name their movable bar by its place in ``bars``. ``over``: whether the period of a prediction has ended;
    ``settles``: how its literal reading fares (``+``, ``-``) where that settles it before the end.
    """
    claim = found.claim
    movable = bars(claim)
    known, titles = Kept(), Kept()
    places: dict[str, list[list[int]]] = {"then": [], "revised": []}
    for when, answers in zip(places, zip(*ledger.answers(claim), strict=True), strict=True):
        held = [ledger.held(claim, answered) for answered in answers]
        for key in claim.readings:
            places[when].append([known.place(_figure(readings[key], titles)) for readings in held])
    if places["revised"] == places["then"]:
        del places["revised"]
    return {
        "kind": claim.kind,
        "over": ledger.over(claim, None),
        "settles": "".join(_MARKS[outcome] for outcome in SETTLES[claim.settles]),
        "readings": [{"key": key, "bar": _bar_of(reading, movable)} for key, reading in claim.readings.items()],
        "bars": [
            {"name": name, "operator": reading.bar.operator, "bound": reading.bar.bound}
            for name, reading in movable.items()
        ],
        "words": [_bar_words(reading, movable) for reading in claim.readings.values()],
        "choices": [[choice.name, list(map(str, choice.values))] for choice in claim.choices.values()],
        "titles": titles,
        "figures": known,
    } | places


def _figure(reading: Reading, titles: Kept) -> list[Any]:
    if isinstance(reading.value, tuple) and reading.words.bar.operator != "said":
        raise ClaimError(f"reading {reading.key!r}: several numbers against a bar that can be moved")
    written = (
        f"{reading.written} ({reading.period})" if reading.value is not None and reading.period else reading.written
    )
    value = None if isinstance(reading.value, tuple) else reading.value
    if isinstance(value, float):
        value = round(value, DIGITS)  # as a verdict takes it: the page has no rule of its own
    return [value, set_type(written), reading.passes, titles.place(set_type(reading.title))]


def _bar_of(reading: ReadingWords, movable: dict[str, ReadingWords]) -> int | None:
    places = [place for place, other in enumerate(movable.values()) if other.bar == reading.bar]
    return places[0] if places else None


def _bar_words(reading: ReadingWords, movable: dict[str, ReadingWords]) -> str:
    """Say when a figure passes, with ``{}`` where the bound can be moved."""
    bar = reading.bar if _bar_of(reading, movable) is None else reading.bar.moved("{}")
    return bar.in_words(reading.form)


def movable(claim: Claim) -> bool:
    """Return whether anything about a claim can be set otherwise."""
    return bool(bars(claim) or claim.choices or len(claim.readings) > 1)


def dials(found: Finding) -> str:
    """Return the controls of one claim."""
    claim = found.claim
    return render(
        "dials.html",
        claim={
            "id": claim.id,
            "bars": [_dial(found, name, reading) for name, reading in bars(claim).items()],
            "literal": [(key, found.then[key].title) for key in claim.readings] if len(claim.readings) > 1 else [],
            "choices": [
                {
                    "name": choice.name,
                    "title": choice.title,
                    "options": [(str(value), choice.labels.get(value, value)) for value in choice.values],
                }
                for choice in claim.choices.values()
            ],
        },
    )


def _dial(found: Finding, name: str, reading: ReadingWords) -> dict[str, Any]:
    """Return the ends and the step of a slider: the reasonable bounds, else the neighbourhood of the figures.

    The step is as fine as it takes to reach both ends and the published bound, and at least a hundredth of the way; the
    number beside it takes any value.
    """
    bar = reading.bar
    if bar.between:
        low, high = sorted(map(float, bar.between))
        low, high = min(low, bar.bound), max(high, bar.bound)
        step = 1.0 if bar.operator == "is" else 10.0 ** math.floor(math.log10((high - low) / 100))
        while any(abs((end - low) / step - round((end - low) / step)) > 1e-6 for end in (bar.bound, high)):
            step /= 10
    else:
        values = [
            float(held[reading.key].value)  # type: ignore[arg-type]
            for held in (found.then, found.revised)
            if isinstance(held[reading.key].value, int | float)
        ]
        reach = max((abs(value - bar.bound) for value in values), default=0) * 1.25 or abs(bar.bound) / 2 or 1
        step = 1.0 if bar.operator == "is" else 10.0 ** math.floor(math.log10(reach / 50))
        low, high = bar.bound - math.ceil(reach / step) * step, bar.bound + math.ceil(reach / step) * step
    digits = max(0, -math.floor(math.log10(step)))
    return {
        "name": name,
        "title": found.then[reading.key].title,
        "words": OPERATORS[bar.operator].words.format("").strip(),
        "unit": reading.unit,
        "bound": bar.bound,
        "low": round(low, digits),
        "high": round(high, digits),
        "step": round(step, digits),
        "reasonable": bar.range_in_words,
    }


def moves(ledger: Ledger, moved: pd.DataFrame) -> dict[str, Any]:
    """Return the days on which any verdict moved, and each claim's verdict and figure from which of them on.

    ``moved`` is what :func:`brink.argument.history.history` gives.
    """
    order = list(VERDICTS)
    turned = moved[moved["verdict"] != moved.groupby("claim")["verdict"].shift()]
    days = sorted({*turned["day"], pd.Timestamp(ledger.asked)})
    held: dict[str, list[list[Any]]] = {}
    for claim, rows in moved.groupby("claim", sort=False):
        stood = rows.iloc[rows["day"].searchsorted(days, side="right") - 1]
        entries = list(
            zip(range(len(days)), stood["verdict"].map(order.index), stood["written"].map(set_type), strict=True)
        )
        held[str(claim)] = [
            list(e) for e, before in zip(entries, [None, *entries], strict=False) if not _same(e, before)
        ]
    return {"names": [day(when.date()) for when in days], "days": [f"{when:%Y-%m-%d}" for when in days], "moved": held}


def _same(entry: tuple[Any, ...], before: tuple[Any, ...] | None) -> bool:
    return before is not None and entry[1:] == before[1:]


def data(ledger: Ledger) -> dict[str, Any]:
    """Return what the script needs to judge every claim otherwise: the rule, the figures, the controls, and what is around them on a card."""
    return {
        "rule": rule(),
        "claims": {claim.id: figures(ledger, ledger[claim.id]) for claim in ledger.claims},
        "dials": {claim.id: set_type(dials(ledger[claim.id])) for claim in ledger.claims if movable(claim)},
        "line": render("line.html"),
    }


def script(ledger: Ledger) -> str:
    """Return :data:`FILE`: a file of its own, so nothing in it needs the escapes of JSON inside a page."""
    return f"window.brinkWhatif={json.dumps(data(ledger), **_JSON)};\n"


def as_json(held: dict[str, Any]) -> Markup:
    """Return data as JSON that can stand inside a page, without blanks."""
    return htmlsafe_json_dumps(held, **_JSON)


def presets(ledger: Ledger) -> list[dict[str, Any]]:
    """Return the presets for the page: what is set for a theme is set for each claim that has it."""
    return [
        {
            "name": preset.name,
            "title": preset.title,
            "why": preset.why,
            "set": {
                name: str(value)
                for name, value in Settings.read(preset.of(ledger), ledger.claims).by_claim(ledger.claims).items()
            },
        }
        for preset in load_presets(ledger.folder).values()
    ]


def page(ledger: Ledger, moved: pd.DataFrame) -> str:
    """Return the page on which everything can be set otherwise; ``moved`` is the history of the verdicts."""
    counted = {word: sum(found.verdict == word for found in ledger) for word in VERDICTS}
    offered = presets(ledger)
    groups = [
        {
            "title": theme.title,
            "claims": [_line(ledger, ledger[claim.id]) for claim in ledger.claims if claim.theme == theme.key],
        }
        for theme in ledger.video.themes.values()
    ]
    held = moves(ledger, moved)
    return render(
        "whatif.html",
        counts=counted,
        total=len(ledger),
        presets=offered,
        groups=[group for group in groups if group["claims"]],
        days=held["names"],
        source=f"../{FILE}",
        data=as_json({"past": held, "presets": {preset["name"]: preset["set"] for preset in offered}}),
    )


def _line(ledger: Ledger, found: Finding) -> dict[str, Any]:
    """Return what the page says of a claim before anything is set otherwise."""
    claim, literal = found.claim, found.literal
    return {
        "id": claim.id,
        "title": claim.title,
        "verdict": found.verdict,
        "firmness": firmness(found),
        "figure": _figure(literal, Kept())[1],
        "measured": literal.title,
        "bar": claim.literal.bar.in_words(claim.literal.form),
        "movable": movable(claim),
        "href": card_link(ledger, claim),
    }


def instruments(ledger: Ledger) -> str:
    """Return the sums to turn by hand (:mod:`brink.argument.instruments`)."""
    worked_out = instruments_of(ledger)
    shown = [_shown(ledger, one) for one in worked_out]
    held = {
        one.name: {
            "axes": [[dial.name, dial.places] for dial in one.dials],
            "answers": [plain(round(float(answer), 3)) for answer in one.answers.ravel()],
            "form": re.sub(r"\{[^}]*\}", "{}", one.form),
            "digits": int(one.form.partition(".")[2][0]),
            "bar": [bar.bound, rule()["operators"][bar.operator]] if (bar := _bar_of_instrument(ledger, one)) else None,
        }
        for one in worked_out
    }
    return render("instruments.html", instruments=shown, day=day(ledger.asked), data=as_json(held))


def _bar_of_instrument(ledger: Ledger, one: Instrument) -> Bar | None:
    """Return the bar of the claim an instrument belongs to, where its answers are figures of the same kind."""
    bar = ledger.claim(one.claim).literal.bar
    return bar if one.held else None


def _shown(ledger: Ledger, one: Instrument) -> dict[str, Any]:
    bar, digits = _bar_of_instrument(ledger, one), int(one.form.partition(".")[2][0])
    return {
        "name": one.name,
        "title": one.title,
        "answer": one.answer,
        "claim": one.claim,
        "href": card_link(ledger, ledger.claim(one.claim)),
        "bar": bar.in_words(one.form) if bar else "",
        "points": one.answers.size,
        "off": words.fill(one.form, max(one.off, 10.0**-digits)) if one.off > 1e-9 else "",
        "dials": [
            {
                "name": dial.name,
                "title": dial.title,
                "unit": dial.unit,
                "labels": dial.labels,
                "places": dial.places,
                "start": dial.start,
                "step": 10.0 ** math.floor(math.log10((dial.places[-1] - dial.places[0]) / 20)),
            }
            for dial in one.dials
        ],
    }
