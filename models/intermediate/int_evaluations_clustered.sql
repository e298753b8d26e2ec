-- The base family of every evaluation: the weights that fine-tunes share, as far as architecture and
-- size tell. Evaluations of one base family are not independent of each other.
with evaluations as (

    select * from {{ ref('int_evaluations_gathered') }}

),

sized as (

    select * from {{ ref('int_evaluations_sized') }}

),

architectures as (

    select * from {{ ref('dim_architectures') }}

),

checkpoint_sizes as (

    select * from {{ ref('checkpoint_sizes') }}

),

described as (

    select
        evaluations.evaluation_id,
        evaluations.model_name,
        evaluations.architecture,
        sized.parameters_b,
        sized.parameters_source,
        -- the paper's Other is many families, told apart by their labels: Qwen2ForCausalLM is Qwen2
        case
            when architectures.architecture_family != 'Other' then architectures.architecture_family
            else regexp_replace(
                evaluations.architecture, '(ForCausalLM|ForCasualLM|ForConditionalGeneration|LMHeadModel|Model)$', ''
            )
        end as family
    from evaluations
    inner join sized on evaluations.evaluation_id = sized.evaluation_id
    inner join architectures on evaluations.architecture = architectures.architecture

),

-- Added tokens move a size by less than 2 %, and 2 % still parts Llama 2 70B (68.98) from Llama 3 70B
-- (70.55). A nominal size or an integer cut off after the point stands for its checkpoint.
checkpoints as (

    select
        described.evaluation_id,
        min_by(
            checkpoint_sizes.parameters_b,
            abs(ln(described.parameters_b / checkpoint_sizes.parameters_b))
        ) as checkpoint_b
    from described
    inner join checkpoint_sizes
        on regexp_matches(described.architecture, checkpoint_sizes.architecture_pattern, 'i')
        and (
            abs(described.parameters_b / checkpoint_sizes.parameters_b - 1) <= 0.02
            or described.parameters_b = checkpoint_sizes.nominal_b
            or (
                described.parameters_source = 'truncated integer'
                and described.parameters_b = floor(checkpoint_sizes.parameters_b)
            )
        )
    group by described.evaluation_id

),

resolved as (

    select
        described.*,
        checkpoints.checkpoint_b,
        coalesce(
            checkpoints.checkpoint_b,
            -- two significant digits: 7.613 and 7.616 are one Qwen2
            round(described.parameters_b, 1 - floor(log10(described.parameters_b))::integer)
        ) as base_size_b
    from described
    left join checkpoints on described.evaluation_id = checkpoints.evaluation_id

)

select
    evaluation_id,
    case
        when base_size_b is null then 'model ' || model_name
        else family || ' ' || regexp_replace(base_size_b::varchar, '\.0$', '')
    end as base_family,
    case
        when base_size_b is null then 'model alone'
        when checkpoint_b is not null then 'checkpoint'
        else 'rounded size'
    end as base_family_source
from resolved
