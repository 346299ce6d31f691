"""Terms explained where they are met: the glossary's definitions, linked from every page and laid into it.

Sphinx reads pages one by one and keeps what it has read; so do the collectors here and in ``search``. A page opened from
disk can load nothing but scripts: definitions stand in the page that uses the term.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

#: Terms that are mostly meant in their everyday sense: explained only where a page asks for it, {term}`edition`.
EVERYDAY = {"edition", "tail", "firm", "depends on", "one way only"}
#: Where a term is not looked for.
_LEFT_OUT = (
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.title,
    nodes.term,
    nodes.math,
    nodes.raw,
    nodes.citation,
    addnodes.desc,
    addnodes.pending_xref,
)


class Kept(EnvironmentCollector):
    """Something kept for each page, under ``name`` in the environment."""

    name = ""

    def kept(self, env: BuildEnvironment) -> dict[str, Any]:
        """Return what was kept, by page."""
        if not hasattr(env, self.name):
            setattr(env, self.name, {})
        found: dict[str, Any] = getattr(env, self.name)
        return found

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget what was kept for a page."""
        self.kept(env).pop(docname, None)

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
        """Take over what another process has read."""
        self.kept(env).update({page: found for page, found in self.kept(other).items() if page in docnames})


class Terms(Kept):
    """The terms of a page's glossary: each with its anchor and its definition."""

    name = "brink_terms"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep the terms of a page."""
        found = {}
        for glossary in doctree.findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                definition = " ".join(" ".join(part.astext() for part in item.findall(nodes.definition)).split())
                for term in item.findall(nodes.term):
                    for name in term.astext().split(", "):
                        found[name] = (term["ids"][0], definition)
        if found:
            self.kept(app.env)[app.env.docname] = found


def _pattern(names: list[str]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest))})(?:s|es)?(?![\w-])", re.IGNORECASE)


def link_terms(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Link the first mention of each term of the glossary in each section of a page, where it does not link itself."""
    kept: dict[str, dict[str, tuple[str, str]]] = getattr(app.env, "brink_terms", {})
    if page in kept or not kept or app.builder.format != "html":
        return
    home, terms = next(iter(kept.items()))
    names = {name.lower(): name for name in terms if name not in EVERYDAY}
    pattern, address = _pattern(list(names)), app.builder.get_relative_uri(page, home)
    for section in [top for top in doctree.children if isinstance(top, nodes.section)]:
        for part in [section, *(child for child in section.children if isinstance(child, nodes.section))]:
            _link(part, pattern, {name: (terms[own][0], own) for name, own in names.items()}, address)


def _link(part: nodes.Element, pattern: re.Pattern[str], terms: dict[str, tuple[str, str]], address: str) -> None:
    met = {str(link.get("refuri", "")).partition("#")[2] for link in part.findall(nodes.reference)}
    for text in list(part.findall(nodes.Text)):
        above, inside = text.parent, False
        while above is not part and not inside:
            inside = isinstance(above, _LEFT_OUT)
            above = above.parent
        # What stands in a section of its own has its own first mentions.
        if inside or not isinstance(_paragraph(text), nodes.paragraph) or _section(text) is not part:
            continue
        pieces: list[nodes.Node] = []
        done = 0
        for found in pattern.finditer(text.astext()):
            anchor, own = terms[found[1].lower()]
            if anchor in met or (own.isupper() and found[1] != own):
                continue
            met.add(anchor)
            pieces.append(nodes.Text(text.astext()[done : found.start()]))
            pieces.append(
                nodes.reference("", found[0], internal=True, refuri=f"{address}#{anchor}", classes=["brink-term"])
            )
            done = found.end()
        if pieces:
            text.parent.replace(text, [*pieces, nodes.Text(text.astext()[done:])])


def _paragraph(text: nodes.Text) -> Any:
    """Return the first element above a text that is no part of a line."""
    above: Any = text.parent
    while isinstance(above, nodes.Inline):
        above = above.parent  # type: ignore[attr-defined]
    return above


def _section(text: nodes.Text) -> nodes.Node | None:
    """Return the section, of the first two levels, in which a text stands."""
    above, sections = text.parent, []
    while above is not None:
        if isinstance(above, nodes.section):
            sections.append(above)
        above = above.parent
    return sections[-2:][0] if sections else None


def explained(env: BuildEnvironment, doctree: nodes.document) -> dict[str, str]:
    """Return the definitions of the terms that a page links, by their anchors."""
    known = {anchor: text for terms in getattr(env, "brink_terms", {}).values() for anchor, text in terms.values()}
    linked = {str(link.get("refuri", "")).partition("#")[2] for link in doctree.findall(nodes.reference)}
    return {anchor: text for anchor, text in known.items() if anchor in linked}
