"""The arithmetic of a falling currency: identities, limits and published numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.models import adjustment as model
from brink.record.snapshot import Snapshot

falls = st.floats(0, 99)
gaps = st.floats(0, 10)


# --- the dollar index ------------------------------------------------------------------------


def test_index_is_its_scale_when_every_rate_is_one():
    assert model.ice_index(1, 1, 1, 1, 1, 1) == pytest.approx(50.14348112)


def test_index_weights_add_to_one():
    assert sum(model.ICE_WEIGHTS.values()) == pytest.approx(1)


@given(st.floats(0.5, 2))
def test_a_fall_against_every_currency_lowers_the_index_by_as_much(factor):
    """One euro and one unit of each other currency cost ``factor`` times as many dollars."""
    rates = {"usd": 1.1, "jpy": 160.0, "gbp": 0.85, "cad": 1.5, "sek": 11.0, "chf": 0.95}
    cheaper = rates | {"usd": rates["usd"] * factor}
    assert model.ice_index(**cheaper) == pytest.approx(model.ice_index(**rates) / factor)


def test_index_on_ecb_rates_meets_the_published_closes():
    """ICE closes in New York, the ECB fixes at 14:15 in Frankfurt: half a percent apart at most on 16 sample days."""
    snapshot = Snapshot()
    rates = snapshot.table("ecb_fx_rates").set_index("date")
    closes = snapshot.table("ice_dollar_index_sample").set_index("date")["close"]
    rates = rates.loc[closes.index]
    gap = 100 * (model.ice_index(**{c: rates[c] for c in ("usd", "jpy", "gbp", "cad", "sek", "chf")}) / closes - 1)
    assert len(gap) == 16
    assert gap.abs().max() < 0.5
    assert abs(gap.mean()) < 0.1


@pytest.mark.parametrize("bad", [0, -1, np.nan])
def test_index_refuses_impossible_rates(bad):
    with pytest.raises(ValueError, match="jpy"):
        model.ice_index(1.1, bad, 0.85, 1.5, 11.0, 0.95)


# --- percent, log points, base effect --------------------------------------------------------


def test_undoing_forty_percent_is_a_fall_of_two_sevenths():
    """1 - 1/1.4 = 2/7."""
    assert model.fall_undoing(40) == pytest.approx(200 / 7)


@given(st.floats(0, 1e4))
def test_rise_and_undoing_fall_bring_back_the_start(rise):
    assert (1 + rise / 100) * (1 - model.fall_undoing(rise) / 100) == pytest.approx(1)
    assert model.log_points(rise) == pytest.approx(-model.log_points(-model.fall_undoing(rise)))
    assert model.rise_of_foreign_currency(model.fall_undoing(rise)) == pytest.approx(rise, abs=1e-6)


@given(st.floats(-99, 1e4))
def test_log_points_and_percent_are_inverse(change):
    assert model.percent(model.log_points(change)) == pytest.approx(change, abs=1e-6)


def test_impossible_changes_are_refused():
    with pytest.raises(ValueError, match="-100"):
        model.log_points([-5, -100])
    with pytest.raises(ValueError, match="rise"):
        model.fall_undoing(-1)
    with pytest.raises(ValueError, match="fall"):
        model.rise_of_foreign_currency(100)


# --- rules -----------------------------------------------------------------------------------


def test_a_rule_is_met_at_its_own_point():
    """IMF, External Sector Report 2025: a gap of 1.4 % of GDP is consistent with 11.9 %."""
    assert model.required_fall(1.4, 11.9, 1.4) == pytest.approx(11.9)


def test_two_steps_compound():
    assert model.required_fall(3.0, 10, 1.5) == pytest.approx(19)  # 1 - 0.9^2


@given(gaps, st.floats(1, 50), st.floats(0.4, 8))
def test_no_gap_asks_for_everything(gap, fall, balance):
    assert 0 <= model.required_fall(gap, fall, balance) < 100


@given(gaps, gaps)
def test_larger_gaps_need_larger_falls(one, other):
    low, high = sorted((one, other))
    assert model.required_fall(low, 10, 1.5) <= model.required_fall(high, 10, 1.5)


def test_rules_refuse_impossible_input():
    with pytest.raises(ValueError, match="gap"):
        model.required_fall(-1, 10, 1.5)
    with pytest.raises(ValueError, match="rule_balance"):
        model.required_fall(3, 10, 0)
    with pytest.raises(ValueError, match="gap"):
        model.fall_at_slope(-1, 0.1)
    with pytest.raises(ValueError, match="imports"):
        model.trade_slope(11, 0, 1, 1)


def test_rules_take_arrays():
    assert model.required_fall([1.5, 3.0], 10, 1.5) == pytest.approx([10, 19])


def test_marshall_lerner_volumes():
    """Exports of 10 and imports of 10 % of GDP, unit elasticities: one log point is worth 0.2 % of GDP."""
    assert model.trade_slope(10, 10, 1, 1) == pytest.approx(0.2)
    assert model.trade_slope(10, 10, 0, 0) == 0


def test_marshall_lerner_in_dollars():
    """Where a fall reaches import prices in full, balanced trade improves only when the elasticities add to more than one."""
    assert model.trade_slope(10, 10, 0.5, 0.5, 1) == pytest.approx(0)
    assert model.trade_slope(10, 10, 0.6, 0.5, 1) > 0 > model.trade_slope(10, 10, 0.4, 0.5, 1)
    assert model.trade_slope(11, 14, 2, 0.7, 0.3) == pytest.approx(model.trade_slope(11, 14, 2, 0.7) - 0.3 * 0.14)


def test_no_fall_closes_a_gap_where_the_slope_has_the_wrong_sign():
    fall = model.fall_at_slope(3, [0.1, 0.0, -0.1])
    assert fall[0] == pytest.approx(100 * (1 - np.exp(-0.3)))
    assert np.isnan(fall[1:]).all()
    assert model.fall_at_slope(0, 0.1) == 0


# --- regression ------------------------------------------------------------------------------


def test_lagged_mean_looks_back_only():
    result = model.lagged_mean([1, 2, 3, 4, 5], 1, 2)
    assert np.isnan(result[:2]).all()
    assert result[2:].tolist() == [1.5, 2.5, 3.5]
    assert model.lagged_mean([1, 2, 3], 0, 0).tolist() == [1, 2, 3]
    with pytest.raises(ValueError, match="first"):
        model.lagged_mean([1, 2, 3], 2, 1)


@pytest.fixture(scope="module")
def made_up():
    rng = np.random.default_rng(7)
    rate = 460 + 10 * np.cumsum(rng.normal(size=400)) / 20
    demand = rng.normal(size=400)
    balance = 50 - 0.12 * rate + 0.3 * demand + 0.1 * rng.normal(size=400)
    return balance, {"rate": rate, "demand": demand}


def test_regression_finds_the_slopes_it_was_given(made_up):
    fit = model.balance_regression(*made_up, hac_lags=4)
    assert fit["rate"][0] == pytest.approx(-0.12, abs=3 * fit["rate"][1])
    assert fit["demand"][0] == pytest.approx(0.3, abs=3 * fit["demand"][1])
    low, high = fit.interval("rate")
    assert low < fit["rate"][0] < high
    assert fit.observations == 400 and 0 < fit.r_squared < 1


def test_regression_coefficients_are_least_squares(made_up):
    balance, regressors = made_up
    design = np.column_stack([np.ones(len(balance)), *regressors.values()])
    expected, *_ = np.linalg.lstsq(design, balance, rcond=None)
    assert model.balance_regression(balance, regressors, hac_lags=4).coefficients == pytest.approx(expected)


def test_regression_drops_incomplete_rows_and_refuses_too_few(made_up):
    balance, regressors = made_up
    holes = balance.copy()
    holes[:5] = np.nan
    assert model.balance_regression(holes, regressors, hac_lags=4).observations == 395
    with pytest.raises(ValueError, match="too few"):
        model.balance_regression(balance[:8], {k: v[:8] for k, v in regressors.items()}, hac_lags=1)
    with pytest.raises(ValueError, match="one length"):
        model.balance_regression(balance, {"rate": regressors["rate"][1:]}, hac_lags=1)


# --- prices ----------------------------------------------------------------------------------


def test_price_effect_at_the_published_point():
    """Diez and Gopinath: 0.4 points for 15 %. A fall that makes foreign currency 15 % dearer gives just that."""
    fall = model.fall_undoing(15)
    assert model.price_effect(fall, 15, 0.4) == pytest.approx(0.4)


@given(falls, st.floats(0, 1), st.floats(0, 100))
def test_imports_can_add_no_more_than_foreign_currency_rises(fall, through, share):
    assert model.import_price_effect(fall, through, share) <= model.rise_of_foreign_currency(fall) + 1e-9


def test_price_limits():
    assert model.import_price_effect(40, 1, 100) == pytest.approx(200 / 3)
    assert model.import_price_effect(40, 0, 100) == 0
    assert model.price_effect(0, 15, 0.4) == 0
    with pytest.raises(ValueError, match="pass_through"):
        model.import_price_effect(40, 1.1, 14)
