"""The chart contract: colours split at the video's day, words inside the canvas and apart, the same bytes everywhere."""

import itertools
import json
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from brink import Snapshot
from brink.report import charts, figure_files
from brink.report.charts import axes, glyphs, layout
from brink.report.charts.drawing import in_the_dark
from brink.report.citation import source_line
from brink.report.style import BOLD, DARK, FACES, NARROW, NOW, QUIET, SAID, THEN, WIDE
from brink.video import DAY, VIDEO_DAY
from brink.words import day

ROOT = Path(__file__).resolve().parent.parent.parent
DAYS = pd.date_range("2015-01-31", "2026-07-31", freq="ME")
STEPS = np.arange(len(DAYS))
MONTHLY = pd.DataFrame(
    {
        "month": DAYS,
        "bank": 300 + 3 * STEPS - 0.03 * STEPS**2 + 8 * np.sin(STEPS / 3),
        "near": 300 + 3 * STEPS - 0.03 * STEPS**2 + 8 * np.sin(STEPS / 3) + 4,
        "low": 280 + 2 * STEPS,
        "high": 330 + 2.2 * STEPS,
        "net": 10 * np.sin(STEPS / 5),
    }
)
SECTORS = pd.DataFrame(
    {
        "sector": ["Banks", "Insurance companies and others of that kind", "Abroad", "Households"],
        "change": [-79.4, 26.4, 6.2, -0.5],
        "low": [-90.0, 20.0, 1.0, -4.0],
        "high": [-60.0, 30.0, 9.0, 3.0],
    }
)


def lines(panel, data):
    panel.then_now(data, "bank", label="held by the bank")
    panel.context(data, "near", "low", labels=["the same, and a little more", "others"])
    panel.band(data, "low", "high", label="range")
    panel.claimed(500, "“over 500”")
    panel.tells(data["month"].iloc[40], data["bank"].iloc[40], "a turn", THEN)
    panel.notes("a remark that stands in a corner")
    panel.says("Trillion yen at the end of the month, as the accounts have it")


def bars(panel, data):
    panel.bars(data.tail(24), "net")
    panel.says("Trillion yen a month")


def ranked(panel, data):
    panel.ranked_bars(data["sector"], data["change"], strong="Banks", signed=True)
    panel.claimed(-50, "“fifty”", axis="x")
    panel.says("Change, trillion yen")


def dots(panel, data):
    panel.rows(data["sector"], data["change"], low=data["low"], high=data["high"], label="today")
    panel.rows(data["sector"], data["change"] - 5, colour=THEN, label="then")
    panel.says(x="Change in trillion yen, which takes a long line to say")


def several(panels, data):
    for panel, column in zip(panels, ("bank", "net"), strict=True):
        panel.then_now(data, column, label=column)
        panel.says(f"The {column}")


CHARTS = {
    "lines": (lines, MONTHLY, (1, 1)),
    "bars": (bars, MONTHLY, (1, 1)),
    "ranked": (ranked, SECTORS, (1, 1)),
    "dots": (dots, SECTORS, (1, 1)),
    "several": (several, MONTHLY, (1, 2)),
}
SIZES = {"wide": WIDE, "narrow": NARROW}


def drawn(name, width="wide"):
    draw, data, shape = CHARTS[name]
    return charts.draw_figure(data, draw, SIZES[width], shape=shape, narrow=width == "narrow")


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", CHARTS)
def test_words_stay_on_the_canvas_and_apart(name, width):
    assert touching(drawn(name, width)[0]) == []


def touching(drawing):
    canvas = layout.Box(0, 0, drawing.width, drawing.height)
    out = [text for text, box in drawing.words if box.outside(canvas) > 0.5]
    return out + [(a, b) for (a, one), (b, other) in itertools.combinations(drawing.words, 2) if one.overlap(other) > 1]


@pytest.mark.parametrize("seed", range(25))
def test_words_keep_apart_whatever_is_drawn(seed):
    """Lines, names and levels at random: any span, any size, any number of them."""
    random = np.random.default_rng(seed)
    count, points = random.integers(1, 6), random.integers(3, 200)
    start = pd.Timestamp("2015-01-01") + pd.Timedelta(days=int(random.integers(0, 3000)))
    columns = {f"c{i}": random.normal(size=points).cumsum() * 10.0 ** random.integers(-3, 4) for i in range(count)}
    days = pd.date_range(start, periods=points, freq=random.choice(["D", "W", "MS", "QE", "YE"]))
    names = random.choice(["short", "a longer name of a line", "x"], size=count)
    places = random.integers(0, points, size=random.integers(0, 4))

    def draw(panel, data):
        panel.then_now(data, "c0", label="a first line")
        for column, name in zip(list(columns)[1:], names, strict=False):
            panel.line(data, column, label=name)
        for place in places:
            panel.tells(data["day"][place], data["c0"][place], "a place of interest, 3.5 %", THEN)
        panel.claimed(float(data["c0"].median()), "“the words of the video”")
        panel.notes("a remark")
        panel.says("What it measures, percent of something long enough to wrap")

    for size in SIZES.values():
        drawing, _ = charts.draw_figure(pd.DataFrame({"day": days} | columns), draw, size, narrow=size == NARROW)
        assert touching(drawing) == []


@pytest.mark.parametrize("rows", [1, 7, 16])
def test_rows_that_would_touch_make_a_figure_taller(rows):
    def draw(panel, data):
        panel.ranked_bars([f"The expected hit of seven makers, as reported {row}" for row in range(rows)], range(rows))

    drawing, _ = charts.draw_figure(SECTORS, draw, NARROW, narrow=True)
    assert touching(drawing) == []
    assert (drawing.height > 72 * NARROW[1]) == (rows > 8)


def only_panel(draw, data=MONTHLY):
    _, (setting,) = charts.draw_figure(data, draw, WIDE)
    return setting.panel


def test_a_line_is_blue_to_the_day_and_teal_after_it():
    panel = only_panel(lines)
    ends = {mark.colour: mark.x for mark in panel.drawn if mark.width == BOLD and mark.kind == "line"}
    assert ends[THEN][-1] == ends[NOW][0] <= axes.place_of(DAY) < ends[NOW][1]
    assert panel.roles == {"then", "now"}
    assert [level.colour for level in panel.levels] == [SAID]


def test_known_may_be_a_column_or_a_day():
    known = MONTHLY.assign(public=MONTHLY["month"] <= "2025-04-30", released=MONTHLY["month"] + timedelta(days=41))
    for way in ("public", "released", date(2025, 4, 30)):
        panel = only_panel(lambda panel, data, way=way: panel.then_now(data, "bank", known=way), known)
        (old,) = [series for series in panel.series if series.colour == THEN]
        assert old.x[-1] == axes.place_of("2025-04-30")


def test_without_later_figures_everything_is_blue():
    assert only_panel(lines, MONTHLY[MONTHLY["month"] <= DAY]).roles == {"then"}


def test_a_frame_without_rows_is_drawn():
    def draw(panel, data):
        panel.then_now(data, "bank", label="nothing", step=True)
        panel.band(data, "low", "high", label="nowhere")
        panel.points(data, "net", label="none")
        panel.bars(data, "net", labels=["none"])

    assert only_panel(draw, MONTHLY.iloc[:0]).series == []


def test_the_day_is_named_once_in_a_figure():
    drawing, settings = drawn("several")
    assert [setting.marks_day for setting in settings] == [True, True]
    assert [text for text, _ in drawing.words].count(day(VIDEO_DAY)) == 1


def test_values_of_ranked_bars_are_written():
    drawing, _ = drawn("ranked")
    assert {"−79.4", "+26.4", "+6.2", "−0.5"} <= {text for text, _ in drawing.words}


def test_context_is_quiet():
    panel = only_panel(lambda panel, data: panel.context(data, "low", "high"))
    assert {mark.colour for mark in panel.drawn} == {QUIET} and panel.names == []


COLOUR = re.compile(r"#[0-9a-f]{6}\b")


@pytest.mark.parametrize("name", CHARTS)
def test_every_colour_has_one_for_the_dark(name):
    svg = drawn(name)[0].svg()
    assert set(COLOUR.findall(svg)) <= set(DARK)
    assert not set(COLOUR.findall(in_the_dark(svg))) & set(DARK)


def test_the_readers_own_settings_change_nothing(tmp_path):
    """Drawn in an interpreter whose Matplotlib is set up as nobody would, byte for byte the same."""
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 30\nsvg.fonttype: none\naxes.facecolor: red\ntext.usetex: True\n"
    )
    code = "from tests.report.test_charts import CHARTS, drawn; print('\\n'.join(drawn(n)[0].svg() for n in CHARTS))"
    foreign = {"MPLCONFIGDIR": str(tmp_path), "HOME": str(tmp_path / "nowhere"), "PYTHONPATH": str(ROOT), "PATH": ""}
    run = subprocess.run([sys.executable, "-c", code], env=foreign, capture_output=True, text=True, encoding="utf-8")
    assert run.stderr == ""
    assert run.stdout.rstrip() == "\n".join(drawn(name)[0].svg() for name in CHARTS).rstrip()


def test_letters_stand_where_matplotlib_puts_them():
    text = "To AVOID: Wages, 10 June 2025 − 3.5 %"
    properties = FontProperties(fname=str(FACES["normal"]), size=20)
    letters, shapes, _ = text_to_path.get_glyphs_with_font(text_to_path._get_font(properties), text)
    places, _ = glyphs.spelled(text)
    assert list(places) == pytest.approx([10 * x for _, x, _, _ in letters], abs=1)
    for letter, (name, *_) in zip(text, letters, strict=True):
        points = [
            [int(number) for number in pair.split()] for pair in re.findall(r"-?\d+ -?\d+", glyphs.outline(letter))
        ]
        theirs = 10 * shapes[name][0][shapes[name][1] != 79]
        if points:
            assert [*np.min(points, axis=0), *np.max(points, axis=0)] == pytest.approx(
                [*theirs.min(axis=0), *theirs.max(axis=0)], abs=1.5
            )


def test_a_letter_the_font_lacks_is_named():
    with pytest.raises(ValueError, match="no '日'"):
        only_panel(lambda panel, data: (lines(panel, data), panel.says("日本")))


@pytest.fixture
def shown(tmp_path, monkeypatch):
    monkeypatch.setattr(charts, "SERVED", tmp_path / "figures")
    monkeypatch.chdir(tmp_path)

    def show(**changed):
        given = {"caption": "It rose.", "alt": "A line.", "tables": ["boj_accounts"], "record": Snapshot()}
        return charts.show("a-figure", MONTHLY, lines, **given | changed).data

    return show


def test_a_figure_carries_itself_its_source_and_its_data(shown, tmp_path):
    html = shown(note="our computation")
    assert 'src="data:image/svg+xml,' in html
    assert "Source: Bank of Japan, to July 2026; our computation; the axis does not start at zero." in html
    assert f"Blue: known on {day(VIDEO_DAY)}." in html
    read = pd.read_csv(tmp_path / "figures" / "a-figure.csv", parse_dates=["month"])
    pd.testing.assert_frame_equal(read, MONTHLY, check_dtype=False, rtol=1e-9)
    assert html == shown(note="our computation"), "drawn twice, the same"


def test_captions_are_text(shown):
    html = shown(caption='<script>alert("1")</script>', alt='"><b>')
    assert "<script>" not in html and '"><b>' not in html


def test_the_site_takes_the_files(shown, tmp_path):
    html = shown(alt="He said “no” & <left>")
    page = figure_files.with_files(f"<p>Before.</p>{html}<p>After.</p>", tmp_path / "figures")
    assert "data:image" not in page and page.startswith("<p>Before.") and page.endswith("After.</p>")
    files = re.findall(r'(?:src|srcset)="([^"]*)"', page)
    assert sorted(files) == sorted(f"figures/a-figure{part}.svg" for part in ("", "-narrow", "-dark", "-narrow-dark"))
    assert all((tmp_path / file).is_file() for file in files)
    assert "He said “no” &amp; &lt;left&gt;" in page
    for source in re.findall(r"<(?:source|img) .*?>", page):
        (width, height), file = (
            re.search(r'width="(\d+)" height="(\d+)"', source).groups(),
            re.search(r'src(?:set)?="([^"]*)"', source)[1],
        )
        wide, high = re.search(
            r'width="([\d.]+)pt" height="([\d.]+)pt"', (tmp_path / file).read_text(encoding="utf-8")
        ).groups()
        assert int(height) / int(width) == pytest.approx(float(high) / float(wide), abs=0.003), "its room is kept"


def test_points_are_told_where_they_stand(shown, tmp_path):
    shown()
    (panel,) = json.loads((tmp_path / "figures" / "a-figure.json").read_text(encoding="utf-8"))
    assert (panel["says"], panel["kind"], panel["by"]) == (
        "Trillion yen at the end of the month, as the accounts have it",
        "time",
        "month",
    )
    bank = panel["series"][0]
    known = int((MONTHLY["month"] <= DAY).sum())
    assert bank["name"] == "held by the bank" and bank["tones"] == [["then", known], ["now", len(MONTHLY) - known]]
    assert bank["y"] == [float(f"{value:.4g}") for value in MONTHLY["bank"]]
    assert pd.Timestamp(0) + pd.Timedelta(days=sum(bank["x"])) == DAYS[-1]
    # The last point, found from its values alone, is where the line's end was drawn.
    drawing, (setting,) = drawn("lines")
    left, _, right, _ = panel["wide"]["box"]
    low, high, _ = panel["wide"]["x"]
    x = left + (sum(bank["x"]) - low) / (high - low) * (right - left)
    assert x / 10000 * drawing.width == pytest.approx(setting.across.at(axes.place_of(DAYS[-1])), abs=0.1)


def test_a_source_line_tells_nothing_later_than_the_day():
    now = Snapshot()
    then = now.on(VIDEO_DAY)
    tables = ["jgb_yields", "boj_accounts", "weo_g7", "jgb_auctions", "jgb_holders"]
    assert source_line(tables, then) == (
        f"Bank of Japan, to May 2025; International Monetary Fund, as of {day(then.last_public('weo_g7'))}; "
        "Ministry of Finance Japan, to 9 June 2025"
    )
    assert all(source_line([table], now) for table in now.tables)


def test_labels_are_moved_apart_by_as_little_as_can_be():
    assert layout.separate([10, 50], [12, 12], 0, 100) == [10, 50]
    assert layout.separate([50, 50], [12, 12], 0, 100) == [44, 56]
    assert layout.separate([1, 99], [12, 12], 0, 100) == [6, 94]
    assert layout.separate([50, 51, 49], [10, 10, 10], 0, 100) == [50, 60, 40]


def test_text_is_wrapped_by_its_width():
    assert layout.wrap("had the old steps gone on", 80) == "had the old\nsteps gone on"
    assert layout.wrap("a\nb", 80) == "a\nb"
    assert layout.wrap("one word", 1) == "one\nword"


@pytest.mark.parametrize(
    ("low", "high", "most", "named"),
    [
        ("2012-01-01", "2026-07-31", 4, ["2015", "2020", "2025"]),
        ("2024-06-10", "2026-10-01", 7, ["Jul", "2025", "Jul", "2026", "Jul"]),
        ("2025-02-20", "2025-10-20", 5, ["Mar 2025", "May", "Jul", "Sep"]),
    ],
)
def test_time_axes_have_round_ticks(low, high, most, named):
    assert axes.times(axes.place_of(low), axes.place_of(high), most)[1] == named


def test_number_axes_have_round_ticks():
    assert axes.written(axes.numbers(-0.3, 1.4, 6)) == ["0", "0.5", "1.0"]
    assert axes.written(axes.numbers(0, 1300, 6)) == ["0", "250", "500", "750", "1,000", "1,250"]
    assert axes.written_log(axes.powers(0.5, 2e9, 4)) == ["1", "1,000", "1 million", "1 billion"]
