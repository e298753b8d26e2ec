"""What several tests of the ledger read."""

import duckdb
import pytest


@pytest.fixture(scope="module")
def verdicts(warehouse):
    """Return (verdict, observed) by claim, basis and cohort."""
    query = "select claim_id, basis, cohort_id, verdict, observed from claims.claim_verdicts"
    return {tuple(row[:3]): tuple(row[3:]) for row in warehouse.sql(query).fetchall()}


@pytest.fixture(scope="module")
def judged(changed):
    """Return the published file of a build to which many claims and imports were added."""
    with duckdb.connect(str(changed.workplace.database), read_only=True) as connection:
        yield connection
