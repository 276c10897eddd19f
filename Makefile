.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help setup demo serve test check lint types arrows docs lock bench soak clean

help:  ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; assert sys.version_info[:2] == (3, 11), f"Python 3.11 is needed, this is {sys.version}; set PYTHON="'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime  ## Make the environment alone

demo: setup  ## Load the five documents, answer three questions, draw the pictures
	$(BIN)/xiaodi load
	$(BIN)/xiaodi demo

serve: setup  ## Start the API and the page on 127.0.0.1:8000
	$(BIN)/xiaodi serve

test: $(VENV)/.dev  ## Run every test; REQUIRE=neo4j,browser,seeds makes their absence a failure
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: lint types arrows docs  ## Everything but the tests

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxlint --deny-warnings api/web

types: $(VENV)/.dev
	$(BIN)/mypy

arrows: $(VENV)/.dev
	$(BIN)/lint-imports

docs: $(VENV)/.dev  ## Fail when a generated page is stale; `make docs WRITE=--write` writes them
	$(BIN)/python -m api.reference $(WRITE)

lock: $(VENV)/.dev  ## Renew the hash-locked requirement files
	$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command 'make lock' pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev \
		-c requirements.lock --custom-compile-command 'make lock' pyproject.toml -o requirements-dev.lock

bench: $(VENV)/.dev  ## Side by side with the bare engine, as ratios
	$(BIN)/python -m benchmarks

soak: $(VENV)/.dev  ## Kill the loader, and the server, twenty times while the nation loads; takes hours
	XIAODI_SOAK=1 REQUIRE=neo4j $(BIN)/python -m pytest tests/loaders/test_registry_source.py tests/acceptance \
		tests/api/test_schema.py tests/api/test_memory.py -k 'killed or registry_changes or schema_says or memory' --timeout 14400

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
