"""The rows that R saw."""

import polars as pl
import pytest


@pytest.fixture(scope="module")
def folder(project):
    return project / "tests/reference/emergence"


@pytest.fixture(scope="module")
def curves(folder):
    rows = pl.read_csv(folder / "rows.csv")
    return {
        name: (group["log_parameters_b"].to_numpy(), group["score_pct"].to_numpy())
        for (name,), group in rows.group_by("benchmark_id", maintain_order=True)
    }
