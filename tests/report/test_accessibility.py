"""The rules of axe-core on every page, light and dark, with everything unfolded. Build the book first: make book."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_site import PAGES


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_accessible(visit, page, scheme):
    tab = visit(page, scheme=scheme)
    assert tab.evaluate("document.documentElement.dataset.theme") == scheme
    # Everything folded is opened, but of listings of code and of fields, alike everywhere, only the first. The dark
    # theme changes nothing but colours, which are the same on every card.
    tab.evaluate(
        """scheme => {
            const once = ["details.brink-code", "details.hide", ".brink-entry details"];
            if (scheme === "dark") once.push("details.brink-readings");
            for (const part of document.querySelectorAll("article details"))
                part.open = !once.some(kind => part.matches(kind));
            for (const kind of once) document.querySelector("article " + kind)?.setAttribute("open", "");
        }""",
        scheme,
    )
    options = {"resultTypes": ["violations"]}
    if scheme == "dark":
        options["runOnly"] = ["color-contrast", "link-in-text-block"]
    found = Axe().run(tab, options=options).response["violations"]
    grave = [
        f"{violation['id']}: {violation['help']}: {[node['html'][:160] for node in violation['nodes'][:4]]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert grave == []
