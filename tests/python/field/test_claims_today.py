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


def test_a_verdict_is_what_its_interval_and_p_value_say(verdicts):
    seen = set()
    for row in rows(verdicts, *DECIDED):
        if row["estimate"] is None or row["df_den"] is None or row["df_den"] < 4:
            continue
        if row["type1_error"] > 0.08:
            continue
        is_significant = row["p_value"] < row["significance_level"]
        if row["decision"] == "significant" and is_significant:
            expected = "supported"
        elif row["decision"] == "not_significant" and row["rule_family"] != "gamm_contrast":
            expected = "contradicted" if is_significant else row["verdict"]
            assert not (row["verdict"] == "contradicted" and not is_significant)
        elif row["measure"] in ("difference", "slope") and row["decision"] == "positive":
            expected = (
                "supported"
                if row["ci_low"] > 0
                else "contradicted"
                if row["ci_high"] < 0
                else "inconclusive"
            )
        elif row["measure"] == "mean_difference" and is_significant:
            expected = "supported" if row["estimate"] > 0 else "contradicted"
        else:
            continue
        assert row["verdict"] == expected, row["claim_id"]
        seen.add((row["rule_family"], row["measure"]))
    assert {
        ("gamm_term", "p_value"),
        ("gamm_contrast", "difference"),
        ("gamm_slope", "slope"),
    } <= seen
