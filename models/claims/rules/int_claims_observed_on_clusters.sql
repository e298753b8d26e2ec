-- Claims about clusters, judged in the space of the scores and not in a picture of it: "forms a cluster",
-- by one of two readings for every claim of the kind; or only partly one; or factors apart.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'cluster' and basis = 'sound_method'

),

-- the level that a claim names, or all ranges of size
levels as (

    select
        cells.*,
        found.* exclude (cohort_id, factor),
        found.knn_purity - found.expected_purity as excess_purity,
        {{ meets_number('silhouette_ci_low') }} as is_met_low,
        {{ meets_number('silhouette_ci_high') }} as is_met_high
    from cells
    inner join {{ ref('stat_cluster_levels') }} as found
        on cells.cohort_id = found.cohort_id
        and found.factor = if(cells.level_a is null, 'parameter_range', cells.factor)
        and found.level = coalesce(cells.level_a, found.level)
    where found.silhouette is not null

),

indices as (

    select
        cohort_id,
        factor,
        max(estimate) filter (where index_name = 'silhouette') as estimate,
        max(ci_low) filter (where index_name = 'silhouette') as silhouette_low,
        max(ci_high) filter (where index_name = 'silhouette') as silhouette_high,
        max(estimate) filter (where index_name = 'adjusted_rand') as adjusted_rand,
        max(ci_low) filter (where index_name = 'adjusted_rand') as rand_low,
        max(ci_high) filter (where index_name = 'adjusted_rand') as rand_high,
        max(type1_error) as type1_error,
        max(n_obs) as n_obs
    from {{ ref('stat_cluster_validity') }}
    where status = 'ok'
    group by all

)

select
    cell_id,
    if(measure = 'level_silhouette', silhouette, excess_purity) as estimate,
    if(measure = 'level_silhouette', silhouette_ci_low, excess_purity_ci_low) as ci_low,
    if(measure = 'level_silhouette', silhouette_ci_high, excess_purity_ci_high) as ci_high,
    -- each by the whole interval
    case measure
        -- below where the claim puts a cluster, 0 is where a group lies among the others
        when 'level_silhouette'
            then case
                when is_met_low and is_met_high then true
                when is_met_low or is_met_high then null
                when decision in ('above', 'at_least') then if(silhouette_ci_high <= 0, false, null)
                when silhouette_ci_low is not null then false
            end
        when 'level_neighbours'
            then case when excess_purity_ci_low > cut then true when excess_purity_ci_high <= 0 then false end
        -- "partly, and mixed": little above what shuffled labels give, which one apart is not
        else case when excess_purity_ci_high <= threshold_value then true when silhouette_ci_low > cut then false end
    end as holds,
    n_obs,
    if(
        measure = 'level_silhouette' or (measure = 'level_purity' and not holds), silhouette_type1_error, excess_purity_type1_error
    ) as type1_error,
    knn_purity,
    expected_purity,
    n_neighbours
from levels
where
    level_a is not null
    -- too few rows to have neighbours
    and (measure = 'level_silhouette' or (measure in ('level_neighbours', 'level_purity') and excess_purity is not null))
union all by name
-- the other ranges: all that lie outside those that the paper sees as clusters
select
    levels.cell_id,
    max(levels.silhouette) as estimate,
    case
        when bool_and(coalesce(is_met_low and is_met_high, false)) then true
        when bool_or(not is_met_low and not is_met_high) then false
    end as holds,
    sum(levels.n_obs)::bigint as n_obs,
    -- one range of several refutes
    if(holds, max(levels.silhouette_type1_error), least(sum(levels.silhouette_type1_error order by ranges.range_order), 1))
        as type1_error,
    string_agg(levels.level || ' B ' || {{ format_number('levels.silhouette', 2) }}, ', ' order by ranges.range_order) as silhouettes
from levels
inner join {{ ref('int_claim_cohorts_listed') }} as cohorts on levels.cohort_id = cohorts.cohort_id
inner join {{ ref('dim_parameter_ranges') }} as ranges
    on cohorts.parameter_range_scheme = ranges.scheme and levels.level = ranges.parameter_range
    and levels.size_a_low_b <= ranges.lower_b
where levels.measure = 'level_silhouette' and levels.level_a is null
group by levels.cell_id
union all by name
select
    cells.cell_id,
    indices.estimate,
    case
        when indices.silhouette_high < cells.threshold_value and indices.rand_high < cells.threshold_value then true
        when indices.silhouette_low >= cells.threshold_value and indices.rand_low >= cells.threshold_value then false
    end as holds,
    indices.n_obs,
    indices.type1_error,
    indices.adjusted_rand
from cells
inner join indices using (cohort_id, factor)
where cells.measure = 'factor_separation'
