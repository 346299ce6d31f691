"""The house as a stranger meets it: files say what belongs in them, none is long, imports run down, pages draw what is there."""

import ast
import re
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import yaml

from brink.video import load_video

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "brink"
MODULES = sorted(PACKAGE.rglob("*.py"))
#: Lines of a module that needs no reason, and how its docstring begins the line that gives one.
LONG, REASON = 450, "Longer than others: "
#: Arguments, and parts of a row, that can still be told apart by their place.
ARGUMENTS, PARTS = 7, 4
#: From the ground up: a room knows only rooms in rows before its own.
ROOMS = (
    {"errors"},
    {"words", "video"},
    {"models", "record"},
    {"measures"},
    {"argument"},
    {"report", "refresh"},
    {"__main__"},
)
#: What a person replaces for another speech: there, and only there, code may name this one's themes.
OF_THE_SPEECH = ("measures", "argument/answers")


def name_of(path: Path) -> str:
    """Return the dotted name of a module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


KNOWN = {name_of(path) for path in MODULES}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def docstring(path: Path) -> str:
    return ast.get_docstring(tree(path)) or ""


def imports(path: Path) -> set[str]:
    """Return the modules of the package that one takes something from, wherever in its code it does so."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & KNOWN or {node.module}
    # The package itself only hands names on, and knows its own version.
    return (found & KNOWN) - {"brink", name_of(path)}


def typed(path: Path) -> list[str]:
    """Return the texts in a module's code, without docstrings."""
    said = {
        node.body[0].value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in texts if node not in said]


# --- files ---------------------------------------------------------------------------------------


def test_a_long_module_says_why():
    long = [path for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > LONG]
    assert [name_of(path) for path in long if f"\n{REASON}" not in docstring(path)] == []


@pytest.mark.parametrize("folder", ["brink", "tests"])
def test_the_first_line_of_each_file_says_what_belongs_there(folder):
    files = [path for path in sorted((ROOT / folder).rglob("*.py")) if "_build" not in path.parts]
    first = {path.relative_to(ROOT).as_posix(): docstring(path).split("\n")[0] for path in files}
    assert [path for path, line in first.items() if not re.fullmatch(r".{25,}[.?!]", line)] == []
    assert [line for line, times in Counter(first.values()).items() if times > 1] == []


def test_each_file_of_claims_says_what_belongs_there():
    files = [*(ROOT / "video").glob("*.yml"), *(ROOT / "video" / "claims").glob("*.yml")]
    assert [path.name for path in files if not path.read_text(encoding="utf-8").startswith("# ")] == []


def test_each_template_says_what_it_makes():
    files = sorted((PACKAGE / "report" / "templates").iterdir())
    assert [path.name for path in files if not path.read_text(encoding="utf-8").startswith("{# ")] == []


@pytest.mark.parametrize("folder", ["video", "tests"])
def test_a_folder_of_data_says_what_each_file_is(folder):
    """A CSV can't say it itself."""
    said = (ROOT / folder / "README.md").read_text(encoding="utf-8")
    there = [path for path in (ROOT / folder).iterdir() if not re.match(r"[._]|README|test_", path.name)]
    assert [path.name for path in there if not re.search(rf"`{re.escape(path.name)}[`/]", said)] == []


# --- what is handed from one to another ----------------------------------------------------------


def test_many_arguments_go_by_name():
    long = [
        f"{name_of(path)}.{node.name}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and len([one for one in node.args.posonlyargs + node.args.args if one.arg not in ("self", "cls")]) > ARGUMENTS
    ]
    assert long == []


def test_a_row_of_many_parts_names_them():
    """A tuple whose parts are told by their place alone: a dataclass or a named tuple says what each is."""
    nameless = [
        f"{name_of(path)}: {ast.unparse(node)}"
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "tuple"
        if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) > PARTS
    ]
    assert nameless == []


# --- imports -------------------------------------------------------------------------------------


def test_imports_run_down():
    floors = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}
    rooms = {name: name.split(".")[1] for name in KNOWN - {"brink"}}
    assert set(rooms.values()) == set(floors), "a room nobody said the floor of"
    up = [
        f"{name} -> {other}"
        for path in MODULES
        for name in [name_of(path)]
        for other in imports(path)
        if name != "brink" and rooms[name] != rooms[other] and floors[rooms[name]] <= floors[rooms[other]]
    ]
    assert up == []


def test_no_modules_import_one_another():
    try:
        TopologicalSorter({name_of(path): imports(path) for path in MODULES}).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


# --- what is of this speech ----------------------------------------------------------------------


def test_no_theme_and_no_day_of_the_speech_is_typed_outside_what_a_fork_replaces():
    video = load_video()
    days = {f"{video.day:%-d %B %Y}", f"{video.day:%Y-%m-%d}"}
    found = [
        (name_of(path), text)
        for path in MODULES
        if not path.relative_to(PACKAGE).as_posix().startswith(OF_THE_SPEECH)
        for text in typed(path)
        if text in video.themes or text in days or video.book in text or video.about in text
    ]
    assert found == []


def test_the_report_has_one_name():
    book = load_video().book
    assert yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["title"] == book
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["title"].startswith(book)
    for page in ("index.md", "README.md"):
        assert f"# {book}\n" in (ROOT / page).read_text(encoding="utf-8"), page
    templates = {path: path.read_text(encoding="utf-8") for path in (PACKAGE / "report/templates").iterdir()}
    assert [path.name for path, text in templates.items() if book in text] == []


# --- what is drawn -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md"])
def test_every_room_is_drawn(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    rooms = [f"`brink/{path.name}" for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()]
    folders = ["`data/", "`video/", "`chapters/", "`tests/"]
    assert [room for room in [*rooms, *folders] if room not in text] == []


def test_no_page_names_a_file_that_is_not_there():
    """Paths of the house in the pages that draw it; what is in angle brackets or of my-... is the reader's own."""
    for page in ("CONTRIBUTING.md", "README.md", "docs/mutation.md", "video/README.md", "tests/README.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        paths = re.findall(r"(?<![\w./])((?:brink|tests|video|data|docs)/[\w./-]*[\w/])", text)
        gone = [path for path in paths if "my" not in path and not (ROOT / path).exists()]
        assert [path for path in gone if f"{path}<" not in text and f"{path}/<" not in text] == [], page
