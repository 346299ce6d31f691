"""The auction tables against facts published elsewhere."""

import pandas as pd
import pytest
from facts import NOW, only, rounds_to

SALES = NOW.table("us_auctions").set_index(["auction_date", "tenor_years"])


def sale(day, tenor):
    return SALES.loc[(pd.Timestamp(day), tenor)]


@pytest.mark.parametrize(
    ("day", "tenor", "facts", "source"),
    [
        ("2025-05-21", 20, {"high_yield_pct": 5.047, "median_yield_pct": 4.974, "bid_to_cover": 2.46},
         "second public collection of auction results, October 2025"),
        ("2025-06-12", 30, {"high_yield_pct": 4.844, "direct_share_pct": 23.42, "indirect_share_pct": 65.16,
                            "dealer_share_pct": 11.41}, "news summary of the result, 12 June 2025"),
        ("2026-02-18", 20, {"high_yield_pct": 4.664, "bid_to_cover": 2.36, "dealer_share_pct": 17.6,
                            "direct_share_pct": 27.2, "indirect_share_pct": 55.2}, "TTM, 18 February 2026"),
        ("2026-01-21", 20, {"high_yield_pct": 4.846, "bid_to_cover": 2.86, "direct_share_pct": 29.1,
                            "indirect_share_pct": 64.7, "dealer_share_pct": 6.2}, "TTM, 18 February 2026 (previous sale)"),
        ("2025-07-10", 30, {"high_yield_pct": 4.889, "direct_share_pct": 27.4, "indirect_share_pct": 59.8,
                            "dealer_share_pct": 12.8, "bid_to_cover": 2.38}, "ZeroHedge, 10 July 2025"),
    ],
)  # fmt: skip
def test_results_printed_elsewhere(day, tenor, facts, source):
    for column, printed in facts.items():
        digits = len(str(printed).partition(".")[2])
        assert sale(day, tenor)[column] == pytest.approx(printed, abs=0.51 * 10**-digits), f"{column}: {source}"


def test_thirty_year_of_12_may_2022_equals_the_treasurys_results_file():
    """R_20220512_3.xml: dealers 3,021,000,000, directs 3,648,842,700, indirects 15,315,875,000; cover 2.38."""
    awards = pd.Series({"dealer": 3_021_000_000, "direct": 3_648_842_700, "indirect": 15_315_875_000})
    for bidder, share in (100 * awards / awards.sum()).items():
        assert sale("2022-05-12", 30)[f"{bidder}_share_pct"] == pytest.approx(share, abs=0.0001)
    assert sale("2022-05-12", 30)["bid_to_cover"] == 2.38


#: Cells of the press reports that differ from the Treasury's figures; each is a misprint noted in its row.
MISPRINTS = {
    ("2023-04-12", "indirect_pct"), ("2024-03-19", "high_yield_pct"), ("2025-05-21", "indirect_pct"),
    ("2025-10-09", "indirect_pct"),
}  # fmt: skip


def test_every_press_report_agrees_with_the_treasurys_figures():
    """Thirty-nine reports, one figure after the other: what a reporter printed is what the table holds."""
    columns = {
        "high_yield_pct": ("high_yield_pct", 0.0006), "bid_to_cover": ("bid_to_cover", 0.006),
        "direct_pct": ("direct_share_pct", 0.1), "indirect_pct": ("indirect_share_pct", 0.1),
        "dealer_pct": ("dealer_share_pct", 0.1),
    }  # fmt: skip
    compared, wrong = 0, []
    for report in NOW.table("us_auction_press").itertuples():
        official = SALES.loc[(report.auction_date, report.tenor_years)]
        for printed, (column, tolerance) in columns.items():
            value = getattr(report, printed)
            if pd.isna(value) or (f"{report.auction_date:%Y-%m-%d}", printed) in MISPRINTS:
                continue
            compared += 1
            if abs(value - official[column]) > tolerance:
                wrong.append(f"{report.auction_date:%Y-%m-%d} {report.tenor_years}-year {printed}: {report.publisher} "
                             f"printed {value}, the table holds {official[column]}")  # fmt: skip
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
    columns = {"bid_to_cover": ("bid_to_cover", 0.0055), "direct": ("direct_share_pct", 0.051),
               "indirect": ("indirect_share_pct", 0.051), "dealer": ("dealer_share_pct", 0.051)}  # fmt: skip
    # Pages with averages of another window, or with a misprint among them.
    odd = {
        "2023-04-12", "2023-07-12", "2023-07-19", "2023-12-20", "2024-06-10", "2024-06-13", "2025-09-11", "2026-01-13",
    }  # fmt: skip
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


@pytest.mark.parametrize(
    ("holder", "month", "value", "source"),
    [
        ("Japan", "2026-03-01", "1191.6", "official TIC page"),
        ("China, Mainland", "2025-05-01", "732.7", "three copies of the TIC table"),
        ("Grand Total", "2026-02-01", "9487", "press, April 2026 (rounded)"),
    ],
)
def test_foreign_holdings_printed_elsewhere(holder, month, value, source):
    assert rounds_to(only("tic_holders", "value_usd_bn", holder=holder, month=month), value), source


def test_no_part_is_larger_than_all_foreign_holders():
    held = NOW.table("tic_holders").pivot(index="month", columns="holder", values="value_usd_bn")
    total = held.pop("Grand Total").dropna()
    assert (held.pop("Foreign official").loc[total.index] < total).all()
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
