"""The chapters as committed: executed in order, strict enough for nbval, and no number typed into prose."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
import yaml

from brink.argument.inventory import load_claims
from brink.report.execution import code_cells
from brink.report.whole import Mark

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
PAGES = [ROOT / "index.md", *sorted((ROOT / "chapters").glob("*.md"))]


def cells(path, kind):
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == kind and cell.source.strip()]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_every_chapter_is_in_the_table_of_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    listed = {chapter["file"] for part in toc["parts"] for chapter in part["chapters"]}
    written = {path.relative_to(ROOT).with_suffix("").as_posix() for path in [*NOTEBOOKS, *PAGES[1:]]}
    assert listed == written


def executed_in_order(code):
    """Return whether cells were executed one after another from 1: nbval compares nothing where one was not."""
    return [cell.execution_count for cell in code] == list(range(1, len(code) + 1))


def test_executed_top_to_bottom_in_a_fresh_kernel(notebook):
    assert executed_in_order(cells(notebook, "code")), "run: make notebooks"


def test_no_error_no_warning_no_ignored_cell(notebook):
    for cell in cells(notebook, "code"):
        assert not any(out.output_type == "error" or out.get("name") == "stderr" for out in cell.outputs), cell.source
        assert "NBVAL" not in cell.source and not {"nbval-ignore-output", "nbval-skip"} & set(
            cell.metadata.get("tags", [])
        )


def test_stored_outputs_carry_nothing_of_the_machine(notebook):
    text = notebook.read_text(encoding="utf-8")
    assert "0x7f" not in text and "/home/" not in text and "/tmp/" not in text and "\\\\Users\\\\" not in text
    # JupyterLab adds the second when it saves.
    assert set(nbformat.read(notebook, 4).metadata) <= {"kernelspec", "language_info"}, "run: make notebooks"


def test_a_figure_is_in_its_output_wherever_the_notebook_is_opened(notebook):
    pictures = re.findall(r'<img [^>]*?src=\\?"([^"\\]{0,40})', notebook.read_text(encoding="utf-8"))
    assert [picture for picture in pictures if not picture.startswith("data:image/")] == []


def given(outputs):
    """Return what a cell gave, without what says how: counts of executions, joins of a stream."""
    told = []
    for output in outputs:
        kind, name = output["output_type"], output.get("name")
        if kind == "stream" and told and told[-1][:2] == (kind, name):
            told[-1] = (kind, name, told[-1][2] + output["text"])
        else:
            told.append((kind, name, output.get("text") or output.get("data") or output.get("ename")))
    return told


@pytest.fixture(scope="module")
def mark():
    return Mark.read(ROOT / "_build" / "html")


def test_stored_outputs_are_what_the_build_computed(notebook, mark):
    """One execution, two uses: to the last character, drawings included. (nbval does the same: make nbval.)"""
    key = mark.outputs.get(f"chapters/{notebook.stem}")
    assert key, "run: make book"
    computed = json.loads((ROOT / "_build" / "outputs" / key / "outputs.json").read_text(encoding="utf-8"))["outputs"]
    stored = code_cells(nbformat.read(notebook, 4))
    differing = [
        cell.source[:120]
        for cell, outputs in zip(stored, computed, strict=True)
        if given(cell.outputs) != given(outputs)
    ]
    assert differing == [], "run: make notebooks"


def test_a_chapter_knows_no_path_and_no_network(notebook):
    for cell in cells(notebook, "code"):
        for node in ast.walk(ast.parse(cell.source)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.ImportFrom):
                names.append(node.module)
            assert not {"os", "pathlib", "requests", "urllib", "brink.refresh.sources", "brink.refresh.command"} & set(
                names
            ), cell.source
            if isinstance(node, ast.Attribute) and ast.unparse(node) != "Ledger.open":
                assert node.attr not in {"read_csv", "read_excel", "read_json", "open"}, cell.source


def test_every_card_is_shown_once(notebook):
    ids = re.findall(r'<article class=\\"brink-card[^>]*? id=\\"([a-z]+-\d+)\\"', notebook.read_text(encoding="utf-8"))
    if ids:
        assert ids == [claim.id for claim in load_claims() if claim.theme == ids[0].split("-")[0]]


# --- no number typed into prose ----------------------------------------------------------------

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
EXEMPT = re.compile(
    "|".join(
        [
            r"`[^`]*`",  # code
            r"\$\$.*?\$\$|\$[^$]*\$",  # equations
            r"\{(?:cite|ref|numref|doc|term)[^}]*\}`[^`]*`",  # citations and references
            r"\]\([^)]*\)|<https?://[^>]*>|<[^>]+>",  # targets of links, HTML tags
            r"[\"“][^\"“”]{1,120}[\"”]",  # quotes
            rf"\b\d{{1,2}}(?:(?: to |–| and |, )\d{{1,2}})? {MONTH}\b(?: \d{{4}})?",  # dates
            rf"\b{MONTH} \d{{1,2}}(?:, \d{{4}})?\b",
            r"\b(?:FY ?)?(?:19|20)\d{2}(?:[-–/](?:(?:19|20)?\d{2}))?(?:Q[1-4]|s)?\b",  # years, quarters, spans
            r"\bQ[1-4]\b|\bH[12]\b",
            rf"\b(?:{'|'.join(sorted({claim.theme for claim in load_claims()}))})-\d+\b",  # ids of claims
            r"\b\d+(?:-, \d+)*(?:-(?: and \d+-)?(?: to \d+-)?)(?:year|month|day|quarter)s?\b",  # names of tenors, windows
            r"\b(?:G7|G20|H\.15|H\.4\.1|H\.10|CPI-U|Section \d+|section \d+|chapter \d+|AR\(1\)|R2|M2|Article \d+)\b",
            r"\b\d+(?:st|nd|rd|th)\b",
            r"\b9[05] % (?:bands?|intervals?)",  # conventional levels
            r"\bCC BY 4\.0\b",
            r"− 1(?= =)",  # a ratio less one
            r"^\s*\d+\. ",  # numbers of a list
            r"\d+月\d+日|\d+年(?:物|債|間|後|分)",  # dates, tenors and windows in Japanese
        ]
    ),
    re.DOTALL | re.MULTILINE,
)


def typed_numbers(text):
    """Return the numbers a writer typed into ``text``, exempt ones left out."""
    return re.findall(r"\d[\d.,]*", EXEMPT.sub(" ", text))


def computed_prose(source):
    """Yield the fixed text of every string that a code cell hands to the reader."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        spoken = [argument for argument in node.args[:1] if name == "prose"]
        spoken += [keyword.value for keyword in node.keywords if keyword.arg in {"caption", "alt"}]
        for value in spoken:
            parts = value.values if isinstance(value, ast.JoinedStr) else [value]
            # A computed value stands between two fixed parts as a letter, so that "{x}-year" is no digit.
            yield "".join(
                p.value if isinstance(p, ast.Constant) else "x" for p in parts if not isinstance(p, ast.BinOp)
            )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Debt is 236.7 % of GDP.", ["236.7"]),
        ("It fell by 1,130 in a year.", ["1,130"]),
        ('The video says "over 260% of GDP" on 10 June 2025.', []),
        ("The 30-year sale of 12 June 2025 and the 20- and 30-year bonds", []),
        ("Between 2012 and 2026Q1, in FY2025, in the G7; see auctions-3 and `x = 3`.", []),
        ("$$\\tfrac{1}{3} x$$ and $x_{12}$", []),
        ("See [the page](https://example.org/2) and {cite}`fisher1921`.", []),
        ("1. First\n2. Second with 5 things", ["5"]),
        ("on 8 and 21 May 2025, 5 sales", ["5"]),
        ("6月12日の30年債、10年間で5%", ["5"]),
    ],
)
def test_the_guard_itself(text, found):
    assert [number.rstrip(".,") for number in typed_numbers(text)] == found


def test_numbers_in_prose_come_from_the_computation(notebook):
    typed = [(cell.source, typed_numbers(cell.source)) for cell in cells(notebook, "markdown")]
    for cell in cells(notebook, "code"):
        typed += [(text, typed_numbers(text)) for text in computed_prose(cell.source)]
    assert [f"{numbers} in: {text.strip()[:200]}" for text, numbers in typed if numbers] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_numbers_on_pages_come_from_the_computation(page):
    text = re.sub(r"^---\n.*?\n---\n", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    code = re.findall(r"^```\{code-cell\}.*?\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    assert typed_numbers(text) == []
    for cell in code:
        source = "\n".join(line for line in cell.splitlines() if not line.startswith(":"))
        assert [numbers for spoken in computed_prose(source) if (numbers := typed_numbers(spoken))] == []
