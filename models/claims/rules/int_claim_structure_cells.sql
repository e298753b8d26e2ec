-- Claims about how scores hang together, with the sizes and the names that they are about.
select
    *,
    -- group_b may name levels with " / " between them, and the sizes that are meant, as in OPT >0.12B
    regexp_extract(coalesce(group_b, ''), '([<>][0-9.]+B)$', 1) as sizes_named,
    {{ size_bound("nullif(sizes_named, '')", 'low') }} as from_b,
    {{ size_bound("nullif(sizes_named, '')", 'high') }} as to_b,
    string_split(trim(replace(coalesce(group_b, ''), sizes_named, '')), ' / ') as names
from {{ ref('int_claim_cells_selected') }}
where rule_family = 'structure' and is_rerun
