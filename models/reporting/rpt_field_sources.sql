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
            count(*) filter (where model = '{{ model }}' and is_significant and estimate > 0) as n_{{ name }}_rising,
            count(*) filter (where model = '{{ model }}' and is_significant and estimate < 0) as n_{{ name }}_falling,
            median(estimate) filter (where model = '{{ model }}' and is_significant is not null) as {{ name }}_slope,
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

)

select
    cohort_id,
    cohorts.cohort_name,
    cohorts.cohort_role,
    cohorts.n_evaluations,
    year(cohorts.taken_on::date) as year,
    cohorts.is_widest,
    coverage.* exclude (cohort_id),
    slopes.* exclude (cohort_id, n_date_falling, n_open_rising) rename (n_open_falling as n_open_behind, open_slope as open_difference),
    modes.* exclude (cohort_id)
from {{ ref('rpt_cohorts') }} as cohorts
inner join coverage using (cohort_id)
left join slopes using (cohort_id)
left join modes using (cohort_id)
