"""Rates, contributions and estimates of the price models: identities, limits, published numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.models.prices import (
    Estimate,
    annualised,
    contributions,
    correlation,
    distributed_lag,
    lead_lag,
    real_change,
    stronger,
)

percent = st.floats(-50, 50)


@pytest.mark.parametrize(
    "quarter, year",
    [
        pytest.param(0.0, 0.0, id="no change"),
        pytest.param(-0.16 / 4, -0.16, id="small changes: four times"),
        pytest.param(19.0, 100.5, id="a doubling takes 19 % a quarter"),
    ],
)
def test_annualised(quarter, year):
    assert annualised(quarter) == pytest.approx(year, abs=0.05)


@given(percent)
def test_four_quarters_make_the_annual_rate(change):
    year = annualised(change)
    assert (1 + year / 100) ** 0.25 == pytest.approx(1 + change / 100)


@given(percent, percent)
def test_real_change_undone_by_prices_is_nominal(nominal, prices):
    real = real_change(nominal, prices)
    assert (1 + real / 100) * (1 + prices / 100) == pytest.approx(1 + nominal / 100)


def test_real_change_of_a_published_month():
    """Household spending, December 2025: -0.3 % nominal, prices less imputed rent +2.4 %, published real -2.6 %."""
    assert round(float(real_change(-0.3, 2.4)), 1) == -2.6


@given(st.lists(st.floats(50, 200), min_size=2, max_size=8), st.floats(0.1, 0.9))
def test_contributions_of_two_parts_make_up_the_whole(levels, share):
    """Two parts that grow alike at constant prices add what the whole grows by."""
    whole = np.array(levels)
    parts = [whole * share, whole * (1 - share)]
    added = sum(contributions(part, whole, part) for part in parts)
    np.testing.assert_allclose(added[1:], (whole[1:] / whole[:-1] - 1) * 100, atol=1e-9)
    assert np.isnan(added[0])


def test_contribution_is_share_times_growth():
    assert contributions([20, 22], [100, 105], [10, 11])[1] == pytest.approx(20 / 100 * 10)


def test_stronger_yen_by_published_elasticities():
    """Chinn's 0.7 and Crane's 0.34: a yen 10 % up takes 6.5 % and 3.2 % off export volume."""
    np.testing.assert_allclose(stronger(10, [-0.7, -0.34]), [-6.45, -3.19], atol=0.01)


@given(st.floats(-50, 50), st.floats(-3, 3))
def test_a_move_and_its_reverse_cancel(move, elasticity):
    there = stronger(move, elasticity)
    back = stronger((1 / (1 + move / 100) - 1) * 100, elasticity)
    assert (1 + there / 100) * (1 + back / 100) == pytest.approx(1)


def made(n=400, seed=1):
    rng = np.random.default_rng(seed)
    driver = rng.normal(size=n)
    response = -0.3 * driver + rng.normal(scale=0.5, size=n)
    response[1:] += -0.2 * driver[:-1]
    return response, driver


def test_distributed_lag_finds_the_sum_of_the_slopes():
    """The made-up response takes 0.3 at once and 0.2 a period later: 0.5 in all, whatever the noise around it."""
    found = [distributed_lag(*made(seed=seed), range(3), 4) for seed in range(40)]
    assert np.mean([e.value for e in found]) == pytest.approx(-0.5, abs=0.03)
    assert sum(e.low < -0.5 < e.high for e in found) >= 34  # 38 of 40 expected


def test_distributed_lag_leaves_out_missing_values():
    response, driver = made()
    holes = response.copy()
    holes[50:60] = np.nan
    assert distributed_lag(holes, driver, (0, 1), 4).n == len(response) - 1 - 10


def test_hac_band_widens_with_overlap():
    """Changes over twelve months overlap: a band that ignores it is too narrow."""
    response, driver = (np.convolve(a, np.ones(12), "valid") for a in made(600))
    short, long = (distributed_lag(response, driver, (0,), lags) for lags in (0, 18))
    assert long.high - long.low > 1.2 * (short.high - short.low)


@given(st.integers(0, 1000), st.floats(0.1, 5), st.floats(-5, 5))
def test_correlation_keeps_its_value_under_scaling(seed, scale, shift):
    a, b = made(40, seed)
    plain, scaled = correlation(a, b, 3), correlation(a * scale + shift, b, 3)
    assert scaled.value == pytest.approx(plain.value) and scaled.low == pytest.approx(plain.low)
    assert plain.value == pytest.approx(np.corrcoef(a, b)[0, 1])


def test_correlation_of_a_series_with_itself_is_one():
    a, _ = made(60)
    assert correlation(a, a, 3).value == pytest.approx(1)


def test_lead_lag_finds_the_shift():
    rng = np.random.default_rng(3)
    first = rng.normal(size=80)
    second = np.r_[rng.normal(size=2), first[:-2]] + rng.normal(scale=0.1, size=80)
    found = [e.value for e in lead_lag(first, second, range(-3, 4), 3)]
    assert int(np.argmax(found)) - 3 == 2


@pytest.mark.parametrize("low, high, least", [(-0.2, 0.3, 0.0), (0.4, 0.7, 0.4), (-0.9, -0.1, -0.1)])
def test_nearest_to_zero(low, high, least):
    assert Estimate((low + high) / 2, low, high, 30).nearest_to_zero == least


def test_times_keeps_low_below_high():
    assert Estimate(-0.5, -0.8, -0.2, 9).times(-10) == Estimate(5.0, 2.0, 8.0, 9)


@pytest.mark.parametrize(
    "call",
    [
        lambda: annualised(-100),
        lambda: real_change(1, -100),
        lambda: contributions([1, 2], [1, 2, 3], [1, 2]),
        lambda: contributions([0, 2], [1, 2], [1, 2]),
        lambda: stronger(-100, 1),
        lambda: distributed_lag(np.ones(5), np.ones(5), (0,), 1),
        lambda: distributed_lag(np.ones(50), np.ones(49), (0,), 1),
        lambda: distributed_lag(np.ones(50), np.ones(50), (-1,), 1),
        lambda: correlation(np.arange(8.0), np.arange(8.0), 1),
        lambda: correlation(np.ones(20), np.arange(20.0), 1),
        lambda: correlation(np.ones(20), np.arange(19.0), 1),
    ],
)
def test_impossible_input_is_refused(call):
    with pytest.raises(ValueError, match=r"\w"):
        call()
