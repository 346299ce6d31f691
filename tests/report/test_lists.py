"""Cards and lists in a browser, from a page of their own: what is asked for stands in the address, a link opens a card."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from holding import LEDGER
from test_accessibility import colours, grave

from brink.report import book
from brink.report.tables import shows

STATIC = Path(__file__).resolve().parents[2] / "_static"
CLAIMS = LEDGER.claims
PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Lists</title><style>a {{ color: var(--pst-color-link) }}</style><link rel="stylesheet" href="brink.css"><body class="bd-article" style="{light}"><main><h1>Lists</h1><h2>All</h2>{body}</main>
<script src="ledger.js"></script></body></html>"""
LIGHT = "background:#fff;color:#1f2a37;--pst-color-link:#0b5cad"
DARK = "background:#14181e;color:#e6eaf0;--pst-color-link:#7db7f5"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Pages with the house's style and script, and nothing of the theme around them."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("brink.css", "ledger.js"):
        (folder / name).write_bytes((STATIC / name).read_bytes())
    bodies = {
        "ledger": book.ledger_table(LEDGER).data,
        "tables": book.table_index(LEDGER).data,
        "cards": book.strip(LEDGER, "taper").data + book.cards(LEDGER, "taper").data,
        "front": "".join(part(LEDGER).data for part in (book.video_strip, book.tally, book.argument_map, book.firm)),
    }
    for name, body in bodies.items():
        (folder / f"{name}.html").write_text(PAGE.format(light=LIGHT, body=body), encoding="utf-8")
    return folder


@pytest.fixture
def ledger(visit, site):
    return visit("ledger.html", site=site)


def rows(tab):
    return [
        href.partition("#")[2]
        for href in tab.locator("#ledger tbody tr:visible th > a").evaluate_all(
            "links => links.map(l => l.getAttribute('href'))"
        )
    ]


def asked(tab):
    return {name: value for name, (value,) in parse_qs(urlsplit(tab.url).query).items()}


def test_filters_search_and_address_go_together(ledger, visit, site):
    assert rows(ledger) == [claim.id for claim in CLAIMS]
    ledger.locator("select[name=theme]").select_option("taper")
    ledger.locator("select[name=verdict]").select_option("fails")
    wanted = [c.id for c in CLAIMS if c.theme == "taper" and LEDGER[c.id].verdict == "fails"]
    assert rows(ledger) == wanted and asked(ledger) == {"theme": "taper", "verdict": "fails"}
    ledger.go_back()
    assert rows(ledger) == [c.id for c in CLAIMS if c.theme == "taper"] and asked(ledger) == {"theme": "taper"}
    ledger.locator("input[name=q]").fill("bond SALES")
    assert rows(ledger) == ["taper-2"] and asked(ledger) == {"theme": "taper", "q": "bond SALES"}
    assert ledger.locator("output").inner_text() == f"1 of {len(CLAIMS)} rows"
    ledger.reload()
    assert rows(ledger) == ["taper-2"]
    shared = visit("ledger.html?theme=taper&q=bond+sales", site=site)
    assert rows(shared) == ["taper-2"] and shared.locator("select[name=theme]").input_value() == "taper"


@pytest.mark.parametrize("show", ["right", "predictions", "close"])
def test_presets(visit, site, show):
    tab = visit(f"ledger.html?show={show}", site=site)
    assert rows(tab) == [claim.id for claim in CLAIMS if show in shows(LEDGER[claim.id])]


def test_a_shortcut_is_a_link(ledger):
    ledger.get_by_role("link", name="what the video gets right").click()
    ledger.wait_for_load_state("load")
    assert rows(ledger) == [claim.id for claim in CLAIMS if "right" in shows(LEDGER[claim.id])]


def test_what_an_address_asks_for_in_vain_is_passed_over(visit, site):
    tab = visit("ledger.html?theme=moon&order=size&nothing=1", site=site)
    assert rows(tab) == [claim.id for claim in CLAIMS] and tab.complaints == []


@pytest.mark.parametrize(
    ("order", "key"),
    [("said", lambda found: found.claim.said_at), ("firm", lambda found: round(found.firmness.same, 4))],
)
def test_orders_compare_nothing_of_different_units(visit, site, order, key):
    tab = visit(f"ledger.html?order={order}", site=site)
    values = [key(LEDGER[claim]) for claim in rows(tab)]
    assert values == sorted(values)


def test_on_a_phone_the_verdict_comes_first_and_nothing_sticks_out(visit, site):
    tab = visit("ledger.html", site=site, width=360)
    row = tab.locator("#ledger tbody tr").first
    assert row.inner_text().split("\n")[0].endswith(LEDGER[CLAIMS[0].id].verdict)
    box = row.locator(".brink-badge").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    for page in ("ledger", "tables", "cards", "front"):
        tab = visit(f"{page}.html", site=site, width=360)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, page


def test_a_link_opens_its_card(visit, site):
    tab = visit("cards.html#taper-2", site=site)
    card = tab.locator("#taper-2")
    assert card.locator("q").is_visible() and 0 <= card.bounding_box()["y"] < 900
    tab.locator(".brink-strip summary").first.click()
    tab.get_by_text("The whole card of taper-1").click()
    assert tab.locator("#taper-1 q").is_visible()


def test_cards_and_filters_can_be_used_by_keyboard(visit, site):
    tab = visit("cards.html", site=site)
    tab.locator("#taper-1 summary").first.focus()
    tab.keyboard.press("Enter")
    assert tab.locator("#taper-1 q").is_visible()
    tab = visit("ledger.html", site=site)
    tab.locator("input[name=q]").focus()
    reached = ["q"]
    for _ in range(5):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.name"))
    assert reached == ["q", "show", "verdict", "theme", "kind", "order"]


@pytest.mark.parametrize("page", ["ledger", "tables", "cards", "front"])
def test_accessible(visit, site, page):
    tab = visit(f"{page}.html", site=site)
    tab.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert grave(tab) == []
    tab.evaluate(
        "dark => { document.documentElement.dataset.theme = 'dark'; document.body.style.cssText = dark; }", DARK
    )
    assert colours(tab) == []
