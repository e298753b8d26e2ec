-- Prices are US dollars per million tokens.
select
    * replace (
        try_cast(input_usd as double) as input_usd,
        try_cast(output_usd as double) as output_usd
    ),
    name as display_name,
    try_cast(priced_from as date) as starts_on
from {{ source('prices', 'price_listings') }}
