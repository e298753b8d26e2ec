-- What the words of the page cite.
with
first_paper as (
    select * from reporting.rpt_papers
    where paper_order = 1
),

conclusions as (
    select * from reporting.rpt_conclusions
    order by list_position(['fails', 'open', 'stands'], verdict), conclusion_order
),

boards as (
    select * from reporting.rpt_size_growth
    order by cohort_role = 'headline' desc nulls last, cohort_name
),

size as (
    select * from boards
    where cohort_role = 'headline'
),

-- How far instruction-tuned models lead pretrained ones, per board.
tuning as (
    select * replace (coalesce(string_split(gained_on, '; '), []) as gained_on)
    from reporting.rpt_type_pairs
    where
        cohort_role in ('headline', 'latest_board')
        and group_a = 'instruction-tuned' and group_b = 'pretrained' and n_split > 0
    order by cohort_role
),

steps as (
    select
        n_step_benchmarks,
        n_differ,
        n_differ_whole,
        n_pairs,
        n_naive,
        n_robust
    from reporting.rpt_facts_scale
)

select
    *,
    array(select first_paper from first_paper) as first_paper,
    array(select conclusions from conclusions) as conclusions,
    array(select boards from boards) as boards,
    array(select size from size) as size,
    array(select tuning from tuning) as tuning
from reporting.rpt_facts_index, steps;
