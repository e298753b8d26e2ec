-- All parameters of every evaluated model, the active ones, and their bounds. A model made from a
-- base has the base's size, whatever its name or its file says, unless layers were removed or added,
-- or its output embedding is untied from the input's: seeds/models/size_rules.csv has the rules.
with resolved as (

    select
        compared.*,
        ruled.rule_order,
        coalesce(ruled.rule, compared.own_source) as parameters_source,
        case parameters_source
            when 'curated' then compared.curated_b
            when 'checkpoint of a mixture' then compared.checkpoint_b
            when 'base checkpoint' then compared.checkpoint_b
            when 'stored size corrected' then compared.checkpoint_b
            when 'experts counted' then compared.experts_b
            when 'truncated integer' then compared.parameters_b_published
            when 'unknown' then null
            else compared.parameters_b
        end as total_b
    from {{ ref('int_sizes_compared') }} as compared
    inner join {{ ref('int_sizes_ruled') }} as ruled using (evaluation_id)

),

-- A name or a size of a board that is a whole number was rounded to
-- it: 7 is 6.5 to 7.5, and 1.3 is 1.25 to 1.35.
rounded as (

    select
        *,
        case
            when parameters_source not in ('name', 'name product') then null
            when total_b = round(total_b) then 0.5
            when round(total_b, 1) = total_b then 0.5 / 10
            when round(total_b, 2) = total_b then 0.5 / 100
            else 0.5 / 1000
        end as half_step
    from resolved

)

select
    evaluation_id,
    rule_order as size_rule_order,
    -- of all that was cut off to an integer the middle is the nearest
    case when parameters_source = 'truncated integer' then total_b + 0.5 else total_b end as parameters_b,
    case
        when parameters_source = 'truncated integer' then total_b
        when half_step is not null then total_b - half_step
        -- experts of a nominal size are as uncertain as their name
        when parameters_source = 'experts counted' and checkpoint_b is null then 0.93 * total_b
        else total_b
    end as size_low_b,
    case
        when parameters_source = 'truncated integer' then total_b + 1
        when half_step is not null then total_b + half_step
        when parameters_source = 'experts counted' and checkpoint_b is null then 1.07 * total_b
        else total_b
    end as size_high_b,
    parameters_source,
    case
        when parameters_source = 'checkpoint of a mixture' then checkpoint_active_b
        when parameters_source = 'base checkpoint' then total_b
        when parameters_source = 'truncated integer' and not is_moe and (n_experts is null or is_contradicted)
            then total_b + 0.5
        -- of copies put together, a token passes through two
        when n_experts >= 2 and expert_b + feed_forward_b <= total_b + 0.01
            then least(expert_b + feed_forward_b, total_b)
        when n_experts is null and not is_moe and parameters_source != 'truncated integer' then total_b
    end as active_parameters_b
from rounded
