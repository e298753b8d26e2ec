-- Instruction-tuned minus pretrained models on the boards of the headline: the lead, and the gain
-- of the average base; a row without numbers names each board.
with views as (
    select
        cohort_role,
        cohort_name,
        benchmark_name as benchmark,
        max(estimate) filter (where type_view = 'known_bases') as lead,
        max(estimate) filter (where type_view = 'own_base') as own_base,
        max(ci_low) filter (where type_view = 'own_base') as ci_low,
        max(ci_high) filter (where type_view = 'own_base') as ci_high,
        coalesce(bool_or(is_significant) filter (where type_view = 'own_base'), false) as is_significant
    from reporting.rpt_type_effects
    where
        cohort_role in ('headline', 'latest_board')
        and group_a = 'instruction-tuned' and group_b = 'pretrained' and status = 'ok'
    group by cohort_role, cohort_name, benchmark_id, benchmark_name
    having own_base is not null and lead is not null
),

headed as (
    select distinct
        cohort_role,
        cohort_name,
        cohort_name as heading,
        -- the blank tells it from a benchmark
        cohort_name || ' ' as benchmark,
        true as is_heading
    from views
    union all by name
    select
        *,
        false as is_heading
    from views
)

select
    row_number() over (order by cohort_role, is_heading desc, own_base desc, benchmark) as place,
    *
from headed
order by place;
