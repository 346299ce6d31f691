"""What helps to find and to understand: terms explained where they are met, search with claims and excerpts, datasets."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.core import publish_doctree
from holding import LEDGER, NOW
from test_accessibility import colours, grave
from test_site import PAGES, SITE, soup

from brink.argument.inventory import load_claims
from brink.report import terms
from brink.report.appendix import datasets


class App:
    """As much of Sphinx as linking asks for."""

    class builder:  # noqa: N801
        format = "html"

        @staticmethod
        def get_relative_uri(page, target):
            return f"{target}.html"

    def __init__(self, terms):
        self.env = type("Env", (), {"brink_terms": {"glossary": terms}})()


TERMS = {
    "basis point": ("term-basis-point", "A hundredth of a percentage point."),
    "JGB": ("term-JGB", "Japanese government bond."),
    "vintage": ("term-vintage", "The state of a series on a day."),
    "edition": ("term-edition", "One issue."),
}
TEXT = """
Title with a vintage
====================

Ten basis points, and one basis point. Not ``basis point``. A jgb is no JGB; a vintage-like edition is none.

One
---

Another basis point. `A basis point <https://example.org>`_ of its own, JGBs.

Deeper
~~~~~~

A basis point again.
"""


def linked(text: str, page: str = "page") -> list[tuple[str, str]]:
    doctree = publish_doctree(text, settings_overrides={"doctitle_xform": False})
    terms.link_terms(App(TERMS), doctree, page)
    made = doctree.findall(lambda node: isinstance(node, nodes.reference) and "brink-term" in node["classes"])
    return [(link.astext(), link["refuri"]) for link in made]


def test_the_first_mention_in_a_section_is_linked_and_no_other():
    point, bond = "glossary.html#term-basis-point", "glossary.html#term-JGB"
    assert linked(TEXT) == [("basis points", point), ("JGB", bond), ("basis point", point), ("JGBs", bond)]
    assert linked(TEXT, "glossary") == [], "the glossary explains itself"


def test_a_link_leaves_the_words_as_they_are():
    plain, made = (publish_doctree(TEXT, settings_overrides={"doctitle_xform": False}) for _ in range(2))
    terms.link_terms(App(TERMS), made, "page")
    assert made.astext() == plain.astext()


# --- in the built book -----------------------------------------------------------------------------------------


def definitions() -> dict[str, str]:
    glossary = soup("chapters/glossary.html").select("dl.glossary > dt")
    return {term["id"]: " ".join(term.find_next_sibling("dd").get_text().split()) for term in glossary}


def test_every_linked_term_has_its_definition_in_the_page():
    known, used = definitions(), set()
    for page in PAGES:
        links = {link["href"].partition("#")[2] for link in soup(page).select('article a[href*="#term-"]')}
        data = soup(page).select_one("script[data-terms]")
        told = json.loads(data.string) if data else {}
        assert links - {"", None} <= told.keys() or page == "chapters/glossary.html", page
        assert all(" ".join(text.split()) == known[anchor] for anchor, text in told.items()), page
        used |= told.keys()
    assert len(used) > 15, "most terms are met in a chapter"


def test_a_term_is_explained_to_pointer_and_keyboard(visit):
    tab = visit("chapters/auction-participation.html")
    known = definitions()
    link = tab.locator('article a[href*="#term-"]').first
    tip = tab.locator("#brink-term-tip")
    wanted = known[link.get_attribute("href").partition("#")[2]]
    assert not tip.is_visible()
    link.scroll_into_view_if_needed()
    tab.wait_for_timeout(100)
    link.focus()
    assert tip.is_visible() and tip.inner_text() == wanted
    assert link.get_attribute("aria-describedby") == tip.get_attribute("id")
    assert grave(tab) == []
    tab.keyboard.press("Escape")
    assert not tip.is_visible() and link.get_attribute("aria-describedby") is None
    link.hover()
    assert tip.is_visible()
    tip.hover()
    tab.wait_for_timeout(300)
    assert tip.is_visible(), "the pointer may go over to it"
    tab.mouse.move(1, 1)
    tab.wait_for_timeout(300)
    assert not tip.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_explanation_stays_on_a_phone_and_is_legible(visit, scheme):
    tab = visit("chapters/auction-participation.html", width=320, scheme=scheme)
    for link in tab.locator('article a[href*="#term-"]').all()[:8]:
        link.scroll_into_view_if_needed()
        tab.wait_for_timeout(60)
        link.focus()
        box = tab.locator("#brink-term-tip").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 320 and box["y"] >= 0
    assert colours(tab) == []


# --- search ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def texts():
    script = (SITE / "searchtext.js").read_text(encoding="utf-8")
    return json.loads(script.removeprefix("window.brinkTexts = ").rstrip().removesuffix(";"))


def test_the_texts_of_search_are_those_of_the_pages(texts):
    assert {f"{page}.html" for page in texts["pages"]} == set(PAGES)
    for page, sections in texts["pages"].items():
        ids = {part["id"] for part in soup(f"{page}.html").select("article [id]")}
        assert {anchor for anchor, _, _ in sections} <= ids, page
        assert all("\n" not in text for _, _, text in sections)
    assert [claim["id"] for claim in texts["claims"]] == [claim.id for claim in load_claims()]
    for claim in texts["claims"]:
        assert claim["verdict"] == LEDGER[claim["id"]].verdict
    assert (SITE / "searchtext.js").stat().st_size < 900_000


def test_search_finds_claims_and_says_where_a_word_stands_from_disk(chromium):
    """As a reader's browser does it: pages on disk may not fetch one another."""
    context = chromium.new_context(offline=True)
    tab = context.new_page()
    complaints = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.goto(f"file://{SITE}/search.html?q=Toyota")
    tab.wait_for_selector("#search-results[data-ready] li .context", timeout=20_000)
    wanted = [c for c in load_claims() if "toyota" in f"{c.title} {c.quote} {LEDGER[c.id].ruling}".lower()]
    assert tab.locator(".brink-found h2").inner_text().startswith(str(len(wanted)))
    first = tab.locator(".brink-found li").first
    assert wanted[0].title in first.inner_text() and LEDGER[wanted[0].id].verdict in first.inner_text()
    assert any("toyota" in text.lower() for text in tab.locator("#search-results .context mark").all_inner_texts())
    assert complaints == [] and grave(tab) == []
    first.locator("a").click()
    tab.wait_for_load_state("load")
    assert tab.url.endswith(f"#{wanted[0].id}")
    context.close()


def test_a_search_for_nothing_known_says_so(visit):
    tab = visit("search.html?q=zzyzx")
    tab.wait_for_selector("#search-results[data-ready]", timeout=20_000)
    assert tab.locator(".brink-found h2").inner_text() == "No claim of the video"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_icon_stands_beside_the_words_asked_for(visit, width):
    tab = visit("search.html?q=debt", width=width)
    field = tab.locator(".bd-search-container input[type=search]")
    icon = tab.locator(
        ".bd-search-container .bd-search > i, .bd-search-container .bd-search > svg"
    ).first.bounding_box()
    words = field.bounding_box()["x"] + float(
        field.evaluate("field => parseFloat(getComputedStyle(field).paddingLeft)")
    )
    assert icon["x"] + icon["width"] <= words
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


# --- the tables, for programs that look for data ---------------------------------------------------------------


@pytest.mark.parametrize("base", ["", "https://example.org/book"])
def test_every_table_is_told_as_a_dataset(base):
    """Google asks for a name and a description of 50 to 5,000 characters; all else helps to find it."""
    told = datasets(NOW, base)
    assert told["@context"] == "https://schema.org" and len(told["dataset"]) == len(NOW.tables)
    root = f"{base}/" if base else "../"
    for name, entry in zip(NOW.tables, told["dataset"], strict=True):
        about = NOW.describe(name)
        assert entry["@type"] == "Dataset" and entry["name"] == about["title"]
        assert 50 <= len(entry["description"]) <= 5000 and entry["description"].startswith(about["description"][:40])
        assert entry["url"] == f"{root}chapters/data-appendix.html#table-{name}"
        assert entry["distribution"]["contentUrl"] == f"{root}data/{about['path']}"
        assert entry["creator"]["name"] and entry["dateModified"] == NOW.last_public(name).isoformat()
        assert not re.search(r"as each row says|see (the )?column", entry["creator"]["name"], re.IGNORECASE)


def test_the_data_appendix_carries_them():
    script = BeautifulSoup(
        (SITE / "chapters/data-appendix.html").read_text(encoding="utf-8"), "html.parser"
    ).select_one('head script[type="application/ld+json"]')
    assert [entry["alternateName"] for entry in json.loads(script.string)["dataset"]] == list(NOW.tables)
