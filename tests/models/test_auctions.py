"""Auction models: limits, identities, and averages that market reports printed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from brink.models.auctions import chance_band, demand_rank, past_mean

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
def test_a_rank_knows_no_unit(x, scale, shift):
    before, after = demand_rank(x, 20, 5), demand_rank(np.round(scale * x, 9), 20, 5)
    steady = np.array([t >= 5 and np.std(x[max(0, t - 20) : t]) > 0.01 for t in range(len(x))], dtype=bool)
    assert after[steady] == pytest.approx(before[steady])
    moved = demand_rank(x + round(shift), 20, 5)
    # A shift moves sums by rounding: near ties may fall either way.
    assert np.abs(moved[steady] - before[steady]).max(initial=0) <= 20


@given(figures, st.integers(0, 59))
def test_what_comes_after_changes_no_rank(x, cut):
    cut = min(cut, len(x))
    assert demand_rank(x[:cut], 20, 5) == pytest.approx(demand_rank(x, 20, 5)[:cut], nan_ok=True)


def test_rank_worked_by_hand():
    # 3.5 beats three of 1..5; 3 beats two and ties with one; the lowest of all beats none.
    assert demand_rank([1, 2, 3, 4, 5, 3.5], 5, 5)[-1] == 60
    assert demand_rank([1, 2, 3, 4, 5, 3], 5, 5)[-1] == 50
    assert demand_rank([1, 2, 3, 4, 5, 0], 5, 5)[-1] == 0
    assert demand_rank([1, 2, 3, 4, 5, 9], 5, 5)[-1] == 100
    # Only the last five count.
    assert demand_rank([9, 9, 1, 2, 3, 4, 5, 6], 5, 5)[-1] == 100
    assert np.isnan(demand_rank([1, 2, 3, 4, 5, 3], 5, 5)[:-1]).all()
    assert np.isnan(demand_rank([2.0] * 20, 10, 5)).all()


def test_signals_count_alike_whatever_they_vary_by():
    """One signal in hundreds, one in hundredths: two deviations up in one and two down in the other cancel."""
    steps = np.array([1, 2, 3, 4, 5.0])
    far = 2 * steps.std()
    large, small = np.append(steps, 3 + far) * 100, np.append(steps, 3 - far) / 100
    assert demand_rank(np.column_stack([large, small]), 5, 5)[-1] == 50


def test_an_ordinary_auction_ranks_at_fifty():
    """Whatever the signals are made of, the average rank of like auctions is 50: no average case can look weak."""
    rng = np.random.default_rng(3)
    assert np.nanmean(demand_rank(rng.normal(size=(4000, 3)))) == pytest.approx(50, abs=1.5)


def test_band_of_chance():
    """A mean of six uniform ranks has the deviation 100 / sqrt(72) = 11.8; the band reaches 1.96 of them."""
    assert chance_band(6) == pytest.approx((50 - 23.1, 50 + 23.1), abs=0.05)
    rng = np.random.default_rng(4)
    inside = np.mean((m := rng.uniform(0, 100, (20000, 6)).mean(axis=1)) > chance_band(6)[0]) - np.mean(
        m > chance_band(6)[1]
    )
    assert inside == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("bad", [{"lookback": 0}, {"minimum": 1}, {"minimum": 40}])
def test_impossible_windows_are_refused(bad):
    with pytest.raises(ValueError, match="must"):
        demand_rank([1.0, 2.0], **bad)
    with pytest.raises(ValueError, match="shape"):
        past_mean([[1.0]], 1)
    with pytest.raises(ValueError, match="at least 1"):
        past_mean([1.0], 0)
    with pytest.raises(ValueError, match="missing"):
        demand_rank([1.0, np.nan])
