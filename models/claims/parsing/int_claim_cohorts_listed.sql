-- Every cohort that any claim is asked of: those with all statistics, and those with a question of structure
-- (seeds/structure/structure_questions.csv) or the ability scale that claims speak of, of which only claims
-- about that are asked. In the order of seeds/cohorts.csv and imports after them: claims are judged on all of
-- them that have the statistics which rules look up. A cohort whose sizes are cut as in the paper's appendix
-- E is asked the claims about it.
with scales as (

    -- all models that fix the points of the scale are on it
    select abilities.cohort_id
    from {{ ref('stat_abilities') }} as abilities
    inner join {{ ref('ability_anchors') }} as anchors
        on abilities.weights = anchors.name and anchors.kind = 'model'
    where abilities.status = 'ok'
    group by abilities.cohort_id
    having count(*) = (select count(*) from {{ ref('ability_anchors') }} where kind = 'model')

),

cohorts as (

    select
        cohort_id,
        cohort_name,
        cohort_role,
        status,
        snapshot_id,
        case when parameter_range_scheme = 'supplementary' then 'supplementary' else 'primary' end as suite,
        parameter_range_scheme,
        statistics,
        cohort_id in (select scales.cohort_id from scales) as has_ability_scale
    from {{ ref('dim_cohorts') }}
    where
        statistics = 'all'
        or cohort_id in (select cohort_id from {{ ref('int_structure_batteries') }})
        or has_ability_scale
    union all by name
    -- all models that answered the items of a benchmark, on any board
    select
        'single_answers' as cohort_id,
        'Single answers' as cohort_name,
        'ok' as status,
        'primary' as suite,
        'items' as statistics,
        false as has_ability_scale
    union all by name
    -- packages that compare two runs (docs/tools.md)
    select
        'tools_on_trial' as cohort_id,
        'Tools on trial' as cohort_name,
        'ok' as status,
        'primary' as suite,
        'tools' as statistics,
        false as has_ability_scale
    union all by name
    -- all quantised copies of a board
    select distinct
        snapshot_id as cohort_id,
        concat('Quantised copies of ', snapshot_id) as cohort_name,
        'ok' as status,
        snapshot_id,
        'primary' as suite,
        'bits' as statistics,
        false as has_ability_scale
    from {{ ref('stat_quantisation') }}

),

places as (

    select
        cohort_id,
        min(row_number) as place
    from {{ ref('stg_by_hand__cohorts') }}
    group by cohort_id

)

select
    cohorts.* exclude (snapshot_id),
    coalesce(snapshots.is_import, false) as is_import,
    row_number() over (order by places.place asc nulls last, cohorts.cohort_id asc) as cohort_order
from cohorts
left join places on cohorts.cohort_id = places.cohort_id
left join {{ ref('dim_snapshots') }} as snapshots on cohorts.snapshot_id = snapshots.snapshot_id
