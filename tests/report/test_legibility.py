"""Every figure of the book, wide and narrow, light and dark: its words can be read, its colours are those declared."""

import pytest

from brink.report.charts.drawing import Drawing
from brink.report.charts.layout import Box
from brink.report.style import DARK, GRID, INK, NOW, PAPER, QUIET, THEN
from tests.conftest import SITE
from tests.report.legibility import colours, faults

FIGURES = SITE / "_static" / "figures"


def read(figure):
    return (FIGURES / f"{figure}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", ["", "-narrow"])
def test_the_words_of_all_figures_can_be_read(width):
    found = {path.stem: faults(read(path.stem + width)) for path in FIGURES.glob("*.json")}
    assert len(found) > 40
    assert {figure: told for figure, told in found.items() if told} == {}


def test_all_figures_have_the_declared_colours():
    for path in FIGURES.glob("*.json"):
        for width in ("", "-narrow"):
            light, dark = colours(read(path.stem + width)), colours(read(f"{path.stem}{width}-dark"))
            assert light <= set(DARK), f"{path.stem}{width}"
            assert dark == {DARK[colour] for colour in light}, f"{path.stem}{width}"


@pytest.fixture
def sheet():
    """A sheet with one word, whose ink reaches from (20, 20) some 50 points to the right and 8 up."""
    drawing = Drawing(100, 100)
    drawing.text("some words", 20, 20, up=0)
    return drawing


@pytest.mark.parametrize(
    ("draw", "told"),
    [
        (lambda sheet: sheet.line([0, 100], [24, 24], THEN, 2), "is crossed by #0b5cad over 100% of its width"),
        (
            lambda sheet: sheet.line([40, 40], [0, 100], INK, 1, dash=(1, 2)),
            "is crossed by #1f2a37 over 2% of its width",
        ),
        (lambda sheet: sheet.dots([30], [24], NOW, 5), "is crossed by #008577 over 10% of its width"),
        (lambda sheet: sheet.boxes([Box(30, 0, 40, 60)], QUIET), "lies on a bar"),
        (lambda sheet: sheet.text("a", 50, 22, up=0), "touch"),
        (lambda sheet: sheet.text("and more", 80, 60), "leaves the canvas"),
        (lambda sheet: sheet.line([0, 100], [24, 24], QUIET, 2), "is covered by context over 100% of its width"),
    ],
)
def test_what_cant_be_read_is_found(sheet, draw, told):
    assert faults(sheet.svg()) == []
    draw(sheet)
    (fault,) = faults(sheet.svg())
    assert fault.endswith(told)


@pytest.mark.parametrize(
    "draw",
    [
        lambda sheet: sheet.line([0, 100], [40, 40], THEN, 2),
        lambda sheet: sheet.line([0, 100], [24, 24], GRID, 1),
        lambda sheet: sheet.line([0, 100], [24, 24], THEN, 5, alpha=0.3),
        lambda sheet: sheet.line([40, 40], [0, 100], THEN, 2, clip=Box(0, 50, 100, 100)),
        lambda sheet: sheet.dots([30], [24], QUIET, 3),
        lambda sheet: sheet.area([0, 100, 100, 0], [0, 0, 60, 60], THEN, alpha=0.2),
        lambda sheet: sheet.boxes([Box(30, 0, 40, 60)], PAPER, order=0),
        lambda sheet: sheet.text("other words", 20, 40, up=0),
    ],
)
def test_what_can_be_read_is_let_be(sheet, draw):
    draw(sheet)
    assert faults(sheet.svg()) == []
