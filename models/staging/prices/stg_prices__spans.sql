-- Prices are US dollars per million tokens.
with records as (

    select * from {{ source('prices', 'price_spans') }}
    union all by name
    -- your own prices, a file and not a snapshot
    select
        *,
        'own_prices' as snapshot_id,
        'your own' as provider
    from {{ source('by_hand', 'own_prices') }}

)

select
    * replace (
        try_cast(starts_on as date) as starts_on,
        try_cast(ends_on as date) as ends_on,
        try_cast(input_usd as double) as input_usd,
        try_cast(output_usd as double) as output_usd
    )
from records
