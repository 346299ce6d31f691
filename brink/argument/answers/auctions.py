"""The answers to the claims of the theme auctions: which figure of the record is which reading."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.argument.inventory import answers
from brink.measures.auctions import (
    LONG,
    REPORTED_WINDOW,
    THE_SALE,
    WINDOWS,
    bidders_and_buyers,
    breakevens,
    dollar_around_sales,
    fed_share_of_long_bonds,
    holdings,
    long_sales,
    long_yield_in_rate_cuts,
    scored_auctions,
)
from brink.models.statistics import correlation, percentile
from brink.record.snapshot import Snapshot
from brink.video import DAY
from brink.words import day


def _last_sale(sales: pd.DataFrame, tenor: int) -> pd.Series:
    return sales[(sales["tenor_years"] == tenor) & (sales["auction_date"] <= DAY)].iloc[-1]


# --- claims --------------------------------------------------------------------------------


@answers("auctions-1")
def size_of_the_sale(snapshot: Snapshot) -> list[Reading]:
    """The 30-year sale of 12 June 2025: how much was offered."""
    offers = snapshot.table("us_auction_offerings")
    offer = offers[(offers["auction_date"] == THE_SALE) & (offers["tenor_years"] == 30)]
    value = float(offer["offering_usd_bn"].iloc[0]) if len(offer) else None
    return [
        Reading(
            "30-year bonds offered", value, "billion dollars", day(THE_SALE), ("us_auction_offerings",),
            "The size was announced days before the sale: a reopening of the bond first sold in May.",
        )
    ]  # fmt: skip


@answers("auctions-2")
def thirty_years_at_five(snapshot: Snapshot) -> list[Reading]:
    """The 30-year yield on the last trading day before the video; the sale's own yield when known."""
    yields = snapshot.table("us_cmt_yields").set_index("date")["yield_30y_pct"].dropna()
    yields = yields[yields.index < DAY]
    sales = snapshot.table("us_auctions")
    sale = sales[(sales["auction_date"] == THE_SALE) & (sales["tenor_years"] == 30)]
    readings = [
        Reading(
            "30-year constant-maturity yield", float(yields.iloc[-1]), "percent a year", day(yields.index[-1]),
            ("us_cmt_yields",), "A spoken 5 % is right when the yield rounds to it.",
        )
    ]  # fmt: skip
    if len(sale):
        readings.append(
            Reading(
                "yield at which the sale cleared", float(sale["high_yield_pct"].iloc[0]), "percent a year",
                day(THE_SALE), ("us_auctions",), "Known only after the video.",
            )
        )  # fmt: skip
    return readings


@answers("auctions-3")
def fourteen_against_seventeen(snapshot: Snapshot) -> list[Reading]:
    """Share of the "domestic buyers" at the last sale against the mean of the six sales before.

    Taken literally: the last sale of the 30-year bond the video speaks of. Reporters call the
    direct bidders domestic buyers; dealers are domestic too, so both together are a reading.
    """
    sales = scored_auctions(snapshot, LONG)
    thirty, twenty = _last_sale(sales, 30), _last_sale(sales, 20)
    earlier = sales[(sales["tenor_years"] == 30) & (sales["auction_date"] < thirty["auction_date"])]
    domestic = (earlier["direct_share_pct"] + earlier["dealer_share_pct"]).tail(REPORTED_WINDOW).mean()
    unit = "percent of the competitive awards; sale, average before it"
    return [
        Reading(
            "30-year, direct bidders", (thirty["direct_share_pct"], thirty["direct_average_pct"]), unit,
            day(thirty["auction_date"]), ("us_auctions",),
            "In the last 30-year sale direct bidders took more than their average, not less.",
        ),
        Reading(
            "30-year, direct bidders and dealers",
            (thirty["direct_share_pct"] + thirty["dealer_share_pct"], float(domestic)), unit,
            day(thirty["auction_date"]), ("us_auctions",), "Dealers are domestic buyers too.",
        ),
        Reading(
            "20-year, direct bidders", (twenty["direct_share_pct"], twenty["direct_average_pct"]), unit,
            day(twenty["auction_date"]), ("us_auctions", "us_auction_press"),
            "The pair a market report printed after the 20-year sale, calling direct bidders domestic buyers.",
        ),
    ]  # fmt: skip


@answers("auctions-4")
def reluctance(snapshot: Snapshot) -> list[Reading]:
    """Mean demand score of the last six long-bond sales before the video, ranked in its history.

    A low percentile is weak demand. The charitable readings look at single sales: the last of each
    tenor, ranked among all long-bond sales before it.
    """
    sales = long_sales(snapshot).dropna(subset="demand_score")
    sales = sales[sales["auction_date"] <= DAY]

    def rank(window: int) -> float:
        means = sales["demand_score"].rolling(window).mean().dropna()
        return percentile(means.iloc[-1], means.iloc[:-1])

    ranks = [rank(window) for window in WINDOWS]
    readings = [
        Reading(
            "demand score, last six 20- and 30-year sales", rank(REPORTED_WINDOW), "percentile of demand in its own history",
            f"to {day(sales['auction_date'].iloc[-1])}", ("us_auctions",),
            f"Averaging over {WINDOWS[0]} to {WINDOWS[-1]} sales moves the rank within the range shown; "
            "it flips where the rank passes 25.",
            range=(min(ranks), max(ranks)),
        )
    ]  # fmt: skip
    for tenor in LONG:
        sale = _last_sale(sales, tenor)
        earlier = sales[sales["auction_date"] < sale["auction_date"]]
        readings.append(
            Reading(
                f"demand score, last {tenor}-year sale", percentile(sale["demand_score"], earlier["demand_score"]),
                "percentile of demand in its own history", day(sale["auction_date"]), ("us_auctions",),
                "One sale, ranked among all long-bond sales before it.",
            )
        )  # fmt: skip
    return readings


@answers("auctions-5")
def result_of_the_sale(snapshot: Snapshot) -> list[Reading]:
    """Demand score of the 30-year sale of 12 June 2025, ranked among the long-bond sales before it.

    Nearest to a rebuke, and so the charitable readings: the same for bid-to-cover and for the
    foreign buyers' allotment.
    """
    sales = long_sales(snapshot).dropna(subset="demand_score")
    sale = sales[(sales["auction_date"] == THE_SALE) & (sales["tenor_years"] == 30)]
    if sale.empty:
        return []
    sale, earlier = sale.iloc[0], sales[sales["auction_date"] < THE_SALE]
    buyers = bidders_and_buyers(snapshot)
    buyers = buyers[buyers["tenor_years"] == 30]
    foreign = buyers[buyers["auction_date"] == THE_SALE]["foreign_pct"]
    unit, when = "percentile of demand in its own history", day(THE_SALE)
    same = earlier[earlier["tenor_years"] == 30]
    return [
        Reading(
            "demand score", percentile(sale["demand_score"], earlier["demand_score"]), unit, when, ("us_auctions",),
            f"Cover {sale['bid_to_cover']:.2f}, dealers left with {sale['dealer_share_pct']:.1f} %, "
            f"clearing {sale['spread_bp']:.1f} basis points above the median bid.",
        ),
        Reading(
            "bid-to-cover alone", percentile(sale["bid_to_cover"], same["bid_to_cover"]), unit, when, ("us_auctions",),
            "Among all 30-year sales since 2017.",
        ),
        Reading(
            "foreign buyers' allotment",
            percentile(foreign.iloc[0], buyers[buyers["auction_date"] < THE_SALE]["foreign_pct"]) if len(foreign) else None,
            unit, when, ("us_auction_allotments", "us_auctions"),
            "Among the 30-year sales since April 2024; single source.",
        ),
    ]  # fmt: skip


@answers("auctions-6")
def foreign_holders(snapshot: Snapshot) -> list[Reading]:
    """Change of Japan's Treasury holdings from March 2025, the last month known to the video.

    Scored after one year (March 2026); the charitable readings: all foreign holders, and Japan to
    the newest month.
    """
    held = holdings(snapshot, "Japan", "Grand Total")
    start, end = pd.Timestamp("2025-03-01"), pd.Timestamp("2026-03-01")
    if end not in held.index:
        return []
    unit = "percent change of holdings in the year after March 2025"
    last = held["Japan"].last_valid_index()

    def change(holder: str, month: pd.Timestamp) -> float:
        return float(100 * (held.loc[month, holder] / held.loc[start, holder] - 1))

    return [
        Reading("Japan, after a year", change("Japan", end), unit, "March 2025 to March 2026", ("tic_holders",),
                "Custody decides the country: what Japan keeps in London or Brussels counts there."),
        Reading("all foreign holders, after a year", change("Grand Total", end), unit, "March 2025 to March 2026",
                ("tic_holders",), "Prices and purchases together."),
        Reading("Japan, to the newest month", change("Japan", last), unit, f"March 2025 to {last:%B %Y}",
                ("tic_holders",), "Sixteen months rather than twelve: the direction depends on where one stops."),
    ]  # fmt: skip


@answers("auctions-7")
def power_of_the_fed(snapshot: Snapshot) -> list[Reading]:
    """What part of the long bonds auctioned 2017-2022 the Fed took, net; zero would be no power.

    The charitable reading takes power to mean the policy rate: how much of the cuts of late 2024
    reached the 30-year yield.
    """
    bought = fed_share_of_long_bonds(snapshot).iloc[-1]
    cuts = long_yield_in_rate_cuts(snapshot)
    passed = 100 * np.diff(cuts["yield_30y_pct"])[0] / np.diff(cuts["upper_pct"])[0]
    unit = "percent of the long bonds sold, or of a rate cut"
    return [
        Reading(
            "net purchases of bonds over ten years", float(bought["share_pct"]), unit,
            f"{day(bought['start'])} to {day(bought['end'])}", ("fed_treasury_holdings", "us_auction_offerings"),
            "A central bank that takes such a part of the supply has power over its price; it flips below 10.",
        ),
        Reading(
            "rate cuts passed on to the 30-year yield", float(passed), unit, "September to December 2024",
            ("fed_funds_target", "us_cmt_yields"),
            "A negative number: the Fed cut, and the long yield rose.",
        ),
    ]  # fmt: skip


@answers("auctions-8")
def demand_and_the_dollar(snapshot: Snapshot) -> list[Reading]:
    """Correlation of the indirect bidders' surprise at a long-bond sale with the dollar after it.

    Positive would mean: weak foreign demand, falling dollar. Sales to the video's day.
    """
    sales = dollar_around_sales(snapshot)
    sales = sales[sales["auction_date"] <= DAY]
    tables, unit = ("us_auctions", "ecb_fx_rates"), "correlation"
    period = f"{sales['auction_date'].iloc[0]:%Y} to {DAY:%B %Y}"
    cases = (
        ("indirect share against its average, dollar to the next day", "indirect_gap_pp", "dollar_pct"),
        ("indirect share against its average, dollar over a week", "indirect_gap_pp", "dollar_week_pct"),
        ("demand score, dollar to the next day", "demand_score", "dollar_pct"),
    )
    readings = []
    for label, demand, dollar in cases:
        found = correlation(sales[demand], sales[dollar])
        note = "The range is the 95 % interval; it flips where the sum reaches 0.3."
        readings.append(Reading(label, found.value, unit, period, tables, note, range=(found.low, found.high)))
    return readings


@answers("auctions-9")
def structural_inflation(snapshot: Snapshot) -> list[Reading]:
    """Break-even inflation on the last trading day before the video: what bond buyers were paid for.

    Structural is taken to mean: expected above 2.5 % over decades. The Federal Reserve aims at 2 %
    on another index; consumer prices tend to rise a little faster than that one.
    """
    before = breakevens(snapshot)
    before = before[before.index < DAY]
    readings = []
    for years, where in ((10, "10-year"), (30, "30-year")):
        series = before[f"breakeven_{years}y_pct"].dropna()
        tables = ("us_real_yields",) if years == 10 else ("us_real_yields", "us_cmt_yields")
        readings.append(
            Reading(
                f"{where} break-even inflation", float(series.iloc[-1]), "percent a year, break-even inflation",
                day(series.index[-1]), tables,
                f"Higher than on {percentile(series.iloc[-1], series):.0f} % of the days since {series.index[0]:%Y}. "
                f"It flips for whoever calls {series.iloc[-1]:.2f} % structural.",
            )
        )  # fmt: skip
    return readings
