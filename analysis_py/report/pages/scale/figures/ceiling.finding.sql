-- The median gain over all rows, and under the paper's ceiling or the lowest one that leaves any.
with steps as (
    select
        step,
        ceiling_order,
        if(is_papers, 'the paper''s cut-off', format('a cut-off of {} %', ceiling)) as cutoff,
        is_papers,
        median(estimate) as gain
    from figure_rows
    where estimate is not null
    group by all
)

select
    format(
        'At {} {} models lead {} by {} points, not {}',
        arg_min(cutoff, (not is_papers, ceiling_order)),
        split_part(any_value(step), ' against ', 1), split_part(any_value(step), ' against ', 2),
        signed(arg_min(gain, (not is_papers, ceiling_order))), signed(arg_max(gain, ceiling_order))
    ) as finding
from steps;
