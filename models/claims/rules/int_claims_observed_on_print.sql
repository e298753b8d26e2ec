-- Claims of a paper's text beside another figure that it prints of the same thing: no data of ours are asked.
select
    cell_id,
    if(
        measure = 'pairs_among',
        try_cast(group_a as double) * (try_cast(group_a as double) - 1) / 2,
        try_cast(group_a as double)
    ) as estimate,
    to_json({ 'printed': group_a, 'where': group_b }) as facts
from {{ ref('int_claim_cells_selected') }}
where rule_family = 'printed_twice' and basis = 'published' and try_cast(group_a as double) is not null
