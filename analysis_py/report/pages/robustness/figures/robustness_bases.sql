-- Curves by whether a pattern is left along them, and whether their basis had room to follow it.
with models (gamm, model_order, model, scores) as (
    values
    ('size', 1, 'Size', 'unscaled'), ('size_with_type', 2, 'Size, with type', 'unscaled'),
    ('size_by_type', 3, 'Size, by type', 'unscaled'), ('interplay', 4, 'Interplay', 'unscaled'),
    ('size_scaled', 1, 'Size', 'scaled'), ('size_by_type_scaled', 3, 'Size, by type', 'scaled'),
    ('interplay_scaled', 4, 'Interplay', 'scaled')
)

select
    cohort_id,
    scores,
    model_order as label_order,
    model as label,
    count(*) as n_obs,
    count(*) filter (where not is_failing) as no_pattern_found,
    count(*) filter (where is_failing and not is_used_up) as pattern_left_but_room_to_bend,
    count(*) filter (where is_failing and is_used_up) as pattern_left_and_hardly_any_room,
    min(k_index) as lowest_k_index
from reporting.rpt_gamm_terms inner join models using (gamm)
where engine = 'reml' and k_index is not null
group by cohort_id, scores, model_order, model
order by cohort_id asc, scores desc, model_order asc;
