"""A chapter in JupyterLab, wherever it is started: every figure is seen, running all gives what is stored, a save spoils nothing.

Each takes half a minute: part of ``make accidents``.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from test_notebooks import given

from brink.report.execution import code_cells

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = "boj-taper"

pytestmark = pytest.mark.skipif("BRINK_ACCIDENTS" not in os.environ, reason="long: make accidents")


@pytest.fixture
def checkout(tmp_path) -> Path:
    ignored = shutil.ignore_patterns(".venv", "_build", ".git", "figures", "__pycache__", ".*_cache", ".hypothesis")
    return Path(shutil.copytree(ROOT, tmp_path / "checkout", ignore=ignored))


@pytest.fixture
def lab():
    """Start JupyterLab; give the address at which it answers."""
    started = []

    def start(root: Path, folder: Path, *arguments: str) -> str:
        command = [
            Path(sys.executable).parent / "jupyter",
            "lab",
            "--no-browser",
            "--port=0",
            "--allow-root",
            *arguments,
        ]
        options = ["--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"]
        # A copy runs its own code, not the one installed.
        variables = os.environ | {"PYTHONPATH": str(root)}
        running = subprocess.Popen([*command, *options], cwd=folder, env=variables, stderr=subprocess.PIPE, text=True)
        started.append(running)
        for line in running.stderr:
            if found := re.search(r"http://(?:localhost|127\.0\.0\.1):\d+/lab", line):
                return found[0]
        raise AssertionError("JupyterLab did not start")

    yield start
    for running in started:
        running.terminate()
        running.wait()


@pytest.mark.parametrize(
    ("below", "argument", "path"),
    [("", "", f"chapters/{CHAPTER}.ipynb"), ("chapters", "", f"{CHAPTER}.ipynb"), ("", "chapters", f"{CHAPTER}.ipynb")],
    ids=["at the root", "in chapters", "jupyter lab chapters"],
)
def test_a_chapter_is_seen_rerun_and_saved(chromium, lab, checkout, below, argument, path):
    file = checkout / "chapters" / f"{CHAPTER}.ipynb"
    stored = nbformat.read(file, 4)
    address = lab(checkout, checkout / below, *[argument] * bool(argument))
    tab = chromium.new_page(viewport={"width": 1400, "height": 20000})
    tab.goto(f"{address}/tree/{path}?reset")
    seen = "() => [...document.querySelectorAll('img.brink-drawing')].map(image => image.complete && image.naturalWidth > 0)"
    drawn = sum("brink-drawing" in str(cell.outputs) for cell in code_cells(stored))
    tab.wait_for_function(f"document.querySelectorAll('img.brink-drawing').length === {drawn}", timeout=60_000)
    assert tab.evaluate(seen) == [True] * drawn
    tab.get_by_text("Edit", exact=True).first.click()
    tab.get_by_text("Clear Outputs of All Cells").click()
    tab.wait_for_function("document.querySelectorAll('img.brink-drawing').length === 0")
    tab.get_by_text("Run", exact=True).first.click()
    tab.get_by_text("Restart Kernel and Run All Cells…").click()
    tab.locator(".jp-Dialog .jp-mod-accept").click()
    waiting = "[...document.querySelectorAll('.jp-InputPrompt')].some(prompt => prompt.textContent === '[*]:')"
    done = f"document.querySelectorAll('img.brink-drawing').length === {drawn} && !({waiting})"
    tab.wait_for_function(done, timeout=300_000)
    tab.wait_for_timeout(1000)
    assert tab.evaluate(seen) == [True] * drawn
    tab.keyboard.press("Control+s")
    tab.wait_for_timeout(2000)
    saved = nbformat.read(file, 4)
    assert [given(cell.outputs) for cell in code_cells(saved)] == [given(cell.outputs) for cell in code_cells(stored)]
    assert set(saved.metadata) <= {"kernelspec", "language_info"}
    tab.close()
