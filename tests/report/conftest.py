"""Fixtures of the tests that build a small book: one that is built, and a copy a test may change."""

import shutil
from pathlib import Path

import pytest
from small_book import copy_of, difference, lay_out, must_build, site


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("built") / "book")
    assert must_build(folder) == {"index", "chapters/one"}
    return folder


@pytest.fixture
def book(built, tmp_path) -> Path:
    """A copy of the small book, built: a test may change it."""
    return copy_of(built, tmp_path / "book")


@pytest.fixture
def is_as_fresh(tmp_path):
    """Hold a site to the one that a fresh build of the same sources gives.

    Where only words were changed, what the cells gave may be taken over.
    """

    def check(folder: Path, *, execute: bool = True) -> None:
        ignored = shutil.ignore_patterns("html", ".doctrees", "__pycache__", *["outputs"] * execute)
        fresh = Path(shutil.copytree(folder, tmp_path / "fresh", ignore=ignored, symlinks=True))
        must_build(fresh)
        assert difference(site(folder), site(fresh)) == []
        shutil.rmtree(fresh)

    return check
