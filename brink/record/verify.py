"""Hold every file under ``data/`` against the descriptor, and record accepted changes."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from brink.errors import BrinkError, DescriptorError
from brink.record.package import DATA, DESCRIPTOR, FOREIGN, Resource, load_package, restore
from brink.record.table import SAVE_AS, Problem, form_slip, parse, public_from

#: What a table's entry in the descriptor must say.
REQUIRED = {
    "name": str,
    "path": str,
    "title": str,
    "description": str,
    "theme": str,
    "class": str,
    "publisher": str,
    "route": str,
    "retrieved": str,
    "licenses": list,
    "sources": list,
    "as_of": dict,
    "as_of_note": str,
    "coverage": str,
    "gaps": str,
    "cross_checks": list,
    "row_floor": int,
    "rows": int,
    "hash": str,
    "schema": dict,
}
#: What each object of a list in an entry must say.
EACH = {"sources": ("title",), "licenses": ("name", "title"), "fields": ("name", "type")}
CLASSES = ("official copy", "transcribed", "single source")
#: Where a refresh holds new tables until they are in their places (see :mod:`brink.record.store`).
INCOMING = "incoming"


def sha256(path: Path) -> str:
    """Return the file's digest in the form the descriptor uses, ``sha256:<hex>``."""
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def verify(root: Path = DATA) -> list[Problem]:
    """Return everything that is wrong with the data package, an empty list when all is well.

    Where the descriptor was replaced meanwhile (a refresh at the same time), the look is taken again.
    """
    root = Path(root)
    while True:
        seen = _stamp(root)
        problems = _problems(root)
        if not problems or _stamp(root) == seen:
            return problems


def _stamp(root: Path) -> tuple[int, int] | None:
    path = root / DESCRIPTOR
    return (path.stat().st_mtime_ns, path.stat().st_ino) if path.exists() else None


def _problems(root: Path) -> list[Problem]:
    try:
        resources = load_package(root)["resources"]
    except DescriptorError as error:
        return [Problem(f"data/{DESCRIPTOR}", "", str(error), "Nothing else was checked.")]
    problems: list[Problem] = []
    described: set[Any] = {DESCRIPTOR}
    for resource in resources:
        if isinstance(resource, dict):
            described.add(resource.get("path"))
        problems.extend(entry := _entry_problems(resource))
        if not entry:
            problems.extend(_table_problems(resource, root))
    files = (Path(folder, file).relative_to(root).as_posix() for folder, _, names in os.walk(root) for file in names)
    for name in sorted(files):
        in_transit = name.startswith(f"{INCOMING}/") or f"{INCOMING}/{name}" in described
        if name not in described and not in_transit and not FOREIGN.search(name):
            problems.append(
                Problem(f"data/{name}", "", "the file is not described", f"Describe it in {DESCRIPTOR} or remove it.")
            )
    return problems


def _entry_problems(resource: Resource) -> list[Problem]:
    def problem(what: str, remedy: str) -> Problem:
        return Problem(f"data/{DESCRIPTOR}", where, what, remedy)

    where = f"table {resource.get('name', '(unnamed)')!r}" if isinstance(resource, dict) else f"entry {resource!r:.40}"
    if not isinstance(resource, dict):
        return [problem("an entry must be an object", "Complete it as its neighbours are.")]
    missing = [key for key, kind in REQUIRED.items() if not isinstance(resource.get(key), kind) or resource[key] == ""]
    if missing:
        return [problem(f"the entry lacks {', '.join(missing)}", "Complete it as its neighbours are.")]
    if not isinstance(fields := resource["schema"].get("fields"), list):
        return [problem("the schema lacks fields", "Complete it as its neighbours are.")]
    lists = {"sources": resource["sources"], "licenses": resource["licenses"], "fields": fields}
    lacking = [
        problem(f"an object of {name} lacks {key}", "Complete it as its neighbours are.")
        for name, entries in lists.items()
        for entry in entries
        for key in EACH[name]
        if not isinstance(entry, dict) or not entry.get(key)
    ]
    if lacking:
        return lacking
    found = []
    if resource["class"] not in CLASSES:
        found.append(problem(f"class {resource['class']!r} is unknown", f"Use one of: {', '.join(CLASSES)}."))
    names = [field["name"] for field in resource["schema"]["fields"]]
    for field in resource["schema"]["fields"]:
        if not field.get("description"):
            found.append(problem(f"field {field['name']!r} has no description", "Say what it holds."))
        if field["type"] in ("number", "integer"):
            limits = field.get("constraints", {})
            if "unit" not in field or not {"minimum", "maximum"} <= limits.keys():
                found.append(problem(f"field {field['name']!r} lacks unit, minimum or maximum", "Add them."))
    found.extend(
        problem(f"the source {source['path']!r} is no web address", "Give one that begins with https:// or http://.")
        for source in resource["sources"]
        if not source.get("path", "https://").startswith(("https://", "http://"))
    )
    used = list(resource["schema"].get("primaryKey", [])) + list(resource.get("vintage_of", []))
    used += [column for rule in resource.get("rules", []) for column in rule.get("sum", rule.get("ascending", []))]
    found.extend(
        problem(f"names a column {column!r} that the schema lacks", "Mend the name.")
        for column in dict.fromkeys(used)
        if column not in names
    )
    return found


def _table_problems(resource: Resource, root: Path) -> list[Problem]:
    file = f"data/{resource['path']}"
    frame, problems = parse(resource, root)
    path = root / resource["path"]
    if problems and frame.empty:
        return problems
    # Before the digest: an editor or git on another machine may have written the same figures in another form.
    if slip := form_slip(path.read_bytes()):
        problems.append(Problem(file, "", slip, f"{SAVE_AS} {restore(file)}"))
    elif sha256(path) != resource["hash"]:
        remedy = f"If the change is meant: brink seal {resource['name']}. {restore(file)}"
        problems.append(Problem(file, "", "the content differs from the recorded sha256", remedy))
    if len(frame) < resource["row_floor"]:
        problems.append(
            Problem(
                file, "", f"{len(frame)} rows, fewer than the floor of {resource['row_floor']}", "Restore the rows."
            )
        )
    for rule in resource.get("rules", []):
        problems.extend(_rule_problems(rule, frame, file))
    try:
        public = public_from(resource, frame)
    except BrinkError as error:
        return [*problems, Problem(file, "", str(error), "")]
    late = public > pd.Timestamp(resource["retrieved"])
    problems.extend(
        Problem(
            file,
            f"row {row + 2}",
            f"public from {public[row]:%Y-%m-%d}, after the table was retrieved ({resource['retrieved']})",
            "Correct the date.",
        )
        for row in frame.index[late]
    )
    return problems


def _rule_problems(rule: Resource, frame: pd.DataFrame, file: str) -> Iterable[Problem]:
    """Check one row-wise identity: ``sum`` of columns, or columns whose values must not fall."""
    if "sum" in rule:
        columns, target, tolerance = rule["sum"], rule["equals"], rule["tolerance"]
        whole = frame[columns].notna().all(axis=1)
        total = frame.loc[whole, columns].astype("float64").sum(axis=1)
        wanted = frame.loc[whole, target].astype("float64") if isinstance(target, str) else target
        for row, gap in (total - wanted)[lambda g: g.abs() > tolerance].items():
            yield Problem(
                file,
                f"row {row + 2}",
                f"{' + '.join(columns)} = {total[row]:g}, off {target} by {gap:+g} (allowed {tolerance:g})",
                "Compare the row with its source.",
            )
    elif "ascending" in rule:
        for left, right in zip(rule["ascending"], rule["ascending"][1:], strict=False):
            wrong = frame[left].notna() & frame[right].notna() & (frame[left] > frame[right])
            for row in frame.index[wrong]:
                yield Problem(
                    file, f"row {row + 2}", f"{left} is later than {right}", "Compare the row with its source."
                )
    else:
        raise DescriptorError(f"{file}: unknown rule {rule}. Known: sum, ascending.")


def seal(names: Iterable[str], root: Path = DATA) -> list[Problem]:
    """Record digest, size and row count of changed tables in the descriptor.

    Nothing is written while any other check of a named table fails; those problems are returned.
    The descriptor is replaced atomically.
    """
    root = Path(root)
    package = load_package(root)
    wanted = set(names)
    unknown = wanted - {resource["name"] for resource in package["resources"]}
    problems = [
        Problem(f"data/{DESCRIPTOR}", f"table {name!r}", "is not described", "Describe it first.")
        for name in sorted(unknown)
    ]
    for resource in package["resources"]:
        if resource["name"] in wanted or not wanted:
            path = root / resource["path"]
            if path.is_file():
                frame, _ = parse(resource, root)
                resource |= {"hash": sha256(path), "bytes": path.stat().st_size, "rows": len(frame)}
            problems += _entry_problems(resource) or _table_problems(resource, root)
    if not problems:
        write_atomically(root / DESCRIPTOR, json.dumps(package, indent=1, ensure_ascii=False) + "\n")
    return problems


def write_atomically(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` in one step: a reader sees the old file or the new one."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
