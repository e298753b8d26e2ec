-- Who leads, and how many cannot be told from the leader by their ranks.
select
    cohort_name,
    format(
        '{}: {} has the most points, {:.0f} [{:.0f}, {:.0f}]', cohort_name, arg_max(model, points), max(points),
        arg_max(points_low, points), arg_max(points_high, points)
    ) as finding
from figure_rows
group by cohort_name;
