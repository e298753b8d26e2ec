-- Fine-tuned and instruction-tuned models within the margin: the decisions in two populations.
select
    cohort_name,
    count(*) as n_benchmarks,
    any_value(margin_pct) as margin,
    count(*) filter (where decision = 'equivalent') as n_equivalent,
    count(*) filter (where decision = 'different') as n_different,
    count(*) filter (where decision = 'inconclusive') as n_inconclusive,
    max(smallest_margin_pct) as widest_margin
from statistics.stat_equivalence
where
    factor = 'training_type' and group_a = 'fine-tuned' and group_b = 'instruction-tuned' and status = 'ok'
    and cohort_role in ('paper', 'headline')
group by cohort_role, cohort_name
order by cohort_role desc;
