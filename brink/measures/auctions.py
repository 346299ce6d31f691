"""Auction participation: who buys long Treasury bonds, and what a weak sale means."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from brink.models.adjustment import ice_index
from brink.models.auctions import demand_rank, past_mean
from brink.models.statistics import WIDEST, Estimate, critical_value, least_squares
from brink.record.snapshot import Snapshot, once

#: Market reports set a share against the average of the six sales before.
REPORTED_WINDOW = 6
#: Windows tried where nobody names one.
WINDOWS = (3, 4, 5, 6, 8, 10, 12)
LONG = (20, 30)
#: Earlier sales of its tenor that a sale is ranked among: three years of them.
LOOKBACK = 36
CLASSES = {
    "dealer_share_pct": "dealers",
    "direct_share_pct": "direct bidders",
    "indirect_share_pct": "indirect bidders",
}
#: Fewest earlier sales with a known allotment that one is ranked among.
FEWEST = 6
#: What a rank of demand may be made of: columns with the sign that makes more of it stronger demand.
SIGNALS: Mapping[str, Mapping[str, int]] = {
    "all three": {"bid_to_cover": 1, "dealer_share_pct": -1, "spread_bp": -1},
    "bid-to-cover": {"bid_to_cover": 1},
    "dealers' share": {"dealer_share_pct": -1},
    "spread": {"spread_bp": -1},
    "indirect share": {"indirect_share_pct": 1},
    "direct share": {"direct_share_pct": 1},
}
#: From here on no sale of the tenor is missing in the record.
WHOLE_SINCE = {10: "2017", 20: "2020", 30: "2017"}
#: Fixings between two long-bond sales, on average: two sales a month.
SALES_APART = 10
#: A pause as long as this ends a run of rate moves.
PAUSE = pd.Timedelta(days=120)


# --- sales -----------------------------------------------------------------------------------


@once
def sales(record: Snapshot, tenors: tuple[int, ...] = LONG) -> pd.DataFrame:
    """Return the auctions of some tenors with what a market report would add to them, in time order.

    ``spread_bp`` is high minus median yield; ``direct_average_pct`` and ``indirect_average_pct`` are
    means of the six sales of the tenor before it, ``direct_gap_pp`` and ``indirect_gap_pp`` the
    distance to them.
    """
    table = record.table("us_auctions")
    table = table[table["tenor_years"].isin(tenors)].sort_values(["tenor_years", "auction_date"], ignore_index=True)
    table["spread_bp"] = (table["high_yield_pct"] - table["median_yield_pct"]) * 100
    for bidder in ("direct", "indirect"):
        share = table.groupby("tenor_years")[f"{bidder}_share_pct"]
        table[f"{bidder}_average_pct"] = share.transform(lambda shares: past_mean(shares, REPORTED_WINDOW))
        table[f"{bidder}_gap_pp"] = table[f"{bidder}_share_pct"] - table[f"{bidder}_average_pct"]
    return table.sort_values(["auction_date", "tenor_years"], ignore_index=True)


@once
def demand(
    record: Snapshot, tenors: tuple[int, ...] = LONG, signals: str = "all three", lookback: int = LOOKBACK
) -> pd.DataFrame:
    """Return each sale with its rank of demand: the percentage of the earlier sales of its tenor that were weaker.

    The columns of :func:`sales` and ``demand_pct`` (:func:`brink.models.auctions.demand_rank`), from the year on in
    which the record of the tenor is whole; sales with too few before them are left out. ``signals`` is one of
    :data:`SIGNALS`.
    """
    table = sales(record, tenors)
    signs = SIGNALS[signals]
    ranked = []
    for tenor, of_tenor in table.groupby("tenor_years"):
        of_tenor = of_tenor[of_tenor["auction_date"] >= WHOLE_SINCE[tenor]]
        ranks = demand_rank(of_tenor[list(signs)].to_numpy() * list(signs.values()), lookback)
        ranked.append(of_tenor.assign(demand_pct=ranks).dropna(subset="demand_pct"))
    if not ranked:
        return table.assign(demand_pct=np.nan)
    return pd.concat(ranked).sort_values(["auction_date", "tenor_years"], ignore_index=True)


@once
def demand_of_runs(
    record: Snapshot, window: int, signals: str = "all three", lookback: int = LOOKBACK, middle: str = "mean"
) -> pd.Series:
    """Return the ``mean`` or ``median`` rank of demand of the last ``window`` long-bond sales, by the day of the last."""
    sold = demand(record, LONG, signals, lookback)
    ranks, days = sold["demand_pct"], pd.DatetimeIndex(sold["auction_date"])
    if len(ranks) < window:
        return pd.Series(index=days[:0], dtype=float, name="demand_pct")
    runs = np.lib.stride_tricks.sliding_window_view(ranks.to_numpy(), window)
    centre = np.median if middle == "median" else np.mean
    return pd.Series(centre(runs, axis=1), days[window - 1 :], name="demand_pct")


@once
def last_sale(record: Snapshot, tenors: tuple[int, ...], asked: pd.Timestamp) -> pd.Series:
    """Return the last sale of some tenors up to a day, as a row of :func:`sales`.

    Raises :class:`ValueError` where the record holds none by then.
    """
    table = sales(record, tenors)
    table = table[table["auction_date"] <= asked]
    if table.empty:
        raise ValueError(f"no sale of {tenors} years is on record by {asked:%Y-%m-%d}")
    return table.iloc[-1]


def search_pair(record: Snapshot, share: float, average: float, asked: pd.Timestamp) -> pd.DataFrame:
    """Hold a pair "share against average" to every tenor, bidder class and averaging window.

    One row is a share at the last sale of a tenor up to a day beside the mean of the sales before it;
    ``distance_pp`` is the larger of the two distances from the pair.
    """
    table = record.table("us_auctions")
    table = table[table["auction_date"] <= asked]
    rows = [
        (
            tenor,
            sale["auction_date"].iloc[-1],
            bidder,
            window,
            sale[column].iloc[-1],
            past_mean(sale[column], window)[-1],
        )
        for tenor, sale in table.groupby("tenor_years")
        for column, bidder in CLASSES.items()
        for window in WINDOWS
    ]
    pairs = pd.DataFrame(rows, columns=["tenor_years", "auction_date", "bidder", "window", "share_pct", "average_pct"])
    pairs["distance_pp"] = np.maximum((pairs["share_pct"] - share).abs(), (pairs["average_pct"] - average).abs())
    return pairs.sort_values("distance_pp", kind="stable", ignore_index=True)


def pair_by_chance(record: Snapshot, share: float, average: float, asked: pd.Timestamp) -> float:
    """Return how often a pair "share against average" turns up by chance, in percent.

    The share of all (sale, bidder class, window) combinations in the record up to a day in which both numbers
    round to the pair.
    """
    table = record.table("us_auctions")
    table = table[table["auction_date"] <= asked]
    near = tried = 0
    for _, sale in table.groupby("tenor_years"):
        for column in CLASSES:
            shares = sale[column].to_numpy()
            for window in WINDOWS:
                averages = past_mean(shares, window)
                known = ~np.isnan(averages)
                tried += known.sum()
                near += ((np.abs(shares - share) <= 0.5) & (np.abs(averages - average) <= 0.5) & known).sum()
    return 100 * near / tried


@once
def bidders_and_buyers(record: Snapshot) -> pd.DataFrame:
    """Put bidder class beside final buyer, sale by sale: "indirect" is not "foreign".

    One row is a 10-, 20- or 30-year sale whose investor-class allotment is known.
    """
    results = record.table("us_auctions")
    buyers = record.table("us_auction_allotments")
    # Issue dates are missing for many sales: match each allotment to the last sale of the same
    # security on or before its settlement.
    columns = ["auction_date", "cusip", "tenor_years", "dealer_share_pct", "direct_share_pct", "indirect_share_pct"]
    matched = pd.merge_asof(
        buyers.sort_values("issue_date"),
        results[columns].sort_values("auction_date"),
        left_on="issue_date",
        right_on="auction_date",
        by=["cusip", "tenor_years"],
        tolerance=pd.Timedelta(days=20),
    )
    matched = matched.dropna(subset="auction_date").sort_values("issue_date", kind="stable")
    # A sale settles once: what comes within the days after it belongs to another that is not on record.
    return matched.drop_duplicates(["auction_date", "tenor_years"]).reset_index(drop=True)


@once
def foreign_demand(record: Snapshot) -> pd.DataFrame:
    """Return each long-bond sale with its rank by what foreigners were allotted, and the distance from their usual part.

    The columns of :func:`bidders_and_buyers`, ``rank_pct``, the percentage of the earlier sales of its tenor on record at
    which they were allotted less (not a number for the first :data:`FEWEST`), and ``foreign_gap_pp``, their share less
    its mean over all sales of the tenor on record. The record begins in 2024.
    """
    table = bidders_and_buyers(record)
    ranked = [
        of_tenor.assign(
            rank_pct=demand_rank(of_tenor["foreign_pct"].to_numpy(), LOOKBACK, FEWEST),
            foreign_gap_pp=of_tenor["foreign_pct"] - of_tenor["foreign_pct"].mean(),
        )
        for _, of_tenor in table[table["tenor_years"].isin(LONG)].groupby("tenor_years")
    ]
    if not ranked:
        return table.assign(rank_pct=np.nan, foreign_gap_pp=np.nan).iloc[:0]
    return pd.concat(ranked).sort_values("auction_date", ignore_index=True)


# --- foreign holders -------------------------------------------------------------------------


@once
def holdings(record: Snapshot, *holders: str) -> pd.DataFrame:
    """Return foreign holdings of Treasuries by month, one column a holder, in billion dollars."""
    table = record.table("tic_holders")
    frame = table[table["holder"].isin(holders)].pivot(index="month", columns="holder", values="value_usd_bn")
    return frame.reindex(columns=list(holders))


@once
def foreign_share_of_debt(record: Snapshot) -> pd.Series:
    """Return what all foreigners hold of the debt held by the public, in percent, by the last month of each quarter."""
    debt = record.table("us_federal_debt")
    months = debt["quarter_end"].dt.to_period("M").dt.to_timestamp()
    public = pd.Series(debt["public_usd_mn"].to_numpy() / 1000, index=months).groupby(level=0).last()
    held = holdings(record, "Grand Total")["Grand Total"]
    return (100 * held / public).dropna()


@once
def net_purchases(record: Snapshot) -> pd.DataFrame:
    """Return what foreigners bought of Treasuries, net and without price effects, by month, in billion dollars.

    ``bonds_notes`` (private and official together), ``bills``, and ``treasuries``, the sum of both.
    """
    table = record.table("tic_net_flows").pivot(index="month", columns="measure", values="value_usd_bn")
    parts = ["treasury_bonds_notes_net_private", "treasury_bonds_notes_net_official", "treasury_bills_change"]
    table = table.reindex(columns=parts)
    frame = pd.DataFrame({"bonds_notes": table[parts[0]] + table[parts[1]], "bills": table[parts[2]]})
    return frame.assign(treasuries=frame["bonds_notes"] + frame["bills"])


# --- the dollar ------------------------------------------------------------------------------


@once
def dollar_index(record: Snapshot) -> pd.Series:
    """Return the dollar index (ICE formula, ECB reference rates of the day) by day."""
    rates = record.table("ecb_fx_rates").set_index("date")
    index = ice_index(**{currency: rates[currency] for currency in ("usd", "jpy", "gbp", "cad", "sek", "chf")})
    return pd.Series(np.asarray(index), index=rates.index, name="dollar_index").dropna()


@once
def dollar_changes(record: Snapshot, fixings: int) -> pd.Series:
    """Return the change of the dollar index over a number of fixings, in percent, by the day on which it ends."""
    index = dollar_index(record)
    return (100 * (index / index.shift(fixings) - 1)).dropna()


@once
def dollar_after_sales(record: Snapshot, fixings: int) -> pd.DataFrame:
    """Return each long-bond sale since 2017 with what the dollar did after it.

    The columns of :func:`demand`, ``foreign_gap_pp`` of :func:`foreign_demand` where it is known, and ``dollar_pct``, the
    change of the dollar index from the fixing on the morning of the sale over a number of fixings (five to a week, 64 to
    a quarter). A sale too near the end of the rates stays out.
    """
    index = dollar_index(record)
    sold = ["auction_date", "tenor_years"]
    table = demand(record).merge(foreign_demand(record)[[*sold, "foreign_gap_pp"]], on=sold, how="left")
    start = index.index.searchsorted(table["auction_date"])
    whole = start + fixings < len(index)
    level = index.to_numpy()
    table = table[whole].reset_index(drop=True)
    return table.assign(dollar_pct=100 * (level[start[whole] + fixings] / level[start[whole]] - 1))


def weakest(table: pd.DataFrame, column: str, share: float) -> pd.DataFrame:
    """Return the sales with the lowest figures of a column, a share of all, at least one."""
    values, days = table[column].to_numpy(), table["auction_date"].to_numpy()
    known = np.count_nonzero(~np.isnan(values))
    taken = min(known, max(1, round(share * known)))
    lowest = np.argsort(values, kind="stable")[:taken]  # what is not known comes last
    return table.iloc[lowest[np.argsort(days[lowest], kind="stable")]]


def mean_after(table: pd.DataFrame, chosen: pd.DataFrame, fixings: int) -> Estimate:
    """Return the mean change of the dollar after some sales of :func:`dollar_after_sales`, with its 95 % band.

    Two sales a month: what happens in the ``fixings`` after one overlaps with what happens after the next, so the
    band allows for errors correlated over all sales within that time. Where the sales are too few for that, the band is
    missing (not a number).
    """
    lags = fixings // SALES_APART
    weak = table.index.isin(chosen.index).astype(float)
    if (lags + 1) / len(table) > WIDEST:
        return Estimate(float(chosen["dollar_pct"].mean()), np.nan, np.nan, len(chosen))
    fit = least_squares(table["dollar_pct"], np.column_stack([weak, 1 - weak]), hac_lags=lags)
    value, reach = float(fit.coefficients[0]), critical_value(len(table), lags) * float(fit.standard_errors[0])
    return Estimate(value, value - reach, value + reach, len(chosen))


# --- the Federal Reserve ---------------------------------------------------------------------


@once
def fed_long_bonds(record: Snapshot) -> pd.Series:
    """Return the Fed's Treasuries with more than ten years to run, in billions, by the days on which it printed them."""
    return record.table("fed_treasury_holdings").set_index("date")["over_10_years_usd_mn"] / 1000


@once
def fed_share_of_supply(record: Snapshot, tenors: tuple[int, ...] = LONG) -> pd.DataFrame:
    """Return what the Fed's stock of bonds over ten years grew by, beside the bonds that were auctioned.

    One row is a stretch between two dates on which the Federal Reserve printed its holdings by
    maturity and in which the record of 20- and 30-year auctions is whole (2017 on). The growth of a stock: purchases,
    less what was sold, fell due or came within ten years of falling due.
    """
    printed = fed_long_bonds(record)["2017":]
    offered = record.table("us_auction_offerings")
    offered = offered[offered["tenor_years"].isin(tenors)]
    table = pd.DataFrame(
        {
            "start": printed.index[:-1],
            "end": printed.index[1:],
            "held_at_start_usd_bn": printed.to_numpy()[:-1],
            "held_at_end_usd_bn": printed.to_numpy()[1:],
        }
    )
    table["added_usd_bn"] = table["held_at_end_usd_bn"] - table["held_at_start_usd_bn"]
    table["auctioned_usd_bn"] = [
        offered[offered["auction_date"].between(start, end)]["offering_usd_bn"].sum()
        for start, end in zip(table["start"], table["end"], strict=True)
    ]
    return table.assign(share_pct=100 * table["added_usd_bn"] / table["auctioned_usd_bn"])


@once
def rate_moves(record: Snapshot, lead: int = 0, lag: int = 0) -> pd.DataFrame:
    """Return every run of moves of the Fed's rate in one direction, beside what the 2- and 30-year yields did.

    A run ends where the direction turns or nothing moves for :data:`PAUSE`. The yields are taken ``lead`` trading days
    before the last one before the first move took effect, and ``lag`` trading days after the last move took effect;
    runs without a yield at either end are left out.

    Returns
    -------
    frame with columns ``first``, ``last`` (days of the first and last move), ``rate_bp``, ``yield_2y_bp``,
    ``yield_30y_bp``, and ``passed_2y_pct``, ``passed_30y_pct``: the change of the yield in percent of that of the rate.
    """
    moves = record.table("fed_funds_target").set_index("date")["change_bp"]
    yields = record.table("us_cmt_yields").set_index("date")[["yield_2y_pct", "yield_30y_pct"]].dropna()
    pause = moves.index.to_series().diff() > PAUSE
    runs = moves.groupby(((np.sign(moves) != np.sign(moves.shift())) | pause).cumsum())
    rows = []
    for _, run in runs:
        start = yields.index.searchsorted(run.index[0]) - 1 - lead
        end = yields.index.searchsorted(run.index[-1]) + lag
        if start >= 0 and end < len(yields):
            moved = 100 * (yields.iloc[end] - yields.iloc[start])
            rows.append((run.index[0], run.index[-1], float(run.sum()), moved.iloc[0], moved.iloc[1]))
    table = pd.DataFrame(rows, columns=["first", "last", "rate_bp", "yield_2y_bp", "yield_30y_bp"])
    for tenor in ("2y", "30y"):
        table[f"passed_{tenor}_pct"] = 100 * table[f"yield_{tenor}_bp"] / table["rate_bp"]
    return table


def passed_on(moves: pd.DataFrame, tenor: str = "30y") -> float:
    """Return how much of all rate moves together reached a yield, in percent: a move the other way counts against.

    ``sum(sign(rate) * yield) / sum(|rate|)`` over the runs of :func:`rate_moves`; not a number without any.
    """
    weight = moves["rate_bp"].abs().sum()
    return float(100 * (np.sign(moves["rate_bp"]) * moves[f"yield_{tenor}_bp"]).sum() / weight) if weight else np.nan
