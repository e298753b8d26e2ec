-- Claims that curves of score over size are flatter above a size than below it. The slopes at two sizes
-- depend on each other, and their covariance is not kept, so that the sound method does not judge.
with halves as (

    select
        cells.cell_id,
        slopes.benchmark_id,
        cells.n_benchmarks,
        avg(slopes.estimate order by slopes.parameters_b)
        filter (where slopes.parameters_b > cells.size_a_low_b) as slope_above,
        avg(slopes.estimate order by slopes.parameters_b)
        filter (where slopes.parameters_b <= cells.size_a_low_b) as slope_below
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('int_claim_slopes_bounded') }} as slopes using (basis, cohort_id, gamm)
    where
        cells.measure = 'n_benchmarks_flatter' and not cells.is_sound
        and slopes.term = 's(log_parameters_b)' and slopes.parameters_b is not null
        and {{ on_benchmark('cells', 'slopes') }}
    group by cells.cell_id, slopes.benchmark_id, cells.n_benchmarks

),

n_benchmarks_flatter as (

    select
        cell_id,
        benchmark_id,
        slope_above - slope_below as estimate,
        slope_above < slope_below as holds,
        n_benchmarks as n_of,
        to_json({ 'slope_above': slope_above, 'slope_below': slope_below }) as facts
    from halves
    where slope_above is not null and slope_below is not null

)

{{ observations('n_benchmarks_flatter') }}
