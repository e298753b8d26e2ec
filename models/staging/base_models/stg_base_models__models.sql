with source as (

    select * from {{ source('base_models', 'base_models') }}

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
        model_family,
        try_cast(parameters_b as double) as parameters_b,
        try_cast(training_tokens_t as double) as training_tokens_t,
        try_cast(training_flops_1e21 as double) as training_flops_1e21,

        -- scores on the scale of the source
        try_cast(mmlu as double) as mmlu,
        try_cast(arc as double) as arc,
        try_cast(hellaswag as double) as hellaswag,
        try_cast(winogrande as double) as winogrande,
        try_cast(truthfulqa as double) as truthfulqa,
        try_cast(gsm8k as double) as gsm8k,
        try_cast(xwinograd as double) as xwinograd,
        try_cast(humaneval as double) as humaneval,
        try_cast(parsinlu_qa_2_acc as double) as parsinlu_qa_2_acc,
        try_cast(word_unscrambling_2_exact_match as double) as word_unscrambling_2_exact_match,
        try_cast(ipa_transliterate_2_exact_match as double) as ipa_transliterate_2_exact_match,
        try_cast(ipa_transliterate_2_bleu as double) as ipa_transliterate_2_bleu,
        try_cast(arithmetic_3ds_2_acc as double) as arithmetic_3ds_2_acc,
        try_cast(arithmetic_3da_2_acc as double) as arithmetic_3da_2_acc,
        try_cast(arithmetic_2dm_2_acc as double) as arithmetic_2dm_2_acc,
        try_cast(arithmetic_2da_2_acc as double) as arithmetic_2da_2_acc

    from source

)

select * from renamed
