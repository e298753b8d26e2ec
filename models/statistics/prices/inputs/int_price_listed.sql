-- What weights cost by their developer and by the median of resellers: at first and today.
-- depends_on: {{ ref('quality_gate') }}
with days as (

    select max(taken_on) as last_day from {{ ref('dim_snapshots') }}
    inner join {{ ref('fct_price_spans') }} using (snapshot_id)

),

released as (

    select
        weights,
        min(released_on) as released_on
    from {{ ref('dim_configurations') }}
    group by weights

),

-- spans that end after the release: an earlier one is of other weights under the name
spans as (

    select
        listings.weights,
        listings.is_own,
        spans.provider,
        spans.starts_on,
        {
            'input_usd': spans.input_usd, 'output_usd': spans.output_usd, 'starts_on': spans.starts_on
        } as price,
        spans.ends_on is null as is_today
    from {{ ref('bridge_listings') }} as listings
    inner join {{ ref('fct_price_spans') }} as spans using (provider, listing)
    left join released on listings.weights = released.weights
    where spans.ends_on is null or released.released_on is null or spans.ends_on > released.released_on

),

sold as (

    -- the cheaper of two listings of a provider that begin on one day
    select
        weights,
        is_own,
        provider,
        arg_min(price, (starts_on, price)) as first,
        arg_max(price, (is_today, starts_on, -price.input_usd, -price.output_usd)) as latest,
        bool_or(is_today) as is_today
    from spans
    group by weights, is_own, provider

),

kinds as (

    -- your own prices change no other's
    select *, if(provider = 'your own', 'your first', 'first') as price_kind, first as price from sold
    union all
    select *, if(provider = 'your own', 'your latest', 'latest') as price_kind, latest as price from sold

)

select
    kinds.weights,
    kinds.price_kind,
    kinds.is_own,
    count(*) as n_providers,
    median(kinds.price.input_usd) as input_usd,
    median(kinds.price.output_usd) as output_usd,
    min(kinds.price.starts_on) as priced_on,
    min({{ blend_price('kinds.price.input_usd', 'kinds.price.output_usd') }})
    filter (kinds.is_today or kinds.price_kind = 'first') as least_usd,
    bool_or(kinds.is_today) as is_on_sale,
    any_value(days.last_day) as last_day
from kinds
cross join days
-- a price of today is of providers that still have one, where any does
where
    kinds.price_kind = 'first' or kinds.is_today
    or kinds.weights not in (select weights from sold where is_today and provider != 'your own')
group by kinds.weights, kinds.price_kind, kinds.is_own
