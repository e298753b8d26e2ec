-- What a claim expects, as an operator and numbers. Prose of papers has been gone through one wording at a
-- time: what each says is a row of seeds/claims/claim_wordings.csv. Anything else is read whole by the
-- grammar of models/claims/README.md, and is null where it does not fit: no part of a text that says
-- something else is ever taken for a number.
with taken_apart as (

    -- `expected` is a word or a number behind an operator; `threshold` a level, a tolerance or a bound
    select
        *,
        regexp_extract(
            expected,
            '^(rank|) ?(>=|<=|>|<|) ?({{ number_pattern(signed=true) }})$',
            ['of', 'operator', 'number']
        ) as bound,
        regexp_extract(
            threshold, '^p(?:_adj)? ?(<|>=) ?({{ number_pattern() }})$', ['operator', 'number']
        ) as level,
        regexp_extract(threshold, '^(?:\+-|±) ?({{ number_pattern() }})$', 1) as margin,
        regexp_extract(
            threshold, '^diff ?(>=|<=|>|<) ?({{ number_pattern(signed=true) }})$', ['operator', 'number']
        ) as difference
    from {{ ref('int_claims_stated') }}

),

numbers as (

    select
        *,
        {{ finite_number('bound.number') }} as bound_value,
        {{ finite_number('level.number') }} as level_value,
        {{ finite_number('margin') }} as margin_value,
        {{ finite_number('difference.number') }} as difference_value
    from taken_apart

),

grammar as (

    select
        *,
        case
            when expected = 'significant' then 'significant'
            when expected = 'not significant' then 'not_significant'
            when expected in ('positive', 'negative') then expected
            when bound_value is not null then {{ operator_name('bound.operator') }}
        end as decision,
        case
            when threshold is null then 'none'
            when level_value is not null then 'level'
            when margin_value is not null then 'tolerance'
            when difference_value is not null then 'difference'
            else 'unread'
        end as threshold_form,
        case
            when level_value is not null then {{ operator_name('level.operator') }}
            when difference_value is not null then {{ operator_name('difference.operator') }}
        end as threshold_operator
    from numbers

)

select
    grammar.file_name,
    grammar.row_number,
    wordings.decision is not null as is_papers_wording,
    if(is_papers_wording, wordings.decision, grammar.decision) as decision,
    if(is_papers_wording, wordings.decision_value, grammar.bound_value) as decision_value,
    coalesce(if(is_papers_wording, wordings.tolerance, grammar.margin_value), 0.0) as tolerance,
    coalesce(
        if(is_papers_wording, wordings.significance_level, grammar.level_value), {{ significance_level() }}
    ) as significance_level,
    if(
        is_papers_wording,
        wordings.threshold_value,
        coalesce(grammar.level_value, grammar.margin_value, grammar.difference_value)
    ) as threshold_value,
    not is_papers_wording and coalesce(grammar.bound.of = 'rank', false) as is_rank,
    if(is_papers_wording, null, grammar.threshold_form) as threshold_form,
    if(is_papers_wording, null, grammar.threshold_operator) as threshold_operator
from grammar
left join {{ ref('claim_wordings') }} as wordings
    on grammar.method is not distinct from wordings.method
    and grammar.statistic is not distinct from wordings.statistic
    and grammar.expected is not distinct from wordings.expected
    and grammar.threshold is not distinct from wordings.threshold
