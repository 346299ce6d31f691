"""The dollar claims: each verdict held to a figure printed elsewhere, the measures beneath, and the as-of rule."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from holding import NOW, THEN, found, verdicts, words

from brink import Ledger
from brink.argument.inventory import answer, find_claim
from brink.measures import dollar, external, required_fall
from brink.models.three_region import World
from brink.video import DAY

test_verdicts = verdicts(
    ("dollar-1", "holds", "Wallstreetcn, 23 May 2025, prints 40 % as the bank's number"),
    ("dollar-2", "holds", "ICE printed 109.96 and 99.05"),
    ("dollar-3", "did not happen", "ICE printed 96.45 in January and 101.19 in June 2026"),
    ("dollar-4", "fails", "BEA printed 3.9 for 2024 and 4.1 for its last quarter"),
    ("dollar-5", "fails", "Boston Fed: 0.4 points for 15 %"),
    ("dollar-6", "in part", "BEA: 1.53 trillion paid abroad, a deficit of 303.9 billion"),
    ("dollar-7", "fails", "Federal Reserve: 143.9 in March 1985, 113.3 in March 1986, against major currencies"),
    ("dollar-8", "holds", "Treasury: 1,570 billion of securities bought in 2024; IMF: a deficit of 3.88 % of GDP"),
    ("dollar-9", "fails", "BLS and OECD: factory jobs grew in years of deficit"),
    ("dollar-10", "holds", "BEA: a deficit of 3.9 % of GDP"),
)

test_the_videos_words = words(
    ("dollar-1", "40", (39.5, 40.5), (39.4, 40.6, 28.6), "weaken the dollar by an insane 40%: the record rounds to it"),
    ("dollar-2", "10", (9.5, 10.5), (9.49, 10.51), "has already fallen by 10%: rounds to it"),
    ("dollar-3", ["20", "30"], (19.5, 30), (19.4, 2.8), "another 20% 30%: at least the lesser"),
    ("dollar-4", "3.8", (3.75, 3.85), (3.74, 3.86, 3.9), "minus 3.8% of GDP: rounds to it"),
    ("dollar-5", None, (100,), (99.9, 66.7), "Weimar: prices at least double"),
    ("dollar-6", None, (50,), (49.9, 20), "dry up: at least half is gone"),
    ("dollar-7", None, (0, 99), (100,), "may not survive: not every fall that deep was outlived"),
    ("dollar-8", None, (50, 72), (49.9, 43), "plow back: the deficit pays for most of what is bought"),
    ("dollar-9", None, (90, 100), (89, 0), "would need: nearly always"),
    ("dollar-10", None, (2, 3.9), (1.9, 1.77), "needs the world: more than in the median year"),
)


# --- what the bank wrote ---------------------------------------------------------------------


def test_the_document_is_the_literal_reading_and_our_sum_stands_beside_it():
    """Pages of 23 to 31 May 2025 print 40 %; reversing a real rise of 40 % (Wallstreetcn, 24 May) takes 1 - 1/1.4."""
    then = found("dollar-1").then
    assert then["reported"].value == 40 and then["reported"].pages == 4
    assert then["rise_undone"].value == pytest.approx(28.57, abs=0.01) and not then["rise_undone"].passes
    assert "28.6 %" in found("dollar-1").ruling


@pytest.mark.parametrize("pages", ["all", "named rate"])
def test_pages_that_retell_the_report_print_forty(pages):
    assert set(dollar.falls_printed(THEN, pages)["low_pct"]) == {40}


def test_the_page_that_goes_back_to_an_agency_prints_no_fall_to_zero():
    """MarketCheese on a Reuters column, 28 May 2025: 20 to 30 % for about 3 % of GDP, and no 40."""
    assert dollar.falls_printed(THEN, "agency").empty
    assert answer(find_claim("dollar-1"), THEN, DAY, pages="agency")["reported"].value is None
    ruling = found("dollar-1").ruling
    assert "20 to 30 % to cut the deficit by 3 % of GDP" in ruling


def test_percent_or_log_points():
    """A rise of 40 log points is undone by 1 - exp(-0.4)."""
    assert found("dollar-1").then["rise_undone"].range == pytest.approx((28.57, 32.97), abs=0.01)


def test_the_sentence_that_names_the_rate_says_the_real_one():
    assert set(dollar.falls_printed(THEN, "named rate")["rate"]) == {"real"}


def test_no_way_of_doing_the_sum_gives_forty():
    """The bank's own figure for the deficit of 3.1 % of GDP (Reuters, 27 May 2025: 20 to 30 % for 3 %) stays below."""
    gap = external.deficits(THEN, DAY).loc["trade", "pct_gdp"]
    falls = required_fall.literature_falls(THEN, gap)
    low, central, high = falls.loc[required_fall.BANK_RULE, ["low_pct", "central_pct", "high_pct"]]
    assert 20 < low < central < high < 32
    assert falls["central_pct"].max() < 39.5 and required_fall.model_range(gap)[0] < 39.5


def test_before_the_pages_there_is_no_figure_and_it_says_why():
    early = Ledger(date(2025, 5, 22), NOW)["dollar-1"]
    assert early.verdict == "unchecked" and "public by that day" in early.then["reported"].note


def test_deficits_to_be_closed():
    """Reuters, May 2025: 918 billion, 3.1 % of GDP; IMF, April 2025: 3.88 % of GDP, April 2026: 4.05 %."""
    known = external.deficits(THEN, DAY)
    assert known["period"].tolist() == ["2024", "2024"]
    assert known.loc["trade", "pct_gdp"] == pytest.approx(3.1, abs=0.05)
    assert known.loc["current account", "pct_gdp"] == pytest.approx(3.884)
    later = external.deficits(NOW, DAY)["pct_gdp"]
    assert later["trade"] == pytest.approx(100 * 903.5 / 29298, abs=0.01)
    assert later["current account"] == pytest.approx(4.05, abs=0.005)


def test_which_windows_rose_forty_percent():
    """+44 % from July 2011 to December 2024; no window of just 15 years before the video reaches 40 %."""
    rises = dollar.rises_to_be_undone(NOW, DAY).set_index(["publisher", "window"])
    bis = rises.loc["BIS"]
    assert bis.loc["lowest month to highest", "start"] == pd.Timestamp("2011-07-01")
    assert bis.loc["lowest month to highest", "rise_pct"] == pytest.approx(100 * (114.50 / 78.43 - 1), abs=0.01)
    assert rises.loc["Federal Reserve"].loc["lowest month to highest", "rise_pct"] == pytest.approx(45.5, abs=0.1)
    assert dollar.fifteen_year_changes(NOW)["change_pct"].max() < 40


# --- how far it must fall ---------------------------------------------------------------------


def test_literature_scales_published_pairs():
    """IMF, External Sector Report of July 2025: 1.4 % of GDP for 11.9 %. Not public on the video's day."""
    assert "IMF External Sector Report 2025" not in required_fall.literature_falls(THEN, 3.0).index
    rule = required_fall.literature_falls(NOW, 1.4).loc["IMF External Sector Report 2025"]
    assert rule["central_pct"] == pytest.approx(11.9)
    cline = required_fall.literature_falls(NOW, 4.5).loc["Cline, The United States as a Debtor Nation"]
    assert cline[["low_pct", "central_pct", "high_pct"]].tolist() == pytest.approx([28, 28, 28])


def test_elasticities_close_a_gap_in_dollars():
    """BEA: exports 3.2 and imports 4.1 trillion of 29.3 trillion dollars in 2024; elasticities of Chinn; 95 % of imports are
    priced in dollars (Kansas City Fed), of which 25 % of a fall reaches the price, of others 95 (Gopinath and others)."""
    assert required_fall.import_pass_through(NOW) == pytest.approx(0.95 * 0.25 + 0.05 * 0.95)
    found = required_fall.elasticity_fall(NOW, DAY, 3.0)
    assert (found["exports_pct"], found["imports_pct"]) == pytest.approx((11, 14), abs=0.2)
    slope = (2.07 * found["exports_pct"] + (0.74 - 0.285) * found["imports_pct"]) / 100
    assert found["slope"] == pytest.approx(slope)
    assert found["fall_pct"] > found["volumes_only_pct"]


def test_trade_shares_of_the_day_are_those_printed_in_february():
    """BEA and Census, 5 February 2025: 3,191.6 and 4,110.0 of 29,185 billion dollars (IMF, April 2025)."""
    assert required_fall.elasticity_fall(THEN, DAY, 3.0) is None  # Chinn's post came later
    assert external.trade_shares(THEN, DAY) == pytest.approx((10.94, 14.08), abs=0.01)


@pytest.fixture(scope="module")
def fits():
    return required_fall.regressions(NOW)


def test_central_regression_lies_in_the_range_of_the_imf(fits):
    """IMF, 2015: 0.5 to 3.1 % of GDP for 10 %. The current account answers within it, net exports barely."""
    central = fits[fits["central"]].set_index("balance")
    assert 0.5 <= central.loc["current_account", "slope"] <= 3.1
    assert central.loc["net_exports", "slope"] == pytest.approx(0.5, abs=0.15)


def test_the_record_identifies_little(fits):
    """Slopes of both signs, and no band narrower than the normal one: the honest answer."""
    assert fits["slope"].min() < 0 < fits["slope"].max()
    assert (fits["low"] < fits["slope"]).all() and (fits["slope"] < fits["high"]).all()


def test_falls_from_regressions_are_ordered_and_open_where_the_sign_is_lost(fits):
    falls = required_fall.regression_falls(fits, 3.0, "net_exports")
    whole = falls.dropna(subset=["low_pct", "central_pct", "high_pct"])
    assert ((whole["low_pct"] <= whole["central_pct"]) & (whole["central_pct"] <= whole["high_pct"])).all()
    wrong = falls[falls["slope"] <= 0]
    assert len(wrong) and wrong[["low_pct", "central_pct", "high_pct"]].isna().all(axis=None)


def test_regressions_on_the_video_day_know_nothing_of_net_exports():
    assert set(required_fall.regressions(THEN)["balance"]) == {"current_account"}


def test_quarters_count_only_with_three_months():
    frame = required_fall.balances_and_rate(NOW).set_index("quarter")
    assert np.isnan(frame.loc["2026Q1", "fed"])  # the index ends in February 2026
    assert not np.isnan(frame.loc["2026Q1", "bis"])


def test_relative_growth_is_of_years_past():
    assert required_fall.relative_growth(NOW).index.max() == 2025
    assert required_fall.relative_growth(THEN).index.max() == 2024
    assert required_fall.relative_growth(NOW)[2023] > 1  # IMF: US 2.9 %, the other six between -0.9 and 1.5


def test_ways_cover_both_balances_at_both_dates():
    for record in (THEN, NOW):
        ways = required_fall.four_ways(record, DAY)
        assert set(ways["balance"]) == {"trade", "current account"}
        sure = ways[~ways["open_ended"].astype(bool) & ways["central_pct"].notna()]
        assert (sure["low_pct"] <= sure["central_pct"] + 1e-9).all()
        assert (sure["central_pct"] <= sure["high_pct"] + 1e-9).all()
    assert {"published rule", "regression", "model world"} == set(ways["way"])


def test_model_falls_less_with_easier_substitution():
    table = required_fall.model_falls(3.0).pivot(index="theta", columns="eta", values="fall_pct")
    assert (table.diff(axis=1).iloc[:, 1:] < 0).all(axis=None)
    assert (table.diff().iloc[1:] < 0).all(axis=None)


@pytest.mark.parametrize("eta", [1.0, 1.2, 2.0, 4.0, 50.0])
def test_any_elasticity_gives_a_figure_within_the_range(monkeypatch, eta):
    monkeypatch.setattr(required_fall, "ASSUMED_WORLD", World(**vars(required_fall.ASSUMED_WORLD) | {"eta": eta}))
    required_fall.model_range.cache_clear()
    central, low, high = required_fall.model_range(external.deficits(NOW, DAY).loc["trade", "pct_gdp"])
    assert low <= central <= high
    required_fall.model_range.cache_clear()


def test_a_world_without_prices_is_no_figure():
    assert np.isnan(required_fall.model_fall(World(theta=1, eta=1, gamma=0.25, alpha=0.7, beta=0.8, delta=0.7), 20.0))
    assert np.isnan(required_fall.model_range(np.nan)[0])


def test_valuation_helps_to_close_the_current_account_only():
    """BEA: 35.9 trillion of assets abroad; IMF: about 70 % of them in foreign currency."""
    table = required_fall.model_sensitivity(NOW, DAY).set_index("assumption")
    plain, valued = table.loc["as assumed"], table.loc["valuation: yield of foreign assets"]
    assert valued["account_pct"] < plain["account_pct"] - 2
    assert valued["trade_pct"] == plain["trade_pct"]


# --- how far it had fallen -------------------------------------------------------------------


def test_fallen_by_ten_percent():
    """ICE's printed closes: 109.96 on 13 January, 99.05 on 10 June: 9.9 %; from 108.49 at the year's end 8.7 %."""
    then = found("dollar-2").then
    assert then["closes"].value == pytest.approx(100 * (1 - 99.05 / 109.96))
    assert then["peak"].value == pytest.approx(then["closes"].value, abs=0.2)
    falls = dollar.falls_to(THEN, DAY, pd.Timestamp("2025-01-13")).set_index(["index", "base"])
    assert falls.loc[("closes", "year end"), "fall_pct"] == pytest.approx(8.7, abs=0.05)
    assert "13 January 2025" in found("dollar-2").ruling


def test_year_to_date_is_that_of_the_press():
    """Unusual Whales, June 2025: down 8.3 % in 2025 so far."""
    assert found("dollar-2").then["year_end"].value == pytest.approx(8.3, abs=0.5)


def test_the_verdict_hangs_on_the_base_and_no_way_stands_there_twice():
    """From the inauguration, ICE's index had lost 9.3 % by the day and 9.7 % at its lowest, in April."""
    ways = Ledger(None, NOW).ways("dollar-2")
    assert ways.set_index(["base", "end"])["value"].round(1).to_dict() == {
        ("peak", "day"): 10.0,
        ("peak", "lowest"): 10.4,
        ("turn of the year", "day"): 8.5,
        ("turn of the year", "lowest"): 9.0,
        ("inauguration", "day"): 9.3,
        ("inauguration", "lowest"): 9.7,
    }
    assert ways["passes"].sum() == 3 and found("dollar-2").firmness.decider == "base"


@pytest.mark.parametrize("months", [6, 24])
def test_the_peak_is_the_same_however_far_one_looks_back(months):
    assert dollar.peak_before(THEN, DAY, months) == dollar.peak_before(THEN, DAY, 12) == pd.Timestamp("2025-01-13")


def test_broad_and_real_indices_fell_less():
    """Federal Reserve, BIS: a fall of 6.9 and 5.6 %."""
    later = found("dollar-2").revised
    assert later["fed"].value == pytest.approx(6.9, abs=0.05)
    assert later["bis_real"].value == pytest.approx(5.6, abs=0.05)
    assert "5.6 %" in found("dollar-2").ruling


def test_indices_without_a_copy_of_the_day_say_that_the_lack_is_ours():
    for key in ("fed", "bis_real"):
        reading = found("dollar-2").then[key]
        assert reading.value is None and "our record" in reading.note


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2025-06-10", "2025-01-20"),
        ("2025-01-19", "2021-01-20"),
        ("2024-12-31", "2021-01-20"),
        ("2029-02-01", "2029-01-20"),
    ],
)
def test_last_inauguration(day, last):
    assert dollar.last_inauguration(pd.Timestamp(day)) == pd.Timestamp(last)


# --- what came after -------------------------------------------------------------------------


def test_prediction_is_open_on_the_day():
    early = Ledger(DAY.date(), NOW)["dollar-3"]
    assert early.verdict == "open" and all(reading.value is None for reading in early.then.values())


def test_the_lowest_day_is_near_the_printed_one():
    """ICE printed 96.45 on 28 January 2026: 2.6 % below 10 June 2025."""
    lowest = found("dollar-3").revised["lowest"]
    assert lowest.when == pd.Timestamp("2026-01-28")
    assert lowest.value == pytest.approx(100 * (1 - 96.45 / 99.05), abs=0.4)


def test_a_partial_record_is_scored_so_far():
    half = Ledger(date(2025, 12, 31), NOW)["dollar-3"]
    assert half.verdict == "open" and 0 < half.revised["lowest"].value < 5


def test_only_in_1985_a_year_saw_such_a_fall():
    """Federal Reserve, major currencies: 143.9 in March 1985, 113.3 a year later; the ICE index from 121 to 81 took three years."""
    rate = found("dollar-3").base_rate
    assert (rate.passing, rate.moments) == (4, 630) and str(rate.other_side) == "1985-09"
    assert dollar.falls_after(NOW, "formula", 12, "lowest").max() < 19.5
    assert dollar.falls_after(NOW, "formula", 36, "lowest").max() > 30


def test_two_years_are_not_over():
    figure = answer(find_claim("dollar-3"), NOW, DAY, months=24, index="formula", how="lowest")["lowest"]
    assert figure.value is None and "not over" in figure.why


# --- the current account ---------------------------------------------------------------------


def test_current_account_on_the_day_and_now():
    """BEA, 20 March 2025: 3.9 % in 2024 and 4.1 % in the fourth quarter; 24 June 2025: 4.2 %; IMF, April 2026: 4.05 %."""
    finding = found("dollar-4")
    assert round(finding.then["year"].value, 1) == 3.9 and finding.then["quarter"].value == 4.1
    assert finding.revised["quarter"].value == 4.2 and round(finding.revised["year"].value, 2) == 4.05
    assert "4.05 % of GDP" in finding.revised["year"].written
    printed = answer(finding.claim, THEN, DAY, figure="year printed by BEA")["year"]
    assert printed.value == 3.9


def test_off_by_a_tenth_whoever_printed_it():
    finding = found("dollar-4")
    assert finding.ways["value"].tolist() == pytest.approx([3.884, 3.9, 4.1]) and not finding.ways["passes"].any()
    assert "a tenth of a point" in finding.ruling


def test_trade_of_a_month_is_its_newest_print():
    """March 2025: 138.3 billion as printed on 5 June, 136.4 in the vintage of October."""
    assert external.trade_by_month(THEN)["2025-03-01"] == -138.3
    assert round(external.trade_by_month(NOW)["2025-03-01"], 1) == -136.4
    assert external.trade_by_month(NOW)["2025-10-01"] == -29.4


# --- prices ----------------------------------------------------------------------------------


def test_price_effects_scale_the_published_estimate():
    """Boston Fed, 2015. A fall of 40 % makes foreign currency 66.7 % dearer: 66.7 / 15 x 0.4 = 1.8 points."""
    effects = dollar.price_effects(NOW, DAY).set_index("fall_pct")
    assert effects.loc[40, "foreign_currency_pct"] == pytest.approx(66.67, abs=0.01)
    assert effects.loc[40, "two_years_pp"] == pytest.approx(66.67 / 15 * 0.4, abs=0.01)
    assert effects.loc[40, "all_imports_pp"] == pytest.approx(9.4, abs=0.1)  # imports 14 % of GDP
    assert found("dollar-5").then["published"].value == pytest.approx(100 * 3 / 7 / 15 * 0.4)
    assert found("dollar-5").then["everything"].value == pytest.approx(100 * 3 / 7)


def test_weimar_passes_the_bar_it_gave_its_name_to():
    """Young (1925): wholesale prices rose a billionfold in the twelve months to December 1923."""
    claim, prices = find_claim("dollar-5"), dollar.weimar(NOW).set_index("month")["rise_12m_pct"]
    assert prices.idxmax() == pd.Timestamp("1923-12-01") and 1e10 < prices.max() < 1e12
    assert claim.passes(prices["1921-12-01"]) and prices["1923-06-01"] > 12875
    assert not claim.passes(dollar.price_effects(NOW, DAY)["everything_pp"].max())


def test_the_mark_lost_three_fifths_in_the_year_in_which_prices_doubled():
    """Young (1925): the mark at 1.37 cents in December 1920 and 0.53 a year later; wholesale prices from 1440 to 3490."""
    german = dollar.weimar_doubling(NOW)
    assert german.name == pd.Timestamp("1921-12-01")
    assert german["fall_12m_pct"] == pytest.approx(100 * (1 - 0.53 / 1.37), abs=0.5)
    assert german["rise_12m_pct"] == pytest.approx(142.4, abs=0.1)
    assert round(german["fall_12m_pct"]) == find_claim("dollar-5").readings["currency"].bar.bound
    assert german["rise_12m_pct"] / german["currency_12m_pct"] == pytest.approx(0.9, abs=0.01)


def test_a_weimar_bar_can_be_passed():
    """With Weimar's own pass-through a fall of 30 % gives 38.5 %: more than 26, the yearly part of a doubling in three years."""
    ways = found("dollar-5").ways
    assert pytest.approx(26, abs=0.1) == 100 * (2 ** (1 / 3) - 1)
    assert set(ways.loc[ways["bar"] == 26, "verdict"]) == {"fails", "in part", "holds"}
    assert set(ways.loc[ways["bar"] > 26, "verdict"]) == {"fails"}


# --- dollars abroad --------------------------------------------------------------------------


def test_part_of_the_dollars_paid_abroad():
    """BEA, 20 March 2025: a deficit of 303.9 billion, 1.53 trillion paid."""
    finding = found("dollar-6")
    assert finding.then["gross"].value == pytest.approx(100 * 303.9 / 1530)
    assert finding.saving.key == "net"
    imports = answer(finding.claim, THEN, DAY, dollars="imports")["gross"].value
    assert imports == pytest.approx(100 * 1133.6 / 4110, rel=0.005)  # IMF balance of payments; BEA and Census


def test_near_balance_was_no_rarity():
    """OECD: within one percent, or in surplus, in every year to 1982, and in 1991 and 1992."""
    balance = external.yearly_balance(THEN)
    near = balance[balance > -1].index.tolist()
    assert near == [*range(1960, 1983), 1991, 1992] and len(balance) == 65
    assert "In 25 of 65 years since 1960" in found("dollar-6").ruling


def test_dollars_abroad_grew_in_a_year_of_balance():
    """Cleveland Fed, March 1970: the Eurodollar market grew by 60 % in 1969."""
    page = THEN.vintages("dollar_documents").set_index("statement").loc["growth of dollars abroad"]
    assert page["low_pct"] == 60 and abs(external.yearly_balance(THEN)[1969]) < 0.2


def test_falls_that_were_outlived():
    """Federal Reserve, major currencies: 143.9059 in March 1985, 113.2825 in March 1986."""
    finding = found("dollar-7")
    outlived = finding.then["outlived"]
    assert (outlived.value, outlived.falls) == (100, 1)
    assert outlived.deepest == pytest.approx(100 * (1 - 113.2825 / 143.9059))
    assert (outlived.start, outlived.end) == (pd.Timestamp("1985-03-01"), pd.Timestamp("1986-03-01"))
    assert finding.then["greater"].value is None and "not put to the test" in finding.then["greater"].note


def test_where_no_fall_was_as_deep_nothing_was_put_to_the_test():
    """Real and broad: 128.437 in March 1985, 89.8466 in December 1988, 15 % within a year; ICE's 18 % since 1999."""
    ways = found("dollar-7").ways.set_index(["size", "months", "index"])["verdict"]
    assert ways[20, 12, "fed_real_goods"] == ways[20, 12, "formula"] == "unchecked"
    assert ways[30, 48, "fed_real_goods"] == ways[30, 48, "formula"] == ways[30, 24, "fed_major"] == "fails"
    assert set(ways[30, 12]) == {"unchecked"}
    falls = dollar.falls_of(THEN, "fed_real_goods", 20, 48)
    assert falls["fall_pct"].tolist() == pytest.approx([100 * (1 - 89.8466 / 128.437)])


def test_the_dollar_rose_in_the_crisis_of_2008():
    path = dollar.dollar_index(THEN, "fed_real_goods")
    assert path["2009-03-01"] / path["2008-07-01"] > 1.14


def test_what_comes_back():
    """Treasury, 2024: 1,440.0 billion of bonds and shares, 129.6 of bills; Federal Reserve: 1,177.0 of 1,840.1 billion in 2024
    and 1,134.4 of 2,625.1 in 2025; BEA, March 2025: net borrowing of 385.3 billion, a deficit of 303.9."""
    finding = found("dollar-8")
    bought = external.securities_bought(THEN).loc["2024"]
    assert bought.tolist() == pytest.approx([1440.0, 1569.6])
    assert finding.then["bought"].value == pytest.approx(100 * 1133.6 / 1569.6, abs=0.1)
    assert finding.then["net"].value == pytest.approx(100 * 385.3 / 303.9)
    assert finding.revised["financial_accounts"].value == pytest.approx(100 * 1177.0 / 1840.1)
    assert not finding.claim.passes(finding.today["financial_accounts"].value)


def test_treasuries_are_too_noisy_to_tell():
    """Foreigners bought most in 2008-2012, when the deficit was halved; the band holds zero, so the years tell nothing; over all of them
    holdings grew by 55 % of the deficits."""
    years = external.treasuries_and_current_account(NOW).set_index("year")
    assert years.loc[2009:2012, "treasuries_pct"].min() > years.loc[2004:2006, "treasuries_pct"].max()
    assert years.loc[2009:2012, "deficit_pct"].max() < years.loc[2004:2006, "deficit_pct"].min()
    tie = external.treasury_tie(years.reset_index())
    assert tie.low < 0 < tie.high
    assert found("dollar-8").revised["treasuries"].value == pytest.approx(55, abs=0.5)
    assert external.treasury_tie(years.reset_index().head(14)) is None


def test_factory_jobs_grew_in_years_of_deficit_and_before_1980_in_years_of_balance():
    """BLS: 860 thousand more in 1983, 402 in 1994, 207 in 2011, 263 in 2018; the 1960s were in surplus (OECD)."""
    years = external.factory_jobs_and_balance(THEN)
    assert years.loc[[1983, 1994, 2011, 2018], "jobs"].tolist() == [861, 402, 207, 263]
    grew = years[years["jobs"] > 0]
    assert (grew.loc[:1979, "balance_pct"] > -1).all() and (grew.loc[1980:, "balance_pct"] < -1).all()
    assert found("dollar-9").then["years"].value == found("dollar-9").revised["years"].value == 0


def test_factory_jobs_over_the_deficit_era():
    """BLS: 19.301 million in December 1979, 12.693 million in December 2024: a third less."""
    jobs = external.factory_jobs(NOW)
    assert (jobs[1979], jobs[2024]) == (19301, 12693)
    decade = external.factory_jobs_and_balance(NOW, 10)
    assert decade.loc[2019, "jobs"] == jobs[2019] - jobs[2009] > 0 > decade.loc[2019, "balance_pct"]


def test_the_need_has_a_history_on_both_sides():
    """World Bank: 0.0 % in 1991, a surplus; BEA: 3.9 % in 2024."""
    rate = found("dollar-10").base_rate
    assert (rate.passing, rate.moments) == (31, 65)  # not half of all years


def test_foreign_part_of_the_debt_on_the_day():
    """Treasury, 16 May 2025: 9,049 billion in March; debt held by the public 28.9 trillion at the end of 2024."""
    share, quarter = external.foreign_share_of_debt(THEN, DAY)
    assert share == pytest.approx(100 * 9050 / 28859, abs=0.1) and quarter == "2024Q4"


# --- any day ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", [date(2024, 6, 10), date(2025, 2, 1), date(2025, 10, 31), date(2026, 2, 15), date(2026, 5, 5)]
)
def test_measures_of_the_chapter_work_on_any_day(day):
    record, asked = NOW.on(day), pd.Timestamp(day)
    required_fall.four_ways(record, asked)
    required_fall.model_sensitivity(record, asked)
    dollar.rises_to_be_undone(record, asked)
    dollar.fifteen_year_changes(record)
    dollar.price_effects(record, asked)
    assert external.trade_by_month(record).index.max() is not None
    peak = dollar.peak_before(record, asked, 12)
    assert dollar.falls_to(record, asked, peak)["end"].max() <= asked
