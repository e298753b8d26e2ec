-- The ranks that paired answers leave open to each model, and those that scores alone do.
with ranked as (
    select
        *,
        row_number() over (partition by benchmark_id order by score_pct desc, evaluation_id asc) as place
    from statistics.stat_item_ranks
    where status = 'ok' and n_models >= 10
)

select
    benchmark_name,
    model_name,
    place,
    rank,
    score_pct,
    n_models,
    unnest(['from scores alone', 'from paired answers']) as way,
    unnest([rank_low_unpaired, rank_low_simultaneous]) as low,
    unnest([rank_high_unpaired, rank_high_simultaneous]) as high,
    data_source
from ranked
inner join (
    select benchmark_id, benchmark_name, data_source from reporting.rpt_item_benchmarks
) as sources using (benchmark_id)
order by n_models desc, benchmark_name asc, place asc, way desc;
