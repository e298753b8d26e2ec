with problems as (

    select
        *,
        case
            when record_error is not null then record_error
            when coalesce(provider, '') = '' or coalesce(listing, '') = '' then 'no provider or listing'
            {{ reject_not_numbers(['input_usd', 'output_usd']) }}
            when input_usd is null or output_usd is null then 'no price'
            when least(input_usd, output_usd) < 0 then 'a price below zero'
            when input_usd = 0 and output_usd = 0 then 'free tier'
            when starts_on is null then 'no first day'
            when ends_on <= starts_on then 'ends before it starts: ' || ends_on::varchar
        end as record_problem
    from {{ ref('stg_prices__spans') }}

)

select
    *,
    {{ reject_reason(['provider', 'listing', 'starts_on']) }} as reject_reason
from problems
