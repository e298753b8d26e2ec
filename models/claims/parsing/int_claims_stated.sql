-- The paper's claims and your own in one shape, before anything in them is read.
select
    'paper' as claim_source,
    snapshot_id,
    * exclude (snapshot_id, record_problem, reject_reason)
from {{ ref('int_paper_claims_checked') }}
where reject_reason is null
union all by name
select
    'own' as claim_source,
    'own_claims' as snapshot_id,
    *
from {{ ref('stg_paper__own_claims') }}
