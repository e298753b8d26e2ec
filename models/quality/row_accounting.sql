-- Counts of records, and of scores in readable records, in three places: read, loaded and quarantined.
with records as (

    select file_name from {{ ref('stg_boards__records') }}
    union all
    select file_name from {{ ref('stg_paper__published_tukey_pairs') }}
    union all
    select file_name from {{ ref('stg_paper__published_gamm_terms') }}
    union all
    select file_name from {{ ref('stg_paper__claims') }}
    union all
    select file_name from {{ ref('stg_prices__listings') }}
    union all
    select file_name from {{ ref('stg_prices__spans') }}
    union all
    select file_name from {{ ref('stg_prices__task_costs') }}
    union all
    select 'seeds/claims/own_claims.csv' as file_name from {{ ref('stg_paper__own_claims') }}

),

evaluations as (

    select * from {{ ref('fct_evaluations') }}

),

loaded as (

    -- a record of a board is loaded when its evaluation is a fact
    select checked.file_name
    from {{ ref('int_evaluations_checked') }} as checked
    inner join evaluations using (evaluation_id)
    where checked.reject_reason is null
    union all
    select file_name from {{ ref('int_published_tukey_pairs_checked') }}
    where reject_reason is null
    union all
    select file_name from {{ ref('int_published_gamm_terms_checked') }}
    where reject_reason is null
    union all
    select file_name from {{ ref('int_claims_checked') }}
    where reject_reason is null
    {% for model in ['int_listings_checked', 'int_price_spans_checked', 'int_task_costs_checked'] -%}
        union all
        select file_name from {{ ref(model) }}
        where reject_reason is null
    {% endfor %}

),

scores as (

    select boards.file_name
    from {{ ref('int_scores_read') }} as scores
    inner join {{ ref('stg_boards__records') }} as boards using (snapshot_id, row_number)
    where scores.text is not null

),

means_of_subsets as (

    select
        evaluation_id,
        benchmark_id
    from {{ ref('int_scores_deduplicated') }}
    where n_subsets > 0

),

score_facts as (

    select
        evaluation_id,
        benchmark_id
    from {{ ref('fct_scores') }}
    -- its parts are facts themselves
    anti join means_of_subsets using (evaluation_id, benchmark_id)
    union all
    select
        evaluation_id,
        task as benchmark_id
    from {{ ref('fct_task_scores') }}

),

loaded_scores as (

    select evaluations.file_name
    from score_facts
    inner join evaluations using (evaluation_id)

),

counts as (

    select
        file_name,
        'n_read' as measure
    from records
    union all
    select
        file_name,
        'n_loaded' as measure
    from loaded
    union all
    select
        file_name,
        'n_quarantined' as measure
    from {{ ref('quarantined_rows') }}
    union all
    select
        file_name,
        'n_scores_read' as measure
    from scores
    union all
    select
        file_name,
        'n_scores_loaded' as measure
    from loaded_scores
    union all
    select
        file_name,
        'n_scores_quarantined' as measure
    from {{ ref('quarantined_scores') }}

),

counted as (

    select
        file_name,
        count(*) filter (where measure = 'n_read') as n_read,
        count(*) filter (where measure = 'n_loaded') as n_loaded,
        count(*) filter (where measure = 'n_quarantined') as n_quarantined,
        count(*) filter (where measure = 'n_scores_read') as n_scores_read,
        count(*) filter (where measure = 'n_scores_loaded') as n_scores_loaded,
        count(*) filter (where measure = 'n_scores_quarantined') as n_scores_quarantined
    from counts
    group by file_name

),

files as (

    select
        source,
        file_name,
        n_rows
    from {{ ref('dim_snapshots') }}
    -- item_accounting counts single answers
    where not starts_with(source, 'items/')
    union all
    -- your own claims are a seed, not a snapshot; it may be empty
    select
        'own_claims' as source,
        'seeds/claims/own_claims.csv' as file_name,
        count(*) as n_rows
    from {{ ref('stg_paper__own_claims') }}
    union all
    select
        'own_prices' as source,
        'seeds/prices/own_prices.csv' as file_name,
        count(*) as n_rows
    from {{ ref('stg_prices__spans') }}
    where snapshot_id = 'own_prices'

),

unread_columns as (

    select
        headers.file_name,
        string_agg(headers.file_column, ', ' order by headers.column_order) as unread_columns
    from {{ ref('stg_boards__headers') }} as headers
    anti join {{ ref('int_columns_resolved') }} using (snapshot_id, file_column)
    group by headers.file_name

)

select
    files.source,
    files.file_name,
    coalesce(counted.n_read, 0) as n_read,
    coalesce(counted.n_loaded, 0) as n_loaded,
    coalesce(counted.n_quarantined, 0) as n_quarantined,
    files.n_rows as n_expected,
    coalesce(counted.n_scores_read, 0) as n_scores_read,
    coalesce(counted.n_scores_loaded, 0) as n_scores_loaded,
    coalesce(counted.n_scores_quarantined, 0) as n_scores_quarantined,
    unread_columns.unread_columns
from files
left join counted using (file_name)
left join unread_columns using (file_name)
