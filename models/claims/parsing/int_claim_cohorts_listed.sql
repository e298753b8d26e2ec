-- Every cohort that any claim is asked of: those with all statistics, and those with a question of structure
-- (seeds/structure/structure_questions.csv) or the ability scale that claims speak of, of which only claims about that are asked. In the order of seeds/cohorts.csv and imports after them: claims are judged on all of
-- them that have the statistics which rules look up. A cohort whose sizes are cut as in the paper's
-- appendix E is asked the claims about it.
with cohorts as (

    select
        cohort_id,
        cohort_name,
        cohort_role,
        status,
        snapshot_id,
        case when parameter_range_scheme = 'supplementary' then 'supplementary' else 'primary' end as suite,
        parameter_range_scheme,
        statistics
    from {{ ref('dim_cohorts') }}
    where
        statistics = 'all'
        or cohort_id in (select cohort_id from {{ ref('int_structure_batteries') }})
        or cohort_id in (select cohort_id from {{ ref('int_claim_scales_anchored') }})

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
