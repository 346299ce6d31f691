"""The answers to the claims on the car tariffs and the talks about them."""

from __future__ import annotations

import pandas as pd

from brink.argument.inventory import Figure, answers
from brink.measures import autos, carmakers, trade_talks
from brink.record.snapshot import Snapshot
from brink.words import day, listed

NO_RATE = "No rate of the duty is on record on that day."
NO_GUIDANCE = "The makers had given no figure by that day."


def _named(partner: str) -> str:
    """Return a partner as a sentence names it."""
    return f"the {partner}" if partner in ("European Union", "United Kingdom") else partner


def _on_record(reports: pd.DataFrame, why: str) -> Figure:
    """Return whether reports are on record, with the day of the first."""
    if reports.empty:
        return Figure(None, why=why)
    return Figure(True, f"reported {day(reports['released'].iloc[0])}")


@answers("autos-1")
def toyotas_two_months(record: Snapshot, asked: pd.Timestamp, *, rate: str) -> dict[str, Figure]:
    """Toyota's own estimate for April and May 2025 in dollars, at one ``rate``; then what the quarter came to."""
    said = carmakers.toyota(record)
    ahead = said[(said["kind"] == "guidance") & (said["months"] == 2)]
    if ahead.empty:
        return dict.fromkeys(("estimate", "quarter"), Figure(None, why="Toyota had given no figure by that day."))
    two = ahead.iloc[0]
    known = carmakers.dollar_rate(record)[two["period_start"] : asked]
    yen = {"day": two["rate"], "mean": known.mean(), "dear": known.max(), "cheap": known.min()}[rate]
    quarter = said[(said["kind"] == "actual") & (said["months"] == 3) & (said["period_start"] == two["period_start"])]
    part = 2 / 3 * quarter["hit_bn_usd"].iloc[0] if len(quarter) else None
    period = "April and May 2025"
    return {
        "estimate": Figure(
            two["hit_bn_jpy"] / yen,
            period,
            range=(two["hit_bn_jpy"] / known.max(), two["hit_bn_jpy"] / known.min()),
            yen=two["hit_bn_jpy"],
            said=two["released"],
            later="the quarter had not been reported yet"
            if part is None
            else f"two thirds of what it reported for the quarter come to {part:.2f} billion dollars",
        ),
        "quarter": Figure(
            part,
            period,
            why="Toyota had not reported the quarter by that day.",
        ),
    }


@answers("autos-2")
def staggering(record: Snapshot, asked: pd.Timestamp, *, counted: str) -> dict[str, Figure]:
    """What the tariff was to take of the seven makers' profit; beside it how much of their exports goes to the US.

    ``counted`` is how exports are counted: by ``value``, passenger cars only (``passenger``), by ``number``, or new
    vehicles by number as their makers count them (``new``).
    """
    told = carmakers.makers(record).set_index("maker")
    year = autos.last_year(record, asked)
    if counted == "new":
        share, period = autos.makers_count(record), "2023"
    else:
        share = None if year is None else year[f"us_share_{counted}_pct"]
        period = "" if year is None else str(int(year["year"]))
    history = autos.dependence(record).set_index("year")["us_share_value_pct"] if counted == "value" else None
    return {
        "profit": _together(told, "hit_pct_of_profit"),
        "share": Figure(share, period, history=history, why="No count is on record on that day."),
    }


def _together(told: pd.DataFrame, column: str, scale: float = 1.0) -> Figure:
    """Return a figure of the seven makers together, with the guidance and the profit it is made of."""
    if carmakers.TOGETHER not in told.index:
        return Figure(None, why=NO_GUIDANCE, hit=None, profit=None, said=None)
    seven = told.loc[carmakers.TOGETHER]
    facts = {"hit": seven["hit_bn_jpy"], "profit": seven["profit_bn_jpy"], "said": seven["said"]}
    return Figure(seven[column] * scale, str(seven["year"]), why=NO_GUIDANCE, **facts)


@answers("autos-3")
def existential(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """The hit that the seven makers foresaw, in years of their profit of the year before; what was worst is told."""
    lost = carmakers.losses(record)
    net = lost[lost["metric"] == "net profit"]
    america = lost[lost["metric"].str.contains("North America")]
    worst = "no maker had reported a loss for the months of the tariff"
    if len(net):
        worst = f"{listed(sorted(set(net['subject'])))} have reported a net loss since"
        if len(america):
            last = america.iloc[-1]
            worst += f", and {last['subject']} one of {-last['value_bn_jpy']:,.1f} billion yen in North America"
    figure = _together(carmakers.makers(record).set_index("maker"), "hit_pct_of_profit", 0.01)
    figure.facts["worst"] = worst
    return {"makers": figure}


@answers("autos-4")
def leverage(record: Snapshot, asked: pd.Timestamp, *, counted: str) -> dict[str, Figure]:
    """What Japan could bring to the table, held against China: its Treasuries; what the talks had given each by then.

    ``counted`` is how far a cut of tariffs must have come, ``"agreed"`` or ``"in force"``.
    """
    times = trade_talks.against_china(record, asked)
    holders = trade_talks.treasury_holders(record, asked).set_index("holder")
    japan = holders.loc["Japan"] if "Japan" in holders.index else None
    taken, raised = trade_talks.cuts(record, asked, counted), autos.days_in_force(record, asked)

    def less(goods: str, partner: str) -> Figure:
        """Return what Japan had got less what a partner had got."""
        theirs = taken.get((goods, partner), 0.0)
        value = taken.get(("cars", "Japan"), 0.0) - theirs if raised else None
        return Figure(value, f"to {day(asked)}", why="No duty had been raised by that day.", theirs=theirs)

    return {
        "treasuries": Figure(
            None if times.empty else times.iloc[-1],
            "" if times.empty else f"{times.index[-1]:%B %Y}",
            history=times.iloc[:-1],
            why="No figure for both was public on that day.",
            held=None if japan is None else japan["value_usd_bn"],
            share=None if japan is None else japan["share_pct"],
            rank=None if japan is None else int(japan["rank"]),
        ),
        "china": less("all goods", "China"),
        "europe": less("cars", "European Union"),
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
def pacific_pact(record: Snapshot, asked: pd.Timestamp, *, months: int) -> dict[str, Figure]:
    """What lawmakers are on record for, in the ``months`` before the day asked: China and Taiwan in, against the US.

    Charitably: Taiwan alone; or the pact as a means of pressure, with nobody named.
    """
    pact = record.table("pacific_pact")
    pact = pact[(pact["released"] <= asked) & (pact["released"] > asked - pd.DateOffset(months=months))]
    lawmakers = pact[pact["who"] == "lawmakers"].sort_values("released")
    both = lawmakers[lawmakers["names_china"] & lawmakers["names_taiwan"]]
    none = "No report of it is on record."
    return {
        "both": _on_record(both, none),
        "taiwan": _on_record(lawmakers[lawmakers["names_taiwan"]], none),
        "pressure": _on_record(lawmakers[lawmakers["against_us"]], none),
    }


@answers("autos-8")
def only_proposed(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """On how many days the duty had been collected by the day asked."""
    steps = autos.tariff_steps(record)
    return {
        "days": Figure(
            autos.days_in_force(record, asked),
            f"to {day(asked)}",
            why=NO_RATE,
            rate=None if steps.empty else autos.duty_on(record, pd.DatetimeIndex([asked])).iloc[0],
        )
    }


@answers("autos-9")
def not_the_last(record: Snapshot, asked: pd.Timestamp, *, kind: str) -> dict[str, Figure]:
    """The largest later hit of Toyota, billion dollars; charitably, of another maker.

    ``kind``: hits reported afterwards (``actual``), or foreseen (``guidance``), for periods that end after May 2025.
    """
    said = carmakers.hits(record)
    first = said[(said["company"] == "Toyota") & (said["months"] == 2)]
    why = "No later hit had been reported by that day."
    if first.empty:
        return dict.fromkeys(("toyota", "others"), Figure(None, why=why))
    later = said[(said["kind"] == kind) & (said["released"] > asked)]
    later = later[later["period_start"] > first["period_end"].iloc[0]] if kind == "actual" else later
    toyota = later[later["company"] == "Toyota"]
    since = said[
        (said["kind"] == kind) & (said["released"] > asked) & ~said["company"].isin(["Toyota", carmakers.TOGETHER])
    ]

    def largest(hits: pd.DataFrame) -> Figure:
        if hits.empty:
            return Figure(None, why=why)
        hit = hits.loc[hits["hit_bn_usd"].idxmax()]
        return Figure(
            hit["hit_bn_usd"],
            f"{hit['company']}, {hit['period_start']:%B} to {hit['period_end']:%B %Y}",
            yen=hit["hit_bn_jpy"],
        )

    return {"toyota": largest(toyota), "others": largest(since)}


@answers("autos-10")
def cracking(record: Snapshot, asked: pd.Timestamp, *, against: str) -> dict[str, Figure]:
    """US sales of light vehicles in the newest month against a year (or a month) before; charitably, cars from Japan.

    ``against``: ``"yoy"`` or ``"mom"``.
    """
    printed = autos.us_sales_printed(record, asked)
    history = autos.us_sales(record).set_index("month")["yoy_pct"].dropna() if against == "yoy" else None
    value = autos.value_known(record, asked)
    none = "No figure was public on that day."
    return {
        "sales": Figure(None, why=none, month=None)
        if printed is None
        else Figure(
            printed[f"{against}_pct"],
            f"{printed['month']:%B %Y}",
            history=None if history is None else history[history.index < printed["month"]],
            month=printed["mom_pct"],
        ),
        "japan": Figure(None, why=none) if value.empty else Figure(value.iloc[-1], f"{value.index[-1]:%B %Y}"),
    }


@answers("autos-11")
def seize_up(
    record: Snapshot, asked: pd.Timestamp, *, absorbed: float, elasticity: float, value_added: float
) -> dict[str, Figure]:
    """What the tariffs were to take from Japan's output: the gloomiest estimate of the day, our sum for cars, all cars lost."""
    table = record.table("tariff_gdp_estimates")
    published = table[table["released"] <= asked]
    year, peak = autos.last_year(record, asked), autos.tariff_steps(record)["car_duty_pct"].max()
    assumed = {"absorbed": absorbed, "elasticity": elasticity, "value_added": value_added}
    ours = None if pd.isna(peak) else autos.first_round(record, asked, peak, **assumed)
    gloomiest = None if published.empty else published.loc[published["loss_pct_gdp"].idxmax()]
    gdp = record.table("japan_gdp_estimates")
    gdp = gdp[(gdp["measure"] == "on the quarter") & gdp["quarter"].isin(["2025Q2", "2025Q3"])]
    gdp = gdp.sort_values("released").drop_duplicates("quarter", keep="last").sort_values("quarter")
    steps = autos.tariff_steps(record)
    end = steps[steps["date"] > asked]["date"]
    came = "What output did meanwhile was not known on that day."
    if len(gdp) and len(end):
        changes = [
            f"{value:+.1f} % in {quarter}" for quarter, value in zip(gdp["quarter"], gdp["value_pct"], strict=True)
        ]
        came = f"The full duty stayed until {day(end.iloc[0])}; output changed by {listed(changes)}.".replace("-", "−")
    return {
        "published": Figure(
            None if gloomiest is None else gloomiest["loss_pct_gdp"],
            "as published",
            why="No estimate was public on that day.",
            by="" if gloomiest is None else gloomiest["estimator"],
            scope="" if gloomiest is None else gloomiest["scope"],
            came=came,
        ),
        "cars": Figure(ours, "a year", why="Exports or the duty are not on record on that day.", peak=peak),
        "all": Figure(
            None if year is None else year["cars_and_parts_pct_gdp"],
            "" if year is None else str(int(year["year"])),
            why="No whole year of exports is on record on that day.",
        ),
    }


@answers("autos-12")
def before_april(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """On how many days of the first quarter of 2025 a tariff of that April was in force."""
    begun = autos.april_tariffs(record)
    if begun.empty:
        return {"days": Figure(None, why="No tariff of April 2025 was on record on that day.")}
    return {
        "days": Figure(
            max((pd.Timestamp("2025-04-01") - begun.min()).days, 0), "2025Q1", first=begun.min(), tariffs=len(begun)
        )
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
def admitted(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Whether US officials said that the tariffs are about leverage, dominance and containment; charitably, about China."""
    aims = trade_talks.reports(record, "aim: ", asked)
    named = set(aims["topic"].str.removeprefix("aim: "))
    none = "No remark of a US official that says so was found."
    whole = {"leverage", "dominance", "containment"} <= named
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
    declined = trade_talks.reports(record, "declined", asked)
    return {
        "refused": _on_record(
            trade_talks.reports(record, "refused", asked), "No report of an order and its refusal was found."
        ),
        "declined": _on_record(declined, "No report of it was public on that day."),
    }


@answers("autos-17")
def nowhere_productive(record: Snapshot, asked: pd.Timestamp, *, months: int, counted: str) -> dict[str, Figure]:
    """How much of the rise of the car duty Japan had got taken back ``months`` after the day asked, percent."""
    end = asked + pd.DateOffset(months=months)
    raised = autos.days_in_force(record, asked)
    taken = trade_talks.cuts(record, end, counted).get(("cars", "Japan"), 0.0)
    agreed = record.table("us_tariff_cuts").query("partner == 'Japan' and stage == 'agreed'")["date"]
    return {
        "back": Figure(
            taken if raised else None,
            f"to {day(end)}",
            why="No duty had been raised by that day.",
            deal="no deal is on record yet" if agreed.empty else f"a deal came on {day(agreed.iloc[0])}",
            pledge=trade_talks.pledge(record),
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
    return {"days": Figure((last - asked).days, f"to {day(end)}", last=last)}


@answers("autos-19")
def little_to_say(record: Snapshot, asked: pd.Timestamp, *, counted: str, goods: str) -> dict[str, Figure]:
    """The most that any partner had got taken back of a tariff, percent of its rise; charitably, what Japan had.

    ``counted`` is how far a cut must have come, ``goods`` are cars or anything.
    """
    taken = trade_talks.cuts(record, asked, counted)
    raised = autos.days_in_force(record, asked)
    among = taken[taken.index.get_level_values("goods") == goods] if goods == "cars" else taken
    why = "No duty had been raised by that day."
    after = (
        record.table("us_tariff_cuts")
        .query("goods == 'cars' and stage == 'in force' and date > @asked")
        .sort_values("date")
    )
    later = "No later cut was on record on that day."
    if len(after):
        rates = [f"{_named(row.partner)} to {row.cut_to_pct:g} %" for row in after.itertuples()]
        lowest = (after["cut_to_pct"] - after["base_pct"]).min()
        later = f"The duty on cars was cut later for {listed(rates)}" + (
            "; nobody got the old rate back, so the direction stayed." if lowest > 0 else "."
        )
    most = among.droplevel("goods")
    return {
        "anyone": Figure(
            most.max() if len(most) else 0.0 if raised else None,
            f"to {day(asked)}",
            why=why,
            who=_named(most.idxmax()) if len(most) else "nobody",
            later=later,
        ),
        "japan": Figure(taken.get(("cars", "Japan"), 0.0) if raised else None, f"to {day(asked)}", why=why),
    }
