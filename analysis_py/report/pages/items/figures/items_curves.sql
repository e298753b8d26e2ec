-- Items of each benchmark over ability: the most suspect and the least.
select
    benchmark_name,
    format('{} ({} most suspect)', item, place) as label,
    place,
    p_bad,
    ability,
    share_right,
    expected,
    n_evaluations,
    data_source
from reporting.rpt_item_curves
inner join (select benchmark_id, data_source from reporting.rpt_item_benchmarks) as sources using (benchmark_id)
order by benchmark_order asc, benchmark_id asc, place asc, ability asc;
