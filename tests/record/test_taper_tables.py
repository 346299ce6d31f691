"""The Bank of Japan tables, held to figures printed elsewhere and to identities."""

import pandas as pd
import pytest
from holding import NOW


@pytest.fixture(scope="module")
def accounts():
    return NOW.vintages("boj_accounts").set_index("month")


def test_accounts_have_every_month(accounts):
    last = accounts.index.max()
    assert list(accounts.index) == list(pd.date_range("2012-01-01", last, freq="MS")) and last >= pd.Timestamp(
        "2026-07-01"
    )


ACCOUNTS = "Bank of Japan Accounts"
TRANSACTIONS = "Monetary Base and the Bank of Japan's Transactions"


def test_holdings_of_may_2024_are_the_bonds_printed_and_bills(accounts):
    """Diamond, July 2024: bonds alone 593."""
    assert 0 < accounts.loc["2024-05-01", "government_securities_jpy_tn"] - 593 < 5


@pytest.mark.parametrize(
    ("first", "last", "between", "quarter_end"),
    [
        pytest.param("2018-01", "2019-12", (1, 7), (10, 16.5), id="while the Bank bought 0.4 to 5 tn of bills a month"),
        pytest.param(
            "2020-02", "2021-12", (1, 12), (10, 22.5), id="while the Bank bought up to 14 tn of bills a month"
        ),
        pytest.param("2022-04", "2024-03", (1, 5.5), (12, 19), id="while the Bank bought few bills"),
        pytest.param("2024-04", "2026-07", (0.5, 3), (12, 19), id="since the Bank buys no bills"),
    ],
)
def test_what_leaves_the_books_is_what_falls_due(accounts, first, last, between, quarter_end):
    """Nothing is sold: purchases less the change of holdings are what fell due.

    By the ministry's auction file bonds of five years and more fall due in the last month of a quarter (but for some old
    ones); in the other months two-year bonds do, 3 tn in the whole market, and the bills bought months before.
    """
    bought = accounts["jgb_purchases_jpy_tn"] + accounts["tbill_purchases_jpy_tn"]
    due = (bought - accounts["government_securities_jpy_tn"].diff()).loc[f"{first}-01" : f"{last}-01"]
    ends = due.index.month % 3 == 0
    assert due[~ends].between(*between).all() and due[ends].between(*quarter_end).all()


#: The ministry's quarterly debt statements as reported, trillion yen: government bonds of all kinds with financing bills
#: (or the whole debt less borrowings).
ALL_BONDS_AND_BILLS = {
    "2014-12": (874.2354 + 100.4082, "Nikkei Quick News, 10 February 2015"),
    "2015-03": (881.5 + 116.9, "press, 8 May 2015"),
    "2017-06": (945.2315 + 79.9189, "Reuters, 10 August 2017"),
    "2023-03": (1297.1615 - 26.6625 - (48.5613 + 1.0554), "Jiji, 10 May 2024, by the change on the year"),
    "2024-03": (1297.1615 - 48.5613, "Jiji, 10 May 2024"),
    "2024-09": (1317.6365 - 7.198 - (46.8812 - 2.3219), "Jiji, 10 February 2025, by the change on the quarter"),
    "2024-12": (1317.6365 - 46.8812, "Jiji, 10 February 2025"),
    "2025-06": (1333.5914 - 1.4042 - (41.1758 + 1.8072), "Jiji, 10 November 2025, by the change on the quarter"),
    "2025-09": (1333.5914 - 41.1758, "Jiji, 10 November 2025"),
    "2025-12": (1342.172 - 44.1328, "Jiji, 10 February 2026"),
}


@pytest.fixture(scope="module")
def outstanding():
    return NOW.vintages("jgb_outstanding").set_index("month")["outstanding_jpy_tn"]


@pytest.mark.parametrize(
    ("month", "debt"), [pytest.param(m, d, id=f"{m}: {who}") for m, (d, who) in ALL_BONDS_AND_BILLS.items()]
)
def test_bonds_outstanding_are_the_ministrys_less_bonds_never_sold(outstanding, month, debt):
    """Subsidy and subscription bonds, handed over instead of sold, are in the ministry's sum alone: 8 to 13 tn."""
    assert 8 < debt - outstanding[f"{month}-01"] < 13


def test_bonds_outstanding_at_the_end_of_2015(outstanding):
    """Newsletter of the Finance Ministry, March 2016: general bonds 799.5, fiscal loan bonds 95.1, financing bills 87.3."""
    assert outstanding["2015-12-01"] == pytest.approx(799.5 + 95.1 + 87.3, abs=0.15)


@pytest.mark.parametrize(
    ("first", "last", "low", "high"),
    [
        pytest.param("2013-05", "2014-03", -9, 2, id="fewer bills, 2013"),
        pytest.param("2014-05", "2014-11", -6, 1, id="fewer bills, 2014"),
        pytest.param("2015-05", "2015-11", -6, 1, id="fewer bills, 2015"),
        pytest.param("2016-04", "2020-03", -3, 3, id="bills rolled over"),
        pytest.param("2020-08", "2020-12", -1, 8, id="after the bills of the pandemic"),
        pytest.param("2021-01", "2024-03", -7, 7, id="bills of the pandemic paid back"),
        pytest.param("2024-08", "2025-03", -7, 7, id="until the video"),
        pytest.param("2025-05", "2025-12", -7, 7, id="after the video"),
    ],
)
def test_bonds_outstanding_change_by_what_was_sold_and_fell_due(outstanding, first, last, low, high):
    """From the ministry's auction file; what is left are bills, bonds for savers and further issues, small in these years."""
    sales = NOW.vintages("jgb_auctions")
    columns = ["accepted_100m_yen", "noncompetitive_100m_yen", "noncompetitive_1_100m_yen", "noncompetitive_2_100m_yen"]
    face = sales[columns].sum(axis=1) / 1e4
    sold, due = (face.groupby(sales[f"{end}_date"].dt.to_period("M")).sum() for end in ("issue", "maturity"))
    change = outstanding.diff().set_axis(outstanding.index.to_period("M"))
    rest = (change - sold + due).loc[first:last]
    assert len(rest) == (pd.Period(last, "M") - pd.Period(first, "M")).n + 1
    assert rest.between(low, high).all()


def test_holdings_of_10_may_2025_lie_between_the_month_ends(accounts):
    """577.4 trillion on 10 May 2025 (MNI, 19 May 2025), a few bonds under the end of April."""
    assert accounts.loc["2025-04-01", "government_securities_jpy_tn"] == pytest.approx(577.4, abs=1)


def test_peak_is_february_2024(accounts):
    assert accounts["government_securities_jpy_tn"].idxmax() == pd.Timestamp("2024-02-01")


def test_fall_of_the_first_quarter_of_2024(accounts):
    """Bloomberg, 26 April 2024: net purchases of -2.79 trillion, the first quarter below zero since 2008."""
    fall = (
        accounts.loc["2024-03-01", "government_securities_jpy_tn"]
        - accounts.loc["2023-12-01", "government_securities_jpy_tn"]
    )
    said = NOW.vintages("boj_taper_statements").query("topic == 'net purchases'")["low"].iloc[0]
    assert fall == pytest.approx(said, abs=0.2)


def test_purchases_by_settlement_against_the_press(accounts):
    """Nikkei, June 2024: 5.8 in April and 5.7 in May by day of operation; May slips to June by settlement."""
    bought = accounts["jgb_purchases_jpy_tn"]
    assert bought.loc["2024-04-01"] == pytest.approx(5.8, abs=0.05)
    assert bought.loc["2024-05-01"] < 5
    assert bought.loc["2024-05-01":"2024-07-01"].mean() == pytest.approx(5.7, abs=0.06)


def test_no_purchase_is_negative(accounts):
    """Gross purchases: what the Bank sells or lets run off is not in them."""
    assert (accounts[["jgb_purchases_jpy_tn", "tbill_purchases_jpy_tn"]] >= 0).all().all()


def test_qqe_raised_purchases_from_38_to_75(accounts):
    """Reuters, 4 April 2013: about 7.5 trillion a month from about 3.8 (the asset programme included)."""
    bought = accounts["jgb_purchases_jpy_tn"]
    assert bought.loc["2013-05-01":"2014-03-01"].mean() == pytest.approx(7.5, abs=0.4)
    assert bought.loc["2013-03-01"] < 3.8


def test_long_bonds(accounts):
    held = NOW.vintages("boj_long_bonds").set_index("date")["long_bonds_jpy_tn"]
    # Reuters, 28 May 2025: 574.2, down 11.4; Jiji: down 1.9 %
    assert held["2025-03-31"] - held["2024-03-31"] == pytest.approx(-11.4, abs=0.05)
    assert held["2025-03-31"] / held["2024-03-31"] - 1 == pytest.approx(-0.019, abs=0.0005)
    # Bank of Japan, 26 November 2025: 27.9401 below a year before; MNI: 4.8 %
    assert held["2025-09-30"] - held["2024-09-30"] == pytest.approx(-27.9401, abs=1e-9)
    assert held["2025-09-30"] / held["2024-09-30"] - 1 == pytest.approx(-0.048, abs=0.0005)
    month = held.index.to_period("M").to_timestamp()
    bills = accounts.loc[month, "government_securities_jpy_tn"].to_numpy() - held.to_numpy()
    assert ((bills > 1.5) & (bills < 6)).all()


def test_plan_adds_up_to_the_fiscal_years():
    """MNI, 24 June 2025: 42 trillion in fiscal 2025, 29 in fiscal 2026."""
    plan = NOW.vintages("boj_purchase_plan").query("basis == 'derived'").set_index("first_month")["monthly_jpy_tn"]
    assert 3 * plan.loc["2025-04-01":"2026-03-01"].sum() == pytest.approx(42, abs=0.5)
    assert 3 * plan.loc["2026-04-01":"2027-03-01"].sum() == pytest.approx(29, abs=0.5)


def test_published_and_derived_plan_agree():
    plan = (
        NOW.vintages("boj_purchase_plan").pivot(index="first_month", columns="basis", values="monthly_jpy_tn").dropna()
    )
    assert len(plan) == 7
    assert (plan["published"] - plan["derived"]).abs().max() <= 0.0051


def test_purchases_followed_the_plan(accounts):
    plan = NOW.vintages("boj_purchase_plan").query("basis == 'derived' and first_month < '2026-07-01'")
    for row in plan.itertuples():
        bought = accounts.loc[row.first_month : row.last_month, "jgb_purchases_jpy_tn"].mean()
        assert abs(bought - row.monthly_jpy_tn) < 0.2, row


def test_the_200bn_step_was_on_no_page_found_before_11_june_2025():
    """A Reuters poll printed on 11 June 2025 begins there; Nikkei Asia is stamped 14 June, the decision of 17 June (MNI, dpa-AFX)."""
    said = NOW.vintages("boj_taper_statements").query("topic.str.startswith('step')", engine="python")
    step = said[said["low"] == 200]
    assert step["released"].min() == pd.Timestamp("2025-06-11")
    assert step.query("topic == 'step weighed'")["released"].iloc[0] == pd.Timestamp("2025-06-14")
    assert step.query("topic == 'step decided'")["released"].iloc[0] == pd.Timestamp("2025-06-17")


def test_policy_rate_levels():
    """Basic loan rate, 0.25 above the policy rate: 1.00 (December 2025), 1.25 (June 2026), 1.50 (September 2026)."""
    rate = NOW.vintages("boj_policy_events").query("measure == 'policy rate'").set_index("date")["high_pct"]
    for day, loan_rate in {"2025-12-19": 1.00, "2026-06-16": 1.25, "2026-09-18": 1.50}.items():
        assert rate[day] + 0.25 == loan_rate
    raises = NOW.vintages("boj_policy_events").query("action == 'raise'").set_index("date")["high_pct"]
    assert raises.is_monotonic_increasing and len(raises) == 6


@pytest.mark.parametrize(
    ("quarter", "share"),
    [
        pytest.param("2013Q1", 11.55, id="Jiji, 19 December 2022"),
        pytest.param("2022Q3", 50.26, id="Jiji, 19 December 2022"),
        pytest.param("2022Q4", 52.02, id="Jiji, 17 March 2023"),
        pytest.param("2023Q1", 53.34, id="Jiji, 28 June 2023"),
        pytest.param("2023Q3", 53.86, id="Jiji, 21 December 2023"),
    ],
)
def test_share_of_the_bank_as_printed(quarter, share):
    held = NOW.vintages("jgb_holders").query("quarter == @quarter").set_index("sector")["holdings_jpy_tn"]
    # today's vintage against first prints: the quarters since were hardly revised
    assert 100 * held["Bank of Japan"] / held["Total"] == pytest.approx(share, abs=0.015)


def test_holders_add_up():
    held = NOW.vintages("jgb_holders").pivot(index="quarter", columns="sector", values="holdings_jpy_tn")
    assert (held.drop(columns="Total").sum(axis=1) - held["Total"]).abs().max() < 0.06
    # the bank's workbook of 2026Q1: overseas 820,129 and total 10,137,559 (100 million yen); households 200,371
    assert held.loc["2026Q1", "Overseas"] == pytest.approx(82.0129, abs=0.005)
    assert held.loc["2026Q1", "Total"] == pytest.approx(1013.7559, abs=0.005)
    assert held.loc["2026Q1", "Households"] == pytest.approx(20.0371, abs=0.005)


def test_share_with_bills_matches_kyodo(accounts):
    """Kyodo, 20 December 2023: 47.7 % of the market with bills, at market value, end of September 2023."""
    outstanding = NOW.vintages("jgb_outstanding").set_index("month")["outstanding_jpy_tn"]
    share = 100 * accounts["government_securities_jpy_tn"]["2023-09-01"] / outstanding["2023-09-01"]
    assert share == pytest.approx(47.7, abs=0.5)


def test_stock_effect_of_sudo_and_tanaka():
    """Abstract, JMCB 53(7): 'compressed the 10-year yields by 50-100 basis points as of the end of 2017'."""
    row = NOW.vintages("boj_stock_effect").set_index("published").loc["2021-10-31"]
    assert (row["low_bp"], row["high_bp"], row["stock_month"]) == (50, 100, pd.Timestamp("2017-12-01"))
    # MNI, 24 June 2025, on the Bank's assessment of March 2021: "roughly one percentage point".
    staff = NOW.vintages("boj_stock_effect").set_index("published").loc["2021-03-31"]
    assert staff["low_bp"] == staff["high_bp"] == 100


def test_the_results_add_up():
    """MNI, 28 May 2025: book value 575.9, market value 547.3, so 28.6 trillion lost; Jiji: more interest paid than earned."""
    results = NOW.vintages("boj_results").set_index(["date", "measure"])["value_jpy_bn"]
    assert results["2025-03-31", "unrealised loss on government bonds"] / 1000 == pytest.approx(575.9 - 547.3, abs=0.05)
    half = results["2025-09-30"]
    assert half["interest paid on deposits"] > half["interest earned on government bonds"]


def test_bankruptcies_grew_as_printed():
    """Teikoku Databank: +13.4 % on fiscal 2023."""
    counts = NOW.vintages("japan_bankruptcies").set_index(["counted_by", "fiscal_year"])["bankruptcies"][
        "Teikoku Databank"
    ]
    assert 100 * (counts[2024] / counts[2023] - 1) == pytest.approx(13.4, abs=0.05)
