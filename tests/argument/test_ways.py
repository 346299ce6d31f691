"""The ways reckoned a second time, by another road.

A choice is a judgement, and no fact says which is right. What each way comes to is a fact: here it is worked out once more,
from what somebody printed (then the docstring says who) or by hand from the cells of the record, with windows, days and
editions in the test's own words; none of the book's measures and models is used. The published way stands first. So a
default that is exchanged changes the figure on the card and is seen; a value tried that nobody has reckoned is named; and
a way that gives what another gives is no choice.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product
from statistics import median

import numpy as np
import pandas as pd
import pytest
from holding import NOW, THEN, find_claim, found

from brink.argument.inventory import answer
from brink.video import DAY

Way = dict[str, object]


@dataclass(frozen=True)
class Hand:
    """A claim reckoned by hand: what each way should come to, by reading, and the values tried, the published first."""

    claim: str
    reckon: Callable[..., dict[str, object]]
    tried: dict[str, tuple]
    record: object
    within: float

    def ways(self) -> list[Way]:
        return [dict(zip(self.tried, values, strict=True)) for values in product(*self.tried.values())]


HANDS: list[Hand] = []


def by_hand(claim: str, *, record=THEN, within: float = 1e-6, **tried: tuple):
    """Register a function of the choices that reckons the figures of a claim; ``within`` is how near they must come."""

    def register(reckon):
        HANDS.append(Hand(claim, reckon, tried, record, within))
        return reckon

    return register


def agrees(ours: object, theirs: object, within: float) -> bool:
    if theirs is None or ours is None or isinstance(theirs, bool | str):
        return ours == theirs
    return ours == pytest.approx(theirs, abs=within)


def column(record, table: str, value: str, key: str, **where) -> dict:
    """Return the cells of one column by those of another, empty ones left out."""
    frame = record.table(table)
    for name, wanted in where.items():
        frame = frame[frame[name] == wanted]
    return {k: v for k, v in zip(frame[key], frame[value], strict=True) if v == v}


def month(text: str) -> pd.Timestamp:
    return pd.Timestamp(f"{text}-01")


# --- Japan's debt ------------------------------------------------------------------------------


@by_hand("debt-1", lag=(0, 1, 2), edition=("newest", "the one before"))
def gross_debt(lag, edition):
    """The cells of the IMF's editions of April 2025 (Kyodo, 23 April 2025: 234.9 % for 2025) and October 2024."""
    name = {"newest": "2025-04", "the one before": "2024-10"}[edition]
    weo = THEN.vintages("weo_g7")
    japan = weo[(weo["vintage"] == name) & (weo["country"] == "JPN")].set_index("year")
    return {
        "this_year": japan.at[2025 - lag, "gross_debt_pct_gdp"],
        "net": japan.at[2025 - lag, "net_debt_pct_gdp"],
    }


def april_2025() -> pd.DataFrame:
    """The seven in the IMF's edition of April 2025, all measures turned so that less is worse."""
    weo = THEN.vintages("weo_g7")
    weo = weo[(weo["vintage"] == "2025-04") & (weo["country"] != "G7")].sort_values(["country", "year"])
    interest = weo["primary_balance_pct_gdp"] - weo["overall_balance_pct_gdp"]
    change = (
        weo["gross_debt_pct_gdp"].where(weo["country"] == weo["country"].shift()) - weo["gross_debt_pct_gdp"].shift()
    )
    return pd.DataFrame(
        {
            "country": weo["country"],
            "year": weo["year"],
            "growth": weo["real_growth_pct"],
            "inflation": -weo["cpi_inflation_pct"],
            "balance": weo["overall_balance_pct_gdp"],
            "primary": weo["primary_balance_pct_gdp"],
            "gross": -weo["gross_debt_pct_gdp"],
            "net": -weo["net_debt_pct_gdp"],
            "change": -change,
            "interest": -interest,
        }
    )


def scores(table: np.ndarray, by: str) -> np.ndarray:
    """The mean over the columns of each row's rank (rows that are worse, counted one by one) or of its standard score."""
    if by == "distance":
        return ((table - table.mean(axis=0)) / table.std(axis=0)).mean(axis=1)
    return np.array(
        [[1 + (column < value).sum() for column, value in zip(table.T, row, strict=True)] for row in table]
    ).mean(axis=1)


@by_hand("debt-2", measures=("gross", "net", "no balance", "wide"), by=("rank", "distance"), ahead=(0, 1))
def years_of_the_seven(measures, by, ahead):
    columns = {
        "gross": ["growth", "inflation", "balance", "gross"],
        "net": ["growth", "inflation", "balance", "net"],
        "no balance": ["growth", "inflation", "gross"],
        "wide": ["growth", "inflation", "balance", "gross", "change", "interest"],
    }[measures]
    year = 2025 + ahead
    seven = april_2025()
    past = seven[seven["year"] <= year].dropna(subset=columns).reset_index(drop=True)
    mean = scores(past[columns].to_numpy(), by)
    japan = past.index[(past["country"] == "JPN") & (past["year"] == year)][0]
    alone = seven[seven["year"] == year].reset_index(drop=True)
    place = scores(alone[columns].to_numpy(), by)
    own = alone.index[alone["country"] == "JPN"][0]
    return {
        "decades": 100 * sum(other >= mean[japan] - 1e-9 for other in mean) / len(mean),
        "together": 1 + sum(other < place[own] - 1e-9 for other in place),
    }


@by_hand(
    "debt-7",
    stocks=("both", "gross", "net"),
    flows=("parts", "whole"),
    by=("rank", "distance"),
    ahead=(0, 1),
)
def place_by_finances(stocks, flows, by, ahead):
    owed = {"both": ["gross", "net"], "gross": ["gross"], "net": ["net"]}[stocks]
    cost = {"parts": ["interest", "primary"], "whole": ["balance"]}[flows]
    seven = april_2025()
    seven = seven[seven["year"] == 2025 + ahead].reset_index(drop=True)
    mean = scores(seven[owed + cost].to_numpy(), by)
    own = seven.index[seven["country"] == "JPN"][0]
    return {"finances": 1 + sum(other < mean[own] - 1e-9 for other in mean)}


@by_hand("debt-4", bonds=("all", "ten", "thirty"), start=(1986, 2000, 2013), months=(12, 3, 6, 24))
def days_that_saw_no_larger_rise(bonds, start, months):
    """From the ministry's file, day by day: the yield against the last one on or before the same day months earlier."""
    table = THEN.table("jgb_yields")
    shares = []
    for tenor in {"all": (10, 20, 30, 40), "ten": (10,), "thirty": (30,)}[bonds]:
        known = table[table[f"y{tenor}_pct"].notna() & (table["date"] <= "2025-06-09")]
        days, levels = list(known["date"]), list(known[f"y{tenor}_pct"])
        earlier = known["date"] - pd.DateOffset(months=months)
        back = [bisect_right(days, day) - 1 for day in earlier]
        rises = [
            round(levels[i] - levels[j], 6)
            for i, j in enumerate(back)
            if j >= 0 and days[i] >= pd.Timestamp(start, 1, 1)
        ]
        shares.append(100 * sum(rise <= rises[-1] for rise in rises) / len(rises))
    return {"rates": sum(shares) / len(shares)}


@by_hand("debt-5", within=0.01, since=("buying", "target"), until=("target", "cut", "asked"))
def years_of_pressing(since, until):
    """Reuters, 4 April 2013; Kyodo, 21 September 2016; Jiji, 19 March and 31 July 2024."""
    first = {"buying": date(2013, 4, 4), "target": date(2016, 9, 21)}[since]
    last = {"target": date(2024, 3, 19), "cut": date(2024, 7, 31), "asked": date(2025, 6, 10)}[until]
    return {
        "joined": (last - first).days / 365.25,
        "curve_control": (date(2024, 3, 19) - date(2016, 9, 21)).days / 365.25,
    }


# --- the Bank of Japan -------------------------------------------------------------------------


@by_hand("taper-1", start=("2024-12", "2024-11", "2025-01"), lag=(0, 1, 2, 3))
def change_in_holdings(start, lag):
    """The Bank's accounts, end of May 2025 (published 10 June at the latest) less the end of the month counted from."""
    held = column(THEN, "boj_accounts", "government_securities_jpy_tn", "month")
    end = month(("2025-05", "2025-04", "2025-03", "2025-02")[lag])
    since = month(start)
    return {"december": held[end] - held[since]}


@by_hand("taper-2", within=0.5, level=(2.0, 2.1, 1.5, 1.0))
def steps_asked_for(level):
    """Nikkei: 2.9 trillion a month at the end of the old plan; Reuters, 2 June 2025: "around 1 to 2 trillion"; four quarters."""
    held = column(THEN, "boj_accounts", "government_securities_jpy_tn", "month")
    return {
        "asked_for": (2900 - 1000 * level) / 4,
        "shrinkage": 1000 * (held[month("2024-12")] - held[month("2025-03")]),
        "in_force": 400,
    }


@by_hand(
    "taper-3",
    within=1e-3,
    study=("Sudo", "Bank of Japan staff"),
    scaling=("whole", "rise"),
    end=("middle", "low", "high"),
    until=(2027, 2028, 2030),
)
def worth_of_slower_steps(study, scaling, end, until):
    """Sudo and Tanaka: 50 to 100 basis points for the share held in December 2017; the Bank's staff: 100, on average to
    March 2021. Steps of 200 instead of 400 from April 2026; then 2.1 trillion a month against 0.9, 0.5, 0.1 and nothing."""
    held = column(THEN, "boj_accounts", "government_securities_jpy_tn", "month")
    market = column(THEN, "jgb_outstanding", "outstanding_jpy_tn", "month")
    share = {when: held[when] / market[when] for when in sorted(held.keys() & market.keys())}
    if study == "Sudo":
        then, low, high = share[month("2017-12")], 50, 100
    else:
        then = np.mean([part for when, part in share.items() if month("2013-03") < when <= pd.Timestamp("2021-03-31")])
        low = high = 100
    if scaling == "rise":
        then -= share[month("2013-03")]
    effect = {"low": low, "middle": (low + high) / 2, "high": high}[end]
    first = 3 * (0.2 + 0.4 + 0.6 + 0.8)
    second = 3 * ((2.1 - 0.9) + (2.1 - 0.5) + (2.1 - 0.1) + 2.1)
    more = {2027: first, 2028: first + second, 2030: first + second + 24 * 2.1}[until]
    return {"slower": effect * more / market[max(share)] / then}


@by_hand("taper-4", record=NOW, months=(12, 6, 9, 18))
def rises_within(months):
    """Yomiuri, 19 December 2025, to 0.75 %; the Bank, 2026: to 1 % in June, after the year was over, and to 1.25 in September."""
    rises = [date(2025, 12, 19), date(2026, 6, 16), date(2026, 9, 18)]
    end = {6: date(2025, 12, 10), 9: date(2026, 3, 10), 12: date(2026, 6, 10), 18: date(2026, 12, 10)}[months]
    return {"year": sum(rise <= end for rise in rises)}


@by_hand("taper-6", quarters=(2, 1, 3, 4))
def output_after_the_last_rise(quarters):
    """Rises of March and July 2024 (Kyodo); real GDP to the first quarter of 2025: the last rise with so many behind it."""
    gdp = column(THEN, "japan_gdp_levels", "value_jpy_bn", "period", series="real_gdp")
    start, end = {
        1: ("2024Q3", "2024Q4"),
        2: ("2024Q3", "2025Q1"),
        3: ("2024Q1", "2024Q4"),
        4: ("2024Q1", "2025Q1"),
    }[quarters]
    return {"worst": None, "latest": 100 * (gdp[end] / gdp[start] - 1)}


@by_hand("taper-8", record=NOW, within=0.01, months=(1, 2, 3))
def exports_before_the_rise(months):
    """All Around Worlds, 17 December 2025: +6.1 % in November, to the United States +8.8."""
    printed = NOW.table("japan_trade_releases")
    month_long = (printed["period_end"] - printed["period_start"]).dt.days < 31
    printed = printed[month_long & (printed["item"] == "exports") & (printed["released"] < "2025-12-19")]
    wanted = [month(text) for text in ("2025-11", "2025-10", "2025-09")][:months]
    mean = {}
    for reading, partner in (("world", "World"), ("us", "United States")):
        rates = printed[printed["partner"] == partner].set_index("period_start")["yoy_pct"].dropna()
        mean[reading] = sum(rates[when] for when in wanted) / months
    return mean


# --- growth, prices and the yen ------------------------------------------------------------------


@by_hand(
    "trap-4",
    within=0.06,
    britain=("national", "without the tax error", "with owners' housing"),
    continent=("national", "harmonised"),
    japan=("national", "without imputed rent"),
    month=("common", "newest"),
)
def place_by_inflation(britain, continent, japan, month):
    """April 2025, in which all seven's newest month fell: Statistics Bureau 3.6 (without imputed rent 4.1); ONS 3.5, 3.4
    and CPIH 4.1; BLS 2.3; the rates of the others, harmonised too, lay under 2.5."""
    own = {"national": 3.6, "without imputed rent": 4.1}[japan]
    highest = {"national": 3.5, "without the tax error": 3.4, "with owners' housing": 4.1}[britain]
    return {"rank": 1 + (highest > own), "gap": own - 2.3}


@by_hand("trap-6", base=("mean", "first", "last"))
def stronger_yen(base):
    """H.10, noon in New York: the days of July 2024, against the last day published by the day of the video."""
    daily = column(THEN, "usdjpy_daily", "jpy_per_usd", "date")
    july = [rate for day, rate in sorted(daily.items()) if (day.year, day.month) == (2024, 7)]
    start = {"mean": sum(july) / len(july), "first": july[0], "last": july[-1]}[base]
    return {"dollar": 100 * (start / daily[max(daily)] - 1)}


@by_hand(
    "trap-7",
    form=("rates", "changes"),
    index=("prices_pct", "services_pct"),
    since=(1991, 1994, 1997, 1998, 1999),
    lead=(0, 1),
)
def tie_of_pay_and_prices(form, index, since, lead):
    """The ministry's yearly rates of pay, twelve monthly rates of all prices, and the index of services, by year."""
    wages = THEN.table("japan_wages")
    pay = {
        int(period): rate
        for period, measure, rate in zip(wages["period"], wages["measure"], wages["yoy_pct"], strict=True)
        if measure == "nominal" and len(period) == 4
    }
    rates = column(THEN, "japan_cpi", "yoy_pct", "month", item="all items")
    services = column(THEN, "japan_services_prices", "index", "month")

    def mean(cells: dict, year: int) -> float:
        of_year = [value for when, value in cells.items() if when.year == year]
        return sum(of_year) / 12 if len(of_year) == 12 else np.nan

    years = range(1991, 2025)
    prices = {
        "prices_pct": [mean(rates, year) for year in years],
        "services_pct": [100 * (mean(services, year) / mean(services, year - 1) - 1) for year in years],
    }[index]
    both = np.array([[pay[year] for year in years], prices])
    first = 1991
    if form == "changes":
        both, first = both[:, 1:] - both[:, :-1], 1992
    both = both[:, max(since - first, 0) :]
    x, y = both[0, : both.shape[1] - lead], both[1, lead:]
    x, y = x - x.mean(), y - y.mean()
    return {"prices": (x @ y) / np.sqrt((x @ x) * (y @ y))}


def real_yen() -> dict[pd.Timestamp, float]:
    """The BIS's real broad rate of the yen, in the longest vintage of the day."""
    table = THEN.vintages("bis_reer")
    table = table[table["economy"] == "JP"]
    longest = max(table["released"].unique(), key=lambda day: (table["released"] == day).sum())
    table = table[table["released"] == longest]
    return dict(zip(table["month"], table["index"], strict=True))


def yen_by_month(measure: str) -> dict[pd.Timestamp, float]:
    if measure == "real":
        return real_yen()
    return {when: 1 / rate for when, rate in column(THEN, "usdjpy_monthly", "jpy_per_usd", "month").items()}


def sum_of_slopes(y: list[float], x: list[float], lags: list[int], leave_out: tuple[int, ...] = ()) -> float:
    """Least squares by the normal equations: what a move of x has brought y to once all lags are over."""
    rows = [t for t in range(max(lags), len(x)) if t not in leave_out]
    design = np.array([[1.0, *(x[t - lag] for lag in lags)] for t in rows])
    answers = np.array([y[t] for t in rows])
    return float(np.linalg.solve(design.T @ design, design.T @ answers)[1:].sum())


@by_hand("trap-9", measure=("real", "dollar"), since=(1990, 2000, 2009), lags=(4, 2, 8))
def prices_after_a_stronger_yen(measure, since, lags):
    """Monthly rates on the year, answered half-year by half-year; ten percent on the yen."""
    rates = column(THEN, "japan_cpi", "yoy_pct", "month", item="all items")
    yen = yen_by_month(measure)
    months = [
        when
        for when in sorted(rates)
        if when.year >= since and when in yen and when - pd.DateOffset(years=1) in yen and when <= month("2025-04")
    ]
    moved = [100 * (yen[when] / yen[when - pd.DateOffset(years=1)] - 1) for when in months]
    slope = sum_of_slopes([rates[when] for when in months], moved, list(range(0, 3 * lags + 1, 6)))
    return {"consumer": 10 * slope}


def accounts(series: str, record=THEN) -> dict[str, float]:
    """One series of the national accounts, in the newest vintage that has exports."""
    levels = record.vintages("japan_gdp_levels")
    newest = levels.loc[levels["series"] == "real_exports", "released"].max()
    levels = levels[(levels["released"] == newest) & (levels["series"] == series)]
    return dict(zip(levels["period"], levels["value_jpy_bn"], strict=True))


@by_hand("trap-16", size=(30, 20, 43), slump=("in", "out"), measure=("real", "dollar"), since=(1990, 2000, 2009))
def shipments_after_a_stronger_yen(size, slump, measure, since):
    """Quarterly log changes of real exports on those of the yen now and in the four quarters before."""
    yen, real = yen_by_month(measure), accounts("real_exports")
    quarters = sorted(period for period in real if "Q" in period)
    means = {}
    for quarter in quarters:
        first = pd.Period(quarter, freq="Q").start_time
        three = [yen.get(first + pd.DateOffset(months=k)) for k in range(3)]
        if None not in three:
            means[quarter] = sum(three) / 3
    known = [quarter for quarter in quarters if quarter in means and quarter <= "2025Q1"]
    pairs = [(before, now) for before, now in zip(known, known[1:], strict=False) if int(now[:4]) >= since]
    shipped = [np.log(real[now] / real[before]) for before, now in pairs]
    moved = [np.log(means[now] / means[before]) for before, now in pairs]
    broke = tuple(t for t, (_, now) in enumerate(pairs) if now in ("2008Q4", "2009Q1"))
    slope = sum_of_slopes(shipped, moved, [0, 1, 2, 3, 4], broke if slump == "out" else ())
    return {"shipped": 100 * ((1 + size / 100) ** slope - 1)}


# --- the tests -----------------------------------------------------------------------------------

EVERY = pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.claim)


@EVERY
def test_the_published_way_is_the_one_reckoned_first(hand):
    figures = found(hand.claim).then if hand.record is THEN else found(hand.claim).revised
    for reading, theirs in hand.reckon(**hand.ways()[0]).items():
        assert agrees(figures[reading].value, theirs, hand.within), (
            f"{reading}: {figures[reading].value}, by hand {theirs}"
        )


@EVERY
def test_every_way_comes_to_what_was_reckoned_by_hand(hand):
    claim = find_claim(hand.claim)
    for way in hand.ways():
        figures = answer(claim, hand.record, DAY, **way)
        for reading, theirs in hand.reckon(**way).items():
            assert agrees(figures[reading].value, theirs, hand.within), (
                f"{way}, {reading}: {figures[reading].value}, by hand {theirs}"
            )


@EVERY
def test_the_values_tried_are_those_reckoned(hand):
    choices = find_claim(hand.claim).choices
    assert {name: set(choice.values) for name, choice in choices.items()} == {
        name: set(values) for name, values in hand.tried.items()
    }
