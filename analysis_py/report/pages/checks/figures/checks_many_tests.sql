-- How many tests are significant, alone and adjusted over the benchmarks, by kind of test and label.
with kinds (method, kind_order, kind) as (
    values
    ('tukey_kramer', 1, 'pairs of groups, pooled variance (Tukey–Kramer)'),
    ('games_howell', 2, 'pairs of groups, separate variances (Games–Howell)'),
    ('classic', 3, 'all groups, pooled variance (classic)'),
    ('welch', 4, 'all groups, separate variances (Welch)'),
    ('brown_forsythe', 5, 'spread of all groups (Brown–Forsythe)')
),

labels (factor, label_order, label) as (
    values
    ('parameter_range', 1, 'Range of size'), ('training_type', 2, 'Training type'),
    ('architecture_family', 3, 'Architecture'), ('architecture_family_5', 4, 'Architecture, 5')
),

outcomes (outcome_order, outcome) as (
    values
    (1, 'after Holm'), (2, 'after Benjamini–Hochberg only'), (3, 'unadjusted only'), (4, 'not shown')
),

counted as (
    select
        cohort_id,
        method,
        factor,
        case
            when is_significant_holm then 1
            when is_significant_benjamini_hochberg then 2
            when is_significant then 3
            else 4
        end as outcome_order,
        count(*) as n_tests
    from statistics.stat_multiplicity
    where status = 'ok'
    group by all
)

select
    cohort_id,
    kind,
    label_order,
    format('{} · n = {:,}', label, (sum(n_tests) over whole)::bigint) as label_words,
    outcome_order,
    outcome,
    n_tests,
    100 * sum(n_tests) over upto / sum(n_tests) over whole as to_pct,
    to_pct - 100 * n_tests / sum(n_tests) over whole as from_pct,
    format('{:,}', n_tests) as label
from counted
inner join kinds using (method)
inner join labels using (factor)
inner join outcomes using (outcome_order)
window
    whole as (partition by cohort_id, method, factor),
    upto as (partition by cohort_id, method, factor order by outcome_order)
order by cohort_id, kind_order, label_order, outcome_order;
