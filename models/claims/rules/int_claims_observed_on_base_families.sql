-- Claims that something can be so, which one base family shows: each of the first sizes against the mean of
-- those of the second. The level is shared by all families and benchmarks (Bonferroni), since the farthest of
-- them decides.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'base_family' and is_rerun

),

-- base families with one score a benchmark, of either sizes
units as (

    select
        cells.cell_id,
        scores.benchmark_id,
        evaluations.base_family,
        {{ in_sizes('evaluations.parameters_b', 'cells') }} as is_first,
        avg(scores.score_pct order by scores.score_pct) as score_pct
    from cells
    inner join {{ ref('int_cohort_scores_compared') }} as scores
        on cells.cohort_id = scores.cohort_id and {{ on_benchmark('cells', 'scores') }}
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    left join {{ ref('int_cohort_sizes_chosen') }} as sizes
        on scores.cohort_id = sizes.cohort_id and scores.evaluation_id = sizes.evaluation_id
    where
        coalesce(sizes.statistics != 'paper', true)
        -- merges of several bases and unknown bases do not form a family
        and evaluations.is_base_family_resolved and not evaluations.is_merge
        and (
            {{ in_sizes('evaluations.parameters_b', 'cells') }}
            or {{ in_sizes('evaluations.parameters_b', 'cells', 'b') }}
        )
    group by all

),

others as (

    select
        cell_id,
        benchmark_id,
        count(*) as n_others,
        avg(score_pct order by score_pct) as mean,
        var_samp(score_pct order by score_pct) / count(*) as squared_error
    from units
    where not is_first
    group by cell_id, benchmark_id

),

families as (

    select
        cells.cell_id,
        cells.n_benchmarks,
        cells.decision = 'positive' as is_upward,
        units.benchmark_id,
        units.base_family,
        benchmarks.benchmark_name,
        others.n_others,
        units.score_pct - others.mean as difference,
        units.score_pct * (100 - units.score_pct) / benchmarks.n_items as error_of_items,
        if(is_upward, 1, -1) * difference / sqrt(others.squared_error + error_of_items) as z,
        -- the spread of the others is estimated, that of the items is known
        pow(1 + error_of_items / nullif(others.squared_error, 0), 2) as inflation,
        coalesce((others.n_others - 1) * inflation, 1e9) as df,
        count(*) over (partition by cells.cell_id) as n_tests,
        student_quantile(1 - {{ significance_level() }} / n_tests, df) as critical
    from units
    inner join cells on units.cell_id = cells.cell_id
    inner join others on units.cell_id = others.cell_id and units.benchmark_id = others.benchmark_id
    inner join {{ ref('dim_benchmarks') }} as benchmarks on units.benchmark_id = benchmarks.benchmark_id
    -- the mean of few families has no error to go by
    where units.is_first and others.n_others >= cells.cut and benchmarks.n_items > 0

),

farthest as (

    select
        cell_id,
        any_value(n_benchmarks) as n_benchmarks,
        any_value(is_upward) as is_upward,
        count(distinct base_family) as n_families,
        count(distinct base_family) filter (where z > critical) as n_shown,
        count(distinct benchmark_id) as n_judged,
        arg_max(difference, z) as difference,
        arg_max(base_family, z) as base_family,
        arg_max(benchmark_name, z) as benchmark_name,
        arg_max(benchmark_id, z) as benchmark_id,
        arg_max(n_others, z) as n_compared,
        max(z) as z,
        max(z - critical) as clearance,
        -- at most: of any family (Bonferroni)
        sum(student_tail(critical, df) order by base_family, benchmark_id) as type1_error
    from families
    group by cell_id

),

-- one family is enough; where every family lies significantly on the other side, the claim is contradicted
some_base_family as (

    select
        cell_id,
        difference as estimate,
        case
            when clearance > 0 then true
            when z < -{{ critical_z(tails=1) }} and n_judged >= n_benchmarks then false
        end as holds,
        n_families + n_compared as n_obs,
        type1_error,
        to_json({
            'is_upward': is_upward,
            'n_families': n_families,
            'n_shown': n_shown,
            'n_judged': n_judged,
            'n_compared': n_compared,
            'farthest': base_family,
            'farthest_on': benchmark_name,
            'farthest_on_id': benchmark_id,
            'z': z
        }) as facts
    from farthest

)

{{ observations('some_base_family') }}
