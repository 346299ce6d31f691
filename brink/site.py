"""The Sphinx extension of the book: what the built site needs beyond its pages."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent


def _inline_math(writer, node: nodes.math) -> None:
    writer.body.append(tex2mathml(node.astext(), as_block=False))
    raise nodes.SkipNode


def _block_math(writer, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="math" tabindex="0">{tex2mathml(node.astext(), as_block=True)}</div>')
    raise nodes.SkipNode


def _copy_data(app: Sphinx, error: Exception | None) -> None:
    """Put the tables where the pages link to them: ``data/`` beside ``chapters/``, as in the project."""
    if error is None and app.builder.format == "html":
        shutil.copytree(ROOT / "data", Path(app.outdir) / "data", dirs_exist_ok=True)


def setup(app: Sphinx) -> dict:
    """Register with Sphinx: MathML instead of a script from another host, and the tables."""
    # Kernels start in the folder of their notebook: let them find the package.
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    app.add_html_math_renderer("mathml", (_inline_math, None), (_block_math, None))
    app.connect("build-finished", _copy_data)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
