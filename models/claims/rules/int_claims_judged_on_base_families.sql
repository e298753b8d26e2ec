-- Claims that something can be so, or is not always so: on one benchmark one base family of the first
-- range of sizes that lies significantly above or below the mean of the second shows it. A family's
-- score, the mean of its evaluations, has the error of the items; the level is shared by all families
-- and benchmarks (Bonferroni), since the farthest of them decides. Where every family lies significantly
-- on the other side, the claim is contradicted.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'base_family' and basis in ('same_method', 'sound_method')

),

families as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.decision,
        cells.n_benchmarks,
        cells.group_a,
        cells.group_b,
        scores.benchmark_id,
        evaluations.base_family,
        evaluations.parameters_b between coalesce(cells.size_a_low_b, 0) and coalesce(cells.size_a_high_b, 'infinity'::double) as is_a,
        avg(scores.score_pct order by scores.score_pct) as score_pct
    from cells
    inner join {{ ref('int_cohort_scores_selected') }} as scores
        on cells.cohort_id = scores.cohort_id and (cells.benchmark_id = scores.benchmark_id or cells.benchmark_id = 'all')
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    where
        -- merges of several bases and unknown ones are no family
        evaluations.is_base_family_resolved and not evaluations.is_merge
        and (
            evaluations.parameters_b between coalesce(cells.size_a_low_b, 0) and coalesce(cells.size_a_high_b, 'infinity'::double)
            or evaluations.parameters_b between coalesce(cells.size_b_low_b, 0) and coalesce(cells.size_b_high_b, 'infinity'::double)
        )
    group by all

),

means as (

    select
        claim_id,
        basis,
        cohort_id,
        benchmark_id,
        count(*) as n_families,
        avg(score_pct order by score_pct) as mean,
        var_samp(score_pct order by score_pct) / count(*) as squared_error
    from families
    where not is_a
    group by claim_id, basis, cohort_id, benchmark_id

),

compared as (

    select
        families.*,
        benchmarks.benchmark_name,
        means.n_families,
        families.score_pct - means.mean as difference,
        sqrt(means.squared_error + families.score_pct * (100 - families.score_pct) / benchmarks.n_items) as std_error,
        normal_quantile(
            1 - {{ significance_level() }} / count(*) over (partition by families.claim_id, families.basis, families.cohort_id)
        ) as critical,
        difference * if(families.decision = 'positive', 1, -1) as lead
    from families
    inner join means using (claim_id, basis, cohort_id, benchmark_id)
    inner join {{ ref('dim_benchmarks') }} as benchmarks on families.benchmark_id = benchmarks.benchmark_id
    -- the mean of few families has no error to go by
    where families.is_a and means.n_families >= 10 and benchmarks.n_items > 0

)

select
    claim_id,
    basis,
    cohort_id,
    arg_max(difference, lead / std_error) as observed,
    case
        when max(lead / std_error - critical) > 0 then 'supported'
        when
            max(lead / std_error) < -{{ critical_z(tails=1) }}
            and count(distinct benchmark_id) >= any_value(n_benchmarks) then 'contradicted'
        else 'inconclusive'
    end as verdict,
    concat(
        'Of the ', count(distinct base_family), ' base families of ', any_value(group_a), ', ',
        count(distinct base_family) filter (where lead / std_error > critical), ' are on one or more of ', count(distinct benchmark_id),
        ' benchmarks significantly ', if(any_value(decision) = 'positive', 'above', 'below'),
        ' the mean of those of ', any_value(group_b), '; the farthest is ', arg_max(base_family, lead / std_error), ' on ',
        arg_max(benchmark_name, lead / std_error), ', ', arg_max({{ points('difference') }}, lead / std_error),
        ' points from the mean of ', arg_max(n_families, lead / std_error), ' base families.'
    ) as detail,
    concat(
        count(distinct base_family) filter (where lead / std_error > critical), ' of ', count(distinct base_family), '; ', arg_max(base_family, lead / std_error), ' on ',
        arg_max(benchmark_id, lead / std_error), ' ', arg_max({{ short('difference') }}, lead / std_error), ' points, ',
        {{ short('max(lead / std_error)', 3) }}, ' standard errors'
    ) as evidence,
    count(distinct base_family) + arg_max(n_families, lead / std_error) as n_obs
from compared
group by claim_id, basis, cohort_id
