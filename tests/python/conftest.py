"""Fixtures: the project's folder and the published warehouse."""

from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
WAREHOUSE = ROOT / "warehouse"


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def warehouse():
    """Return a read-only connection to the published file, built from the committed data."""
    path = WAREHOUSE / "llm_reassessment.duckdb"
    assert path.exists(), "no published warehouse: run make first"
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection
