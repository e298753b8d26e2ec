-- What later judgements say of the claims that an earlier one supports, and how many are left.
with claims as (
    select * from reporting.rpt_claims
    -- what describes the paper's own sample is asked of no other data
    where claim_source = 'paper' and is_first_paper and not describes_sample
),

-- the claims on the paper's main data, each asked once per step; what was not asked is not testable
steps (step_order, step, cohort_role, basis) as (
    values
    (1, 'printed tables', 'paper', 'published'),
    (2, 'what they imply', 'paper', 'recovered'),
    (3, 'the paper''s method, its rows', 'paper', 'same_method'),
    (4, 'a sounder method, its rows', 'paper', 'sound_method'),
    (5, 'the paper''s method, all of January', 'headline', 'same_method'),
    (6, 'a sounder method, all of January', 'headline', 'sound_method'),
    (7, 'the paper''s method, final board', 'final_board', 'same_method'),
    (8, 'a sounder method, final board', 'final_board', 'sound_method')
),

verdicts as (
    unpivot claims on published, recovered, same_method, sound_method into name basis value verdict
),

asked as (
    select
        first.claim_id,
        steps.step_order,
        steps.step,
        coalesce(verdicts.verdict, 'not_testable') as verdict
    from (
        select claim_id from claims
        where cohort_role = 'paper'
    ) as first
    cross join steps
    left join verdicts
        on first.claim_id = verdicts.claim_id
        and steps.cohort_role = verdicts.cohort_role and steps.basis = verdicts.basis
),

starts as (
    select
        1 as start_order,
        'the printed tables support' as start,
        claim_id
    from asked
    where step_order = 1 and verdict = 'supported'
    union all
    select
        2,
        'the paper''s method supports on its rows',
        claim_id
    from asked
    where step_order = 3 and verdict = 'supported'
    union all
    select distinct
        3,
        'the paper makes on its main data',
        claim_id
    from asked
),

-- a step that cannot test a claim leaves it as it was
followed as (
    select
        *,
        bool_and(verdict in ('supported', 'not_testable'))
            over (partition by start, claim_id order by step_order) as is_left
    from starts inner join asked using (claim_id)
),

counted as (
    select
        start_order,
        start,
        step_order,
        step,
        verdict,
        count(*) as n_claims,
        count(*) filter (where is_left) as n_left_of_verdict
    from followed
    group by all
),

words (verdict, verdict_order, symbol) as (
    values
    ('supported', 1, '+'), ('contradicted', 2, '×'), ('inconclusive', 3, '?'), ('not_testable', 4, '–')
)

select
    format('{} · n = {}', start, sum(n_claims) over whole) as start,
    step_order,
    step,
    verdict_order,
    format('{} {}', symbol, replace(verdict, '_', ' ')) as verdict,
    n_claims,
    100 * sum(n_claims) over upto / sum(n_claims) over whole as to_pct,
    to_pct - 100 * n_claims / sum(n_claims) over whole as from_pct,
    format('{} {}', symbol, n_claims) as label,
    (sum(n_left_of_verdict) over whole)::bigint as n_left
from counted inner join words using (verdict)
window
    whole as (partition by start_order, step_order),
    upto as (partition by start_order, step_order order by verdict_order)
order by start_order, step_order, verdict_order;
