-- The fit of every GAMM by the basis that reads it; the printed one is of the paper's interplay models.
select
    unnest(['same_method', 'sound_method']) as basis,
    cohort_id,
    gamm,
    benchmark_id,
    100 * deviance_explained as deviance_explained_pct,
    r_squared_adjusted,
    n_obs
from {{ ref('stat_gamm_fits') }}
where status = 'ok'
union all
select distinct
    basis,
    cohort_id,
    gamm,
    benchmark_id,
    deviance_explained_pct,
    r_squared_adjusted,
    n_obs
from {{ ref('int_claim_printed_terms') }}
