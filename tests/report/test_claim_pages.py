"""Each claim has a page of its own: an address to share, a picture for link previews, a frame for other sites."""

import json
import re
import shutil
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from holding import LEDGER
from PIL import Image
from test_accessibility import colours, grave
from test_site import ROOT, SITE, soup

from brink.argument.inventory import load_claims
from brink.report import ledger_files, preview
from brink.report.downloads import claim_pages
from brink.report.templates import set_type

BASE = "https://example.org/book"
EVERY_CLAIM = pytest.mark.parametrize("claim", load_claims(), ids=lambda claim: claim.id)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The pages as a book without an address has them, and as one with an address."""
    folder = tmp_path_factory.mktemp("claims")
    claim_pages(LEDGER, folder / "plain" / "claims")
    claim_pages(LEDGER, folder / "served" / "claims", BASE)
    shutil.copytree(ROOT / "_static", folder / "plain" / "_static")
    return folder


def read(path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def shown(text: str) -> str:
    """Return a text as a page shows it."""
    return " ".join(set_type(text).split())


def words(part) -> str:
    return " ".join(part.get_text(" ").split())


@EVERY_CLAIM
def test_a_page_says_what_was_found_and_leads_to_the_card(made, claim):
    page, found = read(made / "plain" / "claims" / f"{claim.id}.html"), LEDGER[claim.id]
    assert words(page.h1) == shown(claim.title) and words(page.q) == shown(claim.quote)
    assert found.verdict in page.select_one(".brink-badge").get_text()
    assert shown(found.ruling) in words(page.main)
    when = "revised" if claim.kind == "prediction" else "then"
    if claim.kind != "prediction" or found.over:
        assert shown(getattr(found, when)[claim.literal.key].written) in words(page.select_one(f".brink-is-{when} dd"))
    links = [link["href"] for link in page.select("main a")]
    assert ledger_files.card_link(LEDGER, claim, "../chapters/") in links
    assert {f"../chapters/data-appendix.html#table-{name}" for name in found.tables} <= set(links)
    assert page.base["target"] == "_top", "in a frame, a link opens the book, not the book in the frame"


@EVERY_CLAIM
def test_a_page_is_told_to_others_once_its_address_is_known(made, claim):
    plain, served = (read(made / where / "claims" / f"{claim.id}.html") for where in ("plain", "served"))
    assert not plain.select('[rel="canonical"], [property="og:url"], [property="og:image"], [type*="ld+json"]')
    address = f"{BASE}/claims/{claim.id}"
    assert served.select_one('[rel="canonical"]')["href"] == f"{address}.html"
    assert served.select_one('[property="og:url"]')["content"] == f"{address}.html"
    assert served.select_one('[property="og:image"]')["content"] == f"{address}.png"
    assert LEDGER[claim.id].verdict in served.select_one('[property="og:title"]')["content"]
    review = json.loads(served.select_one('[type="application/ld+json"]').string)
    assert (
        json.loads(json.dumps(review).replace("\\u00a0", " ")) in ledger_files.claim_reviews(LEDGER, BASE)
        and review["url"] == f"{address}.html"
    )
    assert not re.search(r"\d %", served.main.get_text()), "a number keeps its unit at the end of a line"


@EVERY_CLAIM
def test_a_picture_is_small_and_in_the_colour_of_the_verdict(made, claim):
    path = made / "plain" / "claims" / f"{claim.id}.png"
    assert path.stat().st_size < 30_000
    with Image.open(path) as picture:
        assert picture.size == (800, 420)
        edge = picture.convert("RGB").getpixel((4, 200))
    colour = preview.VERDICTS[LEDGER[claim.id].verdict].colour
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    assert max(abs(one - other) for one, other in zip(edge, wanted, strict=True)) < 24


@pytest.mark.parametrize("most", [1, 2, 3])
def test_words_that_do_not_fit_a_picture_end_in_an_ellipsis(most):
    text = "Many words that are together far too long for one line of a small picture, and for two as well."
    lines = preview.broken(text, 300, 30, most=most)
    assert len(lines) <= most and all(preview._length(line, 30, "normal") <= 301 for line in lines)
    assert lines[-1].endswith("…") and text.startswith(" ".join(lines).removesuffix(" …"))
    assert preview.broken(text, 9999, 30) == [text]


@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_is_accessible_and_fits(visit, made, width):
    for claim in (load_claims()[0], max(load_claims(), key=lambda claim: len(claim.title))):
        tab = visit(f"claims/{claim.id}.html", width=width, site=made / "plain")
        assert tab.complaints == [] and grave(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        dark = visit(f"claims/{claim.id}.html", width=width, scheme="dark", site=made / "plain")
        assert dark.evaluate("document.documentElement.dataset.theme") == "dark"
        assert colours(dark) == []


# --- in the built book ---------------------------------------------------------------------------------------


@EVERY_CLAIM
def test_the_book_has_the_page_and_its_links_lead_somewhere(claim):
    here = SITE / "claims" / f"{claim.id}.html"
    assert here.with_suffix(".png").is_file()
    for element in read(here).select("a[href], link[rel=stylesheet]"):
        target = urlsplit(element["href"])
        if not target.scheme:
            file = (here.parent / target.path).resolve()
            assert file.is_file(), element["href"]
            if target.fragment:
                assert soup(file.relative_to(SITE.resolve()).as_posix()).find(id=target.fragment), element["href"]


SERVED = """() => {
    const link = document.createElement("link");
    link.rel = "canonical";
    link.href = "https://example.org/book/chapters/jgb-debt.html";
    document.head.append(link);
}"""


def test_a_card_hands_out_the_lines_to_paste(visit, chromium):
    tab = visit("chapters/jgb-debt.html")
    tab.evaluate("document.querySelectorAll('#debt-1 details').forEach(part => { part.open = true; })")
    tab.wait_for_selector("#debt-1 .brink-share p + p")
    assert "disk" in tab.locator("#debt-1 .brink-share").inner_text() and not tab.locator("textarea").count()
    # A served copy: the same page, with its address in its head.
    context = chromium.new_context()
    served = context.new_page()
    served.add_init_script(f"document.addEventListener('DOMContentLoaded', {SERVED})")
    served.goto(f"file://{SITE}/chapters/jgb-debt.html")
    served.evaluate("document.querySelectorAll('#debt-1 details').forEach(part => { part.open = true; })")
    lines = BeautifulSoup(served.locator("#debt-1 textarea").input_value(), "html.parser")
    assert lines.iframe["src"] == lines.a["href"] == f"{BASE}/claims/debt-1.html"
    assert LEDGER["debt-1"].claim.title in lines.iframe["title"] and LEDGER["debt-1"].claim.title in lines.a.get_text()
    assert grave(served) == []
    context.close()
