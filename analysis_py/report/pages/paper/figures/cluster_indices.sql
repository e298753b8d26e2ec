-- Do labels make clusters? Each index of each label beside what shuffled labels give.
with labels (factor, label_order, label_name) as (
    values
    ('parameter_range', 1, 'Range of size'), ('training_type', 2, 'Training type'),
    ('architecture_family', 3, 'Architecture, 11'), ('architecture_family_5', 4, 'Architecture, 5')
),

indices (index_name, index_order, index_words) as (
    values
    ('silhouette', 1, 'Silhouette'), ('knn_purity', 2, 'Purity of neighbours'),
    ('adjusted_rand', 3, 'Adjusted Rand index'), ('permanova_r_squared', 4, 'PERMANOVA R²')
),

words as (
    select
        *,
        format('{} · n = {:,}', label_name, n_obs) as label
    from statistics.stat_cluster_validity
    inner join labels using (factor)
    inner join indices using (index_name)
    where status = 'ok'
)

select
    cohort_id,
    index_words,
    index_order,
    label,
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
    label,
    label_order,
    'labels shuffled',
    null_mean,
    null_mean - 2 * null_std_dev,
    null_mean + 2 * null_std_dev,
    null
from words
where null_mean is not null
order by cohort_id, index_order, label_order, kind;
