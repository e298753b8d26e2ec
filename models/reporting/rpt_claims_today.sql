-- What the papers' claims come to on populations of which only the statistics of today are computed.
with verdicts as (

    select
        verdicts.cohort_id,
        claims.claim_id,
        papers.paper_name,
        claims.statement,
        verdicts.benchmark_id,
        verdicts.verdict,
        verdicts.detail
    from {{ ref('claim_verdicts_today') }} as verdicts
    inner join {{ ref('dim_claims') }} as claims on verdicts.claim_id = claims.claim_id and claims.claim_source != 'own'
    left join {{ ref('dim_papers') }} as papers on claims.paper_id = papers.paper_id

)

{{ name_rows('verdicts', benchmarks=false) }}
