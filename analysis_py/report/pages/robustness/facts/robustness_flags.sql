-- Contradictions within the printed tables, one line each.
select
    factor,
    benchmark_name,
    printed,
    detail
from reporting.rpt_printed_flags
order by factor, benchmark_order, flag_order;
