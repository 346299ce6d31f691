"""Every page of the built book, loaded once: offline, light, on a phone and on a desk; and the rules of axe-core, light and dark,
with everything unfolded. Build the book first: make book.
"""

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_site import PAGES

#: Everything folded is opened, but of listings of code and of fields, alike everywhere, only the first.
UNFOLD = """() => {
    const once = ["details.brink-code", "details.hide", ".brink-entry details"];
    for (const part of document.querySelectorAll("article details"))
        part.open = !once.some(kind => part.matches(kind));
    for (const kind of once) document.querySelector("article " + kind)?.setAttribute("open", "");
}"""
#: The rules of colours, nine tenths of axe's time, and all that the dark theme can change.
COLOURS = ["color-contrast", "link-in-text-block"]
#: Marks one text of each kind: of those with the same colours, size and weight on the same grounds one stands for all.
EXAMPLES = """() => {
    const grounds = new Map(), seen = new Set();
    const ground = part => {
        if (!part) return "";
        if (!grounds.has(part)) {
            const style = getComputedStyle(part);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity].join();
            grounds.set(part, (own === "rgba(0, 0, 0, 0),none,1" ? "" : own) + ground(part.parentElement));
        }
        return grounds.get(part);
    };
    for (const part of document.querySelectorAll("body *")) {
        delete part.dataset.example;
        if (![...part.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
        const own = getComputedStyle(part), around = getComputedStyle(part.parentElement);
        const kind = [part.matches("a"), own.color, own.fill, own.fontSize, own.fontWeight, own.textDecorationLine,
            around.color, ground(part)].join("|");
        if (!seen.has(kind)) part.dataset.example = "";
        seen.add(kind);
    }
    return seen.size;
}"""


def found_by_axe(tab, context=None, **options) -> list[str]:
    """Return what axe finds serious or critical."""
    found = Axe().run(tab, context=context, options={"resultTypes": ["violations"]} | options).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {[node['html'][:160] for node in violation['nodes'][:4]]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


def colours(tab) -> list[str]:
    """Return the texts of a page, one of each kind, that can't be told from their ground, or links from their text."""
    assert tab.evaluate(EXAMPLES)
    return found_by_axe(tab, context="[data-example]", runOnly=COLOURS)


def grave(tab) -> list[str]:
    """Return all that is seriously wrong with a page as it stands."""
    return found_by_axe(tab, rules={rule: {"enabled": False} for rule in COLOURS}) + colours(tab)


@pytest.fixture(scope="module", params=PAGES)
def loaded(request, visit_first):
    tab = visit_first(request.param)
    yield tab
    tab.context.close()


def test_a_page_works_offline_and_light_on_a_phone_and_on_a_desk(loaded):
    loaded.wait_for_timeout(150)
    assert loaded.complaints == []
    outside = [url for url in loaded.requested if not url.startswith(("file:", "data:", "blob:"))]
    assert outside == []
    files = {Path(unquote(urlsplit(url).path)) for url in loaded.requested if url.startswith("file:")}
    weight = sum(min(len(data), len(gzip.compress(data, 6))) for data in (file.read_bytes() for file in files))
    assert weight < 1_500_000, f"{weight:,} bytes on first load, compressed as a web server would"
    assert loaded.evaluate("document.documentElement.scrollWidth") <= 1280
    loaded.set_viewport_size({"width": 360, "height": 800})
    assert loaded.evaluate("document.documentElement.scrollWidth") <= 360


def test_accessible(loaded):
    loaded.set_viewport_size({"width": 1280, "height": 900})
    loaded.evaluate(UNFOLD)
    assert grave(loaded) == []
    loaded.emulate_media(color_scheme="dark")
    loaded.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert colours(loaded) == []


def test_pale_text_is_found_among_many(visit):
    tab = visit("index.html")
    assert colours(tab) == []
    tab.evaluate("document.querySelector('article p:last-of-type').style.color = '#999'")
    (found,) = colours(tab)
    assert found.startswith("color-contrast")
