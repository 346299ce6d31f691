"""Put changed tables and the descriptor in place so that ``data/`` is whole at every instant.

Tables and descriptor are several files, and a process can be killed between any two writes. So nothing
is written over while the descriptor still speaks of it:

1. The new tables are written whole under ``data/incoming/``. No entry names them yet.
2. The descriptor is replaced by one whose entries of these tables point into ``incoming/``. Replacing
   one file is atomic: this is the moment the change happens. Before it all is old, after it all is new.
3. The new tables are put in their usual places, each in one step. Those places are nobody's now.
4. The descriptor is replaced by one that points to the usual places again, and ``incoming/`` is removed.

A reader finds at every instant a descriptor and, for each entry, exactly the file it describes. A kill
between 2 and 4 leaves that state standing; :func:`settle` finishes it at the next refresh.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from brink.record.package import DESCRIPTOR, load_package
from brink.record.verify import INCOMING

CHANGES = "CHANGELOG-DATA.md"
_TITLE = "# Changes of the data\n\nWritten by `python -m brink refresh`, newest first.\n"
_ENTRY = "entry.md"


def commit(root: Path, package: dict[str, Any], tables: dict[str, str], entry: str) -> None:
    """Make ``tables`` (path -> text) and ``package``, which describes them, the state of ``root``.

    ``entry`` is put on top of the change log beside ``root``. The caller holds the lock.
    """
    settle(root)
    incoming = root / INCOMING
    incoming.mkdir()
    for path, text in tables.items():
        _write(incoming / path, text)
    _write(incoming / _ENTRY, entry)
    pointing = json.loads(json.dumps(package))
    for resource in pointing["resources"]:
        if resource["path"] in tables:
            resource["path"] = f"{INCOMING}/{resource['path']}"
    _replace(root, DESCRIPTOR, _dump(pointing))
    settle(root)


def settle(root: Path) -> bool:
    """Finish what an interrupted :func:`commit` left; returns whether there was anything to finish."""
    incoming = root / INCOMING
    if not incoming.is_dir():
        return False
    package = load_package(root)
    moved = [r for r in package["resources"] if r["path"].startswith(f"{INCOMING}/")]
    if moved:
        for resource in moved:
            usual = resource["path"].removeprefix(f"{INCOMING}/")
            _replace(root, usual, (root / resource["path"]).read_text(encoding="utf-8"))
            resource["path"] = usual
        _log(root, (incoming / _ENTRY).read_text(encoding="utf-8"))
        _replace(root, DESCRIPTOR, _dump(package))
    shutil.rmtree(incoming)
    return bool(moved)


def _log(root: Path, entry: str) -> None:
    path = root.parent / CHANGES
    old = path.read_text(encoding="utf-8") if path.exists() else _TITLE
    if entry not in old:
        head, mark, rest = old.partition("\n## ")
        _replace(root, f"../{CHANGES}", head.rstrip("\n") + "\n\n" + entry.strip("\n") + "\n" + mark + rest)


def _replace(root: Path, name: str, text: str) -> None:
    """Replace one file in one step; the unfinished copy lies in ``incoming/``, where it harms nobody."""
    draft = root / INCOMING / f"{Path(name).name}.draft"
    _write(draft, text)
    draft.replace(root / name)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _dump(package: dict[str, Any]) -> str:
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"
