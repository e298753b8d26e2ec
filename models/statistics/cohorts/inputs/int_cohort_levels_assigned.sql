-- The level of every factor that every evaluation of every cohort has. No level is ever lost: an
-- unknown training type is a level; an unknown size is one too, though no test can use it.
-- depends_on: {{ ref('quality_gate') }}
with members as (

    select
        cohorts.cohort_id,
        cohorts.parameter_range_scheme,
        chosen.parameters_b as size_b,
        chosen.evaluation_id,
        chosen.training_type,
        chosen.architecture_family,
        chosen.architecture_family_5
    from {{ ref('int_cohort_sizes_chosen') }} as chosen
    inner join {{ ref('dim_cohorts') }} as cohorts on chosen.cohort_id = cohorts.cohort_id

),

by_range as (

    select
        members.cohort_id,
        members.evaluation_id,
        'parameter_range' as factor,
        coalesce(ranges.parameter_range, 'unknown') as level,
        coalesce(ranges.range_order, 99) as level_order,
        ranges.parameter_range is not null as is_tested
    from members
    left join {{ ref('dim_parameter_ranges') }} as ranges
        on members.parameter_range_scheme = ranges.scheme
        and {{ in_range('members.size_b', 'ranges') }}

),

by_label as (

    unpivot (
        select
            cohort_id,
            evaluation_id,
            training_type,
            architecture_family,
            architecture_family_5
        from members
    )
    on training_type, architecture_family, architecture_family_5
    into name factor value level

)

select * from by_range
union all by name
select
    *,
    0 as level_order,
    true as is_tested
from by_label
