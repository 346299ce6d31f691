"""How chapters are executed: side by side, cut off from the machine's own settings, and never twice for the same.

What a page's cells give rests on their code, the data, the speech, our code, Python, the packages and the day of the
record, and on nothing else. Outputs are kept under a digest of all that (:class:`Outputs`), so a change of prose executes
nothing and a change of anything beneath executes everything. ``python -m brink.report.execution NOTEBOOK ...`` executes
notebooks where they lie and stores their outputs in them, and nothing that belongs to one machine.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

import brink
from brink.record.package import DATA, DESCRIPTOR, FOREIGN, load_package
from brink.report.kernels import ForkingManager

PACKAGE = Path(brink.__file__).parent
VIDEO = DATA.with_name(DATA.name.replace("data", "video"))
#: Seconds a cell may take, on the slowest machine.
TIMEOUT = 600
#: Variables through which a person's own settings reach Python, Jupyter, IPython or Matplotlib.
PERSONAL = (
    "JUPYTER",
    "IPYTHON",
    "MPL",
    "MATPLOTLIBRC",
    "PYTHONSTARTUP",
    "PYTHONWARNINGS",
    "PYTHONBREAKPOINT",
    "PYTHONDEVMODE",
)


@cache
def home() -> Path:
    """Return the folder for what tools keep between runs: in the environment, or where that can't be written a new one."""
    place = Path(sys.prefix) / "var" / "brink"
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / "matplotlibrc").write_text("", encoding="utf-8")
    except OSError:
        place = Path(tempfile.mkdtemp(prefix="brink-"))
        (place / "matplotlibrc").write_text("", encoding="utf-8")
    return place


def isolate() -> None:
    """Give this process and all it starts settings of the project's own: the libraries' defaults."""
    for name in [name for name in os.environ if name.startswith(PERSONAL)]:
        del os.environ[name]
    if assumptions := os.environ.get("BRINK_ASSUMPTIONS"):
        os.environ["BRINK_ASSUMPTIONS"] = str(Path(assumptions).resolve())  # kernels run where their chapter lies
    os.environ |= {
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_CONFIG_DIR": str(home() / "jupyter"),
        "JUPYTER_DATA_DIR": str(home() / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(home() / "runtime"),
        "IPYTHONDIR": str(home() / "ipython"),
        "MPLCONFIGDIR": str(home() / "matplotlib"),
        "MATPLOTLIBRC": str(home() / "matplotlibrc"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        # As many kernels as cores run at once: their sums are too small to gain from threads of their own.
        "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
    }


def digest_of(files: Iterable[Path], root: Path) -> str:
    """Return a digest of files: their names below ``root`` and what is in them."""
    digest = sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(root).as_posix()}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def ours(folder: Path) -> list[Path]:
    """Return the files of a folder, without what editors, file managers and Python leave there."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return [path for path in files if not FOREIGN.search(path.relative_to(folder).as_posix())]


def tables(data: Path = DATA) -> list[Path]:
    """Return the descriptor and the tables it describes, wherever it says they lie."""
    return [data / DESCRIPTOR, *(data / table["path"] for table in load_package(data)["resources"])]


def fingerprint() -> str:
    """Return a digest of all that outputs rest on besides the cells themselves."""
    digest = sha256(f"{sys.version}\n{os.environ.get('BRINK_AS_OF', '')}\n".encode())
    if assumptions := os.environ.get("BRINK_ASSUMPTIONS"):
        digest.update(Path(assumptions).read_bytes() if Path(assumptions).is_file() else assumptions.encode())
    for files, root in ((tables(), DATA), (ours(VIDEO), VIDEO), (ours(PACKAGE), PACKAGE)):
        digest.update(f"{digest_of(files, root)}\n".encode())
    # Folders named after package and version; to read these from their metadata takes longer than all the rest.
    for package in sorted({path.name for entry in sys.path for path in Path(entry).glob("*.dist-info")}):
        digest.update(f"{package}\n".encode())
    return digest.hexdigest()


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the cells that are executed."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]


def execute(notebook: NotebookNode, folder: Path, files: Path) -> None:
    """Execute a notebook in place, in a kernel of its own; raises nbclient's error where a cell fails.

    What it saves besides (drawings, their data) goes to ``files``.
    """
    NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        kernel_manager_class=ForkingManager,
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    ).execute(env=os.environ | {"BRINK_FIGURES": str(files)})


class Outputs:
    """What was computed for pages, kept in folders under a digest of all that it rests on.

    A folder holds ``outputs.json``, the outputs of a page's cells, and in ``files/`` what its cells saved.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.rests_on = fingerprint()
        self.pool = ThreadPoolExecutor((os.cpu_count() or 1) + 1)

    def key(self, name: str, *parts: Any) -> str:
        """Return the name of the folder for what rests on ``parts`` besides the fingerprint."""
        return sha256(json.dumps([self.rests_on, name, *parts], sort_keys=True).encode()).hexdigest()

    def page_key(self, page: str, notebook: NotebookNode) -> str:
        """Return the name of the folder of a page: other code, or other tags, make another."""
        return self.key(page, [(cell.source, cell.metadata) for cell in code_cells(notebook)])

    def kept(self, key: str, make: Callable[[Path], None]) -> bool:
        """Have a folder made where it is not kept; returns whether it was made.

        ``make`` fills a draft that gets its name when it is done, so that no folder is ever half full.
        """
        place = self.folder / key
        if place.is_dir():
            return False
        draft = place.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        make(draft)
        draft.replace(place)
        return True

    def fill(self, page: str, notebook: NotebookNode, folder: Path) -> bool:
        """Put its outputs into a notebook: those kept, else by executing it; returns whether it was executed."""
        cells = code_cells(notebook)
        if not cells:
            return False

        def make(draft: Path) -> None:
            execute(notebook, folder, draft / "files")
            made = {"language": notebook.metadata["language_info"], "outputs": [cell.outputs for cell in cells]}
            (draft / "outputs.json").write_text(json.dumps(made), encoding="utf-8")

        key = self.page_key(page, notebook)
        if self.kept(key, make):
            return True
        found = json.loads((self.folder / key / "outputs.json").read_text(encoding="utf-8"))
        notebook.metadata["language_info"] = nbformat.from_dict(found["language"])
        for count, (cell, outputs) in enumerate(zip(cells, found["outputs"], strict=True), start=1):
            cell.outputs, cell.execution_count = nbformat.from_dict(outputs), count
        return False

    def files(self, keys: Iterable[str]) -> list[Path]:
        """Return what the cells of some pages have saved."""
        return [file for key in keys for file in (self.folder / key / "files").glob("*")]

    def forget(self, keep: Iterable[str]) -> None:
        """Remove all folders but those named ``keep``."""
        for folder in set(self.folder.glob("*")) - {self.folder / key for key in keep}:
            shutil.rmtree(folder)


def store(path: Path, notebook: NotebookNode) -> None:
    """Write an executed notebook without what belongs to one machine or one run."""
    notebook.metadata = nbformat.from_dict({"kernelspec": notebook.metadata["kernelspec"]})
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({key: value for key, value in cell.metadata.items() if key == "tags"})
    nbformat.write(notebook, path)


def main(paths: list[str]) -> int:
    """Execute notebooks where they lie; returns the exit code."""
    isolate()
    root = PACKAGE.parent
    outputs = Outputs(root / "_build" / "outputs")
    notebooks = {path: nbformat.read(path, 4) for path in map(Path, paths)}
    running = {
        path: outputs.pool.submit(
            outputs.fill, path.resolve().relative_to(root).with_suffix("").as_posix(), notebook, path.parent
        )
        for path, notebook in notebooks.items()
    }
    failed = 0
    for path, filled in running.items():
        if error := filled.exception():
            print(f"{path}: {error}", file=sys.stderr)
            failed = 1
        else:
            store(path, notebooks[path])
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
