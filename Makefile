# Everything is set up in .venv from what pyproject.toml names; `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps

.PHONY: help demo test frames judges torture soak pictures docs peers lint bench wheel wheels eval clean
help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || { echo "Harvester needs Python 3.11.5 or later; name it: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"   # the first that reads dependency groups

$(STAMPS)/run: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/%: $(STAMPS)/run
	$(BIN)/pip install --quiet --group $*
	@touch $@

demo: $(STAMPS)/run  ## harvest the embedded press site, let it move on, harvest again, show the changes
	$(BIN)/harvester demo

# What browser tests need besides Python. CI installs Chromium; axe-core (MPL-2.0) is for tests only and shipped nowhere.
$(STAMPS)/browser:
	@if [ "$$CI" = true ]; then sh tests/web/browser.sh; fi
	@! command -v npm >/dev/null || npm install --silent --no-audit --no-fund --prefix $(VENV)/npm axe-core@4.14.1 || true
	@mkdir -p $(STAMPS) && touch $@

# Two workers more than there are processors: a fifth of the tests' time goes by in waiting for disks and processes.
WORKERS = $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 2)')
test: $(STAMPS)/test $(STAMPS)/browser  ## the whole test suite
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

frames: $(STAMPS)/test $(STAMPS)/frames  ## the examples and notebooks that need pandas and DuckDB
	$(BIN)/python -m pytest tests/api

# ReplayWeb.page (AGPL-3.0) is for a test only and shipped nowhere. Its package is taken as it is: its scripts are built.
REPLAY := $(VENV)/npm/replaywebpage
judges: $(STAMPS)/test $(STAMPS)/browser  ## pywb, wacz and ReplayWeb.page read what is exported
	$(PYTHON) -m venv $(VENV)/judges
	$(BIN)/pip --python $(VENV)/judges/bin/python install --quiet --group judges
	@mkdir -p $(REPLAY) && cd $(REPLAY) && npm pack --silent replaywebpage@2.4.6 && tar xzf replaywebpage-2.4.6.tgz --strip-components 1
	$(BIN)/python -m pytest tests/export/test_judges.py

torture: $(STAMPS)/test  ## kills, power cuts, failing disks, crowds, hostile archives: an hour, a table
	$(BIN)/python tests/torture

soak: $(STAMPS)/test  ## an hour of runs on sites that misbehave, killed every five minutes: a table
	$(BIN)/python tests/soak

pictures: $(STAMPS)/test  ## every page on every kind of archive, as pictures in build/pictures; some go to docs
	$(BIN)/python tests/web/pictures.py build/pictures

docs: $(STAMPS)/docs  ## the site of the documentation, in build/site; a broken link fails it
	NO_MKDOCS_2_WARNING=1 DISABLE_MKDOCS_2_WARNING=true $(BIN)/mkdocs build --strict --quiet
	@! grep -rlE --include='*.html' '<(script|img|iframe|link)[^>]* (src|href)="?https?://' build/site   # nothing is loaded from elsewhere

lint: $(STAMPS)/lint $(STAMPS)/test $(STAMPS)/bench  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMPS)/bench  ## ratios against named peers, measured side by side
	$(BIN)/python -m benchmarks

peers: $(STAMPS)/bench  ## articles of a file of Common Crawl's news crawl, beside fundus and news-please
	$(PYTHON) -m venv $(VENV)/peers
	$(BIN)/pip --python $(VENV)/peers/bin/python install --quiet --group peers
	$(BIN)/python -m benchmarks ccnews

eval: $(STAMPS)/run  ## pairs that come out right on the gold corpus, where it lies beside the checkout
	$(BIN)/python -m benchmarks.accuracy

wheel: $(STAMPS)/run  ## build wheel and sdist, try the wheel in an empty environment outside the checkout
	sh tests/try_wheel.sh $(PYTHON)

PYTHONS ?= $(shell for each in python3.11 python3.12 python3.13; do $$each --version >/dev/null 2>&1 && echo $$each; done)
wheels:  ## the same with each Python that is here; also the sdist, and the wheel with all extras
	sh tests/try_wheel.sh --all $(PYTHONS)

clean:  ## remove what the targets made
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
