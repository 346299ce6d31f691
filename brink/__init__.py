"""Recompute the argument of one viral economics video from public data.

Data flows one way: ``data/`` -> ``brink.record`` -> ``brink.measures`` (helped by the pure functions of
``brink.models``) -> ``brink.argument`` (which reads ``video/``) -> ``brink.report`` -> the book.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "2.0.0"
#: The day this edition was published.
__date__ = "2026-11-26"

#: The public names, each with its home; loaded when first asked for.
_HOMES = {
    "Snapshot": "brink.record.snapshot",
    "Ledger": "brink.argument.ledger",
    "VIDEO_DAY": "brink.video",
    "day": "brink.words",
    "number": "brink.words",
}
__all__ = ["VIDEO_DAY", "Ledger", "Snapshot", "__version__", "day", "number"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'brink' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
