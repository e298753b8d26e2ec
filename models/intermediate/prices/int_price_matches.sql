-- Weights and the listings that have their name, with the reason for which a listing is not theirs, or none.
with weights as (

    select * from {{ ref('int_price_names') }}
    where kind = 'weights'

),

listings as (

    select * from {{ ref('int_price_names') }}
    where kind in ('listing id', 'listing name')

),

facts as (

    select
        weights,
        min(released_on) as released_on,
        -- a closed model is sold as it was tested
        bool_and(training_type = 'pretrained' and is_open_weights) as is_base
    from {{ ref('dim_configurations') }}
    group by weights

),

-- every word by which the weights are known, and whether any of their names says that they are tuned
known as (

    select
        key as weights,
        list_distinct(flatten(list(words))) as words,
        bool_or(says_tuned) as says_tuned
    from weights
    group by key

),

others as (

    select list(word) as words from {{ ref('name_words') }}
    where kind = 'other weights'

),

paired as (

    select
        weights.key as weights,
        listings.provider,
        listings.key as listing,
        min(listings.kind) as matched_on,
        bool_and(weights.has_day != listings.has_day) as is_undated,
        bool_or(listings.says_tuned) as says_tuned,
        bool_or(listings.says_base) as says_base
    from weights
    inner join listings
        on weights.words_without_day = listings.words_without_day
        and (weights.words = listings.words or weights.has_day != listings.has_day)
    group by weights.key, listings.provider, listings.key

),

described as (

    select
        paired.* replace (replace(paired.matched_on, 'listing ', '') as matched_on),
        facts.is_base,
        known.says_tuned as is_named_tuned,
        -- other weights of the same name say that they are the tuned ones
        bool_or(known.says_tuned) over (partition by paired.provider, paired.listing) as has_tuned_rival,
        -- a listing of the day of release, or of none, comes before that of another day
        case
            when list_contains(ids.words, strftime(facts.released_on, '%Y%m%d')) then 1
            when not ids.has_day then 2
            else 3
        end as day_rank,
        list_has_any(
            list_filter(ids.words, lambda word: not list_contains(known.words, word)), others.words
        ) as names_other_weights
    from paired
    inner join known on paired.weights = known.weights
    inner join facts on paired.weights = facts.weights
    inner join listings as ids
        on paired.provider = ids.provider and paired.listing = ids.key and ids.kind = 'listing id'
    cross join others

)

select
    weights,
    provider,
    listing,
    matched_on,
    is_undated,
    case
        when matched_on = 'name' and names_other_weights then 'its identifier names other weights'
        when is_base and not says_base then 'tuned, the weights are not'
        when says_tuned and has_tuned_rival and not is_named_tuned then 'other weights of this name are tuned'
        when day_rank > min(day_rank) over (partition by weights, provider) then 'of another day'
    end as reject_reason
from described
