"""The answers to the claims on the talks about the tariffs: who met whom, who asked what, what they moved (theme autos)."""

from __future__ import annotations

import pandas as pd

from brink.argument.inventory import Figure, answers
from brink.measures import autos, trade_talks
from brink.measures.common import so_far
from brink.record.snapshot import Snapshot
from brink.words import day, listed


def _named(partner: str) -> str:
    """Return a partner as a sentence names it."""
    return f"the {partner}" if partner in ("European Union", "United Kingdom") else partner


def _on_record(reports: pd.DataFrame, why: str) -> Figure:
    """Return whether reports are on record, with the day of the first."""
    if reports.empty:
        return Figure(None, why=why)
    return Figure(True, f"reported {day(reports['released'].iloc[0])}")


@answers("autos-4")
def leverage(record: Snapshot, asked: pd.Timestamp, *, lever: str) -> dict[str, Figure]:
    """How many of the European Union and China had more of a lever than Japan; charitably, what each had got back.

    ``lever``: what the talks had given back, ``"in force"`` or ``"agreed"``, or how large a customer of America each is
    (``"customers"``).
    """
    taken = trade_talks.cuts(record, asked, "agreed" if lever == "agreed" else "in force")
    raised = autos.days_in_force(record, asked)
    got = {
        "China": taken.get(("all goods", "China"), 0.0),
        "European Union": taken.get(("cars", "European Union"), 0.0),
        "Japan": taken.get(("cars", "Japan"), 0.0),
    }
    none = "No duty had been raised by that day."
    size = trade_talks.customers(record) if lever == "customers" else pd.Series(got)
    ahead = [_named(partner) for partner in ("China", "European Union") if size.get(partner, 0) > size.get("Japan", 0)]
    times, five = trade_talks.against_china(record, asked), trade_talks.against_europe(record, asked)

    def more(partner: str) -> Figure:
        """Return what a partner had got less what Japan had got."""
        return Figure(got[partner] - got["Japan"] if raised else None, f"to {day(asked)}", why=none)

    return {
        "both": Figure(
            len(ahead) if raised and len(size) else None,
            f"to {day(asked)}",
            why=none,
            ahead=f"Ahead of Japan: {listed(ahead) or 'neither'}",
            china=got["China"],
            europe=got["European Union"],
            japan=got["Japan"],
            treasuries=None if times.empty else times.iloc[-1],
            five=five,
            union="" if five is None else f" and {five:.2f} times as much as five countries of the Union",
        ),
        "china": more("China"),
        "europe": more("European Union"),
    }


@answers("autos-5")
def halted_talks(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Whether a report says that the US negotiators argued among themselves and put talks with Japan on hold."""
    held, met = trade_talks.on_hold(record, asked), trade_talks.rounds(record)
    after = met[met["topic"].str.startswith("round") & (met["date"] > asked)]
    figure = _on_record(held, "No report of it was public on that day.")
    figure.facts["later"] = (
        "no later round was on record on that day"
        if after.empty
        else f"the next round was held on {day(after['date'].iloc[0])}"
    )
    return {"report": figure}


@answers("autos-6")
def same_team(record: Snapshot, asked: pd.Timestamp, *, met_in: str) -> dict[str, Figure]:
    """Whether the US cabinet members who had met Japan are those announced for London, office by office."""
    met, london = trade_talks.teams(record, asked, met_in)
    if not london:
        return {"offices": Figure(None, why="Nobody had been announced for London by that day.", offices="")}
    return {"offices": Figure(met == london, f"to {day(asked)}", offices=listed(sorted(london)))}


@answers("autos-7")
def pacific_pact(record: Snapshot, asked: pd.Timestamp, *, joined: str, china: str, months: int) -> dict[str, Figure]:
    """What lawmakers are on record for, in the ``months`` before the day asked: China and Taiwan in, against the US.

    ``joined``: whether ``one`` report must hold it all, or ``several`` may; ``china``: let in ``named``, or by way of
    ``rcep``, the pact to which it belongs. Charitably: Taiwan alone; the pact as a means of pressure, with nobody named;
    the two pacts under one roof.
    """
    pact = record.table("pacific_pact")
    pact = pact[(pact["released"] <= asked) & (pact["released"] > asked - pd.DateOffset(months=months))]
    lawmakers = pact[pact["who"] == "lawmakers"].sort_values("released")
    roof = lawmakers["says"].str.contains("RCEP")
    lets_in = lawmakers["names_china"] | roof if china == "rcep" else lawmakers["names_china"]
    parts = [lets_in, lawmakers["names_taiwan"]]
    both = lawmakers[parts[0] & parts[1]]
    if joined == "several" and all(part.any() for part in (*parts, lawmakers["against_us"])):
        both = lawmakers[parts[0] | parts[1] | lawmakers["against_us"]].tail(1)
    none = "No report of it is on record."
    return {
        "both": _on_record(both, none),
        "taiwan": _on_record(lawmakers[lawmakers["names_taiwan"]], none),
        "pressure": _on_record(lawmakers[lawmakers["against_us"]], none),
        "roof": _on_record(lawmakers[roof], none),
    }


@answers("autos-13")
def deal_before_the_summit(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Whether a report names the summit of the Group of Seven as the day by which Tokyo hoped for a deal."""
    target = trade_talks.reports(record, "G7 target", asked)
    outcome = trade_talks.reports(record, "G7 outcome")
    figure = _on_record(target, "No report of it was public on that day.")
    met = trade_talks.rounds(record)
    figure.facts["rounds"] = int((met["topic"].str.startswith("round") & (met["date"] <= asked)).sum())
    figure.facts["outcome"] = (
        "the summit brought none" if len(outcome) else "what came of the summit was not known on that day"
    )
    return {"report": figure}


@answers("autos-14")
def admitted(record: Snapshot, asked: pd.Timestamp, *, read: str) -> dict[str, Figure]:
    """Whether US officials said that the tariffs are about leverage, dominance and containment; charitably, about China.

    ``read``: whether the officials are to have said ``both`` of the video's sentences, or the ``first`` only, that it is
    about more than reciprocity.
    """
    aims = trade_talks.reports(record, "aim: ", asked)
    named = set(aims["topic"].str.removeprefix("aim: "))
    none = "No remark of a US official that says so was found."
    whole = bool(named) if read == "first" else {"leverage", "dominance", "containment"} <= named
    return {
        "all": Figure(True if whole else None, why=none),
        "china": _on_record(aims[aims["topic"] == "aim: China"], none),
    }


@answers("autos-15")
def ordered_to_choose(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Whether Washington had ordered Japan to side with it against China; charitably, had urged its partners to."""
    denied = trade_talks.reports(record, "demand on Japan", asked)
    literal = (
        Figure(None, why="No report on it was public on that day.")
        if denied.empty
        else Figure(False, f"reported {day(denied['released'].iloc[-1])}")
    )
    return {
        "japan": literal,
        "partners": _on_record(
            trade_talks.reports(record, "demand on partners", asked), "No report of it was public on that day."
        ),
    }


@answers("autos-16")
def rejects_orders(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Whether Tokyo had refused an order of Washington; charitably, had said in public what it would not do."""
    declined = _on_record(trade_talks.reports(record, "declined", asked), "No report of it was public on that day.")
    said = record.table("trap_documents")
    said = said[(said["institution"] == "Japan, Finance Minister") & (said["released"] <= asked)]
    declined.facts["reply"] = (
        ""
        if said.empty
        else "; when the US Treasury called for tighter money, its finance minister left that to the Bank of Japan"
        f" ({day(said['released'].iloc[-1])})"
    )
    return {
        "refused": _on_record(
            trade_talks.reports(record, "refused", asked), "No report of an order and its refusal was found."
        ),
        "declined": declined,
    }


@answers("autos-17")
def nowhere_productive(record: Snapshot, asked: pd.Timestamp, *, months: int, counted: str) -> dict[str, Figure]:
    """How much of the rise of the car duty Japan had got taken back ``months`` after the day asked, percent."""
    end = asked + pd.DateOffset(months=months)
    raised = autos.days_in_force(record, asked)
    taken = trade_talks.cuts(record, end, counted).get(("cars", "Japan"), 0.0)
    agreed = trade_talks.agreed(record, "Japan")
    duties = autos.tariff_steps(record)["car_duty_pct"]
    pledge = trade_talks.pledge(record)
    return {
        "back": Figure(
            taken if raised else None,
            f"to {day(end)}{so_far(record, end)}",
            why="No duty had been raised by that day.",
            deal="no deal is on record yet" if agreed.empty else f"a deal came on {day(agreed.iloc[0])}",
            pledge=pledge,
            price="Japan had pledged nothing in return"
            if pledge is None
            else f"In return Japan pledged {pledge:,.0f} billion dollars of investment, loans and guarantees",
            times=None if duties.empty else duties.iloc[-1] / duties.iloc[0],
        )
    }


@answers("autos-18")
def talks_with_china(record: Snapshot, asked: pd.Timestamp, *, months: int) -> dict[str, Figure]:
    """How many days after the day asked the US and China last met for talks, within ``months`` of it."""
    met = trade_talks.reports(record, "US-China round")
    end = asked + pd.DateOffset(months=months)
    within = met[(met["date"] > asked) & (met["date"] <= end)]
    why = "No later round is on record on that day."
    if within.empty:
        return {"days": Figure(None, why=why, last=None)}
    last = within["date"].max()
    return {"days": Figure((last - asked).days, f"to {day(end)}{so_far(record, end)}", last=last)}


def _most(record: Snapshot, asked: pd.Timestamp, counted: str, goods: list[str]) -> str:
    """Say for whom most of a duty on some goods had been taken back, and from what to what."""
    cut = record.table("us_tariff_cuts")
    cut = cut[(cut["stage"] == counted) & (cut["date"] <= asked) & cut["goods"].isin(goods)]
    if cut.empty:
        return "nobody had got anything"
    back = (cut["peak_pct"] - cut["cut_to_pct"]) / (cut["peak_pct"] - cut["base_pct"])
    row = cut.loc[back.idxmax()]
    return f"{_named(row['partner'])} on {row['goods']}, {row['cut_to_pct']:g} % instead of {row['peak_pct']:g}"


@answers("autos-19")
def little_to_say(record: Snapshot, asked: pd.Timestamp, *, counted: str, goods: str) -> dict[str, Figure]:
    """The most that any partner had got taken back of the duty on cars or steel, percent of its rise; charitably, Japan.

    ``counted`` is how far a cut must have come; ``goods`` are ``cars``, ``steel`` or ``both``.
    """
    which = ["cars", "steel"] if goods == "both" else [goods]
    taken = trade_talks.cuts(record, asked, counted)
    among = taken[taken.index.get_level_values("goods").isin(which)]
    raised = autos.days_in_force(record, asked)
    why = "No duty had been raised by that day."
    pledged = trade_talks.cuts(record, asked, "agreed")
    pledged = pledged[pledged.index.get_level_values("goods").isin(["cars", "steel"])]
    promised = [
        f"{_named(partner)} had been promised {listed([f'{share:.0f} % of the rise on {of}' for (of, _), share in part.items()])}"
        for partner, part in pledged.groupby(level="partner")
    ]
    after = record.table("us_tariff_cuts")
    after = after[(after["stage"] == "in force") & (after["date"] > asked)].sort_values("date")
    cars = after[after["goods"] == "cars"]
    later = "No later cut was on record on that day."
    if len(cars):
        rates = [f"{_named(row.partner)} to {row.cut_to_pct:g} %" for row in cars.itertuples()]
        later = f"The duty on cars was cut later for {listed(rates)}"
        later += ", nowhere to the old rate" if (cars["cut_to_pct"] > cars["base_pct"]).all() else ""
        later += "." if (after["goods"] == "steel").any() else "; a later cut of the one on steel was not found."
    steps = record.table("tariff_timeline")
    steel = steps[steps["measure"].str.contains("steel") & (steps["status"] == "effective") & (steps["date"] <= asked)]
    return {
        "anyone": Figure(
            among.max() if len(among) else 0.0 if raised else None,
            f"to {day(asked)}",
            why=why,
            who=f"Most for {_named(among.idxmax()[1])}" if len(among) else "Nothing for anybody",
            most=_most(record, asked, counted, which),
            promised=listed(promised) or "nothing was promised either",
            steel=steel.sort_values("date")["other_duty_pct"].iloc[-1] if len(steel) else None,
            later=later,
        ),
        "japan": Figure(
            max(taken.get((of, "Japan"), 0.0) for of in which) if raised else None, f"to {day(asked)}", why=why
        ),
    }
