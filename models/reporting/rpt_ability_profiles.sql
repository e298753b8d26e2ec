-- What the models of a developer score beyond their abilities, benchmark by benchmark.
with profiles as (

    select
        scores.cohort_id,
        abilities.developer,
        scores.benchmark_id,
        count(*) as n_models,
        avg(scores.fitted_pct - scores.expected_pct) as profile_pct,
        avg(scores.score_pct - scores.expected_pct) as residual_pct
    from {{ ref('stat_ability_residuals') }} as scores
    inner join {{ ref('stat_abilities') }} as abilities
        on scores.cohort_id = abilities.cohort_id and scores.weights = abilities.weights
    where not scores.is_failed_run and abilities.developer is not null
    group by scores.cohort_id, abilities.developer, scores.benchmark_id

)

{{ name_rows('profiles') }}
