"""The answers to the claims of the theme dollar: which figure of the record is which reading."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.argument.inventory import answers, find_claim
from brink.measures.dollar import (
    FIFTEEN_YEARS,
    IMF_RULE,
    _gdp,
    _quarters_of,
    _series,
    deficits,
    falls_to_video,
    ice_path,
    literature_falls,
    model_range,
    newest_year,
    note_rise,
    price_effects,
    real_index,
    treasuries_and_current_account,
    treasury_slope,
)
from brink.models import adjustment as model
from brink.record.snapshot import Snapshot
from brink.video import DAY
from brink.words import day

# --- claims ----------------------------------------------------------------------------------


@answers("dollar-1")
def what_the_bank_wrote(snapshot: Snapshot) -> list[Reading]:
    """Read the number off the pages on the bank's note, and do its sum beside it.

    The note is not public. The pages' text says that the real exchange rate rose by 40 % and that undoing it
    could bring the trade deficit to zero; a rise of 40 % is undone by a fall of 1 - 1/1.4.
    """
    unit = find_claim("dollar-1").unit
    pages = snapshot.vintages("dollar_documents")
    bank = pages[pages["attributed_to"] == "Deutsche Bank"]
    rise = note_rise(snapshot)
    undone = float(model.fall_undoing(rise))
    reversal = bank[bank["statement"] == "rise to be undone"]
    printed = bank[(bank["statement"] == "fall needed") & bank["cut_pct_gdp"].isna()]
    other = bank[bank["cut_pct_gdp"].notna()].iloc[0]
    gap = deficits(snapshot).set_index("balance").loc["trade"]
    deficit = f"trade deficit of {gap['period']}"
    falls = literature_falls(snapshot, gap["pct_gdp"]).set_index("study")
    scaled, imf = falls.loc["Deutsche Bank, as reported"], falls.loc[IMF_RULE]
    rule = snapshot.vintages("external_adjustment_literature").set_index("study").loc[IMF_RULE]
    central, low, high = model_range(gap["pct_gdp"])
    gap_tables = ("us_trade_balance",) if gap["how"] == "as reported" else ("us_trade_balance", "us_gdp_net_exports")
    literature = (*gap_tables, "external_adjustment_literature")
    return [
        Reading(
            "the fall that undoes the rise the bank reports", undone, unit, "note of 22 May 2025", ("dollar_documents",),
            f"In their text, {reversal['publisher'].nunique()} pages say that the real dollar rose by {rise:g} % over "
            f"{FIFTEEN_YEARS // 12} years and that undoing it could close the trade deficit; a rise of {rise:g} % is undone "
            f"by a fall of {undone:.1f} %.",
        ),
        Reading(
            "the number pages print as the fall needed", float(printed["low_pct"].median()), unit,
            "headlines and texts, May 2025", ("dollar_documents",),
            f"{printed['publisher'].nunique()} pages turn the rise into a fall of the same size; the one that names an "
            "exchange rate means the real one.",
        ),
        Reading(
            "the same fall in log points", -float(model.log_points(-undone)), unit, "note of 22 May 2025",
            ("dollar_documents",), "In log points a rise and the fall that undoes it are of one size.",
        ),
        Reading(
            f"the bank's other figure, {other['low_pct']:g} to {other['high_pct']:g} % for {other['cut_pct_gdp']:g} % of GDP",
            float(scaled["central_pct"]), unit, deficit, ("dollar_documents", *gap_tables),
            "Scaled to the whole trade deficit.", (float(scaled["low_pct"]), float(scaled["high_pct"])),
        ),
        Reading(
            f"the IMF's rule, {rule['depreciation_low_pct']:g} % for {rule['balance_pct_gdp']:g} % of GDP",
            float(imf["central_pct"]), unit, deficit, literature,
            f"The rule ranges from {rule['balance_low_pct_gdp']:g} to {rule['balance_high_pct_gdp']:g} % of GDP across economies.",
            (float(imf["low_pct"]), float(imf["high_pct"])),
        ),
        Reading(
            "a three-region model of the Obstfeld-Rogoff type", central, unit, deficit, gap_tables,
            "Its parameters are assumptions; the range is over the elasticities tried.", (low, high),
        ),
    ]  # fmt: skip


@answers("dollar-2")
def fallen_already(snapshot: Snapshot) -> list[Reading]:
    """Measure the dollar's fall to the video's day on every index at hand, from its peak and from the year's start.

    Literal: the index the markets quote, from its last peak; its formula on the ECB's rates needs no licence.
    """
    unit = find_claim("dollar-2").unit
    falls = falls_to_video(snapshot)
    readings = []
    for position, row in enumerate(falls.itertuples(index=False)):
        when = day if row.base in ("peak", "end of 2024") else "{:%B %Y}".format
        note = f"From {row.start_value:.2f} to {row.end_value:.2f}."
        if np.isnan(row.change_pct):
            note = "The record of the day holds no copy of the index that reaches so far."
        elif position == 0:
            note += f" The peak is the kindest base: from the end of 2024 it was {falls['change_pct'].iloc[1]:.1f} %."
        label = f"{row.index}, from {row.base}" if row.base == "December 2024" else f"{row.index}, from the {row.base}"
        readings.append(
            Reading(
                label, None if np.isnan(row.change_pct) else float(row.change_pct), unit,
                f"{when(row.start)} to {when(row.end)}", (row.table,), note.replace("-", "−"),
            )
        )  # fmt: skip
    return readings


@answers("dollar-3")
def fallen_since(snapshot: Snapshot) -> list[Reading]:
    """Score "another 20 to 30 %": the deepest the dollar fell below the video's day within the horizon.

    The video names no date; the horizon is a year. The lowest day counts, not the last: the reading most
    favourable to the prediction.
    """
    claim = find_claim("dollar-3")
    end = pd.Timestamp(claim.horizon)
    path = ice_path(snapshot).set_index("date")["index"]
    base = path[path.index <= DAY].iloc[-1]
    since = path[path.index > DAY]
    if since.empty:
        return []
    within = since[since.index <= end]
    readings = [
        ("ICE formula, its lowest day within a year", within.min(), within.idxmin()),
        ("ICE formula, a year on", within.iloc[-1], within.index[-1]),
        ("ICE formula, its lowest day to date", since.min(), since.idxmin()),
        ("ICE formula, newest day", since.iloc[-1], since.index[-1]),
    ]
    found = [
        Reading(
            label, float(100 * (value / base - 1)), claim.unit, f"to {day(when)}", ("ecb_fx_rates",),
            f"On {day(when)} it stood at {value:.2f}, against {base:.2f} on the video's day.",
        )
        for label, value, when in readings
    ]  # fmt: skip
    broad, real = _series(snapshot, "fed_dollar_index", "date"), real_index(snapshot, "BIS")
    for label, series, table, start in (
        ("Federal Reserve broad nominal index, its lowest day within a year", broad, "fed_dollar_index", DAY),
        ("BIS broad real index, its lowest month within a year", real, "bis_reer", DAY.replace(day=1)),
    ):
        after = series[(series.index > start) & (series.index <= end)]
        if start in series.index and not after.empty:
            found.append(
                Reading(
                    label, float(100 * (after.min() / series[start] - 1)), claim.unit, f"to {after.idxmin():%B %Y}",
                    (table,), f"{after.min():.2f} against {series[start]:.2f}.",
                )
            )  # fmt: skip
    return found


@answers("dollar-4")
def current_account_share(snapshot: Snapshot) -> list[Reading]:
    """Take "is minus 3.8 %" for the newest year and the newest quarter published by the video's day.

    Charitable: the nearest earlier year, and quarters of that year in the OECD's unrounded series.
    """
    claim = find_claim("dollar-4")
    year = newest_year(snapshot)
    rows = snapshot.vintages("us_current_account")
    known = rows[rows["released"] <= DAY]
    quarter = known[known["period"].str.len() == 6]["period"].max()
    newest = snapshot.table("us_current_account").set_index("period")
    oecd = snapshot.table("us_current_account_oecd").set_index("quarter")["share_pct"]
    earlier = known[(known["period"].str.len() == 4) & (known["period"] < year)].copy()
    earlier["distance"] = (earlier["share_pct"] - claim.claimed).abs()
    earlier_year = earlier.sort_values(["distance", "period"], ascending=[True, False])["period"].iloc[0]
    quarters = oecd[oecd.index.str.startswith(year)]
    near = (quarters - claim.claimed).abs().idxmin()
    first_print = known[known["period"] == near].sort_values("released")["share_pct"]
    said = f" BEA had first printed {first_print.iloc[0]:.1f} for it." if len(first_print) else ""
    tables, oecd_tables = ("us_current_account",), ("us_current_account_oecd",)

    def source(period: str) -> str:
        row = newest.loc[period]
        return f"{period}: {row['share_pct']:.1f} % by {row['publisher']}, on record from {row['released']:%B %Y}."

    readings = [
        ("the newest year then published", newest.loc[year, "share_pct"], year, tables, source(year)),
        ("the newest quarter then published", newest.loc[quarter, "share_pct"], quarter, tables, source(quarter)),
        ("an earlier year", newest.loc[earlier_year, "share_pct"], earlier_year, tables,
         f"The last full year with this share, {int(year) - int(earlier_year)} years before the newest."),
        ("one quarter of the newest year, OECD series", oecd[near], near, oecd_tables, f"Not the newest quarter.{said}"),
        ("mean of the newest year's quarters, OECD series", quarters.mean(), year, oecd_tables, "The year, before rounding."),
    ]  # fmt: skip
    return [
        Reading(label, float(value), claim.unit, period, used, note.replace(" -", " −"))
        for label, value, period, used, note in readings
    ]


@answers("dollar-5")
def prices_after_the_fall(snapshot: Snapshot) -> list[Reading]:
    """Ask what a fall of 40 % adds to consumer prices, and hold it to the least that deserves the name of Weimar.

    The test asks for a doubling of prices within two years; Weimar's prices rose a billionfold in one. No path
    from a fall to a hyperinflation leads through import prices alone: it would take pass-through above one.
    """
    claim = find_claim("dollar-5")
    fall = float(find_claim("dollar-1").numbers[0])
    half, whole = (row for _, row in price_effects(snapshot, (fall / 2, fall)).iterrows())
    needed = next(iter(claim.test.values())) / whole["foreign_currency_pct"]
    period = f"a fall of {fall:g} %"
    imports = None if np.isnan(whole["all_imports_pp"]) else float(whole["all_imports_pp"])
    return [
        Reading(
            "published pass-through, after two years", float(whole["two_years_pp"]), claim.unit, period,
            ("exchange_rate_pass_through",),
            f"Published estimates carried over to a fall of {fall:g} %; the low end of the range is half the fall and the short "
            f"run. They come from smaller moves in calm years. What would flip it: every price rising {needed:.1f} times as much as foreign currency, which takes money printed, not a "
            "cheaper dollar.",
            (float(half["short_run_pp"]), float(whole["two_years_pp"])),
        ),
        Reading(
            "every import dearer in full", imports, claim.unit, period, ("us_gdp_net_exports",),
            "The import share of GDP times the rise of foreign currency, nothing absorbed on the way.",
        ),
        Reading(
            "every price in the country dearer in full", float(whole["everything_pp"]), claim.unit, period,
            (), "As if the whole economy were imported: the rise of foreign currency itself.",
        ),
    ]  # fmt: skip


@answers("dollar-6")
def dollars_for_us_assets(snapshot: Snapshot) -> list[Reading]:
    """Take it as the identity it is: foreigners' net purchases of US assets are the current-account deficit.

    Literal: by how much net foreign buying changes when the newest deficit known on the video's day is closed.
    Beside it what was measured, and what the record says of Treasuries.
    """
    claim = find_claim("dollar-6")
    gap = deficits(snapshot).set_index("balance").loc["current account"]
    readings = [
        Reading(
            "net foreign purchases of all US assets", float(-gap["pct_gdp"]), claim.unit, str(gap["period"]), ("us_current_account",),
            "By identity, capital account and measurement errors apart. Net: what foreigners buy less what Americans buy "
            "abroad. Gross purchases are not bound by it.",
        )
    ]  # fmt: skip
    flows = snapshot.table("us_rest_of_world_flows").set_index("period")
    gdp = _gdp(snapshot)
    if gap["period"] in flows.index and not gdp.empty:
        level = gdp[_quarters_of(gap["period"])].mean()
        readings.append(
            Reading(
                "the same, measured in the financial account", float(-100 * flows.loc[gap["period"], "net_lending_usd_bn"] / level),
                claim.unit, str(gap["period"]), ("us_rest_of_world_flows", "us_gdp_net_exports"),
                "What foreigners lend as measured; it differs from the deficit by errors of measurement.",
            )
        )  # fmt: skip
    years = treasuries_and_current_account(snapshot)
    if not years.empty:
        slope, low, high = treasury_slope(years)
        readings.append(
            Reading(
                "foreign purchases of Treasuries", float(-slope * gap["pct_gdp"]), claim.unit,
                f"{years['year'].iloc[0]} to {years['year'].iloc[-1]}",
                ("us_federal_debt_foreign_holdings", "us_current_account", "us_gdp_net_exports"),
                "By the tie between the deficit and the change of foreign holdings in these years. "
                + ("The range holds zero: there is no tie to be seen." if low < 0 < high else "The range excludes zero."),
                (float(-high * gap["pct_gdp"]), float(-low * gap["pct_gdp"])),
            )
        )  # fmt: skip
    return readings
