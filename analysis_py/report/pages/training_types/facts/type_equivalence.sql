-- Fine-tuned and instruction-tuned models within the margin: the decisions in two populations.
select
    cohort_id,
    cohort_name,
    count(*) as n_benchmarks,
    any_value(margin_pct) as margin,
    count(*) filter (where decision = 'equivalent') as n_equivalent,
    count(*) filter (where decision = 'different') as n_different,
    count(*) filter (where decision = 'undecided') as n_undecided,
    max(smallest_margin_pct) as widest_margin
from statistics.stat_equivalence
inner join marts.dim_cohorts using (cohort_id)
where
    factor = 'training_type' and group_a = 'fine-tuned' and group_b = 'instruction-tuned'
    and stat_equivalence.status = 'ok'
    and cohort_id in ('paper_2024_01', 'january_2024')
group by all
order by cohort_id desc;
