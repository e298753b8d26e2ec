-- Where the means are lowest.
select
    format(
        'TruthfulQA is lowest, at {:.0f} %, among models with about {:.0f} % on the other scores',
        min(mean_pct), arg_min(others_mid, mean_pct)
    ) as finding
from figure_rows
having count(mean_pct) > 0;
