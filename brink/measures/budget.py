"""US budget arithmetic: what the tax and spending bill costs, what growth and tariffs return, what yields do to the sum.

Where a record holds too little for a sum there is no figure: ``None``, or a frame without rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.models import Array, budget
from brink.record.snapshot import Snapshot, once
from brink.video import DAY

#: The bill's first full year and the last year of its score.
FIRST_YEAR, LAST_YEAR = 2026, 2034
#: Step of CBO's rules of thumb, a tenth of a percentage point: 10 basis points of yield, 0.001 of growth.
RULE_BP, RULE_GROWTH = 10, 0.001
#: Assumption: a gain of GDP builds up evenly over four years, the White House's horizon, and then stays.
BUILD_UP_YEARS = 4
#: Scenarios of the debt path: how much higher every yield is than CBO assumed, from the fiscal year 2026 on.
SHOCKS_BP = (0, 50, 100)
FISCAL = "us_fiscal_estimates"
_VALUES = ["value_usd_bn", "value_usd_tn", "value_pct", "value_mn"]


# --- lookups ----------------------------------------------------------------------------------


@once
def figures(record: Snapshot) -> dict[str, float]:
    """Return every published figure that was public, by name: money in billions of dollars, percent, or millions."""
    table = record.table(FISCAL)
    values = table[_VALUES].to_numpy() * [1, 1000, 1, 1]
    first = np.isfinite(values).argmax(axis=1)  # each row fills one of the four
    return dict(zip(table["figure"], values[np.arange(len(values)), first].tolist(), strict=True))


def figure(record: Snapshot, name: str) -> float | None:
    """Return one published figure, or ``None`` if none was public."""
    return figures(record).get(name)


def figures_of(record: Snapshot, *names: str) -> list[float] | None:
    """Return several figures, or ``None`` unless all were public."""
    known = figures(record)
    return [known[name] for name in names] if known.keys() >= set(names) else None


@once
def baseline(record: Snapshot, newest: bool = False) -> pd.DataFrame:
    """Return one edition of CBO's baseline by fiscal year: the one current on the video's day, or the newest.

    The bill was scored against the former. Adds ``debt_pct_gdp``, ``average_debt_usd_bn`` (mean of the year's two ends)
    and ``implied_rate`` (net interest over average debt, a fraction).
    """
    rows = record.vintages("us_cbo_baseline")
    if not newest:
        rows = rows[rows["released"] <= DAY]
    rows = rows[rows["released"] == rows["released"].max()].set_index("fiscal_year").copy()
    rows["debt_pct_gdp"] = rows["debt_usd_bn"] / rows["gdp_usd_bn"] * 100
    rows["average_debt_usd_bn"] = rows["debt_usd_bn"].rolling(2).mean()
    rows["implied_rate"] = rows["net_interest_usd_bn"] / rows["average_debt_usd_bn"]
    return rows


def gdp_of_the_bill(record: Snapshot) -> Array:
    """Return CBO's baseline GDP in the years in which the bill acts, 2026 to 2034."""
    gdp: Array = baseline(record).loc[FIRST_YEAR:LAST_YEAR, "gdp_usd_bn"].to_numpy(float)
    return gdp


@once
def ten_year_yield(record: Snapshot) -> tuple[pd.Timestamp, float] | None:
    """Return the last ten-year Treasury yield at hand, in percent, with its date."""
    yields = record.table("us_cmt_yields").set_index("date")["yield_10y_pct"].dropna()
    return None if yields.empty else (yields.index[-1], float(yields.iloc[-1]))


# --- who said what when -------------------------------------------------------------------------


def statements(record: Snapshot, topic: str) -> pd.DataFrame:
    """Return what officials said of one matter (``savings``, ``deficit``, ``growth``, ``tariffs``), in its order."""
    rows = record.table("us_bill_statements")
    return rows[rows["topic"] == topic].sort_values(["said", "speaker"]).reset_index(drop=True)


_SCORES = {
    "cbo_house_deficit": "conventional",
    "cbo_house_debt": "with interest",
    "cbo_house_dynamic": "with the economy's response",
    "cbo_senate_deficit": "conventional",
    "cbo_law_deficit": "conventional",
    "cbo_law_debt": "with interest",
    "cbo_law_update": "with interest and response",
}


def scores(record: Snapshot) -> pd.DataFrame:
    """Return CBO's counts of the bill in time: what it adds to deficits over 2025-34, in trillions."""
    rows = record.vintages(FISCAL)
    rows = rows[rows["figure"].isin(_SCORES)].copy()
    rows["counted"] = rows["figure"].map(_SCORES)
    rows["trillions"] = rows["value_usd_tn"].fillna(rows["value_usd_bn"] / 1000)
    columns = ["released", "version", "counted", "trillions", "publisher", "source_url"]
    rows = rows.sort_values(["released", "figure"])[columns]
    return rows.drop_duplicates(["version", "counted"]).reset_index(drop=True)


@once
def packages(record: Snapshot) -> pd.DataFrame:
    """Return, for each author and version of the bill, what it costs, adds to GDP and adds in jobs, side by side.

    ``debt`` in trillions of dollars over ten years, ``gdp`` in percent, ``jobs`` in millions; missing where the author
    gives none. ``first`` is the day on which the earliest of them was public.
    """
    rows = record.table(FISCAL)
    parts = rows["figure"].str.extract(r"^(?P<package>[a-z]+_[a-z]+)_(?P<part>deficit|gdp|jobs)$")
    rows = rows.join(parts).dropna(subset="package")
    rows["value"] = (
        rows["value_usd_tn"].fillna(rows["value_usd_bn"] / 1000).fillna(rows["value_pct"]).fillna(rows["value_mn"])
    )
    wide = rows.pivot(index="package", columns="part", values="value").reindex(columns=["deficit", "gdp", "jobs"])
    about = rows.groupby("package").agg(
        publisher=("publisher", "first"), version=("version", "first"), first=("released", "min")
    )
    frame = about.join(wide.rename(columns={"deficit": "debt"}))
    frame = frame[frame[["debt", "gdp", "jobs"]].notna().sum(axis=1) > 1]
    return frame.sort_values(["first", "version"]).reset_index(drop=True)


def tax_foundation_cost(record: Snapshot) -> float | None:
    """Return the Tax Foundation's cost before growth, rebuilt from two of its figures, in billions.

    Its cost after growth is on record, and that growth pays "about one third": cost = after / (1 - 1/3).
    """
    known = figures_of(record, "tf_house_dynamic", "tf_house_offset")
    return None if known is None else known[0] / (1 - known[1] / 100)


# --- spending and debt -------------------------------------------------------------------------


@once
def history(record: Snapshot) -> pd.DataFrame:
    """Return the federal budget by fiscal year, in percent of GDP.

    ``deficit`` is what is spent beyond what comes in, ``primary`` the same without interest.
    """
    rows = record.table("us_budget_history").set_index("fiscal_year")
    gdp = rows["gdp_usd_bn"] / 100
    return pd.DataFrame(
        {
            "year_end": rows["year_end"],
            "deficit": -rows["balance_usd_bn"] / gdp,
            "primary": -(rows["balance_usd_bn"] + rows["net_interest_usd_bn"]) / gdp,
            "outlays": rows["outlays_usd_bn"] / gdp,
            "revenues": rows["revenues_usd_bn"] / gdp,
            "debt": rows["debt_usd_bn"] / gdp,
        }
    )


def twelve_months(record: Snapshot) -> pd.Series | None:
    """Return the deficit of the twelve months to CBO's newest monthly count, in percent of the fiscal year's GDP.

    The deficit of the year before and what the months counted add to it; GDP is the newest baseline's. ``None`` unless
    all three were public.
    """
    reviews = record.table("us_budget_reviews").sort_values("released")
    years, ahead = record.table("us_budget_history").set_index("fiscal_year"), baseline(record, newest=True)
    if reviews.empty:
        return None
    last = reviews.iloc[-1]
    if last["fiscal_year"] - 1 not in years.index or last["fiscal_year"] not in ahead.index:
        return None
    spent = -years.loc[last["fiscal_year"] - 1, "balance_usd_bn"] + last["deficit_change_usd_bn"]
    return pd.Series(
        {
            "deficit_pct": 100 * spent / ahead.loc[last["fiscal_year"], "gdp_usd_bn"],
            "deficit_usd_bn": spent,
            "end": pd.Timestamp(int(last["fiscal_year"]) - 1, 9, 30) + pd.offsets.MonthEnd(int(last["months"])),
        }
    )


def debt_growth(record: Snapshot, held: str, quarters: int) -> pd.Series:
    """Return by how many percent a year the federal debt grew over some quarters, by their last.

    ``held``: ``gross``, or by the ``public``.
    """
    debt = record.table("us_federal_debt").set_index("quarter")[f"{held}_usd_mn"]
    return 100 * ((debt / debt.shift(quarters)) ** (4 / quarters) - 1).dropna()


# --- does growth pay? ------------------------------------------------------------------------------


@once
def rule_share(record: Snapshot) -> float | None:
    """Return what each added dollar of GDP brings the budget by CBO's rule for productivity."""
    rule, years = figure(record, "cbo_rule_growth"), baseline(record).loc[FIRST_YEAR : LAST_YEAR + 1, "gdp_usd_bn"]
    return None if rule is None or years.empty else float(budget.budget_share(rule, RULE_GROWTH, years))


def cost_of_a_basis_point(record: Snapshot) -> float | None:
    """Return what one basis point on all yields adds to deficits over ten years by CBO's rule, in billions."""
    rule = figure(record, "cbo_rule_rates")
    return None if rule is None else rule / RULE_BP


def worth_of_a_gain(record: Snapshot, gain_pct: float | None) -> float | None:
    """Return what a gain of GDP reached after four years and kept brings the budget by 2034, in billions."""
    share, gdp = rule_share(record), gdp_of_the_bill(record)
    if share is None or gain_pct is None:
        return None
    reached = np.minimum(np.arange(1, gdp.size + 1) / BUILD_UP_YEARS, 1)
    return float(share * (gdp * reached * gain_pct / 100).sum())


def cost_of_the_bill(record: Snapshot, *, interest: bool = False) -> float | None:
    """Return what CBO last counted the bill to add to deficits over ten years, in billions: of the law, once it was one."""
    what = "debt" if interest else "deficit"
    law = figure(record, f"cbo_law_{what}")
    return figure(record, f"cbo_house_{what}") if law is None else law


def tariff_savings(record: Snapshot, *, interest: bool = False) -> float | None:
    """Return what CBO last counted the year's tariffs to take off deficits, in billions over 2025-35.

    Without the response of the economy and without interest; with both, its total. What the Supreme Court's ruling on
    the emergency tariffs takes away again is taken off.
    """
    counted = figure(record, "cbo_tariffs_total" if interest else "cbo_tariffs_primary")
    return None if counted is None else counted + (figure(record, "crfb_tariff_ruling") or 0.0)


def left_over(record: Snapshot, brought: float | None, *, tariffs: bool = True, interest: bool = False) -> float | None:
    """Return what is left of the plan's sum over ten years, in billions: growth and tariffs less the bill.

    ``brought`` is what growth brings the budget. Above zero the plan pays for itself at the yields in the sum. CBO's
    count of the tariffs runs a year longer than that of the bill.
    """
    cost = cost_of_the_bill(record, interest=interest)
    saved = tariff_savings(record, interest=interest) if tariffs else 0.0
    return None if cost is None or saved is None or brought is None else brought + saved - cost


def room(record: Snapshot, left: float | None, *, market: bool = False) -> float | None:
    """Return how far all yields may rise before what is left of a sum is used up, in basis points.

    Counted from the yields in CBO's baseline, or from those of the ``market``. Negative: the sum does not come out even
    if yields stay; they would have to fall by so much.
    """
    price = cost_of_a_basis_point(record)
    gap = yield_gap(record) if market else None
    if left is None or price is None or (market and gap is None):
        return None
    return float(budget.cushion_bp(left, 0.0, price)) - (0.0 if gap is None else float(gap["gap_bp"]))


def pay_back(record: Snapshot) -> pd.DataFrame:
    """Return what each author expects growth to bring back, and how far yields may then rise.

    ``cost`` and ``feedback`` in billions over ten years; ``covered_pct`` the share of the cost paid back;
    ``cushion_bp`` how far all yields may rise before the House bill no longer pays for itself (negative: it does not at
    unchanged yields), ``with_tariffs_bp`` the same where CBO's count of the tariffs is added; ``dividend_bp`` the rise
    that eats the feedback alone.
    """
    known = figures(record)
    cost, per_bp = known.get("cbo_house_deficit"), cost_of_a_basis_point(record)
    rows = [
        (author, cost, known.get(name), "published")
        for author, name in (
            ("House majority, resolution of February", "house_feedback"),
            ("House majority, chairman in June", "house_chairman_feedback"),
            ("Joint Committee on Taxation", "jct_committee_feedback"),
            ("Congressional Budget Office", "cbo_house_feedback"),
            ("American Enterprise Institute", "aei_house_feedback"),
        )
    ]
    rows += [
        (
            f"White House growth, {end} end",
            cost,
            worth_of_a_gain(record, known.get(f"cea_gdp_{end}")),
            "GDP published, budget share by CBO's rule",
        )
        for end in ("low", "high")
    ]
    rebuilt, after = tax_foundation_cost(record), known.get("tf_house_dynamic")
    brought = None if rebuilt is None or after is None else rebuilt - after
    rows.append(("Tax Foundation", rebuilt, brought, "cost before growth rebuilt"))
    wharton = figures_of(record, "pw_house_deficit", "pw_house_dynamic")
    brought = None if wharton is None else wharton[0] - wharton[1]
    rows.append(("Penn Wharton Budget Model", wharton[0] if wharton else None, brought, "published"))
    table = pd.DataFrame(rows, columns=["author", "cost", "feedback", "basis"]).dropna(subset=["cost", "feedback"])
    if per_bp is None:
        table = table.iloc[:0]
    table[["cost", "feedback"]] = table[["cost", "feedback"]].astype(float)
    price = per_bp or 1.0
    table["covered_pct"] = table["feedback"] / table["cost"] * 100
    table["cushion_bp"] = budget.cushion_bp(table["feedback"], table["cost"], price)
    table["with_tariffs_bp"] = table["cushion_bp"] + known.get("cbo_tariffs_primary", np.nan) / price
    table["dividend_bp"] = table["feedback"] / price
    return table.sort_values("cushion_bp", ascending=False, ignore_index=True)


def budget_shares(record: Snapshot) -> pd.DataFrame:
    """Return the budget's share of each added dollar of GDP that three published estimates imply."""
    years = baseline(record).loc[LAST_YEAR - 9 : LAST_YEAR, "gdp_usd_bn"].sum()
    rows = [("CBO's rule for productivity, March 2025", rule_share(record))]
    for label, brought, gain in (
        ("Joint Committee, May 2025", "jct_committee_feedback", "jct_committee_gdp"),
        ("CBO, this bill, June 2025", "cbo_house_feedback", "cbo_house_gdp"),
    ):
        known = figures_of(record, brought, gain)
        rows.append((label, known[0] / (known[1] / 100 * years) if known and years else None))
    return pd.DataFrame(rows, columns=["estimate", "share"]).dropna(ignore_index=True)


def break_even(record: Snapshot) -> pd.DataFrame:
    """Return the growth a year, in percentage points, that would pay for each version of the bill."""
    gdp = gdp_of_the_bill(record)
    versions = {
        "House bill": "cbo_house_deficit",
        "House bill with interest": "cbo_house_debt",
        "enacted law": "cbo_law_deficit",
        "enacted law with interest": "cbo_law_debt",
    }
    shares = budget_shares(record)
    rows = [
        {"version": version, "cost": cost}
        | {
            row.estimate: budget.break_even_growth(cost, row.share, gdp) * 100
            for row in shares.itertuples()
            if gdp.size
        }
        for version, name in versions.items()
        if (cost := figure(record, name)) is not None
    ]
    return pd.DataFrame(rows, columns=["version", "cost", *shares["estimate"]])


def unit_costs(record: Snapshot, debt: float, gain: float, jobs: float) -> pd.Series | None:
    """Return what a debt, a gain of GDP and jobs cost each other, and the rate at which the dividend is gone.

    ``debt`` in trillions, ``gain`` in percent, ``jobs`` in millions. Money in billions, ``cost_per_job`` in millions of
    dollars; rates in percent.
    """
    share, last, rows = rule_share(record), ten_year_yield(record), baseline(record)
    if share is None or last is None or FIRST_YEAR - 1 not in rows.index:
        return None
    (day, ten_year), gdp = last, float(rows.loc[FIRST_YEAR - 1, "gdp_usd_bn"])
    owed, added = debt * 1000, gain / 100 * gdp
    return pd.Series(
        {
            "debt": owed,
            "gain_pct": gain,
            "jobs_mn": jobs,
            "gdp": gdp,
            "share": share,
            "added_gdp": added,
            "added_revenue": added * share,
            "cost_per_job": float(budget.cost_per_job(owed, jobs)),
            "cost_per_point": float(budget.cost_per_point(owed, gain)),
            "dividend_rate_pct": float(budget.dividend_rate(gain / 100, share, gdp, owed)) * 100,
            "ten_year_pct": ten_year,
            "interest": owed * ten_year / 100,
            "yield_date": day,
        }
    )


# --- what does a rise in yields cost? ----------------------------------------------------------------


def refinancing(record: Snapshot) -> pd.Series | None:
    """Return how fast the debt is refinanced, from published shares, beside the published maturity.

    Of the video's quarter, and by kind of debt of the first month on record. ``None`` where the shares are not on record.
    """
    points = record.table("us_interest_cost").set_index(["figure", "period"]).sort_index()
    months = [period for figure, period in points.index if figure == "marketable_bills"]
    if not months:
        return None
    wanted = [
        ("maturing_in_12_months", "2025Q2"),
        ("marketable_bills", months[0]),
        ("marketable_total", months[0]),
        ("average_maturity", "2025-06"),
    ]
    if not set(wanted) <= set(points.index):
        return None
    due, bills, total, published = (
        points.loc[key, column]
        for key, column in zip(wanted, ["value_pct", "value_usd_tn", "value_usd_tn", "value_months"], strict=True)
    )
    return pd.Series(
        {
            "first_year_share": due / 100,
            "bill_share": bills / total,
            "speed": budget.refinancing_speed(due / 100, bills / total),
            "implied_months": 12 * budget.mean_maturity(due / 100, bills / total),
            "published_months": published,
        }
    )


def _old_share(record: Snapshot, years: int) -> Array | None:
    speed = refinancing(record)
    return None if speed is None else budget.old_rate_share(years, speed["first_year_share"], speed["bill_share"])


def ten_basis_points(record: Snapshot, first: int = FIRST_YEAR) -> pd.DataFrame:
    """Return what ten basis points on all new borrowing cost in each year, the rise coming with ``first``.

    ``cost`` in billions; ``repriced_pct`` the share of the year's debt that pays the higher rate.
    """
    rows = baseline(record)
    debt = rows["debt_usd_bn"].loc[first - 1 :].to_numpy(float)
    rate = rows["implied_rate"].loc[first:].to_numpy(float)
    kept = _old_share(record, rate.size) if rate.size else None
    if kept is None:
        return pd.DataFrame(columns=["fiscal_year", "cost", "repriced_pct"])
    cost, _ = budget.added_debt(debt, rate, kept, RULE_BP)
    average = (debt[1:] + debt[:-1]) / 2
    years = rows.index[rows.index >= first]
    table = pd.DataFrame({"fiscal_year": years, "cost": cost, "repriced_pct": (1 - kept * debt[0] / average) * 100})
    return table[table["fiscal_year"] >= FIRST_YEAR].reset_index(drop=True)


def deficit_by_year(record: Snapshot) -> pd.Series | None:
    """Return what the House bill adds to the deficit before interest, by fiscal year, 2025 to 2034.

    CBO's years 2026 to 2030 as printed. The rest of its sum is spread evenly over 2031-34, as no page with those years
    was found; since it printed the halves of the decade, 2025 is what they leave.
    """
    named = figures_of(record, *(f"cbo_house_deficit_{year}" for year in range(2026, 2031)), "cbo_house_deficit")
    if named is None:
        return None
    *printed, total = named
    years = dict(zip(range(2026, 2031), printed, strict=True))
    halves = figures_of(record, "cbo_house_deficit_2025_29", "cbo_house_deficit_2030_34")
    years[2025] = 0.0 if halves is None else halves[0] - sum(printed[:-1])
    years |= dict.fromkeys(range(2031, LAST_YEAR + 1), (total - sum(years.values())) / 4)
    return pd.Series(years, name="deficit").sort_index()


def debt_service(record: Snapshot, shock_bp: float = 0.0) -> float | None:
    """Return the interest on the debt the House bill adds over 2025-34, in billions: CBO published its own.

    ``shock_bp`` is a rise of the yields that this debt alone pays.
    """
    rows, deficit = baseline(record), deficit_by_year(record)
    if rows.empty or deficit is None:
        return None
    rate = rows["implied_rate"].loc[2025:LAST_YEAR] + shock_bp * budget.BP
    interest, _ = budget.added_debt(rows["debt_usd_bn"].loc[2024:LAST_YEAR], rate, deficit=deficit)
    return float(interest.sum())


def debt_paths(record: Snapshot, gap_bp: float) -> pd.DataFrame:
    """Return debt held by the public in percent of GDP, 2025 to 2034, by scenario.

    ``baseline``; ``bill`` on CBO's yields; the bill with all yields higher by each of :data:`SHOCKS_BP` from
    2026 on; ``market``: by ``gap_bp``, as much as the yield of a day lies above CBO's.
    """
    rows, deficit = baseline(record).loc[2024:LAST_YEAR], deficit_by_year(record)
    years = rows.index[1:].to_numpy(int)
    share = _old_share(record, years.size - 1) if years.size > 1 else None
    if share is None or deficit is None:
        return pd.DataFrame(columns=["fiscal_year", "baseline", "bill", "market"])
    debt, rate = rows["debt_usd_bn"].to_numpy(float), rows["implied_rate"].to_numpy(float)[1:]
    steps = np.array([*SHOCKS_BP, gap_bp])[:, None] * (years >= FIRST_YEAR)
    _, added = budget.added_debt(debt, rate, np.concatenate([[1.0], share]), steps, deficit.to_numpy(float))
    gdp = rows["gdp_usd_bn"].to_numpy(float)[1:]
    names = ["bill", *(f"bill_{shock}" for shock in SHOCKS_BP[1:]), "market"]
    paths = {"baseline": debt[1:] / gdp * 100} | dict(zip(names, (debt[1:] + added) / gdp * 100, strict=True))
    return pd.DataFrame(paths, index=years).rename_axis("fiscal_year").reset_index()


@once
def yield_gap(record: Snapshot) -> pd.Series | None:
    """Return the newest ten-year yield against that of the next fiscal year in CBO's baseline, and what the gap costs."""
    last, rows, price = ten_year_yield(record), baseline(record, newest=True), cost_of_a_basis_point(record)
    if last is None or price is None:
        return None
    day, now = last
    ahead = day.year + (day.month >= 10) + 1
    if ahead not in rows.index:
        return None
    assumed = float(rows.loc[ahead, "ten_year_rate_pct"])
    gap = (now - assumed) * 100
    return pd.Series({"date": day, "yield_pct": now, "assumed_pct": assumed, "gap_bp": gap, "cost": gap * price})


def yields_against_cbo(record: Snapshot) -> pd.DataFrame:
    """Return the ten-year yield by month beside what CBO's January 2025 baseline assumed for the fiscal year."""
    rows = record.table("us_cmt_yields").dropna(subset="yield_10y_pct")
    months = rows.groupby(rows["date"].dt.to_period("M"))["yield_10y_pct"].mean()
    months = months[months.index >= pd.Period("2024-10", "M")]
    years = months.index.year + (months.index.month >= 10)
    frame = pd.DataFrame({"month": months.index.to_timestamp(), "yield_pct": months.to_numpy(), "fiscal_year": years})
    edition = baseline(record)["ten_year_rate_pct"]
    frame["assumed_pct"] = frame["fiscal_year"].map(edition).astype(float)
    frame["gap_bp"] = (frame["yield_pct"] - frame["assumed_pct"]) * 100
    return frame


# --- what growth is to mask ------------------------------------------------------------------------

#: Estimates of what the bill adds to GDP, and of what tariffs take from it, by author.
_GAINS = {"scorer": "jct_committee_gdp", "tax_foundation": "tf_house_gdp", "penn_wharton": "pw_may_gdp"}
_LOSSES = {
    "cbo": "cbo_tariffs_gdp",
    "tax_foundation": "tf_tariffs_gdp",
    "yale": "yale_tariffs_gdp",
    "penn_wharton": "pw_tariffs_gdp",
}


def net_growth(record: Snapshot, gain: str, loss: str) -> float | None:
    """Return what the bill adds to GDP by one estimate less what the tariffs take by another, in percent of GDP."""
    known = figures_of(record, _GAINS[gain], _LOSSES[loss])
    return None if known is None else sum(known)
