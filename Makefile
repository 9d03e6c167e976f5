# make run: the whole system with a made-up landlord; make test: everything that proves it. Both install what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
LOCKED := --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --allow-unsafe
TRAINING := $(wildcard bot/training/*.yml bot/training/*/*.yml bot/engines/*.py)
WEB := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path 'web/shots/*' 2>/dev/null)

.PHONY: help setup run test check faults fast slow lock clean test-tools

help:
	@echo "make run    start Doorstep with a made-up landlord on http://127.0.0.1:8080 (or DOORSTEP_PORT)"
	@echo "make test   everything that proves it, with real servers and a real browser"
	@echo "make faults kills processes and servers at length; SEED=7 SIZE=50"
	@echo "make check  the fast part: format, lint, types, import rules, unit tests"
	@echo "make setup  build .venv, the web pages and the understanding, and nothing else"
	@echo "make lock   resolve the Python requirements anew"

setup: .venv/.installed web/dist/.built var/understanding/.trained

.venv/.installed: requirements.lock requirements-dev.lock pyproject.toml scripts/python-environment
	@scripts/python-environment "$(PYTHON)"
	@touch $@

web/node_modules/.installed: web/package.json web/package-lock.json
	@scripts/need node "Node.js 20 or newer (Debian: apt-get install nodejs npm)"
	@scripts/need npm "npm (Debian: apt-get install npm)"
	@echo "Installing the web pages' tools ..."
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/.built: web/node_modules/.installed $(WEB)
	@echo "Building the web pages ..."
	@cd web && npm run --silent build
	@touch $@

var/understanding/.trained: .venv/.installed $(TRAINING)
	@mkdir -p var/understanding || { echo "Cannot write to $(CURDIR)/var: make it writable, then run this again." >&2; exit 1; }
	@$(BIN)/doorstep train
	@touch $@

run: setup
	@exec $(BIN)/doorstep run --demo --sandbox

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q -m "not slow" -n 2
	@cd web && npm run --silent check

test-tools:
	@scripts/test-tools

test: setup test-tools check
	@cd web && npm test --silent
	@$(BIN)/python -m pytest -m slow
	@$(BIN)/python -m pytest -q -m "not slow" -n 2 --postgres tests/store tests/plays tests/desk

faults: setup test-tools
	@SEED=$(SEED) SIZE=$(SIZE) $(BIN)/python -m pytest -q tests/faults/whole.py

lock:
	@[ -x var/lock/bin/pip-compile ] || { "$(PYTHON)" -m venv var/lock && var/lock/bin/pip install --quiet pip-tools; }
	var/lock/bin/pip-compile $(LOCKED) -o requirements.lock pyproject.toml
	var/lock/bin/pip-compile $(LOCKED) --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv var web/dist web/node_modules tests/output
