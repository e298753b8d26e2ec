-- Items of each benchmark over ability: the most suspect and the least.
select
    benchmark_name,
    format('{} ({} most suspect)', item, place) as label,
    place,
    p_bad,
    ability,
    share_right,
    expected,
    n_evaluations
from reporting.rpt_item_curves
order by benchmark_order asc, benchmark_id asc, place asc, ability asc;
