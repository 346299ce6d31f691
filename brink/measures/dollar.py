"""The dollar itself: what a bank wrote of it, how far it had risen and fallen, and what a fall does to prices."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.measures.external import trade_shares
from brink.models import adjustment as model
from brink.record.snapshot import Snapshot, once

CURRENCIES = ("usd", "jpy", "gbp", "cad", "sek", "chf")
#: "Over 15 years": the window of the bank's note, in months.
FIFTEEN_YEARS = 180
#: The bank that wrote the note, as the pages name it.
BANK = "Deutsche Bank"


# --- the indices -----------------------------------------------------------------------------


@once
def ice_path(record: Snapshot) -> pd.Series:
    """Return the ICE dollar-index formula on every day of the ECB's reference rates, March 1973 = 100."""
    rates = record.table("ecb_fx_rates")
    index = model.ice_index(**{currency: rates[currency] for currency in CURRENCIES})
    return pd.Series(np.asarray(index), pd.DatetimeIndex(rates["date"]), name="index")


@once
def dollar_index(record: Snapshot, index: str) -> pd.Series:
    """Return one dollar index by day or month, newest vintage, oldest first.

    ``"formula"`` (ICE's, on ECB rates), ``"closes"`` (ICE's own, a sample of days), ``"fed"`` (Federal Reserve, broad,
    nominal), ``"fed_major"`` (against major currencies, nominal, 1973 to 2019), ``"fed_real"``, ``"fed_real_goods"`` (its
    predecessor, 1973 to 2019), ``"bis_real"``.
    """
    if index == "formula":
        return ice_path(record)
    if index == "bis_real":
        rows = record.table("bis_reer")
        return rows[rows["economy"] == "US"].set_index("month")["index"].sort_index()
    table, time, column = {
        "closes": ("ice_dollar_index_sample", "date", "close"),
        "fed": ("fed_dollar_index", "date", "index"),
        "fed_major": ("fed_major_dollar_index", "month", "index"),
        "fed_real": ("fed_real_dollar_index", "month", "index"),
        "fed_real_goods": ("fed_real_dollar_index_goods", "month", "index"),
    }[index]
    return record.table(table).set_index(time)[column].sort_index()


# --- how far it had fallen -------------------------------------------------------------------


def peak_before(record: Snapshot, day: pd.Timestamp, months: int) -> pd.Timestamp | None:
    """Return the day of the formula's highest value in the ``months`` up to ``day``; ``None`` without a rate."""
    path = ice_path(record)[day - pd.DateOffset(months=months) : day]
    return None if path.empty else path.idxmax()


def fall(path: pd.Series, start: pd.Timestamp | None, end: pd.Timestamp | None) -> tuple[float, float, float]:
    """Return the values of a path at two moments and its fall between them, in percent (a rise is negative).

    Not numbers where the path lacks one of the moments.
    """
    if start not in path.index or end not in path.index:
        return np.nan, np.nan, np.nan
    return float(path[start]), float(path[end]), float(100 * (1 - path[end] / path[start]))


#: The indices of "already fallen", with the table each rests on: daily ones, then monthly ones.
DAILY = {
    "formula": "ICE formula on ECB rates",
    "closes": "ICE, published closes",
    "fed": "Federal Reserve, broad, nominal",
}
MONTHLY = {"fed_real": "Federal Reserve, broad, real", "bis_real": "BIS, broad, real"}


@once
def falls_to(record: Snapshot, day: pd.Timestamp, peak: pd.Timestamp) -> pd.DataFrame:
    """Measure the dollar's fall to ``day`` on every index, from ``peak`` and from the end of the year before.

    One row is an index and a base: ``index``, ``name``, ``base`` (``peak`` or ``year end``), ``start``, ``end``,
    ``start_value``, ``end_value``, ``fall_pct``, ``log_points``; figures are missing where the record has none. Monthly
    indices are measured from the month of the peak, and from December, to the month of ``day``.
    """
    last, year_end = ice_path(record)[:day].index[-1], ice_path(record)[: str(day.year - 1)].index[-1]
    rows = []
    for names, whole in ((DAILY, False), (MONTHLY, True)):
        for index, name in names.items():
            for base, start in (("peak", peak), ("year end", year_end)):
                first, end = (when.replace(day=1) if whole else when for when in (start, last))
                if index == "closes" and base == "year end":
                    first = pd.Timestamp(day.year - 1, 12, 31)
                values = fall(dollar_index(record, index), first, end)
                points = -float(model.log_points(-values[2])) if values[2] == values[2] else np.nan
                rows.append((index, name, base, first, end, *values, points))
    columns = ["index", "name", "base", "start", "end", "start_value", "end_value", "fall_pct", "log_points"]
    return pd.DataFrame(rows, columns=columns)


def formula_by_pair(record: Snapshot, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """Return the formula's sum between two days: ``pair``, ``exponent``, ``start``, ``end``, ``adds`` (log points)."""
    rates = record.table("ecb_fx_rates").set_index("date").loc[[start, end]]
    quotes = {
        "EUR/USD": ("eur", rates["usd"]),
        "USD/JPY": ("jpy", rates["jpy"] / rates["usd"]),
        "GBP/USD": ("gbp", rates["usd"] / rates["gbp"]),
        "USD/CAD": ("cad", rates["cad"] / rates["usd"]),
        "USD/SEK": ("sek", rates["sek"] / rates["usd"]),
        "USD/CHF": ("chf", rates["chf"] / rates["usd"]),
    }
    rows = []
    for pair, (currency, rate) in quotes.items():
        exponent = model.ICE_WEIGHTS[currency] * (-1 if pair.endswith("/USD") else 1)
        rows.append((pair, exponent, rate[start], rate[end], 100 * exponent * np.log(rate[end] / rate[start])))
    return pd.DataFrame(rows, columns=["pair", "exponent", "start", "end", "adds"])


@once
def falls_within(record: Snapshot, index: str, months: int) -> pd.Series:
    """Return at each moment by how many percent an index lies under its highest value of the ``months`` before."""
    path = dollar_index(record, index)
    highest = path.rolling(f"{round(months * 30.44) + 1}D").max()
    return 100 * (1 - path / highest)


@once
def falls_after(record: Snapshot, index: str, months: int, how: str) -> pd.Series:
    """Return for each moment by how many percent an index fell in the ``months`` after it, where these are on record.

    ``how``: to its ``"lowest"`` value, or to the ``"last"``.
    """
    return _falls_after(dollar_index(record, index), months, how)


def _falls_after(path: pd.Series, months: int, how: str) -> pd.Series:
    if path.empty:
        return path
    moments = path.index[path.index <= path.index[-1] - pd.DateOffset(months=months)]
    first = path.index.searchsorted(moments, side="right")
    last = path.index.searchsorted(moments + pd.DateOffset(months=months), side="right")
    moments, first, last = moments[last > first], first[last > first], last[last > first]
    values = path.to_numpy()
    if how == "lowest":
        stretches = np.column_stack([first, last]).ravel()
        ends = np.minimum.reduceat(np.append(values, np.inf), stretches)[::2]
    else:
        ends = values[last - 1]
    return pd.Series(100 * (1 - ends / path[moments].to_numpy()), moments)


def last_inauguration(day: pd.Timestamp) -> pd.Timestamp:
    """Return the last 20 January of a year after a presidential election, on or before ``day``."""
    year = day.year - (day.year - 1) % 4
    start = pd.Timestamp(year, 1, 20)
    return start if start <= day else pd.Timestamp(year - 4, 1, 20)


@once
def monthly_falls_after(record: Snapshot, months: int, how: str) -> pd.Series:
    """Return for each month since 1973 by how many percent the nominal dollar fell in the ``months`` after it.

    To 1998 the Federal Reserve's index against major currencies, since 1999 the month means of the ICE formula; a fall is
    always measured within one of the two. Indexed by month; ``how`` as in :func:`falls_after`.
    """
    means = ice_path(record).resample("MS").mean()
    frames = (_falls_after(dollar_index(record, "fed_major"), months, how)[:"1998"], _falls_after(means, months, how))
    history = pd.concat(frames)
    return history.set_axis(pd.PeriodIndex(history.index, freq="M"))


@once
def falls_of(record: Snapshot, index: str, least_pct: float, months: int) -> pd.DataFrame:
    """Return the falls of an index by at least ``least_pct`` within ``months``, one row a fall, in their order.

    Falls whose stretches overlap count once, with the deepest. ``start``, ``end``, ``fall_pct``, and ``outlived``: whether
    the index was still quoted a year after the end.
    """
    path, under = dollar_index(record, index), falls_within(record, index, months)
    rows: list[tuple[pd.Timestamp, pd.Timestamp, float, bool]] = []
    deep = under[under >= least_pct].sort_values(ascending=False, kind="stable")
    days, levels = path.index, path.to_numpy()
    firsts = days.searchsorted(deep.index - pd.DateOffset(months=months))
    for end, depth, first, last in zip(deep.index, deep, firsts, days.get_indexer(deep.index), strict=True):
        if any(before <= end <= after for before, after, *_ in rows):
            continue
        start = days[first + levels[first : last + 1].argmax()]
        if all(end < before or start > after for before, after, *_ in rows):
            rows.append((start, end, depth, days[-1] >= end + pd.DateOffset(years=1)))
    return pd.DataFrame(sorted(rows), columns=["start", "end", "fall_pct", "outlived"])


# --- the bank's note -------------------------------------------------------------------------


@once
def pages_on_the_note(record: Snapshot) -> pd.DataFrame:
    """Return what pages wrote of the bank's note, in the order they came out.

    ``statement`` is ``"fall needed"`` or ``"rise to be undone"``; ``cut_pct_gdp`` is given where a page names a cut of
    the deficit that is not all of it.
    """
    pages = record.vintages("dollar_documents")
    return pages[pages["attributed_to"] == BANK].sort_values(["published", "number"], ignore_index=True)


def falls_printed(record: Snapshot, pages: str = "all") -> pd.DataFrame:
    """Return the pages' statements of a fall that brings the trade deficit to zero.

    ``pages``: ``"all"``, ``"named rate"`` (those that say which exchange rate) or ``"agency"`` (those that go back to a news
    agency).
    """
    found = pages_on_the_note(record)
    found = found[(found["statement"] == "fall needed") & found["cut_pct_gdp"].isna()]
    keep = {
        "all": found["part"].notna(),
        "named rate": found["rate"] != "not stated",
        "agency": found["publisher"].str.contains("Reuters"),
    }[pages]
    return found[keep]


@once
def rise_reported(record: Snapshot) -> float:
    """Return the rise of the real dollar, in percent, that the pages on the bank's note say is to be undone."""
    pages = pages_on_the_note(record)
    return float(pages.loc[pages["statement"] == "rise to be undone", "low_pct"].median())


def fifteen_year_changes(record: Snapshot) -> pd.DataFrame:
    """Return each real index's change over the 15 years before every month: ``publisher``, ``month``, ``change_pct``."""
    frames = []
    for publisher, index in (("BIS", "bis_real"), ("Federal Reserve", "fed_real")):
        path = dollar_index(record, index)
        path = path.reindex(pd.date_range(path.index.min(), path.index.max(), freq="MS")) if len(path) else path
        change = 100 * (path / path.shift(FIFTEEN_YEARS) - 1)
        frames.append(
            change.dropna().rename("change_pct").rename_axis("month").reset_index().assign(publisher=publisher)
        )
    return pd.concat(frames, ignore_index=True)[["publisher", "month", "change_pct"]]


def rises_to_be_undone(record: Snapshot, asked: pd.Timestamp) -> pd.DataFrame:
    """Return how far the real dollar had risen before the month of ``asked``, by several readings of "over 15 years".

    One row: ``publisher``, ``window``, ``start``, ``end``, ``rise_pct``, ``log_points``, ``undone_by_pct``.
    """
    rows = []
    for publisher, index in (("BIS", "bis_real"), ("Federal Reserve", "fed_real")):
        path = dollar_index(record, index)
        path = path[path.index < asked.replace(day=1)]
        if path[path.index >= "2020"].empty:
            continue
        peak, last = path[path.index >= "2020"].idxmax(), path.index[-1]
        starts = (
            ("lowest month to highest", path[(path.index >= "2006") & (path.index < "2020")].idxmin(), peak),
            ("15 years to the highest month", peak - pd.DateOffset(years=15), peak),
            ("15 years to the last month", last - pd.DateOffset(years=15), last),
        )
        for window, start, end in starts:
            rise = 100 * (path[end] / path[start] - 1)
            undone = float(model.fall_undoing(rise)) if rise >= 0 else np.nan
            rows.append((publisher, window, start, end, rise, float(model.log_points(rise)), undone))
    columns = ["publisher", "window", "start", "end", "rise_pct", "log_points", "undone_by_pct"]
    return pd.DataFrame(rows, columns=columns)


# --- prices ----------------------------------------------------------------------------------


@once
def price_effects(
    record: Snapshot, asked: pd.Timestamp, falls: tuple[float, ...] = (10.0, 20.0, 30.0, 40.0)
) -> pd.DataFrame:
    """Return what falls of the dollar add to US consumer prices, by published estimate and by arithmetic limit.

    One row: ``fall_pct``, ``foreign_currency_pct`` (its rise), ``short_run_pp``, ``two_years_pp`` (published),
    ``all_imports_pp`` (every import dearer in full; missing where the import share is not on record), ``weimar_pp``
    (prices follow foreign currency as in Germany in 1921), ``everything_pp`` (every price in the country dearer in full).
    """
    rows = record.vintages("exchange_rate_pass_through")
    rows = rows[rows["prices"] == "consumer prices"].set_index("horizon")
    shares = trade_shares(record, asked)
    table = pd.DataFrame({"fall_pct": falls})
    table["foreign_currency_pct"] = model.rise_of_foreign_currency(table["fall_pct"])
    for column, horizon in (("short_run_pp", "short run"), ("two_years_pp", "after two years")):
        table[column] = model.price_effect(falls, *rows.loc[horizon, ["move_pct", "effect_pp"]].astype(float))
    table["all_imports_pp"] = np.nan if shares is None else model.import_price_effect(falls, 1, shares[1])
    german = weimar_doubling(record)
    table["weimar_pp"] = table["foreign_currency_pct"] * german["rise_12m_pct"] / german["currency_12m_pct"]
    table["everything_pp"] = model.import_price_effect(falls, 1, 100)
    return table


def weimar(record: Snapshot) -> pd.DataFrame:
    """Return German wholesale prices by month, with what happened over twelve months, in percent.

    ``rise_12m_pct`` of prices, ``fall_12m_pct`` of the mark, ``currency_12m_pct``: the rise of foreign currency.
    """
    table = record.table("weimar_prices")
    prices, mark = (table[column] / table[column].shift(12) for column in ("wholesale_index", "us_cents_per_mark"))
    table["rise_12m_pct"], table["fall_12m_pct"], table["currency_12m_pct"] = (
        100 * (prices - 1),
        100 * (1 - mark),
        100 * (1 / mark - 1),
    )
    return table


@once
def weimar_doubling(record: Snapshot) -> pd.Series:
    """Return the row of :func:`weimar` for the first December in which prices had doubled in a year and the mark is on record."""
    table = weimar(record).set_index("month")
    december = table[(table.index.month == 12) & table["fall_12m_pct"].notna()]
    return december[december["rise_12m_pct"] >= 100].iloc[0]
