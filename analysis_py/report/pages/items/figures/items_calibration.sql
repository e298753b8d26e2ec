-- The stated and the realised share of sound items among those that are flagged.
select
    benchmark_name,
    if(is_calibrated, 'calibrated by the audit', 'not calibrated') as way,
    stated,
    realised,
    ci_low,
    ci_high,
    n_flagged,
    data_source
from statistics.stat_item_calibration
inner join (
    select benchmark_id, benchmark_name, data_source from reporting.rpt_item_benchmarks
) as sources using (benchmark_id)
where realised is not null
order by benchmark_name asc, way asc, stated asc;
