"""The front page, the ledger and the data appendix: nothing typed, nothing lost on the way to the reader."""

import csv
import io
import json

import pandas as pd
import pytest
from brink.argument.claims import THEMES, VERDICTS, load_claims
from bs4 import BeautifulSoup

from brink import book, pages
from brink.argument.ledger import ledger, number
from brink.record.snapshot import Snapshot, load_package


def html(part) -> BeautifulSoup:
    return BeautifulSoup(part.data, "html.parser")


def test_counts_add_up_and_the_bar_says_them():
    tally = pages.counts(ledger())
    assert sum(tally.values()) == len(load_claims())
    assert list(tally) == [verdict for verdict in VERDICTS if verdict in tally]
    bar = html(pages.verdict_bar())
    assert [int(strong.get_text()) for strong in bar.select("strong")] == list(tally.values())


def test_the_map_shows_every_claim_and_every_therefore():
    drawn = html(pages.argument_map())
    links = {link["href"] for link in drawn.select("svg a")}
    assert links == {pages.card_link(claim) for claim in load_claims()}
    assert len(drawn.select("svg g.arrows path")) == sum(len(claim.therefore) for claim in load_claims())
    assert len(drawn.select(".brink-map-narrow li")) == len(load_claims())


def test_no_two_boxes_of_the_map_overlap():
    boxes = [
        tuple(float(rect[k]) for k in ("x", "y", "width", "height"))
        for rect in html(pages.argument_map()).select("rect")
    ]
    for i, (x, y, w, h) in enumerate(boxes):
        for a, b, c, d in boxes[i + 1 :]:
            assert x + w <= a or a + c <= x or y + h <= b or b + d <= y


def test_depth_grows_along_every_arrow():
    levels = pages.depth(load_claims())
    assert all(levels[claim.id] < levels[target] for claim in load_claims() for target in claim.therefore)


def test_the_ledger_holds_every_claim_with_its_verdict():
    rows = html(pages.ledger_table()).select("tbody tr")
    assert [row.td.get_text() for row in rows] == [claim.id for claim in load_claims()]
    for row, found in zip(rows, ledger(), strict=True):
        assert found.verdict in row.select_one(".brink-badge").get_text()


def test_downloads_agree_with_each_other():
    entries = json.loads(pages.claims_json())
    rows = list(csv.DictReader(io.StringIO(pages.claims_csv())))
    assert len(rows) == sum(len(entry["video"]) + len(entry["now"]) for entry in entries)
    verdicts = {row["id"]: row["verdict"] for row in rows}
    assert all(verdicts[entry["id"]] == entry["verdict"] for entry in entries if entry["id"] in verdicts)


def test_claim_reviews_have_what_the_schema_requires():
    """Google's list of required properties: claimReviewed, reviewRating (with alternateName or ratingValue), url."""
    reviews = json.loads(pages.claim_reviews())
    assert len(reviews) == len(load_claims())
    for review, found in zip(reviews, ledger(), strict=True):
        assert review["@context"] == "https://schema.org" and review["@type"] == "ClaimReview"
        assert review["claimReviewed"] and review["url"].endswith(f"#{found.claim.id}")
        assert review["reviewRating"]["alternateName"] == found.verdict
        assert review["author"]["name"] and review["itemReviewed"]["@type"] == "Claim"
        if "ratingValue" in review["reviewRating"]:
            assert 1 <= review["reviewRating"]["ratingValue"] <= 5


def test_text_of_data_and_claims_reaches_a_page_escaped():
    nasty = pd.DataFrame({"<b>head</b>": ["<script>alert(1)</script>", "a & b"]})
    shown = book.table(nasty, caption='<img src="x" onerror="y">').data
    assert "<script>" not in shown and "<img" not in shown and "<b>" not in shown
    assert "&lt;script&gt;" in shown


def test_tables_of_the_page_keep_numbers_aligned_and_missing_ones_visible():
    frame = pd.DataFrame({"Day": pd.to_datetime(["2025-06-10", None]), "Rate, %": [1.5, None], "Note": ["x", "y"]})
    cells = [cell.get_text() for cell in html(book.table(frame, caption="c", digits=2)).select("td")]
    assert cells == ["10 June 2025", "1.50", "x", "–", "–", "y"]


def test_every_table_belongs_to_a_theme_and_is_in_the_appendix():
    names = {entry["name"] for entry in load_package()["resources"]}
    assert {name for theme in THEMES for name in pages.tables_of(theme)} == names
    for theme in THEMES:
        ids = {section["id"] for section in html(pages.table_entries(theme)).select("section")}
        assert ids == {f"table-{name}" for name in pages.tables_of(theme)}


@pytest.mark.parametrize("name", [entry["name"] for entry in load_package()["resources"]])
def test_coverage_is_a_list_of_stretches_in_order(name):
    spans = pages.coverage(name)
    assert (spans["start"] < spans["end"]).all()
    assert (spans["end"].shift().dropna() < spans["start"].iloc[1:]).all()
    assert len(Snapshot().vintages(name)) >= len(spans)


def test_a_gap_in_a_table_is_a_gap_in_its_strip():
    """Of 2013 no auction is in the record."""
    spans = pages.coverage("us_auctions")
    inside = (spans["start"] < "2013-12-31") & (spans["end"] > "2013-01-31")
    assert not inside.any()


def test_cards_say_what_was_found():
    card = html(book.cards("auctions")).find("article", id="auctions-3")
    text = card.get_text(" ")
    assert "14 / 17" in text and number((27.2068, 22.32523)) in text
    assert "20-year, direct bidders" in text and "misquoted" in text
    assert "fourteen_against_seventeen" in text
