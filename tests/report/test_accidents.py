"""The book after any accident, on any machine: interrupted, in odd places, with settings of a person's own.

Whatever happened, the next build gives what a fresh one gives, file by file, or says in one line what to do.
"""

import os
import random
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from small_book import COMMAND, ROOT, copy_of, difference, edit, environment, must_build, site

#: How many accidents to have: one here, ten in the long run (make accidents).
ACCIDENTS = int(os.environ.get("BRINK_ACCIDENTS", "1"))


@pytest.mark.parametrize("accident", range(ACCIDENTS))
def test_after_an_interruption_the_next_build_is_whole(book, is_as_fresh, accident):
    edit(book / "data" / "japan_gdp_estimates.csv", ",-1.5,", ",-2.5,")
    running = subprocess.Popen(
        COMMAND, cwd=book, env=environment(book), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    # So many words in, wherever that is: a build prints some forty lines, evenly enough, before it is whole.
    lines = random.SystemRandom().randrange(5, 42)
    print(f"interrupted after {lines} lines")
    for _ in range(lines):
        running.stdout.readline()
    os.killpg(running.pid, (signal.SIGKILL, signal.SIGINT)[accident % 2])
    running.communicate()
    assert running.returncode != 0, "it came too late"
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


#: A name that a path may have on any system.
ODD = "Bücher & Größen (日本), neu"


def test_a_book_copied_to_an_odd_place_is_the_same(book, tmp_path):
    copied = copy_of(book, tmp_path / ODD / "my book")
    assert must_build(copied) == set()
    assert difference(site(copied), site(book)) == []


def read_only(folder: Path) -> list[str]:
    """Return the beginning of a command that finds a folder as on a disk that can't be written, not even by root."""
    command = 'mount --bind . . && mount -o remount,ro,bind . && cd . && exec "$@"'
    within = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", command, "sh"]
    if shutil.which("unshare") is None or subprocess.run([*within, "true"], cwd=folder, check=False).returncode:
        pytest.skip("this machine lets nobody mount a folder")
    return within


def refusal(command: list[str], folder: Path, variables: dict[str, str] | None = None) -> str:
    """Run a build that must refuse; return the one line in which it says why."""
    told = variables or environment(folder)
    done = subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr
    return done.stderr.splitlines()[-1]


def test_a_checkout_that_cannot_be_written_is_built_elsewhere(book, tmp_path):
    within = read_only(book)
    assert "can't be written" in (said := refusal([*within, *COMMAND], book)) and "--path-output" in said
    elsewhere = [*within, *COMMAND, "--path-output", str(tmp_path / "elsewhere")]
    done = subprocess.run(elsewhere, cwd=book, env=environment(book), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert difference(site(tmp_path / "elsewhere"), site(book)) == []


@pytest.mark.parametrize("form", ["latex", "dirhtml", "singlehtml", "epub"][: 1 if ACCIDENTS == 1 else None])
def test_a_form_that_would_lose_something_is_refused(book, form):
    command = [*COMMAND[:3], "--builder", "custom", "--custom-builder", form]
    assert refusal(command, book).startswith("This book is built as HTML pages")


def test_the_code_of_another_checkout_is_not_run(book):
    assert f"runs the package of {ROOT}" in refusal(COMMAND, book, environment(ROOT))


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


@pytest.mark.parametrize("kind", ["hostile", "absent", "not to be written"][: 1 if ACCIDENTS == 1 else None])
def test_a_persons_own_settings_reach_no_page(book, tmp_path, kind):
    home = Path("/proc") if kind == "not to be written" else tmp_path / "home"
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
        "LC_ALL": "C",
        "PYTHONIOENCODING": "cp1252",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    assert must_build(book, **more) == {"chapters/one"}
    assert "1.5 False" in (site(book) / "chapters" / "one.html").read_text()
    assert kind != "absent" or not home.exists()
