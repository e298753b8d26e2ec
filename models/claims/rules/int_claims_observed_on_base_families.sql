-- Claims that something can be so, or is not always so: on one benchmark one base family of the first
-- range of sizes that lies significantly above or below the mean of the second shows it. A family's
-- score, the mean of its evaluations, has the error of the items; the level is shared by all families
-- and benchmarks (Bonferroni), since the farthest of them decides. Where every family lies significantly
-- on the other side, the claim is contradicted.
with families as (

    select
        cells.cell_id,
        if(cells.decision = 'positive', 1, -1) as side,
        cells.n_benchmarks,
        cells.cut as n_least,
        scores.benchmark_id,
        evaluations.base_family,
        {{ in_sizes('evaluations.parameters_b', 'cells') }} as is_a,
        avg(scores.score_pct order by scores.score_pct) as score_pct
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('int_cohort_scores_selected') }} as scores
        on cells.cohort_id = scores.cohort_id and {{ on_benchmark('cells', 'scores') }}
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    where
        cells.rule_family = 'base_family' and cells.is_rerun
        -- merges of several bases and unknown ones are no family
        and evaluations.is_base_family_resolved and not evaluations.is_merge
        and ({{ in_sizes('evaluations.parameters_b', 'cells') }} or {{ in_sizes('evaluations.parameters_b', 'cells', 'b') }})
    group by all

),

means as (

    select
        cell_id,
        benchmark_id,
        count(*) as n_families,
        avg(score_pct order by score_pct) as mean,
        var_samp(score_pct order by score_pct) / count(*) as squared_error
    from families
    where not is_a
    group by cell_id, benchmark_id

),

compared as (

    select
        families.*,
        benchmarks.benchmark_name,
        means.n_families,
        families.score_pct - means.mean as difference,
        families.side * difference
        / sqrt(means.squared_error + families.score_pct * (100 - families.score_pct) / benchmarks.n_items) as z,
        -- the spread of the others is estimated, that of the items is known
        coalesce((means.n_families - 1) * pow(
            1 + families.score_pct * (100 - families.score_pct) / benchmarks.n_items / nullif(means.squared_error, 0), 2
        ), 1e9) as df,
        student_quantile(
            1 - {{ significance_level() }} / count(*) over (partition by families.cell_id), df
        ) as critical
    from families
    inner join means using (cell_id, benchmark_id)
    inner join {{ ref('dim_benchmarks') }} as benchmarks on families.benchmark_id = benchmarks.benchmark_id
    -- the mean of few families has no error to go by
    where families.is_a and means.n_families >= families.n_least and benchmarks.n_items > 0

)

select
    cell_id,
    arg_max(difference, z) as estimate,
    case
        when max(z - critical) > 0 then true
        when max(z) < -{{ critical_z(tails=1) }} and count(distinct benchmark_id) >= any_value(n_benchmarks) then false
    end as holds,
    count(distinct base_family) + arg_max(n_families, z) as n_obs,
    -- at most: of any family (Bonferroni)
    sum(student_tail(critical, df) order by base_family, benchmark_id) as type1_error,
    to_json({
        'n_families': count(distinct base_family),
        'n_shown': count(distinct base_family) filter (where z > critical),
        'n_judged': count(distinct benchmark_id),
        'is_upward': any_value(side) > 0,
        'farthest': arg_max(base_family, z),
        'farthest_on': arg_max(benchmark_name, z),
        'farthest_on_id': arg_max(benchmark_id, z),
        'n_others': arg_max(n_families, z),
        'z': max(z)
    }) as facts
from compared
group by cell_id
