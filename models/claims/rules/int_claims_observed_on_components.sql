-- Claims about how many dimensions a battery of benchmarks has: a claim names a question of
-- seeds/structure/structure_questions.csv and what of its answer it is about.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'structure' and is_rerun

),

answers as (

    select
        cells.cell_id,
        cells.is_sound,
        cells.measure as claimed,
        stats.*,
        to_json({
            'found_on': concat('of ', stats.n_benchmarks, ' benchmarks with ', stats.scaling, ' scores'),
            'unit': stats.unit
        }) as facts
    from cells
    inner join {{ ref('stat_components') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and coalesce(cells.group_b, 'standardised') = stats.scaling
    where stats.estimate is not null

),

-- how many factors there are is said by the models and by the means of their units: soundly both must agree
numbers_of_components as (

    select
        cell_id,
        max(estimate) filter (where measure = claimed) as estimate,
        -- a range that lacks a unit is not an interval
        min(ci_low) as low,
        max(ci_high) as high,
        max(n_obs) as n_obs,
        max(n_units) as n_bases,
        max(type1_error) as type1_error,
        any_value(facts) as facts
    from answers
    where
        claimed in ('n_kaiser', 'n_factors')
        and (measure = claimed or (claimed = 'n_factors' and is_sound and measure = 'n_factors_of_units'))
    group by cell_id

),

shares_of_variance as (

    select
        cell_id,
        100 * estimate as estimate,
        100 * ci_low as ci_low,
        100 * ci_high as ci_high,
        p_value,
        n_obs,
        n_units as n_bases,
        type1_error,
        facts
    from answers
    where
        measure = claimed
        and measure in ('share_first', 'share_first_three', 'factor_share', 'share_change')

),

-- of the loadings of halves; and how many equal components there are more after the cut
likeness_and_spread as (

    select
        cell_id,
        estimate,
        ci_low,
        ci_high,
        p_value,
        n_obs,
        n_units as n_bases,
        type1_error,
        facts
    from answers
    where
        measure = claimed
        and measure in ('congruence', 'participation_change')

),

rotation as (

    select
        cell_id,
        estimate,
        p_value,
        -- a turn is tested by orders of the rows, as if they were independent
        false as can_decide,
        n_obs,
        n_units as n_bases,
        type1_error,
        facts
    from answers
    where measure = claimed and measure = 'rotation'

)

{{ observations_within('numbers_of_components', 'shares_of_variance', 'likeness_and_spread', 'rotation') }}
