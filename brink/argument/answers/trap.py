"""The answers to the claims on growth, households, exports and what was said of them; prices and the yen are in ``yen``."""

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
#: How the measures begin that set the duty on Japanese goods other than cars and metals.
OTHER_GOODS = ("IEEPA", "Section 122 surcharge")
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


# --- documents -------------------------------------------------------------------------------


def _said(record: Snapshot, until: pd.Timestamp, *topics: str) -> pd.DataFrame:
    frame = trap.documents(record, *topics)
    return frame[frame["released"] <= until]


def _first_day(rows: pd.DataFrame) -> str:
    return day(rows["released"].iloc[-1]) if len(rows) else ""


@answers("trap-8")
def treasury_on_tightening(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "Pushing Japan to hike": does the Treasury's newest currency report ask the Bank of Japan to go on tightening?"""
    reports = _said(record, asked, "tightening urged", "tightening no longer urged")
    value = None if reports.empty else bool(reports["topic"].iloc[-1] == "tightening urged")
    dropped = _said(record, pd.Timestamp.max, "tightening no longer urged")
    since = f" Its next report, known from {_first_day(dropped)}, left the point out." if len(dropped) else ""
    return {"report": Figure(value, _first_day(reports), why=NOTHING_YET, since=since)}


@answers("trap-14")
def treasury_on_inflation(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "Claiming inflation is too high and the yen is too weak": what the Treasury's report gives as its reasons."""
    report = _said(record, asked, "tightening urged")
    told = NOTHING_YET
    if len(report):
        told = (
            "The report's sentence on the Bank of Japan names the yen's weakness, and inflation among the fundamentals that"
            " tightening should answer to; it does not call inflation too high, and the rest of the report is not on record here."
        )
        later = trap.documents(record, "tightening urged in public")
        if len(later):
            told += f" In public its Secretary went further later, on record from {_first_day(later[:1])}: Japan must get its inflation problem under control."
    return {"too_high": Figure(None, _first_day(report), why=told, told=told)}


@answers("trap-15")
def motive(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """ "Wants Japan to kill its own export power": a statement of a US official that says so."""
    report = _said(record, asked, "tightening urged")
    told = "No such statement is on record."
    if len(report):
        told += f" The Treasury's report of {_first_day(report)} asks for a stronger yen and a rebalancing of trade between the two countries."
    return {"statement": Figure(None, why=told)}


@answers("trap-10")
def norinchukin_on_demand(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Norinchukin on consumers and external demand: the remark, on record before the video."""
    near = _said(record, asked, "weak consumption and exports")
    told = "The remark was not found."
    if len(near):
        told += (
            f" What the institute's economist said on {_first_day(near)} is milder: spending may stay weak because pay lags food"
            " prices, and tariffs weigh on exports and investment."
        )
    return {"remark": Figure(None, why=told)}


@answers("trap-17")
def turning_the_screws(record: Snapshot, asked: pd.Timestamp, *, screw: str) -> dict[str, Figure]:
    """ "Keeps turning the screws": did Washington's pressure go on in the year after the video?

    ``screw``: the Treasury's call for tightening by its Secretary in public, in its newest currency report or in readouts;
    the duty on Japanese cars; the highest duty in force on its other goods.
    """
    end = pd.Timestamp(find_claim("trap-17").horizon) if asked <= DAY else asked
    public, reports, readouts = (
        rows[rows["released"].between(DAY, end, inclusive="right")]
        for rows in (
            trap.documents(record, "tightening urged in public"),
            trap.documents(record, "tightening urged", "tightening no longer urged"),
            trap.documents(record, "sound monetary policy urged"),
        )
    )
    steps = record.table("tariff_timeline").sort_values("date")
    later = steps["released"].max() > DAY
    cars = steps.dropna(subset="car_duty_pct").set_index("date")["car_duty_pct"]
    others = steps[steps["measure"].str.startswith(OTHER_GOODS) & (steps["status"] == "effective")]
    others = others.set_index("date")["other_duty_pct"]
    duty = cars[:end].iloc[-1] - cars[:DAY].iloc[-1] if later and len(cars[:DAY]) else None
    rise = others[DAY:end].max() - others[:DAY].iloc[-1] if len(others[DAY:end]) and len(others[:DAY]) else None
    anything = len(public) + len(reports) + len(readouts) > 0
    found = {
        "public": bool(len(public)) if anything else None,
        "report": bool(reports["topic"].iloc[-1] == "tightening urged") if len(reports) else None,
        "readouts": bool(len(readouts)) if anything else None,
        "duty": None if duty is None else bool(duty > 0),
        "others": None if rise is None else bool(rise > 0),
    }
    month = pd.Timestamp(DAY.year, DAY.month, 1)
    dollars = 1 / record.table("usdjpy_monthly").set_index("month")["jpy_per_usd"][month:end]
    facts: dict[str, Any] = {
        "yen": 100 * (dollars.iloc[-1] / dollars.iloc[0] - 1) if len(dollars) > 1 else None,
        "yen_month": f"{dollars.index[-1]:%B %Y}" if len(dollars) else "",
        "letter": _letter(record, end),
        "said": _first_day(public[:1]),
        "dropped": f" Its next report, known from {_first_day(reports)}, dropped the call."
        if found["report"] is False
        else "",
        "readout": _first_day(readouts),
        "pledge": _pledge(record, end),
        "ended": _ended(record, end),
        "before": cars[:DAY].iloc[-1] if len(cars[:DAY]) else None,
        "after": cars[:end].iloc[-1] if len(cars[:end]) else None,
    }
    period = f"{day(DAY)} to {day(end)}"
    why = "Nothing after the video is on record on that day."
    return {
        "pressure": Figure(found[screw], period, why=why, **facts),
        "report": Figure(found["report"], period, why=why, **facts),
        "duty": Figure(duty, period, why=why, **facts),
        "others": Figure(rise, period, why=why, **facts),
    }


def _pledge(record: Snapshot, end: pd.Timestamp) -> str:
    """Say what Japan pledged for the lower duty."""
    rows = record.table("trade_deals")
    rows = rows[rows["event"].str.contains("investment pledge") & rows["date"].between(DAY, end)]
    return f", in a deal in which Japan pledged {rows['value_bn_usd'].iloc[0]:.0f} billion dollars" if len(rows) else ""


def _ended(record: Snapshot, end: pd.Timestamp) -> str:
    """Say when a court ended the duty."""
    rows = record.table("tariff_timeline")
    rows = rows[rows["measure"].str.startswith("Supreme Court") & rows["date"].between(DAY, end)]
    return f"The Supreme Court ended it on {day(rows['date'].iloc[0])}." if len(rows) else "Still in force on that day."


def _letter(record: Snapshot, end: pd.Timestamp) -> str:
    """Say what a letter had threatened in between: a turn of the screw that the deal after it undid."""
    rows = record.table("tariff_timeline")
    rows = rows[(rows["status"] == "letter") & rows["date"].between(DAY, end)]
    if rows.empty:
        return ""
    row = rows.iloc[0]
    return (
        f" A letter of {day(row['date'])} had announced {row['other_duty_pct']:g} % on all goods; it was {row['note']}."
    )
