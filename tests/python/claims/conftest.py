"""What several tests of the ledger read."""

import pytest


@pytest.fixture(scope="module")
def verdicts(warehouse):
    """Return (verdict, observed) by claim, basis and cohort."""
    query = "select claim_id, basis, cohort_id, verdict, observed from claims.claim_verdicts"
    return {tuple(row[:3]): tuple(row[3:]) for row in warehouse.sql(query).fetchall()}
