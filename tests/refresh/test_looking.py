"""Looking without changing: the doctor, the comparison with a live source, the second opinion."""

import json
from datetime import date

import pytest

import brink.refresh.second_opinion
from brink.__main__ import main
from brink.errors import UnknownTable
from brink.record.package import DATA, DESCRIPTOR, load_package
from brink.refresh.command import Desk
from brink.refresh.compare import compare
from brink.refresh.doctor import doctor
from brink.refresh.feed import Ask
from brink.refresh.fetch import Fetcher
from brink.refresh.gather import Answer, answer
from brink.refresh.rows import stored_rows, written
from brink.refresh.sources import FEEDS
from tests.refresh.publishers import TODAY

YIELDS = next(feed for feed in FEEDS if feed.table == "us_cmt_yields")
UNREVISED = [feed for feed in FEEDS if feed.second_opinion]


def at_once(server):
    return Fetcher(server.url, pause=0, read=0.3, tries=1, sleep=lambda _: None)


def resource(name):
    return next(r for r in load_package()["resources"] if r["name"] == name)


def covered(feed, server):
    """The rows of a feed's table that its sample has, too."""
    entry = resource(feed.table)
    stored = [row for row in stored_rows(entry, DATA) if feed.speaks_of(row)]
    recent = [row for row in stored if row[feed.period] >= "2024"]
    came = {row[feed.period] for row in feed.collect(Ask(at_once(server), feed, TODAY, entry, recent))}
    server.asked.clear()
    return [row for row in recent if row[feed.period] in came]


def folder(tmp_path, server, name, change=lambda rows: rows):
    """A package of one table, cut to what the sample has of it, some of it changed."""
    entry = resource(name)
    rows = change(covered(next(feed for feed in FEEDS if feed.table == name), server))
    (tmp_path / entry["path"]).write_text(written([f["name"] for f in entry["schema"]["fields"]], rows))
    (tmp_path / DESCRIPTOR).write_text(json.dumps({"name": "one", "resources": [entry]}))
    return tmp_path


def looking(action, root, server, *names, today=TODAY):
    lines = []
    before = {path: path.read_bytes() for path in root.rglob("*")}
    desk = Desk(root=root, fetcher=at_once(server), today=today, out=lines.append)
    code = action(*names, desk)
    assert {path: path.read_bytes() for path in root.rglob("*")} == before, "something was written"
    return code, "\n".join(lines)


# --- second opinion ------------------------------------------------------------------------


def asked(feed, server):
    return Ask(at_once(server), feed, TODAY, resource(feed.table), covered(feed, server))


def test_the_unrevised_series_of_fred_are_read_twice():
    fred = [feed for feed in FEEDS if feed.source == "FRED"]
    assert [feed for feed in fred if not feed.second_opinion] == [f for f in fred if f.scope == {"country": "DEU"}]
    assert len(UNREVISED) == len(fred) - 1


@pytest.mark.parametrize("feed", UNREVISED, ids=lambda feed: feed.label)
def test_the_reader_of_pandas_datareader_agrees(feed, server):
    """The real reader, against the local server."""
    assert isinstance(answer(asked(feed, server)), Answer)
    ours = [url for url, _ in server.asked if "cosd" in url]
    theirs = [url for url, _ in server.asked if "cosd" not in url]
    assert len(ours) == len(theirs) > 0


@pytest.mark.parametrize(
    "old, new, says",
    [
        ("4.", "5.", r"reads \d+ of \d+ figures of yield_2y_pct otherwise, the first on"),
        ("\n2026-", "\n2025-", "otherwise"),
    ],
    ids=["another figure", "another day"],
)
def test_a_series_that_is_read_otherwise_is_refused(old, new, says, server, monkeypatch):
    """A parser of ours that took another figure, or another day, would be caught."""
    import re

    read = brink.refresh.second_opinion.read

    def otherwise(ask, codes, since):
        real = ask.get

        def get(url, **how):
            page = real(url, **how)
            body = page.body.decode().replace(old, new, 1).encode()
            return type(page)(page.source, page.url, body, page.kind, page.measured)

        ask.get = get
        return read(ask, codes, since)

    monkeypatch.setattr(brink.refresh.second_opinion, "read", otherwise)
    error = answer(asked(YIELDS, server))
    assert re.search(says, error.what) and "pandas-datareader" in error.what


def test_what_came_from_before_the_table_begins_is_not_compared(server):
    asking = asked(YIELDS, server)
    asking.stored = asking.stored[3:]
    assert isinstance(answer(asking), Answer)


def test_a_second_reading_that_fails_is_a_fault_of_the_feed(server, monkeypatch):
    from pandas_datareader import fred

    monkeypatch.setattr(fred.FredReader, "read", lambda self: 1 / 0)
    error = answer(asked(YIELDS, server))
    assert "pandas-datareader can't read the series (ZeroDivisionError" in error.what


# --- compare -------------------------------------------------------------------------------


def test_a_table_that_agrees_with_its_source(server, tmp_path):
    root = folder(tmp_path, server, "us_cmt_yields")
    code, told = looking(compare, root, server, "us_cmt_yields")
    assert code == 0, told
    assert "us_cmt_yields and FRED: here to" in told and "there to" in told
    assert "both agree" in told and "No figure differs." in told


def test_a_table_that_differs_from_its_source(server, tmp_path):
    def change(rows):
        rows[-1]["yield_30y_pct"] = "9.99"
        return rows

    code, told = looking(compare, folder(tmp_path, server, "us_cmt_yields", change), server, "us_cmt_yields")
    assert code == 1, told
    assert "yield_30y_pct is 9.99 here," in told and "1 figure differ" in told


def test_rows_the_source_has_and_the_table_has_not(server, tmp_path):
    root = folder(tmp_path, server, "ecb_fx_rates", lambda rows: rows[:-1])
    code, told = looking(compare, root, server, "ecb_fx_rates")
    assert code == 0 and "1 row there and not here." in told


def test_a_source_that_can_not_be_read(server, tmp_path):
    root = folder(tmp_path, server, "ecb_fx_rates")
    server.faults["www.ecb.europa.eu"] = "404"
    code, told = looking(compare, root, server, "ecb_fx_rates")
    assert code == 2 and "404" in told


def test_an_unknown_table_and_one_without_a_source(server, capsys):
    with pytest.raises(UnknownTable):
        compare("nonsense", Desk(fetcher=at_once(server)))
    assert main(["compare", "boj_policy_events", "--mirror", server.url]) == 2
    assert "boj_policy_events: https://www.boj.or.jp/" in capsys.readouterr().out


# --- doctor --------------------------------------------------------------------------------


def test_the_doctor_says_of_every_source_whether_its_answer_is_taken(server):
    code, told = looking(doctor, DATA, server, [])
    lines = [line for line in told.splitlines() if line.startswith(("taken", "NOT TAKEN"))]
    described = {r["name"] for r in load_package()["resources"]}
    assert len(lines) == len([feed for feed in FEEDS if feed.table in described])
    assert len(told.splitlines()) < 140
    assert "Nothing was changed." in told
    assert code in (0, 1)


def test_the_doctor_says_what_came_in_place_of_data(server, tmp_path):
    root = folder(tmp_path, server, "ecb_fx_rates")
    server.edit["www.ecb.europa.eu"] = lambda body: body.replace(b"USD", b"DOL")
    code, told = looking(doctor, root, server, [])
    assert code == 2
    assert "NOT TAKEN  ECB: ecb_fx_rates: 1 × application/octet-stream" in told
    assert "columns named 'USD'" in told and "begins: PK" in told


def test_the_doctor_says_how_old_the_newest_figure_is(server, tmp_path):
    code, told = looking(doctor, folder(tmp_path, server, "ecb_fx_rates"), server, [], today=date(2026, 11, 2))
    assert code == 0
    assert "there to 2026-10-30 (3 days old), here to 2026-10-30" in told


def test_the_doctor_when_nothing_can_be_reached(server, tmp_path):
    lines = []
    desk = Desk(
        root=folder(tmp_path, server, "ecb_fx_rates"), fetcher=Fetcher("http://127.0.0.1:9", tries=1), out=lines.append
    )
    assert doctor([], desk) == 2
    assert "nothing came" in lines[-3] and "could not be reached" in lines[-2]


def test_the_doctor_says_once_a_source_that_it_can_not_be_reached():
    """Forty feeds of twenty sources, on one screen."""
    lines = []
    down = Fetcher("http://127.0.0.1:9", pause=0, tries=1)
    assert doctor([], Desk(fetcher=down, today=TODAY, out=lines.append)) == 2
    assert sum(line.startswith("NOT TAKEN") for line in lines) == len(FEEDS)
    assert sum("could not be reached" in line for line in lines) == len({feed.source for feed in FEEDS})


def test_the_doctor_on_the_command_line(server, capsys):
    assert main(["refresh", "ecb_fx_rates", "--doctor", "--mirror", server.url]) in (0, 2)
    assert "ECB: ecb_fx_rates" in capsys.readouterr().out
