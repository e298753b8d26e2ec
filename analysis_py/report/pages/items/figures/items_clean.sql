-- Scores on all audited questions, without the broken ones, and weighted by what other makers' models answer.
select
    benchmark_name,
    coalesce(display_name, model_name) as model,
    row_number() over (partition by benchmark_id order by score_pct desc, evaluation_id asc) as place,
    score_pct,
    audited_pct,
    change,
    std_error,
    std_error_by_source,
    audited_pct - coalesce(std_error_by_source, std_error) as low,
    audited_pct + coalesce(std_error_by_source, std_error) as high,
    other_makers_pct,
    rank,
    rank_without,
    data_source
from statistics.stat_item_clean_scores
inner join (
    select benchmark_id, benchmark_name, data_source from reporting.rpt_item_benchmarks
) as sources using (benchmark_id)
left join reporting.rpt_display_names on model_name = name
where audited_pct is not null
order by benchmark_name asc, place asc;
