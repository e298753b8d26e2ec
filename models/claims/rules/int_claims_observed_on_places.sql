-- Claims about the place of a level among all of its factor by the number of significant pairs that it is in.
with levels as (

    select
        pairs.basis,
        pairs.cohort_id,
        pairs.factor,
        pairs.group_a as level_a,
        count(*) filter (where {{ is_significant('pairs.p_adjusted') }}) as n_fewest,
        count(*) filter (where {{ may_be_significant('pairs') }}) as n_most,
        max(pairs.type1_error) filter (where pairs.p_adjusted is not null) as type1_error,
        count(*) as n_pairs
    from {{ ref('int_claim_pairs_stacked') }} as pairs
    -- the group of all others together has no place
    where pairs.group_a != 'Other'
    group by all

),

-- the best and the worst place that the other levels leave open; a level without a significant pair has the
-- last
placed as (

    select
        own.basis,
        own.cohort_id,
        own.factor,
        own.level_a,
        own.n_fewest,
        own.n_pairs,
        -- of all pairs that the place rests on
        max(other.type1_error) as type1_error,
        count(*) as n_levels,
        if(own.n_most = 0, n_levels, 1 + count(*) filter (where other.n_fewest > own.n_most)) as best,
        case
            when own.n_fewest = 0 then n_levels
            when own.basis = 'sound_method'
                then 1 + count(*) filter (where other.level_a != own.level_a and other.n_most > own.n_fewest)
            else 1 + count(*) filter (where other.n_fewest > own.n_fewest)
        end as worst
    from levels as own
    inner join levels as other using (basis, cohort_id, factor)
    group by own.basis, own.cohort_id, own.factor, own.level_a, own.n_fewest, own.n_most, own.n_pairs

),

rank_of_level as (

    select
        cells.cell_id,
        placed.worst as estimate,
        placed.best as low,
        placed.worst as high,
        placed.type1_error,
        to_json({
            'n_fewest': placed.n_fewest,
            'n_pairs': placed.n_pairs,
            'n_levels': placed.n_levels
        }) as facts
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join placed using (basis, cohort_id, factor, level_a)
    where
        cells.rule_family = 'pair_count' and cells.measure = 'rank_of_level'
        and {{ can_win_and_lose('placed.n_levels') }}

)

{{ observations('rank_of_level') }}
