"""How the book is built: what changed always shows, and what did not is not done again.

A small book is built, changed and built again; each time the pages must be those that a fresh build gives, file by file.
"""

import os
import time

from small_book import CLAIM, PAGES, build, edit, list_pages, must_build, site


def test_nothing_is_done_twice_and_a_change_of_prose_executes_nothing(book, is_as_fresh):
    assert must_build(book) == set()
    edit(book / "chapters" / "one.md", "First words.", "Second words.")
    old = time.time() - 10**6
    os.utime(book / "chapters" / "one.md", (old, old))  # as after unzipping or a restored copy
    assert must_build(book) == set()
    assert "Second words." in (site(book) / "chapters" / "one.html").read_text()
    is_as_fresh(book, execute=False)


def test_changed_data_code_and_day_show_everywhere(book):
    edit(book / "data" / "japan_gdp_estimates.csv", ",-1.5,", ",-2.5,")
    edit(book / "brink" / "words.py", "{when.day} {when:%B %Y}", "{when:%B} {when.day}, {when.year}")
    assert must_build(book) == {"index", "chapters/one"}
    assert "-2.5 June 10, 2025" in (site(book) / "index.html").read_text()
    assert must_build(book, BRINK_AS_OF="2025-12-31") == {"index", "chapters/one"}, "another day of the record"
    assert must_build(book, BRINK_AS_OF="2025-12-31") == set()
    edit(book / "chapters" / "one.md", "print(1 + 1)", "print(2 + 2)")
    assert must_build(book, BRINK_AS_OF="2025-12-31") == {"chapters/one"}


def test_a_day_no_book_can_be_of_is_refused_in_one_line(book):
    code, executed, printed = build(book, BRINK_AS_OF="2025-06-09")
    assert code != 0 and executed == set() and "Traceback" not in printed
    assert printed.splitlines()[-1].startswith(
        "BRINK_AS_OF is 2025-06-09; the book can be built as of any day from 2025-06-10"
    )


def test_what_pages_take_from_one_another_shows_on_all(book, is_as_fresh):
    edit(book / "chapters" / "one.md", "# One", "# The first")
    must_build(book)
    for page in ("index", "chapters/two", "chapters/three"):
        assert "The first" in (site(book) / f"{page}.html").read_text(), page
    (book / "chapters" / "four.md").write_text("# Four\n\nNew.\n")
    list_pages(book, [*list(PAGES)[:-1], "chapters/four.md"])
    (book / "_static" / "brink.css").open("a").write("\nbody { hyphens: none; }\n")
    assert must_build(book) == set()
    assert all("Four" in (site(book) / f"{page}.html").read_text() for page in ("index", "chapters/two"))
    assert not (site(book) / "chapters" / "three.html").exists()
    is_as_fresh(book, execute=False)


def test_an_error_fails_the_build_the_next_time_too(book):
    edit(book / "chapters" / "one.md", "print(1 + 1)", "1 / 0")
    for _ in range(2):
        code, _, printed = build(book)
        assert code != 0 and "ZeroDivisionError" in printed
    edit(book / "chapters" / "one.md", "1 / 0", "print(1 + 1)")
    assert must_build(book) == set()
    assert "ZeroDivisionError" not in (site(book) / "chapters" / "one.html").read_text()


def test_addresses_and_buttons_are_there_once_they_are_known(book):
    page = (site(book) / "index.html").read_text()
    assert "mybinder" not in page and "og:url" not in page
    assert (
        must_build(book, BRINK_ADDRESS="https://example.org/brink", BRINK_REPOSITORY="https://github.com/our/brink")
        == set()
    )
    page = (site(book) / "index.html").read_text()
    assert "https://mybinder.org/v2" in page and 'content="https://example.org/brink/index.html"' in page
    listed = (site(book) / "sitemap.xml").read_text()
    assert all(
        f"<loc>https://example.org/brink/{page}.html</loc>" in listed for page in ("chapters/one", f"claims/{CLAIM}")
    )
    claim = (site(book) / "claims" / "taper-1.html").read_text()
    assert 'rel="canonical" href="https://example.org/brink/claims/taper-1.html"' in claim and "ClaimReview" in claim
