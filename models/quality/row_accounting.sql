-- Three counts that are taken in three places: what was read, what came out at the far end of the
-- warehouse, and what lies in quarantine.
with records as (

    select file_name from {{ ref('stg_openllm_v1__evaluations') }}
    union all
    select file_name from {{ ref('stg_openllm_v2__evaluations') }}
    union all
    select file_name from {{ ref('stg_supplementary__scores') }}
    union all
    select file_name from {{ ref('stg_base_models__models') }}
    union all
    select file_name from {{ ref('stg_paper__published_tukey_pairs') }}
    union all
    select file_name from {{ ref('stg_paper__published_gamm_terms') }}
    union all
    select file_name from {{ ref('stg_paper__claims') }}

),

evaluations as (

    select * from {{ ref('fct_evaluations') }}

),

-- a record of the boards is loaded when its evaluation is a fact
loaded as (

    select evaluations.file_name
    from evaluations
    inner join {{ ref('dim_snapshots') }} as snapshots on evaluations.snapshot_id = snapshots.snapshot_id
    where snapshots.source != 'supplementary'
    union all
    -- the supplementary files hold one score per record, so several records make an evaluation
    select scores.file_name
    from {{ ref('int_supplementary_scores_checked') }} as scores
    inner join evaluations on scores.evaluation_id = evaluations.evaluation_id
    where scores.reject_reason is null
    union all
    select file_name from {{ ref('int_published_tukey_pairs_checked') }}
    where reject_reason is null
    union all
    select file_name from {{ ref('int_published_gamm_terms_checked') }}
    where reject_reason is null
    union all
    select file_name from {{ ref('int_paper_claims_checked') }}
    where reject_reason is null

),

quarantined as (

    select * from {{ ref('quarantined_rows') }}

)

select
    snapshots.source,
    snapshots.file_name,
    (
        select count(*) from records
        where records.file_name = snapshots.file_name
    ) as n_read,
    (
        select count(*) from loaded
        where loaded.file_name = snapshots.file_name
    ) as n_loaded,
    (
        select count(*) from quarantined
        where quarantined.file_name = snapshots.file_name
    ) as n_quarantined
from {{ ref('dim_snapshots') }} as snapshots
union all
-- your own claims are a seed, which is no snapshot; it may be empty
select
    'own_claims' as source,
    'seeds/claims/own_claims.csv' as file_name,
    (select count(*) from {{ ref('stg_paper__own_claims') }}) as n_read,
    (
        select count(*) from {{ ref('int_own_claims_checked') }}
        where reject_reason is null
    ) as n_loaded,
    (
        select count(*) from quarantined
        where quarantined.file_name = 'seeds/claims/own_claims.csv'
    ) as n_quarantined
