-- From one size of a family to the next: what the first benchmark of a question and each of its others gain.
-- Models of one size are one, with the mean of their scores. A step of less than a point on the first says
-- nothing of how two go together. The errors are those of items, taken as independent.
with questions as (

    select * from {{ ref('structure_questions') }}
    where statistic = 'steps'

),

batteries as (

    select
        batteries.*,
        questions.unit,
        questions.size_low_b,
        questions.size_high_b
    from {{ ref('int_structure_batteries') }} as batteries
    inner join questions on batteries.question_id = questions.question_id
    where batteries.is_in_battery

),

sized as (

    select
        batteries.cohort_id,
        batteries.question_id,
        batteries.benchmark_id,
        batteries.place,
        case batteries.unit
            when 'base_family' then known.base_family
            when 'lineage_family' then known.lineage_family
            when 'architecture_label' then known.architecture_label
            when 'organisation' then known.organisation
        end as level,
        known.parameters_b,
        avg(scores.score_pct order by scores.row_id) as score_pct,
        -- a graded item varies at most as much as one that is right or wrong
        sqrt(sum(
            coalesce(
                pow(scores.std_error_pct, 2), scores.score_pct * (100 - scores.score_pct) / benchmarks.n_items
            )
            order by scores.row_id
        )) / count(*) as std_error_pct
    from batteries
    inner join {{ ref('int_structure_scores') }} as scores
        on batteries.cohort_id = scores.cohort_id and batteries.benchmark_id = scores.benchmark_id
    inner join {{ ref('int_structure_rows') }} as known
        on scores.cohort_id = known.cohort_id and scores.row_id = known.row_id
    inner join {{ ref('dim_benchmarks') }} as benchmarks on batteries.benchmark_id = benchmarks.benchmark_id
    where
        known.parameters_b >= coalesce(batteries.size_low_b, 0)
        and known.parameters_b < coalesce(batteries.size_high_b, 'infinity')
    group by all

),

stepped as (

    select
        *,
        lag(parameters_b) over sizes as size_from_b,
        score_pct - lag(score_pct) over sizes as gain_pct,
        sqrt(pow(std_error_pct, 2) + pow(lag(std_error_pct) over sizes, 2)) as gain_std_error_pct
    from sized
    where level is not null
    window sizes as (partition by cohort_id, question_id, benchmark_id, level order by parameters_b)

)

select
    a.cohort_id,
    a.question_id,
    a.benchmark_id as benchmark_a,
    b.benchmark_id as benchmark_b,
    a.level,
    a.size_from_b,
    a.parameters_b as size_to_b,
    a.gain_pct as gain_a_pct,
    b.gain_pct as gain_b_pct,
    b.gain_std_error_pct as gain_b_std_error_pct,
    abs(a.gain_pct) > 1 as is_step,
    sign(a.gain_pct) * sign(b.gain_pct) as direction,
    -- beyond what answers to other items of the kind would give
    case
        when abs(b.gain_pct) > {{ critical_z() }} * b.gain_std_error_pct
            then sign(a.gain_pct) * sign(b.gain_pct)
        else 0
    end as shown_direction
from stepped as a
inner join stepped as b using (cohort_id, question_id, level, size_from_b, parameters_b)
where a.place = 1 and b.place > 1 and b.gain_std_error_pct is not null
