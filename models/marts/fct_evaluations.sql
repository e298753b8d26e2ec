with releases as (

    select
        lower(model_name) as model_key,
        released_on
    from {{ ref('release_months') }}
    where is_verified

),

paper_ranges as (

    select * from {{ ref('dim_parameter_ranges') }}
    where scheme = 'paper'

),

n_scores as (

    select
        evaluation_id,
        count(*) as n_scores
    from {{ ref('int_scores_deduplicated') }}
    group by evaluation_id

),

joined as (

    select
        evaluations.*,
        coalesce(n_scores.n_scores, 0) as n_scores,
        coalesce(precision_ranks.precision_rank, 3) as precision_rank
    from {{ ref('int_evaluations_unioned') }} as evaluations
    left join n_scores on evaluations.evaluation_id = n_scores.evaluation_id
    left join {{ ref('precision_ranks') }} as precision_ranks
        on evaluations.precision = precision_ranks.precision

),

-- Which evaluation of a checkpoint speaks for it: repeats are measures of one model, not new models.
ranked as (

    select
        evaluation_id,
        n_scores,
        is_quantised,
        count(*) over (partition by snapshot_id, checkpoint_name) as n_repeats,
        row_number() over (
            partition by snapshot_id, checkpoint_name
            order by
                is_quantised asc,
                n_scores desc,
                precision_rank asc,
                submitted_on desc nulls last,
                evaluation_id asc
        ) = 1 as is_preferred_evaluation
    from joined

),

-- Broken merges and failed runs: large models at chance on every benchmark that has a chance level, while
-- most evaluations of their base family do better. An old model at chance on a hard benchmark stays, as its
-- family is at chance too.
large_evaluations as (

    select
        counted.evaluation_id,
        clustered.snapshot_id,
        clustered.base_family
    from {{ ref('int_evaluations_parameters_resolved') }} as counted
    inner join {{ ref('int_evaluations_clustered') }} as clustered
        on counted.evaluation_id = clustered.evaluation_id
    where counted.parameters_b >= {{ var('at_chance_size_b') }}

),

benchmarks_with_chance as (

    select * from {{ ref('dim_benchmarks') }}
    where chance_pct > 0

),

against_chance as (

    select
        evaluations.evaluation_id,
        evaluations.snapshot_id,
        evaluations.base_family,
        max(scores.score_pct - benchmarks.chance_pct) <= {{ var('at_chance_margin_pct') }} as is_at_chance
    from large_evaluations as evaluations
    inner join {{ ref('int_scores_deduplicated') }} as scores
        on evaluations.evaluation_id = scores.evaluation_id
    inner join benchmarks_with_chance as benchmarks on scores.benchmark_id = benchmarks.benchmark_id
    group by evaluations.evaluation_id, evaluations.snapshot_id, evaluations.base_family
    having count(*) >= 2

),

at_chance as (

    select evaluation_id
    from against_chance
    qualify is_at_chance and avg(is_at_chance::integer) over (partition by snapshot_id, base_family) < 0.5

)

select
    -- keys
    evaluations.evaluation_id,
    evaluations.snapshot_id,
    {{ surrogate_key(['evaluations.model_name']) }} as model_id,

    -- the model
    evaluations.model_name,
    evaluations.revision,
    evaluations.precision,
    evaluations.chat_template,
    evaluations.weight_type,
    reports.variant,
    evaluations.base_model_name,
    evaluations.evaluated_by,

    -- training type, architecture and size, each with the rule that gave it
    evaluations.training_type_label,
    typed.training_type,
    typed.training_type_source,
    evaluations.architecture_label,
    evaluations.architecture,
    architectures.architecture_family,
    architectures.architecture_family_5,
    architectures.architecture_source,
    counted.parameters_b,
    counted.parameters_source,
    counted.size_low_b,
    counted.size_high_b,
    sized.parameters_b_published,
    sized.parameters_b_named,
    case
        when reports.active_parameters_b <= counted.parameters_b then reports.active_parameters_b
        else counted.active_parameters_b
    end as active_parameters_b,
    coalesce(paper_ranges.parameter_range, 'unknown') as parameter_range,
    sized_as_printed.parameters_b_paper,
    sized_as_printed.parameters_paper_source,
    clustered.base_family,
    clustered.base_family_source,
    clustered.is_base_family_resolved,
    clustered.is_merge_resolved,
    clustered.lineage_family,

    -- dates and flags
    evaluations.submitted_on,
    coalesce(reports.released_on, releases.released_on) as released_on,
    evaluations.is_merge,
    evaluations.is_flagged,
    evaluations.is_moe,
    evaluations.is_available,
    ranked.is_quantised,
    ranked.is_preferred_evaluation,
    at_chance.evaluation_id is not null as is_at_chance,
    ranked.n_repeats,

    -- measures
    evaluations.average_pct,
    ranked.n_scores,

    -- where it was read
    evaluations.file_name,
    evaluations.row_number

from {{ ref('int_evaluations_unioned') }} as evaluations
inner join {{ ref('int_evaluations_sized') }} as sized using (evaluation_id)
inner join {{ ref('int_evaluations_typed') }} as typed using (evaluation_id)
inner join ranked using (evaluation_id)
inner join {{ ref('int_evaluations_clustered') }} as clustered using (evaluation_id)
inner join {{ ref('int_evaluations_parameters_resolved') }} as counted using (evaluation_id)
inner join {{ ref('int_evaluations_architectures') }} as architectures using (evaluation_id)
left join at_chance using (evaluation_id)
left join {{ ref('int_records_pivoted') }} as reports
    on evaluations.snapshot_id = reports.snapshot_id
    and evaluations.row_number = reports.row_number
-- a model's release is one fact, whichever board evaluated it
left join releases on lower(evaluations.model_name) = releases.model_key
left join paper_ranges on {{ in_range('counted.parameters_b', 'paper_ranges') }}
left join {{ ref('int_evaluations_sized_as_printed') }} as sized_as_printed using (evaluation_id)
