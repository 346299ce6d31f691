"""The rules of axe-core on every page, light and dark, with everything unfolded. Build the book first: make book."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_site import PAGES


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_accessible(visit, page, scheme):
    tab = visit(page, scheme=scheme)
    assert tab.evaluate("document.documentElement.dataset.theme") == scheme
    # Everything folded is opened, but of listings of code and of fields, alike everywhere, only the first.
    tab.evaluate("""
        const code = "details.brink-code, details.hide, .brink-entry details";
        document.querySelectorAll("article details").forEach(part => part.open = !part.matches(code));
        document.querySelectorAll("article details.brink-code")[0]?.setAttribute("open", "");
        document.querySelectorAll("article details.hide")[0]?.setAttribute("open", "");
        document.querySelectorAll("article .brink-entry details")[0]?.setAttribute("open", "");
    """)
    # The dark theme changes colours only: what does not depend on them is checked once.
    rules = None if scheme == "light" else {"runOnly": ["color-contrast", "link-in-text-block"]}
    found = Axe().run(tab, options=rules).response["violations"]
    grave = [
        f"{violation['id']}: {violation['help']}: {[node['html'][:160] for node in violation['nodes'][:4]]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert grave == []
