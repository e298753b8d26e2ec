-- Every sound evaluation of every board in one shape. Downstream of here nothing knows a board.
with openllm_v1 as (

    select
        evaluation_id,
        snapshot_id,
        file_name,
        row_number,
        model_name,
        model_name as checkpoint_name,
        revision,
        precision,
        weight_type,
        training_type_label,
        architecture_label,
        -- 0 and -1 stand for "below 1 B or unknown"
        case when parameters_b_truncated >= 1 then parameters_b_truncated end as parameters_b_published,
        true as is_published_size_truncated,
        null as base_model_name,
        null as evaluated_by,
        is_merge,
        is_moe,
        is_flagged,
        available_on_hub as is_available,
        submitted_on,
        average_pct
    from {{ ref('int_openllm_v1_evaluations_checked') }}
    where reject_reason is null

),

openllm_v2 as (

    select
        evaluation_id,
        snapshot_id,
        file_name,
        row_number,
        model_name,
        model_name as checkpoint_name,
        revision,
        precision,
        weight_type,
        training_type_label,
        architecture_label,
        case when parameters_b > 0 then parameters_b end as parameters_b_published,
        false as is_published_size_truncated,
        nullif(base_model, model_name) as base_model_name,
        null as evaluated_by,
        is_merge,
        is_moe,
        is_flagged,
        available_on_hub as is_available,
        submitted_on,
        average_pct
    from {{ ref('int_openllm_v2_evaluations_checked') }}
    where reject_reason is null

),

supplementary as (

    select
        evaluation_id,
        snapshot_id,
        file_name,
        min(row_number) as row_number,
        model_name,
        -- llama_13B_q4 and llama-13B are one checkpoint
        lower(replace(regexp_replace(model_name, '_(q|bf)[0-9]$', ''), '_', '-')) as checkpoint_name,
        null as revision,
        precision,
        'Original' as weight_type,
        null as training_type_label,
        max(family) as architecture_label,
        max(parameters_b) filter (where parameters_b > 0) as parameters_b_published,
        false as is_published_size_truncated,
        null as base_model_name,
        source_repo as evaluated_by,
        false as is_merge,
        false as is_moe,
        false as is_flagged,
        null::boolean as is_available,
        null::date as submitted_on,
        null::double as average_pct
    from {{ ref('int_supplementary_scores_checked') }}
    where reject_reason is null
    group by evaluation_id, snapshot_id, file_name, model_name, precision, source_repo

),

base_models as (

    select
        evaluation_id,
        snapshot_id,
        file_name,
        row_number,
        model_name,
        model_name as checkpoint_name,
        null as revision,
        null as precision,
        'Original' as weight_type,
        'pretrained' as training_type_label,
        model_family as architecture_label,
        case when parameters_b > 0 then parameters_b end as parameters_b_published,
        false as is_published_size_truncated,
        null as base_model_name,
        null as evaluated_by,
        false as is_merge,
        false as is_moe,
        false as is_flagged,
        null::boolean as is_available,
        null::date as submitted_on,
        null::double as average_pct
    from {{ ref('int_base_models_checked') }}
    where reject_reason is null

),

unioned as (

    select * from openllm_v1
    union all by name
    select * from openllm_v2
    union all by name
    select * from supplementary
    union all by name
    select * from base_models

)

select
    *,
    -- the name without its organisation, which may hold digits of its own
    regexp_extract(model_name, '([^/]*)$', 1) as local_name,
    case
        when coalesce(trim(architecture_label), '') in ('', '?', 'Unknown') then 'Unknown'
        -- some exports spell a label letter by letter: L;l;a;m;a;…
        when regexp_full_match(architecture_label, '(.;)+.') then replace(architecture_label, ';', '')
        -- others name two: MistralForCausalLM;QuietForCausalLM
        else trim(split_part(architecture_label, ';', 1))
    end as architecture
from unioned
