-- Every declared value of every whole record, cast by its kind. Text of another kind becomes null: NaN,
-- infinity, 1,5 and １ are not numbers here.
with records as (

    select * from {{ ref('stg_boards__records') }}
    where record_error is null

),

cells as (

    select
        snapshot_id,
        row_number,
        unnest(map_entries(from_json(raw, '"MAP(VARCHAR, VARCHAR)"')), recursive := true)
    from records

),

read as (

    select
        cells.snapshot_id,
        cells.row_number,
        columns.* exclude (snapshot_id, is_declared, constant),
        nullif(regexp_replace(cells.value, '^[\s\p{Z}]+|[\s\p{Z}]+$', '', 'g'), '') as text
    from cells
    inner join {{ ref('int_columns_resolved') }} as columns
        on cells.snapshot_id = columns.snapshot_id and cells.key = columns.file_column

),

constants as (

    select
        records.snapshot_id,
        records.row_number,
        columns.* exclude (snapshot_id, is_declared, constant),
        columns.constant as text
    from records
    inner join {{ ref('int_columns_resolved') }} as columns on records.snapshot_id = columns.snapshot_id
    where columns.constant is not null

),

fields as (

    select * from read
    union all by name
    select * from constants

)

select
    *,
    case
        when
            kind in ('number', 'positive', 'whole', 'score')
            and regexp_full_match(text, '[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?')
            and isfinite(try_cast(text as double))
            then try_cast(text as double)
    end as number,
    case when kind = 'boolean' then try_cast(text as boolean) end as truth,
    -- a time of day may follow
    case
        when
            kind = 'date'
            and regexp_full_match(text, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[+-][0-9:]+)?)?')
            then try_cast(left(text, 10) as date)
    end as day
from fields
