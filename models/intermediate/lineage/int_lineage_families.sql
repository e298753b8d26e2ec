-- The base family of a lineage at a size, once per distinct pair of them.
with names as (

    select * from {{ ref('int_lineage_names') }}
    where lineage is not null

),

-- a size is asked for with and without the one that a board publishes: a declared root has none
asked as (

    select distinct
        names.lineage,
        names.lineage_nominal_b,
        names.named_b,
        sized.parameters_b
    from {{ ref('int_evaluations_unioned') }}
    inner join {{ ref('int_evaluations_sized') }} as sized using (evaluation_id)
    inner join names using (local_name, architecture)
    union
    select distinct
        lineage,
        lineage_nominal_b,
        named_b,
        null::double as parameters_b
    from names

),

-- The checkpoint that the pattern tells, that of the size in the name, that of the published size; and
-- where none is near, the model has lost layers or won some: it comes from the largest checkpoint below.
ranked as (

    select
        asked.*,
        checkpoints.base_family,
        checkpoints.active_parameters_b is not null as is_mixture,
        coalesce(asked.lineage_nominal_b, asked.named_b, asked.parameters_b) as asked_b,
        case
            when checkpoints.nominal_b = asked.lineage_nominal_b then 1
            when abs(checkpoints.nominal_b / nullif(asked.named_b, 0) - 1) <= 0.12 then 2
            when abs(checkpoints.parameters_b / nullif(asked.parameters_b, 0) - 1) <= 0.12 then 3
            when checkpoints.nominal_b = asked.parameters_b then 3
            when checkpoints.parameters_b <= coalesce(asked.named_b, asked.parameters_b) then 4
            else 5
        end as rule_order,
        case
            when rule_order = 2 then abs(ln(checkpoints.nominal_b / asked.named_b))
            when rule_order = 3 then abs(ln(checkpoints.parameters_b / asked.parameters_b))
            when rule_order = 4 then -checkpoints.parameters_b
            else checkpoints.parameters_b
        end as distance
    from asked
    left join {{ ref('lineage_checkpoints') }} as checkpoints using (lineage)

),

-- without a size, a lineage of one checkpoint gives that one
singles as (

    select
        lineage,
        any_value(base_family) as base_family
    from {{ ref('lineage_checkpoints') }}
    group by lineage
    having count(distinct base_family) = 1

),

chosen as (

    select *
    from ranked
    qualify row_number() over (
        partition by lineage, lineage_nominal_b, named_b, parameters_b
        order by rule_order asc, distance asc, base_family asc
    ) = 1

)

select
    chosen.lineage,
    chosen.lineage_nominal_b,
    chosen.named_b,
    chosen.parameters_b,
    chosen.asked_b is not null or singles.lineage is not null as is_sized,
    case
        when asked_b is null then coalesce(singles.base_family, chosen.lineage)
        -- copies of a dense model in the shape of a released mixture are not that mixture's
        when is_mixture and rule_order >= 4 then null
        when chosen.base_family is not null then chosen.base_family
        else
            chosen.lineage || ' ' || regexp_replace(
                round(asked_b, 1 - floor(log10(nullif(asked_b, 0)))::integer)::varchar, '\.0$', ''
            ) || 'B'
    end as base_family
from chosen
left join singles using (lineage)
