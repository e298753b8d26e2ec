-- Sizes as the board showed them in January 2024, which are those that the paper's authors had. Of a model
-- submitted by the day that seeds/boards/boards.csv has, the board had counted what its configuration
-- builds, which lacks the output embedding; of a later one it showed the number stored with the weights,
-- else the one in the name, else 0. The integers are of July 2024, when nothing was counted any more: an
-- integer that is not the name's is that of a stored number.
with evaluations as (

    select
        evaluations.evaluation_id,
        evaluations.local_name,
        evaluations.architecture,
        coalesce(evaluations.submitted_on <= boards.configurations_counted_until, false) as is_early,
        evaluations.precision = 'GPTQ' or contains(lower(evaluations.model_name), 'gptq') as is_packed,
        coalesce(trunc(evaluations.parameters_b_published), 0) as integer_b,
        {{ parse_sizes('evaluations.local_name') }}
    from {{ ref('int_evaluations_unioned') }} as evaluations
    inner join {{ ref('boards') }} as boards on evaluations.board = boards.board
    where boards.configurations_counted_until is not null and evaluations.is_published_size_truncated

),

named as (

    select
        *,
        {{ size_in_name() }} * coalesce({{ experts_in_name() }}, 1) as named_b
    from evaluations

),

-- names without a size, or of unknown architecture; without a name, all without a size
unnamed as (

    select
        named.evaluation_id,
        arg_min(checkpoints, checkpoints.rule_order) as checkpoint
    from named
    inner join {{ ref('unnamed_checkpoints') }} as checkpoints
        on regexp_matches(named.architecture, checkpoints.architecture_pattern, 'i')
        and case
            when checkpoints.name_pattern is not null
                then regexp_matches(named.local_name, checkpoints.name_pattern, 'i')
            else named.named_b is null and named.integer_b in (0, trunc(checkpoints.parameters_b))
        end
    group by named.evaluation_id

),

described as (

    select
        named.*,
        coalesce(unnamed.checkpoint.parameters_b, nominal.parameters_b) as stored_b,
        stored_b - coalesce(unnamed.checkpoint.output_embedding_b, nominal.output_embedding_b) as counted_b,
        coalesce(integer_b > 0 and integer_b = trunc(stored_b), false) as is_stored
    from named
    left join unnamed on named.evaluation_id = unnamed.evaluation_id
    left join {{ ref('checkpoint_sizes') }} as nominal
        on named.named_b = nominal.nominal_b
        and regexp_matches(named.architecture, nominal.architecture_pattern, 'i')

),

ruled as (

    select
        *,
        case
            when is_packed and integer_b > 0 then 'packed weights times eight'
            when is_early and is_stored and trunc(named_b) != integer_b and architecture != 'Unknown'
                then 'stored'
            when is_early and counted_b is not null then 'configuration'
            when not is_early and is_stored then 'stored'
            when trunc(named_b) = integer_b or (is_early and integer_b = 0 and named_b is not null)
                then 'name'
            when integer_b > 0 then 'integer'
            else 'unknown'
        end as parameters_paper_source
    from described

)

select
    evaluation_id,
    -- the board wrote 0 for an unknown size
    case parameters_paper_source
        when 'configuration' then counted_b
        when 'stored' then stored_b
        when 'name' then named_b
        when 'unknown' then 0
        else integer_b
    end as parameters_b_paper,
    parameters_paper_source
from ruled
