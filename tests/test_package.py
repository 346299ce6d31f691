"""The package as others install it: the wheel, in an environment of its own, asked from an empty folder."""

import os
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
import yaml
from packaging.requirements import Requirement

from brink import __date__, __version__, day
from brink.video import load_notes

ROOT = Path(__file__).resolve().parent.parent
PIP = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check"]
PARTS = ("brink", "data", "video", "pyproject.toml", "README.md", "LICENSE")


def run(*command, **options) -> str:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, env=plain, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from a copy: building leaves things beside the source."""
    folder = tmp_path_factory.mktemp("source")
    for part in PARTS:
        if (ROOT / part).is_dir():
            copytree(ROOT / part, folder / part, ignore=ignore_patterns("__pycache__", ".*"))
        else:
            (folder / part).write_bytes((ROOT / part).read_bytes())
    run(*PIP, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder / "out", folder)
    (built,) = (folder / "out").glob("*.whl")
    return built


def test_the_edition_is_the_same_wherever_it_is_written():
    """The package, how to cite it, and the changelog, which says of each edition what it corrected."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    heading = f"## {__version__} ({day(cited['date-released'])})"
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert cited["version"] == __version__ and str(cited["date-released"]) == __date__
    assert heading in changelog.splitlines()
    noted = load_notes("errata")
    told = {f"## {edition} ({day(of)})" for edition, of in zip(noted["edition"], noted["date"], strict=True)}
    assert told <= set(changelog.splitlines()), "begin each row of video/errata/ with the edition and its day"


def needs(name: str) -> set[str]:
    """The names of all packages that ``name`` needs without extras, and theirs."""
    found, waiting = set(), [name]
    while waiting:
        package = distribution(waiting.pop())
        for line in package.requires or ():
            need = Requirement(line)
            if need.name not in found and (need.marker is None or need.marker.evaluate({"extra": ""})):
                found.add(need.name)
                waiting.append(need.name)
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it says it needs, nothing else."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, symlinks=True)
    run(*PIP, "--python", home / "bin" / "python", "install", "--quiet", "--no-deps", "--no-index", wheel)
    (library,) = home.glob("lib/python3*/site-packages")
    for name in needs("brink"):
        package = distribution(name)
        for top in {file.parts[0] for file in package.files or () if file.parts[0] not in ("..", "__pycache__")}:
            source, link = Path(package.locate_file(top)), library / top
            if source.exists() and not link.exists():
                link.symlink_to(source)
    return home / "bin"


def test_the_wheel_is_small_and_holds_all_that_is_ours(wheel):
    assert wheel.stat().st_size < 5_000_000
    inside = set(zipfile.ZipFile(wheel).namelist())
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "brink").rglob("*.py")}
    tables = {f"brink/_data/{path.name}" for path in (ROOT / "data").glob("[!.]*")}
    speech = {
        f"brink/_video/{path.relative_to(ROOT / 'video').as_posix()}" for path in (ROOT / "video").rglob("[!.]*.*")
    }
    templates = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "brink/report/templates").rglob("[!.]*") if path.is_file()
    }
    assert (code | tables | speech | templates | {"brink/py.typed"}) - inside == set()


def test_it_answers_from_an_empty_folder(installed, tmp_path):
    assert run(installed / "brink", "--version", cwd=tmp_path).startswith("brink ")
    assert "are as described" in run(installed / "brink", "verify", cwd=tmp_path)
    assert "auctions-1" in run(installed / "brink", "ledger", "--theme", "auctions", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nobody_is_sent_to_git_where_there_is_none(installed, tmp_path):
    ask = "from brink.record.package import DATA, restore; print(DATA, restore('data/x.csv'))"
    said = run(installed / "python", "-c", ask, cwd=tmp_path)
    assert "_data" in said and "git" not in said
