-- All parameters of every evaluated model, the active ones, and their bounds. A model made from a base has
-- the base's size, whatever its name or its file says, unless layers were removed or added, or its output
-- embedding is untied from the input's. A name such as 8x7B also multiplies the parameters that experts share.
with

-- Several nominal sizes may name one checkpoint. A model with untied embeddings counts more, and the seed has
-- that count as a nominal size of its own. A model with a vision tower is another model.
checkpoints as (

    select
        base_family,
        list(distinct nominal_b) filter (where parameters_b = smallest_b) as nominal_sizes,
        list(distinct parameters_b) filter (where parameters_b in (smallest_b, nominal_b)) as counts,
        list(distinct parameters_b) filter (where parameters_b > smallest_b and parameters_b = nominal_b) as untied_counts,
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
limits as (

    select distinct scores.evaluation_id
    from {{ ref('int_scores_deduplicated') }} as scores
    inner join {{ ref('size_limits') }} as limits using (benchmark_id)
    inner join {{ ref('int_evaluations_sized') }} as sized using (evaluation_id)
    where sized.parameters_b < limits.below_b and scores.score_pct > limits.score_pct

),

described as (

    select
        evaluations.evaluation_id,
        evaluations.is_moe or clustered.is_mixture_of_copies as is_moe,
        evaluations.architecture = 'Unknown' as is_architecture_unknown,
        evaluations.is_quantised,
        evaluations.is_published_size_truncated,
        sized.parameters_b,
        sized.parameters_source,
        sized.parameters_b_published,
        curated.parameters_b as curated_b,
        limits.evaluation_id is not null as is_impossible,
        names.named_b,
        names.n_experts,
        clustered.is_merge_resolved,
        checkpoints.parameters_b as checkpoint_b,
        checkpoints.active_parameters_b as checkpoint_active_b,
        -- one expert: the checkpoint that is copied, else the size that the name has. Of what is not known,
        -- three quarters are in feed-forward layers, as in most models of these makes, and less in small ones.
        coalesce(checkpoints.parameters_b, names.named_b) as expert_b,
        coalesce(checkpoints.feed_forward_b, if(expert_b < 0.5, 0.6, 0.75) * expert_b) as feed_forward_b,
        sized.parameters_b / checkpoints.parameters_b as ratio,
        coalesce(list_contains(checkpoints.nominal_sizes, sized.parameters_b), false) as is_nominal,
        list_min(list_transform(checkpoints.counts, lambda size: abs(sized.parameters_b / size - 1))) as off_counts,
        coalesce(
            list_min(list_transform(
                checkpoints.untied_counts, lambda size: abs(sized.parameters_b / size - 1)
            )) <= 0.02, false
        ) as is_untied,
        coalesce(list_contains(checkpoints.nominal_sizes, names.named_b), false) as is_named_as_checkpoint,
        abs(names.named_b / checkpoints.parameters_b - 1) <= 0.12 as is_named_near,
        floor(names.named_b) = sized.parameters_b_published as is_named_as_integer,
        coalesce(abs(names.named_b / sized.parameters_b_published - 1) <= 0.07, false) as is_named_as_published,
        -- a service may be named unlike its weights; only files have an architecture or are adapters
        evaluations.architecture != 'Unknown' or evaluations.weight_type != 'Original' as is_file,
        exists(
            select 1
            from {{ ref('stored_size_exceptions') }} as exceptions
            where contains(lower(evaluations.local_name), exceptions.keyword)
        ) as is_size_changed
    from {{ ref('int_evaluations_unioned') }} as evaluations
    inner join {{ ref('int_evaluations_sized') }} as sized using (evaluation_id)
    inner join {{ ref('int_evaluations_clustered') }} as clustered using (evaluation_id)
    inner join {{ ref('int_lineage_names') }} as names using (local_name, architecture)
    left join checkpoints on clustered.family_found = checkpoints.base_family
    left join {{ ref('curated_models') }} as curated on evaluations.model_name = curated.model_name
    left join limits using (evaluation_id)

),

-- a whole number of parameters, or a sum of 1.3 B would not be the 1.3 B of others; the integer of a board,
-- where it has one, outweighs a count of experts that it contradicts
multiplied as (

    select
        *,
        case when n_experts >= 2 and expert_b > 0 then round(expert_b + (n_experts - 1) * feed_forward_b, 9) end as experts_b,
        coalesce(abs(experts_b - (parameters_b_published + 0.5)) > greatest(0.1 * experts_b, 1), false)
            as is_contradicted
    from described

),

ruled as (

    select
        *,
        case
            when parameters_source in ('user', 'registry') then parameters_source
            when curated_b is not null then 'curated'
            when checkpoint_active_b is not null then 'checkpoint of a mixture'
            when is_impossible then if(checkpoint_b is null, 'unknown', 'base checkpoint')
            when experts_b is not null and parameters_source != 'published' and not is_contradicted then 'experts counted'
            when checkpoint_b is null then own_source
            -- an integer was cut off what the checkpoint counts, or what it counts with some tokens more
            when is_published_size_truncated and parameters_b_published is not null and not is_quantised
                then
                    case
                        when own_source = 'name' and not is_named_as_checkpoint and is_named_as_integer then own_source
                        when parameters_b_published between floor(0.99 * checkpoint_b) and floor(1.01 * checkpoint_b)
                            then 'base checkpoint'
                        -- without a file to count, as for adapters, the integer was taken from the name
                        when own_source = 'name' and is_named_as_integer and is_architecture_unknown then 'base checkpoint'
                        when is_named_as_checkpoint and parameters_b_published < 0.65 * checkpoint_b and not is_size_changed
                            then 'stored size corrected'
                        else own_source
                    end
            when is_untied and parameters_source = 'published' and not is_quantised then own_source
            when off_counts <= 0.02 or abs(ratio - 1) <= 0.06 or is_nominal then 'base checkpoint'
            when is_size_changed or is_moe then own_source
            when parameters_source = 'unknown' then if(is_file, 'base checkpoint', own_source)
            when parameters_source != 'published' and (is_named_as_checkpoint or is_named_near) then 'base checkpoint'
            -- packed weights are counted as fewer, and an adapter beside its base as twice as many
            when
                (is_named_as_checkpoint and ratio between 0.2 and 1.35)
                or (is_quantised and not is_named_as_published)
                or (named_b is null and ratio between 0.4 and 0.65)
                or (abs(ratio - 2) <= 0.01 and not is_named_as_published)
                or (ratio between 1.9 and 2.1 and is_named_as_checkpoint and is_architecture_unknown)
                then 'stored size corrected'
            else own_source
        end as rule
    from (
        select
            *,
            case
                when is_contradicted and n_experts >= 2 and parameters_source = 'name product' then 'truncated integer'
                else parameters_source
            end as own_source
        from multiplied
    ) as owned

),

checked as (

    select
        *,
        case
            when rule = 'curated' then curated_b
            when rule in ('checkpoint of a mixture', 'base checkpoint', 'stored size corrected') then checkpoint_b
            when rule = 'experts counted' then experts_b
            when rule = 'truncated integer' then parameters_b_published
            when rule = 'unknown' then null
            else parameters_b
        end as total_b
    from ruled

),

-- A name or a size of a board that is a whole number was rounded to it: 7 is 6.5 to 7.5, and 1.3 is 1.25 to 1.35.
rounded as (

    select
        *,
        case
            when rule in ('name', 'name product')
                then
                    case
                        when total_b = round(total_b) then 0.5
                        when round(total_b, 1) = total_b then 0.5 / 10
                        when round(total_b, 2) = total_b then 0.5 / 100
                        else 0.5 / 1000
                    end
        end as half_step
    from checked

)

select
    evaluation_id,
    -- of all that was cut off to an integer the middle is the nearest
    case when rule = 'truncated integer' then total_b + 0.5 else total_b end as parameters_b,
    case
        when rule = 'truncated integer' then total_b
        when half_step is not null then total_b - half_step
        -- experts of a nominal size are as uncertain as their name
        when rule = 'experts counted' and checkpoint_b is null then 0.93 * total_b
        else total_b
    end as size_low_b,
    case
        when rule = 'truncated integer' then total_b + 1
        when half_step is not null then total_b + half_step
        when rule = 'experts counted' and checkpoint_b is null then 1.07 * total_b
        else total_b
    end as size_high_b,
    rule as parameters_source,
    case
        when rule = 'checkpoint of a mixture' then checkpoint_active_b
        when rule = 'base checkpoint' then total_b
        when rule = 'truncated integer' and not is_moe and (n_experts is null or is_contradicted) then total_b + 0.5
        -- of copies put together, a token passes through two
        when n_experts >= 2 and expert_b + feed_forward_b <= total_b + 0.01 then least(expert_b + feed_forward_b, total_b)
        when n_experts is null and not is_moe and rule != 'truncated integer' then total_b
    end as active_parameters_b
from rounded
