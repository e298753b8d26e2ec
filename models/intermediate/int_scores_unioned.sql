-- Every score of every sound evaluation, in percent. Shares are rounded to six decimals of a
-- percent, far below one item of any benchmark, so that sums over them are exact.
with openllm_v1 as (

    unpivot (
        select
            evaluation_id,
            arc_pct,
            hellaswag_pct,
            mmlu_pct,
            truthfulqa_pct,
            winogrande_pct,
            gsm8k_pct
        from {{ ref('int_openllm_v1_evaluations_checked') }}
        where reject_reason is null
    )
    on
    arc_pct as arc,
    hellaswag_pct as hellaswag,
    mmlu_pct as mmlu,
    truthfulqa_pct as truthfulqa,
    winogrande_pct as winogrande,
    gsm8k_pct as gsm8k
    into name benchmark_id value score_pct

),

openllm_v2_records as (

    select * from {{ ref('int_openllm_v2_evaluations_checked') }}
    where reject_reason is null

),

openllm_v2 as (

    select
        evaluation_id,
        benchmark_id,
        score_pct,
        normalised_pct
    from openllm_v2_records
    unpivot (
        (score_pct, normalised_pct) for benchmark_id in (
            (ifeval_raw_pct, ifeval_normalised_pct) as ifeval,
            (bbh_raw_pct, bbh_normalised_pct) as bbh,
            (math_raw_pct, math_normalised_pct) as math,
            (gpqa_raw_pct, gpqa_normalised_pct) as gpqa,
            (musr_raw_pct, musr_normalised_pct) as musr,
            (mmlu_pro_raw_pct, mmlu_pro_normalised_pct) as mmlu_pro
        )
    )

),

supplementary as (

    select
        evaluation_id,
        benchmark_id,
        round(100 * value, 6) as score_pct
    from {{ ref('int_supplementary_scores_checked') }}
    where reject_reason is null and benchmark_id is not null

),

base_models as (

    select
        evaluation_id,
        benchmark_id,
        round(100 * score, 6) as score_pct
    from (
        unpivot (
            select
                evaluation_id,
                arc,
                hellaswag,
                mmlu,
                truthfulqa,
                winogrande,
                gsm8k
            from {{ ref('int_base_models_checked') }}
            where reject_reason is null
        )
        on arc, hellaswag, mmlu, truthfulqa, winogrande, gsm8k
        into name benchmark_id value score
    )

)

select * from openllm_v1
union all by name
select * from openllm_v2
where score_pct is not null
union all by name
select * from supplementary
union all by name
select * from base_models
