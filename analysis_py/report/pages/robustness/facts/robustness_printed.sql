-- The printed tables: contradictions within them, and their decisions beside those on the rebuilt rows.
with printed as (
    select
        factor,
        count(*) as n_tables,
        sum(n_flags)::bigint as n_flags
    from claims.published_tables_recovered
    group by factor
)

select
    factor,
    n_tables,
    n_flags,
    count(*) as n_pairs,
    count(*) filter (where is_same_decision) as n_same,
    count(*) filter (where is_significant_published and not is_significant) as n_printed_only,
    count(*) filter (where is_significant and not is_significant_published) as n_rebuilt_only,
    median(abs(estimate - estimate_published)) as median_difference
from claims.published_pairs_compared
inner join printed using (factor)
group by factor, n_tables, n_flags
order by list_position(['parameter_range', 'training_type', 'architecture_family', 'architecture_family_5'], factor);
