-- What a thousand questions show where a tenth of the answers differ.
select
    format(
        'If 10 % of answers differ, {:,} questions show a difference of {:.1f} points',
        n_items,
        detectable_pct
    ) as finding
from figure_rows
where not is_benchmark and discordant_pct = 10 and n_items = 1000;
