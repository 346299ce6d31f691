"""Set up ``.venv``: the locked packages and this package, or nothing at all when it is there and whole.

``make book`` and ``make test`` call it; by hand, also without make: ``python environment.py``. It needs the standard
library only. The environment counts as whole when its last step was reached, on the very lock, Python and place that are
there now, and every package is still in it. What is not whole is made anew.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
#: Written last, so that an installation that was interrupted never counts.
MARK = HOME / "brink.json"
#: What decides what is installed.
INPUTS = ("requirements.txt", "pyproject.toml", "environment.py")
OLDEST = (3, 11)
#: How to reach a package index is the machine's business; every other personal switch of pip would install something else.
REACH = {
    "index-url",
    "extra-index-url",
    "no-index",
    "find-links",
    "trusted-host",
    "proxy",
    "cert",
    "client-cert",
    "timeout",
    "default-timeout",
    "retries",
    "cache-dir",
    "no-cache-dir",
    "keyring-provider",
}
#: Where pip finds a setting for an installation, the last one that has it counting: its files, then its variables.
SECTIONS = ("global", "install", ":env:")


def wanted() -> dict[str, str]:
    """Return what the environment must rest on: the inputs' digest, the Python, the place (scripts name it)."""
    digest = sha256(b"".join((ROOT / name).read_bytes() for name in INPUTS)).hexdigest()
    return {"inputs": digest, "python": sys.version, "place": str(HOME)}


def packages() -> list[str]:
    """Return the packages in the environment, as their folders name them; pip itself may come and go."""
    library = HOME / "Lib" if os.name == "nt" else next(HOME.glob("lib/python3*"), HOME)
    return sorted(path.name for path in library.glob("site-packages/*.dist-info") if not path.name.startswith("pip-"))


def is_whole() -> bool:
    """Return whether the environment that is there is the one wanted, and complete; a link is somebody's own affair."""
    if HOME.is_symlink():
        return True
    try:
        mark = json.loads(MARK.read_text(encoding="utf-8"))
        return mark["rests_on"] == wanted() and set(mark["packages"]) <= set(packages()) and PYTHON.exists()
    except (OSError, ValueError, KeyError):
        return False


def plain_environment(settings: Sequence[str]) -> dict[str, str]:
    """Return the variables an installation runs with: none that lead Python or pip elsewhere.

    ``settings`` are the lines of ``pip config list``; of these only how to reach an index is kept.
    """
    kept = {}
    for section in SECTIONS:
        for line in settings:
            key, found, value = line.partition("=")
            if found and key.startswith(f"{section}.") and (name := key.removeprefix(f"{section}.")) in REACH:
                kept["PIP_" + name.upper().replace("-", "_")] = " ".join(str(ast.literal_eval(value)).split())
    leading = ("PIP_", "PYTHON", "VIRTUAL_ENV", "__PYVENV", "CONDA_PREFIX")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(leading)}
    return plain | {"PYTHONNOUSERSITE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_CONFIG_FILE": os.devnull} | kept


def make() -> None:
    """Make the environment anew."""
    MARK.unlink(missing_ok=True)
    rests_on = wanted()
    unled = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True, env=unled)
    asked = [PYTHON, "-m", "pip", "--disable-pip-version-check", "config", "list"]
    settings = subprocess.run(asked, capture_output=True, text=True, check=False, env=unled).stdout.splitlines()
    pip = [PYTHON, "-m", "pip", "install", "--quiet"]
    plain = plain_environment(settings)
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements.txt"], check=True, env=plain)
    # The package itself, from where it lies: what is edited is what runs. All it needs is there.
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], check=True, env=plain)
    MARK.write_text(json.dumps({"rests_on": rests_on, "packages": packages()}, indent=1), encoding="utf-8")


def main() -> int:
    """Make the environment where it is not whole; returns the exit code."""
    if sys.version_info < OLDEST:
        print("Python 3.11 or newer is needed; name one: make book PYTHON=python3.12", file=sys.stderr)
        return 2
    if is_whole():
        return 0
    try:
        make()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The environment in .venv could not be set up: {error}. The next try starts over.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
