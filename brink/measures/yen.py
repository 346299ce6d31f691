"""The yen since July 2024, and what a stronger one has been followed by."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.measures.prices import japanese_inflation
from brink.measures.trap import national_accounts, quarters
from brink.models.prices import stronger
from brink.models.statistics import Estimate, distributed_lag
from brink.record.snapshot import Snapshot, once

#: The rise of the yen that the effects are given for, in percent.
RISE = 10
#: A great rise of the yen: by so many percent or more within so many quarters.
GREAT_RISE, GREAT_RISE_QUARTERS = 25, 8
#: The quarters of 2008 and 2009 in which world trade broke while the yen, a haven, rose: by their last month.
SLUMP = pd.DatetimeIndex(["2008-12-01", "2009-03-01"])
#: Periods over which errors may be correlated: quarters, and months of overlapping yearly changes.
HAC_QUARTERS, HAC_MONTHS = 6, 18


@once
def yen_path(snapshot: Snapshot, base: pd.Timestamp) -> pd.DataFrame:
    """Return the yen by month since 2024, each measure as percent above (+) or below its mean of the month ``base``.

    ``dollar`` and ``euro`` are what one yen buys; ``nominal`` and ``real`` the trade-weighted rates.
    The real rate is one vintage throughout: the newest that holds the month.
    """
    dollars = snapshot.table("usdjpy_monthly").set_index("month")["jpy_per_usd"]
    ecb = snapshot.table("ecb_fx_rates").set_index("date")["jpy"]["2024":]
    real = snapshot.vintages("bis_reer")
    real = real[real["economy"] == "JP"]
    real = real[real["released"] == real.loc[real["month"] == base, "released"].max()]
    months = pd.date_range("2024-01-01", dollars.index.max(), freq="MS", name="month")
    frame = pd.DataFrame(
        {
            "dollar": 1 / dollars,
            "euro": 1 / ecb.groupby(ecb.index.to_period("M").to_timestamp()).mean(),
            "nominal": snapshot.table("yen_effective_rates").set_index("month")["index"],
            "real": real.set_index("month")["index"],
        }
    ).reindex(months.union([base]))
    return ((frame / frame.loc[base] - 1) * 100).loc[months].rename_axis("month").reset_index()


@once
def daily_yen(snapshot: Snapshot, currency: str) -> pd.Series:
    """Return the yen for one unit of a currency by day: "dollar" (noon in New York), "euro" (fixing in Frankfurt)."""
    if currency == "dollar":
        return snapshot.table("usdjpy_daily").set_index("date")["jpy_per_usd"]
    return snapshot.table("ecb_fx_rates").set_index("date")["jpy"]["2024":]


@once
def yen_measures(snapshot: Snapshot) -> dict[str, pd.Series]:
    """Return the value of the yen by month on each measure the record holds, a rise being a stronger yen.

    "real" is the longest single vintage of the BIS real broad index, "nominal" the trade-weighted
    nominal rate, "dollar" the dollars a yen buys.
    """
    real = snapshot.vintages("bis_reer")
    real = real[real["economy"] == "JP"]
    longest = real.groupby("released").size().idxmax() if len(real) else None
    found = {
        "real": real[real["released"] == longest].set_index("month")["index"],
        "nominal": snapshot.table("yen_effective_rates").set_index("month")["index"],
        "dollar": 1 / snapshot.table("usdjpy_monthly").set_index("month")["jpy_per_usd"],
    }
    return {name: series.astype(float) for name, series in found.items() if len(series)}


@once
def yen_moves(snapshot: Snapshot, measure: str, effect: str) -> pd.DataFrame:
    """Return the move of an effect beside that of the yen, by the last month of each period; empty without the measure.

    ``effect``: "import prices", "export prices in yen" (deflators of the national accounts), "export volume", "import
    volume", "export earnings in yen": log changes by quarter. "consumer prices": by month, both on the year before, percent.
    """
    rate = yen_measures(snapshot).get(measure, pd.Series(index=pd.DatetimeIndex([]), dtype=float))
    if effect == "consumer prices":
        both = pd.DataFrame({"effect": japanese_inflation(snapshot), "yen": (rate / rate.shift(12) - 1) * 100})
        return both.dropna()
    accounts = quarters(national_accounts(snapshot))
    levels = {
        "import prices": accounts["nominal_imports"] / accounts["real_imports"],
        "export prices in yen": accounts["nominal_exports"] / accounts["real_exports"],
        "export volume": accounts["real_exports"],
        "export earnings in yen": accounts["nominal_exports"],
        "import volume": accounts["real_imports"],
    }
    level = levels[effect].set_axis(pd.PeriodIndex(accounts.index, freq="Q"))
    by_quarter = rate.groupby(rate.index.to_period("Q"))
    means = by_quarter.mean()[by_quarter.size() == 3]
    both = np.log(pd.DataFrame({"effect": level, "yen": means}).dropna()).diff()
    return both.set_axis(both.index.asfreq("M", "end").to_timestamp())


@once
def _responses(
    snapshot: Snapshot, measure: str, effect: str, until: pd.Timestamp, since: int, lags: int, slump: bool
) -> Estimate | None:
    """Return the sum of the responses to a yen stronger by one log point; ``None`` where the record holds too little."""
    moves = yen_moves(snapshot, measure, effect)[str(since) : until]
    if not slump:
        moves = moves.assign(effect=moves["effect"].mask(moves.index.isin(SLUMP)))
    try:
        if effect == "consumer prices":
            return distributed_lag(moves["effect"], moves["yen"], tuple(range(0, 3 * lags + 1, 6)), HAC_MONTHS)
        return distributed_lag(moves["effect"], moves["yen"], range(lags + 1), HAC_QUARTERS)
    except ValueError:  # too few observations for a band that means something
        return None


@once
def yen_effect(
    snapshot: Snapshot,
    measure: str,
    effect: str,
    until: pd.Timestamp,
    *,
    since: int = 1990,
    lags: int = 4,
    rise: float = RISE,
    slump: bool = True,
) -> Estimate | None:
    """Return what followed a yen stronger by ``rise`` percent, in percent, with its 95 % band.

    The sum of the responses over the quarter of the move and the ``lags`` after it
    (:func:`brink.models.statistics.distributed_lag` on :func:`yen_moves`); consumer prices answer in half-years.

    ``since`` and ``until`` bound the years of the record used; without ``slump`` the quarters :data:`SLUMP` are not
    explained; nothing but the yen enters. ``None`` where the record holds too little.
    """
    found = _responses(snapshot, measure, effect, until, since, lags, slump)
    if found is None or effect == "consumer prices":
        return found and found.times(rise)
    value, low, high = (float(stronger(rise, elasticity)) for elasticity in found[:3])
    return Estimate(value, low, high, found.n)


EFFECTS = (
    "import prices",
    "consumer prices",
    "export prices in yen",
    "export volume",
    "export earnings in yen",
    "import volume",
)


def yen_effects(snapshot: Snapshot, until: pd.Timestamp, rise: float = RISE) -> pd.DataFrame:
    """Return :func:`yen_effect` of a ``rise`` for all effects on all measures of the yen, one a row."""
    rows = []
    for measure in yen_measures(snapshot):
        for effect in EFFECTS:
            found = yen_effect(snapshot, measure, effect, until, rise=rise)
            if found:
                rows.append((measure, effect, *found))
    return pd.DataFrame(rows, columns=["measure", "effect", "change_pct", "low_pct", "high_pct", "n"])


@once
def great_rises(snapshot: Snapshot) -> pd.DataFrame:
    """Return the great rises of the yen on record, and what was shipped abroad a year after each against before it.

    A rise begins in the weakest of the :data:`GREAT_RISE_QUARTERS` quarters before its ``top``, the quarter in which the
    real trade-weighted yen stood highest above it, by :data:`GREAT_RISE` percent or more. ``shipped_pct`` is the change of
    the volume of exports from the ``start`` to four quarters after the top, ``worst_pct`` the lowest on the way.
    """
    rate = yen_measures(snapshot).get("real", pd.Series(index=pd.DatetimeIndex([]), dtype=float))
    means = rate.groupby(rate.index.to_period("Q")).mean()
    exports = quarters(national_accounts(snapshot))["real_exports"]
    exports = exports.set_axis(pd.PeriodIndex(exports.index, freq="Q"))
    means = means[means.index.isin(exports.index)]
    above = 100 * (means / means.rolling(GREAT_RISE_QUARTERS + 1, min_periods=1).min() - 1)
    great = above[above >= GREAT_RISE]
    apart = (pd.Series(great.index.astype("int64"), great.index).diff() > GREAT_RISE_QUARTERS).cumsum()
    rows = []
    for _, run in great.groupby(apart):
        top = run.idxmax()
        start = means[top - GREAT_RISE_QUARTERS : top].idxmin()
        path = 100 * (exports[start : top + 4] / exports[start] - 1)
        if top + 4 in path.index:
            rows.append((str(start), str(top), run.max(), path.iloc[-1], path.min()))
    return pd.DataFrame(rows, columns=["start", "top", "rise_pct", "shipped_pct", "worst_pct"])


@once
def published_effects(snapshot: Snapshot, rise: float = RISE) -> dict[str, tuple[float, float]]:
    """Return the least and the most that published estimates give for a yen stronger by ``rise`` percent, in percent.

    For "export volume" and "consumer prices"; those of consumer prices are scaled to the rise.
    """
    studies = snapshot.table("japan_price_studies")
    volume = studies[(studies["about"] == "export volume") & (studies["unit"] == "elasticity")]["value"]
    prices = studies[(studies["about"] == "consumer prices") & (studies["unit"] == "percent")]
    size = prices["quantity"].str.extract(r"after a (\d+) % weaker yen")[0].astype(float)
    found = {"export volume": stronger(rise, -volume), "consumer prices": -(prices["value"] * rise / size).to_numpy()}
    return {name: (float(values.max()), float(values.min())) for name, values in found.items() if len(values)}
