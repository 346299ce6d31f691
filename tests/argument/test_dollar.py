"""The dollar claims: each verdict held to a figure printed elsewhere, and the as-of rule."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from holding import NOW, THEN, found, of_theme, verdicts, words

from brink.measures import dollar
from brink.record.snapshot import Snapshot

test_verdicts = verdicts(
    ("dollar-1", "misquoted", "the pages say the real rate rose by 40 %"),
    ("dollar-2", "holds", "ICE printed 109.96 and 99.05"),
    ("dollar-3", "did not happen", "ICE printed 96.45 in January and 101.19 in June 2026"),
    ("dollar-4", "misquoted", "BEA printed 3.9 for 2024, 3.8 for 2022"),
    ("dollar-5", "fails", "Boston Fed: 0.4 points for 15 %"),
    ("dollar-6", "holds", "balance of payments"),
)

test_the_videos_words = words(
    ("dollar-1", 40, (35, 45), (34.9, 45.1), "must fall by 40%: to the nearest ten"),
    ("dollar-2", -10, (-9.5, -10.5), (-9.49, -10.51), "has already fallen by 10%: rounds to it"),
    ("dollar-3", None, (-20,), (-19.9,), "another 20% 30%: at least the lesser"),
    ("dollar-4", -3.8, (-3.849, -3.751), (-3.851, -3.749), "minus 3.8% of GDP: rounds to it"),
    ("dollar-5", None, (100,), (99.9,), "Weimar: prices at least double"),
    ("dollar-6", None, (-0.01,), (0,), "fewer dollars for US assets: they buy less"),
)


def test_every_claim_is_answered_with_the_literal_reading_first_and_stable_labels():
    for claim in of_theme("dollar"):
        finding = found(claim.id)
        labels = [reading.label for reading in finding.now]
        known = [reading.label for reading in finding.video]
        assert len(set(labels)) == len(labels)
        assert known == [label for label in labels if label in known]
        for reading in (*finding.video, *finding.now):
            assert reading.unit == claim.unit
            assert reading.note.endswith((".", "day."))
            assert reading.value is None or isinstance(reading.value, float)


# --- what the bank wrote ---------------------------------------------------------------------


def test_undoing_the_banks_forty_percent():
    """Wallstreetcn, 24 May 2025: reversing a real rise of 40 %; 1 - 1/1.4 = 28.6 %, and 30 % is not 40 %."""
    literal, headline, *_ = found("dollar-1").video
    assert literal.value == pytest.approx(28.57, abs=0.01)
    assert headline.value == 40
    assert found("dollar-1").saving.label == headline.label


def test_no_way_of_doing_the_sum_gives_forty():
    """The bank's own figure for the deficit of 3.1 % of GDP (Reuters, 27 May 2025: 20 to 30 % for 3 %) stays below."""
    bank = found("dollar-1").video[3]
    assert 20 < bank.range[0] < bank.value < bank.range[1] < 32
    assert all(not reading.passes for reading in found("dollar-1").video[2:])


def test_deficits_to_be_closed():
    """Reuters, May 2025: 918 billion, 3.1 % of GDP; BEA, March 2025: 3.9 %; IMF, April 2026: 4.05 % for 2024."""
    known = dollar.deficits(THEN).set_index("balance")
    assert known["period"].tolist() == ["2024", "2024"]
    assert known["pct_gdp"].tolist() == [3.1, 3.9]
    later = dollar.deficits(NOW).set_index("balance")["pct_gdp"]
    assert later["trade"] == pytest.approx(100 * 903.5 / 29298, abs=0.01)
    assert later["current account"] == pytest.approx(4.05, abs=0.005)


def test_which_windows_rose_forty_percent():
    """The lead: +44 % from July 2011 to December 2024; no window of just 15 years before the video reaches 40 %."""
    rises = dollar.rises_to_be_undone(NOW).set_index(["publisher", "window"])
    bis = rises.loc["BIS"]
    assert bis.loc["lowest month to highest", "start"] == pd.Timestamp("2011-07-01")
    assert bis.loc["lowest month to highest", "rise_pct"] == pytest.approx(100 * (114.50 / 78.43 - 1), abs=0.01)
    assert rises.loc["Federal Reserve"].loc["lowest month to highest", "rise_pct"] == pytest.approx(45.5, abs=0.1)
    assert dollar.fifteen_year_changes(NOW)["change_pct"].max() < 40


def test_literature_scales_published_pairs():
    """IMF, External Sector Report of July 2025: 1.4 % of GDP for 11.9 %. Not public on the video's day."""
    assert "IMF External Sector Report 2025" not in set(dollar.literature_falls(THEN, 3.0)["study"])
    rule = dollar.literature_falls(NOW, 1.4).set_index("study").loc["IMF External Sector Report 2025"]
    assert rule["central_pct"] == pytest.approx(11.9)
    cline = dollar.literature_falls(NOW, 4.5).set_index("study").loc["Cline, The United States as a Debtor Nation"]
    assert cline[["low_pct", "central_pct", "high_pct"]].tolist() == pytest.approx([28, 28, 28])


def test_elasticities_with_the_trade_shares_of_the_year():
    """BEA: exports 3.2 and imports 4.1 trillion of 29.3 trillion dollars in 2024; elasticities of Chinn."""
    found = dollar.elasticity_fall(NOW, 3.0)
    assert found["exports_pct"] == pytest.approx(11, abs=0.2)
    assert found["imports_pct"] == pytest.approx(14, abs=0.2)
    assert found["slope"] == pytest.approx((2.07 * found["exports_pct"] + 0.74 * found["imports_pct"]) / 100)


def test_elasticities_were_not_public_on_the_day():
    assert dollar.elasticity_fall(THEN, 3.0) is None
    assert dollar.trade_shares(THEN) is None


# --- the record's own regression -------------------------------------------------------------


@pytest.fixture(scope="module")
def fits():
    return dollar.regressions(NOW)


def test_central_regression_lies_in_the_range_of_the_imf(fits):
    """IMF, 2015: 0.5 to 3.1 % of GDP for 10 %. The current account answers within it, net exports barely."""
    central = fits[fits["central"]].set_index("balance")
    assert 0.5 <= central.loc["current_account", "slope"] <= 3.1
    assert central.loc["net_exports", "slope"] == pytest.approx(0.5, abs=0.15)


def test_the_record_identifies_little(fits):
    """Slopes of both signs: the honest answer."""
    assert fits["slope"].min() < 0 < fits["slope"].max()
    assert (fits["error"] > 0).all()


def test_falls_from_regressions_are_ordered_and_open_where_the_sign_is_lost(fits):
    falls = dollar.regression_falls(fits, 3.0, "net_exports")
    whole = falls.dropna(subset=["low_pct", "central_pct", "high_pct"])
    assert ((whole["low_pct"] <= whole["central_pct"]) & (whole["central_pct"] <= whole["high_pct"])).all()
    wrong = falls[falls["slope"] <= 0]
    assert len(wrong) and wrong[["low_pct", "central_pct", "high_pct"]].isna().all(axis=None)


def test_regressions_on_the_video_day_know_nothing_of_net_exports():
    assert set(dollar.regressions(THEN)["balance"]) == {"current_account"}


def test_quarters_count_only_with_three_months():
    frame = dollar.balances_and_rate(NOW).set_index("quarter")
    assert np.isnan(frame.loc["2026Q1", "fed"])  # the index ends in February 2026
    assert not np.isnan(frame.loc["2026Q1", "bis"])


def test_relative_growth_is_of_years_past():
    assert dollar.relative_growth(NOW).index.max() == 2025
    assert dollar.relative_growth(THEN).index.max() == 2024
    assert dollar.relative_growth(NOW)[2023] > 1  # IMF: US 2.9 %, the other six between -0.9 and 1.5


def test_four_ways_cover_both_balances_at_both_dates():
    for snapshot in (THEN, NOW):
        ways = dollar.four_ways(snapshot)
        assert set(ways["balance"]) == {"trade", "current account"}
        sure = ways[~ways["open_ended"] & ways["central_pct"].notna()]
        assert (sure["low_pct"] <= sure["central_pct"] + 1e-9).all()
        assert (sure["central_pct"] <= sure["high_pct"] + 1e-9).all()
    assert {"reversal", "literature", "regression", "three-region model"} <= set(ways["way"])


def test_model_falls_less_with_easier_substitution():
    table = dollar.model_falls(3.0).pivot(index="theta", columns="eta", values="fall_pct")
    assert (table.diff(axis=1).iloc[:, 1:] < 0).all(axis=None)
    assert (table.diff().iloc[1:] < 0).all(axis=None)


# --- how far it had fallen -------------------------------------------------------------------


def test_fallen_by_ten_percent():
    """ICE's printed closes: 109.96 on 13 January, 99.05 on 10 June: -9.9 %; from 108.49 at the year's end: -8.7 %."""
    readings = {reading.label: reading for reading in found("dollar-2").video}
    printed = readings["ICE, published closes, from the peak"]
    assert printed.value == pytest.approx(100 * (99.05 / 109.96 - 1))
    assert readings["ICE formula on ECB rates, from the peak"].value == pytest.approx(printed.value, abs=0.2)
    assert readings["ICE, published closes, from the end of 2024"].value == pytest.approx(-8.7, abs=0.05)


def test_year_to_date_is_that_of_the_press():
    """Unusual Whales, June 2025: down 8.3 % in 2025 so far."""
    year = dollar.falls_to_video(NOW).query("base == 'end of 2024'")["change_pct"].iloc[:2]
    assert year.between(-9, -8).all()


def test_broad_and_real_indices_fell_less():
    later = {reading.label: reading.value for reading in found("dollar-2").now}
    assert later["Federal Reserve broad, nominal, from the peak"] == pytest.approx(-6.9, abs=0.05)
    assert later["BIS broad, real, from the month of the peak"] == pytest.approx(-5.6, abs=0.05)
    assert all(value > -7 for label, value in later.items() if "broad" in label)


def test_indices_without_a_copy_of_the_day_give_no_figure():
    for reading in found("dollar-2").video:
        assert (reading.value is None) == ("broad" in reading.label)


# --- what came after -------------------------------------------------------------------------


def test_prediction_is_open_on_the_day():
    assert found("dollar-3").video == ()
    assert dollar.fallen_since(THEN) == []


def test_the_lowest_day_is_near_the_printed_one():
    """ICE printed 96.45 on 28 January 2026: 2.6 % below 10 June 2025."""
    lowest = found("dollar-3").now[0]
    assert "28 January 2026" in lowest.period
    assert lowest.value == pytest.approx(100 * (96.45 / 99.05 - 1), abs=0.4)


def test_a_partial_record_is_scored_so_far():
    """Half a year on, the same function reads what there is."""
    half = dollar.fallen_since(Snapshot(date(2025, 12, 31)))
    assert half[0].value > -5 and "2025" in half[0].period


# --- the current account ---------------------------------------------------------------------


def test_current_account_on_the_day_and_now():
    """BEA, 20 March 2025: 3.9 % in 2024 and 4.1 % in the fourth quarter; 24 June 2025: 4.2 %."""
    video, now = found("dollar-4").video, found("dollar-4").now
    assert [r.value for r in video[:2]] == [-3.9, -4.1]
    assert [r.period for r in video[:2]] == ["2024", "2024Q4"]
    assert now[1].value == -4.2


def test_what_gives_minus_three_point_eight():
    """BEA's figure for 2022; the OECD's for the second quarter of 2024, which BEA had first put at 3.7."""
    saving = found("dollar-4").saving
    assert (saving.period, saving.value) == ("2022", -3.8)
    quarter = found("dollar-4").video[3]
    assert quarter.period == "2024Q2" and "−3.7" in quarter.note


# --- prices, dollars -------------------------------------------------------------------------


def test_price_effects_scale_the_published_estimate():
    """Boston Fed, 2015. A fall of 40 % makes foreign currency 66.7 % dearer: 66.7 / 15 x 0.4 = 1.8 points."""
    effects = dollar.price_effects(NOW).set_index("fall_pct")
    assert effects.loc[40, "foreign_currency_pct"] == pytest.approx(66.67, abs=0.01)
    assert effects.loc[40, "two_years_pp"] == pytest.approx(66.67 / 15 * 0.4, abs=0.01)
    assert effects.loc[40, "all_imports_pp"] == pytest.approx(9.4, abs=0.1)  # imports 14 % of GDP
    assert effects.loc[40, "everything_pp"] < 100


def test_weimar_is_another_order_of_size():
    """Wholesale prices rose a billionfold in the twelve months to December 1923 (Young, 1925)."""
    prices = dollar.weimar(NOW).set_index("month")["rise_12m_pct"]
    assert prices.idxmax() == pd.Timestamp("1923-12-01")
    assert 1e10 < prices.max() < 1e12
    assert prices.max() > 1e9 * dollar.price_effects(NOW)["everything_pp"].max()


def test_dollars_for_assets_is_the_deficit():
    """BEA: a deficit of 3.9 % of GDP is net selling of assets of 3.9 %."""
    assert found("dollar-6").video[0].value == -3.9


def test_treasuries_show_no_tie_to_the_deficit():
    """Foreigners bought most in 2008-2012, when the deficit was halved; the interval holds zero."""
    years = dollar.treasuries_and_current_account(NOW).set_index("year")
    assert years.loc[2009:2012, "treasuries_pct"].min() > years.loc[2004:2006, "treasuries_pct"].max()
    assert years.loc[2009:2012, "deficit_pct"].max() < years.loc[2004:2006, "deficit_pct"].min()
    slope, low, high = dollar.treasury_slope(years.reset_index())
    assert low < 0 < high and low < slope < high


def test_treasuries_need_a_later_record():
    assert dollar.treasuries_and_current_account(THEN).empty
