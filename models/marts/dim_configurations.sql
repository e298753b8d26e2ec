-- The facts of every evaluation whose board says when, by whom or how open its model was released.
-- A closed model has the size that its developer published, and no other.
with described as (

    select * from {{ ref('int_configurations_described') }}

),

-- facts of a model from a document, before any rule and any source
facts as (

    select * from {{ ref('model_facts') }}

),

-- the first rule that fits the developer as the source spells it, or else the model's name
made as (

    select
        described.evaluation_id,
        arg_min_null(rules.organisation, rules.rule_order) as organisation,
        min_by(rules.said_in, rules.rule_order) as organisation_source
    from described
    inner join {{ ref('organisation_rules') }} as rules
        on (
            rules.said_in = 'organisation'
            and regexp_full_match(described.organisation, rules.pattern, 'i')
        )
        or (
            rules.said_in = 'model name'
            and described.organisation is null
            and regexp_matches(described.model_name, rules.pattern, 'i')
        )
    group by described.evaluation_id

),

-- the first rule all of whose conditions hold; an empty condition always does
thought as (

    select
        described.evaluation_id,
        arg_min_null(rules.is_reasoning, rules.rule_order) as is_reasoning,
        arg_min_null(rules.effort, rules.rule_order) as effort,
        arg_min_null(rules.rule, rules.rule_order) as reasoning_source,
        arg_min_null(rules.is_same_weights, rules.rule_order) as is_same_weights
    from described
    inner join {{ ref('reasoning_rules') }} as rules
        on (
            rules.variant_pattern is null
            or regexp_full_match(coalesce(described.variant, ''), rules.variant_pattern, 'i')
        )
        and (rules.model_pattern is null or regexp_matches(described.model_name, rules.model_pattern, 'i'))
        and (rules.training_type is null or described.training_type = rules.training_type)
        and (rules.released_before is null or described.released_on < rules.released_before)
    group by described.evaluation_id

),

opened as (

    select
        described.evaluation_id,
        min_by(rules.is_open_weights, rules.rule_order) as is_open_weights
    from described
    inner join {{ ref('openness_rules') }} as rules
        on regexp_matches(described.model_name, rules.pattern, 'i')
    group by described.evaluation_id

)

select
    described.evaluation_id,
    described.snapshot_id,
    described.model_id,

    -- the weights and their mode
    described.model_name,
    described.variant,
    coalesce(facts.effort != 'none', thought.is_reasoning) as is_reasoning,
    coalesce(facts.effort, thought.effort) as effort,
    case when facts.effort is not null then 'document' else coalesce(thought.reasoning_source, 'no rule') end
        as reasoning_source,
    case
        when facts.weights is not null then facts.weights
        when coalesce(thought.is_same_weights, true) then described.model_name
        else described.model_name || ' ' || described.variant
    end as weights,
    described.training_type,

    -- the developer and the release
    coalesce(made.organisation, described.organisation) as organisation,
    case
        when made.organisation is not null then made.organisation_source
        when described.organisation is not null then 'organisation'
        else 'unknown'
    end as organisation_source,
    described.released_on,
    facts.weights_released_on,
    coalesce(facts.is_open_weights, described.is_open_weights, opened.is_open_weights) as is_open_weights,
    case
        when facts.is_open_weights is not null then 'document'
        when described.is_open_weights is not null then 'source'
        when opened.is_open_weights is not null then 'model name'
        else 'unknown'
    end as is_open_weights_source,

    -- the size
    sized.is_moe,
    sized.parameters_total_b as parameters_b,
    sized.parameters_total_source as parameters_source,
    case
        when not sized.is_moe then sized.parameters_total_b
        when sized.active_parameters_b > 0 and sized.active_parameters_b <= sized.parameters_total_b
            then sized.active_parameters_b
    end as active_parameters_b

from described
inner join {{ ref('int_configurations_sized') }} as sized using (evaluation_id)
left join facts using (model_name)
left join opened using (evaluation_id)
left join made using (evaluation_id)
left join thought using (evaluation_id)
