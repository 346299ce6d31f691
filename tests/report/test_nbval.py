"""The check of the notebooks can't sleep: it fails when a stored number, a figure of the record or an execution is not what it was."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import pytest
from test_notebooks import NOTEBOOKS, cells, executed_in_order

ROOT = Path(__file__).resolve().parents[2]

#: Chapter -> a file of data/, a figure its first paragraph rests on, and the same changed.
CHANGES = {
    "auction-participation": ("us_auctions.csv", "true,,4.844,4.8,2.43", "true,,4.844,4.8,2.33"),
    "auto-tariffs": (
        "carmaker_facts.csv",
        "operating profit in North America,2025-11-30,,-134.1",
        "operating profit in North America,2025-11-30,,-135.1",
    ),
    "boj-taper": ("boj_accounts.csv", "2025-05-01,733.604,580.733", "2025-05-01,733.604,580.533"),
    "data-appendix": ("datapackage.json", '"class": "single source"', '"class": "transcribed"'),
    "dollar-adjustment": ("dollar_documents.csv", "rise to be undone,real,40,40", "rise to be undone,real,39,39"),
    "growth-prices-yen": (
        "japan_gdp_levels.csv",
        "2025Q2,real_gdp,2026-08-10,592943.3",
        "2025Q2,real_gdp,2026-08-10,595943.3",
    ),
    "jgb-debt": ("weo_g7.csv", "JPN,2025,2025-04-22,2023,234.858", "JPN,2025,2025-04-22,2023,264.858"),
    "us-budget": ("us_fiscal_estimates.csv", "Congressional Budget Office,2416", "Congressional Budget Office,2516"),
    "verdicts": ("weo_g7.csv", "JPN,2025,2025-04-22,2023,234.858", "JPN,2025,2025-04-22,2023,264.858"),
}


def of(chapter: str):
    """Return one chapter for every run, and all of them for the long one: each costs a kernel, and test_notebooks.py compares
    all outputs anyway.
    """
    everything = pytest.param([path.stem for path in NOTEBOOKS], id="all", marks=pytest.mark.long)
    return [pytest.param([chapter], id=chapter), everything]


def check(folder: Path, package: Path) -> dict[str, list[str]]:
    """Hold the notebooks of ``folder`` against what they compute with ``package``; return what nbval says of each cell."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--nbval",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            f"--rootdir={folder}",
            "-o",
            "junit_family=xunit1",
            f"--junitxml={folder / 'report.xml'}",
            folder,
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(package)},
        capture_output=True,
        check=False,
    )
    said = {}
    for case in ET.parse(folder / "report.xml").getroot().iter("testcase"):
        failure = case.find("failure")
        said.setdefault(Path(case.get("file")).stem, []).append("" if failure is None else failure.text)
    return said


def opening(path: Path) -> list[nbformat.NotebookNode]:
    """Return the cells of code of a chapter up to the first that prints a paragraph: its short answer."""
    code = cells(path, "code")
    printed = (n for n, cell in enumerate(code) if any("text/markdown" in out.get("data", {}) for out in cell.outputs))
    return code[: next(printed) + 1]


@pytest.fixture(scope="module", params=of("boj-taper"))
def tampered(request, tmp_path_factory):
    """The opening of chapters as stored, then its paragraph once more with the last digit changed."""
    folder = tmp_path_factory.mktemp("tampered")
    for path in (ROOT / "chapters" / f"{chapter}.ipynb" for chapter in request.param):
        notebook = nbformat.read(path, 4)
        notebook.cells, again = opening(path), opening(path)[-1]
        again.update(id="again", execution_count=len(notebook.cells) + 1)
        (output,) = (output for output in again.outputs if "text/markdown" in output.data)
        output.data["text/markdown"] = re.sub(
            r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), output.data["text/markdown"]
        )
        notebook.cells.append(again)
        nbformat.write(notebook, folder / path.name)
    return check(folder, ROOT)


@pytest.fixture(scope="module", params=of("us-budget"))
def changed(request, tmp_path_factory):
    """The opening of chapters as stored, and a record in which one figure a chapter has changed."""
    folder = tmp_path_factory.mktemp("changed")
    for part in ("brink", "data", "video"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file, old, new in set(CHANGES.values()):
        text = (folder / "data" / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}: name another figure"
        (folder / "data" / file).write_text(text.replace(old, new), encoding="utf-8")
    (folder / "chapters").mkdir()
    for path in (ROOT / "chapters" / f"{chapter}.ipynb" for chapter in request.param if chapter in CHANGES):
        notebook = nbformat.read(path, 4)
        notebook.cells = opening(path)
        nbformat.write(notebook, folder / "chapters" / path.name)
    return check(folder / "chapters", folder)


def test_a_stored_number_that_was_tampered_with_is_noticed(tampered):
    for chapter, (*as_stored, again) in tampered.items():
        assert set(as_stored) == {""}, chapter
        assert "Cell outputs differ" in again, chapter


def test_a_changed_figure_of_the_record_is_noticed(changed):
    assert [chapter for chapter, told in changed.items() if "Cell outputs differ" not in told[-1]] == []


@pytest.mark.parametrize("chapter", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_cell_that_was_not_executed_is_noticed(chapter):
    """nbval compares nothing there, so tests/test_notebooks.py looks at the counts of executions."""
    code = cells(chapter, "code")
    assert executed_in_order(code)
    code[-1].execution_count = None
    assert not executed_in_order(code)
