"""A book of another day, or of another record: the whole of it built elsewhere, or single pages. What is wrong with them?"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import yaml
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from brink.report.execution import code_cells, execute
from tests.report.test_figures import outputs_of, untrue

ROOT = Path(__file__).resolve().parent.parent
#: What no reader may meet on a page.
UNFILLED = re.compile(
    r"\{[a-z_.]*(?::[^}]*)?\}|\b(?:nan|NaN|NaT)\b|\bNone (?:%|to|billion|trillion)|[a-z] None\b(?![.,])"
)


def copy_project(folder: Path) -> Path:
    """Copy what makes the book, and its tests, without anything that was built."""
    ignored = shutil.ignore_patterns(".*", "_build", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, folder, ignore=ignored, dirs_exist_ok=True)
    return folder


def build(folder: Path, **settings: str) -> Path:
    """Build a copy as ``make book`` does and return its site; fails with what was printed."""
    command = [str(Path(sys.executable).parent / "jupyter-book"), "build", ".", "-W", "-n", "--keep-going"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("BRINK")}
    done = subprocess.run(
        command, cwd=folder, env=plain | {"PYTHONPATH": str(folder)} | settings, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return folder / "_build" / "html"


def chapters(folder: Path) -> list[str]:
    """Return the names of the chapters with notebooks."""
    return sorted(path.stem for path in (folder / "chapters").glob("*.ipynb"))


def faults(site: Path) -> list[str]:
    """Return what is wrong with a built book: an unfilled place, an empty figure, a text its figure does not bear out."""
    folder = site.parent.parent
    toc = yaml.safe_load((folder / "_toc.yml").read_text(encoding="utf-8"))
    pages = [toc["root"], *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"])]
    found = []
    for page in pages:
        if page.endswith("api"):  # it speaks of None and NaN
            continue
        article = BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "lxml").article
        found += [f"{page}: {text}" for text in unfilled(article)]
        found += [f"{page}: a heading without a word beneath it: {text}" for text in empty_headings(article)]
    figures = site / "_static" / "figures"
    return found + [
        fault for chapter in chapters(folder) for fault in untrue(outputs_of(f"chapters/{chapter}", site), figures)
    ]


def unfilled(article) -> list[str]:
    """Return the texts of some HTML that hold a place nothing filled, outside of code, which is dropped."""
    for code in article.select("pre, code, script, style"):
        code.decompose()
    return [text.strip()[:160] for text in article.find_all(string=UNFILLED)]


def read_page(path: Path) -> NotebookNode:
    """Return a page as a notebook of its code: a chapter, or a page in Markdown."""
    if path.suffix == ".ipynb":
        return nbformat.read(path, 4)
    cells = re.findall(r"^```\{code-cell\}.*?\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    sources = ["\n".join(line for line in cell.splitlines() if not line.startswith(":")) for cell in cells]
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )


def faults_of_page(path: Path, files: Path) -> list[str]:
    """Execute one page without the site around it, its drawings in ``files``, and return what is wrong with its outputs."""
    page = read_page(path)
    execute(page, path.parent, files)
    cells = [cell.outputs for cell in code_cells(page)]
    given = [output.get("data", {}) for outputs in cells for output in outputs]
    found = [text for data in given for text in unfilled(BeautifulSoup(data.get("text/html", ""), "lxml"))]
    prose = [
        re.sub(r"\{[a-z]+\}(?=`)", "", data.get("text/markdown", "")) for data in given
    ]  # without the names of roles
    found += [
        text[max(0, place.start() - 80) : place.end() + 80] for text in prose for place in UNFILLED.finditer(text)
    ]
    return [f"{path.stem}: {fault}" for fault in found + untrue(cells, files)]


def empty_headings(article) -> list[str]:
    """Return the headings of sections that hold nothing else."""
    return [
        heading.get_text()
        for section in article.find_all("section")
        for heading in [section.find(re.compile("^h[1-6]$"), recursive=False)]
        if heading and len(section.find_all(True, recursive=False)) < 2
    ]
