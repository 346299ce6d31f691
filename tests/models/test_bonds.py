"""Bond portfolio: limits and identities; published averages are checked in tests/argument/test_debt.py."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brink.models import bonds

START = np.datetime64("2025-03-31")


def book(issued, matures, face, coupon):
    """Bonds from four plain lists."""
    return bonds.Bonds.of({"issued": issued, "matures": matures, "face": face, "coupon": coupon})


def portfolio(draw):
    """Random bonds, all alive on START."""
    size = draw(st.integers(1, 30))
    life = np.array(draw(st.lists(st.integers(1, 15000), min_size=size, max_size=size)))
    age = np.array(draw(st.lists(st.integers(0, 5000), min_size=size, max_size=size)))
    face = np.array(draw(st.lists(st.floats(1, 1e4), min_size=size, max_size=size)))
    coupon = np.array(draw(st.lists(st.floats(0, 8), min_size=size, max_size=size)))
    return book(START - age, START + life, face, coupon)


portfolios = st.composite(portfolio)()


def test_a_bond_counts_from_issue_to_the_day_before_maturity():
    bond = book(["2025-01-10"], ["2027-01-10"], [100.0], [1.5])
    face = bond.on(["2025-01-09", "2025-01-10", "2027-01-09", "2027-01-10"]).face
    assert face.tolist() == [0, 100, 100, 0]


def test_averages_are_weighted_by_face_value():
    held = book(["2024-01-01"] * 2, ["2026-01-01", "2030-01-01"], [300.0, 100.0], [1.0, 3.0]).on("2025-01-01")
    assert held.coupon[0] == pytest.approx(1.5)
    assert held.life[0] == pytest.approx((300 * 1 + 100 * 5) / 400, abs=0.01)


def test_nothing_outstanding_has_no_average():
    held = book(["2024-01-01"], ["2026-01-01"], [1.0], [1.0]).on("2020-01-01")
    assert held.face[0] == 0 and np.isnan(held.coupon[0]) and np.isnan(held.life[0])


@given(portfolios)
@settings(max_examples=60, deadline=None)
def test_run_off_redeems_exactly_what_is_outstanding(held):
    plan = held.run_off(START, years=42)
    assert plan.redemptions.sum() == pytest.approx(plan.face)
    # all interest ever paid is coupon x face x remaining life
    life = (held.matures - START) / bonds.YEAR
    assert plan.interest.sum() == pytest.approx((held.face * held.coupon / 100 * life).sum())
    assert (np.diff(plan.interest) <= 1e-9).all()


@given(portfolios, st.floats(0, 400), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_what_is_outstanding_is_the_opening_stock_plus_borrowing(held, borrowing, share):
    plan = held.run_off(START, years=15)
    path = bonds.roll_forward(plan, borrowing, [share, 1 - share], [2, 10])
    assert path.outstanding[-1] == pytest.approx(plan.face + 15 * borrowing)
    # stock = old bonds not yet due + new bonds not yet due
    old = plan.face - plan.redemptions.cumsum()
    alive = [
        sum(path.issued[s, k] for s in range(t + 1) for k, n in enumerate((2, 10)) if s + n > t) for t in range(15)
    ]
    np.testing.assert_allclose(old + alive, path.outstanding, rtol=1e-9)
    assert ((path.repriced >= -1e-12) & (path.repriced <= 1 + 1e-12)).all()


@given(st.floats(0.1, 8), st.floats(0.2, 5))
@settings(max_examples=30, deadline=None)
def test_the_effective_rate_stays_when_new_bonds_carry_the_old_coupon(rate, face):
    """Bonds due evenly, refinanced in kind at their own coupon: the rate never moves."""
    issued = np.array([np.datetime64("2024-09-30") - np.timedelta64(int(365.25 * k), "D") for k in range(10)])
    matures = issued + np.timedelta64(3653, "D")
    plan = book(issued, matures, np.full(10, face), np.full(10, rate)).run_off(START, years=20)
    path = bonds.roll_forward(plan, 0.0, [1.0], [10])
    np.testing.assert_allclose(path.effective_rate(np.full((20, 1), rate)), rate, rtol=2e-3)


@given(portfolios)
@settings(max_examples=40, deadline=None)
def test_a_lasting_rise_reaches_the_rate_slowly_and_never_more_than_in_full(held):
    plan = held.run_off(START, years=45)
    path = bonds.roll_forward(plan, 0.0, [0.5, 0.5], [2, 5])
    reached = path.pass_through().sum(axis=1)
    assert reached[0] <= 0.5 + 1e-9
    assert (np.diff(reached) >= -1e-9).all()
    assert reached[-1] == pytest.approx(1.0)  # every bond of the start is gone after 45 years


def test_pass_through_is_the_slope_of_the_effective_rate():
    held = book(["2024-01-01"] * 3, ["2026-01-01", "2029-06-01", "2045-01-01"], [50.0, 30.0, 20.0], [0.5, 1.0, 2.0])
    path = bonds.roll_forward(held.run_off(START, years=8), 3.0, [0.4, 0.6], [2, 10])
    low = path.effective_rate(np.zeros((8, 2)))
    high = path.effective_rate(np.ones((8, 2)))
    np.testing.assert_allclose(high - low, path.pass_through().sum(axis=1))
    later = np.zeros((8, 2))
    later[3] = 1
    np.testing.assert_allclose(path.effective_rate(later) - low, path.pass_through()[:, 3])


def test_many_scenarios_at_once_equal_one_by_one():
    held = book(["2024-01-01"] * 2, ["2026-01-01", "2045-01-01"], [50.0, 20.0], [0.5, 2.0])
    path = bonds.roll_forward(held.run_off(START, years=6), 0.0, [0.5, 0.5], [2, 10])
    yields = np.random.default_rng(1).uniform(0, 4, (5, 6, 2))
    np.testing.assert_allclose(path.effective_rate(yields), [path.effective_rate(one) for one in yields])


@pytest.mark.parametrize(
    ("yield_pct", "coupon", "years", "expected"),
    [
        (3.0, 3.0, 30, 100.0),  # at par
        (0.0, 2.0, 10, 120.0),  # no discounting: coupons and face
        (4.0, 0.0, 10, 100 * 1.02**-20),  # a zero-coupon bond
        (2.0, 5.0, 0.5, (100 + 2.5) / 1.01),  # one payment left
    ],
)
def test_price(yield_pct, coupon, years, expected):
    assert bonds.price(yield_pct, coupon, years) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"face": [1.0, 2.0]}, "lengths differ"),
        ({"face": [-1.0]}, "negative"),
        ({"coupon": [np.nan]}, "coupon is missing"),
        ({"matures": ["2019-01-01"]}, "matures on or before"),
    ],
)
def test_impossible_bonds_are_refused(change, message):
    bond = {"issued": ["2020-01-01"], "matures": ["2030-01-01"], "face": [1.0], "coupon": [1.0]} | change
    with pytest.raises(ValueError, match=message):
        book(**bond)


def test_impossible_plans_are_refused():
    bond = book(["2024-01-01"], ["2030-01-01"], [10.0], [1.0])
    plan = bond.run_off(START, years=3)
    with pytest.raises(ValueError, match="add up to 1"):
        bonds.roll_forward(plan, 0.0, [0.5, 0.4], [2, 10])
    with pytest.raises(ValueError, match="whole years"):
        bonds.roll_forward(plan, 0.0, [1.0], [0])
    with pytest.raises(ValueError, match="too negative"):
        bonds.roll_forward(plan, -1.0, [1.0], [2])
    with pytest.raises(ValueError, match="a row a year"):
        bonds.roll_forward(plan, 1.0, [1.0], [2]).interest(np.zeros((3, 2)))
    with pytest.raises(ValueError, match="at least one year"):
        bond.run_off(START, years=0)
    with pytest.raises(ValueError, match="no payment left"):
        bonds.price(1.0, 1.0, 0.0)
    with pytest.raises(ValueError, match="no price"):
        bonds.price(-200.0, 1.0, 1.0)
