-- The terms of GAMMs that the first paper printed, named as ours are.
select
    'published' as basis,
    population.cohort_id,
    'interplay' as gamm,
    lower(replace(terms.response, 'log_', '')) as benchmark_id,
    if(terms.term like 's(log_Param%', 's(log_parameters_b)', lower(terms.term)) as term,
    terms.edf,
    terms.statistic,
    -- "<2e-16" is a bound, and as one it decides as the value would
    try_cast(replace(terms.p_value_printed, '<', '') as double) as p_value,
    terms.n_obs
from {{ ref('int_published_gamm_terms_checked') }} as terms
cross join {{ ref('int_claim_printed_population') }} as population
where terms.reject_reason is null
