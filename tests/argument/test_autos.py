"""The auto claims against figures published elsewhere, and the record day by day."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from holding import LEDGER, NOW, THEN, found, verdicts, words

from brink import Ledger
from brink.argument.inventory import find_claim
from brink.measures import autos, carmakers, trade_talks, trap
from brink.record.snapshot import Snapshot
from brink.video import DAY

test_the_videos_words = words(
    ("autos-1", "1", (0.5, 1.5), (0.49, 1.51), "in just 2 months a billion dollars: the sum rounds to one"),
    ("autos-2", None, (25,), (24.9,), "staggering: a quarter of a year's profit at one blow"),
    ("autos-3", None, (1,), (0.99,), "existential: a whole year's profit"),
    ("autos-4", None, (2,), (1, 0), "unlike the EU or China: both have more of a lever"),
    ("autos-5", None, (True,), (False,), "halted the talks: on record"),
    ("autos-6", None, (True,), (False,), "that very same team: on record"),
    ("autos-7", None, (True,), (False,), "including China including Taiwan: on record"),
    ("autos-9", None, (1, 3.05), (0.99,), "it won't be the last: another billion"),
    ("autos-10", None, (-10, -47), (-9.9, -1.1), "cracking: a tenth less than a year before"),
    ("autos-11", None, (3, 5.7), (2.9, 1), "seize: a loss like the worst years"),
    ("autos-12", None, (0,), (1, 20), "before the shocks of April: on no day of the quarter"),
    ("autos-13", None, (True,), (False,), "before the G7 summit: on record"),
    ("autos-14", None, (True,), (False,), "admitted: on record"),
    ("autos-15", None, (True,), (False,), "ordered to choose: on record"),
    ("autos-16", None, (True,), (False,), "rejects US orders: on record"),
    ("autos-17", None, (0, 10), (10.1, 50), "nowhere productive: less than a tenth taken back"),
    ("autos-18", None, (14, 49), (13,), "weeks, maybe months: two weeks at least"),
    ("autos-19", None, (10,), (10.1, 70), "very little to say: less than a tenth taken back"),
)

test_the_verdicts_follow_from_facts_others_printed = verdicts(
    ("autos-1", "holds", "Automotive News, 8 May 2025: 1.2 billion dollars for April and May"),
    ("autos-2", "holds", "Kyodo, 14 May 2025: over two trillion yen for the seven; a third of exports goes to the US"),
    ("autos-3", "fails", "Kyodo, 7 August 2025: over three tenths of the seven makers' profit, not all of it"),
    ("autos-4", "mislabelled", "The Week, 12 May 2025: China's rate cut to 30 %; Asahi, 7 June: no point of agreement"),
    ("autos-5", "holds", "Cailian Press after Nikkei Asia, 6 June 2025"),
    ("autos-6", "holds", "Reuters, 6 June 2025: Bessent, Lutnick and Greer to London"),
    ("autos-7", "mislabelled", "Liberty Times, 28 March 2025: lawmakers for Taiwan; The Japan Times, 30 April: Noda"),
    ("autos-9", "came true", "Jakota Index, 5 November 2025: 450 billion yen in July to September"),
    ("autos-10", "fails", "Wards, 3 June 2025: down 1.1 % on the year"),
    ("autos-11", "fails", "Daiwa Institute of Research by ANN, 3 April 2025: 2.9 % of GDP by 2029"),
    ("autos-12", "holds", "Federal Register: 3 and 5 April 2025"),
    ("autos-13", "holds", "Bloomberg, 26 April 2025: an agreement around the summit in June"),
    (
        "autos-14",
        "mislabelled",
        "Chicago Patriot News, 12 April 2025: China is surrounded; no official named dominance",
    ),
    ("autos-15", "mislabelled", "Bloomberg, 26 April 2025: no specific request to Japan"),
    ("autos-16", "mislabelled", "Bloomberg, 26 April 2025: Japan to push back against a bloc"),
    ("autos-17", "did not happen", "Kyodo, September 2025: from 27.5 to 15 %"),
    ("autos-18", "came true", "India Awaaz, 30 July 2025: talks in Stockholm"),
    (
        "autos-19",
        "in part",
        "Proclamation 10947, 3 June 2025: British steel stays at 25 %, 50 % for the rest; Asahi, 7 June: no point of agreement",
    ),
)


# --- the firms -------------------------------------------------------------------------------


def test_toyota_lost_a_billion_as_the_papers_of_the_day_converted_it():
    """Wall Street Journal 1.25, Automotive News and Bloomberg 1.2, New York Times 1.3 billion dollars: all round to one."""
    literal = found("autos-1").then["estimate"]
    assert literal.value == pytest.approx(1.25, abs=0.05)
    assert literal.range[0] <= 1.25 <= literal.range[1] < 1.3
    assert found("autos-1").firmness.firm


def test_the_quarter_came_out_dearer_than_the_guess():
    """livedoor, 15 August 2025: 180 billion was foreseen for April and May alone, the quarter came to 450."""
    finding = found("autos-1")
    assert finding.then["quarter"].value is None
    assert finding.revised["quarter"].value > 450 / 180 * 2 / 3 * 1.2
    assert "2.08 billion" in finding.ruling


def test_toyotas_year_in_dollars():
    """Bloomberg, 7 August 2025: "9.5 bn hit"."""
    said = carmakers.toyota(NOW)
    year = said[(said["months"] == 12) & (said["released"] == "2025-08-07")]
    assert year["hit_bn_usd"].item() == pytest.approx(9.5, abs=0.05)


def test_a_later_quarter_cost_three_billion():
    """Jakota Index, 5 November 2025: 450 billion yen in July to September, about three billion dollars."""
    assert found("autos-9").revised["toyota"].value == pytest.approx(450 / 147.5, abs=0.05)
    assert found("autos-9").then["toyota"].value is None


def test_the_seven_would_lose_a_quarter_of_their_profit():
    """Kyodo, 14 May 2025: over two trillion; the seven profits sum to 7.45 trillion. Kyodo, 7 August: over three tenths."""
    assert found("autos-3").then["makers"].value == pytest.approx(2000 / 7450, abs=0.01)
    august = carmakers.makers(Snapshot(date(2025, 8, 8))).set_index("maker")["hit_pct_of_profit"]
    assert 30 < august[carmakers.TOGETHER] < 40


def test_nissan_alone_is_the_other_side_of_the_bar():
    """CBT News, 13 May 2025: Nissan earned 69.8bn yen; Bloomberg the same day: it foresees a hit of about 3bn dollars."""
    nissan = carmakers.makers(THEN).set_index("maker").loc["Nissan", "hit_pct_of_profit"]
    assert nissan / 100 == pytest.approx(3 * 148 / 69.8, rel=0.01)
    assert find_claim("autos-3").passes(nissan / 100)
    assert "Nissan 6.37, Subaru 0.90 and Honda 0.54" in found("autos-3").ruling


def test_the_sum_of_the_seven_is_a_choice():
    """What they said in May 2025: Honda 650 and Suzuki 40 billion yen, Nissan 3 and Subaru 2.5 billion dollars, Toyota 180
    billion for two months. The Japan Times headlines one trillion, Kyodo over two. Jiji, 12 February 2026: 2,100.9 in nine."""
    said, pace = (carmakers.together(THEN, way) for way in ("said", "pace"))
    assert said["hit_bn_jpy"] == pytest.approx(650 + 40 + 180 + 5.5 * 147.5, rel=0.01)
    assert pace["hit_bn_jpy"] - said["hit_bn_jpy"] == pytest.approx(5 * 180)
    assert said["silent"] == ["Mazda", "Mitsubishi Motors"]
    ways = LEDGER.ways("autos-2")
    by = ways[(ways["bar"] == 25) & (ways["counted"] == "value")].set_index("summed")["passes"]
    assert by.to_dict() == {"press": True, "said": False, "pace": True}
    assert not found("autos-2").firmness.firm
    typical = LEDGER.ways("autos-3").query("summed == 'typical'")
    assert typical["value"].iloc[0] == pytest.approx((0.90 + 0.54) / 2, abs=0.01)
    assert typical.set_index("bar")["passes"].to_dict() == {1: False, 0.5: True, 2: False}
    assert (
        carmakers.reported(NOW)["hit_bn_jpy"] == 2100.9
        and "0.38 at the pace of the 9 months" in found("autos-3").ruling
    )


def test_what_was_worst_is_told_when_it_was_known():
    """Jiji, 12 February 2026: Nissan, Mazda and Mitsubishi in loss; Sankei: Toyota's first loss in America since 2008."""
    assert "Mazda, Mitsubishi Motors and Nissan" in found("autos-3").ruling
    assert "134.1 billion yen in North America" in found("autos-3").ruling
    assert "no maker had reported a loss" in Ledger(DAY.date(), NOW)["autos-3"].ruling


def test_makers_without_guidance_have_none():
    then = carmakers.makers(THEN).set_index("maker")["hit_bn_jpy"]
    assert then[["Toyota", "Mazda", "Mitsubishi Motors"]].isna().all()
    assert then["Honda"] == 650 and carmakers.makers(NOW).set_index("maker").loc["Honda", "hit_bn_jpy"] == 450
    assert carmakers.makers(NOW.on(date(2025, 5, 1))).empty


# --- the market ------------------------------------------------------------------------------


def test_a_third_of_car_exports_goes_to_the_us():
    """Makers' association by Nikkan Jidosha Shimbun, 31 January 2024: 1,485,641 of 4,422,682 vehicles in 2023."""
    new = autos.makers_count(THEN)
    year = autos.last_year(THEN, DAY)
    assert new == pytest.approx(100 * 1485641 / 4422682)
    assert found("autos-2").then["share"].value == pytest.approx(new, abs=3)
    assert year["us_share_number_pct"] < 25 < year["us_share_value_pct"] and year["year"] == 2024


def test_weights_as_reuters_and_nippon_com_printed_them():
    """Reuters 27 March 2025: cars are 28.3 % of exports to the US; nippon.com 9 April: the US takes 19.9 % of all."""
    year = autos.last_year(THEN, DAY)
    assert round(year["cars_in_us_exports_pct"], 1) == 28.3
    assert round(year["us_in_exports_pct"], 1) == 19.9


def test_american_sales_paused_after_a_rush():
    """Wards by Calculated Risk, 3 June 2025: 15.65 million, down 1.1 % on the year and 9.4 % on the month."""
    sales = found("autos-10").then["sales"]
    assert (sales.value, sales.month) == (-1.1, -9.4)
    rate = found("autos-10").base_rate
    assert 0 < rate.passing < rate.moments
    assert autos.us_sales_printed(NOW, pd.Timestamp("2025-06-02"))["month"] == pd.Timestamp("2025-04-01")


def test_cars_from_japan_were_known_to_april():
    """Jiji, 21 May 2025: cars to the US -4.8 % in April; MNI, 18 June: -24.7 % in May; ActionForex: -28.4 % in July."""
    assert found("autos-10").then["japan"].value == pytest.approx(-4.8, abs=0.05)
    june = autos.value_known(NOW, pd.Timestamp("2025-06-18"))
    assert june.index[-1] == pd.Timestamp("2025-05-01") and june.iloc[-1] == pytest.approx(-24.7, abs=0.05)
    assert "−24.7 % a month later and −28.4 % at the lowest, in July 2025" in found("autos-10").ruling


def test_price_and_number_are_told_for_the_same_months():
    """Jiji, 21 May 2025: -4.8 % by value in April; NLI Research: the unit value -14.8 %, so the number grew."""
    told = found("autos-10").revised["japan"].split
    assert told == "In April 2025 its value changed by −4.8 %, its number by +11.8 %."
    month = autos.changes_on_year(NOW).set_index("month").loc["2025-04-01"]
    assert month["number_pct"] == pytest.approx(100 * ((1 - 0.048) / (1 - 0.148) - 1), abs=0.1)
    assert found("autos-10").then["japan"].split == "How much of it was price was not known on that day."


# --- the country -----------------------------------------------------------------------------


def test_the_first_round_loss_is_a_loss_of_income():
    """At full absorption as many cars are sold, so nothing of the loss is output. Reuters, 27 March 2025: Nomura and
    Dai-ichi Life put the loss of output at 0.2 % of GDP, another quantity."""
    for record in (THEN, NOW):
        loss = autos.gdp_effect(record, DAY, (27.5,)).iloc[0]
        assert round(loss["central_pct"], 1) == 0.2
        assert loss["low_pct"] < loss["central_pct"] < loss["high_pct"]
    assert found("autos-11").then["cars"].value == pytest.approx(0.24, abs=0.005)


def test_the_gloomiest_estimate_of_the_day():
    """ANN, 3 April 2025, after Daiwa: 0.7 % in 2025 and 2.9 by 2029; Kyodo, 9 July 2025: 3.7 by 2029, which would pass."""
    finding = found("autos-11")
    assert autos.worst_year(THEN, DAY) == (2009, pytest.approx(5.7, abs=0.05))
    assert finding.then["published"].value == 2.9 and finding.then["published"].when == "by 2029"
    assert finding.claim.passes(3.7) and finding.today["published"].value == 3.7
    ways = LEDGER.ways("autos-11").set_index(["within", "bar"])["passes"]
    assert ways[ways].index.tolist() == [("ever", 2)]


def test_within_a_year_nothing_came_near():
    """Japan National Press Club, 17 April 2025: 1 % of GDP; IDE-JETRO by Yomiuri, 21 April: a gain of 0.2."""
    assert autos.estimates(THEN, DAY, "year")["loss_pct_gdp"].max() == 1
    assert autos.estimates(THEN, DAY)["loss_pct_gdp"].min() == -0.2


def test_the_condition_did_not_come_about():
    """Mondaq: a deal on 22 July 2025. Quarterly growth is told as the chapter on growth tells it."""
    ruling = found("autos-11").ruling
    assert "a deal was struck 42 days later" in ruling
    for quarter in ("2025Q2", "2025Q3"):
        newest = trap.estimates_of(NOW, quarter).iloc[-1]
        assert f"{newest['value_pct']:+.1f} % in {quarter}".replace("-", "−") in ruling


def test_the_worst_case_of_the_loss_is_below_all_cars_lost():
    loss = autos.gdp_effect(NOW, DAY, (2.5, 10, 15, 27.5, 50))
    cars = autos.last_year(NOW, DAY)["cars_pct_gdp"]
    assert loss["central_pct"].is_monotonic_increasing and loss["central_pct"].iloc[0] == 0
    assert (loss["low_pct"] <= loss["central_pct"]).all() and (loss["central_pct"] <= loss["high_pct"]).all()
    assert loss["high_pct"].max() < cars
    grid = autos.sensitivity(NOW, DAY).to_numpy()[:, 2:]
    at_peak = loss[loss["duty_pct"] == 27.5].iloc[0]
    assert at_peak["low_pct"] <= grid.min() and grid.max() <= at_peak["high_pct"] + 1e-12


# --- leverage and talks ----------------------------------------------------------------------


def test_japan_is_the_largest_foreign_holder():
    """Yomiuri, 3 May 2025: about 13 % of the total (February), the largest foreign holder."""
    held = trade_talks.holdings(THEN).loc["2025-03-01"].dropna()
    assert held.drop("Grand Total").idxmax() == "Japan"
    assert 100 * held["Japan"] / held["Grand Total"] == pytest.approx(13, abs=0.6)
    assert found("autos-4").then["both"].treasuries == pytest.approx(1130.8 / 765.4)


def test_five_of_the_union_hold_more_than_japan():
    """US Treasury, table 5, March 2025: Belgium 402.1, Luxembourg 412.4, France 363.1, Ireland 329.3; Germany 111.6."""
    five = 402.1 + 412.4 + 363.1 + 329.3 + 111.6
    assert found("autos-4").revised["both"].five == pytest.approx(1130.8 / five, abs=0.005)
    assert trade_talks.against_europe(THEN, DAY) is None


def test_a_lever_is_what_it_is_measured_by():
    """US Import Data: US exports of goods to Japan 79.74 billion dollars in 2024; the Census Bureau's months since: 78.9."""
    sold = trade_talks.customers(THEN)
    assert sold["Japan"] == pytest.approx(79.74, abs=0.05) and sold["Japan"] < sold["China"] < sold["European Union"]
    assert NOW.table("us_trade_with_japan").set_index("month").loc["2024", "exports_usd_mn"].sum() == pytest.approx(
        1000 * sold["Japan"], rel=0.02
    )
    ways = LEDGER.ways("autos-4").set_index("lever")
    assert ways["value"].to_dict() == {"in force": 1, "agreed": 1, "customers": 2}
    assert ways.loc["customers", "verdict"] == "holds" and not found("autos-4").firmness.firm
    times = trade_talks.against_china(NOW, DAY)
    assert (times["2017-06-01":"2019-05-01"] < 1).all() and (times["2019-06-01":] > 1).all()


def test_what_the_talks_moved():
    """Asahi, 7 June 2025: no point of agreement. UPI, 30 June: British cars at 10 %. Kyodo, September: Japanese at 15 %."""
    cuts = trade_talks.cuts(NOW, DAY, "in force")
    assert cuts.to_dict() == {("all goods", "China"): pytest.approx(100 * 115 / 145), ("steel", "United Kingdom"): 50}
    later = trade_talks.cuts(NOW, DAY + pd.DateOffset(years=1), "in force")["cars"]
    assert later.to_dict() == {"Japan": 50, "European Union": 50, "South Korea": 40, "United Kingdom": 70}
    assert found("autos-17").revised["back"].value == 50


def test_on_the_day_britain_alone_had_got_something_back():
    """dpa-AFX, 4 June 2025: British steel stays at 25 % while the duty rises to 50, by the pact of 8 May; Auto Express: 10 % for
    cars promised; Asahi, 7 June: no point of agreement with Japan."""
    finding = found("autos-19")
    assert finding.then["anyone"].value == 100 * (50 - 25) / 50 and finding.then["anyone"].steel == 50
    assert finding.verdict == "in part" and finding.saving.key == "japan" and finding.then["japan"].value == 0
    ways = LEDGER.ways("autos-19").query("bar == 10").set_index(["counted", "goods"])
    assert ways.loc["agreed", "value"].to_dict() == {"both": 100, "cars": 70, "steel": 100}
    assert ways["verdict"].to_dict() == dict.fromkeys(ways.index, "in part") | {("in force", "cars"): "holds"}
    assert "the United Kingdom on steel, 25 % instead of 50" in finding.ruling
    assert "Japan to 15 %" in finding.ruling and "nowhere to the old rate" in finding.ruling
    assert found("autos-19", Ledger(date(2025, 6, 3), NOW)).verdict == "holds", "the day before"


def test_the_talks_went_nowhere_for_a_month():
    """Kyodo, 9 July 2025: a letter announced 25 % instead."""
    ways = LEDGER.ways("autos-17")
    assert (ways[ways["months"] == 1]["value"] == 0).all()
    assert (ways[ways["months"] == 12]["value"] == 50).all()


def test_the_talks_were_put_on_hold_in_one_sitting():
    """Cailian Press, 6 June 2025, after Nikkei Asia; Jiji, 15 June: a sixth round on 13 June."""
    assert found("autos-5", Ledger(date(2025, 6, 5), NOW)).verdict == "unchecked"
    assert "13 June 2025" in found("autos-5").ruling


def test_the_same_three_went_to_london():
    """Reuters, 6 June 2025: Bessent, Lutnick and Greer; Yomiuri, 2 May 2025: the same three met Japan."""
    met, london = trade_talks.teams(THEN, DAY, "all")
    assert met == london == set(trade_talks.OFFICES.values())
    assert trade_talks.teams(THEN, DAY, "latest")[0] == {"Treasury Secretary", "Commerce Secretary"}
    assert found("autos-6", Ledger(date(2025, 6, 5), NOW)).verdict == "unchecked"


def test_the_applications_carry_their_days():
    """Taipei Times, 25 September 2021: China applied on Thursday of the week before, Taiwan on Wednesday."""
    applied = NOW.table("pacific_pact").query("who == 'applicants'").set_index("says")["date"]
    assert applied["China applies for membership"] == pd.Timestamp("2021-09-16")
    assert applied["Taiwan applies for membership"] == pd.Timestamp("2021-09-22")


def test_nobody_weighed_letting_china_in():
    """Noda's newsletter, 17 April 2025, puts the pact under one roof with RCEP and names no country in the lines seen."""
    ways = LEDGER.ways("autos-7")
    assert set(ways[ways["verdict"] == "holds"]["months"]) == {3, 6, 12} and len(ways[ways["verdict"] == "holds"]) == 3
    then = found("autos-7").then
    assert then["roof"].value is True
    assert then["both"].value is None and then["taiwan"].value is True and then["pressure"].value is True
    assert find_claim("autos-7").needs


def test_china_talks_went_on_for_weeks():
    """India Awaaz, 30 July 2025: two days in Stockholm, 49 days after the video; The New York Times: Madrid, 14 September."""
    assert found("autos-18").revised["days"].value == 49
    assert (pd.Timestamp("2025-09-14") - DAY).days == 96


# --- the duty --------------------------------------------------------------------------------


def test_the_duty_of_a_month_is_the_mean_of_its_days():
    duty = autos.monthly_duty(NOW, pd.date_range("2025-03-01", "2025-10-01", freq="MS"))
    assert duty["2025-03-01"] == 2.5 and duty["2025-05-01"] == 27.5 and duty["2025-10-01"] == 15
    assert duty["2025-04-01"] == pytest.approx((2 * 2.5 + 28 * 27.5) / 30)
    assert duty["2025-09-01"] == pytest.approx((15 * 27.5 + 15 * 15) / 30)


def test_the_duty_was_in_force_since_third_april():
    """Federal Register 90 FR 14705: from 3 April 2025."""
    assert autos.days_in_force(NOW, pd.Timestamp("2025-04-02")) == 0
    assert autos.days_in_force(NOW, pd.Timestamp("2025-04-03")) == 1
    assert autos.days_in_force(NOW, DAY) == 28 + 31 + 10
    assert "collected on 69 days" in found("autos-3").then["makers"].note
    assert autos.days_in_force(NOW.on(date(2025, 1, 1)), DAY) is None


def test_the_tariffs_of_april():
    assert sorted(autos.april_tariffs(NOW).dt.day) == [3, 5]


# --- the sums underneath ---------------------------------------------------------------------


def test_august_comes_from_the_press_and_matches_it():
    """thenews.ne.jp, 17 September 2025: -28.4, -9.5, -20.9 %."""
    month = autos.changes_on_year(NOW).set_index("month").loc["2025-08-01"]
    assert month["source"] == "press"
    assert tuple(month[["value_pct", "number_pct", "price_pct"]]) == (-28.4, -9.5, -20.9)


def test_unit_values_as_nli_research_printed_them():
    """NLI Research: March -1.5, April -14.8, May 2025 -21.7 %."""
    price = autos.changes_on_year(NOW).set_index("month")["price_pct"]
    assert [round(price[f"2025-0{m}-01"], 1) for m in (3, 4, 5)] == [-1.5, -14.8, -21.7]


def test_gaps_stay_gaps():
    months = autos.changes_on_year(NOW).set_index("month")
    assert months.loc[["2025-07-01", "2025-09-01", "2025-10-01"], ["number_pct", "price_pct"]].isna().all().all()
    assert pd.Timestamp("2025-12-01") not in months.index


def test_price_and_number_add_up_to_value():
    months = autos.changes_on_year(NOW)
    official = months[months["source"] == "customs file"]
    assert np.allclose(official["price_lp"] + official["number_lp"], official["value_lp"])
    split = autos.decomposition(NOW)
    assert np.allclose(split["price_lp"] + split["number_lp"], 100 * np.log1p(split["value_pct"] / 100))


def test_stretches_as_printed():
    """Jiji: April to September 2025 -22.7 and -2.4 %; the year 2025 -11.4 and -1.1 %, 5,340.9bn yen."""
    split = autos.decomposition(NOW).set_index(["start", "end"])
    half, year, spring = (
        split.loc[(pd.Timestamp(start), pd.Timestamp(end))]
        for start, end in (("2025-04-01", "2025-09-30"), ("2025-01-01", "2025-12-31"), ("2025-04-01", "2025-06-30"))
    )
    assert (half["value_pct"], half["number_pct"]) == (pytest.approx(-22.7), pytest.approx(-2.4))
    assert year["price_bn_jpy"] + year["number_bn_jpy"] == pytest.approx(5340.9 - 6026.4, abs=2)
    assert all(abs(part["price_lp"]) > abs(part["number_lp"]) for part in (half, spring))


def test_exporters_took_nearly_all_of_the_duty_at_its_height():
    """Bank of Japan by Reuters and NLI: -18.9, -19.4, -18.4, -20.9 %; a full offset of 2.5 to 27.5 is -19.6 %."""
    median, low, high = autos.measured_absorption(NOW)
    assert low == pytest.approx(np.log(1 - 0.184) / np.log(102.5 / 127.5))
    assert high == pytest.approx(np.log(1 - 0.209) / np.log(102.5 / 127.5))
    assert low < median < high and 0.9 < median < 1.05


def test_no_share_is_claimed_where_the_duty_had_not_risen():
    paid = autos.who_paid(NOW).set_index("month")
    assert np.isnan(paid.loc["2025-03-01", "absorbed"]) and paid.loc["2025-03-01", "full_pct"] == 0
    assert autos.measured_absorption(THEN) is None


def test_no_theme_sees_the_customs_file_before_it_was_copied():
    on_the_day = autos.changes_on_year(THEN).set_index("month")
    april = on_the_day.loc["2025-04-01"]
    assert april["source"] == "press" and april["value_pct"] == -4.8 and np.isnan(april["number_pct"])
    assert on_the_day.index.max() == pd.Timestamp("2025-04-01")
    assert autos.decomposition(THEN).empty
