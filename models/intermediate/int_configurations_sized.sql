-- The size of every evaluation whose board says when, by whom or how open its model was released: all
-- parameters and those that a token passes through. The releases' own figures of mixtures come first.
with described as (

    select * from {{ ref('int_configurations_described') }}

),

mixed as (

    select
        described.evaluation_id,
        arg_min_null(mixtures.parameters_total_b, mixtures.rule_order) as parameters_total_b,
        arg_min_null(mixtures.active_parameters_b, mixtures.rule_order) as active_parameters_b
    from described
    inner join {{ ref('mixtures') }} as mixtures
        on regexp_matches(described.model_name, mixtures.pattern, 'i')
    group by described.evaluation_id

)

select
    described.evaluation_id,
    -- a size that a source gives, unless it is far from the release's own: then it is of the active
    -- parameters, or of experts as if they shared nothing
    described.is_size_published
    and coalesce(
        abs(described.parameters_b / mixed.parameters_total_b - 1) <= 0.35, true
    ) as is_size_believed,
    coalesce(
        case when is_size_believed then described.parameters_b end,
        mixed.parameters_total_b,
        described.parameters_b
    ) as parameters_total_b,
    case
        when is_size_believed then coalesce(described.parameters_said_by, 'published')
        when mixed.parameters_total_b is not null then 'release'
        when described.parameters_b is not null then described.parameters_source
        else 'unknown'
    end as parameters_total_source,
    -- a source that takes a mixture for dense is not believed
    coalesce(
        mixed.active_parameters_b, described.active_parameters_b_named, described.active_parameters_b
    ) as active_parameters_b,
    case
        when coalesce(mixed.active_parameters_b, described.active_parameters_b_named) is not null
            then true
        -- a name that is listed without figures is not a mixture
        when mixed.evaluation_id is not null then false
        else described.is_moe
    end as is_moe
from described
left join mixed using (evaluation_id)
