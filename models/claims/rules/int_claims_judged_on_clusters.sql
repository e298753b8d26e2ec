-- Claims about clusters, judged in the space of the scores and not in a picture of it.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'cluster' and basis = 'sound_method'

),

levels as (

    select
        *,
        knn_purity - expected_purity as excess_purity,
        concat(
            'In the space of the scores the mean silhouette of ', {{ level_name('level', 'factor') }}, ' is ', {{ short('silhouette', 2) }},
            ' (1 is a cluster apart, 0 none; n ', {{ counted('n_obs') }}, ').'
        ) as silhouette_detail,
        concat('mean silhouette of ', level, ' ', {{ short('silhouette', 3) }}, ', n ', n_obs) as silhouette_evidence,
        concat(
            {{ short('100 * knn_purity', 2) }}, ' % of the ', n_neighbours, ' nearest neighbours of ', {{ level_name('level', 'factor') }},
            ' in the space of the scores share its label, ', {{ short('100 * expected_purity', 2) }},
            ' % would by chance (n ', {{ counted('n_obs') }}, ').'
        ) as neighbours_detail,
        concat('purity ', {{ short('knn_purity', 3) }}, ', by chance ', {{ short('expected_purity', 3) }}) as neighbours_evidence
    from {{ ref('stat_cluster_levels') }}
    where silhouette is not null

),

indices as (

    select
        cohort_id,
        factor,
        max(estimate) filter (where index_name = 'silhouette') as silhouette,
        max(estimate) filter (where index_name = 'adjusted_rand') as adjusted_rand,
        max(estimate) filter (where index_name = 'permanova_r_squared') as r_squared,
        max(n_obs) as n_obs
    from {{ ref('stat_cluster_validity') }}
    where status = 'ok'
    group by cohort_id, factor

)

-- "forms a cluster", by one of two readings for every claim of the kind; or only partly one
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    case cells.measure when 'level_silhouette' then levels.silhouette else levels.excess_purity end as observed,
    case cells.measure
        -- 0.25 is where the claim puts a cluster, 0 is where a group lies among the others
        when 'level_silhouette'
            then case
                when {{ meets_number('levels.silhouette') }} then 'supported'
                when cells.decision in ('above', 'at_least') and levels.silhouette > 0 then 'inconclusive'
                else 'contradicted'
            end
        when 'level_neighbours'
            then case
                when levels.excess_purity > 0.1 then 'supported'
                when levels.excess_purity <= 0 then 'contradicted'
                else 'inconclusive'
            end
        -- "partly, and mixed": little above what shuffled labels give; apart would be a silhouette of 0.25
        else case
            when levels.excess_purity <= 0.1 then 'supported'
            when levels.silhouette > 0.25 then 'contradicted'
            else 'inconclusive'
        end
    end as verdict,
    case cells.measure when 'level_silhouette' then levels.silhouette_detail else levels.neighbours_detail end as detail,
    case cells.measure when 'level_silhouette' then levels.silhouette_evidence else levels.neighbours_evidence end as evidence,
    levels.n_obs
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
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    max(levels.silhouette) as observed,
    {{ verdict_when('bool_and(' ~ meets_number('levels.silhouette') ~ ')') }} as verdict,
    concat(
        'Mean silhouettes of the other ranges in the space of the scores: ',
        string_agg(levels.level || ' B ' || {{ short('levels.silhouette', 2) }}, ', ' order by ranges.range_order), '.'
    ) as detail,
    string_agg(levels.level || ' ' || {{ short('levels.silhouette', 3) }}, ', ' order by levels.level) as evidence,
    sum(levels.n_obs)::bigint as n_obs
from cells
inner join levels on cells.cohort_id = levels.cohort_id
inner join {{ ref('dim_parameter_ranges') }} as ranges
    on levels.level = ranges.parameter_range and ranges.scheme = 'paper'
where
    cells.measure = 'level_silhouette' and cells.group_a = 'other bins' and levels.factor = 'parameter_range'
    and ranges.lower_b >= 7
group by cells.claim_id, cells.basis, cells.cohort_id
union all by name
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    indices.silhouette as observed,
    -- 0.25 is where the claim puts "distinctly"
    case
        when indices.silhouette < 0.25 and indices.adjusted_rand < 0.25 then 'supported'
        when indices.silhouette >= 0.25 and indices.adjusted_rand >= 0.25 then 'contradicted'
        else 'inconclusive'
    end as verdict,
    concat(
        'In the space of the scores the ', {{ factor_name('cells.factor') }}, ' have a silhouette of ', {{ short('indices.silhouette', 2) }},
        ' and agree with the clusters of k-means by an adjusted Rand index of ', {{ short('indices.adjusted_rand', 2) }},
        ' (both 1 where groups lie apart; n ', {{ counted('indices.n_obs') }}, ').'
    ) as detail,
    concat(
        'silhouette ', {{ short('indices.silhouette', 3) }}, ', adjusted Rand against k-means ',
        {{ short('indices.adjusted_rand', 3) }}, ', n ', indices.n_obs
    ) as evidence,
    indices.n_obs
from cells
inner join indices using (cohort_id, factor)
where cells.measure = 'factor_separation'
union all by name
-- the paper states no such order, so only a claim of your own is judged by it
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    by_size.r_squared as observed,
    {{ verdict_when('by_size.r_squared > by_family.r_squared and by_family.r_squared > by_type.r_squared') }} as verdict,
    concat(
        'PERMANOVA R2: size ', {{ short('by_size.r_squared', 3) }}, ', architecture ', {{ short('by_family.r_squared', 3) }},
        ', type ', {{ short('by_type.r_squared', 3) }}, ', n ', by_size.n_obs
    ) as detail,
    by_size.n_obs
from cells
inner join indices as by_size on cells.cohort_id = by_size.cohort_id and by_size.factor = 'parameter_range'
inner join indices as by_family on cells.cohort_id = by_family.cohort_id and by_family.factor = 'architecture_family'
inner join indices as by_type on cells.cohort_id = by_type.cohort_id and by_type.factor = 'training_type'
where cells.measure = 'permanova_order' and cells.claim_source = 'own'
