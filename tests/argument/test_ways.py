"""The ways reckoned a second time, by another road.

A choice is a judgement, and no fact says which is right. What each way comes to is a fact: here it is worked out once more,
from what somebody printed (then the docstring says who) or by hand from the cells of the record, with windows, days and
editions in the test's own words; none of the book's measures and models is used. The published way stands first. So a
default that is exchanged changes the figure on the card and is seen; a value tried that nobody has reckoned is named; and
a value that gives what the default gives is no choice.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise, product
from statistics import median

import numpy as np
import pandas as pd
import pytest
from holding import NOW, THEN, find_claim, found

from brink.argument.inventory import answer, load_claims
from brink.video import DAY

Way = dict[str, object]


@dataclass
class Hand:
    """A claim reckoned by hand: what each way should come to, by reading, and the values tried, the published first."""

    claim: str
    reckon: Callable[..., dict[str, object]]
    tried: dict[str, tuple]
    asked: str
    tolerance: float

    @property
    def record(self):
        """The record of the video's day, or the newest: as it is now, where a mutant changed it."""
        return {"then": THEN, "newest": NOW}[self.asked]

    @cached_property
    def figures(self) -> list[tuple[Way, dict[str, object]]]:
        """Each way with its figures, the published one first."""
        ways = (dict(zip(self.tried, values, strict=True)) for values in product(*self.tried.values()))
        return [(way, self.reckon(**way)) for way in ways]


HANDS: list[Hand] = []


def by_hand(claim: str, *, record: str = "then", tolerance: float = 1e-6, **tried: tuple):
    """Register a function of the choices that reckons the figures of a claim; ``tolerance`` is how near they must come."""

    def register(reckon):
        HANDS.append(Hand(claim, reckon, tried, record, tolerance))
        return reckon

    return register


def told(figures: dict, name: str) -> object:
    """Return the figure of a reading, or with a dot (``rank.next``) a fact that its note tells."""
    reading, _, fact = name.partition(".")
    figure = getattr(figures[reading], "figure", figures[reading])
    return figure.facts[fact] if fact else figure.value


def agrees(ours: object, theirs: object, tolerance: float) -> bool:
    if theirs is None or ours is None or isinstance(theirs, bool | str):
        return ours == theirs
    return ours == pytest.approx(theirs, abs=tolerance)


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


@cache
def rises(tenor: int, months: int) -> tuple[list[pd.Timestamp], np.ndarray]:
    """The days of the ministry's file, and what the yield had risen by since the last one on or before the day months earlier."""
    table = THEN.table("jgb_yields")
    known = table[table[f"y{tenor}_pct"].notna() & (table["date"] <= "2025-06-09")]
    days, levels = list(known["date"]), list(known[f"y{tenor}_pct"])
    back = [bisect_right(days, day) - 1 for day in known["date"] - pd.DateOffset(months=months)]
    places = [i for i, j in enumerate(back) if j >= 0]
    return [days[i] for i in places], np.array([round(1000 * (levels[i] - levels[back[i]])) for i in places])


@by_hand("debt-4", bonds=("all", "ten", "thirty"), start=(1986, 2000, 2013), months=(12, 3, 6, 24))
def days_that_saw_no_larger_rise(bonds, start, months):
    """In thousandths of a percent, day by day from the first of the year named."""
    shares = []
    for tenor in {"all": (10, 20, 30, 40), "ten": (10,), "thirty": (30,)}[bonds]:
        days, risen = rises(tenor, months)
        risen = risen[bisect_left(days, pd.Timestamp(start, 1, 1)) :]
        shares.append(100 * np.count_nonzero(risen <= risen[-1]) / len(risen))
    return {"rates": sum(shares) / len(shares)}


@by_hand("debt-5", tolerance=0.01, since=("buying", "target"), until=("target", "cut", "asked"))
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


@by_hand("taper-2", tolerance=0.5, level=(2.0, 2.1, 1.5, 1.0))
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
    tolerance=1e-3,
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


@by_hand("taper-4", record="newest", months=(12, 6, 9, 18))
def rises_within(months):
    """Yomiuri, 19 December 2025, to 0.75 %; the press conference of 16 June 2026, to 1 %; Reuters, 18 September 2026, to 1.25 %."""
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


@by_hand("taper-8", record="newest", tolerance=0.01, months=(1, 2, 3))
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
    tolerance=0.06,
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
    return {"rank": 1 + (highest > own), "gap": own - 2.3, "rank.next": highest}


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
    pairs = [(before, now) for before, now in pairwise(known) if int(now[:4]) >= since]
    shipped = [np.log(real[now] / real[before]) for before, now in pairs]
    moved = [np.log(means[now] / means[before]) for before, now in pairs]
    broke = tuple(t for t, (_, now) in enumerate(pairs) if now in ("2008Q4", "2009Q1"))
    slope = sum_of_slopes(shipped, moved, [0, 1, 2, 3, 4], broke if slump == "out" else ())
    return {"shipped": 100 * ((1 + size / 100) ** slope - 1)}


def recessions(levels: dict[str, float], falls: int) -> list[tuple[str, float]]:
    """The last quarter of each run of falling quarters, and what was lost by then from the highest level before, percent."""
    quarters = sorted(period for period in levels if "Q" in period)
    found_so_far, run = [], 0
    for before, now, after in zip(quarters, quarters[1:], [*quarters[2:], None], strict=False):
        run = run + 1 if levels[now] < levels[before] else 0
        ends = run and (after is None or levels[after] >= levels[now])
        if ends and run >= falls:
            first = quarters.index(now) - run + 1
            peak = max(levels[quarter] for quarter in quarters[: first + 1])
            found_so_far.append((now, 100 * (1 - levels[now] / peak)))
    return found_so_far


@by_hand("trap-12", falls=(2, 1, 3), typical=("median", "mean"))
def depth_of_recessions(falls, typical):
    levels = column(THEN, "japan_gdp_levels", "value_jpy_bn", "period", series="real_gdp")
    lost = [loss for _, loss in recessions(levels, falls)]
    return {"typical": median(lost) if typical == "median" else sum(lost) / len(lost), "deepest": max(lost)}


def parts_of_growth(periods: list[str], netting: str) -> dict[str, tuple[float, float]]:
    """What exports added to growth, and growth, by period, percentage points. The OECD's Scoreboard of 2017: about 15 % of an export was imported in 2014."""
    gdp, real_gdp = accounts("nominal_gdp"), accounts("real_gdp")
    exports, real_exports = accounts("nominal_exports"), accounts("real_exports")
    imports, real_imports = accounts("nominal_imports"), accounts("real_imports")
    content = 0.15

    def of_supply(period: str) -> float:
        return real_imports[period] / (real_gdp[period] + real_imports[period])

    added = {}
    for before, now in pairwise(periods):
        weight, grown = exports[before] / gdp[before], real_exports[now] / real_exports[before]
        part = weight * (grown - 1)
        if netting == "content":
            part *= 1 - content
        elif netting == "rising":
            base = of_supply("FY2014")
            was, is_now = (content * of_supply(period) / base for period in (before, now))
            part = weight * ((1 - is_now) * grown - (1 - was))
        elif netting == "net":
            part -= imports[before] / gdp[before] * (real_imports[now] / real_imports[before] - 1)
        added[now] = 100 * part, 100 * (real_gdp[now] / real_gdp[before] - 1)
    return added


@by_hand("trap-11", netting=("content", "gross", "rising", "net"), span=(10, 5, 15, 20, 30))
def part_of_exports_in_growth(netting, span):
    """The last fiscal years to March 2025 of the accounts of 9 June 2025."""
    years = [f"FY{year}" for year in range(2024 - span, 2025)]
    added = parts_of_growth(years, netting).values()
    return {"growth": 100 * sum(part for part, _ in added) / sum(whole for _, whole in added)}


@by_hand("trap-13", netting=("content", "gross", "rising", "net"), length=(4, 8), counting=("together", "typical"))
def part_of_exports_in_recoveries(netting, length, counting):
    levels = accounts("real_gdp")
    quarters = sorted(period for period in levels if "Q" in period)
    sums = []
    for last, _ in recessions(levels, 2):
        after = quarters[quarters.index(last) : quarters.index(last) + length + 1]
        if len(after) == length + 1:
            added = parts_of_growth(after, netting).values()
            sums.append((sum(part for part, _ in added), sum(whole for _, whole in added)))
    if counting == "together":
        return {"exports": 100 * sum(part for part, _ in sums) / sum(whole for _, whole in sums)}
    return {"exports": 100 * median(part / whole for part, whole in sums if whole > 0.5)}


@by_hand("trap-17", record="newest", screw=("public", "report", "readouts", "duty", "others"))
def screws(screw):
    """Bloomberg Television, 13 August 2025: behind the curve; the report of 30 January 2026: the call is gone; readout of 27
    October 2025: sound policy; Kyodo, September 2025: cars from 27.5 to 15 %; Federal Register: other goods 10, then 15 %."""
    turned = {"public": True, "report": False, "readouts": True, "duty": 15 > 27.5, "others": 15 > 10}
    return {"pressure": turned[screw], "duty": 15 - 27.5, "others": 15 - 10}


@by_hand("trap-18", length=(4, 2, 8, 12), before=(2018, 2013, 2021))
def consumption_then_and_before(length, before):
    level = accounts("real_private_consumption")
    quarters = sorted(period for period in level if "Q" in period)
    earlier = [level[f"{before}Q{quarter}"] for quarter in (1, 2, 3, 4)]
    return {
        "accounts": 100 * (level["2025Q1"] / level[quarters[quarters.index("2025Q1") - length]] - 1),
        "before": 100 * (level["2025Q1"] / (sum(earlier) / 4) - 1),
    }


@by_hand("trap-19", length=(4, 1, 2, 8))
def exports_in_volume(length):
    level = accounts("real_exports")
    earlier = {1: "2024Q4", 2: "2024Q3", 4: "2024Q1", 8: "2023Q1"}[length]
    return {"volume": 100 * (level["2025Q1"] / level[earlier] - 1)}


@by_hand("trap-20", months=(12, 1, 3, 6), item=("all items", "less fresh food", "less food and energy"))
def falling_output_and_rising_prices(months, item):
    """Cabinet Office, 9 June 2025: 561,541.8 after 561,765.8; the Statistics Bureau's rates to April 2025."""
    rates = column(THEN, "japan_cpi", "yoy_pct", "month", item=item)
    earlier = {12: "2024-04", 6: "2024-10", 3: "2025-01", 1: "2025-03"}[months]
    return {"year": 561541.8 < 561765.8 and bool(rates[month("2025-04")] > rates[month(earlier)])}


# --- cars, and the talks about them --------------------------------------------------------------


@by_hand("autos-1", rate=("day", "mean", "dear", "cheap"))
def toyotas_billion(rate):
    """180 billion yen (livedoor, 15 August 2025), by Frankfurt's fixings: of 8 May 2025, and of the days since 1 April."""
    fixings = THEN.table("ecb_fx_rates").set_index("date").eval("jpy / usd")
    since = fixings["2025-04-01":"2025-06-10"]
    yen = {"day": fixings["2025-05-08"], "mean": since.mean(), "dear": since.max(), "cheap": since.min()}[rate]
    return {"estimate": 180 / yen}


@by_hand("autos-2", tolerance=0.02, summed=("press", "said", "pace"), counted=("value", "passenger", "number", "new"))
def weight_of_the_tariff(summed, counted):
    """Kyodo, 14 May 2025: over two trillion of 7,452; the makers: Honda 650, Suzuki 40, Toyota 180 billion yen for two
    months, Nissan 3 and Subaru 2.5 billion dollars. Makers' association: 1,485,641 of 4,422,682 new vehicles in 2023."""
    return {"profit": 100 * seven_makers(summed), "share": share_of_exports(counted)}


def seven_makers(summed: str) -> float:
    """The hit of the seven in years of their profit, on the yen of the days on which two of them spoke in dollars."""
    facts = THEN.table("carmaker_facts")
    profits = facts[(facts["metric"] == "operating profit") & (facts["period"] == "FY2024")]
    profit = profits.set_index("subject")["value_bn_jpy"]
    fixings = THEN.table("ecb_fx_rates").set_index("date").eval("jpy / usd")
    hit = {"Honda": 650, "Suzuki": 40, "Nissan": 3 * fixings["2025-05-13"], "Subaru": 2.5 * fixings["2025-05-14"]}
    if summed == "typical":
        return median(hit[maker] / profit[maker] for maker in hit)
    toyota = {"press": 0, "said": 180, "pace": 6 * 180}[summed]
    return (2000 if summed == "press" else sum(hit.values()) + toyota) / profit.sum()


def share_of_exports(counted: str) -> float:
    if counted == "new":
        return 100 * 1485641 / 4422682
    exports = THEN.table("japan_exports")
    exports = exports[exports["month"].dt.year == 2024]
    cells = {"value": "motor_vehicles_kjpy", "passenger": "passenger_cars_kjpy", "number": "motor_vehicles_units"}[
        counted
    ]
    return (
        100
        * exports.loc[exports["destination"] == "United States", cells].sum()
        / exports.loc[exports["destination"] == "World", cells].sum()
    )


@by_hand("autos-3", tolerance=2e-4, summed=("press", "said", "pace", "typical"))
def years_of_profit(summed):
    return {"makers": seven_makers(summed)}


@by_hand("autos-4", lever=("in force", "agreed", "customers"))
def ahead_of_japan(lever):
    """The Week, 12 May 2025: China from 145 to 30 %; Asahi, 7 June: Japan no point; the Union had none. Census Bureau, 2024:
    goods sold to China 143.5 billion dollars, the European Union 370, Japan 79.7."""
    back = {"China": 100 * (145 - 30) / 145, "European Union": 0, "Japan": 0}
    sold = {"China": 143.5, "European Union": 370.2, "Japan": 79.7}
    size = sold if lever == "customers" else back
    return {"both": sum(size[other] > size["Japan"] for other in ("China", "European Union")), "china": back["China"]}


@by_hand("autos-6", met_in=("all", "argument", "latest"))
def the_same_three(met_in):
    """Yomiuri, 2 May, and Nikkei Asia, 6 June 2025: the three; Asahi, 7 June: in the round of 6 June two of them."""
    return {"offices": met_in != "latest"}


@by_hand("autos-7", joined=("one", "several"), china=("named", "rcep"), months=(3, 2, 6, 12))
def lawmakers_on_record(joined, china, months):
    """Liberty Times, 28 March 2025: for Taiwan; Noda's newsletter, 17 April: under one roof with RCEP; The Japan Times,
    30 April: the pact as pressure. No report has both, or names China."""
    known = {"taiwan": date(2025, 3, 28), "roof": date(2025, 4, 17), "pressure": date(2025, 4, 30)}
    since = {2: date(2025, 4, 10), 3: date(2025, 3, 10), 6: date(2024, 12, 10), 12: date(2024, 6, 10)}[months]
    on_record = {what: True if day > since else None for what, day in known.items()}
    added = joined == "several" and china == "rcep" and all(on_record.values())
    return {"both": True if added else None, **on_record}


@by_hand("autos-9", record="newest", tolerance=0.06, kind=("actual", "guidance"))
def later_hits_of_toyota(kind):
    """Jakota Index, 5 November 2025: 450 billion yen in a quarter, at 147.5; Bloomberg, 7 August: a 9.5 billion hit foreseen."""
    return {"toyota": {"actual": 450 / 147.5, "guidance": 9.5}[kind]}


@by_hand("autos-10", against=("yoy", "mom"))
def american_sales(against):
    """Wards by Calculated Risk, 3 June 2025; Jiji, 21 May 2025: cars to the United States -4.8 % in April."""
    return {"sales": {"yoy": -1.1, "mom": -9.4}[against], "japan": -4.8}


@by_hand("autos-11", within=("ever", "year"))
def gloomiest(within):
    """ANN, 3 April 2025, after Daiwa: 2.9 by 2029; Japan National Press Club, 17 April: 1 % within a year."""
    return {"published": {"ever": 2.9, "year": 1.0}[within]}


@by_hand("autos-14", read=("both", "first"))
def admitted(read):
    """Chicago Patriot News, 12 April 2025: China is surrounded: more than reciprocity; no official named dominance."""
    return {"all": {"both": None, "first": True}[read], "china": True}


@by_hand("autos-17", record="newest", months=(12, 1, 3, 6), counted=("in force", "agreed"))
def taken_back(months, counted):
    """Kyodo: a letter of 7 July 2025; a deal on 22 July; the order of September: 15 instead of 27.5 %, over 2.5 before."""
    end = {1: date(2025, 7, 10), 3: date(2025, 9, 10), 6: date(2025, 12, 10), 12: date(2026, 6, 10)}[months]
    came = {"agreed": date(2025, 7, 22), "in force": date(2025, 9, 16)}[counted]
    return {"back": 100 * (27.5 - 15) / (27.5 - 2.5) if came <= end else 0}


@by_hand("autos-18", record="newest", months=(3, 6, 12))
def days_until_they_last_met(months):
    """India Awaaz, 30 July 2025: Stockholm, to 29 July; The New York Times, 14 September 2025: Madrid; no later one on record."""
    last = {3: date(2025, 7, 29), 6: date(2025, 9, 14), 12: date(2025, 9, 14)}[months]
    return {"days": (last - date(2025, 6, 10)).days}


@by_hand("autos-19", counted=("in force", "agreed"), goods=("both", "cars", "steel"))
def most_for_anybody(counted, goods):
    """dpa-AFX, 4 June 2025: British steel at 25 %, that of others at 50; BBC, 3 June: to be free of 25 %; Auto Express: cars to
    10 % promised, of 27.5 against 2.5."""
    taken = {
        "in force": {"cars": 0, "steel": 100 * (50 - 25) / 50},
        "agreed": {"cars": 100 * (27.5 - 10) / (27.5 - 2.5), "steel": 100},
    }[counted]
    return {"anyone": taken[goods] if goods in taken else max(taken.values()), "japan": 0}


# --- the dollar ----------------------------------------------------------------------------------


def ice(record=THEN) -> pd.Series:
    """ICE's formula as it prints it, on Frankfurt's fixings; the constant cancels in a change."""
    fixings = record.table("ecb_fx_rates").set_index("date").dropna()
    euro = fixings["usd"]
    return (
        euro**-0.576
        * (fixings["jpy"] / euro) ** 0.136
        * (fixings["gbp"] / euro) ** 0.119
        * (fixings["cad"] / euro) ** 0.091
        * (fixings["sek"] / euro) ** 0.042
        * (fixings["chf"] / euro) ** 0.036
    )


@by_hand("dollar-1", pages=("all", "named rate", "agency"))
def printed_of_the_note(pages):
    """Wallstreetcn and others, 23 to 31 May 2025: 40 %; MarketCheese on Reuters, 28 May: 20 to 30 for part of the deficit."""
    return {"reported": None if pages == "agency" else 40}


@by_hand("dollar-2", base=("peak", "turn of the year", "inauguration"), end=("day", "lowest"))
def fallen_already(base, end):
    """From 13 January, 31 December or 20 January to 10 June or the lowest fixing in between."""
    index = ice()
    start = {"peak": "2025-01-13", "turn of the year": "2024-12-31", "inauguration": "2025-01-20"}[base]
    path = index[start:"2025-06-10"]
    return {"peak": 100 * (1 - (path.iloc[-1] if end == "day" else path.min()) / path.iloc[0])}


@by_hand(
    "dollar-3",
    record="newest",
    index=("formula", "fed", "bis_real"),
    months=(12, 6, 24),
    how=("lowest", "last"),
)
def fallen_since(index, months, how):
    """The Federal Reserve's days, the BIS's months, and the formula, to half a year and a year after; two years are not over."""
    if months == 24:
        return {"lowest": None}
    real = NOW.table("bis_reer")
    path = {
        "formula": ice(NOW),
        "fed": NOW.table("fed_dollar_index").set_index("date")["index"],
        "bis_real": real[real["economy"] == "US"].set_index("month")["index"],
    }[index].sort_index()
    day = "2025-06-01" if index == "bis_real" else "2025-06-10"
    after = path[path.index > day][: {6: "2025-12-10", 12: "2026-06-10"}[months]]
    return {"lowest": 100 * (1 - (after.min() if how == "lowest" else after.iloc[-1]) / path[:day].iloc[-1])}


@by_hand("dollar-4", tolerance=0.001, figure=("year", "year printed by BEA", "quarter"))
def current_account(figure):
    """IMF, April 2025: 3.884 % of GDP in 2024; BEA, 20 March 2025: 3.9 in 2024, 4.1 in its last quarter."""
    return {"year": {"year": 3.884, "year printed by BEA": 3.9, "quarter": 4.1}[figure], "quarter": 4.1}


@by_hand(
    "dollar-5",
    tolerance=0.05,
    fall=(30, 20, 40),
    estimate=("two years", "short run", "all imports", "weimar", "everything"),
)
def added_to_prices(fall, estimate):
    """Boston Fed: 0.4 and 0.25 points for 15 %; BEA: imports 4.11 of 29.2 trillion; Young (1925): in 1921 wholesale prices
    rose from 1,440 to 3,490 and the mark fell from 1.37 to 0.53 cents."""
    dearer = 100 * (1 / (1 - fall / 100) - 1)
    part = {
        "two years": 0.4 / 15,
        "short run": 0.25 / 15,
        "all imports": 4.110 / 29.185,
        "weimar": (3490 / 1440 - 1) / (1.37 / 0.53 - 1),
        "everything": 1,
    }[estimate]
    return {"published": dearer * part, "everything": dearer, "currency": fall}


@by_hand("dollar-6", tolerance=0.02, dollars=("payments", "imports"))
def part_of_the_dollars_paid(dollars):
    """BEA, 20 March 2025: a deficit of 303.9 billion, 1.53 trillion paid; IMF: 3.884 % of GDP; BEA and Census: imports of
    4,110 of 29,185 billion."""
    return {"gross": {"payments": 100 * 303.9 / 1530, "imports": 3.884 / (4110.0 / 29185)}[dollars], "net": 100}


@cache
def deepest_fall(index: str, months: int) -> float:
    """By how many percent an index lay, at the worst, under its highest value of the months before."""
    if index == "formula":
        path = ice()
    else:
        table = {"fed_major": "fed_major_dollar_index", "fed_real_goods": "fed_real_dollar_index_goods"}[index]
        path = THEN.table(table).set_index("month")["index"].sort_index()
    levels, days = path.to_numpy(), list(path.index)
    first = [bisect_left(days, day) for day in path.index - pd.DateOffset(months=months)]
    return 100 * max(1 - levels[i] / levels[j : i + 1].max() for i, j in enumerate(first))


@by_hand(
    "dollar-7",
    index=("fed_major", "fed_real_goods", "formula"),
    months=(12, 24, 48),
    size=(20, 30),
)
def falls_that_deep(index, months, size):
    """Federal Reserve, ICE: after every fall as deep as asked the dollar was quoted a year later."""
    deepest = deepest_fall(index, months)
    return {"outlived": 100 if deepest >= size else None, "greater": 100 if deepest >= 30 else None}


@by_hand("dollar-8", tolerance=0.2, assets=("securities", "long_term"))
def deficit_against_purchases(assets):
    """IMF, April 2025: 3.884 % of 29,185 billion; Treasury: long-term securities and bills bought in the months of 2024."""
    flows = THEN.table("tic_net_flows")
    flows = flows[flows["month"].dt.year == 2024]
    bought = {
        name: flows.loc[flows["measure"] == name, "value_usd_bn"].sum()
        for name in ("us_long_term_securities_net", "treasury_bills_change")
    }
    whole = sum(bought.values()) if assets == "securities" else bought["us_long_term_securities_net"]
    return {"bought": 100 * 0.03884 * 29185 / whole}


@by_hand("dollar-9", since=(1980, 1960, 1994), near=(1.0, 0.5, 2.0), span=(1, 5, 10))
def years_of_growing_jobs(since, near, span):
    """BLS: factory jobs in each December; OECD: the mean of a year's four quarters."""
    jobs = {
        when.year: value
        for when, value in column(THEN, "us_manufacturing_jobs", "jobs_thousand", "month").items()
        if when.month == 12
    }
    quarters = column(THEN, "us_current_account_oecd", "share_pct", "quarter")
    balance = {
        year: sum(quarters[f"{year}Q{q}"] for q in (1, 2, 3, 4)) / 4
        for year in range(1960, 2025)
        if f"{year}Q4" in quarters
    }
    grew = [
        year
        for year in balance
        if since <= year
        and year - span + 1 in balance
        and year - span in jobs
        and jobs.get(year, 0) > jobs[year - span]
    ]
    close = [year for year in grew if sum(balance[y] for y in range(year - span + 1, year + 1)) / span >= -near]
    before = [
        year
        for year in balance
        if year < 1980 and year - span + 1 in balance and year - span in jobs and jobs[year] > jobs[year - span]
    ]
    level = [sum(balance[y] for y in range(year - span + 1, year + 1)) / span for year in before]
    return {"years": 100 * len(close) / len(grew), "years.before": sum(mean >= -near for mean in level)}


@by_hand("dollar-10", tolerance=0.001, figure=("year", "quarter"))
def needed_from_abroad(figure):
    """IMF, April 2025: 3.884 % of GDP in 2024; BEA, 20 March 2025: 4.1 in its last quarter."""
    return {"deficit": {"year": 3.884, "quarter": 4.1}[figure]}


# --- the budget ----------------------------------------------------------------------------------


@by_hand("budget-1", source=("press", "yale", "cbo"))
def added_to_the_debt(source):
    """CNBC, 4 June, and the Budget Lab, 6 June 2025: 2.4; CBO, 4 June: 2,416 billion."""
    return {"forecast": {"press": 2.4, "yale": 2.4, "cbo": 2.416}[source]}


@by_hand("budget-2", speaker=("M. Johnson", "K. Leavitt", "R. Vought"))
def what_they_said(speaker):
    """Crooks and Liars, 1 June 2025: the Speaker; the press secretary and the budget director gave the number, too."""
    office = {
        "M. Johnson": "Speaker of the House",
        "K. Leavitt": "White House press secretary",
        "R. Vought": "budget director",
    }[speaker]
    return {"words": 1.6, "words.by": f"{office} {speaker}"}


@by_hand("budget-3", unread=("left out", "taken to say so"))
def three_numbers_at_once(unread):
    """Tax Foundation, May 2025: 4.1 with 0.6 and 0.794; 4.6 with 1.6 and 1.054: not 2.6 with 0.8 and 1."""
    return {"together": {"left out": None, "taken to say so": True}[unread]}


def brought_by_growth(growth: str) -> float:
    """The Joint Committee: 103 billion. A gain of GDP reached after four years, by CBO's rule: 0.1 points a year from 2026
    to 2035 are worth 388 billion."""
    if growth == "scorer":
        return 103
    gdp = [column(THEN, "us_cbo_baseline", "gdp_usd_bn", "fiscal_year")[year] for year in range(2026, 2036)]
    share = 388 / sum(level * (1.001**years - 1) for years, level in enumerate(gdp, start=1))
    gain = {"said": 0.8, "white_house": 4.2}[growth]
    return share * sum(level * min(years / 4, 1) * gain / 100 for years, level in enumerate(gdp[:-1], start=1))


def missing(growth: str, tariffs: str, counts: str) -> float:
    """CBO, 4 June 2025, billions: tariffs 2,800, of which 500 interest, 2,500 without what they cost the economy; the bill 2,416, or 3,000."""
    saved, cost = {
        "before interest": (2800 - 500, 2416),
        "with interest": (2800, 3000),
        "conventional": (2500, 2416),
    }[counts]
    return brought_by_growth(growth) + (saved if tariffs == "counted" else 0) - cost


GROWTH = ("scorer", "said", "white_house")
COUNTS = ("before interest", "with interest", "conventional")


@by_hand(
    "budget-4", tolerance=0.3, growth=GROWTH, tariffs=("counted", "left out"), counts=COUNTS, charged=("all", "bill")
)
def room_for_yields(growth, tariffs, counts, charged):
    """CBO's rule: a tenth of a point on all yields costs 351 billion. What the bill's own debt would pay is tested apart."""
    return {"official": missing(growth, tariffs, counts) / 35.1} if charged == "all" else {}


@by_hand("budget-9", tolerance=0.01, growth=GROWTH, tariffs=("counted", "left out"), counts=COUNTS)
def left_of_the_sum(growth, tariffs, counts):
    return {"sum": missing(growth, tariffs, counts) / 1000}


@by_hand("budget-5", tolerance=0.005, years=(1, 2, 3, 5))
def deficits_of_fiscal_years(years):
    """CBO's evaluations, billions; GDP of 2024 as in its baseline of January 2025, 28,823 billion."""
    rows = THEN.table("us_budget_history").set_index("fiscal_year")
    gdp = dict(rows["gdp_usd_bn"]) | {2024: 28823.0}
    return {
        "deficit": sum(-100 * rows.at[year, "balance_usd_bn"] / gdp[year] for year in range(2025 - years, 2025)) / years
    }


@by_hand("budget-6", speaker=("any", "K. Leavitt", "M. Johnson", "R. Vought"))
def who_denied_it(speaker):
    """PolitiFact, 21 May 2025: the press secretary; the Speaker on 1 June; the budget director; CBO: 2,416 billion."""
    secretary = "the White House press secretary on 19 May 2025"
    director, johnson = "the budget director on 22 May 2025", "the Speaker of the House on 1 June 2025"
    named = {
        "any": f"{secretary}, {director} and {johnson}",
        "K. Leavitt": secretary,
        "R. Vought": director,
        "M. Johnson": johnson,
    }
    return {"both": 2416 > 0, "both.denials": named[speaker]}


@by_hand("budget-7", held=("gross", "public"), quarters=(4, 1, 2, 8))
def debt_at_a_yearly_rate(held, quarters):
    debt = column(THEN, "us_federal_debt", f"{held}_usd_mn", "quarter")
    earlier = {1: "2024Q3", 2: "2024Q2", 4: "2023Q4", 8: "2022Q4"}[quarters]
    return {"debt": 100 * ((debt["2024Q4"] / debt[earlier]) ** (4 / quarters) - 1)}


@by_hand("budget-8", pair=("official", "penn_wharton", "yale", "tax_foundation", "april"))
def growth_less_pain(pair):
    """Joint Committee: 0.03 points a year, CBO: -0.6 in 2035; Penn Wharton 0.5; Tax Foundation 0.8 and -0.7; Yale -0.3; Penn
    Wharton on the tariffs of April: -6."""
    return {
        "growth": {
            "official": 10 * 0.03 - 0.6,
            "penn_wharton": 0.5 - 0.6,
            "yale": 0.8 - 0.3,
            "tax_foundation": 0.8 - 0.7,
            "april": 0.8 - 6,
        }[pair]
    }


# --- the sales of Treasuries ---------------------------------------------------------------------


@by_hand("auctions-2", tolerance=0.0006, taken=("day", "month", "last sale"))
def thirty_years(taken):
    """H.15: 4.95 on 9 June 2025, and the 21 days to it; the sale of 8 May cleared at 4.819 %."""
    days = column(THEN, "us_cmt_yields", "yield_30y_pct", "date")
    month_of_days = [days[day] for day in sorted(days) if day < pd.Timestamp("2025-06-10")][-21:]
    return {"market": {"day": 4.95, "month": sum(month_of_days) / 21, "last sale": 4.819}[taken]}


@by_hand("auctions-3", source=("Treasury", "press"))
def fourteen_and_seventeen(source):
    """forexlive, 21 May 2025: 14.1 against 17.1; the Treasury's results of that sale and of the six before."""
    shares = (
        THEN.table("us_auctions").query("tenor_years == 20").sort_values("auction_date")["direct_share_pct"].tolist()
    )
    return {"direct": (14.1, 17.1) if source == "press" else (shares[-1], sum(shares[-7:-1]) / 6)}


SIGNS = {
    "all three": {"cover": 1, "dealers": -1, "spread": -1},
    "bid-to-cover": {"cover": 1},
    "dealers' share": {"dealers": -1},
    "spread": {"spread": -1},
    "indirect": {"indirect": 1},
}


def ranks_of_sales(record, tenor: int, signals: str, lookback: int) -> dict[pd.Timestamp, float]:
    """Of each sale the share of the sales before it that met weaker demand, ties counted half; signals in standard deviations."""
    table = record.table("us_auctions").query("tenor_years == @tenor").sort_values("auction_date")
    table = table[table["auction_date"] >= {20: "2020", 30: "2017"}[tenor]]
    cells = {
        "cover": table["bid_to_cover"],
        "dealers": table["dealer_share_pct"],
        "spread": 100 * (table["high_yield_pct"] - table["median_yield_pct"]),
        "indirect": table["indirect_share_pct"],
    }
    signed = np.column_stack([sign * cells[name].to_numpy() for name, sign in SIGNS[signals].items()])
    ranks = {}
    for place, day in enumerate(table["auction_date"]):
        past = signed[max(0, place - lookback) : place]
        if len(past) >= 12:
            before, now = (past / past.std(axis=0)).mean(axis=1), (signed[place] / past.std(axis=0)).mean()
            weaker = sum(1.0 if other < now - 1e-9 else 0.5 if other < now + 1e-9 else 0.0 for other in before)
            ranks[day] = 100 * weaker / len(past)
    return ranks


def long_sales(signals: str, lookback: int) -> list[float]:
    """Ranks of the 20- and 30-year sales up to the video, in time order."""
    both = ranks_of_sales(THEN, 20, signals, lookback) | ranks_of_sales(THEN, 30, signals, lookback)
    return [both[day] for day in sorted(both)]


@by_hand(
    "auctions-4",
    window=(6, 4, 3),
    middle=("mean", "median"),
    signals=("all three", "bid-to-cover", "dealers' share"),
    lookback=(36, 60),
)
def rank_of_the_last_sales(window, middle, signals, lookback):
    of = median if middle == "median" else np.mean
    ranks = long_sales(signals, lookback)
    return {
        "recent": of(ranks[-window:]),
        "sale": ranks[-1],
        "indirect": of(long_sales("indirect", lookback)[-window:]),
    }


@by_hand(
    "auctions-5", record="newest", signals=("all three", "bid-to-cover", "dealers' share", "spread"), lookback=(36, 60)
)
def rank_of_the_sale(signals, lookback):
    return {"rank": ranks_of_sales(NOW, 30, signals, lookback)[pd.Timestamp("2025-06-12")]}


@by_hand("auctions-6", record="newest", tolerance=0.1, months=(12, 3, 6, 9))
def change_of_holdings(months):
    """TIC: 9,052.0 billion in March 2025, Japan 1,135.1; and so many months later."""
    held = {
        holder: column(NOW, "tic_holders", "value_usd_bn", "month", holder=holder)
        for holder in ("Grand Total", "Japan")
    }
    end = month({3: "2025-06", 6: "2025-09", 9: "2025-12", 12: "2026-03"}[months])
    return {
        "dollar": None,
        "holders": 100 * (held["Grand Total"][end] / 9052.0 - 1),
        "japan": 100 * (held["Japan"][end] / 1135.1 - 1),
    }


@by_hand("auctions-7", supply=("20 and 30 years", "10, 20 and 30 years"))
def taken_by_the_fed(supply):
    """H.4.1: 632,794 million over ten years on 7 June 2017 and 1,396,308 on 9 March 2022; the Treasury's offers in between."""
    offers = THEN.table("us_auction_offerings")
    offers = offers[(offers["auction_date"] >= "2017-06-07") & (offers["auction_date"] <= "2022-03-09")]
    tenors = [20, 30] if supply == "20 and 30 years" else [10, 20, 30]
    return {
        "taken": 100 * (1396.308 - 632.794) / offers.loc[offers["tenor_years"].isin(tenors), "offering_usd_bn"].sum()
    }


@by_hand("auctions-8", fixings=(64, 5, 20, 128), share=(0.33, 0.2, 0.1))
def dollar_after_the_least_allotments(fixings, share):
    """The Treasury's allotments to foreigners, by their distance from their mean of the tenor; ICE's formula."""
    index = ice()
    levels = index.to_numpy()
    table = THEN.table("us_auction_allotments").merge(
        THEN.table("us_auctions")[["auction_date", "cusip", "tenor_years"]], on=["cusip", "tenor_years"]
    )
    waited = (table["issue_date"] - table["auction_date"]).dt.days
    table = table[(waited >= 0) & (waited <= 20) & table["tenor_years"].isin([20, 30])]
    gap = table["foreign_pct"] - table.groupby("tenor_years")["foreign_pct"].transform("mean")
    rows = []
    for day, distance in zip(table["auction_date"], gap, strict=True):
        start = index.index.searchsorted(day)
        if start + fixings < len(levels):
            rows.append((distance, 100 * (levels[start + fixings] / levels[start] - 1)))
    weak = sorted(rows)[: max(1, round(share * len(rows)))]
    return {"after": sum(change for _, change in weak) / len(weak)}


@by_hand("auctions-10", tolerance=0.006, inflation=("market", "thirty years", "ten years"), lent_at=("market", "said"))
def left_after_inflation(inflation, lent_at):
    """H.15, 9 June 2025: 4.95, real 2.67; Bureau of Labor Statistics: 148.2 in 1994, 236.7 in 2014, 313.7 in 2024; Michigan: 4.2."""
    lent = {"market": 4.95, "said": 5}[lent_at]
    index = column(THEN, "us_cpi_annual", "index", "year")
    expected = {
        "market": 4.95 - 2.67,
        "thirty years": 100 * ((index[2024] / index[1994]) ** (1 / 30) - 1),
        "ten years": 100 * ((index[2024] / index[2014]) ** (1 / 10) - 1),
    }[inflation]
    return {"market": lent - expected, "households": lent - 4.2}


@by_hand("auctions-11", days=(1, 3, 5), years=("own", 10, 30))
def price_of_inflation(days, years):
    """H.15 up to 21 May 2025, in hundredths: the 20-year sale."""
    real, nominal = (THEN.table(name).set_index("date") for name in ("us_real_yields", "us_cmt_yields"))
    if years == 10:
        level = real["breakeven_10y_pct"]
    else:
        tenor = {"own": 20, 30: 30}[years]
        level = nominal[f"yield_{tenor}y_pct"] - real[f"real_yield_{tenor}y_pct"]
    level = level.dropna()[:"2025-05-21"]
    return {"sale": round(100 * level.iloc[-1]) - round(100 * level.iloc[-1 - days])}


@cache
def worst_of_the_year(months: int, tenor: int) -> float:
    """The most that a bond lost in the year after the video: bought at par at the lowest yield of the months before, half-yearly
    coupons, its full term to run."""
    cells = column(NOW, "jgb_yields", f"y{tenor}_pct", "date")
    days = [day for day in sorted(cells) if pd.Timestamp("2025-06-10") < day <= pd.Timestamp("2026-06-10")]
    yields = [cells[day] / 200 for day in days]
    worst, payments = 0.0, 2 * tenor
    for place, begin in enumerate(pd.DatetimeIndex(days) - pd.DateOffset(months=months)):
        half, coupon = yields[place], min(yields[bisect_left(days, begin) : place + 1])
        worth = coupon * (1 - (1 + half) ** -payments) / half + (1 + half) ** -payments
        worst = max(worst, 100 * (1 - worth))
    return worst


@by_hand("debt-6", record="newest", burst=(20, 15, 30), months=(3, 1, 6, 12), tenor=(30, 10, 20, 40))
def fall_of_the_bond(burst, months, tenor):
    """Every sale of that year found its bids, by the ministry's results."""
    worst = worst_of_the_year(months, tenor)
    return {"fall": worst, "unsold": 0 if worst >= burst else None, "unsold.burst": burst}


# --- the tests -----------------------------------------------------------------------------------

EVERY = pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.claim)


@EVERY
def test_the_published_way_is_the_one_reckoned_first(hand):
    figures = found(hand.claim).then if hand.asked == "then" else found(hand.claim).revised
    _, published = hand.figures[0]
    for name, theirs in published.items():
        ours = told(figures, name)
        assert agrees(ours, theirs, hand.tolerance), f"{name}: {ours}, by hand {theirs}"


@EVERY
def test_every_way_comes_to_what_was_reckoned_by_hand(hand):
    claim = find_claim(hand.claim)
    for way, reckoned in hand.figures:
        figures = answer(claim, hand.record, DAY, **way)
        for name, theirs in reckoned.items():
            ours = told(figures, name)
            assert agrees(ours, theirs, hand.tolerance), f"{way}, {name}: {ours}, by hand {theirs}"


@EVERY
def test_the_values_tried_are_those_reckoned(hand):
    choices = find_claim(hand.claim).choices
    assert {name: set(choice.values) for name, choice in choices.items()} == {
        name: set(values) for name, values in hand.tried.items()
    }


def short(figure: object) -> bool:
    """Whether a figure has so few digits that two ways may agree by chance: a count, a place, yes or no, what a page printed."""
    return figure is None or isinstance(figure, bool | str) or round(figure, 9) == round(figure, 2)


@EVERY
def test_a_value_tried_comes_to_something_else(hand):
    """A value that gives to the last digit what the default gives is no other way; where figures are short, they may agree."""
    for name, (default, *others) in hand.tried.items():
        by_rest = {
            value: {
                tuple(v for k, v in way.items() if k != name): figures
                for way, figures in hand.figures
                if way[name] == value
            }
            for value in hand.tried[name]
        }
        literal = [next(iter(figures.values()), None) for figures in by_rest[default].values()]
        for value in others:
            assert by_rest[value] != by_rest[default] or all(map(short, literal)), f"{name}: {value}"


def test_every_claim_with_choices_is_reckoned():
    """But for the paths of the debt, which are simulated: the tests of their model and of the theme hold those."""
    with_choices = {claim.id for claim in load_claims() if claim.choices}
    assert with_choices - {hand.claim for hand in HANDS} == {"debt-3"}
