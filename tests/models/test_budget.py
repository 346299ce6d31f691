"""The budget models against limits, identities and published estimates."""

import numpy as np
import pytest
from hypothesis import given as _given
from hypothesis import settings
from hypothesis import strategies as st

from brink.models import budget

FLAT = np.full(10, 1000.0)


def given(*strategies):
    """Hypothesis without its clock: the first call imports scipy, and the machine may be busy."""
    return lambda test: settings(deadline=None)(_given(*strategies)(test))


growths = st.floats(1e-5, 0.05)
shares = st.floats(0.01, 1.0)


# --- growth -----------------------------------------------------------------------------------


def test_no_growth_adds_nothing():
    assert not budget.extra_gdp(0.0, FLAT).any()


def test_first_year_adds_the_growth_itself():
    assert budget.extra_gdp(0.02, FLAT)[0] == pytest.approx(20)


def test_many_growth_rates_at_once():
    both = budget.extra_gdp(np.array([0.01, 0.02]), FLAT)
    assert both.shape == (2, 10)
    assert both[1] == pytest.approx(budget.extra_gdp(0.02, FLAT))


@given(growths, shares)
def test_break_even_growth_undoes_the_feedback(growth, share):
    cost = share * budget.extra_gdp(growth, FLAT).sum()
    assert budget.break_even_growth(cost, share, FLAT) == pytest.approx(growth, rel=1e-6)


@given(growths, shares)
def test_implied_share_undoes_the_feedback(growth, share):
    feedback = share * budget.extra_gdp(growth, FLAT).sum()
    assert budget.budget_share(feedback, growth, FLAT) == pytest.approx(share, rel=1e-9)


@given(growths, shares)
def test_dearer_bills_need_more_growth(growth, share):
    cost = share * budget.extra_gdp(growth, FLAT).sum()
    assert budget.break_even_growth(1.1 * cost, share, FLAT) > growth


def test_a_free_bill_needs_no_growth():
    assert budget.break_even_growth(0, 0.2, FLAT) == 0


@pytest.mark.parametrize(
    "cost, share, gdp", [(-1, 0.2, FLAT), (1, 0, FLAT), (1, 1.5, FLAT), (1, 0.2, -FLAT), (1e12, 0.2, FLAT)]
)
def test_impossible_break_even_is_refused(cost, share, gdp):
    with pytest.raises(ValueError):
        budget.break_even_growth(cost, share, gdp)


def test_growth_below_minus_one_is_refused():
    with pytest.raises(ValueError, match="-100 percent"):
        budget.extra_gdp(-1.0, FLAT)


def test_no_share_from_no_growth():
    with pytest.raises(ValueError, match="no GDP is added"):
        budget.budget_share(100, 0.0, FLAT)


def test_a_million_jobs_for_a_trillion_cost_a_million_each():
    assert budget.cost_per_job(1000, 1) == pytest.approx(1.0)
    with pytest.raises(ValueError):
        budget.cost_per_job(1000, 0)


def test_cost_per_point_scales():
    assert budget.cost_per_point(2600, 0.8) == pytest.approx(3250)


@given(st.floats(0.001, 0.05), shares, st.floats(100, 1e5), st.floats(100, 1e5))
def test_at_the_dividend_rate_interest_equals_dividend(gain, share, gdp, debt):
    rate = budget.dividend_rate(gain, share, gdp, debt)
    assert rate * debt == pytest.approx(gain * share * gdp)


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(1, 100))
def test_after_the_cushion_nothing_is_left(feedback, cost, per_bp):
    bear = budget.cushion_bp(feedback, cost, per_bp)
    assert feedback - cost - bear * per_bp == pytest.approx(0, abs=1e-6)


# --- refinancing --------------------------------------------------------------------------------

mixes = st.tuples(st.floats(0, 0.6), st.floats(0.01, 0.9)).map(lambda p: (p[0] + (1 - p[0]) * p[1] * 0.9, p[0]))


@given(mixes)
def test_speed_reproduces_the_share_due_in_a_year(mix):
    due, bills = mix
    speed = budget.refinancing_speed(due, bills)
    assert bills + (1 - bills) * (1 - np.exp(-speed)) == pytest.approx(due)


@given(mixes)
def test_old_rates_fade_and_add_up_to_the_mean_life(mix):
    due, bills = mix
    kept = budget.old_rate_share(400, due, bills)
    assert np.all(np.diff(kept) <= 1e-12) and kept[0] <= 1
    # The area under the survival curve is the average remaining life.
    speed = budget.refinancing_speed(due, bills)
    tail = (1 - bills) * np.exp(-speed * 400) / speed
    assert kept.sum() + tail == pytest.approx(budget.mean_maturity(due, bills), rel=1e-6)


def test_treasury_debt_of_june_2025_lives_72_months():
    """Joint Economic Committee: 31 percent due in twelve months, average maturity 72 months in June 2025;
    bills 6.40 of 30.28 trillion in September 2025. The maturity is not an input."""
    assert 12 * budget.mean_maturity(0.31, 6.40 / 30.28) == pytest.approx(72, abs=1)


def test_bills_are_part_of_what_falls_due():
    with pytest.raises(ValueError, match="bills are part"):
        budget.refinancing_speed(0.1, 0.2)
    with pytest.raises(ValueError):
        budget.old_rate_share(0, 0.3, 0.2)


def test_consols_never_reprice():
    assert budget.old_rate_share(3, 0.0, 0.0) == pytest.approx([1, 1, 1])
    assert budget.mean_maturity(0.0, 0.0) == float("inf")


# --- added interest and debt ------------------------------------------------------------------------

DEBT = np.linspace(1000, 2000, 11)
RATE = np.full(10, 0.03)


def test_nothing_added_when_nothing_changes():
    interest, stock = budget.added_debt(DEBT, RATE)
    assert not interest.any() and not stock.any()


def test_overnight_debt_pays_the_whole_rise_at_once():
    flat = np.full(3, 1000.0)
    interest, _ = budget.added_debt(flat, np.zeros(2), np.zeros(2), 100)
    assert interest[0] == pytest.approx(1000 * 0.01 / (1 - 0.005))


def test_fully_locked_debt_pays_nothing():
    flat = np.full(6, 1000.0)
    interest, _ = budget.added_debt(flat, np.full(5, 0.03), np.ones(5), 100)
    assert interest == pytest.approx(np.zeros(5), abs=1e-12)


@given(st.floats(0, 500), mixes)
def test_the_stock_follows_slowly(shock, mix):
    """A rise costs less than if all debt paid it at once, more than if only new borrowing did."""
    kept = budget.old_rate_share(10, *mix)
    slow = budget.added_debt(DEBT, RATE, kept, shock)[0]
    fast = budget.added_debt(DEBT, RATE, np.zeros(10), shock)[0]
    new_only = budget.added_debt(DEBT, RATE, np.ones(10), shock)[0]
    assert np.all(slow <= fast + 1e-9) and np.all(slow >= new_only - 1e-9)


@given(st.floats(-200, 500), st.floats(-100, 100), mixes)
def test_debt_is_the_sum_of_deficits_and_interest(shock, deficit, mix):
    interest, stock = budget.added_debt(DEBT, RATE, budget.old_rate_share(10, *mix), shock, deficit)
    assert stock == pytest.approx(np.cumsum(interest + deficit), abs=1e-6)


def test_scenarios_stack():
    kept = budget.old_rate_share(10, 0.3, 0.2)
    many, _ = budget.added_debt(DEBT, RATE, kept, np.array([0.0, 10.0, 50.0]))
    assert many.shape == (3, 10)
    assert many[1] == pytest.approx(budget.added_debt(DEBT, RATE, kept, 10.0)[0])
    path, _ = budget.added_debt(DEBT, RATE, kept, np.full(10, 10.0))
    assert path == pytest.approx(many[1])


def test_compound_interest_on_one_deficit():
    """A deficit of the first year grows at the rate: mid-year interest as half a year's compounding."""
    deficit = np.zeros(10)
    deficit[0] = 100
    _, stock = budget.added_debt(DEBT, RATE, deficit=deficit)
    step = (1 + 0.015) / (1 - 0.015)
    assert stock[-1] == pytest.approx(100 / (1 - 0.015) * step**9)


@pytest.mark.parametrize(
    "kwargs",
    [
        {"debt": DEBT[:-1], "rate": RATE},
        {"debt": -DEBT, "rate": RATE},
        {"debt": DEBT, "rate": RATE, "shock_bp": 10},
        {"debt": DEBT, "rate": RATE, "shock_bp": 10, "old_share": np.ones(3)},
    ],
)
def test_misfits_are_refused(kwargs):
    with pytest.raises(ValueError):
        budget.added_debt(**kwargs)
