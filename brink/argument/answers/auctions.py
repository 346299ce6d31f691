"""The answers to the claims on auction participation: which figure of the record is which reading."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import auctions
from brink.models.statistics import percentile
from brink.record.snapshot import Snapshot
from brink.words import day

#: Which sales count as long, by the name a choice gives them.
TENORS = {"20 and 30 years": auctions.LONG, "10, 20 and 30 years": (10, *auctions.LONG)}
#: How far back the dollar's falls are looked for.
HALF_YEAR = pd.DateOffset(months=6)


def the_sale() -> pd.Timestamp:
    """Return the day of the 30-year sale that the video speaks of as still to come."""
    return pd.Timestamp(find_claim("auctions-5").horizon)


@answers("auctions-1")
def size_of_the_sale(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """The 30-year sale of 12 June 2025: how much was planned and offered."""
    plans = record.table("us_refunding_plans")
    month = the_sale().replace(day=1)
    plan = plans[(plans["auction_month"] == month) & (plans["tenor_years"] == 30)]
    if plan.empty:
        return {"offered": Figure(None, day(the_sale()), why="The sale was not announced yet.")}
    return {"offered": Figure(plan["planned_size_usd_bn"].iloc[0], day(the_sale()), announced=plan["released"].iloc[0])}


@answers("auctions-2")
def thirty_years_at_five(record: Snapshot, asked: pd.Timestamp, *, taken: str) -> dict[str, Figure]:
    """What a 30-year loan to the Treasury paid: in the market before the video, and at the sale itself."""
    yields = record.table("us_cmt_yields").set_index("date")["yield_30y_pct"].dropna()
    yields = yields[yields.index < asked]
    above = yields[yields >= find_claim("auctions-2").numbers[0]].last_valid_index()
    if taken == "last sale":
        last = auctions.last_sale(record, (30,), asked)
        market = Figure(last["high_yield_pct"], day(last["auction_date"]), above=above)
    elif yields.empty:
        market = Figure(None, why="No yield was public yet.")
    elif taken == "month":
        market = Figure(yields.iloc[-21:].mean(), f"21 trading days to {day(yields.index[-1])}", above=above)
    else:
        market = Figure(yields.iloc[-1], day(yields.index[-1]), above=above)
    results = auctions.sales(record)
    sale = results[(results["auction_date"] == the_sale()) & (results["tenor_years"] == 30)]["high_yield_pct"]
    return {
        "market": market,
        "sale": Figure(None if sale.empty else sale.iloc[0], day(the_sale()), why="The sale was still to come."),
    }


@answers("auctions-3")
def fourteen_against_seventeen(record: Snapshot, asked: pd.Timestamp, *, source: str) -> dict[str, Figure]:
    """The direct bidders' share at the last sale of a long bond against the mean of the six sales before.

    Reporters call the direct bidders domestic buyers; dealers are domestic too, so both together are a reading. The
    30-year sale is one because the video's next words are of 30-year bonds.
    """
    last, thirty = (auctions.last_sale(record, tenors, asked) for tenors in (auctions.LONG, (30,)))
    why = "No report of that sale with both figures is on record."

    def pair(sale: pd.Series) -> tuple[float, float]:
        if source == "Treasury":
            return sale["direct_share_pct"], sale["direct_average_pct"]
        press = record.table("us_auction_press")
        press = press[(press["auction_date"] == sale["auction_date"]) & (press["tenor_years"] == sale["tenor_years"])]
        press = press[["direct_pct", "direct_average_pct"]].dropna()
        return (np.nan, np.nan) if press.empty else tuple(press.iloc[0])

    results = auctions.sales(record)
    earlier = results[(results["tenor_years"] == 30) & (results["auction_date"] < thirty["auction_date"])]
    domestic = ["direct_share_pct", "dealer_share_pct"]
    before = earlier[domestic].sum(axis=1).tail(auctions.REPORTED_WINDOW).mean()
    return {
        "direct": Figure(
            pair(last), day(last["auction_date"]), why=why, tenor=int(last["tenor_years"]), sale=last["auction_date"]
        ),
        "thirty": Figure(pair(thirty), day(thirty["auction_date"]), why=why),
        "with_dealers": Figure((thirty[domestic].sum(), before), day(thirty["auction_date"])),
    }


@answers("auctions-4")
def reluctance(record: Snapshot, asked: pd.Timestamp, *, window: int, signals: str, lookback: int) -> dict[str, Figure]:
    """How many of the sales of the three years before were weaker than the last ones, on average.

    Charitably: the last sale alone, and the indirect bidders' share, which reporters take for foreign demand.
    """

    last = auctions.last_sale(record, auctions.LONG, asked)

    def recent(taken: int, made_of: str) -> Figure:
        runs = auctions.demand_of_runs(record, taken, made_of, lookback)[:asked]
        if runs.empty:
            return Figure(None, why="Too few sales are on record.")
        period = day(runs.index[-1]) if taken == 1 else f"{taken} sales to {day(runs.index[-1])}"
        return Figure(
            runs.iloc[-1], period, history=runs.iloc[:-1], sales=taken, tenor=last["tenor_years"], when=runs.index[-1]
        )

    return {
        "recent": recent(window, signals),
        "sale": recent(1, signals),
        "indirect": recent(window, "indirect share"),
    }


@answers("auctions-5")
def result_of_the_sale(record: Snapshot, asked: pd.Timestamp, *, signals: str, lookback: int) -> dict[str, Figure]:
    """Demand at the 30-year sale of 12 June 2025, ranked among the 30-year sales before it.

    Nearest to a withdrawal, and so the charitable readings: what the dealers were left with, and the foreign buyers'
    allotment.
    """
    when, why = day(the_sale()), "The sale was still to come."

    def rank(made_of: str) -> Figure:
        ranks = auctions.demand(record, (30,), made_of, lookback).set_index("auction_date")
        if the_sale() not in ranks.index:
            return Figure(None, when, why=why)
        sale, earlier = ranks.loc[the_sale()], ranks["demand_pct"][: the_sale() - pd.Timedelta(days=1)]
        return Figure(
            sale["demand_pct"],
            when,
            history=earlier,
            cover=sale["bid_to_cover"],
            dealers=sale["dealer_share_pct"],
            spread=sale["spread_bp"],
            high=sale["high_yield_pct"],
        )

    buyers = auctions.bidders_and_buyers(record)
    foreign = buyers[buyers["tenor_years"] == 30].set_index("auction_date")["foreign_pct"]
    known = the_sale() in foreign.index
    before = foreign[: the_sale() - pd.Timedelta(days=1)]
    return {
        "rank": rank(signals),
        "dealers": rank("dealers' share"),
        "foreign": Figure(
            percentile(foreign[the_sale()], before) if known else None,
            when,
            why="Who was allotted the bonds was not public yet.",
            share=foreign[the_sale()] if known else None,
            sales=len(before),
        ),
    }


@answers("auctions-6")
def foreign_holders(record: Snapshot, asked: pd.Timestamp, *, months: int) -> dict[str, Figure]:
    """Change of all foreign holders' Treasuries in the year after the last month that was public on the day.

    Charitably: what they bought net, free of price changes, in the months since; Japan alone; and Japan to the newest
    month, whatever its distance.
    """
    known = auctions.holdings(record.on(asked.date()), "Grand Total", "Japan").dropna()
    held = auctions.holdings(record, "Grand Total", "Japan")
    flows = auctions.net_purchases(record)["treasuries"].dropna()
    if known.empty:
        return {
            key: Figure(None, why="No holdings were public yet.") for key in ("holders", "purchases", "japan", "newest")
        }
    start = known.index[-1]
    end = start + pd.DateOffset(months=months)
    last = held["Japan"].last_valid_index()
    since = flows[start + pd.DateOffset(months=1) :]

    def change(holder: str, month: pd.Timestamp) -> Figure:
        value = 100 * (held[holder].get(month, np.nan) / held.loc[start, holder] - 1)
        past = 100 * held[holder].pct_change(months)[:start].dropna()
        return Figure(
            value if month > start else None,
            f"{start:%B %Y} to {month:%B %Y}",
            history=past if holder == "Grand Total" else None,
            why="The holdings of that month are not public yet.",
        )

    return {
        "holders": change("Grand Total", end),
        "purchases": Figure(
            since.sum() if len(since) else None,
            f"{since.index[0]:%B %Y} to {since.index[-1]:%B %Y}" if len(since) else "",
            why="No month since then is public.",
        ),
        "japan": change("Japan", end),
        "newest": change("Japan", last),
    }


@answers("auctions-7")
def power_of_the_fed(record: Snapshot, asked: pd.Timestamp, *, supply: str, lead: int, lag: int) -> dict[str, Figure]:
    """What part of the long bonds auctioned the Fed's stock grew by; zero would be no power.

    The charitable reading takes power to mean the policy rate: how much of all its moves on record reached the
    30-year yield.
    """
    stretches = auctions.fed_share_of_supply(record, TENORS[supply])
    stretches = stretches[stretches["end"] <= asked]
    moves = auctions.rate_moves(record, lead, lag)
    moves = moves[moves["last"] <= asked]
    taken = Figure(None, why="The Fed's holdings by maturity are on record for too few days.")
    if len(stretches):
        last = stretches.iloc[-1]
        period = f"{day(last['start'])} to {day(last['end'])}"
        taken = Figure(last["share_pct"], period, added=last["added_usd_bn"], auctioned=last["auctioned_usd_bn"])
    if moves.empty:
        return {
            "taken": taken,
            "passed": Figure(None, why="No run of rate moves with yields at both ends is on record."),
        }
    least = moves.loc[moves["passed_30y_pct"].idxmin()]
    passed = Figure(
        auctions.passed_on(moves),
        f"{moves['first'].iloc[0]:%B %Y} to {moves['last'].iloc[-1]:%B %Y}",
        range=(moves["passed_30y_pct"].min(), moves["passed_30y_pct"].max()),
        runs=len(moves),
        short=auctions.passed_on(moves, "2y"),
        least=least["first"],
        against=least["yield_30y_bp"],
        rate=least["rate_bp"],
    )
    return {"taken": taken, "passed": passed}


@answers("auctions-8")
def demand_and_the_dollar(record: Snapshot, asked: pd.Timestamp, *, fixings: int, share: float) -> dict[str, Figure]:
    """What the dollar did after the long-bond sales at which foreign demand was weakest, by the indirect share.

    Charitably: after the sales weakest by all three signals, and, pull-backs from all American assets taken in, the
    dollar's largest fall in the half-year before.
    """
    table = auctions.dollar_after_sales(record, fixings)
    table = table[table["auction_date"] <= asked]
    changes = auctions.dollar_changes(record, fixings)[:asked]
    recent = changes[asked - HALF_YEAR :]

    def after(column: str) -> Figure:
        weak = auctions.weakest(table, column, share)
        period = f"{len(weak)} sales from {weak['auction_date'].iloc[0]:%B %Y} to {weak['auction_date'].iloc[-1]:%B %Y}"
        worst, mean = weak.loc[weak["dollar_pct"].idxmin()], auctions.mean_after(table, weak, fixings)
        return Figure(
            mean.value,
            period,
            range=(mean.low, mean.high),
            history=changes if column == "indirect_gap_pp" else None,
            sales=len(weak),
            worst=worst["dollar_pct"],
            when=worst["auction_date"],
            others=table.drop(weak.index, errors="ignore")["dollar_pct"].mean(),
        )

    if table.empty or recent.empty:
        return {
            key: Figure(None, why="No exchange rate or no sale is on record.") for key in ("after", "weak", "spring")
        }
    low = recent.idxmin()
    return {
        "after": after("indirect_gap_pp"),
        "weak": after("demand_pct"),
        "spring": Figure(recent.min(), f"to {day(low)}", low=low),
    }


@answers("auctions-9")
def structural_inflation(record: Snapshot, asked: pd.Timestamp, *, years: int, taken: str) -> dict[str, Figure]:
    """Who views inflation as lasting: the bond market, by what it is paid for inflation, and households, by survey.

    Structural is taken to mean: expected above the Federal Reserve's aim, put in consumer prices, over years to come.
    """
    market = auctions.breakevens(record)[f"breakeven_{years}y_pct"].dropna()
    market = market[market.index < asked]

    def asked_of(survey: str) -> Figure:
        answer = auctions.expected_by_households(record, survey, asked)
        if answer is None:
            return Figure(None, why="No answer was public yet.")
        return Figure(
            answer["expected_pct"], f"{answer['month']:%B %Y}", horizon=answer["horizon"], released=answer["released"]
        )

    if market.empty:
        priced = Figure(None, why="No break-even was public yet.")
    elif taken == "month":
        priced = Figure(market.iloc[-21:].mean(), f"21 trading days to {day(market.index[-1])}", history=market)
    else:
        priced = Figure(market.iloc[-1], day(market.index[-1]), history=market.iloc[:-1])
    return {
        "market": priced,
        "new_york_fed": asked_of("New York Fed"),
        "michigan": asked_of("University of Michigan"),
    }


@answers("auctions-10")
def what_is_left_of_five(record: Snapshot, asked: pd.Timestamp, *, inflation: str, lent_at: str) -> dict[str, Figure]:
    """What a 30-year loan leaves after inflation: by what the bond market expects of it, and by what households do.

    Thirty years can't be scored yet; what can be said is at which average inflation the lender loses.
    """
    levels = auctions.breakevens(record).dropna(subset=["breakeven_30y_pct", "yield_30y_pct"])
    levels = levels[levels.index < asked]
    if levels.empty:
        return {key: Figure(None, why="No yield was public yet.") for key in ("market", "households")}
    last, real = levels.iloc[-1], auctions.breakevens(record)["real_yield_30y_pct"].dropna()
    lent = last["yield_30y_pct"] if lent_at == "market" else find_claim("auctions-2").numbers[0]
    spans = auctions.inflation_over(record, 30)
    spans = spans[spans.index < asked.year]
    decade = auctions.inflation_over(record, 10)
    past = {"thirty years": spans, "ten years": decade[decade.index < asked.year]}
    average = past[inflation].iloc[-1] if inflation in past and len(past[inflation]) else last["breakeven_30y_pct"]
    households = auctions.expected_by_households(record, "University of Michigan", asked)
    period = day(levels.index[-1])
    left = Figure(
        lent - average,
        period,
        history=real[: levels.index[-2]],
        lent=lent,
        expected=average,
        worst=spans.max(),
        worst_to=spans.idxmax(),
        losing=int((spans >= lent).sum()),
        spans=len(spans),
    )
    if households is None:
        return {"market": left, "households": Figure(None, period, why="No answer was public yet.")}
    expected = households["expected_pct"]
    return {"market": left, "households": Figure(lent - expected, period, expected=expected)}


@answers("auctions-11")
def fear_of_inflation(record: Snapshot, asked: pd.Timestamp, *, days: int, years: int) -> dict[str, Figure]:
    """Did the price of inflation rise when the direct bidders held back at the last long-bond sale?

    Charitably: on the days of all long-bond sales at which they held back most.
    """
    column = f"breakeven_{years}y_pct"
    changes = auctions.change_around_sales(record, column, days, asked)
    last = auctions.last_sale(record, auctions.LONG, asked)
    why = "No break-even of that day is on record."
    if changes.empty:
        return {key: Figure(None, why=why) for key in ("sale", "weak_sales")}
    when = last["auction_date"]
    levels = auctions.breakevens(record)
    moved = 100 * (levels - levels.shift(days))
    weak = auctions.weakest(auctions.sales(record)[lambda t: t["auction_date"] <= asked], "direct_gap_pp", 0.1)
    on_weak = changes[changes.index.isin(weak["auction_date"])]
    return {
        "sale": Figure(
            changes.get(when, np.nan),
            day(when),
            history=moved[column].dropna()[: when - pd.Timedelta(days=1)],
            why=why,
            real=moved["real_yield_30y_pct"].get(when, np.nan),
            nominal=moved["yield_30y_pct"].get(when, np.nan),
        ),
        "weak_sales": Figure(
            on_weak.mean() if len(on_weak) else None,
            f"{len(on_weak)} sales to {asked:%B %Y}",
            range=(on_weak.min(), on_weak.max()) if len(on_weak) else None,
            sales=len(on_weak),
            why=why,
        ),
    }
