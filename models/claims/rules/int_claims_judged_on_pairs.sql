-- Claims about one pair of groups: is it significant, which is ahead, are they equal, is one no better.
{% set margin = var('equivalence_margin_pct') %}
-- the difference as seen by the side that the claim holds up: the second where the first is no better
{% set held_up = "case when cells.measure = 'not_better' then -pairs.estimate else pairs.estimate end" %}

with judged as (

    select
        cells.claim_id,
        cells.basis,
        cells.cohort_id,
        cells.measure,
        cells.n_benchmarks,
        pairs.benchmark_id,
        pairs.sentence,
        pairs.evidence,
        pairs.ci_low,
        pairs.ci_high,
        pairs.p_adjusted as p_value,
        pairs.n_a + pairs.n_b as n_obs,
        pairs.n_bases_a + pairs.n_bases_b as n_bases,
        pairs.type1_error,
        case when cells.measure = 'p_adjusted' then pairs.p_adjusted else pairs.estimate end as observed,
        pairs.p_adjusted < cells.significance_level as is_significant,
        -- a significant difference the other way is not the one that was claimed
        is_significant and {{ has_direction('pairs.estimate', 'cells.direction') }} as is_as_claimed,
        case
            -- no better, or on par: only a significant lead of the other side contradicts, and soundly
            -- only one that can be no more than the margin supports
            when cells.measure in ('not_better', 'on_par_or_better', 'on_par_or_better_somewhere')
                then case
                    when is_significant and {{ held_up }} < 0 then 'contradicted'
                    when cells.basis != 'sound_method' then 'supported'
                    when case when cells.measure = 'not_better' then -pairs.ci_high else pairs.ci_low end > -{{ margin }} then 'supported'
                    else 'inconclusive'
                end
            -- by the paper's own rule a verdict has two values
            when cells.measure = 'p_adjusted' and cells.basis != 'sound_method'
                then {{ verdict_when("if(cells.decision = 'significant', is_as_claimed, not is_significant)") }}
            when cells.measure = 'equivalence' and cells.basis != 'sound_method'
                then {{ verdict_when('not is_significant') }}
            when cells.measure = 'mean_difference' and cells.basis != 'sound_method'
                then {{ verdict_when(meets_number('pairs.estimate')) }}
            -- without significance and without equivalence nothing is shown either way
            when cells.measure = 'p_adjusted' and cells.decision = 'significant'
                then case
                    when is_as_claimed then 'supported'
                    when is_significant or pairs.is_equivalent then 'contradicted'
                    else 'inconclusive'
                end
            when cells.measure in ('p_adjusted', 'equivalence')
                then case when is_significant then 'contradicted' when pairs.is_equivalent then 'supported' else 'inconclusive' end
            -- a direction is shown by a significant difference, "at least as good" by equivalence too
            when is_significant then {{ verdict_when(meets_number('pairs.estimate')) }}
            when cells.decision = 'at_least' and cells.decision_value <= 0 and pairs.is_equivalent then 'supported'
            when cells.decision = 'at_most' and cells.decision_value >= 0 and pairs.is_equivalent then 'supported'
            else 'inconclusive'
        end as verdict
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
    case
        -- "can" needs one benchmark
        when measure = 'on_par_or_better_somewhere'
            then case
                when bool_or(verdict = 'supported') then 'supported'
                when bool_and(verdict = 'contradicted') and count(*) >= any_value(n_benchmarks) then 'contradicted'
                else 'inconclusive'
            end
        else {{ verdict_of_all('verdict', 'any_value(n_benchmarks)') }}
    end as verdict,
    concat(
        case
            when any_value(n_benchmarks) > 1
                then concat(
                    'The claim holds on ', count(*) filter (where verdict = 'supported'), ' of ', any_value(n_benchmarks),
                    ' benchmarks and fails on ', count(*) filter (where verdict = 'contradicted'), ': '
                )
            else ''
        end,
        string_agg(sentence, '; ' order by benchmark_id), '.'
    ) as detail,
    string_agg(evidence, ' | ' order by benchmark_id) as evidence,
    case when count(*) = 1 then any_value(ci_low) end as ci_low,
    case when count(*) = 1 then any_value(ci_high) end as ci_high,
    case when count(*) = 1 then any_value(p_value) end as p_value,
    max(n_obs) as n_obs,
    max(n_bases) as n_bases,
    max(type1_error) as type1_error
from judged
group by claim_id, basis, cohort_id, measure
union all by name
-- a pair that is there, but not for a clustered comparison
select
    cells.claim_id,
    cells.basis,
    cells.cohort_id,
    null as observed,
    'inconclusive' as verdict,
    concat(
        'No comparison with a base family as the unit is possible on ', min(robust.benchmark_id), ': ',
        arg_min(robust.status, robust.benchmark_id), ' (n ', arg_min(robust.n_a, robust.benchmark_id), ' and ',
        arg_min(robust.n_b, robust.benchmark_id), ').'
    ) as detail,
    arg_min(robust.status, robust.benchmark_id) as evidence
from {{ ref('int_claim_cells_selected') }} as cells
inner join {{ ref('stat_cluster_robust') }} as robust
    on cells.cohort_id = robust.cohort_id
    and cells.factor = robust.factor
    and (cells.benchmark_id = robust.benchmark_id or cells.benchmark_id = 'all')
    and (
        (cells.level_a = robust.group_a and cells.level_b = robust.group_b)
        or (cells.level_a = robust.group_b and cells.level_b = robust.group_a)
    )
where
    cells.rule_family = 'pair' and cells.basis = 'sound_method'
    and robust.is_default and robust.status != 'ok'
    and robust.n_a > 0 and robust.n_b > 0
    and (cells.claim_id, cells.cohort_id) not in (
        select (judged.claim_id, judged.cohort_id) from judged
        where judged.basis = 'sound_method'
    )
group by cells.claim_id, cells.basis, cells.cohort_id
