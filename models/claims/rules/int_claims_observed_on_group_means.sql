-- Claims about groups of models ahead of the mean of all: on how many benchmarks is a level ahead, and on how
-- many is the level that leads most.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'group_mean'

),

means as (

    select
        'same_method' as basis,
        cohort_id,
        factor,
        benchmark_id,
        level,
        mean - sum(n_obs * mean) over all_levels / sum(n_obs) over all_levels as lead
    from {{ ref('stat_group_summaries') }}
    where n_obs > 0 and is_tested
    window all_levels as (partition by cohort_id, factor, benchmark_id)
    union all
    select
        'recovered' as basis,
        papers_rows.cohort_id,
        recovered.factor,
        recovered.benchmark_id,
        recovered.level,
        recovered.mean_centred as lead
    from {{ ref('published_groups_recovered') }} as recovered
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    where recovered.mean_centred is not null

),

means_ranked as (

    select
        *,
        lead > 0 as is_ahead,
        lead <= 0 as is_behind,
        rank() over (partition by basis, cohort_id, factor, benchmark_id order by lead desc) = 1 as can_lead
    from means

),

-- printed differences have no grand mean, but say who is above all others
printed as (

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

),

-- soundly, the grand mean is that of the groups that a level can be compared with, if they and it hold most
-- of the evaluations; the sum of the pairs' intervals holds whatever correlation they have; and no leader is
-- who is significantly below another
clustered as (

    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        group_a as level,
        any_value(n_a) + coalesce(sum(n_b) filter (where ci_low is not null), 0) as n_compared,
        n_compared >= any_value(measures.cut) * (any_value(n_a) + sum(n_b)) as is_most,
        sum(n_b * estimate) filter (where ci_low is not null) / n_compared as lead,
        if(is_most, sum(n_b * ci_low) filter (where ci_low is not null) / n_compared, null) as lead_low,
        if(is_most, sum(n_b * ci_high) filter (where ci_low is not null) / n_compared, null) as lead_high,
        lead_low > 0 as is_ahead,
        lead_high < 0 as is_behind,
        not coalesce(bool_or({{ is_significant('p_adjusted') }} and estimate < 0), false) as can_lead,
        bool_and(coalesce({{ is_significant('p_adjusted') }} and estimate > 0, false)) as must_lead,
        max(type1_error) filter (where p_adjusted is not null) as type1_error
    from {{ ref('int_claim_pairs_stacked') }}
    inner join {{ ref('claim_measures') }} as measures
        on measures.rule_family = 'group_mean' and measures.measures is null
    where basis = 'sound_method'
    group by basis, cohort_id, factor, benchmark_id, group_a

),

stands as (

    select * from means_ranked
    union all by name
    select * from printed
    union all by name
    select * from clustered

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
                {{ format_points('stands.lead') }},
                ' ' || {{ format_interval('stands.lead_low', 'stands.lead_high') }},
                ' on ', benchmarks.benchmark_name
            ), ', ' order by stands.benchmark_id
        ) as leads
    from stands
    left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    group by stands.basis, stands.cohort_id, stands.factor, stands.level

),

n_benchmarks_above_mean as (

    select
        cells.cell_id,
        levels.n_ahead as estimate,
        greatest(cells.n_benchmarks, levels.n_judged) as n_of,
        -- a benchmark that is not judged, or where neither is shown, may count either way
        n_of - levels.n_behind as high,
        levels.type1_error,
        to_json({
            'n_judged': levels.n_judged,
            'n_behind': levels.n_behind,
            'leads': levels.leads
        }) as facts
    from cells
    inner join levels using (basis, cohort_id, factor)
    where
        cells.measure = 'n_benchmarks_above_mean' and cells.level_a = levels.level
        and cells.basis != 'published'

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

-- a leader that is not ruled out is proved only where it is significantly ahead of every other
n_benchmarks_led as (

    select
        cells.cell_id,
        leaders.n_led as estimate,
        if(cells.is_sound, leaders.n_led_surely, leaders.n_led) as low,
        leaders.n_led
        + if(cells.is_sound, 0, cells.n_benchmarks - least(leaders.n_judged, cells.n_benchmarks)) as high,
        cells.n_benchmarks as n_of,
        leaders.type1_error,
        to_json({ 'n_judged': leaders.n_judged, 'names': leaders.names }) as facts
    from cells
    inner join leaders using (basis, cohort_id, factor)
    where cells.measure = 'n_benchmarks_led'

)

{{ observations('n_benchmarks_above_mean', 'n_benchmarks_led') }}
