"""What a person waits for, as shares of what pandas alone takes: generous, since the machine may be busy."""

import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


#: Every claim judged in every combination of its choices.
MULTIVERSE = "from brink import Ledger\nfor found in Ledger(): found.ways"


def processor_seconds(*arguments: str, runs: int = 3) -> float:
    """Return the processor time of a Python process; the best of some runs."""
    taken = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
            check=True,
            capture_output=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)


def test_ledger_and_import_cost_little_beside_pandas():
    pandas = processor_seconds("-c", "import pandas")
    assert processor_seconds("-c", "import brink") < 0.5 * pandas
    assert processor_seconds("-m", "brink", "ledger") < 9 * pandas
    assert processor_seconds("-c", MULTIVERSE, runs=1) < 30 * pandas


def test_asking_for_help_measures_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "usage: python -m tests.bench" in done.stdout
