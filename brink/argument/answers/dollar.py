"""The answers to the claims on the dollar."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import dollar, external
from brink.models import adjustment as model
from brink.record.snapshot import Snapshot
from brink.words import day

NO_RATES = "The record of that day holds no rates for it."
NO_COPY = "No copy of this index made by that day is in our record; the publisher had one."


@answers("dollar-1")
def what_the_bank_wrote(record: Snapshot, asked: pd.Timestamp, *, pages: str) -> dict[str, Figure]:
    """Read the number off the pages on the bank's note, which is not public; beside it the sums that can be done."""
    printed, note = dollar.falls_printed(record, pages), dollar.pages_on_the_note(record)
    if printed.empty:
        none = Figure(None, why="No such page with a fall that erases the deficit was public by that day.")
        return dict.fromkeys(find_claim("dollar-1").readings, none)
    rise, reversal = dollar.rise_reported(record), note[note["statement"] == "rise to be undone"]
    in_logs = 100 * (1 - np.exp(-rise / 100))
    told = f"pages of {day(note['published'].min())} to {day(note['published'].max())}"
    goes_back = note[note["cut_pct_gdp"].notna()]
    agency = "No page that goes back to a news agency was public by that day"
    if len(goes_back):
        low, high, cut = goes_back[["low_pct", "high_pct", "cut_pct_gdp"]].iloc[0]
        agency = (
            f"The page that goes back to a news agency has {low:g} to {high:g} % to cut the deficit by {cut:g} % of GDP"
        )
    return {
        "reported": Figure(
            printed["low_pct"].median(),
            told,
            pages=printed["publisher"].nunique(),
            named=(printed["rate"] != "not stated").groupby(printed["publisher"]).any().sum(),
            rise=rise,
            agency=agency,
        ),
        "rise_undone": Figure(
            model.fall_undoing(rise),
            told,
            range=(model.fall_undoing(rise), in_logs),
            rise=rise,
            in_logs=in_logs,
            years=dollar.FIFTEEN_YEARS // 12,
            pages=reversal["publisher"].nunique(),
        ),
    }


@answers("dollar-2")
def fallen_already(record: Snapshot, asked: pd.Timestamp, *, base: str, end: str) -> dict[str, Figure]:
    """Measure the dollar's fall to the day asked on every index at hand; literally the index most people quote."""
    path = dollar.ice_path(record)[:asked]
    peak = dollar.peak_before(record, asked, 12)
    if peak is None:
        return dict.fromkeys(find_claim("dollar-2").readings, Figure(None, why=NO_RATES))
    start = {
        "peak": peak,
        "turn of the year": path[: str(asked.year - 1)].index[-1],
        "inauguration": path[: dollar.last_inauguration(asked)].index[-1],
    }[base]
    last = path.index[-1] if end == "day" else path[start:].idxmin()
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

    real = measured("bis_real").value
    return {
        "peak": Figure(
            100 * (1 - path[last] / path[start]),
            f"{day(start)} to {day(last)}",
            history=dollar.falls_within(record, "formula", 12)[:asked] if base == "peak" else None,
            first=path[start],
            last=path[last],
            start=start,
            real="no index was on record" if real is None else f"newest data give {real:.1f} %",
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

    year, allowed = asked + pd.DateOffset(months=12), asked + pd.DateOffset(months=months)
    if index == "formula":
        history = dollar.monthly_falls_after(record, months, how)[: asked.to_period("M")]
    else:
        history = dollar.falls_after(record, index, months, how)[:asked]
    literal = since(index, allowed, how, history)
    if months > 12 and dollar.dollar_index(record, "formula").index[-1:].max() < allowed:
        literal = Figure(None, why=f"The {months} months are not over.")
    return {
        "lowest": literal,
        "newest": since("formula", None, "last"),
        "fed": since("fed", year),
        "bis_real": since("bis_real", year),
    }


@answers("dollar-4")
def current_account_share(record: Snapshot, asked: pd.Timestamp, *, figure: str) -> dict[str, Figure]:
    """Take "still sitting at minus 3.8 %" for the newest year published by the day; the newest quarter stands beside it."""
    prints = external.printed_shares(record)
    bea = prints[prints["publisher"].str.startswith("BEA")]
    year, quarter = (external.newest_period(record, asked, quarterly=q) for q in (False, True))

    def printed(period: str | None, rows: pd.DataFrame) -> Figure:
        rows = rows[rows["period"] == period]
        if rows.empty:
            return Figure(None, why="The record of that day holds no figure for it.")
        row = rows.iloc[-1]
        return Figure(-row["share_pct"], row["period"], when=row["period"], publisher=row["publisher"])

    literal = {"year": (year, prints), "year printed by BEA": (year, bea), "quarter": (quarter, bea)}[figure]
    return {"year": printed(*literal), "quarter": printed(quarter, bea)}


@answers("dollar-5")
def prices_after_the_fall(record: Snapshot, asked: pd.Timestamp, *, fall: float, estimate: str) -> dict[str, Figure]:
    """Ask what the fall spoken of adds to consumer prices; beside it the ceiling, and the fall against the mark's own."""
    effects = dollar.price_effects(record, asked, (float(fall),)).iloc[0]
    column = {
        "two years": "two_years_pp",
        "short run": "short_run_pp",
        "all imports": "all_imports_pp",
        "weimar": "weimar_pp",
        "everything": "everything_pp",
    }[estimate]
    german, period = dollar.weimar_doubling(record), f"a fall of {fall:g} %"
    mark = {"mark": german["fall_12m_pct"], "prices": german["rise_12m_pct"], "year": f"{german.name:%Y}"}
    return {
        "published": Figure(
            effects[column],
            period,
            range=(effects["short_run_pp"], effects["two_years_pp"]) if column == "two_years_pp" else None,
            why="The record of that day holds no import share.",
            fall=fall,
            needed=find_claim("dollar-5").bar.bound / effects["foreign_currency_pct"],
            **mark,
        ),
        "everything": Figure(effects["everything_pp"], period),
        "currency": Figure(fall, period, **mark),
    }


@answers("dollar-6")
def dollars_abroad(record: Snapshot, asked: pd.Timestamp, *, dollars: str) -> dict[str, Figure]:
    """What part of the dollars paid abroad would go missing with the deficit? Charitably: of the net flow, all."""
    flows = external.payments(record)
    period = max(external.quarters_paid(record, asked), default=None)
    past = external.yearly_balance(record)
    past = past[past.index < asked.year]
    near = int((past > -1).sum())
    before = f" In {near} of {len(past)} years since {past.index.min()} the deficit was below one percent of GDP."
    before = before if len(past) else ""
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
                before=before,
            )
    elif period is not None:
        row = flows.loc[period]
        gross = Figure(row["share_pct"], period, deficit=row["deficit_usd_bn"], paid=row["paid_usd_bn"], before=before)
    return {"gross": gross, "net": Figure(100.0 if gross.value is not None else None, gross.period, why=gross.why)}


@answers("dollar-7")
def falls_outlived(record: Snapshot, asked: pd.Timestamp, *, index: str, months: int, size: float) -> dict[str, Figure]:
    """Of the falls on record that are as deep and as fast as the one spoken of, what part did the financial system outlive?"""
    under = dollar.falls_within(record, index, months)[:asked]

    def of(least: float) -> Figure:
        falls = dollar.falls_of(record, index, least, months)
        falls = falls[falls["end"] <= asked]
        if under.empty:
            return Figure(None, why=NO_RATES)
        deepest = {"deepest": under.max(), "span": f"{under.index[0]:%B %Y} to {under.index[-1]:%B %Y}"}
        if falls.empty:
            why = f"No fall by {least:g} % within {months} months is on record; the deepest was {under.max():.1f} %. It was not put to the test."
            return Figure(None, why=why, **deepest)
        worst = falls.loc[falls["fall_pct"].idxmax()]
        return Figure(
            100 * falls["outlived"].mean(),
            deepest["span"],
            falls=len(falls),
            start=worst["start"],
            end=worst["end"],
            **deepest,
        )

    return {"outlived": of(size), "greater": of(max(find_claim("dollar-3").numbers))}


@answers("dollar-8")
def plowed_back(record: Snapshot, asked: pd.Timestamp, *, assets: str) -> dict[str, Figure]:
    """What part of foreigners' purchases of American assets does the deficit pay for? Gross, as in dollar-6; net beside it."""
    none = Figure(None, why="The record of that day holds no measured flows.")
    bought, by_year, net, treasuries = none, none, none, none
    purchases = external.securities_bought(record)
    purchases = purchases[purchases.index < str(asked.year)]
    shares = external.printed_shares(record)
    if len(purchases):
        year, value = purchases.index[-1], purchases[assets].iloc[-1]
        share = shares.loc[shares["period"] == year, "share_pct"]
        deficit = -share.iloc[-1] * external.gdp_of(record, year) / 100 if len(share) else np.nan
        bought = Figure(100 * deficit / value, year, why=none.why, deficit=deficit, bought=value)
    flows = record.table("us_rest_of_world_flows").set_index("period")
    flows = flows[(flows.index.str.len() == 4) & (flows.index < str(asked.year))]
    if len(flows):
        row = flows.iloc[-1]
        by_year = Figure(
            100 * row["foreign_saving_usd_bn"] / row["assets_bought_usd_bn"],
            str(flows.index[-1]),
            deficit=row["foreign_saving_usd_bn"],
            bought=row["assets_bought_usd_bn"],
        )
    rows = external.payments(record).dropna(subset="borrowed_usd_bn")
    rows = rows[[period in external.quarters_paid(record, asked) for period in rows.index]]
    if len(rows):
        row = rows.iloc[-1]
        net = Figure(
            100 * row["borrowed_usd_bn"] / row["deficit_usd_bn"],
            str(rows.index[-1]),
            borrowed=row["borrowed_usd_bn"],
            deficit=row["deficit_usd_bn"],
        )
    years = external.treasuries_and_current_account(record)
    years = years[years["year"] < asked.year]
    tie = external.treasury_tie(years)
    if tie is not None:
        treasuries = Figure(
            100 * years["treasuries_pct"].sum() / years["deficit_pct"].sum(),
            f"{years['year'].iloc[0]} to {years['year'].iloc[-1]}",
            estimate=tie.value,
            low=tie.low,
            high=tie.high,
        )
    return {"bought": bought, "financial_accounts": by_year, "net": net, "treasuries": treasuries}


@answers("dollar-9")
def industry_and_balance(
    record: Snapshot, asked: pd.Timestamp, *, since: int, near: float, span: int
) -> dict[str, Figure]:
    """In what part of the years of growing factory jobs was the account near balance? If it is needed: in nearly all."""
    all_years = external.factory_jobs_and_balance(record, span)
    all_years = all_years[(all_years.index < asked.year) & (all_years["jobs"] > 0)]
    years, before = all_years[all_years.index >= since], all_years[all_years.index < 1980]
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
            before=int((before["balance_pct"] >= -near).sum()),
            before_years=len(before),
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
