"""The three-region world: limits, adding-up, Walras' law, and a sweep over its parameters."""

import dataclasses
import time

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import optimize

from brink.models.three_region import NoEquilibriumError, World, dollar_fall, solve, spread

BASE = World(theta=1, eta=2, gamma=0.25, alpha=0.7, beta=0.8, delta=0.7)
worlds = st.builds(
    World,
    theta=st.floats(0.5, 5),
    eta=st.floats(1, 50),
    gamma=st.floats(0.1, 0.9),
    alpha=st.floats(0.5, 0.75),
    beta=st.floats(0.75, 0.95),
    delta=st.floats(0.5, 0.95),
    sizes=st.tuples(st.floats(0.5, 2), st.floats(0.5, 2), st.floats(0.5, 2)),
)
balances = st.tuples(st.floats(-0.15, 0.15), st.floats(-0.15, 0.15)).map(lambda b: (b[0], b[1], -b[0] - b[1]))


@given(worlds, balances)
@settings(deadline=None, max_examples=60)
def test_all_markets_clear_over_the_parameters(world, balance):
    """Walras' law: the third market, which the solver never sees, clears with the other two; spending adds up."""
    found = solve(world, balance)
    assert np.abs(found.excess).max() < 1e-8
    assert found.spending.sum() == pytest.approx((np.exp(found.log_p) * world.sizes).sum())
    assert found.log_q[0] == found.log_p[0] == 0


@given(worlds, st.floats(0.02, 0.12), st.floats(0, 1))
@settings(deadline=None, max_examples=40)
def test_closing_a_deficit_never_needs_a_rise(world, deficit, europe):
    """With home bias the transfer lowers demand for US goods, tradable and not."""
    assume(world.alpha > world.beta - world.alpha and world.alpha > (1 - world.delta) / 2)
    assert dollar_fall(world, 100 * deficit, tradable_share=1, europe=europe) > 0


def test_symmetric_regions_in_balance_have_equal_prices():
    third = World(theta=1.3, eta=2, gamma=0.3, alpha=0.6, beta=0.8, delta=0.6)
    found = solve(third, (0, 0, 0))
    assert found.log_p == pytest.approx(np.zeros(3), abs=1e-9)
    assert found.log_q == pytest.approx(np.zeros(3), abs=1e-9)


def test_exchanging_the_names_of_us_and_europe_turns_the_rate_round():
    world = dataclasses.replace(BASE, delta=0.6)
    one = solve(world, (-0.1, 0.06, 0.04))
    other = solve(world, np.array([0.06, -0.1, 0.04]) / np.exp(one.log_p[1]))  # in units of the new US's output
    assert other.log_q[1] == pytest.approx(-one.log_q[1])
    assert other.log_q[2] == pytest.approx(one.log_q[2] - one.log_q[1])


def test_without_home_bias_terms_of_trade_do_not_move():
    """Equal baskets everywhere: who spends does not change what is demanded (Ohlin's case of the transfer problem)."""
    third = 1 / 3
    world = World(theta=1, eta=2, gamma=0.25, alpha=third, beta=2 * third, delta=third)
    before, after = solve(world, (-0.15, 0.05, 0.1)), solve(world, (0, 0, 0))
    assert before.log_p == pytest.approx(after.log_p, abs=1e-9)
    assert before.log_dollar > after.log_dollar  # nontradables still make the dollar fall


def test_perfect_substitutes_leave_only_nontradables():
    """As eta grows, terms of trade stay put; with theta one the rate moves by (1 - gamma) times the change of
    relative spending, a closed form."""
    world = dataclasses.replace(BASE, eta=1e5)
    before, after = solve(world, (-0.12, 0.06, 0.06)), solve(world, (0, 0, 0))
    assert before.log_p == pytest.approx(np.zeros(3), abs=1e-4)
    expected = 0.75 * (np.log(1.12) - np.log(0.94))
    assert before.log_dollar - after.log_dollar == pytest.approx(expected, rel=1e-3)


def test_all_goods_tradable_leaves_only_terms_of_trade():
    """As gamma goes to one, the real rate is that of tradables' baskets, and moves much less."""
    almost = dataclasses.replace(BASE, gamma=0.999)
    assert dollar_fall(almost, 12, tradable_share=1) < dollar_fall(BASE, 12, tradable_share=1) / 2


@pytest.mark.parametrize(("field", "low", "high"), [("theta", 0.5, 2.0), ("eta", 1.5, 6.0)])
def test_easier_substitution_needs_a_smaller_fall(field, low, high):
    stiff, loose = (dollar_fall(dataclasses.replace(BASE, **{field: v}), 3.1, tradable_share=0.25) for v in (low, high))
    assert stiff > loose


def test_elasticity_one_is_the_limit_of_elasticities_near_one():
    for field in ("theta", "eta"):
        at, near = (
            dollar_fall(dataclasses.replace(BASE, **{field: v}), 3.1, tradable_share=0.25) for v in (1.0, 1.0 + 1e-6)
        )
        assert at == pytest.approx(near, abs=1e-4)


def test_scale_does_not_matter():
    """Twice the world, twice the unit: the same prices."""
    double = dataclasses.replace(BASE, sizes=(2, 2, 2))
    assert solve(double, (-0.1, 0.05, 0.05)).log_q == pytest.approx(solve(BASE, (-0.1, 0.05, 0.05)).log_q)


def test_no_gap_no_fall_and_the_fall_grows_with_the_gap():
    assert dollar_fall(BASE, 0, tradable_share=0.25) == pytest.approx(0, abs=1e-9)
    falls = [dollar_fall(BASE, gap, tradable_share=0.25) for gap in (1, 2, 4, 6)]
    assert falls == sorted(falls)


def test_income_that_stays_must_be_earned():
    """Closing the current account while paying income abroad needs a trade surplus, hence a larger fall."""
    without = dollar_fall(BASE, 3.9, tradable_share=0.25)
    assert dollar_fall(BASE, 3.9, tradable_share=0.25, income_pct_gdp=-0.8) > 0
    assert dollar_fall(BASE, 3.1, tradable_share=0.25) < without


def test_result_for_the_deficit_of_2005_has_the_size_of_what_was_quoted():
    """Cavallo and Tille quote Obstfeld and Rogoff with 30 to 38 percent for a deficit of about 6 % of GDP. Whether percent or
    log points are meant can't be seen; in log points the same model gives more than 38. An order of size, no replication."""
    fall = dollar_fall(BASE, 6, tradable_share=0.25)
    assert 30 <= fall <= 38
    assert 38 < -100 * np.log1p(-fall / 100) < 50


def test_income_from_a_cheaper_dollar_makes_the_fall_smaller():
    """The valuation channel: assets in foreign currency earn more dollars, so less trade has to turn. Its own fixed point."""
    plain = dollar_fall(BASE, 3.9, tradable_share=0.25, income_pct_gdp=-0.8)
    falls = [
        dollar_fall(BASE, 3.9, tradable_share=0.25, income_pct_gdp=-0.8, foreign_assets_pct_gdp=86, yield_pct=y)
        for y in (0, 2, 4)
    ]
    assert falls[0] == plain and falls == sorted(falls, reverse=True)
    income = -0.8 + 86 * 0.04 * (1 / (1 - falls[2] / 100) - 1)
    before = solve(BASE, spread(-3.9 / 25, 0.5), spread(-0.8 / 25, 0.5))
    after = solve(BASE, (0, 0, 0), spread(income / 25, 0.5))
    assert -100 * np.expm1(after.log_dollar - before.log_dollar) == pytest.approx(falls[2], abs=1e-6)


def test_prices_are_those_of_a_general_solver():
    """SciPy's hybrid method on the two market equations as the module's text writes them, for eta = 2 and all sizes one."""
    weights, transfer = BASE.weights, np.array([-0.12, 0.05, 0.07])

    def excess(unknown):
        p = np.array([1.0, *np.exp(unknown)])
        baskets = weights @ (1 / p)  # P_T,i^(1 - eta)
        return ((weights / p / baskets[:, None]).T @ (p - transfer) - p)[:2]

    expected = optimize.root(excess, np.zeros(2), tol=1e-13)
    assert expected.success
    assert solve(BASE, transfer).log_p == pytest.approx([0, *expected.x], abs=1e-9)


def test_it_solves_in_under_fifty_milliseconds():
    solve(BASE, (-0.1, 0.05, 0.05))
    start = time.perf_counter()
    for _ in range(10):
        solve(BASE, (-0.12, 0.06, 0.06))
    assert (time.perf_counter() - start) / 10 < 0.05


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"theta": 0}, "theta"),
        ({"eta": 0.9}, "gross substitutes"),
        ({"gamma": 1}, "gamma"),
        ({"alpha": 0.9}, "alpha"),
        ({"delta": 1.2}, "delta"),
        ({"sizes": (1, 0, 1)}, "sizes"),
        ({"partners": (0.5, 0.6)}, "partner"),
    ],
)
def test_impossible_worlds_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(BASE, **change)


def test_impossible_balances_are_refused():
    with pytest.raises(ValueError, match="add to zero"):
        solve(BASE, (-0.1, 0.1, 0.1))
    with pytest.raises(ValueError, match="add to zero"):
        solve(BASE, (np.nan, 0, 0))
    with pytest.raises(ValueError, match="tradable_share"):
        dollar_fall(BASE, 3, tradable_share=0)


def test_a_region_without_anything_to_spend_is_named():
    with pytest.raises((ValueError, NoEquilibriumError)):
        solve(BASE, (5.0, -2.5, -2.5))


def test_no_equilibrium_says_what_to_change():
    """With constant spending shares no price is high enough for so large a transfer."""
    with pytest.raises(NoEquilibriumError, match="Smaller balances"):
        solve(dataclasses.replace(BASE, eta=1), (-0.9, 0.45, 0.45))


def test_spread_adds_up():
    assert spread(-0.1, 0.3) == pytest.approx([-0.1, 0.03, 0.07])
