"""What the search page shows beside its results: excerpts from the texts of the sections, and every claim.

A page opened from disk can load nothing but scripts: the texts stand in one of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from brink.argument.verdict import VERDICTS
from brink.report.terms import Kept


class Texts(Kept):
    """The text of each section of a page: its anchor, its heading, its words outside of code."""

    name = "brink_texts"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep the texts of a page."""
        self.kept(app.env)[app.env.docname] = [
            (section["ids"][0], section[0].astext(), " ".join(" ".join(_words(section)).split()))
            for section in doctree.findall(nodes.section)
        ]


def _words(section: nodes.Element) -> Iterator[str]:
    for child in section.children[1:]:
        if not isinstance(child, nodes.section):
            parts = child.findall(lambda node: isinstance(node, nodes.paragraph | nodes.term))
            yield from (part.astext() for part in parts)


def write_texts(env: BuildEnvironment, claims: Path, chapters: dict[str, str], to: Path) -> None:
    """Write what the search page shows beside its results: the texts of the sections, and every claim."""
    found = [
        {key: claim[key] for key in ("id", "title", "quote", "verdict", "ruling")}
        | {"sign": VERDICTS[claim["verdict"]].sign, "href": f"chapters/{chapters[claim['theme']]}.html#{claim['id']}"}
        for claim in json.loads(claims.read_text(encoding="utf-8"))
    ]
    texts = dict(sorted(getattr(env, "brink_texts", {}).items()))
    data = json.dumps({"pages": texts, "claims": found}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    to.write_text(f"window.brinkTexts = {data};\n", encoding="utf-8")
