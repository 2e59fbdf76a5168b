# Everything works inside .venv in this folder; nothing is installed anywhere else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

.PHONY: help install run demo test check format bench fuzz soak validate schemas calendars lock clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check --quiet --disable-pip-version-check
	@touch $@

install: $(STAMP)  ## make .venv from the hash-pinned lock

demo: install  ## the service on the bundled sample newsroom, no network needed
	$(BIN)/syndicator demo

run: install  ## the service on ./config and ./feeds
	$(BIN)/syndicator run

test: install  ## all tests, PostgreSQL included
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --cov --cov-report= $(TESTS)

check: install  ## style, types, arrows between modules, configuration
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/syndicator check

format: install  ## put the code in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install  ## measure; figures and their conditions go to benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

fuzz: install  ## 100,000 harmed documents against decoding, reading and normalising (minutes)
	$(BIN)/python -m tests.fuzz

soak: install  ## ten thousand polls of sources that misbehave, nightly: nothing may grow
	$(BIN)/python -m benchmarks.soak

validate: install  ## the W3C's feed validator over all that is published: FEEDVALIDATOR=folder of a clone (minutes)
	@test -d "$(FEEDVALIDATOR)/src/feedvalidator" || { echo "Clone github.com/w3c/feedvalidator and name the folder: make validate FEEDVALIDATOR=folder"; exit 1; }
	$(BIN)/python -m tests.journeys.validate $(FEEDVALIDATOR)

schemas: install  ## write config/schema/*.json and docs/reference/settings.md anew from the settings
	$(BIN)/python -m syndicator.config.schema config/schema
	$(BIN)/python -m syndicator.config.reference docs/reference/settings.md

calendars: install  ## write the words for dates anew from CLDR, after a change of the table of languages
	$(BIN)/python -m tools.cldr syndicator/languages/calendars.json

lock: install  ## write both lock files anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra build --extra dev --extra embedding --extra objectstore $(LOCK) --output-file requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra build $(LOCK) --constraint requirements-dev.lock --output-file requirements.lock

clean:  ## remove what was built (never var/)
	rm -rf $(VENV) .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
