"""How hard is the book to fool? Change one thing it rests on, and see whether a test on facts notices.

Three kinds of mutants, each changing one thing in memory (no file is touched):

- **data**: one cell of a numeric column that feeds a claim, moved by one percent in the digits it is printed with,
  and by at least one unit of its last digit; its sign is kept. Columns of a table's primary key name a figure
  rather than being one, and are left alone. The row is found by halving: the whole column is changed, and as long as
  the ledger shows it, half of the rows are put back.
- **claims**: a number said, or the bound of a reading's bar, moved by five percent (by one unit of its last digit at
  least) in both directions; whether something is on record, turned; a choice's default, exchanged for another value.
- **models**: in a function of ``brink/models``, one sign, one multiplication or division, or one comparison turned.

A mutant is *displayed* when what the ledger says of any claim changes: a figure, its range, a note, the ruling, the base
rate. It is *caught* when one of the tests that rest on something else fails; they carry the marks ``facts`` (which table a test
rests on is what it was seen to read), ``argument(theme)`` and ``model(name)``. Tests on facts are asked first; then the
ways reckoned once more by hand (``tests/argument/test_ways.py``); last, of bars, our reading of the video's words, written
down a second time: each is counted apart (:attr:`Outcome.rests_on`). The digests of ``verify``, the bounds in the descriptor,
stored notebooks and built pages are our own output and never count. That a bar or a choice differs from the published edition
(``video/judgements.csv``) is noted beside, as *on record*: it shows that a judgement moved, and rests on no fact.

    python -m tests.mutate                          # everything; hours of processor time
    python -m tests.mutate --sample 150 --seed 7    # 150 of each kind
    python -m tests.mutate --only data --table jgb_yields --seed 3
    python -m tests.mutate --sample 150 --save      # ... kept in tests/mutants.csv, with docs/mutation.md written from it
    python -m tests.mutate --again 4                # four of each kind kept there, each against the test that caught it

Exit code 1 when what was measured speaks against a share of :data:`REQUIRED` percent; see :func:`short`. The same seed gives the same mutants and
the same result on every machine: a draw is made by name, not by place in a list. Needs ``os.fork`` (Linux, macOS).
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import csv
import dataclasses
import functools
import importlib
import inspect
import io
import itertools
import json
import os
import pickle
import pkgutil
import random
import signal
import sys
import tempfile
import types
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings
from scipy.stats import binomtest

import brink.argument.ledger
import brink.models
import brink.record.snapshot
from brink import Ledger, words
from brink.argument import inventory
from brink.argument.inventory import ANSWERS, Claim
from brink.argument.judgements import judgements
from brink.argument.ledger import Finding, Reading
from brink.record.package import DATA, load_package
from brink.record.snapshot import Snapshot
from brink.report.ledger_files import plain
from brink.video import FOLDER

TESTS = Path(__file__).resolve().parent
#: The share of displayed mutants that should be caught, in percent.
REQUIRED = 95
#: The mutants judged last, and the page that tells of them.
KEPT, PAGE = TESTS / "mutants.csv", TESTS.parent / "docs" / "mutation.md"
#: A mutant that keeps its tests busy for longer hangs them (seconds of processor time, so that a busy machine doesn't count).
PATIENCE = 120
KINDS = ("data", "claims", "models")
#: What the result is told by: of claims the numbers said are facts, bars and choices are judgements.
GROUPS = ("data", "numbers said", "bars", "choices", "models")
MARKS = ("<!-- measured: begin -->", "<!-- measured: end -->")
#: Tests that rest on a second reckoning of ours, by hand; and on our reading of the words, where a bar is ours.
BY_HAND, OUR_READING = "/test_ways.py::", "::test_the_videos_words["


@dataclass(frozen=True)
class Outcome:
    """One mutant: what was changed, the claims that show it, and the first test that failed (or ``None``).

    ``kind`` is one of :data:`GROUPS`. ``printed`` says whether a claim shows it in the digits the book prints, not in the
    JSON's last digits only; ``on_record``, whether it would differ from the judgements of the published edition.
    """

    kind: str
    where: str
    change: str
    shows: tuple[str, ...]
    printed: bool
    caught_by: str | None
    on_record: bool = False

    @property
    def rests_on(self) -> str | None:
        """What the test rests on that caught it: a fact, a second reckoning by hand, or our own reading of the words."""
        if self.caught_by is None:
            return None
        if BY_HAND in self.caught_by:
            return "by hand"
        return "by our reading" if self.kind == "bars" and OUR_READING in self.caught_by else "by a fact"


# --- processes -------------------------------------------------------------------------------


def apart(jobs: Iterable[Callable[[], object]], workers: int = 1) -> Iterator[object]:
    """Run each job in a fork of this process and yield the results in order; ``None`` where a fork hung or died."""
    jobs = list(jobs)
    with tempfile.TemporaryDirectory() as folder:
        running, done, waiting, turn = {}, {}, iter(enumerate(jobs)), 0
        while turn < len(jobs):
            while len(running) < workers and (job := next(waiting, None)):
                running[_fork(job[1], Path(folder, str(job[0])))] = job[0]
            pid, status = os.wait()
            number = running.pop(pid)
            done[number] = pickle.loads(Path(folder, str(number)).read_bytes()) if status == 0 else None
            while turn in done:
                yield done.pop(turn)
                turn += 1


def _fork(job: Callable[[], object], answer: Path) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        signal.setitimer(signal.ITIMER_PROF, 3 * PATIENCE)
        answer.write_bytes(pickle.dumps(job()))
        code = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.__stderr__)
    finally:
        os._exit(code)


# --- the record, and the ledger that shows it --------------------------------------------------


class Record:
    """Every table and every claim, held in memory so that one can be changed; who reads what."""

    def __init__(self):
        self.resources = {resource["name"]: resource for resource in load_package()["resources"]}
        self.frames = {
            name: brink.record.snapshot.parse(resource, DATA)[0] for name, resource in self.resources.items()
        }
        self._serve()
        self.claims = {claim.id: claim for claim in inventory.load_claims()}
        self.readers: dict[str, list[str]] = defaultdict(list)
        self.read: Snapshot | None = None
        self.entries: dict[str, tuple[str, str]] = {}

    def remember(self) -> None:
        """Note what the ledger says of each claim on the unchanged record, and which tables it read for that."""
        ledger = Ledger()
        self.read = ledger.now
        for claim_id in self.claims:
            for table in ledger[claim_id].tables:
                self.readers[table].append(claim_id)
        self.entries = {claim_id: self.entry(ledger, claim_id) for claim_id in self.claims}

    def _serve(self) -> None:
        """Hand out the frames of this record in place of the files, and of a frame that is the same its days."""
        parse, public_from = brink.record.snapshot.parse, brink.record.snapshot.public_from
        days: dict[str, tuple] = {}

        def served(resource: dict, root: Path):
            return (self.frames[resource["name"]], []) if Path(root) == DATA else parse(resource, root)

        def dated(resource: dict, frame):
            if resource["name"] not in days or days[resource["name"]][0] is not frame:
                days[resource["name"]] = frame, public_from(resource, frame)
            return days[resource["name"]][1]

        brink.record.snapshot.parse, brink.record.snapshot.public_from = served, dated

    def entry(self, ledger: Ledger, claim_id: str) -> tuple[str, str]:
        """Return all that the ledger says of a claim, in full and in the digits of the book; or the error it ends in."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found = ledger[claim_id]
                return json.dumps(plain(said(found, exact=True))), json.dumps(plain(said(found, exact=False)))
            except Exception as error:
                return repr(error), repr(error)

    def shows(self, claim_ids: Iterable[str], *, one: bool = False) -> dict[str, bool]:
        """Return the claims of which the ledger says something else than on the unchanged record, and whether in print.

        With ``one``, stop at the first that differs in print: enough to know that a change is displayed.
        """
        forget()
        found, ledger = {}, Ledger()
        for claim_id in claim_ids:
            exact, printed = self.entry(ledger, claim_id)
            if exact != self.entries[claim_id][0]:
                found[claim_id] = printed != self.entries[claim_id][1]
                if one and found[claim_id]:
                    break
        return found

    def put(self, table: str, frame) -> None:
        """Serve another frame for one table."""
        self.frames[table] = frame

    def put_claim(self, changed: Claim) -> None:
        """Serve the inventory with one claim changed, wherever a module holds its loader.

        What was worked out from the tables stays: no measure knows what was said.
        """
        if self.read is not None:
            brink.argument.ledger.Snapshot = lambda: self.read
        original = inventory.load_claims
        served = tuple(changed if claim.id == changed.id else claim for claim in original())

        @functools.cache
        def load_claims(folder: Path = FOLDER):
            return served if Path(folder) == FOLDER else original(folder)

        for module in _package():
            for name, value in list(vars(module).items()):
                if value is original:
                    setattr(module, name, load_claims)


def said(found: Finding, *, exact: bool) -> list:
    """Return what a finding says, its figures in full or as the book prints them."""

    def figure(reading: Reading) -> tuple:
        values = (reading.value, reading.range) if exact else (reading.written, words.number(reading.range))
        return (*values, reading.period, reading.passes, reading.note, reading.title)

    figures = [figure(reading) for when in ("then", "revised", "today") for reading in getattr(found, when).values()]
    rate = found.base_rate and dataclasses.astuple(found.base_rate)
    bars = [(reading.bar.in_words(reading.form), reading.bar.between) for reading in found.claim.readings.values()]
    return [found.verdict, found.ruling, figures, rate, found.claim.claimed, bars]


def _package() -> list[types.ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.split(".")[0] == "brink"]


def forget() -> None:
    """Empty every cache of the package."""
    for module in _package():
        for value in list(vars(module).values()):
            if callable(clear := getattr(value, "cache_clear", None)):
                clear()


# --- the fact tests ----------------------------------------------------------------------------


@dataclass
class Touched:
    """What a test was seen to read: tables and claims; ``at_import`` are the tables its module reads when imported."""

    tables: set[str]
    claims: set[str]
    at_import: set[str]


class FactTests:
    """The tests that rest on facts, and which of them may notice a change, the likeliest first."""

    def __init__(self, items: list[pytest.Item]):
        self.items = items
        self.touched: dict[str, Touched] = {}

    def watch(self) -> None:
        """Run the tests of tables and of claims once on the unchanged record, and note what each reads.

        A test that fails without any change is named and left out.
        """
        (self.touched,) = apart([lambda: watched([*self._marked("facts"), *self._marked("argument")])])

    def of_table(self, table: str) -> list[pytest.Item]:
        """Return the tests seen to read a table, those that read little else first."""

        def place(item: pytest.Item) -> tuple:
            touched = self.touched[item.nodeid]
            return table not in touched.tables, len(touched.tables)

        seen = {name for name, touched in self.touched.items() if table in touched.tables | touched.at_import}
        return sorted((item for item in self.items if item.nodeid in seen), key=place)

    def of_claim(self, claim: Claim) -> list[pytest.Item]:
        """Return the tests seen to ask for a claim, those that ask for few others first.

        What rests on a second reckoning by hand comes after those on facts, what rests on our reading of the words last.
        """

        def place(item: pytest.Item) -> tuple:
            name = item.nodeid
            return OUR_READING in name, BY_HAND in name, len(self.touched[name].claims)

        seen = {name for name, touched in self.touched.items() if claim.id in touched.claims}
        return sorted((item for item in self.items if item.nodeid in seen), key=place)

    def of_model(self, model: str, themes: set[str]) -> list[pytest.Item]:
        """Return a model's own tests, then those of the themes that use it."""
        return self._marked("model", {model}) + self._marked("argument", themes)

    def like(self, name: str) -> list[pytest.Item]:
        """Return the test of this name, or where it is gone all of its file."""
        named = self.named({name})
        return named or [item for item in self.items if item.nodeid.partition("::")[0] == name.partition("::")[0]]

    def named(self, names: set[str]) -> list[pytest.Item]:
        """Return the tests of these names."""
        return [item for item in self.items if item.nodeid in names]

    def _marked(self, mark: str, of: set[str] | None = None) -> list[pytest.Item]:
        found = [(item, item.get_closest_marker(mark)) for item in self.items]
        return [item for item, marker in found if marker and (of is None or of & set(marker.args))]


class Watch:
    """Notes which tables and claims are asked for, and through which fixtures; a pytest plugin. Meant for a fork."""

    def __init__(self):
        self.tables, self.claims = set(), set()
        self.by_fixture: dict[tuple, tuple[set[str], set[str]]] = {}
        known, once, getitem, find = Snapshot._known, Snapshot.once, Ledger.__getitem__, inventory.find_claim

        def noting_known(snapshot, name):
            self.tables.add(name)
            return known(snapshot, name)

        def noting_once(snapshot, make, *args, **kwargs):
            with snapshot.watching() as tables:
                made = once(snapshot, make, *args, **kwargs)
            self.tables |= tables
            return made

        def noting_getitem(ledger, claim_id):
            finding = getitem(ledger, claim_id)
            self.tables |= set(finding.tables)
            self.claims.add(claim_id)
            return finding

        def noting_find(claim_id, folder=FOLDER):
            self.claims.add(claim_id)
            return find(claim_id, folder)

        Snapshot._known, Snapshot.once, Ledger.__getitem__ = noting_known, noting_once, noting_getitem
        for module in list(sys.modules.values()):
            for name, value in list(vars(module).items()) if module else ():
                if value is find:
                    setattr(module, name, noting_find)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef):
        """Note what a fixture reads: all tests that use it rest on that."""
        outer, (self.tables, self.claims) = (self.tables, self.claims), (set(), set())
        try:
            return (yield)
        finally:
            self.by_fixture[fixturedef.argname, fixturedef.baseid] = self.tables, self.claims
            self.tables, self.claims = outer[0] | self.tables, outer[1] | self.claims


def watched(items: list[pytest.Item]) -> dict[str, Touched]:
    """Run tests and return what each reads; those that fail are left out."""
    watch, found, at_import = Watch(), {}, {}
    items[0].config.pluginmanager.register(watch)
    renew([sys.modules["holding"]])
    for module in dict.fromkeys(item.module for item in items):
        watch.tables = at_import[module] = set()
        renew([module])
    for item, following in zip(items, [*items[1:], None], strict=True):
        watch.tables, watch.claims = set(), set()
        with contextlib.redirect_stdout(io.StringIO()):
            reports = runtestprotocol(item, log=False, nextitem=following)
        if any(report.failed for report in reports):
            print(f"{item.nodeid} fails without any change: left out.", file=sys.__stderr__)
            continue
        found[item.nodeid] = touched = Touched(watch.tables, watch.claims, at_import[item.module])
        for name, definitions in item._fixtureinfo.name2fixturedefs.items():
            for definition in definitions:
                tables, claims = watch.by_fixture.get((name, definition.baseid), (set(), set()))
                touched.tables |= tables
                touched.claims |= claims
    return found


def renew(modules: Iterable[types.ModuleType]) -> None:
    """Execute modules of tests once more: what they read when imported is read from the changed record."""
    for module in modules:
        module.__spec__.loader.exec_module(module)


def run(items: list[pytest.Item]) -> str | None:
    """Run tests in order and return the name of the first that fails."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        with contextlib.redirect_stdout(io.StringIO()):
            reports = runtestprotocol(item, log=False, nextitem=following)
        if any(report.failed for report in reports):
            return item.nodeid
    return None


def catch(items: list[pytest.Item]) -> str | None:
    """Return the first of the tests that fails in a world already changed; a module that can't be read counts too."""

    def first_failure() -> str:
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)
        forget()
        for module in dict.fromkeys([sys.modules["holding"], *(item.module for item in items)]):
            try:
                renew([module])
            except Exception:
                return f"{Path(module.__file__).name} (on import)"
        return run(items) or ""

    (answer,) = apart([first_failure])
    return "a test that never ended" if answer is None else answer or None


# --- data ----------------------------------------------------------------------------------------


def nudge(text: str, up: bool) -> str:
    """Return a printed number moved by one percent in its own digits, by one unit of the last at least, sign kept.

    >>> nudge("5.047", True), nudge("-0.2", False), nudge("0.1", False), nudge("0", True)
    ('5.097', '-0.3', '0.2', '1')
    """
    value = Decimal(text)
    unit = Decimal(1).scaleb(min(value.as_tuple().exponent, 0))
    step = max(unit, (abs(value) / 100).quantize(unit))
    moved = value + (step if up else -step)
    if moved * value <= 0 and value:
        moved = 2 * value - moved
    return format(moved, "f")


def numeric_columns(record: Record) -> list[tuple[str, str]]:
    """Return (table, column) for every column that holds figures."""
    return [
        (name, field["name"])
        for name, resource in record.resources.items()
        for field in resource["schema"]["fields"]
        if field["type"] in ("number", "integer") and field["name"] not in resource["schema"].get("primaryKey", [])
    ]


def keys_of(record: Record, table: str) -> list[str]:
    """Return the primary key of each row of a table, as a mutant names it."""
    names = record.resources[table]["schema"].get("primaryKey", [])
    columns = [[str(value).removesuffix(" 00:00:00") for value in record.frames[table][name]] for name in names]
    return [", ".join(parts) for parts in zip(*columns, strict=True)]


def cells_of(record: Record, table: str, column: str) -> list[str]:
    """Return the cells of a column as the file writes them."""
    with (DATA / record.resources[table]["path"]).open(newline="", encoding="utf-8") as handle:
        return [row[column] for row in csv.DictReader(handle)]


def data_outcomes(record: Record, tests: FactTests, table: str, column: str, seed: int, most: int) -> list[Outcome]:
    """Find up to ``most`` cells of a column that change the ledger, for different claims, and judge each.

    The cells are put into an order of chance that rests on their names alone; for each claim the first that it shows is
    taken. It is found by halving: how many of the first cells must be moved for the claim to show it?
    """
    whole, readers = record.frames[table], record.readers[table]
    keys, cells = keys_of(record, table), cells_of(record, table, column)
    drawn = [(random.Random(f"{seed} {table} {column} {key}").random(), row) for row, key in enumerate(keys)]
    rows = [row for _, row in sorted(drawn) if cells[row]]
    moved = {row: nudge(cells[row], drawn[row][0] * 1000 % 1 < 0.5) for row in rows}
    position = whole.columns.get_loc(column)

    def shown(rows: list[int], by: Iterable[str]) -> dict[str, bool]:
        frame = whole.copy()
        frame.iloc[rows, position] = [float(moved[row]) for row in rows]
        record.put(table, frame)
        return record.shows(by)

    outcomes, covered = [], set()
    for claim_id in shown(rows, readers):
        if claim_id in covered or len(outcomes) == most:
            continue
        few, enough = 0, len(rows)
        while enough - few > 1:
            half = (few + enough) // 2
            few, enough = (few, half) if shown(rows[:half], [claim_id]) else (half, enough)
        row = rows[enough - 1]
        shows = shown([row], readers)
        covered.update(shows)
        if claim_id not in shows:
            continue  # no single cell of the column changes what this claim shows
        caught = catch(tests.of_table(table))
        change = f"{cells[row]} → {moved[row]}"
        where = f"{table}.{column} ({keys[row]})"
        outcomes.append(Outcome("data", where, change, tuple(shows), any(shows.values()), caught))
    return outcomes


def cell_mutant(record: Record, where: str, change: str) -> Callable[[], None] | None:
    """Return how to change the cell that a kept mutant names; ``None`` where it is gone, or holds something else."""
    column, _, key = where.removesuffix(")").partition(" (")
    table, _, column = column.partition(".")
    before, _, after = change.partition(" → ")
    keys = keys_of(record, table) if table in record.resources else []
    if (
        key not in keys
        or column not in record.frames[table]
        or cells_of(record, table, column)[keys.index(key)] != before
    ):
        return None
    frame = record.frames[table].copy()
    frame.loc[keys.index(key), column] = float(after)
    return functools.partial(record.put, table, frame)


# --- claims --------------------------------------------------------------------------------------


def nudged_numbers(value: object) -> Iterator[tuple[object, str]]:
    """Yield every way to nudge one number of what was said or of a bound, and what was changed."""
    if isinstance(value, bool):
        yield not value, f"{value} → {not value}"
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            for moved, change in nudged_numbers(part):
                yield type(value)([*value[:place], moved, *value[place + 1 :]]), f"[{place}] {change}"
    elif value is not None:
        number = Decimal(str(value))
        unit = Decimal(1).scaleb(min(number.as_tuple().exponent, 0))
        step = max(unit, (abs(number) / 20).quantize(unit))
        for moved in (number + step, number - step):
            yield type(value)(format(moved, "f")), f"{value} → {moved:f}"


def claim_mutants(record: Record) -> list[tuple[str, Claim, str]]:
    """Return every changed claim with what was changed."""
    mutants = []
    for claim in record.claims.values():
        for moved, change in nudged_numbers(claim.claimed):
            mutants.append((f"{claim.id}, claimed", _with_bars(claim, "said", moved, claimed=moved), change))
        ours = {(r.bar.operator, repr(r.bar.bound)): r.bar for r in claim.readings.values() if r.bar.operator != "said"}
        for bar in ours.values():
            for moved, change in nudged_numbers(bar.bound):
                mutants.append(
                    (f"{claim.id}, {bar.operator}", _with_bars(claim, bar.operator, moved, was=bar.bound), change)
                )
        for name, choice in claim.choices.items():
            other, *rest = choice.also
            swapped = dataclasses.replace(choice, default=other, also=(choice.default, *rest))
            changed = dataclasses.replace(claim, choices={**claim.choices, name: swapped})
            mutants.append((f"{claim.id}, choice {name}", changed, f"{choice.default} → {other}"))
    return mutants


def _with_bars(claim: Claim, operator: str, bound: object, *, was: object = None, **others: object) -> Claim:
    """Return a claim in which every bar of this operator (and of the bound ``was``, where given) has another bound."""

    def moved(bar):
        return bar.moved(bound) if bar.operator == operator and was in (None, bar.bound) else bar

    readings = {key: dataclasses.replace(reading, bar=moved(reading.bar)) for key, reading in claim.readings.items()}
    return dataclasses.replace(claim, bar=moved(claim.bar), readings=readings, **others)


def claim_outcomes(record: Record, tests: FactTests, where: str, changed: Claim, change: str) -> list[Outcome]:
    """Judge one changed claim."""
    on_record = judgements([changed]) != judgements([record.claims[changed.id]])
    record.put_claim(changed)
    shows = record.shows([changed.id])
    caught = catch(tests.of_claim(changed)) if shows else None
    group = "numbers said" if where.endswith(", claimed") else "choices" if ", choice " in where else "bars"
    return [Outcome(group, where, change, tuple(shows), any(shows.values()), caught, on_record)]


# --- models --------------------------------------------------------------------------------------

FLIPS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.USub: ast.UAdd,
    ast.Lt: ast.Gt,
    ast.Gt: ast.Lt,
    ast.LtE: ast.GtE,
    ast.GtE: ast.LtE,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}


def sites(tree: ast.Module) -> list[tuple[str, ast.AST, int | None]]:
    """Return every operator in the body of a function that can be turned: function, node, place in a comparison."""
    found, seen = [], set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in (inner for statement in function.body for inner in ast.walk(statement)):
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, ast.Compare):
                found += [(function.name, node, place) for place, op in enumerate(node.ops) if type(op) in FLIPS]
            elif isinstance(node, ast.BinOp | ast.UnaryOp | ast.AugAssign) and type(node.op) in FLIPS:
                operands = [getattr(node, side, None) for side in ("left", "right")]
                text = [isinstance(o, ast.List | ast.Tuple | ast.JoinedStr) or _is_text(o) for o in operands]
                if not any(text):
                    found.append((function.name, node, None))
    return found


def _is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@dataclass(frozen=True)
class Turned:
    """A model with one operator turned: the tree of its module, the function, what stood there and what stands there."""

    module: types.ModuleType
    tree: ast.Module
    where: str
    change: str

    def put(self) -> None:
        """Turn it in the functions that are loaded."""
        changed = dict(vars(self.module))
        exec(compile(self.tree, self.module.__file__, "exec"), changed)
        old, new = (_functions(names, self.module.__name__) for names in (vars(self.module), changed))
        for name, code in new.items():
            old[name].__code__ = code.__code__


def turned(module: types.ModuleType, number: int) -> Turned:
    """Turn the operator of this number in a fresh tree of a model. Twins within a function are numbered."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    places = sites(tree)
    function, node, place = places[number]
    before = ast.unparse(node)
    twins = [n for n, (f, other, _) in enumerate(places) if f == function and ast.unparse(other) == before]
    if place is None:
        node.op = FLIPS[type(node.op)]()
    else:
        node.ops[place] = FLIPS[type(node.ops[place])]()
    which = f", {twins.index(number) + 1} of {len(twins)}" if len(twins) > 1 else ""
    where = f"{_path(module)} ({function}{which})"
    return Turned(module, tree, where, f"{before} → {ast.unparse(node)}")


def _path(module: types.ModuleType) -> str:
    return f"brink/models/{module.__name__.rpartition('.')[2]}.py"


def model_outcomes(record: Record, tests: FactTests, module: types.ModuleType, number: int) -> list[Outcome]:
    """Turn one operator of a model in place and judge it."""
    mutant, users = turned(module, number), claims_on(module)
    mutant.put()
    shows = record.shows([claim_id for claim_id in record.claims if claim_id in users], one=True)
    short = module.__name__.rpartition(".")[2]
    caught = catch(tests.of_model(short, {record.claims[claim_id].theme for claim_id in users}))
    return [Outcome("models", mutant.where, mutant.change, tuple(shows), any(shows.values()), caught)]


def _functions(namespace: dict, module: str) -> dict[str, types.FunctionType]:
    """Return the functions and methods a module defines, by qualified name."""
    found = {}
    for value in list(namespace.values()):
        inner = inspect.unwrap(getattr(value, "fget", None) or getattr(value, "__func__", value))
        if getattr(inner, "__module__", None) != module:
            continue
        if isinstance(inner, types.FunctionType):
            found[inner.__qualname__] = inner
        elif isinstance(inner, type):
            found |= _functions(dict(vars(inner)), module)
    return found


def claims_on(module: types.ModuleType) -> set[str]:
    """Return the claims that a model stands behind, directly or through another model or a measure."""
    reached, size = {module.__name__}, 0
    while size < len(reached):
        size = len(reached)
        for other in _package():
            used = {
                value.__name__ if inspect.ismodule(value) else getattr(value, "__module__", None)
                for value in vars(other).values()
            }
            rooms = ("brink.models.", "brink.measures.", "brink.argument.answers.")
            if used & reached and other.__name__.startswith(rooms):
                reached.add(other.__name__)
    return {claim_id for claim_id, answer in ANSWERS.items() if answer.__module__ in reached}


def model_sites() -> list[tuple[types.ModuleType, int]]:
    """Return every operator of every model that can be turned."""
    modules = [importlib.import_module(f"brink.models.{m.name}") for m in pkgutil.iter_modules(brink.models.__path__)]
    return [
        (module, number)
        for module in modules
        for number in range(len(sites(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))))
    ]


# --- the run -------------------------------------------------------------------------------------


def mutants(record: Record, tests: FactTests, options: argparse.Namespace) -> list[Callable[[], list[Outcome]]]:
    """Return the jobs of this run, one a column, a changed claim or a turned operator; so many of a kind in a sample.

    Who is in the sample rests on the names: a mutant that is added to the project moves no other.
    """
    jobs: dict[str, dict[str, Callable[[], list[Outcome]]]] = {kind: {} for kind in KINDS}
    most = 1 if options.sample else len(record.claims)
    for table, column in numeric_columns(record):
        if record.readers[table] and options.table in (None, table):
            for seed in range(options.seed, options.seed + (1 if options.sample else options.draws)):
                job = functools.partial(data_outcomes, record, tests, table, column, seed, most)
                jobs["data"][f"{table}.{column} {seed}"] = job
    for mutant in claim_mutants(record):
        jobs["claims"][f"{mutant[0]}: {mutant[2]}"] = functools.partial(claim_outcomes, record, tests, *mutant)
    for module, number in model_sites():
        jobs["models"][f"{module.__name__} {number}"] = functools.partial(model_outcomes, record, tests, module, number)

    def place(name: str) -> float:
        return random.Random(f"{options.seed} {name}").random()

    return [
        jobs[kind][name]
        for kind in ([options.only] if options.only else KINDS)
        for name in (sorted(jobs[kind], key=place)[: options.sample] if options.sample else jobs[kind])
    ]


def judge(record: Record, tests: FactTests, options: argparse.Namespace) -> list[Outcome]:
    """Run all mutants, some at a time; a cell that is drawn twice counts once."""
    outcomes, jobs = {}, mutants(record, tests, options)
    for number, found in enumerate(apart(jobs, options.workers), start=1):
        if found is None:
            sys.exit(f"Job {number} ({jobs[number - 1]}) broke off.")
        outcomes |= {(o.where, o.change): o for o in found}
        for o in found:
            judged = f"caught by {o.caught_by}" if o.caught_by else "SURVIVES" if o.shows else "not displayed"
            print(f"{number} of {len(jobs)}: {o.where}: {o.change}: {judged}", file=sys.stderr)
    return list(outcomes.values())


def pick(record: Record, number: int) -> list[tuple[Outcome, Callable[[], None]]]:
    """Choose so many kept mutants of each kind, each with how to make it.

    They are spread evenly over those that a test caught. One whose place is gone makes room for the next.
    """
    changed = {(where, change): claim for where, claim, change in claim_mutants(record)}

    def made(o: Outcome) -> Callable[[], None] | None:
        if o.kind == "data":
            return cell_mutant(record, o.where, o.change)
        if o.kind != "models":
            claim = changed.get((o.where, o.change))
            return claim and functools.partial(record.put_claim, claim)
        turns = (turned(*site) for site in model_sites() if o.where.startswith(f"{_path(site[0])} "))
        return next((t.put for t in turns if (t.where, t.change) == (o.where, o.change)), None)

    picked = []
    for group in GROUPS:
        caught = [o for o in kept() if o.kind == group and o.shows and "::" in (o.caught_by or "")]
        step = max(1, len(caught) // number)
        order = [*caught[::step], *(o for place, o in enumerate(caught) if place % step)]
        there = ((o, make) for o in order if (make := made(o)))
        picked += itertools.islice(there, number)
    return picked


def again(tests: FactTests, picked: list[tuple[Outcome, Callable[[], None]]]) -> list[Outcome]:
    """Judge kept mutants once more, each by the test that caught it."""

    def judged(o: Outcome, make: Callable[[], None]) -> Outcome:
        make()
        return dataclasses.replace(o, caught_by=catch(tests.like(o.caught_by)))

    return list(apart([functools.partial(judged, *mutant) for mutant in picked]))


def share(outcomes: Iterable[Outcome]) -> float | None:
    """Return the share of the mutants that were caught, in percent; ``None`` without any."""
    caught = [outcome.caught_by is not None for outcome in outcomes]
    return 100 * sum(caught) / len(caught) if caught else None


def interval(caught: int, shown: int) -> tuple[float, float]:
    """Return Wilson's 95 percent interval of a share, in percent."""
    low, high = binomtest(caught, shown).proportion_ci(method="wilson")
    return 100 * low, 100 * high


def short(outcomes: list[Outcome]) -> list[str]:
    """Return the groups whose sample speaks against :data:`REQUIRED`: even the upper end of the interval lies below it.

    A figure, a number said, a choice or an operator has to be caught, a bar to be caught or on record.
    """
    found = []
    for group in GROUPS:
        shown = [o for o in outcomes if o.kind == group and o.shows]
        held = sum(o.caught_by is not None or (group == "bars" and o.on_record) for o in shown)
        if shown and interval(held, len(shown))[1] < REQUIRED:
            found.append(group)
    return found


def summary(outcomes: list[Outcome]) -> str:
    """Return the table of shares and the list of survivors as Markdown."""
    lines = [
        "| kind | mutants | shown | by a fact | by hand | by our reading | caught | 95 % interval | shown in print | caught | on record |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name in GROUPS:
        group = [o for o in outcomes if o.kind == name]
        shown, printed = [o for o in group if o.shows], [o for o in group if o.shows and o.printed]
        if not shown:
            continue
        caught = [o.rests_on for o in shown if o.rests_on]
        low, high = interval(len(caught), len(shown))
        cells = [
            name,
            len(group),
            len(shown),
            *(caught.count(what) for what in ("by a fact", "by hand", "by our reading")),
        ]
        cells += [f"{share(shown):.1f} %", f"{low:.0f} to {high:.0f} %"]
        cells += [len(printed), f"{share(printed):.1f} %" if printed else ""]
        cells.append(sum(o.on_record for o in shown) if name not in ("data", "models") else "")
        lines.append(f"| {' | '.join(map(str, cells))} |")
    survivors = [o for o in outcomes if o.shows and o.caught_by is None]
    lines += ["", "Shown and not caught:" if survivors else "No mutant that is shown survives.", ""]
    for o in survivors:
        last = "" if o.printed else ", in digits the book does not print"
        last += "; on record" if o.on_record else ""
        lines.append(f"- {o.where}: `{o.change}`, shown by {', '.join(o.shows)}{last}")
    return "\n".join(lines).rstrip()


def keep(outcomes: list[Outcome], drawn: str) -> None:
    """Keep what was judged, and write the page from it; ``drawn`` says in a sentence what was drawn."""
    rows = [(o.kind, o.where, o.change, " ".join(o.shows), o.printed, o.caught_by or "", o.on_record) for o in outcomes]
    with KEPT.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([[f.name for f in dataclasses.fields(Outcome)], *rows])
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    PAGE.write_text(f"{before}{MARKS[0]}\n\n{drawn}\n\n{summary(kept())}\n\n{MARKS[1]}{after}", encoding="utf-8")


def kept() -> list[Outcome]:
    """Return the mutants judged last."""
    with KEPT.open(encoding="utf-8", newline="") as handle:
        return [
            Outcome(
                row["kind"],
                row["where"],
                row["change"],
                tuple(row["shows"].split()),
                row["printed"] == "True",
                row["caught_by"] or None,
                row["on_record"] == "True",
            )
            for row in csv.DictReader(handle)
        ]


class Run:
    """The pytest plugin: takes over once the fact tests are collected."""

    def __init__(self, options: argparse.Namespace, record: Record):
        self.options, self.record, self.outcomes = options, record, []
        self.picked = pick(record, options.again) if options.again else []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge the mutants instead of running the tests."""
        # That a property fails is enough: no search for its simplest counter-example.
        settings.register_profile("mutate", settings.default, phases=(Phase.explicit, Phase.generate))
        settings.load_profile("mutate")
        tests = FactTests(session.items)
        if self.picked:
            self.outcomes = again(tests, self.picked)
            return True
        self.record.remember()
        tests.watch()
        self.outcomes = judge(self.record, tests, self.options)
        used = tests.named({outcome.caught_by for outcome in self.outcomes})
        if used and (failed := catch(used)):
            sys.exit(f"{failed} fails without any change, so it catches nothing. Mend it first.")
        return True


def main(argv: list[str] | None = None) -> int:
    """Run the mutants asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, metavar="N", help="draw N mutants of each kind")
    parser.add_argument("--only", choices=KINDS, help="one kind")
    parser.add_argument("--table", help="with --only data: the columns of one table")
    parser.add_argument("--seed", type=int, default=10, help="which cells, and which sample")
    parser.add_argument("--draws", type=int, default=3, help="how often to draw cells from each column (1 in a sample)")
    parser.add_argument("--workers", type=int, default=2, help="how many processes at a time")
    parser.add_argument("--json", action="store_true", help="every mutant as JSON")
    parser.add_argument(
        "--save", action="store_true", help=f"keep the result in {KEPT.name} and write docs/{PAGE.name}"
    )
    parser.add_argument("--again", type=int, metavar="N", help="only judge N kept mutants of each kind once more")
    options = parser.parse_args(argv)
    if options.save and (options.only or options.table or options.again):
        parser.error("only a run over all kinds is kept")
    run = Run(options, Record())
    arguments = [
        "-o",
        "addopts=--import-mode=importlib",
        "-m",
        "(facts or argument or model) and not long",
        "-W",
        "ignore",
    ]
    without = [
        option for plugin in ("cacheprovider", "terminal", "nbval", "xdist", "cov") for option in ("-p", f"no:{plugin}")
    ]
    files = dict.fromkeys(o.caught_by.partition("::")[0] for o, _ in run.picked)
    there = [str(TESTS.parent / file) for file in files if (TESTS.parent / file).is_file()]
    places = there or [str(TESTS / room) for room in ("record", "argument", "models")]
    code = pytest.main(
        [*arguments, *without, "--capture=no", "--continue-on-collection-errors", *places], plugins=[run]
    )
    if not run.outcomes:
        return 2
    if code != pytest.ExitCode.OK:
        print("Some tests could not be collected: see above.", file=sys.stderr)
    if options.save:
        keep(run.outcomes, drawn(run.record, options))
    as_json = json.dumps([dataclasses.asdict(o) for o in run.outcomes], ensure_ascii=False)
    print(as_json if options.json else summary(run.outcomes))
    return int(bool(short(run.outcomes)))


def drawn(record: Record, options: argparse.Namespace) -> str:
    """Say what was drawn, of how many."""
    columns = sum(bool(record.readers[table]) for table, _ in numeric_columns(record))
    sizes = {"columns": columns, "numbers of claims and choices": len(claim_mutants(record))}
    sizes["operators of models"] = len(model_sites())
    if not options.sample:
        whole = ", ".join(f"{size} {name}" for name, size in sizes.items())
        return f"Everything: {whole}; cells drawn {options.draws} times, from seed {options.seed} on."
    parts = ", ".join(f"{min(options.sample, size)} of {size} {name}" for name, size in sizes.items())
    return (
        f"A sample, not the whole: {parts}, drawn with seed {options.seed}; of each column the first cell in an order of "
        "chance that a claim shows. The interval is Wilson's, of the share caught."
    )


if __name__ == "__main__":
    sys.exit(main())
