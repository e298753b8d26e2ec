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
        mean - sum(n_obs * mean) over all_levels / sum(n_obs) over all_levels <= 0 as is_behind
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
        recovered.mean_centred as lead,
        rank() over (partition by recovered.factor, recovered.benchmark_id order by recovered.mean_centred desc) = 1 as can_lead,
        recovered.mean_centred <= 0 as is_behind
    from {{ ref('published_groups_recovered') }} as recovered
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    where recovered.mean_centred is not null
    union all
    -- printed differences have no grand mean, but say who is above all others
    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        group_a as level,
        null as lead,
        bool_and(estimate > 0) as can_lead,
        null as is_behind
    from {{ ref('int_claim_pairs_stacked') }}
    where basis = 'published'
    group by basis, cohort_id, factor, benchmark_id, group_a
    union all
    -- soundly ahead: significantly above more groups than below; no leader where one is above it
    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        group_a as level,
        sum(case when p_adjusted < {{ significance_level() }} then sign(estimate) else 0 end) as lead,
        not coalesce(bool_or(p_adjusted < {{ significance_level() }} and estimate < 0), false) as can_lead,
        sum(case when p_adjusted < {{ significance_level() }} then sign(estimate) else 0 end) < 0 as is_behind
    from {{ ref('int_claim_pairs_stacked') }}
    where basis = 'sound_method'
    group by basis, cohort_id, factor, benchmark_id, group_a

),

levels as (

    select
        ahead.basis,
        ahead.cohort_id,
        ahead.factor,
        ahead.level,
        count(*) as n_benchmarks_judged,
        count(*) filter (where ahead.lead > 0) as n_ahead,
        count(*) filter (where ahead.is_behind) as n_behind,
        count(*) filter (where ahead.can_lead) as n_led,
        string_agg(
            concat(
                case ahead.basis when 'sound_method' then format('{:+d}', ahead.lead::bigint) else {{ points('ahead.lead') }} end,
                ' on ', benchmarks.benchmark_name
            ), ', ' order by ahead.benchmark_id
        ) as leads
    from ahead
    left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    group by ahead.basis, ahead.cohort_id, ahead.factor, ahead.level

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
    -- a benchmark that is not judged, or where neither is shown, may count either way
    {{ verdict_between('levels.n_ahead', '(greatest(cells.n_benchmarks, levels.n_benchmarks_judged) - levels.n_behind)') }} as verdict,
    concat(
        levels.level, ' is ahead on ', levels.n_ahead, ' of ', greatest(cells.n_benchmarks, levels.n_benchmarks_judged), ' benchmarks (',
        case cells.basis
            when 'sound_method' then 'groups significantly below it, with a base family as the unit, minus those above it: '
            else 'its mean minus the grand mean, in points: '
        end,
        levels.leads, ').'
    ) as detail,
    concat(levels.level, ' ahead on ', levels.n_ahead, ', behind on ', levels.n_behind, ' of ', levels.n_benchmarks_judged) as evidence
from {{ ref('int_claim_cells_selected') }} as cells
inner join levels
    on cells.basis = levels.basis and cells.cohort_id = levels.cohort_id
    and cells.factor = levels.factor and cells.level_a = levels.level
where cells.measure = 'n_benchmarks_above_mean' and cells.basis != 'published'
union all by name
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    leaders.n_led::double as observed,
    case
        -- "not on all" is about as many benchmarks as there are
        when cells.decision = 'below' and leaders.n_led < least(cells.decision_value, cells.n_benchmarks) then 'supported'
        -- a leader that nothing rules out is no proof of one
        when cells.basis = 'sound_method' or leaders.n_benchmarks_judged < cells.n_benchmarks then 'inconclusive'
        when cells.decision = 'below' then 'contradicted'
        else {{ verdict_when(meets_number('leaders.n_led')) }}
    end as verdict,
    concat(
        leaders.level,
        case cells.basis
            when 'sound_method' then ' is significantly below no other family, with a base family as the unit, on '
            else ' has the highest mean on '
        end,
        leaders.n_led, ' of ', leaders.n_benchmarks_judged, ' benchmarks, the most of all.'
    ) as detail,
    concat(leaders.level, ' leads on ', leaders.n_led, ' of ', leaders.n_benchmarks_judged) as evidence
from {{ ref('int_claim_cells_selected') }} as cells
inner join leaders
    on cells.basis = leaders.basis and cells.cohort_id = leaders.cohort_id and cells.factor = leaders.factor
where cells.measure = 'n_benchmarks_led'
