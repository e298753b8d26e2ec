with source as (

    select * from {{ source('openllm_v1', 'openllm_v1_evaluations') }}

),

renamed as (

    select
        -- the record
        snapshot_id,
        file_name,
        row_number,
        record_error,
        raw,

        -- the model
        model_name,
        revision,
        precision,
        weight_type,
        training_type_label,
        architecture_label,
        hub_license,
        try_cast(hub_likes as bigint) as hub_likes,
        try_cast(parameters_b_truncated as double) as parameters_b_truncated,

        -- flags and dates
        try_cast(is_merge as boolean) as is_merge,
        try_cast(is_moe as boolean) as is_moe,
        try_cast(is_flagged as boolean) as is_flagged,
        try_cast(available_on_hub as boolean) as available_on_hub,
        try_cast(submitted_on as date) as submitted_on,

        -- scores
        try_cast(average_pct as double) as average_pct,
        try_cast(arc_pct as double) as arc_pct,
        try_cast(hellaswag_pct as double) as hellaswag_pct,
        try_cast(mmlu_pct as double) as mmlu_pct,
        try_cast(truthfulqa_pct as double) as truthfulqa_pct,
        try_cast(winogrande_pct as double) as winogrande_pct,
        try_cast(gsm8k_pct as double) as gsm8k_pct

    from source

)

select * from renamed
