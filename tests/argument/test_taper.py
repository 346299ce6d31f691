"""The taper theme: verdicts held to figures printed elsewhere, and what was known when."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from holding import LEDGER, NOW, THEN, found, words

from brink import Ledger
from brink.measures import taper
from brink.measures.common import SOLD
from brink.video import DAY

STEP = 200

test_the_videos_words = words(
    ("taper-1", None, (-0.01,), (0,), "offloading their holdings net: the stock shrinks"),
    ("taper-2", "200", (199.6, 200.4), (199.4, 200.6), "just 200 billion yen per quarter: the record rounds to it"),
    ("taper-3", None, (10,), (9.9,), "needs support: a tenth of a point off the yield"),
    ("taper-4", None, (0,), (1, 2), "can't raise rates: not once"),
    ("taper-5", None, (-10, -34), (-9, 0), "teetering on the edge: clearly more bad than good"),
    ("taper-6", None, (-0.1,), (0,), "could be the final push: output is lower after a rise"),
    ("taper-7", None, (True,), (False,), "that's why: the reason the Bank gave"),
    ("taper-8", None, (0.1,), (0, -0.1), "must recover: larger than a year before"),
)


# --- verdicts, each on an independent fact ---------------------------------------------------


def test_holdings_fell_on_balance_from_december():
    """577.4 trillion on 10 May 2025 (MNI) against 582.4 at the end of 2024; a fall of 1.9 % over fiscal 2024 (Jiji)."""
    finding = found("taper-1")
    assert finding.verdict == "holds" and finding.firmness.decider == "lag"  # to January or February it had risen
    assert -5 < finding.then["december"].value < 0
    book = taper.monthly(THEN).set_index("month")["holdings"]
    assert book["2025-03-01"] / book["2024-03-01"] - 1 == pytest.approx(-0.0233, abs=0.0005)  # 13.7 of 589.7, Reuters
    assert "February 2024" in finding.then["december"].note


def test_two_hundred_billion_is_a_step_not_a_volume():
    """Jiji, 31 July 2024: a step of about 400; Reuters, 17 June 2025: 200 from April 2026; Nikkei, 14 June: 200 weighed."""
    finding = found("taper-2")
    assert finding.verdict == "fails"
    assert finding.then["in_force"].value == 400 and finding.then["decided"].value is None
    assert finding.revised["decided"].value == 200
    # 2.9 (Nikkei) down to 2 trillion (Reuters, 2 June 2025) in four quarters.
    assert finding.then["asked_for"].value == pytest.approx((2900 - 2000) / 4)
    assert finding.then["asked_for"].range == pytest.approx(((2900 - 2000) / 4, (2900 - 1000) / 4))
    assert finding.revised["asked_for"].value == 200  # Reuters, 17 June 2025: what many had asked for
    assert "poll published on 11 June 2025" in finding.ruling and "14 June 2025" in finding.ruling


def test_the_slowdown_is_worth_a_basis_point():
    """3 x (0.2 + 0.4 + 0.6 + 0.8) = 6 trillion; Sudo and Tanaka: 50-100 basis points for 43 % of the market."""
    finding = found("taper-3")
    assert finding.verdict == "in part" and finding.saving.key == "stock"
    market, share = 1283.464, 440.673 / 1019.894  # April 2025 and December 2017, trillion yen
    low, high = (effect * 6 / market / share for effect in (50, 100))
    assert finding.then["slower"].value == pytest.approx((low + high) / 2, rel=1e-4)
    assert finding.then["slower"].range[1] < 5 < 25 < finding.then["stock"].range[0]
    ways = (
        LEDGER.ways("taper-3").groupby("until")["passes"].mean()
    )  # the longer the slower pace lasts, the more it is worth
    assert ways[2027] == 0 < ways[2028] < ways[2030] and finding.firmness.decider == "until"


def test_the_rate_was_raised_within_the_year():
    """Yomiuri, 19 December 2025: to 0.75 percent, after six meetings without a change."""
    finding = found("taper-4")
    assert finding.then["year"].value is None and finding.verdict == "did not happen"
    assert [reading.value for reading in finding.revised.values()] == [1, 0, 3]
    assert "19 December 2025, to 0.75 %" in finding.ruling


def test_more_firms_call_business_good_than_bad():
    """Kyodo and Jiji, 1 April 2025: +12 for large manufacturers; ForexLive, June 2020: -34, which would have passed."""
    finding = found("taper-5")
    assert finding.verdict == "fails"
    assert (finding.then["large"].value, finding.then["small"].value) == (12, 2)
    assert finding.claim.passes(-34)
    assert "June 2025, they stood at +13" in finding.ruling  # the first survey after the tariffs: the Bank, 1 July 2025
    assert finding.today["large"].value == 22  # the Bank, 1 July 2026


def test_two_rises_are_too_few_to_tell():
    """Cabinet Office, 9 June 2025: two quarters after each rise of 2024 real GDP was higher, as chance alone has it half the time."""
    finding = found("taper-6")
    assert finding.verdict == "unchecked" and finding.then["worst"].value is None
    after = taper.after_rate_increases(THEN, DAY, 2)
    assert len(after) == 2 and (after["gdp_change_pct"] > 0).all()
    falls = (finding.then["worst"].figure.history < 0).mean()
    assert (1 - falls) ** 2 == pytest.approx(0.5, abs=0.01)
    assert (
        finding.today["latest"].value < 0 and "−0.3 %" in finding.ruling
    )  # after the rise of January 2025, newest figures


def test_the_reason_given_was_trade():
    """Jiji and News On Japan, 1 May 2025: uncertainty over trade policies; forecasts lowered over US tariffs."""
    finding = found("taper-7")
    assert finding.verdict == "fails" and finding.then["reason"].value is False


def test_exports_had_turned_up_when_the_rate_rose():
    """All Around Worlds, 17 December 2025, two days before the rise: exports of November +6.1 %, to the United States +8.8 %."""
    finding = found("taper-8")
    assert finding.verdict == "came true"
    assert (finding.revised["world"].value, finding.revised["us"].value) == (6.1, 8.8)
    assert "from May to August 2025" in finding.ruling and "+2.0 %" in finding.revised["world"].note
    rate = finding.base_rate
    assert rate.passing / rate.moments == pytest.approx(0.62, abs=0.01)
    assert found("taper-8", Ledger(date(2025, 12, 18), NOW)).verdict == "open"  # settled by the first rise
    assert found("taper-8", Ledger(date(2025, 12, 19), NOW)).verdict == "came true"


# --- what was known when -------------------------------------------------------------------


def test_nothing_after_the_video_day_reaches_it():
    assert taper.monthly(THEN)["month"].max() == pd.Timestamp("2025-05-01")
    assert taper.planned(THEN)["month"].max() == pd.Timestamp("2026-03-01")
    assert 200 not in set(taper.steps(THEN)["low"])
    assert THEN.table("jgb_holders").empty


@pytest.mark.parametrize(("day", "value"), [("2025-06-13", None), ("2025-06-16", None), ("2025-06-17", 200.0)])
def test_the_decision_appears_on_its_day(day, value):
    ledger = Ledger(date.fromisoformat(day), NOW)
    assert ledger["taper-2"].revised["decided"].value == value


def test_the_press_report_comes_three_days_before_the_decision():
    steps = [
        taper.steps(NOW.on(date(2025, 6, day))).query("topic == 'step weighed'")["low"].eq(200).any()
        for day in (13, 14)
    ]
    assert steps == [False, True]
    assert not taper.steps(NOW.on(date(2025, 6, 10)))["low"].eq(200).any()  # the poll came a day later


@pytest.mark.parametrize(("day", "verdict", "rises"), [(18, "open", 0), (19, "did not happen", 1)])
def test_one_rise_settles_that_the_rate_cannot_be_raised(day, verdict, rises):
    finding = found("taper-4", Ledger(date(2025, 12, day), NOW))
    assert (finding.verdict, finding.revised["year"].value) == (verdict, rises)


# --- frames ----------------------------------------------------------------------------------


def test_holdings_are_purchases_less_redemptions():
    book = taper.monthly(NOW)
    again = book["holdings"].shift() + book["purchases"] - book["redemptions"]
    assert (again - book["holdings"]).iloc[1:].abs().max() < 1e-9


def test_redemptions_are_bounded_by_what_fell_due():
    """From 2024 on no quarter lost more than was due in the whole market, nor less than six tenths of it."""
    share = taper.quarterly(NOW).set_index("quarter").loc["2024Q1":"2026Q2", "share_pct"]
    assert share.between(70, 85).all()


def test_redemptions_at_least_double_purchases():
    """A board member, June 2026: redemptions will remain at least double purchases for years."""
    last = taper.quarterly(NOW).iloc[-1]
    assert last["redemptions"] / last["purchases"] > 2


def test_issuance_to_purchases():
    """A board member, June 2026: at 2 trillion a month the Bank buys under 20 percent of issuance.

    The auction record leaves out liquidity and retail sales, so the share comes out a little high.
    """
    bonds = NOW.table("jgb_auctions")
    bonds = bonds[bonds["issue_date"].between("2025-07-01", "2026-06-30")]
    issued = bonds[SOLD].fillna(0).sum().sum() / 10_000
    assert 0.17 < 24 / issued < 0.205


def test_projection_from_the_video_day_meets_the_banks_own():
    """Nikkei and MNI, June 2025: holdings fall by 16 to 17 percent from June 2024 to March 2027."""
    path = taper.projection(THEN, STEP, DAY).set_index("month")
    june = taper.monthly(THEN).set_index("month")["holdings"]["2024-06-01"]
    fall = 100 * (1 - path.loc["2027-03-01"] / june)
    assert 15.5 < fall["slow"] < 17.5
    assert fall["fast"] - fall["slow"] == pytest.approx(6 / june * 100, abs=1e-6)


def test_projection_against_what_came():
    """Out of sample: the end of March 2026 within 2 percent, at the edge of the range."""
    path = taper.projection(THEN, STEP, DAY).set_index("month")
    came = taper.monthly(NOW).set_index("month")["holdings"]["2026-03-01"]
    assert abs(path.loc["2026-03-01", "slow"] / came - 1) < 0.02
    assert path.loc["2026-03-01", "low"] - came == pytest.approx(0, abs=0.5)


def test_everything_due_by_march_2027_was_known_on_the_video_day():
    """The shortest auctioned bond runs two years."""
    then, now = taper.maturing(THEN), taper.maturing(NOW)
    months = pd.date_range("2025-06-01", "2027-03-01", freq="MS")
    assert np.allclose(then.reindex(months), now.reindex(months))


def test_run_off_speeds_up_in_spite_of_the_slower_steps():
    by_year = taper.monthly(NOW).set_index("month")["net"].rolling(12).sum()
    assert by_year["2026-06-01"] < by_year["2025-06-01"] < by_year["2024-06-01"]


def test_fall_without_bills_brackets_the_fall_with_them():
    """The Bank expected 7 to 8 percent (CNBC, 31 July 2024): at book value the fall was larger, with or without bills."""
    with_bills, least, most = taper.fall_since_june_2024(NOW, "2026-03-01")
    assert 8 < least < most < with_bills < 10


def test_slowdown_is_half_a_step_each_quarter():
    year = taper.slowdown(THEN, STEP, DAY)
    assert (year["slow"] - year["fast"]).iloc[::3].to_list() == pytest.approx([0.2, 0.4, 0.6, 0.8])
    assert year["extra"].iloc[-1] == pytest.approx(6.0)
    assert 5 < year["extra_low"].iloc[-1] < 6


def test_slower_pace_would_matter_if_it_lasted():
    frame = taper.slowdown_beyond(NOW, STEP, DAY).set_index("month")
    assert frame["effect_bp"].iloc[0] < 1 < frame["effect_bp"].iloc[1] < frame["effect_bp"].iloc[-1]


def test_who_bought_instead():
    """2026Q1, the bank's workbook: overseas 82.01 trillion."""
    frame = taper.holders(NOW, "2024Q2").set_index("sector")
    assert frame.loc["Overseas", "end"] == 82.01
    assert frame["change"].drop("Total").sum() == pytest.approx(frame.loc["Total", "change"], abs=0.05)
    assert frame["change"].idxmin() == "Bank of Japan"
