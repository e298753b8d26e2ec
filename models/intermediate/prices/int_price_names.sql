-- The names of weights, of listings and of runs with a cost, each as a set of words.
with weights as (

    -- without the mode that the source adds to its own name
    select distinct
        configurations.weights as key,
        coalesce(
            case
                when ends_with(reports.name_in_source, '_' || configurations.variant)
                    then left(reports.name_in_source, -1 - length(configurations.variant))
            end,
            reports.name_in_source
        ) as name
    from {{ ref('dim_configurations') }} as configurations
    inner join {{ ref('fct_score_reports') }} as reports using (evaluation_id)
    where reports.name_in_source is not null
    union
    select distinct
        weights,
        model_name
    from {{ ref('dim_configurations') }}

),

names as (

    select
        'weights' as kind,
        key,
        '' as provider,
        name
    from weights
    union all
    select
        'listing id' as kind,
        listing as key,
        provider,
        listing as name
    from {{ ref('fct_price_spans') }}
    group by provider, listing
    union all
    select
        'listing name' as kind,
        listing as key,
        provider,
        display_name as name
    from {{ ref('int_listings_checked') }}
    where display_name is not null and reject_reason is null
    union all
    select distinct
        'run' as kind,
        model as key,
        '' as provider,
        -- without the mode in brackets
        regexp_replace(model, '\s*\([^)]*\)$', '') as name
    from {{ ref('int_task_costs_checked') }}

),

said as (

    select
        list(word) filter (where kind in ('silent', 'tuned')) as left_out,
        list(word) filter (where kind = 'tuned') as tuned,
        list(word) filter (where kind = 'base') as base
    from {{ ref('name_words') }}

),

split as (

    select
        *,
        {{ split_name('name') }} as all_words
    from names

)

select
    split.kind,
    split.provider,
    split.key,
    split.name,
    list_sort(list_distinct(list_filter(
        split.all_words, lambda word: word != '' and not list_contains(said.left_out, word)
    ))) as words,
    {{ without_days('words') }} as words_without_day,
    words != words_without_day as has_day,
    list_has_any(split.all_words, said.tuned) as says_tuned,
    list_has_any(split.all_words, said.base) as says_base
from split
cross join said
where len(words) > 0
