"""The answers to the claims on auction participation: which figure of the record is which reading."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import auctions
from brink.models.statistics import percentile
from brink.record.snapshot import Snapshot, once
from brink.words import day, signed

#: Which sales count as long, by the name a choice gives them.
TENORS = {"20 and 30 years": auctions.LONG, "10, 20 and 30 years": (10, *auctions.LONG)}
#: Fewest sales of which a part can be called the weakest.
FEWEST_SALES = 6
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
    """What domestic buyers were allotted at the last sale of a long bond, against the mean of the six sales before.

    Reporters call the direct bidders domestic buyers: theirs is the pair said. Dealers are domestic too, so both together
    are a reading. The 30-year sale is one because the video's next words are of 30-year bonds.
    """
    last, thirty = (auctions.last_sale(record, tenors, asked) for tenors in (auctions.LONG, (30,)))
    why = "No report of that sale with both figures is on record."
    tenor, when = int(last["tenor_years"]), last["auction_date"]
    window = auctions.REPORTED_WINDOW

    def pair(sale: pd.Series) -> tuple[float, float]:
        if source == "Treasury":
            return sale["direct_share_pct"], sale["direct_average_pct"]
        press = record.table("us_auction_press")
        press = press[(press["auction_date"] == sale["auction_date"]) & (press["tenor_years"] == sale["tenor_years"])]
        press = press[["direct_pct", "direct_average_pct"]].dropna()
        return (np.nan, np.nan) if press.empty else tuple(press.iloc[0])

    results = auctions.sales(record)
    earlier = results[(results["tenor_years"] == tenor) & (results["auction_date"] < when)]
    parts = ["direct_share_pct", "dealer_share_pct"]
    buyers = auctions.foreign_demand(record)
    domestic = 100 - buyers[buyers["tenor_years"] == tenor].set_index("auction_date")["foreign_pct"]
    took, mean = domestic.get(when, np.nan), domestic[domestic.index < when].tail(window).mean()
    return {
        "domestic": Figure(
            (took, mean),
            day(when),
            why="Who was allotted the bonds was not public yet.",
            together="what all domestic buyers together took was not public yet"
            if np.isnan(took)
            else f"all domestic buyers together took {took:.1f} % against {mean:.1f} %",
        ),
        "direct": Figure(pair(last), day(when), why=why, tenor=tenor, sale=when),
        "with_dealers": Figure((last[parts].sum(), earlier[parts].sum(axis=1).tail(window).mean()), day(when)),
        "thirty": Figure(
            of_thirty := pair(thirty),
            day(thirty["auction_date"]),
            why=why,
            side="more" if of_thirty[0] > of_thirty[1] else "not more",
        ),
    }


@once
def _allotted(record: Snapshot, asked: pd.Timestamp) -> tuple[pd.Series, dict[str, Any]]:
    """Return the ranks of the sales by what foreigners were allotted, and what a note tells of them."""
    sales = auctions.foreign_demand(record).set_index("auction_date")[:asked]
    shares = sales[sales["tenor_years"] == 20]["foreign_pct"]
    recently, earlier = shares[shares.index.year == asked.year], shares[shares.index.year < asked.year]
    told = {
        "least": recently.min(),
        "most": recently.max(),
        "least_before": earlier.min(),
        "most_before": earlier.max(),
        "twenty": ""
        if recently.empty or earlier.empty
        else f"The 20-year sales of that year gave foreigners {recently.min():.1f} to {recently.max():.1f} %, those before "
        f"{earlier.min():.1f} to {earlier.max():.1f} %. ",
        "thirty": sales[sales["tenor_years"] == 30]["rank_pct"].dropna().tail(3).mean(),
        "sales": len(sales),
    }
    return sales["rank_pct"].dropna(), told


@answers("auctions-4")
def reluctance(
    record: Snapshot, asked: pd.Timestamp, *, window: int, middle: str, signals: str, lookback: int
) -> dict[str, Figure]:
    """How many of the sales of the three years before were weaker than the last ones, on average (``middle``).

    Charitably: by what foreigners were allotted, the last sale alone, and the indirect bidders' share, which reporters
    take for foreign demand.
    """
    last = auctions.last_sale(record, auctions.LONG, asked)
    ranks, told = _allotted(record, asked)
    ranks = ranks.tail(window)

    def recent(taken: int, made_of: str) -> Figure:
        runs = auctions.demand_of_runs(record, taken, made_of, lookback, middle)[:asked]
        if runs.empty:
            return Figure(None, why="Too few sales are on record.")
        period = day(runs.index[-1]) if taken == 1 else f"{taken} sales to {day(runs.index[-1])}"
        each = auctions.demand_of_runs(record, 1, made_of, lookback)[:asked].tail(taken)
        return Figure(
            runs.iloc[-1],
            period,
            history=runs.iloc[:-1],
            tenor=last["tenor_years"],
            when=runs.index[-1],
            best=each.idxmax(),
            top=each.max(),
        )

    return {
        "recent": recent(window, signals),
        "foreign": Figure(None, why="Too few allotments are on record.")
        if len(ranks) < window
        else Figure(
            ranks.median() if middle == "median" else ranks.mean(),
            f"{window} sales to {day(ranks.index[-1])}",
            **told,
        ),
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
    press = record.table("us_auction_press")
    tail = press[(press["auction_date"] == the_sale()) & (press["tenor_years"] == 30)]["tail_bp"].dropna()

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
            through=-tail.iloc[0] if len(tail) else np.nan,
        )

    buyers = auctions.bidders_and_buyers(record)
    foreign = buyers[buyers["tenor_years"] == 30].set_index("auction_date")["foreign_pct"]
    known = the_sale() in foreign.index
    before = foreign[: the_sale() - pd.Timedelta(days=1)]
    return {
        "rank": rank(signals),
        "cover": rank("bid-to-cover"),
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
    """What the dollar did while foreigners headed for the exits, in the months after the last one public on the day.

    The condition is that all foreign holders' Treasuries fell; where they did not, there is no figure. Beside it the
    condition by other measures: official holders, the foreigners' part of the debt, what they bought net, and Japan.
    """
    holders = ("Grand Total", "Foreign official", "Japan")
    known = auctions.holdings(record.on(asked.date()), "Grand Total", "Japan").dropna()
    held = auctions.holdings(record, *holders)
    flows = auctions.net_purchases(record)["treasuries"].dropna()
    if known.empty:
        why = "No holdings were public yet."
        return {key: Figure(None, why=why) for key in ("dollar", "holders", "official", "share", "purchases", "japan")}
    start = known.index[-1]
    end = start + pd.DateOffset(months=months)
    since = flows[start + pd.DateOffset(months=1) :]
    period, not_yet = f"{start:%B %Y} to {end:%B %Y}", "The holdings of that month are not public yet."

    def changed(series: pd.Series, until: pd.Timestamp = end) -> float:
        return float(100 * (series.get(until, np.nan) / series.get(start, np.nan) - 1))

    def change(holder: str) -> Figure:
        series = held[holder].dropna()
        first, second = (changed(series, start + pd.DateOffset(months=n)) for n in (1, 2))
        newest = series.index[-1] if len(series) else start
        return Figure(
            changed(series),
            period,
            history=100 * series.pct_change(months)[:start].dropna(),
            why=not_yet,
            first=first,
            second=second,
            newest=changed(series, newest),
            month=newest,
        )

    total, index = changed(held["Grand Total"]), auctions.dollar_index(record).resample("MS").mean()
    why = (
        not_yet
        if np.isnan(total)
        else f"The condition did not come about: the Treasuries of all foreigners changed by {signed(f'{total:+.1f}')} %."
    )
    official, share = change("Foreign official"), changed(auctions.foreign_share_of_debt(record))
    told = ["" if len(since) == 0 else f"Foreigners bought {since.sum():,.0f} billion dollars net"]
    if not np.isnan(share) and official.value is not None:
        told.append(
            f"official holders changed theirs by {signed(f'{official.value:+.1f}')} %, and the foreigners' part of a growing debt "
            f"changed by {signed(f'{share:+.1f}')} %: some left, and more came"
        )
    return {
        "dollar": Figure(
            changed(index) if total < 0 else None, period, why=why, beside=", but ".join(filter(None, told))
        ),
        "holders": change("Grand Total"),
        "official": official,
        "share": Figure(share, period, why=not_yet),
        "purchases": Figure(
            since.sum() if len(since) else None,
            f"{since.index[0]:%B %Y} to {since.index[-1]:%B %Y}" if len(since) else "",
            why="No month since then is public.",
        ),
        "japan": change("Japan"),
    }


@answers("auctions-7")
def power_of_the_fed(record: Snapshot, asked: pd.Timestamp, *, supply: str) -> dict[str, Figure]:
    """What part of the long bonds auctioned the Fed's stock grew by; zero would be no power."""
    stretches = auctions.fed_share_of_supply(record, TENORS[supply])
    stretches = stretches[stretches["end"] <= asked]
    if stretches.empty:
        return {"taken": Figure(None, why="The Fed's holdings by maturity are on record for too few days.")}
    last = stretches.iloc[-1]
    weekly = record.table("fed_treasury_holdings_weekly").set_index("date")["holdings_usd_mn"][last["end"] : asked]
    return {
        "taken": Figure(
            last["share_pct"],
            f"{day(last['start'])} to {day(last['end'])}",
            added=last["added_usd_bn"],
            auctioned=last["auctioned_usd_bn"],
            since=np.nan if weekly.empty else 100 * (weekly.iloc[-1] / weekly.iloc[0] - 1),
        )
    }


@answers("auctions-8")
def demand_and_the_dollar(record: Snapshot, asked: pd.Timestamp, *, fixings: int, share: float) -> dict[str, Figure]:
    """What the dollar did after the long-bond sales at which foreigners were allotted least, by their usual part.

    Charitably: after those with the fewest indirect bids, after the sales weakest by all three signals, and, pull-backs
    from all American assets taken in, the dollar's largest fall in the half-year before.
    """
    table = auctions.dollar_after_sales(record, fixings)
    table = table[["auction_date", "foreign_gap_pp", "indirect_gap_pp", "demand_pct", "dollar_pct"]]
    table = table[table["auction_date"] <= asked]
    changes = auctions.dollar_changes(record, fixings)[:asked]
    recent = changes[asked - HALF_YEAR :]

    def after(column: str, of: pd.DataFrame) -> Figure:
        if len(of) < FEWEST_SALES:
            return Figure(None, why="Too few sales with a quarter after them are on record.")
        weak = auctions.weakest(of, column, share)
        period = f"{len(weak)} sales from {weak['auction_date'].iloc[0]:%B %Y} to {weak['auction_date'].iloc[-1]:%B %Y}"
        worst, mean = weak.loc[weak["dollar_pct"].idxmin()], auctions.mean_after(of, weak, fixings)
        return Figure(
            mean.value,
            period,
            range=None if np.isnan(mean.low) else (mean.low, mean.high),
            history=changes if column == "foreign_gap_pp" else None,
            sales=len(weak),
            all=len(of),
            first=of["auction_date"].min(),
            worst=worst["dollar_pct"],
            when=worst["auction_date"],
            others=of.drop(weak.index, errors="ignore")["dollar_pct"].mean(),
        )

    if table.empty or recent.empty:
        why = "No exchange rate or no sale is on record."
        return {key: Figure(None, why=why) for key in ("after", "indirect", "weak", "spring")}
    low = recent.idxmin()
    return {
        "after": after("foreign_gap_pp", table.dropna(subset="foreign_gap_pp").reset_index(drop=True)),
        "indirect": after("indirect_gap_pp", table),
        "weak": after("demand_pct", table),
        "spring": Figure(recent.min(), f"to {day(low)}", low=low),
    }


@answers("auctions-9")
def structural_inflation(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """What the price of inflation did on the day of the failed sale; no figure where the sale did not fail.

    It failed when it met weaker demand than nine in ten before it, the bar of the claim on the withdrawal. Beside it: what
    bond buyers were paid for inflation on the last trading day.
    """
    levels = auctions.breakevens(record)["breakeven_10y_pct"].dropna()
    ranks = auctions.demand(record, (30,)).set_index("auction_date")["demand_pct"]
    known, failed = the_sale() in ranks.index, find_claim("auctions-5").literal.bar
    moved = 100 * levels.diff()
    before = levels[levels.index < asked]
    return {
        "signal": Figure(
            moved.get(the_sale(), np.nan) if known and failed.passes(ranks[the_sale()]) else None,
            day(the_sale()),
            why=f"The sale did not fail: it met more demand than {ranks[the_sale()]:.0f} % of those before it."
            if known
            else "The sale was still to come.",
            rank=ranks[the_sale()] if known else np.nan,
        ),
        "market": Figure(None, why="No break-even was public yet.")
        if before.empty
        else Figure(before.iloc[-1], day(before.index[-1]), history=before.iloc[:-1]),
    }


@answers("auctions-10")
def what_is_left_of_five(record: Snapshot, asked: pd.Timestamp, *, inflation: str, lent_at: str) -> dict[str, Figure]:
    """What a 30-year loan leaves after inflation: by what the bond market expects of it, and by what households do.

    Thirty years can't be scored yet; what can be said is at which average inflation the lender loses.
    """
    levels = auctions.breakevens(record).dropna(subset=["breakeven_30y_pct", "yield_30y_pct"])
    levels = levels[levels.index < asked]
    if levels.empty:
        return {key: Figure(None, why="No yield was public yet.") for key in ("market", "households", "kept")}
    last, real = levels.iloc[-1], auctions.breakevens(record)["real_yield_30y_pct"].dropna()
    lent = last["yield_30y_pct"] if lent_at == "market" else find_claim("auctions-2").numbers[0]
    spans = auctions.inflation_over(record, 30)
    spans = spans[spans.index < asked.year]
    decade = auctions.inflation_over(record, 10)
    past = {"thirty years": spans, "ten years": decade[decade.index < asked.year]}
    average = past[inflation].iloc[-1] if inflation in past and len(past[inflation]) else last["breakeven_30y_pct"]
    households = auctions.expected_by_households(record, "University of Michigan", asked)
    period, lost = day(levels.index[-1]), spans[spans >= lent]
    left = Figure(
        lent - average,
        period,
        history=real[: levels.index[-2]],
        lent=lent,
        expected=average,
        worst=spans.max(),
        worst_to=spans.idxmax(),
        losing=len(lost),
        losing_from=lost.index.min() - 30 if len(lost) else np.nan,
        losing_to=lost.index.max() - 30 if len(lost) else np.nan,
        spans=len(spans),
    )
    stayed = spans <= last["breakeven_30y_pct"]
    kept = Figure(
        100 * stayed.mean(),
        f"{len(spans)} spans to {spans.index[-1]}",
        kept=int(stayed.sum()),
        spans=len(spans),
        priced=last["breakeven_30y_pct"],
    )
    answered = {"market": left, "kept": kept}
    if households is None:
        return answered | {"households": Figure(None, period, why="No answer was public yet.")}
    expected = households["expected_pct"]
    return answered | {"households": Figure(lent - expected, period, expected=expected)}


@answers("auctions-11")
def fear_of_inflation(record: Snapshot, asked: pd.Timestamp, *, days: int, years: str | int) -> dict[str, Figure]:
    """Did the price of inflation rise when the direct bidders held back at the last long-bond sale?

    ``years`` is whose break-even: of the bond sold (``own``), or of 10 or 30 years. Charitably: on the days of all
    long-bond sales at which they held back most.
    """
    last = auctions.last_sale(record, auctions.LONG, asked)
    tenor, when = int(last["tenor_years"]), last["auction_date"]
    column = f"breakeven_{tenor if years == 'own' else years}y_pct"
    changes = auctions.change_around_sales(record, column, days, asked)
    why = "No break-even of that day is on record."
    if changes.empty:
        return {key: Figure(None, why=why) for key in ("sale", "weak_sales")}
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
            tenor=tenor,
            real=moved[f"real_yield_{tenor}y_pct"].get(when, np.nan),
            nominal=moved[f"yield_{tenor}y_pct"].get(when, np.nan),
        ),
        "weak_sales": Figure(
            on_weak.mean() if len(on_weak) else None,
            f"{len(on_weak)} sales to {asked:%B %Y}",
            range=(on_weak.min(), on_weak.max()) if len(on_weak) else None,
            sales=len(on_weak),
            why=why,
        ),
    }
