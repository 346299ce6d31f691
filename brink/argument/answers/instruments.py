"""Three sums of this video as instruments to turn by hand: the chances of Japan's debt, the room for US yields, the dollar's fall."""

from __future__ import annotations

import numpy as np
import pandas as pd

from brink.argument.answers.budget import COUNTS
from brink.argument.instruments import Dial, Instrument, turnable, worked_out
from brink.argument.ledger import Ledger
from brink.measures import budget, budget_sum, debt_paths, external, required_fall
from brink.models import debt_path
from brink.models.three_region import World


@turnable
def chances_of_the_debt_path(ledger: Ledger) -> Instrument | None:
    """How likely Japan's debt is to be a larger share of GDP years on, by what is added to growth, yields and balance."""
    chosen = ledger.claim("debt-3").defaults
    start = ledger.asked.year - 1
    since = chosen["shocks_since"] if chosen["shocks_since"] < debt_paths.FIRST_YEAR else None
    case = debt_paths.projection(ledger.then, start, start + chosen["ahead"] + 1, shocks_since=since)
    if case is None:
        return None
    shocks = debt_paths.draws(case)
    through = case.outlook.roll.pass_through()

    def higher(growth: float, yields: float, balance: float) -> float:
        rates = case.outlook.rates(yields)
        paths = debt_path.fan(
            case.opening, rates, case.growth + growth, case.balance + balance, case.flows, through, shocks
        )
        return 100 * float((paths[-1] > case.opening).mean())

    dials = (
        Dial(
            "growth", "Growth of GDP in money terms, against the IMF's outlook", "points a year", _steps(-2, 2, 0.5), 0
        ),
        Dial("yields", "All yields, against those of the day", "points", _steps(-1, 3, 0.5), 0),
        Dial("balance", "Budget balance without interest, against the outlook", "% of GDP", _steps(-3, 3, 1), 0),
    )
    title = "Chances of Japan's debt path"
    answer = f"simulated paths on which debt is a larger share of GDP in {start + chosen['ahead'] + 1} than in {start}"
    return worked_out(
        Instrument(
            name="debt", claim="debt-3", held=True, title=title, answer=answer, form="{:.0f} % of paths", dials=dials
        ),
        higher,
    )


@turnable
def room_for_yields(ledger: Ledger) -> Instrument | None:
    """How far US yields may rise before the plan no longer pays for itself, counted as the claim is by default."""
    record, chosen = ledger.then, ledger.claim("budget-4").defaults
    counts, own = COUNTS[chosen["counts"]], chosen["charged"] == "bill"
    brought, saved = budget.figures(record).get("jct_committee_feedback"), budget_sum.tariff_savings(record, **counts)
    if brought is None or saved is None or budget_sum.left_over(record, brought, **counts) is None:
        return None

    def left(growth: float, tariffs: float, yields: float) -> float:
        without = budget_sum.left_over(record, growth, tariffs=False, **counts)
        room = budget_sum.room(record, None if without is None else without + tariffs / 100 * saved, own=own)
        return float("nan") if room is None else room - yields

    dials = (
        Dial("growth", "What growth brings the budget in ten years", "billion dollars", (0.0, 3000.0), brought),
        Dial("tariffs", "Part of CBO's count of the tariffs that comes in", "%", (0.0, 100.0), 100),
        Dial("yields", "Yields above those in CBO's baseline already", "basis points", (0.0, 200.0), 0),
    )
    title, answer = (
        "Room for US yields",
        "how much further all yields may rise before the plan no longer pays for itself",
    )
    return worked_out(
        Instrument(
            name="room",
            claim="budget-4",
            held=True,
            title=title,
            answer=answer,
            form="{:.0f} basis points",
            dials=dials,
        ),
        left,
    )


@turnable
def fall_of_the_dollar(ledger: Ledger) -> Instrument | None:
    """How far the dollar falls in the three-region model, by its elasticities and by the deficit that is closed."""
    gaps = external.deficits(ledger.then, pd.Timestamp(ledger.asked))["pct_gdp"]
    if gaps.isna().any():
        return None
    income = (0.0, gaps["trade"] - gaps["current account"])

    def fall(theta: float, eta: float, closed: float) -> float:
        world = World(**vars(required_fall.ASSUMED_WORLD) | {"theta": theta, "eta": eta})
        return required_fall.model_fall(world, gaps.iloc[int(closed)], income_pct_gdp=income[int(closed)])

    assumed = required_fall.ASSUMED_WORLD
    closed = tuple(f"the {name} deficit, {gap:.1f} % of GDP" for name, gap in gaps.items())
    dials = (
        Dial(
            "theta",
            "How readily buyers turn from traded to home-made goods",
            "(elasticity)",
            (0.5, 0.6, 0.7, 0.85, 1, 1.25, 1.5, 1.75, 2),
            assumed.theta,
        ),
        Dial(
            "eta",
            "How readily they turn from one region's goods to another's",
            "(elasticity)",
            (1, 1.2, 1.4, 1.7, 2, 2.5, 3, 4, 5, 7, 10),
            assumed.eta,
        ),
        Dial("closed", "What is closed", "", (0, 1), 0, closed),
    )
    title, answer = "The dollar's fall", "fall of the real dollar in a model of three regions"
    return worked_out(
        Instrument(name="fall", claim="dollar-1", held=False, title=title, answer=answer, form="{:.1f} %", dials=dials),
        fall,
    )


def _steps(low: float, high: float, step: float) -> tuple[float, ...]:
    return tuple(float(place) for place in np.arange(low, high + step / 2, step))
