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
rate. It is *caught* when one of the tests on facts fails; they carry the marks ``facts`` (which table a test rests on is
what it was seen to read), ``argument(theme)`` and ``model(name)``. The digests of ``verify``, the bounds in the descriptor,
stored notebooks and built pages are our own output and never count.

    python -m tests.mutate                          # everything; two hours of processor time
    python -m tests.mutate --sample 40 --seed 7     # a sample of all three kinds
    python -m tests.mutate --only data --table jgb_yields --seed 3
    python -m tests.mutate --markdown docs/mutation.md

Exit code 1 when less than :data:`REQUIRED` percent of the displayed data and claim mutants are caught. The same seed gives
the same mutants and the same result. Needs ``os.fork`` (Linux, macOS).
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

import brink.models
import brink.record.snapshot
from brink import Ledger, words
from brink.argument import inventory
from brink.argument.inventory import ANSWERS, Claim
from brink.argument.ledger import Finding, Reading
from brink.record.package import DATA, load_package
from brink.record.snapshot import Snapshot
from brink.report.exports import plain
from brink.video import FOLDER

TESTS = Path(__file__).resolve().parent
#: The share of displayed data and claim mutants that must be caught, in percent.
REQUIRED = 95
#: A mutant that keeps its tests busy for longer hangs them (seconds of processor time, so that a busy machine doesn't count).
PATIENCE = 120
KINDS = ("data", "claims", "models")
MARKS = ("<!-- measured: begin -->", "<!-- measured: end -->")


@dataclass(frozen=True)
class Outcome:
    """One mutant: what was changed, the claims that show it, and the first fact test that failed (or ``None``).

    ``printed`` says whether a claim shows it in the digits the book prints, not in the JSON's last digits only.
    """

    kind: str
    where: str
    change: str
    shows: tuple[str, ...]
    printed: bool
    caught_by: str | None


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
        self.readers = defaultdict(list)
        ledger = Ledger()
        for claim_id in self.claims:
            for table in ledger[claim_id].tables:
                self.readers[table].append(claim_id)
        self.entries = {claim_id: self.entry(ledger, claim_id) for claim_id in self.claims}

    def _serve(self) -> None:
        """Hand out the frames of this record in place of the files."""
        parse = brink.record.snapshot.parse

        def served(resource: dict, root: Path):
            return (self.frames[resource["name"]], []) if Path(root) == DATA else parse(resource, root)

        brink.record.snapshot.parse = served

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
        """Serve the inventory with one claim changed, wherever a module holds its loader."""
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
        """Return the tests seen to ask for a claim, those that ask for few others first."""
        seen = {name for name, touched in self.touched.items() if claim.id in touched.claims}
        found = [item for item in self.items if item.nodeid in seen]
        return sorted(found, key=lambda item: len(self.touched[item.nodeid].claims))

    def of_model(self, model: str, themes: set[str]) -> list[pytest.Item]:
        """Return a model's own tests, then those of the themes that use it."""
        return self._marked("model", {model}) + self._marked("argument", themes)

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


def data_outcomes(record: Record, tests: FactTests, table: str, column: str, seed: int, most: int) -> list[Outcome]:
    """Find up to ``most`` cells of a column that change the ledger, for different claims, and judge each."""
    resource, whole, readers = record.resources[table], record.frames[table], record.readers[table]
    with (DATA / resource["path"]).open(newline="", encoding="utf-8") as handle:
        cells = [row[column] for row in csv.DictReader(handle)]
    chance = random.Random(f"{seed} {table} {column}")
    moved = {row: nudge(cell, chance.random() < 0.5) for row, cell in enumerate(cells) if cell}
    rows = list(moved)
    chance.shuffle(rows)
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
        left = rows
        while len(left) > 1:
            half = left[: len(left) // 2]
            left = half if shown(half, [claim_id]) else left[len(left) // 2 :]
        shows = shown(left, readers)
        covered.update(shows)
        if claim_id not in shows:
            continue  # no single cell of the column changes what this claim shows
        keys = resource["schema"].get("primaryKey", [])
        key = ", ".join(str(whole.at[left[0], name]).removesuffix(" 00:00:00") for name in keys)
        caught = catch(tests.of_table(table))
        change = f"{cells[left[0]]} → {moved[left[0]]}"
        where = f"{table}.{column}, row {left[0] + 2} ({key})"
        outcomes.append(Outcome("data", where, change, tuple(shows), any(shows.values()), caught))
    return outcomes


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
    record.put_claim(changed)
    shows = record.shows([changed.id])
    caught = catch(tests.of_claim(changed)) if shows else None
    return [Outcome("claims", where, change, tuple(shows), any(shows.values()), caught)]


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


def model_outcomes(record: Record, tests: FactTests, module: types.ModuleType, number: int) -> list[Outcome]:
    """Turn one operator of a model in place and judge it."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    function, node, place = sites(tree)[number]
    before = ast.unparse(node)
    if place is None:
        node.op = FLIPS[type(node.op)]()
    else:
        node.ops[place] = FLIPS[type(node.ops[place])]()
    changed = dict(vars(module))
    exec(compile(tree, module.__file__, "exec"), changed)
    old, new = _functions(vars(module), module.__name__), _functions(changed, module.__name__)
    for name, code in new.items():
        old[name].__code__ = code.__code__
    short, users = module.__name__.rpartition(".")[2], claims_on(module)
    shows = record.shows([claim_id for claim_id in record.claims if claim_id in users], one=True)
    caught = catch(tests.of_model(short, {record.claims[claim_id].theme for claim_id in users}))
    where = f"brink/models/{short}.py, line {node.lineno} ({function})"
    change = f"{before} → {ast.unparse(node)}"
    return [Outcome("models", where, change, tuple(shows), any(shows.values()), caught)]


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
    """Return the jobs of this run, one a column, a changed claim or a turned operator; a sample where one is asked for."""
    jobs = {kind: [] for kind in KINDS}
    most = 1 if options.sample else len(record.claims)
    seeds = range(options.seed, options.seed + (1 if options.sample else options.draws))
    for table, column in numeric_columns(record):
        if record.readers[table] and options.table in (None, table):
            jobs["data"] += [functools.partial(data_outcomes, record, tests, table, column, s, most) for s in seeds]
    jobs["claims"] = [functools.partial(claim_outcomes, record, tests, *mutant) for mutant in claim_mutants(record)]
    jobs["models"] = [functools.partial(model_outcomes, record, tests, *site) for site in model_sites()]
    chosen = [options.only] if options.only else KINDS
    if not options.sample:
        return [job for kind in chosen for job in jobs[kind]]
    chance = random.Random(options.seed)
    parts = {"data": 0.5, "claims": 0.3, "models": 0.2}
    sizes = {kind: round(options.sample * (1 if options.only else parts[kind])) for kind in chosen}
    return [job for kind in chosen for job in chance.sample(jobs[kind], min(sizes[kind], len(jobs[kind])))]


def judge(record: Record, tests: FactTests, options: argparse.Namespace) -> list[Outcome]:
    """Run all mutants, some at a time; a cell that is drawn twice counts once."""
    outcomes, jobs = {}, mutants(record, tests, options)
    for number, found in enumerate(apart(jobs, options.workers), start=1):
        if found is None:
            sys.exit(f"Job {number} ({jobs[number - 1]}) broke off.")
        outcomes |= {(o.where, o.change) if o.kind == "data" else number: o for o in found}
        for o in found:
            judged = f"caught by {o.caught_by}" if o.caught_by else "SURVIVES" if o.shows else "not displayed"
            print(f"{number} of {len(jobs)}: {o.where}: {o.change}: {judged}", file=sys.stderr)
    return list(outcomes.values())


def share(outcomes: Iterable[Outcome]) -> float | None:
    """Return the share of the mutants that were caught, in percent; ``None`` without any."""
    caught = [outcome.caught_by is not None for outcome in outcomes]
    return 100 * sum(caught) / len(caught) if caught else None


def summary(outcomes: list[Outcome]) -> str:
    """Return the table of shares and the list of survivors as Markdown."""
    lines = [
        "| kind | mutants | shown in the ledger's JSON | caught | share | shown in the digits printed | caught | share |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    groups = {kind: [o for o in outcomes if o.kind == kind] for kind in KINDS}
    groups["data and claims"] = groups["data"] + groups["claims"]
    for name, group in groups.items():
        cells = [name, str(len(group))]
        for shown in ([o for o in group if o.shows], [o for o in group if o.printed]):
            rate = share(shown)
            caught = sum(o.caught_by is not None for o in shown)
            cells += [str(len(shown)), str(caught), "" if rate is None else f"{rate:.1f} %"]
        lines.append(f"| {' | '.join(cells)} |")
    survivors = [o for o in outcomes if o.shows and o.caught_by is None]
    lines += ["", "Displayed and not caught:" if survivors else "No displayed mutant survives.", ""]
    for o in survivors:
        last = "" if o.printed else ", in digits the book does not print"
        lines.append(f"- {o.where}: `{o.change}`, shown by {', '.join(o.shows)}{last}")
    return "\n".join(lines).rstrip()


def unseen(record: Record, outcomes: list[Outcome]) -> str:
    """Return the numeric columns of which no single cell changes the ledger, by table."""
    seen = {o.where.split(",")[0] for o in outcomes if o.kind == "data"}
    columns = defaultdict(list)
    for table, column in numeric_columns(record):
        if f"{table}.{column}" not in seen:
            columns[table].append(column)
    return "; ".join(f"{table}: {', '.join(names)}" for table, names in columns.items())


def write(page: Path, text: str) -> None:
    """Put the measured part into a page, between its marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    page.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", encoding="utf-8")


class Run:
    """The pytest plugin: takes over once the fact tests are collected."""

    def __init__(self, options: argparse.Namespace, record: Record):
        self.options, self.record, self.outcomes = options, record, []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge the mutants instead of running the tests."""
        # That a property fails is enough: no search for its simplest counter-example.
        settings.register_profile("mutate", settings.default, phases=(Phase.explicit, Phase.generate))
        settings.load_profile("mutate")
        tests = FactTests(session.items)
        tests.watch()
        self.outcomes = judge(self.record, tests, self.options)
        used = tests.named({outcome.caught_by for outcome in self.outcomes})
        if used and (failed := catch(used)):
            sys.exit(f"{failed} fails without any change, so it catches nothing. Mend it first.")
        return True


def main(argv: list[str] | None = None) -> int:
    """Run the mutants asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__.splitlines()[0])
    parser.add_argument("--sample", type=int, metavar="N", help="draw about N mutants of all kinds")
    parser.add_argument("--only", choices=KINDS, help="one kind")
    parser.add_argument("--table", help="with --only data: the columns of one table")
    parser.add_argument("--seed", type=int, default=10, help="which cells, and which sample")
    parser.add_argument("--draws", type=int, default=3, help="how often to draw cells from each column (1 in a sample)")
    parser.add_argument("--workers", type=int, default=2, help="how many processes at a time")
    parser.add_argument("--json", action="store_true", help="every mutant as JSON")
    parser.add_argument("--markdown", type=Path, metavar="PAGE", help="write the result into a page, between its marks")
    options = parser.parse_args(argv)
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
    rooms = [str(TESTS / room) for room in ("record", "argument", "models")]
    code = pytest.main([*arguments, *without, "--capture=no", "--continue-on-collection-errors", *rooms], plugins=[run])
    if not run.outcomes:
        return 2
    if code != pytest.ExitCode.OK:
        print("Some tests could not be collected: see above.", file=sys.stderr)
    text = summary(run.outcomes)
    if not (options.sample or options.table) and options.only in (None, "data"):
        text += (
            f"\n\nColumns of which no single cell shows in the ledger, not counted: {unseen(run.record, run.outcomes)}."
        )
    if options.markdown:
        write(options.markdown, text)
    print(json.dumps([dataclasses.asdict(o) for o in run.outcomes], ensure_ascii=False) if options.json else text)
    reached = share(o for o in run.outcomes if o.kind != "models" and o.shows)
    return int(reached is not None and reached < REQUIRED)


if __name__ == "__main__":
    sys.exit(main())
