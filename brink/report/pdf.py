"""The whole book as one PDF, printed from the built pages by a browser: ``python -m brink.report.pdf``, after ``make book``.

All pages are joined into one first, so that links between them lead on inside the file. It is printed twice: the first
print says on which page each entry of the contents stands.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from brink.report import browser
from brink.report.execution import PACKAGE
from brink.report.templates import render
from brink.report.whole import ADDRESS, MARK

NAME = "on-the-brink.pdf"
#: Where the front page offers it.
_OFFER = re.compile(r"<!--offer-->.*?<!--/offer-->", re.DOTALL)
#: What only a screen can use, or what the paper would show twice.
_SCREEN = (
    "script, button, form, fieldset, noscript, template, .headerlink, .only-dark, .brink-downloads, .brink-share, .brink-line, "
    ".brink-code, .tag_hide-input > details, .brink-strip details > :not(summary), .brink-entry details, source, .brink-presets, "
    "#brink-offer"
)
#: Attributes that name an element by its id.
_NAMING = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")


class PdfError(Exception):
    """The book could not be printed; the message says why and what to do."""


@dataclass
class Chapter:
    """A page of the book on its way to print."""

    page: str
    number: int
    article: Tag
    id: str = ""
    lang: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The heading of the page."""
        heading = self.article.find("h1")
        assert isinstance(heading, Tag)
        return " ".join(heading.get_text().split())

    @property
    def sections(self) -> list[dict[str, str]]:
        """The sections that the contents list: title and id."""
        headings = [heading for heading in self.article.select("section > h2") if heading.parent is not None]
        return [
            {"title": " ".join(heading.get_text().split()), "id": str(heading.parent["id"])}
            for heading in headings
            if heading.parent is not None and heading.parent.has_attr("id")
        ]

    @property
    def body(self) -> Markup:
        """The page as it goes to print."""
        return Markup(self.article.decode_contents())


def contents(toc: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return the parts of the book with the names of their pages; the first has no title and holds the front page."""
    parts = toc.get("parts") or [{"chapters": toc.get("chapters", [])}]
    named = [(part.get("caption", ""), [chapter["file"] for chapter in part["chapters"]]) for part in parts]
    return [("", [toc["root"]]), *named]


def read(site: Path, page: str, number: int, taken: set[str]) -> Chapter:
    """Read a built page, without what only a screen can use; its ids become unique among those ``taken``."""
    text = (site / f"{page}.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(text, "html.parser")
    article = soup.select_one("article.bd-article")
    if article is None:
        raise PdfError(f"{page}.html has no article: build the book first (make book)")
    for part in article.select(_SCREEN):
        part.decompose()
    for part in article.select("details"):
        part["open"] = ""
    for image in article.select("img[loading]"):
        del image["loading"]
    chapter = Chapter(page, number, article, id=f"page-{PurePosixPath(page).name}")
    if spoken := article.select_one("section[lang]"):
        chapter.lang = str(spoken["lang"])
    taken.add(chapter.id)
    for part in article.select("[id]"):
        name = str(part["id"])
        chapter.ids[name] = new = name if name not in taken else f"{chapter.id}--{name}"
        part["id"] = new
        taken.add(new)
    return chapter


def lead(chapters: list[Chapter], site: Path, base: str) -> None:
    """Have links between pages lead on inside the file, those to other files to the published book, where there is one."""
    by_page = {chapter.page: chapter for chapter in chapters}
    for chapter in chapters:
        folder = PurePosixPath(chapter.page).parent
        for part in chapter.article.find_all(True):
            for name in _NAMING:
                if part.has_attr(name):
                    given = part[name]
                    names = given if isinstance(given, list) else str(given).split()
                    part[name] = " ".join(chapter.ids.get(one, one) for one in names)
        for image in chapter.article.select("img[src]"):
            if not urlsplit(str(image["src"])).scheme:
                image["src"] = normpath(str(folder / str(image["src"])))
        for link in chapter.article.select("a[href]"):
            target = urlsplit(str(link["href"]))
            if target.scheme or target.netloc:
                continue
            path = normpath(str(folder / target.path)) if target.path else f"{chapter.page}.html"
            other = by_page.get(path.removesuffix(".html"))
            if other is not None and path.endswith(".html"):
                link["href"] = "#" + (other.ids.get(target.fragment, other.id) if target.fragment else other.id)
            elif base and (site / path).is_file():
                link["href"] = f"{base}/{path}" + (f"#{target.fragment}" if target.fragment else "")
            else:
                link.name = "span"
                del link["href"]


def joined(site: Path, toc: Mapping[str, Any], base: str = "", pages: Mapping[str, int] | None = None) -> str:
    """Return all pages of a built book as one; ``pages`` says where each entry of the contents stands, once known."""
    taken: set[str] = set()
    numbers = iter(range(1, 1000))
    parts: list[dict[str, Any]] = [
        {"title": title, "chapters": [read(site, page, next(numbers), taken) for page in named]}
        for title, named in contents(toc)
    ]
    chapters = [chapter for part in parts for chapter in part["chapters"]]
    lead(chapters, site, base)
    front = BeautifulSoup((site / f"{toc['root']}.html").read_text(encoding="utf-8"), "html.parser")
    described = front.select_one('meta[name="description"]')
    stand = front.select_one(".brink-edition")
    return render(
        "book.html",
        title=chapters[0].title,
        subtitle=described["content"] if described is not None else "",
        stand="" if stand is None else " ".join(stand.get_text().split()),
        sheets=[str(link["href"]) for link in front.select('link[rel="stylesheet"]')],
        site=site.resolve().as_uri(),
        base=base,
        parts=parts,
        pages=pages or {},
    )


def print_page(page: Path, to: Path) -> None:
    """Have the browser print a page from disk, with an outline and tags for readers' aids."""
    program = browser.find()
    if program is None:
        raise PdfError("There is no browser of Chromium's kind to print with; see: python -m brink.report.browser")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
            "--export-tagged-pdf",
            f"--print-to-pdf={to}",
            page.as_uri(),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not to.is_file():
        raise PdfError(f"The browser could not print the book:\n{done.stderr}")


def pages_of(printed: bytes) -> dict[str, int]:
    """Return on which page each place stands that a link of a printed file leads to, by the id of the element.

    Chromium writes pages in their order, and every place by its name. Raises :class:`PdfError` where a file is written
    otherwise.
    """
    order = sorted(int(number) for number in re.findall(rb"\n(\d+) 0 obj\n<</Type /Page\n", printed))
    numbers = {page: count for count, page in enumerate(order, start=1)}
    places = re.findall(rb"[\n<]/(\S+) \[(\d+) 0 R /XYZ", printed)
    if not numbers or not places or not {int(page) for _, page in places} <= numbers.keys():
        raise PdfError("This browser writes its PDF in a way in which the pages of the contents could not be found.")
    return {name.decode("latin-1"): numbers[int(page)] for name, page in places}


def make(site: Path, toc: Mapping[str, Any], base: str = "") -> Path:
    """Print the book that is built in ``site`` into it, and offer it on its front page; returns the file."""
    with tempfile.TemporaryDirectory() as scratch:
        page, draft = Path(scratch) / "book.html", Path(scratch) / NAME
        page.write_text(joined(site, toc, base), encoding="utf-8")
        print_page(page, draft)
        page.write_text(joined(site, toc, base, pages_of(draft.read_bytes())), encoding="utf-8")
        print_page(page, draft)
        shutil.copy(draft, site / NAME)
    _offer(site / f"{toc['root']}.html", (site / NAME).stat().st_size)
    return site / NAME


def withdraw(site: Path, root: str) -> None:
    """Take back a PDF of pages that have changed since."""
    (site / NAME).unlink(missing_ok=True)
    _offer(site / f"{root}.html", 0)


def _offer(front: Path, size: int) -> None:
    """Have the front page offer the PDF of so many bytes; with none, nothing."""
    text = front.read_text(encoding="utf-8")
    offer = render("offer.html", name=NAME, megabytes=size / 1e6).strip()
    front.write_text(_OFFER.sub(lambda _: offer, text), encoding="utf-8")


def main() -> int:
    """Print the book that was built here; returns the exit code."""
    root = PACKAGE.parent
    site = root / "_build" / "html"
    if not (site / MARK).is_file():
        print("There is no whole book here to print: make book", file=sys.stderr)
        return 2
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    try:
        made = make(site, toc, os.environ.get(ADDRESS, "").rstrip("/"))
    except PdfError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{made}: {made.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
