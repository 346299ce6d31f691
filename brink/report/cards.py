"""What a claim's card says: the finding put into words, ready for the templates."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from brink.argument.inventory import ANSWERS, Claim
from brink.argument.ledger import Finding, Ledger, Reading, write
from brink.report import whatif
from brink.report.curve import curve
from brink.report.firmness import firmness
from brink.report.ledger_files import card_link
from brink.report.templates import render
from brink.words import day, moment, number

#: What a saving reading does, by verdict.
_LEADS = {
    "mislabelled": "It is true of something else",
    "in part": "It is true within a limit",
    "did not happen": "What came nearest",
}
#: How the period of a history's index is called.
_SPANS = {"D": "days", "W": "weeks", "M": "months", "Q": "quarters", "Y": "years"}


def strip(ledger: Ledger, theme: str) -> str:
    """Return the strip of a chapter's claims: title and verdict; a row unfolds to ruling and figures."""
    return render(
        "strip.html", cards=[gist(ledger, found) for found in ledger.of_theme(theme)], settings=ledger.settings.values
    )


def cards(ledger: Ledger, theme: str) -> str:
    """Return the cards of all claims of a theme, in the order of the inventory."""
    shown = [card(ledger, found) for found in ledger.of_theme(theme)]
    return render("cards.html", cards=shown, source=f"../{whatif.FILE}")


def gists(ledger: Ledger, claims: Sequence[str], root: str) -> str:
    """Return some claims in short: verdict, title, ruling."""
    rows = [gist(ledger, ledger[claim]) | {"href": card_link(ledger, ledger[claim].claim, root)} for claim in claims]
    return render("gists.html", rows=rows)


def gist(ledger: Ledger, found: Finding) -> dict[str, Any]:
    """Return what any short view of a claim shows: title, verdict, ruling, figures, tables."""
    return {
        "id": found.claim.id,
        "title": found.claim.title,
        "quote": found.claim.quote,
        "verdict": found.verdict,
        "ruling": found.ruling,
        "figures": figures(ledger, found),
        "saving": saving(found),
        "needs": found.claim.needs if found.verdict == "unchecked" and found.claim.needs != found.ruling else "",
        "tables": [{"name": name, "title": ledger.now.describe(name)["title"]} for name in found.tables],
    }


def card(ledger: Ledger, found: Finding) -> dict[str, Any]:
    """Return everything the card of a claim shows."""
    claim = found.claim
    return gist(ledger, found) | {
        "firmness": firmness(found),
        "one_way": found.firmness.run == 1,
        "redeemed": found.redeemed and found.revised[claim.literal.key].written,
        "bar": {"sentence": bar(found), "why": _reasons(claim)},
        "base_rate": base_rate(found),
        "curve": curve(found) if found.firmness.run > 1 else None,
        "choices": choices(found),
        "readings": [_reading(found, key) for key in claim.readings],
        "then_label": day(ledger.asked),
        "revised_label": "What came" if claim.kind == "prediction" else "Newest data",
        "as_of": found.as_of,
        "therefore": [
            {"href": card_link(ledger, ledger[target].claim), "title": ledger[target].claim.title}
            for target in claim.therefore
        ],
        "place": ledger.video.place(claim.said_at),
        "dials": whatif.movable(claim),
        "code": _code(claim),
    }


def figures(ledger: Ledger, found: Finding) -> list[dict[str, Any]]:
    """Return the literal reading's figures, each with its label: then, revised, today.

    "Today" is left out where it asks for the same period as "revised", and for predictions, whose period is their own.
    """
    key = found.claim.literal.key
    then, revised, today = found.then[key], found.revised[key], found.today[key]

    def shown(when: str, label: str, reading: Reading, written: str | None = None) -> dict[str, Any]:
        period = "" if written or reading.value is None else reading.period
        return {
            "when": when,
            "label": label,
            "written": written or reading.written,
            "period": period,
            "absent": written is not None,
        }

    if found.claim.kind == "prediction":
        came = None if found.over else "open"
        return [
            shown("then", day(ledger.asked), then, "not yet known"),
            shown("revised", "What came" if found.over else f"By {day(ledger.day)}", revised)
            | ({} if came is None or revised.value is not None else {"written": "not yet known"}),
        ]
    news = found.revised_on_record or (then.value is None and revised.value is not None)
    later = None if news else "no later figure on record"
    shown_now = [
        shown("then", day(ledger.asked), then),
        shown("revised", "Same figure, newest data", revised, later),
    ]
    if today.value is not None and today.period != revised.period:
        shown_now.append(shown("today", "Today", today))
    return shown_now


def saving(found: Finding) -> dict[str, str] | None:
    """Return the charitable reading that passes where the literal one does not."""
    if found.saving is None:
        return None
    near = found.saving
    return {
        "lead": _LEADS.get(found.verdict, "A kinder reading passes"),
        "title": near.title,
        "written": near.written,
        "period": near.period,
        "note": near.note,
    }


def choices(found: Finding) -> list[dict[str, Any]]:
    """Return the choices with the value taken, those tried beside it, and why; the bar last, where it has a range.

    With each value goes the share of combinations with it that give the verdict of the way taken, in percent, and whether
    it only ``repeats`` the figures of a value before it.
    """
    claim, same = found.claim, found.ways["verdict"] == found.verdict

    def rows(name: str, title: str, values: Sequence[tuple[Any, str]], why: str) -> dict[str, Any]:
        tried = [
            {
                "text": text,
                "share": 100 * same[chosen].mean(),
                "repeats": bool(found.ways["repeats"][chosen].all()),
            }
            for value, text in values
            for chosen in [found.ways[name].map(lambda tried, value=value: tried == value)]
        ]
        return {"title": title, "taken": tried[0], "also": tried[1:], "why": why}

    def written(value: Any, labels: Mapping[Any, str]) -> str:
        return labels.get(value) or (number(value) if isinstance(value, bool) else str(value))

    listed = [
        rows(choice.name, choice.title, [(value, written(value, choice.labels)) for value in choice.values], choice.why)
        for choice in claim.choices.values()
    ]
    bar = claim.literal.bar
    if len(bar.tried) > 1:
        bounds = [(bound, bar.moved(bound).in_words(claim.literal.form)) for bound in bar.tried]
        listed.append(rows("bar", "the bar", bounds, bar.why))
    return listed


def bar(found: Finding) -> str:
    """Say in a sentence when the literal reading passes."""
    literal = found.claim.literal
    if literal.bar.operator == "said":
        return f"The number said is its own bar: the figure passes when it {literal.bar.in_words(literal.form)}."
    words = literal.bar.in_words(literal.form)
    return f"The claim passes when the figure ({found.literal.title}) is {words}."


def _reasons(claim: Claim) -> list[str]:
    bar = claim.literal.bar
    reasons = [bar.why] if bar.why else []
    if bar.range_in_words:
        low, high = bar.range_in_words
        reasons.append(f"One could reasonably put it anywhere between {low} and {high}.")
    if bar.source:
        reasons.append(f"Source: {bar.source}")
    if bar.other_side:
        reasons.append(f"It can turn out the other way: {bar.other_side}")
    return [sentence(reason) for reason in reasons]


def sentence(text: str) -> str:
    """Write words as a sentence: a capital before them, a stop behind."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def base_rate(found: Finding) -> str:
    """Say how often the same words would have been true before, by the same bar; ``""`` without a history."""
    rate = found.base_rate
    if rate is None:
        return ""
    share = f" ({number(100 * rate.passing / rate.moments, 0)} %)" if rate.moments >= 10 else ""
    before, counted = _counts(found.literal.figure.history.index)  # type: ignore[union-attr]  # the rate was made of it

    def when(which: Any) -> str:
        return f"{which:%B %Y}" if counted == "months" else moment(which)

    text = (
        f"By this bar the same words would have been true {before} {number(rate.passing)} of {number(rate.moments)} "
        f"{counted}{share}, from {when(rate.first)} to {when(rate.last)}."
    )
    if rate.other_side is not None:
        text += f" The last time they would have been {'false' if found.literal.passes else 'true'}: {when(rate.other_side)}."
    return text


def _counts(index: pd.Index) -> tuple[str, str]:
    """Name what a history counts, with the word before it: "on" days, "in" months or quarters; cases where they lie apart."""
    if isinstance(index, pd.PeriodIndex):
        return "in", _SPANS.get(index.freqstr[:1], "cases")
    if not isinstance(index, pd.DatetimeIndex):
        return "in", "cases"
    if len(index) > 1 and (index.day == 1).all():
        return "in", "months"
    return (
        ("on", "days")
        if len(index) < 2 or index.to_series().diff().median() < pd.Timedelta(days=5)
        else ("in", "cases")
    )


def _reading(found: Finding, key: str) -> dict[str, Any]:
    then, revised, words = found.then[key], found.revised[key], found.claim.readings[key]
    shown = revised if then.value is None else then
    own = "" if words.bar == found.claim.bar else f"passes when {words.bar.in_words(words.form)}"
    return {
        "title": shown.title,
        "how": f"differs in {' and '.join(words.differs)}" if words.differs else "literal",
        "moves": found.by_reading[key] if key in found.moved_by_reading else "",
        "bar": own,
        "then": _figure(then),
        "revised": _figure(revised),
        "note": shown.note,
    }


def _figure(reading: Reading) -> dict[str, Any]:
    span = ""
    if reading.range is not None and reading.value is not None and not isinstance(reading.value, tuple):
        low, high = (write(reading.words, end, unit=False) for end in reading.range)
        span = f"range {low} to {high}"
    return {"written": reading.written, "range": span, "period": reading.period, "passes": reading.passes}


def _code(claim: Claim) -> Markup:
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    # Pygments escapes what it colours.
    return Markup(highlight(inspect.getsource(ANSWERS[claim.id]), PythonLexer(), HtmlFormatter(nowrap=True)))
