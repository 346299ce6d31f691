"""How far the dollar must fall to close a deficit: published rules, a regression on the record, a model world."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from brink.measures.dollar import pages_on_the_note
from brink.measures.external import HAC_YEARS, LEAST_YEARS, deficits, gdp_of, newest_period, trade_shares
from brink.models import adjustment as model
from brink.models.three_region import NoEquilibriumError, World, dollar_fall
from brink.record.snapshot import Snapshot, once

#: The rule the readings use, by its name in the table of the literature.
IMF_RULE = "IMF World Economic Outlook, October 2015, chapter 3"
BANK_RULE = "Deutsche Bank, as reported"

# --- assumptions of the three-region model: none has a source in the record ------------------
#: The central parameters; the chapter shows what others give.
ASSUMED_WORLD = World(theta=1, eta=2, gamma=0.25, alpha=0.7, beta=0.8, delta=0.7)
#: Tradable output as a share of GDP.
ASSUMED_TRADABLE_SHARE = 0.25
#: The elasticities tried: between tradables and nontradables, and between regions' tradables.
THETAS, ETAS = (0.5, 1.0, 2.0), (1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
#: Share of US foreign assets in foreign currency ("around 70 %", IMF External Sector Report 2025), and their yield.
FOREIGN_CURRENCY_SHARE, ASSUMED_YIELD_PCT = 0.7, 3.0

# --- choices of the regression ---------------------------------------------------------------
#: Lag windows, in quarters; the third is centred on the two years Cline (2016) reports.
LAG_WINDOWS = ((1, 4), (5, 8), (5, 12), (9, 12))
CENTRAL_WINDOW = (5, 12)
HAC_QUARTERS = 8
#: Fewer observations give no band: see :data:`brink.models.statistics.WIDEST`.
LEAST_QUARTERS = 45


# --- how far it must fall: published rules ---------------------------------------------------


def _rules(record: Snapshot) -> pd.DataFrame:
    """Return published pairs of a fall and the improvement that goes with it: rules and required falls."""
    rows = record.vintages("external_adjustment_literature")
    rows = rows[rows["kind"].isin(["rule", "required fall"]) & rows["balance_pct_gdp"].notna()]
    bank = pages_on_the_note(record)
    bank = bank[bank["cut_pct_gdp"].notna()]
    if not bank.empty:
        first = bank.iloc[0]
        note = {
            "study": BANK_RULE,
            "year": first["published"].year,
            "kind": "rule",
            "depreciation_low_pct": first["low_pct"],
            "depreciation_high_pct": first["high_pct"],
            "balance_pct_gdp": first["cut_pct_gdp"],
            "published": first["published"],
        }
        rows = pd.concat([rows, pd.DataFrame([note])], ignore_index=True)
    return rows.sort_values(["kind", "published"], ascending=[False, True], ignore_index=True)


def literature_falls(record: Snapshot, gap_pct_gdp: float) -> pd.DataFrame:
    """Return the fall that each published rule or result asks for to close a gap of this size, indexed by ``study``.

    ``year``, ``kind``, ``low_pct``, ``central_pct``, ``high_pct``. Results found for deficits of another size are scaled
    by :func:`brink.models.adjustment.required_fall`.
    """
    rows = []
    for study in _rules(record).itertuples():
        low, high, centre = study.depreciation_low_pct, study.depreciation_high_pct, study.balance_pct_gdp
        worst, best = (centre if np.isnan(b) else b for b in (study.balance_low_pct_gdp, study.balance_high_pct_gdp))
        points = ((low, best), ((low + high) / 2, centre), (high, worst))
        falls = [float(model.required_fall(gap_pct_gdp, fall, balance)) for fall, balance in points]
        rows.append((study.study, int(study.year), study.kind, *falls))
    columns = ["study", "year", "kind", "low_pct", "central_pct", "high_pct"]
    return pd.DataFrame(rows, columns=columns).set_index("study")


def import_pass_through(record: Snapshot) -> float:
    """Return the part of a fall that reaches the dollar price of US imports: goods priced in dollars and others, weighed."""
    rows = record.vintages("exchange_rate_pass_through").set_index("prices")["share_pct"] / 100
    invoiced = rows["share of imports invoiced in dollars"]
    priced, other = (
        rows[f"import prices of goods {words}"] for words in ("priced in dollars", "not priced in dollars")
    )
    return float(invoiced * priced + (1 - invoiced) * other)


def elasticity_fall(record: Snapshot, asked: pd.Timestamp, gap_pct_gdp: float) -> dict[str, Any] | None:
    """Return the fall that estimated trade elasticities ask for, with the trade shares of the newest year.

    The gap is one in dollars, so dearer imports are counted: :func:`brink.models.adjustment.trade_slope`. ``None`` where
    the record of the day holds no elasticities or no trade shares.
    """
    rows = record.vintages("external_adjustment_literature")
    rows = rows[rows["kind"] == "elasticities"]
    shares = trade_shares(record, asked)
    if rows.empty or shares is None:
        return None
    study = rows.sort_values("published").iloc[-1]
    elasticities = study["elasticity_exports"], study["elasticity_imports"]
    through = import_pass_through(record)
    slope, volumes = (float(model.trade_slope(*shares, *elasticities, part)) for part in (through, 0.0))
    return {
        "study": study["study"],
        "exports_pct": shares[0],
        "imports_pct": shares[1],
        "pass_through": through,
        "elasticity_exports": elasticities[0],
        "elasticity_imports": elasticities[1],
        "slope": slope,
        "fall_pct": float(model.fall_at_slope(gap_pct_gdp, slope)),
        "volumes_only_pct": float(model.fall_at_slope(gap_pct_gdp, volumes)),
    }


# --- how far it must fall: a regression on the record ----------------------------------------


@once
def balances_and_rate(record: Snapshot) -> pd.DataFrame:
    """Return, by quarter, the balances in percent of GDP and the real dollar as 100 times its log.

    Columns ``quarter`` (period), ``current_account``, ``net_exports``, ``bis``, ``fed``; a quarter of an index counts
    only with its three months.
    """
    columns = {"current_account": _quarters(record.table("us_current_account_oecd").set_index("quarter")["share_pct"])}
    wide = record.table("us_gdp_net_exports").pivot(index="quarter", columns="series", values="value_usd_bn")
    if {"net_exports", "gdp"} <= set(wide):
        columns["net_exports"] = _quarters(100 * wide["net_exports"] / wide["gdp"])
    rates = record.table("bis_reer")
    rates = rates[rates["economy"] == "US"]
    for name, rows in (("bis", rates), ("fed", record.table("fed_real_dollar_index"))):
        path = rows.set_index("month")["index"].sort_index()
        groups = path.groupby(pd.PeriodIndex(path.index, freq="Q"))
        columns[name] = 100 * np.log(groups.mean()[groups.size() == 3])
    frame = pd.concat(columns, axis=1).sort_index()
    if len(frame):
        frame = frame.reindex(pd.period_range(frame.index[0], frame.index[-1], freq="Q"))
    return frame.reindex(columns=["current_account", "net_exports", "bis", "fed"]).rename_axis("quarter").reset_index()


def _quarters(series: pd.Series) -> pd.Series:
    return series.set_axis(pd.PeriodIndex(series.index, freq="Q"))


def relative_growth(record: Snapshot) -> pd.Series:
    """Return US real growth less that of the other G7, by year: weights are last year's GDP in dollars.

    From the newest World Economic Outlook; only years before the one it was published in.
    """
    rows = record.table("weo_g7")
    rows = rows[(rows["year"] < rows["released"].dt.year) & (rows["country"] != "G7")]
    growth = rows.pivot(index="year", columns="country", values="real_growth_pct")
    others = [country for country in growth if country != "USA"]
    weights = rows.pivot(index="year", columns="country", values="gdp_usd_bn")[others].shift().bfill()
    return growth["USA"] - (growth[others] * weights).sum(axis=1) / weights.sum(axis=1)


@once
def regressions(record: Snapshot) -> pd.DataFrame:
    """Regress the external balance on the lagged real dollar, in every combination at hand.

    One row a regression: ``balance``, ``rate``, ``lags`` (quarters), ``demand`` (whether relative growth is in it, annual
    data), ``start``, ``end``, ``observations``, ``slope`` (percent of GDP for a fall of ten log points) with its 95 %
    band ``low``, ``high``, ``r_squared``, ``central``.
    """
    frame = balances_and_rate(record)
    rows = []
    for balance in ("current_account", "net_exports"):
        for rate in ("bis", "fed"):
            for first, last in LAG_WINDOWS:
                lagged = model.lagged_mean(frame[rate], first, last)
                used = frame["quarter"][frame[balance].notna() & np.isfinite(lagged)]
                if len(used) < LEAST_QUARTERS:
                    continue
                fit = model.balance_regression(frame[balance], {"rate": lagged}, hac_lags=HAC_QUARTERS)
                window = {"lags": f"{first} to {last}", "start": str(used.iloc[0]), "end": str(used.iloc[-1])}
                rows.append({"balance": balance, "rate": rate, "demand": False, "fit": fit} | window)
    rows += [row for balance in ("current_account", "net_exports") if (row := _annual(record, frame, balance))]
    table = pd.DataFrame(rows, columns=["balance", "rate", "lags", "demand", "start", "end", "fit"])
    fits = table.pop("fit")
    table["observations"] = [fit.observations for fit in fits]
    table["slope"] = [-10 * fit["rate"][0] for fit in fits]
    table["low"], table["high"] = (
        [-10 * fit.interval("rate")[1] for fit in fits],
        [-10 * fit.interval("rate")[0] for fit in fits],
    )
    table["r_squared"] = [fit.r_squared for fit in fits]
    central = f"{CENTRAL_WINDOW[0]} to {CENTRAL_WINDOW[1]}"
    table["central"] = (table["lags"] == central) & (table["rate"] == "bis") & ~table["demand"].astype(bool)
    return table


def _annual(record: Snapshot, frame: pd.DataFrame, balance: str) -> dict[str, Any] | None:
    """Regress the annual balance on the real dollar of the two years before and two years' relative growth."""
    annual = frame.groupby(frame["quarter"].dt.year)[[balance, "bis"]].agg(["mean", "count"])
    level, rate = (annual[c]["mean"].where(annual[c]["count"] == 4) for c in (balance, "bis"))
    growth = relative_growth(record).rolling(2).sum().reindex(level.index)
    lagged = pd.Series(model.lagged_mean(rate, 1, 2), level.index)
    used = level.index[level.notna() & lagged.notna() & growth.notna()]
    if len(used) < LEAST_YEARS:
        return None
    fit = model.balance_regression(level, {"rate": lagged, "growth": growth}, hac_lags=HAC_YEARS)
    window = {"lags": "4 to 8, yearly", "start": str(used[0]), "end": str(used[-1])}
    return {"balance": balance, "rate": "bis", "demand": True, "fit": fit} | window


def regression_falls(table: pd.DataFrame, gap_pct_gdp: float, balance: str) -> pd.DataFrame:
    """Return the fall each regression on ``balance`` asks for, with its 95 % band.

    ``table`` is that of :func:`regressions`. ``high_pct`` is missing where the band reaches a slope of zero or less: the
    record then sets no upper limit. All three are missing where the slope itself has the wrong sign.
    """
    table = table[table["balance"] == balance].reset_index(drop=True)
    for column, slope in (("low_pct", "high"), ("central_pct", "slope"), ("high_pct", "low")):
        table[column] = model.fall_at_slope(gap_pct_gdp, table[slope].to_numpy(dtype=float) / 10)
    table.loc[table["slope"] <= 0, "low_pct"] = np.nan
    return table


# --- how far it must fall: a model world -----------------------------------------------------


def model_fall(
    world: World, gap_pct_gdp: float, *, tradable_share: float = ASSUMED_TRADABLE_SHARE, **assumed: float
) -> float:
    """Return the three-region model's fall of the dollar in percent.

    Not a number where the gap or an assumption is none, or where no prices clear all markets.
    """
    if np.isnan([gap_pct_gdp, tradable_share, *assumed.values()]).any():
        return np.nan
    try:
        return dollar_fall(world, gap_pct_gdp, tradable_share=tradable_share, **assumed)
    except NoEquilibriumError:
        return np.nan


def model_falls(gap_pct_gdp: float, income_pct_gdp: float = 0.0) -> pd.DataFrame:
    """Return the model's fall of the dollar over the elasticities tried: ``theta``, ``eta``, ``fall_pct``."""
    rows = []
    for theta in THETAS:
        for eta in ETAS:
            world = World(**vars(ASSUMED_WORLD) | {"theta": theta, "eta": eta})
            rows.append((theta, eta, model_fall(world, gap_pct_gdp, income_pct_gdp=income_pct_gdp)))
    return pd.DataFrame(rows, columns=["theta", "eta", "fall_pct"])


@cache
def model_range(gap_pct_gdp: float, income_pct_gdp: float = 0.0) -> tuple[float, float, float]:
    """Return the model's central fall and the lowest and highest over the elasticities tried, its own included.

    Not numbers where :func:`model_fall` gives none.
    """
    central = model_fall(ASSUMED_WORLD, gap_pct_gdp, income_pct_gdp=income_pct_gdp)
    falls = model_falls(gap_pct_gdp, income_pct_gdp)["fall_pct"].dropna().tolist()
    falls += [central] if central == central else []
    return (central, min(falls), max(falls)) if falls else (central, np.nan, np.nan)


def foreign_assets(record: Snapshot) -> float:
    """Return US assets abroad in trillion dollars, the newest on record; not a number without one."""
    rows = record.vintages("us_niip").dropna(subset="assets_usd_tn")
    return float(rows.sort_values(["period", "released"])["assets_usd_tn"].iloc[-1]) if len(rows) else np.nan


def model_sensitivity(record: Snapshot, asked: pd.Timestamp) -> pd.DataFrame:
    """Change one assumption of the model at a time: ``assumption``, ``value``, ``trade_pct``, ``account_pct`` (the falls).

    The last row adds the valuation channel: US assets in foreign currency earn more dollars after the fall. It helps to
    close the current account and has no bearing on trade, which is to be balanced whatever comes in as income.
    """
    gaps = deficits(record, asked)["pct_gdp"]
    income = gaps["trade"] - gaps["current account"]
    year = newest_period(record, asked)
    in_foreign_currency = (
        100 * FOREIGN_CURRENCY_SHARE * 1000 * foreign_assets(record) / gdp_of(record, year) if year else 0
    )

    rows = []

    def add(assumption: str, value: str, world: World = ASSUMED_WORLD, **assumed: float) -> None:
        account = model_fall(world, gaps["current account"], income_pct_gdp=income, **assumed)
        rows.append((assumption, value, model_fall(world, gaps["trade"], **assumed), account))

    add("as assumed", "")
    for name, values in (
        ("theta", (0.5, 2.0)),
        ("eta", (1.0, 10.0)),
        ("gamma", (0.2, 0.35)),
        ("alpha", (0.6, 0.75)),
        ("delta", (0.6, 0.8)),
    ):
        for value in values:
            add(name, f"{value:g}", World(**vars(ASSUMED_WORLD) | {name: value}))
    for share in (0.2, 0.35):
        add("tradable share of GDP", f"{share:g}", tradable_share=share)
    for europe in (0.0, 1.0):
        add("Europe's part of the counterpart", f"{europe:g}", europe=europe)
    valued = model_fall(
        ASSUMED_WORLD,
        gaps["current account"],
        income_pct_gdp=income,
        foreign_assets_pct_gdp=in_foreign_currency,
        yield_pct=ASSUMED_YIELD_PCT,
    )
    rows.append(("valuation: yield of foreign assets", f"{ASSUMED_YIELD_PCT:g} %", rows[0][2], valued))
    return pd.DataFrame(rows, columns=["assumption", "value", "trade_pct", "account_pct"])


@once
def four_ways(record: Snapshot, asked: pd.Timestamp) -> pd.DataFrame:
    """Ask four ways what fall closes each deficit, in percent.

    One row: ``balance``, ``way``, ``basis``, ``low_pct``, ``central_pct``, ``high_pct``, ``open_ended`` (the estimate sets
    no upper limit). Reversal is in :func:`brink.measures.dollar.rises_to_be_undone`; here are the ways that start from the
    gap. Empty where the record holds no gap.
    """
    gaps = deficits(record, asked)["pct_gdp"]
    income = gaps["trade"] - gaps["current account"]
    estimates = regressions(record)
    rows = []
    for balance in gaps.dropna().index:
        gap = gaps[balance]
        for study, rule in literature_falls(record, gap).iterrows():
            rows.append(
                (balance, "published rule", study, rule["low_pct"], rule["central_pct"], rule["high_pct"], False)
            )
        if (trade := elasticity_fall(record, asked, gap)) is not None:
            rows.append((balance, "published rule", trade["study"], *[trade["fall_pct"]] * 3, False))
        dependent = "net_exports" if balance == "trade" else "current_account"
        fits = regression_falls(estimates, gap, dependent)
        for fit in fits[fits["central"] | fits["demand"].astype(bool)].itertuples():
            basis = "record, with relative growth" if fit.demand else "record since the 1990s"
            low, high = fit.low_pct, fit.high_pct
            rows.append((balance, "regression", basis, low, fit.central_pct, high, bool(np.isnan(high))))
        central, low, high = model_range(gap, income if balance == "current account" and income == income else 0.0)
        rows.append((balance, "model world", "assumed parameters", low, central, high, False))
    columns = ["balance", "way", "basis", "low_pct", "central_pct", "high_pct", "open_ended"]
    return pd.DataFrame(rows, columns=columns)
