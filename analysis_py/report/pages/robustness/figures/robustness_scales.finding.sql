-- On how many benchmarks some conclusion depends on the scale.
select
    format(
        'On {} benchmarks a conclusion depends on the scale of the score',
        of_all(
            count_if(
                starts_with(is_higher_at_largest, 'depends') or starts_with(is_higher_than_at_13b, 'depends')
                or starts_with(has_fall, 'depends') or starts_with(has_rise_after_fall, 'depends')
                or starts_with(has_bend, 'depends')
            ), count(*)
        )
    ) as finding
from figure_rows;
