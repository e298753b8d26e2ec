-- The populations that claims are asked of: those of the seed, and after them every import, of which
-- only your own claims are asked.
with seeded as (

    select
        *,
        false as is_import
    from {{ ref('claim_cohorts') }}

),

last_one as (

    select max(cohort_order) as cohort_order
    from seeded

),

imported as (

    select
        cohorts.cohort_id,
        'own' as suite,
        (last_one.cohort_order + row_number() over (order by cohorts.cohort_id))::integer as cohort_order,
        false as is_papers_rows,
        false as is_papers_day,
        true as is_import
    from {{ ref('dim_cohorts') }} as cohorts
    inner join {{ ref('dim_snapshots') }} as snapshots on cohorts.snapshot_id = snapshots.snapshot_id
    cross join last_one
    anti join seeded on cohorts.cohort_id = seeded.cohort_id
    where snapshots.is_import

)

select * from seeded
union all by name
select * from imported
