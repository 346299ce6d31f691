"""The one way to markup: Jinja2 templates in ``templates/``, where all HTML of ours stands.

Every value is escaped, and one that a template asks for but nobody gave is an error.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from brink import words
from brink.argument.verdict import VERDICTS

#: What typesetting leaves alone (code, equations, signatures, tags); the blank between a number and its unit, a hyphen that
#: stands for a minus sign, straight quotes.
_TYPE = re.compile(
    r"<(pre|code|script|style|textarea|math)\b.*?</\1>|<dt class=\"sig.*?</dt>|<[^>]*>"
    r"|(?P<unit>(?<=\d) (?=(?:%|bp|billion|million|points?|trillion)(?!\w)))"
    r"|(?P<minus>(?<=[\s(>])-(?=\d))"
    r"|(?P<single>'|&#39;|&#x27;)|(?P<double>\"|&#34;|&quot;)",
    re.DOTALL,
)
#: What stands before an opening quote.
_OPENS = re.compile(r"(?:^|[\s(\[\u2014\u2018\u201c]|<[^/][^>]*>)\Z")


def set_type(body: str) -> str:
    """Return HTML as a printer would set it: a number keeps its unit and its minus sign, quotes and apostrophes are curly."""

    def put(found: re.Match[str]) -> str:
        if found["unit"]:
            return "\N{NO-BREAK SPACE}"
        if found["minus"]:
            return "\N{MINUS SIGN}"
        if not (found["single"] or found["double"]):
            return found[0]
        opens = _OPENS.search(body[max(0, found.start() - 400) : found.start()])
        return ("‘" if opens else "’") if found["single"] else ("“" if opens else "”")

    return _TYPE.sub(put, body)


def slug(text: str) -> str:
    """Return the words of a text as they stand in a class or an anchor: "came-true"."""
    return "-".join(text.lower().split())


@cache
def environment() -> Environment:
    """Return the environment of all templates."""
    made = Environment(
        loader=PackageLoader("brink.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": words.day,
        "moment": words.moment,
        "number": words.number,
        "counted": words.counted,
        "slug": slug,
    }
    made.globals["VERDICTS"] = VERDICTS
    return made


def render(template: str, **context: Any) -> str:
    """Return a template of ``templates/`` filled with ``context``."""
    return environment().get_template(template).render(**context)
