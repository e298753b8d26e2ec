-- How often the nearest mark is of the same group, against any other mark.
with marks as (
    select
        *,
        row_number() over (order by x, y, panel) as mark
    from figure_rows
),

pairs as (
    select
        a.label,
        a.mark,
        -- places are rounded, so that several may be as near: the first of them
        (a.x - b.x) ** 2 + (a.y - b.y) ** 2 + 1e-9 * b.mark as distance,
        (a.panel = b.panel)::int as is_same
    from marks as a
    inner join marks as b on a.mark != b.mark
),

neighbours as (
    select
        label,
        mark,
        arg_min(is_same, distance) as is_near,
        avg(is_same) as is_any
    from pairs
    group by all
)

select
    format(
        'Neighbours share the {} in {:.0f} % of cases, other pairs in {:.0f} %',
        any_value(if(label = 'Range of size', 'size range', lower(label))),
        100 * avg(is_near),
        100 * avg(is_any)
    ) as finding
from neighbours;
