-- Another library on the same rows: a fault of the engine would show as a gap between the curves.
{% call add_names() %}
select
    fits.cohort_id,
    fits.benchmark_id,
    fits.n_obs,
    checks.n_rows_pygam,
    checks.gap_pct,
    fits.deviance_explained,
    checks.deviance_explained_pygam,
    fits.edf_total,
    checks.edf_pygam,
    fits.status
from {{ ref('stat_gamm_fits') }} as fits
left join {{ ref('fit_curve_checks') }} as checks
    on fits.cohort_id = checks.cohort_id and fits.benchmark_id = checks.benchmark_id
where fits.gamm = 'size'
{% endcall %}
