select
    snapshot_id,
    board,
    taken_on,
    file_name,
    row_number,
    record_error,
    raw
from {{ source('boards', 'board_records') }}
