"""The descriptor of the data package, ``data/datapackage.json``: which tables there are, and what it says of each."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeAlias

from brink.errors import DescriptorError

DESCRIPTOR = "datapackage.json"
#: What editors, file managers and sync programs leave in any folder; nothing of ours is named so.
FOREIGN = re.compile(r"(^|/)\.|~$|(^|/)(Thumbs\.db|desktop\.ini|__MACOSX/|~\$|#)", re.IGNORECASE)

#: An object of the descriptor: the package, a table's entry, a field, a rule. JSON, so its values are of any type.
Resource: TypeAlias = dict[str, Any]


def _data() -> Path:
    """Return the folder of the tables: inside an installed package, else beside it in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent / "data"


DATA = _data()


def restore(file: str) -> str:
    """Return how to get a file of the record back as it was: from git in a checkout, with the package elsewhere."""
    if DATA.name == "_data":
        return "Install the package anew."
    return f"To throw your change away: git checkout -- {file}"


def load_package(root: Path = DATA) -> Resource:
    """Return the data package descriptor of ``root`` as a dictionary.

    Raises :class:`~brink.errors.DescriptorError` when it is missing or not valid JSON.
    """
    path = Path(root) / DESCRIPTOR
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DescriptorError(f"{path} is missing. {restore(f'data/{DESCRIPTOR}')}") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DescriptorError(f"{path} can't be read ({error}). Mend that place.") from error
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        raise DescriptorError(f"{path} has no list of resources. {restore(f'data/{DESCRIPTOR}')}")
    return package
