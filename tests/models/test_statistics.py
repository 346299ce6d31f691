"""Least squares for time series: held against statsmodels, which the project itself does without."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from brink.models.statistics import least_squares


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
