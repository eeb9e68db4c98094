PY ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt
.PHONY: run demo test check lint types layers unit bench docs messages pictures clean help torture

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@$(PY) -c 'import sys; sys.exit("PropDesk needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	@$(PY) -m venv $(VENV) || { echo "Python cannot make a virtual environment here; on Debian or Ubuntu install python3-venv"; exit 1; }

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## open the front desk
	@$(BIN)/python -m propdesk

demo: $(VENV)/.run ## open a well-filled throwaway desk
	@$(BIN)/python -m propdesk demo

test: check ## everything that must be true before a change lands

check: lint types layers unit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist worksteal

messages: $(VENV)/.dev ## collect the messages and compile the catalogues
	$(BIN)/python scripts/messages.py

docs: $(VENV)/.dev ## write the generated pages
	$(BIN)/python scripts/docs.py

pictures: $(VENV)/.dev ## take the screenshots of the README anew
	$(BIN)/python scripts/pictures.py

torture: $(VENV)/.dev ## torture the desk at length; SEED=7 repeats a run
	@seed=$${SEED:-$$(date +%s)}; echo "To repeat this run: make torture SEED=$$seed"; \
	TORTURE=long TORTURE_SEED=$$seed $(BIN)/python -m pytest -n 2 --dist worksteal tests/torture

bench: $(VENV)/.dev ## measure against raw limits and peers; writes docs/performance.md
	-$(BIN)/python -m bench.peers
	$(BIN)/python -m bench

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
