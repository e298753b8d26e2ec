-- What each population of configurations holds, and what could be found out on it.
with coverage as (

    select
        cohort_id,
        count(*) as n_benchmarks,
        count(*) filter (where is_computed) as n_computed,
        sum(n_obs)::integer as n_scores,
        sum(n_sized)::integer as n_sized,
        sum(n_third_party)::integer as n_third_party,
        sum(n_developer_reported)::integer as n_developer_reported
    from {{ ref('stat_field_coverage') }}
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

measures as (

    select
        cohort_id,
        count(*) as n_rivals,
        count(*) filter (where verdict = 'total') as n_total,
        count(*) filter (where verdict = 'active') as n_active
    from {{ ref('stat_field_size_measures') }}
    where status = 'ok'
    group by cohort_id

),

progress as (

    select
        cohort_id,
        count(*) as n_split,
        median(size_only) as size_only,
        median(date_only) as date_only,
        median(shared) as shared
    from {{ ref('stat_field_progress') }}
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
    where status = 'ok' and comparison = 'reasoning − not reasoning'
    group by cohort_id

),

ends as (

    select
        cohort_id,
        arg_min(estimate, abs(x - log2(7))) as at_7b,
        arg_min(estimate, abs(x - log2(70))) as at_70b
    from {{ ref('stat_field_curves') }}
    where predictor = 'log2_total'
    group by cohort_id, benchmark_id
    having min(x) < log2(8) and max(x) > log2(60)

),

growth as (

    select
        cohort_id,
        count(*) as n_grown,
        count(*) filter (where at_70b > at_7b) as n_higher
    from ends
    group by cohort_id

),

latest as (

    select
        cohort_id,
        arg_max(gap_to_ceiling_pct, half_year) as gap_pct
    from {{ ref('stat_field_frontier') }}
    group by cohort_id, benchmark_id

),

saturation as (

    select
        cohort_id,
        count(*) as n_latest,
        count(*) filter (where gap_pct < 5) as n_within_5,
        count(*) filter (where gap_pct > 50) as n_beyond_50
    from latest
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
    measures.* exclude (cohort_id),
    progress.* exclude (cohort_id),
    modes.* exclude (cohort_id),
    growth.* exclude (cohort_id),
    saturation.* exclude (cohort_id)
from {{ ref('rpt_cohorts') }} as cohorts
inner join coverage using (cohort_id)
left join slopes using (cohort_id)
left join measures using (cohort_id)
left join progress using (cohort_id)
left join modes using (cohort_id)
left join growth using (cohort_id)
left join saturation using (cohort_id)
