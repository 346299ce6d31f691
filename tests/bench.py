"""How long things take, as shares of the plain ways to do the same, and how that grows.

``make bench`` runs it and writes docs/bench.md and docs/growth.svg; half an hour. Everything runs in a copy of the project,
with the environment at hand. Rounds alternate, and the median of each counts. "Serial" is the plain way: jupyter-book with
``execute_notebooks: force``, nbval in one process. "Stock" is Jupyter Book without our extension, with ``cache``.
"""

import argparse
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
from statistics import median
from time import perf_counter

import pandas as pd
from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHAPTER = "boj-taper"
BOOK = (BIN / "jupyter-book", "build", ".")
STRICT = ("-W", "-n", "--keep-going")
NBVAL = (BIN / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "chapters")
MONTH_ENDS = """
import pandas as pd
from brink import VIDEO_DAY, Ledger, Snapshot
record = Snapshot(VIDEO_DAY)
for day in pd.date_range("2025-06-30", periods=17, freq="ME"):
    record = record.later(day.date())
    [found.verdict for found in Ledger(day.date(), record)]
"""


def run(folder: Path, *command: str | Path) -> float:
    """Run a command in ``folder`` and return the seconds it took; a failure ends the benchmark with what was printed."""
    start = perf_counter()
    variables = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command} failed:\n{done.stdout}{done.stderr}")
    return perf_counter() - start


def copy_of_project(folder: Path) -> Path:
    ignore = shutil.ignore_patterns(".venv", "_build", ".git", "figures", "__pycache__", ".*_cache", ".hypothesis")
    return Path(shutil.copytree(ROOT, folder, ignore=ignore))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def clean(folder: Path) -> None:
    shutil.rmtree(folder / "_build", ignore_errors=True)


def change_prose(folder: Path) -> None:
    edit(folder / "chapters" / f"{CHAPTER}.ipynb", "What the video says", "What the video says.")


def steps(scratch: Path) -> dict[str, Callable[[], float]]:
    """Return each thing to time, by name, in the order to take them: each leaves what the next needs."""
    ours, serial, stock, side = (
        copy_of_project(scratch / name) for name in ("ours", "serial", "stock", "side-by-side")
    )
    edit(serial / "_config.yml", "execute_notebooks: cache", "execute_notebooks: force")
    for folder, mode in ((stock, "cache"), (side, "auto")):
        config = folder / "_config.yml"
        edit(config, "  extra_extensions: [brink.report.site]\n", "")
        edit(config, "html_math_renderer: mathml", "html_math_renderer: mathjax")
        edit(config, "execute_notebooks: cache", f"execute_notebooks: {mode}")

    def fresh(folder: Path, *options: str) -> float:
        clean(folder)
        return run(folder, *BOOK, *options)

    def changed(folder: Path, *options: str) -> float:
        change_prose(folder)
        return run(folder, *BOOK, *options)

    def executed_side_by_side() -> float:
        clean(side)
        notebooks = sorted(str(path.relative_to(side)) for path in (side / "chapters").glob("*.ipynb"))
        two = f"printf '%s\\n' {' '.join(notebooks)} | xargs -P {os.cpu_count()} -n 1 {BIN}/jupyter execute --inplace"
        return run(side, "sh", "-c", two) + run(side, *BOOK)

    return {
        "book, serial": lambda: fresh(serial),
        "book, `jupyter execute` side by side, then a render": executed_side_by_side,
        "book, `make book`": lambda: fresh(ours, *STRICT),
        "prose of one chapter changed, `make book`": lambda: changed(ours, *STRICT),
        "nothing changed, `make book`": lambda: run(ours, *BOOK, *STRICT),
        "book, stock with `cache`": lambda: fresh(stock),
        "prose of one chapter changed, stock with `cache`": lambda: changed(stock),
        "nothing changed, stock with `cache`": lambda: run(stock, *BOOK),
        "nbval, serial": lambda: run(ours, *NBVAL),
        "nbval, one process a core": lambda: run(ours, *NBVAL, "-n", str(os.cpu_count()), "--dist", "loadscope"),
        "ledger, all claims": lambda: run(ours, BIN / "python", "-m", "brink", "ledger"),
        "ledger with all ways, as JSON": lambda: run(ours, BIN / "python", "-m", "brink", "ledger", "--json"),
        "ledger on 17 month ends": lambda: run(ours, BIN / "python", "-c", MONTH_ENDS),
        "`import pandas`": lambda: run(ours, BIN / "python", "-c", "import pandas"),
        "`import pandas, brink`": lambda: run(ours, BIN / "python", "-c", "import pandas, brink"),
    }


#: What is set beside what, and the share aimed at; ``None`` where there is no aim.
SHARES = (
    ("book, `make book`", "book, serial", 0.42),
    ("book, `make book`", "book, `jupyter execute` side by side, then a render", 0.70),
    ("prose of one chapter changed, `make book`", "book, serial", 0.06),
    ("prose of one chapter changed, `make book`", "prose of one chapter changed, stock with `cache`", 1.0),
    ("nothing changed, `make book`", "nothing changed, stock with `cache`", 1.0),
    ("nbval, one process a core", "nbval, serial", None),
    ("ledger, all claims", "`import pandas`", 3.5),
    ("`import pandas, brink`", "`import pandas`", None),
)


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
        rows.append((times * len(names), run(folder, *BOOK)))
    return pd.DataFrame(rows, columns=["theme chapters", "seconds"])


def growth_of_the_record(folder: Path, rounds: int) -> pd.DataFrame:
    """Seconds of all auction claims, whole process, with the sales of us_auctions once, ten and a hundred times."""
    path = folder / "data" / "us_auctions.csv"
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    out = []
    for times in (1, 10, 100):
        # The same sale again on the next nine days, and all that before the record begins: the key stays unique, since no
        # tenor is sold twice in so short a time.
        moves = [timedelta(days=copy % 10 - copy // 10 * 7_000) for copy in range(times)]
        copies = [[str(date.fromisoformat(sold) + move), *rest] for sold, *rest in rows for move in moves]
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [header, *sorted(copies, key=lambda row: (row[0], int(row[1])))]
            )
        command = (BIN / "python", "-m", "brink", "ledger", "--theme", "auctions")
        out.append((times * len(rows), median(run(folder, *command) for _ in range(rounds))))
    return pd.DataFrame(out, columns=["rows", "seconds"])


def draw(book: pd.DataFrame, record: pd.DataFrame, path: Path) -> None:
    """Two small panels from zero; the dotted line is growth in proportion to the smallest size."""
    figure = Figure(figsize=(8, 3), layout="constrained")
    titles = ("Cold build of the book", "Auction claims, whole process")
    for ax, frame, title in zip(figure.subplots(1, 2), (book, record), titles, strict=True):
        size, seconds = frame.columns
        ax.plot(frame[size], frame[seconds], marker="o", color="#0B5FA5")
        last = frame[size].iloc[-1]
        in_proportion = frame[seconds].iloc[0] * last / frame[size].iloc[0]
        ax.plot([0, last], [0, in_proportion], ":", color="#5B6570", label="in proportion")
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


def report(taken: dict[str, list[float]], rounds: int) -> str:
    """Return the page's first part: seconds and shares."""
    middle = {name: median(seconds) for name, seconds in taken.items()}
    seconds = [
        {"what": name, "median, s": f"{middle[name]:.2f}", "worst, s": f"{max(taken[name]):.2f}"} for name in taken
    ]
    shares = [
        {
            "what": what,
            "beside": beside,
            "share": f"{middle[what] / middle[beside]:.2f}",
            "aim": "" if most is None else f"{most:.2f}",
        }
        for what, beside, most in SHARES
    ]
    return "\n\n".join(
        [
            "# How long things take",
            f"Measured on {machine()}, by `make bench`, which writes this page: {rounds} rounds, each thing once a round. The environment is there already. "
            "Serial is the plain way: `jupyter-book build` with `execute_notebooks: force`, nbval in one process; stock is Jupyter Book without our extension.",
            pd.DataFrame(shares).to_markdown(index=False, disable_numparse=True),
            pd.DataFrame(seconds).to_markdown(index=False, disable_numparse=True),
        ]
    )


def main() -> None:
    """Measure, print, and write the page where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each thing is timed (3)")
    parser.add_argument("--growth", action="store_true", help="also how build and ledger grow")
    parser.add_argument(
        "--write", action="store_true", help="write docs/bench.md and docs/growth.svg; measures growth, too"
    )
    arguments = parser.parse_args()
    growth = []
    with tempfile.TemporaryDirectory() as scratch:
        taken: dict[str, list[float]] = {}
        timed = steps(Path(scratch))
        for _ in range(arguments.rounds):
            for name, step in timed.items():
                taken.setdefault(name, []).append(step())
                print(f"{name}: {taken[name][-1]:.2f} s", file=sys.stderr, flush=True)
        if arguments.growth or arguments.write:
            book = growth_of_the_book(copy_of_project(Path(scratch) / "chapters"))
            record = growth_of_the_record(copy_of_project(Path(scratch) / "rows"), arguments.rounds)
            growth = [
                "## How it grows",
                "![Seconds of a cold build over the number of theme chapters, and of the auction claims over the rows of the auction table, each with a dotted line of growth in proportion](growth.svg)",
                "Copies of the theme chapters, and of the rows of the auction table a day later each:",
                book.round(1).to_markdown(index=False),
                record.round(2).to_markdown(index=False),
            ]
    page = "\n\n".join([report(taken, arguments.rounds), *growth])
    print(page)
    if arguments.write:
        (ROOT / "docs" / "bench.md").write_text(page + "\n", encoding="utf-8")
        draw(book, record, ROOT / "docs" / "growth.svg")


if __name__ == "__main__":
    main()
