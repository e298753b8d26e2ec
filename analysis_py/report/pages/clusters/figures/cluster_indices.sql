-- Do labels make clusters? Each index of each label beside what shuffled labels give.
with words as (
    select
        *,
        case factor
            when 'parameter_range' then 'Range of size' when 'training_type' then 'Training type'
            when 'architecture_family' then 'Architecture, 11' else 'Architecture, 5'
        end as label,
        case factor
            when 'parameter_range' then 1 when 'training_type' then 2
            when 'architecture_family' then 3 else 4
        end as label_order,
        case index_name
            when 'silhouette' then 'Silhouette' when 'knn_purity' then 'Purity of neighbours'
            when 'adjusted_rand' then 'Adjusted Rand index' else 'PERMANOVA R²'
        end as index_words,
        case index_name
            when 'silhouette' then 1 when 'knn_purity' then 2
            when 'adjusted_rand' then 3 else 4
        end as index_order
    from statistics.stat_cluster_validity
    where index_name != 'permanova_f' and status = 'ok'
)

select
    cohort_id,
    index_words,
    index_order,
    format('{} · n = {:,}', label, n_obs) as label,
    label_order,
    'as labelled' as kind,
    estimate as value,
    estimate as value_low,
    estimate as value_high,
    p_value
from words
union all
select
    cohort_id,
    index_words,
    index_order,
    format('{} · n = {:,}', label, n_obs),
    label_order,
    'labels shuffled',
    null_mean,
    null_mean - 2 * null_std_dev,
    null_mean + 2 * null_std_dev,
    null
from words
where null_mean is not null
order by cohort_id, index_order, label_order, kind;
