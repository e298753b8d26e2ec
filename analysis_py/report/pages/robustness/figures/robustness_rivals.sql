-- Rival shapes of ability over size: how much worse each is than the best, by BIC.
select
    cohort_id,
    score_scale_name,
    benchmark_order,
    format('{} · n = {:,}', benchmark_name, max(shapes.n_obs)) as benchmark,
    max(delta_bic) filter (where model = 'flat') as flat,
    max(delta_bic) filter (where model = 'line') as straight_line,
    max(delta_bic) filter (where model = 'broken_line') as broken_line,
    max(delta_bic) filter (where model = 'smooth') as smooth_curve,
    max(delta_bic) filter (where model = 'sigmoid') as sigmoid,
    max(delta_bic) filter (where model = 'step') as step,
    bool_or(is_sharp) filter (where model = 'sigmoid') as is_sharp_sigmoid
from reporting.rpt_emergence_shapes as shapes
inner join reporting.rpt_emergence using (cohort_id, benchmark_id, benchmark_name, benchmark_order, score_scale)
group by cohort_id, score_scale_order, score_scale_name, benchmark_order, benchmark_name
order by cohort_id, score_scale_order, benchmark_order;
