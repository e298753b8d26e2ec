-- Whether each curve had room to bend: its k-index, and how much of its basis it uses.
with models (gamm, model_order, model, scores) as (
    values
    ('size', 1, 'Size alone', 'unscaled'),
    ('size_with_type', 2, 'Size, with training type', 'unscaled'),
    ('size_by_type', 3, 'Size within a training type', 'unscaled'),
    ('interplay', 4, 'Other scores and size', 'unscaled'),
    ('size_scaled', 1, 'Size alone', 'scaled'),
    ('size_by_type_scaled', 3, 'Size within a training type', 'scaled'),
    ('interplay_scaled', 4, 'Other scores and size', 'scaled')
)

select
    cohort_id,
    scores,
    model_order,
    format('{} · n = {:,}', model, count(*) over (partition by cohort_id, gamm)) as panel,
    benchmark_name,
    term,
    n_obs,
    edf,
    k,
    100 * edf / k as used_pct,
    k_index,
    checks.p_value,
    case
        when k_index >= 1 or checks.p_value >= 0.05 then 'no pattern shown'
        when edf / k > 0.8 then 'pattern left, basis nearly used up'
        else 'pattern left, basis has room'
    end as finding
from statistics.stat_gamm_basis_checks as checks
inner join statistics.stat_gamm_fits using (cohort_id, gamm, benchmark_id, engine)
inner join models using (gamm)
inner join marts.dim_benchmarks using (benchmark_id)
where engine = 'reml'
order by cohort_id asc, scores desc, model_order asc, benchmark_order asc, term asc;
