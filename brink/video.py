"""The speech that is checked: its title, its day, its themes, as ``video/video.yml`` holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from brink.errors import ClaimError


def _folder() -> Path:
    """Return the folder of the speech: inside an installed package, else beside it in the checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_video"
    return installed if installed.is_dir() else package.parent / "video"


FOLDER = _folder()


@dataclass(frozen=True)
class Theme:
    """One theme of the speech: its key, its name for the reader, and the chapter (file name without ending) that treats it."""

    key: str
    title: str
    chapter: str


@dataclass(frozen=True)
class Video:
    """What is checked.

    ``book`` is the name of the report on it, ``about`` what it speaks of, in a few words; ``title`` is the speech's own.
    ``day`` is the day the speech is judged by, ``words`` how many words it has, ``themes`` its themes by key, in the
    order of the book. ``spoken`` are the numbers of the first and the last word spoken where others stand around them: a
    headline, a description. ``strong_words`` names, by claim, the word without a number on whose strength the claim is judged.
    """

    book: str
    about: str
    title: str
    day: date
    day_why: str
    words: int
    themes: Mapping[str, Theme]
    spoken: tuple[int, int] | None = None
    strong_words: Mapping[str, str] = field(default_factory=dict)

    def place(self, word: int) -> str:
        """Say where a word stands, by its number."""
        first, last = self.spoken or (1, self.words)
        how = (
            "Spoken"
            if first <= word <= last
            else "Written above the video"
            if word < first
            else "Written below the video"
        )
        return f"{how}, word {word:,} of {self.words:,}."


def read_yaml(path: Path) -> Any:
    """Return what a YAML file of the speech holds; raises :class:`~brink.errors.ClaimError` that names the place."""
    try:
        # The C parser, where PyYAML was built with it, takes a tenth of the time.
        content = path.read_bytes()
        return yaml.load(content.decode("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except FileNotFoundError:
        raise ClaimError(f"{path} is missing. Every speech needs it; CONTRIBUTING.md describes the folder.") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ClaimError(
            f"{path}, line {line}: not UTF-8 (byte 0x{content[error.start]:02x}). Save it as UTF-8."
        ) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ClaimError(f"{path}, line {line}: {error.problem}.") from None
    except yaml.reader.ReaderError as error:
        line = content.count(b"\n", 0, error.position) + 1
        raise ClaimError(f"{path}, line {line}: {error.reason}.") from None
    except OSError as error:
        raise ClaimError(f"{path} can't be read: {error}.") from None


@cache
def load_video(folder: Path = FOLDER) -> Video:
    """Return the speech described in ``video.yml`` of ``folder``; raises :class:`~brink.errors.ClaimError`."""
    path = Path(folder) / "video.yml"
    entry = read_yaml(path)
    try:
        themes = {key: Theme(key, **theme) for key, theme in entry.pop("themes").items()}
        video = Video(**entry, themes=themes)
    except (TypeError, KeyError, AttributeError) as error:
        raise ClaimError(f"{path}: {error}. It must hold book, about, title, day, day_why, words and themes.") from None
    if not isinstance(video.day, date):
        raise ClaimError(f"{path}: day is {video.day!r}; write it as 2025-06-10.")
    return video


def load_sentences(folder: Path = FOLDER) -> pd.DataFrame:
    """Return every sentence of the speech by its place: no word of it.

    Columns ``first`` and ``last`` (numbers of its words, from 1), ``kind`` (``claim``, ``opinion``, ``question``,
    ``connective``, ``future``) and ``claims`` (the ids of what it asserts, a list).
    """
    sentences = pd.read_csv(Path(folder) / "sentences.csv", keep_default_na=False)
    return sentences.assign(claims=sentences["claims"].str.split())


def load_notes(kind: str, folder: Path = FOLDER) -> pd.DataFrame:
    """Return what was noted on the claims, theme by theme; an empty frame where nothing was.

    ``kind`` is ``errata`` (``edition``, ``date``, ``claim``, ``what``, ``from``, ``to``, ``why``: what an earlier edition
    got wrong, and the edition that says so) or ``objections`` (``claim``, ``from``, ``raised``, ``became``: what two
    adversaries raised). ``theme`` is added; last comes what was noted on pages of the book, under the theme :data:`BOOK`.
    """
    paths = {theme: Path(folder) / kind / f"{theme}.csv" for theme in (*load_video(folder).themes, BOOK)}
    notes = [
        pd.read_csv(path, keep_default_na=False, dtype=str).assign(theme=theme)
        for theme, path in paths.items()
        if path.is_file()
    ]
    return pd.concat(notes, ignore_index=True) if notes else pd.DataFrame()


#: The file of :func:`load_notes` on what is no single claim's: there a page stands for the claim.
BOOK = "book"
#: The day the video is judged by, and the same as tables write days.
VIDEO_DAY = load_video().day
DAY = pd.Timestamp(VIDEO_DAY)
