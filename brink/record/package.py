"""The descriptor of the data package: which tables there are, and what it says of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

from brink.errors import DescriptorError

DESCRIPTOR = "datapackage.json"

#: An object of the descriptor: the package, a table's entry, a field, a rule. JSON, so its values are of any type.
Resource: TypeAlias = dict[str, Any]


def _data() -> Path:
    """Return the folder of the tables: inside an installed package, else beside it in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent / "data"


DATA = _data()


def load_package(root: Path = DATA) -> Resource:
    """Return the data package descriptor of ``root`` as a dictionary.

    Raises :class:`~brink.errors.DescriptorError` when it is missing or not valid JSON.
    """
    path = Path(root) / DESCRIPTOR
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DescriptorError(f"{path} is missing. Restore it: git checkout -- data/{DESCRIPTOR}") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DescriptorError(f"{path} can't be read ({error}). Restore it or mend the JSON.") from error
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        raise DescriptorError(f"{path} has no list of resources. Restore it: git checkout -- data/{DESCRIPTOR}")
    return package
