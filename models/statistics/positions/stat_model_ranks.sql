select
    * exclude (std_error_bound_pct),
    rank_high - rank_low as n_tied,
    rank_low_simultaneous = 1 as is_among_best,
    count(*) over (partition by cohort_id, benchmark_id) as n_models,
    {{ var('confidence_level') }}::double as confidence_level,
    case when rank_low is null then 'standard error not known' else 'ok' end as status
from {{ ref('fit_rank_sets') }}
