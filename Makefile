# Everything a checkout needs: `make site`, `make serve`, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve test lint search lock clean

site: $(VENV)/.site-ready
	$(BIN)/mingbai build

serve: $(VENV)/.site-ready
	$(BIN)/mkdocs serve --livereload --open

test: $(VENV)/.test-ready lint
	sh scripts/system-packages.sh browser
	$(BIN)/mingbai check
	$(BIN)/mingbai fmt --check
	$(BIN)/mingbai schema --check
	$(BIN)/python -m pytest -n 2

# How good search is: recall, rank, bytes, time.
search: $(VENV)/.test-ready
	$(BIN)/python tests/search_quality.py

lint: $(VENV)/.test-ready
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy

$(VENV)/.site-ready: requirements/site.txt pyproject.toml
	PYTHON=$(PYTHON) sh scripts/system-packages.sh python
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/site.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.test-ready: $(VENV)/.site-ready requirements/test.txt
	sh scripts/system-packages.sh browser
	$(PIP) install --require-hashes -r requirements/test.txt
	touch $@

# Pin the newest versions that pyproject.toml allows, with the hashes of all their files.
LOCK := pip-compile --upgrade --quiet --generate-hashes --allow-unsafe --strip-extras --build-deps-for=editable \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
lock: $(VENV)/.site-ready
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet pip-tools
	CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/bin/$(LOCK) --output-file requirements/site.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/bin/$(LOCK) --extra test --output-file requirements/test.txt pyproject.toml
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) site .site.* dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
