-- Evaluations of large models that are no better than guessing on every benchmark where guessing has a
-- score, while most evaluations of their base family are: broken merges and failed runs, not models of that
-- size. An old model at chance on a hard benchmark is in the company of its family, and stays.
with evaluations as (

    select
        counted.evaluation_id,
        clustered.snapshot_id,
        clustered.base_family
    from {{ ref('int_evaluations_parameters_resolved') }} as counted
    inner join {{ ref('int_evaluations_clustered') }} as clustered on counted.evaluation_id = clustered.evaluation_id
    where counted.parameters_b >= {{ var('at_chance_size_b') }}

),

benchmarks as (

    select * from {{ ref('dim_benchmarks') }}
    where chance_pct > 0

),

compared as (

    select
        evaluations.evaluation_id,
        evaluations.snapshot_id,
        evaluations.base_family,
        max(scores.score_pct - benchmarks.chance_pct) <= {{ var('at_chance_margin_pct') }} as is_at_chance
    from evaluations
    inner join {{ ref('int_scores_deduplicated') }} as scores on evaluations.evaluation_id = scores.evaluation_id
    inner join benchmarks on scores.benchmark_id = benchmarks.benchmark_id
    group by evaluations.evaluation_id, evaluations.snapshot_id, evaluations.base_family
    having count(*) >= 2

)

select evaluation_id
from compared
qualify is_at_chance and avg(is_at_chance::integer) over (partition by snapshot_id, base_family) < 0.5
