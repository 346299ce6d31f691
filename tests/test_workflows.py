"""The workflows parse, run nothing from third parties, and call what exists."""

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
