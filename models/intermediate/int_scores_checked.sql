-- Every score: its benchmark, its unit, and the reasons why it is rejected, if any.
with benchmarks as (

    select * from {{ ref('benchmarks') }}

),

units as (

    select * from {{ ref('score_units') }}

),

names as (

    select
        *,
        {{ slug('name') }} as slug
    from {{ ref('benchmark_names') }}

),

-- the benchmark of a name on any board: identifier, name or another spelling
known_names as (

    select
        benchmark_id as slug,
        benchmark_id
    from benchmarks
    union
    select
        {{ slug('benchmark_name') }} as slug,
        benchmark_id
    from benchmarks
    union
    select
        slug,
        benchmark_id
    from names
    where board is null

),

-- its meaning on this board comes first; names in letters other than a to z have no slug
resolved as (

    select
        scores.*,
        names.name is not null as is_named_by_board,
        coalesce(scores.declared_benchmark_id, names.benchmark_id) as benchmark_id_of_board,
        known_names.benchmark_id as benchmark_id_known,
        coalesce(
            nullif({{ slug('scores.benchmark') }}, ''), 'benchmark_' || left(md5(scores.benchmark), 8)
        ) as slug,
        coalesce(scores.n_shots, names.n_shots)::integer as n_shots_known,
        coalesce(scores.metric, names.metric) as metric_known,
        coalesce(scores.unit, names.unit, scores.declared_unit) as given_unit
    from {{ ref('int_scores_read') }} as scores
    left join names on scores.board = names.board and scores.benchmark = names.name and scores.is_one_score
    left join known_names on {{ slug('scores.benchmark') }} = known_names.slug and scores.is_one_score

),

-- Without a unit, the range of the values separates shares from percentages if possible.
ranged as (

    select
        *,
        bool_and(value between 0 and 1) filter (where given_unit is null) over of_file as is_file_within_1,
        avg((value between 0 and 1)::integer) filter (where given_unit is null) over of_name
            as share_within_1,
        max(value) filter (where given_unit is null) over of_name as largest
    from resolved
    window of_file as (partition by snapshot_id), of_name as (partition by snapshot_id, slug)

),

identified as (

    select
        *,
        case
            when not is_on_benchmark then null
            when benchmark_id_of_board is not null then benchmark_id_of_board
            when is_named_by_board then null
            when benchmark_id_known is not null then benchmark_id_known
            -- these two would take the columns that the models of size name so
            when slug in ('parameters_b', 'scale_factor') then slug || '_score'
            else slug
        end as benchmark_id,
        case
            when given_unit is not null then given_unit
            when is_file_within_1 then 'share'
            -- single percentages may lie below 1, most do not;
            -- without one above 10, a judge's marks look the same
            when share_within_1 <= 0.5 and largest > 10 then 'percent'
        end as unit_taken
    from ranged

)

select
    identified.* exclude (n_shots_known, metric_known, unit_taken, given_unit, slug)
    replace (
        identified.n_shots_known as n_shots, identified.metric_known as metric, identified.unit_taken as unit
    ),
    units.percent_per_unit,
    normalised_units.percent_per_unit as normalised_percent_per_unit,
    -- why it is rejected: its value or its benchmark
    case
        when identified.is_one_score and identified.benchmark is null then 'missing benchmark'
        when identified.text is null then 'missing value'
        when identified.value is null then identified.file_column || ' is not a number: ' || identified.text
        when identified.value = 0 and starts_with(identified.text, '-')
            then identified.file_column || ' is minus zero: ' || identified.text
        when identified.unit_taken is null
            then
                'the unit is unclear: ' || identified.benchmark || ' ' || identified.text
                || ' may be a share, a percentage or on a scale of its own; add a column unit'
        when units.unit is null then 'unknown unit: ' || identified.unit_taken
        when
            not identified.value
            between coalesce(units.lower, '-infinity') and coalesce(units.upper, 'infinity')
            then
                {{ outside_scale('identified.file_column', 'units.lower', 'units.upper', 'identified.text') }}
    end as value_problem,
    case
        when
            identified.benchmark_id is not null and identified.is_declared and benchmarks.benchmark_id is null
            then 'unknown benchmark: ' || coalesce(identified.declared_benchmark_id, identified.benchmark)
    end as benchmark_problem
from identified
left join units on identified.unit_taken = units.unit
left join units as normalised_units on identified.normalised_unit = normalised_units.unit
left join benchmarks on identified.benchmark_id = benchmarks.benchmark_id
