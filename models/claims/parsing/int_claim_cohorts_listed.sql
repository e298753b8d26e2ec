-- The populations that claims are asked of: those of the seed, and after them every import, of which
-- only your own claims are asked.
with listed as (

    select
        *,
        false as is_import
    from {{ ref('claim_cohorts') }}

),

imported as (

    select
        cohorts.cohort_id,
        'own' as suite,
        (select max(cohort_order) from listed) + row_number() over (order by cohorts.cohort_id) as cohort_order,
        false as is_papers_rows,
        false as is_papers_day,
        true as is_import
    from {{ ref('dim_cohorts') }} as cohorts
    inner join {{ ref('dim_snapshots') }} as snapshots on cohorts.snapshot_id = snapshots.snapshot_id
    anti join listed on cohorts.cohort_id = listed.cohort_id
    where snapshots.is_import

)

select * from listed
union all by name
select
    * replace (cohort_order::integer as cohort_order)
from imported
