-- Pairs of groups by whether a difference is significant with pooled and with separate variances.
with labels (factor, label_order, label) as (
    values
    ('parameter_range', 1, 'Range of size'), ('training_type', 2, 'Training type'),
    ('architecture_family', 3, 'Architecture'), ('architecture_family_5', 4, 'Architecture, 5')
),

outcomes (outcome_order, outcome) as (
    values
    (1, 'significant either way'), (2, 'with separate variances only'),
    (3, 'with a pooled variance only'), (4, 'not shown either way')
),

pairs as (
    -- those that both methods could compare
    select
        cohort_id,
        benchmark_id,
        factor,
        comparison,
        bool_or(is_significant) as is_significant
    from statistics.stat_multiplicity
    where method in ('tukey_kramer', 'games_howell') and status = 'ok'
    group by all
    having count(*) = 2
),

counted as (
    select
        cohort_id,
        factor,
        case
            when flips.is_significant_separate then 2
            when flips.is_significant_pooled then 3
            when pairs.is_significant then 1
            else 4
        end as outcome_order,
        count(*) as n_pairs
    from pairs left join statistics.stat_decision_flips as flips using (cohort_id, benchmark_id, factor, comparison)
    group by all
)

select
    cohort_id,
    label_order,
    format('{} · n = {:,}', label, (sum(n_pairs) over whole)::bigint) as label_words,
    outcome_order,
    outcome,
    n_pairs,
    100 * sum(n_pairs) over upto / sum(n_pairs) over whole as to_pct,
    to_pct - 100 * n_pairs / sum(n_pairs) over whole as from_pct,
    format('{:,}', n_pairs) as label
from counted
inner join labels using (factor)
inner join outcomes using (outcome_order)
window
    whole as (partition by cohort_id, factor),
    upto as (partition by cohort_id, factor order by outcome_order)
order by cohort_id, label_order, outcome_order;
