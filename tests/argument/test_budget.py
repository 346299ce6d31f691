"""The budget claims: verdicts held to facts published elsewhere, and the sums behind them."""

from datetime import date

import pandas as pd
import pytest
from holding import NOW, THEN, found, verdicts, words

from brink import Ledger
from brink.argument.inventory import find_claim
from brink.measures import budget, budget_sum
from brink.models.budget import extra_gdp
from brink.record.snapshot import Snapshot

SAID = (2.6, 0.8, 1)

test_the_videos_words = words(
    ("budget-1", "2.4", (2.351, 2.449), (2.349, 2.451), "balloon the debt by another 2.4: the score rounds to it"),
    ("budget-2", "1.6", (1.551, 1.649), (1.549, 1.651), "$1.6 trillion in spending: the words round to it"),
    (
        "budget-3",
        ["2.6", "0.8", "1"],
        (True,),
        (False,),
        "2.6 trillion buys 0.8% GDP and maybe a million jobs: one estimate",
    ),
    ("budget-4", None, (-60, 0, 10), (10.1,), "not even a little: a tenth of a point at most"),
    ("budget-5", None, (5, 6.3), (4.9,), "like the tab doesn't exist: a twentieth of GDP uncovered"),
    ("budget-6", None, (True,), (False,), "double speak: denied, and counted"),
    ("budget-7", None, (0.1,), (0, -0.1), "still rising: larger than before"),
    ("budget-8", None, (0, 0.2), (-0.01,), "growth to mask the pain: at least as much as the tariffs take"),
    (
        "budget-9",
        None,
        (-0.5, -2.9),
        (-0.49, 0.1),
        "industries must come back: half a trillion is missing without them",
    ),
)

test_verdicts = verdicts(
    (
        "budget-1",
        "holds",
        "CNBC, 4 June 2025: 2.4 trillion to the nation's debt; Budget Lab at Yale: 2.4 trillion to the debt",
    ),
    ("budget-2", "holds", "Crooks and Liars, 1 June 2025: the Speaker, over 1.6 trillion"),
    (
        "budget-3",
        "mislabelled",
        "FingerLakes1, 5 June 2025: 794,000 jobs with 4.1 trillion; Tax Foundation: 0.8 % for another text",
    ),
    ("budget-4", "holds", "Star Tribune (AP), June 2025: bill and tariffs, basically a wash"),
    ("budget-5", "holds", "CBO, 8 November 2024: 6.4 % of GDP in fiscal 2024, exceeded only six times since 1946"),
    (
        "budget-6",
        "holds",
        "PolitiFact, 21 May 2025: does not add to the deficit; SJO Daily, 4 June: CBO's 2,416 billion",
    ),
    ("budget-7", "holds", "TRT World, 3 January 2024: 34 trillion; TipRanks, spring 2025: 36.2"),
    (
        "budget-8",
        "in part",
        "CBO, 4 June 2025: 0.6 % less GDP from tariffs in 2035; the Joint Committee: 1.86 % growth a year instead of 1.83",
    ),
    ("budget-9", "in part", "WTA Global on CBO, 4 June 2025: tariffs 2.8 trillion, bill 2.4"),
)


@pytest.mark.parametrize(
    ("reading", "passing", "failing"),
    [("gdp", (0.75, 0.85), (0.7, 0.9)), ("jobs", (0.5, 1.054), (0.4, 1.6)), ("debt", (2.59,), (2.5, 2.7))],
)
def test_each_of_three_numbers_has_its_bar(reading, passing, failing):
    claim = find_claim("budget-3")
    assert all(claim.passes(value, reading) for value in passing)
    assert not any(claim.passes(value, reading) for value in failing)


# --- verdicts -----------------------------------------------------------------------------------


def test_forecasts_say_two_point_four_and_debt():
    """CNBC and UPI, 4 June 2025, and the Budget Lab: to the debt; 3.0 with interest: Peterson Foundation, 10 June 2025."""
    finding = found("budget-1")
    assert finding.ways["passes"].all() and len(finding.ways) == 3
    assert finding.then["debt"].value == 3.0 and not finding.then["debt"].passes
    assert budget.figure(THEN, "yale_house_debt") == pytest.approx(budget.figure(THEN, "cbo_house_deficit"), abs=50)


def test_the_speaker_said_so_and_cbo_nets_it():
    """CBO nets the cuts to 1.25 (GoldSilver, June 2025); a week before the Speaker had spoken of more than 1.5 (CBS)."""
    finding = found("budget-2")
    assert finding.then["words"].value == 1.6 and finding.then["words"].period == "1 June 2025"
    assert finding.then["net"].value == pytest.approx(1.25, abs=0.01) and not finding.then["net"].passes
    assert finding.ways["passes"].all()


def test_three_numbers_of_two_texts():
    finding = found("budget-3")
    assert [reading.passes for reading in finding.then.values()] == [None, True, True, None]
    assert "was seen without its table" in finding.then["together"].note
    assert finding.then["jobs"].value == 0.794
    complete = budget.packages(THEN).dropna(subset=["debt", "gdp", "jobs"])
    assert complete[["debt", "gdp", "jobs"]].to_numpy().tolist() == [[4.1, 0.6, 0.794], [4.6, 1.6, 1.054]]


def test_the_cost_rebuilt():
    """4.0 of tax cuts less 1.5 of spending (Capretta) is 2.5; 3.1 with interest (Treasury and Risk) less a fifth."""
    cost = found("budget-3").revised["debt"]
    assert cost.value == pytest.approx(1.724 + 0.895) and cost.passes
    assert 4.0 - 1.5 - 0.1 < cost.value < 4.1 - 1.5 + 0.05
    assert cost.value == pytest.approx(3.1 / (1 + 551 / 2416), abs=0.1)


def test_an_unread_page_leaves_the_three_numbers_open():
    ways = found("budget-3").ways.set_index("unread")["verdict"]
    assert ways.to_dict() == {"left out": "mislabelled", "taken to say so": "holds"}


def test_two_point_six_was_money_that_comes_back():
    """Econbrowser, February 2025: the resolution counts on 2.6 trillion of growth; the budget director says so on 22 May."""
    assert budget.figure(THEN, "house_feedback") == 2600
    assert budget.statements(THEN, "growth")["amount_usd_tn"].tolist() == [2.6]


def test_bill_tariffs_and_growth_come_out_even():
    """103 billion (Common Dreams on the Joint Committee), 2.8 trillion with 0.5 of interest (6abc and AP on CBO), 2.416; 35.1 a basis point."""
    room, whole = found("budget-4").then, found("budget-9").then
    assert room["official"].value == pytest.approx((103 + 2800 - 500 - 2416) / 35.1)
    assert room["without_tariffs"].value == pytest.approx((103 - 2416) / 35.1)
    assert room["permanent"].value == pytest.approx((103 + 2300 - 4000) / 35.1)  # Budget Lab at Yale: 4.0 trillion
    assert room["majority"].value == pytest.approx((2600 + 2300 - 2416) / 35.1) and not room["majority"].passes
    assert room["market"].value == pytest.approx(room["official"].value - 53.7, abs=1)  # 4.47 against 3.95 and a bit
    assert room["official"].range[0] < 0 < room["official"].range[1] < 10
    for ours, theirs in (("official", "sum"), ("without_tariffs", "without_tariffs"), ("permanent", "permanent")):
        assert room[ours].value * 35.1 == pytest.approx(1000 * whole[theirs].value)


def test_interest_and_the_toll_of_tariffs_change_little():
    """2.8 trillion with interest and the economy's response (6abc, 4 June 2025) against 3.0; 2.5 without either against 2.416."""
    ways = found("budget-4").ways.query("growth == 'scorer' and tariffs == 'counted' and charged == 'all'")
    assert ways.set_index("counts")["value"].drop_duplicates().to_dict() == pytest.approx(
        {
            "before interest": (103 + 2300 - 2416) / 35.1,
            "with interest": (103 + 2800 - 3000) / 35.1,
            "conventional": (103 + 2500 - 2416) / 35.1,
        }
    )


def test_who_decides_on_the_room():
    """Without the tariffs nobody's growth leaves room by the bar; with them the White House's always does."""
    ways = found("budget-4").ways.query("charged == 'all' and bar == 10")
    assert ways[ways["tariffs"] == "left out"]["passes"].all()
    counted = ways[ways["tariffs"] == "counted"].groupby("growth")["passes"]
    assert counted.all()["scorer"] and not counted.any()["white_house"]
    assert found("budget-4").firmness.decider == "tariffs"


def test_charged_with_its_own_debt_the_plan_keeps_its_sign():
    values = found("budget-4").ways.query("bar == 10 and tariffs == 'counted'").groupby(["growth", "counts"])["value"]
    assert (values.min() * values.max() >= 0).all()
    assert budget_sum.cost_of_a_basis_point(THEN, own=True) == pytest.approx(35.1 / 20, rel=0.15)


def test_today_the_sum_no_longer_comes_out():
    """CBO, 21 July 2025: the law costs 3.4 trillion; tariffs 2.5 (November), of which a ruling took 1.7 (CRFB)."""
    today = found("budget-9").today["sum"]
    assert today.value == pytest.approx((103 + 2500 - 1700 - 3400) / 1000) and today.passes
    assert found("budget-4").today["official"].value == pytest.approx(1000 * today.value / 35.1)
    assert "−2.50" in found("budget-9").ruling and "−71.1" in found("budget-4").ruling


def test_a_tenth_of_a_point_is_less_than_an_ordinary_month_moves():
    yields = THEN.table("us_cmt_yields").set_index("date")["yield_10y_pct"].dropna()
    ends = yields.groupby(yields.index.to_period("M")).last()
    assert 100 * ends.diff().abs().median() > find_claim("budget-4").bar.bound


def test_the_gap_of_fiscal_2024():
    """CBO, 8 November 2024: 6.4 % of GDP, against 3.8 on average over fifty years; exceeded in 2009-12 and 2020-21 only."""
    finding = found("budget-5")
    assert finding.then["deficit"].value == pytest.approx(6.4, abs=0.1)
    past = budget.history(THEN)["deficit"]
    assert past.mean() == pytest.approx(3.8, abs=0.2) and not finding.claim.passes(past.mean())
    assert past.index[past > past[2024]].tolist() == [2009, 2010, 2011, 2012, 2020, 2021]
    assert 0 < finding.base_rate.passing < finding.base_rate.moments / 2


def test_twelve_months_to_may():
    """CRFB, on CBO: the deficit totaled 2.0 trillion over the past twelve months."""
    assert round(budget.twelve_months(THEN)["deficit_usd_bn"] / 1000, 1) == 2.0
    assert found("budget-5").then["so_far"].period == "twelve months to May 2025"
    assert found("budget-5").then["so_far"].adjusted == pytest.approx(100 * (1833 + 84) / 30136, abs=0.05)


def test_the_ratio_of_the_day():
    """CBO, January 2025: 1,832.4 of 28,823 billion; the bureau has since revised GDP up."""
    assert found("budget-5").then["deficit"].value == pytest.approx(100 * 1832.4 / 28823, abs=0.01)


def test_more_than_a_third_of_the_gap_is_interest():
    """CBO, January 2025: net interest of 881 billion in fiscal 2024; November 2024: a deficit of 1,833."""
    gap = found("budget-5").then
    assert 1 - gap["primary"].value / gap["deficit"].value == pytest.approx(881 / 1833, abs=0.01)


def test_denial_before_the_count_is_no_contradiction():
    """CBO printed its count on 4 June 2025."""
    assert found("budget-6", Ledger(date(2025, 6, 3), NOW)).verdict == "unchecked"
    assert found("budget-6", Ledger(date(2025, 6, 4), NOW)).verdict == "holds"
    assert "1 June 2025" in found("budget-6").ruling


def test_debt_over_a_year():
    """34.001 trillion on 29 December 2023 (Sputnik on the Treasury's daily statement), 36.2 in spring 2025 (TipRanks)."""
    debt = found("budget-7").then["debt"]
    assert debt.value == pytest.approx(100 * (36.2 / 34.001 - 1), abs=0.3) and round(debt.level, 1) == 36.2
    assert found("budget-7").then["bill"].value == pytest.approx(123.8 - 117.1)
    # Joint Economic Committee: 36.21 trillion on 4 June 2025, 1.56 more than a year before; Treasury: 34.65 then.
    assert found("budget-7").then["daily"].value == pytest.approx(100 * (36.21 / 34.65 - 1), abs=0.05)


def test_the_legal_limit_held_the_debt():
    """CBO, 9 June 2025: the limit of 36.1 trillion had bound since January."""
    debt = NOW.table("us_federal_debt").set_index("quarter")["gross_usd_mn"]
    assert abs(debt["2025Q2"] / debt["2024Q4"] - 1) < 0.001 < debt["2025Q3"] / debt["2025Q2"] - 1


def test_tax_cuts_against_tariffs():
    """3.67 trillion against 2.5 (CBO, 4 June 2025); the budget director, 12 June: a deficit 1.4 lower on the rates in force."""
    finding = found("budget-8")
    assert finding.then["money"].value == pytest.approx(100 * 3.67 / 2.5)
    assert finding.then["in_force"].value is None
    assert finding.revised["in_force"].value == pytest.approx(100 * (3.67 - 2.416 - 1.4) / 2.5)


def test_growth_against_tariffs_like_for_like():
    """0.03 points a year against 0.6 % in 2035; 0.4 % on average against half of that. Tax Foundation 0.8, Yale 0.3."""
    finding = found("budget-8")
    assert finding.then["growth"].value == pytest.approx(10 * 0.03 - 0.6)
    assert finding.saving.key == "average" and finding.saving.value == pytest.approx(0.4 - 0.6 / 2)
    ways = finding.ways.query("bar == 0").set_index("pair")["value"]
    assert ways.to_dict() == pytest.approx(
        {"official": -0.3, "penn_wharton": 0.5 - 0.6, "yale": 0.8 - 0.3, "tax_foundation": 0.8 - 0.7, "april": 0.8 - 6}
    )


def test_without_the_tariffs_the_bill_does_not_pay():
    finding = found("budget-9")
    assert finding.saving.key == "without_tariffs"
    assert finding.then["sum"].value == pytest.approx((103 + 2800 - 500 - 2416) / 1000)
    assert finding.then["without_tariffs"].value == pytest.approx((103 - 2416) / 1000)
    assert finding.ways["passes"].mean() < 0.5, "the default lies on the side of most ways"


def test_factories_did_not_add_jobs():
    """EPI on BLS, June 2026: 68 thousand fewer in May 2026 than in January 2025."""
    jobs = NOW.table("us_manufacturing_jobs").set_index("month")["jobs_thousand"]
    assert jobs["2026-05-01"] - jobs["2025-01-01"] == pytest.approx(-68, abs=30)


# --- any day ----------------------------------------------------------------------------------------


def test_cbo_dynamic_was_not_known():
    assert budget.figure(THEN, "cbo_house_feedback") is None
    assert "Congressional Budget Office" not in set(budget_sum.pay_back(THEN)["author"])
    gain = budget_sum.pay_back(NOW).set_index("author")["feedback"]
    assert gain["Congressional Budget Office"] == 85 - 441  # with dearer interest on the old debt


@pytest.mark.parametrize("day", [date(2024, 6, 10), date(2025, 1, 17), date(2025, 4, 1)])
def test_before_the_bill_there_is_no_figure(day):
    early = Snapshot(day)
    assert budget_sum.cost_of_the_bill(early) is None and budget_sum.left_over(early, 0.0) is None
    assert budget_sum.debt_service(early) is None and budget_sum.deficit_by_year(early) is None
    for frame in (budget_sum.pay_back, budget_sum.break_even, budget.scores, budget_sum.ten_basis_points):
        assert frame(early).empty
    assert budget_sum.debt_paths(early, 50.0).empty
    assert all(reading.value is None for reading in found("budget-4", Ledger(day, NOW)).then.values())


def test_scores_keep_their_vintages():
    scores = budget.scores(NOW)
    assert (scores.query("version == 'House bill' and counted == 'conventional'")["trillions"] == 2.416).all()
    assert scores["released"].is_monotonic_increasing
    assert len(budget.scores(THEN)) < len(scores)


def test_the_newest_bill_is_the_law():
    """Enacted at 3.4 trillion (CBO, 21 July 2025); the ruling of February 2026 took 1.7 of the tariffs (CRFB)."""
    assert budget_sum.cost_of_the_bill(THEN) == 2416 and budget_sum.cost_of_the_bill(NOW) == 3400
    assert budget_sum.tariff_savings(NOW) == 2500 - 1700
    assert budget_sum.tariff_savings(THEN) == 2800 - 500


# --- sums against published sums --------------------------------------------------------------------


def test_rule_share_reproduces_the_chairmans_feedback():
    """J. Arrington: growth of 2.6 percent instead of 1.8 yields 2.5 trillion over ten years."""
    extra = budget.figure(NOW, "house_chairman_growth") - 1.8
    gain = extra_gdp(extra / 100, budget_sum.gdp_of_the_bill(NOW)).sum() * budget_sum.rule_share(NOW)
    assert gain == pytest.approx(2500, rel=0.03)


def test_break_even_asks_for_the_growth_the_house_assumed():
    table = budget_sum.break_even(NOW).set_index("version")
    rule = table.filter(like="rule").iloc[:, 0]
    assert rule["House bill"] == pytest.approx(0.8, abs=0.05)
    assert rule.is_monotonic_increasing
    assert table.loc["House bill"].drop("cost").is_monotonic_increasing  # the smaller the share, the more growth


def test_tariffs_move_everybody_by_the_same():
    sums = budget_sum.pay_back(THEN)
    later = budget_sum.pay_back(NOW, saved=2300).set_index("author")
    joint = found("budget-4").then["official"].value
    assert later.loc["Joint Committee on Taxation", "with_tariffs_bp"] == pytest.approx(joint), "figure and card agree"
    assert (sums["with_tariffs_bp"] - sums["cushion_bp"]).round(6).unique() == pytest.approx([2300 / 35.1])


def test_own_model_against_cbos_rule():
    """CBO, 13 March 2025: a tenth of a point costs 54 billion in 2035 and 351 over 2026-35, from 2025 on."""
    table = budget_sum.ten_basis_points(NOW)
    assert table["cost"].iloc[-1] == pytest.approx(54, abs=2)
    assert 0.8 * 351 < table["cost"].sum() < 351
    assert budget_sum.ten_basis_points(NOW, first=2025)["cost"].sum() == pytest.approx(351, rel=0.04)
    assert table["cost"].is_monotonic_increasing and table["repriced_pct"].is_monotonic_increasing
    assert (table["cost"] < table["repriced_pct"] / 100 * 70).all()


def test_refinancing_implies_the_published_maturity():
    """72 months in June 2025 (Joint Economic Committee)."""
    speed = budget_sum.refinancing(NOW)
    assert speed["implied_months"] == pytest.approx(speed["published_months"], abs=1)
    assert budget_sum.refinancing(THEN) is None


def test_debt_service_against_cbos():
    """CBO: 551 billion on the House bill's 2,416."""
    assert budget_sum.debt_service(NOW) == pytest.approx(551, rel=0.03)
    assert budget_sum.deficit_by_year(NOW).sum() == pytest.approx(2416)
    assert budget_sum.deficit_by_year(THEN).sum() == pytest.approx(2416)
    assert (
        0 < budget_sum.debt_service(NOW, 10) - budget_sum.debt_service(NOW) < 351 / 10
    )  # on the bill's own debt alone


def test_debt_paths_against_cbo():
    """CBO: 117.1 percent of GDP in 2034 without the bill, 123.8 with it."""
    last = budget_sum.debt_paths(NOW, budget_sum.yield_gap(THEN)["gap_bp"]).set_index("fiscal_year").loc[2034]
    assert last["baseline"] == pytest.approx(117.1, abs=0.05)
    assert last["bill"] == pytest.approx(123.8, abs=0.4)
    assert last["bill"] < last["bill_50"] < last["market"] < last["bill_100"]


def test_cost_per_job_is_division():
    sums = budget_sum.unit_costs(THEN, *SAID)
    assert sums["cost_per_job"] == pytest.approx(2.6) and sums["cost_per_point"] == pytest.approx(3250)
    assert sums["dividend_rate_pct"] < 2 < sums["ten_year_pct"]
    assert sums["interest"] > sums["added_revenue"]


def test_yields_were_above_cbos_before_the_bill():
    """Treasury, 10 June 2025: ten-year par yield 4.47 percent; CBO's January baseline: 4.0 for 2026 (3.95)."""
    gap = budget_sum.yield_gap(THEN)
    assert gap["yield_pct"] in (4.47, 4.49) and round(gap["assumed_pct"], 1) == 4.0
    assert gap["cost"] == pytest.approx(gap["gap_bp"] * 35.1)
    months = budget_sum.yields_against_cbo(NOW)
    assert (months.query("month >= '2025-10-01'")["gap_bp"] > 0).all()
    assert months["fiscal_year"].iloc[0] == 2025 and months["month"].iloc[0] == pd.Timestamp("2024-10-01")
