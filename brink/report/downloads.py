"""What the built site holds besides its pages: the ledger for programs, the figures behind "What if", the record as one file, the picture of previews.

``python -m brink.report.downloads FOLDER [ADDRESS]`` saves it: the build has it made beside the chapters, once for the same
record.
"""

from __future__ import annotations

import sys
from pathlib import Path

from brink.argument.ledger import Ledger
from brink.record.bundle import NAME, bundle
from brink.report import exports, whatif
from brink.report.map import counts
from brink.report.preview import social_card


def save(folder: Path, base: str = "") -> None:
    """Save all of it into ``folder``; ``base`` is the address of the built site, where it is known."""
    ledger = Ledger.open()
    exports.save(ledger, folder, base)
    (folder / whatif.FILE).write_text(whatif.script(ledger), encoding="utf-8")
    for form in ("zip", "xlsx"):
        bundle(form, folder / f"{NAME}.{form}")
    social_card(folder / "social-card.png", counts(ledger))


if __name__ == "__main__":
    save(Path(sys.argv[1]), *sys.argv[2:])
