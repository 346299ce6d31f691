"""How the book is built: what changed always shows, what did not is not done again, whatever happened before.

A small book of its own, with our code, is built, changed, interrupted and built again; each time the pages must be those
that a fresh build gives, file by file.
"""

import filecmp
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [str(Path(sys.executable).parent / "jupyter-book"), "build", ".", "-W", "-n", "--keep-going"]
SETTINGS = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""
CELL = "\n```{code-cell} ipython3\n%s\n```\n"
LOWEST = """from brink import Snapshot
from brink.words import day
releases = Snapshot().table("japan_gdp_estimates")
print(releases["value_pct"].min(), day("2025-06-10"))"""
PAGES = {
    "index.md": "# Front\n" + CELL % LOWEST,
    "chapters/one.md": "# One\n\nFirst words.\n\n## A part\n" + CELL % "print(1 + 1)",
    "chapters/two.md": "# Two\n\nSee {doc}`one`.\n",
    "chapters/three.md": "# Three\n\nNothing more.\n",
}


def lay_out(folder: Path, pages: dict[str, str] = PAGES) -> Path:
    """Lay out our code, one table, the speech and the settings with other pages; the first one is the root of the book."""
    ignored = shutil.ignore_patterns("__pycache__", "figures", ".*")
    for part in ("brink", "data", "video", "_static"):
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    for file in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / file, folder)
    # Of the speech one theme: the ledger that the site hands out is then quickly made.
    (speech := folder / "video" / "video.yml").write_text(without(speech, "themes", keep="taper"))
    for file in (folder / "video" / "claims").glob("*.yml"):
        file.unlink() if file.stem != "taper" else file.write_text(without(file, "therefore"))
    for page, text in pages.items():
        (folder / page).parent.mkdir(exist_ok=True)
        (folder / page).write_text(SETTINGS + text, encoding="utf-8")
    list_pages(folder, pages)
    return folder


def without(path: Path, key: str, keep: str = "") -> str:
    """Return a file of the speech without what ``key`` holds, or with only ``keep`` of it."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in content if isinstance(content, list) else [content]:
        left = {name: part for name, part in entry.pop(key, {}).items() if name == keep} if keep else entry.pop(key, {})
        entry |= {key: left} if keep else {}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def list_pages(folder: Path, pages) -> None:
    root, *others = (page.removesuffix(".md") for page in pages)
    toc = {"format": "jb-book", "root": root, "chapters": [{"file": page} for page in others]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc))


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The variables a copy is built with: it runs its own code, not the one installed."""
    return (
        {name: value for name, value in os.environ.items() if not name.startswith("BRINK")}
        | {"PYTHONPATH": str(folder)}
        | more
    )


def build(folder: Path, **more: str) -> tuple[int, set[str], str]:
    """Build with the command of `make book`; return its exit code, the pages executed, and what it printed."""
    done = subprocess.run(
        COMMAND, cwd=folder, env=environment(folder, **more), capture_output=True, text=True, check=False
    )
    printed = done.stdout + done.stderr
    told = re.search(r"(?m)^executed: (.*)$", printed)
    return done.returncode, set(told[1].split()) - {"nothing"} if told else set(), printed


def must_build(folder: Path, **more: str) -> set[str]:
    code, executed, printed = build(folder, **more)
    assert code == 0, printed
    return executed


def site(folder: Path) -> Path:
    return folder / "_build" / "html"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def copy_of(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target, symlinks=True))


def difference(left: Path, right: Path) -> list[str]:
    """Name the files in which two sites differ."""
    names = {path.relative_to(side) for side in (left, right) for path in side.rglob("*") if path.is_file()}
    return sorted(
        str(name)
        for name in names
        if not (
            (left / name).is_file()
            and (right / name).is_file()
            and filecmp.cmp(left / name, right / name, shallow=False)
        )
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("built") / "book")
    assert must_build(folder) == {"index", "chapters/one"}
    return folder


@pytest.fixture
def book(built, tmp_path) -> Path:
    """A copy of the small book, built: a test may change it."""
    return copy_of(built, tmp_path / "book")


@pytest.fixture
def is_as_fresh(tmp_path):
    """Hold a site to the one that a fresh build of the same sources gives.

    Where only words were changed, what the cells gave may be taken over.
    """

    def check(folder: Path, *, execute: bool = True) -> None:
        ignored = shutil.ignore_patterns("html", ".doctrees", "__pycache__", *["outputs"] * execute)
        fresh = Path(shutil.copytree(folder, tmp_path / "fresh", ignore=ignored, symlinks=True))
        must_build(fresh)
        assert difference(site(folder), site(fresh)) == []
        shutil.rmtree(fresh)

    return check


def test_nothing_is_done_twice_and_a_change_of_prose_executes_nothing(book, is_as_fresh):
    assert must_build(book) == set()
    edit(book / "chapters" / "one.md", "First words.", "Second words.")
    old = time.time() - 10**6
    os.utime(book / "chapters" / "one.md", (old, old))  # as after unzipping or a restored copy
    assert must_build(book) == set()
    assert "Second words." in (site(book) / "chapters" / "one.html").read_text()
    is_as_fresh(book, execute=False)


def test_changed_data_code_and_day_show_everywhere(book):
    edit(book / "data" / "japan_gdp_estimates.csv", ",-1.5,", ",-2.5,")
    edit(book / "brink" / "words.py", "{when.day} {when:%B %Y}", "{when:%B} {when.day}, {when.year}")
    assert must_build(book) == {"index", "chapters/one"}
    assert "-2.5 June 10, 2025" in (site(book) / "index.html").read_text()
    assert must_build(book, BRINK_AS_OF="2025-12-31") == {"index", "chapters/one"}, "another day of the record"
    assert must_build(book, BRINK_AS_OF="2025-12-31") == set()
    edit(book / "chapters" / "one.md", "print(1 + 1)", "print(2 + 2)")
    assert must_build(book, BRINK_AS_OF="2025-12-31") == {"chapters/one"}


def test_a_day_no_book_can_be_of_is_refused_in_one_line(book):
    code, executed, printed = build(book, BRINK_AS_OF="2025-06-09")
    assert code != 0 and executed == set() and "Traceback" not in printed
    assert printed.splitlines()[-1].startswith(
        "BRINK_AS_OF is 2025-06-09; the book can be built as of any day from 2025-06-10"
    )


def test_what_pages_take_from_one_another_shows_on_all(book, is_as_fresh):
    edit(book / "chapters" / "one.md", "# One", "# The first")
    must_build(book)
    for page in ("index", "chapters/two", "chapters/three"):
        assert "The first" in (site(book) / f"{page}.html").read_text(), page
    (book / "chapters" / "four.md").write_text("# Four\n\nNew.\n")
    list_pages(book, [*list(PAGES)[:-1], "chapters/four.md"])
    (book / "_static" / "brink.css").open("a").write("\nbody { hyphens: none; }\n")
    assert must_build(book) == set()
    assert all("Four" in (site(book) / f"{page}.html").read_text() for page in ("index", "chapters/two"))
    assert not (site(book) / "chapters" / "three.html").exists()
    is_as_fresh(book, execute=False)


def test_an_error_fails_the_build_the_next_time_too(book):
    edit(book / "chapters" / "one.md", "print(1 + 1)", "1 / 0")
    for _ in range(2):
        code, _, printed = build(book)
        assert code != 0 and "ZeroDivisionError" in printed
    edit(book / "chapters" / "one.md", "1 / 0", "print(1 + 1)")
    assert must_build(book) == set()
    assert "ZeroDivisionError" not in (site(book) / "chapters" / "one.html").read_text()


#: How many accidents to have: one here, ten in the long run (make accidents).
ACCIDENTS = int(os.environ.get("BRINK_ACCIDENTS", "1"))


@pytest.mark.parametrize("accident", range(ACCIDENTS))
def test_after_an_interruption_the_next_build_is_whole(book, is_as_fresh, accident):
    edit(book / "data" / "japan_gdp_estimates.csv", ",-1.5,", ",-2.5,")
    running = subprocess.Popen(
        COMMAND, cwd=book, env=environment(book), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    # So many words in, wherever that is: a build prints some eighty lines, evenly enough.
    lines = random.SystemRandom().randrange(5, 75)
    print(f"interrupted after {lines} lines")
    for _ in range(lines):
        running.stdout.readline()
    os.killpg(running.pid, (signal.SIGKILL, signal.SIGINT)[accident % 2])
    running.communicate()
    must_build(book)
    assert "-2.5" in (site(book) / "index.html").read_text()
    is_as_fresh(book)


def test_what_others_leave_in_the_folders_is_nobodys(book):
    for folder in ("data", "video", "brink", "_static"):
        (book / folder / ".ipynb_checkpoints").mkdir()
        (book / folder / ".ipynb_checkpoints" / "x-checkpoint.csv").write_text("a\n")
        (book / folder / ".DS_Store").write_bytes(b"\0\xff")
        (book / folder / ".#lock").symlink_to("someone@machine.1234")
        (book / folder / "notes~").write_text("old")
    (book / "data" / "incoming").mkdir()
    (book / "data" / "incoming" / "half.csv").write_text("a,b\n1")
    assert must_build(book) == set()
    assert not (site(book) / "data" / "incoming").exists()


def test_addresses_and_buttons_are_there_once_they_are_known(book):
    page = (site(book) / "index.html").read_text()
    assert "mybinder" not in page and "og:url" not in page
    assert (
        must_build(book, BRINK_ADDRESS="https://example.org/brink", BRINK_REPOSITORY="https://github.com/our/brink")
        == set()
    )
    page = (site(book) / "index.html").read_text()
    assert "https://mybinder.org/v2" in page and 'content="https://example.org/brink/index.html"' in page
    listed = (site(book) / "sitemap.xml").read_text()
    assert all(
        f"<loc>https://example.org/brink/{page}.html</loc>" in listed for page in ("chapters/one", "claims/taper-1")
    )
    claim = (site(book) / "claims" / "taper-1.html").read_text()
    assert 'rel="canonical" href="https://example.org/brink/claims/taper-1.html"' in claim and "ClaimReview" in claim


@pytest.mark.parametrize("form", ["latex", "dirhtml", "singlehtml", "epub"][: 1 if ACCIDENTS == 1 else None])
def test_a_form_that_would_lose_something_is_refused(book, form):
    done = subprocess.run(
        [*COMMAND[:3], "--builder", "custom", "--custom-builder", form],
        cwd=book,
        env=environment(book),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "This book is built as HTML pages" in done.stdout + done.stderr


def test_the_code_of_another_checkout_is_not_run(book):
    done = subprocess.run(COMMAND, cwd=book, env=environment(ROOT), capture_output=True, text=True, check=False)
    assert done.returncode != 0 and f"runs the package of {ROOT}" in done.stdout + done.stderr


#: Settings of a person's own that once reached the figures, or failed the build.
HOSTILE = {
    ".config/matplotlib/matplotlibrc": "text.usetex: True\nlines.linewidth: 9\n",
    ".ipython/profile_default/startup/00-mine.py": "import sys; print('hello', file=sys.stderr); print = None\n",
    ".ipython/profile_default/ipython_config.py": "get_config().InteractiveShell.ast_node_interactivity = 'all'\n",
    ".jupyter/jupyter_config.json": '{"ExecutePreprocessor": {"timeout": 1}, "KernelManager": {"transport": "none"}}',
    ".local/share/jupyter/kernels/python3/kernel.json": '{"argv": ["false"], "display_name": "x", "language": "python"}',
    "startup.py": "raise SystemExit('from PYTHONSTARTUP')\n",
}
DRAWN = """import io
import matplotlib
from matplotlib.figure import Figure
print(matplotlib.rcParams["lines.linewidth"], matplotlib.rcParams["text.usetex"])"""


@pytest.mark.parametrize("kind", ["hostile", "absent"][: 1 if ACCIDENTS == 1 else None])
def test_a_persons_own_settings_reach_no_page(book, tmp_path, kind):
    home = tmp_path / "home"
    if kind == "hostile":
        for name, text in HOSTILE.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(text)
    edit(book / "chapters" / "one.md", "print(1 + 1)", DRAWN)
    more = {
        "HOME": str(home),
        "PYTHONSTARTUP": str(home / "startup.py"),
        "MPLBACKEND": "TkAgg",
        "PYTHONWARNINGS": "default",
    }
    assert must_build(book, **more) == {"chapters/one"}
    assert "1.5 False" in (site(book) / "chapters" / "one.html").read_text()
    assert kind == "hostile" or not home.exists()
