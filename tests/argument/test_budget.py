"""The budget claims: verdicts held to facts published elsewhere, and the sums behind them."""

from datetime import date

import pandas as pd
import pytest
from brink.argument.claims import find_claim
from holding import NOW, THEN, found, words

from brink.measures import budget
from brink.models.budget import extra_gdp
from brink.record.snapshot import Snapshot

test_the_videos_words = words(
    ("budget-1", 2.4, (2.351, 2.449), (2.349, 2.451), "the CBO says 2.4 trillion: the score rounds to it"),
    ("budget-2", 1.6, (1.551, 1.649), (1.549, 1.651), "$1.6 trillion in spending: the cut rounds to it"),
    (
        "budget-3",
        (2.6, 0.8, 1.0),
        ((2.649, 0.751, 1.049),),
        ((2.651, 0.8, 1.0), (2.6, 0.749, 1.0), (2.6, 0.8, 1.051)),
        "2.6 trillion buys 0.8% GDP and a million jobs",
    ),
    ("budget-4", 0, (0, 10), (10.1,), "not even a little: a tenth of a point at most"),
)


# --- verdicts -----------------------------------------------------------------------------------


def test_cbo_says_two_point_four():
    """The Fiscal Times, 4 June 2025: the bill would add $2.4 trillion to the deficit over 10 years."""
    finding = found("budget-1")
    assert finding.verdict == "holds"
    assert finding.video[0].value == pytest.approx(2.4, abs=0.05)
    assert finding.video[1].value == 3.0 and not finding.video[1].passes  # Peterson Foundation, 10 June 2025
    assert finding.now[0].value == finding.video[0].value  # CBO restated it on 17 June


def test_cuts_of_one_point_six_are_gross():
    """CBO nets them to 1.25 (GoldSilver, June 2025); 1.6 is what Penn Wharton and the budget director counted."""
    finding = found("budget-2")
    assert finding.verdict == "misquoted"
    assert finding.video[0].value == pytest.approx(1.25, abs=0.01)
    assert "Penn Wharton" in finding.saving.label and finding.saving.value == pytest.approx(1.6, abs=0.005)
    assert [reading.passes for reading in finding.video] == [False, True, True, False]


def test_jobs_have_no_source():
    """The Tax Foundation's 0.8 percent is on record; its debt figure and job count are not."""
    finding = found("budget-3")
    assert finding.verdict == "unchecked"
    assert all(reading.value is None for reading in finding.video)
    assert find_claim("budget-3").needs


def test_three_sources_make_the_three_numbers_plausible_later():
    """4.0 of tax cuts less 1.5 of spending (Capretta) is 2.5; 3.1 with interest (Treasury and Risk) less a fifth."""
    together = found("budget-3").now[1]
    cost, gain, jobs = together.value
    assert together.passes and gain == 0.8
    assert 4.0 - 1.5 - 0.1 < cost < 4.1 - 1.5 + 0.05
    assert cost == pytest.approx(3.1 / (1 + 551 / 2416), abs=0.1)
    assert jobs == pytest.approx(0.6 / 100 * 160, abs=0.05)


def test_no_room_for_higher_yields():
    """2.6 trillion expected back (Econbrowser) less 2.416 (CBO), at 35.1 billion a basis point (CBO): five."""
    finding = found("budget-4")
    assert finding.verdict == "holds"
    plan, scorer, dividend, video = finding.video
    assert plan.value == pytest.approx((2600 - 2416) / 35.1)
    assert plan.range[0] < 0 < plan.value < plan.range[1] < 10
    assert scorer.value == pytest.approx((103 - 2416) / 35.1)
    assert dividend.value == pytest.approx(103 / 35.1)
    assert video.value < -200
    assert all(reading.passes for reading in finding.video)


def test_what_would_flip_it():
    """The Tax Foundation's dividend alone could bear 24 basis points: a larger growth effect flips the claim."""
    sums = budget.pay_back(NOW).set_index("author")
    assert sums.loc["Tax Foundation", "dividend_bp"] > 10
    assert not find_claim("budget-4").passes(sums.loc["Tax Foundation", "dividend_bp"])
    assert sums["cushion_bp"].max() < 10


def test_ten_basis_points_are_little():
    """The threshold of the claim's test is less than an ordinary month moves the ten-year yield."""
    assert find_claim("budget-4").test == {"at_most": 10}
    assert budget.usual_move(NOW) > 10


# --- as of ----------------------------------------------------------------------------------------


def test_cbo_dynamic_was_not_known():
    assert budget.figure(THEN, "cbo_house_feedback") is None
    assert "Congressional Budget Office" not in set(budget.pay_back(THEN)["author"])
    assert "Congressional Budget Office" in set(budget.pay_back(NOW)["author"])


def test_before_the_bill_there_is_no_figure():
    early = Snapshot(date(2025, 4, 1))
    for read in (budget.cbo_cost, budget.spending_cuts, budget.debt_growth_and_jobs, budget.room_for_yields):
        assert all(reading.value is None for reading in read(early))


def test_scores_keep_their_vintages():
    scores = budget.scores(NOW)
    assert (scores.query("version == 'House bill' and counted == 'conventional'")["trillions"] == 2.416).all()
    assert scores["released"].is_monotonic_increasing
    assert len(budget.scores(THEN)) < len(scores)


def test_traces_name_their_authors():
    traces = budget.traces(NOW)
    assert set(traces["said"]) == {"2.4", "1.6", "2.6", "0.8 %", "a million jobs"}
    assert traces[["publisher", "about", "source_url"]].notna().all().all() and (traces["value"] > 0).all()


# --- sums against published sums --------------------------------------------------------------------


def test_rule_share_reproduces_the_chairmans_feedback():
    """J. Arrington: growth of 2.6 percent instead of 1.8 yields 2.5 trillion over ten years."""
    extra = budget.figure(NOW, "house_chairman_growth") - 1.8
    gain = extra_gdp(extra / 100, budget.gdp_of_the_bill(NOW)).sum() * budget.rule_share(NOW)
    assert gain == pytest.approx(2500, rel=0.03)


def test_break_even_asks_for_the_growth_the_house_assumed():
    table = budget.break_even(NOW).set_index("version")
    rule = table.filter(like="rule").iloc[:, 0]
    assert rule["House bill"] == pytest.approx(0.8, abs=0.05)
    assert rule.is_monotonic_increasing
    assert table.loc["House bill"].drop("cost").is_monotonic_increasing  # the smaller the share, the more growth


def test_own_model_against_cbos_rule():
    """CBO, 13 March 2025: a tenth of a point costs 54 billion in 2035 and 351 over 2026-35, from 2025 on."""
    table = budget.ten_basis_points(NOW)
    assert table["cost"].iloc[-1] == pytest.approx(54, abs=2)
    assert 0.8 * 351 < table["cost"].sum() < 351
    assert budget.ten_basis_points(NOW, first=2025)["cost"].sum() == pytest.approx(351, rel=0.04)
    assert table["cost"].is_monotonic_increasing and table["repriced_pct"].is_monotonic_increasing
    assert (table["cost"] < table["repriced_pct"] / 100 * 70).all()


def test_room_is_small_by_either_cost_of_a_rise():
    assert 0 < budget.room_by_model(NOW) < 10


def test_rates_moved_apart():
    """Fed: 4.25-4.50 until September 2025, 3.50-3.75 from December; the 30-year yield was 5.23 on 20 August 2026."""
    rates = budget.rates_by_month(NOW).set_index("month")
    assert 4.25 < rates.loc["2025-06-01", "fed_funds_pct"] < 4.5
    assert 3.5 < rates.loc["2026-06-01", "fed_funds_pct"] < 3.75
    assert rates.loc["2026-08-01", "yield_30y_pct"] == pytest.approx(5.23, abs=0.1)


def test_refinancing_implies_the_published_maturity():
    """72 months in June 2025 (Joint Economic Committee)."""
    speed = budget.refinancing(NOW)
    assert speed["implied_months"] == pytest.approx(speed["published_months"], abs=1)
    assert budget.refinancing(THEN) is None


def test_debt_service_against_cbos():
    """CBO: 551 billion on the House bill's 2,416."""
    assert budget.debt_service(NOW) == pytest.approx(551, rel=0.03)
    assert budget.deficit_by_year(NOW).sum() == pytest.approx(2416)


def test_debt_paths_against_cbo():
    """CBO: 117.1 percent of GDP in 2034 without the bill, 123.8 with it."""
    last = budget.debt_paths(NOW).set_index("fiscal_year").loc[2034]
    assert last["baseline"] == pytest.approx(117.1, abs=0.05)
    assert last["bill"] == pytest.approx(123.8, abs=0.4)
    assert last["bill"] < last["bill_50"] < last["bill_100"] and last["bill_50"] < last["market"] < last["bill_100"]


def test_cost_per_job_is_division():
    sums = budget.unit_costs(NOW)
    assert sums["cost_per_job"] == pytest.approx(2.6) and sums["cost_per_point"] == pytest.approx(3250)
    assert sums["dividend_rate_pct"] < 2 < sums["ten_year_pct"]
    assert sums["interest"] > sums["added_revenue"]


def test_yields_were_above_cbos_before_the_bill():
    """Treasury, 10 June 2025: ten-year par yield 4.47 percent; CBO's January baseline: 4.0 for 2026 (3.95)."""
    gap = budget.yield_gap_on_the_day(NOW)
    assert gap["yield_pct"] == 4.47 and round(gap["assumed_pct"], 1) == 4.0
    assert gap["cost"] == pytest.approx(gap["gap_bp"] * 35.1)
    months = budget.yields_against_cbo(NOW)
    assert (months.query("month >= '2025-10-01'")["gap_bp"] > 0).all()
    assert months["fiscal_year"].iloc[0] == 2025 and months["month"].iloc[0] == pd.Timestamp("2024-10-01")
