"""The Sphinx extension of the book: what the built site needs beyond its pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from html import escape
from importlib.metadata import distributions
from importlib.resources import files
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator

from brink.report.charts import with_files

ROOT = Path(__file__).resolve().parent.parent
#: What chapters save while they are executed.
FIGURES = ROOT / "_static" / "figures"
FONTAWESOME = re.compile(r"<script[^>]*scripts/fontawesome\.js[^>]*></script>\s*")
#: The blank between a number and its unit, outside of code.
UNIT = re.compile(r"(<pre.*?</pre>)|(?<=\d) (?=(?:%|bp|billion|million|points?|trillion)(?!\w))", re.DOTALL)


def fingerprint() -> str:
    """Return a digest of what every page rests on besides its own text: the data, our code, Python, the installed packages."""
    digest = sha256(sys.version.encode())
    for file in sorted([*(ROOT / "data").iterdir(), *(ROOT / "brink").rglob("*.py")]):
        digest.update(f"{file.relative_to(ROOT)}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    for package in sorted(f"{package.name}=={package.version}" for package in distributions()):
        digest.update(f"{package}\n".encode())
    return digest.hexdigest()


def _take_fingerprint(app: Sphinx, config: Config) -> None:
    """Make the fingerprint part of the configuration: when it changes, Sphinx reads (so executes) every page afresh."""
    config.brink_fingerprint = fingerprint()


def _execute(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Execute the pages that Sphinx is about to read, as many side by side as there are cores.

    Reading goes on meanwhile, and waits for each page's outputs. myst-nb finds them in its cache, which starts empty at
    every build, so that nothing old is ever shown: which pages are executed is for Sphinx to say. A page that fails is
    left out; myst-nb runs it once more and reports.
    """
    settings, markdown = env.mystnb_config, env.myst_config  # type: ignore[attr-defined]  # put there by myst-nb
    if settings.execution_mode != "cache":
        return
    shutil.rmtree(settings.execution_cache_path, ignore_errors=True)
    cache = get_cache(settings.execution_cache_path)

    def run(path: Path) -> CacheBundleIn | None:
        text = path.read_text(encoding="utf-8")
        reader = create_nb_reader(str(path), markdown, settings, text)
        if reader is None:
            return None
        result = single_nb_execution(
            reader.read(text), cwd=str(path.parent), timeout=settings.execution_timeout, allow_errors=False,
            extra_arguments=["--log-level=ERROR"],
        )  # fmt: skip
        return None if result.err else CacheBundleIn(result.nb, str(path), data={"execution_seconds": result.time})

    pool = ThreadPoolExecutor(os.cpu_count())
    bundles = {page: pool.submit(run, Path(env.doc2path(page))) for page in pages}
    pool.shutdown(wait=False)

    def hand_over(app: Sphinx, page: str, source: list[str]) -> None:
        if bundle := bundles[page].result():
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)

    app.connect("source-read", hand_over)


def _inline_math(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(tex2mathml(node.astext(), as_block=False))
    raise nodes.SkipNode


def _block_math(writer: HTML5Translator, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="math" tabindex="0">{tex2mathml(node.astext(), as_block=True)}</div>')
    raise nodes.SkipNode


def _write_downloads(app: Sphinx, error: Exception | None) -> None:
    """Put what the pages link to where they expect it.

    The tables go to ``data/`` beside ``chapters/``, as in the project; the ledger, which the chapter on verdicts has
    saved, to ``claims.json`` and ``claims.csv``. The DataTables library is taken from the installed package itables and stored as
    text that ``ledger.js`` imports: a browser refuses to load a module from a file on disk.
    The fingerprint is left beside the pages: as long as it stays, so do the downloads.
    """
    if error is not None or app.builder.format != "html":
        return
    out = Path(app.outdir)
    _lighten(out)
    if base := app.config.html_baseurl.rstrip("/"):
        urls = "".join(f"<url><loc>{base}/{page}.html</loc></url>" for page in sorted(app.env.found_docs))
        (out / "sitemap.xml").write_text(
            f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>\n'
        )
    mark = out / ".fingerprint"
    if mark.exists() and mark.read_text() == app.config.brink_fingerprint:
        return
    shutil.rmtree(out / "data", ignore_errors=True)
    shutil.copytree(ROOT / "data", out / "data")
    for file in FIGURES.glob("claims.*"):
        shutil.copy(file, out)
    code = json.dumps((files("itables") / "html" / "dt_bundle.js").read_text(encoding="utf-8"))
    (out / "_static" / "datatables.js").write_text(f"window.BRINK_DATATABLES = {code};\n", encoding="utf-8")
    mark.write_text(app.config.brink_fingerprint)


def _lighten(out: Path) -> None:
    """Drop what the theme ships and these pages don't use: icons come as a font, its script repeats them in 1.5 MB."""
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if "scripts/fontawesome.js" in text:
            page.write_text(FONTAWESOME.sub("", text), encoding="utf-8")
    for pattern in ("scripts/*.map", "scripts/fontawesome.js*", "styles/*.map", "vendor/fontawesome/webfonts/*.ttf"):
        for file in (out / "_static").glob(pattern):
            file.unlink()


def keep_units(body: str) -> str:
    """Return HTML in which a number and its unit are not parted at the end of a line."""
    return UNIT.sub(lambda found: found[1] or "\N{NO-BREAK SPACE}", body)


def _describe(app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Mend a page's head: no scripts from elsewhere, a description for link previews, the verdicts as ClaimReview."""
    # Jupyter Book loads thebe (live kernels from another host) even when it is switched off.
    context["script_files"] = [
        script
        for script in context["script_files"]
        if "thebe" not in f"{script.filename} {getattr(script, 'attributes', {}).get('body', '')}".lower()
    ]
    if doctree is None:
        return
    # docutils calls the bibliography a list whose items are none; readers' aids object.
    body = context["body"].replace('<div role="list" class="citation-list">', '<div class="citation-list">')
    context["body"] = keep_units(with_files(body))
    paragraphs = [" ".join(node.astext().split()) for node in doctree.findall(nodes.paragraph)]
    answers = [text for text in paragraphs if text.startswith("The short answer")]
    text = (answers or paragraphs or [""])[0].removeprefix("The short answer. ")[:300]
    title = context.get("title", "") if page != app.config.root_doc else app.config.html_title
    tags = {"og:title": title, "og:description": text, "og:type": "article", "og:site_name": app.config.html_title}
    base = app.config.html_baseurl.rstrip("/")
    if base:
        tags |= {"og:url": f"{base}/{page}.html", "og:image": f"{base}/_static/figures/social-card.png"}
    meta = f'<meta name="description" content="{escape(text, quote=True)}">\n'
    meta += "\n".join(f'<meta property="{name}" content="{escape(value, quote=True)}">' for name, value in tags.items())
    if page == "chapters/verdicts":
        reviews = json.loads((FIGURES / "claim-reviews.json").read_text(encoding="utf-8"))
        for review in reviews if base else ():
            review["url"] = f"{base}/{Path(page).parent}/{review['url']}"
        # "<" can't close the script element: in JSON it may be written as an escape.
        text = json.dumps(reviews, ensure_ascii=False).replace("<", "\\u003c")
        meta += f'\n<script type="application/ld+json">{text}</script>'
    context["metatags"] = context.get("metatags", "") + meta


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx: chapters executed side by side, MathML instead of a script from another host, and the tables."""
    # Kernels start in the folder of their notebook: let them find the package.
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    # As many kernels as cores run at once: their sums are too small to gain from threads of their own.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app.add_config_value("brink_fingerprint", "", "env", str)
    app.connect("config-inited", _take_fingerprint)
    app.connect("env-before-read-docs", _execute)
    app.add_html_math_renderer("mathml", (_inline_math, None), (_block_math, None))
    app.connect("build-finished", _write_downloads)
    app.connect("html-page-context", _describe, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
