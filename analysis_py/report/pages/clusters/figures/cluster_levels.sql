-- Which levels are clusters? Silhouette, and purity of the nearest neighbours beside what shuffled labels give.
with measures as (
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
        case when factor = 'parameter_range' then coalesce(level_order, 99) else -n_obs end as level_order,
        unnest([
            { 'index_words': 'Silhouette', 'index_order': 1, 'kind': 'as labelled', 'value': silhouette },
            { 'index_words': 'Purity of neighbours', 'index_order': 2, 'kind': 'as labelled', 'value': knn_purity },
            {
                'index_words': 'Purity of neighbours', 'index_order': 2,
                'kind': 'labels shuffled', 'value': expected_purity
            }
        ], recursive := true)
    from reporting.rpt_cluster_levels
    where factor != 'architecture_family_5' and status = 'ok'
)

select
    cohort_id,
    factor_words,
    index_words,
    index_order,
    level,
    level_order,
    kind,
    value
from measures
order by cohort_id asc, factor_words desc, index_order asc, level_order asc, level asc, kind asc;
