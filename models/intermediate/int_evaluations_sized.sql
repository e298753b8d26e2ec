-- The size of every evaluated model, in billions of parameters, and the rule it was found by.
with evaluations as (

    select * from {{ ref('int_evaluations_gathered') }}

),

checkpoint_sizes as (

    select * from {{ ref('checkpoint_sizes') }}

),

parsed as (

    select
        *,
        {{ parsed_sizes('local_name') }}
    from evaluations

),

named as (

    select
        *,
        {{ named_size() }} * coalesce({{ named_experts() }}, 1) as parameters_b_named,
        {{ named_experts() }} is not null as is_named_product
    from parsed

),

-- a name that contradicts the published size by more than 35 % and more than 2 B is not believed
believed as (

    select
        *,
        case
            when parameters_b_named <= 0 then null
            when
                abs(parameters_b_named - parameters_b_published) > 0.35 * parameters_b_published
                and abs(parameters_b_named - parameters_b_published) > 2
                then null
            else parameters_b_named
        end as parameters_b_believed
    from named

),

-- once per architecture and size, of which there are far fewer than evaluations
pairs as (

    select distinct
        architecture,
        parameters_b_believed
    from believed
    where is_published_size_truncated and parameters_b_believed is not null

),

checkpoints as (

    select
        pairs.architecture,
        pairs.parameters_b_believed,
        checkpoint_sizes.parameters_b
    from pairs
    inner join checkpoint_sizes
        on pairs.parameters_b_believed = checkpoint_sizes.nominal_b
        and regexp_matches(pairs.architecture, checkpoint_sizes.architecture_pattern, 'i')

),

matched as (

    select
        believed.*,
        checkpoints.parameters_b as parameters_b_checkpoint
    from believed
    left join checkpoints
        on believed.architecture = checkpoints.architecture
        and believed.parameters_b_believed = checkpoints.parameters_b_believed
        and believed.is_published_size_truncated

)

select
    evaluation_id,
    parameters_b_published,
    parameters_b_named,
    case
        when not is_published_size_truncated and parameters_b_published is not null then parameters_b_published
        when parameters_b_checkpoint is not null then parameters_b_checkpoint
        when parameters_b_believed is not null then parameters_b_believed
        else parameters_b_published
    end as parameters_b,
    case
        when not is_published_size_truncated and parameters_b_published is not null
            then coalesce(parameters_rule, 'published')
        when parameters_b_checkpoint is not null then 'checkpoint'
        when parameters_b_believed is not null and is_named_product then 'name product'
        when parameters_b_believed is not null then 'name'
        when parameters_b_published is not null then 'truncated integer'
        else 'unknown'
    end as parameters_source
from matched
