-- The t-SNE picture of each population with the labels to colour it by (Fig. 11). Of a population other than the
-- paper's, 400 evaluations are shown, picked by their identifier, a hash; reporting.rpt_embedding_points has all.
with points as (
    select
        *,
        row_number() over (partition by cohort_id order by evaluation_id) as place,
        count(*) over (partition by cohort_id) as n_evaluations
    from reporting.rpt_embedding_points
)

select
    cohort_id,
    round(x, 1) as x,
    round(y, 1) as y,
    case
        when parameter_range in ('[35,180]', '(180,Inf)') then '35 and more'
        else regexp_replace(parameter_range, '^\[([0-9.]+),([0-9.]+)[\])]$', '\1–\2')
    end as parameter_range,
    training_type,
    if(architecture_family in ('Falcon', 'GLM', 'Rwkv'), 'Other', architecture_family) as family,
    -- said once
    case when place = 1 then n_evaluations end as n_evaluations
from points
where cohort_id = 'paper_2024_01' or place <= 400
order by cohort_id, place;
