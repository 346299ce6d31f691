"""Verdicts on growth, prices and the yen, each pinned by a fact published elsewhere."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from holding import NOW, THEN, found, of_theme, verdicts, words

from brink.measures import trap
from brink.record.snapshot import Snapshot

test_verdict = verdicts(
    ("trap-1", "misquoted", "News On Japan, 9 June 2025: no change on the quarter, -0.2 annualised"),
    ("trap-2", "misquoted", "News On Japan, 9 June 2025: revised upward; the fall from 0.7 to 0.2"),
    ("trap-3", "did not happen", "Cabinet Office, 15 August 2025: Q2 +0.3"),
    ("trap-4", "holds", "releases of May 2025: Japan 3.6, United Kingdom 3.5, the others under 2.5"),
    ("trap-5", "misquoted", "RTTNews, 6 June 2025: April -0.1, March 2.1"),
    ("trap-6", "holds", "H.10: July 2024 157.5, June 2025 144.5"),
    ("trap-7", "misquoted", "Ueno 2024: decoupled around 1998, recoupled to some extent"),
    ("trap-8", "holds", "Reuters, 5 June 2025"),
    ("trap-9", "misquoted", "Chinn, Crane: export elasticity 0.34 to 0.7; IMF 2015: margins absorb"),
    ("trap-10", "misquoted", "Il Sole 24 Ore and JAcom: the view, not the remark"),
    ("trap-11", "holds", "Cabinet Office: exports 23 % of GDP in fiscal 2024, 16 % in 2013"),
)

test_the_videos_words = words(
    ("trap-1", -0.2, (-0.249, -0.151), (-0.251, -0.149), "contracted by 0.2%: rounds to it"),
    ("trap-2", None, (-0.01,), (0,), "revised downward: the change is below zero"),
    ("trap-3", None, (-0.01,), (0,), "likely to fall again: growth below zero"),
    ("trap-4", 1, (1,), (2,), "worse than any other G7 country: rank 1"),
    ("trap-5", -0.1, (-0.149, -0.051), (-0.151, -0.049), "in March down by 0.1%: rounds to it"),
    ("trap-6", None, (0.01,), (0,), "stronger since July 2024: above its level then"),
    ("trap-7", 0, (-0.3, 0.3), (-0.301, 0.301), "no link between wages and inflation: under three tenths either way"),
    ("trap-8", None, (True,), (False,), "pushes Japan to tighten: on record"),
    (
        "trap-9",
        None,
        ((-0.1, -0.1, -5.1),),
        ((0, -0.1, -5.1), (-0.1, 0, -5.1), (-0.1, -0.1, -5)),
        "imports cheaper, inflation eased, exports killed: half of the yen's 10 %",
    ),
    ("trap-10", None, (True,), (False,), "external demand collapses: on record"),
    ("trap-11", None, (50.1,), (50,), "thrives on exports: more than half of growth"),
)


def test_every_claim_of_the_theme_is_answered_and_named():
    for claim in of_theme("trap"):
        finding = found(claim.id)
        assert finding.now, claim.id
        for reading in (*finding.video, *finding.now):
            assert reading.tables and reading.note and reading.period


# --- growth ---


def test_growth_of_the_first_quarter_by_day():
    """MNI, 16 May 2025: -0.2; News On Japan, 9 June: no change, -0.2 annualised; Econoday, 8 September: +0.1, +0.3."""
    values = {}
    for day in (date(2025, 5, 20), date(2025, 6, 10), date(2025, 9, 10)):
        values[day] = [reading.value for reading in trap.first_quarter_growth(Snapshot(day))[:2]]
    assert list(values.values()) == [[-0.2, -0.7], [0, -0.2], [0.1, 0.3]]


def test_the_contraction_would_have_held_before_the_second_estimate():
    finding = found("trap-1", Snapshot(date(2025, 5, 20)))
    assert finding.verdict == "revised away"


def test_revision_of_the_first_quarter():
    """News On Japan, 9 June 2025: an earlier estimate 0.5 points deeper, at -0.7."""
    values = [reading.value for reading in trap.first_quarter_revision(THEN)]
    assert values == [0.5, 0.2, -0.5]
    assert [reading.value for reading in trap.first_quarter_revision(Snapshot(date(2025, 5, 20)))] == [None, None, None]


def test_second_quarter_was_unknown_on_the_day_and_never_fell():
    assert trap.second_quarter_growth(THEN) == []
    finding = found("trap-3")
    assert finding.now[1].value == 0.3  # World Times, 20 August 2025
    assert finding.now[2].value > 0
    assert finding.saving.period == "2025Q3" and finding.saving.value < 0  # Yomiuri, 17 November 2025: -0.4


def test_later_levels_raise_the_first_quarter():
    frame = trap.growth_estimates(NOW)
    newest = frame[(frame["quarter"] == "2025Q1") & (frame["measure"] == "annualised")].iloc[-1]
    assert newest["source"] == "levels" and newest["value_pct"] == pytest.approx(2.0, abs=0.1)


# --- prices ---


def test_rates_of_april_2025_are_those_of_the_offices():
    """Statistics Bureau 3.6, ONS 3.5 and 4.1, BLS 2.3, Destatis 2.1, Istat 1.9, Statistics Canada 1.7, INSEE 0.8."""
    rates = trap.g7_month(THEN, trap.LAST_MONTH)
    assert rates["national"].round(1).to_dict() == {
        "JPN": 3.6, "GBR": 3.5, "USA": 2.3, "DEU": 2.1, "ITA": 1.9, "CAN": 1.7, "FRA": 0.8,
    }  # fmt: skip
    assert rates.loc["GBR", "with owners' housing"] == 4.1
    assert rates.loc["GBR", "without the tax error"] == 3.4


def test_britain_is_ahead_on_its_own_first_index():
    """ONS bulletin of May 2025: CPIH 4.1 against Japan's 3.6."""
    last = found("trap-4").video[-1]
    assert last.value == 2 and last.passes is False


def test_rank_needs_all_seven():
    """On 20 May 2025 Japan's and Britain's April rates were still to come."""
    assert trap.inflation_rank(Snapshot(date(2025, 5, 20)))[0].value is None
    rates = pd.Series(dict.fromkeys(trap.SEVEN, 1.0))
    assert trap.japans_rank(rates) == 1
    assert trap.japans_rank(rates.drop("FRA")) is None
    assert trap.japans_rank(rates.mask(rates.index == "USA", 2.0)) == 2


def test_japan_left_the_top_later():
    """Eurostat, Statistics Canada, BLS, ONS, April 2026: all above Japan's 1.4 %."""
    ranks = trap.g7_ranks(NOW).set_index("month")
    assert ranks.loc["2026-04-01", ["known", "rank"]].tolist() == [7, 7]
    assert ranks.loc["2025-05-01", ["known", "rank"]].tolist() == [7, 1]
    assert pd.Timestamp("2025-05-01") not in trap.g7_ranks(THEN)["month"].tolist()


def test_no_rate_spans_the_month_america_never_published():
    frame = trap.g7_inflation(NOW)
    usa = frame[(frame["country"] == "USA") & (frame["measure"] == "national")].set_index("month")["yoy_pct"]
    assert pd.Timestamp("2025-10-01") not in usa.index
    assert usa[pd.Timestamp("2025-11-01")] == pytest.approx(2.7, abs=0.05)  # BLS, 18 December 2025


# --- households, the yen ---


def test_spending_keeps_its_gaps_and_recomputes_where_it_can():
    frame = trap.household_spending(NOW).set_index("month")
    assert np.isnan(frame.loc["2024-02-01", "published_pct"]) and np.isnan(frame.loc["2024-02-01", "recomputed_pct"])
    assert frame.loc["2026-04-01", "recomputed_pct"] == pytest.approx(-0.5, abs=0.05)
    assert trap.household_spending(THEN)["month"].max() == trap.LAST_MONTH


def test_yen_since_july_2024():
    """H.10 monthly means 157.5182 (July 2024), 156.4819 (January 2025); 144.91 on 10 June 2025."""
    readings = trap.yen_since_july(NOW)
    assert readings[0].value == pytest.approx((157.5182 / 144.91 - 1) * 100, abs=0.01)
    assert readings[1].value == pytest.approx((157.5182 / 156.4819 - 1) * 100, abs=0.001)
    assert readings[3].value == pytest.approx((74.90 / 68.94 - 1) * 100)  # BIS, copy of August 2026
    assert all(reading.value > 0 for reading in readings)
    assert trap.yen_since_july(THEN)[3].value is None  # the real rate stopped in September 2024 then


# --- wages, the strong yen, exports ---


def test_years_end_with_the_last_before_the_video():
    years = trap.wages_and_prices(NOW)["year"]
    assert years.min() == 1991 and years.max() == 2025
    assert trap.wages_and_prices(THEN)["year"].max() == 2024
    then, now = (trap.wages_against_prices(snapshot) for snapshot in (THEN, NOW))
    assert [r.value for r in then[:3]] == pytest.approx([r.value for r in now[:3]])
    assert then[3].value is None and now[3].value is not None


def test_yearly_inflation_is_that_of_the_statistics_bureau():
    """Published yearly rates: 1998 0.6, 2014 2.7, 2023 3.2, 2024 2.7."""
    prices = trap.wages_and_prices(NOW).set_index("year")["prices_pct"]
    for year, printed in {1998: 0.6, 2014: 2.7, 2023: 3.2, 2024: 2.7}.items():
        assert prices[year] == pytest.approx(printed, abs=0.11)


def test_link_is_strong_in_general_and_loose_in_services():
    general, since, services = found("trap-7").video[:3]
    assert general.range[0] > 0.3 and since.value > 0.5
    assert services.range[0] < 0 < services.range[1]


def test_effects_of_a_stronger_yen_have_the_signs_of_the_literature():
    """Import prices pass through most, consumer prices little; export volume within the published 3 to 7 % or below."""
    effects = trap.yen_effects(THEN)
    assert set(effects["measure"]) == {"real", "dollar"}
    real = effects[effects["measure"] == "real"].set_index("effect")
    assert real.loc["import prices", "high_pct"] < 0 and real.loc["consumer prices", "high_pct"] < 0
    assert real.loc["import prices", "change_pct"] < real.loc["consumer prices", "change_pct"] < 0
    assert -7 < real.loc["export volume", "change_pct"] < 0 < real.loc["export volume", "high_pct"]
    price, volume, earnings = (
        real.loc[name, "change_pct"] for name in ("export prices in yen", "export volume", "export earnings in yen")
    )
    assert (1 + price / 100) * (1 + volume / 100) - 1 == pytest.approx(earnings / 100, abs=1e-6)


def test_contributions_of_trade_are_those_of_the_office():
    """NLI Research on the first estimate of 2025Q1: net exports took 0.8 points; exports -0.6 %, imports +2.9 %."""
    quarters = trap.growth_contributions(THEN, fiscal=False).set_index("period")
    assert quarters.loc["2025Q1", "net_exports_pp"] == pytest.approx(-0.8, abs=0.06)
    years = trap.growth_contributions(THEN, fiscal=True).set_index("period")
    assert years.loc["FY2024", "growth_pct"] == pytest.approx(0.8, abs=0.05)
    assert years.loc["FY2024", "exports_share_pct"] == pytest.approx(100 * 141362.5 / 617009.9)
    assert years["exports_share_pct"].idxmax() == "FY2024"


def test_exports_make_more_than_half_of_growth_over_every_span():
    spans = trap.exports_in_growth(THEN)
    assert (spans["exports_of_growth_pct"] > 50).all() and (spans["net_of_growth_pct"] < 50).all()


# --- documents ---


def test_documents_appear_with_their_day():
    before = Snapshot(date(2025, 5, 20))
    assert trap.treasury_on_tightening(before)[0].value is None
    assert [reading.value for reading in trap.norinchukin_on_demand(before)] == [None, None]
    assert found("trap-8", before).verdict == "unchecked"
    assert found("trap-10", before).verdict == "unchecked"
    assert len(trap.documents(THEN, "tightening no longer urged")) == 0
    assert len(trap.documents(NOW, "tightening no longer urged")) == 1
