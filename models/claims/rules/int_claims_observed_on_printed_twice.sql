-- Claims of a paper's text that stand beside another figure that it prints of the same thing: no data of ours
-- are asked.
with cells as (

    select
        *,
        try_cast(group_a as double) as printed
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'printed_twice' and basis = 'published'

),

printed_elsewhere as (

    select
        cell_id,
        printed as estimate
    from cells
    where measure != 'pairs_among' and printed is not null

),

-- how many pairs so many groups have
pairs_among as (

    select
        cell_id,
        printed * (printed - 1) / 2 as estimate
    from cells
    where measure = 'pairs_among' and printed is not null

)

{{ observations('printed_elsewhere', 'pairs_among') }}
