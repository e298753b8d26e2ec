-- Whose weights a listing has, and whether their developer is who sells them.
with developers as (

    select
        weights,
        mode(organisation order by organisation) as developer
    from {{ ref('dim_configurations') }}
    group by weights

)

select
    matches.provider,
    matches.listing,
    matches.weights,
    matches.matched_on,
    matches.is_undated,
    own.provider is not null as is_own
from {{ ref('int_price_matches') }} as matches
left join developers on matches.weights = developers.weights
left join {{ ref('own_providers') }} as own
    on matches.provider = own.provider and developers.developer = own.developer
where matches.reject_reason is null
