# make          set everything up and build the warehouse
# make test     lint and run all tests
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
INPUTS    := $(shell find data seeds models macros expectations analysis_py tests/dbt -type f \
               -not -name '*.pyc' 2>/dev/null) dbt_project.yml profiles.yml

.DEFAULT_GOAL := build
.PHONY: build rebuild test lint readme clean help

build: $(WAREHOUSE) ## Set everything up and build the warehouse, if anything has changed (default)

$(WAREHOUSE): $(VENV)/installed $(INPUTS)
	$(BIN)/dbt build
	@touch $@

rebuild: $(VENV)/installed ## Build the warehouse in any case
	$(BIN)/dbt build

test: lint $(WAREHOUSE) ## Lint, build if needed, and run every test
	$(BIN)/pytest

lint: $(VENV)/installed ## Check the style of the Python and the SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/sqlfluff lint --disable-progress-bar models

readme: $(WAREHOUSE) ## Write the answers in README.md and docs/ anew
	$(BIN)/python tests/python/readme.py

clean: ## Remove what was built; the environment stays
	rm -rf target logs warehouse

help: ## Show this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 10

# The environment is complete when this file exists, so an interrupted installation starts anew.
$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@

.PHONY: app
app: $(WAREHOUSE) ## Explore the published file in the browser
	$(BIN)/streamlit run app/explorer.py
