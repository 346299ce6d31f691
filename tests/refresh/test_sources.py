"""Every adapter against its sample and against every fault, served by a local server."""

import ast
import hashlib
import io
import json
import re
import sys
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from brink.errors import SourceError
from brink.record.package import DATA, DESCRIPTOR, load_package
from brink.record.verify import verify
from brink.refresh.command import Desk, refresh
from brink.refresh.examine import examine
from brink.refresh.feed import Ask
from brink.refresh.fetch import Fetcher, Page
from brink.refresh.merge import TableChange, merge
from brink.refresh.parse import number
from brink.refresh.rows import figure_key, identity, newest_by_figure, same, stored_rows, value_columns
from brink.refresh.sources import FEEDS
from brink.refresh.sources.mof import _auction_column
from tests.refresh.publishers import BODIES, SAMPLES, TODAY, edited

HEALTHY = "ecb_fx_rates"
SPARE = "fed_funds_rate"
#: Rows of a table that its sample was made from, where that is not its newest vintage or its end.
MADE_FROM = {
    "japan_gdp_levels": lambda row: row["released"] == "2025-06-09",
    "weo_g7": lambda row: row["vintage"] == "2026-04" and row["year"] >= "2025",
    "us_auctions": lambda row: "2026-07-07" <= row["auction_date"] <= "2026-08-19",
}


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
    full = list(newest_by_figure(resource, rows).values())
    recent = [row for row in full if row[feed.period] >= "2024"]
    found = feed.collect(Ask(Fetcher(url, pause=0), feed, TODAY, resource, recent))
    periods = sorted({row[feed.period] for row in found} & {row[feed.period] for row in full})
    assert len(periods) >= 4
    figures = {identity(row, resource) for row in found}
    whole = [row for row in full if identity(row, resource) in figures]
    known = [row for row in whole if row[feed.period] < periods[-1]]
    resource = json.loads(json.dumps(resource)) | {"row_floor": 1}
    return resource, known, whole


def package(folder: Path, feeds, url) -> Path:
    """A small data package with the tables of ``feeds``, each lacking its newest period."""
    root = folder / "data"
    root.mkdir()
    resources = []
    for feed in feeds:
        resource, known, _ = _trimmed(feed, url)
        text = TableChange.none(resource, known).text
        (root / resource["path"]).write_text(text, encoding="utf-8", newline="")
        digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
        resources.append(resource | {"hash": digest, "rows": len(known)})
    (root / DESCRIPTOR).write_text(json.dumps({"name": "small", "resources": resources}))
    return root


def state(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def run(root, feeds, fetcher):
    lines = []
    desk = Desk(root=root, feeds=tuple(feeds), fetcher=fetcher, today=TODAY, judge=lambda _: {}, out=lines.append)
    return refresh(desk=desk, writing="yes"), "\n".join(lines)


def by_table(table):
    return next(feed for feed in FEEDS if feed.table == table)


ALL = pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: f"{feed.source}: {feed.label}")


@pytest.fixture(scope="module")
def standing(publishers, tmp_path_factory):
    """Return the package of one feed alone, which all its faults share: none of them may change it."""

    @cache
    def of(feed) -> Path:
        return package(tmp_path_factory.mktemp("standing"), [feed], publishers.url)

    return of


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
def test_a_good_answer_brings_exactly_the_missing_period_and_a_second_one_nothing(feed, server, tmp_path):
    root = package(tmp_path, [feed], server.url)
    resource, known, whole = _trimmed(feed, server.url)
    code, told = run(root, [feed], fetcher(server))
    assert code == 0, told
    assert not verify(root)
    entry = load_package(root)["resources"][0]
    after = stored_rows(entry, root)
    assert [row for row in known if row not in after] == [], "a stored row was changed"
    newest = newest_by_figure(resource, after)
    assert newest.keys() == {identity(row, resource) for row in whole}
    for row in whole:
        for column in value_columns(resource):
            assert same(row[column], newest[identity(row, resource)][column], feed.tolerance.get(column)), (row, column)
    assert entry["retrieved"] == TODAY.isoformat()
    assert entry["refreshed"]["from"] == {feed.source: feed.address}
    assert "differ from" not in told

    before = state(root)
    code, told = run(root, [feed], fetcher(server))
    assert code == 0
    assert "No new figures." in told
    assert state(root) == before


HTTP = (
    "404",
    "429",
    "500",
    "time-out",
    "reset",
    "truncated",
    "cut",
    "web page",
    "bomb",
    "redirect to another host",
)
#: What depends on the fetch alone and is tried with two feeds only.
RARER = ("429 for an hour", "empty", "redirect to another publisher", "redirect to itself")
SAYS = {
    "404": "404",
    "429": "429",
    "429 for an hour": "3600 s",
    "500": "500",
    "time-out": "no answer within",
    "reset": "cut off after",
    "truncated": "cut off after",
    "cut": "",
    "web page": "a web page came",
    "empty": "is empty",
    "bomb": "larger than 1 MB",
    "redirect to another host": "elsewhere.example",
    "redirect to another publisher": "elsewhere.example",
    "redirect to itself": "in a circle",
    "future date": "",
    "changed header": "",
    "renamed column": "",
    "units times 1000": "times what the table holds",
    "newest missing": "",
    "oldest missing": "",
    "duplicated row": "",
}


CASES = [(feed, fault) for feed in FEEDS for fault in (*HTTP, *BODIES)]
CASES += [(feed, fault) for feed in (FEEDS[0], FEEDS[-1]) for fault in RARER]
#: Faults of the connection depend on the fetch more than on the feed: three a feed go with every run, each with a third.
LONG = {(feed, fault) for n, feed in enumerate(FEEDS[1:-1]) for m, fault in enumerate(HTTP) if (n + m) % 3}


def put(fault, server, feed, patience=0.05):
    """Let all hosts a feed asks have one fault; returns a fetcher that waits ``patience`` seconds where none answers."""
    for host in hosts_of(server, feed):
        if fault in BODIES:
            server.edit[host] = edited(feed.source, fault)
        else:
            server.faults[host] = fault
    # that a time-out is tried again does not depend on the feed: see the two that are asked twice
    tries = 2 if feed in (FEEDS[0], FEEDS[-1]) else 1
    return fetcher(server, **({"read": patience, "tries": tries} if fault == "time-out" else {}))


def says_what_failed(told, feed, fault):
    """Hold the message to its parts: source, address, what was wrong, what to do."""
    failed = re.search(r"(?:Sources that failed:\n\n- |check the network.\n  )(.+)", told)[1]
    assert failed.startswith(f"{feed.source}, https://"), failed
    assert SAYS[fault] in failed
    assert len(failed.rpartition(". ")[2]) > 10, "no remedy"


@pytest.mark.parametrize(
    "feed, fault",
    [
        pytest.param(
            *case, id=f"{case[0].source}: {case[0].label}: {case[1]}", marks=[pytest.mark.long] * (case in LONG)
        )
        for case in CASES
    ],
)
def test_a_fault_leaves_every_byte(feed, fault, server, standing):
    root = standing(feed)
    before = state(root)
    code, told = run(root, [feed], put(fault, server, feed))
    assert code == 2, told
    assert state(root) == before
    says_what_failed(told, feed, fault)


#: Every feed with some fault, and every fault with some feed.
BESIDE = [(feed, (*HTTP, *BODIES)[n % len((*HTTP, *BODIES))]) for n, feed in enumerate(FEEDS)]
BESIDE += [(FEEDS[0], fault) for fault in RARER]


@pytest.mark.parametrize("feed, fault", BESIDE, ids=[f"{feed.source}: {feed.label}: {fault}" for feed, fault in BESIDE])
def test_a_source_that_fails_stops_no_other(feed, fault, server, tmp_path):
    other = by_table(SPARE if feed.table == HEALTHY or feed.table == SPARE else HEALTHY)
    other = by_table("jgb_outstanding") if feed.source == other.source else other
    root = package(tmp_path, [feed, other], server.url)
    before = state(root)
    entries = {r["name"]: r for r in load_package(root)["resources"]}
    code, told = run(root, [feed, other], put(fault, server, feed, patience=0.25))
    assert code == 1, told
    entry = {r["name"]: r for r in load_package(root)["resources"]}
    path = entry[feed.table]["path"]
    assert (root / path).read_bytes() == before[path]
    assert entry[feed.table] == entries[feed.table]
    assert entry[other.table]["rows"] > entries[other.table]["rows"], "the other source did not succeed"
    says_what_failed(told, feed, fault)


@pytest.mark.parametrize("fault, wait", [("429 then success", 7), ("500 then success", 1)])
@ALL
def test_a_passing_fault_is_waited_out(feed, fault, wait, server):
    resource, known, _ = _trimmed(feed, server.url)
    without = feed.collect(Ask(fetcher(server), feed, TODAY, resource, known))
    server.faults.update(dict.fromkeys(hosts_of(server, feed), fault))
    asking = fetcher(server)
    assert feed.collect(Ask(asking, feed, TODAY, resource, known)) == without
    assert wait in asking.waits


@ALL
def test_the_whole_table_stands_up_to_the_checks_of_its_own_history(feed):
    """Were the publisher to send exactly what is stored, nothing would be refused and nothing would move."""
    resource = next(r for r in load_package()["resources"] if r["name"] == feed.table)
    stored = stored_rows(resource, DATA)
    mine = [row for row in stored if feed.speaks_of(row)]
    ask = Ask(Fetcher(), feed, TODAY, resource, mine)
    newest = [dict(row) for row in newest_by_figure(resource, mine).values()]
    if resource.get("vintage_of"):
        newest = [row | {resource["as_of"]["column"]: TODAY.isoformat()} for row in newest]
    examine(ask, newest)
    change = TableChange(resource, stored, [dict(row) for row in stored])
    merge(change, ask, newest)
    assert not (change.added or change.filled or change.revised or change.conflicts)


# --- what single adapters have to know -----------------------------------------------------


class Answers:
    """A fetcher that knows some addresses by heart."""

    limit = 2**20

    def __init__(self, pages: dict[str, bytes]):
        self.pages, self.asked = pages, []

    def get(self, url, source, **_):
        self.asked.append(url)
        body = next((body for part, body in self.pages.items() if part in url), None)
        if body is None:
            raise SourceError(source, url, "the server answered 404", "Look.")
        return Page(source, url, body)


def zipped(name: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    "body, says",
    [
        (zipped("csv/S2_t.csv", b"date,FA265000005.Q\n" + b"0" * 5_000_000), "larger than 1 MB"),
        (zipped("csv/other.csv", b"date,FL543150005.Q\n"), "no file of the zip has a column FA264090005.Q, "),
        (zipped("csv/S2_t.csv", b"date\n")[:-30], "not a readable zip"),
        (b"PK\x03\x04", "not a readable zip"),
    ],
    ids=["bomb", "other content", "cut", "no zip"],
)
def test_a_zip_that_is_not_what_it_should_be(body, says):
    feed = by_table("us_rest_of_world_flows")
    with pytest.raises(SourceError, match=says):
        feed.collect(Ask(Answers({"z1_csv_files.zip": body}), feed, TODAY, {}, [{"period": "2024Q4"}]))


def _edition(edition: str, since: int, debt: str) -> dict[str, bytes]:
    """The two files of one edition of CBO's baseline, two fiscal years."""
    years = (since, int(edition[:4]) + 10)
    variables = (
        "proj_rev_total",
        "proj_outlays_total",
        "proj_outlays_net_interest",
        "proj_deficit_total",
        "proj_debt_held_by_public_end",
    )
    budget = [f"FY{year},{name},{debt}" for year in years for name in variables]
    economy = [f"{year},{name},4.1,projected" for year in years for name in ("gdp", "treasury_note_rate_10yr")]
    return {
        f"annual_fy_{edition}.csv": "\n".join(["date,variable,value", *budget, ""]).encode(),
        f"fiscal_{edition}.csv": "\n".join(["date,variable,value,estimate_type", *economy, ""]).encode(),
    }


def _baseline(files: dict[str, bytes], *released: str):
    """Rows CBO's adapter makes of ``files``, for a table that holds editions of some days."""
    names = json.dumps([{"name": name} for name in files]).encode()
    answers = Answers({"contents/data/": names, **files})
    feed = by_table("us_cbo_baseline")
    stored = [{"fiscal_year": "2025", "released": day} for day in released]
    return feed.collect(Ask(answers, feed, TODAY, {}, stored)), answers.asked


def test_an_edition_of_the_baseline_keeps_its_day_and_a_new_one_counts_from_today():
    files = _edition("2025-01", 2024, "1.5") | _edition("2026-02", 2025, "2.5") | _edition("2026-08", 2025, "3.5")
    rows, _ = _baseline(files, "2025-01-17", "2026-02-11")
    assert {(row["released"], row["debt_usd_bn"]) for row in rows} == {
        ("2025-01-17", "1.5"),
        ("2026-02-11", "2.5"),
        (TODAY.isoformat(), "3.5"),
    }


def test_an_edition_seen_before_is_not_taken_twice_in_one_refresh():
    """Held since the day it was seen, it is not known by its month; only the newest counts as unseen."""
    files = _edition("2026-02", 2025, "2.5") | _edition("2026-08", 2025, "3.5") | _edition("2027-01", 2026, "4.5")
    rows, _ = _baseline(files, "2026-02-11", "2026-11-20")
    assert {row["debt_usd_bn"] for row in rows} == {"2.5", "4.5"}


def test_an_edition_counts_once_both_its_files_are_there():
    files = _edition("2026-02", 2025, "2.5") | _edition("2026-08", 2025, "3.5")
    del files["fiscal_2026-08.csv"]
    rows, asked = _baseline(files, "2026-02-11")
    assert {row["debt_usd_bn"] for row in rows} == {"2.5"}
    assert not any("2026-08" in url for url in asked)


@pytest.mark.parametrize(
    "printed, kept",
    [("-1832.3809999999994", "-1832.381"), ("7523.9999999999973", "7524"), ("28823.0", "28823.0"), ("3.34", "3.34")],
)
def test_binary_tails_of_the_baseline_are_dropped_and_other_digits_kept(printed, kept):
    rows, _ = _baseline(_edition("2026-02", 2025, printed), "2026-02-11")
    assert {row["balance_usd_bn"] for row in rows} == {kept}


def test_the_sectors_that_hold_bonds_add_up_to_the_total(server):
    feed = by_table("jgb_holders")
    rows = feed.collect(Ask(fetcher(server), feed, TODAY, {}, [{"quarter": "2024Q4"}]))
    for quarter in {row["quarter"] for row in rows}:
        held = {row["sector"]: Decimal(row["holdings_jpy_tn"]) for row in rows if row["quarter"] == quarter}
        assert held.pop("Total") == sum(held.values())
    assert "startDate=202404&endDate=202604" in server.asked[-1][0]


def test_a_month_is_no_quarter(server):
    server.edit["www.stat-search.boj.or.jp"] = lambda body: body.replace(b"202601", b"202605")
    feed = by_table("jgb_holders")
    with pytest.raises(SourceError, match="'202605' is not a quarter"):
        feed.collect(Ask(fetcher(server), feed, TODAY, {}, [{"quarter": "2024Q4"}]))


@pytest.mark.parametrize(
    "heading, column",
    [
        ("Amounts of\nCompetitive Bids", "bids_100m_yen"),
        ("Amounts of Bids Accepted", "accepted_100m_yen"),
        ("Average Price", "average_price"),
        ("Yield at the Average Price", "average_yield_pct"),
        ("Lowest Accepted Price*", "lowest_price"),
        ("Price at the Highest Accepted Yield", "lowest_price"),
        ("Yield at the Lowest Accepted Price", "cutoff_yield_pct"),
        ("Highest Accepted Yield", "cutoff_yield_pct"),
        ("Non-Competitive Bids", "noncompetitive_100m_yen"),
        ("Non-Price Competitive Auction Ⅰ", "noncompetitive_1_100m_yen"),
        ("Non-price-competitive auction II", "noncompetitive_2_100m_yen"),
        ("Remarks", None),
    ],
)
def test_headings_of_the_workbook_of_auctions(heading, column):
    assert _auction_column(heading) == column


@pytest.mark.parametrize("cell", ["nan", "inf", "1_000", "1,5", "", "-", "n.a.", "1.2.3", "0x10", "１２"])
def test_what_is_no_number(cell):
    with pytest.raises(SourceError, match="is not a number"):
        number(Page("S", "u", b""), cell, "here")


@pytest.mark.parametrize(
    "cell, plain", [("1,234,567.80", "1234567.80"), ("-0.5", "-0.5"), ("1.90", "1.90"), ("4.3e-11", "4.3e-11")]
)
def test_numbers_keep_their_digits(cell, plain):
    assert number(Page("S", "u", b""), cell, "here") == plain


# --- the house rules -----------------------------------------------------------------------


def test_importing_the_package_and_the_registry_loads_no_http_client():
    import subprocess

    code = "import sys, brink, brink.argument.ledger, brink.refresh.sources, brink.refresh.command; sys.exit('requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=DATA.parent, check=False).returncode == 0


def test_no_room_but_the_command_line_imports_the_live_path():
    forbidden = re.compile(r"brink\.(refresh|record\.store)|from brink import .*\b(refresh)\b")
    rooms = [path for path in (DATA.parent / "brink").rglob("*.py") if path.parent.name not in ("refresh", "sources")]
    for path in rooms:
        if path.name == "__main__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert not forbidden.search(ast.unparse(node)), path
    for path in (DATA.parent / "chapters").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                assert not forbidden.search("".join(cell["source"])), path


def test_every_feed_names_a_described_table_and_its_columns():
    resources = {r["name"]: r for r in load_package()["resources"]}
    for feed in FEEDS:
        names = {f["name"] for f in resources[feed.table]["schema"]["fields"]}
        assert {feed.period, *feed.scope, *feed.tolerance} <= names, feed.label
        assert feed.period in figure_key(resources[feed.table])
        assert feed.address.startswith("https://")


def notes():
    """What the descriptor says of each feed: where the form that it reads was seen."""
    return {
        (entry["source"], resource["name"], entry.get("part", "")): entry
        for resource in load_package()["resources"]
        for entry in resource.get("refresh", [])
    }


def test_the_descriptor_says_of_each_feed_where_its_form_was_seen():
    """Readers of the data appendix see it from there; nothing they read imports the adapters."""
    found = notes()
    assert found.keys() == {(feed.source, feed.table, " ".join(feed.scope.values())) for feed in FEEDS}
    for feed in FEEDS:
        note = found[feed.source, feed.table, " ".join(feed.scope.values())]
        assert note["path"] == feed.address
        assert note["seen"] in ("answer", "program"), (
            "in an answer of the publisher's own, or in a program that reads it"
        )
        assert re.search(r"20\d\d", note["sample"]) or "imf-reader" in note["sample"] or "recorded" in note["sample"]


def test_every_sample_is_an_answer_to_some_feed_that_says_where_its_form_was_seen(server):
    """A sample nobody asks for would be held against nothing; one without a note would be imagined."""
    served, noted = {}, notes()
    for feed in FEEDS:
        server.served.clear()
        resource, known, _ = _trimmed(feed, server.url)
        feed.collect(Ask(fetcher(server), feed, TODAY, resource, known))
        assert (feed.source, feed.table, " ".join(feed.scope.values())) in noted
        served |= dict.fromkeys(server.served, feed)
    samples = {path for path in SAMPLES.rglob("*") if path.is_file() and not path.name.startswith(".")}
    assert samples - served.keys() - {SAMPLES / "treasurydirect" / "none.json"} == set()


def test_the_readme_says_the_same():
    text = (DATA.parent / "README.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    for feed in FEEDS:
        note = notes()[feed.source, feed.table, " ".join(feed.scope.values())]
        fits = [row for row in rows if row[0] == feed.source and row[2:] == [note["seen"], note["sample"]]]
        assert any(feed.label in row[1].split(", ") for row in fits), f"{feed.source}, {feed.label}: {note}"
    assert f"{len({feed.table for feed in FEEDS})} tables have an adapter" in text


def test_rewriting_a_fed_table_unchanged_gives_the_same_bytes():
    fed = {feed.table for feed in FEEDS}
    for resource in load_package()["resources"]:
        if resource["name"] in fed:
            rows = stored_rows(resource, DATA)
            assert TableChange.none(resource, rows).text == (DATA / resource["path"]).read_text(encoding="utf-8")
