"""What the papers' claims come to on populations of today: asked where they can be, or a reason."""

import pytest

DECIDED = ("supported", "contradicted", "inconclusive")


@pytest.fixture(scope="module")
def verdicts(warehouse):
    return warehouse.sql(
        "select * from claims.claim_verdicts_today join claims.dim_claims using (claim_id)"
    ).pl()


def rows(verdicts, *wanted):
    return [row for row in verdicts.to_dicts() if row["verdict"] in wanted]


@pytest.mark.committed
def test_every_claim_is_asked_of_every_population_or_has_a_reason(warehouse, verdicts):
    ((missing,),) = warehouse.sql(
        "select count(*) from claims.dim_claims "
        "cross join (from marts.dim_cohorts where statistics = 'field') as cohorts "
        "anti join claims.claim_verdicts_today as asked "
        "on dim_claims.claim_id = asked.claim_id and cohorts.cohort_id = asked.cohort_id"
    ).fetchall()
    assert missing == 0
    assert set(verdicts["verdict"]) == {*DECIDED, "not_testable", "not_applicable"}
    assert verdicts["detail"].str.len_chars().min() > 20


def test_a_claim_about_the_papers_sample_is_not_asked(verdicts):
    assert {row["describes_sample"] for row in rows(verdicts, "not_applicable")} == {True}
    assert {row["describes_sample"] for row in rows(verdicts, *DECIDED)} <= {False}
