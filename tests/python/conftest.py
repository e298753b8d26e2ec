"""Fixtures: the project's folder and the published warehouse."""

from pathlib import Path

import duckdb
import pytest
from parsing import Parsed, parse

from analysis_py.report import build

ROOT = Path(__file__).parents[2]
WAREHOUSE = ROOT / "warehouse"


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def parsed(tmp_path_factory) -> Parsed:
    """Return what dbt makes of the project's files."""
    return parse(ROOT, tmp_path_factory.mktemp("parsed"))


@pytest.fixture(scope="session")
def warehouse():
    """Return a read-only connection to the published file, built from the committed data."""
    path = WAREHOUSE / "llm_reassessment.duckdb"
    assert path.exists(), "no published warehouse: run make first"
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def report(tmp_path_factory) -> Path:
    """Return the folder of a report written from the published file."""
    return build(WAREHOUSE, tmp_path_factory.mktemp("site") / "report").parent
