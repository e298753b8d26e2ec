-- What each population of configurations holds, and what could be found out on it.
with benchmarks as (

    select
        cohort_id,
        count(*) as n_scores,
        count(distinct weights) >= {{ var('field_minimum') }} as is_computed,
        count(log2_total) as n_sized,
        count(*) filter (where reported_by = 'third_party') as n_third_party,
        count(*) filter (where reported_by = 'developer') as n_developer_reported
    from {{ ref('int_field_scores') }}
    group by cohort_id, benchmark_id

),

coverage as (

    select
        cohort_id,
        count(*) as n_benchmarks,
        count(*) filter (where is_computed) as n_computed,
        sum(n_scores)::integer as n_scores,
        sum(n_sized)::integer as n_sized,
        sum(n_third_party)::integer as n_third_party,
        sum(n_developer_reported)::integer as n_developer_reported
    from benchmarks
    group by cohort_id

),

{%- set models = {'size': 'total', 'date': 'date', 'open': 'open at equal date'} %}

slopes as (

    select
        {% for name, model in models.items() -%}
            count(is_significant) filter (where model = '{{ model }}') as n_{{ name }},
            {% set is_significant = "model = '" ~ model ~ "' and is_significant" -%}
            count(*) filter (where {{ is_significant }} and estimate > 0) as n_{{ name }}_rising,
            count(*) filter (where {{ is_significant }} and estimate < 0) as n_{{ name }}_falling,
            median(estimate) filter (where {{ is_significant }} is not null) as {{ name }}_slope,
        {% endfor -%}
        cohort_id
    from {{ ref('stat_field_slopes') }}
    where status = 'ok'
    group by cohort_id

),

modes as (

    select
        cohort_id,
        count(*) as n_modes,
        min(estimate) as reasoning_min,
        max(estimate) as reasoning_max,
        min(share_positive) as reasoning_share_min,
        min(n_developers) as n_makers_min,
        max(n_developers) as n_makers_max
    from {{ ref('stat_field_modes') }}
    where status = 'ok' and comparison = 'reasoning - not reasoning'
    group by cohort_id

),

-- the first on the scale of ability
leaders as (

    select
        abilities.cohort_id,
        abilities.weights as leader,
        abilities.points as leader_points,
        abilities.points_low as leader_points_low,
        abilities.points_high as leader_points_high,
        scales.points_name,
        scales.procedure_coverage,
        scales.procedure_coverage_top,
        scales.n_procedure_samples
    from {{ ref('stat_abilities') }} as abilities
    inner join {{ ref('stat_ability_scales') }} as scales on abilities.cohort_id = scales.cohort_id
    where abilities.ability_rank = 1

),

dated as (

    select
        cohort_id,
        count(*) as n_dated
    from {{ ref('stat_abilities') }}
    where status = 'ok' and released_on is not null
    group by cohort_id

),

compared as (

    select
        pairs.cohort_id,
        count(*) as n_compared,
        count(*) filter (where not pairs.is_distinguished) as n_not_distinguished
    from {{ ref('stat_ability_pairs') }} as pairs
    inner join leaders on pairs.cohort_id = leaders.cohort_id and pairs.weights_a = leaders.leader
    group by pairs.cohort_id

),

saturation as (

    select
        cohort_id,
        count(*) as n_scale_benchmarks,
        count(*) filter (where is_saturated) as n_saturated
    from {{ ref('stat_ability_benchmarks') }}
    group by cohort_id

)

select
    cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    cohorts.n_evaluations,
    year(cohorts.taken_on::date) as year,
    cohorts.is_widest,
    coverage.* exclude (cohort_id),
    slopes.* exclude (cohort_id, n_date_falling, n_open_rising)
    rename (n_open_falling as n_open_behind, open_slope as open_difference),
    -- a slope is told where most benchmarks have a significant one
    2 * slopes.n_size_rising > slopes.n_size as is_size_rising,
    2 * slopes.n_date_rising > slopes.n_date as is_date_rising,
    modes.* exclude (cohort_id),
    leaders.* exclude (cohort_id),
    dated.n_dated,
    compared.* exclude (cohort_id),
    saturation.* exclude (cohort_id)
from {{ ref('dim_cohorts') }} as cohorts
inner join coverage using (cohort_id)
left join slopes using (cohort_id)
left join modes using (cohort_id)
left join leaders using (cohort_id)
left join dated using (cohort_id)
left join compared using (cohort_id)
left join saturation using (cohort_id)
