-- The base that a record declares, followed to its root: while the base is itself a row of the board
-- and declares a base of its own, the search goes on there.
with recursive evaluations as (

    select * from {{ ref('int_evaluations_gathered') }}

),

-- A board that reads model cards writes " (Merge)" behind the name of a model of several parents, mostly
-- the row's own name, and "Removed" where the card is gone: neither is a base.
cleaned as (

    select
        snapshot_id,
        model_name,
        nullif(
            nullif(regexp_replace(trim(base_model_name), ' \(Merge\)$', ''), model_name), 'Removed'
        ) as declared_base,
        ends_with(base_model_name, ' (Merge)') as is_merge_declared
    from evaluations

),

declared as (

    select
        snapshot_id,
        model_name,
        min(declared_base) as declared_base,
        -- of a base of another name, the mark is said of that base
        bool_or(is_merge_declared and declared_base is not null) as is_base_merge
    from cleaned
    where declared_base is not null
    group by snapshot_id, model_name

),

-- Ten steps are more than any chain has, and end those that run in a circle.
followed as (

    select
        snapshot_id,
        model_name,
        declared_base as root_name,
        1 as n_steps
    from declared

    union all

    select
        followed.snapshot_id,
        followed.model_name,
        declared.declared_base as root_name,
        followed.n_steps + 1 as n_steps
    from followed
    inner join declared
        on followed.snapshot_id = declared.snapshot_id
        and followed.root_name = declared.model_name
    where followed.n_steps < 10 and declared.declared_base != followed.model_name

)

select
    followed.snapshot_id,
    followed.model_name,
    any_value(declared.declared_base) as declared_base,
    any_value(declared.is_base_merge) as is_base_merge,
    max_by(followed.root_name, followed.n_steps) as root_name,
    max(followed.n_steps) as n_steps
from followed
inner join declared
    on followed.snapshot_id = declared.snapshot_id
    and followed.model_name = declared.model_name
group by followed.snapshot_id, followed.model_name
