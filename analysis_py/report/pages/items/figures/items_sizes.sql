-- The smallest difference that two runs on the same questions show, by the share answered differently.
select
    discordant_pct,
    format('{:.0f} % answered differently', discordant_pct) as series_name,
    n_items,
    detectable_pct,
    n_items_for_point,
    n_items = max(n_items) over (partition by discordant_pct) as is_last,
    'formula' as data_source
from statistics.stat_item_sizes
where discordant_pct in (5, 10, 20, 50)
order by discordant_pct asc, n_items asc;
