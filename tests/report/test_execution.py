"""Chapters are executed in kernels forked from one process: real kernels, each as clean as the first."""

import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from brink.report import execution, kernels

SULLY = """
import os, random, sys
import matplotlib, numpy as np, pandas as pd
from brink import words
pd.DataFrame.sum = pd.read_csv = words.number = None
matplotlib.rcParams["lines.linewidth"] = 9
os.chdir("/")
os.environ["SULLIED"] = "yes"
np.random.seed(0), random.seed(0)
sys.path.insert(0, "/nowhere")
sullied = True
"""
LOOK = """
import os, sys
import matplotlib, pandas as pd
from brink import words
print(pd.DataFrame.sum is None, pd.read_csv is None, words.number is None, matplotlib.rcParams["lines.linewidth"],
      os.environ.get("SULLIED"), "/nowhere" in sys.path, "sullied" in globals(), os.getcwd())
"""


def notebook(*cells: str):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])


def run(tmp_path: Path, *cells: str) -> str:
    made = notebook(*cells)
    execution.execute(made, tmp_path, tmp_path / "files")
    return made.cells[-1].outputs[-1]["text"].strip() if made.cells[-1].outputs else ""


@pytest.mark.parametrize("forked", [True, False], ids=["forked", "plain"])
def test_nothing_leaks_from_one_chapter_to_the_next(tmp_path, monkeypatch, forked):
    if not forked:
        monkeypatch.setattr(kernels, "_server", lambda: None)
    clean = f"False False False 1.5 None False False {tmp_path}"
    run(tmp_path, SULLY)
    assert run(tmp_path, LOOK) == clean
    draws = [run(tmp_path, "import random, numpy; print(random.random(), numpy.random.random())") for _ in range(2)]
    assert draws[0] != draws[1], "seeded alike"


def test_a_kernel_ends_with_the_build_and_says_nothing(tmp_path):
    """Killed outright, a build leaves no kernel behind."""
    program = """
import sys
from pathlib import Path
import nbformat
from brink.report.execution import execute, isolate
isolate()
cell = nbformat.v4.new_code_cell("import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)")
execute(nbformat.v4.new_notebook(cells=[cell]), Path(sys.argv[1]), Path(sys.argv[1]))
"""
    with (tmp_path / "said").open("w") as said:
        build = subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=said, stderr=said)
        until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
        build.kill()
        build.wait()
    kernel = Path("/proc") / (tmp_path / "pid").read_text()
    until(lambda: not kernel.exists())
    assert (tmp_path / "said").read_text() == ""


def until(happened, seconds: float = 60):
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_chapter_that_fails_or_kills_its_kernel_hurts_no_other(tmp_path):
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run(tmp_path, "1 / 0")
    with pytest.raises(Exception, match="died"):
        run(tmp_path, "import os; os._exit(3)")
    assert run(tmp_path, "print(1 + 1)") == "2"


def test_what_a_cell_prints_is_one_output_however_long_it_takes(tmp_path):
    """A busy machine hands it over in pieces; stored so, the notebook would be another one."""
    made = notebook("import time\nfor word in 'abc':\n    print(word, flush=True)\n    time.sleep(0.5)")
    execution.execute(made, tmp_path, tmp_path / "files")
    assert [output["text"] for output in made.cells[0].outputs] == ["a\nb\nc\n"]


def test_a_cell_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(execution, "TIMEOUT", 1)
    with pytest.raises(CellTimeoutError):
        run(tmp_path, "import time; time.sleep(60)")


def test_outputs_are_kept_whole_or_not_at_all(tmp_path):
    outputs = execution.Outputs(tmp_path / "outputs")
    page = notebook("import os; open(os.path.join(os.environ['BRINK_FIGURES'], 'x.csv'), 'w')", "print(6 * 7)")
    (tmp_path / "outputs").mkdir()
    draft = outputs.folder / f"{outputs.page_key('page', page)}.draft"
    draft.mkdir()
    (draft / "outputs.json").write_text("{half")
    page.cells[0].source = "import os; os.mkdir(os.environ['BRINK_FIGURES'])\n" + page.cells[0].source
    assert outputs.fill("page", page, tmp_path)
    again = notebook(*(cell.source for cell in page.cells))
    assert not outputs.fill("page", again, tmp_path)
    assert again.cells[1].outputs == page.cells[1].outputs and again.cells[1].execution_count == 2
    key = outputs.page_key("page", again)
    assert [file.name for file in outputs.files([key])] == ["x.csv"]
    outputs.forget(keep=[])
    assert list(outputs.folder.iterdir()) == []


def test_a_page_executed_is_stored_without_what_belongs_to_one_machine(tmp_path):
    path = tmp_path / "page.ipynb"
    made = notebook("print(1)")
    made.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}, "mine": 1}
    made.cells[0].metadata = nbformat.from_dict({"tags": ["hide-input"], "execution": {"iopub.status.busy": "now"}})
    execution.store(path, made)
    stored = nbformat.read(path, 4)
    assert (set(stored.metadata), stored.cells[0].metadata) == ({"kernelspec"}, {"tags": ["hide-input"]})


def test_another_version_of_a_package_is_another_ground(tmp_path, monkeypatch):
    (tmp_path / "mine-1.0.dist-info").mkdir()
    without = execution.fingerprint()
    monkeypatch.syspath_prepend(tmp_path)
    with_it = execution.fingerprint()
    (tmp_path / "mine-1.0.dist-info").rename(tmp_path / "mine-1.1.dist-info")
    assert len({without, with_it, execution.fingerprint()}) == 3
