-- How far either forecast is off over all tasks.
with errors as (
    select distinct
        panel,
        of_print,
        of_size
    from figure_rows
)

select
    format(
        'The printed forecast is off by {:.1f} to {:.1f} points; one from size, by {:.1f} to {:.1f}',
        min(of_print), max(of_print), min(of_size), max(of_size)
    ) as finding
from errors
having count(*) > 0;
