-- How far scores from some of the items are from the score on all.
select
    benchmark_name,
    n_items,
    format('{}, {}', choice, if(scoring = 'raw', 'as it is', 'by a line')) as way,
    mae_pct,
    ci_low,
    ci_high,
    n_all_items,
    n_evaluations,
    n_families,
    data_source
from statistics.stat_item_subsets
inner join (
    select
        benchmark_id,
        data_source
    from reporting.rpt_item_benchmarks
) as sources using (benchmark_id)
order by benchmark_order asc, benchmark_id asc, way asc, n_items asc;
