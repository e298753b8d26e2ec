-- Whether conclusions from curves of size depend on the scale of the score.
with sizes as (

    select
        cohort_id,
        benchmark_id,
        min(n_obs) as n_least,
        max(n_obs) as n_most
    from {{ ref('stat_score_scales') }}
    where status = 'ok' and score_scale in ('log', 'logit', 'raw', 'raw_nonzero')
    group by cohort_id, benchmark_id

),

dependence as (

    select *
    from {{ ref('stat_scale_dependence') }}
    left join sizes using (cohort_id, benchmark_id)

)

{{ name_rows('dependence') }}
