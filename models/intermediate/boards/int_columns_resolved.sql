-- What the columns of every snapshot mean: as declared for its date, or else by the names in its
-- header. A role that no column has may have one value for all records.
with headers as (

    select * from {{ ref('stg_boards__headers') }}

),

declarations as (

    select * from {{ ref('board_columns') }}

),

roles as (

    select * from {{ ref('column_roles') }}

),

snapshots as (

    select distinct
        snapshot_id,
        board,
        taken_on,
        board in (select board from declarations) as is_declared
    from headers

),

declared as (

    select
        snapshots.snapshot_id,
        headers.column_order,
        declarations.* exclude (board, since, until)
    from snapshots
    inner join declarations
        on snapshots.board = declarations.board
        and snapshots.taken_on >= coalesce(declarations.since, snapshots.taken_on)
        and snapshots.taken_on <= coalesce(declarations.until, snapshots.taken_on)
    left join headers using (snapshot_id, file_column)

),

role_names as (

    select
        role,
        unnest(list_append(string_split(coalesce(also_named, ''), ' '), role)) as name
    from roles

),

named as (

    select
        snapshots.snapshot_id,
        headers.column_order,
        headers.file_column,
        role_names.role
    from snapshots
    inner join headers using (snapshot_id)
    inner join role_names on {{ slug('headers.file_column') }} = role_names.name
    where not snapshots.is_declared and role_names.name != ''

),

found as (

    select * from declared
    union all by name
    select * from named

),

-- what holds of a model where nothing says otherwise
absent as (

    select
        snapshots.snapshot_id,
        roles.role,
        roles.default_value as constant
    from snapshots
    cross join roles
    anti join found using (snapshot_id, role)
    where roles.default_value is not null

),

complete as (

    select * from found
    union all by name
    select * from absent

)

select
    complete.snapshot_id,
    snapshots.is_declared,
    complete.file_column,
    complete.column_order,
    complete.constant,
    complete.role,
    roles.kind,
    coalesce(roles.lower, case when complete.role = 'normalised' then units.lower end) as lower,
    coalesce(roles.upper, case when complete.role = 'normalised' then units.upper end) as upper,
    roles.evaluation_key,
    roles.score_key,
    complete.benchmark_id,
    complete.unit,
    complete.is_higher_better,
    complete.n_shots,
    complete.metric
from complete
inner join snapshots using (snapshot_id)
inner join roles using (role)
left join {{ ref('score_units') }} as units using (unit)
