-- How many items are shown of the benchmark, and how suspect the first is.
select
    format(
        'Most suspect: {} ({:.0f} %)',
        split_part(arg_min(label, place), ' (', 1), 100 * arg_min(p_bad, place)
    ) as finding
from figure_rows;
