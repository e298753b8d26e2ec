-- Claims about clusters, judged in the space of the scores and not in a picture of it: "forms a cluster",
-- by one of two readings for every claim of the kind; or only partly one; or factors apart.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'cluster' and basis = 'sound_method'

),

levels as (

    select
        *,
        knn_purity - expected_purity as excess_purity
    from {{ ref('stat_cluster_levels') }}
    where silhouette is not null

),

indices as (

    select
        cohort_id,
        factor,
        max(estimate) filter (where index_name = 'silhouette') as silhouette,
        max(ci_low) filter (where index_name = 'silhouette') as silhouette_low,
        max(ci_high) filter (where index_name = 'silhouette') as silhouette_high,
        max(estimate) filter (where index_name = 'adjusted_rand') as adjusted_rand,
        max(ci_low) filter (where index_name = 'adjusted_rand') as rand_low,
        max(ci_high) filter (where index_name = 'adjusted_rand') as rand_high,
        max(type1_error) as type1_error,
        max(estimate) filter (where index_name = 'permanova_r_squared') as r_squared,
        max(n_obs) as n_obs
    from {{ ref('stat_cluster_validity') }}
    where status = 'ok'
    group by cohort_id, factor

)

select
    cells.cell_id,
    if(cells.measure = 'level_silhouette', levels.silhouette, levels.excess_purity) as estimate,
    if(cells.measure = 'level_silhouette', levels.silhouette_ci_low, levels.excess_purity_ci_low) as ci_low,
    if(cells.measure = 'level_silhouette', levels.silhouette_ci_high, levels.excess_purity_ci_high) as ci_high,
    -- each by the whole interval
    case cells.measure
        -- below where the claim puts a cluster, 0 is where a group lies among the others
        when 'level_silhouette'
            then case
                when {{ meets_number('levels.silhouette_ci_low') }} and {{ meets_number('levels.silhouette_ci_high') }} then true
                when {{ meets_number('levels.silhouette_ci_low') }} or {{ meets_number('levels.silhouette_ci_high') }} then null
                when cells.decision in ('above', 'at_least') then if(levels.silhouette_ci_high <= 0, false, null)
                when levels.silhouette_ci_low is not null then false
            end
        when 'level_neighbours'
            then case when levels.excess_purity_ci_low > cells.cut then true when levels.excess_purity_ci_high <= 0 then false end
        -- "partly, and mixed": little above what shuffled labels give, which one apart is not
        else case
            when levels.excess_purity_ci_high <= cells.threshold_value then true
            when levels.silhouette_ci_low > cells.cut then false
        end
    end as holds,
    levels.n_obs,
    if(
        cells.measure = 'level_silhouette' or (cells.measure = 'level_purity' and not holds),
        levels.silhouette_type1_error, levels.excess_purity_type1_error
    ) as type1_error,
    to_json({
        'purity': levels.knn_purity,
        'purity_pct': 100 * levels.knn_purity,
        'by_chance': levels.expected_purity,
        'by_chance_pct': 100 * levels.expected_purity,
        'n_neighbours': levels.n_neighbours
    }) as facts
from cells
inner join levels
    on cells.cohort_id = levels.cohort_id and cells.factor = levels.factor and cells.level_a = levels.level
where
    cells.measure in ('level_silhouette', 'level_neighbours', 'level_purity')
    -- too few rows to have neighbours
    and (cells.measure = 'level_silhouette' or levels.excess_purity is not null)
union all by name
-- the other ranges: all that lie outside those that the paper sees as clusters
select
    cells.cell_id,
    max(levels.silhouette) as estimate,
    case
        when bool_and(
            coalesce({{ meets_number('levels.silhouette_ci_low') }} and {{ meets_number('levels.silhouette_ci_high') }}, false)
        ) then true
        when bool_or(
            not {{ meets_number('levels.silhouette_ci_low') }} and not {{ meets_number('levels.silhouette_ci_high') }}
        ) then false
    end as holds,
    sum(levels.n_obs)::bigint as n_obs,
    -- one range of several refutes
    if(holds, max(levels.silhouette_type1_error), least(sum(levels.silhouette_type1_error), 1)) as type1_error,
    to_json({
        'silhouettes': string_agg(levels.level || ' B ' || {{ short('levels.silhouette', 2) }}, ', ' order by ranges.range_order)
    }) as facts
from cells
inner join {{ ref('int_claim_cohorts_listed') }} as cohorts on cells.cohort_id = cohorts.cohort_id
inner join levels on cells.cohort_id = levels.cohort_id and levels.factor = 'parameter_range'
inner join {{ ref('dim_parameter_ranges') }} as ranges
    on cohorts.parameter_range_scheme = ranges.scheme and levels.level = ranges.parameter_range
    and cells.size_a_low_b <= ranges.lower_b
where cells.measure = 'level_silhouette' and cells.level_a is null
group by cells.cell_id
union all by name
select
    cells.cell_id,
    indices.silhouette as estimate,
    case
        when indices.silhouette_high < cells.threshold_value and indices.rand_high < cells.threshold_value then true
        when indices.silhouette_low >= cells.threshold_value and indices.rand_low >= cells.threshold_value then false
    end as holds,
    indices.n_obs,
    indices.type1_error,
    to_json({ 'adjusted_rand': indices.adjusted_rand }) as facts
from cells
inner join indices using (cohort_id, factor)
where cells.measure = 'factor_separation'
union all by name
-- the paper states no such order, so only a claim of your own is judged by it
select
    cells.cell_id,
    by_size.r_squared as estimate,
    by_size.r_squared > by_family.r_squared and by_family.r_squared > by_type.r_squared as holds,
    by_size.n_obs,
    to_json({ 'by_family': by_family.r_squared, 'by_type': by_type.r_squared }) as facts
from cells
inner join indices as by_size on cells.cohort_id = by_size.cohort_id and by_size.factor = 'parameter_range'
inner join indices as by_family on cells.cohort_id = by_family.cohort_id and by_family.factor = 'architecture_family'
inner join indices as by_type on cells.cohort_id = by_type.cohort_id and by_type.factor = 'training_type'
where cells.measure = 'permanova_order' and cells.claim_source = 'own'
