"""The Bank of Japan's bonds: what it buys, what falls due, and what a slower taper is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.measures.common import SOLD, newest_known
from brink.models import runoff
from brink.record.snapshot import Snapshot, once

#: "Since December 2024", and the month the published declines are counted from.
SINCE, JUNE_2024 = pd.Timestamp("2024-12-01"), pd.Timestamp("2024-06-01")
#: The year for which slower steps were asked for and decided, fiscal 2026.
SLOWER = pd.date_range("2026-04-01", "2027-03-01", freq="MS")
#: Assumption: the Bank's share of what falls due stays what it was over the last year.
WINDOW = 12
#: The month before quantitative and qualitative easing began.
BEFORE_QQE = pd.Timestamp("2013-03-01")


@once
def last_month(snapshot: Snapshot, asked: pd.Timestamp) -> pd.Timestamp | None:
    """Return the newest month of the Bank's accounts that was public on the day ``asked``."""
    return newest_known(snapshot, asked, "boj_accounts", "month")


def maturing(snapshot: Snapshot) -> pd.Series:
    """Return the face value of auctioned bonds falling due in each month, trillion yen.

    Bonds sold by auction and known on the snapshot's day; a two-year bond is the shortest, so the
    next two years are nearly complete. Bonds sold in liquidity auctions are missing.
    """
    bonds = snapshot.table("jgb_auctions")
    face = bonds[SOLD].fillna(0.0).sum(axis=1) / 10_000
    return face.groupby(bonds["maturity_date"].dt.to_period("M").dt.to_timestamp()).sum()


@once
def monthly(snapshot: Snapshot) -> pd.DataFrame:
    """Return holdings, purchases and what left the books by month, trillion yen.

    ``redemptions`` is implied: purchases less the change in holdings, bonds and bills together.
    """
    accounts = snapshot.table("boj_accounts")
    bought = accounts["jgb_purchases_jpy_tn"] + accounts["tbill_purchases_jpy_tn"]
    held = accounts["government_securities_jpy_tn"]
    frame = pd.DataFrame({"month": accounts["month"], "holdings": held, "purchases": bought})
    frame["redemptions"] = np.append(np.nan, runoff.implied_redemptions(held, bought.iloc[1:]))
    frame["net"] = frame["purchases"] - frame["redemptions"]
    frame["maturing"] = frame["month"].map(maturing(snapshot))
    return frame


@once
def quarterly(snapshot: Snapshot) -> pd.DataFrame:
    """Return the same by quarter, whole quarters only, with the Bank's share of what fell due."""
    months = monthly(snapshot).iloc[1:]
    by = months.groupby(months["month"].dt.to_period("Q"))
    frame = by[["purchases", "redemptions", "net", "maturing"]].sum()[by.size() == 3].reset_index(names="quarter")
    frame["quarter"] = frame["quarter"].astype("str")
    frame["share_pct"] = 100 * frame["redemptions"] / frame["maturing"]
    return frame


@once
def planned(snapshot: Snapshot) -> pd.DataFrame:
    """Return the plan month by month beside what was bought, trillion yen.

    Where both are on record the rule of the plan is taken before the printed figure. A stretch
    without an end is shown for its first month only.
    """
    plan = snapshot.table("boj_purchase_plan").sort_values(["first_month", "basis"])
    plan = plan.drop_duplicates("first_month")
    rows = [
        (month, row.monthly_jpy_tn, row.basis, row.decided)
        for row in plan.itertuples()
        for month in pd.date_range(
            row.first_month, row.last_month if pd.notna(row.last_month) else row.first_month, freq="MS"
        )
    ]
    frame = pd.DataFrame(rows, columns=["month", "planned", "basis", "decided"])
    accounts = snapshot.table("boj_accounts").set_index("month")["jgb_purchases_jpy_tn"]
    return frame.assign(bought=frame["month"].map(accounts))


@once
def steps(snapshot: Snapshot) -> pd.DataFrame:
    """Return what was said, day by day, about the step by which monthly purchases shrink."""
    said = snapshot.table("boj_taper_statements")
    return said[said["topic"].str.startswith(("step", "level"))].reset_index(drop=True)


@once
def said(snapshot: Snapshot, topic: str) -> pd.DataFrame:
    """Return the statements on a topic that give a figure, oldest first."""
    statements = snapshot.table("boj_taper_statements")
    return statements[(statements["topic"] == topic) & statements["low"].notna()]


@once
def slowdown(snapshot: Snapshot, slower: float, asked: pd.Timestamp) -> pd.DataFrame:
    """Return fiscal 2026 with the steps in force and with slower ones, month by month, trillion yen.

    Both start from the plan of July 2024 for the quarter before; ``slower`` is in billion yen a quarter. ``extra`` is
    what is held more, if nothing bought in the year falls due in it; ``extra_low`` lets it fall due as fast as the
    whole book did over the year to ``asked``. Empty where no plan was public.
    """
    plan, force = planned(snapshot).set_index("month")["planned"], said(snapshot, "step in force")
    before = SLOWER[0] - pd.DateOffset(months=1)
    if force.empty or before not in plan.index:
        return pd.DataFrame(columns=["month", "fast", "slow", "extra", "extra_low"])
    steps_tn = [[force["low"].iloc[0] / 1000] * 4, [slower / 1000] * 4]
    paths = runoff.purchase_path(plan[before], steps_tn)
    book = monthly(snapshot)
    book = book[book["month"] <= last_month(snapshot, asked)].tail(WINDOW)
    rate = (book["redemptions"] / book["holdings"]).mean()
    high, low = runoff.extra_holdings(paths[1], paths[0], [0.0, rate])
    return pd.DataFrame({"month": SLOWER, "fast": paths[0], "slow": paths[1], "extra": high, "extra_low": low})


def recent_share(snapshot: Snapshot, base: pd.Timestamp) -> tuple[float, float, float]:
    """Return the Bank's part of what fell due over twelve months to ``base``, and its range over two years."""
    book = monthly(snapshot)
    book = book[book["month"] <= base].tail(24)
    shares = runoff.redeemed_share(book["redemptions"], book["maturing"], WINDOW)
    return float(shares[-1]), float(shares.min()), float(shares.max())


def projection(snapshot: Snapshot, slower: float, asked: pd.Timestamp) -> pd.DataFrame:
    """Project holdings from the last month known on the day ``asked`` to March 2027, trillion yen.

    ``H_t = H_{t-1} + purchases_t - share x maturing_t``. Purchases follow the plan, from April 2026
    with steps of ``slower`` billion (``slow``) or those in force (``fast``); what falls due is known from the auctions;
    ``share`` is the Bank's part of it over the twelve months before. ``low`` and ``high`` take
    the largest and smallest twelve-month share of the two years before, on the slow path. The first
    row is the last month known itself.
    """
    book = monthly(snapshot).set_index("month")["holdings"]
    base = last_month(snapshot, asked)
    start, (share, smallest, largest) = book[base], recent_share(snapshot, base)
    months = pd.date_range(base, SLOWER[-1], freq="MS")[1:]
    year = slowdown(snapshot, slower, asked).set_index("month")
    until = planned(snapshot).set_index("month")["planned"]
    due = maturing(snapshot).reindex(months).to_numpy()
    frame = pd.DataFrame({"month": months.insert(0, base)})
    paths = (("slow", "slow", share), ("fast", "fast", share), ("low", "slow", largest), ("high", "slow", smallest))
    for column, path, part in paths:
        bought = year[path].combine_first(until).reindex(months).to_numpy()
        frame[column] = np.append(start, runoff.holdings_path(start, bought, part * due))
    return frame


def market_month(snapshot: Snapshot, asked: pd.Timestamp) -> pd.Timestamp | None:
    """Return the newest month for which holdings and the amount outstanding were public on the day ``asked``."""
    outstanding, held = (newest_known(snapshot, asked, table, "month") for table in ("jgb_outstanding", "boj_accounts"))
    return None if outstanding is None or held is None else min(pd.Timestamp(outstanding), pd.Timestamp(held))


@once
def share_of_market(snapshot: Snapshot) -> pd.Series:
    """Return the Bank's share of government securities outstanding by month, percent, bills included."""
    accounts = snapshot.table("boj_accounts").set_index("month")["government_securities_jpy_tn"]
    outstanding = snapshot.table("jgb_outstanding").set_index("month")["outstanding_jpy_tn"]
    return (100 * accounts / outstanding).dropna()


@once
def support(snapshot: Snapshot, slower: float, asked: pd.Timestamp) -> pd.DataFrame:
    """Return what published estimates make of the slowdown and of the whole stock, basis points.

    One row is one estimate and one way to scale it: on the share of the market then held
    (``whole``), or only on its rise since easing began (``rise``), which gives more per bond.
    """
    share, year = share_of_market(snapshot), slowdown(snapshot, slower, asked)
    month = market_month(snapshot, asked)
    columns = [
        "study",
        "scaling",
        "share_pct",
        "low_bp",
        "high_bp",
        "slowdown_low_bp",
        "slowdown_high_bp",
        "stock_low_bp",
        "stock_high_bp",
    ]
    if year.empty or month is None:
        return pd.DataFrame(columns=columns)
    market = snapshot.table("jgb_outstanding").set_index("month")["outstanding_jpy_tn"][month]
    held, extra = share[month], year["extra"].iloc[-1]
    rows = []
    for study in snapshot.table("boj_stock_effect").itertuples():
        if pd.notna(study.stock_month):
            then = share[study.stock_month]
        else:
            then = share[(share.index > BEFORE_QQE) & (share.index <= study.published)].mean()
        for scaling, base in (("whole", 0.0), ("rise", share[BEFORE_QQE])):
            points, effect = (then - base) / 100, np.array([study.low_bp, study.high_bp])
            little = runoff.stock_effect(extra, market, effect, points)
            much = runoff.stock_effect((held - base) / 100, 1.0, effect, points)
            rows.append((study.study, scaling, then, *effect, *little, *much))
    return pd.DataFrame(rows, columns=columns)


@once
def slowdown_beyond(snapshot: Snapshot, slower: float, asked: pd.Timestamp) -> pd.DataFrame:
    """Return how the slowdown grows if the amount then stays where the plan leaves it, to March 2030.

    Against steps of 400 billion going on to zero. One row is the end of a fiscal year: trillion yen
    held more, and basis points by the estimate dated to a month, middle of its range.
    """
    year, plan = slowdown(snapshot, slower, asked), planned(snapshot).set_index("month")["planned"]
    flat = plan[plan.index > SLOWER[-1]].iloc[0] if (plan.index > SLOWER[-1]).any() else year["slow"].iloc[-1]
    months = pd.date_range(SLOWER[-1] + pd.DateOffset(months=1), "2030-03-01", freq="MS")
    step = said(snapshot, "step in force")["low"].iloc[0] / 1000
    fast = runoff.purchase_path(year["fast"].iloc[-1], [step] * (len(months) // 3))
    extra = runoff.extra_holdings(np.append(year["slow"], np.full(len(months), flat)), np.append(year["fast"], fast))
    frame = pd.DataFrame({"month": SLOWER.append(months), "extra": extra})
    frame = frame[frame["month"].dt.month == 3].reset_index(drop=True)
    table = support(snapshot, slower, asked)
    row = table[table["scaling"] == "whole"].iloc[-1]
    middle = (row["slowdown_low_bp"] + row["slowdown_high_bp"]) / 2 / year["extra"].iloc[-1]
    return frame.assign(effect_bp=frame["extra"] * middle)


def bonds_without_bills(snapshot: Snapshot) -> pd.DataFrame:
    """Return long-term bonds alone beside the monthly figure that includes treasury bills, trillion yen."""
    bonds = snapshot.table("boj_long_bonds")[["date", "long_bonds_jpy_tn"]]
    held = snapshot.table("boj_accounts").set_index("month")["government_securities_jpy_tn"]
    frame = bonds.assign(with_bills=bonds["date"].dt.to_period("M").dt.to_timestamp().map(held))
    frame["bills"] = frame["with_bills"] - frame["long_bonds_jpy_tn"]
    return frame


def fall_since_june_2024(snapshot: Snapshot, month: str) -> tuple[float, float, float]:
    """Return the fall of holdings from June 2024 to ``month`` in percent: bills included, and bounds without.

    Bills in June 2024 lay between those of March and September 2024; at the end, between nothing
    and the last known amount.
    """
    held = monthly(snapshot).set_index("month")["holdings"]
    start, end = held[JUNE_2024], held[month]
    bills = bonds_without_bills(snapshot).set_index("date")["bills"]
    around, last = bills["2024-03-31":"2024-09-30"], bills.iloc[-1]
    least = 100 * (1 - end / (start - around.max()))
    most = 100 * (1 - (end - last) / (start - around.min()))
    return float(100 * (1 - end / start)), float(least), float(most)


def holders(snapshot: Snapshot, start: str, end: str | None = None) -> pd.DataFrame:
    """Return each sector's holdings at the end of two quarters and the change, trillion yen, market value."""
    table = snapshot.table("jgb_holders").pivot(index="sector", columns="quarter", values="holdings_jpy_tn")
    end = end or table.columns.max()
    frame = table[[start, end]].set_axis(["start", "end"], axis=1).reset_index()
    frame["change"] = frame["end"] - frame["start"]
    total = frame.set_index("sector").loc["Total", ["start", "end"]]
    frame["start_pct"], frame["end_pct"] = 100 * frame["start"] / total["start"], 100 * frame["end"] / total["end"]
    return frame.sort_values("change", ignore_index=True)


@once
def rate_decisions(snapshot: Snapshot) -> pd.DataFrame:
    """Return the decisions on the policy rate, with the rate (upper end of a range) after each."""
    events = snapshot.table("boj_policy_events")
    return events[events["measure"] == "policy rate"].reset_index(drop=True)


@once
def meanings(snapshot: Snapshot, asked: pd.Timestamp) -> pd.Series:
    """Take "200 billion yen per quarter" apart: every quantity it could be, in billion yen a quarter.

    ``shrinkage`` of the holdings and ``purchases`` in the last whole quarter known on the day ``asked``; the step of
    monthly purchases ``in_force`` and as ``decided`` for fiscal 2026. What was not on record is missing.
    """
    last = last_month(snapshot, asked)
    quarters = quarterly(snapshot).set_index("quarter")
    quarters = quarters[pd.PeriodIndex(quarters.index, freq="Q").end_time.normalize() <= last + pd.offsets.MonthEnd(0)]
    force, decided = said(snapshot, "step in force")["low"], said(snapshot, "step decided")["low"]
    newest = quarters.iloc[-1] * 1000
    values = {
        "shrinkage": -newest["net"],
        "purchases": newest["purchases"],
        "in_force": force.iloc[0] if len(force) else None,
        "decided": decided.iloc[0] if len(decided) else None,
    }
    return pd.Series(values, dtype="float64", name=quarters.index[-1])


def step_asked_for(snapshot: Snapshot, level: float) -> float | None:
    """Return the step that leads to a monthly ``level`` (trillion yen) by the end of fiscal 2026, billion yen a quarter.

    From the plan's level of the quarter before, in four equal steps; ``None`` where no plan was public.
    """
    plan = planned(snapshot).set_index("month")["planned"]
    before = SLOWER[0] - pd.DateOffset(months=1)
    return float(1000 * (plan[before] - level) / 4) if before in plan.index else None


@once
def after_rate_increases(snapshot: Snapshot, asked: pd.Timestamp, quarters: int) -> pd.DataFrame:
    """Return what real GDP did in the ``quarters`` after each rise of the policy rate, percent.

    One row is a rise whose following quarters were public on the day ``asked``; from the quarter of the rise.
    """
    levels = snapshot.table("japan_gdp_levels")
    gdp = levels[(levels["series"] == "real_gdp") & levels["period"].str.contains("Q")].set_index("period")[
        "value_jpy_bn"
    ]
    day = asked.date() if snapshot.as_of is None else min(asked.date(), snapshot.as_of)
    known = snapshot.on(day).table("japan_gdp_levels")
    last = known[(known["series"] == "real_gdp") & known["period"].str.contains("Q")]["period"].max()
    rises = rate_decisions(snapshot)
    rises = rises[(rises["action"] == "raise") & (rises["date"] <= asked)]
    rows = []
    for rise in rises.itertuples():
        start = rise.date.to_period("Q")
        end = str(start + quarters)
        if pd.notna(last) and end <= last and end in gdp.index:
            rows.append((rise.date, rise.high_pct, 100 * (gdp[end] / gdp[str(start)] - 1)))
    return pd.DataFrame(rows, columns=["date", "rate_pct", "gdp_change_pct"])


@once
def gdp_changes(snapshot: Snapshot, quarters: int) -> pd.Series:
    """Return the change of real GDP over every stretch of ``quarters``, percent, by its last quarter."""
    levels = snapshot.table("japan_gdp_levels")
    gdp = levels[(levels["series"] == "real_gdp") & levels["period"].str.contains("Q")].set_index("period")[
        "value_jpy_bn"
    ]
    return (100 * (gdp / gdp.shift(quarters) - 1)).dropna()


@once
def market_stability(snapshot: Snapshot) -> pd.Timestamp | None:
    """Return the day of the first report that gives the calm of the market as the reason for a slower pace, if there is one."""
    told = snapshot.table("boj_taper_statements")
    told = told[(told["topic"] == "reason given")]["released"]
    return None if told.empty else pd.Timestamp(told.iloc[0])


@once
def export_growth(snapshot: Snapshot, partner: str) -> pd.Series:
    """Return by how much each month's exports to a partner differed from a year before, percent."""
    table = snapshot.table("japan_exports")
    total = table[table["destination"] == partner].set_index("month")["total_kjpy"]
    return (100 * (total / total.shift(12) - 1)).dropna()


@once
def exports_before(snapshot: Snapshot, day: pd.Timestamp, partner: str, months: int) -> pd.DataFrame:
    """Return the newest ``months`` of exports that the press had printed before ``day``: change on the year, percent."""
    printed = snapshot.table("japan_trade_releases")
    length = (printed["period_end"] - printed["period_start"]).dt.days
    chosen = (
        (printed["item"] == "exports") & (printed["partner"] == partner) & (length < 31) & (printed["released"] < day)
    )
    return (
        printed[chosen & printed["yoy_pct"].notna()]
        .sort_values("period_start")
        .tail(months)[["period_start", "yoy_pct"]]
    )
