-- All parameters of every evaluated model, and those that a token passes through. A name such as 8x7B
-- multiplies what the experts share, and a stored size may count packed weights or an adapter.
with evaluations as (

    select * from {{ ref('int_evaluations_gathered') }}

),

exceptions as (

    select * from {{ ref('stored_size_exceptions') }}

),

-- several nominal sizes may name one checkpoint
checkpoints as (

    select
        base_family,
        list(distinct nominal_b) as nominal_sizes,
        min(parameters_b) as parameters_b,
        min(active_parameters_b) as active_parameters_b,
        min(feed_forward_b) as feed_forward_b
    from {{ ref('lineage_checkpoints') }}
    group by base_family

),

described as (

    select
        evaluations.evaluation_id,
        evaluations.is_moe or clustered.is_mixture_of_copies as is_moe,
        evaluations.architecture = 'Unknown' as is_architecture_unknown,
        sized.parameters_b,
        sized.parameters_source,
        sized.parameters_b_published,
        names.named_b,
        names.n_experts,
        clustered.is_merge_resolved,
        checkpoints.parameters_b as checkpoint_b,
        checkpoints.active_parameters_b as checkpoint_active_b,
        -- one expert: the checkpoint that is copied, else the size that the name has. Of what is not known,
        -- three quarters are in feed-forward layers, as in most models of these makes.
        coalesce(checkpoints.parameters_b, names.named_b) as expert_b,
        coalesce(checkpoints.feed_forward_b, 0.75 * coalesce(checkpoints.parameters_b, names.named_b)) as feed_forward_b,
        sized.parameters_b / checkpoints.parameters_b as stored_ratio,
        list_contains(checkpoints.nominal_sizes, names.named_b) as is_named_as_checkpoint,
        exists(
            select 1
            from exceptions
            where contains(lower(evaluations.local_name), exceptions.keyword)
        ) as is_size_changed
    from evaluations
    inner join {{ ref('int_evaluations_sized') }} as sized on evaluations.evaluation_id = sized.evaluation_id
    inner join {{ ref('int_evaluations_clustered') }} as clustered
        on evaluations.evaluation_id = clustered.evaluation_id
    inner join {{ ref('int_lineage_names') }} as names
        on evaluations.local_name = names.local_name
        and evaluations.architecture = names.architecture
    left join checkpoints on clustered.family_found = checkpoints.base_family

),

ruled as (

    select
        *,
        case
            when parameters_source in ('user', 'registry') then parameters_source
            when checkpoint_active_b is not null then 'checkpoint of a mixture'
            when n_experts >= 2 and parameters_source != 'published' and expert_b > 0 then 'experts counted'
            -- packed weights are counted as fewer, an adapter beside its base as twice as many
            when
                parameters_source = 'published' and is_named_as_checkpoint and not is_size_changed
                and (
                    stored_ratio between 0.25 and 0.65
                    or (stored_ratio between 1.9 and 2.1 and is_architecture_unknown)
                )
                then 'stored size corrected'
            else parameters_source
        end as rule
    from described

),

totalled as (

    select
        *,
        case rule
            when 'checkpoint of a mixture' then checkpoint_b
            -- a whole number of parameters, or a sum of 1.3 B would not be the 1.3 B of others
            when 'experts counted' then round(expert_b + (n_experts - 1) * feed_forward_b, 9)
            when 'stored size corrected' then checkpoint_b
            else parameters_b
        end as total_b
    from ruled

),

-- the integer of a board, where it has one, outweighs a count of experts that it contradicts
checked as (

    select
        *,
        rule = 'experts counted' and abs(total_b - (parameters_b_published + 0.5)) > greatest(0.1 * total_b, 1)
            as is_contradicted
    from totalled

)

select
    evaluation_id,
    case when is_contradicted then parameters_b_published else total_b end as parameters_b,
    case when is_contradicted then 'truncated integer' else rule end as parameters_source,
    case
        when rule = 'checkpoint of a mixture' then checkpoint_active_b
        when is_contradicted then case when not is_moe then parameters_b_published end
        -- of copies put together, a token passes through two
        when n_experts >= 2 and expert_b + feed_forward_b <= total_b + 0.01 then least(expert_b + feed_forward_b, total_b)
        when n_experts is null and not is_moe then total_b
    end as active_parameters_b
from checked
