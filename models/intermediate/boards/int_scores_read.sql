-- Every score of every whole record: a cell of a column that is a benchmark's, or the one score of a
-- record that names its benchmark. Of the latter also the empty ones, because the record is nothing else.
with snapshots as (

    select distinct
        snapshot_id,
        is_declared
    from {{ ref('int_columns_resolved') }}

),

cells as (

    select
        fields.*,
        evaluations.is_one_score and fields.role = 'score' and fields.benchmark_id is null as is_one_score
    from {{ ref('int_fields_cast') }} as fields
    inner join {{ ref('int_records_pivoted') }} as evaluations using (snapshot_id, row_number)
    where fields.role in ('score', 'other_score')

)

select
    -- the cell
    cells.snapshot_id,
    evaluations.board,
    snapshots.is_declared,
    cells.row_number,
    cells.file_column,
    cells.column_order,
    cells.is_one_score,

    -- what it is on
    cells.role = 'score' as is_on_benchmark,
    cells.benchmark_id as declared_benchmark_id,
    case when cells.is_one_score then evaluations.benchmark else cells.file_column end as benchmark,
    evaluations.subset,
    coalesce(evaluations.metric, cells.metric) as metric,
    evaluations.metric_filter,
    try_cast(evaluations.report as integer) as report,
    try_cast(coalesce(evaluations.n_shots, cells.n_shots) as integer) as n_shots,
    try_cast(evaluations.n_items as integer) as n_items,
    coalesce(evaluations.is_part, false) as is_part,
    evaluations.is_primary,

    -- what it is
    cells.text,
    cells.number as value,
    evaluations.unit,
    cells.unit as declared_unit,
    coalesce(evaluations.is_higher_better, cells.is_higher_better, true) as is_higher_better,
    nullif(evaluations.std_error, 0) as std_error,
    normalised.number as normalised_value,
    normalised.unit as normalised_unit
from cells
inner join {{ ref('int_records_pivoted') }} as evaluations using (snapshot_id, row_number)
inner join snapshots using (snapshot_id)
left join {{ ref('int_fields_cast') }} as normalised
    on cells.snapshot_id = normalised.snapshot_id
    and cells.row_number = normalised.row_number
    and cells.role = 'score'
    and normalised.role = 'normalised'
    and cells.benchmark_id is not distinct from normalised.benchmark_id
where cells.text is not null or cells.is_one_score
