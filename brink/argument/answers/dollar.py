"""The answers to the claims on the dollar."""

from __future__ import annotations

import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import dollar
from brink.models import adjustment as model
from brink.record.snapshot import Snapshot
from brink.words import day


@answers("dollar-1")
def what_the_bank_wrote(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Read the number off the pages on the bank's note, and do its sum beside it."""
    pages = record.vintages("dollar_documents")
    bank = pages[pages["attributed_to"] == "Deutsche Bank"]
    rise = dollar.note_rise(record)
    undone = float(model.fall_undoing(rise))
    reversal = bank[bank["statement"] == "rise to be undone"]
    printed = bank[(bank["statement"] == "fall needed") & bank["cut_pct_gdp"].isna()]
    other = bank[bank["cut_pct_gdp"].notna()].iloc[0]
    gap = dollar.deficits(record).set_index("balance").loc["trade"]
    deficit = f"trade deficit of {gap['period']}"
    falls = dollar.literature_falls(record, gap["pct_gdp"]).set_index("study")
    scaled, imf = falls.loc["Deutsche Bank, as reported"], falls.loc[dollar.IMF_RULE]
    rule = record.vintages("external_adjustment_literature").set_index("study").loc[dollar.IMF_RULE]
    central, low, high = dollar.model_range(gap["pct_gdp"])
    return {
        "fall_that_undoes": Figure(
            undone,
            "note of 22 May 2025",
            pages=reversal["publisher"].nunique(),
            rise=rise,
            years=dollar.FIFTEEN_YEARS // 12,
            undone=undone,
        ),
        "number_pages_print": Figure(
            printed["low_pct"].median(), "headlines and texts, May 2025", pages=printed["publisher"].nunique()
        ),
        "same_fall_log": Figure(-model.log_points(-undone), "note of 22 May 2025"),
        "bank_other_figure": Figure(
            scaled["central_pct"],
            deficit,
            range=(scaled["low_pct"], scaled["high_pct"]),
            low=other["low_pct"],
            high=other["high_pct"],
            cut=other["cut_pct_gdp"],
        ),
        "imf_rule_10": Figure(
            imf["central_pct"],
            deficit,
            range=(imf["low_pct"], imf["high_pct"]),
            fall=rule["depreciation_low_pct"],
            gain=rule["balance_pct_gdp"],
            least=rule["balance_low_pct_gdp"],
            most=rule["balance_high_pct_gdp"],
        ),
        "three_region_model": Figure(central, deficit, range=(low, high)),
    }


@answers("dollar-2")
def fallen_already(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Measure the dollar's fall to the video's day on every index at hand, from its peak and from the year's start."""
    keys = [f"{index}_from_{base}" for index in ("formula", "closes", "fed") for base in ("peak", "year_end")]
    keys += [f"{index}_from_{base}" for index in ("fed_real", "bis_real") for base in ("peak", "december")]
    falls = dollar.falls_to_video(record)
    return {
        key: Figure(
            row.change_pct,
            f"{day(row.start)} to {day(row.end)}",
            why="The record of the day holds no copy of the index that reaches so far.",
            start=row.start_value,
            end=row.end_value,
            year_end=falls["change_pct"].iloc[1],
        )
        for key, row in zip(keys, falls.itertuples(index=False), strict=True)
    }


@answers("dollar-3")
def fallen_since(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Score "another 20 to 30 %": the deepest the dollar fell below the video's day within the horizon."""
    end = pd.Timestamp(find_claim("dollar-3").horizon)
    formula = dollar.ice_path(record).set_index("date")["index"]
    broad, real = dollar._series(record, "fed_dollar_index", "date"), dollar.real_index(record, "BIS")

    def fall(path: pd.Series, since: pd.Timestamp, until: pd.Timestamp | None, lowest: bool) -> Figure:
        base, after = path[:since], path[path.index > since][:until]
        if base.empty or after.empty:
            return Figure(None, why="The record ends before.")
        when = after.idxmin() if lowest else after.index[-1]
        return Figure(
            100 * (after[when] / base.iloc[-1] - 1), f"to {day(when)}", when=when, level=after[when], base=base.iloc[-1]
        )

    return {
        "lowest": fall(formula, asked, end, True),
        "year_on": fall(formula, asked, end, False),
        "lowest_to_date": fall(formula, asked, None, True),
        "newest_day": fall(formula, asked, None, False),
        "fed_lowest": fall(broad, asked, end, True),
        "bis_lowest": fall(real, asked.replace(day=1), end, True),
    }


@answers("dollar-4")
def current_account_share(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Take "is minus 3.8 %" for the newest year and the newest quarter published by the day."""
    said = find_claim("dollar-4").numbers[0]
    year = dollar.newest_year(record)
    rows = record.vintages("us_current_account")
    known = rows[rows["released"] <= asked]
    quarter = known[known["period"].str.len() == 6]["period"].max()
    newest = record.table("us_current_account").set_index("period")
    oecd = record.table("us_current_account_oecd").set_index("quarter")["share_pct"]
    earlier = known[(known["period"].str.len() == 4) & (known["period"] < year)].copy()
    earlier["distance"] = (earlier["share_pct"] - said).abs()
    earlier_year = earlier.sort_values(["distance", "period"], ascending=[True, False])["period"].iloc[0]
    quarters = oecd[oecd.index.str.startswith(year)]
    near = (quarters - said).abs().idxmin()
    first_print = known[known["period"] == near].sort_values("released")["share_pct"]

    def printed(period: str) -> Figure:
        row = newest.loc[period]
        return Figure(
            row["share_pct"], period, share=row["share_pct"], publisher=row["publisher"], released=row["released"]
        )

    return {
        "year": printed(year),
        "quarter": printed(quarter),
        "earlier_year": Figure(newest.loc[earlier_year, "share_pct"], earlier_year, back=int(year) - int(earlier_year)),
        "one_quarter": Figure(
            oecd[near],
            near,
            first=f" BEA had first printed {first_print.iloc[0]:.1f} for it." if len(first_print) else "",
        ),
        "mean_of_quarters": Figure(quarters.mean(), year),
    }


@answers("dollar-5")
def prices_after_the_fall(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Ask what a fall of 40 % adds to consumer prices, and hold it to the least that deserves the name of Weimar."""
    claim = find_claim("dollar-5")
    fall = find_claim("dollar-1").numbers[0]
    half, whole = (row for _, row in dollar.price_effects(record, (fall / 2, fall)).iterrows())
    period = f"a fall of {fall:g} %"
    return {
        "published": Figure(
            whole["two_years_pp"],
            period,
            range=(half["short_run_pp"], whole["two_years_pp"]),
            fall=fall,
            needed=claim.bar.bound / whole["foreign_currency_pct"],
        ),
        "every_import": Figure(whole["all_imports_pp"], period, why="The record of the day holds no import share."),
        "every_price": Figure(whole["everything_pp"], period),
    }


@answers("dollar-6")
def dollars_for_us_assets(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Take it as the identity it is: foreigners' net purchases of US assets are the current-account deficit."""
    gap = dollar.deficits(record).set_index("balance").loc["current account"]
    flows = record.table("us_rest_of_world_flows").set_index("period")
    gdp = dollar._gdp(record)
    measured = treasuries = Figure(None, why="The record of the day holds no flows.")
    if gap["period"] in flows.index and not gdp.empty:
        level = gdp[dollar._quarters_of(gap["period"])].mean()
        measured = Figure(-100 * flows.loc[gap["period"], "net_lending_usd_bn"] / level, gap["period"])
    years = dollar.treasuries_and_current_account(record)
    if not years.empty:
        slope, low, high = dollar.treasury_slope(years)
        treasuries = Figure(
            -slope * gap["pct_gdp"],
            f"{years['year'].iloc[0]} to {years['year'].iloc[-1]}",
            range=(-high * gap["pct_gdp"], -low * gap["pct_gdp"]),
            told="The range holds zero: there is no tie to be seen." if low < 0 < high else "The range excludes zero.",
        )
    return {"net": Figure(-gap["pct_gdp"], gap["period"]), "measured": measured, "treasuries": treasuries}
