"""Auction models: limits, identities, and averages that market reports printed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from brink.models.auctions import demand_score, past_mean, past_zscore

figures = arrays(float, st.integers(1, 60), elements=st.floats(-100, 100).map(lambda x: round(x, 3)))


def test_six_auction_average_as_printed():
    """A market report of 21 May 2025 prints 17.1 % for the six 20-year sales before; direct shares of those sales."""
    directs = [7.9202, 20.1355, 20.0839, 19.5054, 22.3543, 12.3229, 14.0726]
    assert past_mean(directs, 6)[-1] == pytest.approx(17.1, abs=0.05)
    assert np.isnan(past_mean(directs, 6)[:-1]).all()


@given(figures, st.integers(1, 12))
def test_an_auction_is_not_in_its_own_average(x, window):
    changed = x.copy()
    changed[-1] += 1000
    assert past_mean(x, window)[-1] == pytest.approx(past_mean(changed, window)[-1], nan_ok=True)


@given(figures, st.floats(0.1, 10), st.floats(-50, 50))
def test_a_zscore_knows_no_unit(x, scale, shift):
    before, after = past_zscore(x, 20, 5), past_zscore(scale * x + shift, 20, 5)
    # Where past figures barely vary, rounding decides whether the spread is zero.
    steady = np.array([t >= 5 and np.std(x[max(0, t - 20) : t]) > 0.01 for t in range(len(x))], dtype=bool)
    assert after[steady] == pytest.approx(before[steady], rel=1e-4, abs=1e-4)


@given(figures, st.integers(0, 59))
def test_what_comes_after_changes_no_score(x, cut):
    cut = min(cut, len(x))
    assert past_zscore(x[:cut], 20, 5) == pytest.approx(past_zscore(x, 20, 5)[:cut], nan_ok=True, abs=1e-6)


def test_zscore_worked_by_hand():
    # Mean 3 and sample standard deviation sqrt(2.5) of 1..5; the sixth figure is 3 + 2 sqrt(2.5).
    z = past_zscore([1, 2, 3, 4, 5, 3 + 2 * np.sqrt(2.5)], 5, 5)
    assert z[-1] == pytest.approx(2)
    assert np.isnan(z[:-1]).all()
    assert np.isnan(past_zscore([2.0] * 20, 10, 5)).all()


def test_demand_rises_with_cover_and_falls_with_dealers_and_spread():
    rng = np.random.default_rng(1)
    cover, dealers, spread = rng.normal(2.5, 0.1, 40), rng.normal(14, 3, 40), rng.normal(6, 1, 40)
    base = demand_score(cover, dealers, spread)[-1]
    for changed, sign in (((cover + np.eye(40)[-1], dealers, spread), 1), ((cover, dealers + np.eye(40)[-1], spread), -1),
                          ((cover, dealers, spread + np.eye(40)[-1]), -1)):  # fmt: skip
        assert np.sign(demand_score(*changed)[-1] - base) == sign


def test_a_score_is_in_standard_deviations():
    """Two deviations above the average in cover, two below in dealers and spread: the score is two."""
    past, far = [1, 2, 3, 4, 5], 2 * np.sqrt(2.5)
    scores = demand_score([*past, 3 + far], [*past, 3 - far], [*past, 3 - far], window=5, minimum=5)
    assert scores[-1] == pytest.approx(2)


@pytest.mark.parametrize("bad", [{"window": 0}, {"minimum": 1}, {"minimum": 40}])
def test_impossible_windows_are_refused(bad):
    with pytest.raises(ValueError, match="must"):
        past_zscore([1.0, 2.0], **bad)
    with pytest.raises(ValueError, match="shape"):
        past_mean([[1.0]], 1)
