-- Claims about which groups are ahead: of the mean of all, or of every other group.
with ahead as (

    select
        'same_method' as basis,
        cohort_id,
        factor,
        benchmark_id,
        level,
        mean - sum(n_obs * mean) over all_levels / sum(n_obs) over all_levels as lead,
        lead > 0 as is_ahead,
        lead <= 0 as is_behind,
        rank() over (partition by cohort_id, factor, benchmark_id order by mean desc) = 1 as can_lead
    from {{ ref('stat_group_summaries') }}
    where n_obs > 0 and is_tested
    window all_levels as (partition by cohort_id, factor, benchmark_id)
    union all by name
    select
        'recovered' as basis,
        papers_rows.cohort_id,
        recovered.factor,
        recovered.benchmark_id,
        recovered.level,
        recovered.mean_centred as lead,
        lead > 0 as is_ahead,
        lead <= 0 as is_behind,
        rank() over (partition by recovered.factor, recovered.benchmark_id order by recovered.mean_centred desc) = 1 as can_lead
    from {{ ref('published_groups_recovered') }} as recovered
    cross join {{ ref('int_claim_printed_population') }} as papers_rows
    where recovered.mean_centred is not null
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
    group by basis, cohort_id, factor, benchmark_id, group_a
    union all by name
    -- soundly, the grand mean is that of the groups that a level can be compared with, if they and it
    -- hold nine tenths of the evaluations; the sum of the pairs' intervals holds whatever correlation
    -- they have; and no leader is who is significantly below another
    select
        basis,
        cohort_id,
        factor,
        benchmark_id,
        group_a as level,
        any_value(n_a) + coalesce(sum(n_b) filter (where ci_low is not null), 0) as n_compared,
        n_compared >= 0.9 * (any_value(n_a) + sum(n_b)) as is_most,
        sum(n_b * estimate) filter (where ci_low is not null) / n_compared as lead,
        case when is_most then sum(n_b * ci_low) filter (where ci_low is not null) / n_compared end as lead_low,
        case when is_most then sum(n_b * ci_high) filter (where ci_low is not null) / n_compared end as lead_high,
        lead_low > 0 as is_ahead,
        lead_high < 0 as is_behind,
        not coalesce(bool_or({{ is_significant('p_adjusted') }} and estimate < 0), false) as can_lead
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
        count(*) filter (where ahead.is_ahead) as n_ahead,
        count(*) filter (where ahead.is_behind) as n_behind,
        count(*) filter (where ahead.can_lead) as n_led,
        string_agg(
            concat(
                {{ points('ahead.lead') }},
                case when ahead.lead_low is not null then ' ' || {{ interval('ahead.lead_low', 'ahead.lead_high') }} else '' end,
                ' on ', benchmarks.benchmark_name
            ), ', ' order by ahead.benchmark_id
        ) as leads
    from ahead
    left join {{ ref('dim_benchmarks') }} as benchmarks using (benchmark_id)
    group by ahead.basis, ahead.cohort_id, ahead.factor, ahead.level

),

-- who has the highest mean on most benchmarks, or who soundly could have it
leaders as (

    select
        basis,
        cohort_id,
        factor,
        max(n_led) as n_led,
        max(n_benchmarks_judged) as n_benchmarks_judged,
        string_agg(level, ', ' order by level) filter (where is_first) as names
    from (
        select
            *,
            n_led = max(n_led) over (partition by basis, cohort_id, factor) as is_first
        from levels
    ) as ranked
    group by basis, cohort_id, factor

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
        'its mean minus the grand mean, in points',
        case cells.basis
            when 'sound_method' then ', with intervals that no correlation of the pairs can widen; without one where the pairs leave out a tenth'
            else ''
        end,
        ': ', levels.leads, ').'
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
        case cells.basis
            when 'sound_method' then 'Significantly below no other family, and so not ruled out as the one with the highest mean, on '
            else 'The highest mean on '
        end,
        leaders.n_led, ' of ', leaders.n_benchmarks_judged, ' benchmarks, the most of all: ', leaders.names, '.'
    ) as detail,
    concat(leaders.names, case cells.basis when 'sound_method' then ' may lead on ' else ' leads on ' end, leaders.n_led, ' of ', leaders.n_benchmarks_judged) as evidence
from {{ ref('int_claim_cells_selected') }} as cells
inner join leaders
    on cells.basis = leaders.basis and cells.cohort_id = leaders.cohort_id and cells.factor = leaders.factor
where cells.measure = 'n_benchmarks_led'
