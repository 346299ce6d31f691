"""A whole book built elsewhere: on another day, or from another record. What is wrong with its pages?"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from bs4 import BeautifulSoup

from tests.report.test_figures import untrue

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
        for code in article.select("pre, code, script, style"):
            code.decompose()
        found += [f"{page}: {text.strip()[:160]}" for text in article.find_all(string=UNFILLED)]
        found += [f"{page}: a heading without a word beneath it: {text}" for text in empty_headings(article)]
    return found + [fault for chapter in chapters(folder) for fault in untrue(chapter, site)]


def empty_headings(article) -> list[str]:
    """Return the headings of sections that hold nothing else."""
    return [
        heading.get_text()
        for section in article.find_all("section")
        for heading in [section.find(re.compile("^h[1-6]$"), recursive=False)]
        if heading and len(section.find_all(True, recursive=False)) < 2
    ]
