"""Figures as a reader meets them: in a page of the site and in a notebook's output, on a desk and on a phone."""

import itertools
import json
import math
import re
import shutil
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from brink import Snapshot
from brink.report import charts, figure_files
from brink.report.style import SMALL
from brink.report.whole import Mark
from brink.video import DAY
from tests.conftest import SITE
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
        patch.setattr(charts, "SERVED", folder / "figures")
        patch.chdir(folder)
        given = {"caption": "It <rose>.", "alt": "A line.", "tables": ["boj_accounts"], "record": Snapshot()}
        outputs = [charts.show("lines", MONTHLY, lines, **given).data, charts.show("rows", SECTORS, dots, **given).data]
    for file in ("brink.css", "figures.css", "figures.js"):
        shutil.copy(STATIC / file, folder)
    body = figure_files.with_files("".join(outputs), folder / "figures")
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


# --- what a figure's words say is what it draws --------------------------------------------------

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
#: What holds a number that is none of the figure's: days, years, quarters, tenors, editions, conventional levels, quotes.
NAMED = re.compile(
    rf"\b\d{{1,2}} {MONTH}(?: \d{{4}})?|\b(?:19|20)\d{{2}}(?:Q[1-4]|s)?\b|\bQ[1-4]\b|\b\d+(?:-, \d+)*(?:-(?: and \d+-)?(?: to \d+-)?)"
    r"(?:year|month|day|quarter)s?\b|\b9[05](?: %|-percent| percent) bands?|“[^”]*”|\bG7\b"
)
NUMBER = re.compile(r"(?<![\w.])([−-]?\d[\d,]*(?<!,)(?:\.\d+)?)(?: (thousand|million|billion|trillion))?")
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
WORD = "two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|hundred|half|thirds?|quarters?|fifths?|tenths?"
#: A size told in words: it stays what it is when the data change.
TYPED = re.compile(
    rf"\b(?:about|above|below|near|nearly|under|almost|around|between|minus) (?:an? )?(?:{WORD})\b(?! in ten)"
)


def numbers_in(text):
    return NUMBER.findall(NAMED.sub(" ", text))


def kinds_of(frame):
    """Return the frame, and its rows of each kind."""
    columns = [column for column in frame if 1 < frame[column].nunique() <= min(12, len(frame) / 2)]
    return [frame, *(rows for column in columns for _, rows in frame.groupby(column))]


def drawn_numbers(frame, text=""):
    """Return what may be told of a figure: values, and how many rows there are, in all, of a kind, above and below zero
    (also in percent).

    Of a long series only what a reader would look for: the ends, the highest and the lowest, the last known on the
    video's day and the highest and the lowest after it, and what stands at a day, month, quarter or year the text names.
    """
    values, counts = set(), {len(frame)} | {frame[column].nunique() for column in frame}
    days = days_of(frame)
    for part in kinds_of(frame):
        numbers = part.select_dtypes("number")
        counts |= {len(part), int(numbers.notna().any(axis=1).sum())}
        for column in numbers:
            series = part[column].dropna()
            above, below = int((series > 0).sum()), int((series < 0).sum())
            counts |= {len(series), above, below}
            values |= {100 * side / len(series) for side in (above, below) if len(series)}
            if len(series):
                values |= {series.iloc[0], series.iloc[-1], series.min(), series.max()}
                if days is not None and (known := series[days[series.index] <= DAY]).size:
                    values.add(known.iloc[-1])
                if days is not None and (later := series[days[series.index] > DAY]).size:
                    values |= {later.min(), later.max()}
    named = (
        frame
        if len(frame) <= SHORT
        else frame[[any(name in text for name in names) for names in names_of(frame, days)]]
    )
    values |= set(named.select_dtypes("number").to_numpy(dtype=float).ravel())
    return {float(value) for value in values if value == value}, counts


#: Rows up to which every value of a figure is one that is seen.
SHORT = 24
DATED = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def days_of(frame):
    """Return the first column of days, if there is one."""
    return next(
        (pd.to_datetime(frame[column]) for column in frame if len(frame) and DATED.search(str(frame[column].iloc[0]))),
        None,
    )


def names_of(frame, days):
    """Return how a text would name each row: by its day or month, or as it is written."""
    words = frame.select_dtypes(exclude="number").astype("str").fillna("-").to_numpy().tolist()
    years = [[str(value) for value in frame[column]] for column in ("year", "fiscal_year") if column in frame]
    for row, name in enumerate(words):
        name += [column[row] for column in years]
        if days is not None:
            name += [f"{days.iloc[row].day} {days.iloc[row]:%B %Y}", f"{days.iloc[row]:%B}"]
    return words


def untold(text, frame, levels=()):
    """Return the numbers of a text that the figure does not draw, each at the digits it is told with.

    ``levels`` are the levels drawn and their words.
    """
    values, counts = drawn_numbers(frame, text)
    values |= {float(value) for value, _ in levels if value == value}
    words = " ".join(
        [*frame.select_dtypes(exclude="number").astype("str").fillna("").to_numpy().ravel(), *(w for _, w in levels)]
    )
    missing = []
    for number, scale in numbers_in(text):
        size, digits = abs(float(number.replace(",", "").replace("−", "-"))), len(number.partition(".")[2])
        rounded = len(number) - len(number.rstrip("0")) if digits == 0 and size >= 100 else -digits
        near = any(
            abs(abs(value) - size * unit) <= (0.5 * 10**rounded + 1e-9) * unit
            for value in values
            for unit in (1, SCALES.get(scale, 1))
        )
        if not (near or size in counts or re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", words)):
            missing.append(number)
    return missing


def changes(frame, text=""):
    """Return what a caption may work out from a figure: of each column, in all and of each kind of rows, the mean, the sum,
    and the change and the ratio between its ends, its extremes and the rows that the text names."""
    found, days = set(), days_of(frame)
    named = frame[[any(name in text for name in names) for names in names_of(frame, days)]].index
    for part in kinds_of(frame):
        for column in part.select_dtypes("number"):
            values = part[column].dropna()
            if not len(values):
                continue
            marks = {values.iloc[0], values.iloc[-1], values.min(), values.max(), *values[values.index.isin(named)]}
            pairs = list(itertools.permutations(marks, 2))
            found |= {values.mean(), values.sum(), values.abs().mean()} | {a - b for a, b in pairs}
            found |= {change for a, b in pairs if b for change in (100 * (a / b - 1), 100 * a / b)}
    return [(value, "") for value in found]


@pytest.mark.parametrize(
    ("alt", "missing"),
    [
        ("Bars from 12.3 to −4 percent, two above and 1 below zero in 3 rows.", []),
        ("They lie between 2.50 and 12.3.", ["2.50"]),
        ("The 10-year yield of June 2025 and 10 June 2025, in 2025Q1: “over 260%”.", []),
        ("A dashed line at 260 and Banks (7).", []),
        ("1,234 and 1,235, about 1,200 and 9.", ["1,235"]),
        ("1.2 thousand, 5 thousand", ["5"]),
    ],
)
def test_the_check_itself(alt, missing):
    frame = pd.DataFrame({"name": ["Banks (7)", "b", "c"], "value": [12.34, -4.2, 1234.0]})
    assert untold(alt, frame, [(260, "the video: 9")]) == missing


def test_changes_are_worked_out():
    frame = pd.DataFrame({"kind": ["a", "a", "b"], "value": [10.0, 15.0, 12.0]})
    assert untold(
        "Up by 5.0 or 50.0 %, down 3.0 since, 37.0 in all, 25.0 of one kind; 4.5.", frame, changes(frame)
    ) == ["4.5"]


def test_sizes_in_words_are_found():
    assert TYPED.search("They lie between two and five.") and TYPED.search("climbs to about a third")
    assert not TYPED.search("Two panels of dots for the ten-year bond; eight paths in ten")


ROOT = Path(__file__).resolve().parent.parent.parent
FIGURE = re.compile(
    r'<figure class="brink-figure" id="fig-([^"]*)">.*?alt="([^"]*)".*?<figcaption>(.*?)</figcaption>', re.DOTALL
)


def outputs_of(page: str, site: Path = SITE):
    """Return what the cells of a page gave when it was built."""
    key = Mark.read(site).outputs[page]
    return json.loads((site.parent / "outputs" / key / "outputs.json").read_text(encoding="utf-8"))["outputs"]


def figures_of(cells):
    """Return the figures among the outputs of a page's cells (name, alt text, caption), and what its prose and its sums tell."""
    found, other = [], []
    for output in itertools.chain.from_iterable(cells):
        told = output.get("data", {})
        figures = FIGURE.findall("".join(told.get("text/html", "")))
        found += [(name, unescape(alt), unescape(caption)) for name, alt, caption in figures]
        if not figures:
            texts = [
                output.get("text", ""),
                *(told.get(f"text/{kind}", "") for kind in ("html", "markdown", "plain")),
            ]
            other.append(unescape(re.sub(r"<[^>]+>", " ", " ".join(map("".join, texts)))))
    return found, " ".join(other)


def untrue(cells, folder: Path = SITE / "_static" / "figures") -> list[str]:
    """Return what the texts of a page's figures tell that what is drawn, saved in ``folder``, does not bear out."""
    faults = []
    found, elsewhere = figures_of(cells)
    for name, alt, caption in found:
        frame = pd.read_csv(folder / f"{name}.csv")
        panels = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        levels = [level for panel in panels for level in panel["levels"]]
        if missing := untold(alt, frame, levels):
            faults.append(f"{name}: its alt text tells {', '.join(missing)}, which it does not draw: {alt}")
        if missing := untold(caption, frame, [*levels, *changes(frame, caption), (math.nan, elsewhere)]):
            faults.append(f"{name}: its caption tells {', '.join(missing)}, which is not worked out: {caption}")
        if typed := TYPED.search(f"{alt} {caption}"):
            faults.append(f"{name}: {typed[0]!r} is a size typed in words; let the data tell it")
    return faults


@pytest.mark.parametrize("chapter", sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb")))
def test_figures_say_what_they_draw(chapter):
    """An alt text tells what is drawn; a caption that, or a change of it, or what the chapter has worked out elsewhere."""
    assert untrue(outputs_of(f"chapters/{chapter}")) == []
