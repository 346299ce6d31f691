"""The summary in Japanese: its numbers are the ledger's and those of the short answers in English."""

import re

import pytest
from holding import LEDGER
from test_site import soup

from brink.report import book
from brink.report.map import counts

PAGE = "chapters/summary-ja.html"
#: What the short answers in English write in words, and Japanese in figures.
SPELLED = {"1", "3", "10"}
THEMES = list(LEDGER.video.themes.values())


def text(part) -> str:
    return " ".join(part.get_text(" ").split())


def numbers(words: str) -> set[str]:
    return set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", words))


def section(heading: str):
    return next(part for part in soup(PAGE).select("article section") if part.h2 and heading in part.h2.get_text())


def test_the_page_says_that_it_is_japanese_and_the_frame_that_it_is_not():
    assert soup(PAGE).html["lang"] == "en"
    assert soup(PAGE).select_one("article section[lang=ja] h1").get_text().startswith("日本語の要約")
    assert not soup(PAGE).select("article section[lang=ja] [lang]")


def test_the_answer_counts_as_the_ledger_does():
    facts, named = book.shares(LEDGER, "level", "event", "documentary")
    links, drawn = book.shares(LEDGER, "mechanism", "prediction")
    said = re.findall(r"\d+(?=件)", text(section("答え")))[:4]
    assert said == [str(count) for count in (named, facts, drawn, links)]


def test_the_verdicts_are_counted_as_in_the_ledger():
    rows = [
        [cell.get_text(strip=True) for cell in row.select("td")] for row in section("判定の内訳").select("tbody tr")
    ]
    assert {row[1]: int(row[2]) for row in rows} == counts(LEDGER)
    assert len({row[0] for row in rows}) == len(rows) and all(len(row[3]) > 5 for row in rows)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.key)
def test_a_short_answer_has_the_numbers_of_the_english_one(theme):
    item = next(
        item for item in section("章ごとの答え").select("li") if item.a["href"].startswith(f"{theme.chapter}.html")
    )
    score, answer = text(item).split("）。", 1)
    verdicts = [found.verdict for found in LEDGER.of_theme(theme.key)]
    right, wrong = (
        sum(verdict in words for verdict in verdicts) for words in (("holds", "came true"), ("fails", "did not happen"))
    )
    assert re.findall(r"\d+(?=件)", score) == [str(count) for count in (len(verdicts), right, wrong)]
    english = next(
        text(part)
        for part in soup(f"chapters/{theme.chapter}.html").select("article p")
        if "The short answer" in text(part)
    )
    assert numbers(re.sub(r"\d+月", "", answer)) - SPELLED <= numbers(english), "in the words of the chapter"


def test_how_it_was_done_is_told_with_the_books_own_counts():
    told = numbers(text(section("調べ方")))
    day, asked = LEDGER.day, LEDGER.asked
    counted = {f"{LEDGER.video.words:,}", str(len(LEDGER)), str(len(LEDGER.now.tables))}
    assert counted | {str(part) for when in (day, asked) for part in (when.year, when.month, when.day)} <= told
