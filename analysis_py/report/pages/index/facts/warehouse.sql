-- How much there is.
select
    (select count(*) from marts.fct_evaluations) as n_evaluations,
    (select count(*) from marts.fct_scores) as n_scores,
    (select count(distinct model_id) from marts.fct_evaluations) as n_models,
    (
        select count(*) from marts.dim_cohorts
        where status = 'ok'
    ) as n_cohorts,
    (
        select count(*) from claims.dim_claims
        where claim_source = 'paper'
    ) as n_claims,
    (select count(*) from quality.quarantined_rows) as n_quarantined;
