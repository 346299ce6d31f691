"""How long things take, and how that grows: make bench. Writes docs/bench.md and docs/growth.svg; takes about ten minutes.

Everything runs in a copy of the project, with the environment at hand. "Serial" is the plain way: jupyter-book with
execute_notebooks: force, nbval in one process. Rounds alternate, and the best of each counts: what is above it is the machine's
other work.
"""

import csv
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pandas as pd
from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROUNDS = 3


def run(folder: Path, *command: str | Path) -> float:
    """Run a command in ``folder`` and return the seconds it took; a failure ends the benchmark with what was printed."""
    start = perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False
    )
    seconds = perf_counter() - start
    if done.returncode:
        sys.exit(f"{command} failed:\n{done.stdout}{done.stderr}")
    return seconds


def make_book(folder: Path) -> float:
    return run(folder, "make", "--silent", "--old-file=.venv/.ready", "book", f"BIN={BIN}")


def clean(folder: Path) -> None:
    for path in ("_build", "_static/figures"):
        shutil.rmtree(folder / path, ignore_errors=True)


def project(folder: Path) -> Path:
    ignore = shutil.ignore_patterns(".venv", "_build", ".git", "figures", "__pycache__", ".*_cache", ".hypothesis")
    return Path(shutil.copytree(ROOT, folder, ignore=ignore))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def steps(folder: Path) -> dict[str, Callable[[], float]]:
    """Return each thing to time, by name."""
    config = folder / "_config.yml"
    chapter = folder / "chapters" / "boj-taper.ipynb"
    nbval = (BIN / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "chapters")

    def serial() -> float:
        clean(folder)
        edit(config, "execute_notebooks: cache", "execute_notebooks: force")
        seconds = run(folder, BIN / "jupyter-book", "build", ".")
        edit(config, "execute_notebooks: force", "execute_notebooks: cache")
        return seconds

    def cold() -> float:
        clean(folder)
        return make_book(folder)

    def prose() -> float:
        edit(chapter, "What the video says", "What the video says.")
        return make_book(folder)

    return {
        "book, serial": serial,
        "book, `make book`": cold,
        "book again, prose of one chapter changed": prose,
        "nbval, serial": lambda: run(folder, *nbval),
        "nbval, one process a core": lambda: run(folder, *nbval, "-n", str(os.cpu_count()), "--dist", "loadscope"),
        "ledger, all claims at both dates": lambda: run(folder, BIN / "python", "-m", "brink", "ledger", "--json"),
        "`import brink`": lambda: run(folder, BIN / "python", "-c", "import brink"),
        "`import brink.report.cards, brink.report.charts`": lambda: run(
            folder, BIN / "python", "-c", "import brink.report.cards, brink.report.charts"
        ),
        "Python alone": lambda: run(folder, BIN / "python", "-c", ""),
    }


def growth_of_the_book(folder: Path) -> pd.DataFrame:
    """Seconds of a cold build with each theme chapter once, twice and four times."""
    toc = folder / "_toc.yml"
    chapters = [line for line in toc.read_text().splitlines() if "chapters/" in line][:7]
    names = [line.split("chapters/")[1] for line in chapters]
    rows = []
    for times in (1, 2, 4):
        for copy in range(times // 2, times) if times > 1 else ():
            for name in names:
                shutil.copy(folder / "chapters" / f"{name}.ipynb", folder / "chapters" / f"{name}-{copy}.ipynb")
                edit(toc, f"chapters/{name}\n", f"chapters/{name}\n      - file: chapters/{name}-{copy}\n")
        clean(folder)
        rows.append((times * len(names), make_book(folder)))
    return pd.DataFrame(rows, columns=["theme chapters", "seconds"])


def growth_of_the_record(folder: Path) -> pd.DataFrame:
    """Seconds of all auction claims at both dates, whole process, with the sales of us_auctions once to ten times."""
    path = folder / "data" / "us_auctions.csv"
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    out = []
    for times in (1, 2, 5, 10):
        # The same sale again on the next days: the key stays unique, since no tenor is sold twice in so short a time.
        copies = [
            [str(date.fromisoformat(sold) + timedelta(days=days)), *rest]
            for sold, *rest in rows
            for days in range(times)
        ]
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [header, *sorted(copies, key=lambda row: (row[0], int(row[1])))]
            )
        command = (BIN / "python", "-m", "brink", "ledger", "--theme", "auctions")
        out.append((times * len(rows), min(run(folder, *command) for _ in range(ROUNDS))))
    return pd.DataFrame(out, columns=["rows", "seconds"])


def draw(book: pd.DataFrame, record: pd.DataFrame, path: Path) -> None:
    """Two small panels from zero; the dotted line is growth in proportion to the smallest size."""
    figure = Figure(figsize=(8, 3), layout="constrained")
    for ax, frame, title in zip(
        figure.subplots(1, 2), (book, record), ("Cold build of the book", "Auction claims, whole process"), strict=True
    ):
        size, seconds = frame.columns
        ax.plot(frame[size], frame[seconds], marker="o", color="#0B5FA5")
        last = frame[size].iloc[-1]
        ax.plot(
            [0, last],
            [0, frame[seconds].iloc[0] * last / frame[size].iloc[0]],
            ":",
            color="#5B6570",
            label="in proportion",
        )
        ax.set(title=title, xlabel=size, ylabel=seconds, xlim=(0, None), ylim=(0, None))
        ax.spines[["top", "right"]].set_visible(False)
        ax.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})


def machine() -> str:
    """Name the processor, the cores, the memory and the Python."""
    model = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        model = next(line.partition(": ")[2] for line in info.read_text().splitlines() if line.startswith("model name"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    """Measure, and write the page."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = project(Path(scratch) / "book")
        taken: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            for name, step in steps(folder).items():
                taken.setdefault(name, []).append(step())
                print(f"{name}: {taken[name][-1]:.2f} s", flush=True)
        book = growth_of_the_book(project(Path(scratch) / "chapters"))
        record = growth_of_the_record(project(Path(scratch) / "rows"))
    best = {name: min(seconds) for name, seconds in taken.items()}
    shares = {
        "book, `make book`": "book, serial",
        "book again, prose of one chapter changed": "book, serial",
        "nbval, one process a core": "nbval, serial",
    }
    rows = [
        {
            "what": name,
            "best, s": f"{seconds:.2f}",
            "worst, s": f"{max(taken[name]):.2f}",
            "share of serial": f"{seconds / best[shares[name]]:.2f}" if name in shares else "",
        }
        for name, seconds in best.items()
    ]
    draw(book, record, ROOT / "docs" / "growth.svg")
    page = "\n\n".join(
        [
            "# How long things take",
            f"Measured on {machine()}, by `make bench`, which writes this page: {ROUNDS} rounds, each thing once a round, the best and the worst "
            "of them. The environment is there already. Serial is the plain way: `jupyter-book build` with `execute_notebooks: force`, nbval in one process.",
            pd.DataFrame(rows).to_markdown(index=False, disable_numparse=True),
            "## How it grows",
            "![Seconds of a cold build over the number of theme chapters, and of the auction claims over the rows of the auction table, each with a dotted line of growth in proportion](growth.svg)",
            "Copies of the theme chapters, and of the rows of the auction table a day later each:",
            book.round(1).to_markdown(index=False),
            record.round(2).to_markdown(index=False),
        ]
    )
    (ROOT / "docs" / "bench.md").write_text(page + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
