-- Claims about groups of models ahead of the mean of all: on how many benchmarks is a level ahead, and on how
-- many is the level that leads most.
with cells as (

    select * from {{ ref('int_claim_cells_selected') }}
    where rule_family = 'group_mean'

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
                'On ', benchmarks.benchmark_name, ' the lead is ',
                coalesce({{ format_points('stands.lead') }} || ' points', 'not known'),
                ', between ' || {{ format_points('stands.lead_low') }} || ' and '
                || {{ format_points('stands.lead_high') }}
            ), '. ' order by stands.benchmark_id
        ) as leads
    from {{ ref('int_claim_group_leads') }} as stands
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
