# make          set everything up, build the warehouse, write the report
# make test     lint, build if needed, and run every test
# make check    lint what has changed, and the tests that need no build: the loop of seconds
# make help     say what else there is

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# dbt finds the project and the profile in the current folder. One BLAS thread is faster than two
# on matrices of this size.
export DBT_PROFILES_DIR := .
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export GX_ANALYTICS_ENABLED := false

WAREHOUSE := warehouse/llm_reassessment.duckdb
REPORT    := warehouse/report/index.html
COMMAND   := $(BIN)/llm-reassess
# A change of the report's looks, or of what commands say meanwhile, changes no table.
INPUTS    := $(shell find data imports seeds models macros expectations analysis_py tests/dbt -type f \
               -not -name '*.pyc' -not -path 'analysis_py/report/*' -not -path 'analysis_py/build/*' \
               -not -path 'analysis_py/cli/*' -not -path 'analysis_py/sources/validation/*' \
               2>/dev/null) dbt_project.yml profiles.yml
REPORT_INPUTS := $(shell find analysis_py/report docs -type f -not -name "*.pyc" 2>/dev/null)

.DEFAULT_GOAL := build
.PHONY: build rebuild report test check lint readme screenshots clean help

# The job writes the report after the warehouse. A second make, which looks at the files anew, writes
# it where it is missing or out of date by itself.
build: $(WAREHOUSE) ## Set everything up; build the warehouse and the report if anything has changed (default)
	@$(MAKE) --no-print-directory $(REPORT)

# Where a test run is to be trusted, the rows that it judges were fitted by the code at hand.
$(WAREHOUSE): $(VENV)/installed $(INPUTS)
	$(if $(CI),rm -rf warehouse/.fits)
	$(COMMAND) build

rebuild: $(VENV)/installed ## Build the warehouse and the report in any case
	$(COMMAND) build

report: $(WAREHOUSE) ## Write only the report
	$(COMMAND) report

$(REPORT): $(WAREHOUSE) $(REPORT_INPUTS)
	$(COMMAND) report

# Tests of one file stay together, so that what they share is made once, and the files of long tests
# come first, as tests/python/conftest.py puts them.
PYTEST := $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

test: lint build ## Lint, build if needed, and run every test
	$(PYTEST)

# What the tests of functions are not; pyproject.toml says what each of these words means.
WHOLE := warehouse or browser or build or environment or chain or process or simulation or long

check: lint ## Lint what has changed, and run the tests of functions, which need no build
	$(PYTEST) -m "not ($(WHOLE))"

lint: $(VENV)/installed target/linted ## Check the style and the types of the Python, and the SQL that has changed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# A file is read anew only when it, or what it is read with, has changed.
SQL       := $(shell find models analysis_py/report -name '*.sql' 2>/dev/null)
SQL_RULES := .sqruff $(shell find macros -name '*.sql' 2>/dev/null)

target/linted: $(SQL) $(SQL_RULES) | $(VENV)/installed
	@echo "sqruff lint, of $(words $(SQL)) files those that have changed"
	@printf '%s\n' $(if $(filter $(SQL_RULES),$?),$(SQL),$?) | xargs -P 2 -n 140 $(BIN)/sqruff lint
	@mkdir -p $(@D)
	@touch $@

readme: $(WAREHOUSE) ## Write the answers in README.md and docs/ anew
	$(BIN)/python tests/python/readme.py

screenshots: $(REPORT) ## Take the README's pictures of the report anew; needs Chromium
	$(BIN)/python tests/python/report/screenshots.py

clean: ## Remove what was built; the environment stays
	rm -rf target logs warehouse .pytest_cache

help: ## Show this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 13

# The environment is complete when this file exists, so an interrupted installation starts anew.
$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@
