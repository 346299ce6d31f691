"""The answers to the claims on US budget arithmetic."""

from __future__ import annotations

import pandas as pd

from brink.argument.inventory import Figure, answers, find_claim
from brink.measures import budget
from brink.record.snapshot import Snapshot

TEN_YEARS = "fiscal years 2025-34"
NOTHING_YET = "No such figure was public on that day."


def _trillions(billions: float | None, **facts: object) -> Figure:
    return Figure(None if billions is None else billions / 1000, TEN_YEARS, why=NOTHING_YET, **facts)


@answers("budget-1")
def cbo_cost(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """The CBO's count of the bill as the House passed it: what it adds to deficits over ten years."""
    return {
        "without_interest": _trillions(budget.figure(record, "cbo_house_deficit")),
        "with_interest": _trillions(budget.figure(record, "cbo_house_debt")),
    }


@answers("budget-2")
def spending_cuts(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """How much the bill cuts spending: net by CBO, gross by others."""
    known = budget.figures(record)
    net, gross = known.get("cbo_house_outlays"), known.get("pw_may_cuts")
    titles = budget.figures_of(record, "cbo_house_energy_commerce", "cbo_house_education", "cbo_house_agriculture")
    return {
        "net": _trillions(net and -net),
        "gross": _trillions(gross and -gross),
        "white_house": _trillions(known.get("omb_savings")),
        "titles": _trillions(None if titles is None else sum(titles)),
    }


@answers("budget-3")
def debt_growth_and_jobs(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """Debt, growth and jobs said in one breath; the growth figure is the Tax Foundation's."""
    cost, gain = budget.tax_foundation_cost(record), budget.figure(record, "tf_house_gdp")
    labour = budget.figures_of(record, "cbo_house_labour", "payrolls")
    together = None
    if cost is not None and gain is not None and labour is not None:
        together = (cost / 1000, gain, labour[0] / 100 * labour[1])
    why = (
        NOTHING_YET
        if gain is None
        else f"Its growth of {gain:g} percent is on record; its debt and its job count were not found."
    )
    return {
        "tax_foundation": Figure(None, "2025-34; long run", why=why),
        "together": Figure(together, "2025-34; long run", why=NOTHING_YET),
    }


@answers("budget-4")
def room_for_yields(record: Snapshot, asked: pd.Timestamp) -> dict[str, Figure]:
    """How far all yields may rise before the bill no longer pays for itself through growth, all over ten years."""
    readings = ("majority", "scorer", "dividend", "own_numbers")
    needed = ("house_feedback", "jct_committee_feedback", "cbo_house_deficit", "cbo_house_debt", "cbo_rule_rates")
    known = budget.figures_of(record, *needed, "cbo_rule_growth")
    if known is None:
        return dict.fromkeys(readings, Figure(None, why=NOTHING_YET))
    sums = budget.pay_back(record).set_index("author")
    plan, scorer = sums.loc["House majority, resolution of February"], sums.loc["Joint Committee on Taxation"]
    with_interest = (plan["feedback"] - known[3]) / budget.cost_of_a_basis_point(record)
    hopeful = sums.filter(regex="^(House|White)", axis=0)["cushion_bp"]
    video = budget.unit_costs(record, *find_claim("budget-3").numbers)
    return {
        "majority": Figure(
            plan["cushion_bp"],
            TEN_YEARS,
            range=(min(with_interest, hopeful.min()), hopeful.max()),
            feedback=plan["feedback"],
            cost=plan["cost"],
        ),
        "scorer": Figure(scorer["cushion_bp"], TEN_YEARS),
        "dividend": Figure(scorer["dividend_bp"], TEN_YEARS),
        "own_numbers": Figure(
            (video["dividend_rate_pct"] - video["ten_year_pct"]) * 100, "a year, at the size of 2025"
        ),
    }
