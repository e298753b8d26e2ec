-- The base that a record declares, followed to its root: while the base is itself a row of the board
-- and declares a base of its own, the search goes on there.
with recursive evaluations as (

    select * from {{ ref('int_evaluations_unioned') }}

),

-- A board that reads model cards writes " (Merge)" behind the name of a model of several parents, mostly
-- the row's own name, and "Removed" where the card is gone: neither is a base. Commas and semicolons part
-- several bases.
parents as (

    select distinct
        snapshot_id,
        model_name,
        unnest(list_transform(
            string_split_regex(base_model_name, '[,;]'),
            lambda base: regexp_replace(trim(base), ' \(Merge\)$', '')
        )) as declared_base
    from evaluations

),

declared as (

    select
        snapshot_id,
        model_name,
        declared_base,
        row_number() over (partition by snapshot_id, model_name order by declared_base) as parent_order,
        count(*) over (partition by snapshot_id, model_name) as n_parents
    from parents
    where declared_base not in ('', 'Removed', model_name)

),

-- Ten steps exceed the length of any chain and end cycles. The search
-- stops at a base of several parents, which has no single root.
followed as (

    select
        snapshot_id,
        model_name,
        parent_order,
        n_parents,
        declared_base,
        declared_base as root_name,
        1 as n_steps
    from declared

    union all

    select
        followed.snapshot_id,
        followed.model_name,
        followed.parent_order,
        followed.n_parents,
        followed.declared_base,
        declared.declared_base as root_name,
        followed.n_steps + 1 as n_steps
    from followed
    inner join declared
        on followed.snapshot_id = declared.snapshot_id
        and followed.root_name = declared.model_name
    where followed.n_steps < 10 and declared.n_parents = 1 and declared.declared_base != followed.model_name

)

select
    snapshot_id,
    model_name,
    parent_order,
    n_parents,
    declared_base,
    max_by(root_name, n_steps) as root_name,
    max(n_steps) as n_steps
from followed
group by snapshot_id, model_name, parent_order, n_parents, declared_base
