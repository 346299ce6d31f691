"""The IMF's World Economic Outlook, held to other series of its own files that say the same figure another way."""

import numpy as np
import pytest
from holding import NOW, only

#: Revenue and expenditure of general government in 2025, percent of GDP (GGR_NGDP and GGX_NGDP of the database files).
BUDGET = {
    "2025-04": {
        "CAN": (42.365, 44.240),
        "DEU": (46.921, 49.874),
        "FRA": (51.874, 57.336),
        "GBR": (39.456, 43.878),
        "ITA": (47.502, 50.762),
        "JPN": (36.717, 39.568),
        "USA": (31.389, 37.848),
    },
    "2026-04": {
        "CAN": (42.186, 43.951),
        "DEU": (47.880, 50.546),
        "FRA": (52.350, 57.463),
        "GBR": (38.267, 43.644),
        "ITA": (47.943, 51.056),
        "JPN": (35.804, 36.858),
        "USA": (30.880, 37.705),
    },
}


def test_growth_is_that_of_gdp_over_its_deflator():
    """In every row but a country's first: real growth is nominal growth less that of the deflator.

    The IMF prints the three apart, each with three decimals; of a deflator near 100 that is half a hundred-thousandth.
    """
    rows = NOW.vintages("weo_g7").query("country != 'G7'").sort_values(["vintage", "country", "year"])
    before = rows.groupby(["vintage", "country"])[["gdp_lcu_bn", "gdp_deflator_index"]].shift()
    real = rows["gdp_lcu_bn"] / rows["gdp_deflator_index"]
    growth = 100 * (real / (before["gdp_lcu_bn"] / before["gdp_deflator_index"]) - 1)
    half_units = sum(
        0.0005 / frame[column] for frame in (rows, before) for column in ("gdp_lcu_bn", "gdp_deflator_index")
    )
    allowed = 0.00051 + (100 + growth.abs()) * half_units
    gap = (rows["real_growth_pct"] - growth).abs()
    assert gap.notna().sum() == len(rows) - 7 * rows["vintage"].nunique()
    assert (gap <= allowed)[gap.notna()].all()


@pytest.mark.parametrize("vintage", BUDGET)
def test_overall_balance_is_revenue_less_expenditure(vintage):
    for country, (revenue, expenditure) in BUDGET[vintage].items():
        balance = only("weo_g7", "overall_balance_pct_gdp", vintage=vintage, country=country, year=2025)
        assert balance == pytest.approx(revenue - expenditure, abs=0.0016), country


@pytest.mark.parametrize(
    ("country", "year", "primary_lcu_bn", "overall_lcu_bn"),
    [
        ("JPN", 2024, -9839.986, -10575.486),
        ("JPN", 2025, -5669.662, -6992.773),
        ("JPN", 2026, -11776.14, -13860.263),
        ("ITA", 2024, 5.760, -73.779),
        ("ITA", 2025, 11.227, -70.286),
        ("ITA", 2026, 18.270, -65.534),
    ],
)
def test_balances_in_money_give_the_ratios_of_april_2026(country, year, primary_lcu_bn, overall_lcu_bn):
    """Yen and euros in billions (GGXONLB and GGXCNL) over GDP, from the data portal's export of April 2026."""
    row = NOW.vintages("weo_g7").query("vintage == '2026-04' and country == @country and year == @year").iloc[0]
    money = np.array([primary_lcu_bn, overall_lcu_bn])
    ratios = row[["primary_balance_pct_gdp", "overall_balance_pct_gdp"]].to_numpy(float)
    assert np.abs(100 * money / row["gdp_lcu_bn"] - ratios).max() < 0.0006
