-- Whether each zero-shot curve of size is a straight line, and where it significantly rises or falls, clustered by base family.
select
    benchmark_name,
    any_value(n_obs) as n_obs,
    any_value(edf) as edf,
    min(growth_pct) as growth_pct_min,
    max(growth_pct) as growth_pct_max,
    max(parameters_b) filter (direction_agreed = 'rises') as rises_up_to_b,
    count(*) filter (direction_agreed = 'falls') as n_falling,
    max(growth_pct_low) > min(growth_pct_high) as is_bent
from reporting.rpt_size_curves
where cohort_role = 'supplementary' and gamm = 'size_clustered' and engine = 'reml'
group by benchmark_name, benchmark_order
order by benchmark_order;
