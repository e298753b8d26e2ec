"""The rows that R saw, and the points that they are."""

import polars as pl
import pytest

BENCHMARKS = ["arc", "gsm8k", "hellaswag", "mmlu", "truthfulqa", "winogrande"]


@pytest.fixture(scope="module")
def rows(project):
    path = project / "tests/reference/clusters/rows.csv"
    return pl.read_csv(path, infer_schema_length=None)


@pytest.fixture(scope="module")
def points(rows):
    matrix = rows.select(BENCHMARKS).to_numpy()
    return (matrix - matrix.mean(axis=0)) / matrix.std(axis=0, ddof=1)
