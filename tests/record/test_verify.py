"""What must never slip into data/ unnoticed."""

import json
import re

import pytest

from brink.__main__ import main
from brink.record.snapshot import load_package
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
    assert "python -m brink seal us_auctions" in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(",14.0726,", ",15.0726,", r"row \d+: dealer_share_pct .* = 101.*, off 100 by \+0.9999 ", id="share off by a point"),
        pytest.param(LINE, "", r"1092 rows, fewer than the floor of 1093", id="row deleted"),
        pytest.param(LINE, LINE + LINE, r"occurs twice", id="key duplicated"),
        pytest.param("dealer_share_pct,direct_share_pct", "direct_share_pct,dealer_share_pct", r"another order", id="columns swapped"),
        pytest.param(",5.047,", ",5047,", r"above the highest credible value", id="a thousand times too large"),
        pytest.param(",5.047,4.974", ",4.974,5.047", r"median_yield_pct is later than high_yield_pct", id="yields swapped"),
        pytest.param("2025-05-21,20,912810UL0,20-Year", "2025-05-21,20,912810UL0,<script>x()</script>", "not plain text: it holds markup", id="script in a text"),
        pytest.param("2025-05-21,20,912810UL0,20-Year", '2025-05-21,20,912810UL0,"20-Year\n\n# News"', "or a control character", id="new line in a text"),
        pytest.param("2026-10-07,10,", "2036-10-07,10,", r"public from 2036-10-07, after the table was retrieved", id="future date"),
    ],
)  # fmt: skip
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
    assert lines[-1] == "2 problems in data/."
