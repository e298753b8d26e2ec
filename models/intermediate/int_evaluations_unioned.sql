-- Every sound evaluation of every board in one shape; downstream of here nothing knows a board. Where
-- a record is one score, several records make an evaluation.
with records as (

    select * from {{ ref('int_evaluations_checked') }}
    where reject_reason is null

),

-- models of declared boards are trusted; those of other boards are looked up
declared_boards as (

    select distinct board from {{ ref('board_columns') }}

),

gathered as (

    select
        evaluation_id,
        snapshot_id,
        board,
        file_name,
        min(row_number) as row_number,
        model_name,

        -- the run
        max(revision) as revision,
        max(precision) as precision,
        bool_or(chat_template) as chat_template,
        max(evaluated_by) as evaluated_by,
        max(submitted_on) as submitted_on,
        max(average_pct) as average_pct,

        -- the model
        max(weight_type) as weight_type,
        max(training_type_label) as training_type_label,
        max(architecture_label) as architecture_label,
        max(nullif(base_model_name, model_name)) as base_model_name,
        -- 0 and less stand for unknown, and so does a size below 1 B that was cut off after the point
        max(coalesce(
            case when parameters_b > 0 then parameters_b end,
            case when parameters_b_truncated >= 1 then parameters_b_truncated end
        )) as parameters_b_published,
        bool_or(is_published_size_truncated) as is_published_size_truncated,
        max(parameters_rule) as parameters_rule,
        max(training_type_rule) as training_type_rule,
        bool_or(is_merge) as is_merge,
        bool_or(is_moe) as is_moe,
        bool_or(is_flagged) as is_flagged,
        bool_or(is_available) as is_available,
        bool_or(has_training_compute) as has_training_compute,
        max(training_tokens_t) as training_tokens_t,
        max(training_flops_1e21) as training_flops_1e21

    from records
    group by evaluation_id, snapshot_id, board, file_name, model_name

),

-- Facts of models on the declared boards, by full name and, if unique,
-- by the name without organisation. Contradictory facts are null.
named as (

    select
        lower(model_name) as full_name,
        full_name as name,
        *
    from records
    where board in (select board from declared_boards)
    union all
    select
        lower(model_name) as full_name,
        regexp_extract(full_name, '([^/]*)$', 1) as name,
        *
    from records
    where board in (select board from declared_boards) and contains(model_name, '/')

),

facts_said as (

    select
        name,
        min(case when parameters_b > 0 then parameters_b end) as smallest_b,
        median(case when parameters_b > 0 then parameters_b end) as median_b,
        max(case when parameters_b > 0 then parameters_b end) as largest_b,
        min(training_type_label) as training_type_label,
        count(distinct training_type_label) as n_labels,
        mode(architecture_label order by architecture_label) as architecture_label,
        count(distinct architecture_label) as n_architectures
    from named
    group by name
    having count(distinct full_name) = 1

),

models_known as (

    select
        name,
        -- null if the counts disagree, as a quantised copy may be counted otherwise
        case when largest_b <= 1.05 * smallest_b then median_b end as parameters_b,
        case when n_labels = 1 then training_type_label end as training_type_label,
        case when n_architectures = 1 then architecture_label end as architecture_label
    from facts_said

),

-- facts that are missing or read from a name are looked up on the boards
looked_up as (

    select
        gathered.evaluation_id,
        models_known.architecture_label,
        case
            when gathered.parameters_b_published is null or gathered.parameters_rule = 'name'
                then models_known.parameters_b
        end as parameters_b,
        case
            when gathered.training_type_label is null or gathered.training_type_rule = 'name'
                then models_known.training_type_label
        end as training_type_label
    from gathered
    inner join models_known on lower(gathered.model_name) = models_known.name
    anti join declared_boards on gathered.board = declared_boards.board

),

completed as (

    select
        gathered.* replace (
            coalesce(looked_up.parameters_b, gathered.parameters_b_published) as parameters_b_published,
            coalesce(looked_up.training_type_label, gathered.training_type_label) as training_type_label,
            coalesce(gathered.architecture_label, looked_up.architecture_label) as architecture_label,
            case
                when looked_up.parameters_b is null then gathered.parameters_rule
                else 'registry'
            end as parameters_rule,
            case
                when looked_up.training_type_label is null then gathered.training_type_rule
                else 'registry'
            end as training_type_rule
        )
    from gathered
    left join looked_up on gathered.evaluation_id = looked_up.evaluation_id

)

select
    completed.* replace (coalesce(curated.is_moe, completed.is_moe) as is_moe),
    -- where a board says how, llama_13B_q4 and llama-13B are one checkpoint
    case
        when boards.checkpoint_pattern is null then completed.model_name
        else lower(replace(regexp_replace(completed.model_name, boards.checkpoint_pattern, ''), '_', '-'))
    end as checkpoint_name,
    -- the name without its organisation, which may hold digits of its own
    regexp_extract(completed.model_name, '([^/]*)$', 1) as local_name,
    coalesce(precision_ranks.is_quantised, false)
    or {{ is_quantised_name("regexp_extract(completed.model_name, '([^/]*)$', 1)") }} as is_quantised,
    case
        when coalesce(trim(completed.architecture_label), '') in ('', '?', 'Unknown') then 'Unknown'
        -- some exports spell a label letter by letter: L;l;a;m;a;…
        when regexp_full_match(completed.architecture_label, '(.;)+.')
            then replace(completed.architecture_label, ';', '')
        -- others name two: MistralForCausalLM;QuietForCausalLM
        else trim(split_part(completed.architecture_label, ';', 1))
    end as architecture
from completed
left join {{ ref('boards') }} as boards on completed.board = boards.board
left join {{ ref('precision_ranks') }} as precision_ranks on completed.precision = precision_ranks.precision
left join {{ ref('curated_models') }} as curated on completed.model_name = curated.model_name
