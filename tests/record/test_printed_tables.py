"""Whole series held against what others printed of them: rates against indices, ratios against their parts."""

import pandas as pd
import pytest
from holding import NOW

# Consumer prices of the United States, seasonally adjusted (FRED CPIAUCSL as stored on 22 August 2026,
# LeopoldN/liberalmarkets), January 2023 to July 2026; October 2025 was never published. Our index is not adjusted: over
# twelve months the two rise alike.
ADJUSTED = """
300.42 301.45 301.821 302.845 303.334 304.014 304.609 306.082 307.276 307.696 308.148 308.741
309.698 310.967 312.345 313.023 313.175 313.044 313.569 314.062 314.732 315.631 316.528 317.604
318.961 319.679 319.785 320.302 320.62 321.435 322.169 323.291 324.245 nan 325.063 326.031
326.588 327.46 330.293 332.407 333.979 332.568 332.813
"""


def rates(index: pd.Series) -> pd.Series:
    """Return the change on the same month of the year before, in percent."""
    before = index.reindex(index.index - pd.DateOffset(years=1)).to_numpy()
    return ((index / before - 1) * 100).dropna()


def prices(country: str) -> pd.Series:
    return NOW.table("cpi_index").query("country == @country").set_index("month")["index"]


def test_american_prices_rise_as_the_adjusted_index_does():
    adjusted = pd.Series(map(float, ADJUSTED.split()), index=pd.date_range("2023-01-01", periods=43, freq="MS"))
    gap = (rates(prices("USA")) - rates(adjusted)).dropna()
    assert len(gap) == 30 and gap.abs().max() < 0.12


@pytest.mark.parametrize(
    ("month", "printed"),
    [
        pytest.param("2025-05-01", 1.7, id="fx.co, 15 July 2025: previous"),
        pytest.param("2025-06-01", 1.9, id="fx.co, 15 July 2025"),
        pytest.param("2025-07-01", 1.7, id="XTB and MNI, 19 August 2025"),
        pytest.param("2025-08-01", 1.9, id="MENAFN, 22 October 2025: previous"),
        pytest.param("2025-09-01", 2.4, id="MENAFN, 22 October 2025"),
        pytest.param("2025-10-01", 2.2, id="Xinhua, 17 November 2025"),
        pytest.param("2025-11-01", 2.2, id="Xinhua, 15 December 2025"),
        pytest.param("2025-12-01", 2.4, id="Xinhua, 19 January 2026"),
        pytest.param("2026-01-01", 2.3, id="Xinhua, 17 February 2026"),
        pytest.param("2026-03-01", 2.4, id="marketsfeedback.com on Statistics Canada, 19 May 2026: previous"),
        pytest.param("2026-04-01", 2.8, id="marketsfeedback.com on Statistics Canada, 19 May 2026"),
        pytest.param("2026-05-01", 3.2, id="bitcoinworld.co.in on Statistics Canada, 22 June 2026"),
    ],
)
def test_canadian_prices_rise_as_printed(month, printed):
    assert rates(prices("CAN"))[pd.Timestamp(month)] == pytest.approx(printed, abs=0.051)


@pytest.mark.parametrize(
    ("month", "printed"),
    [
        pytest.param("2024-06-01", -0.1, id="ForexLive, 20 August 2024: previous"),
        pytest.param("2024-07-01", 0.4, id="ForexLive, 20 August 2024"),
        pytest.param("2024-09-01", -0.4, id="Xinhua, 19 November 2024: previous"),
        pytest.param("2024-10-01", 0.4, id="Xinhua, 19 November 2024"),
        pytest.param("2024-12-01", -0.4, id="Xinhua, 18 February 2025: previous"),
        pytest.param("2025-01-01", 0.1, id="Xinhua, 18 February 2025"),
        pytest.param("2025-10-01", 0.2, id="Xinhua, 17 November 2025"),
        pytest.param("2025-11-01", 0.1, id="Xinhua, 15 December 2025"),
        pytest.param("2025-12-01", -0.2, id="stockkey.ca, January 2026"),
        pytest.param("2026-01-01", 0.0, id="Xinhua, 17 February 2026"),
        pytest.param("2026-04-01", 0.4, id="marketsfeedback.com on Statistics Canada, 19 May 2026"),
    ],
)
def test_canadian_prices_move_on_the_month_as_printed(month, printed):
    change = prices("CAN").pct_change() * 100
    assert change[pd.Timestamp(month)] == pytest.approx(printed, abs=0.051)


# Gross federal debt in percent of GDP (FRED GFDEGDQ188S as stored on 22 August 2026, LeopoldN/liberalmarkets), the four
# quarters of a year added up; of 2026 the first.
DEBT_RATIOS = {
    2000: 222.45628,
    2001: 219.72578,
    2002: 226.58025,
    2003: 234.87014,
    2004: 240.46553,
    2005: 243.23319,
    2006: 245.93753,
    2007: 248.39266,
    2008: 268.5542,
    2009: 323.84177,
    2010: 355.81669,
    2011: 375.76164,
    2012: 393.47355,
    2013: 399.3167,
    2014: 404.38942,
    2015: 401.0689,
    2016: 415.82155,
    2017: 410.10429,
    2018: 415.22637,
    2019: 417.65947,
    2020: 489.2085,
    2021: 483.723,
    2022: 473.40536,
    2023: 470.7881,
    2024: 481.5875,
    2025: 482.92376,
    2026: 122.59387,
}


def test_debt_and_output_give_the_ratio_printed():
    """Debt by the Treasury over GDP by the BEA, on the estimate of the day the copy was stored."""
    debt = NOW.table("us_federal_debt").set_index("quarter")["gross_usd_mn"]
    levels = NOW.vintages("us_gdp_net_exports").query("series == 'gdp' and released <= '2026-08-22'")
    output = levels.sort_values("released").groupby("quarter")["value_usd_bn"].last()
    ratio = (debt / output / 10).dropna().loc[:"2026Q1"]
    by_year = ratio.groupby(ratio.index.str[:4].astype(int)).sum()
    assert by_year.to_dict() == pytest.approx(DEBT_RATIOS, abs=1e-4)


def test_a_closed_year_of_the_budget_is_the_first_of_the_next_projection():
    """CBO's history, and the year its next projection starts from, were published apart."""
    years, plans = NOW.table("us_budget_history").set_index("fiscal_year"), NOW.vintages("us_cbo_baseline")
    for edition, year in (("2025-01-17", 2024), ("2026-02-11", 2025)):
        start = plans[plans["released"] == edition].set_index("fiscal_year").loc[year]
        for column in ("gdp_usd_bn", "revenues_usd_bn", "outlays_usd_bn", "net_interest_usd_bn", "debt_usd_bn"):
            assert years.loc[year, column] == pytest.approx(start[column], rel=5e-3), (year, column)


def test_the_ten_year_yield_of_a_closed_year_is_the_mean_of_its_months():
    """CBO's fiscal year, from the Federal Reserve's days."""
    days = NOW.table("us_cmt_yields").set_index("date")["yield_10y_pct"]
    plans = NOW.vintages("us_cbo_baseline").set_index(["released", "fiscal_year"])["ten_year_rate_pct"]
    for edition, year in (("2025-01-17", 2024), ("2026-02-11", 2025)):
        months = days.loc[f"{year - 1}-10" : f"{year}-09"].resample("MS").mean()
        assert plans[pd.Timestamp(edition), year] == pytest.approx(months.mean(), abs=2e-3)


# What of the gross debt the public holds, in percent, the quarters of a year added up; of 2024 the first two: FRED's
# FYGFGDQ188S over its GFDEGDQ188S, both as stored on 22 September 2024 (rohanma28/econforecasting).
PUBLIC_SHARES = {
    2000: 246.243,
    2001: 231.246,
    2002: 227.851,
    2003: 230.287,
    2004: 232.891,
    2005: 232.279,
    2006: 228.582,
    2007: 224.563,
    2008: 229.755,
    2009: 250.503,
    2010: 263.932,
    2011: 272.792,
    2012: 280.058,
    2013: 285.817,
    2014: 286.649,
    2015: 288.851,
    2016: 288.93,
    2017: 289.7,
    2018: 292.946,
    2019: 295.371,
    2020: 307.898,
    2021: 313.266,
    2022: 313.655,
    2023: 316.112,
    2024: 158.944,
}


def test_the_public_holds_the_share_that_two_printed_ratios_give():
    debt = NOW.table("us_federal_debt").set_index("quarter").loc[:"2024Q2"]
    share = 100 * debt["public_usd_mn"] / debt["gross_usd_mn"]
    by_year = share.groupby(share.index.str[:4].astype(int)).sum()
    assert by_year.to_dict() == pytest.approx(PUBLIC_SHARES, abs=1e-3)
