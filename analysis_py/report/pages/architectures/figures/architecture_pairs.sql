-- On how many benchmarks two architecture families differ significantly: by the paper's test, and clustered by generation.
with families as (
    select
        cohort_id,
        factor,
        level,
        max(n_obs) as n
    from reporting.rpt_group_means
    group by all
),

pairs as (
    select
        cohort_id,
        factor,
        group_a,
        group_b,
        is_default as is_clustered,
        count(*) filter (where status = 'ok') as n_benchmarks,
        count(*) filter (where is_significant) as n_significant
    from reporting.rpt_group_differences
    where factor in ('architecture_family', 'architecture_family_5') and (method = 'tukey_kramer' or is_default)
    group by all
)

-- the paper's test below the diagonal, the clustered one above
select
    pairs.cohort_id,
    if(pairs.factor = 'architecture_family', '11 families', '5 families') as families,
    format('{} ({:,})', down.level, down.n) as row_label,
    across.level as column_label,
    if(is_clustered, 'clustered', 'raw') as test,
    n_significant,
    n_benchmarks,
    if(n_benchmarks = 0, '–', n_significant::varchar) as cell
from pairs
inner join families as down
    on pairs.cohort_id = down.cohort_id and pairs.factor = down.factor
    and down.level = if(is_clustered, group_a, group_b)
inner join families as across
    on pairs.cohort_id = across.cohort_id and pairs.factor = across.factor
    and across.level = if(is_clustered, group_b, group_a)
order by pairs.cohort_id, families, down.level, across.level;
