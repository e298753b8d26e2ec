-- Claims about one pair of groups: is it significant, which is ahead, are they equal.
with judged as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.benchmark_id as claimed_benchmark_id,
        cells.measure,
        pairs.benchmark_id,
        case when cells.measure = 'p_adjusted' then pairs.p_adjusted else pairs.estimate end as observed,
        pairs.p_adjusted < cells.significance_level as is_significant,
        case
            -- by the paper's own rule a verdict has two values
            when cells.measure = 'p_adjusted' and cells.basis != 'sound_method'
                then {{ verdict_when("is_significant = (cells.decision = 'significant')") }}
            when cells.measure = 'equivalence' and cells.basis != 'sound_method'
                then {{ verdict_when('not is_significant') }}
            when cells.measure = 'mean_difference' and cells.basis != 'sound_method'
                then {{ verdict_when(meets_number('pairs.estimate')) }}
            -- without significance and without equivalence nothing is shown either way
            when cells.measure = 'p_adjusted' and cells.decision = 'significant'
                then case when is_significant then 'supported' when pairs.is_equivalent then 'contradicted' else 'inconclusive' end
            when cells.measure in ('p_adjusted', 'equivalence')
                then case when is_significant then 'contradicted' when pairs.is_equivalent then 'supported' else 'inconclusive' end
            -- a direction is shown by a significant difference, "at least as good" by equivalence too
            when is_significant then {{ verdict_when(meets_number('pairs.estimate')) }}
            when cells.decision = 'at_least' and cells.decision_value <= 0 and pairs.is_equivalent then 'supported'
            when cells.decision = 'at_most' and cells.decision_value >= 0 and pairs.is_equivalent then 'supported'
            else 'inconclusive'
        end as verdict,
        concat(
            pairs.benchmark_id, ': ', pairs.group_a, ' - ', pairs.group_b, ' = ', {{ short('pairs.estimate') }},
            ' [', {{ short('pairs.ci_low') }}, ', ', {{ short('pairs.ci_high') }}, '], adjusted p ',
            {{ short('pairs.p_adjusted', 3) }}, ', ',
            coalesce('n ' || pairs.n_a || ' and ' || pairs.n_b, 'n not printed'),
            case when pairs.is_equivalent then ', equivalent within 2 points' else '' end,
            '; ', pairs.pair_method
        ) as detail
    from {{ ref('int_claim_cells_selected') }} as cells
    inner join {{ ref('int_claim_pairs_stacked') }} as pairs
        on cells.basis = pairs.basis
        and cells.cohort_id = pairs.cohort_id
        and cells.factor = pairs.factor
        and (cells.benchmark_id = pairs.benchmark_id or cells.benchmark_id = 'all')
        and cells.level_a = pairs.group_a
        and cells.level_b = pairs.group_b
    where cells.rule_family = 'pair'

)

select
    claim_id,
    basis,
    cohort_id,
    -- over several benchmarks the worst is what decides
    case when measure = 'p_adjusted' then max(observed) else min(observed) end as observed,
    {{ verdict_of_all('verdict') }} as verdict,
    case
        when any_value(claimed_benchmark_id) = 'all'
            then concat(
                'supported on ', count(*) filter (where verdict = 'supported'), ' of ', count(*), ' benchmarks; ',
                string_agg(detail, ' | ' order by benchmark_id)
            )
        else any_value(detail)
    end as detail
from judged
group by claim_id, basis, cohort_id, measure
union all
-- a pair that is there, but not for a clustered comparison
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    null as observed,
    'inconclusive' as verdict,
    concat(
        'no clustered comparison on ', robust.benchmark_id, ': ',
        if(robust.status = 'ok', 'no method holds its level', robust.status), ', n ', robust.n_a, ' and ', robust.n_b
    ) as detail
from {{ ref('int_claim_cells_selected') }} as cells
inner join {{ ref('stat_cluster_robust') }} as robust
    on cells.cohort_id = robust.cohort_id
    and cells.factor = robust.factor
    and cells.benchmark_id = robust.benchmark_id
    and (
        (cells.level_a = robust.group_a and cells.level_b = robust.group_b)
        or (cells.level_a = robust.group_b and cells.level_b = robust.group_a)
    )
where
    cells.rule_family = 'pair' and cells.basis = 'sound_method'
    and robust.is_default and (robust.status != 'ok' or not coalesce(robust.holds_level, false))
    and robust.n_a > 0 and robust.n_b > 0
    and (cells.claim_id, cells.cohort_id) not in (
        select (claim_id, cohort_id) from judged
        where basis = 'sound_method'
    )
