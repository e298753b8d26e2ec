-- Claims about which groups are ahead: of the mean of all, or of every other group.
with ahead as (

    select
        'same_method' as basis,
        cohort_id,
        factor,
        benchmark_id,
        level,
        mean - sum(n_obs * mean) over all_levels / sum(n_obs) over all_levels as lead,
        rank() over (partition by cohort_id, factor, benchmark_id order by mean desc) = 1 as can_lead,
        null::boolean as is_behind
    from {{ ref('stat_group_summaries') }}
    where n_obs > 0 and is_tested
    window all_levels as (partition by cohort_id, factor, benchmark_id)
    union all
    select
        'recovered' as basis,
        'paper_2024_01' as cohort_id,
        factor,
        benchmark_id,
        level,
        mean_centred as lead,
        rank() over (partition by factor, benchmark_id order by mean_centred desc) = 1 as can_lead,
        null::boolean as is_behind
    from {{ ref('published_groups_recovered') }}
    where mean_centred is not null
    union all
    -- soundly ahead: significantly above more groups than below; no leader where one is above it
    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        group_a as level,
        sum(case when p_adjusted < {{ significance_level() }} then sign(estimate) else 0 end) as lead,
        not bool_or(p_adjusted < {{ significance_level() }} and estimate < 0) as can_lead,
        sum(case when p_adjusted < {{ significance_level() }} then sign(estimate) else 0 end) < 0 as is_behind
    from {{ ref('int_claim_pairs_stacked') }}
    where basis = 'sound_method'
    group by basis, cohort_id, factor, benchmark_id, group_a

),

levels as (

    select
        basis,
        cohort_id,
        factor,
        level,
        count(*) as n_benchmarks,
        count(*) filter (where lead > 0) as n_ahead,
        count(*) filter (where is_behind) as n_behind,
        count(*) filter (where can_lead) as n_led,
        string_agg(benchmark_id || ' ' || {{ short('lead') }}, ', ' order by benchmark_id) as leads
    from ahead
    group by basis, cohort_id, factor, level

),

leaders as (

    select * from levels
    qualify row_number() over (partition by basis, cohort_id, factor order by n_led desc, level asc) = 1

)

select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    levels.n_ahead::double as observed,
    case
        when cells.basis != 'sound_method' or {{ meets_number('levels.n_ahead') }}
            then {{ verdict_when(meets_number('levels.n_ahead')) }}
        when not {{ meets_number('(levels.n_benchmarks - levels.n_behind)') }} then 'contradicted'
        else 'inconclusive'
    end as verdict,
    concat(
        levels.level, ' is ahead on ', levels.n_ahead, ' of ', levels.n_benchmarks, ' benchmarks; ',
        case cells.basis when 'sound_method' then 'families significantly below it less those above: ' else 'mean less grand mean: ' end,
        levels.leads
    ) as detail
from {{ ref('int_claim_cells_selected') }} as cells
inner join levels
    on cells.basis = levels.basis and cells.cohort_id = levels.cohort_id
    and cells.factor = levels.factor and cells.level_a = levels.level
where cells.measure = 'n_benchmarks_above_mean'
union all
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    leaders.n_led::double as observed,
    case
        -- a leader that nothing rules out is no proof of one
        when cells.basis = 'sound_method' and not {{ meets_number('leaders.n_led') }} then 'inconclusive'
        else {{ verdict_when(meets_number('leaders.n_led')) }}
    end as verdict,
    concat(
        leaders.level,
        case cells.basis when 'sound_method' then ' is significantly below no other on ' else ' has the highest mean on ' end,
        leaders.n_led, ' of ', leaders.n_benchmarks, ' benchmarks, the most of all'
    ) as detail
from {{ ref('int_claim_cells_selected') }} as cells
inner join leaders
    on cells.basis = leaders.basis and cells.cohort_id = leaders.cohort_id and cells.factor = leaders.factor
where cells.measure = 'n_benchmarks_led'
