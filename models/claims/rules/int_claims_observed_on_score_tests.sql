-- Claims about scores in a range of sizes: against chance, or of smaller models against larger ones. The
-- sound test takes a base family, not an evaluation, for one observation. Its critical values are those of a
-- normal; with few observations it decides nothing. Models are scored on the same items, whose sampling error
-- does not shrink with the models.
with cells as (

    select
        *,
        -- q0-60% is the first three fifths of the models by size, q60-100% the rest
        try_cast(regexp_extract(group_a, '([0-9]+)%', 1) as integer) // 20 as n_fifths
    from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'score_test' and is_rerun

),

-- by the sizes that the cohort has
scores as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        scores.evaluation_id,
        scores.score_pct,
        evaluations.base_family,
        sizes.parameters_b as size_b
    from {{ ref('int_cohort_scores_compared') }} as scores
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    inner join {{ ref('int_cohort_sizes_chosen') }} as sizes using (cohort_id, evaluation_id)
    where sizes.parameters_b > 0

),

fifths as (

    select
        cohort_id,
        benchmark_id,
        quantile_cont(size_b, [0.2, 0.4, 0.6, 0.8]) as edges
    from scores
    group by all

),

-- base families or evaluations with one score on the benchmark, of the sizes of the claim or on either side
-- of them
units as (

    select
        cells.cell_id,
        cells.benchmark_id,
        if(cells.is_sound, scores.base_family, scores.evaluation_id) as unit,
        cells.measure = 'above_chance' or scores.size_b <= fifths.edges[cells.n_fifths] as is_small,
        avg(scores.score_pct order by scores.score_pct) as score_pct
    from cells
    inner join scores using (cohort_id, benchmark_id)
    inner join fifths using (cohort_id, benchmark_id)
    where unit is not null and (cells.measure != 'above_chance' or {{ in_sizes('scores.size_b', 'cells') }})
    group by all

),

means as (

    select
        cell_id,
        is_small,
        count(*) as n_units,
        avg(score_pct order by score_pct) as mean,
        var_samp(score_pct order by score_pct) / count(*) as squared_error,
        -- of the spread of the units, which is estimated
        pow(squared_error, 2) / nullif(n_units - 1, 0) as squared_error_over_df
    from units
    group by cell_id, is_small

),

chance as (

    select
        cells.cell_id,
        cells.cut,
        means.n_units,
        means.mean - benchmarks.chance_pct as estimate,
        -- the spread of the items is known
        sqrt(means.squared_error + means.mean * (100 - means.mean) / benchmarks.n_items) as std_error,
        pow(std_error, 4) / means.squared_error_over_df as df,
        student_tail({{ critical_z(tails=1) }}, df) as type1_error
    from cells
    inner join means on cells.cell_id = means.cell_id and means.is_small
    inner join {{ ref('dim_benchmarks') }} as benchmarks on cells.benchmark_id = benchmarks.benchmark_id
    -- without a chance level there is nothing to compare with
    where cells.measure = 'above_chance' and std_error is not null and estimate is not null

),

-- one side is tested
above_chance as (

    select
        cell_id,
        estimate,
        estimate - {{ critical_z(tails=1) }} * std_error as low,
        estimate + {{ critical_z(tails=1) }} * std_error as high,
        estimate - {{ critical_z() }} * std_error as ci_low,
        estimate + {{ critical_z() }} * std_error as ci_high,
        {{ var('equivalence_margin_pct') }} as margin,
        low > 0 as is_above,
        high < 0 as is_below,
        false as is_equivalent,
        n_units >= cut as can_decide,
        n_units as n_obs,
        type1_error,
        to_json({ 'n_a': n_units, 'n_b': null, 'n_least': cut, 'std_error': std_error }) as facts
    from chance

),

halves as (

    select
        cells.cell_id,
        cells.cut,
        small.n_units as n_a,
        large.n_units as n_b,
        small.mean - large.mean as estimate,
        sqrt(small.squared_error + large.squared_error) as std_error,
        pow(std_error, 4) / (small.squared_error_over_df + coalesce(large.squared_error_over_df, 0)) as df,
        2 * student_tail({{ critical_z() }}, df) as type1_error
    from cells
    inner join means as small on cells.cell_id = small.cell_id and small.is_small
    inner join means as large on cells.cell_id = large.cell_id and not large.is_small
    where cells.measure = 'small_minus_large' and std_error is not null and estimate is not null

),

-- each end of an interval that shows two groups equal is tested on one side
small_minus_large as (

    select
        cell_id,
        estimate,
        estimate - {{ critical_z(tails=1) }} * std_error as low,
        estimate + {{ critical_z(tails=1) }} * std_error as high,
        estimate - {{ critical_z() }} * std_error as ci_low,
        estimate + {{ critical_z() }} * std_error as ci_high,
        {{ var('equivalence_margin_pct') }} as margin,
        ci_low > 0 as is_above,
        ci_high < 0 as is_below,
        greatest(-low, high) < margin as is_equivalent,
        least(n_a, n_b) >= cut as can_decide,
        n_a + n_b as n_obs,
        type1_error,
        to_json({ 'n_a': n_a, 'n_b': n_b, 'n_least': cut, 'std_error': std_error }) as facts
    from halves

)

{{ observations('above_chance', 'small_minus_large') }}
