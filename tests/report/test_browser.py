"""The built book in a real browser, opened from disk with the network off. Build it first: make book."""

import csv

import pytest
from holding import LEDGER
from test_site import SITE

from brink.argument.inventory import load_claims
from brink.report import pdf
from brink.report.ledger_files import card_link
from brink.report.templates import set_type
from brink.video import load_video

#: What is read of a page with its folds closed: no code, no drawing, no equation.
READ = """() => {
    const read = document.querySelector("article.bd-article").cloneNode(true);
    for (const part of read.querySelectorAll("details, script, style, svg, pre, math")) part.remove();
    return read.textContent.split(/\\s+/).filter(word => /\\w/.test(word)).length;
}"""


@pytest.mark.parametrize("chapter", [theme.chapter for theme in load_video().themes.values()])
def test_a_chapter_is_read_in_ten_minutes(visit, chapter):
    tab = visit(f"chapters/{chapter}.html", width=1400)
    assert tab.evaluate("document.documentElement.scrollHeight") <= 10_000
    assert tab.evaluate(READ) <= 1_800


def test_figures_are_drawn_for_the_width(visit):
    tab = visit("chapters/auction-participation.html")
    image = tab.locator("#fig-auction-demand img:visible")
    image.scroll_into_view_if_needed()
    assert not image.evaluate("image => image.currentSrc").endswith("-narrow.svg")
    assert image.evaluate("image => image.complete && image.naturalWidth > 0")
    phone = visit("chapters/auction-participation.html", width=360)
    assert (
        phone.locator("#fig-auction-demand img:visible").evaluate("image => image.currentSrc").endswith("-narrow.svg")
    )


def test_the_dark_switch_works(visit):
    tab = visit("index.html")
    before = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in range(2):
        tab.locator("button.theme-switch-button:visible").first.click()
        if tab.evaluate("document.documentElement.dataset.theme") == "dark":
            break
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != before


@pytest.mark.parametrize("claim", [load_claims()[0], load_claims()[-1]], ids=lambda claim: claim.id)
def test_anchors_land_on_the_card(visit, claim):
    tab = visit("index.html")
    address = card_link(LEDGER, claim, "chapters/")
    tab.locator(f'.brink-map a[href="{address}"]').first.click()
    tab.wait_for_load_state("load")
    card = tab.locator(f"article#{claim.id}")
    tab.wait_for_timeout(300)
    top = card.evaluate("card => card.getBoundingClientRect().top")
    assert 0 <= top < 900
    assert set_type(claim.quote) in " ".join(card.inner_text().split())


def test_downloads_download_what_is_drawn(visit, tmp_path):
    tab = visit("chapters/auction-participation.html")
    tab.evaluate("document.querySelectorAll('article details').forEach(part => { part.open = true; })")
    for link in tab.locator("figure.brink-figure a[download][href$='.csv']").all():
        with tab.expect_download() as caught:
            link.click()
        got = tmp_path / caught.value.suggested_filename
        caught.value.save_as(got)
        assert got.read_bytes() == (SITE / "chapters" / link.get_attribute("href")).read_bytes()
        assert len(list(csv.reader(got.open(encoding="utf-8")))) > 3


def test_search_works_from_disk(visit):
    tab = visit("search.html?q=bid-to-cover")
    tab.wait_for_selector("#search-results li", timeout=5000)
    assert "auction" in tab.locator("#search-results").inner_text().lower()


def test_the_whole_site_is_small():
    """Without the PDF, which is there only where it was asked for."""
    files = [path for path in SITE.rglob("*") if path.is_file() and path.name != pdf.NAME]
    assert sum(path.stat().st_size for path in files) < 28_000_000


@pytest.mark.parametrize("theme", ["dark", "auto", "light"])
def test_print_is_light_and_leaves_out_what_only_a_screen_can_use(visit, theme):
    tab = visit("chapters/verdicts.html", scheme="dark")
    tab.evaluate("theme => { document.documentElement.dataset.mode = theme; }", theme)
    before = tab.evaluate("document.documentElement.dataset.theme")
    tab.emulate_media(media="print")
    tab.wait_for_function("document.documentElement.dataset.theme === 'light'")
    colours = """() => [...document.querySelectorAll("article :is(p, td, th, h1, h2, summary, figcaption)"), document.body]
        .map(part => getComputedStyle(part).color.match(/[0-9.]+/g).slice(0, 3).map(Number))
        .filter(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b > 140)"""
    assert tab.evaluate(colours) == [], "pale ink"
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    shown = """() => [...document.querySelectorAll("button, input, select, [role=search]")]
        .filter(part => part.checkVisibility()).map(part => part.outerHTML.slice(0, 80))"""
    assert tab.evaluate(shown) == []
    tab.emulate_media(media="screen", color_scheme="dark")
    tab.wait_for_function("before => document.documentElement.dataset.theme === before", arg=before)


@pytest.mark.parametrize("page", ["chapters/verdicts.html", "chapters/firmness.html", "chapters/boj-taper.html"])
def test_on_paper_a_page_begins_with_its_title_and_nothing_is_cut(visit, page):
    """718 pixels are an A4 sheet less its margins."""
    tab = visit(page, width=718)
    tab.emulate_media(media="print")
    title, text = tab.locator("h1:visible").first.bounding_box(), tab.locator("article p:visible").first.bounding_box()
    assert abs(title["x"] - text["x"]) < 3 and text["y"] - title["y"] < 200
    wide = """() => [...document.querySelectorAll("article :is(table, p, svg, img)")].filter(part => part.checkVisibility())
        .map(part => part.getBoundingClientRect()).filter(box => box.width && box.right > innerWidth).length"""
    assert tab.evaluate(wide) == 0
    assert tab.locator(".brink-strip details > p:visible, .brink-strip dl:visible").count() == 0
