with published as (

    select * from {{ ref('stg_paper__published_gamm_terms') }}

),

problems as (

    select
        *,
        case
            when record_error is not null then record_error
            {{ reject_unparsable(['edf', 'ref_df', 'statistic'], 'number') }}
        end as record_problem
    from published

)

select
    *,
    {{ reject_reason(['model', 'response', 'term']) }} as reject_reason
from problems
