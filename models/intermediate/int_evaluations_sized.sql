-- The size of every evaluated model, in billions of parameters, and the rule it was found by.
with evaluations as (

    select * from {{ ref('int_evaluations_gathered') }}

),

checkpoint_sizes as (

    select * from {{ ref('checkpoint_sizes') }}

),

-- 8x7B and 7Bx8 multiply; 7b1 is 7.1; a capital may follow the unit (13bLora), a small letter not (8bit)
parsed as (

    select
        *,
        regexp_extract(
            local_name, '([0-9]+)[xX]([0-9.]*[0-9])([bBmM])(?:[^a-z]|$)', ['experts', 'size', 'unit']
        ) as expert_first,
        regexp_extract(
            local_name, '([0-9]*\.?[0-9]+)([bBmM])[xX]([0-9]+)', ['size', 'unit', 'experts']
        ) as expert_last,
        regexp_extract(local_name, '(?:^|[^0-9.])([0-9]+)[bB]([0-9])(?:[^0-9a-zA-Z]|$)', ['whole', 'tenth']) as split_unit,
        -- 350BT counts tokens
        regexp_extract(local_name, '([0-9]*\.?[0-9]+)[bB](?:[^a-zT]|T[a-zA-Z]|$)', 1) as billions,
        regexp_extract(local_name, '([0-9]*\.?[0-9]+)[mM](?:[^a-z]|$)', 1) as millions
    from evaluations

),

named as (

    select
        *,
        case
            when expert_first.size != ''
                then
                    try_cast(expert_first.experts as double) * try_cast(expert_first.size as double)
                    * case when lower(expert_first.unit) = 'm' then 0.001 else 1 end
            when expert_last.size != ''
                then
                    try_cast(expert_last.experts as double) * try_cast(expert_last.size as double)
                    * case when lower(expert_last.unit) = 'm' then 0.001 else 1 end
            when split_unit.whole != '' then try_cast(split_unit.whole || '.' || split_unit.tenth as double)
            when billions != '' then try_cast(billions as double)
            when millions != '' then try_cast(millions as double) / 1000
        end as parameters_b_named,
        expert_first.size != '' or expert_last.size != '' as is_named_product
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

matched as (

    select
        believed.*,
        checkpoint_sizes.parameters_b as parameters_b_checkpoint
    from believed
    left join checkpoint_sizes
        on regexp_matches(believed.architecture, checkpoint_sizes.architecture_pattern, 'i')
        and believed.parameters_b_believed = checkpoint_sizes.nominal_b
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
