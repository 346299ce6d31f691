"""Debt dynamics: identities, limits, and the fan's promises."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brink.models import debt_path

ratios = st.floats(1, 400)
rates = st.floats(-2, 12)
balances = st.floats(-15, 15)


def normals(years, paths, seed=1):
    return np.random.default_rng(seed).standard_normal((years, 3, paths), dtype=np.float32)


COVARIANCE = np.diag([6.0, 0.05, 4.0])


@given(ratios, rates)
def test_the_ratio_stays_when_the_rate_equals_growth_and_the_budget_balances(d, r):
    assert debt_path.next_ratio(d, r, r, 0.0) == pytest.approx(d)


@given(ratios, rates, rates, balances)
def test_the_stabilising_balance_stabilises(d, r, g, flows):
    needed = debt_path.stabilising_balance(d, r, g, flows)
    assert debt_path.next_ratio(d, r, g, needed, flows) == pytest.approx(d, rel=1e-9)
    assert debt_path.next_ratio(d, r, g, needed + 1, flows) == pytest.approx(d - 1, rel=1e-9)


@given(ratios, st.lists(st.tuples(rates, rates, balances), min_size=1, max_size=15))
def test_a_path_is_the_law_applied_year_by_year(d, years):
    r, g, pb = np.array(years).T
    path = debt_path.path(d, r, g, pb)
    level = d
    for t in range(len(r)):
        level = debt_path.next_ratio(level, r[t], g[t], pb[t])
        assert path[t] == pytest.approx(level, rel=1e-9, abs=1e-6)
    np.testing.assert_allclose(debt_path.residual(np.r_[d, path], r, g, pb), 0, atol=1e-6)


def test_a_primary_deficit_converges_where_growth_exceeds_the_rate():
    """The ratio tends to pb (1 + g) / (r - g); Blanchard (2019) reasons from this limit."""
    path = debt_path.path(100.0, np.full(2000, 1.0), 3.0, -2.0)
    assert path[-1] == pytest.approx(-2.0 * 1.03 / (0.01 - 0.03), rel=1e-6)
    assert debt_path.stabilising_balance(path[-1], 1.0, 3.0) == pytest.approx(-2.0)


def test_the_ratio_explodes_where_the_rate_exceeds_growth_and_nothing_is_saved():
    assert (np.diff(debt_path.path(100.0, np.full(50, 3.0), 1.0, 0.0)) > 0).all()


def test_paths_broadcast():
    wide = debt_path.path(np.array([100.0, 200.0]), np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]), 1.0, 0.5)
    assert wide.shape == (2, 3)
    np.testing.assert_allclose(wide[1], debt_path.path(200.0, np.zeros(3), 1.0, 0.5))


def test_growth_of_minus_one_hundred_is_refused():
    with pytest.raises(ValueError, match="no GDP"):
        debt_path.next_ratio(100.0, 1.0, -100.0, 0.0)


@given(st.floats(0, 0.9), st.floats(-3, 5), st.integers(0, 5))
@settings(max_examples=20, deadline=None)
def test_autoregression_finds_what_made_the_series(rho, mean, seed):
    noise = np.random.default_rng(seed).normal(size=20000)
    x = np.empty(noise.size)
    level = 0.0
    for t, e in enumerate(noise):
        level = rho * level + e
        x[t] = mean + level
    found, found_mean, left = debt_path.autoregression(x)
    assert found == pytest.approx(rho, abs=0.03)
    assert found_mean == pytest.approx(mean, abs=0.4)
    assert left.std() == pytest.approx(1, abs=0.03)


def test_too_short_a_history_is_refused():
    with pytest.raises(ValueError, match="too few"):
        debt_path.autoregression([1.0, 2.0, 3.0])


def test_draws_have_the_covariance_asked_for_and_repeat():
    covariance = np.array([[6.0, 0.2, 4.0], [0.2, 0.05, 0.1], [4.0, 0.1, 4.0]])
    first = debt_path.draw(covariance, [0.2, 1.0, 0.6], normals(6, 50_000, seed=7))
    assert first.shape == (6, 3, 50_000)
    np.testing.assert_allclose(np.cov(first[0]), covariance, atol=0.12)
    # a random walk's variance grows with time, an autoregression's settles
    assert first[5, 1].var() == pytest.approx(6 * 0.05, rel=0.05)
    assert first[5, 0].var() == pytest.approx(6.0 * (1 - 0.2**12) / (1 - 0.2**2), rel=0.05)
    # and what follows a shock has its sign: autocovariance is rho times variance
    assert np.mean(first[0, 2] * first[1, 2]) == pytest.approx(0.6 * 4.0, rel=0.05)
    np.testing.assert_array_equal(first, debt_path.draw(covariance, [0.2, 1.0, 0.6], normals(6, 50_000, seed=7)))
    assert not np.array_equal(first, debt_path.draw(covariance, [0.2, 1.0, 0.6], normals(6, 50_000, seed=8)))


def test_a_fan_without_shocks_is_the_central_path():
    years = 9
    none = debt_path.draw(np.zeros((3, 3)), [0.2, 1.0, 0.6], normals(years, 4))
    central = (np.linspace(0.8, 1.6, years), np.full(years, 2.4), np.full(years, -3.0), np.full(years, -0.3))
    fan = debt_path.fan(236.0, *central, np.eye(years), none)
    np.testing.assert_allclose(fan, np.repeat(debt_path.path(236.0, *central)[:, None], 4, axis=1), rtol=1e-6)


def test_a_shock_to_yields_passes_only_through_the_bonds_sold():
    years = 4
    deviations = np.zeros((years, 3, 1))
    deviations[0, 1] = 1.0
    through = np.zeros((years, years))
    through[2, 0] = 0.25
    args = (np.full(years, 1.0), np.full(years, 2.0), np.zeros(years), np.zeros(years))
    with_shock = debt_path.fan(100.0, *args, through, deviations)[:, 0]
    rates = np.array([1.0, 1.0, 1.25, 1.0])
    np.testing.assert_allclose(with_shock, debt_path.path(100.0, rates, 2.0, 0.0))


@pytest.mark.parametrize(("shock", "growth", "balance"), [("growth", 3.0, -1.0), ("balance", 2.0, 0.0)])
def test_shocks_to_growth_and_balance_are_higher_growth_and_a_better_balance(shock, growth, balance):
    deviations = np.zeros((5, 3, 1))
    deviations[:, debt_path.SHOCKS.index(shock)] = 1.0
    fan = debt_path.fan(200.0, np.full(5, 1.5), np.full(5, 2.0), np.full(5, -1.0), 0.0, np.eye(5), deviations)[:, 0]
    np.testing.assert_allclose(fan, debt_path.path(200.0, 1.5, np.full(5, growth), balance))


def test_one_hundred_thousand_paths_take_well_under_a_second():
    began = time.process_time()
    deviations = debt_path.draw(COVARIANCE, [0.2, 1.0, 0.6], normals(11, 100_000))
    fan = debt_path.fan(236.0, np.full(11, 1.0), np.full(11, 2.0), np.full(11, -2.0), 0.0, np.eye(11) * 0.3, deviations)
    assert fan.shape == (11, 100_000)
    assert time.process_time() - began < 0.8


def test_a_rescaled_shock_keeps_its_correlations():
    covariance = np.array([[6.0, 0.2, 4.0], [0.2, 0.05, 0.1], [4.0, 0.1, 4.0]])
    wider = debt_path.rescaled(covariance, "yield", 0.5)
    assert wider[1, 1] == pytest.approx(0.25)
    spread, wide = (np.sqrt(np.diag(c)) for c in (covariance, wider))
    np.testing.assert_allclose(wider / np.outer(wide, wide), covariance / np.outer(spread, spread))
    np.testing.assert_array_equal(covariance[[0, 2]][:, [0, 2]], wider[[0, 2]][:, [0, 2]])


def test_paths_still_rising_are_counted_in_their_year():
    paths = np.array([[101.0, 99.0, 100.0], [102.0, 100.0, 99.0]])
    assert debt_path.not_stabilising(100.0, paths, 1) == pytest.approx(1 / 3)
    assert debt_path.not_stabilising(100.0, paths, 2) == pytest.approx(2 / 3)


def test_impossible_draws_are_refused():
    with pytest.raises(ValueError, match="3 x 3"):
        debt_path.draw(np.eye(2), [0.0, 0.0, 0.0], normals(3, 3))
    with pytest.raises(ValueError, match="symmetric"):
        debt_path.draw(np.array([[1.0, 2.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), [0.0, 0.0, 0.0], normals(3, 3))
    with pytest.raises(ValueError, match="the shape"):
        debt_path.draw(COVARIANCE, [0.0, 0.0, 0.0], np.zeros((0, 3, 3)))
