"""Fixtures for all tests (a copy of the data, a browser, a page of the book), and the marks of those that rest on facts."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import BrowserContext, Page, sync_playwright

from brink.record.package import DATA
from brink.report import browser
from brink.video import load_video

SITE = Path(__file__).resolve().parent.parent / "_build" / "html"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--allow-file-access-from-files",
]

# The first import of a large library inside a test says nothing about the code under test.
settings.register_profile("brink", deadline=None, derandomize=True)
settings.load_profile("brink")
# Tests speak of the whole record, whatever day the shell asks for, and ask servers of this machine, by no proxy.
for name in [
    name for name in os.environ if name in ("BRINK_AS_OF", "BRINK_ASSUMPTIONS") or name.lower().endswith("_proxy")
]:
    del os.environ[name]


#: Modules of a minute and more, the longest first: begun last, one of them would keep a single worker busy at the end.
LONGEST = (
    "test_build",
    "test_accidents",
    "test_any_book",
    "test_whatif",
    "test_accessibility",
    "test_browser",
    "test_lists",
)


def pytest_collection_modifyitems(items):
    """Mark what rests on facts by its place: tests of tables, of a theme's claims, bars or ways, of a model. See tests/mutate.py."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))
    for item in items:
        room, name = item.path.parent.name, item.path.stem.removeprefix("test_")
        if room == "record" and (name == "facts" or name.endswith("_tables")):
            item.add_marker(pytest.mark.facts)
        elif room == "argument" and name in load_video().themes:
            item.add_marker(pytest.mark.argument(name))
        elif room == "argument" and name in ("bars", "ways"):
            item.add_marker(pytest.mark.argument(*load_video().themes))
        elif room == "models":
            item.add_marker(pytest.mark.model(name))


@pytest.fixture
def copy(tmp_path):
    """A copy of ``data/`` that a test may damage."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture(scope="session")
def chromium():
    path = browser.find()
    if path is None:
        if os.environ.get(browser.NAMED) == "none":
            pytest.skip("no browser was asked for: BROWSER=none")
        pytest.fail("There is no browser here; see: python -m brink.report.browser")
    with sync_playwright() as playwright:
        driven = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield driven
        driven.close()


def _show(tab: Page, page: str, *, width: int = 1280, scheme: str = "light", site: Path = SITE) -> Page:
    """Open a page of the book, and keep every request and every complaint it makes."""
    tab.requested, tab.complaints = [], []
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(media="null", color_scheme=scheme, reduced_motion="reduce")
    tab.goto(f"file://{site}/{page}")
    tab.wait_for_load_state("load")
    return tab


def _new_tab(context: BrowserContext) -> Page:
    tab = context.new_page()
    tab.on("request", lambda request: tab.requested.append(request.url))
    tab.on("console", lambda message: tab.complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    return tab


@pytest.fixture(scope="session")
def visit_first(chromium):
    """Open a page of the book offline, in a browser that has seen nothing yet; close its context when you are done."""
    return lambda page, **how: _show(_new_tab(chromium.new_context(offline=True)), page, **how)


@pytest.fixture(scope="session")
def tabs(chromium):
    """What tabs are opened in, and those that are free: a new one costs as much as the page that is opened in it."""
    context, free = chromium.new_context(offline=True), []
    yield context, free
    context.close()


@pytest.fixture
def visit(tabs):
    """Open a page of the book offline; nothing is left of it for the next test."""
    (context, free), used = tabs, []

    def open_page(page: str, **how) -> Page:
        used.append(free.pop() if free else _new_tab(context))
        return _show(used[-1], page, **how)

    yield open_page
    for tab in used:
        tab.evaluate("localStorage.clear(); sessionStorage.clear()")
        tab.goto("about:blank")
        tab.mouse.move(0, 0)
    free += used
