"""Verdicts on growth, prices and the yen, each pinned by a fact published elsewhere."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from holding import NOW, THEN, found, verdicts, words

from brink import Ledger
from brink.argument.answers.trap import FIRST, SECOND
from brink.measures import officials, prices, trap, yen

APRIL = pd.Timestamp("2025-04-01")

test_verdict = verdicts(
    ("trap-1", "mislabelled", "News On Japan, 9 June 2025: an annualised contraction of 0.2 %"),
    (
        "trap-2",
        "fails",
        "Reuters, 9 June 2025: -0.2 after -0.7 in the initial estimate; capital expenditure 1.1 after 1.4",
    ),
    ("trap-3", "did not happen", "Cabinet Office, 15 August 2025: Q2 +0.3"),
    ("trap-4", "holds", "releases of May 2025: Japan 3.6, United Kingdom 3.5, the others under 2.5"),
    ("trap-5", "mislabelled", "RTTNews, 6 June 2025: April -0.1, March 2.1"),
    ("trap-6", "holds", "H.10: July 2024 157.5, June 2025 144.5"),
    ("trap-7", "fails", "Ueno 2024: decoupled around 1998, recoupled to some extent since the pandemic"),
    ("trap-8", "holds", "Reuters, 5 June 2025"),
    ("trap-9", "holds", "Yoshida 2023, Cabinet Office: a tenth or two of a percent for 10 % on the yen"),
    ("trap-10", "unchecked", "Reuters of 6 June 2025 quotes others; Il Sole 24 Ore and JAcom have a milder view"),
    ("trap-11", "holds", "Cabinet Office: exports 23 % of GDP in fiscal 2024, 16 % in 2013"),
    (
        "trap-12",
        "fails",
        "Nomura Research Institute, April 2025: the tariffs cost about 1 % of GDP; 2009: -8.9 % from the peak",
    ),
    (
        "trap-13",
        "holds",
        "Cabinet Office: exports led the recoveries of 2002 and 2009, households those of 2011 and 2012",
    ),
    ("trap-14", "unchecked", "the report of 5 June 2025 is on record by one sentence only, quoted by Reuters"),
    ("trap-15", "unchecked", "US Treasury, 5 June 2025: a structural rebalancing of bilateral trade"),
    ("trap-16", "fails", "Chinn, Crane: export elasticity 0.34 to 0.7: 30 % take 9 to 17, not a quarter"),
    ("trap-17", "came true", "Bloomberg, 13 August 2025: they need to get their inflation problem under control"),
    ("trap-18", "fails", "Cabinet Office, 9 June 2025: private consumption up on the quarter and on the year"),
    ("trap-19", "fails", "MNI, 18 June 2025: exports of April +2.0 % on the year, the first fall in May"),
    (
        "trap-20",
        "revised away",
        "Econoday, 8 September 2025: the first quarter revised to growth; CPI 2.5 and 3.6 a year later",
    ),
)

test_the_videos_words = words(
    ("trap-1", "-0.2", (-0.249, -0.151), (-0.251, -0.149), "contracted by 0.2%: rounds to it"),
    ("trap-2", None, (-0.01,), (0, 0.5), "revised downward: the change is below zero"),
    ("trap-3", None, (-0.01,), (0,), "likely to fall again: growth below zero"),
    ("trap-4", None, (1,), (2,), "worse than any other G7 country: rank 1"),
    ("trap-5", "-0.1", (-0.149, -0.051), (-0.151, -0.049), "in March down by 0.1%: rounds to it"),
    ("trap-6", None, (0.01,), (0,), "stronger since July 2024: above its level then"),
    ("trap-7", None, (-0.5, 0.3), (0.301,), "no link between higher wages and inflation: at most three tenths"),
    ("trap-8", None, (True,), (False,), "pushing Japan to hike: on record"),
    ("trap-9", None, (-0.1, -1), (-0.09, 0), "easing inflation: a tenth off prices"),
    ("trap-10", None, (True,), (False,), "the remark: on record"),
    ("trap-11", None, (50.1,), (50,), "thrives on exports: more than half of growth"),
    ("trap-12", None, (10, 25), (9.9,), "an existential threat: a tenth of output"),
    ("trap-13", None, (50.1,), (50,), "by selling to the world: more than half of the recovery"),
    ("trap-14", None, (True,), (False,), "too high and too weak: on record"),
    ("trap-15", None, (True,), (False,), "wants Japan to kill its own export power: on record"),
    ("trap-16", None, (-25, -40), (-24.9,), "its exports die: a quarter of them is gone"),
    ("trap-17", None, (True,), (False,), "keeps turning the screws: asked again"),
    ("trap-18", None, (-1, -3), (-0.9, 1.8), "crushing domestic consumption: one percent in a year"),
    ("trap-19", None, (-10, -36), (-9.9, 3.9), "external demand is collapsing: a tenth in a year"),
    ("trap-20", None, (True,), (False,), "GDP contracts and inflation rises: both"),
)


# --- growth ---


@pytest.mark.parametrize(
    ("day", "quarter", "annual"),
    [
        pytest.param(date(2025, 5, 20), -0.2, -0.7, id="MNI, 16 May 2025"),
        pytest.param(date(2025, 6, 10), -0.04, -0.2, id="Cabinet Office, 9 June 2025: 561,541.8 after 561,765.8"),
        pytest.param(date(2025, 9, 10), 0.1, 0.3, id="Econoday, 8 September 2025"),
    ],
)
def test_growth_of_the_first_quarter_by_day(day, quarter, annual):
    readings = Ledger(day, NOW)["trap-1"].revised
    assert [round(readings["quarter"].value, 2), readings["annual"].value] == [quarter, annual]


def test_one_fall_has_one_figure_on_both_cards():
    """Cabinet Office, 9 June 2025: printed as "-0.0": a fall of less than 0.05 %."""
    fall = found("trap-1").then["quarter"]
    assert fall.written == "−0.04 %" and -0.05 < fall.value < 0
    assert found("trap-20").then["year"].growth == fall.value
    assert found("trap-20").revised["year"].growth == found("trap-1").revised["quarter"].value > 0


def test_the_contraction_would_have_held_before_the_second_estimate():
    assert found("trap-1", Ledger(date(2025, 5, 20), NOW)).verdict == "holds"


def test_the_other_revision_on_record_was_a_cut():
    """FX Blue calendar: the fourth quarter of 2024 came out at 2.8 % on 17 February and 2.2 on 11 March 2025."""
    assert trap.revisions(THEN, "annualised").set_index("quarter")["revision"].to_dict() == {"2024Q4": -0.6, FIRST: 0.5}
    assert found("trap-2").then["annual"].note == "From −0.7 to −0.2 %."
    assert "from 1.4 to 1.1 %" in found("trap-2").ruling
    assert found("trap-2", Ledger(date(2025, 5, 20), NOW)).then["annual"].value is None


def test_second_quarter_was_unknown_on_the_day_and_never_fell():
    finding = found("trap-3")
    assert finding.then["newest"].value is None
    assert finding.revised["first"].value == 0.3  # World Times, 20 August 2025
    assert trap.estimates_of(NOW, SECOND)["value_pct"].min() > 0
    assert finding.base_rate.passing < finding.base_rate.moments / 2


def test_the_third_quarter_follows_its_newest_annual_rate():
    """Cabinet Office, September 2026: -1.5 % a year, a change of -0.38 on the quarter; Yomiuri, 17 November 2025: -0.4."""
    newest = trap.estimates_of(NOW, "2025Q3").iloc[-1]
    assert newest["source"] == "annual rate" and round(newest["value_pct"], 2) == -0.38
    assert found("trap-3").saving.period == "2025Q3"


def test_later_levels_raise_the_first_quarter():
    newest = trap.estimates_of(NOW, FIRST, "annualised").iloc[-1]
    assert newest["source"] == "levels" and newest["value_pct"] == pytest.approx(2.0, abs=0.1)


def test_the_recessions_are_the_known_ones():
    """Cabinet Office, 9 June 2025: quarters of falling GDP in a row; that of 2008 and 2009 is the deepest."""
    spells = trap.recessions(THEN)
    assert {"1998Q2", "2001Q4", "2009Q1", "2011Q2", "2012Q4"} <= set(spells["last"])
    assert spells["depth_pct"].idxmin() == spells.index[spells["last"] == "2009Q1"][0]
    assert spells["depth_pct"].min() == pytest.approx(-8.9, abs=0.1)
    assert "2020Q2" in set(trap.recessions(THEN, 1)["last"])


def test_exports_led_two_recoveries_and_households_two():
    """By the Cabinet Office's accounts those of 2002 and 2009 were led by exports, those of 2011 and 2012 by households."""
    after = trap.recoveries(THEN).set_index("after")
    led = after["gross"] > after["consumption_pp"]
    assert led[["2001Q4", "2009Q1"]].all() and not led[["2011Q2", "2012Q4"]].any()


# --- prices ---


def test_rates_of_april_2025_are_those_of_the_offices():
    """Statistics Bureau 3.6, ONS 3.5 and 4.1, BLS 2.3, Destatis 2.1, Istat 1.9, Statistics Canada 1.7, INSEE 0.8."""
    rates = prices.g7_month(THEN, APRIL)
    assert rates["national"].round(1).to_dict() == {
        "JPN": 3.6,
        "GBR": 3.5,
        "USA": 2.3,
        "DEU": 2.1,
        "ITA": 1.9,
        "CAN": 1.7,
        "FRA": 0.8,
    }
    assert rates.loc["GBR", "with owners' housing"] == 4.1
    assert rates.loc["GBR", "without the tax error"] == 3.4


def test_britain_is_ahead_on_its_own_first_index():
    """ONS bulletin of May 2025: CPIH 4.1 against Japan's 3.6 on all items, 4.1 without imputed rent."""
    ways = pd.DataFrame(Ledger(record=NOW).ways("trap-4"))
    wide = ways[ways["britain"] == "with owners' housing"]
    assert not wide[wide["japan"] == "national"]["passes"].any()
    assert ways[ways["britain"] != "with owners' housing"]["passes"].all()


def test_today_is_the_newest_month_of_all_seven():
    """In which all seven have a rate; Italy's is the last to be on record, though Japan's own goes on."""
    last = NOW.table("g7_cpi").query("country == 'ITA'")["month"].max()
    assert NOW.table("japan_cpi")["month"].max() > last
    assert {reading.period for reading in found("trap-4").today.values()} == {f"{last:%B %Y}"}
    rates = prices.g7_rates(NOW).loc[last]
    assert found("trap-4").today["gap"].value == pytest.approx(rates["JPN"] - rates["USA"])


def test_rank_needs_all_seven():
    """On 20 May 2025 Japan's and Britain's April rates were still to come."""
    assert found("trap-4", Ledger(date(2025, 5, 20), NOW)).then["rank"].value is None
    rates = pd.Series(dict.fromkeys(prices.SEVEN, 1.0))
    assert prices.japans_rank(rates) == 1
    assert prices.japans_rank(rates.drop("FRA")) is None
    assert prices.japans_rank(rates.mask(rates.index == "USA", 2.0)) == 2


def test_japan_left_the_top_later():
    """Eurostat, Statistics Canada, BLS, ONS, April 2026: all above Japan's 1.4 %."""
    ranks = prices.g7_ranks(NOW).set_index("month")
    assert ranks.loc["2026-04-01", ["known", "rank"]].tolist() == [7, 7]
    assert ranks.loc["2025-05-01", ["known", "rank"]].tolist() == [7, 1]
    assert pd.Timestamp("2025-05-01") not in prices.g7_ranks(THEN)["month"].tolist()


def test_prices_rose_faster_elsewhere_in_early_2024():
    """National offices: the British and the American rate stood above Japan's in spring 2024: the claim could have failed."""
    assert (prices.g7_ranks(THEN).set_index("month")["rank"]["2024-01":"2024-07"] > 1).all()


def test_no_rate_spans_the_month_america_never_published():
    frame = prices.g7_inflation(NOW)
    usa = frame[(frame["country"] == "USA") & (frame["measure"] == "national")].set_index("month")["yoy_pct"]
    assert pd.Timestamp("2025-10-01") not in usa.index
    assert usa[pd.Timestamp("2025-11-01")] == pytest.approx(2.7, abs=0.05)  # BLS, 18 December 2025


def test_inflation_was_up_on_the_year_and_down_since_winter():
    """Statistics Bureau: 2.5 % in April 2024, 4.0 in January 2025, 3.6 in April 2025."""
    finding = found("trap-20")
    assert (finding.then["year"].before, finding.then["year"].now, finding.then["quarter"].before) == (2.5, 3.6, 4.0)
    assert finding.revised["year"].value is False  # the quarter had grown after all


# --- households, the yen ---


def test_spending_keeps_its_gaps_and_recomputes_where_it_can():
    frame = trap.household_spending(NOW).set_index("month")
    assert np.isnan(frame.loc["2024-02-01", "published_pct"]) and np.isnan(frame.loc["2024-02-01", "recomputed_pct"])
    assert frame.loc["2026-04-01", "recomputed_pct"] == pytest.approx(-0.5, abs=0.05)
    assert trap.household_spending(THEN)["month"].max() == APRIL


def test_consumption_grew_on_the_year_and_fell_in_2009_and_2020():
    change = trap.consumption_change(THEN)
    assert change.iloc[-1] == pytest.approx(1.8, abs=0.05)
    assert (change[["2009Q1", "2020Q2"]] < -3).all()
    assert found("trap-18").then["survey"].value == pytest.approx(-2.8 / 12, abs=0.01)  # JIL's twelve rates


def test_yen_since_july_2024():
    """H.10: monthly means 157.5182 (July 2024) and 156.4819 (January 2025); 142.8 on the last day known."""
    then, now = found("trap-6").then, found("trap-6").revised
    assert then["dollar"].before == pytest.approx(157.5182, abs=0.001)
    assert then["weakest"].value == pytest.approx((157.5182 / 156.4819 - 1) * 100, abs=0.001)
    assert now["real"].value == pytest.approx((74.90 / 68.94 - 1) * 100)  # BIS, copy of August 2026
    assert then["real"].value is None  # the real rate stopped in September 2024 then
    assert found("trap-6").today["dollar"].value < 0
    assert found("trap-6", Ledger(date(2024, 6, 10), NOW)).verdict == "unchecked"


# --- wages, the strong yen, exports ---


def test_years_end_with_the_last_before_the_video():
    years = prices.wages_and_prices(NOW)["year"]
    assert years.min() == 1991 and years.max() == 2025
    assert prices.wages_and_prices(THEN)["year"].max() == 2024
    finding = found("trap-7")
    assert [r.value for r in finding.then.values()] == pytest.approx([r.value for r in finding.revised.values()])
    assert finding.today["prices"].period.endswith("2025")


def test_yearly_inflation_is_that_of_the_statistics_bureau():
    """Published yearly rates: 1998 0.6, 2014 2.7, 2023 3.2, 2024 2.7."""
    rates = prices.wages_and_prices(NOW).set_index("year")["prices_pct"]
    for year, printed in {1998: 0.6, 2014: 2.7, 2023: 3.2, 2024: 2.7}.items():
        assert rates[year] == pytest.approx(printed, abs=0.11)


def test_the_rescue_in_services_is_one_way_among_many():
    """An audit's figures for pay and services: 0.24 from 1998, 0.32 from 1997, 0.30 from 1999, 0.53 a year ahead."""
    years = prices.wages_and_prices(THEN).set_index("year")
    same = {since: years.loc[since:].corr().loc["pay_pct", "services_pct"] for since in (1997, 1998, 1999)}
    assert [round(r, 2) for r in same.values()] == [0.32, 0.24, 0.30]
    late = years.loc[1998:]
    assert round(late["pay_pct"].shift().corr(late["services_pct"]), 2) == 0.53
    ways = Ledger(record=NOW).ways("trap-7")
    rates = ways[ways["form"] == "rates"]
    assert (rates["verdict"] == "fails").mean() > 0.7 and (ways["verdict"] == "fails").mean() > 0.5


def test_changes_from_year_to_year_tie_pay_to_prices_but_not_to_services():
    """Reckoned apart: in changes 0.51 with all prices in the same year, 0.01 with services, 0.14 a year ahead."""
    moved = Ledger(record=NOW, settings={"trap-7.form": "changes"})["trap-7"]
    assert [round(reading.value, 2) for reading in moved.then.values()] == [0.51, 0.01, 0.14]
    assert moved.verdict == "in part"


def test_services_went_their_own_way_for_two_decades():
    """Ueno, Bank of Japan 24-E-7: decoupled around 1998."""
    ties = prices.rolling_ties(THEN).set_index("year")
    assert (ties.loc[2012:2023, "services_pct"] < 0.3).all()
    assert (ties["prices_pct"] > 0.3).all()


def test_months_of_pay_are_too_few_for_a_band():
    """Eighteen months with six lags once gave a band that excluded zero."""
    from brink.models.statistics import correlation

    pay = prices.real_pay(NOW)
    months = prices.japanese_inflation(NOW).reindex(pay.index)
    with pytest.raises(ValueError, match="too few"):
        correlation(pay.iloc[:18], months.iloc[:18], 6)


def test_effects_of_a_stronger_yen_have_the_signs_of_the_literature():
    """Import prices pass through most, consumer prices little; export volume within the published 3 to 7 % or below."""
    effects = yen.yen_effects(THEN, APRIL)
    assert set(effects["measure"]) == {"real", "dollar"}
    real = effects[effects["measure"] == "real"].set_index("effect")
    assert real.loc["import prices", "high_pct"] < 0 and real.loc["consumer prices", "high_pct"] < 0
    assert real.loc["import prices", "change_pct"] < real.loc["consumer prices", "change_pct"] < 0
    assert -7 < real.loc["export volume", "change_pct"] < 0 < real.loc["export volume", "high_pct"]
    price, volume, earnings = (
        real.loc[name, "change_pct"] for name in ("export prices in yen", "export volume", "export earnings in yen")
    )
    assert (1 + price / 100) * (1 + volume / 100) - 1 == pytest.approx(earnings / 100, abs=1e-6)


def test_prices_did_not_always_follow_the_yen():
    """Sasaki, Yoshida and Otsubo 2022: pass-through negligible before the financial crisis: the bar can be missed."""
    assert yen.yen_effect(THEN, "dollar", "consumer prices", pd.Timestamp("2008-12-01"), since=1990, lags=0).value > 0
    assert yen.published_effects(THEN)["consumer prices"] == pytest.approx((-0.15, -0.2))
    assert yen.published_effects(THEN)["export volume"] == pytest.approx((-3.19, -6.45), abs=0.01)


def test_contributions_of_trade_are_those_of_the_office():
    """NLI Research on the first estimate of 2025Q1: net exports took 0.8 points; exports -0.6 %, imports +2.9 %."""
    parts = trap.growth_contributions(THEN, fiscal=False).set_index("period")
    assert parts.loc["2025Q1", "net_exports_pp"] == pytest.approx(-0.8, abs=0.06)
    years = trap.growth_contributions(THEN, fiscal=True).set_index("period")
    assert years.loc["FY2024", "growth_pct"] == pytest.approx(0.8, abs=0.05)
    assert years.loc["FY2024", "exports_share_pct"] == pytest.approx(100 * 141362.5 / 617009.9)
    assert years["exports_share_pct"].idxmax() == "FY2024"


def test_exports_make_more_than_half_of_growth_over_every_span_until_imports_are_taken_off():
    """OECD, Scoreboard 2017: about 15 % of the value of Japan's exports is imported."""
    for span in (5, 10, 15, 20, 30):
        assert trap.exports_share(THEN, span, "content").iloc[-1] > 50 > trap.exports_share(THEN, span, "net").iloc[-1]
    assert found("trap-11").then["others"].value == 1


def test_the_imported_part_moves_with_imports_and_takes_more_off():
    """OECD: 15 % in 2014. Held, exports made 60 % of ten years' growth; rising with imports 55; gross, parts exceed the whole."""
    parts = {name: trap.exports_share(THEN, 10, name).iloc[-1] for name in trap.NETTING}
    assert {name: round(share) for name, share in parts.items()} == {
        "gross": 70,
        "content": 60,
        "rising": 55,
        "net": 21,
    }
    assert (
        (trap.exports_share(THEN, 10, "net") > 50).mean() < 0.25 < (trap.exports_share(THEN, 10, "gross") > 50).mean()
    )


def test_two_of_five_recoveries_were_led_by_exports():
    """Cabinet Office: those of 2002 and 2009; in other times of growth the words pass less often than not."""
    assert (found("trap-13").then["exports"].most, found("trap-13").then["exports"].grew) == (2, 5)
    assert found("trap-13").base_rate.passing < found("trap-13").base_rate.moments / 2


def test_the_loss_of_shipments_rests_on_two_quarters():
    """Reckoned apart by dummies: without 2008Q4 and 2009Q1 the effect of 10 % is +0.35, not -3.3; earnings -3.6, not -7.6."""
    both = [
        yen.yen_effect(THEN, "real", effect, APRIL, slump=False).value
        for effect in ("export volume", "export earnings in yen")
    ]
    assert [round(value, 1) for value in both] == [0.4, -3.6]
    shipped = found("trap-16").then["shipped"]
    assert shipped.low < 0 < shipped.high and shipped.without > 0


def test_great_rises_of_the_yen_are_the_known_ones():
    """BIS: from the summer of 1998, and from the summer of 2007 to the winter of 2008/09."""
    rises = yen.great_rises(THEN)
    assert rises["start"].tolist() == ["1998Q3", "2007Q2"] and rises["rise_pct"].between(25, 32).all()
    assert rises["worst_pct"].min() == pytest.approx(-30.9, abs=0.1)
    assert yen.great_rises(Ledger(date(2024, 6, 10), NOW).then).empty


def test_core_inflation_was_higher_elsewhere():
    """ONS, 21 May 2025: core CPI 3.8; Istat, 16 May: 2.1; Japan less food and energy 1.6."""
    core = found("trap-4").then["core"]
    assert (core.japan, core.highest, core.above, core.number) == (1.6, 3.8, 4, 4)


def test_collapses_of_exports_are_the_known_ones():
    """Cabinet Office: in 2001, 2008 and 2009, and 2020 exports of goods and services fell by a tenth on the year."""
    change = trap.export_change(THEN)
    assert set(change[change <= -10].index.str[:4]) == {"2001", "2008", "2009", "2020"}
    assert found("trap-19").then["value"].value == 2.0 and found("trap-19").then["america"].value == -1.8  # MNI; Jiji


# --- documents ---


def test_documents_appear_with_their_day():
    before = Ledger(date(2025, 5, 20), NOW)
    assert [found(f"trap-{n}", before).verdict for n in (8, 10, 14)] == ["unchecked"] * 3
    assert len(officials.documents(THEN, "tightening no longer urged")) == 0
    assert len(officials.documents(NOW, "tightening no longer urged")) == 1
    assert found("trap-8").today["report"].value is False


def test_the_note_on_the_report_dates_what_came_later():
    assert "2026" not in found("trap-8").then["report"].note
    assert "30 January 2026" in found("trap-8").revised["report"].note


def test_the_screws_are_judged_when_the_year_is_over():
    """The duty on cars: 27.5 % since 3 April 2025, 15 % from 16 September 2025."""
    finding = found("trap-17")
    assert finding.then["pressure"].value is None
    assert finding.revised["duty"].value == -12.5
    assert finding.revised["others"].value == 5  # executive order 14326: 15 % from 7 August 2025, after 10
    assert finding.revised["report"].value is False
    assert finding.revised["pressure"].yen < 0  # the condition was met: the yen did not rise
    ways = finding.ways.set_index("screw")["verdict"]
    assert ways.to_dict() == {
        "public": "came true",
        "report": "did not happen",
        "readouts": "came true",
        "duty": "did not happen",
        "others": "came true",
    }
    assert found("trap-17", Ledger(date(2026, 6, 10), NOW)).verdict == "open"
