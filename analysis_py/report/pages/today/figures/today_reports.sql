-- Developers' own figures against third parties' on the same configuration and examination.
select
    first_names.benchmark_name || '|against ' || case
        when reports.benchmark_id = reports.counterpart_id then 'third parties on the same board'
        else second_names.benchmark_name
    end || ', ' || reports.n_pairs || ' models' as label,
    case when reports.benchmark_id = reports.counterpart_id then 'one board' else 'two boards' end as boards,
    reports.estimate,
    reports.ci_low,
    reports.ci_high,
    reports.share_positive,
    reports.n_pairs,
    reports.n_developers,
    round(reports.df_den, 1) as df_den,
    reports.is_significant,
    coalesce(reports.warning, '') as warning
from statistics.stat_field_reports as reports
inner join marts.dim_benchmarks as first_names on reports.benchmark_id = first_names.benchmark_id
inner join marts.dim_benchmarks as second_names on reports.counterpart_id = second_names.benchmark_id
where reports.status = 'ok' and reports.ci_low is not null
order by reports.estimate desc, label asc;
