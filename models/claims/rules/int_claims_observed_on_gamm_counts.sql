-- Claims about on how many others an ability counts in the GAMMs of abilities, and which abilities count on
-- more than the rest. A response without the term may count or not; soundly, an effect that is not shown may
-- yet be there, unless its curve is flat.
with influences as (

    select
        shown.basis,
        shown.cohort_id,
        shown.gamm,
        shown.term,
        {{ term_name('shown.term') }} as predictor,
        count(*) as n_responses,
        count(*) filter (where shown.is_shown) as n_significant,
        max(shown.type1_error) as type1_error,
        count(*) filter (
            where flat.is_flat and shown.basis = 'sound_method' and not shown.is_shown
        ) as n_flat,
        string_agg(
            benchmarks.benchmark_name, ', ' order by benchmarks.benchmark_order
        ) filter (where shown.is_shown) as significant_on
    from {{ ref('int_claim_terms_shown') }} as shown
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    left join {{ ref('stat_gamm_flat_terms') }} as flat using (cohort_id, gamm, benchmark_id, term)
    where
        shown.gamm in ('interplay', 'interplay_clustered')
        and shown.term like 's(log_%' and shown.term != 's(log_parameters_b)'
    group by shown.basis, shown.cohort_id, shown.gamm, shown.term

),

counted as (

    select
        cells.cell_id,
        cells.measure,
        cells.n_benchmarks - 1 as n_others,
        influences.* exclude (basis, cohort_id, gamm),
        n_others - influences.n_responses as n_missing,
        if(
            cells.is_sound,
            n_others - influences.n_flat,
            influences.n_significant + greatest(n_missing, 0)
        ) as n_most,
        cells.term = influences.term as is_the_claims,
        regexp_extract(influences.term, 's\(log_(.*)\)', 1) as ability,
        list_contains(
            string_split(lower(replace(coalesce(cells.group_a, ''), ' ', '')), ','), ability
        ) as is_named
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join influences using (basis, cohort_id, gamm)
    where cells.rule_family = 'gamm_term'

),

-- the abilities that a claim names beside all others
ranked as (

    select
        cell_id,
        measure,
        n_others,
        max(type1_error) as type1_error,
        min(n_significant) filter (where is_named) as named_fewest,
        min(n_most) filter (where is_named) as named_most,
        max(n_significant) filter (where not is_named) as others_fewest,
        max(n_most) filter (where not is_named) as others_most,
        to_json({ 'counts': string_agg(
            concat(predictor, ' on ', n_significant, ' of ', n_others), ', '
            order by n_significant desc, term asc
        ) }) as facts
    from counted
    group by cell_id, measure, n_others
    having bool_or(is_named)

),

n_responses_significant as (

    select
        cell_id,
        n_significant as estimate,
        n_most as high,
        type1_error,
        to_json({
            'term': term,
            'predictor': predictor,
            'n_others': n_others,
            'n_missing': n_missing,
            'n_responses': n_responses,
            'significant_on': significant_on
        }) as facts
    from counted
    where measure = 'n_responses_significant' and is_the_claims

),

-- the named abilities count on every response and no other does
rank_of_term as (

    select
        cell_id,
        named_fewest as estimate,
        case
            when named_fewest = n_others and others_most < named_fewest then true
            when named_most < n_others or others_fewest >= named_most then false
        end as holds,
        type1_error,
        facts
    from ranked
    where measure = 'rank_of_term'

),

-- no other counts on more; a term that never counts has no rank
rank_of_term_with_ties as (

    select
        cell_id,
        named_fewest as estimate,
        case
            when named_fewest >= others_most and named_fewest > 0 then true
            when named_most < others_fewest or named_most = 0 then false
        end as holds,
        type1_error,
        facts
    from ranked
    where measure = 'rank_of_term_with_ties'

),

-- each of them counts on most
terms_on_most as (

    select
        cell_id,
        named_fewest as estimate,
        case
            when named_fewest > n_others / 2 then true
            when named_most <= n_others / 2 then false
        end as holds,
        type1_error,
        facts
    from ranked
    where measure = 'terms_on_most'

)

{{ observations('n_responses_significant', 'rank_of_term', 'rank_of_term_with_ties', 'terms_on_most') }}
