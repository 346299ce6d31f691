"""The answers to the claims of the theme budget: which figure of the record is which reading."""

from __future__ import annotations

from brink.argument.inventory import answers
from brink.measures.budget import (
    FISCAL,
    TRILLIONS,
    _all,
    _known,
    cost_of_a_basis_point,
    figure,
    figures,
    pay_back,
    tax_foundation_cost,
    unit_costs,
)
from brink.record.snapshot import Snapshot


def _trillions(billions: float | None) -> float | None:
    return None if billions is None else billions / 1000


@answers("budget-1")
def cbo_cost(snapshot: Snapshot) -> list[Reading]:
    """The CBO's count of the bill as the House passed it: what it adds to deficits over ten years.

    Literal: the conventional estimate of 4 June 2025, which leaves interest out. Beside it: with interest.
    """
    cost, debt = figure(snapshot, "cbo_house_deficit"), figure(snapshot, "cbo_house_debt")
    return [
        Reading(
            "CBO, House bill, added deficits without interest",
            _trillions(cost),
            TRILLIONS,
            "fiscal years 2025-34",
            (FISCAL,),
            "CBO's conventional estimate of 4 June 2025, restated on 17 June.",
        ),
        Reading(
            "CBO, House bill, added debt with interest",
            _trillions(debt),
            TRILLIONS,
            "fiscal years 2025-34",
            (FISCAL,),
            "The same estimate with the interest on what is borrowed.",
        ),
    ]


@answers("budget-2")
def spending_cuts(snapshot: Snapshot) -> list[Reading]:
    """How much the bill cuts spending. Literal: CBO's net change in outlays.

    Charitable: gross cuts, before the bill's new spending, by an independent count, by the White House, and by
    CBO's three largest titles.
    """
    known = figures(snapshot)
    net, gross, savings = (known.get(name) for name in ("cbo_house_outlays", "pw_may_cuts", "omb_savings"))
    titles = _all(snapshot, "cbo_house_energy_commerce", "cbo_house_education", "cbo_house_agriculture")
    return [
        Reading(
            "CBO, House bill, cut in outlays net of new spending",
            _trillions(net and -net),
            TRILLIONS,
            "fiscal years 2025-34",
            (FISCAL,),
            "CBO nets the cuts against what the bill spends anew.",
        ),
        Reading(
            "Penn Wharton, gross cuts in the bill of 19 May",
            _trillions(gross and -gross),
            TRILLIONS,
            "fiscal years 2025-34",
            (FISCAL,),
            "The cuts alone, in the text three days before the vote.",
        ),
        Reading(
            "White House budget director, mandatory savings",
            _trillions(savings),
            TRILLIONS,
            "ten years",
            (FISCAL,),
            "What the administration counted, in the newest statement at hand.",
        ),
        Reading(
            "CBO, lower deficit from the three largest titles that cut",
            _trillions(None if titles is None else sum(titles)),
            TRILLIONS,
            "fiscal years 2025-34",
            (FISCAL,),
            "Energy and Commerce, Education, Agriculture; part of it is revenue.",
        ),
    ]


@answers("budget-3")
def debt_growth_and_jobs(snapshot: Snapshot) -> list[Reading]:
    """Debt, growth and jobs said in one breath; the growth figure is the Tax Foundation's.

    Literal: its estimate of the House bill. Its growth is on record; no page with its debt figure and its job
    count was found, so there is no value. Beside it: the three numbers put together from what is on record,
    with CBO's effect on the supply of labour as a share of the jobs of May 2025.
    """
    unit = "trillion dollars; percent of GDP; million jobs"
    cost, gain = tax_foundation_cost(snapshot), figure(snapshot, "tf_house_gdp")
    labour = _all(snapshot, "cbo_house_labour", "payrolls")
    together = None
    if cost is not None and gain is not None and labour is not None:
        together = (cost / 1000, gain, labour[0] / 100 * labour[1])
    return [
        Reading(
            "Tax Foundation, House bill",
            None,
            unit,
            "2025-34; long run",
            (FISCAL,),
            "Nothing of it was on record."
            if gain is None
            else f"Its growth of {gain:g} percent is on record; its debt figure and its job count were not found.",
        ),
        Reading(
            "put together from three sources",
            together,
            unit,
            "2025-34; long run",
            (FISCAL,),
            "Cost rebuilt from the Tax Foundation's cost after growth, its growth, and CBO's effect on labour supply.",
        ),
    ]


@answers("budget-4")
def room_for_yields(snapshot: Snapshot) -> list[Reading]:
    """How far all yields may rise before the bill no longer pays for itself through growth.

    (What growth brings back - CBO's cost) / what one basis point costs by CBO's rule, all over ten years.
    Literal: on the growth the House majority counted on. Beside it: on the growth Congress's own scorer
    expects; the rise that eats that growth dividend alone; and, on the video's own numbers, the rate at which
    a lasting gain of 0.8 percent no longer pays the interest on 2.6 trillion, less the yield of the day.
    """
    unit = "basis points the plan can bear"
    needed = ("house_feedback", "jct_committee_feedback", "cbo_house_deficit", "cbo_house_debt", "cbo_rule_rates")
    if _all(snapshot, *needed, "cbo_rule_growth") is None:
        return [
            Reading("on the House majority's own growth", None, unit, "2025-34", (FISCAL,), "Not all figures were out.")
        ]
    sums = pay_back(snapshot).set_index("author")
    plan, scorer = sums.loc["House majority, resolution of February"], sums.loc["Joint Committee on Taxation"]
    with_interest = (plan["feedback"] - _known(snapshot, "cbo_house_debt")) / cost_of_a_basis_point(snapshot)
    hopeful = sums.filter(regex="^(House|White)", axis=0)["cushion_bp"]
    video = unit_costs(snapshot)
    period = "fiscal years 2025-34"
    return [
        Reading(
            "on the House majority's own growth",
            plan["cushion_bp"],
            unit,
            period,
            (FISCAL, "us_cbo_baseline"),
            f"Growth is to bring back {plan['feedback']:,.0f} billion, the bill costs {plan['cost']:,.0f}: next to "
            "nothing is left over, and less than nothing once interest is counted. Growth above the White House's "
            "upper end would flip it.",
            range=(min(with_interest, hopeful.min()), hopeful.max()),
        ),
        Reading(
            "on the growth Congress's scorer expects",
            scorer["cushion_bp"],
            unit,
            period,
            (FISCAL,),
            "Growth pays a few percent of the cost: the bill does not pay for itself at unchanged yields.",
        ),
        Reading(
            "rise that eats the scorer's growth dividend alone",
            scorer["dividend_bp"],
            unit,
            period,
            (FISCAL,),
            "So small a rise on all borrowing costs as much as growth brings back.",
        ),
        Reading(
            "on the video's own numbers",
            (video["dividend_rate_pct"] - video["ten_year_pct"]) * 100,
            unit,
            "a year, at the size of the economy in 2025",
            (FISCAL, "us_cbo_baseline", "us_cmt_yields"),
            "The dividend pays the interest only at a rate far below the ten-year yield of the day.",
        ),
    ]
