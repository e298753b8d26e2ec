{% call select_local_or_spark() %}
-- Facts of the models: from their answers, else from a board. A model without a base family is its own.
with facts as (

    select
        evaluations.model_name,
        evaluations.parameters_b,
        evaluations.architecture,
        evaluations.training_type,
        evaluations.training_type_label,
        evaluations.base_model_name,
        -- an unknown family stays null: models without one are not relatives
        case when evaluations.is_base_family_resolved then evaluations.base_family end as base_family,
        row_number() over (
            partition by evaluations.model_name
            order by
                evaluations.is_preferred_evaluation desc nulls last,
                snapshots.taken_on desc,
                evaluations.evaluation_id asc
        ) as place
    from {{ published_mart(ref('fct_evaluations')) }} as evaluations
    inner join {{ published_mart(ref('dim_snapshots')) }} as snapshots
        on evaluations.snapshot_id = snapshots.snapshot_id
    -- the small side first: without item results nothing is ranked
    where evaluations.model_name in (select models.model_name from {{ ref('stg_item_models') }} as models)

)

select
    models.evaluation_id,
    models.import_name,
    models.model_name,
    coalesce(models.parameters_b, facts.parameters_b) as parameters_b,
    coalesce(models.architecture, facts.architecture) as architecture,
    coalesce(models.training_type, facts.training_type) as training_type,
    -- a stated type replaces a board's label
    case when models.training_type is null then facts.training_type_label end as training_type_label,
    facts.base_model_name,
    coalesce(models.base_family, facts.base_family, models.model_name) as base_family
from {{ ref('stg_item_models') }} as models
left join facts
    on models.model_name = facts.model_name
    and facts.place = 1
{% endcall %}
