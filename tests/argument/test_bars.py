"""Bars that rest on a printed scale, on the meaning of a word of comparison, or on what a table or a page prints.

Where a bar's ``source`` prints a number, that number is typed here from a page that repeats the source. A bar that moves
off its scale fails, even where its errata say so. Bars that rest on nothing but our reading of the words are not here.
"""

import pytest
from holding import THEN, find_claim, only

LIKELIHOODS = "IPCC's likelihoods, data.globalchange.gov/array/likelihood"
EFFECTS = "Cohen's conventions, K. Wuensch, East Carolina University, July 2015"
#: Cagan's 50 percent a month (kawa.ac.ug on his paper of 1956), for twelve months, in percent.
CAGAN = round(100 * (1.5**12 - 1))
#: IAS 29 speaks of prices that double within three years: one year's part of that, in percent.
ONE_YEAR = round(100 * (2 ** (1 / 3) - 1))


@pytest.mark.parametrize(
    ("claim_id", "numbers"),
    [
        pytest.param("debt-3", {"bound": 90, "low": 66, "high": 95}, id=f"{LIKELIHOODS}: very, plainly, extremely"),
        pytest.param("trap-7", {"bound": 0.3, "low": 0.1, "high": 0.5}, id=f"{EFFECTS}: medium, small, large"),
        pytest.param(
            "dollar-5", {"bound": 100, "low": ONE_YEAR, "high": CAGAN}, id="IAS 29, paragraph 3 (e), kawa.ac.ug; Cagan"
        ),
        pytest.param("auctions-8", {"low": -25}, id="Frankel and Rose (1996), frontier.mn, November 2014: 25 percent"),
        pytest.param("auctions-6", {"low": -25}, id="Frankel and Rose (1996), frontier.mn, November 2014: 25 percent"),
        pytest.param(
            "trap-12", {"bound": 10}, id="Asian Productivity Organization, glossary: a depression, 10 % of GDP"
        ),
        pytest.param(
            "debt-4", {"bound": 90, "high": 95}, id="Boundless Statistics: popular levels of significance, 10 and 5 %"
        ),
        pytest.param("debt-5", {"bound": 10}, id="a decade: ten years"),
        pytest.param("autos-18", {"bound": 14, "low": 14, "high": 60}, id="two weeks, two months, in days"),
        pytest.param("dollar-3", {"bound": 20 - 0.5, "low": 20 - 5, "high": 30 - 0.5}, id="20 and 30, half a unit off"),
        pytest.param("dollar-7", {"bound": 100}, id="every one of them: a hundred percent"),
    ],
)
def test_a_bar_stands_where_its_source_prints_a_number(claim_id, numbers):
    bar = find_claim(claim_id).literal.bar
    low, high = bar.between or (None, None)
    ends = {"bound": bar.bound, "low": low, "high": high}
    assert {end: ends[end] for end in numbers} == numbers


#: Readings whose words compare: any more (or less) than nothing passes, as much does not.
MORE = (
    "trap-4 gap",
    "trap-4 core",
    "trap-6 dollar",
    "trap-17 duty",
    "trap-17 others",
    "taper-8 world",
    "debt-6 unsold",
)
MORE += ("autos-4 china", "autos-4 europe", "budget-7 debt", "budget-7 ratio", "budget-7 bill")
LESS = ("taper-1 december", "taper-6 worst", "trap-2 annual", "trap-3 newest", "auctions-6 holders")
LESS += ("auctions-6 official", "auctions-6 share", "auctions-6 purchases", "auctions-6 japan")


@pytest.mark.parametrize(("named", "side"), [*((one, 1) for one in MORE), *((one, -1) for one in LESS)])
def test_more_is_any_more_than_nothing(named, side):
    """Above, stronger, rising; below, lower, left: the least difference that is printed passes, none fails."""
    claim_id, reading = named.split()
    claim = find_claim(claim_id)
    assert claim.passes(side * 0.01, reading) and not claim.passes(0, reading) and not claim.passes(-side, reading)


@pytest.mark.parametrize(
    ("claim_id", "reading", "covered", "beyond"),
    [
        pytest.param("budget-8", "money", (100,), (99.9,), id="to counterbalance: to give back all that is taken"),
        pytest.param("budget-8", "in_force", (100,), (99.9,), id="to counterbalance, on the rates in force"),
        pytest.param("budget-8", "growth", (0,), (-0.05,), id="to mask: at least as much as is taken"),
        pytest.param("debt-6", "fall", (20,), (19.9,), id="Pictet, glossary: a bear market, usually by 20 % or more"),
        pytest.param("auctions-9", "market", (), (2.45,), id="talkmarkets, 2025: the aim of 2 % in consumer prices"),
        pytest.param("trap-11", "others", (3,), (2,), id="the upper half of seven: three of the other six below"),
        pytest.param("debt-2", "together", (1,), (2,), id="the most critical of the seven: number one"),
        pytest.param("debt-2", "debt", (1,), (2,), id="the highest debt of the seven: number one"),
        pytest.param("debt-7", "debt", (1,), (2,), id="the worst of the seven: number one"),
        pytest.param("autos-4", "both", (2,), (1,), id="the EU or China: two of the two"),
        pytest.param("autos-12", "days", (0,), (1,), id="before: on no day"),
        pytest.param("taper-4", "half", (0,), (1,), id="can't: not once, in the half-year after"),
        pytest.param("taper-4", "before", (0,), (1,), id="can't: not once, in the fifteen months before"),
        pytest.param("trap-9", "published", (-0.1,), (-0.04,), id="Statistics Bureau: rates are printed in tenths"),
        pytest.param("autos-11", "published", (4.2, 5.7), (2,), id="IMF: 2009 and 2020; a plain recession"),
    ],
)
def test_what_a_word_says_of_a_number(claim_id, reading, covered, beyond):
    claim = find_claim(claim_id)
    assert [figure for figure in covered if not claim.passes(figure, reading)] == []
    assert [figure for figure in beyond if claim.passes(figure, reading)] == []


def test_insuring_the_debt_cost_135_points_when_nothing_collapsed():
    """Bloomberg, 25 November 2011, by the table of news."""
    cost = only("jgb_market_news", "value", subject="Japan 5-year CDS", date="2011-11-25")
    assert find_claim("debt-6").readings["swaps"].bar.bound == cost == 135


def test_the_mark_lost_what_the_bar_says_in_the_year_of_doubling():
    """Young (1925): 1.37 and 0.53 cents, wholesale prices 1,440 and 3,490, in December 1920 and 1921."""
    table = THEN.table("weimar_prices").set_index("month")
    cents, prices = (
        table.loc[["1920-12-01", "1921-12-01"], name].tolist() for name in ("us_cents_per_mark", "wholesale_index")
    )
    bar = find_claim("dollar-5").readings["currency"].bar
    assert (
        bar.bound == round(100 * (1 - cents[1] / cents[0])) and f"{100 * (prices[1] / prices[0] - 1):.0f} %" in bar.why
    )


def test_a_step_of_the_congressional_rule_is_the_bar_on_yields():
    """CBO, 13 March 2025: what it costs if all interest rates are 0.1 percentage points higher."""
    measure = only("us_fiscal_estimates", "measure", figure="cbo_rule_rates")
    assert "0.1 points higher" in measure and find_claim("budget-4").bar.bound == 100 * 0.1


def test_the_bar_on_the_deficit_is_more_than_the_ordinary():
    """CBO, November 2024: 3.8 % on average over fifty years; OECD: 1.8 % of GDP in the median year since 1960."""
    budget, need = find_claim("budget-5").bar, find_claim("dollar-10").bar
    assert budget.between[0] > 3.8 and need.bound > 1.8 > need.between[0]
