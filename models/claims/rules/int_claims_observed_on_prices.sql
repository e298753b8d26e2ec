-- Claims about falling prices, by the least price of an ability (docs/prices.md). Nine of ten intervals hold
-- the fall of the true abilities, so that one end errs in one of twenty; off a single value, either does.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'prices' and is_sound

),

yearly_fall as (

    select
        cells.cell_id,
        declines.factor as estimate,
        declines.factor_low as ci_low,
        declines.factor_high as ci_high,
        declines.n_models as n_obs,
        declines.n_developers as n_bases,
        {{ significance_level() }} * if(cells.decision = 'equals' and cells.tolerance = 0, 2, 1)
            as type1_error,
        to_json({
            'n_levels': declines.n_levels,
            'usd_first': declines.usd_first,
            'usd_last': declines.usd_last,
            'window_name': declines.window_name,
            'view': nullif(declines.view, 'main')
        }) as facts
    from cells
    inner join {{ ref('stat_price_declines') }} as declines
        on cells.cohort_id = declines.cohort_id
        and declines.window_name = coalesce(cells.group_a, 'all')
        and declines.view = coalesce(cells.group_b, 'main')
        and declines.status = 'ok'
    where cells.measure = 'yearly_fall'

)

{{ observations_within('yearly_fall') }}
