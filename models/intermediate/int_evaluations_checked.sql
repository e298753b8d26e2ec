-- Every record of a board: its evaluation and the reason why it is rejected, if any. A record stays
-- whole: one value that is not of its column's kind rejects all of it. An undeclared benchmark rejects
-- only a record of a single score.
with field_problems as (

    select
        fields.snapshot_id,
        fields.row_number,
        fields.column_order,
        coalesce(fields.file_column, fields.role) as label,
        case
            when fields.kind = 'boolean' and fields.truth is null
                then label || ' is not a boolean: ' || fields.text
            when fields.kind = 'date' and fields.day is null then label || ' is not a date: ' || fields.text
            when fields.kind = 'date' and fields.day < date '1950-01-01'
                then label || ' is before 1950: ' || fields.text
            when fields.kind = 'date' and fields.day > evaluations.taken_on
                then label || ' is after the day of the snapshot: ' || fields.text
            when fields.kind in ('number', 'positive', 'whole') and fields.number is null
                then label || ' is not a number: ' || fields.text
            when
                fields.kind in ('number', 'positive', 'whole')
                and fields.number = 0
                and starts_with(fields.text, '-')
                then label || ' is minus zero: ' || fields.text
            when fields.kind = 'positive' and fields.number <= 0
                then label || ' is not above 0: ' || fields.text
            when fields.kind = 'whole' and fields.number != floor(fields.number)
                then label || ' is not a whole number: ' || fields.text
            when
                not fields.number
                between coalesce(fields.lower, '-infinity') and coalesce(fields.upper, 'infinity')
                then {{ outside_scale('label', 'fields.lower', 'fields.upper', 'fields.text') }}
        end as problem
    from {{ ref('int_fields_cast') }} as fields
    inner join {{ ref('int_records_pivoted') }} as evaluations using (snapshot_id, row_number)
    where fields.text is not null

),

score_problems as (

    select
        snapshot_id,
        row_number,
        column_order,
        coalesce(value_problem, case when is_one_score then benchmark_problem end) as problem
    from {{ ref('int_scores_checked') }}

),

value_problems as (

    select * exclude (label) from field_problems
    where problem is not null
    union all
    select * from score_problems
    where problem is not null

),

first_problems as (

    select
        snapshot_id,
        row_number,
        min_by(problem, column_order) as problem
    from value_problems
    group by snapshot_id, row_number

),

keyed as (

    select
        evaluations.*,
        md5(evaluations.snapshot_id || '|' || evaluations.evaluation_key) as evaluation_id,
        case
            when evaluations.is_one_score
                then concat_ws('|', evaluations.evaluation_key, evaluations.score_key)
            else evaluations.evaluation_key
        end as record_key,
        case
            when evaluations.is_one_score
                then concat_ws(', ', evaluations.evaluation_key_columns, evaluations.score_key_columns)
            else evaluations.evaluation_key_columns
        end as key_columns,
        case
            when evaluations.record_error is not null then evaluations.record_error
            when evaluations.problem is not null then evaluations.problem
            when evaluations.model_name is null then 'missing model name'
            else first_problems.problem
        end as record_problem
    from {{ ref('int_records_pivoted') }} as evaluations
    left join first_problems using (snapshot_id, row_number)

)

select
    *,
    case
        when record_problem is not null then record_problem
        -- an earlier sound record of the same snapshot has the same key
        when row_number() over same_key > 1
            then
                'duplicate key (' || key_columns || '): same as row ' || first_value(row_number) over same_key
    end as reject_reason
from keyed
window same_key as (partition by snapshot_id, record_problem is null, record_key order by row_number)
