"""How firmly a verdict stands, in words."""

from __future__ import annotations

from brink.argument.inventory import Claim
from brink.argument.ledger import Finding


def firmness(found: Finding) -> str:
    """Say how firmly the verdict stands; ``""`` where nothing was judged.

    "firm" (whatever reading is taken literally), "firm, given the reading" (another listed one, taken literally, would change
    the verdict), "one way only", or what it depends on.
    """
    firm = found.firmness
    if found.verdict in ("open", "unchecked"):
        return ""
    if firm.word == "depends" and firm.decider is not None:
        return f"depends on {choice_title(found.claim, firm.decider)}"
    if firm.word == "firm" and found.moved_by_reading:
        return "firm, given the reading"
    return firm.word


def choice_title(claim: Claim, name: str) -> str:
    """Return what a choice is called inside a sentence; ``bar`` is that of the bar itself."""
    if name == "bar":
        return "where the bar stands"
    title = claim.choices[name].title
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def other_readings(found: Finding) -> str:
    """Say how many of the other listed readings would change the verdict if they were the literal one; ``""`` without any."""
    others = len(found.claim.readings) - 1
    return f"{len(found.moved_by_reading) or 'none'} of {others}" if others else ""
