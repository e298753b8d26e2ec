-- Mean score of every base family on four scales, over its pretrained checkpoints. Fine-tunes, merges and
-- models with removed or added layers do not count. A base has the size of its checkpoint, else the most
-- frequent size of its family. If no training type is known, every evaluation counts. A family without a
-- checkpoint keeps its row but does not count. Means are exact sums of whole billionths.
with scores as (

    select scores.*
    from {{ ref('int_cohort_scores_selected') }} as scores
    inner join {{ ref('int_cohort_benchmarks_selected') }} as found using (cohort_id, benchmark_id)
    -- its tests are simulated, which is dear
    where found.is_in_budget
    union all
    select * from {{ ref('int_cohort_scores_narrow') }}

),

evaluations as (

    select * from {{ ref('fct_evaluations') }}
    -- a cluster of merges or of unknown bases is not a base
    where is_base_family_resolved

),

base_sizes as (

    select
        evaluations.snapshot_id,
        evaluations.base_family,
        coalesce(
            min(checkpoints.parameters_b), mode(evaluations.parameters_b order by evaluations.parameters_b)
        ) as parameters_b
    from evaluations
    left join {{ ref('lineage_checkpoints') }} as checkpoints using (base_family)
    group by evaluations.snapshot_id, evaluations.base_family

),

cohorts as (

    select
        members.cohort_id,
        bool_or(evaluations.training_type != 'unknown') as has_types
    from {{ ref('bridge_cohort_evaluations') }} as members
    inner join evaluations using (evaluation_id)
    group by members.cohort_id

),

scaled as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        evaluations.base_family,
        evaluations.parameters_b,
        cohorts.has_types,
        (not cohorts.has_types or evaluations.training_type = 'pretrained')
        and coalesce(
            abs(evaluations.parameters_b / base_sizes.parameters_b - 1) <= 0.06,
            evaluations.parameters_b is null
        )
            as is_root,
        scores.score_pct as raw,
        {{ log_of_score('scores.score_pct') }} as log,
        {{ logit_of_score('scores.score_pct', 'benchmarks.n_items') }} as logit,
        100 * {{ above_chance('scores.score_pct', 'benchmarks.chance_pct') }} as above_chance
    from scores
    inner join evaluations using (evaluation_id)
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    inner join cohorts using (cohort_id)
    inner join base_sizes using (snapshot_id, base_family)

),

long as (

    select *
    from scaled
    unpivot include nulls (score for score_scale in (raw, log, logit, above_chance))

)

select
    cohort_id,
    benchmark_id,
    score_scale,
    base_family,
    case
        when has_types then 'pretrained checkpoints'
        else 'all evaluations: no training type is known'
    end as judged_on,
    sum(round(parameters_b * 1e9)::hugeint) filter (where is_root)
    / count(parameters_b) filter (where is_root) / 1e9 as parameters_b,
    count(*) filter (where is_root) as n_evaluations,
    count(score) filter (where is_root) as n_scored,
    sum(round(score * 1e9)::hugeint) filter (where is_root)
    / count(score) filter (where is_root) / 1e9 as mean
from long
group by cohort_id, benchmark_id, score_scale, base_family, has_types
