# make demo    set up, read the sample reports, print their ledger, serve the page
# make test    set up, then every check
# make help    the rest
PYTHON ?= python3
BIN := .venv/bin
# A process on each core; one that has done its part takes over from another that has not.
PARALLEL := -n auto --dist worksteal

.PHONY: help install demo test lint postgres format docs screenshots samples lock
.DEFAULT_GOAL := help

help:
	@echo "make install      .venv with the command luoshi, and the page's assets"
	@echo "make demo         install, read the sample reports, print their ledger, serve the page"
	@echo "make test         install, then style, types and tests, on SQLite and on PostgreSQL"
	@echo "make format       put the code in the house's layout"
	@echo "make docs         make anew what the documents take from lexicons and rules"
	@echo "make samples      make the sample reports anew"
	@echo "make screenshots  take the manual's pictures anew"
	@echo "make lock         resolve the requirements anew (needs uv and npm)"

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "Luoshi needs Python 3.11 or newer with venv. Debian: apt-get install python3 python3-venv" >&2; exit 1; }

install: python
	@$(PYTHON) tools/setup.py install

demo: install
	@$(BIN)/luoshi demo

.PHONY: set-up-tests
set-up-tests: python
	@$(PYTHON) tools/setup.py tests

test: set-up-tests lint
	$(BIN)/python -m pytest $(PARALLEL)
	$(BIN)/python tools/postgres.py $(BIN)/python -m pytest $(PARALLEL) --second-database tests/office tests/browser

lint: set-up-tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: set-up-tests
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: set-up-tests
	$(BIN)/python tools/authors.py
	$(BIN)/python tools/access.py
	$(BIN)/python tools/moves.py

samples: set-up-tests
	$(BIN)/python tools/samples.py

screenshots: set-up-tests
	$(BIN)/python -m pytest tests/browser --screenshots=docs/manual/images

lock:
	for lock in build base office dev; do $(MAKE) requirements/$$lock.txt --always-make || exit 1; done
	npm install --package-lock-only --ignore-scripts

LOCK := uv pip compile --upgrade --universal --generate-hashes --python-version 3.11 --no-header --quiet
requirements/build.txt: requirements/build.in ; $(LOCK) $< -o $@
requirements/base.txt: pyproject.toml ; $(LOCK) $< -o $@
requirements/office.txt: pyproject.toml ; $(LOCK) $< --extra office -o $@
requirements/dev.txt: pyproject.toml ; $(LOCK) $< --extra office --extra dev -o $@
