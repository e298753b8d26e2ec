-- Scores of large cohorts on every scale, summed over evaluations of one size and architecture. Values
-- are whole millionths of their unit, so that sums are exact. Scores of unknown size are a cell too:
-- they are counted as lost.
with scores as (

    select * from {{ ref('int_scale_scores_selected') }}
    where is_in_budget and is_large

),

units as (

    select
        cohort_id,
        benchmark_id,
        n_items,
        chance_pct,
        log_parameters_b,
        architecture,
        round(score_pct * 1000000)::bigint as raw,
        case when score_pct > 0 then round(score_pct * 1000000)::bigint end as raw_nonzero,
        round({{ log_of_score('score_pct') }} * 1000000)::bigint as log,
        round({{ logit_of_score('score_pct', 'n_items') }} * 1000000)::bigint as logit
    from scores

),

summed as (

    select
        cohort_id,
        benchmark_id,
        n_items,
        chance_pct,
        log_parameters_b,
        architecture,
        count(*) as n_rows,
        {{ exact_sums('raw') }} as raw,
        {{ exact_sums('raw_nonzero') }} as raw_nonzero,
        {{ exact_sums('log') }} as log,
        {{ exact_sums('logit') }} as logit
    from units
    group by cohort_id, benchmark_id, n_items, chance_pct, log_parameters_b, architecture

),

by_scale as (

    unpivot summed
    on raw, raw_nonzero, log, logit
    into name score_scale value sums

)

select
    * exclude (sums),
    sums.n_obs,
    -- null where the scale has no score of the cell
    sums.total / nullif(sums.n_obs, 0) / 1000000.0 as score,
    cast(sums.n_obs * sums.total_squares - sums.total * sums.total as double)
    / nullif(sums.n_obs, 0)
    / 1000000000000.0 as squares_within
from by_scale
