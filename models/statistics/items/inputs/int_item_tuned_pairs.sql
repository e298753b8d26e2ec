-- A model and the base that it was tuned from, among the evaluations that answered the same items of a
-- benchmark: the base that its source declares, or else the maker's base of the same name. A base was trained
-- from scratch. Where a board's label contradicts the release the pair is left out, for the run may have been
-- set up for the wrong kind: an instructed model without its chat template.
with models as (

    select
        answers.benchmark_id,
        models.evaluation_id,
        models.import_name,
        models.model_name,
        coalesce(own.base_model, models.base_model_name) as base_model_name,
        models.training_type,
        models.training_type = 'pretrained' and coalesce(labels.is_from_scratch, true) as is_base,
        models.training_type not in ('pretrained', 'unknown') and not coalesce(labels.is_from_scratch, false)
            as is_tuned,
        case
            when contains(models.model_name, '/') then split_part(models.model_name, '/', 1)
            else models.base_family
        end as maker,
        -- the name without its maker and without what tells a base from a tuned model
        list_filter(
            string_split_regex(lower(split_part(models.model_name, '/', -1)), '[-_ ]'),
            lambda word: word not in ('base', 'hf', 'pt', 'instruct', 'chat', 'it')
            and not (
                contains(models.model_name, '/')
                and list_contains(
                    string_split_regex(lower(split_part(models.model_name, '/', 1)), '[-_ ]'), word
                )
            )
        ) as words
    from {{ ref('int_item_answers') }} as answers
    inner join {{ ref('item_models') }} as models using (evaluation_id)
    inner join {{ ref('stg_item_models') }} as own using (evaluation_id)
    left join {{ ref('training_types') }} as labels
        on lower(models.training_type_label) = labels.training_type_label

)

select
    tuned.benchmark_id,
    base.evaluation_id as base_evaluation_id,
    tuned.evaluation_id as tuned_evaluation_id,
    base.maker,
    coalesce(tuned.base_model_name = base.model_name, false) as is_declared
from models as tuned
inner join models as base
    on tuned.benchmark_id = base.benchmark_id
    and tuned.model_name != base.model_name
    and (
        tuned.base_model_name = base.model_name
        or (
            tuned.maker = base.maker
            and tuned.words = base.words
            and tuned.training_type in ('instruction-tuned', 'RL-tuned')
        )
    )
-- who gives the base and no training type has said enough
where coalesce(tuned.is_tuned, tuned.base_model_name is not null) and coalesce(base.is_base, true)
qualify
    row_number() over (
        partition by tuned.benchmark_id, tuned.evaluation_id
        order by is_declared desc, tuned.import_name = base.import_name desc, base.evaluation_id asc
    ) = 1
