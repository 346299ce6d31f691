"""The plan's sum: what bill, tariffs and growth come to over ten years, and what a rise in yields does to it.

Where a record holds too little for a sum there is no figure: ``None``, or a frame without rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.measures.budget import baseline, figure, figures, figures_of, tax_foundation_cost, ten_year_yield
from brink.models import Array, budget
from brink.record.snapshot import Snapshot, once

#: The bill's first full year and the last year of its score.
FIRST_YEAR, LAST_YEAR = 2026, 2034
#: Step of CBO's rules of thumb, a tenth of a percentage point: 10 basis points of yield, 0.001 of growth.
RULE_BP, RULE_GROWTH = 10, 0.001
#: Assumption: a gain of GDP builds up evenly over four years, the White House's horizon, and then stays.
BUILD_UP_YEARS = 4
#: Scenarios of the debt path: how much higher every yield is than CBO assumed, from the fiscal year 2026 on.
SHOCKS_BP = (0, 50, 100)


@once
def gdp_of_the_bill(record: Snapshot) -> Array:
    """Return CBO's baseline GDP in the years in which the bill acts, 2026 to 2034."""
    gdp: Array = baseline(record).loc[FIRST_YEAR:LAST_YEAR, "gdp_usd_bn"].to_numpy(float)
    return gdp


# --- does growth pay? ------------------------------------------------------------------------------


@once
def rule_share(record: Snapshot) -> float | None:
    """Return what each added dollar of GDP brings the budget by CBO's rule for productivity."""
    rule, years = figure(record, "cbo_rule_growth"), baseline(record).loc[FIRST_YEAR : LAST_YEAR + 1, "gdp_usd_bn"]
    return None if rule is None or years.empty else float(budget.budget_share(rule, RULE_GROWTH, years))


def cost_of_a_basis_point(record: Snapshot, *, own: bool = False) -> float | None:
    """Return what one basis point on all yields adds to deficits over ten years by CBO's rule, in billions.

    With ``own``, only on what the House bill borrows: the difference it makes to :func:`debt_service`.
    """
    if own:
        rise, none = debt_service(record, RULE_BP), debt_service(record)
        return None if rise is None or none is None else (rise - none) / RULE_BP
    rule = figure(record, "cbo_rule_rates")
    return None if rule is None else rule / RULE_BP


@once
def worth_of_a_gain(record: Snapshot, gain_pct: float | None) -> float | None:
    """Return what a gain of GDP reached after four years and kept brings the budget by 2034, in billions."""
    share, gdp = rule_share(record), gdp_of_the_bill(record)
    if share is None or gain_pct is None:
        return None
    reached = np.minimum(np.arange(1, gdp.size + 1) / BUILD_UP_YEARS, 1)
    return float(share * (gdp * reached * gain_pct / 100).sum())


def cost_of_the_bill(record: Snapshot, *, interest: bool = False, permanent: bool = False) -> float | None:
    """Return what the bill was last counted to add to deficits over ten years, in billions: the law, once it was one.

    By CBO; ``permanent``, as if what ends early stayed, before interest only: by the Budget Lab at Yale, whose count of
    the bill as passed equals CBO's, and for the law by CBO.
    """
    if permanent:
        kept = figures_of(record, "cbo_law_deficit", "cbo_law_permanent")
        return figure(record, "yale_house_permanent") if kept is None else sum(kept)
    what = "debt" if interest else "deficit"
    law = figure(record, f"cbo_law_{what}")
    return figure(record, f"cbo_house_{what}") if law is None else law


def tariff_savings(record: Snapshot, *, interest: bool = False, drag: bool = True) -> float | None:
    """Return what CBO last counted the year's tariffs to take off deficits, in billions over 2025-35.

    Before interest, or with it; with what their ``drag`` on the economy costs, as far as CBO counted it (its counts since
    August 2025 leave it out), or without. What the Supreme Court's ruling on the emergency tariffs takes away again is
    taken off.
    """
    known = figures_of(record, "cbo_tariffs_primary", "cbo_tariffs_interest", "cbo_tariffs_total")
    if known is None:
        return None
    primary, on_debt, total = known
    counted = total if drag else primary + on_debt
    return counted - (0.0 if interest else on_debt) + (figure(record, "crfb_tariff_ruling") or 0.0)


def left_over(
    record: Snapshot,
    brought: float | None,
    *,
    tariffs: bool = True,
    interest: bool = False,
    drag: bool = True,
    permanent: bool = False,
) -> float | None:
    """Return what is left of the plan's sum over ten years, in billions: growth and tariffs less the bill.

    ``brought`` is what growth brings the budget. Above zero the plan pays for itself at the yields in the sum. CBO's
    count of the tariffs runs a year longer than that of the bill.
    """
    cost = cost_of_the_bill(record, interest=interest, permanent=permanent)
    saved = tariff_savings(record, interest=interest, drag=drag) if tariffs else 0.0
    return None if cost is None or saved is None or brought is None else brought + saved - cost


def room(record: Snapshot, left: float | None, *, market: bool = False, own: bool = False) -> float | None:
    """Return how far all yields may rise before what is left of a sum is used up, in basis points.

    Counted from the yields in CBO's baseline, or from those of the ``market``; a rise is paid on all federal debt, or
    only on the House bill's ``own``. Negative: the sum does not come out even if yields stay; they would have to fall by
    so much.
    """
    price = cost_of_a_basis_point(record, own=own)
    gap = yield_gap(record) if market else None
    if left is None or price is None or (market and gap is None):
        return None
    return float(budget.cushion_bp(left, 0.0, price)) - (0.0 if gap is None else float(gap["gap_bp"]))


def pay_back(record: Snapshot, saved: float | None = None) -> pd.DataFrame:
    """Return what each author expects growth to bring back, and how far yields may then rise.

    ``cost`` and ``feedback`` in billions over ten years; ``covered_pct`` the share of the cost paid back;
    ``cushion_bp`` how far all yields may rise before the House bill no longer pays for itself (negative: it does not at
    unchanged yields), ``with_tariffs_bp`` the same where ``saved`` is added, what the tariffs bring in
    billions, as last counted where it is left out. All before interest. From
    CBO's own gain its count of dearer interest on the old debt is taken off.
    """
    known = figures(record)
    cost, per_bp = known.get("cbo_house_deficit"), cost_of_a_basis_point(record)
    cbo = figures_of(record, "cbo_house_feedback", "cbo_house_rate_cost")
    rows = [
        (author, cost, known.get(name), "published")
        for author, name in (
            ("House majority, resolution of February", "house_feedback"),
            ("House majority, chairman in June", "house_chairman_feedback"),
            ("Joint Committee on Taxation", "jct_committee_feedback"),
            ("American Enterprise Institute", "aei_house_feedback"),
        )
    ]
    rows.append(
        (
            "Congressional Budget Office",
            cost,
            None if cbo is None else cbo[0] - cbo[1],
            "published, less dearer interest on the old debt",
        )
    )
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
    saved = tariff_savings(record) if saved is None else saved
    table["with_tariffs_bp"] = table["cushion_bp"] + (np.nan if saved is None else saved) / price
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


@once
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
    """Return the newest ten-year yield against that of the next fiscal year in CBO's baseline, and what the gap costs.

    Beside it ``gap_this_year_bp``, against the fiscal year that the day lies in. It is the gap of one yield: that all
    stand as far apart, and for ten years, is an assumption of those who use it.
    """
    last, rows, price = ten_year_yield(record), baseline(record, newest=True), cost_of_a_basis_point(record)
    if last is None or price is None:
        return None
    day, now = last
    ahead = day.year + (day.month >= 10) + 1
    if ahead not in rows.index:
        return None
    assumed = float(rows.loc[ahead, "ten_year_rate_pct"])
    gap, this_year = (now - assumed) * 100, (now - float(rows["ten_year_rate_pct"].get(ahead - 1, np.nan))) * 100
    return pd.Series(
        {
            "date": day,
            "yield_pct": now,
            "assumed_pct": assumed,
            "gap_bp": gap,
            "gap_this_year_bp": this_year,
            "cost": gap * price,
        }
    )


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
