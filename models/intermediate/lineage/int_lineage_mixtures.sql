-- Whose copies a mixture was put together of, by arithmetic: what the experts share is counted once, so four
-- copies of Mistral 7B have 24.2 billion parameters and four of Llama 2 7B have 19.7. Of
-- several that fit, two or four copies come first, then the one that most models of the
-- board name. Once per board, number of experts in the name (0 where it has none) and size.
with mixtures as (

    select distinct
        snapshot_id,
        taken_on,
        coalesce(n_experts, 0) as n_experts,
        parameters_b_published,
        is_published_size_truncated
    from {{ ref('int_lineage_evaluations') }}
    where architecture ilike 'mixtral%' and parameters_b_published is not null

),

experts as (

    select distinct
        checkpoints.base_family,
        checkpoints.parameters_b,
        checkpoints.feed_forward_b,
        lineages.released_on
    from {{ ref('lineage_checkpoints') }} as checkpoints
    inner join {{ ref('lineages') }} as lineages using (lineage)
    where checkpoints.feed_forward_b is not null

),

copies as (

    select unnest([2, 3, 4, 5, 6, 8]) as n_copies

),

-- how many models of a board name a lineage of that size
named as (

    select
        snapshot_id,
        named_lineage as base_family,
        count(*) as n_named
    from {{ ref('int_lineage_evaluations') }}
    where is_sized
    group by all

),

fitting as (

    select
        mixtures.*,
        experts.base_family,
        copies.n_copies,
        coalesce(named.n_named, 0) as n_named,
        experts.parameters_b + (copies.n_copies - 1) * experts.feed_forward_b as total_b
    from mixtures
    inner join copies on mixtures.n_experts in (0, copies.n_copies)
    inner join experts on mixtures.taken_on >= experts.released_on
    left join named using (snapshot_id, base_family)
    where
        case
            when mixtures.is_published_size_truncated then floor(total_b) = mixtures.parameters_b_published
            else abs(total_b / mixtures.parameters_b_published - 1) <= 0.005
        end

)

select
    snapshot_id,
    n_experts,
    parameters_b_published,
    base_family
from fitting
qualify row_number() over (
    partition by snapshot_id, n_experts, parameters_b_published
    order by n_copies in (2, 4) desc, n_named desc, n_copies asc, base_family asc
) = 1
