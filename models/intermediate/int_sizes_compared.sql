-- The size that every evaluated model has by its own record, beside its base's checkpoint and
-- its count of experts. A name such as 8x7B also multiplies the parameters that experts share.
with

-- Several nominal sizes may name one checkpoint. A model with untied embeddings counts more, and the seed has
-- that count as a nominal size of its own. A model with a vision tower is another model.
checkpoints as (

    select
        base_family,
        list(distinct nominal_b) filter (where parameters_b = smallest_b) as nominal_sizes,
        list(distinct parameters_b) filter (where parameters_b in (smallest_b, nominal_b)) as counts,
        list(distinct parameters_b) filter (
            where parameters_b > smallest_b and parameters_b = nominal_b
        ) as untied_counts,
        min(parameters_b) as parameters_b,
        min(active_parameters_b) as active_parameters_b,
        min(feed_forward_b) as feed_forward_b
    from (
        select
            *,
            min(parameters_b) over (partition by base_family) as smallest_b
        from {{ ref('lineage_checkpoints') }}
    ) as sizes
    group by base_family

),

-- a score that no model of the stored size reaches
ruled_out as (

    select distinct scores.evaluation_id
    from {{ ref('int_scores_deduplicated') }} as scores
    inner join {{ ref('size_limits') }} as limits using (benchmark_id)
    inner join {{ ref('int_evaluations_sized') }} as sized using (evaluation_id)
    where sized.parameters_b < limits.below_b and scores.score_pct > limits.score_pct

),

described as (

    select
        -- the record
        evaluations.evaluation_id,
        evaluations.architecture = 'Unknown' as is_architecture_unknown,
        evaluations.is_quantised,
        evaluations.is_published_size_truncated,
        evaluations.is_moe or clustered.is_mixture_of_copies as is_moe,
        -- a service may be named unlike its weights; only files have an architecture or are adapters
        evaluations.architecture != 'Unknown' or evaluations.weight_type != 'Original' as is_file,
        exists(
            select 1
            from {{ ref('stored_size_exceptions') }} as exceptions
            where contains(lower(evaluations.local_name), exceptions.keyword)
        ) as is_size_changed,
        ruled_out.evaluation_id is not null as is_ruled_out,

        -- its size
        sized.parameters_b,
        sized.parameters_b_published,
        sized.parameters_source as record_source,
        curated.parameters_b as curated_b,
        names.named_b,
        names.n_experts,

        -- its base's checkpoint
        checkpoints.nominal_sizes as checkpoint_nominal_sizes,
        checkpoints.counts as checkpoint_counts,
        checkpoints.untied_counts as checkpoint_untied_counts,
        checkpoints.parameters_b as checkpoint_b,
        checkpoints.active_parameters_b as checkpoint_active_b,

        -- one expert: the checkpoint that is copied, else the size that the name has. Of what is not known,
        -- three quarters are in feed-forward layers, as in most
        -- models of these makes, and less in small ones.
        coalesce(checkpoints.parameters_b, names.named_b) as expert_b,
        coalesce(checkpoints.feed_forward_b, if(expert_b < 0.5, 0.6, 0.75) * expert_b) as feed_forward_b
    from {{ ref('int_evaluations_unioned') }} as evaluations
    inner join {{ ref('int_evaluations_sized') }} as sized using (evaluation_id)
    inner join {{ ref('int_evaluations_clustered') }} as clustered using (evaluation_id)
    inner join {{ ref('int_lineage_names') }} as names using (local_name, architecture)
    left join checkpoints on clustered.family_found = checkpoints.base_family
    left join {{ ref('curated_models') }} as curated on evaluations.model_name = curated.model_name
    left join ruled_out using (evaluation_id)

),

-- a whole number of parameters, or a sum of 1.3 B would not be the 1.3 B of others; the integer of a board,
-- where it has one, outweighs a count of experts that it contradicts
multiplied as (

    select
        *,
        case
            when n_experts >= 2 and expert_b > 0 then round(expert_b + (n_experts - 1) * feed_forward_b, 9)
        end as experts_b,
        coalesce(abs(experts_b - (parameters_b_published + 0.5)) > greatest(0.1 * experts_b, 1), false)
            as is_contradicted
    from described

)

select
    *,
    case
        when is_contradicted and n_experts >= 2 and record_source = 'name product' then 'truncated integer'
        else record_source
    end as own_source
from multiplied
