-- The range of the share that can be used.
select
    format('A model of size can use {:.0f} to {:.0f} % of the evaluations', min(to_pct - from_pct), max(to_pct - from_pct)) as finding
from figure_rows
where row_group = 'used';
