"""What the built site holds besides its pages: ledger and record as files, the figures behind "What if", a page a claim.

``python -m brink.report.downloads FOLDER [ADDRESS]`` saves it: the build has it made beside the chapters, once for the same
record.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from brink import __version__
from brink.argument.ledger import Ledger
from brink.record.bundle import NAME, bundle
from brink.report import ledger_files, whatif
from brink.report.appendix import datasets, standing
from brink.report.cards import gist
from brink.report.firmness import firmness
from brink.report.map import counts
from brink.report.preview import claim_card, social_card
from brink.report.templates import render, set_type


def claim_pages(ledger: Ledger, folder: Path, base: str = "") -> None:
    """Save a page for each claim, which can be shared and set into other pages, and the picture of its link previews."""
    folder.mkdir(parents=True, exist_ok=True)
    for found, review in zip(ledger, ledger_files.claim_reviews(ledger, base), strict=True):
        claim, card = found.claim, gist(ledger, found)
        page = render(
            "claim.html",
            card=card,
            firmness=firmness(found),
            href=ledger_files.card_link(ledger, claim, "../chapters/"),
            review=review,
            base=base,
            book=ledger.video.book,
            edition=__version__,
            day=ledger.day,
            settings=ledger.settings.values,
        )
        (folder / f"{claim.id}.html").write_text(set_type(page), encoding="utf-8")
        claim_card(folder / f"{claim.id}.png", card, ledger.video.themes[claim.theme].title, ledger.video.book)


def save(folder: Path, base: str = "") -> None:
    """Save all of it into ``folder``; ``base`` is the address of the built site, where it is known."""
    ledger = Ledger.open()
    ledger_files.save(ledger, folder, base)
    (folder / whatif.FILE).write_text(whatif.script(ledger), encoding="utf-8")
    for form in ("zip", "xlsx"):
        bundle(form, folder / f"{NAME}.{form}")
    for name, told in (("datasets", datasets(ledger.now, base)), ("standing", standing(ledger))):
        text = json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    claim_pages(ledger, folder / "claims", base)
    social_card(folder / "social-card.png", counts(ledger), ledger.video)


if __name__ == "__main__":
    save(Path(sys.argv[1]), *sys.argv[2:])
