-- What each listing cost and when; a listing without a history has its price of today since it is known.
with listings as (

    select * from {{ ref('int_listings_checked') }}
    where reject_reason is null

),

spans as (

    select
        nullif(snapshot_id, 'own_prices') as snapshot_id,
        provider,
        listing,
        starts_on,
        -- a price of your own stands until the next
        coalesce(ends_on, lead(starts_on) over (partition by provider, listing order by starts_on))
            as ends_on,
        input_usd,
        output_usd,
        false as is_from_listing
    from {{ ref('int_price_spans_checked') }}
    where reject_reason is null
    union all
    select
        listings.snapshot_id,
        listings.provider,
        listings.listing,
        coalesce(listings.starts_on, snapshots.taken_on) as starts_on,
        null as ends_on,
        listings.input_usd,
        listings.output_usd,
        true as is_from_listing
    from listings
    inner join {{ ref('dim_snapshots') }} as snapshots using (snapshot_id)
    anti join {{ ref('int_price_spans_checked') }} as known
        on listings.provider = known.provider and listings.listing = known.listing

)

select
    spans.snapshot_id,
    spans.provider,
    spans.listing,
    spans.starts_on,
    spans.ends_on,
    case when corrections.listing is null then spans.input_usd else corrections.input_usd end as input_usd,
    case when corrections.listing is null then spans.output_usd else corrections.output_usd end as output_usd,
    corrections.listing is not null as is_corrected,
    spans.is_from_listing
from spans
left join {{ ref('price_corrections') }} as corrections
    on spans.provider = corrections.provider
    and spans.listing = corrections.listing
    and spans.starts_on = corrections.starts_on
-- a correction without a figure says that there was no price
where corrections.listing is null or corrections.input_usd is not null
