"""The answers to the claims on Japan's debt: which figure of the record is which reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import debt, debt_paths, jgb_market
from brink.measures.common import so_far
from brink.record.snapshot import Snapshot
from brink.words import day, listed, number

NO_EDITION = "No edition of the outlook on record that day has the year."
#: Days after which the last yield on record no longer answers for the day asked.
STALE = 60
NO_YIELDS = "The record of that day holds no yields so far apart."


def _edition(vintage: str) -> str:
    return f"{pd.Timestamp(vintage + '-01'):%B %Y}"


def _day_before(asked: pd.Timestamp) -> pd.Timestamp:
    """Return the last day whose yields could be known: they are published on the next morning."""
    return asked - pd.Timedelta(days=1)


@answers("debt-1")
def gross_debt(record: Snapshot, asked: pd.Timestamp, *, lag: int, edition: str) -> dict[str, Figure]:
    """Gross debt of general government as the IMF gives it; then other years, older editions, and net debt.

    ``lag`` is how many years before the one of asking the figure is for; ``edition`` the newest, or the one before. An
    older edition is a fair reading: the IMF printed such figures until 2023.
    """
    year, gross = asked.year - lag, "gross_debt_pct_gdp"
    editions = debt.debt_by_edition(record)
    names = sorted(editions["vintage"].unique())
    back = 1 if edition == "newest" else 2
    name = names[-back] if len(names) >= back else None
    japan = editions[editions["vintage"] == name].set_index("year")
    if year - 1 not in japan.index:
        none = Figure(None, why=NO_EDITION)
        return dict.fromkeys(find_claim("debt-1").readings, none)

    known: dict[str, Any] = {"edition": _edition(str(name)), "year": str(year)}

    def of(when: int, column: str = gross) -> Figure:
        return Figure(japan[column].get(when), str(when), why=NO_EDITION, **known)

    def printed(row: pd.Series, **facts: Any) -> Figure:
        where = f"{row['year']}, in the edition of {_edition(row['vintage'])}"
        return Figure(row[gross], where, year=str(row["year"]), edition=_edition(row["vintage"]), **facts)

    same_year = editions[editions["year"] == year]
    above = editions[editions[gross] > find_claim("debt-1").numbers[0]]
    latest = above[above["vintage"] == above["vintage"].max()].nlargest(1, gross)
    last_above = Figure(None, why="No edition printed so much.")
    for _, last in latest.iterrows():
        after = editions[(editions["year"] == last["year"]) & (editions["vintage"] > last["vintage"])]
        last_above = printed(last, next=after[gross].iloc[0] if len(after) else None)
    own = editions[editions["year"] == editions["released"].dt.year - lag].set_index("released")[gross]
    return {
        "this_year": Figure(japan[gross].get(year), str(year), history=own, why=NO_EDITION, **known),
        "year_before": of(year - 1),
        "peak": of(japan[gross].loc[: year - 1].idxmax()),
        "last_above": last_above,
        "highest_projected": printed(same_year.loc[same_year[gross].idxmax()]),
        "net": of(year, "net_debt_pct_gdp"),
    }


# --- beside whom -------------------------------------------------------------------------------

#: The measures of a year behind each choice of them.
MOMENT: dict[str, tuple[str, ...]] = {
    "gross": ("real_growth_pct", "inflation_pct", "overall_balance_pct", "gross_debt_pct"),
    "net": ("real_growth_pct", "inflation_pct", "overall_balance_pct", "net_debt_pct"),
    "no balance": ("real_growth_pct", "inflation_pct", "gross_debt_pct"),
}
MOMENT["wide"] = (*MOMENT["gross"], "debt_change_pp", "interest_pct")
#: What is owed, and what the year costs: the overall balance is the primary one less net interest, so never all three.
STOCKS = {"both": debt.STOCKS, "gross": debt.STOCKS[:1], "net": debt.STOCKS[1:]}
FLOWS = {"parts": ("interest_pct", "primary_balance_pct"), "whole": ("overall_balance_pct",)}


def _place(record: Snapshot, year: int, measures: tuple[str, ...], by: str, ahead: int, **facts: Any) -> Figure:
    """Return Japan's place among the seven on several measures taken together, with the places it had before."""
    order = debt.scoreboard(record, year, measures, by)
    if order.empty:
        return Figure(None, why=NO_EDITION)
    interest = debt.beside(record, "Japan", year, "interest_pct")
    names = order.rename({"United States": "the United States", "United Kingdom": "the United Kingdom"})
    place = debt.place_of("Japan", order)
    level = [name for name in names.index[(order - order["Japan"]).abs() < 1e-9] if name != "Japan"]
    return Figure(
        place,
        str(year),
        history=lambda: debt.places_by_edition(record, "Japan", measures, by, ahead),
        measures=len(measures),
        worst=listed(list(names.index[:2])),
        first=names.index[0] if names.index[0] != "Japan" or place == 1 else names.index[1],
        level=f", level with {listed(level)}" if level else "",
        interest=interest and interest.place,
        **facts,
    )


def _first_before(record: Snapshot, measures: tuple[str, ...], by: str, ahead: int) -> str:
    """Tell in which editions Japan was first on some measures taken together."""
    places = debt.places_by_edition(record, "Japan", measures, by, ahead)
    first = places.index[places == 1]
    if first.empty:
        return f"in none of the {len(places)} editions on record"
    return f"in {len(first)} of the {len(places)} editions on record, the last of {first[-1]:%B %Y}"


def _rank(record: Snapshot, year: int, measure: str) -> Figure:
    found = debt.beside(record, "Japan", year, measure)
    if found is None:
        return Figure(None, why=NO_EDITION)
    return Figure(found.place, str(year), japan=found.value, second=found.next, next=found.next_value)


@answers("debt-2")
def critical_moment(record: Snapshot, asked: pd.Timestamp, *, measures: str, by: str, ahead: int) -> dict[str, Figure]:
    """Among the years of all seven countries, how many were no more critical than Japan's, by several ``measures`` of a year put
    together ``by`` rank or distance.

    Then Japan's place among the seven in the year alone, by debt alone, which the video puts at the centre, and the 30-year
    yield in its own history.
    """
    year = asked.year + ahead
    found = debt.years_no_worse(record, "Japan", year, MOMENT[measures], by)
    decades = Figure(None, why=NO_EDITION)
    if found is not None:
        no_worse, since, compared = found
        decades = Figure(
            no_worse,
            f"{since} to {year}",
            history=lambda: debt.no_worse_by_edition(record, "Japan", MOMENT[measures], by, ahead),
            since=str(since),
            compared=compared,
        )
    yields, ten = (jgb_market.yield_of(record, tenor)[: _day_before(asked)] for tenor in (30, 10))
    share = 100 * (yields <= yields.iloc[-1]).mean() if len(yields) else None
    return {
        "decades": decades,
        "together": _place(record, year, MOMENT[measures], by, ahead),
        "debt": _rank(record, year, "gross_debt_pct"),
        "long_yield": Figure(
            share,
            f"to {day(yields.index[-1])}" if len(yields) else "",
            why=NO_YIELDS,
            level=yields.iloc[-1] if len(yields) else None,
            since=str(yields.index[0].year) if len(yields) else "",
            ten=100 * (ten <= ten.iloc[-1]).mean() if len(ten) else None,
        ),
    }


@answers("debt-7")
def fiscal_crisis(
    record: Snapshot, asked: pd.Timestamp, *, stocks: str, flows: str, by: str, ahead: int
) -> dict[str, Figure]:
    """Japan's place among the seven by what is owed and what the year costs; then by debt alone, gross and net."""
    year, measures = asked.year + ahead, STOCKS[stocks] + FLOWS[flows]
    return {
        "finances": _place(record, year, measures, by, ahead, before=_first_before(record, measures, by, ahead)),
        "debt": _rank(record, year, "gross_debt_pct"),
        "net_debt": _rank(record, year, "net_debt_pct"),
    }


# --- whether it can land -----------------------------------------------------------------------


@answers("debt-3")
def unsustainable(
    record: Snapshot, asked: pd.Timestamp, *, ahead: int, shocks_since: int, balance: str
) -> dict[str, Figure]:
    """How likely debt/GDP is to be higher ``ahead`` full years on than in the last complete year.

    From simulated paths, on the newest outlook and the newest yields of the record. ``shocks_since`` tells from which years the
    size of the shocks to yields is taken, ``balance`` whether the primary balance stays where the outlook ends or goes on
    changing as over its last three years. The range is that of the scenarios: yields up to three points higher, no growth,
    or a balance that holds.
    """
    start = asked.year - 1
    end = start + ahead + 1
    since = shocks_since if shocks_since < debt_paths.FIRST_YEAR else None
    case = debt_paths.projection(record, start, end, shocks_since=since)
    if case is None:
        none = Figure(None, why="The record of that day holds no outlook, bonds or yields to begin from.")
        return dict.fromkeys(find_claim("debt-3").readings, none)
    slips = balance == "slipping"
    twice = replace(debt_paths.same_rise_again(record, case.outlook.curve_day), balance_slips=slips)
    central = debt_paths.SLIPPING if slips else debt_paths.CENTRAL
    main, again = debt_paths.odds(record, start, end, (central, twice), shocks_since=since)
    cases = debt_paths.cases(record, start, end, since)
    bar = find_claim("debt-3").bar
    reaching = cases.loc[cases["higher_pct"].map(bar.passes), "scenario"]
    told = (
        f"Of the cases tried, {listed([f'“{name}”' for name in reaching])} reach{'es' if len(reaching) == 1 else ''} the bar."
        if len(reaching)
        else "None of the cases tried reaches the bar."
    )
    period, curve = f"{start} to {end}", f"yields of {day(case.outlook.curve_day)}"
    return {
        "higher": Figure(
            main.higher,
            f"{period}, {curve}",
            range=(min(main.higher, cases["higher_pct"].min()), max(main.higher, cases["higher_pct"].max())),
            history=(lambda: debt_paths.odds_by_edition(record)) if ahead == debt_paths.AHEAD else None,
            median=main.median,
            high=main.high,
            opening=case.opening,
            reaching=told,
        ),
        "again": Figure(again.higher, period),
        "rising": Figure(main.rising, str(start + debt_paths.STABILISING), width=main.width),
        "last": Figure(main.rising_last, str(end)),
    }


# --- at what price -----------------------------------------------------------------------------


@answers("debt-4")
def yields_spiral(record: Snapshot, asked: pd.Timestamp, *, bonds: str, start: int, months: int) -> dict[str, Figure]:
    """How unusual the rise in yields over some ``months`` was, as a share of the days since ``start``.

    Literally for 10, 20, 30 and 40 years together, the mean of their shares, or for the ``bonds`` chosen; then for the
    10-year alone, the benchmark, and for the 30-year alone.
    """
    until = _day_before(asked)
    tenors = {"all": (10, 20, 30, 40), "ten": (10,), "thirty": (30,)}[bonds]

    def together() -> Figure:
        ranks = pd.DataFrame({tenor: jgb_market.rise_ranks(record, tenor, until, start, months) for tenor in tenors})
        if ranks.empty or ranks.index[-1] < until - pd.Timedelta(days=STALE):
            return Figure(None, why=NO_YIELDS)
        last = ranks.iloc[-1]
        return Figure(
            last.mean(),
            f"to {day(ranks.index[-1])}, since {ranks.index[0].year}",
            history=lambda: ranks.mean(axis=1),
            lowest=last.min(),
            highest=last.max(),
            months=months,
        )

    def figure(tenor: int) -> Figure:
        ranks = jgb_market.rise_ranks(record, tenor, until, start, months)
        if ranks.empty or ranks.index[-1] < until - pd.Timedelta(days=STALE):
            return Figure(None, why=NO_YIELDS, rise=None, quarter=None)
        rises = jgb_market.rises(record, tenor, months).loc[str(start) : until]
        level = jgb_market.yield_of(record, tenor)[:until].iloc[-1]
        return Figure(
            ranks.iloc[-1],
            f"to {day(ranks.index[-1])}, since {ranks.index[0].year}",
            rise=rises.iloc[-1],
            level=level,
            largest=rises.max(),
            when=f"{rises.idxmax():%B %Y}",
            months=months,
            begins=str(ranks.index[0].year),
            quarter=jgb_market.rises(record, tenor, 3).loc[:until].iloc[-1],
        )

    return {"rates": together(), "ten": figure(10), "thirty": figure(30)}


@answers("debt-5")
def decade_of_control(record: Snapshot, asked: pd.Timestamp, *, since: str, until: str) -> dict[str, Figure]:
    """How long the Bank pressed yields down by buying bonds, from large purchases or from the target (``since``), ``until`` the
    end of the target, the first plan to buy less or the day asked; and how long it had a target for the 10-year yield.
    """
    events = record.table("boj_policy_events")
    events = events[events["date"] <= asked].sort_values("date")

    def when(measure: str, action: str) -> pd.Timestamp | None:
        found = events[(events["measure"] == measure) & (events["action"] == action)]["date"]
        return found.iloc[0] if len(found) else None

    target, end = when("10-year yield", "start"), when("10-year yield", "end")
    last = {"asked": asked, "target": end, "cut": when("purchases", "reduce")}[until]

    def span(start: pd.Timestamp | None, to: pd.Timestamp | None) -> Figure:
        if start is None or to is None:
            return Figure(None, why="Start or end was not on record on that day.")
        return Figure((to - start).days / 365.25, f"{day(start)} to {day(to)}")

    begun = {"buying": when("purchases", "start"), "target": target}[since]
    return {"joined": span(begun, last), "curve_control": span(target, end)}


@answers("debt-6")
def collapse(record: Snapshot, asked: pd.Timestamp, *, burst: float, months: int, tenor: int) -> dict[str, Figure]:
    """Once the bubble has burst, the largest part of a sale that drew no bid.

    It has burst when a long bond lost at least ``burst`` percent of its price within some ``months``, in the year after. Where
    none did, nothing was put to the test, and the literal reading has no figure. Then that fall itself, and the cost of
    insuring the debt.
    """
    end = asked + pd.DateOffset(years=1)
    period = f"{day(asked)} to {day(end)}{so_far(record, end)}"
    why = "Nothing of that year is on record on that day."
    fall = jgb_market.worst_fall_after(record, asked, tenor, months)
    year = jgb_market.worst_fall_after(record, asked, tenor, 12)
    sales = jgb_market.auctions_after(record, asked).dropna(subset="covered")
    swaps = jgb_market.default_swaps(record)
    swaps = swaps[(swaps.index > asked) & (swaps.index <= end)]
    ago = asked - pd.DateOffset(years=1)
    before, year_before = (jgb_market.worst_fall(record, ago, _day_before(asked), tenor, months) for months in (3, 12))
    lost = fall.iloc[0] if len(fall) else None
    facts: dict[str, Any] = {"lost": lost, "burst": burst, "months": months, "tenor": tenor, "sales": len(sales)}
    if lost is not None and lost >= burst:
        weakest = sales.loc[sales["covered"].idxmin()] if len(sales) else None
        unsold = Figure(None if weakest is None else 100 * max(0.0, 1 - weakest["covered"]), period, why=why, **facts)
    else:
        unsold = Figure(
            None,
            period,
            why=why
            if lost is None
            else f"The condition did not come about: a {tenor}-year bond lost at most {lost:.0f} % of its price within "
            f"{number(months)} {'month' if months == 1 else 'months'} of that year, and a bubble has burst at {number(burst)} %.",
            **facts,
        )
    return {
        "unsold": unsold,
        "fall": Figure(
            lost,
            period,
            why=why,
            end=day(fall.index[0]) if len(fall) else "",
            year=year.iloc[0] if len(year) else None,
            months=months,
            before=before.iloc[0] if len(before) else None,
            year_before=year_before.iloc[0] if len(year_before) else None,
        ),
        "swaps": Figure(swaps.max() if len(swaps) else None, period, why="No report of that year was found."),
    }
