"""The answers to the claims on the dollar."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import dollar, external, required_fall
from brink.models import adjustment as model
from brink.record.snapshot import Snapshot
from brink.words import day

NO_RATES = "The record of that day holds no rates for it."
NO_COPY = "No copy of this index made by that day is in our record; the publisher had one."
NO_GAP = "The record of that day holds no trade deficit for the newest year."


@answers("dollar-1")
def what_the_bank_wrote(record: Snapshot, asked: pd.Timestamp, *, pages: str) -> dict[str, Figure]:
    """Read the number off the pages on the bank's note, which is not public; beside it the sums that can be done."""
    printed, note = dollar.falls_printed(record, pages), dollar.pages_on_the_note(record)
    if printed.empty:
        none = Figure(None, why="No page on the bank's note was public by that day.")
        return dict.fromkeys(find_claim("dollar-1").readings, none)
    rise, reversal = dollar.rise_reported(record), note[note["statement"] == "rise to be undone"]
    told = f"pages of {day(note['published'].min())} to {day(note['published'].max())}"
    gap = external.deficits(record, asked).loc["trade"]
    deficit = f"trade deficit of {gap['period']}"
    falls = required_fall.literature_falls(record, gap["pct_gdp"])
    rule = record.vintages("external_adjustment_literature").set_index("study").loc[required_fall.IMF_RULE]
    other = note[note["cut_pct_gdp"].notna()]

    def published(study: str, **facts: Any) -> Figure:
        if study not in falls.index:
            return Figure(None, why="No page with this figure was public by that day.", **facts)
        row = falls.loc[study]
        return Figure(row["central_pct"], deficit, range=(row["low_pct"], row["high_pct"]), why=NO_GAP, **facts)

    central, low, high = required_fall.model_range(gap["pct_gdp"])
    why = NO_GAP if np.isnan(gap["pct_gdp"]) else "With these elasticities no prices clear all markets."
    return {
        "reported": Figure(
            printed["low_pct"].median(),
            told,
            pages=printed["publisher"].nunique(),
            named=(printed["rate"] != "not stated").groupby(printed["publisher"]).any().sum(),
            rise=rise,
        ),
        "rise_undone": Figure(
            model.fall_undoing(rise),
            told,
            rise=rise,
            years=dollar.FIFTEEN_YEARS // 12,
            pages=reversal["publisher"].nunique(),
        ),
        "bank_rule": published(
            required_fall.BANK_RULE,
            year=gap["period"],
            gap=gap["pct_gdp"],
            **{
                fact: other[column].iloc[0] if len(other) else None
                for fact, column in (("low", "low_pct"), ("high", "high_pct"), ("cut", "cut_pct_gdp"))
            },
        ),
        "imf_rule": published(
            required_fall.IMF_RULE,
            fall=rule["depreciation_low_pct"],
            gain=rule["balance_pct_gdp"],
            least=rule["balance_low_pct_gdp"],
            most=rule["balance_high_pct_gdp"],
        ),
        "model": Figure(central, deficit, range=(low, high), why=why),
    }


@answers("dollar-2")
def fallen_already(record: Snapshot, asked: pd.Timestamp, *, base: int | str, end: str) -> dict[str, Figure]:
    """Measure the dollar's fall to the day asked on every index at hand; literally the index most people quote."""
    path = dollar.ice_path(record)[:asked]
    peak = dollar.peak_before(record, asked, base if isinstance(base, int) else 12)
    if peak is None:
        return dict.fromkeys(find_claim("dollar-2").readings, Figure(None, why=NO_RATES))
    start = peak
    if base == "turn of the year":
        start = path[: str(asked.year - 1)].index[-1]
    elif base == "inauguration":
        start = path[: dollar.last_inauguration(asked)].index[-1]
    last = {"day": path.iloc[-1], "eve": path.iloc[-2], "week": path.tail(5).mean()}[end]
    found = dollar.falls_to(record, asked, peak).set_index(["index", "base"])

    def measured(index: str, of: str = "peak") -> Figure:
        row = found.loc[(index, of)]
        when = "{:%B %Y}".format if index in dollar.MONTHLY else day
        return Figure(
            row["fall_pct"],
            f"{when(row['start'])} to {when(row['end'])}",
            why=NO_COPY,
            first=row["start_value"],
            last=row["end_value"],
        )

    return {
        "peak": Figure(
            100 * (1 - last / path[start]),
            f"{day(start)} to {day(path.index[-1])}",
            history=dollar.falls_within(record, "formula", base)[:asked] if isinstance(base, int) else None,
            first=path[start],
            last=last,
            start=start,
        ),
        "closes": measured("closes"),
        "year_end": measured("formula", "year end"),
        "fed": measured("fed"),
        "bis_real": measured("bis_real"),
    }


@answers("dollar-3")
def fallen_since(record: Snapshot, asked: pd.Timestamp, *, index: str, months: int, how: str) -> dict[str, Figure]:
    """Score "another 20 to 30 %": how far below the day asked the dollar stood within the time allowed."""

    def since(name: str, until: pd.Timestamp | None, which: str = "lowest", history: pd.Series | None = None) -> Figure:
        path = dollar.dollar_index(record, name)
        start = asked.replace(day=1) if name in dollar.MONTHLY else asked
        before, after = path[:start], path[path.index > start]
        after = after if until is None else after[:until]
        fresh = not before.empty and before.index[-1] >= start - pd.Timedelta(days=10)
        if after.empty or not fresh:
            return Figure(None, why="The record does not reach beyond that day yet, or holds no value of that day.")
        when = after.idxmin() if which == "lowest" else after.index[-1]
        value = 100 * (1 - after[when] / before.iloc[-1])
        return Figure(value, f"to {day(when)}", history=history, when=when, level=after[when], base=before.iloc[-1])

    year = asked + pd.DateOffset(months=12)
    history = dollar.falls_after(record, index, months, how)[:asked]
    return {
        "lowest": since(index, asked + pd.DateOffset(months=months), how, history),
        "newest": since("formula", None, "last"),
        "fed": since("fed", year),
        "bis_real": since("bis_real", year),
    }


@answers("dollar-4")
def current_account_share(record: Snapshot, asked: pd.Timestamp, *, figure: str) -> dict[str, Figure]:
    """Take "still sitting at minus 3.8 %" for the newest year published by the day, charitably for quarters and years near it."""
    said = find_claim("dollar-4").numbers[0]
    prints = external.printed_shares(record)
    known = prints[prints["released"] <= asked]
    oecd = record.table("us_current_account_oecd")
    oecd = oecd[oecd["released"] <= asked].set_index("quarter")["share_pct"]
    year, quarter = (external.newest_period(record, asked, quarterly=q) for q in (False, True))
    none = Figure(None, why="The record of that day holds no figure for it.")

    def printed(period: str | None, rows: pd.DataFrame) -> Figure:
        rows = rows[rows["period"] == period]
        if rows.empty:
            return none
        row = rows.iloc[-1]
        return Figure(-row["share_pct"], row["period"], when=row["period"], publisher=row["publisher"])

    def by_the_oecd(quarters: pd.Series) -> Figure:
        if year is None or quarters.empty:
            return none
        return Figure(-quarters.mean(), year, when=year, publisher="the OECD")

    bea = prints[prints["publisher"].str.startswith("BEA")]
    of_year = oecd[oecd.index.str.startswith(str(year))]
    literal = {
        "year": lambda: printed(year, prints),
        "year printed by BEA": lambda: printed(year, bea),
        "quarter printed by BEA": lambda: printed(quarter, bea),
        "year by the OECD": lambda: by_the_oecd(of_year),
        "quarter by the OECD": lambda: by_the_oecd(oecd.tail(1)),
    }[figure]()
    near = none
    if len(of_year):
        found = (-of_year - said).abs().idxmin()
        first = known[(known["period"] == found) & known["publisher"].str.startswith("BEA")]["share_pct"]
        told = f" BEA had first printed {-first.iloc[0]:.1f} % for it." if len(first) else ""
        near = Figure(-of_year[found], found, first=told)
    before = known[~known["period"].str.contains("Q") & (known["period"] < str(year))]
    earlier = none
    if len(before):
        row = before.loc[(-before["share_pct"] - said).abs().idxmin()]
        newest = before[before["period"] == row["period"]]["share_pct"].iloc[-1]
        earlier = Figure(
            -row["share_pct"], row["period"], when=row["period"], publisher=row["publisher"], newest=-newest
        )
    return {"year": literal, "quarter": printed(quarter, bea), "one_quarter": near, "earlier_year": earlier}


@answers("dollar-5")
def prices_after_the_fall(record: Snapshot, asked: pd.Timestamp, *, fall: float, estimate: str) -> dict[str, Figure]:
    """Ask what the fall spoken of adds to consumer prices; charitably everything in the country is imported."""
    effects = dollar.price_effects(record, asked, (float(fall),)).iloc[0]
    shares = external.trade_shares(record, asked)
    column = {"two years": "two_years_pp", "short run": "short_run_pp", "all imports": "all_imports_pp"}[estimate]
    period, why = f"a fall of {fall:g} %", "The record of that day holds no import share."
    return {
        "published": Figure(
            effects[column],
            period,
            range=(effects["short_run_pp"], effects["two_years_pp"]) if estimate != "all imports" else None,
            why=why,
            fall=fall,
            needed=find_claim("dollar-5").bar.bound / effects["foreign_currency_pct"],
        ),
        "imports": Figure(effects["all_imports_pp"], period, why=why, share=shares[1] if shares else None),
        "everything": Figure(effects["everything_pp"], period),
    }


@answers("dollar-6")
def dollars_abroad(record: Snapshot, asked: pd.Timestamp, *, dollars: str) -> dict[str, Figure]:
    """What part of the dollars paid abroad would go missing with the deficit? Charitably: of the net flow, all."""
    flows = external.payments(record)
    period = max(external.quarters_paid(record, asked), default=None)
    gross = Figure(None, why="The record of that day holds no payments abroad.")
    if dollars == "imports":
        shares, account = external.trade_shares(record, asked), external.deficits(record, asked).loc["current account"]
        if shares is not None:
            level = external.gdp_of(record, account["period"]) / 100
            gross = Figure(
                100 * account["pct_gdp"] / shares[1],
                account["period"],
                deficit=account["pct_gdp"] * level,
                paid=shares[1] * level,
            )
    elif period is not None:
        row = flows.loc[period]
        gross = Figure(row["share_pct"], period, deficit=row["deficit_usd_bn"], paid=row["paid_usd_bn"])
    return {"gross": gross, "net": Figure(100.0 if gross.value is not None else None, gross.period, why=gross.why)}


@answers("dollar-7")
def falls_outlived(record: Snapshot, asked: pd.Timestamp, *, index: str, months: int) -> dict[str, Figure]:
    """What fall has the financial system outlived? The deepest on record within the time allowed, and within one year."""

    def deepest(name: str, within: int) -> Figure:
        under = dollar.falls_within(record, name, within)[:asked]
        if under.empty:
            return Figure(None, why=NO_RATES)
        end = under.idxmax()
        start = dollar.dollar_index(record, name)[end - pd.DateOffset(months=within) : end].idxmax()
        return Figure(under[end], f"{start:%B %Y} to {end:%B %Y}", start=start, end=end)

    fast = max((deepest(name, 12) for name in ("fed_real_goods", "formula")), key=lambda figure: figure.value or 0)
    return {"outlived": deepest(index, months), "within_a_year": fast}


@answers("dollar-8")
def plowed_back(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """How much of the deficit comes back as net purchases of American assets, as measured? And as federal debt?"""
    none = Figure(None, why="The record of that day holds no measured flows.")
    rows = external.payments(record).dropna(subset="borrowed_usd_bn")
    rows = rows[[period in external.quarters_paid(record, asked) for period in rows.index]]
    measured, year, tie = none, none, none
    if len(rows):
        row = rows.iloc[-1]
        measured = Figure(
            100 * row["borrowed_usd_bn"] / row["deficit_usd_bn"],
            str(rows.index[-1]),
            borrowed=row["borrowed_usd_bn"],
            deficit=row["deficit_usd_bn"],
        )
    flows = record.table("us_rest_of_world_flows").set_index("period")
    flows = flows[flows.index.str.len() == 4]
    flows = flows[flows.index < str(asked.year)]
    if len(flows):
        row = flows.iloc[-1]
        lent, deficit = row["net_lending_usd_bn"], row["foreign_saving_usd_bn"]
        year = Figure(100 * lent / deficit, str(flows.index[-1]), lent=lent, deficit=deficit)
    years = external.treasuries_and_current_account(record)
    years = years[years["year"] < asked.year]
    estimate = external.treasury_tie(years)
    if estimate is not None:
        tie = Figure(
            estimate.nearest_to_zero,
            f"{years['year'].iloc[0]} to {years['year'].iloc[-1]}",
            estimate=estimate.value,
            low=estimate.low,
            high=estimate.high,
            first=str(years["year"].iloc[0]),
            last=str(years["year"].iloc[-1]),
        )
    return {"measured": measured, "financial_accounts": year, "treasuries": tie}


@answers("dollar-9")
def industry_and_balance(record: Snapshot, asked: pd.Timestamp, *, since: int, near: float) -> dict[str, Figure]:
    """In what part of the years of growing factory jobs was the account near balance? If it is needed: in nearly all."""
    years = external.factory_jobs_and_balance(record)
    years = years[(years.index >= since) & (years.index < asked.year) & (years["jobs"] > 0)]
    if years.empty:
        return {"years": Figure(None, why="The record of that day holds no account for these years.", since=since)}
    balanced = years["balance_pct"] >= -near
    deficit = -years.loc[~balanced, "balance_pct"]
    return {
        "years": Figure(
            100 * balanced.mean(),
            f"{years.index[0]} to {years.index[-1]}",
            since=since,
            balanced=int(balanced.sum()),
            years=len(years),
            first=str(years.index[0]),
            last=str(years.index[-1]),
            least=deficit.min(),
            most=deficit.max(),
        )
    }


@answers("dollar-10")
def needs_the_world(record: Snapshot, asked: pd.Timestamp, *, figure: str) -> dict[str, Figure]:
    """How much must the world net put into America in a year? By identity: the current-account deficit."""
    period = external.newest_period(record, asked, quarterly=figure == "quarter")
    prints = external.printed_shares(record)
    rows = prints[prints["period"] == period]
    need = Figure(None, why="The record of that day holds no current account.")
    if len(rows):
        past = -external.yearly_balance(record)
        need = Figure(
            -rows["share_pct"].iloc[-1],
            str(period),
            history=past[past.index < asked.year],
            when=period,
            publisher=rows["publisher"].iloc[-1],
        )
    share, quarter = external.foreign_share_of_debt(record, asked)
    return {
        "deficit": need,
        "debt": Figure(
            share,
            quarter,
            why="The record of that day holds no total of foreign holdings.",
            quarter=quarter,
            more=100 * share / (100 - share),
        ),
    }
