"""Lets nbval's kernels find the package when only the notebooks are tested: pytest --nbval chapters."""

import os

os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [os.path.dirname(__file__), os.environ.get("PYTHONPATH", "")]))
