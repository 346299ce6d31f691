"""What a chapter may hold: no day typed that the record should give, no place by hand in a figure, the sum open, the rest folded."""

import ast
import calendar
import io
import re
import tokenize
from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml
from bs4 import BeautifulSoup
from holding import NOW, THEN

from brink.video import FOLDER, VIDEO_DAY, load_video

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
PAGES = [ROOT / "index.md", *sorted((ROOT / "chapters").glob("*.md"))]
CODE = sorted(
    path for room in ("measures", "argument/answers", "report") for path in (ROOT / "brink" / room).rglob("*.py")
)
EVERY_NOTEBOOK = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
#: Lines of an open cell, without comments and empty ones.
SUM = 10


# --- days ----------------------------------------------------------------------------------------

MONTHS = calendar.month_name[1:]
A_DAY = re.compile(
    rf"(?:(?P<day>\d{{1,2}}) )?\b(?P<name>{'|'.join(MONTHS)}) (?P<of>20\d\d)\b"
    r"|\b(?P<iso>20\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)\b"
    r"|\b(?:fiscal |FY ?)?(?P<year>20\d\d)(?:Q(?P<quarter>[1-4]))?\b"
)
#: A span of years that ends beyond the record: what a projection covers.
A_SPAN = re.compile(r"\b20\d\d(?:-|–| to )(?:20)?[3-9]\d\b(?!-)")


def typed_days(text):
    """Return the days, months, quarters and years in a text that lie between the video's day and the newest of the record.

    What lies later still can only be the end of a horizon: no table could give it.
    """
    found = []
    for match in A_DAY.finditer(A_SPAN.sub("", text)):
        if match["name"]:
            first = date(int(match["of"]), MONTHS.index(match["name"]) + 1, int(match["day"] or 1))
        elif match["iso"]:
            first = date.fromisoformat(f"{match['iso']}-01"[:10])
        else:
            first = date(int(match["year"]), 3 * int(match["quarter"] or 1) - 2, 1)
        if VIDEO_DAY < first <= NOW.newest_day:
            found.append(match.group())
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was raised in July 2025, on 31 July 2025.", ["July 2025", "31 July 2025"]),
        ("to 2026-03 and 2025Q3 and fiscal 2026", ["2026-03", "2025Q3", "fiscal 2026"]),
        ("from June 2025 on, in 2025, in 2025Q2, on 10 June 2025, since 2024-12-01", []),
        ("CBO's table runs from 2026 to 2034 or 2026-35, the plan to March 2029", []),
    ],
)
def test_the_guard_itself(text, found):
    assert typed_days(text) == found


def strings(source):
    """Return the texts in code and its comments, without what its docstrings say."""
    tree = ast.parse(source)
    owners = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)]
    told = [ast.get_docstring(node, clean=False) for node in owners]
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [text for text in texts if text not in told]


def comments(source):
    """Return the comments in code."""
    return [
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]


@EVERY_NOTEBOOK
def test_a_chapter_types_no_day_after_the_video(notebook):
    typed = []
    for cell in nbformat.read(notebook, 4).cells:
        texts = [cell.source] if cell.cell_type == "markdown" else [*strings(cell.source), *comments(cell.source)]
        typed += [f"{days} in: {text.strip()[:160]}" for text in texts if (days := typed_days(text))]
    assert typed == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_types_no_day_after_the_video(page):
    lines = page.read_text(encoding="utf-8").splitlines()
    # The year in which this book was published is no figure of the record.
    lines = [re.sub(r"The Brink contributors, 20\d\d", "", line) for line in lines]
    assert [f"{days} in: {line[:160]}" for line in lines if (days := typed_days(line))] == []


#: What the speech itself, or the record of its day, fixes though it lay ahead: texts in code, and why.
AHEAD = {
    "2026-04-01": "the fiscal year for which participants of the bond market asked for slower steps, as reported on 2 June 2025",
    "2025Q3": "the quarter after the one the video forecasts",
    "2025-12-31": "an example of how a day is written",
}


@pytest.mark.parametrize("module", CODE, ids=lambda path: path.relative_to(ROOT / "brink").as_posix())
def test_a_measure_and_an_answer_type_no_day_after_the_video(module):
    texts = [text for text in strings(module.read_text(encoding="utf-8")) if text not in AHEAD]
    typed = [f"{days} in: {text[:160]}" for text in texts if (days := typed_days(text))]
    assert typed == []


def spoken(entry):
    """Yield every text of a claim with its place, without the dates that are dates to the file."""
    if isinstance(entry, dict):
        for key, value in entry.items():
            yield from ((f"{key}.{place}".rstrip("."), text) for place, text in spoken(value))
    elif isinstance(entry, list):
        for value in entry:
            yield from spoken(value)
    elif isinstance(entry, str):
        yield "", entry


@pytest.mark.parametrize("file", sorted((FOLDER / "claims").glob("*.yml")), ids=lambda path: path.stem)
def test_a_claim_types_no_day_after_the_video_but_its_horizon(file):
    """And the days of sales that had been announced."""
    sales = THEN.table("us_auction_offerings")["auction_date"]
    announced = {f"{sale.day} {sale:%B %Y}" for sale in sales[sales > pd.Timestamp(VIDEO_DAY)]}
    typed = []
    for claim in yaml.safe_load(file.read_text(encoding="utf-8")):
        horizon = claim.get("horizon") or VIDEO_DAY
        ends = {f"{horizon.day} {horizon:%B %Y}", f"{horizon:%B %Y}", f"{horizon}"}
        for place, text in spoken(claim):
            if days := [day for day in typed_days(text) if day not in ends | announced]:
                typed.append(f"{claim['id']}, {place}: {days} in: {text[:160]}")
    assert typed == []


# --- figures -------------------------------------------------------------------------------------


@EVERY_NOTEBOOK
def test_a_figure_is_placed_by_its_data(notebook):
    """No offset by hand, no coordinate in fractions of the axes, no limit of an axis at a typed day or number."""
    by_hand = re.compile(
        r"xytext|textcoords|offset points|axes fraction|transAxes|set_[xy]lim|bbox_to_anchor|subplots_adjust"
    )
    assert [cell.source[:200] for cell in code(notebook) if by_hand.search(cell.source)] == []


@EVERY_NOTEBOOK
def test_a_reading_is_asked_for_by_its_key(notebook):
    assert [
        cell.source[:200]
        for cell in code(notebook)
        if re.search(r"\.(?:then|revised|today)\[\d|\.(?:video|now)\[", cell.source)
    ] == []


# --- what is open, what is folded ----------------------------------------------------------------


def code(notebook):
    """Return the cells of code of a chapter."""
    return [cell for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code" and cell.source.strip()]


def shown(source):
    """Return what a cell hands to the book, by name: ``prose``, ``table``, ``show``."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return {
        ast.unparse(call).partition(".")[2]
        for call in calls
        if ast.unparse(call).partition(".")[0] in {"book", "charts"}
    }


@EVERY_NOTEBOOK
def test_the_sum_is_open_the_drawing_folded_the_rest_without_its_code(notebook):
    wrong = []
    for number, cell in enumerate(code(notebook)):
        tags, shows = set(cell.metadata.get("tags", [])), shown(cell.source)
        lines = [line for line in cell.source.splitlines() if line.strip() and not line.strip().startswith("#")]
        if "show" in shows:
            fine = tags == {"hide-input"}
        elif "table" in shows:
            fine = tags in ({"hide-input"}, {"remove-input"})
        elif shows or number == 0:
            fine = tags == {"remove-input"}
        else:
            fine = not tags and len(lines) <= SUM
        if not fine:
            wrong.append(f"{len(lines)} lines, tags {sorted(tags)}, shows {sorted(shows)}: {cell.source[:120]}")
    assert wrong == []


#: A sum's result is said in words: none of Python's own forms, no table as pandas prints it, no long tail of decimals.
PYTHONS_OWN = re.compile(
    r"Timestamp\(|\bnp\.|\bdtype\b|\barray\(|\bName: |\b(?:NaN|NaT|nan)\b|<NA>|\d\.\d{6,}|00:00:00|^[(\[{]['\"\d]"
)
#: A number below zero as Python prints it.
HYPHEN = re.compile(r"(?<![\w.,])-\d")


def told(output):
    """Return what an output shows a reader, and whether it was written for one."""
    data = output.get("data", {})
    written = output["output_type"] == "stream" or "text/html" in data or "text/markdown" in data
    text = output.get("text") or data.get("text/markdown") or data.get("text/html") or data.get("text/plain", "")
    page = BeautifulSoup(text, "lxml") if "text/html" in data else None
    for code in page.select("pre, code, svg, img") if page else []:
        code.decompose()
    return page.get_text(" ") if page else text, written and not (page and page.select(".dataframe"))


@EVERY_NOTEBOOK
def test_no_output_shows_the_forms_of_python(notebook):
    wrong = []
    for output in [output for cell in code(notebook) for output in cell.outputs]:
        text, written = told(output)
        # Code that a text quotes, links and equations are what they are.
        shown = re.sub(r"`[^`]*`|\]\([^)]*\)|\$[^$]*\$", "", text)
        found = PYTHONS_OWN.search(shown) or (output["output_type"] == "stream" and HYPHEN.search(shown))
        if found or not written:
            start = found.start() if found else 0
            wrong.append(shown[max(0, start - 40) : start + 60])
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "(Timestamp('1986-03-01 00:00:00'), np.float64(21.3))",
        "price_lp    -24.972731\ndtype: float64",
        "(28.6, 84.0)",
        "{'before 1980': 1.0}",
        "0.17991381549204014",
        "mean after 8 of 23 sales -3.0 %",
    ],
)
def test_the_forms_of_python_are_known(text):
    assert PYTHONS_OWN.search(text) or HYPHEN.search(text)


# --- one way to say it, one way to fold ----------------------------------------------------------

THEMES = [
    notebook for notebook in NOTEBOOKS if notebook.stem in {theme.chapter for theme in load_video().themes.values()}
]


@pytest.mark.parametrize("notebook", THEMES, ids=lambda path: path.stem)
def test_a_chapter_opens_with_one_answer_and_three_points(notebook):
    (opening,) = [
        output["data"]["text/markdown"]
        for cell in code(notebook)
        for output in cell.outputs
        if "The short answer" in output.get("data", {}).get("text/markdown", "")
    ]
    assert re.findall(r"^- \*\*(.*?)\*\*", opening, re.MULTILINE) == [
        "What it gets right.",
        "What is wrong.",
        "What happened since.",
    ]


@pytest.mark.parametrize("page", [*NOTEBOOKS, *PAGES], ids=lambda path: path.stem)
def test_there_is_one_kind_of_fold(page):
    assert "{dropdown}" not in page.read_text(encoding="utf-8")
