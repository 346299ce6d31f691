"""The answers to the claims on the car tariffs and the talks about them."""

from __future__ import annotations

import pandas as pd

from brink.argument.inventory import Figure, answers
from brink.measures import autos, carmakers, trade_talks, trap
from brink.record.snapshot import Snapshot
from brink.words import day, listed

NO_GUIDANCE = "The makers had given no figure by that day."
SPLIT_UNKNOWN = "How much of it was price was not known on that day."


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
def staggering(record: Snapshot, asked: pd.Timestamp, *, summed: str, counted: str) -> dict[str, Figure]:
    """What the tariff was to take of the seven makers' profit; beside it how much of their exports goes to the US.

    ``summed`` as in :func:`brink.measures.carmakers.together`; ``counted`` is how exports are counted: by ``value``,
    passenger cars only (``passenger``), by ``number``, or new vehicles by number as their makers count them (``new``).
    """
    year = autos.last_year(record, asked)
    if counted == "new":
        share, period = autos.makers_count(record), "2023"
    else:
        share = None if year is None else year[f"us_share_{counted}_pct"]
        period = "" if year is None else str(int(year["year"]))
    history = autos.dependence(record).set_index("year")["us_share_value_pct"] if counted == "value" else None
    return {
        "profit": _together(record, summed, 100),
        "share": Figure(share, period, history=history, why="No count is on record on that day."),
    }


def _together(record: Snapshot, summed: str, scale: float) -> Figure:
    """Return the makers' hit, in parts of ``scale`` of their profit, with what it is made of and what the other sums give."""
    taken, said, pace = (carmakers.together(record, way) for way in (summed, "said", "pace"))
    if taken is None or said is None or pace is None:
        return Figure(None, why=NO_GUIDANCE, hit=None, profit=None, silent="all of them", least=None, most=None)
    least, most = (scale * way["hit_bn_jpy"] / way["profit_bn_jpy"] for way in (said, pace))
    return Figure(
        scale * taken["hit_bn_jpy"] / taken["profit_bn_jpy"],
        taken["year"],
        why=NO_GUIDANCE,
        hit=taken["hit_bn_jpy"],
        profit=taken["profit_bn_jpy"],
        silent=listed(taken["silent"]) or "none of them missing",
        least=least,
        most=most,
    )


@answers("autos-3")
def existential(record: Snapshot, asked: pd.Timestamp, *, summed: str) -> dict[str, Figure]:
    """The hit that the seven makers foresaw, in years of their profit of the year before; what was worst is told.

    ``summed`` as in :func:`brink.measures.carmakers.together`.
    """
    lost = carmakers.losses(record)
    net = lost[lost["metric"] == "net profit"]
    america = lost[lost["metric"].str.contains("North America")]
    worst = "no maker had reported a loss for the months of the tariff"
    if len(net):
        worst = f"{listed(sorted(set(net['subject'])))} have reported a net loss since"
        if len(america):
            last = america.iloc[-1]
            worst += f", and {last['subject']} one of {-last['value_bn_jpy']:,.1f} billion yen in North America"
    figure = _together(record, summed, 1)
    each = carmakers.makers(record).set_index("maker")["hit_pct_of_profit"].dropna() / 100
    each = each.drop(carmakers.TOGETHER, errors="ignore").sort_values(ascending=False)
    done, year = carmakers.reported(record), carmakers.together(record, "press")
    days = autos.days_in_force(record, asked)
    figure.facts |= {
        "worst": worst,
        "alone": listed([f"{maker} {share:.2f}" for maker, share in each.head(3).items()]) or "nobody anything",
        "pace": ""
        if done is None or year is None
        else f", and {done['hit_bn_jpy'] * 12 / done['months'] / year['profit_bn_jpy']:.2f} at the pace of the "
        f"{done['months']} months reported since",
        "force": "no rate of the duty is on record"
        if days is None
        else f"the duty that the video calls proposed had been collected on {days} days",
    }
    return {"makers": figure}


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
    times = trade_talks.against_china(record, asked)

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
            five=trade_talks.against_europe(record, asked),
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
        "sales": Figure(None, why=none, month=None, japan_later=_later(record, value))
        if printed is None
        else Figure(
            printed[f"{against}_pct"],
            f"{printed['month']:%B %Y}",
            history=None if history is None else history[history.index < printed["month"]],
            month=printed["mom_pct"],
            japan_later=_later(record, value),
        ),
        "japan": Figure(None, why=none, split=SPLIT_UNKNOWN)
        if value.empty
        else Figure(value.iloc[-1], f"{value.index[-1]:%B %Y}", split=_split(record, value.index[-1])),
    }


def _later(record: Snapshot, known: pd.Series) -> str:
    """Say what became of the value of Japan's shipments after the months ``known``."""
    after = autos.changes_on_year(record).set_index("month")["value_pct"].dropna()
    after = after if known.empty else after[after.index > known.index[-1]]
    if known.empty or after.empty:
        return "what came after was not known on that day"
    low = after.idxmin()
    return f"it was {after.iloc[0]:+.1f} % a month later and {after[low]:+.1f} % at the lowest, in {low:%B %Y}".replace(
        "-", "−"
    )


def _split(record: Snapshot, month: pd.Timestamp) -> str:
    """Say how much of the fall in a month is price: its value and its number, where both are on record."""
    split = autos.changes_on_year(record).dropna(subset="number_pct")
    split = split[split["month"] == month]
    if split.empty:
        return SPLIT_UNKNOWN
    part = split.iloc[0]
    return (
        f"In {month:%B %Y} its value changed by {part['value_pct']:+.1f} %, its number by {part['number_pct']:+.1f} %."
    ).replace("-", "−")


@answers("autos-11")
def seize_up(record: Snapshot, asked: pd.Timestamp, *, within: str) -> dict[str, Figure]:
    """What the tariffs were to take from Japan: the gloomiest estimate of the day, our sum for cars, all cars lost.

    ``within``: the loss in whatever year it is largest (``ever``), or within about a ``year``.
    """
    published = autos.estimates(record, asked, within)
    year, peak = autos.last_year(record, asked), autos.tariff_steps(record)["car_duty_pct"].max()
    ours = None if pd.isna(peak) or year is None else autos.gdp_effect(record, asked, (peak,)).iloc[0]
    gloomiest = None if published.empty else published.loc[published["loss_pct_gdp"].idxmax()]
    return {
        "published": Figure(
            None if gloomiest is None else gloomiest["loss_pct_gdp"],
            "as published",
            why="No estimate was public on that day.",
            by="" if gloomiest is None else gloomiest["estimator"],
            scope="" if gloomiest is None else gloomiest["scope"],
            when="" if gloomiest is None else gloomiest["when"],
            came=_came(record, asked),
        ),
        "cars": Figure(
            None if ours is None else ours["central_pct"],
            "a year",
            range=None if ours is None else (ours["low_pct"], ours["high_pct"]),
            why="Exports or the duty are not on record on that day.",
            peak=peak,
        ),
        "all": Figure(
            None if year is None else year["cars_and_parts_pct_gdp"],
            "" if year is None else str(int(year["year"])),
            why="No whole year of exports is on record on that day.",
        ),
    }


def _came(record: Snapshot, asked: pd.Timestamp) -> str:
    """Say when the trade war was patched up, and what real GDP did in the two quarters of the full duty."""
    deal = trade_talks.agreed(record, "Japan")
    deal = deal[deal > asked]
    if deal.empty:
        return "whether it would be stopped was not known on that day"
    grown = [trap.estimates_of(record, quarter) for quarter in ("2025Q2", "2025Q3")]
    changes = [f"{part['value_pct'].iloc[-1]:+.1f} % in {part['quarter'].iloc[-1]}" for part in grown if len(part)]
    told = f", and real GDP changed by {listed(changes)}".replace("-", "−") if changes else ""
    return f"a deal was struck {(deal.iloc[0] - asked).days} days later{told}"


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
            f"to {day(end)}",
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
    return {"days": Figure((last - asked).days, f"to {day(end)}", last=last)}


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
        later += "." if (after["goods"] == "steel").any() else "; a cut of the one on steel was not found."
    steps = record.table("tariff_timeline")
    steel = steps[steps["measure"].str.contains("steel") & (steps["status"] == "effective") & (steps["date"] <= asked)]
    return {
        "anyone": Figure(
            among.max() if len(among) else 0.0 if raised else None,
            f"to {day(asked)}",
            why=why,
            who=f"Most for {_named(among.idxmax()[1])}" if len(among) else "Nothing for anybody",
            promised=listed(promised) or "nothing was promised either",
            steel=steel.sort_values("date")["other_duty_pct"].iloc[-1] if len(steel) else None,
            later=later,
        ),
        "japan": Figure(
            max(taken.get((of, "Japan"), 0.0) for of in which) if raised else None, f"to {day(asked)}", why=why
        ),
    }
