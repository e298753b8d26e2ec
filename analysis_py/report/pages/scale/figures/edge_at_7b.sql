-- The step across the edge at 7 B as the edge moves, on the board that the paper analysed.
select
    cohort_id,
    benchmark_order,
    format(
        '{} · n = {:,}', benchmark_name,
        max(n_below + n_above) filter (where is_paper_edge) over (partition by cohort_id, benchmark_id)
    ) as panel,
    position_above_b as from_b,
    position_b as to_b,
    estimate,
    std_error,
    decision,
    n_below,
    n_above
from reporting.rpt_bin_edges
inner join reporting.rpt_cohorts using (cohort_id)
where
    edge_b = 7 and estimate is not null
    and source = (select papers.source from reporting.rpt_cohorts as papers where papers.cohort_role = 'paper')
order by cohort_id, benchmark_order, from_b;
