-- Claims about groups of models: which are ahead of the mean of all, or of every other group; scores in a range of
-- sizes, against chance or against larger models; one base family that shows that something can be so; two models by
-- name. The sound test takes a base family, not an evaluation, for one observation. Its critical values are those of a
-- normal; with few observations it decides nothing. Models are scored on the same items, whose sampling error does not
-- shrink with the models; two models answered the same items, so that errors taken as independent are large ones.
with cells as (

    select
        *,
        lower(group_a) as model_a,
        lower(group_b) as model_b,
        -- q0-60% is the first three fifths of the models by size, q60-100% the rest
        try_cast(regexp_extract(group_a, '([0-9]+)%', 1) as integer) // 20 as n_fifths
    from {{ ref('int_claim_cells_selected') }}
    where rule_family in ('group_mean', 'score_test', 'base_family', 'named_models')

),

ahead as (

    select
        *,
        'same_method' as basis,
        mean - sum(n_obs * mean) over all_levels / sum(n_obs) over all_levels as lead
    from {{ ref('stat_group_summaries') }}
    where n_obs > 0 and is_tested
    window all_levels as (partition by cohort_id, factor, benchmark_id)
    union all by name
    select
        recovered.*,
        papers_rows.cohort_id,
        'recovered' as basis,
        recovered.mean_centred as lead
    from {{ ref('published_groups_recovered') }} as recovered
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    where recovered.mean_centred is not null

),

stands as (

    select
        *,
        lead > 0 as is_ahead,
        lead <= 0 as is_behind,
        rank() over (partition by basis, cohort_id, factor, benchmark_id order by lead desc) = 1 as can_lead
    from ahead
    union all by name
    -- printed differences have no grand mean, but say who is above all others
    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        group_a as level,
        bool_and(estimate > 0) as can_lead
    from {{ ref('int_claim_pairs_stacked') }}
    where basis = 'published'
    group by all
    union all by name
    -- soundly, the grand mean is that of the groups that a level can be compared with, if they and it
    -- hold most of the evaluations; the sum of the pairs' intervals holds whatever correlation
    -- they have; and no leader is who is significantly below another
    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        group_a as level,
        any_value(n_a) + coalesce(sum(n_b) filter (where ci_low is not null), 0) as n_compared,
        n_compared >= any_value(measures.cut) * (any_value(n_a) + sum(n_b)) as is_most,
        sum(n_b * estimate) filter (where ci_low is not null) / n_compared as lead,
        case when is_most then sum(n_b * ci_low) filter (where ci_low is not null) / n_compared end as lead_low,
        case when is_most then sum(n_b * ci_high) filter (where ci_low is not null) / n_compared end as lead_high,
        lead_low > 0 as is_ahead,
        lead_high < 0 as is_behind,
        not coalesce(bool_or({{ is_significant('p_adjusted') }} and estimate < 0), false) as can_lead,
        bool_and(coalesce({{ is_significant('p_adjusted') }} and estimate > 0, false)) as must_lead,
        max(type1_error) filter (where p_adjusted is not null) as type1_error
    from {{ ref('int_claim_pairs_stacked') }}
    inner join {{ ref('claim_measures') }} as measures on measures.rule_family = 'group_mean' and measures.measures is null
    where basis = 'sound_method'
    group by basis, cohort_id, factor, benchmark_id, group_a

),

levels as (

    select
        stands.basis,
        stands.cohort_id,
        stands.factor,
        stands.level,
        count(*) as n_judged,
        count(*) filter (where stands.is_ahead) as n_ahead,
        count(*) filter (where stands.is_behind) as n_behind,
        count(*) filter (where stands.can_lead) as n_led,
        count(*) filter (where stands.must_lead) as n_led_surely,
        max(stands.type1_error) as type1_error,
        string_agg(
            concat(
                {{ format_points('stands.lead') }}, ' ' || {{ format_interval('stands.lead_low', 'stands.lead_high') }}, ' on ', benchmarks.benchmark_name
            ), ', ' order by stands.benchmark_id
        ) as leads
    from stands
    left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    group by stands.basis, stands.cohort_id, stands.factor, stands.level

),

-- who has the highest mean on most benchmarks, or who soundly could have it
leaders as (

    select
        basis,
        cohort_id,
        factor,
        n_led,
        max(max(n_judged)) over factors as n_judged,
        max(max(n_led_surely)) over factors as n_led_surely,
        max(max(type1_error)) over factors as type1_error,
        string_agg(level, ', ' order by level) as names
    from levels
    group by basis, cohort_id, factor, n_led
    window factors as (partition by basis, cohort_id, factor)
    qualify n_led = max(n_led) over factors

),

scores as (

    select
        scores.cohort_id,
        scores.benchmark_id,
        scores.evaluation_id,
        scores.score_pct,
        sizes.parameters_b as size_b,
        coalesce(sizes.statistics = 'paper', false) as is_papers_method,
        evaluations.model_name,
        evaluations.base_family,
        evaluations.parameters_b,
        -- merges of several bases and unknown bases do not form a family
        evaluations.is_base_family_resolved and not evaluations.is_merge as is_of_family
    from {{ ref('int_cohort_scores_compared') }} as scores
    inner join {{ ref('fct_evaluations') }} as evaluations using (evaluation_id)
    left join {{ ref('int_cohort_sizes_chosen') }} as sizes using (cohort_id, evaluation_id)

),

-- by the sizes that the cohort has
fifths as (

    select
        cohort_id,
        benchmark_id,
        quantile_cont(size_b, [0.2, 0.4, 0.6, 0.8]) as edges
    from scores
    where size_b > 0
    group by all

),

-- the sides that a claim compares, each of base families or evaluations with one score a benchmark
units as (

    select
        cells.cell_id,
        scores.benchmark_id,
        scores.base_family as unit,
        {{ in_sizes('scores.parameters_b', 'cells') }} as is_a,
        avg(scores.score_pct order by scores.score_pct) as score_pct
    from cells
    inner join scores on cells.cohort_id = scores.cohort_id and {{ on_benchmark('cells', 'scores') }}
    where
        cells.rule_family = 'base_family' and cells.is_rerun and scores.is_of_family and not scores.is_papers_method
        and ({{ in_sizes('scores.parameters_b', 'cells') }} or {{ in_sizes('scores.parameters_b', 'cells', 'b') }})
    group by all
    union all by name
    select
        cells.cell_id,
        cells.benchmark_id,
        if(cells.is_sound, scores.base_family, scores.evaluation_id) as unit,
        cells.measure = 'above_chance' or scores.size_b <= fifths.edges[cells.n_fifths] as is_a,
        avg(scores.score_pct order by scores.score_pct) as score_pct
    from cells
    inner join scores using (cohort_id, benchmark_id)
    inner join fifths using (cohort_id, benchmark_id)
    where
        cells.rule_family = 'score_test' and cells.is_rerun and scores.size_b > 0
        and (cells.measure != 'above_chance' or {{ in_sizes('scores.size_b', 'cells') }})
        and unit is not null
    group by all

),

means as (

    select
        cell_id,
        benchmark_id,
        is_a,
        count(*) as n_units,
        avg(score_pct order by score_pct) as mean,
        var_samp(score_pct order by score_pct) / count(*) as squared_error
    from units
    group by all

),

differences as (

    select
        cells.cell_id,
        cells.benchmark_id,
        cells.measure = 'above_chance' as is_against_chance,
        cells.cut as n_least,
        a.n_units as n_a,
        b.n_units as n_b,
        a.mean - if(is_against_chance, benchmarks.chance_pct, b.mean) as estimate,
        sqrt(
            a.squared_error + if(is_against_chance, a.mean * (100 - a.mean) / benchmarks.n_items, b.squared_error)
        ) as std_error,
        -- of the spread of the units, which is estimated, and of the items, which is known
        pow(std_error, 4) / (
            pow(a.squared_error, 2) / nullif(a.n_units - 1, 0)
            + coalesce(pow(b.squared_error, 2) / nullif(b.n_units - 1, 0), 0)
        ) as df
    from cells
    inner join {{ ref('dim_benchmarks') }} as benchmarks on cells.benchmark_id = benchmarks.benchmark_id
    inner join means as a on cells.cell_id = a.cell_id and a.is_a
    left join means as b on cells.cell_id = b.cell_id and not b.is_a
    where cells.rule_family = 'score_test'

),

-- each base family of the first sizes against the mean of those of the second; the level is shared by all families
-- and benchmarks (Bonferroni), since the farthest of them decides
families as (

    select
        cells.cell_id,
        cells.n_benchmarks,
        cells.decision = 'positive' as is_upward,
        units.benchmark_id,
        units.unit as base_family,
        benchmarks.benchmark_name,
        means.n_units as n_others,
        units.score_pct - means.mean as difference,
        units.score_pct * (100 - units.score_pct) / benchmarks.n_items as error_of_items,
        if(is_upward, 1, -1) * difference / sqrt(means.squared_error + error_of_items) as z,
        -- the spread of the others is estimated, that of the items is known
        coalesce((n_others - 1) * pow(1 + error_of_items / nullif(means.squared_error, 0), 2), 1e9) as df,
        student_quantile(1 - {{ significance_level() }} / count(*) over (partition by cells.cell_id), df) as critical
    from units
    inner join cells using (cell_id)
    inner join means on units.cell_id = means.cell_id and units.benchmark_id = means.benchmark_id and not means.is_a
    inner join {{ ref('dim_benchmarks') }} as benchmarks on units.benchmark_id = benchmarks.benchmark_id
    -- the mean of few families has no error to go by
    where cells.rule_family = 'base_family' and units.is_a and n_others >= cells.cut and benchmarks.n_items > 0

),

-- a model that was evaluated more than once has the mean of its scores
named as (

    select
        cells.cell_id,
        cells.benchmark_id,
        benchmarks.n_items,
        avg(scores.score_pct order by scores.score_pct) filter (where lower(scores.model_name) = cells.model_a) as score_a,
        avg(scores.score_pct order by scores.score_pct) filter (where lower(scores.model_name) = cells.model_b) as score_b
    from cells
    inner join scores using (cohort_id, benchmark_id)
    inner join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    where cells.rule_family = 'named_models' and cells.is_rerun and not scores.is_papers_method and benchmarks.n_items > 0
    group by all

)

select
    cells.cell_id,
    levels.n_ahead::double as estimate,
    greatest(cells.n_benchmarks, levels.n_judged) as n_of,
    -- a benchmark that is not judged, or where neither is shown, may count either way
    n_of - levels.n_behind as high,
    levels.* exclude (basis, cohort_id, factor)
from cells
inner join levels
    on (cells.basis, cells.cohort_id, cells.factor, cells.level_a) = (levels.basis, levels.cohort_id, levels.factor, levels.level)
where cells.measure = 'n_benchmarks_above_mean' and cells.basis != 'published'
union all by name
-- a leader that is not ruled out is proved only where it is significantly ahead of every other
select
    cells.cell_id,
    leaders.n_led::double as estimate,
    if(cells.is_sound, leaders.n_led_surely, leaders.n_led) as low,
    leaders.n_led + if(cells.is_sound, 0, cells.n_benchmarks - least(leaders.n_judged, cells.n_benchmarks)) as high,
    cells.n_benchmarks as n_of,
    leaders.type1_error,
    leaders.n_judged,
    leaders.names
from cells
inner join leaders using (basis, cohort_id, factor)
where cells.measure = 'n_benchmarks_led'
union all by name
select
    *,
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
    student_tail(if(is_against_chance, {{ critical_z(tails=1) }}, {{ critical_z() }}), df) * if(is_against_chance, 1, 2) as type1_error
from differences
-- without a chance level there is nothing to compare with
where std_error is not null and estimate is not null
union all by name
-- one family is enough; where every family lies significantly on the other side, the claim is contradicted
select
    cell_id,
    arg_max(difference, z) as estimate,
    case
        when max(z - critical) > 0 then true
        when max(z) < -{{ critical_z(tails=1) }} and count(distinct benchmark_id) >= any_value(n_benchmarks) then false
    end as holds,
    count(distinct base_family) as n_families,
    count(distinct base_family) filter (where z > critical) as n_shown,
    count(distinct benchmark_id) as n_judged,
    any_value(is_upward) as is_upward,
    arg_max(base_family, z) as farthest,
    arg_max(benchmark_name, z) as farthest_on,
    arg_max(benchmark_id, z) as farthest_on_id,
    arg_max(n_others, z) as n_compared,
    max(z) as z,
    n_families + n_compared as n_obs,
    -- at most: of any family (Bonferroni)
    sum(student_tail(critical, df) order by base_family, benchmark_id) as type1_error
from families
group by cell_id
union all by name
select
    cell_id,
    benchmark_id,
    n_items,
    score_a - score_b as estimate,
    {{ critical_z() }} * sqrt((score_a * (100 - score_a) + score_b * (100 - score_b)) / n_items) as half_width,
    estimate - half_width as ci_low,
    estimate + half_width as ci_high,
    2 as n_obs,
    2 * student_tail({{ critical_z() }}, n_items - 1) as type1_error
from named
where estimate is not null
