"""The built book, read as a browser would find it on disk. Build it first: make book."""

import csv
import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from holding import found

from brink.argument.inventory import load_claims
from brink.report.execution import fingerprint
from brink.report.firmness import firmness
from brink.report.templates import set_type, slug
from brink.report.whole import Mark, digest, frame_digest
from brink.video import load_video

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "html"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
SOURCES = [TOC["root"], *(chapter["file"] for part in TOC["parts"] for chapter in part["chapters"])]
PAGES = [f"{source}.html" for source in SOURCES]


@cache
def soup(page: str) -> BeautifulSoup:
    path = SITE / page
    assert path.is_file(), f"{path} is missing: run make book"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


@cache
def anchors(page: str) -> frozenset[str]:
    """Return what the addresses on other pages can point to."""
    return frozenset(element.get("id") or element["name"] for element in soup(page).select("[id], [name]"))


def test_the_build_shows_what_is_there_now():
    mark = Mark.read(SITE)
    assert mark.frame == frame_digest(ROOT, fingerprint()), (
        "data, code, packages or settings have changed: run make book"
    )
    assert mark.pages == {source: digest(next(ROOT.glob(f"{source}.*"))) for source in sorted(SOURCES)}, "run make book"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_exists_and_has_one_heading(page):
    headings = [h for h in soup(page).select("h1") if h.find_parent("article")]
    assert len(headings) == 1


@pytest.mark.parametrize("page", PAGES)
def test_a_folded_step_opens_by_its_heading(page):
    steps = soup(page).select("details.brink-step")
    assert [
        step for step in steps if not step.select_one("summary > h3") or len(step.find_all(recursive=False)) < 2
    ] == []


def test_a_number_keeps_its_unit_at_the_end_of_a_line():
    for page in PAGES:
        texts = soup(page).article.find_all(string=re.compile(r"\d (%|billion|trillion)"))
        assert [text for text in texts if not text.find_parent(["pre", "script"])] == [], page
    assert set_type("<p>5 % of 3 points</p><pre>7 % 2</pre>") == "<p>5\xa0% of 3\xa0points</p><pre>7 % 2</pre>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>Japan&#39;s debt isn't</p>", "<p>Japan’s debt isn’t</p>"),
        ('<p>They say &#34;might be&#34;; he said ("over").</p>', "<p>They say “might be”; he said (“over”).</p>"),
        ("<em>Bank</em>'s <b>'none'</b> made", "<em>Bank</em>’s <b>‘none’</b> made"),
        ("<a title=\"it's\">x</a><code>'a'</code>", "<a title=\"it's\">x</a><code>'a'</code>"),
        ("<td>-0.5 on 2025-06-10, from (-3)</td>", "<td>−0.5 on 2025-06-10, from (−3)</td>"),
        ("<pre>it's</pre><script>'x'</script>", "<pre>it's</pre><script>'x'</script>"),
    ],
)
def test_quotes_are_set_in_prose_and_left_in_code(written, shown):
    assert set_type(written) == shown


@pytest.mark.parametrize("page", [*PAGES, *(f"claims/{claim.id}.html" for claim in load_claims())])
def test_apostrophes_and_quotes_are_of_one_kind(page):
    whole = soup(page)
    straight = [
        text.strip()[:80]
        for text in (whole.article or whole.body).find_all(string=re.compile("['\"]"))
        if not text.find_parent(["pre", "code", "script", "style", "textarea", "math"])
        and not text.find_parent("dt", class_="sig")
    ]
    assert straight == []


@pytest.mark.parametrize("page", PAGES)
def test_every_image_has_alt_text_that_says_something(page):
    for image in soup(page).select("article img"):
        alt = image.get("alt", "")
        assert len(alt) > 40 and not alt.endswith((".png", ".svg")), image


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_states_its_finding_its_source_and_hands_out_its_data(page):
    for figure in soup(page).select("figure.brink-figure"):
        assert figure.figcaption.get_text(strip=True).endswith((".", "?", "!")), figure["id"]
        assert figure.select_one(".brink-source").get_text().startswith("Source: ")
        assert {Path(link["href"]).suffix for link in figure.select("a[download]")} == {".csv", ".svg"}
        assert figure.select_one("source")["srcset"].endswith("-narrow.svg")


@pytest.mark.parametrize("page", PAGES)
def test_no_internal_link_is_broken(page):
    here = SITE / page
    broken = []
    for tag, attribute in (("a", "href"), ("img", "src"), ("source", "srcset"), ("link", "href"), ("script", "src")):
        for element in soup(page).select(f"{tag}[{attribute}]"):
            target = urlsplit(element[attribute])
            if target.scheme or target.netloc or target.path.startswith("/"):
                continue
            file = (here.parent / unquote(target.path)).resolve() if target.path else here
            if file.is_dir():
                file /= "index.html"
            if not file.is_file() or (
                target.fragment
                and file.suffix == ".html"
                and unquote(target.fragment) not in anchors(file.relative_to(SITE.resolve()).as_posix())
            ):
                broken.append(element[attribute])
    assert broken == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_fetched_from_another_host(page):
    for element in soup(page).select("script[src], link[href], img[src], source[srcset], iframe[src]"):
        if element.name == "link" and not {"stylesheet", "preload", "icon"} & set(element.get("rel", [])):
            continue
        target = element.get("src") or element.get("href") or element.get("srcset")
        assert not urlsplit(target).netloc, target


@pytest.mark.parametrize("page", PAGES)
def test_ids_are_unique(page):
    ids = [element["id"] for element in soup(page).select("article [id]")]
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


@pytest.mark.parametrize("claim", load_claims(), ids=lambda claim: claim.id)
def test_every_claim_has_its_card_with_quote_and_verdict(claim):
    card = soup(f"chapters/{load_video().themes[claim.theme].chapter}.html").find("article", id=claim.id)
    shown, said = card.find("q").get_text(), set_type(claim.quote)
    assert " ".join(shown.split()) == " ".join(said.split())
    assert found(claim.id).verdict in card.select_one(".brink-badge").get_text()


@pytest.mark.parametrize("claim", load_claims(), ids=lambda claim: claim.id)
def test_front_page_card_ledger_page_and_files_say_the_same_of_a_claim(claim):
    """Verdict and how firmly it stands; where there is room for it, the ruling."""
    finding, chapter = found(claim.id), load_video().themes[claim.theme].chapter
    word, stands, ruling = finding.verdict, firmness(finding), finding.ruling

    def of(text: str) -> str:
        """The words, whichever quotation marks and blanks they are set with."""
        return " ".join(text.translate(str.maketrans("“”‘’", "\"\"''")).split())

    lanes = [lane for lane in soup("index.html").select(".brink-video-lane") if lane.select(f'a[href$="#{claim.id}"]')]
    assert [lane["class"][-1] for lane in lanes] == [f"verdict-{slug(word)}"]
    card = soup(f"chapters/{chapter}.html").find("article", id=claim.id)
    (row,) = (
        row
        for row in soup("chapters/verdicts.html").select("tr[data-verdict]")
        if row.select(f'th a[href$="#{claim.id}"]')
    )
    page = soup(f"claims/{claim.id}.html")
    for place in (card, row, page):
        assert of(place.select_one(".brink-badge").get_text()).endswith(word)
        assert of(ruling) in of(place.get_text()), place.name
    for place in (card, row):
        assert of(stands) in of(place.get_text()), place.name
    (entry,) = (
        entry for entry in json.loads((SITE / "claims.json").read_text(encoding="utf-8")) if entry["id"] == claim.id
    )
    with (SITE / "claims.csv").open(encoding="utf-8", newline="") as handle:
        lines = [line for line in csv.DictReader(handle) if line["id"] == claim.id]
    told = {(line["verdict"], line["ruling"]) for line in lines}
    assert {(entry["verdict"], entry["ruling"])} == told == {(word, finding.ruling)}


def test_equations_are_mathml():
    page = soup("chapters/auction-participation.html")
    assert page.select("div.math math")
    assert not page.select("script[src*=mathjax]")


def test_no_machine_path_reaches_the_site():
    for page in PAGES:
        text = (SITE / page).read_text(encoding="utf-8")
        assert str(ROOT) not in text and "/home/" not in text


def test_link_previews_have_words_and_a_picture():
    for page in PAGES:
        assert len(soup(page).select_one('meta[name="description"]')["content"]) > 40, page
        assert soup(page).select_one('meta[property="og:title"]')["content"]
    header = (SITE / "_static" / "figures" / "social-card.png").read_bytes()[:24]
    assert (int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")) == (800, 420)
    assert not (SITE / "sitemap.xml").exists(), "no sitemap without an address"
