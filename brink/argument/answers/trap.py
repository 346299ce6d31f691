"""The answers to the claims on growth, households and exports; prices and the yen are in ``yen``, statements in ``officials``."""

from __future__ import annotations

from typing import Any

import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import prices, trap
from brink.measures.common import known_on, newest_known
from brink.record.snapshot import Snapshot
from brink.video import DAY
from brink.words import day

#: The quarter the video says contracted, the one it says will, and the one after.
FIRST, SECOND, THIRD = "2025Q1", "2025Q2", "2025Q3"
MARCH, APRIL = pd.Timestamp("2025-03-01"), pd.Timestamp("2025-04-01")
NOTHING_YET = "No figure for it was public on that day."


def _newest_quarter(record: Snapshot, asked: pd.Timestamp, said: str) -> str:
    """Return the quarter the question is about: the one the video speaks of, later on the newest one estimated."""
    return said if asked <= DAY else str(trap.growth_estimates(known_on(record, asked))["quarter"].max())


def _last(rows: pd.DataFrame, **facts: Any) -> Figure:
    """Return the newest of a quarter's estimates, with its day."""
    if rows.empty:
        return Figure(None, why=NOTHING_YET)
    last = rows.iloc[-1]
    return Figure(last["value_pct"], last["quarter"], released=last["released"], **facts)


# --- growth ----------------------------------------------------------------------------------


@answers("trap-1")
def first_quarter_growth(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "Contracted by 0.2%": the change of real GDP on the quarter before, newest estimate; at an annual rate; the first."""
    quarter = _newest_quarter(record, asked, FIRST)
    first = trap.estimates_of(record, quarter, source="printed")
    return {
        "quarter": _last(trap.change_on_the_quarter(record, quarter)),
        "annual": _last(trap.estimates_of(record, quarter, "annualised")),
        "first": _last(first[first["estimate"] == "first preliminary"]),
    }


@answers("trap-2")
def first_quarter_revision(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "Revised downward": the second estimate of the quarter's growth minus the first."""
    quarter = FIRST if asked <= DAY else None

    def revision(measure: str) -> Figure:
        every = trap.revisions(record, measure)
        every = every[every["quarter"] <= (quarter or every["quarter"].max())] if len(every) else every
        if every.empty or (quarter and every["quarter"].iloc[-1] != quarter):
            return Figure(None, why="The second estimate was not out on that day.")
        last = every.iloc[-1]
        capex = trap.capital_expenditure(record, last["quarter"])
        return Figure(
            last["revision"],
            last["quarter"],
            first=last["first"],
            second=last["second"],
            capex_first=capex.get("first preliminary"),
            capex_second=capex.get("second preliminary"),
        )

    return {"annual": revision("annualised"), "quarter": revision("on the quarter")}


@answers("trap-3")
def second_quarter_growth(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "Likely to fall again": the change of real GDP in the second quarter, on the first."""
    quarter = _newest_quarter(record, asked, SECOND)
    every = trap.estimates_of(record, quarter)
    growth = trap.real_gdp(record).pct_change().mul(100).dropna()
    newest = _last(every)
    return {
        "newest": Figure(
            newest.value,
            newest.period,
            history=growth[growth.index < quarter],
            why=newest.why,
            highest=every["value_pct"].max() if len(every) else None,
            fall=_fall_after(record, THIRD),
        ),
        "first": _last(every[every["estimate"] == "first preliminary"]),
        "lowest": _last(every.sort_values("value_pct", ascending=False)),
        "third": _last(trap.estimates_of(record, THIRD)),
    }


def _fall_after(record: Snapshot, quarter: str) -> str:
    """Say that output fell in the ``quarter`` after the one foretold, where it did, and whether it rose in the next."""
    fell, then = (
        trap.estimates_of(record, str(period))["value_pct"] for period in (quarter, pd.Period(quarter, freq="Q") + 1)
    )
    if fell.empty or fell.iloc[-1] >= 0:
        return ""
    alone = ", and alone" if len(then) and then.iloc[-1] > 0 else ""
    return f" One came a quarter later, {fell.iloc[-1]:+.1f} %{alone}.".replace("-", "−")


@answers("trap-12")
def depth_of_recessions(record: Snapshot, asked: pd.Timestamp, *, falls: int, typical: str) -> dict[str, Figure]:
    """ "An existential threat": what Japan's recessions since 1994 took off its output, and what the tariffs were put at."""
    spells = trap.recessions(record, falls)
    spells = spells[spells["last"] <= str(trap.growth_estimates(known_on(record, asked))["quarter"].max())]
    losses = -spells["depth_pct"]
    estimates = record.table("tariff_gdp_estimates")
    estimates = estimates[estimates["released"] <= asked]["loss_pct_gdp"]
    if losses.empty:
        return dict.fromkeys(("typical", "deepest", "tariffs"), Figure(None, why=NOTHING_YET))
    worst = spells.loc[losses.idxmax()]
    span = f"{spells['first'].iloc[0]} to {spells['last'].iloc[-1]}"
    return {
        "typical": Figure(
            losses.mean() if typical == "mean" else losses.median(),
            span,
            range=(losses.min(), losses.max()),
            history=losses.set_axis(spells["last"]),
            recessions=len(losses),
            regained=int(spells["regained"].notna().sum()),
        ),
        "deepest": Figure(
            losses.max(), f"{worst['first']} to {worst['last']}", regained=worst["regained"] or "no quarter yet"
        ),
        "tariffs": Figure(
            estimates.max() if len(estimates) else None,
            f"published by {day(asked)}",
            range=(estimates.min(), estimates.max()) if len(estimates) else None,
            why=NOTHING_YET,
            number=len(estimates),
        ),
    }


@answers("trap-13")
def recovery_by_exports(
    record: Snapshot, asked: pd.Timestamp, *, length: int, netting: str, counting: str
) -> dict[str, Figure]:
    """ "By selling to the world": exports' part in the growth that followed Japan's recessions.

    ``counting``: of all recoveries "together", or of the "typical" one, the median of those in which output grew.
    """
    after = trap.recoveries(record, length)
    after = after[after["after"] <= str(trap.growth_estimates(known_on(record, asked))["quarter"].max())]
    grew = after[after["growth_pct"] > trap.TOO_LITTLE]
    if grew.empty:
        return {"exports": Figure(None, why=NOTHING_YET)}
    total = after["growth_pct"].sum()
    each = 100 * grew[netting] / grew["growth_pct"]
    together = 100 * after[netting].sum() / total

    def spans() -> pd.Series:
        sums = trap.exports_parts(record, fiscal=False).dropna().rolling(length).sum().dropna()
        sums = sums[(sums["growth_pct"] > trap.TOO_LITTLE) & (sums.index <= after["after"].iloc[-1])]
        return 100 * sums[netting] / sums["growth_pct"]

    return {
        "exports": Figure(
            together if counting == "together" else each.median(),
            f"{after['after'].iloc[0]} to {after['after'].iloc[-1]}",
            range=(each.min(), each.max()),
            history=spans,
            vintage=trap.accounts_release(record),
            recoveries=len(after),
            grew=len(grew),
            most=int((each > find_claim("trap-13").bar.bound).sum()),
            median=each.median(),
            gross=100 * after["gross"].sum() / total,
            net=100 * after["net"].sum() / total,
            households=100 * after["consumption_pp"].sum() / total,
        ),
    }


@answers("trap-11")
def exports_and_growth(record: Snapshot, asked: pd.Timestamp, *, span: int, netting: str) -> dict[str, Figure]:
    """ "Thrives on exports": do exports make more than half of growth, and how much of output are they beside others'?"""
    shares = trap.export_shares(record)
    parts = {name: trap.exports_share(record, span, name) for name in trap.NETTING}
    growth = Figure(None, why=NOTHING_YET)
    if len(parts[netting]):
        last = {name: share.iloc[-1] for name, share in parts.items()}
        years = trap.exports_parts(record, fiscal=True).index
        growth = Figure(
            last[netting],
            f"fiscal {years[-span][2:]} to {years[-1][2:]}",
            range=(last["net"], last["gross"]),
            history=parts[netting].iloc[:-1],
            vintage=trap.accounts_release(record),
            gross=last["gross"],
            rising=last["rising"],
            net=last["net"],
            break_even=100 - 100 * find_claim("trap-11").bar.bound / last["gross"],
            content=trap.imported_content(record),
        )
    if shares.empty:
        return {"growth": growth, "others": Figure(None, why=NOTHING_YET)}
    row = shares.iloc[-1]
    own = trap.growth_contributions(record, fiscal=True)
    return {
        "growth": growth,
        "others": Figure(
            int((row < row["JPN"]).sum()),
            str(shares.index[-1]),
            share=row["JPN"],
            later=f"; in fiscal {own['period'].iloc[-1][2:]} {own['exports_share_pct'].iloc[-1]:.1f} %"
            if len(own)
            else "",
        ),
    }


# --- households ------------------------------------------------------------------------------


@answers("trap-5")
def spending_in_march(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "In March still down by 0.1%": real spending of households of two or more, on the year before."""
    every = trap.spending(record)
    later = asked > DAY
    month = newest_known(record, asked, "japan_household_spending", "month") if later else MARCH
    core = trap.household_spending(record).set_index("month")["core_pct"]

    def at(series: pd.Series, when: object) -> Figure:
        return Figure(series.get(when), f"{when:%B %Y}" if when is not None else "", why=NOTHING_YET)

    return {
        "march": at(every, month),
        "april": Figure(None, why="Asked of the newest month there is no later one.") if later else at(every, APRIL),
        "core": at(core, month),
    }


@answers("trap-18")
def crushed_consumption(record: Snapshot, asked: pd.Timestamp, *, length: int, before: int) -> dict[str, Figure]:
    """ "Crushing domestic consumption": real private consumption over ``length`` quarters, the survey, and the year ``before``."""
    newest = str(trap.growth_estimates(known_on(record, asked))["quarter"].max())
    change = trap.consumption_change(record, length)
    change = change[change.index <= newest]
    month = newest_known(record, asked, "japan_household_spending", "month")
    survey = trap.spending(record)
    survey = survey[survey.index <= month] if month is not None else survey[:0]
    level = trap.quarters(trap.national_accounts(record))["real_private_consumption"].dropna()
    level = level[level.index <= newest]
    then = level[level.index.str[:4] == str(before)].mean()
    year = survey[survey.index > survey.index.max() - pd.DateOffset(years=1)] if len(survey) else survey
    pay = prices.real_pay(record)
    pay = pay[pay.index <= month] if month is not None else pay[:0]
    return {
        "accounts": Figure(
            change.iloc[-1] if len(change) else None,
            change.index[-1] if len(change) else "",
            history=change.iloc[:-1],
            why=NOTHING_YET,
            vintage=trap.accounts_release(record),
            two_years=100 * (level.iloc[-1] / level.iloc[-9] - 1) if len(level) > 8 else None,
            pay=pay.iloc[-1] if len(pay) else None,
            pay_month=f"{pay.index[-1]:%B %Y}" if len(pay) else "",
            later=_survey_today(record, asked),
        ),
        "survey": Figure(
            year.mean() if len(year) >= 10 else None,
            f"twelve months to {month:%B %Y}" if month is not None else "",
            why="Fewer than ten of the last twelve months of the survey are on record.",
            months=len(year),
        ),
        "before": Figure(
            100 * (level.iloc[-1] / then - 1) if len(level) else None,
            f"{before} to {level.index[-1]}" if len(level) else "",
            why=NOTHING_YET,
            before=str(before),
        ),
    }


def _survey_today(record: Snapshot, asked: pd.Timestamp) -> str:
    """Say what the survey's newest twelve months average, where the record goes beyond the day asked."""
    survey = trap.spending(record)
    year = survey[survey.index > survey.index.max() - pd.DateOffset(years=1)] if len(survey) else survey
    if len(year) < 10 or year.index[-1] <= asked:
        return ""
    claim = find_claim("trap-18")
    reached = ", which reaches the bar" if claim.passes(year.mean()) else ""
    return f" The newest twelve months, to {year.index[-1]:%B %Y}, average {year.mean():+.1f} %{reached}.".replace(
        "-", "−"
    )


# --- exports ---------------------------------------------------------------------------------


@answers("trap-19")
def external_demand(record: Snapshot, asked: pd.Timestamp, *, length: int) -> dict[str, Figure]:
    """ "Collapsing": exports in volume by the national accounts over ``length`` quarters, and in value by the customs."""
    newest = str(trap.growth_estimates(known_on(record, asked))["quarter"].max())
    change, quarter = (trap.export_change(record, span)[:newest] for span in (length, 1))

    def customs(partner: str) -> Figure:
        last = trap.customs_exports(known_on(record, asked), partner).index.max()
        every = trap.customs_exports(record, partner)
        if last is pd.NaT or last not in every.index:
            return Figure(None, why=NOTHING_YET)
        return Figure(every[last], f"{last:%B %Y}")

    known = trap.customs_exports(known_on(record, asked), "United States").index.max()
    after = trap.customs_exports(record, "United States")
    after = after[after.index > known] if known is not pd.NaT else after[:0]
    return {
        "volume": Figure(
            change.iloc[-1] if len(change) else None,
            change.index[-1] if len(change) else "",
            history=change.iloc[:-1],
            why=NOTHING_YET,
            vintage=trap.accounts_release(record),
            quarter=quarter.iloc[-1] if len(quarter) else None,
            later=_later_months(after, find_claim("trap-19").bar.bound),
        ),
        "value": customs("World"),
        "america": customs("United States"),
    }


def _later_months(after: pd.Series, bar: float) -> str:
    """Say in how many of the months ``after`` exports to the United States fell by the bar or more."""
    if after.empty:
        return ""
    fell = f"{(after <= bar).sum()} of the {len(after)} months on record, {after.index[0]:%B %Y} to {after.index[-1]:%B %Y}"
    return f" Since then these fell by a tenth or more in {fell}."
