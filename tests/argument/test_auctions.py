"""The verdicts on auction participation, each pinned by a fact published elsewhere."""

import pandas as pd
import pytest
from holding import NOW, THEN, found, words

from brink.measures import auctions

test_the_videos_words = words(
    ("auctions-1", 22, (21.5, 22.5), (21.49, 22.51), "22 billion in 30-year bonds: the size rounds to it"),
    ("auctions-2", 5, (4.5, 5.5), (4.49, 5.51), "for 30 years at 5%: the yield rounds to it"),
    (
        "auctions-3",
        (14, 17),
        ((14.5, 16.5), (13.5, 17.5)),
        ((14.51, 17), (14, 16.49), (27, 17)),
        "only 14% against a 17% average: both round",
    ),
    ("auctions-4", None, (25,), (25.1,), "growing visibly reluctant: demand in the lowest quarter of its history"),
    ("auctions-5", None, (25,), (25.1,), "buyer withdrawal: the sale in the lowest quarter of history"),
    ("auctions-6", None, (-0.01,), (0,), "foreign holders pull out: they hold less"),
    ("auctions-7", 0, (0, 10), (10.1,), "no real power: a tenth at most"),
    ("auctions-8", None, (0.3,), (0.299,), "becomes a dollar crisis: a correlation of three tenths"),
    ("auctions-9", None, (2.51,), (2.5,), "viewed as structural: more than half a point above the 2 % aimed for"),
)


def test_size_was_announced_and_is_22_billion():
    """Press reports of 12 June 2025: 22 billion offered."""
    finding = found("auctions-1")
    assert [finding.video[0].value, finding.now[0].value] == [22, 22]
    assert finding.verdict == "holds"


def test_thirty_year_yield_rounds_to_five_and_the_sale_cleared_at_4_844():
    finding = found("auctions-2")
    assert finding.video[0].value == 4.95
    assert len(finding.video) == 1, "the sale's own yield was not known on the video's day"
    assert finding.now[1].value == 4.844
    assert finding.verdict == "holds"


def test_fourteen_against_seventeen_is_the_20_year_sale():
    """Printed after the 20-year sale of 21 May 2025: directs 14.1 against a six-month average of 17.1."""
    finding = found("auctions-3")
    assert finding.verdict == "misquoted"
    assert "20-year" in finding.saving.label
    assert finding.saving.value == pytest.approx((14.1, 17.1), abs=0.05)
    # Printed after the 30-year sale of 12 June: "down from last month's 27.2%".
    assert finding.video[0].value[0] == pytest.approx(27.2, abs=0.05)
    assert finding.video[0].value[0] > finding.video[0].value[1]


def test_no_other_sale_or_class_gives_the_pair():
    pairs = auctions.search_pair(THEN)
    assert len(pairs) == 7 * 3 * 7
    near = pairs[pairs["distance_pp"] <= 0.5]
    assert set(zip(near["tenor_years"], near["bidder"], strict=True)) == {(20, "direct bidders")}
    assert 6 in set(near["window"])
    assert auctions.pair_by_chance(THEN) < 1


def test_reluctance_is_graded_like_the_market_graded_it():
    """A market report graded the 20-year sale of 21 May 2025 C-, the 30-year of 8 January 2025 A-."""
    sales = auctions.long_sales(NOW).set_index(["auction_date", "tenor_years"])["demand_score"]
    assert sales[pd.Timestamp("2025-05-21"), 20] < 0 < sales[pd.Timestamp("2025-01-08"), 30]
    finding = found("auctions-4")
    assert finding.video[0].value < 25
    assert finding.video[0].value == pytest.approx(finding.now[0].value), "no later sale enters a score"
    assert finding.verdict == "holds"


def test_the_sale_of_12_june_was_no_rebuke():
    """Press, 12 June 2025: stopped through by 1.5 basis points, dealers left with 11.4 %."""
    finding = found("auctions-5")
    assert finding.video == ()
    assert finding.now[0].value > 50
    assert "11.4 %" in finding.now[0].note
    assert finding.verdict == "did not happen"


def test_japan_held_more_after_a_year():
    """TIC page: 1,130.8 (March 2025) and 1,191.6 (March 2026); revised March 2025 is 1,135.1."""
    finding = found("auctions-6")
    assert finding.video == ()
    assert finding.now[0].value == pytest.approx(100 * (1191.6 / 1135.1 - 1), abs=0.01)
    assert finding.verdict == "did not happen"
    assert "newest month" in finding.saving.label


def test_the_fed_took_half_of_the_long_bonds():
    """H.4.1: bonds over ten years 632,794 million on 7 June 2017 and 1,396,308 on 9 March 2022."""
    finding = found("auctions-7")
    stretch = auctions.fed_share_of_long_bonds(THEN).iloc[-1]
    assert stretch["added_usd_bn"] == pytest.approx(1396.308 - 632.794)
    assert finding.video[0].value > 40
    assert finding.video[1].value < 0, "the Fed cut in late 2024 and the 30-year yield rose"
    assert finding.verdict == "misquoted"


def test_the_link_to_the_dollar_is_weak():
    finding = found("auctions-8")
    low, high = finding.video[0].range
    assert low < finding.video[0].value < high < 0.3
    assert finding.verdict == "fails"


def test_a_sale_after_the_last_exchange_rate_stays_out():
    sales = auctions.dollar_around_sales(THEN)
    assert sales["dollar_pct"].iloc[:-2].notna().all()
    assert sales["dollar_pct"].abs().max() < 5


def test_breakevens_on_the_day():
    """H.15: 30-year nominal 4.95, 10-year break-even 2.31 on 9 June 2025."""
    finding = found("auctions-9")
    assert [reading.value for reading in finding.video] == pytest.approx([2.31, 2.28], abs=0.005)
    assert finding.verdict == "fails"


def test_foreign_buyers_are_not_the_indirect_bidders():
    """The 20-year sale of 21 May 2025: indirect 69.0 %, foreign buyers' allotment 7.5 %."""
    buyers = auctions.bidders_and_buyers(NOW)
    row = buyers[buyers["auction_date"].eq("2025-05-21") & buyers["tenor_years"].eq(20)].iloc[0]
    assert row["indirect_share_pct"] == pytest.approx(69.0, abs=0.05)
    assert row["foreign_pct"] == pytest.approx(7.5, abs=0.05)
    assert len(buyers) == len(NOW.table("us_auction_allotments"))
