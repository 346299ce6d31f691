# Two commands: `make book` builds the report, `make test` runs everything CI runs.
# Both set up their own environment in .venv first; nothing else is needed but Python 3.11+ and make.

PYTHON ?= python3
BIN := .venv/bin
export PYTHONPATH := $(CURDIR)
# Debian's Chromium, or any other: make test CHROMIUM=/path/to/chromium
NOTEBOOKS ?= $(wildcard chapters/*.ipynb)
export CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

.PHONY: book test verify notebooks coverage bench mutate lock clean

# Builds what has changed. After a warning the next build starts over, or it would pass over the page that warned.
book: .venv/.ready
	$(BIN)/jupyter-book build . -W -n --keep-going || { rm -rf _build/.doctrees; exit 1; }

# The slowest file first: what is left then fits beside it.
test: book
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m brink verify
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder --nbval tests/test_accessibility.py tests chapters

verify: .venv/.ready
	$(BIN)/python -m brink verify

# Change one thing after the other and see whether a test on facts notices; a quarter of an hour. See docs/mutation.md.
mutate: .venv/.ready
	$(BIN)/python -m tests.mutate --markdown docs/mutation.md

# Execute every notebook where it lies and store its outputs: after a change of data, code or text.
notebooks: .venv/.ready
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --log-level WARN \
		--ExecutePreprocessor.record_timing=False --ClearMetadataPreprocessor.enabled=True \
		--ClearMetadataPreprocessor.preserve_nb_metadata_mask=kernelspec \
		--ClearMetadataPreprocessor.preserve_cell_metadata_mask=tags $(NOTEBOOKS)

# Which lines of brink/ no test runs. What chapters run in their kernels and what the build runs are not seen here.
coverage: .venv/.ready
	$(BIN)/python -m pytest -q -n 2 --dist loadscope --cov --cov-report=term-missing:skip-covered tests

# Seconds of build, rebuild, nbval, ledger and imports, written to docs/bench.md.
bench: .venv/.ready
	$(BIN)/python -m tests.bench

# Resolve requirements.in afresh. Needs network and the tool uv. A pin with extras is written a second time without them:
# pip before 23.3 takes the two for different packages.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-annotate --no-emit-index-url --upgrade \
		--custom-compile-command "make lock" requirements.in -o requirements.lock
	awk '/^[^ ]/ { if (b ~ /^[^ ]+\[/) { bare = b; sub(/\[[^]]*\]/, "", bare); printf "%s", bare } printf "%s", b; b = "" } \
		{ b = b $$0 "\n" } END { printf "%s", b }' requirements.lock > requirements.txt
	@rm requirements.lock

.venv/.ready: requirements.txt
	$(PYTHON) -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'Python 3.11 or newer is needed; set PYTHON=...')"
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

clean:
	rm -rf _build _static/figures
