"""A small book of its own, with our code, to be built, changed, interrupted and built again."""

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from brink.video import read_yaml

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


#: Of the speech one claim, of the record the tables it and the front page ask: what the site hands out is quickly made.
CLAIM = "taper-1"
TABLES = ("boj_accounts", "jgb_auctions", "japan_gdp_estimates")


def lay_out(folder: Path, pages: dict[str, str] = PAGES) -> Path:
    """Lay out our code and settings with a little of the record and of the speech; the first page is the root of the book."""
    ignored = shutil.ignore_patterns("__pycache__", "figures", ".*")
    for part in ("brink", "video", "_static"):
        shutil.copytree(ROOT / part, folder / part, ignore=ignored)
    for file in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / file, folder)
    (folder / "data").mkdir()
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [table for table in package["resources"] if table["name"] in TABLES]
    (folder / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    for table in package["resources"]:
        shutil.copy(ROOT / "data" / table["path"], folder / "data")
    claims, speech = folder / "video" / "claims", folder / "video" / "video.yml"
    (kept,) = [entry for entry in read_yaml(claims / "taper.yml") if entry["id"] == CLAIM]
    shutil.rmtree(claims)
    claims.mkdir()
    write_yaml(claims / "taper.yml", [{**kept, "therefore": []}])
    entry = read_yaml(speech)
    write_yaml(speech, {**entry, "themes": {"taper": entry["themes"]["taper"]}})
    for page, text in pages.items():
        (folder / page).parent.mkdir(exist_ok=True)
        (folder / page).write_text(SETTINGS + text, encoding="utf-8")
    list_pages(folder, pages)
    return folder


def write_yaml(path: Path, content) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def list_pages(folder: Path, pages) -> None:
    root, *others = (page.removesuffix(".md") for page in pages)
    toc = {"format": "jb-book", "root": root, "chapters": [{"file": page} for page in others]}
    write_yaml(folder / "_toc.yml", toc)


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
