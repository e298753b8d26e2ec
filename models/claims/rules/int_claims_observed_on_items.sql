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

observed as (

    select
        cell_id,
        measure = 'largest_rank_move' as is_exact,
        case measure
            when 'largest_rank_move' then max(abs(rank_without - rank))
            when 'smallest_change' then min(change)
            else max(change)
        end as estimate,
        case measure when 'smallest_change' then min(change - half_width) when 'largest_change' then max(change - half_width) end as ci_low,
        case measure when 'smallest_change' then min(change + half_width) when 'largest_change' then max(change + half_width) end as ci_high,
        is_exact or count(*) filter (where isfinite(half_width)) = count(*) as can_decide,
        if(is_exact, 0, {{ significance_level() }}) as type1_error,
        max(n_items) as n_items,
        max(n_flagged) as n_flagged,
        count(*) as n_obs,
        any_value(n_drawn) as n_bases
    from changes
    group by cell_id, measure
    union all by name
    select
        cells.cell_id,
        count(*) filter (where tuning.net > 0 and {{ is_significant('tuning.p_adjusted') }}) as estimate,
        count(*) filter (where tuning.net < 0 and {{ is_significant('tuning.p_adjusted') }}) as n_losing,
        estimate as low,
        count(*) - n_losing as high,
        count(*) as n_of,
        {{ significance_level() }} as type1_error,
        max(tuning.n_pairs) as n_obs,
        max(tuning.n_makers) as n_bases
    from cells
    inner join {{ ref('stat_item_tuning') }} as tuning
        on cells.benchmark_id = tuning.benchmark_id and cells.group_a = tuning.aspect
    where cells.measure = 'n_gaining'
    group by cells.cell_id
    union all by name
    select
        cells.cell_id,
        count(*) filter (where ranks.is_among_best) as estimate,
        -- models that answered other items
        count(*) filter (where ranks.status != 'ok') as n_open,
        estimate as low,
        estimate + n_open as high,
        {{ significance_level() }} as type1_error,
        max(ranks.n_items) as n_items,
        count(*) as n_obs,
        max(ranks.n_clusters) as n_bases
    from cells
    inner join {{ ref('stat_item_ranks') }} as ranks using (benchmark_id)
    inner join {{ ref('stat_item_scores') }} as scores using (benchmark_id, evaluation_id)
    where cells.measure = 'n_may_be_first' and scores.left_out_because is null
    group by cells.cell_id
    having estimate > 0

)

select
    observed.* replace (not is_sound or coalesce(can_decide, true) as can_decide),
    if(is_sound, coalesce(low, ci_low, estimate), estimate) as least,
    if(is_sound, coalesce(high, ci_high, estimate), estimate) as most,
    null::double as p_value,
    {{ holds_within('least', 'most') }} as holds
from observed
inner join cells using (cell_id)
