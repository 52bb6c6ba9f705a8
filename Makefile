# Everything a person needs: `make demo` to look at it, `make test` to trust it.

PYTHON ?= python3
BIN := .venv/bin
# How many test processes run at once. Each takes file after file in the order of the folders: what drives a browser comes early,
# and at the end no process is left alone with a long file.
CORES ?= 2

.PHONY: demo test bench faults translations clean

demo: .venv/.app
	$(BIN)/undersigned demo

test: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(CORES) --dist loadfile --no-loadscope-reorder $(TESTS)

# Letters of 150, 1,000 and 10,000 names, signing, reading and tables over HTTP, and doubles among 100,000 names: each beside a
# bare baseline in the same run. BENCH=--quick shortens it, BENCH="--only matching" takes a part of it;
# FSYNC=on .ci/with-postgresql make bench adds PostgreSQL.
bench: .venv/.dev
	$(BIN)/python -m bench $(BENCH)

# While many sign: kills the server, cuts the power (needs root), fills the disk, again and again. ROUNDS says how often.
# While mail is sent: kills workers (KILLS), and a server that stalls, drops and refuses (MAILS).
faults: .venv/.dev
	UNDERSIGNED_FAULT_ROUNDS=$(or $(ROUNDS),20) UNDERSIGNED_FAULT_MAILS=$(or $(MAILS),10000) \
	UNDERSIGNED_FAULT_KILLS=$(or $(KILLS),30) $(BIN)/pytest tests/faults
	UNDERSIGNED_FAULT_FORMS=$(or $(FORMS),10000) $(BIN)/pytest tests/app/test_fuzz_forms.py

# Takes the public sentences out of the code, brings the Spanish catalog up to date, and names those that wait for their words.
translations: .venv/.dev
	$(BIN)/python -m translations

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Undersigned needs Python 3.11 or newer; say which with: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.app: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.app
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis node_modules
