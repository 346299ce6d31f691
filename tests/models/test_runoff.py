"""The run-off model: identities, limits, and the figures the Bank of Japan's plan is known by."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from brink.models import runoff

MONTHS = st.integers(1, 40)
AMOUNT = st.floats(0, 100)


def flows(months):
    return arrays(float, months, elements=AMOUNT)


@pytest.mark.parametrize(
    ("start", "step", "quarters", "total"),
    [
        pytest.param(4.5, 0.4, 4, 42, id="fiscal 2025, MNI 24 June 2025"),
        pytest.param(2.9, 0.2, 4, 29, id="fiscal 2026, MNI 24 June 2025"),
    ],
)
def test_plan_totals_as_printed(start, step, quarters, total):
    assert runoff.purchase_path(start, [step] * quarters).sum() == pytest.approx(total, abs=0.5)


def test_seven_steps_of_400_lead_from_57_to_29():
    """Nikkei, 17 June 2025: from 5.7 to 2.9 trillion by March 2026; MNI: 2.1 by March 2027."""
    path = runoff.purchase_path(5.7, [0.4] * 7 + [0.2] * 4)
    assert path[20] == pytest.approx(2.9) and path[-1] == pytest.approx(2.1)
    assert path.size == 33


def test_purchases_stop_at_zero():
    assert runoff.purchase_path(1.0, [0.4] * 5).min() == 0


def test_purchase_paths_of_several_scenarios():
    both = runoff.purchase_path(2.9, [[0.4] * 4, [0.2] * 4])
    assert both.shape == (2, 12)
    assert (both[1] - both[0]).sum() == pytest.approx(3 * (0.2 + 0.4 + 0.6 + 0.8))


@given(MONTHS.flatmap(lambda m: st.tuples(flows(m), flows(m))))
def test_holdings_are_purchases_minus_redemptions_and_back(pair):
    purchases, redemptions = pair
    start = 5000.0
    held = runoff.holdings_path(start, purchases, redemptions)
    assert held[-1] == pytest.approx(start + purchases.sum() - redemptions.sum())
    again = runoff.implied_redemptions(np.append(start, held), purchases)
    assert again == pytest.approx(redemptions, abs=1e-9)


@given(MONTHS.flatmap(lambda m: st.tuples(flows(m), flows(m))), st.floats(0, 1))
def test_bounds_hold_every_path(pair, share):
    purchases, maturing = pair
    low, high = runoff.holdings_bounds(5000.0, purchases, maturing)
    held = runoff.holdings_path(5000.0, purchases, share * maturing)
    assert (low <= held + 1e-9).all() and (held <= high + 1e-9).all()


@given(MONTHS.flatmap(lambda m: st.tuples(flows(m), flows(m))), st.floats(0, 1))
def test_extra_holdings_follow_their_recursion(pair, rate):
    purchases, alternative = pair
    extra = runoff.extra_holdings(purchases, alternative, rate)
    level, by_hand = 0.0, []
    for more, less in zip(purchases, alternative, strict=True):
        level = level * (1 - rate) + more - less
        by_hand.append(level)
    assert extra == pytest.approx(by_hand, abs=1e-9)


def test_extra_holdings_without_runoff_are_the_difference_of_two_paths():
    slow, fast = runoff.purchase_path(2.9, [[0.2] * 4, [0.4] * 4])
    redemptions = np.full(12, 7.0)
    gap = runoff.holdings_path(530.0, slow, redemptions) - runoff.holdings_path(530.0, fast, redemptions)
    assert runoff.extra_holdings(slow, fast) == pytest.approx(gap)
    assert runoff.extra_holdings(slow, fast, [0.0, 1.0])[:, -1] == pytest.approx([6.0, 0.8])


@given(st.floats(0.05, 1.0), st.integers(13, 40))
def test_redeemed_share_of_a_constant_holder_is_that_share(share, months):
    maturing = np.arange(1.0, months + 1)
    assert runoff.redeemed_share(share * maturing, maturing) == pytest.approx(share)
    assert runoff.redeemed_share(share * maturing, maturing, 12) == pytest.approx(np.full(months - 11, share))


def test_stock_effect_of_the_whole_stock_is_the_estimate():
    assert runoff.stock_effect(430.0, 1000.0, [50.0, 100.0], 0.43) == pytest.approx([50.0, 100.0])


@given(st.floats(0, 50), st.floats(0.1, 1))
def test_stock_effect_is_proportional(extra, share):
    once, twice = runoff.stock_effect([extra, 2 * extra], 1300.0, 75.0, share)
    assert twice == pytest.approx(2 * once)


@pytest.mark.parametrize(
    "call",
    [
        lambda: runoff.purchase_path(-1, [0.4]),
        lambda: runoff.purchase_path(1, []),
        lambda: runoff.purchase_path(1, [np.nan]),
        lambda: runoff.purchase_path(1, [0.1], 0),
        lambda: runoff.holdings_path(1.0, [0.0], [2.0]),
        lambda: runoff.implied_redemptions([1.0, 2.0], [1.0, 2.0]),
        lambda: runoff.redeemed_share([1.0], [1.0, 2.0]),
        lambda: runoff.redeemed_share([1.0, 1.0], [1.0, 1.0], 3),
        lambda: runoff.redeemed_share([0.0], [0.0]),
        lambda: runoff.holdings_bounds(1.0, [-1.0], [1.0]),
        lambda: runoff.extra_holdings([1.0], [1.0], 1.5),
        lambda: runoff.stock_effect(1.0, 0.0, 1.0, 0.5),
        lambda: runoff.stock_effect(1.0, 1.0, 1.0, 43),
    ],
)
def test_impossible_input_is_refused_with_a_reason(call):
    with pytest.raises(ValueError, match=r"\w+ .*\w"):
        call()
