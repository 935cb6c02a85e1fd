# The two commands of a newcomer: `make report` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
READY := $(VENV)/.ready

# The environment of whoever calls make must not reach into ours; without bytecode each kernel would compile all libraries anew.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE UV_PYTHON UV_PROJECT_ENVIRONMENT
export UV_PYTHON_DOWNLOADS := never
# Institutes often inspect TLS with a certificate of their own, which only the system knows.
export UV_SYSTEM_CERTS := true

.PHONY: help setup report test test-slow lint docs lab bench example clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make the environment in .venv (done by the other commands too)

# A half-made environment is removed first, so that an interrupted set-up never stays.
$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null || { \
	  echo "This needs Python 3.11 to 3.14, but '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null || echo not there). Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is incomplete. Install it: sudo apt install python3-venv" >&2; exit 1; }
	@if [ -e $(VENV) ] && { [ ! -e $(READY) ] || [ ! -x $(VENV)/bin/uv ]; }; then rm -rf $(VENV); fi
	@[ -d $(VENV) ] || { echo "Making the environment in $(VENV) (about 1.2 GB, a minute at most)."; $(PYTHON) -m venv $(VENV); }
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(VENV)/bin/uv sync --frozen --quiet --compile-bytecode --python $(VENV)/bin/python
	@touch $(READY)

report: $(READY) ## run the main job on the example survey; prints the path of the report
	@$(VENV)/bin/workbench report

# In order of collection: whole reports, the longest files, start first and small unit tests fill the end.
# With COVERAGE="--cov --cov-report=term" they say how much of the workbench they reach, and fail below the floor.
FAST := -m "not slow" -n 2 --dist loadfile --no-loadscope-reorder

test: $(READY) ## all fast tests, no system packages needed
	@$(VENV)/bin/python -m pytest $(FAST) $(COVERAGE)

test-slow: $(READY) ## browser, PDF and recovery tests; need the packages that .ci/run installs
	@$(VENV)/bin/python -m pytest -m slow

lint: $(READY) ## style, types and direction of imports
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo

docs: $(READY) ## write the generated pages of docs/ again (runs one report)
	@$(VENV)/bin/python -m tests.documents
	@$(VENV)/bin/python -m tests.unit.simulation.document

lab: $(READY) ## open JupyterLab on the project, at the start page
	@$(VENV)/bin/workbench lab

BENCHMARKS := $(filter-out benchmarks/side_by_side.py,$(wildcard benchmarks/*.py))

bench: $(READY) ## speed, ours beside the peers in one run (installs the peers; about half an hour with R)
	@$(VENV)/bin/uv sync --frozen --quiet --group bench --python $(VENV)/bin/python
	@for script in $(BENCHMARKS); do echo "== $$script"; $(VENV)/bin/python $$script; done

example: $(READY) ## write the example survey again, the same bytes
	@$(VENV)/bin/workbench example

clean: ## remove the environment
	@rm -rf $(VENV)
