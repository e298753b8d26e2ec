-- Contradictions within the printed tables, one line each.
select
    factor,
    benchmark_name,
    flag,
    group_a,
    group_b,
    printed,
    expected,
    detail
from claims.published_table_flags
inner join marts.dim_benchmarks using (benchmark_id)
order by factor, benchmark_order, flag_order;
