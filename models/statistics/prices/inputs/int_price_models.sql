-- The priced models of a scale: their points, their first price and their price of today.
with prices as (

    select
        cohort_id,
        weights,
        max(ln(usd)) filter (price_kind = 'first') as log_first,
        max(ln(usd)) filter (price_kind = 'latest' and is_on_sale) as log_latest,
        max(ln(usd)) filter (price_kind = 'least' and is_on_sale) as log_least,
        max(ln(usd)) filter (price_kind = 'your first') as log_your_first,
        max(ln(usd)) filter (price_kind = 'your latest' and is_on_sale) as log_your_latest,
        max(days_to_first_price) filter (price_kind = 'first') as days_to_first_price,
        bool_or(price_rule = 'developer') filter (price_kind = 'first') as is_own,
        any_value(last_day) as last_day
    from {{ ref('stat_prices') }}
    where status = 'ok' and usd > 0
    group by cohort_id, weights

)

select
    prices.*,
    scaled.developer,
    scaled.released_on,
    scaled.is_open_weights,
    scaled.points,
    scaled.points_std_error,
    scaled.draws
from prices
inner join {{ ref('int_ability_scaled') }} as scaled using (cohort_id, weights)
