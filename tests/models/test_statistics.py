"""Statistics of series: held against statsmodels and SciPy, which the project itself does without, and against simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.models.statistics import (
    LEVEL,
    Estimate,
    correlation,
    critical_value,
    distributed_lag,
    least_squares,
    percentile,
)


def series(seed, n, regressors, persistence):
    """A response whose errors carry over from one period to the next, and its regressors with a constant."""
    rng = np.random.default_rng(seed)
    errors = rng.normal(size=n)
    for t in range(1, n):
        errors[t] += persistence * errors[t - 1]
    design = np.column_stack([np.ones(n), rng.normal(size=(n, regressors)).cumsum(axis=0)])
    return design @ rng.normal(size=regressors + 1) + errors, design


@given(st.integers(0, 10_000), st.integers(12, 120), st.integers(1, 4), st.floats(0, 0.95), st.integers(0, 24))
def test_it_gives_what_statsmodels_gives(seed, n, regressors, persistence, lags):
    from statsmodels.regression.linear_model import OLS  # takes a second to load

    response, design = series(seed, n, regressors, persistence)
    ours = least_squares(response, design, hac_lags=lags)
    theirs = OLS(response, design).fit(cov_type="HAC", cov_kwds={"maxlags": lags})
    np.testing.assert_allclose(ours.coefficients, theirs.params, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(ours.covariance, theirs.cov_params(), rtol=1e-6, atol=1e-10)
    np.testing.assert_allclose(ours.standard_errors, theirs.bse, rtol=1e-6, atol=1e-8)
    assert ours.r_squared == pytest.approx(theirs.rsquared, abs=1e-9)


def test_the_mean_is_least_squares_on_a_constant():
    """Its variance at lag 0 is the sum of squares over n squared: 10 / 25."""
    fit = least_squares([1, 2, 3, 4, 5], np.ones((5, 1)), hac_lags=0)
    assert fit.coefficients == pytest.approx([3])
    assert fit.covariance == pytest.approx(np.array([[0.4]]))
    assert fit.r_squared == pytest.approx(0)


def test_errors_in_runs_widen_the_band():
    """By hand: neighbours that agree add to the variance of a mean, those that differ take from it."""
    response = np.repeat([1.0, -1.0, -1.0, 1.0], 2)
    alone, paired = (least_squares(response, np.ones((8, 1)), hac_lags=lags).covariance.item() for lags in (0, 1))
    # Eight squares of 1; of the seven neighbours five agree and two do not.
    assert alone == pytest.approx(8 / 64)
    assert paired == pytest.approx((8 + 2 * 0.5 * (5 - 2)) / 64)


def test_percentile_is_the_mid_rank():
    assert percentile(5, [1, 2, 3, 4]) == 100
    assert percentile(0, [1, 2, 3, 4]) == 0
    assert percentile(2, [1, 2, 2, 3]) == 50
    assert percentile(3, [1, np.nan, 5]) == 50
    with pytest.raises(ValueError, match="no history"):
        percentile(1, [np.nan])


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


@pytest.mark.parametrize("low, high, least", [(-0.2, 0.3, 0.0), (0.4, 0.7, 0.4), (-0.9, -0.1, -0.1)])
def test_nearest_to_zero(low, high, least):
    assert Estimate((low + high) / 2, low, high, 30).nearest_to_zero == least


def test_times_keeps_low_below_high():
    assert Estimate(-0.5, -0.8, -0.2, 9).times(-10) == Estimate(5.0, 2.0, 8.0, 9)


def carried(rng, draws, n, persistence):
    """Series in rows whose values carry over from one period to the next."""
    x = rng.normal(size=(draws, n))
    for t in range(1, n):
        x[:, t] += persistence * x[:, t - 1]
    return x


@pytest.mark.parametrize("share", [0.02, 0.1, 0.2])
def test_critical_value_is_the_quantile_of_the_simulated_t_ratio(share):
    """The mean of pure noise over its Bartlett standard error: how far do 95 in 100 draws reach?"""
    rng, n = np.random.default_rng(5), 400
    bandwidth = int(share * n)
    noise = rng.normal(size=(8000, n))
    gaps = noise - noise.mean(axis=1, keepdims=True)
    power = np.abs(np.fft.rfft(gaps, 2 * n, axis=1)) ** 2
    autocovariance = np.fft.irfft(power, axis=1)[:, :bandwidth] / n
    weights = 2 * (1 - np.arange(bandwidth) / bandwidth)
    weights[0] = 1
    ratio = noise.mean(axis=1) * np.sqrt(n) / np.sqrt(autocovariance @ weights)
    assert critical_value(n, bandwidth - 1) == pytest.approx(np.quantile(np.abs(ratio), LEVEL), rel=0.03)


def test_a_long_series_needs_the_normal_quantile():
    assert critical_value(100_000, 0) == pytest.approx(1.96, abs=0.001)


@pytest.mark.parametrize(("n", "lags"), [(18, 6), (14, 2), (30, 6)])
def test_lags_that_take_too_much_of_the_sample_are_refused(n, lags):
    """Eighteen months with six lags once gave a band that excluded zero: the band was the method's, not the data's."""
    with pytest.raises(ValueError, match="too few"):
        critical_value(n, lags)
    with pytest.raises(ValueError, match="too few"):
        correlation(*carried(np.random.default_rng(0), 2, n, 0.5), lags)


def test_correlation_without_lags_is_near_fishers():
    from scipy.stats import pearsonr

    rng = np.random.default_rng(2)
    x = rng.normal(size=4000)
    y = 0.4 * x + rng.normal(size=4000)
    result = pearsonr(x, y)
    found = correlation(np.append(x, np.nan), np.append(y, 1.0))
    assert found.n == 4000
    assert found.value == pytest.approx(result.statistic, abs=1e-12)
    assert (found.low, found.high) == pytest.approx(tuple(result.confidence_interval(LEVEL)), abs=2e-3)


@pytest.mark.parametrize(
    ("n", "lags", "persistence", "tie", "least"),
    [
        pytest.param(40, 0, 0.0, 0.0, 0.92, id="independent pairs, no tie"),
        pytest.param(40, 0, 0.0, 0.8, 0.92, id="independent pairs, a close tie"),
        pytest.param(34, 3, 0.5, 0.0, 0.88, id="yearly figures that carry over"),
        pytest.param(34, 3, 0.5, 0.7, 0.88, id="yearly figures that carry over, a tie"),
    ],
)
def test_the_band_of_a_correlation_holds_it_as_often_as_it_says(n, lags, persistence, tie, least):
    rng = np.random.default_rng(7)
    first, noise = carried(rng, 600, n, persistence), carried(rng, 600, n, persistence)
    second = tie * first + np.sqrt(1 - tie**2) * noise
    found = [correlation(a, b, lags) for a, b in zip(first, second, strict=True)]
    assert least <= np.mean([e.low < tie < e.high for e in found]) <= 0.99


@pytest.mark.parametrize(
    ("response", "design", "lags"),
    [
        ([1, 2, 3], np.ones((2, 1)), 0),
        ([1, 2, 3], np.ones(3), 0),
        ([1, 2, np.nan], np.ones((3, 1)), 0),
        ([1, 2, 3], np.array([[1], [np.inf], [1]]), 0),
        ([1, 2, 3], np.ones((3, 1)), -1),
    ],
)
def test_impossible_input_is_refused(response, design, lags):
    with pytest.raises(ValueError, match=r"\w"):
        least_squares(response, design, hac_lags=lags)


@pytest.mark.parametrize(
    "call",
    [
        lambda: distributed_lag(np.ones(5), np.ones(5), (0,), 1),
        lambda: distributed_lag(np.ones(50), np.ones(49), (0,), 1),
        lambda: distributed_lag(np.ones(50), np.ones(50), (-1,), 1),
        lambda: correlation(np.arange(8.0), np.arange(8.0), 1),
        lambda: correlation(np.ones(20), np.arange(20.0), 1),
        lambda: correlation(np.ones(20), np.arange(19.0), 1),
    ],
)
def test_impossible_series_are_refused(call):
    with pytest.raises(ValueError, match=r"\w"):
        call()
