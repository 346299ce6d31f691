"""Bars that rest on a printed scale, held to what stands on it.

Where a bar's ``source`` prints a number, that number is typed here from a page that repeats the source. A bar that moves
off its scale fails, even where its errata say so.
"""

import pytest
from holding import find_claim

LIKELIHOODS = "IPCC's likelihoods, data.globalchange.gov/array/likelihood"
EFFECTS = "Cohen's conventions, K. Wuensch, East Carolina University, July 2015"
#: Cagan's 50 percent a month (kawa.ac.ug on his paper of 1956), for twelve months, in percent.
CAGAN = round(100 * (1.5**12 - 1))


@pytest.mark.parametrize(
    ("claim_id", "numbers"),
    [
        pytest.param("debt-3", {"bound": 90, "low": 66, "high": 95}, id=f"{LIKELIHOODS}: very, plainly, extremely"),
        pytest.param("trap-7", {"bound": 0.3, "low": 0.1, "high": 0.5}, id=f"{EFFECTS}: medium, small, large"),
        pytest.param("dollar-5", {"bound": 100, "high": CAGAN}, id="IAS 29, paragraph 3 (e), kawa.ac.ug; Cagan"),
        pytest.param("auctions-8", {"low": -25}, id="Frankel and Rose (1996), frontier.mn, November 2014: 25 percent"),
    ],
)
def test_a_bar_stands_where_its_source_prints_a_number(claim_id, numbers):
    bar = find_claim(claim_id).literal.bar
    ends = {"bound": bar.bound, "low": bar.between[0], "high": bar.between[1]}
    assert {end: ends[end] for end in numbers} == numbers
