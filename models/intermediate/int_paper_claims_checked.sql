with claims as (

    select * from {{ ref('stg_paper__claims') }}

),

problems as (

    select
        *,
        case
            when record_error is not null then record_error
            when claim_id is null then 'missing claim_id'
            when statement is null then 'missing statement'
        end as record_problem
    from claims

)

select
    *,
    {{ reject_reason(['claim_id']) }} as reject_reason
from problems
