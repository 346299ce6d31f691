"""For every way to run the tests, also pytest --nbval chapters alone."""

import os
from pathlib import Path

# nbval's kernels start in the folder of their notebook: let them find the package.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))
