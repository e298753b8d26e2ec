-- Steps of size on the evaluations of the paper's day whose average
-- is at most a ceiling; one is the paper's own.
with papers as (
    select regexp_extract(any_value(predicate), 'average_pct <= ([0-9.]+)', 1) as cutoff
    from marts.dim_cohorts
    where cohort_role = 'paper'
),

steps as (
    select
        *,
        row_number() over (
            partition by comparison, cutoff_pct
            order by estimate desc, benchmark_order
        ) as place,
        0.05 * (max(estimate) over whole_step - min(estimate) over whole_step) as line_height
    from statistics.stat_selection
    where
        cohort_role = 'headline'
        and factor = 'parameter_range'
        and method = 'welch'
        and status = 'ok'
    window whole_step as (partition by comparison)
)

select
    regexp_replace(
        group_a || ' against ' || group_b, '[\[(]([0-9.]+),([0-9.]+)[\])]', '\1–\2 B', 'g'
    ) as step,
    benchmark_order,
    benchmark_name,
    coalesce(cutoff_pct, 101) as ceiling_order,
    coalesce(format('{:g}', cutoff_pct), 'all') as ceiling,
    n_a as n_above,
    n_b as n_below,
    estimate,
    ci_low,
    ci_high,
    coalesce(cutoff_pct = try_cast(papers.cutoff as double), false) as is_papers,
    ceiling_order = max(ceiling_order) over (partition by comparison, benchmark_id) as is_last,
    -- names of lines that end close to each other are a line of text apart
    min(estimate + place * line_height) over downwards - place * line_height as name_at
from steps, papers
window downwards as (partition by comparison, cutoff_pct order by place)
order by list_position([
    'from_7b_minus_from_3b', 'from_3b_minus_smallest', 'from_13b_minus_from_7b',
    'from_35b_minus_from_13b'
], comparison), benchmark_order, ceiling_order;
