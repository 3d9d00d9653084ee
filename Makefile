# One word each. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: help demo test lint bench train accept serve lock clean dev
.DEFAULT_GOAL := help

help: ## what each word does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing pinned dependencies into $(VENV) …"
	@$(BIN)/pip install $(PIP_FLAGS) -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing the tools for tests and lint …"
	@$(BIN)/pip install $(PIP_FLAGS) -r requirements-dev.lock
	@touch $@

dev: $(VENV)/.installed-dev

demo: $(VENV)/.installed ## a sandbox GitHub and the App on loopback: pull requests in, reviews out
	@$(BIN)/reviewer demo

test: $(VENV)/.installed-dev ## every test but the benchmarks
	@$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev ## ruff, pyright strict, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports

bench: $(VENV)/.installed-dev ## speed, the burst, and whether "mechanical" and verdicts are: make bench [PULLS=file MIRRORS=folder], see bench/README.md
	@$(BIN)/python -m bench pulls $(if $(PULLS),--pulls $(PULLS)) $(if $(MIRRORS),--mirrors $(MIRRORS))
	@$(BIN)/python -m bench acks
	@$(if $(MIRRORS),$(BIN)/python -m bench mutants --mirrors $(MIRRORS))
	@$(if $(MIRRORS),$(BIN)/python -m bench claims --mirrors $(MIRRORS))
	@$(BIN)/python -m pytest tests/flow/test_burst_story.py -n 0 -s --burst 60

TRAINING := .cache/training

train: $(VENV)/.installed ## the risk model anew: make train LABELS=file MIRRORS=folder, see training/README.md
	@test -n "$(LABELS)" -a -n "$(MIRRORS)" || { echo "Say LABELS=file and MIRRORS=folder: see training/README.md."; exit 2; }
	@mkdir -p $(TRAINING)
	@$(BIN)/python -m training rows $(LABELS) $(MIRRORS) $(TRAINING)/kept $(TRAINING)/rows.jsonl
	@$(BIN)/python -m training fit $(TRAINING)/rows.jsonl reviewer/risk/model.json
	@$(BIN)/python -m training report $(TRAINING)/rows.jsonl

accept: $(VENV)/.installed-dev ## rewrite the golden files; the diff is the review
	@$(BIN)/python -m pytest tests -q -k golden --accept

serve: $(VENV)/.installed ## the App for real: web and workers
	@$(BIN)/reviewer serve

LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

lock: ## pin every dependency anew, with hashes: all of them first, then what each process needs of them
	@$(LOCK) --extra dev -o requirements-dev.lock
	@$(LOCK) -c requirements-dev.lock -o requirements.lock
	@$(LOCK) --extra model -c requirements-dev.lock -o requirements-model.lock

clean: ## remove what the other words made
	@rm -rf $(VENV) .cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
