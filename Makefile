# Needs Python 3.11 or newer and GNU make; everything else is installed into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
BIN := .venv/bin
# One .venv, filled in two steps: what users need, and what tests and the documentation need besides.
STAMP := .venv/installed.stamp
TESTING := .venv/testing.stamp
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable
SHELL := /bin/sh
# What is committed is tested, whatever data the user works with.
OWN_DATA := env -u JIANGHAN_DATA

# Python keeps what it compiled, also where the environment forbids it: the tests start dozens of processes of this package.
export PYTHONDONTWRITEBYTECODE :=

# The full texts of the documents lie outside the repository; the tests that read them need to know where.
ifndef JIANGHAN_DOCUMENTS
ifneq ($(wildcard ../shared/documents),)
export JIANGHAN_DOCUMENTS := $(abspath ../shared/documents)
endif
endif

.PHONY: help wheels setup report test long browser lowest golden lab docs clean

help:
	@echo "make report   build the data and the reports of every document (installs what is needed first)"
	@echo "make test     check style and types, run the tests, compare the notebooks with what is committed"
	@echo "make long     run the longer trials, which make test leaves out"
	@echo "make browser  look at JupyterLab and reports in an installed Chromium, Chrome or Edge"
	@echo "make lowest   run the tests with the lowest versions that pyproject.toml admits"
	@echo "make lab      open JupyterLab on the notebooks"
	@echo "make docs     build the documentation: reports/docs/index.html"
	@echo "make wheels   fill the folder wheels/ with all that an offline class room installs from"
	@echo "make golden   execute the committed notebooks anew and store what they show"
	@echo "make setup    only install into .venv, what tests and documentation need too"
	@echo "make clean    remove the reports and what tools leave behind (.venv stays)"

setup: $(TESTING)

# For machines of this kind and this Python: install there with `python -m pip install --no-index --find-links wheels jianghan-lib`.
wheels: $(STAMP)
	$(BIN)/python -m pip wheel --quiet --constraint constraints.txt --wheel-dir wheels ".[docs]"

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: name one, as in: make PYTHON=/path/to/python3.11 $(or $(MAKECMDGOALS),report)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (once; a minute or two) ..."
	@$(INSTALL) .
	@touch $@

$(TESTING): $(STAMP)
	@echo "Installing what the tests need into .venv (once; a minute or two) ..."
	@$(INSTALL) '.[test,docs,ocr,cluster]'
	@touch $@

report: $(STAMP)
	@$(BIN)/jianghan build
	@$(BIN)/jianghan run
	@echo "Open in a browser: $(CURDIR)/reports/index.html"

test: $(TESTING)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy & $(BIN)/lint-imports --no-cache && wait $$!
	$(OWN_DATA) $(BIN)/python -m pytest -n 2 --dist worksteal tests
	$(OWN_DATA) $(BIN)/jianghan golden

long: $(TESTING)
	$(OWN_DATA) $(BIN)/python -m pytest -m long tests

browser: $(TESTING)
	$(OWN_DATA) $(BIN)/python -m pytest -m long tests/lab/test_in_a_browser.py

# The lowest versions that pyproject.toml admits, in an environment of their own: before a release, and when a bound changes.
# uv resolves them in seconds, where pip did not in minutes.
LOWEST := .venv-lowest
lowest:
	rm -rf $(LOWEST) && $(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --compile-bytecode --editable '.[test,docs,ocr,cluster]'
	$(OWN_DATA) $(LOWEST)/bin/python -m pytest -n 2 --dist worksteal -W default --ignore=tests/test_environment.py tests

golden: $(TESTING)
	$(OWN_DATA) $(BIN)/jianghan golden --update

lab: $(STAMP)
	$(BIN)/jianghan lab

docs: $(TESTING)
	@$(BIN)/sphinx-build -W --keep-going -q -b html -d build/doctrees docs reports/docs
	@echo "Open in a browser: $(CURDIR)/reports/docs/index.html"

clean:
	rm -rf reports docs/_made build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
