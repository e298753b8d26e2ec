-- The claims of papers and your own in one shape, before anything in them is read. Where a statement
-- allows a second reading, that reading is a row of its own under an identifier of its own, with the
-- fields in which it differs.
with papers as (

    select
        papers.paper_id,
        papers.paper_order,
        snapshots.snapshot_id
    from {{ ref('papers') }} as papers
    inner join {{ ref('dim_snapshots') }} as snapshots on papers.source = snapshots.source

),

papers_claims as (

    select
        case when papers.paper_order > 1 then 'other_paper' else 'paper' end as claim_source,
        papers.paper_id,
        claims.claim_id as reading_of,
        null::varchar as reading_bases,
        claims.* exclude (record_problem, reject_reason)
    from {{ ref('int_paper_claims_checked') }} as claims
    left join papers on claims.snapshot_id = papers.snapshot_id
    where claims.reject_reason is null

),

readings as (

    select
        *,
        row_number() over (order by claim_id, reading_order) as row_number
    from {{ ref('readings') }}

)

select * from papers_claims
union all by name
select
    claims.* replace (
        concat(claims.claim_id, '/', readings.reading_order) as claim_id,
        'seeds/claims/readings.csv' as file_name,
        readings.row_number as row_number,
        readings.bases as reading_bases,
        coalesce(readings.statistic, claims.statistic) as statistic,
        coalesce(readings.benchmark, claims.benchmark) as benchmark,
        coalesce(readings.group_a, claims.group_a) as group_a,
        coalesce(readings.group_b, claims.group_b) as group_b,
        coalesce(readings.expected, claims.expected) as expected,
        coalesce(readings.threshold, claims.threshold) as threshold
    )
from papers_claims as claims
inner join readings on claims.claim_id = readings.claim_id and readings.reading_order > 1
union all by name
select
    'own' as claim_source,
    'own_claims' as snapshot_id,
    claim_id as reading_of,
    *
from {{ ref('stg_paper__own_claims') }}
