-- The largest profile above ability and the largest below.
select
    format(
        'Above ability: {} on {}; below: {} on {}',
        arg_max(developer, profile_pct), arg_max(label, profile_pct),
        arg_min(developer, profile_pct), arg_min(label, profile_pct)
    ) as finding
from figure_rows;
