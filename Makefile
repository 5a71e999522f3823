# `make help` lists the targets. Needs Python >= 3.11, Java >= 17 and Maven; everything else is fetched, locked, into .venv and .local.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
CODE := shared services koop demo tests
LOCK := uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 --group local --group dev pyproject.toml -o requirements.lock

# uv does not read pip's settings: hand over what the environment says. No registry is named here.
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif
ifdef PIP_EXTRA_INDEX_URL
export UV_INDEX ?= $(PIP_EXTRA_INDEX_URL)
endif
ifdef PIP_CERT
export SSL_CERT_FILE ?= $(PIP_CERT)
endif
ifneq ($(wildcard $(PIP_FIND_LINKS)),)
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
endif

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: .venv/installed ## The suite with real Kafka and PostgreSQL and the cooperation's year. ONCE=1: verify and stop; SCALE=1: the real volume
	@$(BIN)/koop up $(if $(ONCE),--once) $(if $(SCALE),--scale $(SCALE))

.PHONY: test
test: .venv/installed browser ## All tests, on the same real parts. ARGS="-k name" selects
	$(BIN)/pytest $(ARGS)

.PHONY: fuzz
fuzz: .venv/installed ## Bad input at every door, other cases each time. FUZZ=10000
	FUZZ=$(or $(FUZZ),10000) $(BIN)/pytest tests/fuzz

.PHONY: faults
faults: .venv/installed ## Every fault on the whole suite, about 50 minutes. SEED=1 ONLY=2,4,15 FAST=1; PUBLISH=1 into docs/reliability.md
	$(BIN)/python -m tests.faults.run --seed $(or $(SEED),1) $(if $(ONLY),--only $(ONLY)) $(if $(FAST),--fast) $(if $(PUBLISH),--publish)

.PHONY: bench
bench: .venv/installed ## Each figure beside its baseline, about 40 minutes. GOALS="G4 G15" QUICK=1; PUBLISH=1 into docs/performance.md
	$(BIN)/python -m benchmarks $(GOALS) $(if $(QUICK),--quick) $(if $(PUBLISH),--publish)

# The page is tested in a real browser.
.PHONY: browser
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium >/dev/null; } || \
	  { echo "the browser tests need chromium: apt-get install chromium, or put one of that name on the path" >&2; exit 1; }

.PHONY: check
check: .venv/installed ## Style, types, import arrows, drift of lock, schemas and drawings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python -m tools.check_lock
	$(BIN)/koop schemas --check
	$(BIN)/koop states --check

.PHONY: reset
reset: .venv/installed ## Stop the local parts and delete their data, after asking
	@$(BIN)/koop reset

.PHONY: lock
lock: .venv/uv ## Resolve the dependencies of pyproject.toml into requirements.lock (keeps what still fits)
	$(BIN)/$(LOCK)

# An environment that no longer runs (copied, or its Python gone) is made anew.
.venv/uv: Makefile
	@$(PYTHON) -m koop.local.requirements
	@$(BIN)/python -c "import pip" 2>/dev/null || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==0.13.*"
	@touch $@

.venv/installed: .venv/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@
