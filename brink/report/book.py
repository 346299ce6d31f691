"""What a page calls to speak to its reader: cards, tables, computed prose, sources, and the pictures of all claims.

``root`` is where the page finds the chapters: nothing for a chapter, ``"chapters/"`` for the front page.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence

import pandas as pd
from IPython.display import HTML, Markdown

from brink import __date__, __version__
from brink.argument.history import history as _history
from brink.argument.ledger import Ledger
from brink.errors import BrinkError
from brink.record.snapshot import Snapshot
from brink.report import appendix as _appendix
from brink.report import cards as _cards
from brink.report import map as _map
from brink.report import tables as _tables
from brink.report import whatif as _whatif
from brink.report.map import became, shares
from brink.report.tables import directions
from brink.report.templates import render

__all__ = [
    "argument_map",
    "became",
    "cards",
    "coverage",
    "directions",
    "edition",
    "firm",
    "gists",
    "history",
    "instruments",
    "ledger_table",
    "moves",
    "notes",
    "prose",
    "shares",
    "sources",
    "strip",
    "studies",
    "table",
    "table_entries",
    "table_index",
    "tally",
    "verdict_words",
    "video_strip",
    "whatif",
]


def prose(text: str) -> Markdown:
    r"""Return text of a chapter with its computed numbers: MyST Markdown, usually from an f-string.

    Raises :class:`~brink.errors.BrinkError` where the text holds a control character: an f-string that was not raw has
    eaten a backslash, of ``\times`` for example.
    """
    if eaten := re.search(r"[\x00-\x09\x0b-\x1f]\w*", text):
        raise BrinkError(f"a backslash was eaten in {eaten[0]!r}: write \\\\ in an f-string, or begin it with rf.")
    return Markdown(inspect.cleandoc(text))


def edition(ledger: Ledger) -> HTML:
    """Return the line under the title: which edition this is, when it was published, and up to which day its record goes.

    Of a record as it stood on an earlier day, it says so instead: nothing later is told.
    """
    return HTML(
        render("edition.html", edition=__version__, published=None if ledger.now.as_of else __date__, day=ledger.day)
    )


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


def tally(ledger: Ledger, root: str = "") -> HTML:
    """Return how many claims have each verdict, as one stacked bar with its numbers."""
    return HTML(_map.tally(ledger, root))


def argument_map(ledger: Ledger, root: str = "") -> HTML:
    """Return the argument as a map: claims theme by theme, arrows for "therefore"."""
    return HTML(_map.argument_map(ledger, root))


def video_strip(ledger: Ledger, root: str = "") -> HTML:
    """Return the video from its first to its last word, each claim in the lane of its verdict."""
    return HTML(_map.video_strip(ledger, root))


def firm(ledger: Ledger) -> HTML:
    """Return how firm each verdict is: the verdicts of all ways of all claims."""
    return HTML(_map.firm(ledger, ""))


def history(ledger: Ledger) -> pd.DataFrame:
    """Return how the verdicts moved (:func:`brink.argument.history.history`), saved as ``verdict-history.csv``."""
    from brink.report.charts import saved

    moved = _history(ledger)
    folder = saved()
    folder.mkdir(parents=True, exist_ok=True)
    moved.to_csv(folder / "verdict-history.csv", index=False, date_format="%Y-%m-%d", lineterminator="\n")
    return moved


def moves(ledger: Ledger, moved: pd.DataFrame) -> HTML:
    """Return one strip a claim since the video's day, in the colours of its verdicts; ``moved`` is its history."""
    return HTML(_map.moves(ledger, moved, ""))


def whatif(ledger: Ledger) -> HTML:
    """Return all bars, readings and choices to set otherwise, with the verdicts that follow."""
    return HTML(_whatif.page(ledger, _history(ledger)))


def instruments(ledger: Ledger) -> HTML:
    """Return the sums to turn by hand."""
    return HTML(_whatif.instruments(ledger))


def gists(ledger: Ledger, claims: Sequence[str], root: str = "") -> HTML:
    """Return some claims in short: verdict, title, ruling."""
    return HTML(_cards.gists(ledger, claims, root))


def verdict_words() -> HTML:
    """Return the words of a verdict and what each means."""
    return HTML(render("rule.html"))


def ledger_table(ledger: Ledger) -> HTML:
    """Return all findings as a table to filter, search and order."""
    return HTML(_tables.ledger_table(ledger))


def notes(ledger: Ledger, kind: str, *, caption: str) -> HTML:
    """Return what was noted on the claims, ``errata`` or ``objections``, a folded table for each theme."""
    return HTML(_tables.notes(ledger, kind, caption))


def table_index(ledger: Ledger) -> HTML:
    """Return one list of all tables with the claims that rest on each, to filter and search."""
    return HTML(_appendix.table_index(ledger))


def table_entries(ledger: Ledger, theme: str) -> HTML:
    """Return all that is known of a theme's tables, one entry a table."""
    return HTML(_appendix.table_entries(ledger.now, theme))


def coverage(ledger: Ledger, theme: str) -> HTML:
    """Return which time each table of a theme covers, as bars on one scale."""
    return HTML(_appendix.coverage_strips(ledger, theme))


def studies(record: Snapshot) -> HTML:
    """Return every study whose estimate a table holds, with the page it was read on."""
    return HTML(_appendix.studies(record))
