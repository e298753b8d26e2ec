-- Scores summed within each cluster and level of every factor, under every way to draw the clusters: base family or coarser line, with each treatment of what is not resolved.
with clusters as (

    {% for lineage, column in [('base_family', 'family_resolved'), ('lineage_family', 'line_resolved')] %}
    {%- for treatment in ['alone', 'architecture', 'dropped'] %}
            select
                evaluation_id,
                '{{ lineage }}' as lineage,
                '{{ treatment }}' as unresolved_lineage,
                {{ clustering_unit(column, treatment) }} as cluster_name
            from {{ ref('int_evaluations_clustered') }}
    {{ 'union all' if not loop.last }}
        {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

levels as (

    select * from {{ ref('int_cohort_levels_assigned') }}
    where is_tested and {{ is_named_level('int_cohort_levels_assigned') }}

),

sums as (

    select
        levels.cohort_id,
        scores.benchmark_id,
        levels.factor,
        clusters.lineage,
        clusters.unresolved_lineage,
        levels.level,
        levels.level_order,
        clusters.cluster_name,
        count(*) as n_obs,
        sum(scores.score_units)::hugeint as total,
        sum(scores.score_units::hugeint * scores.score_units)::hugeint as total_squares
    from levels
    inner join {{ ref('int_cohort_scores_selected') }} as scores using (cohort_id, evaluation_id)
    inner join clusters using (evaluation_id)
    where clusters.cluster_name is not null
    group by
        levels.cohort_id, scores.benchmark_id, levels.factor, clusters.lineage, clusters.unresolved_lineage,
        levels.level, levels.level_order, clusters.cluster_name

)

select
    cohort_id,
    benchmark_id,
    factor,
    lineage,
    unresolved_lineage,
    level,
    level_order,
    true as is_tested,
    cluster_name as base_family,
    n_obs,
    -- in millionths of a percent
    total::bigint as total_units,
    (n_obs * total_squares - total * total)::double / n_obs / 1e12 as sum_squares
from sums
