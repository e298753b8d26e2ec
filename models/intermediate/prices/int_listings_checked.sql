with problems as (

    select
        *,
        case
            when record_error is not null then record_error
            {{ reject_listed_price() }}
        end as record_problem
    from {{ ref('stg_prices__listings') }}

)

select
    *,
    {{ reject_reason(['provider', 'listing']) }} as reject_reason
from problems
