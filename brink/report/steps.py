"""What is worked out is folded on the page: the headings of its steps stand in a row, and each opens what lies beneath it."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx_design.dropdown import dropdown_main, dropdown_title

#: The sections whose parts are folded: of a chapter, of the methods.
HEADINGS = ("The sum, step by step", "The models, one by one")


def fold_steps(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put each part of :data:`HEADINGS` into a fold that its heading opens."""
    for section in doctree.findall(nodes.section):
        if section[0].astext() in HEADINGS:
            for step in [part for part in section if isinstance(part, nodes.section)]:
                title, *body = step.children
                heading = nodes.rubric(
                    "", "", *title.children, level=3
                )  # MyST writes a rubric as a heading of its level
                step.children = []
                step += dropdown_main("", dropdown_title("", "", heading), *body, classes=["brink-step"])
