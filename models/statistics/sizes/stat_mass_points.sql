-- depends_on: {{ ref('quality_gate') }}
with members as (

    select
        cohorts.cohort_id,
        cohorts.parameter_range_scheme,
        evaluations.parameters_b,
        evaluations.architecture_family
    from {{ ref('bridge_cohort_evaluations') }}
    inner join {{ ref('dim_cohorts') }} as cohorts using (cohort_id)
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    where evaluations.parameters_b is not null and cohorts.statistics != 'paper'

),

edges as (

    select
        scheme,
        lower_b as edge_b
    from {{ ref('dim_parameter_ranges') }}
    where lower_b > 0 and not starts_with(parameter_range, '(')

),

totals as (

    select
        cohort_id,
        count(*) as n_cohort
    from members
    group by cohort_id

),

families as (

    select
        cohort_id,
        parameter_range_scheme,
        parameters_b,
        architecture_family,
        count(*) as n_family
    from members
    group by cohort_id, parameter_range_scheme, parameters_b, architecture_family

),

sizes as (

    select
        cohort_id,
        parameter_range_scheme,
        parameters_b,
        sum(n_family)::bigint as n_obs,
        count(*) as n_families,
        max(n_family) as n_largest_family,
        -- of two equally large families the first by name
        min_by(architecture_family, (-n_family, architecture_family)) as largest_family
    from families
    group by cohort_id, parameter_range_scheme, parameters_b

),

nearest as (

    select
        sizes.cohort_id,
        sizes.parameters_b,
        min_by(edges.edge_b, (abs(ln(sizes.parameters_b / edges.edge_b)), edges.edge_b)) as edge_b
    from sizes
    inner join edges on sizes.parameter_range_scheme = edges.scheme
    group by sizes.cohort_id, sizes.parameters_b

),

shares as (

    select
        sizes.*,
        totals.n_cohort,
        sizes.n_obs / totals.n_cohort as share,
        nearest.edge_b
    from sizes
    inner join totals using (cohort_id)
    inner join nearest using (cohort_id, parameters_b)

)

select
    * exclude (parameter_range_scheme, n_largest_family, n_cohort) rename (edge_b as nearest_edge_b),
    rank() over (partition by cohort_id order by n_obs desc) as mass_rank,
    n_largest_family / n_obs as largest_family_share,
    parameters_b / edge_b - 1 as distance_to_edge,
    abs(parameters_b / edge_b - 1) <= {{ var('bin_edge_window', 0.15) }} as is_in_window,
    {{ var('mass_point_share', 0.02) }}::double as minimum_share
from shares
where share >= {{ var('mass_point_share', 0.02) }}
