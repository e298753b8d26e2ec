-- Curves of a few items over ability, the most and the least suspect, with the answers of up to twenty
-- groups of evaluations of like ability.
with chosen as (

    select
        suspects.benchmark_id,
        suspects.item_key,
        suspects.item,
        suspects.place,
        suspects.p_bad,
        curves.slope,
        curves.intercept
    from {{ ref('stat_item_suspects') }} as suspects
    inner join {{ ref('stat_item_curves') }} as curves using (benchmark_id, item_key)
    where suspects.p_bad is not null and curves.slope is not null
    qualify
        suspects.place <= 6
        or suspects.place > count(*) over (partition by suspects.benchmark_id) - 3

),

grouped as (

    select
        benchmark_id,
        evaluation_id,
        ability,
        ntile(20) over (partition by benchmark_id order by ability asc, evaluation_id asc) as ability_group
    from {{ ref('stat_item_abilities') }}
    where ability is not null

),

answers as (

    select
        chosen.benchmark_id,
        chosen.item_key,
        grouped.ability_group,
        avg(grouped.ability) as ability,
        count(*) as n_evaluations,
        avg(answers.answers[list_position(panels.item_keys, chosen.item_key)]) / 1e4 as share_right
    from chosen
    inner join grouped using (benchmark_id)
    inner join {{ ref('int_item_answers') }} as answers using (benchmark_id, evaluation_id)
    inner join {{ ref('int_item_panels') }} as panels using (benchmark_id)
    group by chosen.benchmark_id, chosen.item_key, grouped.ability_group

),

points as (

    select
        chosen.benchmark_id,
        chosen.item_key,
        chosen.item,
        chosen.place,
        chosen.p_bad,
        answers.ability_group,
        answers.ability,
        answers.n_evaluations,
        answers.share_right,
        1 / (1 + exp(-(chosen.slope * answers.ability + chosen.intercept))) as expected
    from chosen
    inner join answers using (benchmark_id, item_key)

)

{{ name_rows('points', cohorts=false) }}
