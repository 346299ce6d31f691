"""The verdicts on auction participation, each pinned by a fact published elsewhere."""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from holding import LEDGER, NOW, THEN, found, verdicts, words

from brink.argument.inventory import answer, find_claim
from brink.argument.ledger import Ledger
from brink.measures import auctions
from brink.video import DAY

test_the_videos_words = words(
    ("auctions-1", "22", (21.5, 22.5), (21.49, 22.51), "22 billion in 30-year bonds: the size rounds to it"),
    ("auctions-2", "5", (4.5, 5.5), (4.49, 5.51), "for 30 years at 5%: the yield rounds to it"),
    (
        "auctions-3",
        ["14", "17"],
        ((14.5, 16.5), (13.5, 17.5)),
        ((14.51, 17), (14, 16.49), (27, 17)),
        "only 14% against a 17% average: both round",
    ),
    ("auctions-4", None, (33,), (33.1, 50), "growing visibly reluctant: in the weaker third; an ordinary run has 50"),
    ("auctions-5", None, (10,), (10.1, 50), "buyer withdrawal: in the weakest tenth; an ordinary sale has 50"),
    ("auctions-6", None, (-10,), (-9.99, 0), "no longer believe in the dollar: it falls by a tenth"),
    ("auctions-7", None, (0, 10), (10.1,), "no real power: a tenth at most"),
    ("auctions-8", None, (-10,), (-9.99, 0), "a currency crisis: a tenth in a quarter"),
    ("auctions-9", None, (3,), (2.99, 0), "a signal of structural inflation: its price rises on the day"),
    ("auctions-10", None, (0, -1), (0.01,), "delusion: nothing is left after inflation"),
    ("auctions-11", None, (3,), (2.99, 0, -3), "inflation fear: more than a break-even moves on an ordinary day"),
)

test_verdicts = verdicts(
    ("auctions-1", "holds", "refunding statement of 30 April 2025: 22 billion in June; press of 12 June: 22 billion"),
    ("auctions-2", "holds", "H.15: 4.95 on 9 June 2025"),
    ("auctions-3", "mislabelled", "forexlive, 21 May 2025: directs 14.1 against a six-month average of 17.1"),
    (
        "auctions-4",
        "mislabelled",
        "forexlive graded the sale of 21 May 2025 C-; TBAC, 30 April: solid sales in between",
    ),
    (
        "auctions-5",
        "did not happen",
        "press, 12 June 2025: stopped through by 1.5 basis points, dealers left with 11.4 %",
    ),
    ("auctions-6", "unchecked", "TIC to July 2026: 9,052.0 (March 2025) and 9,352.4 (March 2026): they did not leave"),
    ("auctions-7", "fails", "H.4.1: bonds over ten years 632,794 million on 7 June 2017 and 1,396,308 on 9 March 2022"),
    (
        "auctions-8",
        "fails",
        "Benzinga, 3 June 2025: the dollar 4.8 % down since 2 April, the hardest fall of the year",
    ),
    ("auctions-9", "unchecked", "press, 12 June 2025: strong demand, stopped through: the sale did not fail"),
    ("auctions-10", "fails", "H.15: 30-year real yield 2.67 on 9 June 2025"),
    (
        "auctions-11",
        "fails",
        "H.15: 20-year yield 4.99 on 20 May 2025 and 5.08 on 21 May, real yield 2.48 and 2.58",
    ),
)


# --- the figures behind the verdicts, as printed elsewhere -----------------------------------


def test_size_was_announced_six_weeks_before():
    """US Treasury, SB0120, 30 April 2025: 30-year bonds, 22 billion in June."""
    finding = found("auctions-1")
    assert finding.literal.value == finding.revised["offered"].value == 22
    assert finding.literal.announced == pd.Timestamp("2025-04-30")
    assert Ledger(date(2025, 4, 29))["auctions-1"].verdict == "unchecked"


def test_thirty_year_yield_rounds_to_five_and_the_sale_cleared_at_4_844():
    finding = found("auctions-2")
    assert finding.then["market"].value == 4.95
    assert finding.then["sale"].value is None, "the sale's own yield was not known on the video's day"
    assert finding.revised["sale"].value == 4.844
    assert finding.then["market"].above == pd.Timestamp("2025-05-23")  # H.15: 5.04, then 4.94 on 27 May


def test_fourteen_against_seventeen_is_the_20_year_sale():
    """Printed after the 20-year sale of 21 May 2025: directs 14.1 against a six-month average of 17.1."""
    finding = found("auctions-3")
    direct = finding.then["direct"]
    assert direct.tenor == 20 and direct.sale == pd.Timestamp("2025-05-21") and finding.saving.key == "direct"
    assert direct.value == pytest.approx((14.1, 17.1), abs=0.05)
    printed = answer(finding.claim, THEN, DAY, source="press")["direct"].value
    assert printed == (14.1, 17.1)
    # Printed after the 30-year sale of 12 June: "down from last month's 27.2%".
    share, average = finding.then["thirty"].value
    assert share == pytest.approx(27.2, abs=0.05) and share > average
    assert not finding.then["thirty"].passes and not finding.then["with_dealers"].passes


def test_domestic_buyers_took_nearly_all():
    """Treasury, investor classes: 7.5 % of the sale of 21 May 2025 went abroad; made public after the video."""
    finding = found("auctions-3")
    assert finding.then["domestic"].value is None
    share, average = finding.revised["domestic"].value
    assert share == pytest.approx(92.5, abs=0.05) and share > average and not finding.revised["domestic"].passes


def test_no_other_sale_or_class_gives_the_pair():
    pairs = auctions.search_pair(THEN, 14, 17, DAY)
    assert len(pairs) == 7 * 3 * 7
    near = pairs[pairs["distance_pp"] <= 0.5]
    assert set(zip(near["tenor_years"], near["bidder"], strict=True)) == {(20, "direct bidders")}
    assert 6 in set(near["window"])
    assert auctions.pair_by_chance(THEN, 14, 17, DAY) < 1


def test_demand_is_ranked_like_the_market_graded_it():
    """Market reports graded the 20-year sale of 21 May 2025 C-, the 30-year of 8 January 2025 A-."""
    ranks = auctions.demand(NOW).set_index(["auction_date", "tenor_years"])["demand_pct"]
    assert ranks[pd.Timestamp("2025-05-21"), 20] < 15
    assert ranks[pd.Timestamp("2025-01-08"), 30] > 85
    # The worst 30-year sale in years by all reports: 9 November 2023, tail 5.3, dealers a quarter.
    assert ranks[pd.Timestamp("2023-11-09"), 30] < 5
    finding = found("auctions-4")
    assert finding.literal.value == finding.revised["recent"].value, "no later sale enters a rank"
    assert finding.then["sale"].passes and finding.then["sale"].value < 15
    # The strongest of the six was sold before the tariffs of April.
    assert finding.literal.best == pd.Timestamp("2025-03-18") and finding.literal.top > 90


def test_foreigners_took_less_of_the_20_year_bonds():
    """Treasury, investor classes: 15.9 to 12.8 % of the sales of 2024, then 9.0, 10.5, 8.0 and 8.0."""
    finding = found("auctions-4")
    abroad = finding.then["foreign"]
    assert finding.saving.key == "foreign" and abroad.passes and abroad.thirty > 50
    assert (abroad.least, abroad.most) == pytest.approx((8.0, 10.5), abs=0.05)
    assert (abroad.least_before, abroad.most_before) == pytest.approx((12.8, 15.9), abs=0.05)
    assert abroad.sales == 28, "the sale of 21 May 2025 was allotted in public only after the video"


def test_ordinary_sales_cannot_pass_as_reluctance():
    """In the first edition six exactly average sales passed. A rank of 50 fails at every bar tried."""
    bar = find_claim("auctions-4").literal.bar
    assert not any(bar.moved(bound).passes(50) for bound in bar.tried)
    base = found("auctions-4").base_rate
    assert 0 < base.passing < base.moments / 10, "it can pass and seldom did"


def test_the_sale_of_12_june_was_no_withdrawal():
    """Press, 12 June 2025: cover 2.43, dealers left with 11.41 %, 1.5 basis points through the market."""
    finding = found("auctions-5")
    assert all(reading.value is None for reading in finding.then.values())
    sale = finding.literal
    assert sale.value > 80 and "11.4 %" in sale.note and "2.43" in sale.note
    assert not any(reading.passes for reading in finding.revised.values())
    # The bar can pass: the 30-year of 9 November 2023.
    assert finding.base_rate.other_side == pd.Timestamp("2023-11-09")


def test_parts_of_the_demand_are_told():
    """Press, 12 June 2025: 1.5 basis points through the market; the composite is better than its volumes."""
    finding = found("auctions-5")
    cover, dealers = finding.revised["cover"].value, finding.revised["dealers"].value
    assert 50 < cover < finding.literal.value and 50 < dealers < finding.literal.value
    assert finding.literal.through == 1.5


def test_the_condition_of_a_flight_did_not_come_about():
    """TIC: 9,052.0 and 9,352.4; official 3,903 in March 2026; Japan 1,135.1 and 1,191.6; April 2025 net sales."""
    finding = found("auctions-6")
    assert finding.revised["dollar"].value is None and "+3.3 %" in finding.ruling
    assert all(reading.value is None for key, reading in finding.then.items() if key != "purchases")
    values = {key: reading.value for key, reading in finding.revised.items()}
    assert values["holders"] == pytest.approx(100 * (9352.4 / 9052.0 - 1), abs=0.01)
    assert values["japan"] == pytest.approx(100 * (1191.6 / 1135.1 - 1), abs=0.01)
    assert finding.revised["japan"].newest == pytest.approx(100 * (1103.9 / 1135.1 - 1), abs=0.01)
    assert values["official"] < 0 and values["share"] < 0 < values["holders"], "some left, and more came"
    assert values["share"] == pytest.approx(100 * (29.7 / 31.3 - 1), abs=0.3)
    flows = auctions.net_purchases(NOW)["treasuries"]
    assert flows["2025-04-01"] < 0 < values["purchases"]
    assert values["purchases"] == pytest.approx(flows["2025-04":"2025-11"].sum())
    assert finding.ways["verdict"].unique().tolist() == ["unchecked"]


def test_a_flight_would_be_put_to_the_test():
    """After one month foreigners held less, so the dollar of that month is the figure."""
    figures = answer(found("auctions-6").claim, NOW, DAY, months=1)
    index = auctions.dollar_index(NOW).resample("MS").mean()
    assert figures["holders"].value < 0
    assert figures["dollar"].value == pytest.approx(100 * (index["2025-04-01"] / index["2025-03-01"] - 1))


def test_net_purchases_of_2025_are_those_reported():
    """Longport on the release of 18 February 2026: 442.7 billion of notes and bonds in 2025; the record ends in November."""
    flows = auctions.net_purchases(NOW)["bonds_notes"]["2025"]
    assert len(flows) == 11
    assert 400 < flows.sum() < 500


def test_the_fed_took_half_of_the_long_bonds():
    stretch = auctions.fed_share_of_supply(THEN).iloc[-1]
    assert stretch["added_usd_bn"] == pytest.approx(1396.308 - 632.794)
    finding = found("auctions-7")
    assert 40 < finding.literal.value < 60
    assert "638 to 633" in finding.claim.literal.bar.other_side
    earlier = auctions.fed_long_bonds(THEN)
    assert (round(earlier["2015-12-31"]), round(earlier["2017-06-07"])) == (638, 633)


def test_every_run_of_rate_moves_is_counted():
    """Federal Reserve: cuts of March 2020, rises of 2022-23, cuts of late 2024 and of late 2025."""
    moves = auctions.rate_moves(NOW).set_index("first")
    assert moves["rate_bp"].to_dict() == {
        pd.Timestamp("2020-03-04"): -150,
        pd.Timestamp("2022-03-17"): 525,
        pd.Timestamp("2024-09-19"): -100,
        pd.Timestamp("2025-09-18"): -75,
    }
    # H.15: the 30-year yield rose from 4.03 on 18 September 2024 to 4.74 on 19 December.
    assert moves["yield_30y_bp"][pd.Timestamp("2024-09-19")] == pytest.approx(71)
    then = auctions.rate_moves(THEN)
    signs = np.sign(then["rate_bp"]) * then["yield_30y_bp"]
    assert auctions.passed_on(then) == pytest.approx(100 * signs.sum() / (150 + 525 + 100))
    assert np.isnan(auctions.passed_on(then.iloc[:0]))


def test_the_dollar_after_weak_sales():
    finding = found("auctions-8")
    assert -5 < finding.literal.value < 0 and (finding.literal.sales, finding.literal.all) == (8, 23)
    assert finding.literal.range is None, "too few sales for a band"
    sales = auctions.dollar_after_sales(THEN, 64).dropna(subset="foreign_gap_pp").reset_index(drop=True)
    weak = auctions.weakest(sales, "foreign_gap_pp", 0.33)
    assert finding.literal.value == pytest.approx(weak["dollar_pct"].mean())
    assert pd.Timestamp("2025-01-22") in set(weak["auction_date"])  # foreigners took 9.0 % of 20-year bonds
    low, high = finding.then["indirect"].range
    assert -10 < low < 0 < high, "after few indirect bids, no fall at all, or some"
    # Benzinga, 3 June 2025: dollar 4.8 % down since 2 April; the quarter to the end of April was harder.
    index = auctions.dollar_index(THEN)
    assert 100 * (index["2025-06-03"] / index["2025-04-02"] - 1) == pytest.approx(-4.8, abs=0.2)
    assert -10 < finding.then["spring"].value < -9
    # The bar has been passed: in the winter of 2022-23.
    assert finding.base_rate.other_side.year == 2023 and finding.base_rate.passing < 0.01 * finding.base_rate.moments


def test_a_sale_after_the_last_exchange_rate_stays_out():
    sales = auctions.dollar_after_sales(THEN, 5)
    assert sales["dollar_pct"].notna().all() and sales["dollar_pct"].abs().max() < 6
    assert sales["auction_date"].max() <= pd.Timestamp("2025-05-30")


def test_the_sale_did_not_fail():
    """H.15: 10-year break-even 2.31 on 9 June 2025; the sale of 12 June beat most of those before it."""
    finding = found("auctions-9")
    assert finding.revised["signal"].value is None and "did not fail" in finding.ruling
    assert finding.then["market"].value == pytest.approx(2.31)
    assert found("auctions-9", Ledger(date(2025, 6, 11))).verdict == "open"


def test_what_five_percent_leaves():
    """H.15: real yield 2.67; Bureau of Labor Statistics: the index rose from 32.4 (1966) to 156.9 (1996)."""
    finding = found("auctions-10")
    assert finding.then["market"].value == pytest.approx(2.67)
    assert finding.then["households"].value == pytest.approx(4.95 - 4.2)
    assert (finding.then["kept"].kept, finding.then["kept"].spans) == (18, 82)
    assert (finding.literal.losing_from, finding.literal.losing_to) == (1959, 1972)
    assert finding.literal.worst == pytest.approx(100 * ((156.9 / 32.4) ** (1 / 30) - 1), abs=0.01)
    assert finding.literal.worst_to == 1996
    # H.15: -0.5 and lower in 2021, and last at or below zero on 1 April 2022.
    assert finding.base_rate.other_side == pd.Timestamp("2022-04-01")


def test_break_evens_stood_still_on_the_day_of_the_sale():
    finding = found("auctions-11")
    assert finding.literal.value == pytest.approx(-1, abs=1e-9)
    assert (finding.literal.tenor, finding.literal.nominal, finding.literal.real) == pytest.approx((20, 9, 10))
    ten = answer(finding.claim, THEN, DAY, years=10)["sale"].value
    assert ten == pytest.approx(0, abs=1e-9)  # 2.35 on 20 and on 21 May 2025
    assert abs(finding.then["weak_sales"].value) < 2


def test_rises_of_three_hundredths_are_counted_in_hundredths():
    """H.15: nominal less real 20-year yields. In binary arithmetic half of the days with just three would be lost."""
    nominal = THEN.table("us_cmt_yields").set_index("date")["yield_20y_pct"]
    real = THEN.table("us_real_yields").set_index("date")["real_yield_20y_pct"]
    level = (nominal - real).dropna()[:"2025-05-20"]
    hundredths = [round(100 * value) for value in level]
    rises = [now - before for before, now in pairwise(hundredths)]
    rate = found("auctions-11").base_rate
    assert (rate.passing, rate.moments) == (sum(rise >= 3 for rise in rises), len(rises)) == (253, 1346)


def test_foreign_buyers_are_not_the_indirect_bidders():
    """The 20-year sale of 21 May 2025: indirect 69.0 %, foreign buyers' allotment 7.5 %."""
    buyers = auctions.bidders_and_buyers(NOW)
    row = buyers[buyers["auction_date"].eq("2025-05-21") & buyers["tenor_years"].eq(20)].iloc[0]
    assert row["indirect_share_pct"] == pytest.approx(69.0, abs=0.05)
    assert row["foreign_pct"] == pytest.approx(7.5, abs=0.05)
    assert len(buyers) == len(NOW.table("us_auction_allotments"))


# --- any day, and the ways -------------------------------------------------------------------


def test_a_later_record_changes_no_figure_of_the_day():
    """Sales, yields and rates are not revised: asked on the video's day, both records say the same."""
    for number in (1, 2, 4, 7, 10, 11):
        finding = found(f"auctions-{number}")
        assert finding.literal.value == finding.revised[finding.claim.literal.key].value, finding.claim.id


def test_the_weak_spring_shows_in_the_ways():
    """By the last three sales alone the reluctance is there: the window decides."""
    ways = LEDGER.ways("auctions-4")
    passing = ways.groupby("window")["passes"].mean()
    assert passing.idxmax() == 3 and ways["passes"].mean() < 0.5
