-- Claims about scores in a range of sizes: against chance, or small models against large ones. The
-- sound test takes a base family, not an evaluation, for one observation. Its critical values are
-- those of a normal; with few observations it decides nothing.
with scores as (

    select
        scores.cohort_id,
        scores.evaluation_id,
        scores.benchmark_id,
        scores.score_pct,
        sizes.parameters_b,
        evaluations.base_family
    from {{ ref('int_cohort_scores_compared') }} as scores
    inner join {{ ref('int_cohort_sizes_chosen') }} as sizes using (cohort_id, evaluation_id)
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    where sizes.parameters_b > 0

),

cells as (

    select
        *,
        measure = 'above_chance' as is_against_chance,
        -- q0-60% is the first three fifths of the models by size, q60-100% the rest
        try_cast(regexp_extract(group_a, '([0-9]+)%', 1) as integer) // 20 as n_fifths
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'score_test' and is_rerun

),

fifths as (

    select
        cohort_id,
        benchmark_id,
        quantile_cont(parameters_b, [0.2, 0.4, 0.6, 0.8]) as edges
    from scores
    group by cohort_id, benchmark_id

),

units as (

    select
        cells.cell_id,
        cells.is_against_chance or scores.parameters_b <= fifths.edges[cells.n_fifths] as is_a,
        avg(scores.score_pct order by scores.score_pct) as score_pct
    from cells
    inner join scores using (cohort_id, benchmark_id)
    inner join fifths using (cohort_id, benchmark_id)
    where
        (not cells.is_against_chance or {{ in_sizes('scores.parameters_b', 'cells') }})
        and (not cells.is_sound or scores.base_family is not null)
    group by
        cells.cell_id, is_a,
        if(cells.is_sound, scores.base_family, scores.evaluation_id)

),

means as (

    select
        cell_id,
        is_a,
        count(*) as n_units,
        avg(score_pct order by score_pct) as mean,
        var_samp(score_pct order by score_pct) / count(*) as squared_error
    from units
    group by cell_id, is_a

),

differences as (

    select
        cells.cell_id,
        cells.benchmark_id,
        cells.is_against_chance,
        cells.cut as n_least,
        a.n_units as n_a,
        b.n_units as n_b,
        a.mean - if(cells.is_against_chance, benchmarks.chance_pct, b.mean) as estimate,
        -- models are scored on the same items, whose sampling error does not shrink with the models
        sqrt(
            a.squared_error + if(cells.is_against_chance, a.mean * (100 - a.mean) / benchmarks.n_items, b.squared_error)
        ) as std_error,
        -- of the spread of the units, which is estimated, and of the items, which is known
        pow(std_error, 4) / (
            pow(a.squared_error, 2) / nullif(a.n_units - 1, 0)
            + coalesce(pow(b.squared_error, 2) / nullif(b.n_units - 1, 0), 0)
        ) as df
    from cells
    inner join {{ ref('dim_benchmarks') }} as benchmarks on cells.benchmark_id = benchmarks.benchmark_id
    inner join means as a
        on cells.cell_id = a.cell_id and a.is_a
    left join means as b
        on cells.cell_id = b.cell_id and not b.is_a

)

select
    cell_id,
    benchmark_id,
    estimate,
    estimate - {{ critical_z() }} * std_error as ci_low,
    estimate + {{ critical_z() }} * std_error as ci_high,
    -- against chance one side is tested; so is each end of an interval that shows two groups equal
    estimate - {{ critical_z(tails=1) }} * std_error as low,
    estimate + {{ critical_z(tails=1) }} * std_error as high,
    {{ var('equivalence_margin_pct') }} as margin,
    if(is_against_chance, low, ci_low) > 0 as is_above,
    if(is_against_chance, high, ci_high) < 0 as is_below,
    not is_against_chance and greatest(-low, high) < margin as is_equivalent,
    least(n_a, n_b) >= n_least as can_decide,
    n_a + coalesce(n_b, 0) as n_obs,
    -- the limits are a normal's, and the spread of few units is estimated
    student_tail(if(is_against_chance, {{ critical_z(tails=1) }}, {{ critical_z() }}), df)
    * if(is_against_chance, 1, 2) as type1_error,
    to_json({
        'std_error': std_error,
        'n_a': n_a,
        'n_b': n_b,
        'too_few': case when not can_decide then n_least end
    }) as facts
from differences
-- without a chance level there is nothing to compare with
where std_error is not null and estimate is not null
