-- Claims that the groups of a factor do not lie apart: neither by their silhouette nor by how far clusters of
-- k-means agree with them, or by both.
with indices as (

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

),

factor_separation as (

    select
        cells.cell_id,
        indices.estimate,
        case
            when
                indices.silhouette_high < cells.threshold_value and indices.rand_high < cells.threshold_value
                then true
            when
                indices.silhouette_low >= cells.threshold_value and indices.rand_low >= cells.threshold_value
                then false
        end as holds,
        indices.n_obs,
        indices.type1_error,
        to_json({
            'silhouette_low': indices.silhouette_low,
            'silhouette_high': indices.silhouette_high,
            'adjusted_rand': indices.adjusted_rand,
            'rand_low': indices.rand_low,
            'rand_high': indices.rand_high
        }) as facts
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join indices using (cohort_id, factor)
    where cells.measure = 'factor_separation' and cells.basis = 'sound_method'

)

{{ observations('factor_separation') }}
