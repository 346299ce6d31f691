"""The market for Japanese government bonds: yields, their rises, what bonds lost, and how their sales went."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from brink.models import Array, bonds
from brink.record.snapshot import Snapshot, once

#: Tenors of the fixed-rate bonds sold today, in years.
TENORS = (2, 5, 10, 20, 30, 40)
SUPER_LONG = ("20Y", "30Y", "40Y")
#: The last 10-year issue of which a part was placed with a syndicate outside the auction.
SYNDICATE_UNTIL = pd.Timestamp("2006-03-31")
#: What dealers take at the average price, not by bidding: inside the amount offered.
_WITHOUT_BIDDING = ["noncompetitive_100m_yen", "noncompetitive_1_100m_yen"]


@once
def yields(record: Snapshot) -> pd.DataFrame:
    """Return JGB yields by day, percent, one column a tenor in years."""
    table = record.table("jgb_yields").set_index("date")
    return table.rename(columns=lambda name: int(name[1:].removesuffix("_pct")))


@once
def yield_of(record: Snapshot, tenor: int) -> pd.Series:
    """Return the yield of one tenor, percent, on the days it is on record."""
    return yields(record)[tenor].dropna()


def year_before(levels: pd.Series, months: int = 12) -> pd.Series:
    """Return a yield as it was ``months`` before each day (on the trading day before, where there was none)."""
    before = levels.reindex(levels.index - pd.DateOffset(months=months), method="ffill").to_numpy()
    return pd.Series(before, levels.index, name=levels.name).dropna()


@once
def rises(record: Snapshot, tenor: int, months: int = 12) -> pd.Series:
    """Return the change of a yield over the months to each day, percentage points.

    In the file's three digits: days of one and the same rise are level.
    """
    levels = yield_of(record, tenor)
    before = year_before(levels, months)
    return (levels[before.index] - before).round(3)


@once
def rise_ranks(record: Snapshot, tenor: int, until: pd.Timestamp, start: int, months: int = 12) -> pd.Series:
    """Return for each day from ``start`` (a year) to ``until`` the share of those days with no larger rise, percent."""
    past = rises(record, tenor, months).loc[str(start) : until]
    return 100 * past.rank(pct=True, method="max")


def rise_table(record: Snapshot, until: pd.Timestamp, start: int) -> pd.DataFrame:
    """Put the twelve-month rise to ``until`` in its own history since ``start``, tenor by tenor.

    ``percentile`` is the share of all days up to then whose twelve-month change was no larger,
    ``level_percentile`` the share on which the yield was no higher.
    """
    rows = []
    for tenor in (10, 20, 30, 40):
        rise = rises(record, tenor).loc[str(start) : until]
        level = yield_of(record, tenor).loc[str(start) : until]
        if rise.empty:
            continue
        row = {"tenor": tenor, "since": level.index[0], "yield_pct": level.iloc[-1], "rise_pp": rise.iloc[-1]}
        row |= {"percentile": 100 * (rise <= rise.iloc[-1]).mean()}
        row |= {"level_percentile": 100 * (level <= level.iloc[-1]).mean()}
        rows.append(row | {"largest_pp": rise.max(), "largest_on": rise.idxmax()})
    return pd.DataFrame(rows)


# --- what holders lost -------------------------------------------------------------------------


def _lowest(levels: Array, first: NDArray[np.int_], last: NDArray[np.int_]) -> Array:
    """Return the least of ``levels`` from each place in ``first`` to that in ``last``, both counted in.

    From a table of minima over stretches whose lengths are powers of two: two of them cover any stretch.
    """
    table = [levels]
    while 2 * (step := 2 ** (len(table) - 1)) <= len(levels):
        table.append(np.minimum(table[-1][:-step], table[-1][step:]))
    power = np.log2(last - first + 1).astype(int)
    found = np.empty(power.shape)
    for exponent in np.unique(power):
        part = power == exponent
        found[part] = np.minimum(table[exponent][first[part]], table[exponent][last[part] - 2**exponent + 1])
    return found


def _falls(levels: pd.Series, ends: NDArray[np.int_], begins: NDArray[np.int_], tenor: int, months: int) -> Array:
    """Return what a bond had lost at the places ``ends`` against its highest price of the calendar ``months`` before.

    In percent of that price; no day before the place in ``begins`` counts. The bond is bought at par at the lowest yield of
    those months, has it as its coupon, and is priced at the yield of the day with its full tenor to run (see
    :func:`brink.models.bonds.price`). Coupons received are not counted.
    """
    values = levels.to_numpy(dtype=float)
    reach = levels.index.searchsorted(levels.index - pd.DateOffset(months=months))
    lost: Array = 100 - bonds.price(values[ends], _lowest(values, np.maximum(reach[ends], begins), ends), tenor)
    return lost


@once
def worst_fall(record: Snapshot, first: pd.Timestamp, last: pd.Timestamp, tenor: int, months: int) -> pd.Series:
    """Return the largest fall of a bond within some calendar ``months``, both ends from ``first`` to ``last``: end -> percent.

    Empty where no yield of that time is on record.
    """
    levels = yield_of(record, tenor)
    ends = np.arange(levels.index.searchsorted(first), levels.index.searchsorted(last, side="right"))
    if not len(ends):
        return levels.iloc[:0]
    return pd.Series(_falls(levels, ends, np.full_like(ends, ends[0]), tenor, months), levels.index[ends]).nlargest(1)


@once
def worst_fall_after(record: Snapshot, day: pd.Timestamp, tenor: int, months: int) -> pd.Series:
    """Return :func:`worst_fall` of the year after ``day``, as far as the record reaches."""
    return worst_fall(record, day + pd.Timedelta(days=1), day + pd.DateOffset(years=1), tenor, months)


@once
def worst_falls(record: Snapshot, tenor: int, months: int) -> pd.Series:
    """Return the largest fall within ``months`` in the year after each month's end that has a whole year behind it."""
    levels = yield_of(record, tenor)
    if levels.empty:
        return levels
    starts = levels.groupby(levels.index.to_period("M")).tail(1).index
    starts = starts[starts <= levels.index[-1] - pd.DateOffset(years=1)]
    first = levels.index.searchsorted(starts, side="right")
    days = levels.index.searchsorted(starts + pd.DateOffset(years=1), side="right") - first
    # One row a start, one column a day of its year; days beyond it repeat the last one, so they lose no more than it.
    places = first[:, None] + np.minimum(np.arange(days.max()), days[:, None] - 1)
    begins = np.broadcast_to(first[:, None], places.shape)
    return pd.Series(_falls(levels, places, begins, tenor, months).max(axis=1), starts, dtype=float)


def bond_losses(record: Snapshot, day: pd.Timestamp) -> pd.DataFrame:
    """Return what the newest 10-, 20-, 30- and 40-year bonds of ``day`` are worth at the last yields.

    Each bond's price is computed from its coupon and remaining life at the yield of its tenor's
    point on the curve (see :func:`brink.models.bonds.price`), on the last day before ``day`` and on the last day.
    """
    sales = record.table("jgb_auctions")
    sales = sales[(sales["issue_date"] <= day) & sales["coupon_pct"].notna()].sort_values("issue_date")
    levels = yields(record)
    known = levels.index[levels.index < day]
    rows = []
    for tenor in (10, 20, 30, 40):
        issues = sales[sales["tenor"] == f"{tenor}Y"]
        if issues.empty or known.empty:
            continue
        bond = issues.iloc[-1]
        row = {"tenor": tenor, "coupon_pct": bond["coupon_pct"], "matures": bond["maturity_date"]}
        for when, name in ((known[-1], "then"), (levels.index[-1], "now")):
            left = (bond["maturity_date"] - when).days / 365.25
            curve = levels.loc[when].dropna()
            level = float(np.interp(left, curve.index.to_numpy(float), curve.to_numpy(float)))
            row |= {f"yield_{name}_pct": level, f"price_{name}": float(bonds.price(level, bond["coupon_pct"], left))}
        rows.append(row | {"change_pct": 100 * (row["price_now"] / row["price_then"] - 1)})
    return pd.DataFrame(rows)


# --- how the sales went --------------------------------------------------------------------------


@once
def auction_cover(record: Snapshot) -> pd.DataFrame:
    """Return every JGB auction with its bid-to-cover ratios and, where prices were bid, its tail in yen.

    ``cover`` is bids over accepted bids, as the press reports it, and never below 1: where a sale fails, every bid is
    accepted. ``covered`` is bids over what was put up for bidding, the offer less what dealers take without bidding; it
    falls below 1 where a sale fails. Until March 2006 a part of each 10-year issue went to a syndicate, and the table
    does not say how much: ``covered`` is missing there. The tail is average minus lowest accepted price.
    ``offered``, ``put_up`` and ``bids`` are in trillion yen.
    """
    sales = record.table("jgb_auctions")
    frame = sales[["auction_date", "tenor", "cutoff_yield_pct", "coupon_pct", "lowest_price"]].copy()
    frame["offered_tn_yen"], frame["bids_tn_yen"] = sales["offered_100m_yen"] / 1e4, sales["bids_100m_yen"] / 1e4
    frame["cover"] = sales["bids_100m_yen"] / sales["accepted_100m_yen"]
    put_up = sales["offered_100m_yen"] - sales[_WITHOUT_BIDDING].fillna(0).sum(axis=1)
    syndicate = (sales["tenor"] == "10Y") & (sales["auction_date"] <= SYNDICATE_UNTIL)
    frame["put_up_tn_yen"] = (put_up / 1e4).mask(syndicate)
    frame["covered"] = frame["bids_tn_yen"] / frame["put_up_tn_yen"]
    frame["tail_yen"] = sales["average_price"] - sales["lowest_price"]
    return frame


@once
def auctions_after(record: Snapshot, day: pd.Timestamp) -> pd.DataFrame:
    """Return the auctions of the year after ``day``."""
    sales = auction_cover(record)
    return sales[(sales["auction_date"] > day) & (sales["auction_date"] <= day + pd.DateOffset(years=1))]


def supply_and_bids(record: Snapshot, day: pd.Timestamp) -> pd.DataFrame:
    """Return what was offered, put up for bidding and bid at the sales of 20-, 30- and 40-year bonds, the years before and
    after ``day``.

    Trillion yen; ``sales`` counts the auctions. One row is a year.
    """
    sales = auction_cover(record)
    sales = sales[sales["tenor"].isin(SUPER_LONG)].set_index("auction_date")
    year, after = pd.DateOffset(years=1), day + pd.Timedelta(days=1)
    rows = []
    for name, part in (("before", sales[after - year : day]), ("after", sales[after : day + year])):
        sums = part[["offered_tn_yen", "put_up_tn_yen", "bids_tn_yen"]].sum()
        rows.append({"year": name, "sales": len(part)} | sums.to_dict())
    return pd.DataFrame(rows)


@once
def default_swaps(record: Snapshot) -> pd.Series:
    """Return what insuring Japan's debt for five years cost on the days a report was found, basis points a year."""
    news = record.table("jgb_market_news")
    return news[news["metric"] == "5-year CDS"].set_index("date")["value"].sort_index()


def press_gap(record: Snapshot) -> pd.DataFrame:
    """Set yields that newspapers quoted within the day beside the ministry's of the same day, percentage points apart.

    Only reports that print their day count. The press quotes the simple yield of the newest issue, the ministry a par
    yield of its curve.
    """
    news = record.table("jgb_market_news")
    news = news[(news["metric"] == "intraday yield") & ~news["note"].str.contains("not printed", na=False)]
    frame = pd.DataFrame({"date": news["date"], "tenor": news["subject"].str.split("-").str[0].astype(int)})
    levels = yields(record)
    ministry = [levels.at[row.date, row.tenor] for row in frame.itertuples() if row.date in levels.index]
    frame = frame[frame["date"].isin(levels.index)]
    return frame.assign(press_pct=news["value"], ministry_pct=ministry, gap_pp=news["value"] - ministry)
