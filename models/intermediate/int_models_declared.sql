-- What the declared boards say of models, by full name and, where only one model bears it, by the name
-- without its organisation. What they do not agree on is null.
with records as (

    select
        *,
        lower(model_name) as full_name
    from {{ ref('int_evaluations_checked') }}
    where reject_reason is null and board in (select board from {{ ref('board_columns') }})

),

named as (

    select
        full_name as name,
        *
    from records
    union all
    select
        regexp_extract(full_name, '([^/]*)$', 1) as name,
        *
    from records
    where contains(full_name, '/')

),

gathered as (

    select
        name,
        min(case when parameters_b > 0 then parameters_b end) as smallest_b,
        median(case when parameters_b > 0 then parameters_b end) as median_b,
        max(case when parameters_b > 0 then parameters_b end) as largest_b,
        min(training_type_label) as training_type_label,
        count(distinct training_type_label) as n_labels,
        mode(architecture_label order by architecture_label) as architecture_label,
        count(distinct architecture_label) as n_architectures
    from named
    group by name
    having count(distinct full_name) = 1

)

select
    name,
    -- a quantised copy may be counted otherwise, and then nobody can say
    case when largest_b <= 1.05 * smallest_b then median_b end as parameters_b,
    case when n_labels = 1 then training_type_label end as training_type_label,
    case when n_architectures = 1 then architecture_label end as architecture_label
from gathered
