-- Claims about single answers, by the statistics of docs/items.md, on all models that answered the benchmark.
-- Of these very items all figures are exact, and of ranks no others are meant. Soundly a change of a score
-- has the error of other items, by their sources, in intervals that hold for all evaluations at once, so that
-- the largest and the smallest of them do too. What is not significant, or was not compared, may count either
-- way.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'items'

),

-- what is drawn together, of the items that were judged
drawn as (

    select
        benchmark_id,
        count(distinct source) + count(*) filter (where source is null) as n_drawn
    from {{ ref('stg_items') }}
    where is_flagged is not null
    group by benchmark_id

),

changes as (

    select
        cells.cell_id,
        cells.measure,
        drawn.n_drawn,
        scores.*,
        -- Bonferroni over the evaluations
        student_quantile(
            1 - {{ significance_level() }} / 2 / count(*) over (partition by cells.cell_id),
            drawn.n_drawn - 1.0
        )
        * coalesce(scores.std_error_by_source, scores.std_error) as half_width
    from cells
    inner join {{ ref('stat_item_clean_scores') }} as scores using (benchmark_id)
    inner join drawn using (benchmark_id)
    where
        scores.change is not null
        and cells.measure in ('largest_rank_move', 'smallest_change', 'largest_change')

),

-- exact for these answers, and of ranks no others are meant
largest_rank_move as (

    select
        cell_id,
        max(abs(rank_without - rank)) as estimate,
        0 as type1_error,
        count(*) as n_obs,
        any_value(n_drawn) as n_bases,
        to_json({ 'n_items': max(n_items), 'n_flagged': max(n_flagged) }) as facts
    from changes
    where measure = 'largest_rank_move'
    group by cell_id

),

smallest_change as (

    select
        cell_id,
        min(change) as estimate,
        min(change - half_width) as ci_low,
        min(change + half_width) as ci_high,
        count(*) filter (where isfinite(half_width)) = count(*) as can_decide,
        {{ significance_level() }} as type1_error,
        count(*) as n_obs,
        any_value(n_drawn) as n_bases,
        to_json({ 'n_items': max(n_items), 'n_flagged': max(n_flagged) }) as facts
    from changes
    where measure = 'smallest_change'
    group by cell_id

),

largest_change as (

    select
        cell_id,
        max(change) as estimate,
        max(change - half_width) as ci_low,
        max(change + half_width) as ci_high,
        count(*) filter (where isfinite(half_width)) = count(*) as can_decide,
        {{ significance_level() }} as type1_error,
        count(*) as n_obs,
        any_value(n_drawn) as n_bases,
        to_json({ 'n_items': max(n_items), 'n_flagged': max(n_flagged) }) as facts
    from changes
    where measure = 'largest_change'
    group by cell_id

),

n_gaining as (

    select
        cells.cell_id,
        count(*) filter (where tuning.net > 0 and {{ is_significant('tuning.p_adjusted') }}) as estimate,
        estimate as low,
        count(*) - count(*) filter (
            where tuning.net < 0 and {{ is_significant('tuning.p_adjusted') }}
        ) as high,
        count(*) as n_of,
        {{ significance_level() }} as type1_error,
        max(tuning.n_pairs) as n_obs,
        max(tuning.n_makers) as n_bases,
        to_json({ 'n_losing': n_of - high }) as facts
    from cells
    inner join {{ ref('stat_item_tuning') }} as tuning
        on cells.benchmark_id = tuning.benchmark_id and cells.group_a = tuning.aspect
    where cells.measure = 'n_gaining'
    group by cells.cell_id

),

-- models that answered other items may be first as well
n_may_be_first as (

    select
        cells.cell_id,
        count(*) filter (where ranks.is_among_best) as estimate,
        estimate as low,
        estimate + count(*) filter (where ranks.status != 'ok') as high,
        {{ significance_level() }} as type1_error,
        count(*) as n_obs,
        max(ranks.n_clusters) as n_bases,
        to_json({ 'n_open': high - low, 'n_items': max(ranks.n_items) }) as facts
    from cells
    inner join {{ ref('stat_item_ranks') }} as ranks using (benchmark_id)
    inner join {{ ref('stat_item_scores') }} as scores using (benchmark_id, evaluation_id)
    where cells.measure = 'n_may_be_first' and scores.left_out_because is null
    group by cells.cell_id
    having estimate > 0

),

observed as (

    {{ observations(
        'largest_rank_move', 'smallest_change', 'largest_change', 'n_gaining', 'n_may_be_first'
    ) }}

)

select
    observed.* replace (
        not cells.is_sound or coalesce(observed.can_decide, true) as can_decide,
        {{ holds_within(
            'if(is_sound, coalesce(low, ci_low, estimate), estimate)',
            'if(is_sound, coalesce(high, ci_high, estimate), estimate)'
        ) }} as holds
    )
from observed
inner join cells using (cell_id)
