"""The answers to the claims on inflation, pay and the yen (theme trap)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from brink.argument.answers.trap import NOTHING_YET
from brink.argument.inventory import Figure, answers
from brink.measures import prices, trap, yen
from brink.measures.common import known_on, newest_known
from brink.models.statistics import correlation
from brink.record.snapshot import Snapshot
from brink.words import day

#: The month the video counts the stronger yen from.
JULY_2024 = pd.Timestamp("2024-07-01")
#: The first year for which pay, prices and prices of services are all on record.
FIRST_YEAR = 1991


# --- inflation -------------------------------------------------------------------------------


@answers("trap-4")
def inflation_rank(
    record: Snapshot, asked: pd.Timestamp, *, britain: str, continent: str, japan: str, month: str
) -> dict[str, Figure]:
    """ "Worse than any other G7 country": Japan's rank by consumer-price inflation in the last month all seven had published.

    ``britain``, ``continent`` and ``japan`` name the index taken for Britain, for Germany, France and Italy, and for
    Japan; ``month`` is the last one all seven had published, or the newest of each.
    """
    public = prices.g7_rates(known_on(record, asked))
    common = public.dropna().index.max()
    if common is pd.NaT:
        return dict.fromkeys(
            ("rank", "gap", "core"), Figure(None, why="No month was public in all seven countries on that day.")
        )
    every = prices.g7_by_measure(record)
    wanted = {"GBR": britain, "JPN": japan, "DEU": continent, "FRA": continent, "ITA": continent}

    def rate(country: str) -> float | None:
        """The rate on the index chosen, else the headline one, else the harmonised one."""
        when = common if month == "common" else public[country].last_valid_index()
        keys = [(when, country, measure) for measure in (wanted.get(country, "national"), "national", "harmonised")]
        return next((every[key] for key in keys if key in every), None)

    rates = pd.Series({country: rate(country) for country in prices.SEVEN}, dtype=float)
    ranks = prices.g7_ranks(record)
    ranks = ranks[(ranks["known"] == len(prices.SEVEN)) & (ranks["month"] < common)]
    others = rates.drop("JPN")
    cores = {country: every.get((common, country, "without food and energy")) for country in prices.SEVEN}
    known = pd.Series({country: core for country, core in cores.items() if core is not None}, dtype=float)
    core = known.drop("JPN", errors="ignore")
    return {
        "rank": Figure(
            prices.japans_rank(rates),
            f"{common:%B %Y}",
            history=ranks.set_index("month")["rank"],
            japan=rates["JPN"],
            next=others.max(),
            country=prices.SEVEN[others.idxmax()],
            america=rates["USA"],
            wider=every.get((common, "GBR", "with owners' housing")),
            core=f" Without food and energy Japan's {known['JPN']:.1f} % was below the {core.max():.1f} of the {prices.SEVEN[core.idxmax()]}."
            if "JPN" in known and len(core) and known["JPN"] < core.max()
            else "",
        ),
        "gap": Figure(rates["JPN"] - rates["USA"], f"{common:%B %Y}", japan=rates["JPN"], america=rates["USA"]),
        "core": Figure(
            known["JPN"] - core.max() if "JPN" in known and len(core) else None,
            f"{common:%B %Y}",
            why="No core rates of the others are on record for that month.",
            japan=known.get("JPN"),
            highest=core.max() if len(core) else None,
            country=prices.SEVEN[core.idxmax()] if len(core) else "",
            above=int((core > known.get("JPN", float("nan"))).sum()),
            number=len(core),
        ),
    }


@answers("trap-20")
def falling_output_and_rising_prices(
    record: Snapshot, asked: pd.Timestamp, *, months: int, item: str
) -> dict[str, Figure]:
    """ "As GDP contracts and inflation rises": did output fall in the newest quarter, and inflation rise over ``months``?"""
    last = newest_known(record, asked, "japan_cpi", "month")
    quarter = trap.newest_quarter(record, asked)
    growth = trap.change_on_the_quarter(record, quarter)["value_pct"]

    def both(index: str, length: int) -> Figure:
        rates = prices.japanese_inflation(record, index)[:last]
        if growth.empty or len(rates) <= length:
            return Figure(None, why=NOTHING_YET)
        before, now = rates.iloc[-1 - length], rates.iloc[-1]
        span = f"{quarter}; {rates.index[-1 - length]:%B %Y} to {last:%B %Y}"
        value = bool(growth.iloc[-1] < 0 and now > before)
        return Figure(value, span, growth=growth.iloc[-1], before=before, now=now, change=now - before)

    return {"year": both(item, months), "quarter": both("all items", 3)}


# --- pay -------------------------------------------------------------------------------------


@answers("trap-7")
def wages_against_prices(
    record: Snapshot, asked: pd.Timestamp, *, since: int, lead: int, form: str, index: str
) -> dict[str, Figure]:
    """ "No link between higher wages and inflation": their correlation, year by year, with its band.

    Years from ``since`` to the last that was over; ``lead`` is the number of years by which pay comes first; ``form`` is
    whether rates of change are set side by side or their "changes" from year to year; ``index`` a column of prices.
    """
    years = prices.wages_and_prices(record).set_index("year")
    years = (years.diff().dropna() if form == "changes" else years).loc[since : asked.year - 1]

    def tie(column: str, length: int, history: pd.Series | None = None) -> Figure:
        pay = years["pay_pct"].iloc[: len(years) - length]
        try:
            found = correlation(pay, years[column].iloc[length:], prices.HAC_YEARS)
        except ValueError:
            return Figure(None, why="Too few years were on record on that day for a correlation with a band.")
        span = f"{years.index[0]} to {years.index[-1]}"
        return Figure(found.value, span, range=(found.low, found.high), history=history, years=found.n)

    rolling = prices.rolling_ties(record)
    rolling = rolling[rolling["year"] < asked.year - 1].set_index("year")["prices_pct"]
    return {
        "prices": tie(index, lead, rolling),
        "services": tie("services_pct", lead),
        "first": tie(index, 1),
    }


# --- the yen ---------------------------------------------------------------------------------


@answers("trap-6")
def yen_since_july(record: Snapshot, asked: pd.Timestamp, *, base: str) -> dict[str, Figure]:
    """ "Stronger since July 2024": what a yen buys on the last day known, against the ``base`` in July 2024."""
    at = known_on(record, asked)

    def change(currency: str, **facts: Any) -> Figure:
        last = yen.daily_yen(at, currency).index.max()
        if not last > JULY_2024 + pd.offsets.MonthEnd():  # also where there is no day
            return Figure(None, why="July 2024 was not over on that day.")
        daily = yen.daily_yen(record, currency)[:last]
        then = daily["2024-07"]
        start = {"mean": then.mean(), "first": then.iloc[0], "last": then.iloc[-1]}[base]
        value, when, end = daily.iloc[-1], day(last), last
        if currency == "dollar":
            # Daily rates end before the monthly ones do: later on, the newest month.
            months = record.table("usdjpy_monthly").set_index("month")["jpy_per_usd"][
                : at.table("usdjpy_monthly")["month"].max()
            ]
            if months.index[-1] > last:
                value, when, end = months.iloc[-1], f"{months.index[-1]:%B %Y}", months.index[-1]
        return Figure((start / value - 1) * 100, f"July 2024 to {when}", before=start, now=value, day=end, **facts)

    monthly = 1 / record.table("usdjpy_monthly").set_index("month")["jpy_per_usd"][:asked]
    months = (asked.to_period("M") - JULY_2024.to_period("M")).n
    earlier = (monthly / monthly.shift(max(months, 1)) - 1).mul(100).dropna()
    dollar = change("dollar")
    if dollar.value is None:
        return dict.fromkeys(("dollar", "weakest", "euro", "real", "nominal"), dollar)
    path = yen.yen_path(record, JULY_2024).set_index("month")
    since = monthly[JULY_2024 + pd.DateOffset(months=1) : asked - pd.DateOffset(months=1)]
    since = 100 * (since * dollar.facts["before"] - 1)
    daily = yen.daily_yen(record, "dollar")[JULY_2024 + pd.DateOffset(months=1) : asked]
    weaker = daily[daily > dollar.facts["before"]]

    def weighted(column: str) -> Figure:
        rates = path[column][: asked - pd.DateOffset(months=1)].dropna()
        if rates.empty or rates.index[-1] <= JULY_2024 + pd.DateOffset(months=6):
            return Figure(None, why="The trade-weighted rate was not on record so far on that day.")
        return Figure(rates.iloc[-1], f"July 2024 to {rates.index[-1]:%B %Y}")

    return {
        "dollar": Figure(
            dollar.value,
            dollar.period,
            history=earlier[: asked - pd.DateOffset(months=2)],
            months=months,
            **dollar.facts,
        ),
        "weakest": Figure(since.min(), f"{since.idxmin():%B %Y}", days=len(weaker), worst=daily.max())
        if len(since)
        else Figure(None, why=NOTHING_YET),
        "euro": change("euro"),
        "real": weighted("real"),
        "nominal": weighted("nominal"),
    }


def _effect(record: Snapshot, asked: pd.Timestamp, measure: str, effect: str, **how: Any) -> Figure:
    until = newest_known(record, asked, "japan_cpi", "month")
    found = yen.yen_effect(record, measure, effect, until, **how)
    if found is None:
        return Figure(None, why="Too little was on record on that day for an estimate with a band.")
    rate = yen.yen_measures(record)[measure][str(how["since"]) : until]
    span = f"{rate.index[0]:%B %Y} to {rate.index[-1]:%B %Y}"
    return Figure(found.value, span, range=(found.low, found.high), low=found.low, high=found.high)


@answers("trap-9")
def stronger_yen_and_prices(
    record: Snapshot, asked: pd.Timestamp, *, measure: str, since: int, lags: int
) -> dict[str, Figure]:
    """ "Make imports cheaper easing inflation": consumer and import prices after a 10 % stronger yen."""
    published = yen.published_effects(record).get("consumer prices")
    return {
        "consumer": _effect(record, asked, measure, "consumer prices", since=since, lags=lags),
        "imports": _effect(record, asked, measure, "import prices", since=since, lags=lags),
        "published": Figure(published[0], "published estimates", range=published[::-1])
        if published
        else Figure(None, why=NOTHING_YET),
    }


@answers("trap-16")
def stronger_yen_and_exports(
    record: Snapshot, asked: pd.Timestamp, *, size: int, measure: str, since: int, slump: str
) -> dict[str, Figure]:
    """ "Strengthens the yen too much its exports die": what is shipped, and earned in yen, after a yen ``size`` percent stronger.

    ``slump``: whether the two quarters in which world trade broke and the yen rose, of 2008 and 2009, are "in" or "out".
    """
    published = yen.published_effects(record, size).get("export volume")
    how: dict[str, Any] = {"since": since, "rise": size}
    shipped = _effect(record, asked, measure, "export volume", slump=slump == "in", **how)
    without = _effect(record, asked, measure, "export volume", slump=False, **how)
    shipped.facts |= {"without": without.value, "size": size}
    rises = yen.great_rises(record)
    worst = rises.loc[rises["shipped_pct"].idxmin()] if len(rises) else None
    return {
        "shipped": shipped,
        "earned": _effect(record, asked, measure, "export earnings in yen", slump=slump == "in", **how),
        "cases": Figure(None, why="No great rise of the yen is on record on that day.")
        if worst is None
        else Figure(
            worst["shipped_pct"],
            f"{worst['start']} to a year after {worst['top']}",
            rises=len(rises),
            rise=worst["rise_pct"],
            worst=worst["worst_pct"],
            other=rises["shipped_pct"].max(),
        ),
        "published": Figure(published[1], "published estimates", range=published[::-1], least=published[0])
        if published
        else Figure(None, why=NOTHING_YET),
    }
