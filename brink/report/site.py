"""The Sphinx extension of the book: what the built site needs beyond its pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import Future
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from myst_nb.sphinx_ext import add_global_html_resources
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.logging import getLogger
from sphinx.writers.html5 import HTML5Translator

from brink.errors import BrinkError
from brink.report.execution import PACKAGE, Outputs, isolate, tables
from brink.report.kernels import warm
from brink.report.search import Texts, write_texts
from brink.report.steps import fold_steps
from brink.report.terms import Terms, explained, link_terms
from brink.report.whole import ADDRESS, DOWNLOADS, MARK, REPOSITORY, Mark, digest, frame_digest

logger = getLogger(__name__)
#: The page that describes every table.
TABLES = "chapters/data-appendix"
#: The forms of the book in which nothing is lost.
FORMS = ("html", "linkcheck", "dummy")
FONTAWESOME = re.compile(r"<script[^>]*scripts/fontawesome\.js[^>]*></script>\s*")


class Building:
    """One build: what it finds, executes and leaves."""

    def __init__(self, app: Sphinx):
        self.root, self.out = Path(app.srcdir), Path(app.outdir)
        self.outputs = Outputs(self.out.parent / "outputs")
        self.before = Mark.read(self.out)
        self.now = Mark(frame=frame_digest(self.root, self.outputs.rests_on), outputs=dict(self.before.outputs))
        # Until this build has reached its end there is no whole one. What was interrupted, or rests on another frame, is
        # made anew: pages are quick, and what was executed is kept.
        (self.out / MARK).unlink(missing_ok=True)
        if self.before.frame != self.now.frame:
            warm()
            self.before = Mark()
            for folder in (self.out, Path(app.doctreedir)):
                shutil.rmtree(folder, ignore_errors=True)
        (self.out / "_static").mkdir(parents=True, exist_ok=True)
        self.running: dict[str, tuple[NotebookNode, Future[bool]]] = {}
        self.executed: list[str] = []
        base = app.config.html_baseurl.rstrip("/")
        key = self.outputs.key("downloads", base)
        self.downloads = self.outputs.folder / key
        self.now.outputs[DOWNLOADS] = key
        self.saved = self.outputs.pool.submit(self.outputs.kept, key, partial(_save_downloads, base))

    def changed(self, app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
        """Name the pages whose own text is another than in the last whole build, whatever their files' times say."""
        self.now.pages = {page: digest(Path(env.doc2path(page))) for page in sorted(env.found_docs)}
        return [page for page, text in self.now.pages.items() if self.before.pages.get(page) != text]

    def execute(self, app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
        """Execute the pages that Sphinx is about to read, as far as their outputs are not kept.

        Reading goes on meanwhile, and waits for each page's outputs.
        """
        settings, markdown = env.mystnb_config, env.myst_config  # type: ignore[attr-defined]  # put there by myst-nb
        shutil.rmtree(settings.execution_cache_path, ignore_errors=True)
        if settings.execution_mode != "cache":
            return
        for page in pages:
            path = Path(env.doc2path(page))
            text = path.read_text(encoding="utf-8")
            if reader := create_nb_reader(str(path), markdown, settings, text):
                notebook = reader.read(text)
                self.now.outputs[page] = self.outputs.page_key(page, notebook)
                self.running[page] = notebook, self.outputs.pool.submit(self.outputs.fill, page, notebook, path.parent)

    def hand_over(self, app: Sphinx, page: str, source: list[str]) -> None:
        """Put a page's outputs where myst-nb looks for them; of a page that failed those up to there, and why."""
        if page not in self.running:
            return
        notebook, filled = self.running.pop(page)
        try:
            self.executed += [page] * filled.result()
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            logger.warning("%s could not be executed: %s", page, error)
        where = get_cache(app.env.mystnb_config.execution_cache_path)  # type: ignore[attr-defined]
        where.cache_notebook_bundle(CacheBundleIn(notebook, page), check_validity=False, overwrite=True)

    def ripple(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Name all pages when something has changed that they take from one another: titles, sections, labels, terms."""
        shared = [
            sorted((page, title.astext()) for page, title in env.titles.items()),
            sorted((page, contents.pformat()) for page, contents in env.tocs.items()),
            sorted(
                (kind, sorted(env.get_domain("std").data[kind].items())) for kind in ("labels", "anonlabels", "objects")
            ),
            sorted(env.get_domain("citation").data["citations"].items()),
            sorted(getattr(env, "brink_terms", {}).items()),
        ]
        self.now.shared = sha256(repr(shared).encode()).hexdigest()
        same = self.before.shared == self.now.shared and self.before.outputs == self.now.outputs
        self.saved.result()
        logger.info("executed: %s", " ".join(self.executed) or "nothing")
        return [] if same else sorted(env.found_docs)

    def finish(self, app: Sphinx, error: Exception | None) -> None:
        """Put what the pages link to where they expect it, and leave the mark."""
        self.outputs.pool.shutdown(cancel_futures=True)
        if error is not None or app.statuscode or app._warncount:
            return
        if missing := [page for page in self.now.pages if not (self.out / f"{page}.html").exists()]:
            raise ExtensionError(f"Not written, though nothing was said: {', '.join(missing)}")
        self.now.outputs = {
            page: key for page, key in self.now.outputs.items() if page in self.now.pages or page == DOWNLOADS
        }
        self.serve(app)
        if self.now != self.before:
            from brink.report.pdf import withdraw

            withdraw(self.out, app.config.root_doc)
        self.outputs.forget(keep=self.now.outputs.values())
        self.now.write(self.out)

    def serve(self, app: Sphinx) -> None:
        """Put beside the pages what they link to: the drawings, the ledger for programs, and ``data/`` as in the project."""
        # With pandas behind them: too slow where nothing is to do.
        from brink.report.templates import render
        from brink.video import load_video

        _lighten(self.out)
        if base := app.config.html_baseurl.rstrip("/"):
            claims = sorted(f"claims/{page.stem}" for page in (self.downloads / "claims").glob("*.html"))
            pages = [*sorted(app.env.found_docs), *claims]
            (self.out / "sitemap.xml").write_text(render("sitemap.xml", base=base, pages=pages), encoding="utf-8")
        figures = [*self.outputs.files(self.now.outputs.values()), self.downloads / "social-card.png"]
        _hold(self.out / "_static" / "figures", figures)
        _hold(self.out / "data", tables())
        chapters = {theme.key: theme.chapter for theme in load_video().themes.values()}
        write_texts(app.env, self.downloads / "claims.json", chapters, self.out / "searchtext.js")
        _hold(self.out / "claims", (self.downloads / "claims").iterdir())
        for file in self.downloads.iterdir():
            if file.is_file() and file.suffix != ".png":
                shutil.copy(file, self.out)


def _save_downloads(base: str, folder: Path) -> None:
    """Have the downloads made, in a process of their own: they take as long as a chapter."""
    done = subprocess.run(
        [sys.executable, "-m", "brink.report.downloads", folder, base], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ExtensionError(f"The ledger could not be saved for the site:\n{done.stderr}")


def _hold(folder: Path, files: Iterable[Path]) -> None:
    """Have a folder hold copies of ``files`` and nothing else; what is there already is left."""
    folder.mkdir(parents=True, exist_ok=True)
    named = {file.name: file for file in files}
    for file in folder.iterdir():
        if file.name not in named:
            file.unlink()
    for name, file in named.items():
        copy, whole = folder / name, file.stat()
        if not copy.exists() or (copy.stat().st_size, copy.stat().st_mtime_ns) != (whole.st_size, whole.st_mtime_ns):
            shutil.copy2(file, copy)


def _inline_math(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(tex2mathml(node.astext(), as_block=False))
    raise nodes.SkipNode


def _block_math(writer: HTML5Translator, node: nodes.math_block) -> None:
    box = writer.starttag(node, "div", "", CLASS="math", tabindex="0")
    writer.body.append(f"{box}{tex2mathml(node.astext(), as_block=True)}</div>")
    raise nodes.SkipNode


def _lighten(out: Path) -> None:
    """Drop what the theme ships and these pages don't use: icons come as a font, its script repeats them in 1.5 MB."""
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if "scripts/fontawesome.js" in text:
            page.write_text(FONTAWESOME.sub("", text), encoding="utf-8")
    for pattern in ("scripts/*.map", "scripts/fontawesome.js*", "styles/*.map", "vendor/fontawesome/webfonts/*.ttf"):
        for file in (out / "_static").glob(pattern):
            file.unlink()


def _describe(
    building: Building, app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Mend a page: no scripts from elsewhere, drawings as files, a description for link previews."""
    from brink.report.figure_files import with_files
    from brink.report.templates import render, set_type

    # Jupyter Book loads thebe (live kernels from another host) even when it is switched off.
    context["script_files"] = [
        script
        for script in context["script_files"]
        if "thebe" not in f"{script.filename} {getattr(script, 'attributes', {}).get('body', '')}".lower()
    ]
    if doctree is None:
        return
    # docutils calls the bibliography a list whose items are none; readers' aids object.
    body = re.sub(r'(?<=<div )role="list" (?=class="citation-list">)', "", context["body"])
    if lang := app.env.metadata[page].get("lang"):
        # The frame around it speaks the language of the book.
        body = body.replace("<section", f'<section lang="{lang}"', 1)
    standing = json.loads((building.downloads / "standing.json").read_text(encoding="utf-8"))
    chapter = page.rpartition("/")[2]
    own = chapter in standing["oldest"]
    body += render(
        "standing.html",
        day=standing["day"],
        own=own,
        oldest=standing["oldest"][chapter if own else ""],
        link=app.builder.get_relative_uri(page, TABLES),
    )
    if terms := explained(app.env, doctree):
        body += render("terms.html", terms=terms)
    if page == app.config.root_doc:
        body += render("offer.html", name="", megabytes=0)
    saved = building.outputs.folder / building.now.outputs.get(page, "") / "files"
    context["body"] = set_type(with_files(body, saved))
    paragraphs = [" ".join(node.astext().split()) for node in doctree.findall(nodes.paragraph)]
    answers = [text for text in paragraphs if text.startswith("The short answer")]
    text = (answers or paragraphs or [""])[0].removeprefix("The short answer. ")[:300]
    title = context.get("title", "") if page != app.config.root_doc else app.config.html_title
    base = app.config.html_baseurl.rstrip("/")
    datasets = page == TABLES and json.loads((building.downloads / "datasets.json").read_text(encoding="utf-8"))
    context["metatags"] = context.get("metatags", "") + render(
        "head.html", title=title, text=text, book=app.config.html_title, base=base, page=page, datasets=datasets
    )
    if page == app.config.root_doc:
        # Windows and bookmarks name the book after the page: not twice the same.
        context["title"] = context.get("front_title", title)


def _forget_lost_words(app: Sphinx) -> list[Any]:
    """Drop from the search index the words that a changed page was the last to have; Sphinx keeps them, with no page."""
    if indexer := getattr(app.builder, "indexer", None):
        for words in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in words.items() if not pages]:
                del words[word]
    return []


def refuse(why: str) -> NoReturn:
    """End the build with one line and the exit code 1: nothing is wrong with the book, and no traceback would tell more."""
    raise SystemExit(why)


def _refuse_other_forms(app: Sphinx) -> None:
    """End with a word where a form is asked for in which links, figures or cards would be missing."""
    if app.builder.name not in FORMS:
        refuse(
            f"This book is built as HTML pages: jupyter-book build . (The builder {app.builder.name!r} would lose links, "
            "figures or cards without a word.)"
        )


def _refuse_a_place_that_cannot_be_written(out: Path) -> None:
    """End with a word where nothing can be built."""
    there = next(folder for folder in (out, *out.parents) if folder.exists())
    if not os.access(there, os.W_OK):
        refuse(f"{there} can't be written. Have the book built elsewhere: jupyter-book build . --path-output FOLDER")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx: chapters executed side by side, MathML instead of a script from another host, and the tables."""
    beside = Path(app.srcdir) / "brink"
    if beside.is_dir() and not beside.samefile(PACKAGE):
        refuse(
            f"This environment runs the package of {PACKAGE.parent}, not the one of this book. Build with `make book`, or "
            "first: pip install --no-deps --no-build-isolation --editable ."
        )
    _refuse_a_place_that_cannot_be_written(Path(app.outdir))
    isolate()
    if os.environ.get("BRINK_AS_OF"):
        from brink.argument.ledger import Ledger

        try:
            Ledger.open()
        except BrinkError as error:  # a day that is none, or of which there is no book: one line, no trace
            sys.exit(str(error))

    def begin(app: Sphinx, config: Config) -> None:
        config.html_baseurl = os.environ.get(ADDRESS) or config.html_baseurl
        if repository := os.environ.get(REPOSITORY):
            config.html_theme_options |= {
                "repository_url": repository,
                "repository_branch": "main",
                "use_repository_button": True,
                "use_issues_button": True,
                "launch_buttons": {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"},
            }
        building = Building(app)
        app.connect("env-get-outdated", building.changed)
        app.connect("env-before-read-docs", building.execute)
        app.connect("source-read", building.hand_over)
        app.connect("env-updated", building.ripple)
        app.connect("html-page-context", partial(_describe, building), priority=900)
        app.connect("build-finished", building.finish, priority=900)

    app.connect("config-inited", begin, priority=100)
    app.connect("builder-inited", _refuse_other_forms)
    # myst-nb lays its style sheet down when all is written; there from the start, its digest is in every build's pages.
    app.connect("builder-inited", lambda app: add_global_html_resources(app, None))
    app.connect("html-collect-pages", _forget_lost_words)
    app.connect("doctree-resolved", link_terms)
    app.connect("doctree-resolved", fold_steps)
    app.add_env_collector(Terms)
    app.add_env_collector(Texts)
    app.add_html_math_renderer("mathml", (_inline_math, None), (_block_math, None))
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
