"""For every way to run the tests, also pytest --nbval chapters alone: nothing of the machine's own settings reaches a kernel."""

from brink.report.execution import isolate

isolate()
