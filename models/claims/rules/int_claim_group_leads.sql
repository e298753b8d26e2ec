-- How far each group of a factor is ahead of the mean of all, on each benchmark, and whether it can lead or
-- must: by the means that a basis has.
with means as (

    select
        'same_method' as basis,
        cohort_id,
        factor,
        benchmark_id,
        level,
        mean - sum(n_obs * mean) over all_levels / sum(n_obs) over all_levels as lead
    from {{ ref('stat_group_summaries') }}
    where n_obs > 0 and is_tested
    window
        all_levels as (
            partition by cohort_id, factor, benchmark_id
            order by level
            rows between unbounded preceding and unbounded following
        )
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
        sum(n_b * estimate order by group_b) filter (where ci_low is not null) / n_compared as lead,
        if(
            is_most,
            sum(n_b * ci_low order by group_b) filter (where ci_low is not null) / n_compared,
            null
        ) as lead_low,
        if(
            is_most,
            sum(n_b * ci_high order by group_b) filter (where ci_low is not null) / n_compared,
            null
        ) as lead_high,
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

)

select * from means_ranked
union all by name
select * from printed
union all by name
select * from clustered
