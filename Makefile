# Two commands: `make book` builds the report, `make test` runs everything CI runs.
# Both set up their own environment in .venv first; nothing else is needed but Python 3.11+ and make.

PYTHON ?= python3
BIN := .venv/bin
NOTEBOOKS ?= $(wildcard chapters/*.ipynb)

# make book AS_OF=2026-03-31: the book as it would have stood on the evening of that day.
ifdef AS_OF
export BRINK_AS_OF := $(AS_OF)
endif

# make test BROWSER=/path, or BROWSER=none. The shell's own BROWSER is meant for reading.
ifeq ($(origin BROWSER),command line)
export BRINK_BROWSER := $(BROWSER)
endif

# Settings of a person's own that would change what pip, Python or pytest do.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONWARNINGS PYTEST_ADDOPTS

.PHONY: environment book pdf test nbval long accidents verify notebooks coverage bench mutate lock clean

# Nothing when it is there and whole; see environment.py.
environment:
	@$(PYTHON) environment.py

# Builds what has changed.
book: environment
	$(BIN)/jupyter-book build . -W -n --keep-going

# The whole book as one file, printed from the built pages; the front page then offers it.
pdf: book
	$(BIN)/python -m brink.report.pdf

test: environment
	$(BIN)/python -m brink.report.browser
	$(MAKE) --no-print-directory book
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/brink verify
	$(BIN)/python -m pytest -n 2 tests

# The notebooks once more, by nbval: `make test` holds the outputs of the build against the stored ones as strictly.
nbval: environment
	$(BIN)/python -m pytest -n 2 --nbval chapters

# Ten interrupted builds, refreshes and installations, copies in odd places, JupyterLab in a browser: half an hour.
accidents: book
	BRINK_ACCIDENTS=10 $(BIN)/python -m pytest -n 2 tests/report/test_accidents.py tests/report/test_jupyterlab.py tests/test_machines.py

# What takes minutes: sixty random days and every day on which a table changed, tables that grew, many more kills.
long: book
	$(BIN)/python -m pytest -n 2 -m long tests

verify: environment
	$(BIN)/brink verify

# Change one thing after the other and see whether a test on facts notices: a sample of each kind, half an hour. See
# docs/mutation.md. Another draw: make mutate SEED=5.
SEED ?= 2027
mutate: environment
	$(BIN)/python -m tests.mutate --sample 150 --seed $(SEED) --save

# Execute every notebook where it lies and store its outputs: after a change of data, code or text.
notebooks: environment
	$(BIN)/python -m brink.report.execution $(NOTEBOOKS)

# Which lines of brink/ no test runs. What chapters run in their kernels and what the build runs are not seen here.
coverage: environment
	$(BIN)/python -m pytest -q -n 2 --cov --cov-report=term-missing:skip-covered tests

# Seconds of build, rebuild, nbval, ledger and imports, written to docs/bench.md.
bench: environment
	$(BIN)/python -m tests.bench --write

# Resolve requirements.in afresh. Needs network and the tool uv. A pin with extras is written a second time without them:
# pip before 23.3 takes the two for different packages.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate --no-emit-index-url --upgrade \
		--custom-compile-command "make lock" requirements.in -o requirements.lock
	awk '/^[^ ]/ { if (b ~ /^[^ ]+\[/) { bare = b; sub(/\[[^]]*\]/, "", bare); printf "%s", bare } printf "%s", b; b = "" } \
		{ b = b $$0 "\n" } END { printf "%s", b }' requirements.lock > requirements.txt
	@rm requirements.lock

clean:
	rm -rf _build
