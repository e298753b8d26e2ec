-- Claims about how much of the deviance a GAMM explains, and where given its R² and its number of
-- evaluations.
with cells as (

    select
        *,
        try_cast(trim(split_part(expected, ';', 2)) as double) as printed_r_squared,
        try_cast(trim(split_part(expected, ';', 3)) as bigint) as printed_n_obs
    from {{ ref('int_claim_cells_selected') }}
    where measure = 'deviance_explained' and not is_sound

),

deviance_explained as (

    select
        cells.cell_id,
        cells.benchmark_id,
        fits.deviance_explained_pct as estimate,
        {{ meets_number('fits.deviance_explained_pct') }}
        and coalesce(abs(fits.r_squared_adjusted - cells.printed_r_squared) < 0.0015, true)
        and coalesce(fits.n_obs = cells.printed_n_obs, true) as holds,
        fits.n_obs,
        to_json({ 'r_squared_adjusted': fits.r_squared_adjusted }) as facts
    from cells
    inner join {{ ref('int_claim_fits_stacked') }} as fits using (basis, cohort_id, gamm, benchmark_id)

)

{{ observations('deviance_explained') }}
