"""The budget tables against facts published elsewhere, and against their own arithmetic."""

import pandas as pd
import pytest
from holding import NOW, THEN


def estimate(figure, released=None):
    rows = NOW.vintages("us_fiscal_estimates").query("figure == @figure")
    if released:
        rows = rows[rows["released"] == released]
    assert len(rows) == 1, figure
    row = rows.iloc[0]
    values = row[["value_usd_bn", "value_usd_tn", "value_pct", "value_mn"]].dropna()
    assert len(values) == 1
    return values.iloc[0]


# --- the scores -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "figure, released, published",
    [
        pytest.param("cbo_house_deficit", "2025-06-04", 2416, id="goldsilver.com-5-June-2025-2.42tn"),
        pytest.param("cbo_house_revenue", None, -3670, id="goldsilver.com-5-June-2025-3.67tn-less-revenue"),
        pytest.param("cbo_house_outlays", None, -1254, id="goldsilver.com-5-June-2025-1.25tn-spending-cuts"),
        pytest.param("cbo_house_interest", None, 551, id="The-Dispatch-551bn-interest-on-2.4tn"),
        pytest.param("cbo_house_rate_cost", None, 441, id="The-Dispatch-441bn-from-higher-rates"),
        pytest.param("cbo_house_feedback", None, 85, id="Treasury-and-Risk-23-June-2025-85bn"),
        pytest.param("cbo_law_deficit", None, 3.4, id="Star-Tribune-July-2025-3.4tn"),
        pytest.param("cbo_law_debt", None, 4.1, id="1787-for-America-4.1tn-with-interest"),
        pytest.param("cbo_rule_growth", None, 388, id="CBO-13-March-2025-388bn"),
        pytest.param("cbo_rule_growth_2035", None, 77, id="CBO-13-March-2025-77bn-in-2035"),
        pytest.param("tf_house_gdp", None, 0.8, id="Brookings-0.8-after-30-years"),
        pytest.param("house_feedback", None, 2.6, id="Econbrowser-Feb-2025-2.6tn-feedback"),
        pytest.param("cea_jobs_high", None, 7.4, id="conservativehq-6.6-to-7.4-million-jobs"),
        pytest.param("moodys_debt_2035", None, 134, id="five-pages-Moodys-134-percent"),
        pytest.param("cbo_house_education", None, 349, id="Conference-Board-on-CBO-349bn"),
        pytest.param("cbo_house_agriculture", None, 238, id="Conference-Board-on-CBO-238bn"),
        pytest.param("cbo_house_energy_commerce", None, 1.1, id="Conference-Board-on-CBO-1.1tn"),
        pytest.param("cbo_house_gross_cuts", None, 1.7, id="SJO-Daily-4-June-2025-over-1.7tn"),
        pytest.param("pw_permanent_deficit", None, 4425, id="Penn-Wharton-28-May-2025-4425bn"),
        pytest.param("tf_house_dynamic", None, 1.724, id="Exiled-Policy-June-2025-1.724tn-dynamic"),
        pytest.param("cnbc_house_debt", None, 2.4, id="UPI-4-June-2025-2.4tn-to-the-national-debt"),
        pytest.param("yale_house_debt", None, 2.4, id="Budget-Lab-on-the-Senate-bill-2.4tn-House-version"),
        pytest.param("yale_house_permanent", None, 4.0, id="Budget-Lab-on-the-Senate-bill-4.0tn-House-version"),
        pytest.param("jec_debt", None, 36.21, id="36.21tn-as-of-4-June-2025"),
        pytest.param("tf_committee_gdp", None, 0.6, id="Tax-Foundation-12-May-2025-0.6"),
        pytest.param("tf_committee_gdp", None, 0.6, id="C-Russo-18-May-2025-on-Tax-Foundation-0.6"),
        pytest.param("tf_senate_gdp", None, 1.1, id="Tax-Foundation-June-2025-1.1"),
        pytest.param("tf_house_revenue", None, -4.0, id="Tax-Foundation-4.0tn-conventional"),
        pytest.param("tf_house_with_interest", None, 3.1, id="Treasury-and-Risk-23-June-2025-3.1tn"),
        pytest.param("jct_committee_gdp", None, 0.4, id="Brookings-on-the-Joint-Committee-0.4"),
        pytest.param("cbo_house_gdp", None, 0.5, id="Tax-Foundation-on-CBO-0.5"),
        pytest.param("pw_house_gdp", None, 0.7, id="Brookings-on-Penn-Wharton-0.7"),
        pytest.param("aei_house_gdp", None, 0.3, id="AEI-12-June-2025-0.3"),
        pytest.param("cea_gdp_low", None, 4.2, id="Arizona-Free-Press-4.2-to-5.2"),
        pytest.param("cea_gdp_high", None, 5.2, id="Arizona-Free-Press-4.2-to-5.2-percent"),
        pytest.param("cea_jobs_low", None, 6.6, id="Arizona-Free-Press-6.6-to-7.4-million"),
        pytest.param("modellers_tax_cut", None, 4.0, id="J-Capretta-around-4.0tn"),
        pytest.param("modellers_spending", None, -1.5, id="J-Capretta-about-1.5tn"),
        pytest.param("crfb_house_debt", None, 3.3, id="CRFB-May-2025-3.3tn"),
        pytest.param("payrolls", None, 159.964, id="unemploymentdata.com-on-BLS-6-June-2025"),
        pytest.param("tf_committee_jobs", None, 0.794, id="davron.net-794000-jobs"),
        pytest.param("tf_law_jobs", None, 0.938, id="wealthway.top-938000-jobs"),
        pytest.param("tf_tariffs_gdp", None, -0.7, id="Tax-Foundation-4-April-2025-minus-0.7"),
        pytest.param("cbo_tariffs_gdp", None, -0.6, id="The-Jackson-Press-on-CBO-0.6-lower-by-2035"),
        pytest.param("cbo_tariffs_primary", "2025-06-04", 2.5, id="Star-Tribune-AP-June-2025-2.5tn"),
        pytest.param("cbo_tariffs_interest", "2025-06-04", 0.5, id="conservativemogul-500bn-interest"),
        pytest.param("cbo_tariffs_total", "2025-06-04", 2.8, id="6abc-4-June-2025-2.8tn"),
        pytest.param("cbo_tariffs_primary", "2025-08-22", 3.3, id="Particle-News-3.3tn-primary"),
        pytest.param("pw_may_gdp", None, 0.5, id="Yahoo-Finance-May-2025-0.5-in-ten-years"),
        pytest.param("factory_jobs", None, 12.761, id="windowanddoor.com-12761000-workers-in-May"),
    ],
)
def test_scores_as_printed_elsewhere(figure, released, published):
    assert estimate(figure, released) == published


def test_revenue_and_outlays_make_the_deficit():
    """-3,670 of revenue less -1,254 of outlays is 2,416 more deficit: three numbers, one sum."""
    gap = -estimate("cbo_house_revenue") + estimate("cbo_house_outlays")
    assert gap == estimate("cbo_house_deficit", "2025-06-04")


def test_halves_of_the_decade_make_the_whole():
    assert estimate("cbo_house_deficit_2025_29") + estimate("cbo_house_deficit_2030_34") == 2416


def test_single_years_fit_the_first_half():
    """Four years add to more than the five: 2025 itself is a small saving (student loans)."""
    four = sum(estimate(f"cbo_house_deficit_{year}") for year in range(2026, 2030))
    assert -150 < estimate("cbo_house_deficit_2025_29") - four < 0


def test_cbo_with_interest_and_dynamic_round_as_printed():
    assert round((2416 + estimate("cbo_house_interest")) / 1000, 1) == estimate("cbo_house_debt")
    dynamic = 2416 - estimate("cbo_house_feedback") + estimate("cbo_house_rate_cost")
    assert round(dynamic / 1000, 1) == estimate("cbo_house_dynamic")
    assert dynamic == pytest.approx(2770, abs=5)  # Fox Business, 17 June 2025: 2.77 trillion


def test_enacted_law_adds_up():
    assert -estimate("cbo_law_revenue") + estimate("cbo_law_outlays") == pytest.approx(estimate("cbo_law_deficit"))
    assert round(estimate("cbo_law_deficit") + estimate("cbo_law_interest") / 1000, 1) == estimate("cbo_law_debt")


def test_joint_committee_feedback_is_the_difference_of_its_two_scores():
    """gettaxreliefnow.com: 3.819 trillion conventional, 3.716 dynamic."""
    assert estimate("jct_committee_feedback") == pytest.approx(1000 * (estimate("jct_committee_deficit") - 3.716))


def test_rule_for_rates_lies_in_the_range_cbo_prints():
    """CBO, publication 61249: the four scenarios cost between 184 and 388 billion."""
    assert 184 <= estimate("cbo_rule_rates") <= 388 == estimate("cbo_rule_growth")


def test_penn_wharton_cuts_leave_its_deficit():
    """19 May 2025: taxes 4,561 and three committees 321, less cuts, leave 3,280 billion."""
    assert 4561 + 321 + estimate("pw_may_cuts") == pytest.approx(estimate("pw_may_deficit"), abs=1)


def test_growth_covers_a_third_of_the_tax_foundations_cost():
    """Printed in words, "about one third", which the row keeps: 33 in whole percent.

    Its 4.0 trillion of taxes less the 1.5 of spending cuts leave 2.5 before growth and, as printed, 1.724 after it.
    """
    words = NOW.table("us_fiscal_estimates").set_index("figure").loc["tf_house_offset", "measure"]
    assert words.endswith("about one third") and estimate("tf_house_offset") == round(100 / 3)
    cost = -estimate("tf_house_revenue") + estimate("modellers_spending")
    assert 100 * (1 - estimate("tf_house_dynamic") / cost) == pytest.approx(estimate("tf_house_offset"), abs=3)
    rebuilt = estimate("tf_house_dynamic") + estimate("tf_house_feedback") / 1000
    assert 100 * estimate("tf_house_feedback") / (1000 * rebuilt) == pytest.approx(estimate("tf_house_offset"), abs=2)


def test_each_row_has_one_value_and_a_page():
    rows = NOW.vintages("us_fiscal_estimates")
    assert (rows[["value_usd_bn", "value_usd_tn", "value_pct", "value_mn"]].notna().sum(axis=1) == 1).all()
    assert rows["source_url"].str.startswith("http").all()


def test_what_the_speaker_could_not_have_read():
    known = set(THEN.table("us_fiscal_estimates")["figure"])
    assert {"cbo_house_deficit", "cbo_house_debt", "tf_house_gdp", "jct_committee_feedback", "cbo_rule_rates"} <= known
    assert not known & {"cbo_house_dynamic", "cbo_house_feedback", "cbo_law_deficit", "aei_house_feedback"}


def test_tariffs_add_up_as_cbo_prints_them():
    """Conservative Mogul, June 2025: 2.5 of primary deficits and 0.5 of interest are 3.0, 2.8 after economic effects."""
    whole = estimate("cbo_tariffs_primary", "2025-06-04") + estimate("cbo_tariffs_interest", "2025-06-04")
    assert whole == 3.0 and estimate("cbo_tariffs_total", "2025-06-04") == 2.8
    later = estimate("cbo_tariffs_primary", "2025-08-22") + estimate("cbo_tariffs_interest", "2025-08-22")
    assert later == estimate("cbo_tariffs_total", "2025-08-22") == 4.0


# --- what was said ---------------------------------------------------------------------------------


def test_nothing_was_public_before_it_was_said():
    rows = NOW.table("us_bill_statements")
    assert (rows["released"] >= rows["said"]).all()
    assert set(THEN.table("us_bill_statements")["topic"]) == {"savings", "deficit", "growth", "tariffs"}


# --- the budget by year and by month ---------------------------------------------------------------


def test_budget_by_year_beside_the_baseline():
    """The first year of each edition of CBO's baseline is the outcome."""
    years = NOW.table("us_budget_history").set_index("fiscal_year")
    for edition, year in (("2025-01-17", 2024), ("2026-02-11", 2025)):
        assert years.loc[year, "debt_usd_bn"] == pytest.approx(baseline(edition).loc[year, "debt_usd_bn"], rel=2e-4)
        assert years.loc[year, "balance_usd_bn"] == pytest.approx(
            baseline(edition).loc[year, "balance_usd_bn"], rel=5e-3
        )


def test_a_year_of_the_budget_adds_up():
    """Revenues less outlays are the balance; older years are whole billions."""
    years = NOW.table("us_budget_history").set_index("fiscal_year")
    gap = (years["revenues_usd_bn"] - years["outlays_usd_bn"] - years["balance_usd_bn"]).dropna().abs()
    assert len(gap) > 40 and gap.max() <= 1 and gap[2025] < 0.002


def test_the_surpluses_of_the_nineties():
    """CRS, IN12340: receipts exceeded outlays in fiscal 1998 to 2001 and in no other year since 1970."""
    years = NOW.table("us_budget_history").set_index("fiscal_year")
    assert years.index[years["balance_usd_bn"] > 0].tolist() == [1998, 1999, 2000, 2001]


@pytest.mark.parametrize(
    ("year", "printed"), [(2019, 4.6), (2020, 14.7), (2021, 12.1), (2022, 5.4), (2023, 6.2), (2024, 6.4)]
)
def test_deficits_in_percent_of_gdp(year, printed):
    """CBO, 8 November 2024, with the GDP of that time; 6.4 and 6.2 also at gaya.one on the Treasury, 18 October 2024."""
    row = NOW.table("us_budget_history").set_index("fiscal_year").loc[year]
    assert -100 * row["balance_usd_bn"] / row["gdp_usd_bn"] == pytest.approx(printed, abs=0.15)


def test_a_review_adds_up():
    """CBO prints the change of the deficit beside those of outlays and revenues; they differ by rounding only."""
    rows = NOW.table("us_budget_reviews").dropna(subset="outlays_change_usd_bn")
    gap = rows["outlays_change_usd_bn"] - rows["revenues_change_usd_bn"] - rows["deficit_change_usd_bn"]
    assert gap.abs().max() <= 1
    may = rows.set_index("released").loc["2025-06-09"]
    assert may["deficit_change_usd_bn"] == pytest.approx(1363 - 1202, abs=1)  # its own table
    assert may["outlays_change_usd_bn"] == 4847 - 4490 and may["revenues_change_usd_bn"] == 3484 - 3288


# --- the baseline --------------------------------------------------------------------------------


def baseline(edition):
    rows = NOW.vintages("us_cbo_baseline")
    return rows[rows["released"] == edition].set_index("fiscal_year")


@pytest.mark.parametrize(
    "edition, year, published",
    [
        pytest.param("2025-01-17", 2034, 117.1, id="CBO-June-2025-letter-117.1"),
        pytest.param("2026-02-11", 2030, 108, id="American-Action-Forum-108"),
        pytest.param("2026-02-11", 2036, 120, id="American-Action-Forum-120"),
        pytest.param("2026-02-11", 2025, 99, id="Peterson-Foundation-99"),
    ],
)
def test_debt_ratio_as_published(edition, year, published):
    row = baseline(edition).loc[year]
    digits = 1 if isinstance(published, float) else 0
    assert round(row["debt_usd_bn"] / row["gdp_usd_bn"] * 100, digits) == pytest.approx(
        published, abs=0.51 if not digits else 0
    )


def test_deficits_of_the_decade_as_published():
    """CBO, March 2025: 21.8 trillion over 2026-35; American Action Forum, February 2026: 23.1 trillion."""
    assert round(-baseline("2025-01-17").loc[2026:2035, "balance_usd_bn"].sum() / 1000, 1) == 21.8
    assert round(-baseline("2026-02-11").loc[2026:2035, "balance_usd_bn"].sum() / 1000, 1) == 23.1


def test_single_years_of_the_february_edition():
    """Press, February 2026: deficit of 1.775 trillion in 2025. Investment News: primary deficit of 805 billion."""
    row = baseline("2026-02-11").loc[2025]
    assert round(-row["balance_usd_bn"] / 1000, 3) == 1.775
    assert round(-row["balance_usd_bn"] - row["net_interest_usd_bn"]) == 805


def test_cbos_output_grows_steadily():
    """CBO projects nominal growth of just under 4 percent a year once the first two years are over."""
    for edition in ("2025-01-17", "2026-02-11"):
        growth = 100 * baseline(edition)["gdp_usd_bn"].pct_change().iloc[2:]
        assert growth.between(3.7, 4.5).all() and growth.diff().abs().max() < 0.4, edition


def test_debt_grows_by_the_deficit_and_little_else():
    for edition in ("2025-01-17", "2026-02-11"):
        rows = baseline(edition)
        other = rows["debt_usd_bn"].diff() + rows["balance_usd_bn"]
        assert other.dropna().abs().max() < 150


def test_average_rate_close_to_interest_over_debt():
    rows = baseline("2025-01-17")
    implied = rows["net_interest_usd_bn"] / rows["debt_usd_bn"].rolling(2).mean() * 100
    assert (implied - rows["average_rate_pct"]).dropna().abs().max() < 0.12


def test_the_speaker_had_the_january_edition():
    assert THEN.table("us_cbo_baseline")["released"].unique().tolist() == [pd.Timestamp("2025-01-17")]
    newest = NOW.vintages("us_cbo_baseline")["released"].max()
    assert (
        NOW.table("us_cbo_baseline").set_index("fiscal_year").loc[2030, "released"]
        == newest
        >= pd.Timestamp("2026-02-11")
    )


# --- debt, rates, interest ---------------------------------------------------------------------


def test_gross_debt_as_reported():
    """36.2 trillion in spring 2025 (TipRanks, American Liberty); 38.56 on 4 February 2026 (Joint Economic Ctee)."""
    gross = NOW.table("us_federal_debt").set_index("quarter")["gross_usd_mn"] / 1e6
    assert round(gross["2025Q1"], 1) == round(gross["2025Q2"], 1) == 36.2
    assert gross["2025Q4"] < 38.56 < gross["2026Q1"]


def test_debt_held_by_the_public_beside_cbo():
    """End of September 2024: 28,199 billion in CBO's tables."""
    row = NOW.table("us_federal_debt").set_index("quarter").loc["2024Q3"]
    assert row["public_usd_mn"] / 1e3 == pytest.approx(28199, rel=0.005)
    assert (NOW.table("us_federal_debt")["gross_usd_mn"] > NOW.table("us_federal_debt")["public_usd_mn"]).all()


def test_fed_funds_inside_its_target():
    """From the first full month after a change to the next, the effective rate lies in the range."""
    rate = NOW.table("fed_funds_rate").set_index("month")["rate_pct"]
    target = NOW.table("fed_funds_target").set_index("date")
    for month, value in rate.items():
        last_day = month + pd.offsets.MonthEnd(0)
        if target.index[(target.index >= month) & (target.index <= last_day)].size or month < target.index[0]:
            continue
        span = target[target.index < month].iloc[-1]
        assert span["lower_pct"] <= value <= span["upper_pct"], month


def test_target_changes_chain():
    target = NOW.table("fed_funds_target")
    assert (target["lower_pct"].diff().dropna() * 100 == target["change_bp"].astype(float).iloc[1:]).all()
    assert (target["upper_pct"] - target["lower_pct"] == 0.25).all()
    # News, 10 December 2025: 3.50 to 3.75; 16 September 2026: 3.75 to 4.00.
    assert target.set_index("date").loc["2025-12-11", "upper_pct"] == 3.75
    assert target.iloc[-1][["lower_pct", "upper_pct"]].tolist() == [3.75, 4.0]


def test_fed_rate_pinned():
    """A second stored pull has 3.63 for May 2026."""
    assert NOW.table("fed_funds_rate").set_index("month").loc["2026-05-01", "rate_pct"] == 3.63


def test_national_accounts_interest_beside_the_treasury():
    """Fiscal year 2025: 1.22 trillion gross by the Treasury (Fortune, January 2026); another concept, same order."""
    paid = NOW.table("us_federal_interest_payments").set_index("quarter")["payments_usd_bn"]
    assert paid.loc["2024Q4":"2025Q3"].mean() == pytest.approx(1220, rel=0.06)
    assert THEN.table("us_federal_interest_payments").empty


def point(figure, period):
    rows = NOW.table("us_interest_cost").query("figure == @figure and period == @period")
    return rows[["value_pct", "value_usd_bn", "value_usd_tn", "value_months"]].iloc[0].dropna().item()


def test_kinds_of_debt_add_up():
    for period in ("2025-09", "2026-01"):
        parts = sum(point(f"marketable_{kind}", period) for kind in ("bills", "notes", "bonds", "other"))
        assert parts == pytest.approx(point("marketable_total", period), abs=0.011)


def test_average_rate_beside_cbo():
    """CBO, January 2025: 3.35 percent on debt held by the public in the fiscal year 2025."""
    assert point("average_rate", "2025-09") == pytest.approx(3.352, abs=0.06)


def test_gross_less_trust_funds_is_net():
    """CBO, February 2026: net interest of 970 billion in the fiscal year 2025."""
    assert point("gross_interest", "FY2025") * 1000 - point("interest_to_trust_funds", "FY2025") == pytest.approx(
        970, abs=15
    )


# --- the Federal Reserve's Treasuries -----------------------------------------------------------


def test_maturity_classes_add_up():
    rows = NOW.table("fed_treasury_holdings")
    classes = rows.filter(regex="^(one|over).*_usd_mn$")
    assert classes.shape[1] == 4
    assert (classes.sum(axis=1) - rows["total_usd_mn"]).abs().max() <= 3


def test_two_sources_for_one_wednesday():
    """H.4.1 of 10 March 2022 and FRED's TREAST: 5,753,385 million."""
    split = NOW.table("fed_treasury_holdings").set_index("date").loc["2022-03-09", "total_usd_mn"]
    weekly = NOW.table("fed_treasury_holdings_weekly").set_index("date").loc["2022-03-09", "holdings_usd_mn"]
    assert split == weekly == 5753385


def test_weekly_series_has_every_wednesday():
    days = NOW.table("fed_treasury_holdings_weekly")["date"]
    assert (days.diff().dropna() == pd.Timedelta(days=7)).all() and (days.dt.day_of_week == 2).all()


def test_holdings_beside_cbo():
    """CBO, January 2025: the Federal Reserve held 4,384 billion at the end of September 2024."""
    weekly = NOW.table("fed_treasury_holdings_weekly").set_index("date")["holdings_usd_mn"]
    assert weekly.loc["2024-09-25":"2024-10-02"].mean() / 1e3 == pytest.approx(4384, rel=0.003)
