-- What seeds/models/size_rules.csv may ask of an evaluation's size, a
-- column each. What is not known does not hold.
with compared as (

    select
        *,
        parameters_b / checkpoint_b as ratio,
        list_contains(checkpoint_nominal_sizes, named_b) as is_named_as_base,
        list_min(list_transform(checkpoint_counts, lambda size: abs(parameters_b / size - 1))) as off_counts,
        list_min(list_transform(checkpoint_untied_counts, lambda size: abs(parameters_b / size - 1)))
            as off_untied_counts
    from {{ ref('int_sizes_compared') }}

),

tested as (

    select
        evaluation_id,

        -- the record
        record_source in ('user', 'registry') as is_size_given,
        record_source = 'published' as is_size_published,
        record_source = 'unknown' as is_size_unknown,
        own_source = 'name' as is_size_named,
        is_published_size_truncated and parameters_b_published is not null as is_size_truncated,
        curated_b is not null as is_curated,
        is_ruled_out,
        is_size_changed,
        is_quantised,
        is_moe,
        is_file,
        is_architecture_unknown,
        experts_b is not null as has_experts,
        is_contradicted,

        -- the base
        checkpoint_b is not null as has_base,
        checkpoint_active_b is not null as is_base_mixture,
        list_contains(checkpoint_nominal_sizes, parameters_b) as is_nominal_of_base,
        off_counts <= 0.02 as is_counted_as_base,
        off_untied_counts <= 0.02 as is_counted_as_untied_base,
        abs(ratio - 1) <= 0.06 as is_near_base,
        ratio between 0.4 and 0.65 as is_about_half_of_base,
        ratio between 0.2 and 1.35 as is_packed_from_base,
        abs(ratio - 2) <= 0.01 as is_twice_base,
        ratio between 1.9 and 2.1 as is_about_twice_base,

        -- the integer that a board cut off
        parameters_b_published between floor(0.99 * checkpoint_b) and floor(1.01 * checkpoint_b)
            as is_integer_of_base,
        parameters_b_published < 0.65 * checkpoint_b as is_integer_far_below_base,

        -- the size in the name
        named_b is not null as is_named,
        is_named_as_base,
        abs(named_b / checkpoint_b - 1) <= 0.12 as is_named_near_base,
        floor(named_b) = parameters_b_published as is_named_as_integer,
        abs(named_b / parameters_b_published - 1) <= 0.07 as is_named_as_published
    from compared

)

select
    evaluation_id,
    coalesce(columns(* exclude (evaluation_id)), false)
from tested
