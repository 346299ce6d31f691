"""The whole book as one PDF: joined from the built pages, printed by the browser, offered while it is that of the pages."""

import re
import zlib
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from test_site import ROOT, SITE

from brink.report import browser, pdf

TOC = {
    "root": "index",
    "parts": [{"caption": "Part", "chapters": [{"file": "chapters/one"}, {"file": "chapters/two"}]}],
}
PAGES = {
    "index": '<p>See <a href="chapters/one.html#same">one</a>, <a href="chapters/two.html">two</a>, <a href="data/x.csv">x</a>.</p>',
    "chapters/one": '<section id="same"><h2>Same</h2><details><summary>More</summary><p id="deep">folded</p></details></section><form>no</form>',
    "chapters/two": '<section id="same"><h2>Same again</h2><p><a href="one.html#deep">deep</a> <a href="#same">here</a>'
    ' <a href="https://example.org">out</a></p></section><picture class="only-dark"><img src="../a.svg"></picture>',
}


@pytest.fixture
def site(tmp_path) -> Path:
    folder = tmp_path / "site"
    for page, body in PAGES.items():
        path = folder / f"{page}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        offer = "<!--offer--><!--/offer-->" if page == "index" else ""
        path.write_text(
            f'<html><head><meta name="description" content="What it is."></head><body><article class="bd-article">'
            f"<h1>Page {page}</h1>{body}{offer}</article></body></html>"
        )
    (folder / "data").mkdir()
    (folder / "data" / "x.csv").write_text("x\n")
    return folder


def links(page: BeautifulSoup) -> dict[str, str | None]:
    return {link.get_text(): link.get("href") for link in page.select(".bd-article a")}


def test_links_between_pages_lead_on_inside_and_files_to_the_published_book(site):
    page = BeautifulSoup(pdf.joined(site, TOC), "html.parser")
    assert links(page) == {
        "one": "#same",
        "two": "#page-two",
        "deep": "#deep",
        "here": "#page-two--same",
        "out": "https://example.org",
    }
    assert page.find(id="page-two--same").h2.get_text() == "Same again"
    assert not page.select("form, .only-dark, details:not([open])")
    served = BeautifulSoup(pdf.joined(site, TOC, "https://example.org/book"), "html.parser")
    assert links(served)["x"] == "https://example.org/book/data/x.csv"


def outline(printed: bytes) -> list[str]:
    """The titles of the bookmarks."""
    titles = re.findall(rb"<</Title (\(.*?[^\\]\)|<[0-9A-Fa-f]+>)\n(?=[^>]*/Parent)", printed, re.DOTALL)
    return [
        title[1:-1].decode("latin-1") if title[:1] == b"(" else bytes.fromhex(title[1:-1].decode()).decode("utf-16")
        for title in titles
    ]


@pytest.fixture
def printer():
    if browser.find() is None:
        pytest.skip("no browser")


@pytest.mark.usefixtures("printer")
def test_a_small_book_is_printed_with_contents_bookmarks_tags_and_links(site):
    made = pdf.make(site, TOC)
    printed = made.read_bytes()
    assert printed.startswith(b"%PDF") and b"/Marked true" in printed and b"/StructTreeRoot" in printed
    assert {"Page index", "Page chapters/one", "Page chapters/two", "Same", "Same again"} <= set(outline(printed))
    pages = pdf.pages_of(printed)
    assert pages["page-index"] == 3 and pages["page-one"] == pages["same"] == 4 and pages["page-two"] == 5
    assert printed.count(b"/Subtype /Link") >= 10, "the contents and the links in the text"
    front = (site / "index.html").read_text()
    assert 'href="on-the-brink.pdf"' in front
    pdf.withdraw(site, "index")
    assert not made.exists() and "on-the-brink.pdf" not in (site / "index.html").read_text()


def test_a_file_written_otherwise_is_refused_in_words():
    with pytest.raises(pdf.PdfError, match="way in which"):
        pdf.pages_of(b"%PDF-1.7\n" + zlib.compress(b"all in one stream"))


def test_without_a_browser_it_says_so(site, monkeypatch):
    monkeypatch.setattr(browser, "find", lambda: None)
    with pytest.raises(pdf.PdfError, match="no browser"):
        pdf.make(site, TOC)
    assert not (site / pdf.NAME).exists()


def toc():
    return yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))


def test_every_link_inside_the_whole_book_has_its_place():
    page = BeautifulSoup(pdf.joined(SITE, toc()), "lxml")
    ids = [part["id"] for part in page.select("[id]")]
    assert len(ids) == len(set(ids))
    inside = {link["href"][1:] for link in page.select("a[href^='#']")}
    assert inside <= set(ids)
    assert [
        link["href"] for link in page.select("a[href]") if not link["href"].startswith(("#", "http", "mailto"))
    ] == []


@pytest.mark.long
@pytest.mark.usefixtures("printer")
def test_the_whole_book_is_printed_whole_and_small(tmp_path):
    page, out = tmp_path / "book.html", tmp_path / pdf.NAME
    page.write_text(pdf.joined(SITE, toc()), encoding="utf-8")
    pdf.print_page(page, out)
    printed = out.read_bytes()
    assert len(printed) < 15_000_000
    pages = pdf.pages_of(printed)
    named = [f"page-{Path(name).name}" for _, names in pdf.contents(toc()) for name in names]
    places = [pages[name] for name in named]
    assert places == sorted(places) and len(outline(printed)) > 300
