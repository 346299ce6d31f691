"""How hard is the book to fool? Change one thing it rests on, and see whether a test on facts notices.

Three kinds of mutants, each changing one thing in memory (no file is touched):

- **data**: one cell of a numeric column that feeds a claim, moved by one percent in the digits it is printed with,
  and by at least one unit of its last digit; its sign is kept. Columns of a table's primary key name a figure
  rather than being one, and are left alone. The row is found by halving: the whole column is changed, and as long as
  the ledger shows it, half of the rows are put back.
- **claims**: a claimed number, or the bound of a claim's test, moved by five percent (whole numbers by one at
  least) in both directions; whether something is on record, turned.
- **models**: in a function of ``brink/models``, one sign, one multiplication or division, or one comparison turned.

A mutant is *displayed* when the entry of any claim in ``python -m brink ledger --json`` changes, notes included. It
is *caught* when one of the fact tests fails: ``test_data_*``, the themes' tests and ``test_models_*``. The digests of
``verify``, the bounds in the descriptor, stored notebooks and built pages are our own output and never count.

    python -m tests.mutate                          # everything; 18 minutes on two cores
    python -m tests.mutate --sample 40 --seed 7     # a sample of all three kinds
    python -m tests.mutate --only data --table jgb_yields --seed 3
    python -m tests.mutate --markdown docs/mutation.md

Exit code 1 when less than :data:`REQUIRED` percent of the displayed data and claim mutants are caught. The same seed gives the same
mutants and the same result. Needs ``os.fork`` (Linux, macOS).
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
from brink.argument.claims import THEMES, Claim
from hypothesis import Phase, settings

import brink.models
import brink.record.snapshot
from brink import VIDEO_DAY, claims, ledger
from brink.record.snapshot import DATA, Snapshot, load_package

TESTS = Path(__file__).resolve().parent
#: The share of displayed data and claim mutants that must be caught, in percent.
REQUIRED = 95
WORKERS = 2
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
        self.frames = {name: brink.record.snapshot.parse(resource)[0] for name, resource in self.resources.items()}
        self.read: set[str] = set()
        self._serve()
        self.claims = {claim.id: claim for claim in claims.load_claims()}
        self.entries, self.readers = {}, defaultdict(list)
        for claim_id in self.claims:
            self.read.clear()
            self.entries[claim_id] = self.entry(claim_id)
            for table in self.read:
                self.readers[table].append(claim_id)

    def _serve(self) -> None:
        """Hand out the frames of this record in place of the files, and note each table that is asked for."""
        parse = brink.record.snapshot.parse

        def served(resource: dict, root: Path = DATA):
            return (self.frames[resource["name"]], []) if Path(root) == DATA else parse(resource, root)

        brink.record.snapshot.parse = served
        for method in ("table", "vintages"):
            original = getattr(Snapshot, method)

            def noting(snapshot, name, original=original):
                self.read.add(name)
                return original(snapshot, name)

            setattr(Snapshot, method, functools.wraps(original)(noting))

    def entry(self, claim_id: str) -> tuple[str, str]:
        """Return a claim's entry in the ledger, as JSON and in the digits of the book; or the error it ends in."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                entry = ledger.assess(claims.find_claim(claim_id), Snapshot(VIDEO_DAY), Snapshot()).as_dict()
            except Exception as error:
                return repr(error), repr(error)
        exact = json.dumps(entry)
        for reading in entry["video"] + entry["now"]:
            reading |= {key: ledger.number(reading[key]) for key in ("value", "range")}
        return exact, json.dumps(entry)

    def shows(self, claim_ids: Iterable[str], *, one: bool = False) -> dict[str, bool]:
        """Return the claims whose entry differs from that of the unchanged record, and whether it does in print.

        With ``one``, stop at the first that differs in print: enough to know that a change is displayed.
        """
        forget()
        found = {}
        for claim_id in claim_ids:
            exact, printed = self.entry(claim_id)
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
        original = claims.load_claims
        inventory = tuple(changed if claim.id == changed.id else claim for claim in original())

        @functools.cache
        def load_claims(root: Path = DATA):
            return inventory if Path(root) == DATA else original(root)

        for module in _package():
            for name, value in list(vars(module).items()):
                if value is original:
                    setattr(module, name, load_claims)


def _package() -> list[types.ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.split(".")[0] == "brink"]


def forget() -> None:
    """Empty every cache of the package."""
    for module in _package():
        for value in list(vars(module).values()):
            if callable(clear := getattr(value, "cache_clear", None)):
                clear()


# --- the fact tests ----------------------------------------------------------------------------


class FactTests:
    """The tests that rest on facts, and which of them may notice a change, the likeliest first."""

    def __init__(self, items: list[pytest.Item]):
        self.items = items

    def of_table(self, table: str, themes: set[str]) -> list[pytest.Item]:
        """Return the tests of tables that name this one, then those of the themes that show the change."""
        files = {item.module for item in self.items if item.module.__name__.startswith("test_data_")}
        naming = {module.__name__ for module in files if table in inspect.getsource(module)}
        own = self._in(naming, lambda item: table not in _source(item))
        return own + self._in({f"test_{theme}" for theme in themes}, lambda item: table not in _source(item))

    def of_claim(self, claim: Claim) -> list[pytest.Item]:
        """Return the tests of a claim's theme, first those that name the claim."""
        return self._in({f"test_{claim.theme}"}, lambda item: claim.id not in _source(item))

    def of_model(self, module: str, function: str, themes: set[str]) -> list[pytest.Item]:
        """Return a model's own tests, first those that name the function, then those of the themes that use it."""
        own = self._in({f"test_models_{module}"}, lambda item: function not in _source(item))
        return own + self._in({f"test_{theme}" for theme in themes}, lambda item: function not in _source(item))

    def named(self, names: set[str]) -> list[pytest.Item]:
        """Return the tests of these names."""
        return [item for item in self.items if item.nodeid in names]

    def _in(self, modules: set[str], rank: Callable[[pytest.Item], bool]) -> list[pytest.Item]:
        return sorted((item for item in self.items if item.module.__name__ in modules), key=rank)


@functools.cache
def _source(item: pytest.Item) -> str:
    return inspect.getsource(item.function) + item.nodeid


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
        for module in dict.fromkeys([sys.modules["facts"], *(item.module for item in items)]):
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
        caught = catch(tests.of_table(table, {record.claims[claim].theme for claim in shows}))
        change = f"{cells[left[0]]} → {moved[left[0]]}"
        where = f"{table}.{column}, row {left[0] + 2} ({key})"
        outcomes.append(Outcome("data", where, change, tuple(shows), any(shows.values()), caught))
    return outcomes


# --- claims --------------------------------------------------------------------------------------


def nudged_numbers(value: object) -> Iterator[tuple[object, str]]:
    """Yield every way to nudge one number of a claimed value or a bound, and what was changed."""
    if isinstance(value, bool):
        yield not value, f"{value} → {not value}"
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            for moved, change in nudged_numbers(part):
                yield type(value)([*value[:place], moved, *value[place + 1 :]]), f"[{place}] {change}"
    elif value is not None:
        step = max(1, round(abs(value) * 0.05)) if float(value).is_integer() else abs(value) * 0.05
        for moved in (value + step, value - step):
            yield moved, f"{value:g} → {moved:g}"


def claim_mutants(record: Record) -> list[tuple[str, Claim, str]]:
    """Return every nudged claim with what was changed."""
    mutants = []
    for claim in record.claims.values():
        ((operator, bound),) = claim.test.items()
        for moved, change in nudged_numbers(claim.claimed):
            mutants.append((f"{claim.id}, claimed", dataclasses.replace(claim, claimed=moved), change))
        for moved, change in nudged_numbers(bound):
            mutants.append((f"{claim.id}, {operator}", dataclasses.replace(claim, test={operator: moved}), change))
    return mutants


def claim_outcomes(record: Record, tests: FactTests, where: str, changed: Claim, change: str) -> list[Outcome]:
    """Judge one nudged claim."""
    record.put_claim(changed)
    shows = record.shows([changed.id])
    caught = catch(tests.of_claim(changed)) if shows else None
    return [Outcome("claims", where, change, tuple(shows), any(shows.values()), caught)]


# --- models --------------------------------------------------------------------------------------

FLIPS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.USub: ast.UAdd,
    ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip


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
    short = module.__name__.rpartition(".")[2]
    themes = users(module)
    shows = record.shows((claim.id for claim in record.claims.values() if claim.theme in themes), one=True)
    caught = catch(tests.of_model(short, function, themes))
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


def users(module: types.ModuleType) -> set[str]:
    """Return the themes that use a model, directly or through another model."""
    name, reached, size = module.__name__, {module.__name__}, 0
    while size < len(reached):
        size = len(reached)
        for other in _package():
            used = {
                value.__name__ if inspect.ismodule(value) else getattr(value, "__module__", None)
                for value in vars(other).values()
            }
            if used & reached and other.__name__.startswith(("brink.models.", "brink.measures.")):
                reached.add(other.__name__)
    return {reach.rpartition(".")[2] for reach in reached if reach.startswith("brink.measures.")} - {name}


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
    """Return the jobs of this run, one a column, a nudged claim or a turned operator; a sample where one is asked for."""
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
    """Run all mutants, two at a time; a cell that is drawn twice counts once."""
    outcomes, jobs = {}, mutants(record, tests, options)
    for number, found in enumerate(apart(jobs, WORKERS), start=1):
        if found is None:
            sys.exit(f"Job {number} ({jobs[number - 1]}) broke off.")
        outcomes |= {(o.where, o.change) if o.kind == "data" else number: o for o in found}
        if sys.stderr.isatty():
            print(f"\r{number} of {len(jobs)}", end="", file=sys.stderr)
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
    parser.add_argument("--json", action="store_true", help="every mutant as JSON")
    parser.add_argument("--markdown", type=Path, metavar="PAGE", help="write the result into a page, between its marks")
    options = parser.parse_args(argv)
    run = Run(options, Record())
    files = [*TESTS.glob("test_data_*.py"), *TESTS.glob("test_models_*.py"), *(TESTS / f"test_{t}.py" for t in THEMES)]
    arguments = [
        "-o",
        "addopts=",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:terminal",
        "-p",
        "no:nbval",
        "--capture=no",
        "-W",
        "ignore",
    ]
    code = pytest.main([*arguments, *map(str, sorted(files))], plugins=[run])
    if code != pytest.ExitCode.OK:
        return 2
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
