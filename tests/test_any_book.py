"""The whole book as it would have stood on the evening of another day: built without a warning, and true."""

import pytest

from tests.books import build, copy_project, faults

#: The last days of the quarters between the video and the newest of the record.
DAYS = ("2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30")


@pytest.mark.long
@pytest.mark.parametrize("day", DAYS)
def test_the_book_of_every_quarter_is_true(day, tmp_path):
    assert faults(build(copy_project(tmp_path), BRINK_AS_OF=day)) == []
