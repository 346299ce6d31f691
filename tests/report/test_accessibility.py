"""The rules of axe-core on every page, light and dark, with everything unfolded. Build the book first: make book."""

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


@pytest.mark.parametrize("page", PAGES)
def test_accessible(visit, page):
    tab = visit(page)
    tab.evaluate(UNFOLD)
    assert grave(tab) == []
    tab.emulate_media(color_scheme="dark")
    tab.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert colours(tab) == []


def test_pale_text_is_found_among_many(visit):
    tab = visit("index.html")
    assert colours(tab) == []
    tab.evaluate("document.querySelector('article p:last-of-type').style.color = '#999'")
    (found,) = colours(tab)
    assert found.startswith("color-contrast")
