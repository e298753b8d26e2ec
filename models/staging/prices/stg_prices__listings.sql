select
    -- the record
    snapshot_id,
    file_name,
    row_number,
    record_error,
    raw,

    -- the listing
    provider,
    listing,
    name as display_name,
    developer,

    -- its price, in US dollars per million tokens
    try_cast(input_usd as double) as input_usd,
    try_cast(output_usd as double) as output_usd,
    try_cast(priced_from as date) as starts_on

from {{ source('prices', 'price_listings') }}
