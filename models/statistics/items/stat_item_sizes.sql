-- The smallest difference that so many paired items show, by the share that the two answer differently.
with grid as (

    select
        shares.discordant_pct::double as discordant_pct,
        unnest([100, 200, 500, 1000, 2000, 5000, 10000, 20000])::bigint as n_items
    from range(5, 55, 5) as shares (discordant_pct)

),

errors as (

    select {{ critical_z() }} + normal_quantile({{ var('power') }}) as n_errors

)

select
    grid.discordant_pct,
    grid.n_items,
    100 * errors.n_errors * sqrt(grid.discordant_pct / 100 / grid.n_items) as detectable_pct,
    power(errors.n_errors, 2) * grid.discordant_pct * 100 as n_items_for_point,
    {{ var('confidence_level') }}::double as confidence_level,
    {{ var('power') }}::double as power
from grid
cross join errors
