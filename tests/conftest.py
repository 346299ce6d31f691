"""Shared by all tests."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from brink.snapshot import DATA

# The first import of a large library inside a test says nothing about the code under test.
settings.register_profile("brink", deadline=None, derandomize=True)
settings.load_profile("brink")


@pytest.fixture
def copy(tmp_path):
    """A copy of ``data/`` that a test may damage."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))
