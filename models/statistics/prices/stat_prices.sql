-- What each model of a scale costs: its developer's price, or else the median of resellers.
{% call add_names(benchmarks=false) %}
with listed as (

    select
        *,
        {{ blend_price('input_usd', 'output_usd') }} as usd,
        -- the developer's own comes first
        row_number() over (partition by weights, price_kind order by is_own desc) as place
    from {{ ref('int_price_listed') }}

),

kinds as (

    select * exclude (least_usd, place) from listed
    where place = 1
    union all by name
    select * exclude (least_usd, place) replace ('resellers' as price_kind) from listed
    where price_kind = 'latest' and not is_own
    union all by name
    select
        weights,
        'least' as price_kind,
        bool_or(is_own and least_usd = usd) as is_own,
        sum(n_providers) as n_providers,
        null as input_usd,
        null as output_usd,
        min(priced_on) as priced_on,
        bool_or(is_on_sale) as is_on_sale,
        any_value(last_day) as last_day,
        min(least_usd) as usd
    from listed
    where price_kind = 'latest' and least_usd is not null
    group by weights
    union all by name
    -- beside a price of your own, that there is no other
    select distinct
        weights,
        'first' as price_kind
    from listed
    where weights not in (select weights from listed where price_kind = 'first')

)

select
    scaled.cohort_id,
    scaled.weights,
    coalesce(kinds.price_kind, 'first') as price_kind,
    kinds.usd,
    kinds.input_usd,
    kinds.output_usd,
    case
        when kinds.price_kind = 'least' then 'least'
        when starts_with(kinds.price_kind, 'your') then 'yours'
        when kinds.is_own then 'developer'
        when kinds.usd is not null then 'resellers'
    end as price_rule,
    kinds.n_providers::bigint as n_providers,
    kinds.priced_on,
    greatest(kinds.priced_on - scaled.released_on, 0)::bigint as days_to_first_price,
    kinds.is_on_sale,
    kinds.last_day,
    case
        when kinds.usd is null then 'no price'
        when scaled.released_on is null then 'no day of release'
        when scaled.released_on > kinds.last_day then 'released after the prices'
        else 'ok'
    end as status
from {{ ref('int_ability_scaled') }} as scaled
left join kinds on scaled.weights = kinds.weights
where scaled.cohort_id in (
    select cohort_id from {{ ref('int_ability_scaled') }}
    semi join {{ ref('bridge_listings') }} using (weights)
)
{% endcall %}
