-- Items of each benchmark over ability: the most suspect and the least.
select
    (
        select min(rpt_scores.snapshot_id)
        from reporting.rpt_scores
        inner join reporting.rpt_item_scores on rpt_scores.evaluation_id = rpt_item_scores.evaluation_id
        where rpt_item_scores.benchmark_id = rpt_item_curves.benchmark_id
    ) as snapshot_id,
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
