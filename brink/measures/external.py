"""America's external accounts: the deficits as published, and what flows with them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.models.statistics import Estimate, distributed_lag
from brink.record.snapshot import Snapshot, once

#: Years over which the errors of a yearly regression are correlated, and the fewest years that then give a band.
HAC_YEARS, LEAST_YEARS = 2, 15


# --- the balances ----------------------------------------------------------------------------


@once
def printed_shares(record: Snapshot) -> pd.DataFrame:
    """Return every figure of the current account in percent of GDP: ``period``, ``released``, ``publisher``, ``share_pct``.

    Years and quarters as BEA printed them, and the years that were over in each World Economic Outlook of the IMF.
    """
    bea = record.vintages("us_current_account")[["period", "released", "publisher", "share_pct"]].dropna()
    imf = record.vintages("weo_g7")
    imf = imf[(imf["country"] == "USA") & (imf["year"] < imf["released"].dt.year)].dropna(
        subset="current_account_pct_gdp"
    )
    imf = pd.DataFrame(
        {
            "period": imf["year"].astype(str),
            "released": imf["released"],
            "publisher": "IMF, edition of " + imf["released"].dt.strftime("%B %Y"),
            "share_pct": imf["current_account_pct_gdp"],
        }
    )
    return pd.concat([bea, imf], ignore_index=True).sort_values(["period", "released"], ignore_index=True)


@once
def newest_period(record: Snapshot, asked: pd.Timestamp, *, quarterly: bool = False) -> str | None:
    """Return the newest year (or quarter) whose current account had been published by ``asked``; ``None`` without one."""
    rows = printed_shares(record)
    rows = rows[(rows["released"] <= asked) & (rows["period"].str.contains("Q") == quarterly)]
    return None if rows.empty else str(rows["period"].max())


def _quarters_of(year: str) -> list[str]:
    return [f"{year}Q{quarter}" for quarter in range(1, 5)]


@once
def gdp_of(record: Snapshot, year: str) -> float:
    """Return US nominal GDP of a year in billion dollars: the four quarters of the national accounts, else the IMF's."""
    rows = record.table("us_gdp_net_exports")
    quarters = rows[rows["series"] == "gdp"].set_index("quarter")["value_usd_bn"].reindex(_quarters_of(year))
    if quarters.notna().all():
        return float(quarters.mean())
    fund = record.table("weo_g7")
    fund = fund[(fund["country"] == "USA") & (fund["year"] == int(year))]["gdp_usd_bn"]
    return float(fund.iloc[0]) if len(fund) else np.nan


@once
def deficits(record: Snapshot, asked: pd.Timestamp) -> pd.DataFrame:
    """Return the deficits to be closed, in percent of GDP (positive), for the newest year known on the day ``asked``.

    Indexed by ``trade`` and ``current account``: ``period``, ``pct_gdp``; missing where the record has none.
    """
    year = newest_period(record, asked)
    trade = current = np.nan
    if year is not None:
        balance = record.table("us_trade_balance").set_index("period")["value_usd_bn"]
        trade = -100 * balance.get(year, np.nan) / gdp_of(record, year)
        shares = printed_shares(record)
        current = -shares.loc[shares["period"] == year, "share_pct"].iloc[-1]
    return pd.DataFrame(
        {"period": year, "pct_gdp": [float(trade), float(current)]},
        index=pd.Index(["trade", "current account"], name="balance"),
    )


def trade_by_month(record: Snapshot) -> pd.Series:
    """Return the trade balance by month in billion dollars, the newest print of each month."""
    series = record.table("us_trade_balance_monthly")
    series = pd.DataFrame(
        {"month": series["month"], "released": series["released"], "value": series["value_usd_mn"] / 1000}
    )
    prints = record.vintages("us_trade_balance")
    prints = prints[prints["period"].str.len() == 7]
    prints = pd.DataFrame(
        {
            "month": pd.to_datetime(prints["period"] + "-01"),
            "released": prints["released"],
            "value": prints["value_usd_bn"],
        }
    )
    both = pd.concat([prints, series], ignore_index=True).sort_values("released", kind="stable")
    return both.groupby("month")["value"].last()


@once
def trade_shares(record: Snapshot, asked: pd.Timestamp) -> tuple[float, float] | None:
    """Return US exports and imports in percent of GDP for the newest year known; ``None`` where they are not on record.

    From the national accounts where all quarters are there, else as BEA and Census printed them for the year.
    """
    year = newest_period(record, asked)
    if year is None:
        return None
    wide = record.table("us_gdp_net_exports").pivot(index="quarter", columns="series", values="value_usd_bn")
    wide = wide.reindex(index=_quarters_of(year), columns=["exports", "net_exports"])
    if wide.notna().all(axis=None):
        exports, net = wide.mean()
        imports = exports - net
    else:
        printed = record.vintages("us_trade_balance")
        printed = printed[(printed["period"] == year) & printed["imports_usd_bn"].notna()]
        if printed.empty:
            return None
        exports, imports = printed.iloc[-1][["exports_usd_bn", "imports_usd_bn"]]
    level = gdp_of(record, year)
    return float(100 * exports / level), float(100 * imports / level)


# --- what flows with the deficit -------------------------------------------------------------


@once
def payments(record: Snapshot) -> pd.DataFrame:
    """Return, by quarter, what Americans pay abroad on current account and what part of it the deficit is.

    Newest print of each quarter: ``paid_usd_bn``, ``deficit_usd_bn``, ``borrowed_usd_bn`` (net, as measured in the
    financial account; often missing), ``share_pct`` (deficit in percent of what is paid).
    """
    rows = record.table("us_external_payments").set_index("period")
    account = record.table("us_current_account").set_index("period")["value_usd_bn"]
    frame = pd.DataFrame(
        {"paid_usd_bn": 1000 * rows["payments_usd_tn"], "deficit_usd_bn": -account.reindex(rows.index)}
    )
    frame["borrowed_usd_bn"] = -rows["net_financial_usd_bn"]
    frame["share_pct"] = 100 * frame["deficit_usd_bn"] / frame["paid_usd_bn"]
    return frame.sort_index()


def quarters_paid(record: Snapshot, asked: pd.Timestamp) -> list[str]:
    """Return the quarters whose payments abroad had been published by ``asked``."""
    rows = record.vintages("us_external_payments")
    return sorted(set(rows.loc[rows["released"] <= asked, "period"]))


@once
def securities_bought(record: Snapshot) -> pd.DataFrame:
    """Return by year what foreigners bought of US securities, less what they sold, in billion dollars; whole years only.

    Columns ``long_term`` (bonds and shares) and ``securities`` (with Treasury bills); what Americans buy abroad is not
    taken off. Indexed by year as text.
    """
    flows = record.table("tic_net_flows").pivot(index="month", columns="measure", values="value_usd_bn")
    flows = flows.reindex(columns=["us_long_term_securities_net", "treasury_bills_change"]).dropna()
    years = flows.groupby(flows.index.year.astype(str))
    whole = years.sum()[years.size() == 12]
    return pd.DataFrame(
        {"long_term": whole["us_long_term_securities_net"], "securities": whole.sum(axis=1)}
    ).rename_axis("year")


@once
def yearly_balance(record: Snapshot) -> pd.Series:
    """Return the current account by year in percent of GDP, negative a deficit: means of the OECD's quarters, whole years."""
    quarters = record.table("us_current_account_oecd").set_index("quarter")["share_pct"]
    groups = quarters.groupby(quarters.index.str[:4].astype(int))
    return groups.mean()[groups.size() == 4].rename_axis("year")


@once
def treasuries_and_current_account(record: Snapshot) -> pd.DataFrame:
    """Return, by year, the current-account deficit and the change in foreigners' holdings of federal debt.

    Columns ``year``, ``deficit_pct``, ``treasuries_pct``, both in percent of GDP; years with both only.
    """
    held = record.table("us_federal_debt_foreign_holdings").set_index("quarter")["value_usd_bn"]
    ends = held[held.index.str.endswith("Q4")]
    change = ends.diff().set_axis(ends.index.str[:4].astype(int)).dropna()
    bought = pd.Series({year: 100 * value / gdp_of(record, str(year)) for year, value in change.items()}, dtype=float)
    table = pd.concat(
        [-yearly_balance(record).rename("deficit_pct"), bought.rename("treasuries_pct")], axis=1, sort=True
    )
    return table.dropna().rename_axis("year").reset_index()


def treasury_tie(years: pd.DataFrame) -> Estimate | None:
    """Return how much more federal debt foreigners bought per percent of GDP of deficit, with its 95 % band.

    Least squares over the years of :func:`treasuries_and_current_account`, errors correlated over two years; ``None``
    with fewer than :data:`LEAST_YEARS`.
    """
    if len(years) < LEAST_YEARS:
        return None
    return distributed_lag(years["treasuries_pct"], years["deficit_pct"], [0], hac_lags=HAC_YEARS)


def factory_jobs(record: Snapshot) -> pd.Series:
    """Return US factory jobs in December of each year, in thousands, indexed by year."""
    jobs = record.table("us_manufacturing_jobs").set_index("month")["jobs_thousand"].astype(float)
    december = jobs[jobs.index.month == 12]
    return december.set_axis(december.index.year)


@once
def factory_jobs_and_balance(record: Snapshot, years: int = 1) -> pd.DataFrame:
    """Return, by year, the change of US factory jobs over ``years`` to its December (thousand) and their mean balance.

    Columns ``jobs``, ``balance_pct`` (percent of GDP); years with both, indexed by ``year``.
    """
    change = factory_jobs(record).diff(years).dropna()
    balance = yearly_balance(record).rolling(years).mean()
    return (
        pd.concat([change.rename("jobs"), balance.rename("balance_pct")], axis=1, sort=True)
        .dropna()
        .rename_axis("year")
    )


def foreign_share_of_debt(record: Snapshot, asked: pd.Timestamp) -> tuple[float, str]:
    """Return what part of federal debt held by the public foreigners held, in percent, and the quarter of the debt.

    Their holdings are the newest monthly total of the Treasury known on the day, the debt that of the newest quarter.
    """
    held = record.vintages("tic_holders")
    held = held[held["holder"] == "Grand Total"].sort_values(["month", "released"])
    held = held[held["month"].isin(held.loc[held["released"] <= asked, "month"])]
    debt = record.table("us_federal_debt")
    debt = debt[debt["quarter_end"] + pd.Timedelta(days=86) <= asked].sort_values("quarter")
    if held.empty or debt.empty:
        return np.nan, ""
    last = debt.iloc[-1]
    return float(100 * held["value_usd_bn"].iloc[-1] / (last["public_usd_mn"] / 1000)), str(last["quarter"])
