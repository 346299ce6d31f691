"""The workflows parse, run nothing from third parties, and call what exists; so does what else a host reads."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
STEPS = [
    (path.name, job, step)
    for path in sorted((ROOT / ".github/workflows").glob("*.yml"))
    for job, content in yaml.safe_load(path.read_text())["jobs"].items()
    for step in content["steps"]
]


@pytest.mark.parametrize("step", [s for *_, s in STEPS], ids=[f"{n} {j} {s['name']}" for n, j, s in STEPS])
def test_a_step_is_a_sound_script_of_our_own(step):
    if "uses" in step:
        assert re.search(r"@[0-9a-f]{40}$", step["uses"]), "pin actions by full commit"
        return
    done = subprocess.run(["bash", "-n", "-c", step["run"]], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    targets = re.findall(r"\bmake ([\w.-]+)", step["run"])
    known = re.findall(r"(?m)^([\w./-]+):", (ROOT / "Makefile").read_text())
    assert set(targets) <= set(known)


def test_a_workflow_refreshes_on_schedule_and_one_publishes():
    text = {path.name: path.read_text() for path in (ROOT / ".github/workflows").glob("*.yml")}
    assert "schedule:" in text["refresh.yml"] and "gh pr create" in text["refresh.yml"]
    assert "gh-pages" in text["book.yml"] and "make test" in text["book.yml"]


def test_a_binder_and_a_dev_container_do_no_more_than_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert f"\n{container['postCreateCommand']} " in readme
    written = {"-r": "--requirement", "-e": "--editable"}
    told = re.findall(r"pip install (.*?)(?: &&|\n)", readme[readme.index("Plain habits work too") :])[:2]
    binder = re.findall(r"^pip install (.*)$", (ROOT / ".binder" / "postBuild").read_text(encoding="utf-8"), re.M)
    asked = [{written.get(word, word) for word in line.split()} for line in told]
    # The lock holds digests, which pip heeds either way; a binder says so.
    assert [set(line.split()) - {"--quiet", "--require-hashes"} for line in binder] == asked
    oldest = re.search(r'requires-python = ">=([\d.]+)', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))[1]
    assert (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8") == f"python-{oldest}\n"
    assert container["image"].endswith(f":{oldest}")


@pytest.mark.parametrize(
    ("form", "asked"),
    [("wrong-figure", {"page", "figure", "right", "source"}), ("unfair-verdict", {"claim", "side", "why", "source"})],
)
def test_an_issue_form_asks_for_all_it_takes_to_act(form, asked):
    body = yaml.safe_load((ROOT / f".github/ISSUE_TEMPLATE/{form}.yml").read_text(encoding="utf-8"))["body"]
    assert {part["id"] for part in body if part.get("validations", {}).get("required")} == asked
    assert all(part["attributes"]["label"] for part in body)
