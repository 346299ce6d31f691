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
#: The dark theme changes nothing but colours.
COLOURS = ["color-contrast", "link-in-text-block"]


def grave(tab, **options) -> list[str]:
    """Return what axe finds serious or critical."""
    found = Axe().run(tab, options={"resultTypes": ["violations"]} | options).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {[node['html'][:160] for node in violation['nodes'][:4]]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("page", PAGES)
def test_accessible(visit, page):
    tab = visit(page)
    tab.evaluate(UNFOLD)
    assert grave(tab) == []
    tab.emulate_media(color_scheme="dark")
    tab.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert grave(tab, runOnly=COLOURS) == []
