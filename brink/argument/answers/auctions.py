"""The answers to the claims on auction participation: which figure of the record is which reading."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.argument.inventory import Figure, answers
from brink.measures import auctions
from brink.models.statistics import correlation, percentile
from brink.record.snapshot import Snapshot
from brink.words import day

NONE = "The record holds no such sale yet."


def _last_sale(sales: pd.DataFrame, tenor: int, asked: pd.Timestamp) -> pd.Series:
    return sales[(sales["tenor_years"] == tenor) & (sales["auction_date"] <= asked)].iloc[-1]


@answers("auctions-1")
def size_of_the_sale(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """The 30-year sale of 12 June 2025: how much was offered."""
    offers = record.table("us_auction_offerings")
    offer = offers[(offers["auction_date"] == auctions.THE_SALE) & (offers["tenor_years"] == 30)]["offering_usd_bn"]
    return {"offered": Figure(offer.squeeze() if len(offer) else None, day(auctions.THE_SALE), why=NONE)}


@answers("auctions-2")
def thirty_years_at_five(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """The 30-year yield on the last trading day before the video; the sale's own yield when known."""
    yields = record.table("us_cmt_yields").set_index("date")["yield_30y_pct"].dropna()
    yields = yields[yields.index < asked]
    sales = record.table("us_auctions")
    sale = sales[(sales["auction_date"] == auctions.THE_SALE) & (sales["tenor_years"] == 30)]["high_yield_pct"]
    return {
        "market": Figure(yields.iloc[-1], day(yields.index[-1])),
        "sale": Figure(sale.squeeze() if len(sale) else None, day(auctions.THE_SALE), why=NONE),
    }


@answers("auctions-3")
def fourteen_against_seventeen(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Share of the "domestic buyers" at the last sale against the mean of the six sales before."""
    sales = auctions.scored_auctions(record, auctions.LONG)
    thirty, twenty = _last_sale(sales, 30, asked), _last_sale(sales, 20, asked)
    earlier = sales[(sales["tenor_years"] == 30) & (sales["auction_date"] < thirty["auction_date"])]
    domestic = (earlier["direct_share_pct"] + earlier["dealer_share_pct"]).tail(auctions.REPORTED_WINDOW).mean()
    return {
        "thirty": Figure((thirty["direct_share_pct"], thirty["direct_average_pct"]), day(thirty["auction_date"])),
        "with_dealers": Figure(
            (thirty["direct_share_pct"] + thirty["dealer_share_pct"], domestic), day(thirty["auction_date"])
        ),
        "twenty": Figure((twenty["direct_share_pct"], twenty["direct_average_pct"]), day(twenty["auction_date"])),
    }


@answers("auctions-4")
def reluctance(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Mean demand score of the last six long-bond sales, ranked in its history; the last sale of each tenor alone."""
    sales = auctions.long_sales(record).dropna(subset="demand_score")
    sales = sales[sales["auction_date"] <= asked]

    def rank(window: int) -> float:
        means = sales["demand_score"].rolling(window).mean().dropna()
        return percentile(means.iloc[-1], means.iloc[:-1])

    def alone(tenor: int) -> Figure:
        sale = _last_sale(sales, tenor, asked)
        earlier = sales[sales["auction_date"] < sale["auction_date"]]
        return Figure(percentile(sale["demand_score"], earlier["demand_score"]), day(sale["auction_date"]))

    ranks = [rank(window) for window in auctions.WINDOWS]
    return {
        "six": Figure(
            rank(auctions.REPORTED_WINDOW), f"to {day(sales['auction_date'].iloc[-1])}", range=(min(ranks), max(ranks))
        ),
        "twenty": alone(20),
        "thirty": alone(30),
    }


@answers("auctions-5")
def result_of_the_sale(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Demand at the 30-year sale of 12 June 2025, ranked among the long-bond sales before it."""
    sales = auctions.long_sales(record).dropna(subset="demand_score")
    sale = sales[(sales["auction_date"] == auctions.THE_SALE) & (sales["tenor_years"] == 30)]
    when = day(auctions.THE_SALE)
    if sale.empty:
        return {key: Figure(None, when, why=NONE) for key in ("score", "cover", "foreign")}
    sale, earlier = sale.iloc[0], sales[sales["auction_date"] < auctions.THE_SALE]
    buyers = auctions.bidders_and_buyers(record)
    buyers = buyers[buyers["tenor_years"] == 30]
    foreign = buyers[buyers["auction_date"] == auctions.THE_SALE]["foreign_pct"]
    before = buyers[buyers["auction_date"] < auctions.THE_SALE]["foreign_pct"]
    same = earlier[earlier["tenor_years"] == 30]
    return {
        "score": Figure(
            percentile(sale["demand_score"], earlier["demand_score"]),
            when,
            cover=sale["bid_to_cover"],
            dealers=sale["dealer_share_pct"],
            spread=sale["spread_bp"],
        ),
        "cover": Figure(percentile(sale["bid_to_cover"], same["bid_to_cover"]), when),
        "foreign": Figure(
            percentile(foreign.iloc[0], before) if len(foreign) else None,
            when,
            why="The allotments of that sale are not public yet.",
        ),
    }


@answers("auctions-6")
def foreign_holders(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Change of Treasury holdings from March 2025, the last month known to the video, over a year and to the newest month."""
    held = auctions.holdings(record, "Japan", "Grand Total")
    start, end = pd.Timestamp("2025-03-01"), pd.Timestamp("2026-03-01")
    why = "The holdings of that month are not public yet."
    if end not in held.index:
        return {key: Figure(None, why=why) for key in ("japan", "all", "newest")}
    last = held["Japan"].last_valid_index()

    def change(holder: str, month: pd.Timestamp) -> Figure:
        value = 100 * (held.loc[month, holder] / held.loc[start, holder] - 1)
        return Figure(value, f"{start:%B %Y} to {month:%B %Y}")

    return {"japan": change("Japan", end), "all": change("Grand Total", end), "newest": change("Japan", last)}


@answers("auctions-7")
def power_of_the_fed(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """What part of the long bonds auctioned the Fed took; how much of its rate cuts reached the 30-year yield."""
    bought = auctions.fed_share_of_long_bonds(record).iloc[-1]
    cuts = auctions.long_yield_in_rate_cuts(record)
    passed = 100 * np.diff(cuts["yield_30y_pct"])[0] / np.diff(cuts["upper_pct"])[0]
    return {
        "bought": Figure(bought["share_pct"], f"{day(bought['start'])} to {day(bought['end'])}"),
        "passed": Figure(passed, "September to December 2024"),
    }


@answers("auctions-8")
def demand_and_the_dollar(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Correlation of demand at a long-bond sale with the dollar after it: positive, where weak demand goes with a fall."""
    sales = auctions.dollar_around_sales(record)
    sales = sales[sales["auction_date"] <= asked]
    period = f"{sales['auction_date'].iloc[0]:%Y} to {asked:%B %Y}"

    def link(demand: str, dollar: str) -> Figure:
        r, low, high, _ = correlation(sales[demand], sales[dollar])
        return Figure(r, period, range=(low, high))

    return {
        "day": link("indirect_gap_pp", "dollar_pct"),
        "week": link("indirect_gap_pp", "dollar_week_pct"),
        "score": link("demand_score", "dollar_pct"),
    }


@answers("auctions-9")
def structural_inflation(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Break-even inflation on the last trading day: what bond buyers were paid for inflation."""
    before = auctions.breakevens(record)
    before = before[before.index < asked]

    def paid(years: int) -> Figure:
        series = before[f"breakeven_{years}y_pct"].dropna()
        rank = percentile(series.iloc[-1], series)
        return Figure(series.iloc[-1], day(series.index[-1]), rank=rank, since=series.index[0])

    return {"ten": paid(10), "thirty": paid(30)}
