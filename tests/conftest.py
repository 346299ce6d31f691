"""Shared by all tests."""

import shutil
from pathlib import Path

import pytest

from brink.snapshot import DATA


@pytest.fixture
def copy(tmp_path):
    """A copy of ``data/`` that a test may damage."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))
