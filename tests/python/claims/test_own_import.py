"""A claim of one's own on results of one's own: from two files to verdicts on all bases."""

import duckdb
import pytest
from changed import CLAIMS, N_MODELS, OWN


@pytest.fixture(scope="module")
def judged(changed):
    """Return the published file of a build with the import among others."""
    with duckdb.connect(str(changed.workplace.database), read_only=True) as connection:
        yield connection


def test_a_claim_on_an_import_is_judged_on_both_bases_that_apply(judged):
    found = judged.sql(
        "select claim_id, basis, verdict from claims.claim_verdicts "
        "join claims.dim_claims using (claim_id) where claim_source = 'own' "
        f"and cohort_id = '{OWN}' and claim_id in {tuple(CLAIMS)} order by all"
    ).fetchall()
    assert [row[:2] for row in found] == [
        (claim, basis) for claim in sorted(CLAIMS) for basis in ("same_method", "sound_method")
    ]
    assert {row[2] for row in found if row[0] != "NOT_SO"} == {"supported"}
    assert {row[2] for row in found if row[0] == "NOT_SO"} == {"contradicted"}


def test_its_evidence_is_of_the_import(judged):
    found = judged.sql(
        "select detail, unit, n_bases, evidence from claims.claim_verdicts "
        f"where cohort_id = '{OWN}' and claim_id in {tuple(CLAIMS)}"
    ).fetchall()
    for detail, unit, n_bases, evidence in found:
        assert f"The population has {N_MODELS} evaluations" in detail
        assert unit
        assert n_bases
        assert evidence
