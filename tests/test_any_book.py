"""The book as it would have stood on the evening of another day: built without a warning, and true."""

import pytest
from argument.test_any_day import chance

from tests.books import ROOT, build, copy_project, faults, faults_of_page

#: The last days of the quarters between the video and the newest of the record.
DAYS = ("2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30")


def test_pages_of_a_quarter_drawn_anew_are_true(tmp_path, monkeypatch):
    """The front page and one chapter, without the site around them: all pages, in the site, take minutes."""
    drawn = chance()
    day, chapter = drawn.choice(DAYS), drawn.choice(sorted((ROOT / "chapters").glob("*.ipynb")))
    print(day, chapter.stem)
    monkeypatch.setenv("BRINK_AS_OF", day)
    assert [fault for page in (ROOT / "index.md", chapter) for fault in faults_of_page(page, tmp_path)] == []


@pytest.mark.long
@pytest.mark.parametrize("day", DAYS)
def test_the_book_of_every_quarter_is_true(day, tmp_path):
    assert faults(build(copy_project(tmp_path), BRINK_AS_OF=day)) == []
