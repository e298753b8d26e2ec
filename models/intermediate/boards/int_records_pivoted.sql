-- What a record says of the run, its model and its score, in the same columns for every board.
with pivoted as (

    select
        snapshot_id,
        row_number,

        -- the run
        max(text) filter (where role = 'model_name') as model_name,
        max(text) filter (where role = 'revision') as revision,
        max(text) filter (where role = 'precision') as precision,
        bool_or(truth) filter (where role = 'chat_template') as chat_template,
        max(text) filter (where role = 'evaluated_by') as evaluated_by,
        max(day) filter (where role = 'submitted_on') as submitted_on,
        max(number) filter (where role = 'average_pct') as average_pct,
        max(text) filter (where role = 'problem') as problem,

        -- the model
        max(text) filter (where role = 'weight_type') as weight_type,
        max(text) filter (where role = 'training_type_label') as training_type_label,
        max(text) filter (where role = 'architecture_label') as architecture_label,
        max(text) filter (where role = 'base_model_name') as base_model_name,
        max(number) filter (where role = 'parameters_b') as parameters_b,
        max(text) filter (where role = 'parameters_rule') as parameters_rule,
        max(text) filter (where role = 'training_type_rule') as training_type_rule,
        max(number) filter (where role = 'parameters_b_truncated') as parameters_b_truncated,
        bool_or(role = 'parameters_b_truncated') as is_published_size_truncated,
        bool_or(truth) filter (where role = 'is_merge') as is_merge,
        bool_or(truth) filter (where role = 'is_moe') as is_moe,
        bool_or(truth) filter (where role = 'is_flagged') as is_flagged,
        bool_or(truth) filter (where role = 'is_available') as is_available,
        max(number) filter (where role = 'training_tokens_t') as training_tokens_t,
        max(number) filter (where role = 'training_flops_1e21') as training_flops_1e21,
        bool_or(role in ('training_tokens_t', 'training_flops_1e21')) as has_training_compute,

        -- the model's release and mode, where a board says such things
        max(text) filter (where role = 'variant') as variant,
        max(text) filter (where role = 'organisation') as organisation,
        max(day) filter (where role = 'released_on') as released_on,
        max(number) filter (where role = 'active_parameters_b') as active_parameters_b,
        max(text) filter (where role = 'parameters_said_by') as parameters_said_by,
        bool_or(truth) filter (where role = 'is_open_weights') as is_open_weights,
        coalesce(bool_or(
            role in ('organisation', 'released_on', 'active_parameters_b', 'is_open_weights')
        ), false) as has_facts,

        -- the score, where a record is one
        bool_or(role = 'benchmark') as is_one_score,
        max(text) filter (where role = 'benchmark') as benchmark,
        max(text) filter (where role = 'subset') as subset,
        max(text) filter (where role = 'metric') as metric,
        max(text) filter (where role = 'metric_filter') as metric_filter,
        max(number) filter (where role = 'n_shots') as n_shots,
        max(number) filter (where role = 'report') as report,
        max(number) filter (where role = 'n_items') as n_items,
        bool_or(truth) filter (where role = 'is_part') as is_part,
        max(text) filter (where role = 'unit') as unit,
        max(number) filter (where role = 'std_error') as std_error,
        bool_or(truth) filter (where role = 'is_higher_better') as is_higher_better,
        bool_or(truth) filter (where role = 'is_primary') as is_primary,

        -- who reported the score
        max(text) filter (where role = 'reported_by') as reported_by,
        max(text) filter (where role = 'reported_at') as reported_at,
        max(text) filter (where role = 'comparable_group') as comparable_group,
        max(text) filter (where role = 'name_in_source') as name_in_source,
        bool_or(role = 'reported_by') as has_reporter,

        -- what tells the run apart from others, and the record from others of the run
        string_agg(
            {{ key_part("coalesce(truth::varchar, text, '')") }}, '|' order by evaluation_key
        ) filter (where evaluation_key is not null) as evaluation_key,
        string_agg(
            {{ key_part("coalesce(text, '')") }}, '|' order by score_key
        ) filter (where score_key is not null) as score_key,
        string_agg(file_column, ', ' order by evaluation_key)
        filter (where evaluation_key is not null) as evaluation_key_columns,
        string_agg(file_column, ', ' order by score_key)
        filter (where score_key is not null) as score_key_columns

    from {{ ref('int_fields_cast') }}
    group by snapshot_id, row_number

)

select
    records.snapshot_id,
    records.board,
    records.taken_on,
    records.file_name,
    records.row_number,
    records.record_error,
    records.raw,
    pivoted.* exclude (snapshot_id, row_number)
from {{ ref('stg_boards__records') }} as records
left join pivoted using (snapshot_id, row_number)
