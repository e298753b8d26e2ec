-- How much higher scores are at the larger than at the smaller size: in the rows the paper analysed and in
-- all of that day.
select
    if(cohort_role = 'headline', 'all evaluations', 'the paper''s rows') as population,
    benchmark_order,
    benchmark_name as benchmark,
    n_obs as n,
    100 * (ratio - 1) as gain_pct,
    100 * (ratio_low - 1) as gain_low_pct,
    100 * (ratio_high - 1) as gain_high_pct,
    format('{:+.0f} %', 100 * (ratio - 1))
    -- the first benchmark says which rows they are
    || case
        when benchmark_order > min(benchmark_order) over () then ''
        when cohort_role = 'headline' then ' all evaluations'
        else ' the paper''s rows'
    end as label,
    from_b,
    to_b
from statistics.stat_gamm_growth
where cohort_role in ('headline', 'paper') and ratio is not null
order by benchmark_order, cohort_role;
