-- Which levels are clusters? Silhouette, and purity of the nearest neighbours beside what shuffled labels give.
with levels as (
    select
        cohort_id,
        case factor
            when 'parameter_range' then 'Range of size' when 'training_type' then 'Training type'
            else 'Architecture family'
        end as factor_words,
        format(
            '{} · n = {:,}',
            regexp_replace(level, '^[\[(]([0-9.]+),(?:([0-9.]+)|Inf)[\])]$', '\1–\2 B'),
            n_obs
        ) as level,
        case when factor = 'parameter_range' then coalesce(range_order, 99) else -n_obs end as level_order,
        silhouette,
        knn_purity,
        expected_purity
    from statistics.stat_cluster_levels
    left join marts.dim_cohorts using (cohort_id)
    left join marts.dim_parameter_ranges
        on scheme = parameter_range_scheme and factor = 'parameter_range' and parameter_range = level
    where factor != 'architecture_family_5' and stat_cluster_levels.status = 'ok'
)

select
    cohort_id,
    factor_words,
    'Silhouette' as index_words,
    1 as index_order,
    level,
    level_order,
    'as labelled' as kind,
    silhouette as value
from levels
union all
select
    cohort_id,
    factor_words,
    'Purity of neighbours',
    2,
    level,
    level_order,
    'as labelled',
    knn_purity
from levels
union all
select
    cohort_id,
    factor_words,
    'Purity of neighbours',
    2,
    level,
    level_order,
    'labels shuffled',
    expected_purity
from levels
order by cohort_id asc, factor_words desc, index_order asc, level_order asc, level asc, kind asc;
