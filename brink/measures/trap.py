"""Growth, households and exports: is Japan's economy trapped? Prices are in ``prices``, the yen in ``yen``."""

from __future__ import annotations

import pandas as pd

from brink.models.prices import annualised, contributions, quarterly, real_change
from brink.record.snapshot import Snapshot, once

#: What is taken off exports: nothing, the imported parts and fuel in them, those rising with the country's imports, all imports.
NETTING = ("gross", "content", "rising", "net")
#: The year of the OECD's estimate of the imported parts in an export.
CONTENT_YEAR = "FY2014"
#: Growth below which a share of it says nothing, percent.
TOO_LITTLE = 0.5
#: Columns of the national accounts, for days on which none were public.
SERIES = (
    "nominal_exports",
    "nominal_gdp",
    "nominal_imports",
    "real_exports",
    "real_gdp",
    "real_imports",
    "real_private_consumption",
)


# --- growth ----------------------------------------------------------------------------------


@once
def growth_estimates(snapshot: Snapshot) -> pd.DataFrame:
    """Return every estimate of every quarter's growth since 2023, by release.

    ``measure`` is the change on the quarter or annualised; ``source`` tells whether the figure was "printed", follows
    from a series of "levels", or from the printed "annual rate" of a release whose change on the quarter was not found.
    """
    printed = snapshot.vintages("japan_gdp_estimates")[["quarter", "measure", "released", "estimate", "value_pct"]]
    printed = printed[printed["measure"].isin(["on the quarter", "annualised"])].assign(source="printed")
    printed["value_pct"] += 0.0  # a fall too small to print, "-0.0", is no change
    levels = snapshot.vintages("japan_gdp_levels")
    levels = levels[(levels["series"] == "real_gdp") & levels["period"].str.contains("Q")]
    growth = levels.groupby("released")["value_jpy_bn"].pct_change() * 100
    computed = pd.DataFrame(
        {"quarter": levels["period"], "released": levels["released"], "estimate": "revision", "value_pct": growth}
    )[levels["period"] >= "2023Q1"]
    yearly = printed[printed["measure"] == "annualised"]
    parts = (
        printed,
        computed.assign(measure="on the quarter", source="levels"),
        computed.assign(measure="annualised", source="levels", value_pct=annualised(computed["value_pct"])),
        yearly.assign(measure="on the quarter", source="annual rate", value_pct=quarterly(yearly["value_pct"])),
    )
    key = ["quarter", "measure", "released"]
    found = pd.concat([part for part in parts if len(part)] or [printed])
    return found.drop_duplicates(key).sort_values(key, ignore_index=True)


@once
def estimates_of(snapshot: Snapshot, quarter: str, measure: str = "on the quarter", source: str = "") -> pd.DataFrame:
    """Return a quarter's estimates in order of release; from one ``source`` only where one is named."""
    rows = growth_estimates(snapshot)
    rows = rows[(rows["quarter"] == quarter) & (rows["measure"] == measure)]
    return rows[rows["source"] == source] if source else rows


@once
def change_on_the_quarter(snapshot: Snapshot, quarter: str) -> pd.DataFrame:
    """Return a quarter's newest change on the quarter before, from the levels of that release where they are on record.

    At most one row. A printed rate is rounded to a tenth: a fall of 0.04 % is printed as "-0.0".
    """
    newest = estimates_of(snapshot, quarter).tail(1).copy()
    levels = snapshot.vintages("japan_gdp_levels")
    of_release = levels["released"].isin(newest["released"]) & (levels["series"] == "real_gdp")
    change = levels[of_release & levels["period"].str.contains("Q")].set_index("period")["value_jpy_bn"].pct_change()
    if quarter in change.index:
        newest["value_pct"] = 100 * change[quarter]
    return newest


@once
def revisions(snapshot: Snapshot, measure: str) -> pd.DataFrame:
    """Return, for each quarter with both, the first estimate, the second, and the revision in percentage points."""
    rows = growth_estimates(snapshot)
    rows = rows[
        (rows["measure"] == measure) & (rows["source"] == "printed") & rows["estimate"].str.contains("preliminary")
    ]
    wide = rows.pivot(index="quarter", columns="estimate", values="value_pct")
    wide = (
        wide.reindex(columns=["first preliminary", "second preliminary"]).dropna().set_axis(["first", "second"], axis=1)
    )
    return wide.assign(revision=(wide["second"] - wide["first"]).round(2)).reset_index()


@once
def capital_expenditure(snapshot: Snapshot, quarter: str) -> pd.Series:
    """Return the estimates of a quarter's growth of private capital expenditure, by estimate."""
    rows = snapshot.vintages("japan_gdp_estimates")
    rows = rows[(rows["quarter"] == quarter) & rows["measure"].str.startswith("capital expenditure")]
    return rows.set_index("estimate")["value_pct"]


@once
def real_gdp(snapshot: Snapshot) -> pd.Series:
    """Return real GDP by quarter, billion chained yen at annual rates, of the newest series of levels."""
    levels = snapshot.vintages("japan_gdp_levels")
    levels = levels[(levels["series"] == "real_gdp") & levels["period"].str.contains("Q")]
    levels = levels[levels["released"] == levels["released"].max()]
    return levels.set_index("period")["value_jpy_bn"]


@once
def national_accounts(snapshot: Snapshot) -> pd.DataFrame:
    """Return GDP, consumption, exports and imports by quarter and fiscal year, all of one vintage.

    The newest vintage that holds exports and imports: parts and whole must be of one release.
    """
    levels = snapshot.vintages("japan_gdp_levels")
    newest = levels.loc[levels["series"] == "real_exports", "released"].max()
    wide = levels[levels["released"] == newest].pivot(index="period", columns="series", values="value_jpy_bn")
    return wide.reindex(columns=list(SERIES))


@once
def accounts_release(snapshot: Snapshot) -> pd.Timestamp | None:
    """Return the day of the release :func:`national_accounts` rests on; ``None`` before the first on record."""
    levels = snapshot.vintages("japan_gdp_levels")
    day = levels.loc[levels["series"] == "real_exports", "released"].max()
    return None if day is pd.NaT else day


def quarters(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the quarters of the national accounts."""
    return accounts[accounts.index.astype("str").str.contains("Q")]


# --- recessions ------------------------------------------------------------------------------


@once
def recessions(snapshot: Snapshot, falls: int = 2) -> pd.DataFrame:
    """Return the recessions of the record: at least ``falls`` quarters in a row in which real GDP fell.

    ``depth_pct`` is the level at the ``last`` of them against the highest level before; ``regained`` the quarter in which
    that level was reached again, missing where it was not.
    """
    return _spells(real_gdp(snapshot), falls)


def _spells(levels: pd.Series, falls: int) -> pd.DataFrame:
    falling = levels.diff() < 0
    run = (falling != falling.shift()).cumsum()
    rows = []
    for _, spell in levels[falling].groupby(run[falling]):
        if len(spell) >= falls:
            peak = levels[: spell.index[0]].max()
            regained = levels[spell.index[-1] :]
            regained = regained[regained >= peak]
            back = regained.index[0] if len(regained) else None
            rows.append((spell.index[0], spell.index[-1], 100 * (spell.iloc[-1] / peak - 1), back))
    return pd.DataFrame(rows, columns=["first", "last", "depth_pct", "regained"])


@once
def recoveries(snapshot: Snapshot, length: int = 4, falls: int = 2) -> pd.DataFrame:
    """Return what made up growth in the ``length`` quarters after each recession, in percentage points.

    A recovery that the record has not seen to its end is left out. ``consumption_pp`` is households'; the other columns
    are those of :func:`exports_parts`.
    """
    parts = exports_parts(snapshot, fiscal=False)
    rows = []
    # Of the vintage that holds the parts: later ones date the recessions differently.
    levels = quarters(national_accounts(snapshot))["real_gdp"]
    for row in _spells(levels, falls).itertuples():
        after = parts[parts.index > row.last].head(length)
        if len(after) == length:
            rows.append({"after": row.last, **after.sum()})
    return pd.DataFrame(rows, columns=["after", *parts.columns])


# --- households ------------------------------------------------------------------------------


@once
def household_spending(snapshot: Snapshot) -> pd.DataFrame:
    """Return household spending by month: real change on the year, published or recomputed.

    Recomputed means ``(1 + nominal) / (1 + prices) - 1`` with consumer prices without imputed rent,
    the survey's own deflator; a month with neither stays missing.
    """
    wide = snapshot.table("japan_household_spending").pivot(index="month", columns="measure", values="value_pct")
    wide = wide.reindex(
        columns=["real, on the year", "real, on the month", "core, real, on the year", "nominal, on the year"]
    )
    deflator = snapshot.table("japan_cpi")
    deflator = deflator[deflator["item"] == "less imputed rent"].set_index("month")["yoy_pct"].reindex(wide.index)
    recomputed = pd.Series(real_change(wide["nominal, on the year"], deflator), wide.index)
    frame = pd.DataFrame(
        {
            "published_pct": wide["real, on the year"],
            "recomputed_pct": recomputed.where(wide["real, on the year"].isna()),
            "month_on_month_pct": wide["real, on the month"],
            "core_pct": wide["core, real, on the year"],
        }
    )
    if frame.empty:
        return frame.rename_axis("month").reset_index()
    whole = pd.date_range(frame.index.min(), frame.index.max(), freq="MS", name="month")
    return frame.reindex(whole).reset_index()


@once
def spending(snapshot: Snapshot) -> pd.Series:
    """Return household spending by month, real, percent on the year: published, else recomputed; gaps left out."""
    frame = household_spending(snapshot).set_index("month")
    return frame["published_pct"].fillna(frame["recomputed_pct"]).dropna()


@once
def consumption_change(snapshot: Snapshot, length: int = 4) -> pd.Series:
    """Return real private consumption against ``length`` quarters before, percent, by quarter."""
    level = quarters(national_accounts(snapshot))["real_private_consumption"]
    return ((level / level.shift(length) - 1) * 100).dropna()


# --- exports ---------------------------------------------------------------------------------


@once
def export_change(snapshot: Snapshot, length: int = 4) -> pd.Series:
    """Return real exports of goods and services against ``length`` quarters before, percent, by quarter."""
    level = quarters(national_accounts(snapshot))["real_exports"]
    return ((level / level.shift(length) - 1) * 100).dropna()


@once
def customs_exports(snapshot: Snapshot, partner: str) -> pd.Series:
    """Return the value of goods exported on the year before, percent, by month, as released: "World", "United States"."""
    rows = snapshot.table("japan_trade_releases")
    month = rows["period_end"].dt.to_period("M") == rows["period_start"].dt.to_period("M")
    rows = rows[(rows["item"] == "exports") & (rows["partner"] == partner) & month]
    return rows.set_index("period_start")["yoy_pct"].dropna().sort_index()


@once
def growth_contributions(snapshot: Snapshot, *, fiscal: bool) -> pd.DataFrame:
    """Return what exports, imports and private consumption added to real growth, in percentage points.

    By fiscal year or by quarter (not annualised), all of one vintage of the national accounts.
    ``exports_share_pct`` and ``net_share_pct`` are shares of nominal GDP. Consumption uses the share
    in real GDP, for want of its nominal series.
    """
    accounts = national_accounts(snapshot)
    accounts = accounts[accounts.index.astype("str").str.startswith("FY") == fiscal]
    whole = accounts["nominal_gdp"]
    exports = contributions(accounts["nominal_exports"], whole, accounts["real_exports"])
    imports = -contributions(accounts["nominal_imports"], whole, accounts["real_imports"])
    consumption = contributions(
        accounts["real_private_consumption"], accounts["real_gdp"], accounts["real_private_consumption"]
    )
    return pd.DataFrame(
        {
            "period": accounts.index,
            "growth_pct": accounts["real_gdp"].pct_change().to_numpy() * 100,
            "exports_pp": exports,
            "imports_pp": imports,
            "net_exports_pp": exports + imports,
            "consumption_pp": consumption,
            "exports_share_pct": (accounts["nominal_exports"] / whole * 100).to_numpy(),
            "net_share_pct": ((accounts["nominal_exports"] - accounts["nominal_imports"]) / whole * 100).to_numpy(),
        }
    )


@once
def exports_parts(snapshot: Snapshot, *, fiscal: bool) -> pd.DataFrame:
    """Return what exports added to real growth, in percentage points, by period and by what is taken off them.

    The columns are :data:`NETTING`. "content" takes off the share the OECD found (:func:`imported_content`) and holds it;
    "rising" lets it move with imports' part in all that was supplied, :math:`M / (Y + M)` in chained prices, from
    :data:`CONTENT_YEAR` on and back. Parts of growth reckoned gross add up to more than all of it. Empty before the OECD's estimate.
    """
    added = growth_contributions(snapshot, fiscal=fiscal).set_index("period")
    content = imported_content(snapshot)
    if content is None or CONTENT_YEAR not in national_accounts(snapshot).index:
        return pd.DataFrame(columns=["growth_pct", "consumption_pp", *NETTING])
    accounts = national_accounts(snapshot).loc[added.index]
    supplied = accounts["real_imports"] / (accounts["real_gdp"] + accounts["real_imports"])
    base = national_accounts(snapshot).loc[CONTENT_YEAR]
    taken = content / 100 * supplied / (base["real_imports"] / (base["real_gdp"] + base["real_imports"]))
    weight = (accounts["nominal_exports"] / accounts["nominal_gdp"]).shift()
    grown = accounts["real_exports"] / accounts["real_exports"].shift()
    return pd.DataFrame(
        {
            "growth_pct": added["growth_pct"],
            "consumption_pp": added["consumption_pp"],
            "gross": added["exports_pp"],
            "content": added["exports_pp"] * (1 - content / 100),
            "rising": 100 * weight * ((1 - taken) * grown - (1 - taken.shift())),
            "net": added["net_exports_pp"],
        }
    )


@once
def exports_share(snapshot: Snapshot, years: int, netting: str) -> pd.Series:
    """Return exports' part in the growth of the ``years`` fiscal years to each, percent, by the last of them."""
    sums = exports_parts(snapshot, fiscal=True).dropna().rolling(years).sum().dropna()
    return 100 * sums[netting] / sums["growth_pct"]


@once
def imported_content(snapshot: Snapshot) -> float | None:
    """Return the share of an export's value that was imported, percent, by the OECD's estimate; ``None`` before it."""
    studies = snapshot.table("japan_price_studies")
    found = studies[studies["about"] == "imported content"].sort_values("published")["value"]
    return float(found.iloc[-1]) if len(found) else None


@once
def export_shares(snapshot: Snapshot) -> pd.DataFrame:
    """Return exports of goods and services in percent of GDP, years as rows, the seven countries as columns."""
    return snapshot.table("g7_export_shares").pivot(index="year", columns="country", values="share_pct")
