-- How the scores on each benchmark are spread.
with bins as (

    select
        snapshot_id,
        benchmark_id,
        least(2 * floor(score_pct / 2), 98) as from_pct,
        count(*) as n_scores
    from {{ ref('fct_scores') }}
    group by all

)

{{ name_rows('bins', cohorts=false) }}
