-- The architecture family of every evaluation, by the scheme of its board: from its label, or
-- without one, as for adapters and packed weights, from its base family.
with evaluations as (

    select
        evaluations.evaluation_id,
        evaluations.architecture,
        evaluations.architecture = 'Unknown' as is_unlabelled,
        case
            when boards.architecture_scheme = 'paper_15' then architectures.architecture_family_15
            else architectures.architecture_family
        end as architecture_family,
        architectures.architecture_family_5,
        snapshots.is_import,
        releases.model_name is not null as is_release,
        case when clustered.is_base_family_resolved then clustered.base_family end as base_family
    from {{ ref('int_evaluations_unioned') }} as evaluations
    inner join {{ ref('dim_architectures') }} as architectures using (architecture)
    inner join {{ ref('int_evaluations_clustered') }} as clustered using (evaluation_id)
    inner join {{ ref('stg_provenance__snapshots') }} as snapshots
        on evaluations.snapshot_id = snapshots.snapshot_id
    left join {{ ref('boards') }} as boards on evaluations.board = boards.board
    left join {{ ref('release_training_types') }} as releases
        on lower(evaluations.model_name) = lower(releases.model_name)

),

patterns as (

    select
        base_family,
        string_agg(distinct architecture_pattern, '|') as architecture_pattern
    from {{ ref('lineage_checkpoints') }}
    group by base_family

),

-- Weights are often stored in Llama's format, so released weights count before their copies. A label
-- that is not a class, such as Cerebras-GPT, repeats the family and does not name an architecture.
counted as (

    select
        evaluations.base_family,
        evaluations.architecture,
        evaluations.architecture_family,
        evaluations.architecture_family_5,
        count(*) filter (where evaluations.is_release) as n_releases,
        count(*) as n_evaluations
    from evaluations
    left join patterns on evaluations.base_family = patterns.base_family
    where
        evaluations.base_family is not null
        and not evaluations.is_unlabelled
        and not evaluations.is_import
        and regexp_matches(evaluations.architecture, '(For[A-Z][A-Za-z]+|Model)$')
        and (
            patterns.architecture_pattern is null
            or regexp_matches(evaluations.architecture, patterns.architecture_pattern, 'i')
        )
    group by
        evaluations.base_family,
        evaluations.architecture,
        evaluations.architecture_family,
        evaluations.architecture_family_5

),

elected as (

    select *
    from counted
    qualify
        row_number() over (
            partition by base_family order by n_releases desc, n_evaluations desc, architecture asc
        ) = 1

)

select
    evaluations.evaluation_id,
    case
        when evaluations.is_unlabelled
            then coalesce(elected.architecture_family, evaluations.architecture_family)
        else evaluations.architecture_family
    end as architecture_family,
    case
        when evaluations.is_unlabelled
            then coalesce(elected.architecture_family_5, evaluations.architecture_family_5)
        else evaluations.architecture_family_5
    end as architecture_family_5,
    case
        when not evaluations.is_unlabelled then 'label'
        when elected.base_family is not null then 'base family'
        else 'unknown'
    end as architecture_source
from evaluations
left join elected on evaluations.base_family = elected.base_family
