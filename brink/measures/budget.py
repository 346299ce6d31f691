"""US budget arithmetic: what the tax and spending bill costs, what growth returns, what yields do to the sum."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.errors import TableError
from brink.models import Array, budget
from brink.record.snapshot import Snapshot, once
from brink.video import DAY

#: The bill's first full year and the last year of its score.
FIRST_YEAR, LAST_YEAR = 2026, 2034
#: Step of CBO's rules of thumb, a tenth of a percentage point: 10 basis points of yield, 0.001 of growth.
RULE_BP, RULE_GROWTH = 10, 0.001
#: Assumption: the White House's growth effect builds up evenly over its four years and then stays.
BUILD_UP_YEARS = 4
#: Scenarios of the debt path: how much higher every yield is than CBO assumed, from the fiscal year 2026 on.
SHOCKS_BP = (0, 50, 100)
FISCAL = "us_fiscal_estimates"


# --- lookups ----------------------------------------------------------------------------------


def figures(snapshot: Snapshot) -> dict[str, float]:
    """Return every published figure that was public, by name: money in billions of dollars, percent, or millions."""
    table = snapshot.table(FISCAL)
    values = table[["value_usd_bn", "value_usd_tn", "value_pct", "value_mn"]].to_numpy() * [1, 1000, 1, 1]
    first = np.isfinite(values).argmax(axis=1)  # each row fills one of the four
    return dict(zip(table["figure"], values[np.arange(len(values)), first].tolist(), strict=True))


def figure(snapshot: Snapshot, name: str) -> float | None:
    """Return one published figure, or ``None`` if none was public."""
    return figures(snapshot).get(name)


def _known(snapshot: Snapshot, name: str) -> float:
    """Return a figure that the sum at hand can't do without."""
    value = figure(snapshot, name)
    if value is None:
        raise TableError(f"table {FISCAL!r} holds no figure {name!r} that was public on {snapshot.as_of}.")
    return value


def figures_of(snapshot: Snapshot, *names: str) -> list[float] | None:
    """Return several figures, or ``None`` unless all were public."""
    known = figures(snapshot)
    return [known[name] for name in names] if known.keys() >= set(names) else None


@once
def baseline(snapshot: Snapshot, newest: bool = False) -> pd.DataFrame:
    """Return one edition of CBO's baseline by fiscal year: the one current on the video's day, or the newest.

    Adds ``debt_pct_gdp``, ``average_debt_usd_bn`` (mean of the year's two ends) and ``implied_rate`` (net
    interest over average debt, a fraction).
    """
    rows = snapshot.vintages("us_cbo_baseline")
    if not newest:
        rows = rows[rows["released"] <= DAY]
    rows = rows[rows["released"] == rows["released"].max()].set_index("fiscal_year").copy()
    rows["debt_pct_gdp"] = rows["debt_usd_bn"] / rows["gdp_usd_bn"] * 100
    rows["average_debt_usd_bn"] = rows["debt_usd_bn"].rolling(2).mean()
    rows["implied_rate"] = rows["net_interest_usd_bn"] / rows["average_debt_usd_bn"]
    return rows


def gdp_of_the_bill(snapshot: Snapshot) -> Array:
    """Return CBO's baseline GDP in the years in which the bill acts, 2026 to 2034."""
    gdp: Array = baseline(snapshot).loc[FIRST_YEAR:LAST_YEAR, "gdp_usd_bn"].to_numpy(float)
    return gdp


def ten_year_yield(snapshot: Snapshot) -> tuple[pd.Timestamp, float]:
    """Return the last ten-year Treasury yield at hand on the video's day, with its date."""
    yields = snapshot.table("us_cmt_yields").set_index("date")["yield_10y_pct"].dropna().loc[:DAY]
    return yields.index[-1], float(yields.iloc[-1])


# --- who said what when -------------------------------------------------------------------------

_SCORES = {
    "cbo_house_deficit": "conventional",
    "cbo_house_debt": "with interest",
    "cbo_house_dynamic": "with the economy's response",
    "cbo_senate_deficit": "conventional",
    "cbo_law_deficit": "conventional",
    "cbo_law_debt": "with interest",
    "cbo_law_update": "with the economy's response and interest",
}


def scores(snapshot: Snapshot) -> pd.DataFrame:
    """Return CBO's counts of the bill in time: what it adds to deficits over 2025-34, in trillions."""
    rows = snapshot.vintages(FISCAL)
    rows = rows[rows["figure"].isin(_SCORES)].copy()
    rows["counted"] = rows["figure"].map(_SCORES)
    rows["trillions"] = rows["value_usd_tn"].fillna(rows["value_usd_bn"] / 1000)
    columns = ["released", "version", "counted", "trillions", "publisher", "source_url"]
    return rows.sort_values(["released", "figure"])[columns].reset_index(drop=True)


_TRACES = {
    "2.4": ("cbo_house_deficit", "cbo_house_debt"),
    "1.6": ("wh_savings", "omb_savings", "pw_may_cuts", "cbo_house_outlays", "cbo_house_gross_cuts"),
    "2.6": ("house_feedback", "house_chairman_feedback", "tf_house_dynamic", "tf_house_with_interest"),
    "0.8 %": ("tf_house_gdp", "pw_house_gdp", "jct_committee_gdp", "cbo_house_gdp"),
    "a million jobs": ("tf_extension_jobs", "cea_jobs_low", "cea_jobs_high"),
}  # fmt: skip


def traces(snapshot: Snapshot) -> pd.DataFrame:
    """Return, for each number the video says, the published figures that come near it, oldest first.

    Cuts are written as positive numbers.
    """
    rows = snapshot.vintages(FISCAL)
    parts = []
    for said, names in _TRACES.items():
        part = rows[rows["figure"].isin(names)].sort_values(["released", "figure"]).copy()
        part.insert(0, "said", said)
        parts.append(part)
    found = pd.concat(parts, ignore_index=True)
    found["about"] = found["version"] + ": " + found["measure"]
    found = found.drop_duplicates(["said", "publisher", "about"], ignore_index=True)
    money = found["value_usd_tn"].fillna(found["value_usd_bn"] / 1000).abs()
    found["value"] = money.fillna(found["value_pct"]).fillna(found["value_mn"])
    units = [money.notna(), found["value_pct"].notna()]
    found["unit"] = np.select(units, ["trillion dollars", "percent"], "million jobs")
    return found[["said", "value", "unit", "publisher", "about", "released", "source_url"]]


def tax_foundation_cost(snapshot: Snapshot) -> float | None:
    """Return the Tax Foundation's cost before growth, rebuilt from two of its figures, in billions.

    Its cost after growth is on record, and that growth pays "about one third": cost = after / (1 - 1/3).
    """
    known = figures_of(snapshot, "tf_house_dynamic", "tf_house_offset")
    return None if known is None else known[0] / (1 - known[1] / 100)


# --- does growth pay? ------------------------------------------------------------------------------


def rule_share(snapshot: Snapshot) -> float:
    """Return what each added dollar of GDP brings the budget by CBO's rule for productivity."""
    years = baseline(snapshot).loc[FIRST_YEAR : LAST_YEAR + 1, "gdp_usd_bn"]
    return float(budget.budget_share(_known(snapshot, "cbo_rule_growth"), RULE_GROWTH, years))


def cost_of_a_basis_point(snapshot: Snapshot) -> float:
    """Return what one basis point on all yields adds to deficits over ten years by CBO's rule, in billions."""
    return _known(snapshot, "cbo_rule_rates") / RULE_BP


def white_house_feedback(snapshot: Snapshot, gain_pct: float) -> float:
    """Return what a gain of GDP reached after four years and kept brings the budget by 2034, in billions."""
    gdp = gdp_of_the_bill(snapshot)
    reached = np.minimum(np.arange(1, gdp.size + 1) / BUILD_UP_YEARS, 1)
    return float(rule_share(snapshot) * (gdp * reached * gain_pct / 100).sum())


def pay_back(snapshot: Snapshot) -> pd.DataFrame:
    """Return what each author expects growth to bring back, and how far yields may then rise.

    ``cost`` and ``feedback`` in billions over ten years; ``covered_pct`` the share of the cost paid back;
    ``cushion_bp`` how far all yields may rise before the bill no longer pays for itself (negative: it does not
    at unchanged yields); ``dividend_bp`` the rise that eats the feedback alone.
    """
    known = figures(snapshot)
    cost = known.get("cbo_house_deficit")
    rows = []
    for author, name in (
        ("House majority, resolution of February", "house_feedback"),
        ("House majority, chairman in June", "house_chairman_feedback"),
        ("Joint Committee on Taxation", "jct_committee_feedback"),
        ("Congressional Budget Office", "cbo_house_feedback"),
        ("American Enterprise Institute", "aei_house_feedback"),
    ):
        rows.append((author, cost, known.get(name), "published"))
    for end in ("low", "high"):
        gain = known.get(f"cea_gdp_{end}")
        brought = None if gain is None else white_house_feedback(snapshot, gain)
        rows.append((f"White House growth, {end} end", cost, brought, "GDP published, budget share by CBO's rule"))
    rebuilt, after = tax_foundation_cost(snapshot), known.get("tf_house_dynamic")
    brought = None if rebuilt is None or after is None else rebuilt - after
    rows.append(("Tax Foundation", rebuilt, brought, "cost before growth rebuilt"))
    wharton = figures_of(snapshot, "pw_house_deficit", "pw_house_dynamic")
    rows.append(
        (
            "Penn Wharton Budget Model",
            *((wharton[0], wharton[0] - wharton[1]) if wharton else (None, None)),
            "published",
        )
    )
    table = pd.DataFrame(rows, columns=["author", "cost", "feedback", "basis"]).dropna(subset="feedback")
    per_bp = cost_of_a_basis_point(snapshot)
    table["covered_pct"] = table["feedback"] / table["cost"] * 100
    table["cushion_bp"] = budget.cushion_bp(table["feedback"], table["cost"], per_bp)
    table["dividend_bp"] = table["feedback"] / per_bp
    return table.sort_values("cushion_bp", ascending=False, ignore_index=True)


def budget_shares(snapshot: Snapshot) -> pd.DataFrame:
    """Return the budget's share of each added dollar of GDP that three published estimates imply."""
    years = baseline(snapshot).loc[LAST_YEAR - 9 : LAST_YEAR, "gdp_usd_bn"].sum()
    rows = [("CBO's rule for productivity, March 2025", rule_share(snapshot))]
    for label, brought, gain in (
        ("Joint Committee, May 2025", "jct_committee_feedback", "jct_committee_gdp"),
        ("CBO, this bill, June 2025", "cbo_house_feedback", "cbo_house_gdp"),
    ):
        known = figures_of(snapshot, brought, gain)
        if known:
            rows.append((label, known[0] / (known[1] / 100 * years)))
    return pd.DataFrame(rows, columns=["estimate", "share"])


def break_even(snapshot: Snapshot) -> pd.DataFrame:
    """Return the growth a year, in percentage points, that would pay for each version of the bill."""
    gdp = gdp_of_the_bill(snapshot)
    versions = {
        "House bill": "cbo_house_deficit",
        "House bill with interest": "cbo_house_debt",
        "enacted law": "cbo_law_deficit",
        "enacted law with interest": "cbo_law_debt",
    }
    rows = []
    for version, name in versions.items():
        cost = figure(snapshot, name)
        if cost is None:
            continue
        growth = {
            row.estimate: budget.break_even_growth(cost, row.share, gdp) * 100
            for row in budget_shares(snapshot).itertuples()
        }
        rows.append({"version": version, "cost": cost} | growth)
    return pd.DataFrame(rows)


def unit_costs(snapshot: Snapshot, debt: float, gain: float, jobs: float) -> pd.Series:
    """Return what a debt, a gain of GDP and jobs cost each other, and the rate at which the dividend is gone.

    ``debt`` in trillions, ``gain`` in percent, ``jobs`` in millions. Money in billions, ``cost_per_job`` in millions of dollars; rates in percent.
    """
    first = baseline(snapshot).loc[FIRST_YEAR - 1]
    share, (day, ten_year) = rule_share(snapshot), ten_year_yield(snapshot)
    owed = debt * 1000
    added = gain / 100 * first["gdp_usd_bn"]
    return pd.Series(
        {
            "debt": owed,
            "gain_pct": gain,
            "jobs_mn": jobs,
            "gdp": first["gdp_usd_bn"],
            "share": share,
            "added_gdp": added,
            "added_revenue": added * share,
            "cost_per_job": float(budget.cost_per_job(owed, jobs)),
            "cost_per_point": float(budget.cost_per_point(owed, gain)),
            "dividend_rate_pct": float(budget.dividend_rate(gain / 100, share, first["gdp_usd_bn"], owed)) * 100,
            "ten_year_pct": ten_year,
            "interest": owed * ten_year / 100,
            "years_of_gdp": owed / added,
            "years_of_revenue": owed / (added * share),
            "yield_date": day,
        }
    )


# --- what does a rise in yields cost? ----------------------------------------------------------------


def refinancing(snapshot: Snapshot) -> pd.Series | None:
    """Return how fast the debt is refinanced, from published shares, beside the published maturity.

    ``None`` where the shares are not on record.
    """
    points = snapshot.table("us_interest_cost").set_index(["figure", "period"])
    try:
        due = points.loc[("maturing_in_12_months", "2025Q2"), "value_pct"] / 100
        bills = points.loc[("marketable_bills", "2025-09"), "value_usd_tn"]
        total = points.loc[("marketable_total", "2025-09"), "value_usd_tn"]
        published = points.loc[("average_maturity", "2025-06"), "value_months"]
    except KeyError:
        return None
    return pd.Series(
        {
            "first_year_share": due,
            "bill_share": bills / total,
            "speed": budget.refinancing_speed(due, bills / total),
            "implied_months": 12 * budget.mean_maturity(due, bills / total),
            "published_months": published,
        }
    )


def _old_share(snapshot: Snapshot, years: int) -> Array:
    speed = refinancing(snapshot)
    if speed is None:
        raise TableError(f"table 'us_interest_cost' holds no shares falling due that were public on {snapshot.as_of}.")
    return budget.old_rate_share(years, speed["first_year_share"], speed["bill_share"])


def ten_basis_points(snapshot: Snapshot, first: int = FIRST_YEAR) -> pd.DataFrame:
    """Return what ten basis points on all new borrowing cost in each year, the rise coming with ``first``.

    ``cost`` in billions; ``repriced_pct`` the share of the year's debt that pays the higher rate.
    """
    rows = baseline(snapshot)
    debt = rows["debt_usd_bn"].loc[first - 1 :].to_numpy(float)
    rate = rows["implied_rate"].loc[first:].to_numpy(float)
    kept = _old_share(snapshot, rate.size)
    cost, _ = budget.added_debt(debt, rate, kept, RULE_BP)
    average = (debt[1:] + debt[:-1]) / 2
    years = rows.index[rows.index >= first]
    table = pd.DataFrame({"fiscal_year": years, "cost": cost, "repriced_pct": (1 - kept * debt[0] / average) * 100})
    return table[table["fiscal_year"] >= FIRST_YEAR].reset_index(drop=True)


def room_by_model(snapshot: Snapshot) -> float:
    """Return the room on the House majority's growth with this report's own cost of a rise instead of CBO's rule."""
    per_bp = ten_basis_points(snapshot)["cost"].sum() / RULE_BP
    feedback, cost = _known(snapshot, "house_feedback"), _known(snapshot, "cbo_house_deficit")
    return float(budget.cushion_bp(feedback, cost, per_bp))


def deficit_by_year(snapshot: Snapshot) -> pd.Series:
    """Return what the House bill adds to the deficit before interest, by fiscal year, 2025 to 2034.

    CBO's years 2026 to 2030 as printed; 2025 is what its sum for 2025-29 leaves; its rest for 2031-34 is
    spread evenly, as no page with those years was found.
    """
    years = {year: _known(snapshot, f"cbo_house_deficit_{year}") for year in range(2026, 2031)}
    years[2025] = _known(snapshot, "cbo_house_deficit_2025_29") - sum(years[year] for year in range(2026, 2030))
    rest = _known(snapshot, "cbo_house_deficit_2030_34") - years[2030]
    years |= dict.fromkeys(range(2031, 2035), rest / 4)
    return pd.Series(years, name="deficit").sort_index()


def debt_service(snapshot: Snapshot) -> float:
    """Return the interest on the debt the House bill adds over 2025-34, in billions: CBO published its own."""
    rows = baseline(snapshot)
    deficit = deficit_by_year(snapshot)
    interest, _ = budget.added_debt(
        rows["debt_usd_bn"].loc[2024:LAST_YEAR], rows["implied_rate"].loc[2025:LAST_YEAR], deficit=deficit
    )
    return float(interest.sum())


def debt_paths(snapshot: Snapshot) -> pd.DataFrame:
    """Return debt held by the public in percent of GDP, 2025 to 2034, by scenario.

    ``baseline``; ``bill`` on CBO's yields; the bill with all yields higher by each of :data:`SHOCKS_BP` from
    2026 on; ``market``: by as much as the ten-year yield of the video's day lies above CBO's for 2026.
    """
    rows = baseline(snapshot).loc[2024:LAST_YEAR]
    years = rows.index[1:].to_numpy(int)
    debt, rate = rows["debt_usd_bn"].to_numpy(float), rows["implied_rate"].to_numpy(float)[1:]
    gap = yield_gap_on_the_day(snapshot)["gap_bp"]
    steps = np.array([*SHOCKS_BP, gap])[:, None] * (years >= FIRST_YEAR)
    kept = np.concatenate([[1.0], _old_share(snapshot, years.size - 1)])
    _, added = budget.added_debt(debt, rate, kept, steps, deficit_by_year(snapshot).to_numpy(float))
    gdp = rows["gdp_usd_bn"].to_numpy(float)[1:]
    names = ["bill", *(f"bill_{shock}" for shock in SHOCKS_BP[1:]), "market"]
    paths = {"baseline": debt[1:] / gdp * 100} | dict(zip(names, (debt[1:] + added) / gdp * 100, strict=True))
    return pd.DataFrame(paths, index=years).rename_axis("fiscal_year").reset_index()


def yield_gap_on_the_day(snapshot: Snapshot) -> pd.Series:
    """Return the ten-year yield of the video's day against the yield in CBO's baseline, and what the gap costs."""
    day, now = ten_year_yield(snapshot)
    assumed = float(baseline(snapshot).loc[FIRST_YEAR, "ten_year_rate_pct"])
    gap = (now - assumed) * 100
    return pd.Series(
        {
            "date": day,
            "yield_pct": now,
            "assumed_pct": assumed,
            "gap_bp": gap,
            "cost": gap * cost_of_a_basis_point(snapshot),
        }
    )


def yields_against_cbo(snapshot: Snapshot) -> pd.DataFrame:
    """Return the ten-year yield by month beside what CBO's January 2025 baseline assumed for the fiscal year."""
    rows = snapshot.table("us_cmt_yields").dropna(subset="yield_10y_pct")
    months = rows.groupby(rows["date"].dt.to_period("M"))["yield_10y_pct"].mean()
    months = months[months.index >= pd.Period("2024-10", "M")]
    years = months.index.year + (months.index.month >= 10)
    frame = pd.DataFrame({"month": months.index.to_timestamp(), "yield_pct": months.to_numpy(), "fiscal_year": years})
    edition = baseline(snapshot)["ten_year_rate_pct"]
    frame["assumed_pct"] = frame["fiscal_year"].map(edition).astype(float)
    frame["gap_bp"] = (frame["yield_pct"] - frame["assumed_pct"]) * 100
    return frame


def rates_by_month(snapshot: Snapshot) -> pd.DataFrame:
    """Return the policy rate and the ten- and thirty-year yields by month, means, from 2020."""
    yields = snapshot.table("us_cmt_yields")
    means = yields.groupby(yields["date"].dt.to_period("M"))[["yield_10y_pct", "yield_30y_pct"]].mean()
    means.index = means.index.to_timestamp().rename("month")
    policy = snapshot.table("fed_funds_rate").set_index("month")["rate_pct"].rename("fed_funds_pct")
    return means.join(policy, how="left").reset_index()


def usual_move(snapshot: Snapshot) -> float:
    """Return how far the ten-year yield moves in a month, median since 2020 to the video's day, in basis points."""
    yields = snapshot.table("us_cmt_yields").set_index("date")["yield_10y_pct"].dropna().loc[:DAY]
    ends = yields.groupby(yields.index.to_period("M")).last()
    return float(ends.diff().abs().median() * 100)
