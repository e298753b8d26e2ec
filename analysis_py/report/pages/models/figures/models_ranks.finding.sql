-- What is left open to the model that is ranked first.
select
    format(
        'The model ranked first could be anywhere from rank {:,} to {:,} of {:,}',
        arg_min(rank_low_simultaneous, rank), arg_min(rank_high_simultaneous, rank), any_value(n_models)
    ) as finding
from figure_rows;
