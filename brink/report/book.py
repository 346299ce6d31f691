"""What a chapter calls to speak to its reader: strip and cards of its claims, tables, computed prose, sources."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence

import pandas as pd
from IPython.display import HTML, Markdown

from brink.argument.ledger import Ledger
from brink.errors import BrinkError
from brink.record.snapshot import Snapshot
from brink.report import cards as _cards
from brink.report import tables as _tables


def prose(text: str) -> Markdown:
    r"""Return text of a chapter with its computed numbers: MyST Markdown, usually from an f-string.

    Raises :class:`~brink.errors.BrinkError` where the text holds a control character: an f-string that was not raw has
    eaten a backslash, of ``\times`` for example.
    """
    if eaten := re.search(r"[\x00-\x09\x0b-\x1f]\w*", text):
        raise BrinkError(f"a backslash was eaten in {eaten[0]!r}: write \\\\ in an f-string, or begin it with rf.")
    return Markdown(inspect.cleandoc(text))


def strip(ledger: Ledger, theme: str) -> HTML:
    """Return the strip of a chapter's claims: titles with their verdicts; a row unfolds to ruling and figures."""
    return HTML(_cards.strip(ledger, theme))


def cards(ledger: Ledger, theme: str) -> HTML:
    """Return the cards of all claims of a theme, in the order of the inventory."""
    return HTML(_cards.cards(ledger, theme))


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    digits: Mapping[str, int] | int | None = None,
    mark: Sequence[bool] | None = None,
    fold: bool = False,
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
    fold : bool
        Fold it away under its caption, as every table of more than ten rows is.
    """
    return HTML(_tables.table(frame, caption=caption, digits=digits, mark=mark, fold=fold))


def sources(record: Snapshot | Ledger, *tables: str) -> HTML:
    """Return the list of the tables a chapter rests on, with downloads; of a ledger, its later record counts."""
    return HTML(_tables.sources(record.now if isinstance(record, Ledger) else record, *tables))
