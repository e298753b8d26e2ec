with problems as (

    select
        *,
        case
            when record_error is not null then record_error
            {{ reject_listed_price() }}
            when starts_on is null then 'no first day'
            when ends_on <= starts_on then 'ends before it starts: ' || ends_on::varchar
        end as record_problem
    from {{ ref('stg_prices__spans') }}

)

select
    *,
    {{ reject_reason(['provider', 'listing', 'starts_on']) }} as reject_reason
from problems
