-- The header of every snapshot, from its first whole record.
with records as (

    select * from {{ ref('stg_boards__records') }}
    where record_error is null

),

first_records as (

    select
        *,
        json_keys(raw) as header
    from records
    qualify row_number() over (partition by snapshot_id order by row_number) = 1

)

select
    snapshot_id,
    board,
    taken_on,
    file_name,
    unnest(header) as file_column,
    generate_subscripts(header, 1) as column_order
from first_records
