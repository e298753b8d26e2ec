-- Developers' own figures against third parties' on the same configuration and examination.
select
    benchmark_name || '|against '
    || if(benchmark_id = counterpart_id, 'third parties on the same board', counterpart_name)
    || ', ' || n_pairs || ' models' as label,
    if(benchmark_id = counterpart_id, 'one board', 'two boards') as boards,
    estimate,
    ci_low,
    ci_high,
    share_positive,
    n_pairs,
    n_developers,
    round(reports.df_den, 1) as df_den,
    is_significant,
    coalesce(reports.warning, '') as warning,
    data_source
from reporting.rpt_field_reports as reports
where status = 'ok' and ci_low is not null
order by estimate desc, label asc;
