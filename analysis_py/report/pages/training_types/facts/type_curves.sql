-- On how many benchmarks the curve of size within a training type is significant, in the paper's population:
-- with every evaluation taken as independent, and with a random effect of base family.
select
    training_type,
    max(n_obs) as n_obs,
    count(*) filter (where not is_clustered) as n_benchmarks,
    count(*) filter (where not is_clustered and is_significant) as n_significant,
    count(*) filter (where is_clustered and is_significant) as n_clustered,
    string_agg(benchmark_name, ', ' order by benchmark_order)
    filter (where not is_clustered and not is_significant) as not_significant
from reporting.rpt_size_curves
where cohort_role = 'paper' and gamm in ('size_by_type', 'size_by_type_clustered') and engine = 'reml' and grid_point = 1
group by training_type
order by list_position(['pretrained', 'fine-tuned', 'instruction-tuned', 'RL-tuned', 'unknown'], training_type);
