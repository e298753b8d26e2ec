-- How far each import can be trusted. A refused one has no cohort of its own; all its rows are there.
with snapshots as (

    select * from {{ ref('dim_snapshots') }}
    where is_import

),

benchmarks as (

    select
        snapshot_id,
        benchmark_id,
        count(*) filter (where not is_met) as n_failed,
        string_agg(check_name, ', ' order by check_name) filter (where not is_met) as failed
    from {{ ref('import_checks') }}
    group by snapshot_id, benchmark_id

),

-- one strange figure may be true; a benchmark with two of them is hardly what it says it is
summed as (

    select
        snapshot_id,
        count(*) as n_benchmarks,
        count(*) filter (where n_failed = 1) as n_doubtful,
        count(*) filter (where n_failed > 1) as n_implausible,
        sum(n_failed)::bigint as n_checks_failed,
        string_agg(concat(benchmark_id, ' (', failed, ')'), ', ' order by n_failed desc, benchmark_id)
        filter (where n_failed > 0) as failures
    from benchmarks
    group by snapshot_id

),

judged as (

    select
        snapshots.snapshot_id,
        snapshots.source,
        accounting.n_read,
        accounting.n_loaded,
        accounting.n_quarantined,
        coalesce(profiles.n_evaluations, 0) as n_evaluations,
        coalesce(summed.n_benchmarks, 0) as n_benchmarks,
        coalesce(summed.n_doubtful, 0) as n_doubtful,
        coalesce(summed.n_implausible, 0) as n_implausible,
        coalesce(summed.n_checks_failed, 0) as n_checks_failed,
        profiles.share_size_unknown,
        profiles.share_training_type_unknown,
        profiles.share_architecture_unknown,
        summed.failures
    from snapshots
    inner join {{ ref('row_accounting') }} as accounting on snapshots.file_name = accounting.file_name
    left join {{ ref('snapshot_profiles') }} as profiles on snapshots.snapshot_id = profiles.snapshot_id
    left join summed on snapshots.snapshot_id = summed.snapshot_id

)

select
    * exclude (failures),
    case
        when n_benchmarks = 0 or n_quarantined > n_loaded or n_implausible = n_benchmarks then 'refused'
        when n_checks_failed > 0 then 'doubtful'
        else 'ok'
    end as status,
    case
        when n_benchmarks = 0 then 'no score is left; quality.quarantined_rows says why'
        when n_quarantined > n_loaded
            then concat(
                n_quarantined, ' of ', n_read, ' records are in quarantine; quality.quarantined_rows says why'
            )
        when n_implausible = n_benchmarks
            then
                concat(
                    'all ', n_benchmarks, ' benchmarks are implausible: ', failures,
                    '. A row of seeds/cohorts.csv makes a cohort of it all the same'
                )
        when n_checks_failed > 0
            then concat(
                n_doubtful + n_implausible, ' of ', n_benchmarks, ' benchmarks look strange: ', failures
            )
    end as reason
from judged
