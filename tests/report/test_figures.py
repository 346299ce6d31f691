"""Figures as a reader meets them: in a page of the site and in a notebook's output, on a desk and on a phone."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from brink import Snapshot
from brink.report import charts, figures
from brink.report.style import SMALL
from tests.report.test_charts import MONTHLY, SECTORS, dots, lines

STATIC = Path(__file__).resolve().parent.parent.parent / "_static"
#: What the book's theme gives a page, as far as figures rest on it.
PAGE = """<!DOCTYPE html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Figures</title>
<style>html {{ --pst-color-background: #fff; --pst-color-link: #0b5cad }} body {{ margin: 16px }}</style>
<link rel="stylesheet" href="brink.css"><link rel="stylesheet" href="figures.css"><script src="figures.js"></script>
</head><body><main class="bd-article">{body}</main></body></html>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "FIGURES", folder / "figures")
        patch.setattr(charts, "SERVED", folder / "figures")
        patch.chdir(folder)
        given = {"caption": "It <rose>.", "alt": "A line.", "tables": ["boj_accounts"], "record": Snapshot()}
        outputs = [charts.show("lines", MONTHLY, lines, **given).data, charts.show("rows", SECTORS, dots, **given).data]
    for file in ("brink.css", "figures.css", "figures.js"):
        shutil.copy(STATIC / file, folder)
    body = figures.with_files("".join(outputs), folder / "figures")
    for theme in ("light", "dark"):
        (folder / f"{theme}.html").write_text(PAGE.format(theme=theme, body=body), encoding="utf-8")
    # A notebook's output, opened where there is nothing but itself.
    (folder / "alone").mkdir()
    (folder / "alone" / "output.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{outputs[0]}", encoding="utf-8")
    return folder


def shown(tab):
    return tab.locator("#fig-lines img:visible")


def test_a_notebooks_output_shows_its_figure_alone(visit, site):
    tab = visit("output.html", site=site / "alone")
    assert tab.locator("img").evaluate("image => image.complete && image.naturalWidth > 0")
    assert len([url for url in tab.requested if not url.startswith("data:")]) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 600, 719, 720, 1280])
def test_the_drawing_fits_the_page_and_its_theme_and_can_be_read(visit, site, theme, width):
    tab = visit(f"{theme}.html", width=width, site=site)
    image = shown(tab)
    assert image.count() == 1
    source = image.evaluate("image => image.currentSrc")
    assert ("-narrow" in source) == (width < 720) and ("-dark" in source) == (theme == "dark")
    assert image.evaluate("image => image.complete && image.naturalWidth > 0")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    # The smallest text, in pixels on this page.
    drawn = figures_width(source)
    assert SMALL * image.evaluate("image => image.width") / drawn >= 12
    assert tab.complaints == []


def figures_width(source):
    svg = Path(source.removeprefix("file://")).read_text(encoding="utf-8")
    return float(re.search(r'width="([\d.]+)pt"', svg)[1])


def test_print_is_light(visit, site):
    tab = visit("dark.html", site=site)
    tab.emulate_media(media="print")
    assert "-dark" not in shown(tab).evaluate("image => image.currentSrc")
    assert shown(tab).evaluate("image => image.complete && image.naturalWidth > 0")


def tip(tab, figure="lines"):
    return " ".join(tab.locator(f"#fig-{figure} .brink-tip").inner_text().split())


@pytest.mark.parametrize("width", [360, 1280])
def test_hover_tells_the_point_that_is_meant(visit, site, width):
    tab = visit("light.html", width=width, site=site)
    saved = figures_points(site, "lines")[0]
    place = saved["narrow" if width < 720 else "wide"]
    bank = next(series for series in saved["series"] if series["name"] == "held by the bank")
    at = 70
    x = (sum(bank["x"][: at + 1]) - place["x"][0]) / (place["x"][1] - place["x"][0])
    y = (bank["y"][at] - place["y"][0]) / (place["y"][1] - place["y"][0])
    left, top, right, bottom = place["box"]
    box = shown(tab).bounding_box()
    across, down = (left + x * (right - left)) / 10000, (bottom - y * (bottom - top)) / 10000
    tab.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
    when, value = MONTHLY["month"][at], MONTHLY["bank"][at]
    assert tip(tab) == (
        f"{value:.1f} held by the bank, {when:%B %Y} Trillion yen at the end of the month, as the accounts have it"
    )
    ring = tab.locator("#fig-lines .brink-ring").bounding_box()
    assert ring["x"] + ring["width"] / 2 == pytest.approx(box["x"] + across * box["width"], abs=1)
    assert ring["y"] + ring["height"] / 2 == pytest.approx(box["y"] + down * box["height"], abs=1)
    inside = tab.locator("#fig-lines .brink-tip").bounding_box()
    assert inside["x"] >= 0 and inside["x"] + inside["width"] <= width
    tab.mouse.move(0, 0)
    assert not tab.locator("#fig-lines .brink-tip").is_visible()


def figures_points(site, name):
    return pd.read_json(site / "figures" / f"{name}.json", typ="series").tolist()


def test_the_keyboard_reaches_every_point(visit, site):
    tab = visit("light.html", site=site)
    tab.locator("#fig-lines .brink-ask").focus()
    first = MONTHLY.iloc[0]
    assert tip(tab).startswith(f"{first['bank']:g} held by the bank, {first['month']:%B %Y}")
    tab.keyboard.press("ArrowRight")
    second = f"{MONTHLY['month'][1]:%B %Y}"
    assert second in tip(tab)
    slider = tab.locator("#fig-lines .brink-ask")
    assert slider.get_attribute("aria-valuetext").startswith(f"held by the bank, {second}: ")
    assert slider.get_attribute("aria-label") == "Values of the figure: It <rose>."
    tab.keyboard.press("ArrowDown")
    assert tip(tab).startswith(f"{MONTHLY['near'][1]:.1f} the same, and a little more, {second}")
    tab.keyboard.press("ArrowUp")
    assert "held by the bank" in tip(tab)
    tab.keyboard.press("End")
    assert tab.locator("#fig-lines .brink-tip").is_visible()
    tab.keyboard.press("Escape")
    assert not tab.locator("#fig-lines .brink-tip").is_visible()


def test_rows_are_told_by_their_names(visit, site):
    tab = visit("light.html", site=site)
    tab.locator("#fig-rows .brink-ask").focus()
    assert tip(tab, "rows") == "−79.4 Banks, today Change in trillion yen, which takes a long line to say"
    tab.keyboard.press("ArrowDown")
    assert tip(tab, "rows").startswith("−84.4 Banks, then")
    assert tab.complaints == []


def test_a_tap_tells_a_point(visit, site):
    tab = visit("light.html", width=360, site=site)
    shown(tab).dispatch_event("pointerdown", {"clientX": 150, "clientY": 150, "bubbles": True, "pointerType": "touch"})
    assert tab.locator("#fig-lines .brink-tip").is_visible()
