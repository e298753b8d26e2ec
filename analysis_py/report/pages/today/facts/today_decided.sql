-- The papers' claims that are decided on some population of today, and what the others say of them.
with populations as (

    select *
    from marts.dim_cohorts
    qualify row_number() over (partition by snapshot_id order by n_evaluations desc, cohort_id asc) = 1

)

select
    claims.statement,
    papers.paper_name,
    list(
        {
            'cohort_name': populations.cohort_name,
            'verdict': replace(verdicts.verdict, '_', ' '),
            'detail': verdicts.detail
        }
        order by populations.n_evaluations desc, verdicts.benchmark_id
    ) as verdicts
from claims.claim_verdicts_today as verdicts
inner join populations on verdicts.cohort_id = populations.cohort_id
inner join claims.dim_claims as claims on verdicts.claim_id = claims.claim_id and claims.claim_source != 'own'
inner join claims.dim_papers as papers on claims.paper_id = papers.paper_id
where verdicts.verdict in ('supported', 'contradicted', 'inconclusive')
group by claims.claim_id, claims.statement, papers.paper_name
having bool_or(verdicts.verdict in ('supported', 'contradicted'))
order by claims.claim_id;
