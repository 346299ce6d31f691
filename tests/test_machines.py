"""Any machine, any settings of a person's own, any accident: what has to hold before and around a build."""

import json
import os
import shutil
import subprocess
import sys
import venv
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from brink.report import browser

ROOT = Path(__file__).resolve().parent.parent


# --- the environment -----------------------------------------------------------------------------


def environment_of(folder: Path):
    """Load ``environment.py`` of a copy of the project."""
    spec = spec_from_file_location("environment_of_a_copy", folder / "environment.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path) -> Path:
    """A project whose environment is whole, as far as environment.py can tell."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("environment.py", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    venv.create(folder / ".venv", symlinks=True)
    (library,) = (folder / ".venv" / "lib").glob("python3*/site-packages")
    for name in ("pandas-3.1.1.dist-info", "brink-2.0.dist-info"):
        (library / name).mkdir()
    made = environment_of(folder)
    made.MARK.write_text(json.dumps({"rests_on": made.wanted(), "packages": made.packages()}))
    assert made.is_whole()
    return folder


def test_a_whole_environment_is_left_and_a_package_of_ones_own_may_be_there(project):
    (library,) = (project / ".venv" / "lib").glob("python3*/site-packages")
    (library / "my_plugin-1.0.dist-info").mkdir()
    assert environment_of(project).is_whole()
    done = subprocess.run([sys.executable, project / "environment.py"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("accident", ["moved", "interrupted", "garbled", "package lost", "lock changed", "no python"])
def test_an_environment_that_is_not_whole_does_not_count(project, accident):
    made = environment_of(project)
    if accident == "moved":
        project = project.rename(project.with_name("elsewhere"))
    elif accident == "interrupted":
        made.MARK.unlink()
    elif accident == "garbled":
        made.MARK.write_text("{")
    elif accident == "package lost":
        next((project / ".venv" / "lib").glob("python3*/site-packages/pandas*")).rmdir()
    elif accident == "lock changed":
        (project / "requirements.txt").open("a").write("# changed\n")
    else:
        made.PYTHON.unlink()
    assert not environment_of(project).is_whole()


def test_an_installation_heeds_no_personal_switch_but_how_to_reach_an_index(monkeypatch):
    for name in ("PIP_TARGET", "PIP_USER", "PIP_CONFIG_FILE", "PYTHONPATH", "PYTHONUSERBASE", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "/somewhere")
    settings = [
        ":env:.target='/somewhere'",
        "install.user='true'",
        "global.constraint='/x'",
        "global.index-url='https://index.example/simple'",
        "global.find-links='\\n/a\\n/b'",
        ":env:.cert='/etc/cert.pem'",
        "nonsense",
    ]
    plain = environment_of(ROOT).plain_environment(settings)
    led = {name: value for name, value in plain.items() if name.startswith(("PIP_", "PYTHON", "VIRTUAL"))}
    assert led == {
        "PIP_INDEX_URL": "https://index.example/simple",
        "PIP_FIND_LINKS": "/a /b",
        "PIP_CERT": "/etc/cert.pem",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONNOUSERSITE": "1",
    }


def test_an_old_python_is_told_in_one_line(tmp_path, monkeypatch, capsys):
    made = environment_of(ROOT)
    monkeypatch.setattr(made, "OLDEST", (99,))
    assert made.main() == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


# --- the browser -----------------------------------------------------------------------------------


def test_the_browser_named_is_taken_and_the_shells_own_is_not(monkeypatch, tmp_path):
    mine = tmp_path / "my-chromium"
    mine.write_text("#!/bin/sh\n")
    mine.chmod(0o755)
    monkeypatch.setenv("BROWSER", "w3m")
    monkeypatch.setenv(browser.NAMED, str(mine))
    assert browser.find() == str(mine)
    monkeypatch.setenv(browser.NAMED, "none")
    assert browser.find() is None
    assert browser.main() == 0


@pytest.mark.parametrize("named", [None, "/no/such/browser"])
def test_where_there_is_no_browser_one_line_says_what_to_do(monkeypatch, capsys, named):
    monkeypatch.delenv(browser.NAMED, raising=False)
    if named:
        monkeypatch.setenv(browser.NAMED, named)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(browser, "_installed_by_playwright", lambda: None)
    monkeypatch.setattr(browser, "PLACES", ())
    monkeypatch.setattr(browser, "get", lambda: None)
    assert browser.main() == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "make test BROWSER=none" in line


def test_the_browser_is_looked_for_before_anything_is_built():
    plan = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    steps = ["brink.report.browser", "jupyter-book build", "ruff check", "mypy", "brink verify", "pytest -n 2"]
    assert [plan.index(step) for step in steps] == sorted(plan.index(step) for step in steps)


# --- text and network ------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-16", "utf-8"])
def test_the_ledger_reaches_a_stdout_of_any_encoding(encoding):
    ask = [sys.executable, "-m", "brink", "ledger", "--theme", "taper"]
    variables = os.environ | {"PYTHONIOENCODING": encoding}
    told = subprocess.run(ask, cwd=ROOT, env=variables, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr.decode()
    assert "taper-1" in told.stdout.decode(encoding)
    if encoding in ("ascii", "utf-8"):
        told = subprocess.run([*ask, "--json"], cwd=ROOT, env=variables, capture_output=True, check=False)
        assert told.returncode == 0, told.stderr.decode()
        assert json.loads(told.stdout.decode("utf-8"))[0]["id"] == "taper-1"


def test_a_proxy_that_is_set_reaches_no_test():
    """The local servers of the refresh tests are asked directly."""
    dead = "http://127.0.0.1:9"
    variables = os.environ | dict.fromkeys(
        ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"), dead
    )
    ask = "import os, conftest; assert not [n for n in os.environ if n.lower().endswith('_proxy') and n.lower() != 'no_proxy']"
    subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT / "tests", env=variables | {"PYTHONPATH": str(ROOT)}, check=True
    )
