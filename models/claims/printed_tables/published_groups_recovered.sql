-- Every group of the printed tables with its recovered size, and every level that the rebuilt
-- population has and the table lacks.
with recovered as (

    select
        factor,
        benchmark_id,
        unnest(levels) as level,
        unnest(n) as n_obs,
        unnest(n_low) as n_low,
        unnest(n_high) as n_high,
        unnest(mean_centred) as mean_centred
    from {{ ref('fit_recovered_tables') }}

),

rebuilt as (

    select summaries.*
    from {{ ref('stat_group_summaries') }} as summaries
    inner join {{ ref('int_claim_printed_population') }} as printed
        on summaries.cohort_id = printed.rerun_cohort_id
    where summaries.is_tested and summaries.n_obs > 0

)

select
    factor,
    benchmark_id,
    level,
    recovered.level is not null as is_printed,
    recovered.n_obs,
    recovered.n_low,
    recovered.n_high,
    recovered.mean_centred,
    rebuilt.n_obs as n_obs_rebuilt,
    case
        when recovered.level is null then 'not in the printed table'
        when recovered.n_obs is null then 'size not identified'
        else 'ok'
    end as status
from recovered
full outer join rebuilt using (factor, benchmark_id, level)
