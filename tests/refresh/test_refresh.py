"""The refresh itself: what it adds, what it refuses, what it says, and that no kill can break the record."""

import dataclasses
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

import brink.refresh.command
from brink.__main__ import main
from brink.argument.verdict import VERDICTS
from brink.errors import RefreshError, SourceError, UnknownTable
from brink.record.package import DATA, DESCRIPTOR, load_package
from brink.record.snapshot import Snapshot
from brink.record.store import CHANGES, commit, settle
from brink.record.verify import INCOMING, sha256, verify
from brink.refresh.command import Desk, refresh
from brink.refresh.feed import Ask, Feed
from brink.refresh.fetch import Fetcher
from brink.refresh.rows import newest_by_figure, period_start, released_column, stored_rows, value_columns
from brink.refresh.sources import FEEDS
from brink.refresh.stage import verdicts
from tests.refresh.publishers import TODAY, running

FIELDS = [
    {"name": "day", "type": "date", "description": "day", "constraints": {"required": True}},
    {"name": "released", "type": "date", "description": "released"},
    {
        "name": "value",
        "type": "number",
        "unit": "1",
        "description": "value",
        "constraints": {"minimum": -9, "maximum": 5000},
    },
]


def table(root: Path, name: str, rows: str, **more) -> dict:
    """Write a small table; return its entry."""
    path = root / f"{name}.csv"
    path.write_text("day,released,value\n" + rows)
    return {
        "name": name,
        "path": path.name,
        "title": name,
        "description": name,
        "theme": "debt",
        "publisher": name,
        "class": "official copy",
        "route": "by hand",
        "sources": [{"title": name, "path": f"https://{name}.example/page"}],
        "licenses": [],
        "retrieved": "2026-01-31",
        "as_of": {"column": "day", "plus_days": 1},
        "as_of_note": "The day after.",
        "coverage": "2026-01-01 to 2026-01-04",
        "gaps": "None.",
        "cross_checks": [],
        "row_floor": 1,
        "rows": rows.count("\n"),
        "hash": sha256(path),
        "schema": {"primaryKey": ["day"], "fields": FIELDS},
    } | more


PLAIN = "2026-01-01,,1.10\n2026-01-02,,1.2\n2026-01-03,,\n2026-01-04,,1.4\n"
DATED = "2026-01-01,2026-01-10,1.1\n2026-01-02,2026-01-10,1.2\n2026-01-03,2026-01-10,1.3\n2026-01-04,2026-01-10,1.4\n"
VINTAGE = {
    "as_of": {"column": "released"},
    "vintage_of": ["day"],
    "schema": {"primaryKey": ["day", "released"], "fields": FIELDS},
}


@pytest.fixture
def root(tmp_path):
    """Two tables: one never revised, one with vintages."""
    root = tmp_path / "data"
    root.mkdir()
    resources = [table(root, "plain", PLAIN), table(root, "dated", DATED, **VINTAGE)]
    (root / DESCRIPTOR).write_text(json.dumps({"name": "two", "resources": resources}))
    assert verify(root) == []
    return root


def feed(name, *rows, **more):
    """A feed that brings (day, value) pairs, or fails."""

    def collect(ask):
        if rows and isinstance(rows[0], Exception):
            raise rows[0]
        released = {"released": ask.today.isoformat()} if name == "dated" else {}
        return [{"day": d, "value": v} | released for d, v in rows]

    return Feed(name, f"Publisher of {name}", f"https://{name}.example/page", collect, "day", **more)


OLD = (("2026-01-01", "1.1"), ("2026-01-02", "1.2"), ("2026-01-03", "1.3"), ("2026-01-04", "1.4"))


def run(root, *feeds, writing="yes", **more):
    lines = []
    more = {"judge": lambda _: {}, "question": None} | more
    desk = Desk(root=root, feeds=feeds, today=TODAY, out=lines.append, **more)
    return refresh(desk=desk, writing=writing), "\n".join(lines)


def text(root, name):
    return (root / f"{name}.csv").read_text()


def state(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- merging -------------------------------------------------------------------------------


def test_a_new_row_is_added_and_a_gap_filled_and_the_digits_kept(root):
    code, told = run(root, feed("plain", *OLD, ("2026-01-05", "1.50")))
    assert code == 0
    assert text(root, "plain").splitlines()[1:] == [
        "2026-01-01,,1.10",
        "2026-01-02,,1.2",
        "2026-01-03,,1.3",
        "2026-01-04,,1.4",
        "2026-01-05,,1.50",
    ]
    assert "plain: 1 row new, 1 gap filled" in told
    entry = load_package(root)["resources"][0]
    assert (entry["rows"], entry["retrieved"], entry["coverage"]) == (5, "2026-12-01", "2026-01-01 to 2026-01-05")
    assert entry["row_floor"] == 5, "no row may be lost again"
    assert verify(root) == []


def test_a_revision_is_a_row_of_its_own(root):
    code, told = run(root, feed("dated", OLD[0], ("2026-01-02", "1.8"), *OLD[2:]))
    assert code == 0
    assert "2026-01-02,2026-01-10,1.2\n2026-01-02,2026-12-01,1.8\n" in text(root, "dated")
    assert "dated: 1 row new, 1 figure of them revised" in told
    assert "dated, 2026-01-02: value 1.2 -> 1.8 (50.00% of the old)" in told
    assert Snapshot(date(2026, 6, 1), root).table("dated")["value"].tolist() == [1.1, 1.2, 1.3, 1.4]
    assert Snapshot(None, root).table("dated")["value"].tolist() == [1.1, 1.8, 1.3, 1.4]


def test_revisions_are_listed_largest_first(root):
    _, told = run(root, feed("dated", ("2026-01-01", "1.2"), ("2026-01-02", "1.8"), ("2026-01-03", "1.0"), OLD[3]))
    assert re.findall(r"2026-01-0\d(?=: value)", told) == ["2026-01-02", "2026-01-03", "2026-01-01"]


def test_an_old_vintage_enters_at_its_day(root):
    def collect(ask):
        return [{"day": d, "value": v, "released": "2026-01-06"} for d, v in (("2026-01-01", "1.0"), *OLD[1:])]

    early = Feed("dated", "P", "https://dated.example", collect, "day")
    run(root, early)
    assert Snapshot(date(2026, 1, 7), root).table("dated")["value"].tolist() == [1.0, 1.2, 1.3, 1.4]
    assert Snapshot(date(2026, 1, 11), root).table("dated")["value"].tolist() == [1.1, 1.2, 1.3, 1.4]


def test_a_figure_that_is_never_revised_is_not_overwritten(root):
    before = text(root, "plain")
    code, told = run(root, feed("plain", ("2026-01-01", "1.11"), OLD[1], OLD[3]))
    assert code == 0
    assert text(root, "plain") == before
    assert "plain, 2026-01-01: value is 1.10 here, 1.11 at the source" in told


def eight(root, values):
    """One table of eight days."""
    rows = [(f"2026-01-{d:02d}", str(v)) for d, v in enumerate(values, 1)]
    entry = table(root, "plain", "".join(f"{d},,{v}\n" for d, v in rows))
    (root / DESCRIPTOR).write_text(json.dumps({"name": "one", "resources": [entry]}))
    (root / "dated.csv").unlink()
    return rows


@pytest.mark.parametrize(
    "factors, says",
    [
        ((1.3, 1.1, 1.2, 1.3, 1.1, 1.2, 1.3, 1.1), "rebased or replaced"),
        ((0.85,) * 8, "has got another base"),
        ((1.01,) * 8, "has got another base"),
    ],
)
def test_a_series_that_differs_throughout_is_refused(root, factors, says):
    rows = eight(root, "11223344")
    before = state(root)
    code, told = run(
        root, feed("plain", *((d, f"{float(v) * f:.6f}") for (d, v), f in zip(rows, factors, strict=True)))
    )
    assert code == 2 and says in told
    assert state(root) == before


def test_a_base_that_changes_is_no_revision_of_all_figures(root):
    rows = eight(root, "11223344")
    entry = load_package(root)["resources"][0]
    (root / "plain.csv").write_text("day,released,value\n" + "".join(f"{d},2026-01-10,{v}\n" for d, v in rows))
    entry |= {"hash": sha256(root / "plain.csv"), **VINTAGE}
    (root / DESCRIPTOR).write_text(json.dumps({"name": "one", "resources": [entry]}))

    def collect(ask):
        return [{"day": d, "value": f"{float(v) * 0.85:.3f}", "released": ask.today.isoformat()} for d, v in rows]

    code, told = run(root, Feed("plain", "P", "https://plain.example", collect, "day"))
    assert code == 2 and "all 8 figures of value are 0.85 times" in told


def test_a_row_whose_day_has_not_come_by_the_tables_rule_waits(root):
    package = load_package(root)
    package["resources"][0]["as_of"]["plus_days"] = 40
    (root / DESCRIPTOR).write_text(
        json.dumps(
            package | {"resources": [package["resources"][0] | {"retrieved": "2026-06-30"}, package["resources"][1]]}
        )
    )
    code, told = run(root, feed("plain", *OLD[:2], OLD[3], ("2026-11-20", "1.5")))
    assert code == 0
    assert "No new figures." in told


@pytest.mark.parametrize(
    "rows, says",
    [
        ((), "no rows came"),
        ((*OLD, OLD[3]), "came twice"),
        ((*OLD, ("2026-12-02", "1")), "in the future"),
        (OLD[:3], "the table reaches 2026-01-04"),
        (OLD[2:], "are missing"),
        (tuple((d, f"{float(v) * 1000}") for d, v in OLD), "1000 times what the table holds"),
        (tuple((d, f"{float(v) / 1000}") for d, v in OLD), "0.001 times what the table holds"),
        ((*OLD[:2], OLD[3], ("2026-01-05", "5001")), "above the highest credible value"),
    ],
    ids=["empty", "twice", "future", "end lost", "start lost", "thousandfold", "thousandth", "beyond the limits"],
)
def test_what_is_refused(root, rows, says):
    before = state(root)
    code, told = run(root, feed("plain", *rows), feed("dated", *OLD))
    assert code == 1
    assert says in told and "https://plain.example/page" in told
    assert state(root) == before


def test_a_parser_that_stumbles_is_a_fault_of_that_source_alone(root):
    code, told = run(root, feed("plain", KeyError("data")), feed("dated", *OLD, ("2026-01-05", "1.5")))
    assert code == 1
    assert "built differently (KeyError: 'data')" in told
    assert "2026-01-05" in text(root, "dated")


# --- asking, saying, leaving alone ---------------------------------------------------------

NEW = (*OLD, ("2026-01-05", "1.5"))


def test_a_dry_run_writes_nothing(root):
    before = state(root.parent)
    code, told = run(root, feed("plain", *NEW), writing="no")
    assert code == 0 and "1 row new" in told and "Nothing was written (dry run)." in told
    assert {k: v for k, v in state(root.parent).items() if not k.name.endswith(".lock")} == before


@pytest.mark.parametrize("answer, written", [("y", True), ("yes", True), ("n", False), ("", False)])
def test_it_asks_before_it_writes(root, answer, written):
    asked = []
    code, _ = run(root, feed("plain", *NEW), writing="ask", question=lambda text: asked.append(text) or answer)
    assert code == 0 and asked == ["Write 1 table? [y/N] "]
    assert ("2026-01-05" in text(root, "plain")) is written


def test_without_a_terminal_it_writes_only_when_told_to(root, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    code, told = run(root, feed("plain", *NEW), writing="ask")
    assert code == 2 and "Add --yes" in told
    assert "2026-01-05" not in text(root, "plain")


def test_a_record_changed_while_it_asked_is_not_overwritten(root):
    def answer(_):
        (root / DESCRIPTOR).write_text((root / DESCRIPTOR).read_text() + "\n")
        return "y"

    with pytest.raises(RefreshError, match="changed meanwhile"):
        run(root, feed("plain", *NEW), writing="ask", question=answer)
    assert "2026-01-05" not in text(root, "plain")


def test_a_record_that_is_out_of_order_is_left_alone(root):
    (root / "dated.csv").write_text(text(root, "dated").replace("1.3", "1.35"))
    with pytest.raises(RefreshError, match="not in order"):
        run(root, feed("plain", *NEW))
    assert "2026-01-05" not in text(root, "plain")


def test_verdicts_that_change_are_named_before_anything_is_written(root):
    def judge(place):
        return {"a-1": "holds" if "2026-01-05" in text(place, "plain") else "fails", "a-2": "holds"}

    _, told = run(root, feed("plain", *NEW), writing="no", judge=judge)
    assert "Verdicts that change:\n\n- a-1: fails -> holds" in told and "a-2" not in told


def test_each_write_is_entered_in_the_change_log_newest_on_top(root):
    run(root, feed("plain", *NEW))
    run(root, feed("dated", *NEW))
    log = (root.parent / CHANGES).read_text()
    assert log.startswith("# Changes of the data\n")
    assert re.findall(r"- (\w+): 1 row new", log) == ["dated", "plain"]
    assert log.count("\n## ") == 2


def test_an_unknown_table_is_named(root):
    with pytest.raises(UnknownTable, match="no table 'nonsense'"):
        refresh(["nonsense"], desk=Desk(root=root, feeds=(feed("plain"),), out=lambda _: None))


def test_a_table_without_a_publishers_file_says_where_to_look(capsys):
    assert main(["refresh", "boj_policy_events", "--dry-run"]) == 2
    said = capsys.readouterr().out
    assert "boj_policy_events: https://www.boj.or.jp/" in said


def test_every_described_table_is_fed_or_says_where_to_look():
    package = load_package()
    names = [r["name"] for r in package["resources"]]
    fed, by_hand = Desk().wanted([])
    assert {line.partition(":")[0] for line in by_hand} | {f.table for f in fed} == set(names)


def test_offline_it_says_so_once_a_source_and_changes_nothing(copy, monkeypatch):
    before = state(copy)
    lines = []
    down = Fetcher("http://127.0.0.1:9", pause=0, tries=2, backoff=0, sleep=lambda _: None)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    assert refresh(desk=Desk(root=copy, fetcher=down, today=TODAY, out=lines.append)) == 2
    assert lines[0].startswith("No source could be reached")
    told = "\n".join(lines[1:])
    assert told.strip().startswith("FRED; ALFRED; Fiscal Data; ") and "the host could not be reached (" in told
    assert all(feed.source in told for feed in FEEDS) and len(lines) < 6, "once for all that failed alike"
    assert state(copy) == before


def test_the_command_line_against_a_mirror_end_to_end(tmp_path):
    """The real command on a copy of the project: exit code, verdicts of the real ledger, a whole record."""
    project = tmp_path / "project"
    shutil.copytree(DATA.parent / "brink", project / "brink", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(DATA, project / "data")
    _one_theme("taper", shutil.copytree(DATA.parent / "video", project / "video"))
    rows = stored_rows(next(r for r in load_package()["resources"] if r["name"] == "ecb_fx_rates"), DATA)
    kept = [row for row in rows if row["date"] < rows[-1]["date"]]
    file = project / "data" / "ecb_fx_rates.csv"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))
    package = load_package(project / "data")
    for entry in package["resources"]:
        if entry["name"] == "ecb_fx_rates":
            entry |= {"hash": sha256(file), "rows": len(kept), "row_floor": 1000}
    (project / "data" / DESCRIPTOR).write_text(json.dumps(package))
    with running() as server:
        server.edit["www.ecb.europa.eu"] = lambda body: _whole_history(body, rows)
        command = [sys.executable, "-m", "brink", "refresh", "ecb_fx_rates", "--yes", "--mirror", server.url]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "ecb_fx_rates: 1 row new (ECB)" in done.stdout
    assert "Verdicts that change" not in done.stdout, "one more day of exchange rates changes no verdict"
    assert file.read_bytes() == (DATA / "ecb_fx_rates.csv").read_bytes()
    assert verify(project / "data") == []
    assert "ecb_fx_rates" in (project / CHANGES).read_text()


def _one_theme(theme, folder):
    """Leave one theme of the speech: the real ledger, twice, over all of them takes long."""
    video = yaml.safe_load((folder / "video.yml").read_text(encoding="utf-8"))
    (folder / "video.yml").write_text(yaml.safe_dump(video | {"themes": {theme: video["themes"][theme]}}))
    file = folder / "claims" / f"{theme}.yml"
    claims = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump([claim | {"therefore": []} for claim in claims], sort_keys=False))


def _whole_history(body, rows):
    head = body.decode().splitlines()[0]
    names = head.lower().split(",")
    lines = [",".join(row.get(name, "N/A") if name else "" for name in names) for row in reversed(rows)]
    return "\n".join([head, *lines, ""]).encode()


# --- one new period of everything ------------------------------------------------------------


def following(cell: str, before: str) -> str:
    """The period after ``cell``, in its own way of writing; ``before`` is the one before it."""
    if len(cell) == 6 and cell[4] == "Q":
        return f"{int(cell[:4]) + (cell[5] == '4')}Q{int(cell[5]) % 4 + 1}"
    if len(cell) != 10:
        return cell  # years of an edition
    days = (date.fromisoformat(cell) - date.fromisoformat(before)).days
    if cell.endswith("-01") and before.endswith("-01") and days >= 28:
        months = (date.fromisoformat(cell) - date.fromisoformat(before)).days // 30
        month = int(cell[5:7]) - 1 + months
        return f"{int(cell[:4]) + month // 12}-{month % 12 + 1:02d}-01"
    return (date.fromisoformat(cell) + timedelta(max(days, 1))).isoformat()


def with_one_more_period(feed):
    """The feed, as if its publisher sent all that is stored and one period more (an edition: the next one)."""

    def collect(ask):
        rows = [dict(row) for row in newest_by_figure(ask.resource, ask.stored).values()]
        periods = sorted({row[feed.period] for row in rows}, key=period_start)
        newest = following(periods[-1], periods[-2])
        seen = {released_column(ask.resource): ask.today.isoformat()} if ask.resource.get("vintage_of") else {}
        if newest == periods[-1]:
            edition = {"vintage": "2026-10"} if "vintage" in rows[0] else {}
            return [row | seen | edition | {c: bumped(row[c]) for c in value_columns(ask.resource)} for row in rows]
        settled = {"issue_date": newest} if {"issue_date", "auction_date"} <= rows[0].keys() else {}
        more = [row | {feed.period: newest} | settled for row in rows if row[feed.period] == periods[-1]]
        return [row | seen for row in (*rows, *more)]

    return dataclasses.replace(feed, collect=collect, second_opinion=None)


def bumped(cell: str) -> str:
    """A figure a little larger than it was; years stay."""
    return cell if not cell or cell.isdigit() else str(round(float(cell) * 1.004 + 0.001, 4))


def test_after_one_new_period_of_everything_the_record_is_sound_and_the_ledger_answers(copy):
    rows = {r["name"]: r["rows"] for r in load_package(copy)["resources"]}
    feeds = tuple(with_one_more_period(feed) for feed in FEEDS)
    code, told = run(copy, *feeds)
    assert code == 0, told
    assert verify(copy) == []
    after = {r["name"]: r["rows"] for r in load_package(copy)["resources"]}
    waits = {name for name in {feed.table for feed in FEEDS} if after[name] == rows[name]}
    assert not waits, "no new row"
    without = {claim_id: word for claim_id, word in verdicts(copy).items() if word not in VERDICTS}
    assert without == {}, "some claim has no answer any more"
    assert Snapshot(root=copy).newest_day > Snapshot().newest_day


# --- whole at every instant ----------------------------------------------------------------


def _change(root):
    """What a refresh of both tables would commit."""
    package = load_package(root)
    texts = {}
    for n, resource in enumerate(package["resources"]):
        folder = root.parent / "scratch"
        folder.mkdir(exist_ok=True)
        row = "2026-01-05,,1.5\n" if resource["name"] == "plain" else "2026-01-05,2026-01-10,1.5\n"
        texts[resource["path"]] = (root / resource["path"]).read_text() + row
        (folder / resource["path"]).write_text(texts[resource["path"]])
        package["resources"][n] = resource | {"hash": sha256(folder / resource["path"]), "rows": 5}
    return package, texts


def test_every_step_of_a_commit_leaves_a_whole_record(root, monkeypatch):
    """Stop before each file operation of a commit in turn; then finish it."""
    from brink.record import store

    package, texts = _change(root)
    steps = {"_write": store._write, "_replace": store._replace, "rmtree": shutil.rmtree}
    old, new, seen = state(root), None, set()
    for stop in range(1, 40):
        work = root.parent / f"run{stop}" / "data"
        shutil.copytree(root, work)
        count = iter(range(1, 1000))

        def counted(function, limit=stop, count=count):
            def step(*arguments, **more):
                if next(count) == limit:
                    raise KeyboardInterrupt
                return function(*arguments, **more)

            return step

        with monkeypatch.context() as patch:
            patch.setattr(store, "_write", counted(steps["_write"]))
            patch.setattr(store, "_replace", counted(steps["_replace"]))
            patch.setattr(store.shutil, "rmtree", counted(steps["rmtree"]))
            try:
                commit(work, package, texts, "## entry\n")
                finished = True
            except KeyboardInterrupt:
                finished = False
        assert verify(work) == [], stop
        settled = settle(work)
        seen.add(settled)
        assert verify(work) == []
        assert not (work / INCOMING).exists()
        now = state(work)
        if finished:
            new = now
            break
        assert now == old or load_package(work)["resources"][0]["rows"] == 5
        if now != old:
            assert (work.parent / CHANGES).read_text().count("## entry") == 1
    assert new is not None and seen == {True, False}


KILLED = """
import sys, json
from pathlib import Path
from brink.record.store import commit
root = Path(sys.argv[1])
states = [json.loads(Path(sys.argv[n]).read_text()) for n in (2, 3)]
print("ready", flush=True)
turn = 1
while True:
    package, texts = states[turn % 2]
    commit(root, package, texts, f"## turn {turn}\\n")
    turn += 1
"""


@pytest.mark.parametrize("kills_wanted", [40, pytest.param(200, marks=pytest.mark.long)])
def test_kills_at_random_moments(root, tmp_path, kills_wanted):
    """A process that does nothing but commit, old state, new state, is killed time and again."""
    old = (load_package(root), {name: (root / name).read_text() for name in ("plain.csv", "dated.csv")})
    new = _change(root)
    files = []
    for name, content in (("old", old), ("new", new)):
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(json.dumps(content))
    program = tmp_path / "killed.py"
    program.write_text(KILLED)
    hashes = {
        frozenset(r["hash"] for r in package["resources"]) for package, _ in (old, new)
    }  # never one table of each
    chance = random.Random(8)
    kills, midway = 0, 0
    environment = os.environ | {"PYTHONPATH": str(DATA.parent)}
    while kills < kills_wanted:
        file = (root / DESCRIPTOR).stat().st_ino
        fork = os.fork() if kills else None
        if fork is None or fork == 0:
            if fork == 0:  # a child that commits until it is killed: no interpreter start, so many are cheap
                _commit_for_ever(root, old, new)
            process = subprocess.Popen([sys.executable, program, root, *files], env=environment, stdout=subprocess.PIPE)
            process.stdout.readline()
            pid = process.pid
        else:
            process, pid = None, fork
        waited = time.monotonic()
        while (root / DESCRIPTOR).stat().st_ino == file and time.monotonic() - waited < 2:
            time.sleep(0.0002)  # a busy machine starts the child late
        time.sleep(chance.uniform(0.0, 0.02))
        os.kill(pid, signal.SIGKILL)
        process.wait() if process else os.waitpid(pid, 0)
        kills += 1
        package = load_package(root)
        for entry in package["resources"]:
            assert sha256(root / entry["path"]) == entry["hash"], f"kill {kills}"
        assert kills % 10 or verify(root) == [], f"kill {kills}"  # the whole check is too slow for each
        midway += any(r["path"].startswith(INCOMING) for r in package["resources"])
        assert frozenset(r["hash"] for r in package["resources"]) in hashes, "one table old, one new"
    assert midway > kills_wanted / 50, "no kill fell between the two descriptors: the test has lost its teeth"
    settle(root)
    assert verify(root) == []
    assert not (root / INCOMING).exists()


def _commit_for_ever(root, old, new):
    turn = 0
    try:
        while True:
            package, texts = (old, new)[turn % 2]
            commit(root, package, texts, f"## turn {turn}\n")
            turn += 1
    finally:
        os._exit(1)


def test_an_interrupted_refresh_is_completed_by_the_next(root):
    from brink.record import store

    package, texts = _change(root)
    real = store.settle
    store.settle = lambda place: (
        real(place) if not any(r["path"].startswith(INCOMING) for r in load_package(place)["resources"]) else None
    )
    try:
        commit(root, package, texts, "## entry\n")
    finally:
        store.settle = real
    assert (root / INCOMING).is_dir() and verify(root) == []
    assert Snapshot(None, root).table("plain")["value"].tolist()[-1] == 1.5
    code, told = run(root, feed("plain", *NEW))
    assert code == 0 and "An interrupted refresh was completed first." in told
    assert not (root / INCOMING).exists() and verify(root) == []


def test_two_at_once_never_mix(root, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr(brink.refresh.command, "PATIENCE", 0.05)
    with FileLock(root.parent / ".data.lock"):
        code, told = run(root, feed("plain", *NEW))
    assert code == 2
    assert "Another refresh is at work" in told and "nothing was done" in told
    assert "2026-01-05" not in text(root, "plain")


def test_the_second_waits_for_the_first(root):
    import threading

    from filelock import FileLock

    lock = FileLock(root.parent / ".data.lock", thread_local=False)
    lock.acquire()
    threading.Timer(0.2, lock.release).start()
    code, told = run(root, feed("plain", *NEW))
    assert code == 0 and "waiting up to 60 s" in told
    assert "2026-01-05" in text(root, "plain")


def test_a_source_error_carries_its_parts():
    error = SourceError("FRED", "https://x.example", "what", "Do this.", unreachable=True)
    assert str(error) == "FRED, https://x.example: what. Do this." and error.unreachable
    assert isinstance(Ask, type)
