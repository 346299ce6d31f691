"""How the book is built: what changed always shows, what did not is not done again, and text from outside stays text."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from brink.record.snapshot import DESCRIPTOR

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
"""
CELL = "```{code-cell} ipython3\n%s\n```\n"


def project(folder: Path, pages: dict[str, str]) -> Path:
    """Lay out our code, data and settings with other pages; the first one is the root of the book."""
    for part in ("brink", "data", "_static"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "figures"))
    for file in ("_config.yml", "references.bib", "Makefile"):
        shutil.copy(ROOT / file, folder)
    for page, text in pages.items():
        (folder / page).parent.mkdir(exist_ok=True)
        (folder / page).write_text(SETTINGS + text, encoding="utf-8")
    root, *others = (page.removesuffix(".md") for page in pages)
    toc = {"format": "jb-book", "root": root, "chapters": [{"file": page} for page in others]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc))
    return folder


def build(folder: Path) -> tuple[int, set[str], str]:
    """Build with `make book` in the environment at hand; return its exit code, the pages executed, and what it printed."""
    done = subprocess.run(
        ["make", "--silent", "--old-file=.venv/.ready", "book", f"BIN={Path(sys.executable).parent}"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    printed = done.stdout + done.stderr
    return done.returncode, {Path(page).name for page in re.findall(r"(\S+): Using cached notebook", printed)}, printed


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_changed_shows_and_what_did_not_is_not_done_again(tmp_path):
    show = (
        "from brink import book\nfrom brink.record.snapshot import Snapshot\nreleases = Snapshot().table('japan_gdp_estimates')\n"
        'book.prose(f\'Lowest {releases["value_pct"].min()}, {book.day("2025-06-10")}.\')'
    )
    folder = project(
        tmp_path, {"index.md": "# Front\n" + CELL % show, "other.md": "# Other\nFirst words.\n" + CELL % "print(1 + 1)"}
    )
    site = folder / "_build" / "html"

    code, executed, printed = build(folder)
    assert (code, executed) == (0, {"index.md", "other.md"}), printed
    assert build(folder)[:2] == (0, set()), "nothing changed"

    edit(folder / "other.md", "First words.", "Second words.")
    assert build(folder)[:2] == (0, {"other.md"}), "prose changed"
    assert "Second words." in (site / "other.html").read_text()

    edit(folder / "data" / "japan_gdp_estimates.csv", ",-1.5,", ",-2.5,")
    edit(folder / "brink" / "__init__.py", "{when.day} {when:%B %Y}", "{when:%B} {when.day}, {when.year}")
    assert build(folder)[:2] == (0, {"index.md", "other.md"}), "data and code changed"
    assert "Lowest -2.5, June 10, 2025." in (site / "index.html").read_text().replace("−", "-")

    edit(folder / "other.md", "print(1 + 1)", "1 / 0")
    for _ in range(2):
        code, _, printed = build(folder)
        assert code != 0 and "ZeroDivisionError" in printed, "an error fails the build, the next time too"


HOSTILE = """<script>owned = 1</script>"><img src=x onerror="owned = 1"><svg onload='owned = 1'></title></script>"""


def test_hostile_text_stays_text(tmp_path, visit):
    """Whatever a claim or a description says, the page shows it and runs none of it."""
    show = """
from brink import book, charts, pages
from brink.argument.claims import THEMES
from brink.argument.ledger import ledger
from IPython.display import display
pages.save_ledger(charts.FIGURES)
display(pages.verdict_bar(), pages.argument_map(), pages.ledger_table())
for theme in THEMES:
    display(book.strip(theme), book.cards(theme), pages.table_entries(theme))
display(book.sources(*(name for theme in THEMES for name in pages.tables_of(theme))))
"""
    folder = project(tmp_path, {"index.md": "# Front\n", "chapters/verdicts.md": "# All of it\n" + CELL % show})
    path = folder / "data" / DESCRIPTOR
    package = json.loads(path.read_text(encoding="utf-8"))
    for table in package["resources"]:
        table |= {key: table[key] + HOSTILE for key in ("title", "description", "coverage", "gaps")}
        for source in table["sources"]:
            source["title"] += HOSTILE
    path.write_text(json.dumps(package), encoding="utf-8")
    path = folder / "data" / "claims.yml"
    claims = yaml.safe_load(path.read_text(encoding="utf-8"))
    for claim in claims:
        claim |= {key: claim[key] + HOSTILE for key in ("quote", "says", "unit", "needs") if key in claim}
    path.write_text(yaml.safe_dump(claims, allow_unicode=True), encoding="utf-8")

    code, _, printed = build(folder)
    assert code == 0, printed
    tab = visit("chapters/verdicts.html", site=folder / "_build" / "html")
    tab.wait_for_selector("#ledger[data-ready]", state="attached")
    tab.wait_for_timeout(200)
    assert tab.evaluate("typeof owned") == "undefined"
    assert tab.evaluate("document.querySelectorAll('img[src=x], svg[onload], [onerror]').length") == 0
    text = tab.evaluate("document.querySelector('article').textContent")
    assert text.count("<script>owned = 1</script>") > len(claims) + len(package["resources"])
    assert [url for url in tab.requested if not url.startswith(("file:", "data:", "blob:"))] == []
