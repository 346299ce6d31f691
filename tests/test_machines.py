"""Any machine, any settings of a person's own, any accident: what has to hold before and around a build."""

import ast
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
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


#: A package index of our own: as many wheels, each with a module that says it is whole; and what builds the project's own.
WHEELS = 30
BACKEND = """
from pathlib import Path
from zipfile import ZipFile

def wheel(folder, name):
    files = {
        f"{name}/__init__.py": "x = 1\\n" * 2000 + "whole = True\\n",
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0\\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    record = f"{name}-1.0.dist-info/RECORD"
    files[record] = "".join(f"{path},,\\n" for path in [*files, record])
    with ZipFile(Path(folder) / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return f"{name}-1.0-py3-none-any.whl"

def build_editable(folder, settings=None, metadata=None):
    return wheel(folder, "ours")
"""


@pytest.fixture(scope="module")
def installing(tmp_path_factory):
    """A project of small packages, how to begin its installation, and how many seconds that takes."""
    folder = tmp_path_factory.mktemp("installing") / "project"
    index = folder / "index"
    index.mkdir(parents=True)
    shutil.copy(ROOT / "environment.py", folder)
    backend = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    (folder / "pyproject.toml").write_text(backend + '[project]\nname = "ours"\nversion = "1.0"\n')
    (folder / "backend.py").write_text(BACKEND)
    made = {}
    exec(BACKEND, made)
    wheels = [index / made["wheel"](index, f"part{n}") for n in range(WHEELS)]
    digests = [hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels]
    lock = [f"part{n}==1.0 --hash=sha256:{digest}\n" for n, digest in enumerate(digests)]
    (folder / "requirements.txt").write_text("".join(lock))
    reach = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index)}

    def begin() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "environment.py"],
            cwd=folder,
            env=os.environ | reach,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    start = time.monotonic()
    told = (running := begin()).communicate()[0]
    assert running.returncode == 0, told
    return folder, begin, time.monotonic() - start


@pytest.mark.skipif("BRINK_ACCIDENTS" not in os.environ, reason="long: make accidents")
@pytest.mark.parametrize("accident", range(int(os.environ.get("BRINK_ACCIDENTS", "0"))))
def test_after_an_interrupted_installation_the_next_is_whole(installing, accident):
    folder, begin, seconds = installing
    shutil.rmtree(folder / ".venv")
    interrupted = begin()
    moment = random.SystemRandom().uniform(0, 0.95 * seconds)
    print(f"interrupted after {moment:.1f} of {seconds:.1f} seconds")
    time.sleep(moment)
    os.killpg(interrupted.pid, (signal.SIGKILL, signal.SIGINT)[accident % 2])
    interrupted.communicate()
    again = begin()
    assert again.communicate()[0] == "" and again.returncode == 0
    ask = f"import importlib; print(all(importlib.import_module(f'part{{n}}').whole for n in range({WHEELS})))"
    told = subprocess.run([folder / ".venv/bin/python", "-c", ask], capture_output=True, text=True, check=True).stdout
    assert told == "True\n" and environment_of(folder).is_whole()


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
        "global.cert='/etc/the-machines.pem'",
        "install.proxy='http://ours.example'",
        "global.proxy='http://the-machines.example'",
        "download.timeout='1'",
        "nonsense",
    ]
    plain = environment_of(ROOT).plain_environment(settings)
    led = {name: value for name, value in plain.items() if name.startswith(("PIP_", "PYTHON", "VIRTUAL"))}
    assert led == {
        "PIP_INDEX_URL": "https://index.example/simple",
        "PIP_FIND_LINKS": "/a /b",
        "PIP_CERT": "/etc/cert.pem",
        "PIP_PROXY": "http://ours.example",
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


# --- other systems ---------------------------------------------------------------------------------


def tracked() -> list[Path]:
    """The files of the project, without what was made here."""
    made = {".venv", "_build", ".git", "figures", "__pycache__"}
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path for path in paths if not made & set(path.parts)]


def test_every_file_can_lie_on_any_system():
    """No name that Windows or a system blind to capitals refuses, and none too long for the place it is unpacked to."""
    names = [path.as_posix() for path in tracked()]
    assert [name for name in names if re.search(r'[<>:"|?*\\]|[. ](/|$)', name) or len(name) > 120] == []
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
    assert [path for path in tracked() if {part.split(".")[0].lower() for part in path.parts} & reserved] == []
    assert len({name.lower() for name in names}) == len(names)


def test_our_code_says_which_encoding_it_means():
    """Else a file is read otherwise where the system's own encoding is another."""
    silent = []
    for path in [*(ROOT / "brink").rglob("*.py"), ROOT / "environment.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and not any(word.arg == "encoding" for word in node.keywords):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                binary = any(isinstance(word, ast.Constant) and "b" in str(word.value) for word in node.args)
                archive = "archive" in ast.unparse(node.func)
                if name in ("read_text", "write_text") or (name == "open" and node.args and not binary and not archive):
                    silent.append(f"{path.name}:{node.lineno}")
    assert silent == []


# --- text and network ------------------------------------------------------------------------------


#: The first in every run, all in the long one (make accidents); tests/argument/test_claims.py tries more, in one process.
ENCODINGS = ("cp1252", "ascii", "latin-1", "utf-16", "utf-8")


@pytest.mark.parametrize("encoding", ENCODINGS if "BRINK_ACCIDENTS" in os.environ else ENCODINGS[:1])
def test_the_ledger_reaches_a_stdout_of_any_encoding(encoding):
    ask = [sys.executable, "-m", "brink", "ledger", "--theme", "taper"]
    variables = os.environ | {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    told = subprocess.run(ask, cwd=ROOT, env=variables, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr.decode()
    assert "taper-1" in told.stdout.decode(encoding)
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
