-- Whether scores vary with size between generations and within them, each band that of the whole curve of one smoother.
with parts as (
    select
        panel,
        part,
        arg_max(relative_score, size_value) > arg_min(relative_score, size_value) as is_higher
    from figure_rows
    group by all
)

select
    format(
        'Larger generations score higher on {}, larger models within one on {}',
        of_all(
            count_if(is_higher and part = 'between generations'), count_if(part = 'between generations')
        ),
        of_all(
            count_if(is_higher and part = 'within a generation'), count_if(part = 'within a generation')
        )
    ) as finding
from parts;
