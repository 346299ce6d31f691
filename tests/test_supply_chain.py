"""What is installed is what was locked, each file by its digest, and nothing is asked for that is not locked."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")


def entries() -> list[tuple[Requirement, int]]:
    """The pins of the lock, each with its number of digests."""
    blocks = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE))
    return [
        (Requirement(block.partition(" \\")[0]), len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block)))
        for block in blocks
        if block.strip()
    ]


def asked() -> set[str]:
    """The names that requirements.in asks for."""
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return {
        canonicalize_name(Requirement(line.partition("#")[0]).name) for line in lines if line.partition("#")[0].strip()
    }


def test_every_pin_is_exact_and_has_digests():
    pins = entries()
    assert len(pins) > 150
    assert [str(pin) for pin, digests in pins if not re.fullmatch(r"==[^*,]+", str(pin.specifier)) or not digests] == []
    assert "://" not in LOCK and "--index" not in LOCK, "the lock names packages, not where they come from"


def test_what_is_installed_is_what_is_locked():
    here = [pin for pin, _ in entries() if pin.marker is None or pin.marker.evaluate()]
    assert [f"{pin}, not {version(pin.name)}" for pin in here if not pin.specifier.contains(version(pin.name))] == []


def test_all_that_is_asked_for_is_locked_and_the_package_asks_for_no_more():
    assert asked() <= {canonicalize_name(pin.name) for pin, _ in entries()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [project["dependencies"], *project["optional-dependencies"].values()]
    assert {canonicalize_name(Requirement(line).name) for part in lines for line in part} <= asked()
