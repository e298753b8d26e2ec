-- What is known of the items of each benchmark, as lists in their order.
select
    items.benchmark_id,
    -- without a word on it, a benchmark whose items have options is one of options
    coalesce(any_value(benchmarks.kind), case when count(names.n_options) > 0 then 'options' end) as kind,
    any_value(benchmarks.scored_by) as scored_by,
    min(names.audit) as audit,
    list(items.item_key order by items.item_key) as item_keys,
    list(names.part order by items.item_key) as parts,
    list(names.source order by items.item_key) as sources,
    list(names.n_options order by items.item_key) as n_options,
    list(names.is_flagged order by items.item_key) as is_flagged
from {{ ref('item_sums') }} as items
left join {{ ref('stg_items') }} as names
    on items.benchmark_id = names.benchmark_id
    and items.item_key = names.item_key
left join {{ ref('item_benchmarks') }} as benchmarks on items.benchmark_id = benchmarks.benchmark_id
group by items.benchmark_id
