with source as (

    select * from {{ source('openllm_v2', 'openllm_v2_evaluations') }}

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
        try_cast(parameters_b as double) as parameters_b,
        base_model,
        try_cast(generation as bigint) as generation,

        -- flags and dates
        try_cast(chat_template as boolean) as chat_template,
        try_cast(official_provider as boolean) as official_provider,
        try_cast(is_merge as boolean) as is_merge,
        try_cast(is_moe as boolean) as is_moe,
        try_cast(is_flagged as boolean) as is_flagged,
        try_cast(available_on_hub as boolean) as available_on_hub,
        try_cast(uploaded_on as date) as uploaded_on,
        try_cast(submitted_on as date) as submitted_on,

        -- scores
        try_cast(average_pct as double) as average_pct,
        try_cast(ifeval_raw_pct as double) as ifeval_raw_pct,
        try_cast(bbh_raw_pct as double) as bbh_raw_pct,
        try_cast(math_raw_pct as double) as math_raw_pct,
        try_cast(gpqa_raw_pct as double) as gpqa_raw_pct,
        try_cast(musr_raw_pct as double) as musr_raw_pct,
        try_cast(mmlu_pro_raw_pct as double) as mmlu_pro_raw_pct,
        try_cast(ifeval_normalised_pct as double) as ifeval_normalised_pct,
        try_cast(bbh_normalised_pct as double) as bbh_normalised_pct,
        try_cast(math_normalised_pct as double) as math_normalised_pct,
        try_cast(gpqa_normalised_pct as double) as gpqa_normalised_pct,
        try_cast(musr_normalised_pct as double) as musr_normalised_pct,
        try_cast(mmlu_pro_normalised_pct as double) as mmlu_pro_normalised_pct

    from source

)

select * from renamed
