-- Claims about how much of the variance of scores a factor explains, and how much more than another: a claim
-- names a question of seeds/structure/structure_questions.csv and, as group_b, the two factors and what is
-- given.
with shares as (

    select
        cells.cell_id,
        cells.measure,
        stats.*
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('stat_variance_components') }} as stats
        on cells.cohort_id = stats.cohort_id and cells.group_a = stats.question_id
        and cells.group_b = concat(stats.component, ' against ', stats.against, ' given ', stats.given)
    where cells.rule_family = 'structure' and cells.is_rerun and stats.share is not null

),

variance_share_pct as (

    select
        cell_id,
        100 * share as estimate,
        100 * ci_low as ci_low,
        100 * ci_high as ci_high,
        n_obs,
        n_levels as n_bases,
        to_json({ 'found_on': concat('of ', component, ' given ', given), 'unit': component }) as facts
    from shares
    where measure = 'variance_share_pct'

),

variance_share_difference_pct as (

    select
        cell_id,
        100 * difference as estimate,
        100 * difference_ci_low as ci_low,
        100 * difference_ci_high as ci_high,
        p_value,
        n_obs,
        n_levels as n_bases,
        to_json({
            'found_on': concat('between ', component, ' and ', against, ' given ', given),
            'unit': component
        }) as facts
    from shares
    where measure = 'variance_share_difference_pct'

)

{{ observations_within('variance_share_pct', 'variance_share_difference_pct') }}
