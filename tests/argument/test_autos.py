"""The auto claims against figures published elsewhere, and the record day by day."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from holding import NOW, THEN, found, of_theme, words

from brink.argument.inventory import ANSWERS, find_claim
from brink.measures import autos
from brink.record.snapshot import Snapshot

test_the_videos_words = words(
    ("autos-1", 1, (0.5, 1.5), (0.49, 1.51), "in just 2 months a billion dollars: the sum rounds to one"),
    ("autos-2", None, (25,), (24.9,), "dependence on the American market: a quarter of what is shipped"),
    ("autos-3", None, (1,), (0.99,), "existential: the loss that would threaten existence, in full"),
    ("autos-4", None, (4.99,), (5,), "no economic leverage left: under one part in twenty"),
    ("autos-5", None, (True,), (False,), "halted the talks: on record"),
    ("autos-6", None, (True,), (False,), "that very same team: on record"),
    ("autos-7", None, (True,), (False,), "including China including Taiwan: on record"),
)


def test_every_claim_is_answered():
    assert {claim.id for claim in of_theme("autos")} <= ANSWERS.keys()


# --- each verdict, by a fact published elsewhere ---------------------------------------------


def test_toyota_lost_a_billion_as_the_papers_of_the_day_converted_it():
    """Wall Street Journal 1.25, Automotive News and Bloomberg 1.2, New York Times 1.3 billion dollars: all round to one."""
    literal = autos.toyotas_two_months(THEN)[0]
    assert literal.value == pytest.approx(1.25, abs=0.05)
    assert literal.range[0] <= 1.25 <= literal.range[1] < 1.3
    assert found("autos-1").verdict == "holds"


def test_the_quarter_came_out_dearer_than_the_guess():
    """livedoor, 15 August 2025: 180 billion was foreseen for April and May alone, the quarter came to 450."""
    assert autos.toyotas_two_months(THEN)[1].value is None
    assert autos.toyotas_two_months(NOW)[1].value > 450 / 180 * 2 / 3 * 1.2


def test_toyotas_year_in_dollars():
    """Bloomberg, 7 August 2025: "9.5 bn hit"."""
    said = autos.toyota(NOW)
    year = said[(said["months"] == 12) & (said["released"] == "2025-08-07")]
    assert year["hit_bn_usd"].item() == pytest.approx(9.5, abs=0.05)


def test_a_third_of_car_exports_goes_to_the_us():
    """Makers' association by Nikkan Jidosha Shimbun, 31 January 2024: 1,485,641 of 4,422,682 vehicles in 2023."""
    by_value, _, by_number, new = (reading.value for reading in autos.dependence_on_america(THEN))
    assert new == pytest.approx(100 * 1485641 / 4422682)
    assert by_value == pytest.approx(new, abs=3)
    assert by_number < 25 < by_value
    assert found("autos-2").verdict == "holds"


def test_weights_as_reuters_and_nippon_com_printed_them():
    """Reuters 27 March 2025: cars are 28.3 % of exports to the US; nippon.com 9 April: the US takes 19.9 % of all."""
    year = autos.dependence(THEN).set_index("year").loc[2024]
    assert round(year["cars_in_us_exports_pct"], 1) == 28.3
    assert round(year["us_in_exports_pct"], 1) == 19.9


def test_the_first_round_loss_is_what_two_institutes_said():
    """Reuters, 27 March 2025: Nomura Research Institute and Dai-ichi Life, 0.2 % of GDP, 0.52 with suppliers."""
    for snapshot in (THEN, NOW):
        loss = autos.gdp_effect(snapshot, (27.5,)).iloc[0]
        assert round(loss["central_pct"], 1) == 0.2
        assert loss["low_pct"] < 0.2 < 0.52 < loss["high_pct"]


def test_existential_for_no_country_and_no_industry_but_for_one_maker():
    """Kyodo, 7 August 2025: 2.67tn yen is "over three tenths" of the seven makers' profit, not all of it.
    CBT News, 13 May 2025: Nissan earned 69.8bn yen; Bloomberg the same day: it foresees a hit of about 3bn dollars."""
    readings = {reading.label.split(":")[1].strip(): reading.value for reading in autos.existential(THEN)}
    assert readings["first-round loss at the highest car duty"] < 0.15
    assert readings["the seven together"] == pytest.approx(2000 / 7450, abs=0.01)
    assert readings["the hardest hit alone"] == pytest.approx(3 * 148 / 69.8, rel=0.01)
    august = autos.makers(Snapshot(date(2025, 8, 8))).set_index("maker")["hit_pct_of_profit"]
    assert 30 < august["Seven makers"] < 40
    assert found("autos-3").verdict == "misquoted"


def test_the_bar_for_the_country_is_the_slump_of_2009():
    """IMF World Economic Outlook, April 2025: Japan's real GDP fell 5.7 % in 2009."""
    year, fall = autos.worst_year(THEN)
    assert (year, round(fall, 1)) == (2009, 5.7)


def test_japan_is_the_largest_foreign_holder():
    """Yomiuri, 3 May 2025: about 13 % of the total (February), the largest foreign holder."""
    literal = autos.leverage(THEN)[0]
    assert literal.value == pytest.approx(13, abs=0.6)
    assert autos.treasury_holders(THEN).iloc[0]["holder"] == "Japan"
    assert autos.treasury_holders(NOW).iloc[0]["holder"] == "Japan"


def test_what_the_talks_moved():
    """Asahi, 7 June 2025: no point of agreement. Kyodo, September 2025: 27.5 to 15 %, half of the 25 points."""
    assert [reading.value for reading in autos.leverage(THEN)][1:] == [0, None]
    assert [reading.value for reading in autos.leverage(NOW)][1:] == [0, 50]
    assert found("autos-4").verdict == "misquoted"


def test_the_talks_were_put_on_hold_in_one_sitting():
    """Cailian Press, 6 June 2025, after Nikkei Asia."""
    assert autos.halted_talks(THEN)[0].value is True
    assert autos.halted_talks(Snapshot(date(2025, 6, 5))) == []
    assert found("autos-5").verdict == "holds"


def test_the_same_three_went_to_london():
    """Reuters, 6 June 2025: Bessent, Lutnick and Greer; Yomiuri, 2 May 2025: the same three met Japan."""
    met, london = autos.teams(THEN)
    assert met == london == set(autos.OFFICES.values())
    assert autos.same_team(Snapshot(date(2025, 6, 5))) == []
    assert found("autos-6").verdict == "holds"


def test_no_record_of_china_or_taiwan_and_no_guess():
    """AP, 29 May 2025: the prime minister pledges to expand the pact; no applicant is named."""
    assert autos.pacific_pact(NOW) == []
    assert found("autos-7").verdict == "unchecked"
    assert find_claim("autos-7").needs


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
    split = autos.decomposition(NOW).set_index("stretch")
    half, year = split.loc["April to September 2025"], split.loc["Year 2025"]
    assert (half["value_pct"], half["number_pct"]) == (pytest.approx(-22.7), pytest.approx(-2.4))
    assert year["price_bn_jpy"] + year["number_bn_jpy"] == pytest.approx(5340.9 - 6026.4, abs=2)
    assert (split["price_lp"].abs() > split["number_lp"].abs())["April to June 2025":"April to September 2025"].all()


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


def test_the_duty_of_a_month_is_the_mean_of_its_days():
    duty = autos.monthly_duty(NOW)
    assert duty["2025-03-01"] == 2.5 and duty["2025-05-01"] == 27.5 and duty["2025-10-01"] == 15
    assert duty["2025-04-01"] == pytest.approx((2 * 2.5 + 28 * 27.5) / 30)
    assert duty["2025-09-01"] == pytest.approx((15 * 27.5 + 15 * 15) / 30)


def test_the_worst_case_of_the_loss_is_below_all_cars_lost():
    loss = autos.gdp_effect(NOW)
    cars = autos.dependence(NOW).set_index("year").loc[2024, "cars_pct_gdp"]
    assert loss["duty_pct"].is_monotonic_increasing and loss["central_pct"].is_monotonic_increasing
    assert (loss["low_pct"] <= loss["central_pct"]).all() and (loss["central_pct"] <= loss["high_pct"]).all()
    assert loss["high_pct"].max() < cars
    grid = autos.sensitivity(NOW).to_numpy()[:, 2:]
    at_peak = loss[loss["duty_pct"] == 27.5].iloc[0]
    assert at_peak["low_pct"] <= grid.min() and grid.max() <= at_peak["high_pct"] + 1e-12


def test_no_theme_sees_the_customs_file_before_it_was_copied():
    on_the_day = autos.changes_on_year(THEN).set_index("month")
    april = on_the_day.loc["2025-04-01"]
    assert april["source"] == "press" and april["value_pct"] == -4.8 and np.isnan(april["number_pct"])
    assert on_the_day.index.max() == pd.Timestamp("2025-04-01")
    assert autos.decomposition(THEN).empty


def test_makers_without_guidance_have_none():
    then = autos.makers(THEN).set_index("maker")["hit_bn_jpy"]
    assert then[["Toyota", "Mazda", "Mitsubishi Motors"]].isna().all()
    assert then["Honda"] == 650 and autos.makers(NOW).set_index("maker").loc["Honda", "hit_bn_jpy"] == 450
