-- The claims of papers and your own in one shape, before anything in them is read. A claim_id belongs to the
-- first that has it: the first paper, then the others in their order, then you. Where a statement allows a
-- second reading, by itself or as all of its topic do, that reading is a row of its own under an identifier
-- of its own, with the fields in which it differs; a first reading with fields of its own replaces the row.
with papers_claims as (

    select
        case when papers.paper_order = 1 then 'paper' else 'other_paper' end as claim_source,
        papers.paper_id,
        papers.paper_order,
        claims.*
    from {{ ref('stg_paper__claims') }} as claims
    -- claims/<paper>/claims.csv, or data/<paper>/<date>.csv
    left join {{ ref('papers') }} as papers on split_part(claims.file_name, '/', 2) = papers.source

),

claims as (

    select * from papers_claims
    union all by name
    select
        'own' as claim_source,
        'own_claims' as snapshot_id,
        *
    from {{ ref('stg_paper__own_claims') }}

),

identified as (

    select
        * exclude (paper_order),
        claim_id as reading_of,
        null::varchar as reading_bases,
        case
            when row_number() over same_id > 1
                then first_value(concat(file_name, ', row ', row_number)) over same_id
        end as taken_by
    from claims
    window same_id as (
        -- an unreadable line does not take the identifier of another claim
        partition by claim_id, record_error is null
        order by claim_source = 'own', paper_order nulls last, file_name, row_number
    )

)

select identified.* from identified
left join {{ ref('readings') }} as replacing
    on identified.claim_id = replacing.claim_id
    and replacing.reading_order = 1 and replacing.statistic is not null
where replacing.claim_id is null
union all by name
select
    claims.* replace (
        if(readings.reading_order = 1, claims.claim_id, concat(claims.claim_id, '/', readings.reading_order))
            as claim_id,
        if(readings.reading_order = 1, claims.file_name, 'seeds/claims/readings.csv') as file_name,
        if(
            readings.reading_order = 1,
            claims.row_number,
            row_number() over (order by claims.claim_id, readings.reading_order)
        ) as row_number,
        readings.bases as reading_bases,
        coalesce(readings.statistic, claims.statistic) as statistic,
        coalesce(readings.benchmark, claims.benchmark) as benchmark,
        coalesce(readings.group_a, claims.group_a) as group_a,
        coalesce(readings.group_b, claims.group_b) as group_b,
        coalesce(readings.expected, claims.expected) as expected,
        coalesce(readings.threshold, claims.threshold) as threshold
    )
from identified as claims
inner join {{ ref('readings') }} as readings
    on (readings.reading_order > 1 or readings.statistic is not null)
    -- a topic's reading is one of its statistic
    and (
        readings.claim_id = claims.claim_id
        or (readings.claim_id = claims.topic and starts_with(readings.statistic, claims.statistic))
    )
where claims.claim_source != 'own' and claims.record_error is null and claims.taken_by is null
