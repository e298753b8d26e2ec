-- What a hundred random items, or the most that there are, are worth.
select
    format(
        '{} random questions give the score on all {:,} within {:.1f} points on average',
        max(n_items) filter (where n_items <= 100), any_value(n_all_items),
        arg_max(mae_pct, n_items) filter (where n_items <= 100 and way = 'random, by a line')
    ) as finding
from figure_rows;
