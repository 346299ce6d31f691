"""Rates, contributions and elasticities of the price models: identities, limits, published numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.models.prices import annualised, contributions, quarterly, real_change, stronger

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
    assert quarterly(year) == pytest.approx(change)


@pytest.mark.parametrize(("year", "quarter"), [(-0.7, -0.2), (1.0, 0.3), (2.2, 0.5), (-1.8, -0.4), (-2.3, -0.6)])
def test_the_two_rates_that_releases_print_together(year, quarter):
    """Cabinet Office, releases of 2025: each pair was printed side by side."""
    assert quarterly(year) == pytest.approx(
        quarter, abs=0.0625
    )  # 0.05 from either rounding, a quarter of it from the year


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


@pytest.mark.parametrize(
    "call",
    [
        lambda: annualised(-100),
        lambda: quarterly(-100),
        lambda: real_change(1, -100),
        lambda: contributions([1, 2], [1, 2, 3], [1, 2]),
        lambda: contributions([0, 2], [1, 2], [1, 2]),
        lambda: stronger(-100, 1),
    ],
)
def test_impossible_input_is_refused(call):
    with pytest.raises(ValueError, match=r"\w"):
        call()
