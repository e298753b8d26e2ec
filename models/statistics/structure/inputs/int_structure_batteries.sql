-- The benchmarks of every question on every population that has them all.
with questions as (

    select * from {{ ref('structure_questions') }}

),

available as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        -- what "all" benchmarks are: those of comparisons, where most models have most of them
        cohorts.statistics != 'field' and narrow.benchmark_id is null as is_compared
    from (select distinct cohort_id, benchmark_id from {{ ref('int_structure_scores') }}) as scores
    inner join {{ ref('dim_cohorts') }} as cohorts on scores.cohort_id = cohorts.cohort_id
    left join {{ ref('narrow_benchmarks') }} as narrow on scores.benchmark_id = narrow.benchmark_id

),

-- what a question divides or predicts by must be known of some model
measured as (

    select
        cohort_id,
        bool_or(training_flops_1e21 is not null) as has_compute,
        bool_or(released_on is not null) as has_dates,
        bool_or(parameters_b is not null) as has_sizes
    from {{ ref('int_structure_rows') }}
    group by cohort_id

),

asked as (

    select
        questions.question_id,
        cohorts.cohort_id,
        string_split(questions.benchmarks, ' ') as named,
        questions.benchmarks = 'all' as is_all,
        questions.target
    from questions
    cross join measured as cohorts
    where
        (
            cohorts.has_compute
            or not (
                coalesce(questions.predictor = 'log_training_flops', false)
                or coalesce(questions.split_on = 'training_flops_1e21', false)
            )
        )
        and (
            cohorts.has_dates
            or not (coalesce(questions.split_on = 'released_on', false) or questions.taken = 'dated')
        )
        and (
            cohorts.has_sizes
            or not (
                coalesce(contains(questions.predictor, 'parameters_b'), false)
                or coalesce(questions.split_on = 'parameters_b', false)
            )
        )
        and (
            questions.cohorts is null
            or list_contains(string_split(questions.cohorts, ' '), cohorts.cohort_id)
        )
        and not coalesce(list_contains(string_split(questions.except_cohorts, ' '), cohorts.cohort_id), false)

),

found as (

    select
        asked.cohort_id,
        asked.question_id,
        available.benchmark_id,
        list_position(asked.named, available.benchmark_id) as place,
        len(asked.named) as n_named,
        asked.is_all,
        asked.target,
        bool_or(available.benchmark_id = asked.target) over (
            partition by asked.cohort_id, asked.question_id
        ) as has_target
    from asked
    inner join available
        on asked.cohort_id = available.cohort_id
        and (
            available.benchmark_id = asked.target
            or list_contains(asked.named, available.benchmark_id)
            or (asked.is_all and available.is_compared)
        )

)

select
    found.cohort_id,
    found.question_id,
    found.benchmark_id,
    coalesce(found.benchmark_id = found.target, false) as is_target,
    (found.is_all or found.place is not null) as is_in_battery,
    coalesce(found.place, benchmarks.benchmark_order) as place,
    benchmarks.chance_pct,
    -- rates of error are simulated of what somebody claims
    coalesce(
        found.question_id in (select claims.group_a from {{ ref('int_claims_accepted') }} as claims), false
    ) as is_claimed
from found
inner join {{ ref('dim_benchmarks') }} as benchmarks on found.benchmark_id = benchmarks.benchmark_id
where found.target is null or found.has_target
qualify
    found.is_all or count(found.place) over (partition by found.cohort_id, found.question_id) = found.n_named
