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

#: The blank between a number and its unit, outside of code.
UNIT = re.compile(r"(<pre.*?</pre>)|(?<=\d) (?=(?:%|bp|billion|million|points?|trillion)(?!\w))", re.DOTALL)


def keep_units(body: str) -> str:
    """Return HTML in which a number and its unit are not parted at the end of a line."""
    return UNIT.sub(lambda found: found[1] or "\N{NO-BREAK SPACE}", body)


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
