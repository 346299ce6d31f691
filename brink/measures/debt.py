"""Japan's public debt: how large it is, beside whom, and what interest the bonds cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from brink.measures.common import SOLD
from brink.measures.jgb_market import TENORS, yields
from brink.models import Array, bonds
from brink.record.snapshot import Snapshot, once

#: A day as pandas reads it: a date, a timestamp, or its ISO form.
Day: TypeAlias = date | str
COUNTRIES = {
    "CAN": "Canada",
    "DEU": "Germany",
    "FRA": "France",
    "GBR": "United Kingdom",
    "ITA": "Italy",
    "JPN": "Japan",
    "USA": "United States",
}
#: Measures on which the G7 are ranked, by whether more is worse.
MORE_IS_WORSE = {
    "gross_debt_pct": True,
    "net_debt_pct": True,
    "debt_change_pp": True,
    "interest_pct": True,
    "primary_balance_pct": False,
    "overall_balance_pct": False,
    "real_growth_pct": False,
    "inflation_pct": True,
}
#: What is owed, and what the year costs.
STOCKS, FLOWS = ("gross_debt_pct", "net_debt_pct"), ("interest_pct", "primary_balance_pct", "overall_balance_pct")


# --- how large -------------------------------------------------------------------------------


@once
def debt_by_edition(record: Snapshot) -> pd.DataFrame:
    """Return Japan's gross and net debt, percent of GDP, by edition of the World Economic Outlook and year.

    ``projected`` says that the year lies after the edition's last actual one.
    """
    weo = record.vintages("weo_g7")
    japan = weo[weo["country"] == "JPN"]
    frame = japan[["vintage", "released", "year", "gross_debt_pct_gdp", "net_debt_pct_gdp"]].copy()
    last = japan["debt_last_actual_year"].astype("float64").fillna(japan["released"].dt.year - 1)
    frame["projected"] = japan["year"] > last
    return frame.reset_index(drop=True)


def public_assets(record: Snapshot) -> pd.DataFrame:
    """Return what Japan's general government owns and owes by item, trillion yen, from the flow of funds."""
    sheet = record.table("japan_general_government_balance_sheet")
    sheet = sheet[(sheet["sector"] == "General government") & ~sheet["item_code"].isin(["Y", "Z"])]
    sides = sheet.pivot(index="item", columns="side", values="value_100m_yen")
    sides = sides.reindex(columns=["assets", "liabilities"]).fillna(0) / 1e4
    sides = sides.rename(columns={"assets": "assets_tn_yen", "liabilities": "liabilities_tn_yen"})
    return sides.sort_values("assets_tn_yen", ascending=False).reset_index()


# --- beside whom -----------------------------------------------------------------------------


@once
def g7_years(record: Snapshot) -> pd.DataFrame:
    """Return the seven countries' years in the newest edition, one row a country and year.

    ``interest_pct`` is net interest, the primary less the overall balance; ``debt_change_pp`` what gross debt
    gains on the year before. All in percent of GDP but growth and inflation, in percent.
    """
    weo = record.table("weo_g7")
    rows = weo[weo["country"] != "G7"].sort_values("year")
    rows = rows.assign(change=rows.groupby("country")["gross_debt_pct_gdp"].diff())
    return pd.DataFrame(
        {
            "country": rows["country"].map(COUNTRIES),
            "year": rows["year"],
            "gross_debt_pct": rows["gross_debt_pct_gdp"],
            "net_debt_pct": rows["net_debt_pct_gdp"],
            "debt_change_pp": rows["change"],
            "interest_pct": rows["primary_balance_pct_gdp"] - rows["overall_balance_pct_gdp"],
            "primary_balance_pct": rows["primary_balance_pct_gdp"],
            "overall_balance_pct": rows["overall_balance_pct_gdp"],
            "real_growth_pct": rows["real_growth_pct"],
            "inflation_pct": rows["cpi_inflation_pct"],
        }
    ).reset_index(drop=True)


class Beside(NamedTuple):
    """A country's place among the seven on one measure (1 = worst) and its figure, beside the next of the others."""

    place: float
    value: float
    next: str
    next_value: float


@once
def beside(record: Snapshot, country: str, year: int, measure: str) -> Beside | None:
    """Return where a country stands on one measure in a year, and who is worst of the others; ``None`` without an edition."""
    seven = g7_comparison(record, year).set_index("country").sort_values(f"{measure}_rank")
    if seven.empty:
        return None
    own, other = seven.loc[country], seven.drop(country).iloc[0]
    return Beside(own[f"{measure}_rank"], own[measure], str(other.name), other[measure])


@once
def g7_comparison(record: Snapshot, year: int) -> pd.DataFrame:
    """Return :func:`g7_years` for one year, with ranks (1 = worst); empty where no edition has the year."""
    frame = g7_years(record)
    frame = frame[frame["year"] == year].drop(columns="year")
    for measure, more in MORE_IS_WORSE.items():
        frame[f"{measure}_rank"] = frame[measure].rank(ascending=not more, method="min")
    return frame.sort_values("gross_debt_pct", ascending=False, ignore_index=True)


@once
def scoreboard(record: Snapshot, year: int, measures: tuple[str, ...], by: str = "rank") -> pd.Series:
    """Put the G7 in order by several measures at once: the mean by country, the worst first.

    ``by`` is ``rank`` (the mean of the ranks, 1 = worst) or ``distance`` (the mean of standard scores, turned so
    that less is worse too: one country far off counts more than one just behind).
    """
    seven = g7_comparison(record, year)
    return _put_in_order(seven, measures, pd.Index(seven["country"]), by)


def _put_in_order(frame: pd.DataFrame, measures: tuple[str, ...], names: pd.Index, by: str) -> pd.Series:
    """Return the mean of ranks or of standard scores over the measures, by the rows' names, the worst row first."""
    turned = frame[list(measures)].to_numpy() * [-1.0 if MORE_IS_WORSE[measure] else 1.0 for measure in measures]
    if not len(turned):
        return pd.Series(dtype=float)
    if by == "rank":
        parts = np.where(np.isnan(turned), np.nan, 1 + (turned[:, None] > turned).sum(axis=1))
    else:
        parts = (turned - np.nanmean(turned, axis=0)) / np.nanstd(turned, axis=0)
    means = np.nanmean(parts, axis=1)
    worst_first = np.argsort(means, kind="stable")
    return pd.Series(means[worst_first], names[worst_first])


@once
def years_no_worse(
    record: Snapshot, country: str, year: int, measures: tuple[str, ...], by: str = "rank"
) -> tuple[float, int, int] | None:
    """Return the share of the seven countries' years, to ``year``, that were no worse than that of a country, percent.

    All years are put in one order as in :func:`scoreboard`, the country's own earlier ones among them. With the first year
    of the record and the number of years compared; ``None`` where the record has no such year.
    """
    frame = g7_years(record)
    frame = frame[frame["year"] <= year].set_index(["country", "year"])[list(measures)].dropna()
    if (country, year) not in frame.index:
        return None
    order = _put_in_order(frame, measures, frame.index, by)
    share = 100 * float((order >= order[country, year] - 1e-9).mean())
    return share, int(frame.index.get_level_values("year").min()), len(frame)


def place_of(country: str, order: pd.Series) -> int:
    """Return the place of a country in an order of :func:`scoreboard`; countries level with it do not push it down."""
    return int((order.to_numpy() < order[country] - 1e-9).sum()) + 1


@once
def places_by_edition(
    record: Snapshot, country: str, measures: tuple[str, ...], by: str = "rank", ahead: int = 0
) -> pd.Series:
    """Return a country's place by several measures as each edition of the outlook put its own year: day -> place.

    ``ahead`` looks that many years beyond the year of publication.
    """
    found = {}
    for released in sorted(record.vintages("weo_g7")["released"].unique()):
        day = pd.Timestamp(released)
        order = scoreboard(record.on(day.date()), day.year + ahead, measures, by)
        if len(order):
            found[day] = float(place_of(country, order))
    return pd.Series(found, dtype=float)


@once
def no_worse_by_edition(
    record: Snapshot, country: str, measures: tuple[str, ...], by: str = "rank", ahead: int = 0
) -> pd.Series:
    """Return :func:`years_no_worse` as each edition of the outlook put its own year: day -> percent."""
    found = {}
    for released in sorted(record.vintages("weo_g7")["released"].unique()):
        day = pd.Timestamp(released)
        share = years_no_worse(record.on(day.date()), country, day.year + ahead, measures, by)
        if share is not None:
            found[day] = share[0]
    return pd.Series(found, dtype=float)


# --- the interest bill, from the bonds themselves ---------------------------------------------


@once
def fixed_rate_bonds(record: Snapshot) -> pd.DataFrame:
    """Return every auction of a fixed-coupon bond: ``face`` in trillion yen, ``coupon`` in percent, ``tenor`` in years.

    Left out: discount, floating-rate and inflation-linked bonds.
    """
    sales = record.table("jgb_auctions")
    sales = sales[sales["coupon_pct"].notna() & ~sales["tenor"].str.contains("inflation")]
    return pd.DataFrame(
        {
            "auction_date": sales["auction_date"],
            "issued": sales["issue_date"],
            "matures": sales["maturity_date"],
            "tenor": sales["tenor"].str.extract(r"(\d+)Y")[0].astype(int),
            "coupon": sales["coupon_pct"],
            "face": sales[SOLD].fillna(0).sum(axis=1) / 1e4,
        }
    ).reset_index(drop=True)


def portfolio(record: Snapshot, days: ArrayLike) -> pd.DataFrame:
    """Return face value, average coupon and average remaining life of the auctioned bonds, by day."""
    held = bonds.Bonds.of(fixed_rate_bonds(record)).on(days)
    return pd.DataFrame(
        {"date": pd.DatetimeIndex(days), "face_tn_yen": held.face, "coupon_pct": held.coupon, "life_years": held.life}
    )


def rate_check(record: Snapshot) -> pd.DataFrame:
    """Set the average coupon rebuilt from the auctions beside the average rate the ministry publishes.

    One row is a fiscal year (to 31 March) from 2010 for which a published rate was found.
    """
    facts = record.table("mof_debt_facts")
    facts = facts[(facts["item"] == "average interest rate of general bonds") & (facts["basis"] == "actual")]
    year = facts["period"].str[2:].astype(int)
    facts = facts[year >= 2010]
    ends = pd.to_datetime((year[year >= 2010] + 1).astype(str) + "-03-31")
    rebuilt = portfolio(record, ends)
    return pd.DataFrame(
        {
            "fiscal_year": facts["period"].to_numpy(),
            "published_pct": facts["value_pct"].to_numpy(),
            "rebuilt_pct": rebuilt["coupon_pct"].to_numpy(),
            "life_years": rebuilt["life_years"].to_numpy(),
            "source": facts["source_publisher"].to_numpy(),
        }
    ).sort_values("fiscal_year", ignore_index=True)


@dataclass(frozen=True)
class Outlook:
    """The bonds of one day rolled forward at one day's yield curve."""

    day: pd.Timestamp
    curve_day: pd.Timestamp
    curve_pct: Array
    mix: Array
    borrowing_tn_yen: float
    legacy: bonds.Schedule
    roll: bonds.RollForward

    def rates(self, shift_pp: ArrayLike = 0.0) -> Array:
        """Return the effective rate by year, percent, with all yields ``shift_pp`` higher.

        ``shift_pp`` is one number, one a tenor, or one a year and tenor, shape (Y, K).
        """
        return self.roll.effective_rate(self._yields(shift_pp))

    def interest(self, shift_pp: ArrayLike = 0.0) -> Array:
        """Return the interest on the auctioned bonds by year, trillion yen."""
        return self.roll.interest(self._yields(shift_pp))

    def _yields(self, shift_pp: ArrayLike) -> Array:
        return np.broadcast_to(self.curve_pct + np.asarray(shift_pp, float), self.roll.issued.shape)


@once
def outlook(record: Snapshot, start: Day, curve_day: Day, years: int) -> Outlook | None:
    """Roll the auctioned bonds of ``start`` forward for ``years`` years at the yields of ``curve_day``.

    New bonds are sold in the mix of tenors of the twelve months before ``start``; net borrowing stays
    at that of those months. Both are read off the auctions; nothing else is assumed. ``None`` where the record does not
    reach ``start`` (its last auction lies more than a month before) or holds no whole curve by ``curve_day``.
    """
    first = pd.Timestamp(start)
    sold = fixed_rate_bonds(record)
    sold = sold[sold["issued"] <= first]
    recent = sold[sold["issued"] > first - pd.DateOffset(years=1)]
    curve = yields(record)[list(TENORS)].loc[: pd.Timestamp(curve_day)].dropna()
    if recent.empty or recent["auction_date"].max() < first - pd.DateOffset(months=1) or curve.empty:
        return None
    book = bonds.Bonds.of(sold)
    legacy = book.run_off(first, years)
    mix = recent.groupby("tenor")["face"].sum().reindex(TENORS, fill_value=0.0)
    mix = (mix / mix.sum()).to_numpy()
    borrowing = legacy.face - float(book.on(first - pd.DateOffset(years=1)).face[0])
    roll = bonds.roll_forward(legacy, borrowing, mix, TENORS)
    day = curve.index[-1]
    return Outlook(first, day, curve.loc[day].to_numpy(dtype=float), mix, borrowing, legacy, roll)


def interest_scenarios(
    record: Snapshot, start: Day, curve_day: Day, shifts: Sequence[float] = (0, 1, 2, 3), years: int = 12
) -> pd.DataFrame:
    """Return effective rate and share repriced by year for parallel shifts of the yield curve; empty without a record."""
    columns = ["shift_pp", "year", "effective_rate_pct", "repriced_pct", "reached_pct"]
    ahead = outlook(record, start, curve_day, years)
    if ahead is None:
        return pd.DataFrame(columns=columns)
    parts = [
        pd.DataFrame(
            {
                "shift_pp": shift,
                "year": np.arange(1, years + 1),
                "effective_rate_pct": ahead.rates(shift),
                "repriced_pct": 100 * ahead.roll.repriced,
                "reached_pct": 100 * ahead.roll.pass_through().sum(axis=1),
            }
        )
        for shift in shifts
    ]
    return pd.concat(parts, ignore_index=True)


def debt_fact(record: Snapshot, period: str, item: str, basis: str) -> float | None:
    """Return one figure of the finance ministry: money in trillion yen, a rate in percent; ``None`` where not on record."""
    facts = record.vintages("mof_debt_facts")
    row = facts[(facts["period"] == period) & (facts["item"] == item) & (facts["basis"] == basis)]
    for column, per in (("value_jpy_bn", 1000), ("value_jpy_tn", 1), ("value_pct", 1)):
        if len(value := row[column].dropna()):
            return float(value.iloc[0]) / per
    return None


def ministry_check(record: Snapshot) -> pd.DataFrame:
    """Hold the roll-forward against published projections, each on its own assumed yields.

    The ministry's projections reach three fiscal years beyond the first and give an assumed 10-year yield for the last;
    for the first one, too, or the budget's assumed rate stands in. The curve of the day before publication is shifted to
    them, in equal steps between. Interest is the effective rate times the general bonds outstanding in the middle of the
    last year, from the stock published for the day nearest to the start. Estimates of others name no yields: the curve is
    kept. Fiscal years start in April. Only what the record holds is checked.
    """
    facts = record.vintages("mof_debt_facts")
    stocks = facts[(facts["item"] == "general bonds") & (facts["basis"] == "outstanding")]["period"].unique()
    rows = []
    for basis in facts.loc[facts["basis"].str.startswith("projection of"), "basis"].unique():
        own = facts[facts["basis"] == basis]
        said, assumed = own[own["item"] == "interest payments"], own[own["item"] == "assumed 10-year yield"]
        if said.empty or assumed.empty or not len(stocks):
            continue
        last = int(said["period"].iloc[0][2:])
        first = last - 3
        start, day = pd.Timestamp(first, 3, 31), assumed["released"].min() - pd.Timedelta(days=1)
        low = debt_fact(record, f"FY{first}", "assumed 10-year yield", basis)
        low = debt_fact(record, f"FY{first}", "assumed interest rate", "initial budget") if low is None else low
        high = debt_fact(record, f"FY{last}", "assumed 10-year yield", basis)
        ahead = outlook(record, start, day, last - first + 1)
        if low is None or high is None or ahead is None:
            continue
        near = min(stocks, key=lambda period: abs(pd.Timestamp(period) - start))
        elapsed = (pd.Timestamp(last, 10, 1) - pd.Timestamp(near)).days / 365.25
        owed = (debt_fact(record, near, "general bonds", "outstanding") or 0.0) + elapsed * ahead.borrowing_tn_yen
        shift = np.linspace(low, high, last - first + 1) - ahead.curve_pct[TENORS.index(10)]
        by = f"Ministry of Finance, {basis.removeprefix('projection of ')}"
        published = debt_fact(record, f"FY{last}", "interest payments", basis)
        interest = ahead.rates(shift[:, None])[-1] / 100 * owed
        rows.append((f"interest in fiscal {last}", by, published, interest, "trillion yen"))
    estimates = facts[facts["basis"].str.startswith("estimate of")].sort_values("period")
    for row in estimates.itertuples():
        ahead = outlook(record, pd.Timestamp(row.released.year, 3, 31), row.released - pd.Timedelta(days=1), 10)
        if ahead is not None:
            rate = ahead.rates()[int(row.period[2:]) - row.released.year]
            by = f"{row.source_publisher.split(' via ')[0]}, {row.released:%B %Y}"
            rows.append((f"average rate in fiscal {row.period[2:]}", by, row.value_pct, rate, "percent"))
    frame = pd.DataFrame(rows, columns=["figure", "published_by", "published", "rebuilt", "unit"])
    return frame.sort_values(["unit", "figure"], ascending=[False, True], ignore_index=True)


def past_alarms(record: Snapshot) -> pd.DataFrame:
    """Set the interest the ministry projected beside the interest it paid, trillion yen by fiscal year."""
    seen = record.table("mof_interest_projections")
    seen = seen.assign(interest_tn_yen=seen["interest_100m_yen"] / 1e4)[["edition", "fiscal_year", "interest_tn_yen"]]
    facts = record.table("mof_debt_facts")
    paid = facts[(facts["item"] == "interest payments") & (facts["basis"] == "actual")]
    paid = pd.DataFrame(
        {"edition": "paid", "fiscal_year": paid["period"].str[2:].astype(int), "interest_tn_yen": paid["value_jpy_tn"]}
    )
    return pd.concat([seen, paid[paid["fiscal_year"] >= 2000]]).sort_values(
        ["edition", "fiscal_year"], ignore_index=True
    )


def statements(record: Snapshot, topic: str) -> pd.DataFrame:
    """Return what was said in public about Japan's debt under one topic, oldest first."""
    said = record.table("japan_debt_statements")
    return said[said["topic"] == topic].sort_values("date", ignore_index=True)
