-- How often the nearest mark carries the same label, against any other mark.
with marks as (
    select
        *,
        row_number() over (partition by cohort_id order by x, y, parameter_range, training_type, family) as mark
    from figure_rows
),

pairs as (
    select
        a.cohort_id,
        a.mark,
        -- places are rounded, so that several may be as near: the first of them
        (a.x - b.x) ** 2 + (a.y - b.y) ** 2 + 1e-9 * b.mark as distance,
        (a.parameter_range = b.parameter_range)::int as same_range,
        (a.training_type = b.training_type)::int as same_type,
        (a.family = b.family)::int as same_family
    from marks as a
    inner join marks as b on a.cohort_id = b.cohort_id and a.mark != b.mark
),

neighbours as (
    select
        cohort_id,
        mark,
        arg_min(same_range, distance) as near_range,
        arg_min(same_type, distance) as near_type,
        arg_min(same_family, distance) as near_family,
        avg(same_range) as any_range,
        avg(same_type) as any_type,
        avg(same_family) as any_family
    from pairs
    group by all
)

select
    cohort_id,
    format(
        'Of nearest marks {:.0f} % are of the same size range, {:.0f} % of the same training type, {:.0f} % of the same '
        || 'family; of any two marks {:.0f} %, {:.0f} % and {:.0f} %',
        100 * avg(near_range), 100 * avg(near_type), 100 * avg(near_family),
        100 * avg(any_range), 100 * avg(any_type), 100 * avg(any_family)
    ) as finding
from neighbours
group by cohort_id;
