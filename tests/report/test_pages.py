"""What pages show of claims and tables: nothing typed, nothing lost on the way to the reader, whatever a text holds."""

import csv
import io
import itertools
import json
import math
import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from holding import LEDGER, NOW

from brink import VIDEO_DAY, day
from brink.argument.history import history
from brink.argument.ledger import write
from brink.argument.verdict import VERDICTS
from brink.errors import BrinkError
from brink.report import appendix, book, cards, ledger_files
from brink.report import map as pictures
from brink.report.curve import curve
from brink.report.tables import SHOWS, shows
from brink.report.templates import environment, slug
from brink.video import load_notes, load_sentences
from tests.conftest import SITE

CLAIMS, THEMES = LEDGER.claims, list(LEDGER.video.themes)
EVERY_CLAIM = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
EVERY_THEME = pytest.mark.parametrize("theme", THEMES)
CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
CSS = (Path(__file__).resolve().parents[2] / "_static" / "brink.css").read_text(encoding="utf-8")


def html(part) -> BeautifulSoup:
    return BeautifulSoup(getattr(part, "data", part), "lxml")


def text(part) -> str:
    return " ".join(part.get_text(" ").split())


# --- cards -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown():
    """The card of each claim."""
    return {card["id"]: card for theme in THEMES for card in html(book.cards(LEDGER, theme)).select("article")}


@pytest.mark.parametrize(
    ("claim", "counted"),
    [
        ("debt-1", "in 3 of 10 cases"),  # editions, two a year
        ("debt-4", " days ("),
        ("taper-1", " months ("),
        ("auctions-4", " cases ("),  # sales
    ],
)
def test_a_base_rate_names_what_its_history_counts(claim, counted):
    said = cards.base_rate(LEDGER[claim])
    assert counted in said and "1 April" not in said


@EVERY_CLAIM
def test_a_card_says_what_was_found(shown, claim):
    card, found = shown[claim.id], LEDGER[claim.id]
    assert card.h3.get_text() == claim.title
    assert card.q.get_text() == claim.quote
    assert card.select_one(".brink-badge").get_text() == f"{VERDICTS[found.verdict].sign} {found.verdict}"
    assert " ".join(found.ruling.split()) in text(card)
    for reading in found.then.values():
        assert " ".join(reading.title.split()) in text(card), reading.key
    assert {link["href"] for link in card.select("a[href*='#table-']")} >= {
        f"data-appendix.html#table-{name}" for name in found.tables
    }
    for table in card.select("table"):
        assert table.caption.get_text(strip=True)


@EVERY_CLAIM
def test_the_figures_of_a_card_have_units_and_keep_their_places(shown, claim):
    found, figures = LEDGER[claim.id], shown[claim.id].select_one(".brink-figures")
    names = [term.get_text() for term in figures.select("dt")]
    then, revised = (figures.select_one(f".brink-is-{when} dd") for when in ("then", "revised"))
    assert names[0] == day(VIDEO_DAY)
    if claim.kind == "prediction":
        assert then.get_text() == "not yet known" and len(names) == 2
        return
    literal = claim.literal.key
    assert found.then[literal].written in then.get_text()
    if found.revised_on_record or (found.then[literal].value is None and found.revised[literal].value is not None):
        assert found.revised[literal].written in revised.get_text()
    else:
        assert revised.get_text() == "no later figure on record"
    today = figures.select_one(".brink-is-today")
    assert (today is None) == (
        found.today[literal].value is None or found.today[literal].period == found.revised[literal].period
    )


@pytest.fixture(scope="module")
def places(shown):
    """Each place that speaks of a claim: the row of its strip, its line in the ledger, its item on the map, its card."""

    def by_claim(part, rows, link):
        return {row.select_one(link)["href"].partition("#")[2]: row for row in html(part).select(rows)}

    strips = {}
    for theme in THEMES:
        strips |= by_claim(book.strip(LEDGER, theme), "details", "a[href^='#']")
    lines = by_claim(book.ledger_table(LEDGER), "tbody tr", "th > a")
    items = by_claim(book.argument_map(LEDGER), "li", "a")
    return {claim.id: (strips[claim.id], lines[claim.id], shown[claim.id], items[claim.id]) for claim in CLAIMS}


@EVERY_CLAIM
def test_every_place_says_the_same_of_a_claim(places, claim):
    """With the JSON, each place that speaks of a claim says the same of it."""
    entry = ledger_files.as_dict(LEDGER[claim.id])
    *with_ruling, item = places[claim.id]
    for part in (*with_ruling, item):
        assert part.select_one(".brink-badge").get_text().split(maxsplit=1)[1] == entry["verdict"]
        assert claim.title in text(part)
    for part in with_ruling:
        assert " ".join(entry["ruling"].split()) in text(part)


@EVERY_CLAIM
def test_the_curve_has_a_mark_for_each_way_and_sets_off_the_way_taken(claim):
    found = LEDGER[claim.id]
    if found.firmness.run == 1:
        return
    drawn = curve(found)
    marks = drawn["marks"]
    assert len(marks) == len(found.distinct_ways) and [mark["default"] for mark in marks].count(True) == 1
    assert marks[-1]["default"] and marks[-1]["verdict"] == found.verdict
    assert all(0 <= mark["x"] <= 100 and 0 <= mark["y"] <= drawn["height"] for mark in marks)
    heights = [mark["y"] for mark in sorted(marks, key=lambda mark: mark["x"])]
    assert heights == sorted(heights, reverse=True), "in the order of their values"
    assert sum(mark["passes"] for mark in marks) == found.firmness.passing
    # Names of rows stand clear of the marks; nothing else is written among them.
    assert not drawn["rows"] or {"passes", "does not pass", "no figure"} >= {row["text"] for row in drawn["rows"]}
    assert all(not row["y"] - 12 < mark["y"] < row["y"] + 8 for row in drawn["rows"] for mark in marks)
    if drawn["ends"]:
        values = found.distinct_ways["value"].astype(float)
        assert drawn["ends"] == list(dict.fromkeys(write(claim.literal, end) for end in (values.min(), values.max())))


def test_each_verdict_has_its_colour_in_light_and_in_dark():
    for scheme in ("", 'html[data-theme="dark"] '):
        colours = [
            re.search(rf"^{re.escape(scheme)}\.verdict-{slug(word)} \{{ --verdict: (#\w+); \}}", CSS, re.MULTILINE)[1]
            for word in VERDICTS
        ]
        assert len(set(colours)) == len(VERDICTS)
        if not scheme:
            assert colours == [verdict.colour for verdict in VERDICTS.values()]


def test_no_text_is_smaller_than_twelve_pixels():
    sizes = re.findall(r"font-size: ([\d.]+)(px|rem|em)", CSS)
    assert [size for size, unit in sizes if float(size) * (1 if unit == "px" else 16) < 12] == []


# --- tables, prose, sources ------------------------------------------------------------------------


def test_text_of_data_and_claims_reaches_a_page_escaped():
    nasty = pd.DataFrame({"<b>head</b>": ["<script>alert(1)</script>", "a & b"]})
    page = book.table(nasty, caption='<img src="x" onerror="y">').data
    assert "<script>" not in page and "<img" not in page and "<b>" not in page
    assert "&lt;script&gt;" in page


def test_no_markup_stands_in_python():
    """All HTML of ours is in templates/, which escape whatever they are given."""
    tag = re.compile(
        r"</?(?:a|p|div|span|table|t[rdh]|li|ul|ol|details|summary|svg|figure|img|script|section|article|h\d)\b[^\n]*>"
    )
    package = Path(ledger_files.__file__).resolve().parents[1]
    found = {
        file.relative_to(package).as_posix(): line
        for file in package.rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if tag.search(line) and not line.lstrip().startswith("#")
    }
    mending = {"report/site.py", "report/figure_files.py"}  # they mend what others wrote, tag for tag
    assert {file: line for file, line in found.items() if file not in mending} == {}


def test_a_template_refuses_what_it_was_not_given():
    with pytest.raises(Exception, match="undefined"):
        environment().get_template("tally.html").render()


def test_tables_keep_numbers_aligned_and_missing_ones_visible():
    frame = pd.DataFrame({"Day": pd.to_datetime(["2025-06-10", None]), "Rate, %": [1.5, None], "Note": ["x", "y"]})
    page = html(book.table(frame, caption="c", digits=2, mark=[True, False]))
    assert [cell.get_text() for cell in page.select("td")] == ["10\xa0June\xa02025", "1.50", "x", "–", "–", "y"]
    assert page.table.caption.get_text() == "c" and len(page.select("tr.brink-marked")) == 1
    assert not page.select("details")


def test_a_table_without_a_row_says_so():
    page = html(book.table(pd.DataFrame({"x": []}), caption="Sales since", fold=True))
    assert text(page) == "Sales since: nothing of it was on record on that day." and not page.table


def test_one_row_is_one_row():
    assert "(1 row)" in text(html(book.table(pd.DataFrame({"x": [1]}), caption="c", fold=True)))


def test_a_long_table_is_folded_under_its_caption():
    page = html(book.table(pd.DataFrame({"x": range(11)}), caption="long"))
    assert page.details.summary.get_text(" ").split()[0] == "long" and page.details.table.caption
    assert html(book.table(pd.DataFrame({"x": [1]}), caption="short", fold=True)).details


@pytest.mark.parametrize("eaten", ["a \times b", "\frac", "\alpha"])
def test_prose_refuses_a_backslash_that_was_eaten(eaten):
    with pytest.raises(BrinkError, match="backslash"):
        book.prose(f"x {eaten}")
    assert book.prose("\n  a\n  b\n").data == "a\nb"


def test_the_oldest_series_beneath_a_verdict_is_named():
    """A document of one day grows no older: only what its publisher keeps adding to can be behind."""
    told = appendix.standing(LEDGER)
    chapters = {theme.chapter for theme in LEDGER.video.themes.values()}
    assert told["day"] == f"{LEDGER.day}" and set(told["oldest"]) == {*chapters, ""}
    for name in {table for found in LEDGER.of_theme("taper") for table in found.tables}:
        assert not NOW.describe(name).get("refresh") or f"{NOW.last_public(name)}" >= told["oldest"]["boj-taper"]["day"]
    assert told["oldest"][""]["day"] == min(series["day"] for series in told["oldest"].values())
    assert NOW.last_public(told["oldest"]["boj-taper"]["name"]).isoformat() == told["oldest"]["boj-taper"]["day"]


@pytest.mark.parametrize(
    "page", [SITE / "index.html", *sorted((SITE / "chapters").glob("*.html"))], ids=lambda page: page.stem
)
def test_every_page_says_on_which_data_it_stands(page):
    line = text(BeautifulSoup(page.read_text(encoding="utf-8"), "lxml").select_one(".brink-standing"))
    assert (
        line.startswith(f"This page stands on what was public by {day(LEDGER.day)}.")
        and "it holds nothing newer than" in line
    )


def test_sources_name_publisher_and_last_day():
    page = html(book.sources(LEDGER, "weo_g7"))
    assert NOW.describe("weo_g7")["publisher"] in text(page) and day(NOW.last_public("weo_g7")) in text(page)
    then = html(book.sources(LEDGER.then, "weo_g7"))
    assert day(LEDGER.then.last_public("weo_g7")) in text(then)


# --- all claims at once ------------------------------------------------------------------------------


def test_counts_add_up_and_the_bar_says_them():
    tally = pictures.counts(LEDGER)
    assert sum(tally.values()) == len(CLAIMS)
    assert list(tally) == [verdict for verdict in VERDICTS if verdict in tally]
    bar = html(book.tally(LEDGER))
    assert [int(strong.get_text()) for strong in bar.select("strong")] == list(tally.values())


def test_what_became_of_claims_is_said_in_words():
    said = book.became(["holds", "fails", "holds", "open", "fails"])
    assert said == "2 hold as said, 2 fail and 1 is still open"
    assert all(book.became([word]) and book.became([word] * 2) for word in VERDICTS)


def test_verdicts_that_changed_have_a_direction():
    pairs = [
        ("misquoted", "holds"),
        ("holds", "fails"),
        ("misquoted", "in part"),
        ("unchecked", "fails"),
        ("fails", "open"),
    ]
    went = book.directions(pd.DataFrame(pairs, columns=["from", "to"]))
    assert went == {"better": 1, "worse": 1, "same": 1, "first": 1, "dropped": 1}


def test_the_map_shows_every_claim_and_every_therefore():
    drawn = html(book.argument_map(LEDGER, "chapters/"))
    links = [link["href"] for link in drawn.select("li > a")]
    assert sorted(links) == sorted(ledger_files.card_link(LEDGER, claim, "chapters/") for claim in CLAIMS)
    arrows = len(drawn.select(".brink-lane path")) + len(drawn.select(".brink-abroad a"))
    assert arrows == sum(len(claim.therefore) for claim in CLAIMS)


def test_arrows_of_the_map_run_together_only_to_one_claim():
    for lane in html(book.argument_map(LEDGER, "chapters/")).select(".brink-lane"):
        runs = []
        for path in lane.select("path"):
            x, start, end = (
                float(n) for n in re.search(r" ([\d.]+),[\d.]+ V([\d.]+) Q[\d.]+,([\d.]+)", path["d"]).groups()
            )
            assert 0 <= x < float(lane.svg["width"])
            runs.append((x, *sorted((start, end)), end))
        assert all(
            one[3] == other[3] or one[0] != other[0] or one[2] < other[1] or other[2] < one[1]
            for one, other in itertools.combinations(runs, 2)
        )


def test_columns_of_the_map_are_about_equally_high():
    heights = [7, 9, 20, 18, 10, 9, 10]
    places = pictures.columns(heights, 3)
    filled = [sum(high for high, place in zip(heights, places, strict=True) if place == column) for column in (1, 2, 3)]
    assert max(filled) - min(filled) <= 2, filled
    assert list(dict.fromkeys(places)) == [1, 2, 3], "columns are numbered as they are read"
    assert pictures.columns([4], 3) == [1]


def test_depth_grows_along_an_arrow_and_a_circle_ends():
    def claim(name, *therefore):
        return SimpleNamespace(id=name, therefore=therefore)

    assert pictures.depth([claim("a", "b", "c"), claim("b", "c"), claim("c")]) == {"a": 0, "b": 1, "c": 2}
    assert pictures.depth([claim("a", "b"), claim("b", "c"), claim("c", "b")]) == {"a": 0, "b": 3, "c": 3}


def test_every_sentence_of_the_video_is_in_its_strip():
    drawn = html(book.video_strip(LEDGER))
    sentences = load_sentences()
    marks = sum(len(claims) or 1 for claims in sentences["claims"])
    assert len(drawn.select(".brink-video-lane a")) + len(drawn.select(".brink-video-lane i")) == marks
    for mark in drawn.select("[style]"):
        left, width = (float(number) for number in re.findall(r"[\d.]+", mark["style"]))
        assert left >= 0 and left + width <= 100.01


def test_how_firm_shows_every_verdict_that_was_judged():
    rows = html(book.firm(LEDGER)).select("tbody tr")
    judged = [found for found in LEDGER if found.verdict not in ("open", "unchecked")]
    assert len(rows) == len(judged)
    shares = [float(row.select("td")[-3].get_text()) for row in rows]
    assert shares == sorted(shares)


def test_the_ledger_holds_every_claim_and_what_it_can_be_asked_for():
    rows = html(book.ledger_table(LEDGER)).select("tbody tr")
    assert len(rows) == len(CLAIMS)
    for row, found in zip(rows, LEDGER, strict=True):
        assert row["data-verdict"] == slug(found.verdict) and row["data-theme"] == found.claim.theme
        assert row["data-show"].split() == shows(found) and set(shows(found)) <= SHOWS.keys()
        assert row.find()["data-label"] if row.find().has_attr("data-label") else row.find().select_one(".brink-badge")


def test_the_strip_of_moves_ends_at_the_verdict_of_the_ledger():
    ids = ["taper-4", "trap-3", "taper-1"]
    drawn = html(book.moves(LEDGER, history(LEDGER, ids)))
    for strip in drawn.select(".brink-move"):
        claim_id = strip.a["href"].partition("#")[2]
        assert strip.select(".brink-bar span")[-1]["class"] == [f"verdict-{slug(LEDGER[claim_id].verdict)}"]
    assert len(drawn.select(".brink-move")) == len(ids)


@pytest.mark.parametrize("kind", ["errata", "objections"])
def test_what_was_noted_is_shown_row_by_row(kind, tmp_path):
    noted = load_notes(kind)
    shown = html(book.notes(LEDGER, kind, caption="c")).select("tbody tr")
    assert len(shown) == len(noted)
    places = {claim.id for claim in CLAIMS} | {path.stem for path in CHAPTERS.iterdir()} | {"index"}
    if kind == "objections":
        assert set(noted["claim"]) <= places and all(row.a for row in shown)
    (tmp_path / "video.yml").write_text(
        "{book: B, about: a, title: T, day: 2025-06-10, day_why: w, words: 1, themes: {a: {title: A, chapter: a}}}"
    )
    assert load_notes(kind, tmp_path).empty


# --- for programs --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def entries():
    return json.loads(ledger_files.claims_json(LEDGER))


KEYS = [
    "id",
    "theme",
    "kind",
    "title",
    "quote",
    "said_at",
    "claimed",
    "horizon",
    "settles",
    "bar",
    "verdict",
    "firmness",
    "depends_on",
    "by_reading",
    "ruling",
    "saved_by",
    "revised_on_record",
    "then",
    "revised",
    "today",
    "tables",
    "as_of",
    "ways",
    "base_rate",
    "therefore",
    "needs",
]


def test_the_json_is_the_documented_interface(entries):
    assert [entry["id"] for entry in entries] == [claim.id for claim in CLAIMS]
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in readme for key in KEYS), "README lists the keys"
    for entry, claim in zip(entries, CLAIMS, strict=True):
        assert list(entry) == KEYS
        assert entry["verdict"] in VERDICTS and set(entry["tables"]) <= set(NOW.tables)
        for when in ledger_files.FIGURES:
            assert [reading["key"] for reading in entry[when]] == list(claim.readings)
            for reading in entry[when]:
                assert set(reading) == {
                    "key",
                    "title",
                    "differs",
                    "value",
                    "unit",
                    "written",
                    "period",
                    "passes",
                    "range",
                    "note",
                }
                assert (reading["value"] is None) == (reading["passes"] is None), f"{claim.id}, {reading['key']}"
        assert entry["ways"]["run"] >= 1 and entry["ways"]["passing"] <= entry["ways"]["run"]
        assert (entry["depends_on"] is not None) == (entry["firmness"] == "depends")
        assert list(entry["by_reading"]) == list(claim.readings)
        assert next(iter(entry["by_reading"].values())) == entry["verdict"]


def test_no_number_is_lost_or_carries_noise(entries):
    def numbers(part):
        if isinstance(part, dict | list):
            for inner in part.values() if isinstance(part, dict) else part:
                yield from numbers(inner)
        elif isinstance(part, float):
            yield part

    for value in numbers(entries):
        assert math.isfinite(value) and value == float(f"{value:.12g}")


def test_numbers_are_exported_plainly():
    assert ledger_files.plain(float("nan")) is None and ledger_files.plain(float("inf")) is None
    assert ledger_files.plain((1 / 3, True, pd.NaT, pd.Timestamp("2025-06-10"))) == [
        0.333333333333,
        True,
        None,
        "2025-06-10",
    ]


def test_downloads_agree_with_each_other(entries):
    rows = list(csv.DictReader(io.StringIO(ledger_files.claims_csv(LEDGER))))
    assert len(rows) == sum(len(entry[when]) for entry in entries for when in ledger_files.FIGURES)
    by_id = {entry["id"]: entry for entry in entries}
    assert all(row["verdict"] == by_id[row["id"]]["verdict"] for row in rows)
    ways = list(csv.DictReader(io.StringIO(ledger_files.ways_csv(LEDGER))))
    assert len(ways) == sum(entry["ways"]["run"] for entry in entries)


@pytest.mark.parametrize("base", ["", "https://example.org/book"])
def test_claim_reviews_have_what_the_schema_requires(base):
    """Google's list of required properties: claimReviewed, reviewRating (with alternateName or ratingValue), url."""
    reviews = ledger_files.claim_reviews(LEDGER, base)
    for review, found in zip(reviews, LEDGER, strict=True):
        assert review["@context"] == "https://schema.org" and review["@type"] == "ClaimReview"
        root = f"{base}/" if base else ""
        assert review["claimReviewed"] and review["url"] == f"{root}claims/{found.claim.id}.html"
        assert review["reviewRating"]["alternateName"] == found.verdict
        assert review["itemReviewed"]["text"] == found.claim.quote
        assert review["author"]["name"] and review["itemReviewed"]["@type"] == "Claim"
        if "ratingValue" in review["reviewRating"]:
            assert 1 <= review["reviewRating"]["ratingValue"] <= 5


def test_what_is_saved_for_the_site(tmp_path):
    ledger_files.save(LEDGER, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"claims.json", "claims.csv", "ways.csv", "errata.csv", "judgements.csv", "claim-reviews.json"}


# --- the record ------------------------------------------------------------------------------------------


@EVERY_THEME
def test_every_table_of_a_theme_is_in_the_appendix(theme):
    ids = {section["id"] for section in html(book.table_entries(LEDGER, theme)).select("section")}
    assert ids == {f"table-{name}" for name in appendix.tables_of(NOW, theme)}
    assert len(html(book.coverage(LEDGER, theme)).select(".brink-span")) == len(ids)


def test_the_index_lists_every_table_with_the_claims_that_rest_on_it():
    rows = html(book.table_index(LEDGER)).select("tbody tr")
    assert {row.a["href"] for row in rows} == {f"#table-{name}" for name in NOW.tables}
    assert sum(len(row.select("td:last-child a")) for row in rows) == sum(len(found.tables) for found in LEDGER)


@pytest.mark.parametrize("name", NOW.tables)
def test_coverage_is_a_list_of_stretches_in_order(name):
    spans = appendix.coverage(NOW, name)
    assert (spans["start"] < spans["end"]).all()
    assert (spans["end"].shift().dropna() < spans["start"].iloc[1:]).all()
    assert len(NOW.vintages(name)) >= len(spans)


def test_every_study_has_its_page():
    page = html(book.studies(NOW))
    studies = {study for name in NOW.tables if "study" in NOW.vintages(name) for study in NOW.vintages(name)["study"]}
    assert len(page.select("li")) >= len(studies) > 10
