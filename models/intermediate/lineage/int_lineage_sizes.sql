-- Which released checkpoints an architecture and a size could be, once per distinct pair of them
-- on a board.
with sizes as (

    select distinct
        snapshot_id,
        taken_on,
        architecture,
        architecture_line,
        parameters_b,
        parameters_source
    from {{ ref('int_lineage_evaluations') }}
    where architecture != 'Unknown' and parameters_b is not null

),

-- how many models of a board say a size themselves
said as (

    select
        snapshot_id,
        architecture,
        parameters_b,
        count(*) as n_said
    from {{ ref('int_lineage_evaluations') }}
    where parameters_source != 'truncated integer' and parameters_b is not null
    group by all

),

checkpoints as (

    select
        checkpoints.*,
        lineages.released_on
    from {{ ref('lineage_checkpoints') }} as checkpoints
    inner join {{ ref('lineages') }} as lineages using (lineage)

),

-- Added tokens move a size by less than 2 %, and 2 % still parts Llama 2 70B (68.98) from Llama 3 70B
-- (70.55). A nominal size or an integer cut off after the point stands for its checkpoint: of all that an
-- integer may have been cut off of, the one that most models name. Some files store half of a checkpoint.
candidates as (

    select
        sizes.*,
        checkpoints.base_family,
        checkpoints.parameters_b as checkpoint_b,
        checkpoints.released_on,
        abs(ln(sizes.parameters_b / checkpoints.parameters_b)) as distance_whole,
        case
            when sizes.parameters_source = 'truncated integer'
                then -coalesce((
                    select sum(said.n_said)
                    from said
                    where
                        said.snapshot_id = sizes.snapshot_id
                        and said.architecture = sizes.architecture
                        and (
                            abs(said.parameters_b / checkpoints.parameters_b - 1) <= 0.02
                            or said.parameters_b = checkpoints.nominal_b
                        )
                ), 0)
            when
                sizes.parameters_source = 'published'
                and abs(2 * sizes.parameters_b / checkpoints.parameters_b - 1) <= 0.001
                then abs(ln(2 * sizes.parameters_b / checkpoints.parameters_b))
            else distance_whole
        end as distance,
        -- a counted size separates models with the same nominal one: CodeLlama 34B and Yi 34B
        case when sizes.parameters_source = 'published' then 0.005 else 0.02 end as window_width
    from sizes
    inner join checkpoints
        on regexp_matches(sizes.architecture, checkpoints.architecture_pattern, 'i')
        and sizes.taken_on >= checkpoints.released_on
        and case sizes.parameters_source
            when 'truncated integer' then sizes.parameters_b = floor(checkpoints.parameters_b)
            else
                abs(sizes.parameters_b / checkpoints.parameters_b - 1) <= 0.02
                or sizes.parameters_b = checkpoints.nominal_b
                or (
                    sizes.parameters_source = 'published'
                    and checkpoints.parameters_b != checkpoints.nominal_b
                    and abs(2 * sizes.parameters_b / checkpoints.parameters_b - 1) <= 0.001
                )
        end

),

-- architectures in which mixtures were released
mixtures as (

    select distinct sizes.architecture
    from (select distinct architecture from sizes) as sizes
    inner join checkpoints
        on checkpoints.active_parameters_b is not null
        and regexp_matches(sizes.architecture, checkpoints.architecture_pattern, 'i')

),

-- of several sizes the nearest, of which several checkpoints may be
nearest as (

    select
        snapshot_id,
        architecture,
        parameters_b,
        parameters_source,
        -- the name has no generation: take the last one of that size
        case
            when parameters_source = 'name' then max_by(checkpoint_b, (released_on, -checkpoint_b))
            else min(checkpoint_b)
        end as checkpoint_b,
        min(base_family) as base_family,
        min(distance_whole) as distance_whole,
        count(distinct base_family) as n_checkpoints
    from (
        select *
        from candidates
        qualify
            distance - window_width
            <= min(distance) over (partition by snapshot_id, architecture, parameters_b, parameters_source)
    ) as near
    group by snapshot_id, architecture, parameters_b, parameters_source

)

select
    sizes.snapshot_id,
    sizes.architecture,
    sizes.parameters_b,
    sizes.parameters_source,
    -- the architecture and what stands for the size: two significant digits where no checkpoint does, for
    -- 7.613 and 7.616 are one Qwen2
    sizes.architecture_line || ' ' || regexp_replace(
        coalesce(
            nearest.checkpoint_b,
            round(sizes.parameters_b, 1 - floor(log10(sizes.parameters_b))::integer)
        )::varchar, '\.0$', ''
    ) || 'B' as size_key,
    nearest.checkpoint_b is not null as is_checkpoint_size,
    coalesce(
        sizes.parameters_source = 'published' and nearest.distance_whole <= 0.003, false
    ) as is_checkpoint_count,
    mixtures.architecture is not null as is_mixture_architecture,
    case when nearest.n_checkpoints = 1 then nearest.base_family end as checkpoint_family
from sizes
left join mixtures using (architecture)
left join nearest using (snapshot_id, architecture, parameters_b, parameters_source)
