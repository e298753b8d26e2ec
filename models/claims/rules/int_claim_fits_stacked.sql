-- The fit of every GAMM by the basis that reads it; the printed one is of the paper's interplay models.
select
    unnest(['same_method', 'sound_method']) as basis,
    cohort_id,
    gamm,
    benchmark_id,
    n_obs
from {{ ref('stat_gamm_fits') }}
where status = 'ok'
union all
select distinct
    basis,
    cohort_id,
    gamm,
    benchmark_id,
    n_obs
from {{ ref('int_claim_printed_terms') }}
