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
from reporting.rpt_printed_flags
order by factor, benchmark_order, flag_order;
