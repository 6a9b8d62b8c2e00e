# One place for everything a newcomer or CI runs. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
MODEL := var/models/all-MiniLM-L6-v2-int8
PYTEST_WORKERS ?= 2
# Tests start dozens of programs of ours: none should have to compile all modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: run
run: setup ## Set up, then start the hub (port 8000) and the stand-in campus (port 8001)
	@exec $(BIN)/mentorloom up --demo

.PHONY: test
test: setup-test lint ## Set up and check everything CI checks
	$(BIN)/python -m coverage erase
	$(BIN)/pytest -n $(PYTEST_WORKERS) --dist worksteal --cov --cov-report=
	$(BIN)/python -m tools.coverage_floor

.PHONY: lint
lint: setup-test ## Style, types, layers and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint web/templates demo/templates --lint --check --quiet

.PHONY: bench
bench: setup-test ## Measure, each figure beside a named peer or limit
	$(BIN)/python -m bench

.PHONY: setup
setup: .venv/runtime.done web/static/vendor/.done $(MODEL)/model.onnx translations ## Install what running needs

.PHONY: setup-test
setup-test: setup .venv/dev.done node_modules/.dev.done ## Install what testing needs, a Chromium too
	@tools/ensure_chromium.sh

.venv/runtime.done: requirements/runtime.txt pyproject.toml
	@tools/require.sh $(PYTHON)
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/runtime.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.done: requirements/dev.txt .venv/runtime.done
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@touch $@

web/static/vendor/.done: package-lock.json tools/frontend.mjs $(wildcard web/static/*.css)
	npm ci --omit=dev --no-audit --no-fund --loglevel=error
	node tools/frontend.mjs
	@touch $@

node_modules/.dev.done: web/static/vendor/.done
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(MODEL)/model.onnx: | .venv/runtime.done
	$(BIN)/python -m integrations.encoders.export

.PHONY: translations
translations: .venv/runtime.done
	@$(BIN)/python -m tools.compile_translations

.PHONY: messages
messages: .venv/runtime.done ## Bring the translation catalogues up to date with the sentences in the code
	$(BIN)/python -m tools.messages

.PHONY: lock
lock: ## Resolve the dependencies of pyproject.toml into hashed lock files
	tools/lock.sh

.PHONY: clean
clean: ## Remove what set-up and runs made (the data of the embedded database too)
	rm -rf .venv node_modules var web/static/vendor demo/static/vendor test-artifacts .mypy_cache .ruff_cache .pytest_cache
