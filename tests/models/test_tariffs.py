"""Tariff arithmetic: identities, limits and published numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.models.adjustment import log_points
from brink.models.tariffs import (
    absorbed_share,
    bennet_decomposition,
    duty_wedge,
    first_round_loss,
    log_decomposition,
)

positive = st.floats(0.01, 1e6)
share = st.floats(0, 1)
duty = st.floats(0, 100)


@given(positive, positive, positive, positive)
def test_price_and_quantity_add_up(value_before, quantity_before, value_after, quantity_after):
    four = value_before, quantity_before, value_after, quantity_after
    assert sum(log_decomposition(*four)) == pytest.approx(100 * np.log(value_after / value_before), abs=1e-6)
    change = value_after - value_before
    scale = value_before + value_after + sum(map(abs, bennet_decomposition(*four)))
    assert sum(bennet_decomposition(*four)) == pytest.approx(change, abs=1e-9 * scale)


@given(positive, positive, positive, positive)
def test_turning_time_round_turns_the_signs(v0, q0, v1, q1):
    for split in (log_decomposition, bennet_decomposition):
        there, back = split(v0, q0, v1, q1), split(v1, q1, v0, q0)
        assert there[0] == pytest.approx(-back[0], rel=1e-9, abs=1e-9)
        assert there[1] == pytest.approx(-back[1], rel=1e-9, abs=1e-9)


def test_a_pure_price_cut_is_all_price():
    assert log_decomposition(100, 10, 80, 10) == (pytest.approx(100 * np.log(0.8)), 0)
    assert bennet_decomposition(100, 10, 80, 10) == (pytest.approx(-20), 0)
    assert bennet_decomposition(100, 10, 80, 8) == (pytest.approx(0, abs=1e-12), pytest.approx(-20))


def test_august_2025_as_the_ministry_split_it():
    """thenews.ne.jp, 17 September 2025: value -28.4 %, number -9.5 %, price per car -20.9 %."""
    price, number = log_decomposition(1, 1, 1 - 0.284, 1 - 0.095)
    assert 100 * np.expm1(price / 100) == pytest.approx(-20.9, abs=0.05)
    assert number == pytest.approx(log_points(-9.5))


def test_may_2025_as_nli_research_split_it():
    """NLI Research: May 2025, value -24.7 %, number -3.9 %, unit value -21.7 %."""
    price, _ = log_decomposition(1, 1, 1 - 0.247, 1 - 0.039)
    assert 100 * np.expm1(price / 100) == pytest.approx(-21.7, abs=0.1)


def test_wedge_of_the_car_tariff():
    """2.5 to 27.5 percent: a car of 102.5 costs 127.5, 24.4 percent more, for the same export price."""
    assert np.expm1(duty_wedge(2.5, 27.5) / 100) == pytest.approx(127.5 / 102.5 - 1)
    assert duty_wedge(2.5, 27.5) == pytest.approx(duty_wedge(2.5, 15) + duty_wedge(15, 27.5))


def test_limits_of_the_share():
    full = 100 * (102.5 / 127.5 - 1)
    assert absorbed_share(0, 2.5, 27.5) == 0
    assert absorbed_share(full, 2.5, 27.5) == pytest.approx(1)
    assert full == pytest.approx(-19.6, abs=0.01)


@given(st.floats(5, 60), share)
def test_a_price_cut_by_a_share_of_the_wedge_gives_that_share_back(rate, absorbed):
    price = 100 * np.expm1(-absorbed * duty_wedge(2.5, rate) / 100)
    assert absorbed_share(price, 2.5, rate) == pytest.approx(absorbed, abs=1e-9)


@given(duty, duty, share, st.floats(0, 6), share)
def test_loss_stays_within_its_bounds(before, after, absorbed, elasticity, value_added):
    low, high = sorted((before, after))
    loss = first_round_loss(1.0, low, high, absorbed, elasticity, value_added)
    assert 0 <= loss <= 1
    assert first_round_loss(1.0, low, low, absorbed, elasticity, value_added) == 0


@given(st.floats(5, 60), share, st.floats(0, 6), share)
def test_loss_grows_with_the_duty_when_no_value_is_bought_in(rate, absorbed, elasticity, value_added):
    steps = first_round_loss(1.0, 2.5, np.array([rate, rate + 10]), absorbed, elasticity, 1.0)
    assert steps[1] >= steps[0] - 1e-12
    assert first_round_loss(2.0, 2.5, rate, absorbed, elasticity, value_added) == pytest.approx(
        2 * first_round_loss(1.0, 2.5, rate, absorbed, elasticity, value_added)
    )


def test_loss_at_the_corners():
    wedge = np.log(127.5 / 102.5)
    assert first_round_loss(1.0, 2.5, 27.5, 1, 2, 0.8) == pytest.approx(1 - np.exp(-wedge))
    assert first_round_loss(1.0, 2.5, 27.5, 0, 0, 0.8) == 0
    assert first_round_loss(1.0, 2.5, 27.5, 0, 1000, 0.8) == pytest.approx(0.8)


def test_loss_matches_the_institutes():
    """Reuters, 27 March 2025: Nomura Research Institute and Dai-ichi Life both put 25 points on cars at 0.2 % of GDP.

    Cars to the US were 6,026.4bn yen in 2024 (Reuters), GDP about 609tn.
    """
    cars = 100 * 6026.4 / 609400
    assert first_round_loss(cars, 2.5, 27.5, np.array([0.5, 1.0]), 2, 0.8) == pytest.approx(0.2, abs=0.05)


def test_shapes_are_kept():
    grid = first_round_loss(1.0, 2.5, np.array([[15.0], [27.5]]), np.linspace(0, 1, 5), 2, 0.8)
    assert grid.shape == (2, 5)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: log_decomposition(1, 0, 1, 1), "quantity_before"),
        (lambda: bennet_decomposition(1, 1, -1, 1), "value_after"),
        (lambda: duty_wedge(-1, 5), "duty_before"),
        (lambda: absorbed_share(-5, 2.5, 2.5), "did not change"),
        (lambda: first_round_loss(1, 2.5, 15, 1.2, 1, 0.8), "absorbed"),
        (lambda: first_round_loss(1, 2.5, 15, 0.5, -1, 0.8), "elasticity"),
        (lambda: first_round_loss(1, 2.5, 15, 0.5, 1, 8), "value_added_share"),
        (lambda: first_round_loss(-1, 2.5, 15, 0.5, 1, 0.8), "exports_pct_gdp"),
    ],
)
def test_impossible_input_is_refused(call, match):
    with pytest.raises(ValueError, match=match):
        call()
