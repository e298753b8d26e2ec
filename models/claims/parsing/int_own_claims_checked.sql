-- Your own claims are held to the grammar of models/claims/README.md, since nobody has read them yet.
with claims as (

    select
        *,
        count(*) over (partition by claim_id) as n_same_id,
        rule_family in ('pair', 'pair_count', 'group_mean') as is_on_levels
    from {{ ref('int_claims_parsed') }}

)

select
    *,
    to_json({
        'claim_id': claim_id, 'section': section, 'topic': topic, 'statement': statement, 'method': method,
        'benchmark': benchmark, 'group_a': group_a, 'group_b': group_b, 'statistic': statistic,
        'expected': expected, 'threshold': threshold
    })::varchar as raw,
    case
        when claim_id is null then 'missing claim_id'
        when n_same_id > 1 then 'claim_id is not the only one: ' || claim_id
        when statement is null then 'missing statement'
        when rule_family is null
            then 'no rule for method and statistic: ' || concat_ws(' / ', method, statistic)
        when benchmark is not null and benchmark_id is null then 'unknown benchmark: ' || benchmark
        when benchmark is null and rule_family in ('pair', 'anova', 'gamm_term', 'gamm_slope', 'gamm_contrast')
            then 'missing benchmark'
        when is_on_levels and group_a is not null and level_a is null then 'unknown level in group_a: ' || group_a
        when rule_family = 'pair' and (level_a is null or level_b is null) then 'a pair needs levels in group_a and group_b'
        when rule_family in ('pair', 'pair_count', 'anova') and factor is null
            then 'no factor: name a level, or one of parameter_range, training_type, architecture_family'
        when rule_family = 'gamm_term' and measure != 'deviance_explained' and measure != 'rank_of_term' and term is null
            then 'unknown term in group_a: ' || coalesce(group_a, '')
        when rule_family = 'gamm_contrast' and coalesce(size_a_low_b, size_a_high_b) is null
            then 'group_a is not a size: ' || coalesce(group_a, '')
        when rule_family = 'gamm_contrast' and coalesce(size_b_low_b, size_b_high_b) is null
            then 'group_b is not a size: ' || coalesce(group_b, '')
        when expects = 'significance' and decision not in ('significant', 'not_significant')
            then 'expected is neither significant nor not significant: ' || coalesce(expected, '')
        when expects = 'sign' and decision not in ('positive', 'negative')
            then 'expected is neither positive nor negative: ' || coalesce(expected, '')
        when expects = 'sign_or_number' and decision not in ('positive', 'negative', 'at_least', 'at_most', 'above', 'below', 'equals')
            then 'expected is neither a direction nor a comparison with a number: ' || coalesce(expected, '')
        when expects = 'contrast' and decision not in ('positive', 'negative', 'not_significant')
            then 'expected is neither positive, negative nor not significant: ' || coalesce(expected, '')
        when expects = 'number' and (decision_value is null or decision = 'by_rule')
            then 'expected is not a number or a comparison with one: ' || coalesce(expected, '')
    end as reject_reason
from claims
where claim_source = 'own'
