-- Scores beyond the benchmarks of dim_benchmarks, kept on the scale of their source.
with base_models as (

    select * from {{ ref('int_base_models_checked') }}
    where reject_reason is null

),

base_model_tasks as (

    unpivot (
        select
            evaluation_id,
            snapshot_id,
            {{ base_model_tasks() | join(',\n            ') }},
            ipa_transliterate_2_bleu
        from base_models
    )
    on columns(* exclude (evaluation_id, snapshot_id))
    into name task value score

),

supplementary as (

    select
        evaluation_id,
        snapshot_id,
        metric as task,
        value as score
    from {{ ref('int_supplementary_scores_checked') }}
    where reject_reason is null and benchmark_id is null

)

select * from base_model_tasks
union all by name
select * from supplementary
