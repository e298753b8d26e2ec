-- Claims about where a curve of score over size rises and falls.
with curves as (

    select
        cells.cell_id,
        cells.measure,
        cells.decision,
        cells.expected,
        cells.is_sound,
        cells.n_benchmarks,
        -- "somewhere" asks for one point, else the whole range is meant
        coalesce(contains(cells.threshold, 'somewhere'), false) as is_somewhere,
        curves.* exclude (cell_id)
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('int_claim_curves_described') }} as curves using (cell_id)

),

-- a slope is positive throughout where its lowest bound is, and somewhere where its highest is
slope as (

    select
        cell_id,
        benchmark_id,
        mean_slope as estimate,
        if(decision = 'positive' and not is_somewhere, lowest, highest_low) as low,
        if(decision = 'negative' and not is_somewhere, highest, lowest_high) as high,
        type1_error,
        facts
    from curves
    where measure = 'slope'

),

-- "no increase" is contradicted only by a rise, and supported by a fall throughout; a claim may also expect
-- that the band excludes zero
movement as (

    select
        cell_id,
        benchmark_id,
        mean_slope as estimate,
        case
            when starts_with(expected, 'excludes')
                then case when is_rising or is_falling then true when not is_sound then false end
            when is_rising then false
            when is_falling_throughout or not is_sound then true
        end as holds,
        type1_error,
        facts
    from curves
    where measure = 'movement'

),

-- a wave goes up and down
waves as (

    select
        cell_id,
        benchmark_id,
        mean_slope as estimate,
        case
            when is_rising and is_falling then true
            when not is_sound or is_rising_throughout or is_falling_throughout then false
        end as holds,
        type1_error,
        facts
    from curves
    where measure = 'waves'

),

-- both directions show that there is no one; neither shows nothing
no_direction as (

    select
        cell_id,
        benchmark_id,
        mean_slope as estimate,
        case
            when is_rising and is_falling then true
            when is_rising or is_falling then false
            when not is_sound then true
        end as holds,
        type1_error,
        facts
    from curves
    where measure = 'no_direction'

),

n_benchmarks_never_falling as (

    select
        cell_id,
        benchmark_id,
        count(*) filter (where is_never_falling) over of_claim as estimate,
        n_benchmarks - count(*) filter (where is_falling) over of_claim as high,
        n_benchmarks as n_of,
        type1_error,
        facts
    from curves
    where measure = 'n_benchmarks_never_falling'
    window of_claim as (partition by cell_id)

)

{{ observations('slope', 'movement', 'waves', 'no_direction', 'n_benchmarks_never_falling') }}
