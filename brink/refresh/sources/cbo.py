"""Congressional Budget Office: the baseline, as CSV files in its own repository on GitHub, one set an edition.

Deficits and debt come from the budget projections, GDP and the ten-year rate from the economic projections
by fiscal year. The files are in long form: year, variable, value.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal

from brink.refresh.feed import Ask, Feed
from brink.refresh.parse import cells_of, column, even, expect, json_of, lines_of, number
from brink.refresh.rows import Row

LISTING = "https://api.github.com/repos/US-CBO/cbo-data/contents/data/"
FILES = "https://raw.githubusercontent.com/US-CBO/cbo-data/main/data/"
#: What some editions call the debt at the end of the year; the longer name goes first.
_SECOND_NAME = "proj_debt_held_by_public"
#: Folder and start of the file name -> variable -> column of our table.
_VARIABLES = {
    "budget/ten_year_budget/annual_fy_": {
        "proj_rev_total": "revenues_usd_bn",
        "proj_outlays_total": "outlays_usd_bn",
        "proj_outlays_net_interest": "net_interest_usd_bn",
        "proj_deficit_total": "balance_usd_bn",
        "proj_debt_held_by_public_end": "debt_usd_bn",
        _SECOND_NAME: "debt_usd_bn",
        "proj_debt_avg_interest_rate": "average_rate_pct",
    },
    "economic/economic_projections/fiscal_": {
        "gdp": "gdp_usd_bn",
        "treasury_note_rate_10yr": "ten_year_rate_pct",
    },
}
#: Not required by the table: an edition without it is taken all the same.
_OPTIONAL = {"average_rate_pct"}
#: An edition projects ten years beyond its own.
HORIZON = 10
#: Decimals CBO publishes; the files also hold binary tails such as -1832.3809999999994.
_PLACES = Decimal("0.001")


def _editions(ask: Ask) -> dict[str, str]:
    """Return edition (``2026-02``) -> day it counts as public, of those held and of the newest.

    An edition is there once both its files are. Files name it by its month: where the table holds an
    edition of that month, its day stands; the newest, if it is another, counts from the day it is seen.
    """
    found = []
    for stem in _VARIABLES:
        folder, _, start = stem.rpartition("/")
        # without a token the listing may be asked for sixty times an hour by all who share an address
        page = ask.get(LISTING + folder, token=os.environ.get("GITHUB_TOKEN", ""))
        answer = json_of(page)
        if not isinstance(answer, list) or not all(isinstance(file, dict) and "name" in file for file in answer):
            raise page.fault("the answer is no list of files")
        matches = [re.fullmatch(re.escape(start) + r"(\d{4}-\d\d)\.csv", file["name"]) for file in answer]
        found.append({match[1] for match in matches if match})
    editions = set.intersection(*found)
    held = {row["released"][:7]: row["released"] for row in ask.stored}
    if not editions or max(editions) < min(held):
        raise page.fault("no edition of the baseline since the first one held")
    wanted = {edition: day for edition, day in held.items() if edition in editions}
    return {max(editions): ask.today.isoformat()} | wanted


def _figures(ask: Ask, stem: str, edition: str) -> dict[str, dict[str, str]]:
    """Return fiscal year -> column -> figure, of one file."""
    columns = _VARIABLES[stem]
    page = ask.get(f"{FILES}{stem}{edition}.csv")
    table = cells_of(page, lines_of(page))
    header = table[0]
    when, what, value = (column(page, header, name) for name in ("date", "variable", "value"))
    found: dict[str, dict[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    for row in even(page, table[1:], len(header)):
        if (name := columns.get(row[what])) is None:
            continue
        match = re.fullmatch(r"(?:FY)?(\d{4})", row[when])
        if not match:
            raise page.fault(f"{row[when]!r} is not a fiscal year")
        if not row[value]:
            continue
        if (row[what], row[when]) in seen:
            raise page.fault(f"{row[what]} of {row[when]} occurs twice", "See in the file which row is meant.")
        seen.add((row[what], row[when]))
        figure = number(page, row[value], f"{row[what]} of {row[when]}")
        if len(figure.partition(".")[2]) > 3:
            figure = f"{Decimal(figure).quantize(_PLACES).normalize():f}"
        year = found.setdefault(match[1], {})
        if row[what] != _SECOND_NAME or name not in year:
            year[name] = figure
    last = str(int(edition[:4]) + HORIZON)
    expect(page, max(found, default="none"), last, f"the last year of the edition {edition}")
    named = {name for year in found.values() for name in year}
    if missing := [variable for variable, name in columns.items() if name not in named | _OPTIONAL]:
        raise page.fault(f"no {', '.join(missing)} in it")
    return found


def _baseline(ask: Ask) -> list[Row]:
    """Read the editions wanted, fiscal years that both files have."""
    rows = []
    for edition, released in sorted(_editions(ask).items()):
        budget, economy = (_figures(ask, stem, edition) for stem in _VARIABLES)
        rows += [
            {"fiscal_year": year, "released": released} | budget[year] | economy[year]
            for year in sorted(budget.keys() & economy.keys())
        ]
    return rows


FEEDS = (Feed("us_cbo_baseline", "CBO", "https://github.com/US-CBO/cbo-data", _baseline, "fiscal_year", ahead=True),)
