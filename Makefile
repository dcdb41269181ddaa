# Everything a checkout needs: `make site`, `make serve`, `make test`, `make audit`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE := $(BIN)/node
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export NO_MKDOCS_2_WARNING := 1

.PHONY: site pack serve test lint audit search load reader private wheel peers bench pictures lock clean

site: $(VENV)/.site-ready
	$(BIN)/mingbai build

# The site as it is published: a workbook beside every list, compressed copies, files for web servers.
pack: $(VENV)/.site-ready
	$(BIN)/mingbai pack

serve: $(VENV)/.site-ready
	$(BIN)/mingbai serve --open

test: $(VENV)/.test-ready lint
	sh scripts/system-packages.sh browser
	sh scripts/system-packages.sh servers
	sh scripts/system-packages.sh parallel
	$(BIN)/mingbai check
	$(BIN)/mingbai fmt --check
	$(BIN)/mingbai schema --check
	$(BIN)/python -m pytest -n 2

# What a county installs: dist/mingbai-VERSION-py3-none-any.whl.
wheel: $(VENV)/.test-ready
	$(BIN)/python -m build --no-isolation --outdir dist

# How good search is: recall, rank, bytes, time.
search: $(VENV)/.test-ready
	$(BIN)/python tests/search_quality.py

# How many readers the written nginx configuration bears on this machine, the report page among them; a minute.
load: $(VENV)/.test-ready
	sh scripts/system-packages.sh servers
	sh scripts/system-packages.sh load
	$(BIN)/python tests/load.py

# What a reader downloads at 1,260 townships on slow 3G: bytes, requests, seconds; minutes, too.
reader: $(VENV)/.test-ready
	sh scripts/system-packages.sh browser
	$(BIN)/python tests/reader_bytes.py

# Private data: planted numbers that are found, false alarms on what is there, speed on the site if it is built.
private: $(VENV)/.test-ready
	$(BIN)/python tests/private_rates.py

# The pair with 42 planted differences, put to mingbai diff and to others.
peers: $(VENV)/.test-ready
	$(BIN)/python tests/diff_peers.py

# What a province costs, in Mingbai and in the generators that it is measured beside, which nothing else here needs:
# `make bench`, or for other sizes `make bench BENCH="--townships 200 --rounds 5"`.
BENCH ?= --townships 1260 --output bench.md
bench: $(VENV)/.bench-ready
	$(BIN)/mingbai bench $(BENCH)

$(VENV)/.bench-ready: $(VENV)/.test-ready requirements/bench.txt tests/bench/eleventy/package-lock.json
	$(PIP) install --require-hashes -r requirements/bench.txt
	$(BIN)/npm --prefix tests/bench/eleventy ci --ignore-scripts --no-audit --no-fund --loglevel error
	touch $@

# The pictures of the guides, from reports, pages and workbooks as they are today; wants poppler-utils as well.
pictures: $(VENV)/.test-ready
	$(BIN)/python tests/pictures.py

lint: $(VENV)/.test-ready node_modules/.ready
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy
	$(NODE) node_modules/eslint/bin/eslint.js --max-warnings 0 overrides/assets/javascripts scripts/mingbai/editor/assets
	$(NODE) node_modules/stylelint/bin/stylelint.mjs "overrides/assets/stylesheets/*.css" "scripts/mingbai/editor/assets/*.css"

# The bars of safety as figures (200 builds are killed), then Lighthouse on three pages, five times each; minutes, so no part of `make test`.
audit: site node_modules/.ready
	sh scripts/system-packages.sh browser
	sh scripts/system-packages.sh servers
	$(BIN)/python tests/bars.py
	rm -rf .audit
	$(BIN)/mingbai bench --townships 1 --items 250 --rounds 1 --only mingbai --keep .audit
	$(NODE) scripts/audit.mjs site .audit/site

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

# What lints and checks pages, and the server that the editor is tried with; Node.js comes from requirements/test.txt. Nothing of it is sent to a browser.
node_modules/.ready: $(VENV)/.test-ready package.json package-lock.json
	$(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel error
	touch $@

# Pin the newest versions that pyproject.toml allows, with the hashes of all their files.
LOCK := pip-compile --upgrade --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
OURS := --build-deps-for=editable pyproject.toml
lock: $(VENV)/.test-ready
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet pip-tools
	CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/bin/$(LOCK) --output-file requirements/site.txt $(OURS)
	CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/bin/$(LOCK) --extra test --output-file requirements/test.txt $(OURS)
	CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/bin/$(LOCK) --output-file requirements/bench.txt requirements/bench.in
	rm -rf $(VENV)-lock
	$(BIN)/npm update --ignore-scripts --no-audit --no-fund --loglevel error
	$(BIN)/npm --prefix tests/bench/eleventy update --ignore-scripts --no-audit --no-fund --loglevel error

clean:
	rm -rf $(VENV) node_modules tests/bench/eleventy/node_modules bench.md bench.svg site site-server .site.* .site-server.* .cache .audit dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
