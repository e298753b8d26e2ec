-- Contradictions within the printed tables, one line each.
select
    factor,
    benchmark_name,
    printed,
    detail
from claims.published_table_flags
order by factor, benchmark_order, flag_order;
