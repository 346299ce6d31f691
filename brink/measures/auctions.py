"""Auction participation: who buys long Treasury bonds, and what a weak sale means."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.models.adjustment import ice_index
from brink.models.auctions import demand_score, past_mean, past_zscore
from brink.record.snapshot import Snapshot, once
from brink.video import DAY

#: The sale the video speaks of as still to come.
THE_SALE = pd.Timestamp("2025-06-12")
#: Market reports set a share against the average of the six sales before.
REPORTED_WINDOW = 6
#: Windows tried where the video names none.
WINDOWS = (3, 4, 5, 6, 8, 10, 12)
LONG = (20, 30)
CLASSES = {
    "dealer_share_pct": "dealers",
    "direct_share_pct": "direct bidders",
    "indirect_share_pct": "indirect bidders",
}


# --- frames the chapter shows and the claims rest on -----------------------------------------


@once
def scored_auctions(snapshot: Snapshot, tenors: tuple[int, ...] | None = None) -> pd.DataFrame:
    """Return every auction, or those of some tenors, with what a market report would add to it.

    ``spread_bp`` is high minus median yield; ``direct_average_pct`` and ``indirect_average_pct`` are
    means of the six sales of the tenor before it, ``direct_gap_pp`` and ``indirect_gap_pp`` the
    distance to them; ``demand_score`` is :func:`brink.models.auctions.demand_score`.
    """
    sales = snapshot.table("us_auctions").sort_values(["tenor_years", "auction_date"], ignore_index=True)
    if tenors is not None:
        sales = sales[sales["tenor_years"].isin(tenors)].reset_index(drop=True)
    sales["spread_bp"] = (sales["high_yield_pct"] - sales["median_yield_pct"]) * 100
    scored = [
        sale.assign(
            direct_average_pct=past_mean(sale["direct_share_pct"], REPORTED_WINDOW),
            indirect_average_pct=past_mean(sale["indirect_share_pct"], REPORTED_WINDOW),
            demand_score=demand_score(sale["bid_to_cover"], sale["dealer_share_pct"], sale["spread_bp"]),
            indirect_z=past_zscore(sale["indirect_share_pct"]),
        )
        for _, sale in sales.groupby("tenor_years")
    ]
    sales = pd.concat(scored) if scored else sales
    for bidder in ("direct", "indirect"):
        sales[f"{bidder}_gap_pp"] = sales[f"{bidder}_share_pct"] - sales[f"{bidder}_average_pct"]
    return sales.sort_values(["auction_date", "tenor_years"], ignore_index=True)


def long_sales(snapshot: Snapshot) -> pd.DataFrame:
    """Return the 20- and 30-year auctions since 2017, the year from which none is missing."""
    sales = scored_auctions(snapshot, LONG)
    return sales[sales["auction_date"] >= "2017"].reset_index(drop=True)


def search_pair(snapshot: Snapshot) -> pd.DataFrame:
    """Hold "14 against 17" to every tenor, bidder class and averaging window.

    One row is a share at the last sale of a tenor before the video beside the mean of the sales
    before it; ``distance_pp`` is the larger of the two distances from 14 and 17.
    """
    sales = snapshot.table("us_auctions")
    sales = sales[sales["auction_date"] <= DAY]
    rows = []
    for tenor, sale in sales.groupby("tenor_years"):
        for column, bidder in CLASSES.items():
            shares = sale[column].to_numpy()
            for window in WINDOWS:
                average = past_mean(shares, window)[-1]
                rows.append((tenor, sale["auction_date"].iloc[-1], bidder, window, shares[-1], average))
    pairs = pd.DataFrame(rows, columns=["tenor_years", "auction_date", "bidder", "window", "share_pct", "average_pct"])
    pairs["distance_pp"] = np.maximum((pairs["share_pct"] - 14).abs(), (pairs["average_pct"] - 17).abs())
    return pairs.sort_values("distance_pp", kind="stable", ignore_index=True)


def pair_by_chance(snapshot: Snapshot) -> float:
    """Return how often "14 against 17" turns up by chance, in percent.

    The share of all (sale, bidder class, window) combinations in the record to the video's day in
    which both numbers lie within half a point of the pair.
    """
    sales = snapshot.table("us_auctions")
    sales = sales[sales["auction_date"] <= DAY]
    near = tried = 0
    for _, sale in sales.groupby("tenor_years"):
        for column in CLASSES:
            shares = sale[column].to_numpy()
            for window in WINDOWS:
                average = past_mean(shares, window)
                known = ~np.isnan(average)
                tried += known.sum()
                near += ((np.abs(shares - 14) <= 0.5) & (np.abs(average - 17) <= 0.5) & known).sum()
    return 100 * near / tried


def bidders_and_buyers(snapshot: Snapshot) -> pd.DataFrame:
    """Put bidder class beside final buyer, sale by sale: "indirect" is not "foreign".

    One row is a 10-, 20- or 30-year sale whose investor-class allotment is known.
    """
    sales = snapshot.table("us_auctions")
    buyers = snapshot.table("us_auction_allotments")
    # Issue dates are missing for many sales: match each allotment to the last sale of the same
    # security on or before its settlement.
    return pd.merge_asof(
        buyers.sort_values("issue_date"),
        sales[["auction_date", "cusip", "tenor_years", "dealer_share_pct", "direct_share_pct", "indirect_share_pct"]]
        .sort_values("auction_date"),
        left_on="issue_date", right_on="auction_date", by=["cusip", "tenor_years"], tolerance=pd.Timedelta(days=20),
    ).dropna(subset="auction_date").reset_index(drop=True)  # fmt: skip


def holdings(snapshot: Snapshot, *holders: str) -> pd.DataFrame:
    """Return foreign holdings of Treasuries by month, one column a holder, in billion dollars."""
    table = snapshot.table("tic_holders")
    return table[table["holder"].isin(holders)].pivot(index="month", columns="holder", values="value_usd_bn")


def breakevens(snapshot: Snapshot) -> pd.DataFrame:
    """Return 10- and 30-year break-even inflation by day, in percent a year.

    The 30-year one is computed here, nominal minus real constant-maturity yield: none is published.
    """
    real = snapshot.table("us_real_yields").set_index("date")
    nominal = snapshot.table("us_cmt_yields").set_index("date")
    thirty = (nominal["yield_30y_pct"] - real["real_yield_30y_pct"]).dropna()
    return pd.DataFrame({"breakeven_10y_pct": real["breakeven_10y_pct"], "breakeven_30y_pct": thirty})


def dollar_around_sales(snapshot: Snapshot) -> pd.DataFrame:
    """Return each long-bond sale since 2017 with what the dollar did around it.

    ``dollar_pct`` is the change of the dollar index (ICE formula, ECB reference rates) from the
    fixing on the morning of the sale to the next one; ``dollar_week_pct`` to the fifth one after.
    """
    rates = snapshot.table("ecb_fx_rates").set_index("date")
    index = ice_index(**{currency: rates[currency] for currency in ("usd", "jpy", "gbp", "cad", "sek", "chf")})
    index = pd.Series(np.asarray(index), index=rates.index).dropna()
    sales = long_sales(snapshot)
    position = index.index.searchsorted(sales["auction_date"])
    # A sale too near the end of the rates has no fixing after it and stays out.
    for column, steps in (("dollar_pct", 1), ("dollar_week_pct", 5)):
        inside = position + steps < len(index)
        change = np.full(len(sales), np.nan)
        start = index.to_numpy()[position[inside]]
        change[inside] = (index.to_numpy()[position[inside] + steps] / start - 1) * 100
        sales[column] = change
    return sales


def fed_share_of_long_bonds(snapshot: Snapshot) -> pd.DataFrame:
    """Return what the Fed added to its Treasuries over ten years beside what was auctioned.

    One row is a stretch between two dates on which the Federal Reserve printed its holdings by
    maturity and in which the record of 20- and 30-year auctions is whole (2017 on).
    """
    printed = snapshot.table("fed_treasury_holdings").set_index("date")["over_10_years_usd_mn"] / 1000
    printed = printed[printed.index >= "2017"]
    offered = snapshot.table("us_auction_offerings")
    offered = offered[offered["tenor_years"].isin(LONG)]
    rows = []
    for start, end in zip(printed.index, printed.index[1:], strict=False):
        sold = offered[offered["auction_date"].between(start, end)]["offering_usd_bn"].sum()
        rows.append((start, end, printed[start], printed[end], printed[end] - printed[start], sold))
    columns = ["start", "end", "held_at_start_usd_bn", "held_at_end_usd_bn", "added_usd_bn", "auctioned_usd_bn"]
    table = pd.DataFrame(rows, columns=columns)
    table["share_pct"] = 100 * table["added_usd_bn"] / table["auctioned_usd_bn"]
    return table


def long_yield_in_rate_cuts(snapshot: Snapshot) -> pd.DataFrame:
    """Return the Fed's rate cuts of September to December 2024 beside the 30-year yield.

    One row is the day before the first cut took effect and the last trading day of 2024.
    """
    target = snapshot.table("fed_funds_target").set_index("date")["upper_pct"]
    cuts = target["2024-09":"2024-12"]
    before = target[: cuts.index[0] - pd.Timedelta(days=1)].iloc[-1]
    yields = snapshot.table("us_cmt_yields").set_index("date")["yield_30y_pct"].dropna()
    start = yields[: cuts.index[0] - pd.Timedelta(days=1)].index[-1]
    end = yields[:"2024-12-31"].index[-1]
    return pd.DataFrame(
        {
            "date": [start, end],
            "upper_pct": [before, cuts.iloc[-1]],
            "yield_30y_pct": [yields[start], yields[end]],
        }
    )
