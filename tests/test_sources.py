"""Every adapter against its sample and against every fault, served by a local server."""

import ast
import hashlib
import json
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest
from publishers import BODIES, TODAY, edited, running

from brink.errors import SourceError
from brink.refresh import (
    Change,
    _figure_key,
    _id,
    _newest_by_figure,
    _same,
    _value_columns,
    examine,
    merge,
    refresh,
    stored_rows,
)
from brink.snapshot import DATA, DESCRIPTOR, load_package
from brink.sources import FEEDS, Ask, Fetcher, Page
from brink.sources.feed import number
from brink.verify import verify

HEALTHY = "ecb_fx_rates"
SPARE = "fed_funds_rate"
#: Rows of a table that its sample was made from, where that is not its newest vintage or its end.
MADE_FROM = {
    "japan_gdp_levels": lambda row: row["released"] == "2025-06-09",
    "weo_g7": lambda row: row["vintage"] == "2026-04" and row["year"] >= "2025",
    "us_auctions": lambda row: "2026-07-07" <= row["auction_date"] <= "2026-08-19",
}


@pytest.fixture(scope="module")
def server():
    with running() as publishers:
        yield publishers


@pytest.fixture(autouse=True)
def well(server):
    server.faults.clear()
    server.edit.clear()
    server.asked.clear()


def fetcher(server, **more):
    """A fetcher that doesn't really wait; the waits asked for are in ``.waits``."""
    waits = []
    settings = {"connect": 5, "read": 5, "limit": 2**20, "pause": 0, "tries": 3} | more
    made = Fetcher(server.url, sleep=waits.append, **settings)
    made.waits = waits
    return made


@cache
def _trimmed(feed, url):
    """The feed's table cut to what its sample covers, once without the newest period and once whole."""
    resource = next(r for r in load_package()["resources"] if r["name"] == feed.table)
    rows = [row for row in stored_rows(resource, DATA) if feed.speaks_of(row)]
    rows = list(filter(MADE_FROM.get(feed.table, lambda row: True), rows))
    full = list(_newest_by_figure(resource, rows).values())
    recent = [row for row in full if row[feed.period] >= "2024"]
    found = feed.collect(Ask(Fetcher(url, pause=0), feed, TODAY, resource, recent))
    periods = sorted({row[feed.period] for row in found} & {row[feed.period] for row in full})
    assert len(periods) >= 4
    figures = {_id(row, resource) for row in found}
    whole = [row for row in full if _id(row, resource) in figures]
    known = [row for row in whole if row[feed.period] < periods[-1]]
    resource = json.loads(json.dumps(resource)) | {"row_floor": 1}
    return resource, known, whole


@cache
def _package(feeds, url) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        root = _build(Path(folder), feeds, url)
        assert not verify(root)
        return state(root)


def package(folder: Path, feeds, url) -> Path:
    """A small data package with the tables of ``feeds``, each lacking its newest period."""
    root = folder / "data"
    root.mkdir()
    for name, content in _package(tuple(feeds), url).items():
        (root / name).write_bytes(content)
    return root


def _build(root: Path, feeds, url) -> Path:
    resources = []
    for feed in feeds:
        resource, known, _ = _trimmed(feed, url)
        text = Change(resource, known, known).text
        (root / resource["path"]).write_text(text, encoding="utf-8", newline="")
        digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
        resources.append(resource | {"hash": digest, "rows": len(known)})
    (root / DESCRIPTOR).write_text(json.dumps({"name": "small", "resources": resources}))
    shutil.copy(DATA / "claims.yml", root)
    return root


def state(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def run(root, feeds, fetcher, **more):
    lines = []
    code = refresh(
        root=root, feeds=feeds, fetcher=fetcher, today=TODAY, yes=True, judge=lambda _: {}, out=lines.append, **more
    )
    return code, "\n".join(lines)


def by_table(table):
    return next(feed for feed in FEEDS if feed.table == table)


ALL = pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: f"{feed.source}: {feed.label}")


@cache
def _hosts(feed, url):
    asked = []

    class Noting(Fetcher):
        def get(self, url, source, **more):
            asked.append(url)
            return super().get(url, source, **more)

    resource, known, _ = _trimmed(feed, url)
    feed.collect(Ask(Noting(url, pause=0), feed, TODAY, resource, known))
    return {urlsplit(url).netloc for url in asked}


def hosts_of(server, feed):
    """The hosts a feed asks."""
    found = _hosts(feed, server.url)
    server.asked.clear()
    return found


@ALL
def test_a_good_answer_brings_exactly_the_missing_period(feed, server, tmp_path):
    root = package(tmp_path, [feed], server.url)
    resource, known, whole = _trimmed(feed, server.url)
    code, told = run(root, [feed], fetcher(server))
    assert code == 0, told
    assert not verify(root)
    entry = load_package(root)["resources"][0]
    after = stored_rows(entry, root)
    assert [row for row in known if row not in after] == [], "a stored row was changed"
    newest = _newest_by_figure(resource, after)
    assert newest.keys() == {_id(row, resource) for row in whole}
    for row in whole:
        for column in _value_columns(resource):
            assert _same(row[column], newest[_id(row, resource)][column], feed.slack.get(column)), (row, column)
    assert entry["retrieved"] == TODAY.isoformat()
    assert entry["refreshed"]["from"] == {feed.source: feed.address}
    assert "differ from" not in told


@ALL
def test_a_second_refresh_on_the_same_day_changes_nothing(feed, server, tmp_path):
    root = package(tmp_path, [feed], server.url)
    run(root, [feed], fetcher(server))
    before = state(root)
    code, told = run(root, [feed], fetcher(server))
    assert code == 0
    assert "No new figures." in told
    assert state(root) == before


HTTP = (
    "404", "429", "500", "time-out", "reset", "truncated", "cut", "web page", "bomb", "redirect to another host",
)  # fmt: skip
#: What depends on the fetch alone and is tried with two feeds only.
RARER = ("429 for an hour", "empty", "redirect to another publisher", "redirect to itself")
SAYS = {
    "404": "404", "429": "429", "429 for an hour": "3600 s", "500": "500", "time-out": "no answer within",
    "reset": "cut off after", "truncated": "cut off after", "cut": "", "web page": "a web page came",
    "empty": "is empty", "bomb": "larger than 1 MB", "redirect to another host": "elsewhere.example",
    "redirect to another publisher": "elsewhere.example", "redirect to itself": "in a circle",
    "future date": "", "changed header": "", "renamed column": "", "units times 1000": "times what the table holds",
    "newest missing": "", "oldest missing": "", "duplicated row": "",
}  # fmt: skip


CASES = [(feed, fault) for feed in FEEDS for fault in (*HTTP, *BODIES)]
CASES += [(feed, fault) for feed in (FEEDS[0], FEEDS[-1]) for fault in RARER]


@pytest.mark.parametrize("feed, fault", CASES, ids=[f"{feed.source}: {feed.label}: {fault}" for feed, fault in CASES])
def test_a_fault_leaves_the_table_as_it_was_and_stops_no_other(feed, fault, server, tmp_path):
    other = by_table(SPARE if feed.table == HEALTHY or feed.table == SPARE else HEALTHY)
    other = by_table("jgb_outstanding") if feed.source == other.source else other
    root = package(tmp_path, [feed, other], server.url)
    for host in hosts_of(server, feed):
        if fault in BODIES:
            server.edit[host] = edited(feed.source, fault)
        else:
            server.faults[host] = fault
    before = state(root)
    entries = {r["name"]: r for r in load_package(root)["resources"]}
    patience = {"read": 0.25, "tries": 2} if fault == "time-out" else {}
    code, told = run(root, [feed, other], fetcher(server, **patience))
    assert code == 1, told
    entry = {r["name"]: r for r in load_package(root)["resources"]}
    path = entry[feed.table]["path"]
    assert (root / path).read_bytes() == before[path]
    assert entry[feed.table] == entries[feed.table]
    assert entry[other.table]["rows"] > entries[other.table]["rows"], "the other source did not succeed"
    failed = re.search(r"Sources that failed:\n\n- (.+)", told)[1]
    assert failed.startswith(f"{feed.source}, https://"), failed
    assert SAYS[fault] in failed
    assert len(failed.rpartition(". ")[2]) > 10, "no remedy"


@ALL
def test_all_failing_leaves_every_byte(feed, server, tmp_path):
    root = package(tmp_path, [feed], server.url)
    server.faults.update(dict.fromkeys(hosts_of(server, feed), "web page"))
    before = state(root)
    code, _ = run(root, [feed], fetcher(server))
    assert code == 2
    assert state(root) == before


@pytest.mark.parametrize("fault, wait", [("429 then success", 7), ("500 then success", 1)])
@ALL
def test_a_passing_fault_is_waited_out(feed, fault, wait, server, tmp_path):
    root = package(tmp_path, [feed], server.url)
    server.faults.update(dict.fromkeys(hosts_of(server, feed), fault))
    asking = fetcher(server)
    code, told = run(root, [feed], asking)
    assert code == 0, told
    assert wait in asking.waits


@ALL
def test_the_whole_table_stands_up_to_the_checks_of_its_own_history(feed):
    """Were the publisher to send exactly what is stored, nothing would be refused and nothing would move."""
    resource = next(r for r in load_package()["resources"] if r["name"] == feed.table)
    stored = stored_rows(resource, DATA)
    mine = [row for row in stored if feed.speaks_of(row)]
    ask = Ask(Fetcher(), feed, TODAY, resource, mine)
    newest = [dict(row) for row in _newest_by_figure(resource, mine).values()]
    if resource.get("vintage_of"):
        newest = [row | {resource["as_of"]["column"]: TODAY.isoformat()} for row in newest]
    examine(ask, newest)
    change = Change(resource, stored, [dict(row) for row in stored])
    merge(change, ask, newest)
    assert not (change.added or change.filled or change.revised or change.conflicts)


@pytest.mark.parametrize("cell", ["nan", "inf", "1_000", "1,5", "", "-", "n.a.", "1.2.3", "0x10", "１２"])
def test_what_is_no_number(cell):
    with pytest.raises(SourceError, match="is not a number"):
        number(Page("S", "u", b""), cell, "here")


@pytest.mark.parametrize(
    "cell, plain", [("1,234,567.80", "1234567.80"), ("-0.5", "-0.5"), ("1.90", "1.90"), ("4.3e-11", "4.3e-11")]
)
def test_numbers_keep_their_digits(cell, plain):
    assert number(Page("S", "u", b""), cell, "here") == plain


# --- manners -------------------------------------------------------------------------------


def test_the_pause_between_two_requests_to_a_host(server):
    waits = []
    asking = Fetcher(server.url, pause=5, sleep=waits.append, clock=lambda: 100.0)
    url = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
    for _ in range(3):
        asking.get(url, "ECB")
    assert waits == [5, 10]


def test_the_user_agent_says_who_asks(server):
    asking = Fetcher(server.url, pause=0)
    asking.get("https://www.imf.org/external/datamapper/api/v1/GGXWDG_NGDP/JPN", "IMF")
    agent = server.asked[-1][1]["User-Agent"]
    assert agent.startswith("brink/") and "python-requests" in agent
    asking.get("https://fred.stlouisfed.org/graph/fredgraph.csv?id=DGS10", "FRED", own_agent=False)
    assert server.asked[-1][1]["User-Agent"].startswith("python-requests/")


def test_without_a_mirror_the_address_is_the_publishers():
    assert Fetcher().address("https://host.example/a/b?c=d") == "https://host.example/a/b?c=d"
    assert Fetcher("http://m.example/base/").address("https://h.org/a?b=c") == "http://m.example/base/h.org/a?b=c"


def test_certificates_are_verified(server):
    """A server whose certificate nobody vouches for is not read: here one that speaks no TLS at all."""
    with pytest.raises(SourceError) as caught:
        Fetcher(tries=1).get(f"https://127.0.0.1:{server.server_port}/x", "Somebody")
    assert caught.value.unreachable


def test_a_host_that_is_down_is_asked_once():
    waits = []
    asking = Fetcher("http://127.0.0.1:9", sleep=waits.append, pause=0, tries=3)
    for _ in range(2):
        with pytest.raises(SourceError) as caught:
            asking.get("https://nowhere.example/a", "Nobody")
        assert caught.value.unreachable
    assert len(waits) == 2, "the second request tried again"


# --- the house rules -----------------------------------------------------------------------


def test_importing_the_package_and_the_registry_loads_no_http_client():
    import subprocess

    code = "import sys, brink, brink.ledger, brink.sources, brink.refresh; sys.exit('requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=DATA.parent, check=False).returncode == 0


def test_no_chapter_theme_or_model_imports_the_sources():
    forbidden = re.compile(r"brink\.(sources|refresh|store)|from brink import .*\b(sources|refresh|store)\b")
    places = [*(DATA.parent / "brink/themes").glob("*.py"), *(DATA.parent / "brink/models").glob("*.py")]
    places += [
        DATA.parent / "brink" / name for name in ("book.py", "charts.py", "ledger.py", "claims.py", "snapshot.py")
    ]
    for path in places:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert not forbidden.search(ast.unparse(node)), path
    for path in (DATA.parent / "chapters").glob("*.ipynb"):
        for cell in json.loads(path.read_text())["cells"]:
            if cell["cell_type"] == "code":
                assert not forbidden.search("".join(cell["source"])), path


def test_every_feed_names_a_described_table_and_its_columns():
    resources = {r["name"]: r for r in load_package()["resources"]}
    for feed in FEEDS:
        names = {f["name"] for f in resources[feed.table]["schema"]["fields"]}
        assert {feed.period, *feed.scope, *feed.slack} <= names, feed.label
        assert feed.period in _figure_key(resources[feed.table])
        assert feed.address.startswith("https://") and feed.sample


def test_the_descriptor_says_of_each_table_what_its_adapter_was_held_against():
    """Readers of the data appendix see it from there; nothing they read imports the adapters."""
    for resource in load_package()["resources"]:
        wanted = [
            {"source": feed.source, "path": feed.address, "sample": feed.sample}
            | ({"part": " ".join(feed.scope.values())} if feed.scope else {})
            for feed in FEEDS
            if feed.table == resource["name"]
        ]
        assert resource.get("refresh", []) == wanted, f"{resource['name']}: copy into its entry: {json.dumps(wanted)}"


def test_rewriting_a_fed_table_unchanged_gives_the_same_bytes():
    fed = {feed.table for feed in FEEDS}
    for resource in load_package()["resources"]:
        if resource["name"] in fed:
            rows = stored_rows(resource, DATA)
            assert Change(resource, rows, rows).text == (DATA / resource["path"]).read_text(encoding="utf-8")
