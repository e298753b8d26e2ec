"""The rows that R saw, and what it gave."""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def folder(project):
    return project / "tests/reference/dependence"


@pytest.fixture(scope="module")
def rows(folder):
    return pl.read_csv(folder / "rows.csv", infer_schema_length=None)
