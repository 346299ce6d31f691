"""What must never slip into data/ unnoticed."""

import json
import re
import shutil
import subprocess

import pytest

from brink.__main__ import main
from brink.record.package import DATA, load_package
from brink.record.verify import seal, sha256, verify

LINE = "2025-05-21,20,912810UL0,20-Year,false,,5.047,4.974,2.46,16.9105,14.0726,69.0168,transcribed shares\n"


@pytest.fixture
def copy(copy):
    """Of the copied package only the auction tables: each check then reads a few files, not all."""
    path = copy / "datapackage.json"
    package = json.loads(path.read_text())
    kept = [resource for resource in package["resources"] if resource["name"].startswith("us_auction")]
    for resource in package["resources"]:
        if resource not in kept:
            (copy / resource["path"]).unlink()
    path.write_text(json.dumps(package | {"resources": kept}))
    return copy


def edit(root, old, new, file="us_auctions.csv"):
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def reseal(root, table):
    """Record the new digest behind verify's back, so that the other checks must find the damage."""
    path = root / "datapackage.json"
    package = json.loads(path.read_text())
    for resource in package["resources"]:
        if resource["name"] == table:
            resource["hash"] = sha256(root / resource["path"])
    path.write_text(json.dumps(package))


def test_the_package_as_committed_is_clean():
    assert list(map(str, verify())) == []


def test_a_flipped_digit_is_found_by_the_digest(copy):
    edit(copy, "2.46,16.9105", "2.47,16.9105")
    (problem,) = verify(copy)
    assert "us_auctions.csv: the content differs from the recorded sha256" in str(problem)
    assert "brink seal us_auctions" in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(
            ",14.0726,",
            ",15.0726,",
            r"row \d+: dealer_share_pct .* = 101.*, off 100 by \+0.9999 ",
            id="share off by a point",
        ),
        pytest.param(LINE, "", r"(\d+) rows, fewer than the floor of \d+", id="row deleted"),
        pytest.param(LINE, LINE + LINE, r"occurs twice", id="key duplicated"),
        pytest.param(
            "dealer_share_pct,direct_share_pct",
            "direct_share_pct,dealer_share_pct",
            r"another order",
            id="columns swapped",
        ),
        pytest.param(",5.047,", ",5047,", r"above the highest credible value", id="a thousand times too large"),
        pytest.param(
            ",5.047,4.974", ",4.974,5.047", r"median_yield_pct is later than high_yield_pct", id="yields swapped"
        ),
        pytest.param(
            "2025-05-21,20,912810UL0,20-Year",
            "2025-05-21,20,912810UL0,<script>x()</script>",
            "not plain text: it holds markup",
            id="script in a text",
        ),
        pytest.param(
            "2025-05-21,20,912810UL0,20-Year",
            '2025-05-21,20,912810UL0,"20-Year\n\n# News"',
            "or a control character",
            id="new line in a text",
        ),
        pytest.param(
            "2026-10-07,10,",
            "2036-10-07,10,",
            r"public from 2036-10-07, after the table was retrieved",
            id="future date",
        ),
    ],
)
def test_damage_is_found_even_with_a_new_digest(copy, old, new, message):
    edit(copy, old, new)
    assert verify(copy), "the digest alone must object"
    reseal(copy, "us_auctions")
    found = " | ".join(map(str, verify(copy)))
    assert re.search(message, found), found


def test_missing_descriptor_and_undescribed_file(copy):
    (copy / "notes.csv").write_text("a\n1\n")
    assert "data/notes.csv: the file is not described" in str(verify(copy)[0])
    (copy / "datapackage.json").unlink()
    assert "datapackage.json" in str(verify(copy)[0])


def test_an_incomplete_entry_is_named(copy):
    path = copy / "datapackage.json"
    package = json.loads(path.read_text())
    del package["resources"][0]["coverage"]
    package["resources"][1]["schema"]["fields"][0].pop("description")
    package["resources"][1]["sources"][0]["path"] = "javascript:x()"
    path.write_text(json.dumps(package))
    messages = [str(problem) for problem in verify(copy)]
    assert any("lacks coverage" in message for message in messages)
    assert any("has no description" in message for message in messages)
    assert any("the source 'javascript:x()' is no web address" in message for message in messages)


def test_an_entry_the_pages_could_not_show_is_named(copy):
    path = copy / "datapackage.json"
    whole = json.loads(path.read_text())
    for slip, message in (
        (lambda entry: entry.pop("theme"), "lacks theme"),
        (lambda entry: entry.update(publisher=""), "lacks publisher"),
        (lambda entry: entry.update(sources="https://example.org"), "lacks sources"),
        (lambda entry: entry["sources"][0].pop("title"), "an object of sources lacks title"),
        (lambda entry: entry["schema"].pop("fields"), "the schema lacks fields"),
        (lambda entry: entry["schema"]["fields"][0].pop("type"), "an object of fields lacks type"),
    ):
        package = json.loads(json.dumps(whole))
        slip(package["resources"][0])
        path.write_text(json.dumps(package))
        assert message in str(verify(copy)[0])
    path.write_text(json.dumps(whole | {"resources": [*whole["resources"], "us_auctions"]}))
    assert "an entry must be an object" in str(verify(copy)[0])


@pytest.mark.parametrize(
    ("written", "message"),
    [
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), "lines end in CR LF", id="autocrlf"),
        pytest.param(lambda text: text.encode("utf-8-sig"), "begins with a byte-order mark", id="BOM"),
        pytest.param(lambda text: text.encode("utf-16"), "the file is UTF-16", id="UTF-16"),
        pytest.param(lambda text: text.replace(",", "\t").encode(), "cells are parted by tabs", id="tabs"),
        pytest.param(lambda text: text.replace(",", ";").encode(), "cells are parted by semicolons", id="semicolons"),
        pytest.param(
            lambda text: text.replace("20-Year", "20\xa0Year", 1).encode("cp1252"),
            r"is not UTF-8 \(byte 0xa0\)",
            id="cp1252",
        ),
    ],
)
def test_another_form_of_the_same_figures_is_named_and_never_sealed(copy, written, message):
    """What editors, spreadsheets and git make of a file on other machines."""
    path, described = copy / "us_auctions.csv", (copy / "datapackage.json").read_bytes()
    path.write_bytes(written(path.read_text(encoding="utf-8")))
    (problem,) = verify(copy)
    assert re.search(message, str(problem)) and "Save it as UTF-8 without a byte-order mark" in str(problem)
    assert re.search(message, str(seal(["us_auctions"], copy)[0]))
    assert (copy / "datapackage.json").read_bytes() == described


def test_what_editors_and_file_managers_leave_is_passed_over(copy):
    for name in (
        ".DS_Store",
        "._us_auctions.csv",
        "us_auctions.csv~",
        "~$us_auctions.csv",
        "#us_auctions.csv#",
        "Thumbs.db",
    ):
        (copy / name).write_bytes(b"\0\xff")
    (copy / ".ipynb_checkpoints").mkdir()
    (copy / ".ipynb_checkpoints" / "us_auctions-checkpoint.csv").write_text("a\n")
    (copy / ".#us_auctions.csv").symlink_to("someone@machine.1234:5678")
    assert verify(copy) == []


def test_git_hands_out_the_same_bytes_whatever_it_is_told(tmp_path):
    """A clone with core.autocrlf=true holds every digest."""
    root = DATA.parent
    if not (root / ".git").exists():
        pytest.skip("no repository here")
    clone = tmp_path / "clone"
    subprocess.run(["git", "init", "--quiet", clone], check=True)
    for part in (".gitattributes", "data/datapackage.json", "data/us_auctions.csv"):
        (clone / part).parent.mkdir(exist_ok=True)
        shutil.copy(root / part, clone / part)
    git = ["git", "-C", clone, "-c", "core.autocrlf=true", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "add", "."], check=True, capture_output=True)
    subprocess.run([*git, "commit", "--quiet", "--message", "x"], check=True)
    (clone / "data" / "us_auctions.csv").unlink()
    subprocess.run([*git, "checkout", "--", "data"], check=True)
    assert (clone / "data" / "us_auctions.csv").read_bytes() == (root / "data" / "us_auctions.csv").read_bytes()


def test_seal_records_a_meant_change_and_refuses_a_broken_one(copy):
    edit(copy, "2.46,16.9105", "2.47,16.9105")
    assert seal(["us_auctions"], copy) == []
    assert verify(copy) == []
    before = (copy / "datapackage.json").read_bytes()
    edit(copy, ",14.0726,", ",15.0726,")
    assert "off 100" in str(seal(["us_auctions"], copy)[0])
    assert (copy / "datapackage.json").read_bytes() == before
    assert "is not described" in str(seal(["nonsense"], copy)[0])


def test_the_command_line_says_one_line_a_problem_and_exits_1(copy, monkeypatch, capsys):
    assert main(["verify"]) == 0
    assert f"{len(load_package()['resources'])} tables" in capsys.readouterr().out
    edit(copy, ",5.047,", ",5047,")
    monkeypatch.setattr("brink.record.verify.verify.__defaults__", (copy,))
    assert main(["verify"]) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 3
    assert lines[-1] == "2 problems."
