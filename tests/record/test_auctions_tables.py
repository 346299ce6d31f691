"""The auction tables against facts published elsewhere."""

import numpy as np
import pandas as pd
import pytest
from holding import NOW, rounds_to, rows

SALES = NOW.table("us_auctions").set_index(["auction_date", "tenor_years"])


def sale(day, tenor):
    return SALES.loc[(pd.Timestamp(day), tenor)]


def test_thirty_year_of_12_may_2022_equals_the_treasurys_results_file():
    """R_20220512_3.xml: dealers 3,021,000,000, directs 3,648,842,700, indirects 15,315,875,000; cover 2.38."""
    awards = pd.Series({"dealer": 3_021_000_000, "direct": 3_648_842_700, "indirect": 15_315_875_000})
    for bidder, share in (100 * awards / awards.sum()).items():
        assert sale("2022-05-12", 30)[f"{bidder}_share_pct"] == pytest.approx(share, abs=0.0001)
    assert sale("2022-05-12", 30)["bid_to_cover"] == 2.38


#: The Treasury's own record of its long sales from 2017 to August 2022 (TreasuryDirect, TA_WS, copy of 9 August 2022): sale,
#: maturity in years, settlement, last payment, coupon, price at the high yield, millions tendered and accepted (without the Federal Reserve).
TA_WS = [
    ("2017-01-12", 30, "2017-01-17", "2046-11-15", 2.875, 99.221642, 27786, 12000),
    ("2017-02-09", 30, "2017-02-15", "2047-02-15", 3.0, 99.901613, 33734, 15000),
    ("2017-04-12", 30, "2017-04-17", "2047-02-15", 3.0, 101.221385, 26713, 12000),
    ("2017-05-11", 30, "2017-05-15", "2047-05-15", 3.0, 99.021791, 32864, 15000),
    ("2017-07-13", 30, "2017-07-17", "2047-05-15", 3.0, 101.261161, 27676, 12000),
    ("2017-08-10", 30, "2017-08-15", "2047-08-15", 2.75, 98.629206, 34788, 15000),
    ("2017-11-09", 30, "2017-11-15", "2047-11-15", 2.75, 98.96963, 33378, 15000),
    ("2018-01-11", 30, "2018-01-16", "2047-11-15", 2.75, 97.660428, 32886, 12000),
    ("2018-02-08", 30, "2018-02-15", "2048-02-15", 3.0, 97.654131, 36108, 16000),
    ("2018-04-12", 30, "2018-04-16", "2048-02-15", 3.0, 99.136422, 31387, 13000),
    ("2018-05-10", 30, "2018-05-15", "2048-05-15", 3.125, 99.903175, 40403, 17000),
    ("2018-07-12", 30, "2018-07-16", "2048-05-15", 3.125, 103.289415, 32718, 14000),
    ("2018-08-09", 30, "2018-08-15", "2048-08-15", 3.0, 98.248216, 40932, 18000),
    ("2018-11-07", 30, "2018-11-15", "2048-11-15", 3.375, 99.197082, 39096, 19000),
    ("2019-02-07", 30, "2019-02-15", "2049-02-15", 3.0, 99.568039, 43057, 19000),
    ("2019-04-11", 30, "2019-04-15", "2049-02-15", 3.0, 101.381292, 36018, 16000),
    ("2019-05-09", 30, "2019-05-15", "2049-05-15", 2.875, 99.660573, 41807, 19000),
    ("2019-07-11", 30, "2019-07-15", "2049-05-15", 2.875, 104.742265, 34067, 16000),
    ("2019-08-08", 30, "2019-08-15", "2049-08-15", 2.25, 98.173884, 42522, 19000),
    ("2019-11-07", 30, "2019-11-15", "2049-11-15", 2.375, 98.833264, 42419, 19000),
    ("2020-01-09", 30, "2020-01-15", "2049-11-15", 2.375, 100.723975, 40670, 16000),
    ("2020-02-13", 30, "2020-02-18", "2050-02-15", 2.0, 98.640308, 46136, 19000),
    ("2020-03-12", 30, "2020-03-16", "2050-02-15", 2.0, 116.761508, 37732, 16000),
    ("2020-04-08", 30, "2020-04-15", "2050-02-15", 2.0, 116.588638, 39983, 17000),
    ("2020-05-13", 30, "2020-05-15", "2050-05-15", 1.25, 97.734134, 50631, 22000),
    ("2020-05-20", 20, "2020-06-01", "2040-05-15", 1.125, 98.321703, 50629, 20000),
    ("2020-06-11", 30, "2020-06-15", "2050-05-15", 1.25, 95.158932, 43715, 19000),
    ("2020-06-17", 20, "2020-06-30", "2040-05-15", 1.125, 96.702809, 44747, 17000),
    ("2020-07-09", 30, "2020-07-15", "2050-05-15", 1.25, 98.034284, 47499, 19000),
    ("2020-07-22", 20, "2020-07-31", "2040-05-15", 1.125, 101.174893, 41344, 17000),
    ("2020-08-13", 30, "2020-08-17", "2050-08-15", 1.375, 99.243433, 55542, 26000),
    ("2020-08-19", 20, "2020-08-31", "2040-08-15", 1.125, 98.936182, 56424, 25000),
    ("2020-09-10", 30, "2020-09-15", "2050-08-15", 1.375, 97.635118, 53075, 23000),
    ("2020-09-15", 20, "2020-09-30", "2040-08-15", 1.125, 98.449355, 52478, 22000),
    ("2020-10-08", 30, "2020-10-15", "2050-08-15", 1.375, 95.183187, 52619, 23000),
    ("2020-10-21", 20, "2020-11-02", "2040-08-15", 1.125, 95.765607, 53433, 22000),
    ("2020-11-12", 30, "2020-11-16", "2050-11-15", 1.625, 98.708151, 61876, 27000),
    ("2020-11-18", 20, "2020-11-30", "2040-11-15", 1.375, 99.185441, 61311, 27000),
    ("2020-12-10", 30, "2020-12-15", "2050-11-15", 1.625, 99.059547, 59542, 24000),
    ("2020-12-21", 20, "2020-12-31", "2040-11-15", 1.375, 98.367014, 57474, 24000),
    ("2021-01-13", 30, "2021-01-15", "2050-11-15", 1.625, 95.413195, 59328, 24000),
    ("2021-01-20", 20, "2021-02-01", "2040-11-15", 1.375, 95.258107, 54698, 24000),
    ("2021-02-11", 30, "2021-02-16", "2051-02-15", 1.875, 98.68436, 58761, 27000),
    ("2021-02-17", 20, "2021-03-01", "2041-02-15", 1.875, 99.256119, 58001, 27000),
    ("2021-03-11", 30, "2021-03-15", "2051-02-15", 1.875, 90.943237, 54807, 24000),
    ("2021-03-16", 20, "2021-03-31", "2041-02-15", 1.875, 93.400551, 60289, 24000),
    ("2021-04-13", 30, "2021-04-15", "2051-02-15", 1.875, 90.4542, 59179, 24000),
    ("2021-04-21", 20, "2021-04-30", "2041-02-15", 1.875, 95.676788, 57979, 24000),
    ("2021-05-13", 30, "2021-05-17", "2051-05-15", 2.375, 99.573653, 59912, 27000),
    ("2021-05-19", 20, "2021-06-01", "2041-05-15", 2.25, 99.424698, 60368, 27000),
    ("2021-06-10", 30, "2021-06-15", "2051-05-15", 2.375, 104.447071, 54928, 24000),
    ("2021-06-15", 20, "2021-06-30", "2041-05-15", 2.25, 102.097342, 57524, 24000),
    ("2021-07-13", 30, "2021-07-15", "2051-05-15", 2.375, 108.392467, 52633, 24000),
    ("2021-07-21", 20, "2021-08-02", "2041-05-15", 2.25, 105.917067, 55895, 24000),
    ("2021-08-12", 30, "2021-08-16", "2051-08-15", 2.0, 99.105786, 59626, 27000),
    ("2021-08-18", 20, "2021-08-31", "2041-08-15", 1.75, 98.336995, 65748, 27000),
    ("2021-09-09", 30, "2021-09-15", "2051-08-15", 2.0, 102.042432, 59660, 24000),
    ("2021-09-21", 20, "2021-09-30", "2041-08-15", 1.75, 99.249087, 56568, 24000),
    ("2021-10-13", 30, "2021-10-15", "2051-08-15", 2.0, 98.908044, 56628, 24000),
    ("2021-10-20", 20, "2021-11-01", "2041-08-15", 1.75, 94.354444, 54091, 24000),
    ("2021-11-10", 30, "2021-11-15", "2051-11-15", 1.875, 98.526943, 55060, 25000),
    ("2021-11-17", 20, "2021-11-30", "2041-11-15", 2.0, 98.940421, 53774, 23000),
    ("2021-12-09", 30, "2021-12-15", "2051-11-15", 1.875, 99.543665, 48818, 22000),
    ("2021-12-21", 20, "2021-12-31", "2041-11-15", 2.0, 100.950671, 51894, 20000),
    ("2022-01-13", 30, "2022-01-18", "2051-11-15", 1.875, 95.566819, 51798, 22000),
    ("2022-01-19", 20, "2022-01-31", "2041-11-15", 2.0, 96.646052, 49623, 20000),
    ("2022-02-10", 30, "2022-02-15", "2052-02-15", 2.25, 98.067757, 52938, 23000),
    ("2022-02-16", 20, "2022-02-28", "2042-02-15", 2.375, 99.667386, 46343, 19000),
    ("2022-03-10", 30, "2022-03-15", "2052-02-15", 2.25, 97.331824, 49158, 20000),
    ("2022-03-23", 20, "2022-03-31", "2042-02-15", 2.375, 95.753797, 43578, 16000),
    ("2022-04-13", 30, "2022-04-18", "2052-02-15", 2.25, 88.643787, 46003, 20000),
    ("2022-04-20", 20, "2022-05-02", "2042-02-15", 2.375, 89.399717, 44815, 16000),
    ("2022-05-12", 30, "2022-05-16", "2052-05-15", 2.875, 97.596896, 52403, 22000),
    ("2022-05-18", 20, "2022-05-31", "2042-05-15", 3.25, 99.416025, 42420, 17000),
    ("2022-06-09", 30, "2022-06-15", "2052-05-15", 2.875, 94.045539, 44670, 19000),
    ("2022-06-22", 20, "2022-06-30", "2042-05-15", 3.25, 96.603091, 36349, 14000),
    ("2022-07-13", 30, "2022-07-15", "2052-05-15", 2.875, 95.354138, 46279, 19000),
    ("2022-07-20", 20, "2022-08-01", "2042-05-15", 3.25, 97.563393, 37156, 14000),
]


def price_at(yield_pct, coupon, settled, matures):
    """Return the price for 100 by the Treasury's formula: half-yearly coupons, the first period in days."""
    periods, following = 0, matures
    while following - pd.DateOffset(months=6) > settled:
        following -= pd.DateOffset(months=6)
        periods += 1
    whole = (following - (following - pd.DateOffset(months=6))).days
    left = (following - settled).days / whole
    factor = 1 / (1 + yield_pct / 200)
    dirty = sum(coupon / 2 * factor ** (left + period) for period in range(periods + 1)) + 100 * factor ** (
        left + periods
    )
    return dirty - coupon / 2 * (1 - left)


@pytest.mark.parametrize(("day", "tenor", "settled", "matures", "coupon", "price", "tendered", "accepted"), TA_WS)
def test_yield_and_cover_of_long_sales_follow_from_price_and_bids(
    day, tenor, settled, matures, coupon, price, tendered, accepted
):
    settled, matures = pd.Timestamp(settled), pd.Timestamp(matures)
    assert price_at(sale(day, tenor)["high_yield_pct"], coupon, settled, matures) == pytest.approx(price, abs=0.02)
    assert sale(day, tenor)["bid_to_cover"] == pytest.approx(tendered / accepted, abs=0.0051)


#: Long sales in two copies of the Treasury's record other than the table's: maturity, first and last sale, number, and
#: sums of high yields, median yields and bid-to-cover. To July 2022, where the table follows the results service:
#: Global-Bond-Holdings (smileys21, data/auctions.csv, 2026). From August 2022, where the table follows that one: Fiscal
#: Data as fetched by bobaoxu2001 (US-Treasury-Auction-Analysis, auction_data_improved (2).csv, 28 October 2025).
#: Sixteen sales of 2017 to 2019 came from Global-Bond-Holdings too and have no second copy.
SECOND_COPIES = [
    (30, "2008-01-01", "2008-12-31", 3, "13.518", "13.353", "7.16"),
    (30, "2009-01-01", "2009-12-31", 10, "42.268", "41.539", "24.14"),
    (30, "2010-01-01", "2010-12-31", 12, "51.917", "51.264", "32.06"),
    (30, "2011-01-01", "2011-12-31", 6, "23.670", "23.213", "15.54"),
    (30, "2012-01-01", "2012-12-31", 6, "18.648", "18.324", "15.66"),
    (30, "2014-01-01", "2014-12-31", 1, "3.092", "3.045", "2.29"),
    (30, "2015-01-01", "2015-12-31", 4, "11.554", "11.326", "9.13"),
    (30, "2016-01-01", "2016-12-31", 6, "15.059", "14.666", "13.51"),
    (30, "2017-01-12", "2017-12-31", 7, "20.462", "20.034", "15.85"),
    (30, "2018-01-11", "2018-12-31", 7, "21.628", "21.315", "16.46"),
    (30, "2019-02-07", "2019-12-31", 6, "16.253", "15.892", "13.32"),
    (30, "2020-01-09", "2020-12-10", 12, "18.971", "18.260", "28.29"),
    (30, "2021-01-13", "2021-12-09", 12, "24.774", "23.888", "27.58"),
    (30, "2022-01-13", "2022-07-13", 7, "18.902", "18.359", "16.58"),
    (30, "2022-08-11", "2022-12-13", 5, "18.140", "17.749", "11.79"),
    (30, "2023-01-12", "2023-12-12", 12, "48.852", "47.895", "28.69"),
    (30, "2024-01-11", "2024-12-12", 12, "52.895", "52.162", "29.03"),
    (30, "2025-01-08", "2025-10-09", 10, "47.847", "47.222", "23.80"),
    (20, "2020-05-20", "2020-12-21", 8, "10.253", "9.787", "19.33"),
    (20, "2021-01-20", "2021-12-21", 12, "24.059", "23.264", "28.31"),
    (20, "2022-01-19", "2022-07-20", 7, "20.550", "20.062", "18.19"),
    (20, "2022-08-17", "2022-12-21", 5, "19.602", "19.258", "12.77"),
    (20, "2023-01-18", "2023-12-20", 12, "50.813", "49.978", "31.69"),
    (20, "2024-01-17", "2024-12-17", 12, "54.086", "53.337", "30.94"),
    (20, "2025-01-22", "2025-10-22", 10, "48.091", "47.565", "26.53"),
]


@pytest.mark.parametrize(("tenor", "first", "last", "count", "high", "median", "cover"), SECOND_COPIES)
def test_yields_and_covers_add_up_to_those_of_a_second_copy(tenor, first, last, count, high, median, cover):
    """Sums to the last digit: one figure moved by one unit of its last digit shows."""
    sales = SALES.xs(tenor, level="tenor_years").loc[first:last]
    if last < "2022-08":
        sales = sales[sales["route"] == "results service"]
    assert len(sales) == count
    for column, total in (("high_yield_pct", high), ("median_yield_pct", median), ("bid_to_cover", cover)):
        assert rounds_to(sales[column].sum().round(4), total), column


@pytest.mark.parametrize(
    ("day", "curve"),
    [
        ("2024-12-17", (4.25, 4.40, 4.68, 4.59)),
        ("2024-12-18", (4.35, 4.50, 4.74, 4.65)),
        ("2024-12-19", (4.32, 4.57, 4.82, 4.74)),
        ("2024-12-20", (4.30, 4.52, 4.79, 4.72)),
        ("2024-12-23", (4.30, 4.59, 4.85, 4.78)),
        ("2024-12-24", (4.29, 4.59, 4.84, 4.76)),
        ("2024-12-26", (4.30, 4.58, 4.83, 4.76)),
        ("2024-12-27", (4.31, 4.62, 4.89, 4.82)),
        ("2024-12-30", (4.24, 4.55, 4.84, 4.77)),
        ("2024-12-31", (4.25, 4.58, 4.86, 4.78)),
        ("2025-01-02", (4.25, 4.57, 4.86, 4.79)),
        ("2025-05-20", (3.97, 4.48, 4.99, 4.96)),
        ("2025-05-21", (4.00, 4.58, 5.08, 5.08)),
        ("2025-06-06", (4.04, 4.51, 4.99, 4.97)),
        ("2025-06-09", (4.01, 4.49, 4.98, 4.95)),
        ("2025-06-10", (4.01, 4.47, 4.96, 4.93)),
        ("2025-06-12", (3.90, 4.36, 4.86, 4.84)),
    ],
)
def test_yields_are_those_of_the_treasurys_own_table(day, curve):
    """Par yields at 2, 10, 20 and 30 years in stored copies of the Treasury's own files.

    December 2024: npthan/treasury-auction-stress, treasury_rates_2024_sample.csv. 2025: yazwaza/us-treasuries.
    """
    row = NOW.table("us_cmt_yields").set_index("date").loc[day]
    assert tuple(row[f"yield_{tenor}y_pct"] for tenor in (2, 10, 20, 30)) == curve


@pytest.mark.parametrize(
    ("quarter", "days", "total"),
    [
        ("2023Q1", 62, "232.26"),
        ("2023Q2", 63, "239.73"),
        ("2023Q3", 63, "267.08"),
        ("2023Q4", 62, "284.63"),
        ("2024Q1", 61, "264.16"),
        ("2024Q2", 63, "288.59"),
        ("2024Q3", 64, "270.42"),
    ],
)
def test_thirty_year_yields_of_a_quarter_add_up_to_those_of_a_second_copy(quarter, days, total):
    """Series DGS30 as toanpro24/project_yield had it from FRED on 31 October 2024 (data/DGS30.csv), day for day."""
    yields = NOW.table("us_cmt_yields").set_index("date")["yield_30y_pct"].dropna()
    yields = yields[yields.index.to_period("Q") == pd.Period(quarter)]
    assert len(yields) == days
    assert rounds_to(yields.sum().round(4), total)


def test_thirty_year_yield_on_the_eve_of_the_first_cut():
    """4.03 on 18 September 2024, after 3.96 and before 4.06 (DGS30 in toanpro24/project_yield)."""
    yields = NOW.table("us_cmt_yields").set_index("date")["yield_30y_pct"]
    assert yields["2024-09-17":"2024-09-19"].tolist() == [3.96, 4.03, 4.06]


#: Cells of the press reports that differ from the Treasury's figures; each is a misprint noted in its row.
MISPRINTS = {
    ("2023-04-12", "indirect_pct"),
    ("2024-03-19", "high_yield_pct"),
    ("2025-05-21", "indirect_pct"),
    ("2025-10-09", "indirect_pct"),
}


def test_every_press_report_agrees_with_the_treasurys_figures():
    """Thirty-nine reports, one figure after the other: what a reporter printed is what the table holds."""
    columns = {
        "high_yield_pct": ("high_yield_pct", 0.0006),
        "bid_to_cover": ("bid_to_cover", 0.006),
        "direct_pct": ("direct_share_pct", 0.1),
        "indirect_pct": ("indirect_share_pct", 0.1),
        "dealer_pct": ("dealer_share_pct", 0.1),
    }
    compared, wrong = 0, []
    for report in NOW.table("us_auction_press").itertuples():
        official = SALES.loc[(report.auction_date, report.tenor_years)]
        for printed, (column, tolerance) in columns.items():
            value = getattr(report, printed)
            if pd.isna(value) or (f"{report.auction_date:%Y-%m-%d}", printed) in MISPRINTS:
                continue
            compared += 1
            if abs(value - official[column]) > tolerance:
                wrong.append(
                    f"{report.auction_date:%Y-%m-%d} {report.tenor_years}-year {printed}: {report.publisher} "
                    f"printed {value}, the table holds {official[column]}"
                )
    assert compared > 130
    assert wrong == []


def test_tail_is_high_yield_minus_when_issued():
    reports = NOW.table("us_auction_press").dropna(subset=["tail_bp", "when_issued_pct", "high_yield_pct"])
    reports = reports[reports["auction_date"] != "2024-03-19"]  # its high yield is misprinted
    gap = (reports["high_yield_pct"] - reports["when_issued_pct"]) * 100 - reports["tail_bp"]
    assert len(reports) > 15
    assert gap.abs().max() < 0.11


def test_a_new_long_bond_is_three_billion_larger_than_its_reopenings():
    """The Treasury's quarterly refundings since 2017: first sale, then twice 3 billion less."""
    offers = NOW.table("us_auction_offerings").query("tenor_years >= 20 and auction_date >= '2017-02'")
    for cusip, sizes in offers.groupby("cusip")["offering_usd_bn"]:
        first, *later = sizes
        # In April 2020 the pandemic's borrowing came first: 17 in place of 16 billion.
        assert all(first - size == 3 for size in later) or (cusip, later) == ("912810SL3", [16, 17])


def test_the_high_yield_is_a_little_over_the_median():
    """Half of the bids taken are below the median, and the last are not far: 3 to 12 basis points over it."""
    long = SALES[SALES.index.get_level_values("tenor_years") >= 20].loc["2017":]
    spread = 100 * (long["high_yield_pct"] - long["median_yield_pct"])
    assert spread.between(2.99, 12).all()


def test_long_bonds_are_sold_at_the_markets_yield():
    """H.15's par yield of the day of the sale; in March 2020 yields moved by more than that within hours."""
    yields = NOW.table("us_cmt_yields").set_index("date")
    for tenor in (20, 30):
        high = SALES.xs(tenor, level="tenor_years")["high_yield_pct"].drop(pd.Timestamp("2020-03-12"), errors="ignore")
        gap = (high - yields[f"yield_{tenor}y_pct"]).dropna()
        assert len(gap) > 70 and gap.abs().max() <= 0.071


def test_averages_the_press_printed_are_means_of_the_six_sales_before():
    """Reporters set a sale beside the mean of the six before it, and print the mean."""
    columns = {
        "bid_to_cover": ("bid_to_cover", 0.0055),
        "direct": ("direct_share_pct", 0.051),
        "indirect": ("indirect_share_pct", 0.051),
        "dealer": ("dealer_share_pct", 0.051),
    }
    # Pages with averages of another window, or with a misprint among them.
    odd = {
        "2023-04-12",
        "2023-07-12",
        "2023-07-19",
        "2023-12-20",
        "2024-06-10",
        "2024-06-13",
        "2025-09-11",
        "2026-01-13",
    }
    compared, wrong = 0, []
    for report in NOW.table("us_auction_press").itertuples():
        before = SALES.xs(report.tenor_years, level="tenor_years")[: report.auction_date - pd.Timedelta(days=1)].tail(6)
        for name, (column, tolerance) in columns.items():
            published = getattr(report, f"{name}_average" if name == "bid_to_cover" else f"{name}_average_pct")
            if pd.isna(published) or f"{report.auction_date:%Y-%m-%d}" in odd or len(before) < 6:
                continue
            compared += 1
            if abs(before[column].mean() - published) > tolerance:
                wrong.append(
                    (f"{report.auction_date:%Y-%m-%d}", report.tenor_years, name, published, before[column].mean())
                )
    assert compared > 80
    assert wrong == []


def test_shares_of_every_sale_and_every_allotment_sum_to_100():
    shares = SALES[["dealer_share_pct", "direct_share_pct", "indirect_share_pct"]].sum(axis=1)
    assert shares.between(99.999, 100.001).all()
    buyers = NOW.table("us_auction_allotments")
    assert buyers.filter(like="_pct").sum(axis=1).between(99.999, 100.001).all()


def test_allotments_are_of_the_size_offered():
    """Public award equals the offering, 15.999 against 16 and 22.000 against 22 billion (2 and 16 June 2025)."""
    buyers = NOW.table("us_auction_allotments").set_index(["issue_date", "tenor_years"])
    offers = NOW.table("us_auction_offerings").set_index(["auction_date", "tenor_years"])["offering_usd_bn"]
    for issued, auctioned, tenor in (("2025-06-02", "2025-05-21", 20), ("2025-06-16", "2025-06-12", 30)):
        award = buyers.loc[(pd.Timestamp(issued), tenor), "public_size_usd_bn"]
        assert award == pytest.approx(offers[pd.Timestamp(auctioned), tenor], abs=0.1)


def test_the_record_of_long_bonds_has_no_hole_since_2017():
    """The Treasury sells a 30-year bond every month, and since May 2020 a 20-year bond too."""
    for tenor, start in ((30, "2017-01"), (20, "2020-05")):
        months = SALES.xs(tenor, level="tenor_years").loc[start:"2026-09"].index.to_period("M")
        assert list(months) == list(pd.period_range(start, "2026-09", freq="M"))


def test_size_of_the_sale_was_public_on_the_videos_day():
    """Announced at least four days before each bond sale of 2008-2022; the as-of rule allows two."""
    offers = NOW.table("us_auction_offerings").dropna(subset="announced")
    lead = (offers["auction_date"] - offers["announced"]).dt.days
    assert lead.min() == 2
    assert lead[offers["tenor_years"] >= 20].min() == 4


def test_march_2025_as_first_printed():
    """March 2025 on TIC's own page (slt_table5.html, releases to February and March 2026) is what the first print was.

    The total of all holders was 9.05 trillion (Reuters, 16 May 2025, and Bloomberg).
    """
    first = rows("tic_holders", month="2025-03-01", released="2025-05-16").set_index("holder")["value_usd_bn"]
    assert first[["Japan", "United Kingdom", "China, Mainland"]].tolist() == [1130.8, 779.3, 765.4]
    assert rounds_to(first["Grand Total"] / 1000, "9.05")


def test_holders_add_up_to_all_foreign_holders():
    """TIC's table 5 to July 2026: the holders kept here and the two printed there only are each month's total.

    The two are the United Arab Emirates and Bermuda, July 2026 first. Each of twenty figures is rounded to a tenth.
    """
    emirates = [110.1, 114.8, 118.6, 112.5, 114.1, 120.0, 112.4, 95.7, 103.5, 110.7, 103.3, 108.7, 107.7]
    bermuda = [109.1, 108.0, 106.7, 104.1, 106.2, 104.2, 100.6, 101.4, 104.5, 105.8, 103.4, 98.9, 97.3]
    held = rows("tic_holders", released="2026-09-29", origin="slt_table5.txt")
    held = held.pivot(index="month", columns="holder", values="value_usd_bn").sort_index(ascending=False)
    gap = held.drop(columns=["Grand Total", "Foreign official"]).sum(axis=1) - held["Grand Total"]
    assert gap.index[0] == pd.Timestamp("2026-07") and len(gap) == 13
    assert (gap + emirates + bermuda).abs().max() < 0.21


def test_no_part_is_larger_than_all_foreign_holders():
    held = NOW.table("tic_holders").pivot(index="month", columns="holder", values="value_usd_bn")
    total = held.pop("Grand Total").dropna()
    assert (held.pop("Foreign official").loc[total.index] < total).all()
    # Where a month stands in lists of two lengths, what is left over is counted once.
    held.loc[held["All Other (outside the top 20)"].notna(), "All Other (outside about 40 countries)"] = np.nan
    assert (held.loc[total.index].sum(axis=1) <= total + 0.21).all()


def test_yields_that_the_press_printed():
    """5.23 % on 20 August 2026, above 5 % on 21 May 2025 (the day of the 20-year sale)."""
    yields = NOW.table("us_cmt_yields").set_index("date")
    assert yields.loc["2026-08-20", "yield_30y_pct"] == 5.23
    assert yields.loc["2025-05-21", "yield_30y_pct"] > 5


def test_ten_year_breakeven_is_nominal_minus_real():
    """FRED defines T10YIE as DGS10 minus DFII10."""
    real = NOW.table("us_real_yields").set_index("date")
    nominal = NOW.table("us_cmt_yields").set_index("date")["yield_10y_pct"]
    gap = (nominal - real["real_yield_10y_pct"] - real["breakeven_10y_pct"]).dropna()
    assert len(gap) > 1500
    assert gap.abs().max() <= 0.0101


def test_planned_sizes_are_the_sizes_offered():
    """Four refunding statements, 84 sizes, against the sales themselves."""
    plans, offers = NOW.table("us_refunding_plans"), NOW.table("us_auction_offerings")
    months = offers["auction_date"].dt.to_period("M").dt.to_timestamp()
    both = plans.merge(offers.assign(auction_month=months), on=["auction_month", "tenor_years"])
    assert len(both) == len(plans) == 84
    assert (both["planned_size_usd_bn"] == both["offering_usd_bn"]).all()


def test_net_purchases_add_up_within_a_release():
    """Long-term securities are what private and official foreigners bought; the net flow is what both brought."""
    lines = NOW.vintages("tic_net_flows").pivot(index=["month", "released"], columns="measure", values="value_usd_bn")
    for line in ("us_long_term_securities_net", "net_tic_flow", "treasury_bills_change"):
        gap = (lines[line] - lines[f"{line}_private"] - lines[f"{line}_official"]).dropna()
        assert len(gap) > 100 and gap.abs().max() < 0.17, line


@pytest.mark.parametrize(
    ("month", "released", "printed", "source"),
    [
        ("2025-04-01", "2025-06-18", "-40.8", "Baystreet copy, 19 June 2025"),
        ("2025-05-01", "2025-07-17", "146", "EconoTimes on May 2025"),
        ("2025-05-01", "2025-08-15", "147", "Reuters copy (Prothom Alo), 16 August 2025: roughly 147"),
        ("2025-06-01", "2025-08-15", "-5", "Reuters copy (Prothom Alo), 16 August 2025"),
        ("2024-05-01", "2024-07-18", "45.9", "Econoday, July 2024: Treasury bonds and notes"),
    ],
)
def test_notes_and_bonds_bought_as_reporters_printed_them(month, released, printed, source):
    """Private and official together, as first printed or as revised a month later."""
    parts = rows("tic_net_flows", month=month, released=released).set_index("measure")["value_usd_bn"]
    total = parts["treasury_bonds_notes_net_private"] + parts["treasury_bonds_notes_net_official"]
    assert rounds_to(round(total, 1), printed), source


def test_first_prints_of_all_foreign_holders():
    """Reuters, 16 April 2025: 8.817 and 8.527 trillion; press, 18 September 2025: 9.159 trillion, China 730.7 billion."""
    first = rows("tic_holders", origin="press").set_index(["holder", "month"])["value_usd_bn"]
    assert first["Grand Total", pd.Timestamp("2025-02-01")] == 8817
    assert first["Grand Total", pd.Timestamp("2025-01-01")] == 8527
    assert first["Grand Total", pd.Timestamp("2025-07-01")] == 9159
    assert first["China, Mainland", pd.Timestamp("2025-07-01")] == 730.7


def test_the_record_of_new_lows_and_highs():
    """The 5-year sale of 23 September 2026 and the 10-year of 7 October 2026 stand out in the whole record since 2020."""
    five = SALES.xs(5, level="tenor_years").loc["2020":, "bid_to_cover"]
    assert five.idxmin() == pd.Timestamp("2026-09-23") and five.min() == 2.21
    ten = SALES.xs(10, level="tenor_years")["high_yield_pct"]
    assert ten["2026-09-09"] == 4.834 and ten.idxmax() == pd.Timestamp("2026-10-07") and ten.max() == 5.3


def test_documents_say_what_the_tables_hold():
    """Direct share and average of 20 October 2021 as quoted; the size of the sale; purchases of 2025 near the table's."""
    says = NOW.table("auction_documents").groupby("released")["says"].agg(" | ".join)
    press = rows("us_auction_press", auction_date="2021-10-20").iloc[0]
    assert f"{press['direct_pct']} % against an average of {press['direct_average_pct']} %" in says["2021-10-20"]
    assert "22 billion" in says["2025-04-30"]
