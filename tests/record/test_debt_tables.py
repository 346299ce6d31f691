"""Tables on Japan's debt, held to facts published elsewhere and to identities."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from holding import NOW, THEN

from brink.models.bonds import price
from brink.record.snapshot import Snapshot

SOLD = ["accepted_100m_yen", "noncompetitive_100m_yen", "noncompetitive_1_100m_yen"]


@pytest.fixture(scope="module")
def weo():
    return NOW.vintages("weo_g7")


@pytest.fixture(scope="module")
def auctions():
    sales = NOW.vintages("jgb_auctions")
    sales["cover"] = sales["bids_100m_yen"] / sales["accepted_100m_yen"]
    sales["gap_yen"] = sales["average_price"] - sales["lowest_price"]
    sales["years"] = (sales["maturity_date"] - sales["issue_date"]).dt.days / 365
    return sales


def one(frame, **keys):
    row = frame[np.logical_and.reduce([frame[k] == v for k, v in keys.items()])]
    assert len(row) == 1, f"{len(row)} rows for {keys}"
    return row.iloc[0]


# --- IMF ------------------------------------------------------------------------------------


def test_the_edition_of_october_2024_as_jiji_reported_it(weo):
    """Jiji, 23 October 2024: to exceed 250 % that year, 245 % by the end of the decade."""
    japan = weo[(weo["country"] == "JPN") & (weo["vintage"] == "2024-10")].set_index("year")["gross_debt_pct_gdp"]
    assert japan[2024] > 250
    assert round(japan[2029]) == 245


def test_japan_growth_projected_in_april_2025(weo):
    """MNI, April 2025: the IMF expects 0.6 % for 2025."""
    assert round(one(weo, country="JPN", vintage="2025-04", year=2025)["real_growth_pct"], 1) == 0.6


def test_debt_is_ratio_times_gdp(weo):
    """An identity of the definitions, for gross and net debt, in every row with levels."""
    for kind in ("gross", "net"):
        level = weo[f"{kind}_debt_pct_gdp"] * weo["gdp_lcu_bn"] / 100
        # ratios carry three decimals: half a unit of the last one, plus the rounding of the levels
        allowed = 0.0006 / weo[f"{kind}_debt_pct_gdp"] + 2e-4
        assert ((weo[f"{kind}_debt_lcu_bn"] / level - 1).abs() < allowed)[level.notna()].all()


@pytest.mark.parametrize(
    "column",
    [f"{name}_pct_gdp" for name in ("gross_debt", "net_debt", "primary_balance", "overall_balance", "current_account")],
)
def test_the_imfs_g7_is_the_mean_of_the_seven_by_their_gdp(weo, column):
    """The IMF prints the group as one more row; its ratios are those of the seven, weighted by GDP in dollars."""
    seven = weo[(weo["country"] != "G7") & weo[column].notna()]
    weighed = (seven[column] * seven["gdp_usd_bn"]).groupby([seven["vintage"], seven["year"]])
    groups = seven.groupby(["vintage", "year"])["gdp_usd_bn"]
    printed_row = weo[weo["country"] == "G7"].set_index(["vintage", "year"])[column]
    gap = (weighed.sum() / groups.sum())[groups.size() == 7] - printed_row
    if column == "net_debt_pct_gdp":  # one edition's row is a tenth of a point off in its last years
        gap = gap.drop("2023-10", level="vintage")
    assert gap.notna().sum() > 260 and gap.abs().max() < 0.001


def test_net_debt_never_exceeds_gross_debt_and_interest_is_positive(weo):
    assert (weo["net_debt_pct_gdp"] < weo["gross_debt_pct_gdp"]).all()


@pytest.mark.parametrize(
    ("fetched", "vintage"),
    [("2025-12-25", "2025-10"), ("2026-04-12", "2025-10"), ("2026-04-19", "2026-04"), ("2026-08-16", "2026-04")],
)
def test_the_datamapper_served_each_edition(weo, fetched, vintage):
    """175 points a reading; the revision of April 2026 arrived between the two April readings."""
    served = NOW.vintages("imf_datamapper")
    both = served[served["fetched"] == fetched].merge(weo[weo["vintage"] == vintage], on=["country", "year"])
    assert len(both) == 175
    assert (both["gross_debt_pct_gdp_x"] - both["gross_debt_pct_gdp_y"]).abs().max() <= 0.05 + 1e-9


def test_on_the_videos_day_the_edition_of_april_2025_was_the_newest():
    known = THEN.table("weo_g7")
    assert known["vintage"].max() == "2025-04"
    assert set(known["vintage"]) == {"2025-04"}  # it covers every year of the older ones
    assert Snapshot(date(2025, 4, 21)).table("weo_g7")["vintage"].max() == "2024-10"  # published on the 22nd


# --- auctions -------------------------------------------------------------------------------


#: Minkabu Press on each sale, or on the next as the one before: bid-to-cover, average less lowest price in yen.
MINKABU = (
    ("2025-07-23", "40Y", 2.13, None),
    ("2025-08-05", "10Y", 3.06, 0.14),
    ("2025-08-28", "2Y", 2.84, 0.022),
    ("2025-09-02", "10Y", 3.92, 0.06),
    ("2025-09-04", "30Y", 3.31, 0.18),
    ("2025-09-30", "2Y", 2.81, 0.029),
    ("2025-10-02", "10Y", 3.34, 0.19),
    ("2025-10-07", "30Y", 3.41, 0.17),
    ("2025-10-15", "20Y", 3.56, 0.13),
    ("2025-11-05", "10Y", 2.97, 0.13),
    ("2025-11-19", "20Y", 3.28, 0.31),
    ("2025-11-26", "40Y", 2.59, None),
    ("2025-12-02", "10Y", 3.59, 0.04),
    ("2025-12-04", "30Y", 4.04, 0.09),
    ("2025-12-11", "20Y", 4.10, 0.03),
    ("2026-01-06", "10Y", 3.30, 0.05),
    ("2026-01-08", "30Y", 3.14, 0.15),
    ("2026-01-20", "20Y", 3.19, 0.25),
    ("2026-02-03", "10Y", 3.02, 0.05),
    ("2026-02-05", "30Y", 3.64, 0.11),
    ("2026-03-03", "10Y", 3.30, 0.06),
    ("2026-03-05", "30Y", 3.66, 0.12),
)


@pytest.mark.parametrize(
    ("day", "tenor", "cover", "gap_yen"),
    [
        pytest.param("2025-05-20", "20Y", 2.50, 1.14, id="GMTEight and Bloomberg, 20 May 2025"),
        pytest.param("2025-05-28", "40Y", 2.21, None, id="Reportify, 28 May 2025"),
        pytest.param("2025-03-27", "40Y", 2.92, None, id="Reportify, 28 May 2025, for March"),
        pytest.param("2025-06-05", "30Y", 2.921, 0.49, id="Reuters, 5 June 2025"),
        pytest.param("2025-05-13", "30Y", 3.074, 0.30, id="Reuters, 5 June 2025, for May"),
        pytest.param("2023-12-07", "30Y", 2.616, None, id="Reuters, 5 June 2025, for December 2023"),
        pytest.param("2025-06-24", "20Y", 3.11, 0.28, id="GMTEight, 10 July 2025, for June"),
        pytest.param("2025-07-10", "20Y", 3.15, 0.18, id="GMTEight, 10 July 2025"),
        pytest.param("2012-05-29", "2Y", 9.79, None, id="Bloomberg, 29 May 2012"),
        pytest.param("2025-07-23", "40Y", 2.127, None, id="Bloomberg, 23 July 2025"),
        pytest.param("2025-09-25", "40Y", 2.60, None, id="GMT8 Press, 25 September 2025"),
        *(pytest.param(*sale, id=f"Minkabu Press, {sale[0]}") for sale in MINKABU),
    ],
)
def test_cover_and_tail_as_reported(auctions, day, tenor, cover, gap_yen):
    sale = one(auctions, auction_date=pd.Timestamp(day), tenor=tenor)
    digits = max(2, len(str(cover).split(".")[1]))
    assert round(sale["cover"], digits) == cover
    if gap_yen is not None:
        assert round(sale["gap_yen"], 3) == gap_yen


def test_superlatives_of_may_2025(auctions):
    """Bloomberg, 20 May 2025: lowest 20-year cover since August 2012, longest tail since 1987."""
    twenty = auctions[auctions["tenor"] == "20Y"].set_index("auction_date")
    sale = twenty.loc["2025-05-20"]
    before = twenty.loc[:"2025-05-19"]
    assert before.index[before["cover"] < sale["cover"]].max() == pd.Timestamp("2012-08-23")
    assert before.index[before["gap_yen"] > sale["gap_yen"]].max().year == 1987


def test_the_sale_of_2002_that_was_not_covered(auctions):
    """Financial Times, 20 September 2002: bids of 1,185 bn yen for 1,800 bn of 10-year bonds."""
    sale = one(auctions, auction_date=pd.Timestamp("2002-09-20"), tenor="10Y")
    assert (int(sale["bids_100m_yen"] / 10), sale["offered_100m_yen"] / 10) == (1185, 1800)


def test_forty_year_sales_in_the_press(auctions):
    """Reportify, 28 May 2025 (499.9 of 1,106.6 bn yen at 3.135 %, coupon 3.1) and Reuters, 20 August 2013."""
    may = one(auctions, auction_date=pd.Timestamp("2025-05-28"), tenor="40Y")
    assert (may["accepted_100m_yen"], may["bids_100m_yen"]) == (4999, 11066)
    assert (may["cutoff_yield_pct"], may["coupon_pct"]) == (3.135, 3.1)
    august = one(auctions, auction_date=pd.Timestamp("2013-08-20"), tenor="40Y")
    assert (august["cutoff_yield_pct"], august["coupon_pct"]) == (1.92, 1.9)
    assert (august["issue_date"], august["maturity_date"]) == (pd.Timestamp("2013-08-22"), pd.Timestamp("2053-03-20"))


def sold_by_yield(auctions):
    """40-year bonds, and 30-year bonds until 2007, were sold by (compounded) yield, without an average price."""
    return (auctions["tenor"] == "40Y") | ((auctions["tenor"] == "30Y") & auctions["average_price"].isna())


def test_price_and_simple_yield_agree(auctions):
    """The ministry's yields are simple ones, (coupon + (100 - price) / years) / price: an independent identity."""
    by_price = auctions[auctions["coupon_pct"].notna() & ~sold_by_yield(auctions)]
    for price_column, yield_column in (("average_price", "average_yield_pct"), ("lowest_price", "cutoff_yield_pct")):
        sale = by_price[by_price[price_column].notna() & by_price[yield_column].notna()]
        simple = (sale["coupon_pct"] + (100 - sale[price_column]) / sale["years"]) / sale[price_column] * 100
        assert (simple - sale[yield_column]).abs().max() < 0.0105
        assert len(sale) > 1890


def test_prices_of_yield_sales_follow_from_compounded_yields(auctions):
    sale = auctions[sold_by_yield(auctions)]
    modelled = price(sale["cutoff_yield_pct"], sale["coupon_pct"], sale["years"] * 365 / 365.25)
    gap = np.abs(modelled - sale["lowest_price"])
    assert len(sale) > 110
    assert gap.max() < 0.06


def test_what_is_sold_is_what_was_offered(auctions):
    """Since the syndicate's end in spring 2006 competitive and first-round sales fill the offer."""
    since = auctions[auctions["auction_date"] >= "2006-05"]
    filled = since[SOLD].fillna(0).sum(axis=1) / since["offered_100m_yen"]
    assert filled.between(0.99, 1.02).all()
    assert (auctions["accepted_100m_yen"] <= auctions["bids_100m_yen"]).all()


def test_sizes_are_offered_in_round_numbers(auctions):
    """The ministry offers bonds in steps of 50 billion yen."""
    since = auctions[auctions["auction_date"] >= "2006-05"]
    assert (since["offered_100m_yen"] % 500 == 0).all()


def test_bids_taken_make_up_the_offer(auctions):
    """Competitive, non-competitive and first-round sales leave 0 to 2 billion yen of each offer since 2012.

    Bids at the lowest price are cut back in proportion and rounded down; that never takes more than was offered.
    """
    since = auctions[auctions["auction_date"] >= "2010"]
    short = since["offered_100m_yen"] - since[SOLD].fillna(0).sum(axis=1)
    assert short.between(-55, 20).all()
    assert short[since["auction_date"] >= "2012"].between(0, 20).all()


def test_maturities_fit_the_tenor(auctions):
    whole = auctions["tenor"].str.extract(r"(\d+)Y")[0].astype(float)
    # re-openings and dated-ahead issues run a little shorter or longer
    assert (auctions["years"] - whole).between(-1.7, 0.6).all()


# --- yields ---------------------------------------------------------------------------------


def test_superlatives_that_reach_back_before_2000():
    """Jiji, 19 January 2026: the highest since February 1999. Financial Times, 4 August 2010: only the third time below 1 %,
    after 1998 and 2002-2003. Asia Times, August 2025: the 20-year at its highest since 1999."""
    table = NOW.table("jgb_yields").set_index("date")
    ten, twenty = table["y10_pct"], table["y20_pct"]
    assert f"{ten[:'2026-01-18'][ten[:'2026-01-18'] >= ten['2026-01-19']].index.max():%Y-%m}" == "1999-02"
    below = ten[:"2010-08-04"]
    assert set(below[below < 1].index.year) == {1998, 2002, 2003}
    assert twenty[:"2025-08-19"][twenty[:"2025-08-19"] >= twenty["2025-08-20"]].index.max().year == 1999


def test_yields_and_auctions_speak_of_the_same_market(auctions):
    """10-year bonds are sold near the day's 10-year yield (the average of the sales since 2000)."""
    sale = auctions[(auctions["tenor"] == "10Y") & (auctions["auction_date"] >= "2000-02")]
    both = sale.merge(NOW.table("jgb_yields"), left_on="auction_date", right_on="date")
    gap = (both["average_yield_pct"] - both["y10_pct"]).abs()
    assert len(both) == len(sale)
    assert gap.max() < 0.15 and gap.mean() < 0.03


def test_a_yield_is_public_on_the_next_day():
    assert Snapshot(date(2025, 6, 10)).table("jgb_yields")["date"].max() == pd.Timestamp("2025-06-09")


def test_yields_move_by_steps_a_market_makes():
    table = NOW.table("jgb_yields").set_index("date")
    assert table.diff().abs().max().max() < 0.46


# --- budget, projections, balance sheet, news ------------------------------------------------


def fact(**keys):
    return one(NOW.vintages("mof_debt_facts"), **keys)


def test_redemption_and_interest_make_up_debt_service():
    request = {"period": "FY2026", "basis": "budget request"}
    parts = (
        fact(item="redemption", **request)["value_jpy_bn"] + fact(item="interest payments", **request)["value_jpy_bn"]
    )
    whole = fact(item="debt service", **request)["value_jpy_bn"]
    assert 0 < whole - parts < 50  # fees


def test_interest_of_2029_is_that_of_2026_and_the_rise_reported():
    """Yomiuri, 17 February 2026: 8.6 tn yen more than in fiscal 2026; Jiji a day later: 21.6 tn."""
    later = {"period": "FY2029", "basis": "projection of February 2026"}
    rise = fact(item="interest payments, change on fiscal 2026", **later)["value_jpy_tn"]
    requested = fact(period="FY2026", basis="budget request", item="interest payments")["value_jpy_bn"] / 1000
    assert fact(item="interest payments", **later)["value_jpy_tn"] - rise == pytest.approx(requested, abs=0.06)


def test_rounded_and_exact_debt_of_2024_agree():
    both = NOW.vintages("mof_debt_facts")
    both = both[(both["period"] == "2024-12-31") & (both["item"] == "general bonds")]
    exact, rounded = both["value_jpy_bn"].dropna().iloc[0], both["value_jpy_tn"].dropna().iloc[0]
    assert round(exact / 1e4) * 10 == rounded


def test_central_government_debt_of_2025_adds_up():
    """Jiji, 10 February 2026: bonds, borrowings and financing bills; the rest are fiscal-loan and other bonds."""
    end = {"period": "2025-12-31", "basis": "outstanding"}
    parts = [fact(item=i, **end)["value_jpy_bn"] for i in ("general bonds", "borrowings", "financing bills")]
    other = fact(item="central government debt", **end)["value_jpy_bn"] - sum(parts)
    assert 80_000 < other < 120_000


def test_the_states_balance_sheet_adds_up():
    sheet = {"period": "2025-03-31", "basis": "balance sheet"}
    assets, owed = (fact(item=i, **sheet)["value_jpy_tn"] for i in ("assets", "liabilities"))
    assert owed - assets == pytest.approx(fact(item="liabilities less assets", **sheet)["value_jpy_tn"])


def test_debt_of_march_2025_is_that_of_a_year_before_and_the_rise():
    """Jiji, 10 May 2024: 1,297,161.5 bn yen; the report of 9 May 2025 adds 26.554 trillion."""
    owed = fact(period="2025-03-31", item="central government debt", basis="outstanding")["value_jpy_bn"]
    assert owed == pytest.approx(1_297_161.5 + 26_554)


def test_what_is_to_be_sold_rises_as_reported():
    """Jiji, 26 December 2025: 180,692 bn yen in fiscal 2026, up 3,835.2 bn. The diet had cut the plan of 2024 by 1.9 bn of new bonds."""
    plans = [
        fact(period=f"FY{year}", item="all bonds issued", basis="issuance plan")["value_jpy_bn"]
        for year in (2025, 2026)
    ]
    assert plans[1] - plans[0] == pytest.approx(3835.2, abs=2)


def test_the_syndicate_took_its_share_and_what_was_left():
    """Financial Times, 20 September 2002: 1,185 bid, about 165 left over: 1,350 of the 1,800 had been put up for bidding."""
    news = NOW.table("jgb_market_news")
    day = news[news["date"] == "2002-09-20"].set_index("metric")["value"]
    assert day["bids"] + day["left to the syndicate"] == 0.75 * 1800


def test_the_cut_of_long_bonds_shows_in_the_sales(auctions):
    """The Japan Times, 20 June 2025: 3.2 trillion less until March 2026; the 20-year sale smaller by 200 bn from July."""
    cut = one(NOW.table("japan_debt_statements"), topic="supply cut")
    assert cut["value"] == pytest.approx(1.8 + 0.9 + 0.5)
    twenty = auctions[auctions["tenor"] == "20Y"].set_index("auction_date")["offered_100m_yen"]
    assert (twenty["2025-06-24"] - twenty["2025-07-10"]) / 10 == 200
    planned = (10_000 - 8_000, 8_000 - 7_000, 5_000 - 4_000)
    long = auctions[auctions["tenor"].isin(["20Y", "30Y", "40Y"])].set_index(["auction_date", "tenor"])[
        "offered_100m_yen"
    ]
    after = [
        long[pd.Timestamp(day), tenor]
        for day, tenor in (("2025-07-10", "20Y"), ("2025-07-03", "30Y"), ("2025-07-23", "40Y"))
    ]
    assert after == [10_000 - planned[0], 8_000 - planned[1], 5_000 - planned[2]]


def test_dealers_bid_for_the_whole_sale():
    """Nikkei Asia, March 2017: 21 dealers at 4 % made 84 % of each sale; at 5 % they make 105 %."""
    assert 21 * one(NOW.table("japan_debt_statements"), topic="dealers' duty")["value"] > 100


def test_the_prime_ministers_greece_is_the_imfs():
    """The Independent, 19 May 2025: 234.9 % of GDP for Japan, 142.2 for Greece, by the IMF."""
    said = one(NOW.table("japan_debt_statements"), topic="fiscal state")
    assert said["value"] == 142.2 and said["date"] == pd.Timestamp("2025-05-19")


def test_what_the_imf_said_of_interest():
    """MNI, 7 February 2025: double by 2030. FNN and PANews, 18 February 2026: double between 2025 and 2031."""
    said = NOW.table("japan_debt_statements").query("topic == 'interest bill'").set_index("date")["value"]
    assert said.to_dict() == {pd.Timestamp("2025-02-07"): 2030, pd.Timestamp("2026-02-18"): 2031}
    assert one(NOW.table("japan_debt_statements"), topic="debt ratio rises")["value"] == 2035


def test_the_liquidity_auction_of_the_videos_week():
    """Reuters, 12 June 2025: 897.8 bn yen bid for 449.8 bn."""
    sale = one(NOW.table("jgb_market_news"), metric="bids over amount sold")
    assert sale["value"] == pytest.approx(897.8 / 449.8, abs=0.005)


def test_old_projections_of_interest():
    """The pages of the ministry: 13.0 tn yen for fiscal 2024 seen in 2019, 9.8 tn seen in 2024."""
    table = NOW.table("mof_interest_projections")
    assert one(table, edition="2019-02", fiscal_year=2024)["interest_100m_yen"] == 129900
    assert one(table, edition="2024-02", fiscal_year=2024)["interest_100m_yen"] == 98300
    assert one(table, edition="2010-02", fiscal_year=2019)["interest_100m_yen"] == 247900
    debt = table.groupby("edition")["debt_100m_yen"]
    assert (debt.diff().dropna() > 0).all()


def test_each_sector_of_the_flow_of_funds_balances():
    sheet = NOW.table("japan_general_government_balance_sheet")
    sums = sheet[~sheet["item_code"].eq("Z")].groupby(["sector", "side"])["value_100m_yen"].sum().unstack()
    total = sheet[sheet["item_code"].eq("Z")].set_index(["sector", "side"])["value_100m_yen"].unstack()
    assert ((sums - total).abs() <= 5).all().all()  # rounding to 100 million yen
    parts = ["Central government", "Local governments", "Social security funds"]
    difference = sheet[sheet["item_code"].eq("Y")].set_index("sector")["value_100m_yen"]
    assert difference[parts].sum() == pytest.approx(difference["General government"], abs=5)


def test_flow_of_funds_and_imf_agree_on_what_is_owed(weo):
    """1,375.7 tn yen at the end of March 2026 against 1,370.8 tn of gross debt at the end of 2025."""
    sheet = NOW.table("japan_general_government_balance_sheet")
    government = sheet[(sheet["sector"] == "General government") & (sheet["side"] == "liabilities")]
    owed = government[~government["item_code"].isin(["Y", "Z"])]["value_100m_yen"].sum() / 1e4
    debt = one(weo, country="JPN", vintage="2026-04", year=2025)["gross_debt_lcu_bn"] / 1000
    assert owed == pytest.approx(1375.7, abs=0.05)
    assert debt == pytest.approx(1370.8, abs=0.05)


def test_news_equals_the_auction_file(auctions):
    news = NOW.table("jgb_market_news")
    covers = news[news["metric"].isin(["bid-to-cover", "tail"])]
    assert len(covers) >= 6
    for row in covers.itertuples():
        tenor = row.subject.split("-")[0] + "Y"
        sale = one(auctions, auction_date=row.date, tenor=tenor)
        assert sale["cover" if row.metric == "bid-to-cover" else "gap_yen"] == pytest.approx(row.value, abs=0.005)


def test_the_imf_called_the_figure_unconsolidated_in_every_edition_whose_note_is_known():
    """The note of October 2024 is quoted in the same words on unikktle.com."""
    notes = NOW.table("weo_japan_notes").set_index("vintage")
    assert (notes["consolidation"] == "Gross public debt is on unconsolidated basis").all()
    assert notes.loc["2024-10", "valuation"] == "Current market value"
    assert "2026-04" not in notes.index
