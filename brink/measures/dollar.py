"""The dollar adjustment: what a bank wrote, how far the dollar had fallen, and what a further fall would do."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from brink.models import adjustment as model
from brink.models.statistics import correlation
from brink.models.three_region import World, dollar_fall
from brink.record.snapshot import Snapshot, once
from brink.video import DAY

CURRENCIES = ("usd", "jpy", "gbp", "cad", "sek", "chf")
#: "Already": within the year before the video, which is where the last peak lies.
PEAK_WINDOW = pd.Timedelta(days=365)
#: The rule the readings use, by its name in the table of the literature.
IMF_RULE = "IMF World Economic Outlook, October 2015, chapter 3"
#: "Over 15 years": the window of the bank's note, in months.
FIFTEEN_YEARS = 180

# --- assumptions of the three-region model: none has a source in the record ------------------
#: The central parameters; the chapter shows what others give.
ASSUMED_WORLD = World(theta=1, eta=2, gamma=0.25, alpha=0.7, beta=0.8, delta=0.7)
#: Tradable output as a share of GDP.
ASSUMED_TRADABLE_SHARE = 0.25
#: The elasticities tried: between tradables and nontradables, and between regions' tradables.
THETAS, ETAS = (0.5, 1.0, 2.0), (1.0, 1.5, 2.0, 3.0, 5.0, 10.0)

# --- choices of the regression ---------------------------------------------------------------
#: Lag windows, in quarters; the third is centred on the two years Cline (2016) reports.
LAG_WINDOWS = ((1, 4), (5, 8), (5, 12), (9, 12))
CENTRAL_WINDOW = (5, 12)
HAC_QUARTERS, HAC_YEARS = 8, 2


# --- the dollar ------------------------------------------------------------------------------


def ice_path(snapshot: Snapshot) -> pd.DataFrame:
    """Return the ICE dollar-index formula on every day of the ECB's reference rates: ``date``, ``index``."""
    rates = snapshot.table("ecb_fx_rates")
    index = model.ice_index(**{currency: rates[currency] for currency in CURRENCIES})
    return pd.DataFrame({"date": rates["date"], "index": np.asarray(index)})


def peak_before_video(snapshot: Snapshot) -> pd.Timestamp:
    """Return the day of the formula's highest value in the year before the video."""
    path = ice_path(snapshot).set_index("date")["index"]
    return path[(path.index > DAY - PEAK_WINDOW) & (path.index <= DAY)].idxmax()


def _change(path: pd.Series, start: pd.Timestamp, end: pd.Timestamp) -> tuple[float, float, float] | None:
    if start not in path.index or end not in path.index:
        return None
    return path[start], path[end], 100 * (path[end] / path[start] - 1)


def falls_to_video(snapshot: Snapshot) -> pd.DataFrame:
    """Measure "already fallen" on every index at hand, from the peak and from the turn of the year.

    One row is an index and a base: ``index``, ``base``, ``start``, ``end``, ``start_value``, ``end_value``,
    ``change_pct``, ``log_points``, ``table``; figures are missing where the record of the day has none.
    Monthly indices are measured from the month of the peak, and from December, to the month of the video.
    """
    peak, year_end, month = peak_before_video(snapshot), pd.Timestamp(DAY.year - 1, 12, 31), DAY.replace(day=1)
    daily = (("peak", peak, DAY), ("end of 2024", year_end, DAY))
    monthly = (("month of the peak", peak.replace(day=1), month), ("December 2024", year_end.replace(day=1), month))
    paths = (
        ("ICE formula on ECB rates", "ecb_fx_rates", ice_path(snapshot).set_index("date")["index"], daily),
        ("ICE, published closes", "ice_dollar_index_sample", _series(snapshot, "ice_dollar_index_sample", "date", "close"), daily),
        ("Federal Reserve broad, nominal", "fed_dollar_index", _series(snapshot, "fed_dollar_index", "date"), daily),
        ("Federal Reserve broad, real", "fed_real_dollar_index", real_index(snapshot, "Federal Reserve"), monthly),
        ("BIS broad, real", "bis_reer", real_index(snapshot, "BIS"), monthly),
    )  # fmt: skip
    rows = []
    for name, table, path, bases in paths:
        for base, start, end in bases:
            first, last, change = _change(path, start, end) or (np.nan,) * 3
            points = np.nan if np.isnan(change) else float(model.log_points(change))
            rows.append((name, base, start, end, first, last, change, points, table))
    columns = ["index", "base", "start", "end", "start_value", "end_value", "change_pct", "log_points", "table"]
    return pd.DataFrame(rows, columns=columns)


def _series(snapshot: Snapshot, table: str, time: str, column: str = "index") -> pd.Series:
    return snapshot.table(table).set_index(time)[column].sort_index()


def real_index(snapshot: Snapshot, publisher: str) -> pd.Series:
    """Return a real broad dollar index by month, newest vintage: ``"BIS"`` or ``"Federal Reserve"``."""
    if publisher == "Federal Reserve":
        return _series(snapshot, "fed_real_dollar_index", "month")
    rows = snapshot.table("bis_reer")
    return rows[rows["economy"] == "US"].set_index("month")["index"].sort_index()


def fifteen_year_changes(snapshot: Snapshot) -> pd.DataFrame:
    """Return each real index's change over the 15 years before every month: ``publisher``, ``month``, ``change_pct``."""
    frames = []
    for publisher in ("BIS", "Federal Reserve"):
        path = real_index(snapshot, publisher).asfreq("MS")
        change = 100 * (path / path.shift(FIFTEEN_YEARS) - 1)
        frames.append(change.dropna().rename("change_pct").reset_index().assign(publisher=publisher))
    return pd.concat(frames, ignore_index=True)[["publisher", "month", "change_pct"]]


def rises_to_be_undone(snapshot: Snapshot) -> pd.DataFrame:
    """Return how far the real dollar had risen before the video, by several readings of "over 15 years".

    One row: ``publisher``, ``window``, ``start``, ``end``, ``rise_pct``, ``log_points``, ``undone_by_pct``.
    ``end`` is at most the month before the video; on the video's day the record ends earlier.
    """
    rows = []
    for publisher in ("BIS", "Federal Reserve"):
        path = real_index(snapshot, publisher)
        path = path[path.index < DAY.replace(day=1)]
        peak = path[path.index >= "2020"].idxmax()
        last = path.index[-1]
        starts = (
            ("lowest month to highest", path[(path.index >= "2006") & (path.index < "2020")].idxmin(), peak),
            ("15 years to the highest month", peak - pd.DateOffset(years=15), peak),
            ("15 years to the last month", last - pd.DateOffset(years=15), last),
        )
        for window, start, end in starts:
            rise = 100 * (path[end] / path[start] - 1)
            rows.append(
                (publisher, window, start, end, rise, float(model.log_points(rise)), float(model.fall_undoing(rise)))
            )
    columns = ["publisher", "window", "start", "end", "rise_pct", "log_points", "undone_by_pct"]
    return pd.DataFrame(rows, columns=columns)


# --- the balances ----------------------------------------------------------------------------


def newest_year(snapshot: Snapshot) -> str:
    """Return the newest year whose current account had been published by the video's day."""
    rows = snapshot.vintages("us_current_account")
    newest: str = rows[(rows["released"] <= DAY) & (rows["period"].str.len() == 4)]["period"].max()
    return newest


def _gdp(snapshot: Snapshot) -> pd.Series:
    """Return US nominal GDP by quarter, billion dollars at annual rates."""
    rows = snapshot.table("us_gdp_net_exports")
    return rows[rows["series"] == "gdp"].set_index("quarter")["value_usd_bn"]


def _quarters_of(year: str) -> list[str]:
    return [f"{year}Q{quarter}" for quarter in range(1, 5)]


@once
def deficits(snapshot: Snapshot) -> pd.DataFrame:
    """Return the deficits to be closed, in percent of GDP, for the newest year known on the video's day.

    One row each for trade and current account: ``balance``, ``period``, ``pct_gdp`` (positive), ``how``.
    """
    year = newest_year(snapshot)
    trade = snapshot.vintages("us_trade_balance")
    trade = trade[trade["period"] == year].sort_values("released")
    gdp = _gdp(snapshot).reindex(_quarters_of(year)).mean(skipna=False)
    if pd.notna(gdp):
        share = -100 * trade["value_usd_bn"].iloc[-1] / gdp
        how = f"{-trade['value_usd_bn'].iloc[-1]:,.1f} of {gdp:,.0f} billion dollars"
    else:
        share, how = -trade["share_pct"].dropna().iloc[-1], "as reported"
    current = -snapshot.table("us_current_account").set_index("period").loc[year, "share_pct"]
    return pd.DataFrame(
        {
            "balance": ["trade", "current account"],
            "period": year,
            "pct_gdp": [float(share), float(current)],
            "how": [how, "as published"],
        }
    )


def current_account_record(snapshot: Snapshot) -> pd.DataFrame:
    """Return what had been published of the current account, vintage by vintage, from 2022 on."""
    rows = snapshot.vintages("us_current_account")
    return rows[rows["period"] >= "2022"].sort_values(["period", "released"], ignore_index=True)


def _semi_elasticities(snapshot: Snapshot) -> pd.DataFrame:
    """Return published pairs of a fall and the improvement that goes with it: rules and required falls."""
    rows = snapshot.vintages("external_adjustment_literature")
    rows = rows[rows["kind"].isin(["rule", "required fall"]) & rows["balance_pct_gdp"].notna()]
    bank = snapshot.vintages("dollar_documents")
    bank = bank[bank["cut_pct_gdp"].notna() & (bank["attributed_to"] == "Deutsche Bank")]
    if not bank.empty:
        first = bank.sort_values("published").iloc[0]
        note = {
            "study": "Deutsche Bank, as reported", "year": first["published"].year, "kind": "rule",
            "depreciation_low_pct": first["low_pct"], "depreciation_high_pct": first["high_pct"],
            "balance_pct_gdp": first["cut_pct_gdp"], "published": first["published"],
        }  # fmt: skip
        rows = pd.concat([rows, pd.DataFrame([note])], ignore_index=True)
    return rows.sort_values(["kind", "published"], ascending=[False, True], ignore_index=True)


def literature_falls(snapshot: Snapshot, gap_pct_gdp: float) -> pd.DataFrame:
    """Return the fall that each published rule or result asks for to close a gap of this size.

    One row a study: ``study``, ``year``, ``kind``, ``low_pct``, ``central_pct``, ``high_pct``. Results found
    for deficits of another size are scaled by :func:`brink.models.adjustment.required_fall`.
    """
    rows = []
    for study in _semi_elasticities(snapshot).itertuples():
        low, high, centre = study.depreciation_low_pct, study.depreciation_high_pct, study.balance_pct_gdp
        worst, best = (centre if np.isnan(b) else b for b in (study.balance_low_pct_gdp, study.balance_high_pct_gdp))
        points = ((low, best), ((low + high) / 2, centre), (high, worst))
        falls = [float(model.required_fall(gap_pct_gdp, fall, balance)) for fall, balance in points]
        rows.append((study.study, int(study.year), study.kind, *falls))
    return pd.DataFrame(rows, columns=["study", "year", "kind", "low_pct", "central_pct", "high_pct"])


def elasticity_fall(snapshot: Snapshot, gap_pct_gdp: float) -> dict[str, Any] | None:
    """Return the fall that estimated trade elasticities ask for, with the trade shares of the newest year.

    ``None`` where the record of the day holds no elasticities or no trade shares.
    """
    rows = snapshot.vintages("external_adjustment_literature")
    rows = rows[rows["kind"] == "elasticities"]
    shares = trade_shares(snapshot)
    if rows.empty or shares is None:
        return None
    study = rows.sort_values("published").iloc[-1]
    slope = float(model.trade_slope(*shares, study["elasticity_exports"], study["elasticity_imports"]))
    return {
        "study": study["study"], "exports_pct": shares[0], "imports_pct": shares[1],
        "elasticity_exports": study["elasticity_exports"], "elasticity_imports": study["elasticity_imports"],
        "slope": slope, "fall_pct": float(model.fall_at_slope(gap_pct_gdp, slope)),
    }  # fmt: skip


def trade_shares(snapshot: Snapshot) -> tuple[float, float] | None:
    """Return US exports and imports in percent of GDP, newest year before the video with all its quarters."""
    wide = snapshot.table("us_gdp_net_exports").pivot(index="quarter", columns="series", values="value_usd_bn")
    if wide.empty:
        return None
    year = wide.loc[_quarters_of(newest_year(snapshot))].mean()
    imports = year["exports"] - year["net_exports"]
    return float(100 * year["exports"] / year["gdp"]), float(100 * imports / year["gdp"])


# --- regression on the record ----------------------------------------------------------------


def balances_and_rate(snapshot: Snapshot) -> pd.DataFrame:
    """Return, by quarter from 1994, the balances in percent of GDP and the real dollar as 100 times its log.

    Columns ``quarter`` (period), ``current_account``, ``net_exports``, ``bis``, ``fed``; a quarter of an index
    counts only with its three months.
    """
    columns = {
        "current_account": _quarters(snapshot.table("us_current_account_oecd").set_index("quarter")["share_pct"])
    }
    wide = snapshot.table("us_gdp_net_exports").pivot(index="quarter", columns="series", values="value_usd_bn")
    if not wide.empty:
        columns["net_exports"] = _quarters(100 * wide["net_exports"] / wide["gdp"])
    for name, publisher in (("bis", "BIS"), ("fed", "Federal Reserve")):
        path = real_index(snapshot, publisher)
        groups = path.groupby(path.index.to_period("Q"))
        columns[name] = 100 * np.log(groups.mean()[groups.size() == 3])
    frame = pd.concat(columns, axis=1).sort_index()
    frame = frame.reindex(pd.period_range(frame.index[0], frame.index[-1], freq="Q"))
    return frame.reindex(columns=["current_account", "net_exports", "bis", "fed"]).rename_axis("quarter").reset_index()


def _quarters(series: pd.Series) -> pd.Series:
    return series.set_axis(pd.PeriodIndex(series.index, freq="Q"))


def relative_growth(snapshot: Snapshot) -> pd.Series:
    """Return US real growth less that of the other G7, by year: weights are last year's GDP in dollars.

    From the newest World Economic Outlook; only years before the one it was published in.
    """
    rows = snapshot.table("weo_g7")
    rows = rows[rows["year"] < rows["released"].dt.year]
    growth = rows.pivot(index="year", columns="country", values="real_growth_pct")
    others = [country for country in growth if country != "USA"]
    weights = rows.pivot(index="year", columns="country", values="gdp_usd_bn")[others].shift().bfill()
    return growth["USA"] - (growth[others] * weights).sum(axis=1) / weights.sum(axis=1)


def regressions(snapshot: Snapshot) -> pd.DataFrame:
    """Regress the external balance on the lagged real dollar, in every combination at hand.

    One row a regression: ``balance``, ``rate``, ``lags`` (quarters), ``demand`` (whether relative growth is
    in it, annual data), ``start``, ``end``, ``observations``, ``slope`` (percent of GDP for a fall of ten log
    points), ``error`` (Newey-West), ``demand_slope``, ``demand_error``, ``r_squared``, ``central``.
    """
    frame = balances_and_rate(snapshot)
    rows = []
    for balance in ("current_account", "net_exports"):
        for rate in ("bis", "fed"):
            for first, last in LAG_WINDOWS:
                lagged = model.lagged_mean(frame[rate], first, last)
                used = frame["quarter"][frame[balance].notna() & np.isfinite(lagged)]
                if len(used) < 40:
                    continue
                fit = model.balance_regression(frame[balance], {"rate": lagged}, hac_lags=HAC_QUARTERS)
                rows.append((balance, rate, f"{first} to {last}", False, used.iloc[0], used.iloc[-1], fit))
    rows += [
        row for balance in ("current_account", "net_exports") if (row := _annual_regression(snapshot, frame, balance))
    ]
    columns = ["balance", "rate", "lags", "demand", "start", "end", "fit"]
    table = pd.DataFrame(rows, columns=columns)
    fits = table.pop("fit")
    table["observations"] = [fit.observations for fit in fits]
    table["slope"], table["error"] = zip(*((-10 * fit["rate"][0], 10 * fit["rate"][1]) for fit in fits), strict=True)
    for column, position in (("demand_slope", 0), ("demand_error", 1)):
        table[column] = [fit["growth"][position] if "growth" in fit.names else np.nan for fit in fits]
    table["r_squared"] = [fit.r_squared for fit in fits]
    central = f"{CENTRAL_WINDOW[0]} to {CENTRAL_WINDOW[1]}"
    table["central"] = (table["lags"] == central) & (table["rate"] == "bis") & ~table["demand"]
    return table


def _annual_regression(
    snapshot: Snapshot, frame: pd.DataFrame, balance: str
) -> tuple[str, str, str, bool, pd.Period, pd.Period, model.Regression] | None:
    """Regress the annual balance on the real dollar of the two years before and two years' relative growth."""
    annual = frame.groupby(frame["quarter"].dt.year)[[balance, "bis"]].agg(["mean", "count"])
    level, rate = (annual[c]["mean"].where(annual[c]["count"] == 4) for c in (balance, "bis"))
    growth = relative_growth(snapshot).rolling(2).sum().reindex(level.index)
    lagged = pd.Series(model.lagged_mean(rate, 1, 2), level.index)
    used = level.index[level.notna() & lagged.notna() & growth.notna()]
    if len(used) < 12:
        return None
    regressors = {"rate": lagged, "growth": growth}
    fit = model.balance_regression(level, regressors, hac_lags=HAC_YEARS)
    return balance, "bis", "4 to 8, yearly", True, pd.Period(str(used[0]), "Y"), pd.Period(str(used[-1]), "Y"), fit


def regression_falls(table: pd.DataFrame, gap_pct_gdp: float, balance: str) -> pd.DataFrame:
    """Return the fall each regression on ``balance`` asks for, with its 95 % interval.

    ``table`` is that of :func:`regressions`. ``high_pct`` is missing where the interval reaches a slope of zero or less: the record then sets no upper
    limit. All three are missing where the slope itself has the wrong sign.
    """
    table = table[table["balance"] == balance].reset_index(drop=True)
    for column, slope in (
        ("low_pct", table["slope"] + 1.96 * table["error"]),
        ("central_pct", table["slope"]),
        ("high_pct", table["slope"] - 1.96 * table["error"]),
    ):
        table[column] = model.fall_at_slope(gap_pct_gdp, slope.to_numpy() / 10)
    table.loc[table["slope"] <= 0, "low_pct"] = np.nan
    return table


# --- the model world -------------------------------------------------------------------------


def model_falls(gap_pct_gdp: float, income_pct_gdp: float = 0.0) -> pd.DataFrame:
    """Return the three-region model's fall of the dollar over the elasticities tried: ``theta``, ``eta``, ``fall_pct``."""
    rows = []
    for theta in THETAS:
        for eta in ETAS:
            world = World(**vars(ASSUMED_WORLD) | {"theta": theta, "eta": eta})
            fall = dollar_fall(world, gap_pct_gdp, tradable_share=ASSUMED_TRADABLE_SHARE, income_pct_gdp=income_pct_gdp)
            rows.append((theta, eta, fall))
    return pd.DataFrame(rows, columns=["theta", "eta", "fall_pct"])


def model_range(gap_pct_gdp: float, income_pct_gdp: float = 0.0) -> tuple[float, float, float]:
    """Return the model's central fall and the lowest and highest over the elasticities tried."""
    table = model_falls(gap_pct_gdp, income_pct_gdp)
    falls = table["fall_pct"]
    central = falls[(table["theta"] == ASSUMED_WORLD.theta) & (table["eta"] == ASSUMED_WORLD.eta)]
    return float(central.iloc[0]), float(falls.min()), float(falls.max())


def model_sensitivity(gap_pct_gdp: float) -> pd.DataFrame:
    """Change one assumption of the model at a time: ``assumption``, ``value``, ``fall_pct``."""
    base = partial(dollar_fall, gap_pct_gdp=gap_pct_gdp, tradable_share=ASSUMED_TRADABLE_SHARE)
    rows = [("as assumed", "", base(ASSUMED_WORLD))]
    for field, values in (
        ("theta", (0.5, 2.0)),
        ("eta", (1.0, 10.0)),
        ("gamma", (0.2, 0.35)),
        ("alpha", (0.6, 0.75)),
        ("delta", (0.6, 0.8)),
    ):
        for value in values:
            rows.append((field, f"{value:g}", base(World(**vars(ASSUMED_WORLD) | {field: value}))))
    for share in (0.2, 0.35):
        rows.append(("tradable share of GDP", f"{share:g}", base(ASSUMED_WORLD, tradable_share=share)))
    for europe in (0.0, 1.0):
        rows.append(("Europe's part of the counterpart", f"{europe:g}", base(ASSUMED_WORLD, europe=europe)))
    return pd.DataFrame(rows, columns=["assumption", "value", "fall_pct"])


def four_ways(snapshot: Snapshot) -> pd.DataFrame:
    """Do the same sum four ways, for both deficits: the fall that closes them, in percent.

    One row: ``balance``, ``way``, ``basis``, ``low_pct``, ``central_pct``, ``high_pct``, ``open_ended`` (the
    estimate sets no upper limit).
    """
    gaps = deficits(snapshot).set_index("balance")["pct_gdp"]
    rows = []
    undone = rises_to_be_undone(snapshot)
    bank = note_rise(snapshot)
    estimates = regressions(snapshot)
    income = gaps["trade"] - gaps["current account"]
    for balance in gaps.index:
        gap = gaps[balance]
        if balance == "trade":
            fall = float(model.fall_undoing(bank))
            rows.append((balance, "reversal", f"the bank's {bank:g} % undone", fall, fall, fall, False))
            for publisher, part in undone.groupby("publisher", sort=False):
                falls = part["undone_by_pct"]
                rows.append((balance, "reversal", f"{publisher} index", falls.min(), falls.iloc[0], falls.max(), False))
        for study in literature_falls(snapshot, gap).itertuples():
            rows.append((balance, "literature", study.study, study.low_pct, study.central_pct, study.high_pct, False))
        if (trade := elasticity_fall(snapshot, gap)) is not None:
            rows.append(
                (balance, "literature", trade["study"], trade["fall_pct"], trade["fall_pct"], trade["fall_pct"], False)
            )
        dependent = "net_exports" if balance == "trade" else "current_account"
        fits = regression_falls(estimates, gap, dependent)
        for fit in fits[fits["central"] | fits["demand"]].itertuples():
            basis = "record, with relative growth" if fit.demand else "record since the 1990s"
            low, high = fit.low_pct, fit.high_pct
            rows.append((balance, "regression", basis, low, fit.central_pct, high, bool(np.isnan(high))))
        central, low, high = model_range(gap, income if balance == "current account" else 0.0)
        rows.append((balance, "three-region model", "assumed parameters", low, central, high, False))
    columns = ["balance", "way", "basis", "low_pct", "central_pct", "high_pct", "open_ended"]
    return pd.DataFrame(rows, columns=columns)


def note_rise(snapshot: Snapshot) -> float:
    """Return the rise of the real dollar, in percent, that the pages on the bank's note say is to be undone."""
    pages = snapshot.vintages("dollar_documents")
    rise = pages[(pages["statement"] == "rise to be undone") & (pages["attributed_to"] == "Deutsche Bank")]
    return float(rise["low_pct"].median())


# --- prices ----------------------------------------------------------------------------------


def price_effects(snapshot: Snapshot, falls: tuple[float, ...] = (10.0, 20.0, 30.0, 40.0)) -> pd.DataFrame:
    """Return what falls of the dollar add to US consumer prices, by published estimate and by arithmetic limit.

    One row: ``fall_pct``, ``foreign_currency_pct`` (its rise), ``short_run_pp``, ``two_years_pp`` (published),
    ``all_imports_pp`` (every import dearer in full; missing where the import share is not on record),
    ``everything_pp`` (every price in the country dearer in full).
    """
    rows = snapshot.vintages("exchange_rate_pass_through")
    rows = rows[rows["prices"] == "consumer prices"].set_index("horizon")
    shares = trade_shares(snapshot)
    table = pd.DataFrame({"fall_pct": falls})
    table["foreign_currency_pct"] = model.rise_of_foreign_currency(table["fall_pct"])
    for column, horizon in (("short_run_pp", "short run"), ("two_years_pp", "after two years")):
        table[column] = model.price_effect(falls, *rows.loc[horizon, ["move_pct", "effect_pp"]].astype(float))
    table["all_imports_pp"] = np.nan if shares is None else model.import_price_effect(falls, 1, shares[1])
    table["everything_pp"] = model.import_price_effect(falls, 1, 100)
    return table


def weimar(snapshot: Snapshot) -> pd.DataFrame:
    """Return German wholesale prices by month with their rise over twelve months, in percent."""
    table = snapshot.table("weimar_prices")
    table["rise_12m_pct"] = 100 * (table["wholesale_index"] / table["wholesale_index"].shift(12) - 1)
    return table


# --- dollars for foreigners ------------------------------------------------------------------


def treasuries_and_current_account(snapshot: Snapshot) -> pd.DataFrame:
    """Return, by year, the current-account deficit and the change in foreigners' holdings of federal debt.

    Columns ``year``, ``deficit_pct``, ``treasuries_pct``, both in percent of GDP; years with both only.
    """
    held = snapshot.table("us_federal_debt_foreign_holdings").set_index("quarter")["value_usd_bn"]
    if held.empty:
        return pd.DataFrame(columns=["year", "deficit_pct", "treasuries_pct"])
    ends = held[held.index.str.endswith("Q4")]
    change = ends.diff().set_axis(ends.index.str[:4].astype(int))
    gdp = _gdp(snapshot)
    gdp = gdp.groupby(gdp.index.str[:4].astype(int)).agg(["mean", "count"])
    account = snapshot.table("us_current_account").set_index("period")["share_pct"]
    account = -account[account.index.str.len() == 4]
    account.index = account.index.astype(int)
    bought = 100 * change / gdp["mean"].where(gdp["count"] == 4)
    table = pd.concat([account.rename("deficit_pct"), bought.rename("treasuries_pct")], axis=1, sort=True).dropna()
    return table.rename_axis("year").reset_index()


def treasury_slope(years: pd.DataFrame) -> tuple[float, float, float]:
    """Return how much more Treasuries foreigners bought per percent of GDP of deficit, with a 95 % interval."""
    found = correlation(years["deficit_pct"], years["treasuries_pct"])
    scale = years["treasuries_pct"].std() / years["deficit_pct"].std()
    return found.value * scale, found.low * scale, found.high * scale
