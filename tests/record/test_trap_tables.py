"""Rows of the growth, price, wage and yen tables held to facts published elsewhere, and to identities."""

import numpy as np
import pandas as pd
import pytest
from holding import NOW, THEN, only, rows


def test_gdp_on_the_quarter_and_at_an_annual_rate_agree():
    """(1 + q)^4 of the rounded change reaches the printed annual rate within what rounding allows."""
    frame = NOW.vintages("japan_gdp_estimates").pivot(
        index=["quarter", "released"], columns="measure", values="value_pct"
    )
    both = frame[["on the quarter", "annualised"]].dropna()
    assert len(both) >= 10
    annual = ((1 + both["on the quarter"] / 100) ** 4 - 1) * 100
    assert (annual - both["annualised"]).abs().max() < 0.26  # 0.05 on the quarter is 0.2 at an annual rate


def gdp(vintage="2025-06-09"):
    frame = NOW.vintages("japan_gdp_levels")
    frame = frame[frame["released"] == vintage]
    return frame.pivot(index="period", columns="series", values="value_jpy_bn")


def test_gdp_levels_give_the_growth_published_on_9_june_2025():
    """Cabinet Office, 9 June 2025: 2024Q4 +0.6; 2025Q1 no change, -0.2 at an annual rate; fiscal 2024 +0.8."""
    levels = gdp()["real_gdp"]
    quarters = levels[levels.index.str.contains("Q")].pct_change() * 100
    assert round(quarters["2024Q4"], 1) == 0.6
    assert round(quarters["2025Q1"], 1) == 0
    assert round(((1 + quarters["2025Q1"] / 100) ** 4 - 1) * 100, 1) == -0.2
    assert round((levels["FY2024"] / levels["FY2023"] - 1) * 100, 1) == 0.8
    estimates = NOW.vintages("japan_gdp_estimates").query("measure == 'on the quarter' and released == '2025-06-09'")
    for row in estimates.itertuples():
        assert quarters[row.quarter] == pytest.approx(row.value_pct, abs=0.051)


def test_fiscal_years_are_the_mean_of_their_quarters():
    """Quarters are at annual rates, so a fiscal year is their mean, up to seasonal adjustment: most for nominal trade,
    and there for values and volumes alike."""
    levels, gaps = gdp(), {}
    for series in levels:
        for year in range(1994, 2025):
            quarters = [f"{year}Q2", f"{year}Q3", f"{year}Q4", f"{year + 1}Q1"]
            gaps[series, year] = levels.loc[quarters, series].mean() / levels.loc[f"FY{year}", series] - 1
    gaps = pd.Series(gaps).unstack(0)
    trade = ["nominal_exports", "nominal_imports"]
    assert gaps[trade].abs().max().max() < 0.002
    assert gaps.drop(columns=trade).abs().max().max() < 0.0011
    for name in ("exports", "imports"):
        assert (gaps[f"nominal_{name}"] - gaps[f"real_{name}"]).abs().max() < 0.0015, name


def test_japans_export_share_is_that_of_its_accounts():
    """The World Bank's file of May 2022 against the Cabinet Office's accounts of June 2025, calendar years."""
    levels = gdp()
    levels = levels[levels.index.str.contains("Q")]
    means = levels.groupby(levels.index.str[:4].astype(int)).mean()
    share = 100 * means["nominal_exports"] / means["nominal_gdp"]
    bank = rows("g7_export_shares", country="JPN").set_index("year")["share_pct"].loc[1994:]
    assert len(bank) == 27 and (bank - share[bank.index]).abs().max() < 0.11


def test_americas_export_share_is_that_of_its_accounts():
    """The World Bank's file of May 2022 against the accounts of the Bureau of Economic Analysis, revised since."""
    accounts = NOW.table("us_gdp_net_exports").pivot(index="quarter", columns="series", values="value_usd_bn")
    means = accounts.groupby(accounts.index.str[:4].astype(int)).mean()
    share = 100 * means["exports"] / means["gdp"]
    bank = rows("g7_export_shares", country="USA").set_index("year")["share_pct"].loc[1994:]
    assert (bank - share[bank.index]).abs().max() < 0.25


def test_export_shares_move_slowly_other_than_in_the_crisis():
    """The largest step of a year outside 2009 and 2020 is Germany's and Canada's, under four points."""
    wide = NOW.table("g7_export_shares").pivot(index="year", columns="country", values="share_pct")
    steps = wide.diff().drop([1990, 2009, 2010, 2020]).abs()
    assert steps.max().max() < 4


def test_later_gdp_levels_match_the_page_of_may_2026():
    """IR Tracker, 18 May 2026: 2024Q3 +0.7, 2025Q3 -0.6, 2025Q4 +0.2, 2026Q1 +0.5."""
    growth = gdp("2026-08-10")["real_gdp"].pct_change() * 100
    for quarter, published in {"2024Q3": 0.7, "2025Q3": -0.6, "2025Q4": 0.2, "2026Q1": 0.5}.items():
        assert growth[quarter] == pytest.approx(published, abs=0.06)


# All items, the monthly rates of a year added up, of 2022 January to March: e-Stat's table on the base of 2025 as stored in McCabeAI/
# market-watch-public-dashboard, data/temperature_history/raw/jp/estat_cpi_2025base_yoy.csv. Ours are FullFact's to 2022.
RATES_OF_A_YEAR = [
    39.4,
    20.9,
    15.1,
    8.2,
    -1.0,
    1.6,
    20.5,
    7.9,
    -4.1,
    -7.9,
    -8.8,
    -10.9,
    -3.0,
    -0.1,
    -3.4,
    2.9,
    0.7,
    16.6,
    -16.1,
    -8.4,
    -3.3,
    -0.5,
    4.2,
    32.8,
    9.6,
    -1.6,
    5.7,
    11.9,
    5.7,
    -0.2,
    -3.0,
    2.6,
]
# The index itself, May 2021 to June 2025, 2020 = 100: keroppa88/goj_boj, data/goj/cpi.csv, e-Stat's table on that base.
PRICES_OF_2020 = [
    99.4,
    99.5,
    99.7,
    99.7,
    100.1,
    99.9,
    100.1,
    100.1,
    100.3,
    100.7,
    101.1,
    101.5,
    101.8,
    101.8,
    102.3,
    102.7,
    103.1,
    103.7,
    103.9,
    104.1,
    104.7,
    104.0,
    104.4,
    105.1,
    105.1,
    105.2,
    105.7,
    105.9,
    106.2,
    107.1,
    106.9,
    106.8,
    106.9,
    106.9,
    107.2,
    107.7,
    108.1,
    108.2,
    108.6,
    109.1,
    108.9,
    109.5,
    110.0,
    110.7,
    111.2,
    110.8,
    111.1,
    111.5,
    111.8,
    111.7,
]


def inflation(item="all items"):
    return rows("japan_cpi", item=item).set_index("month")["yoy_pct"]


def test_japan_cpi_from_1991_to_march_2022_is_the_same_in_a_second_copy():
    monthly = inflation()["1991":"2022-03"]
    assert monthly.groupby(monthly.index.year).sum().round(1).tolist() == RATES_OF_A_YEAR


def test_japan_cpi_since_2022_follows_the_index():
    """The rates come from the index before it is rounded: 0.1 on either is the most that its rounding can explain."""
    index = pd.Series(PRICES_OF_2020, pd.date_range("2021-05-01", periods=50, freq="MS"))
    rates = index.pct_change(12).dropna() * 100
    assert (inflation()[rates.index] - rates).abs().max() < 0.105


def test_japan_cpi_has_no_gap():
    table = NOW.table("japan_cpi")
    for item, first in {"all items": "1971-01", "less fresh food": "2021-12", "less imputed rent": "2021-12"}.items():
        frame = table[table["item"] == item]
        last = frame["month"].max()
        assert len(frame) == len(pd.period_range(first, last, freq="M")) and last >= pd.Timestamp("2026-08-01")


@pytest.mark.parametrize(
    "country, month, published",
    [
        pytest.param("USA", "2025-04-01", 2.3, id="BLS, 13 May 2025"),
        pytest.param("USA", "2025-05-01", 2.4, id="BLS, 11 June 2025"),
        pytest.param("USA", "2025-08-01", 2.9, id="Business Standard, September 2025"),
        pytest.param("CAN", "2025-09-01", 2.4, id="Econoday, October 2025"),
        pytest.param("DEU", "2025-04-01", 2.2, id="Eurostat"),
        pytest.param("DEU", "2023-08-01", None, id="no rate without the year before"),
    ],
)
def test_indices_give_the_rates_published(country, month, published):
    index = NOW.table("cpi_index").query("country == @country").set_index("month")["index"]
    before = pd.Timestamp(month) - pd.DateOffset(years=1)
    if published is None:
        assert before not in index
    else:
        assert (index[pd.Timestamp(month)] / index[before] - 1) * 100 == pytest.approx(published, abs=0.051)


def test_the_united_states_never_published_october_2025():
    assert NOW.table("cpi_index").query("country == 'USA' and month == '2025-10-01'").empty


def test_german_index_agrees_with_the_rates_published():
    index = NOW.table("cpi_index").query("country == 'DEU'").set_index("month")["index"]
    rates = (index / index.shift(12) - 1) * 100
    published = NOW.table("g7_cpi").query("country == 'DEU' and measure == 'HICP'").set_index("month")["yoy_pct"]
    gap = (rates - published).dropna()
    assert len(gap) >= 10 and gap.abs().max() < 0.06


def test_nominal_spending_less_prices_is_real_spending():
    """(1 + nominal) / (1 + prices less imputed rent) - 1 = the real change published, where both exist."""
    spending = NOW.table("japan_household_spending").pivot(index="month", columns="measure", values="value_pct")
    prices = NOW.table("japan_cpi").query("item == 'less imputed rent'").set_index("month")["yoy_pct"]
    real = ((1 + spending["nominal, on the year"] / 100) / (1 + prices / 100) - 1) * 100
    gap = (real - spending["real, on the year"]).dropna()
    assert len(gap) == 4 and gap.abs().max() < 0.1


def test_wages_of_2001_and_2003_were_revised_by_a_tenth():
    """MHLW's releases for February and July 2004 print -1.5 and -0.8; its long series has since moved both by 0.1."""
    for year, first in {"2001": -1.5, "2003": -0.8}.items():
        assert only("japan_wages", "yoy_pct", period=year, measure="nominal") == pytest.approx(first, abs=0.101)


# The index of real pay, 2020 = 100, and the rates of the prices that deflate it, twelve months of a year added up, from
# 1990 and from 1991: keroppa88/goj_boj, data/goj/kinro.csv, and the copy of e-Stat's table named above.
REAL_PAY = [
    1339.6,
    1355.1,
    1361.4,
    1348.8,
    1363.5,
    1381.7,
    1396.9,
    1395.0,
    1368.9,
    1354.8,
    1367.4,
    1359.5,
    1332.4,
    1326.5,
    1319.7,
    1335.0,
    1333.0,
    1318.6,
    1294.8,
    1265.3,
    1281.7,
    1282.8,
    1271.8,
    1260.6,
    1225.8,
]
RATES_LESS_IMPUTED_RENT = [
    39.6,
    19.6,
    13.8,
    6.2,
    -3.3,
    -0.6,
    20.1,
    7.7,
    -4.8,
    -10.2,
    -11.4,
    -12.6,
    -3.8,
    0.0,
    -4.2,
    3.8,
    0.9,
    19.5,
    -18.0,
    -9.2,
    -3.6,
    0.3,
    6.0,
    39.7,
]


def test_pay_is_real_pay_times_its_prices():
    """The ministry's rates come from indices rounded to a tenth: 0.13 either way. For 2013 this index says -0.4, the
    rate printed is -0.2."""
    wages = rows("japan_wages", measure="nominal").set_index("period")["yoy_pct"]
    for number, prices in enumerate(RATES_LESS_IMPUTED_RENT):
        rate = 100 * (REAL_PAY[number + 1] / REAL_PAY[number] * (1 + prices / 1200) - 1)
        year = str(1991 + number)
        assert wages[year] == pytest.approx(rate, abs=0.19 if year == "2013" else 0.13), year


def test_wage_vintages_are_kept():
    """Reuters, 9 May 2025, and JIL, October 2025, on March 2025; livedoor, 5 September 2025, on July."""
    wages = NOW.vintages("japan_wages").query("measure == 'real'")
    assert wages.query("period == '2025-03'")["yoy_pct"].tolist() == [-2.1, -1.8]
    assert wages.query("period == '2025-07'")["yoy_pct"].tolist() == [0.5, -0.2]
    assert THEN.table("japan_wages").query("period == '2025-03' and measure == 'real'")["yoy_pct"].tolist() == [-2.1]


def test_nominal_wages_less_prices_are_real_wages():
    """Nominal change less prices without imputed rent is the real change, in every month of JIL's later table."""
    wages = NOW.vintages("japan_wages")
    wages = wages[wages["released"] == "2025-10-31"].pivot(index="period", columns="measure", values="yoy_pct")
    prices = NOW.table("japan_cpi").query("item == 'less imputed rent'").set_index("month")["yoy_pct"]
    prices.index = prices.index.strftime("%Y-%m")
    real = ((1 + wages["nominal"] / 100) / (1 + prices / 100) - 1) * 100
    gap = (real - wages["real"]).dropna()
    assert len(gap) >= 13 and gap.abs().max() < 0.16


def departures(series):
    """Return by how many percent each month departs from the middle of its neighbours."""
    logs = np.log(series)
    return (100 * (logs - (logs.shift() + logs.shift(-1)) / 2)).abs()


def test_nominal_and_real_yen_depart_together():
    """Relative prices hardly jump in a month, other than with the season; they did with the consumption tax of April 2014."""
    nominal = NOW.table("yen_effective_rates").set_index("month")["index"]
    for copy, since, until in (("2024-10-28", "2000-01", "2024-09"), ("2026-08-05", "2021-09", "2025-12")):
        logs = np.log(nominal / real_yen(copy))[since:until]
        gap = 100 * (logs - (logs.shift() + logs.shift(-1)) / 2)
        gap -= gap.groupby(gap.index.month).transform("median")
        assert gap.drop(pd.to_datetime(["2014-03-01", "2014-04-01"]), errors="ignore").abs().max() < 0.7, copy


def test_prices_of_services_move_slowly():
    """They jump with consumption tax (April 1997, April 2014) and fell with mobile tariffs (April 2021)."""
    index = NOW.table("japan_services_prices").set_index("month")["index"]
    jumps = [f"{year}-{month:02}-01" for year in (1997, 2014, 2021) for month in (3, 4)]
    assert departures(index).drop(pd.to_datetime(jumps)).max() < 0.65


@pytest.mark.parametrize(
    "month, everything, goods",
    [
        ("1997-03-01", 96.1, 96.5),
        ("1997-04-01", 98.0, 99.0),
        ("2014-03-01", 95.7, 93.8),
        ("2014-04-01", 97.7, 96.4),
        ("2021-01-01", 99.8, 99.3),
        ("2021-02-01", 99.8, 99.2),
        ("2021-03-01", 99.9, 99.5),
        ("2021-04-01", 99.1, 99.8),
        ("2021-05-01", 99.4, 100.3),
    ],
)
def test_services_are_half_of_all_prices(month, everything, goods):
    """All items are half goods, half services; the first two as e-Stat prints them beside the third, where it jumps."""
    services = only("japan_services_prices", "index", month=pd.Timestamp(month))
    assert (goods + services) / 2 == pytest.approx(everything, abs=0.2)


def test_dollar_yen_agrees_with_the_ecb_cross():
    """H.10 noon in New York against the ECB fixing of 14:15 Frankfurt time: other hour, known spread."""
    daily = NOW.table("usdjpy_daily").set_index("date")["jpy_per_usd"]
    ecb = NOW.table("ecb_fx_rates").set_index("date")
    gap = (daily / (ecb["jpy"] / ecb["usd"]) - 1).dropna() * 100
    assert len(gap) > 400 and gap.std() < 0.4 and gap.abs().max() < 2.0
    assert daily[pd.Timestamp("2025-06-10")] == 144.91


def test_the_ecb_cross_lies_between_two_noons():
    """The ECB fixes at 8.15 in New York: between noon of the day before and noon of the day, or a little outside."""
    noon = NOW.table("usdjpy_daily").set_index("date")["jpy_per_usd"]
    rates = NOW.table("ecb_fx_rates").set_index("date")
    cross = (rates["jpy"] / rates["usd"]).reindex(noon.index)
    before = noon.shift()
    outside = np.maximum(np.minimum(noon, before) / cross - 1, cross / np.maximum(noon, before) - 1).dropna()
    assert len(outside) > 400
    # On 5 August 2024 shares fell in Tokyo as never since 1987, and the yen turned within hours.
    assert outside.drop(pd.Timestamp("2024-08-05")).max() < 0.0075


def test_monthly_dollar_yen_is_the_mean_of_the_days():
    daily = NOW.table("usdjpy_daily").set_index("date")["jpy_per_usd"]["2024":"2025-08"]
    mean = daily.groupby(daily.index.to_period("M").to_timestamp()).mean()
    monthly = NOW.table("usdjpy_monthly").set_index("month")["jpy_per_usd"]
    assert (monthly.reindex(mean.index) - mean).abs().max() < 0.001


# The yen's real broad rate as others hold it. Quarterly means on the Bank of Japan's index of 2010: IacobusKopiirefuto/
# QE-wavelet-analysis, data.csv, fetched from the Bank in 2020. Sums over a year, then months, on its index of 2020:
# keroppa88/goj_boj, data/boj/FM09_M.csv, fetched from the Bank in 2026. Ours are copies of FRED and of the BIS.
REAL_YEN_BY_QUARTER = [
    131.45,
    134.72,
    135.65,
    134.40,
    135.27,
    149.41,
    133.95,
    123.09,
    117.20,
    115.28,
    112.82,
    108.74,
    102.15,
    106.31,
    110.14,
    107.60,
    110.18,
    102.34,
    99.35,
    113.51,
    115.88,
    112.66,
    119.91,
    129.00,
]
REAL_YEN_BY_YEAR = [
    1945.28,
    1736.27,
    1623.79,
    1629.70,
    1643.17,
    1539.87,
    1392.41,
    1273.24,
    1368.67,
    1537.78,
    1545.85,
    1565.84,
    1546.23,
    1231.96,
    1161.01,
    1083.11,
    1227.55,
    1167.82,
    1156.05,
    1190.21,
]
REAL_YEN_FROM_2020 = [
    97.52,
    97.45,
    101.60,
    103.14,
    103.62,
    101.07,
    100.76,
    100.15,
    99.68,
    99.28,
    98.54,
    97.17,
    96.73,
    94.64,
    92.94,
    91.69,
    90.85,
    90.08,
    91.05,
    91.34,
    91.02,
    88.18,
    87.58,
    87.76,
    86.60,
    85.82,
    84.09,
    79.52,
    79.93,
    76.47,
    76.24,
    77.60,
    75.27,
    74.55,
    75.94,
    78.19,
    79.37,
    77.61,
    77.98,
    77.99,
    76.60,
    75.04,
    75.05,
    73.79,
    73.13,
    73.28,
    72.15,
    74.03,
    73.22,
    71.36,
    71.54,
    70.67,
    69.65,
    69.05,
    68.94,
    73.39,
    73.92,
    71.70,
    71.66,
    72.40,
    71.92,
    73.14,
    73.97,
    76.31,
    74.90,
    74.03,
    72.49,
    72.41,
    71.79,
    70.81,
    69.66,
    68.46,
]


def real_yen(copy):
    return rows("bis_reer", economy="JP", released=copy).set_index("month")["index"]


def test_the_real_yen_of_the_1990s_is_the_bank_of_japans():
    """The Bank of Japan publishes the BIS rate; its index of 2010 = 100 lies below that of 2020 by one factor."""
    rate = real_yen("2024-10-28")[:"1999-12"]
    ratio = rate.groupby(rate.index.to_period("Q")).mean() / REAL_YEN_BY_QUARTER
    assert (ratio / ratio.median() - 1).abs().max() < 0.001


def test_the_real_yen_of_2000_to_2019_is_the_bank_of_japans():
    """Two vintages of one index: revised only by a factor, a thousandth, through which both reach 100 in 2020."""
    rate = real_yen("2024-10-28")["2000":"2019"]
    ratio = REAL_YEN_BY_YEAR / rate.groupby(rate.index.year).sum()
    assert ratio.between(1.00115, 1.00145).all()


def test_the_real_yen_since_2020_is_the_bank_of_japans():
    """The newest copy holds the Bank of Japan's figures; the one of 2024 had moved away from them step by step, by at
    most 0.4 % in a month, and ends 0.14 % off, with a month then still provisional."""
    bank = pd.Series(REAL_YEN_FROM_2020, pd.date_range("2020-01-01", periods=72, freq="MS"))
    newest, older = real_yen("2026-08-05"), real_yen("2024-10-28")["2020":]
    assert (newest[:"2025"] == bank["2021-07":]).all()
    apart = 100 * np.log(older / bank[older.index])
    assert apart[:"2024-08"].diff().abs().max() < 0.4 and apart.abs().max() < 1.2
    assert apart.iloc[0] == pytest.approx(0, abs=0.3) and apart.iloc[-1] == pytest.approx(-0.14, abs=0.2)


def test_import_prices_follow_the_import_deflator():
    levels = gdp()
    deflator = (levels["nominal_imports"] / levels["real_imports"]).filter(like="Q").pct_change(4)
    index = NOW.table("japan_import_prices").set_index("month")["index"]
    index = index.groupby(index.index.to_period("Q").astype(str)).mean().pct_change(4)
    both = pd.concat([deflator, index], axis=1).dropna()
    assert both.corr().iloc[0, 1] > 0.98


def test_prices_of_services_average_100_in_their_base_year():
    index = NOW.table("japan_services_prices").set_index("month")["index"]
    assert index["2020"].mean() == pytest.approx(100, abs=0.05)
    assert np.log(index).diff().abs().idxmax() == pd.Timestamp("2021-04-01")  # cheaper mobile tariffs


@pytest.mark.parametrize(
    "phrase, released",
    [
        pytest.param("BOJ policy tightening should continue to proceed", "2025-06-05", id="Reuters, 5 June 2025"),
        pytest.param("slightly revised upward", "2025-06-09", id="News On Japan, 9 June 2025"),
        pytest.param("get their inflation problem under control", "2025-08-14", id="Bloomberg, 13 August 2025"),
        pytest.param("policy space will be key", "2025-10-29", id="Jiji, 29 October 2025"),
        pytest.param("Our focus has really shifted", "2026-01-30", id="Jiji, 30 January 2026"),
        pytest.param("the dollar-yen rate at present reflects fundamentals", "2025-05-21", id="US Treasury, sb0147"),
        pytest.param("preventing excess exchange-rate volatility", "2025-10-28", id="US Treasury, sb0293"),
    ],
)
def test_documents_hold_the_words_reported(phrase, released):
    documents = NOW.table("trap_documents")
    found = documents[documents["says"].str.contains(phrase, regex=False)]
    assert found["released"].tolist() == [pd.Timestamp(released)]


def test_export_elasticities_are_those_chinn_cites():
    """Econbrowser, April 2013: "about 0.7", "0.34", "between 0.44 to 0.61"."""
    studies = NOW.table("japan_price_studies").query("about == 'export volume' and unit == 'elasticity'")
    assert sorted(studies["value"]) == [0.34, 0.44, 0.61, 0.7]


@pytest.mark.parametrize(
    "table, column, last",
    [
        ("japan_gdp_estimates", "released", "2025-06-09"),
        ("japan_cpi", "month", "2025-04-01"),
        ("cpi_index", "month", "2025-04-01"),
        ("japan_household_spending", "month", "2025-04-01"),
        ("usdjpy_daily", "date", "2025-06-02"),
        ("usdjpy_monthly", "month", "2025-05-01"),
        ("japan_services_prices", "month", "2025-04-01"),
    ],
)
def test_nothing_later_was_public_on_the_videos_day(table, column, last):
    assert THEN.vintages(table)[column].max() == pd.Timestamp(last)
