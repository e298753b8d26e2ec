-- How much there is.
select
    count(*) as n_evaluations,
    (select count(*) from {{ ref('fct_scores') }}) as n_scores,
    count(distinct model_id) as n_models,
    (select count(*) from {{ ref('dim_cohorts') }} where status = 'ok') as n_cohorts,
    (select count(*) from {{ ref('dim_claims') }} where claim_source = 'paper') as n_claims,
    (select count(*) from {{ ref('quarantined_rows') }}) as n_quarantined
from {{ ref('fct_evaluations') }}
