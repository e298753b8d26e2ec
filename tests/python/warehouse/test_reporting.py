"""The flat tables hold every row of the tables they are made of, once, with the same numbers."""

import pytest


@pytest.mark.parametrize(
    ("flat", "parts", "key"),
    [
        (
            "reporting.rpt_scores",
            "marts.bridge_cohort_evaluations join marts.fct_scores using (evaluation_id)",
            "cohort_id, evaluation_id, benchmark_id, score_pct, std_error_pct",
        ),
        (
            "(unpivot reporting.rpt_claims on published, recovered, same_method, sound_method "
            "into name basis value verdict)",
            "claims.claim_verdicts",
            "claim_id, basis, cohort_id, verdict",
        ),
    ],
)
def test_no_row_is_lost_or_repeated(warehouse, flat, parts, key):
    for one, other in ((flat, parts), (parts, flat)):
        difference = f"(select {key} from {one}) except all (select {key} from {other})"
        assert warehouse.sql(difference).fetchall() == []


@pytest.mark.parametrize(
    "factor", ["parameter_range", "training_type", "architecture_family", "architecture_family_5"]
)
def test_groups_are_those_of_the_statistics(warehouse, factor):
    """Grouping the flat table gives the group sizes and means that every test compares.

    For the supplementary cohort this holds only because its sizes are cut by its own scheme.
    """
    different = f"""
        from (
            select cohort_id, benchmark_id, {factor} as level, count(*) as n_obs,
                   avg(score_pct) as mean
            from reporting.rpt_scores
            semi join (from marts.dim_cohorts where statistics not in ('field', 'structure'))
                using (cohort_id)
            anti join 'seeds/boards/narrow_benchmarks.csv' using (benchmark_id)
            group by all
        ) as flat
        full join (
            from statistics.stat_group_summaries where factor = '{factor}' and n_obs > 0
        ) as summaries using (cohort_id, benchmark_id, level)
        where flat.n_obs is distinct from summaries.n_obs or abs(flat.mean - summaries.mean) > 1e-6
    """
    assert warehouse.sql(different).fetchall() == []
