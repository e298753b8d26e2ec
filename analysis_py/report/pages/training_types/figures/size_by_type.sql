-- Score by model size, one curve per training type, each over the sizes that its evaluations have (Fig. 7): clustered by base family
-- where the engine fits that, and as the paper fitted it.
select
    cohort_id,
    engine,
    if(is_clustered, 'one cluster per base model', 'rows treated as independent') as way,
    benchmark_name,
    format('{} · n = {:,}', training_type, n_obs) as panel,
    list_position(
        ['pretrained', 'fine-tuned', 'instruction-tuned', 'RL-tuned', 'reasoning'], training_type
    ) as type_order,
    training_type,
    parameters_b,
    relative_score,
    relative_score_low,
    relative_score_high
from reporting.rpt_size_curves
where gamm in ('size_by_type', 'size_by_type_clustered') and training_type <> 'unknown' and is_within_sizes
window curve as (partition by cohort_id, engine, gamm, benchmark_id, training_type)
-- every eighth point of a curve, and its ends
qualify
    grid_point % 8 = 1
    or grid_point in (min(grid_point) over curve, max(grid_point) over curve)
order by cohort_id asc, engine desc, way desc, benchmark_order asc, type_order asc, parameters_b asc;
