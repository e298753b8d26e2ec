-- Claims about clusters, judged in the space of the scores and not in a picture of it: "forms a cluster",
-- by one of two readings for every claim of the kind; or only partly one.
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

-- by the whole interval; below where the claim puts a cluster, 0 is where a group lies among the others
level_silhouette as (

    select
        cell_id,
        silhouette as estimate,
        silhouette_ci_low as ci_low,
        silhouette_ci_high as ci_high,
        case
            when is_met_low and is_met_high then true
            when is_met_low or is_met_high then null
            when decision in ('above', 'at_least') then if(silhouette_ci_high <= 0, false, null)
            when silhouette_ci_low is not null then false
        end as holds,
        n_obs,
        silhouette_type1_error as type1_error
    from levels
    where measure = 'level_silhouette' and level_a is not null

),

-- all ranges that lie outside those that the paper sees as clusters
silhouettes_of_others as (

    select
        levels.cell_id,
        max(levels.silhouette) as estimate,
        case
            when bool_and(coalesce(is_met_low and is_met_high, false)) then true
            when bool_or(not is_met_low and not is_met_high) then false
        end as holds,
        sum(levels.n_obs) as n_obs,
        -- one range of several refutes
        if(
            holds,
            max(levels.silhouette_type1_error),
            least(sum(levels.silhouette_type1_error order by ranges.range_order), 1)
        ) as type1_error,
        to_json({ 'silhouettes': string_agg(
            {{ level_name('levels.level', "'parameter_range'") }} || ' have a silhouette of '
            || replace(concat(
                {{ format_number('levels.silhouette', 2) }},
                ', ' || {{ format_number('levels.silhouette_ci_low', 2) }}
                || ' to ' || {{ format_number('levels.silhouette_ci_high', 2) }}
            ), '-', '−'), ', '
            order by ranges.range_order
        ) }) as facts
    from levels
    inner join {{ ref('int_claim_cohorts_listed') }} as cohorts on levels.cohort_id = cohorts.cohort_id
    inner join {{ ref('dim_parameter_ranges') }} as ranges
        on cohorts.parameter_range_scheme = ranges.scheme and levels.level = ranges.parameter_range
        and levels.size_a_low_b <= ranges.lower_b
    where levels.measure = 'level_silhouette' and levels.level_a is null
    group by levels.cell_id

),

-- too few rows have no neighbours
neighbours as (

    select
        *,
        to_json({
            'knn_purity': knn_purity,
            'expected_purity': expected_purity,
            'n_neighbours': n_neighbours
        }) as facts
    from levels
    where level_a is not null and excess_purity is not null

),

level_neighbours as (

    select
        cell_id,
        excess_purity as estimate,
        excess_purity_ci_low as ci_low,
        excess_purity_ci_high as ci_high,
        case
            when excess_purity_ci_low > cut then true
            when excess_purity_ci_high <= 0 then false
        end as holds,
        n_obs,
        excess_purity_type1_error as type1_error,
        facts
    from neighbours
    where measure = 'level_neighbours'

),

-- "partly, and mixed": little above what shuffled labels give, which one apart is not
level_purity as (

    select
        cell_id,
        excess_purity as estimate,
        excess_purity_ci_low as ci_low,
        excess_purity_ci_high as ci_high,
        case
            when excess_purity_ci_high <= threshold_value then true
            when silhouette_ci_low > cut then false
        end as holds,
        n_obs,
        if(not holds, silhouette_type1_error, excess_purity_type1_error) as type1_error,
        facts
    from neighbours
    where measure = 'level_purity'

)

{{ observations('level_silhouette', 'silhouettes_of_others', 'level_neighbours', 'level_purity') }}
