"""What a whole build leaves beside its pages, so that the next one knows what still holds."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from brink.report.execution import digest_of, ours

#: The file of a whole build: see :class:`Mark`.
MARK = ".whole.json"
#: The name under which the mark lists what is handed out besides pages.
DOWNLOADS = "downloads"
#: Where the book is served and where its project lies, for whoever builds it there: full addresses, buttons to rerun it.
ADDRESS, REPOSITORY = "BRINK_ADDRESS", "BRINK_REPOSITORY"


@dataclass
class Mark:
    """What a whole build leaves beside its pages, written last: by its content the next build knows what still holds.

    ``frame`` is a digest of what every page rests on besides itself, ``pages`` those of the pages' own text, ``outputs``
    the names under which their outputs are kept, ``shared`` a digest of what pages take from one another.
    """

    frame: str = ""
    shared: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, out: Path) -> Mark:
        """Return the mark of ``out``; an empty one where the last build did not reach its end."""
        try:
            return cls(**json.loads((out / MARK).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self, out: Path) -> None:
        """Leave the mark."""
        (out / MARK).write_text(json.dumps(vars(self), indent=1), encoding="utf-8")


def digest(file: Path) -> str:
    """Return a digest of a file's content."""
    return sha256(file.read_bytes()).hexdigest()


def frame_digest(root: Path, rests_on: str) -> str:
    """Return a digest of what every page rests on: ``rests_on``, the book's settings and contents, what is served with it."""
    named = [root / name for name in ("_config.yml", "_toc.yml", "references.bib") if (root / name).exists()]
    static = [path for path in ours(root / "_static") if path.parent.name != "figures"]
    known = [os.environ.get(name, "") for name in (ADDRESS, REPOSITORY)]
    return sha256(f"{rests_on}{known}\n{digest_of([*named, *static], root)}".encode()).hexdigest()
